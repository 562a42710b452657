"""The registry of outcomes, and all that is made from it."""

from __future__ import annotations

from whofor.model.measure import OutcomeName
from whofor.outcomes.registry import OUTCOMES, outcome_kind
from whofor.worth.table import TOPICS


def test_every_name_has_its_outcome_in_the_same_order() -> None:
    assert [kind.name for kind in OUTCOMES] == list(OutcomeName)
    assert all(outcome_kind(name) is not None for name in OutcomeName)


def test_topics_are_rows_of_the_comparison_table() -> None:
    assert {kind.topic for kind in OUTCOMES} <= {"", *TOPICS}
