"""Days in each stage are those of a plain count, and approvals are known by their names."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from made_rows import Make
from whofor.model.committee import Spread
from whofor.schema.history import History, StageStays
from whofor.schema.rows import DealRows
from whofor.worth.process import decision_processes, is_approval


def with_stages(rows: DealRows, stays: list[tuple[int, str, float]]) -> DealRows:
    """The deals with stays in stages: deal, stage, day of entering it."""
    ordered = sorted(stays, key=lambda stay: (stay[0], stay[2]))
    history = StageStays(
        np.array([stay[0] for stay in ordered], dtype=np.int64),
        np.array([stay[1] for stay in ordered], dtype=object),
        np.array([stay[2] for stay in ordered], dtype=np.float64),
    )
    return replace(rows, history=History(stages=history), outcome=np.array(["won"] * 8 + ["lost"] * 4, dtype=object))


@pytest.mark.parametrize(
    ("stage", "approves"),
    [
        *(("Legal", True), ("Security review", True), ("Validation budget", True), ("Achats", True), ("Einkauf", True)),
        *(
            ("Comité d'achat", True),
            ("Demo", False),
            ("Proposal", False),
            ("Négociation", False),
            ("Closed won", False),
        ),
    ],
)
def test_approvals_are_known_by_the_name_of_their_stage(stage: str, approves: bool) -> None:
    assert is_approval(stage) is approves


def test_days_of_won_deals_in_the_order_of_the_pipeline(make: Make) -> None:
    """Deal i is i days in Demo, 10 + i in Legal, twice where i is even, then in a stage that nobody leaves."""
    stays: list[tuple[int, str, float]] = []
    for deal in range(12):
        day = 20_000.0
        for stage, days in (("Demo", deal), ("Legal", 10 + deal), *([("Legal", 1)] if deal % 2 == 0 else [])):
            stays.append((deal, stage, day))
            day += days
        stays.append((deal, "Closed", day))
    rows = with_stages(make(n=12), stays)
    everybody = np.ones(12, dtype=np.bool_)
    (found,) = decision_processes(rows, {"": everybody})
    assert found.n_won == 8
    assert [(one.stage, one.is_approval) for one in found.stages] == [("Demo", False), ("Legal", True)]
    legal = [10 + deal + (deal % 2 == 0) for deal in range(8)]
    low, median, high = np.quantile(legal, [0.25, 0.5, 0.75]).tolist()
    assert found.stages[1].days == found.approval == Spread(low, median, high, 8)
    assert found.stages[0].days.median == 3.5


def test_of_four_deals_or_without_a_history_nothing_is_told(make: Make) -> None:
    few = [(deal, stage, 20_000.0 + day) for deal in range(4) for stage, day in (("Demo", 0), ("Legal", 3), ("End", 9))]
    rows = make(n=12)
    everybody = np.ones(12, dtype=np.bool_)
    assert decision_processes(with_stages(rows, few), {"": everybody}) == ()
    assert decision_processes(rows, {"": everybody}) == ()
