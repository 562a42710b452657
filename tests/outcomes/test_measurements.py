"""Every outcome is measured once, and those that can be compared at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from made_rows import attribute
from whofor.errors import UsageError
from whofor.model import Kind, Role
from whofor.outcomes import column
from whofor.outcomes.kinds import MeasureInput
from whofor.outcomes.measurements import Measurements
from whofor.outcomes.registry import OUTCOMES
from whofor.schema.rows import Attribute, DealRows
from whofor.validation.ripeness import judge_ripeness

Make = Callable[..., DealRows]
TODAY = 20_500.0


def measurements(rows: DealRows) -> Measurements:
    return Measurements(MeasureInput(rows, judge_ripeness(rows, TODAY)))


@pytest.mark.parametrize(("others", "is_compared"), [(9, False), (10, True)])
def test_a_figure_that_nearly_all_share_is_no_outcome(make: Make, others: int, is_compared: bool) -> None:
    """Ten signed deals of another price are the fewest in which two groups could differ."""
    rows = make(600, 3, 0.5)
    amount = np.full(600, 900.0)
    signed = np.flatnonzero(rows.won & judge_ripeness(rows, TODAY).keep)
    amount[signed[:others]] = 500.0
    names = [k.outcome.measure.name for k in measurements(replace(rows, amount=amount, currency="EUR")).known]
    assert "won" in names
    assert ("value" in names) is is_compared


def test_an_outcome_is_measured_once_by_whatever_name(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    real = column.as_numbers

    def counted(measure: Attribute) -> np.ndarray:
        calls.append(measure.parameter.name)
        return real(measure)

    monkeypatch.setattr(column, "as_numbers", counted)
    rows = make(300, 5, 0.5)
    score = attribute("x_nps", np.arange(300.0) % 11, Kind.NUMBER, Role.VALIDATION)
    outcomes = measurements(replace(rows, measures=(score,)))
    first = outcomes.measure("x_nps")
    again = outcomes.measure(score.parameter.label, better=-1)
    assert calls == ["x_nps"]
    assert first.values is again.values
    assert (first.measure.better, again.measure.better) == (1, -1)
    assert "x_nps" in outcomes.names
    assert outcomes.known
    assert calls == ["x_nps"]


def test_where_little_is_known_of_clients_there_is_no_mutual_value(make: Make) -> None:
    outcomes = measurements(make(300, 5, 0.5))
    assert outcomes.mutual_value is None
    assert outcomes.components == ()
    assert outcomes.known_with_mutual_value == outcomes.known


def test_an_unknown_name_is_refused_with_near_ones(make: Make) -> None:
    with pytest.raises(UsageError, match="cycle"):
        measurements(make(300, 5, 0.5)).measure("cylce")


def test_an_outcome_that_nothing_holds_gives_no_deal_or_says_what_to_import(make: Make) -> None:
    rows = make(300, 6, 0.5)
    bare = replace(rows, closed=np.full(300, np.nan))
    missing = [kind for kind in OUTCOMES if not kind.is_composite and not kind.is_recorded(bare)]
    assert [kind.name for kind in missing] == ["value", "cycle", "retention"]
    given = MeasureInput(bare, judge_ripeness(rows, TODAY))
    for kind in missing[:2]:
        assert not kind.measure(given).keep.any(), kind.name
    with pytest.raises(UsageError, match="Import the days on which clients left"):
        missing[2].measure(given)
