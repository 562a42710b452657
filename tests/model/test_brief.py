"""A result on one line."""

from __future__ import annotations

from dataclasses import replace

from made_results import FOUND, NO_PATTERN, NOT_ENOUGH, hostile
from made_worth import LARGE, LATAM, NO_SIZE, mean
from whofor.model.brief import finding_in_brief
from whofor.model.segment import Condition, Operator, Segment


def test_the_answer_on_one_line() -> None:
    size = "Number of Employees 51 to under 201 people"
    assert repr(FOUND) == (
        f"Found: Industry = Fintech and {size} and Last funding round 0 to under 6 months before, 41 % (n = 88) vs 14 %"
    )
    assert repr(NO_PATTERN) == "No reliable pattern: 6,711 deals"
    assert repr(NOT_ENOUGH) == "Not enough data: 38 deals"
    assert repr(hostile()).isprintable()


def test_every_kind_of_condition_and_figure() -> None:
    first = FOUND.search.segments[0]
    up_to = Condition("x", "Seats", Operator.BETWEEN, high=10, high_included=True)
    below = Condition("x", "Seats", Operator.BETWEEN, high=10)
    several = Condition("x", "Plan", Operator.IN, ("A", "B"))
    conditions = (LATAM, LARGE, NO_SIZE, up_to, below, several)
    own, rest = mean(70, 15_234.6, 900, "EUR"), mean(0, 0, 0)
    finding = replace(
        first, segment=Segment(conditions), search=own, rest_search=replace(rest, estimate=None), confirm=rest
    )
    assert finding_in_brief(finding) == (
        "Country/Region = Latin America and Number of Employees >= 250 people and Number of Employees unknown "
        "and Seats <= 10 and Seats < 10 and Plan = A or B, 15,235 EUR (n = 70) vs unknown"
    )
