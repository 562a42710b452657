"""Names of columns and values as they stand in a sentence."""

from __future__ import annotations

import re

from whofor.reports.catalogue import clean
from whofor.reports.words import Words, slug

__all__ = ["NAMED_PLACES", "cut", "plain_value", "readable_name", "sentence_case"]

NAMED_PLACES = frozenset({"country", "region", "continent"})
_LONGEST = 48
"""Most characters of a name or value of the user's own: as many as fit on a line of a phone beside a few words."""
_CAPITALISED = re.compile(r"\b([A-ZÀ-ÖØ-Þ])([a-zß-öø-ÿ]+)\b")
_TECHNICAL = re.compile(r"^(?:hs|cf|custom|properties)[_.](?=\w)|__[cr]$")
"""What HubSpot, Zoho and Salesforce put around the names of columns."""
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def cut(text: str, most: int = _LONGEST) -> str:
    """Return a text on one line, cut between words where it is longer than most; a single long word is cut itself.

    Example:
        >>> cut("Wholesale of hides, skins and leather", 24)
        'Wholesale of hides…'
        >>> cut("client size by employee… ≥ 2", 26)
        'client size by employee…'
    """
    line = " ".join(clean(text).split())
    if len(line) <= most:
        return line
    head = line[: most - 1]
    at_word = head.rsplit(" ", 1)[0] if line[most - 1] != " " and " " in head else head
    return f"{at_word.rstrip(' ,;:–-&/(…')}…"


def sentence_case(text: str) -> str:
    """Return a title in the letters that it has in a sentence: `Team Size` as `team size`; abbreviations stay.

    Example:
        >>> sentence_case("Employee Growth"), sentence_case("CRM Users"), sentence_case("iPhone App")
        ('employee growth', 'CRM users', 'iPhone app')
    """
    return _CAPITALISED.sub(lambda found: found.group().lower(), text)


def readable_name(label: str, parameter: str = "") -> str:
    """Return the name of a column as words: no underscores, no title case; of an empty name, that of its parameter.

    Example:
        >>> readable_name("company_size_band"), readable_name("hs_leadStatus"), readable_name("Company_Size__c")
        ('company size band', 'lead status', 'company size')
    """
    name = clean(label).strip() or parameter.removeprefix("x_").removeprefix("signal_")
    spaced = re.sub(r"[_\s]+", " ", _TECHNICAL.sub("", name)).strip()
    if "_" in name or " " not in spaced:
        spaced = _INNER_CAPITAL.sub(" ", spaced)
    return cut(sentence_case(spaced)) or "–"


def plain_value(value: str, words: Words, parameter: str = "") -> str:
    """Return one value as text: places in the language of the report, true and false as yes and no."""
    if parameter == "country" and len(value) == 2 and value.isupper():
        return words.locale.territories.get(value, value)
    if parameter in NAMED_PLACES and words.has(f"place.{slug(value)}"):
        return words.text(f"place.{slug(value)}")
    if value in ("true", "false"):
        return words.text(f"condition.{value}")
    return clean(value)
