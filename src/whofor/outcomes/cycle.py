"""Days from opening to signature."""

from __future__ import annotations

import numpy as np

from whofor.model import Measure
from whofor.model.measure import OutcomeName
from whofor.model.reasons.data import NoClosingDate, NotWon
from whofor.outcomes.kinds import Measured, MeasureInput, OutcomeKind
from whofor.validation.not_judged import not_judged

__all__ = ["CYCLE"]


def _measure(given: MeasureInput) -> Measured:
    """Return the days from opening to signature of the won deals.

    A deal that was lost has no such time, and one that is still open none yet: to take those that happen to have
    signed would show young deals faster than they are. So only deals with full follow-up count, and a time
    longer than the horizon counts as the horizon.

    Source:
        Days to signature given signature are the cumulative incidence of winning, with loss as a competing end, over
        its last value; with full follow-up its Aalen-Johansen estimate is the plain share. Aalen & Johansen (1978),
        Scandinavian Journal of Statistics 5:141.
    """
    rows, ripe = given.rows, given.ripeness
    won = ripe.keep & rows.won
    days = rows.days_to_close
    known = np.isfinite(days)
    horizon: int | None = None
    if np.isfinite(ripe.horizon_days):
        horizon = round(ripe.horizon_days) if (days[won & known] > ripe.horizon_days).any() else None
        days = np.minimum(days, ripe.horizon_days)
    excluded = (
        *ripe.not_judged,
        *not_judged(NotWon(), ripe.keep & ~rows.won),
        *not_judged(NoClosingDate(), won & ~known),
    )
    measure = Measure(OutcomeName.CYCLE, unit="days", is_share=False, better=-1, horizon_days=horizon)
    return Measured(won & known, days, measure, excluded)


CYCLE = OutcomeKind(
    OutcomeName.CYCLE,
    "cycle",
    of_clients=True,
    is_recorded=lambda rows: bool(np.isfinite(rows.days_to_close[rows.won]).any()),
    measure=_measure,
)
