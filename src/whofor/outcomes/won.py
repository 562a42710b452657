"""Won or lost."""

from __future__ import annotations

import numpy as np

from whofor.model import Measure
from whofor.model.measure import OutcomeName
from whofor.outcomes.kinds import Measured, MeasureInput, OutcomeKind

__all__ = ["WON"]


def _measure(given: MeasureInput) -> Measured:
    """Return which of the deals that may be judged were won."""
    ripe = given.ripeness
    return Measured(ripe.keep, given.rows.won.astype(np.float64), Measure(), ripe.not_judged)


WON = OutcomeKind(OutcomeName.WON, "", of_clients=False, is_recorded=lambda _: True, measure=_measure)
