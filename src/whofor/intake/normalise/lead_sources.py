"""Lead sources by class: advertising, outbound, referral …"""

from __future__ import annotations

import re
from functools import cache

from whofor.intake.normalise.rule_tables import rules
from whofor.text import words_of

__all__ = ["lead_source_class"]

_LONGEST = 200
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _key(text: str) -> str:
    """Return the words of a text: no case, accents, punctuation; a plus at the end of a name is a word."""
    return " ".join(words_of(text.replace("+", " plus ")))


@cache
def _exact() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, table in rules("lead_sources").items():
        for text in table["exact"]:
            found.setdefault(_key(text), name)
    return found


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (name, re.compile(rf"\b(?:{'|'.join(map(_pattern, table['words']))})\b"))
        for name, table in rules("lead_sources").items()
    )


def _pattern(words: str) -> str:
    return " ".join(_key(word) + (r"\w*" if word.endswith("*") else "") for word in words.split())


def lead_source_class(text: str) -> str | None:
    """Return the class of a lead source written in English, French, German or Spanish, or None.

    Classes: advertising, outbound, event, partner, existing_customer, product, word_of_mouth, referral, social, email,
    direct, organic, other. The names and words are those of `rules/lead_sources.toml`, the picklists of HubSpot,
    Salesforce, Pipedrive and Zoho among them. Where words of several classes occur in a text, the first of that order
    counts. A web form or a download is organic: nobody was paid, nobody was approached.

    >>> lead_source_class("PAID_SEARCH"), lead_source_class("Bouche à oreille"), lead_source_class("Kaltakquise 2024")
    ('advertising', 'word_of_mouth', 'outbound')
    >>> lead_source_class("LinkedIn Ads"), lead_source_class("LinkedIn"), lead_source_class("Zephyr")
    ('advertising', 'social', None)
    """
    if len(text) > _LONGEST:
        return None
    for key in dict.fromkeys((_key(text), _key(_CAMEL.sub(" ", text)))):
        found = _exact().get(key) or next((name for name, words in _patterns() if words.search(key)), None)
        if found:
            return found
    return None
