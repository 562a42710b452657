"""What is written of the persons of a role: their commonest titles, languages, countries and columns of one's own."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import numpy as np

from whofor.arrays import Column, IntArray
from whofor.figures.estimates import rate_estimate, spread_of
from whofor.intake.normalise.masking import MaskAs, Masker
from whofor.intake.normalise.people import KnownPeople
from whofor.intake.normalise.person_names import person_names
from whofor.lexicon.words import WordList, read_table, words_in
from whofor.model.parameters import Kind
from whofor.model.personas import (
    PersonaColumn,
    PersonaSource,
    PersonaSpread,
    PersonaTopic,
    PersonaValue,
    PersonaValues,
)
from whofor.schema.own_columns import OwnColumn
from whofor.schema.participants import Persons
from whofor.text import fold

__all__ = ["FEWEST_PEOPLE", "Shown", "Written", "is_about", "own_told", "shown_of", "values_of"]

FEWEST_PEOPLE = 5
"""Figures of fewer persons are not shown: a convention."""
_FEWEST_ALIKE = 2
"""Persons who have a value in common; what one alone has may tell who it is."""
_MARK = re.compile(r"(?<!\w)(?:person|email|phone)-\d")
"""What masking puts where a text names somebody."""
_ABOUT = ("language", "country", "pains", "routines", "tasks")

Shown = Callable[[str], bool]
"""Whether a text may be shown, as it names nobody."""


def shown_of(persons: Persons) -> Shown:
    """Return what tells of a text whether it names nobody: neither a known person, nor by an address or a number."""
    names = [] if persons.name is None else [one for one in set(persons.name.tolist()) if one is not None]
    masker = Masker(KnownPeople.of(found for name in sorted(names) for found in person_names(name)))
    return lambda text: not _MARK.search(text) and masker.mask(text, MaskAs.WORDS) == text


def is_about(label: str, what: str) -> bool:
    """Return whether the name of a column of contacts is about `language`, `country`, `pains`, `routines` or `tasks`.

    Example:
        >>> is_about("Preferred language", "language"), is_about("Pain points", "pains"), is_about("Score", "tasks")
        (True, True, False)
    """
    return what == next((one for one in _ABOUT if _words(one).holds(label)), None)


@cache
def _words(what: str) -> WordList:
    table = cast("dict[str, dict[str, list[str]]]", read_table("whofor.people", "rules/personas.toml"))
    return WordList(words_in(table[what]))


@dataclass(frozen=True, eq=False, slots=True)
class Written:
    """Values that are written of some persons or deals, and where.

    Attributes:
        values: The value of each, or its several values; `None` where nothing is written.
        accounts: Account of each: those of one account may be no more evidence than one.
        source: Where they are written.
        column: Column, as the export calls it; empty where the source says it.
    """

    values: Sequence[str | Sequence[str] | None]
    accounts: IntArray
    source: PersonaSource
    column: str = ""


def values_of(written: Written, most: int, shown: Shown) -> PersonaValues | None:
    """Return the commonest values; `None` where fewer than five persons have any.

    Args:
        written: The values.
        most: How many are told.
        shown: Whether a text may be shown.
    """
    known = [row for row, value in enumerate(written.values) if value is not None]
    if len(known) < FEWEST_PEOPLE:
        return None
    effect = len(known) / len(np.unique(written.accounts[known]))
    counts: Counter[str] = Counter()
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in known:
        value = cast("str | Sequence[str]", written.values[row])
        parts = [value] if isinstance(value, str) else value
        each = {fold(one): one.strip() for one in parts if one.strip()}
        counts.update(each.keys())
        for key, one in each.items():
            spellings[key][one] += 1
    told: list[PersonaValue] = []
    for key, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        if count < _FEWEST_ALIKE or len(told) == most:
            break
        spelling = min(spellings[key], key=lambda one: (-spellings[key][one], one))
        if shown(spelling):
            told.append(PersonaValue(spelling, rate_estimate(count, len(known), effect)))
    return PersonaValues(len(known), written.source, written.column, tuple(told))


def own_told(column: OwnColumn, person: IntArray, accounts: IntArray, most: int, shown: Shown) -> PersonaColumn | None:
    """Return what a column of one's own says of some persons; `None` where it says nothing of five of them.

    Args:
        column: The column.
        person: Rows of the persons.
        accounts: Account of each.
        most: How many values are told.
        shown: Whether a text may be shown.
    """
    topic = next((one for one in PersonaTopic if is_about(column.label, one)), PersonaTopic.OTHER)
    values: Any = column.values[person]
    if column.kind is Kind.NUMBER:
        known = values[np.isfinite(values)]
        spread = spread_of(known) if len(known) >= FEWEST_PEOPLE else None
        told = None if spread is None else PersonaSpread(len(known), PersonaSource.CONTACTS, spread)
        return None if told is None else PersonaColumn(topic, column.label, None, told)
    several = column.kind is Kind.MULTI
    texts = [None if text is None else text.split(";") if several else text for text in _texts(values)]
    written = Written(texts, accounts, PersonaSource.CONTACTS, column.label)
    found = values_of(written, most, shown)
    return PersonaColumn(topic, column.label, found) if found is not None and found.values else None


def _texts(values: Column) -> list[str | None]:
    return [None if value is None else str(value) for value in values.tolist()]
