"""What each role asked about and objected to: counted by hand on made-up conversations."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.arrays import Column
from whofor.model.parameters import Kind
from whofor.model.personas import PersonaColumn, PersonaSource, PersonaTopic
from whofor.people.asked import asked_of, asked_told
from whofor.schema.history import Interactions
from whofor.schema.own_columns import OwnColumn

CLOSED = 100.0
SAID: list[tuple[int, float, str | None]] = [  # person, day, objection; the deal has the number of the person
    (0, 10.0, "Price"),
    (0, 11.0, "price "),  # once is enough
    (0, 12.0, "Security"),
    (1, 10.0, "Price"),
    (2, 10.0, "Price"),
    (2, CLOSED + 0.5, "Timing"),  # on the day of closing
    (3, 10.0, "Security"),
    (4, 10.0, "Timing"),
    (5, 10.0, None),
    (6, CLOSED + 1, "Price"),  # after the deal was closed
    (-1, 10.0, "Price"),  # an unknown person
]


def texts(*values: str | None) -> Column:
    return np.array([*values, None], dtype=object)[:-1]


def talks(*own: OwnColumn) -> Interactions:
    n = len(SAID)
    nothing, nan = texts(*(None,) * n), np.full(n, np.nan)
    deal = np.array([max(0, who) for who, _, _ in SAID], dtype=np.int64)
    at = np.array([day for _, day, _ in SAID])
    return Interactions(deal, at, nothing, nothing, nothing, nan, nothing, nan, nan, n, 0, 0, 0, own)


def told(own: OwnColumn, most: int = 5) -> PersonaColumn | None:
    person = np.array([who for who, _, _ in SAID], dtype=np.int64)
    (asked,) = asked_of(talks(own), person, np.full(7, CLOSED))
    every = np.arange(7)
    return asked_told(asked, every, every, every, most=most, shown=lambda text: text != "Security")


OBJECTION = OwnColumn("Main objection", Kind.CATEGORY, texts(*(value for _, _, value in SAID)))


def test_a_person_counts_once_for_each_objection_and_none_after_the_deal_was_closed() -> None:
    found = told(OBJECTION)
    assert found is not None
    assert (found.topic, found.column) == (PersonaTopic.OBJECTIONS, "Main objection")
    assert found.values is not None
    assert (found.values.n, found.values.source) == (5, PersonaSource.CONVERSATIONS)
    # "Security" may not be shown here, as if it named somebody.
    assert [(one.value, one.share.n_won) for one in found.values.values] == [("Price", 3), ("Timing", 2)]


def test_lists_are_parted_and_a_category_with_a_semicolon_is_not() -> None:
    parts = texts(*("API; Price" if who in (0, 1, 2, 3, 4) else None for who, _, _ in SAID))
    several, one = (told(OwnColumn("Topics", kind, parts)) for kind in (Kind.MULTI, Kind.CATEGORY))
    assert several is not None
    assert one is not None
    assert several.values is not None
    assert one.values is not None
    assert several.topic is PersonaTopic.QUESTIONS
    assert [(v.value, v.share.n_won) for v in several.values.values] == [("API", 5), ("Price", 5)]
    assert [(v.value, v.share.n_won) for v in one.values.values] == [("API; Price", 5)]


def test_of_fewer_than_five_persons_nothing_is_told() -> None:
    assert told(OwnColumn("Topic", Kind.CATEGORY, texts(*("API" if who < 4 else None for who, _, _ in SAID)))) is None


@pytest.mark.parametrize("label", ["Call type", "Topic ID", "Notes"])
def test_other_columns_are_no_questions(label: str) -> None:
    own = OwnColumn(label, Kind.CATEGORY, OBJECTION.values)
    assert asked_of(talks(own), np.zeros(len(SAID), dtype=np.int64), np.full(7, CLOSED)) == ()


def test_conversations_without_such_a_column_tell_nothing() -> None:
    assert asked_of(None, np.zeros(0, dtype=np.int64), np.zeros(0)) == ()
    assert asked_of(talks(), np.zeros(len(SAID), dtype=np.int64), np.full(7, CLOSED)) == ()
