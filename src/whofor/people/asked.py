"""What the persons of a role asked about and objected to, as columns of conversations have it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whofor.arrays import Column, FloatArray, IntArray, is_known
from whofor.lexicon.talk_topics import talk_topic
from whofor.model.parameters import Kind
from whofor.model.personas import PersonaColumn, PersonaSource, PersonaTopic
from whofor.people.persona_columns import Shown, Written, values_of
from whofor.schema.history import Interactions

__all__ = ["Asked", "asked_of", "asked_told"]

_MOST_COLUMNS = 4


@dataclass(frozen=True, eq=False, slots=True)
class Asked:
    """A column of conversations that says what persons asked about or objected to, where it is filled in.

    Attributes:
        topic: Which of the two.
        label: Its name, as the export writes it.
        several: Whether a value may hold several, joined by a semicolon.
        person: Row of the person of each conversation.
        deal: Row of its deal.
        values: What the column says.
    """

    topic: PersonaTopic
    label: str
    several: bool
    person: IntArray
    deal: IntArray
    values: Column


def asked_of(talks: Interactions | None, person: IntArray, closed: FloatArray) -> tuple[Asked, ...]:
    """Return what conversations with known persons, before the deal was closed, say of questions and objections.

    Notes count too: who is named on a note about an objection raised it.

    Args:
        talks: Conversations, placed on the rows of the deals.
        person: Row of the person of each; -1 where it is not known.
        closed: Day on which each deal was closed; NaN where it is not known.
    """
    if talks is None:
        return ()
    with np.errstate(invalid="ignore"):
        usable = (person >= 0) & ~(np.floor(talks.at) > np.floor(closed[talks.deal]))
    found: list[Asked] = []
    for column in talks.own:
        topic = talk_topic(column.label)
        if not topic or column.kind not in (Kind.CATEGORY, Kind.MULTI):
            continue
        rows = np.flatnonzero(usable & is_known(column.values))
        several = column.kind is Kind.MULTI
        found.append(
            Asked(PersonaTopic(topic), column.label, several, person[rows], talks.deal[rows], column.values[rows])
        )
    return tuple(sorted(found, key=lambda one: one.topic is not PersonaTopic.OBJECTIONS)[:_MOST_COLUMNS])


def asked_told(
    asked: Asked, person: IntArray, accounts: IntArray, deals: IntArray, *, most: int, shown: Shown
) -> PersonaColumn | None:
    """Return what the persons of a role asked about or objected to; `None` where that is known of fewer than five.

    A person counts once for each thing, however often it came up.

    Args:
        asked: The column.
        person: Rows of the persons.
        accounts: Account of each.
        deals: Rows of the deals whose conversations count.
        most: How many values are told.
        shown: Whether a text may be shown.
    """
    said: dict[int, list[str]] = {}
    counted = np.isin(asked.person, person) & np.isin(asked.deal, deals)
    for row, value in zip(asked.person[counted].tolist(), asked.values[counted].tolist(), strict=True):
        said.setdefault(row, []).extend(str(value).split(";") if asked.several else [str(value)])
    each = [said.get(row) for row in person.tolist()]
    found = values_of(Written(each, accounts, PersonaSource.CONVERSATIONS, asked.label), most, shown)
    return PersonaColumn(asked.topic, asked.label, found) if found is not None and found.values else None
