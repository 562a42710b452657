"""Technologies by their usual names, and what they are for."""

from __future__ import annotations

import re
from functools import cache

from whofor.intake.normalise.rule_tables import rules
from whofor.intake.normalise.words import is_missing
from whofor.text import fold, tidy

__all__ = ["split_technologies", "technology", "technology_categories"]

_BETWEEN = re.compile(r"[;,|\n\r\t•]| / ")
_BRACKETS = re.compile(r"^[\[{(](.*)[\]})]$", re.DOTALL)
_SIGNS = re.compile(r"[^\w+#]+|_+")
_VERSION = re.compile(r" v?\d[\d.x]*$")


def split_technologies(text: str) -> list[str]:
    """Return the items of a cell, separated by `;`, `,`, `|`, ` / ` or lines, or written as a list in brackets.

    >>> split_technologies('["Slack", "AWS"]'), split_technologies("google_analytics;n/a")
    (['Slack', 'AWS'], ['google_analytics'])
    """
    listed = _BRACKETS.match(text.strip())
    # A cell such as `Amazon Web Services (AWS)` is no list; brackets around all of it are, unless they close before.
    inner = listed[1] if listed and not any(sign in listed[1] for sign in "[{(") else text
    items = (tidy(item).strip("\"' ") for item in _BETWEEN.split(inner))
    return [item for item in items if item and not is_missing(item)]


def technology(text: str) -> str | None:
    """Return the usual name of a technology, or None where the vocabulary does not know it.

    Case, accents, spaces and punctuation do not matter; a version at the end is dropped where the name is not known
    with it.

    >>> technology("SFDC"), technology("google_analytics"), technology("MS Teams"), technology("WordPress 6.2")
    ('Salesforce', 'Google Analytics', 'Microsoft Teams', 'WordPress')
    >>> technology("C#"), technology("Own tool")
    ('C#', None)
    """
    known = _known()
    return known.get(_key(text)) or known.get(_key(_VERSION.sub("", tidy(text))))


def technology_categories(name: str) -> tuple[str, ...]:
    """Return what a technology is for, by its usual name; nothing where it is not known.

    >>> technology_categories("HubSpot")
    ('CRM', 'marketing automation')
    """
    return _categories().get(name, ())


def _key(text: str) -> str:
    return _SIGNS.sub("", fold(text))


@cache
def _known() -> dict[str, str]:
    """Return comparable name -> usual name; the usual names come first."""
    headings = rules("technologies").values()
    found = {_key(name): name for products in headings for name in products}
    for products in headings:
        for name, others in products.items():
            for other in others:
                found.setdefault(_key(other), name)
    return found


@cache
def _categories() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for heading, products in rules("technologies").items():
        for name in products:
            found[name] = (*found.get(name, ()), heading)
    return found
