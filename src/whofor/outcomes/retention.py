"""Months that a client stays."""

from __future__ import annotations

import numpy as np

from whofor.days import DAYS_A_MONTH
from whofor.errors import Problem, UsageError
from whofor.model import Measure
from whofor.model.measure import OutcomeName
from whofor.model.reasons.data import ClientTooNew, NotWon, SameClient
from whofor.outcomes.kinds import Measured, MeasureInput, OutcomeKind, first_of_account
from whofor.stats.restricted_mean import rmst_pseudo_observations
from whofor.validation.not_judged import not_judged

__all__ = ["RETENTION", "measure_retention"]

_FOLLOWED = 0.2
"""The horizon is the time for which a fifth of the clients could be followed: beyond it too few are left at risk."""


def measure_retention(given: MeasureInput) -> Measured:
    """Return the months that each client stays within a horizon.

    They are pseudo-observations, so that those who are still clients count too.

    Raises:
        UsageError: Nothing records who left.
    """
    rows = given.rows
    if rows.left is None:
        todo = (
            "Import the days on which clients left: rows of [outcomes] whose kind speaks of churn, or a date column of "
            "the deals or accounts whose name does."
        )
        raise UsageError(Problem("nothing in the data tells when clients left", "--outcome", "retention", todo))
    start = np.where(np.isfinite(rows.closed), rows.closed, rows.opened)
    left = rows.left
    ends = [day for day in (given.ripeness.as_of, float(np.nanmax(left))) if np.isfinite(day)]
    end = max(ends)
    follow_up = end - start
    with np.errstate(invalid="ignore"):
        client = rows.won & (follow_up > 0)
    first = first_of_account(rows, client, start)
    keep = client & first
    gone = np.isfinite(left)
    time = np.where(gone, left - start, follow_up)
    horizon = float(np.quantile(follow_up[keep], 1 - _FOLLOWED)) if keep.any() else 0.0
    values = np.full(len(rows), np.nan)
    if keep.sum() >= 2 and horizon > 0:
        values[keep] = rmst_pseudo_observations(time[keep], gone[keep], horizon) / DAYS_A_MONTH
    excluded = (
        *not_judged(NotWon(), ~rows.won),
        *not_judged(ClientTooNew(), rows.won & ~client),
        *not_judged(SameClient(), client & ~first),
    )
    return Measured(keep, values, Measure(OutcomeName.RETENTION, unit="months", is_share=False), excluded)


RETENTION = OutcomeKind(
    OutcomeName.RETENTION,
    "relationship",
    of_clients=True,
    is_recorded=lambda rows: rows.left is not None,
    measure=measure_retention,
    # The newest clients were followed for less than the horizon, so that they cannot show how long clients stay.
    follows_newest=False,
)
