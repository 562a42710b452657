"""Value of a won deal."""

from __future__ import annotations

import numpy as np

from whofor.model import Measure
from whofor.model.measure import OutcomeName
from whofor.model.reasons.data import NegativeAmount, NoAmount, NotWon
from whofor.outcomes.column import measure_column, revenue_of
from whofor.outcomes.kinds import Measured, MeasureInput, OutcomeKind, without_outliers
from whofor.schema.rows import DealRows
from whofor.validation.not_judged import not_judged

__all__ = ["VALUE"]


def _is_recorded(rows: DealRows) -> bool:
    return bool(np.isfinite(rows.amount[rows.won]).any())


def _measure(given: MeasureInput) -> Measured:
    """Return the amount of the won deals, outliers replaced; without amounts, revenue recorded in rows, a year."""
    rows, ripe = given.rows, given.ripeness
    revenue = revenue_of(rows)
    if revenue is not None and not _is_recorded(rows):
        return measure_column(given, revenue)
    won = ripe.keep & rows.won
    known = np.isfinite(rows.amount)
    negative = known & (rows.amount < 0)
    excluded = (
        *ripe.not_judged,
        *not_judged(NotWon(), ripe.keep & ~rows.won),
        *not_judged(NoAmount(), won & ~known),
        *not_judged(NegativeAmount(), won & negative),
    )
    measure = Measure(OutcomeName.VALUE, unit=rows.currency, is_share=False)
    return without_outliers(Measured(won & known & ~negative, rows.amount, measure, excluded))


VALUE = OutcomeKind(OutcomeName.VALUE, "price", of_clients=True, is_recorded=_is_recorded, measure=_measure)
