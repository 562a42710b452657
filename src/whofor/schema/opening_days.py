"""Whether the days of opening can be used: not where they are those of a loading into the CRM."""

from __future__ import annotations

import numpy as np

from whofor.arrays import Column, Columns, is_known
from whofor.model.data_findings import Issue
from whofor.model.issue_codes import IssueCode

__all__ = ["LEAST_DATED", "has_days", "without_loading_days"]

LEAST_DATED = 0.5
"""Share of deals with a day of opening from which days serve as time, and deals without one are set aside: a
convention."""
_MOST_CLOSED_BEFORE = 0.5
"""Where more of the deals that ended did so before the day of their opening, that day is not the one of the opening,
but that of an import into the CRM, say. A convention: in the real exports at hand it is at most 9 %, or 95 %."""
_FEWEST = 10
"""Of fewer deals one day in common is no surprise: they may have come in on one day."""


def has_days(deals: Columns) -> bool:
    """Return whether the days of opening can be used: those of half of the deals are known.

    Args:
        deals: Columns of the deals, as `without_loading_days` returns them.
    """
    opened = deals.get("opened")
    return opened is not None and len(opened) > 0 and bool(is_known(opened).mean() >= LEAST_DATED)


def without_loading_days(deals: Columns) -> tuple[Columns, tuple[Issue, ...]]:
    """Return the deals without days of opening where these are the days of a loading, and the issue that says so.

    Args:
        deals: Columns of the deals: `opened`, `closed`, `outcome` where they are there.
    """
    opened = deals.get("opened")
    if opened is None:
        return deals, ()
    code = _fault(opened, deals.get("closed"), deals.get("outcome"))
    if code is None:
        return deals, ()
    known = opened[np.isfinite(opened)]
    days = sorted({str(np.datetime64(int(day), "D")) for day in np.floor(known[:100]).tolist()})
    issue = Issue(code, len(known), tuple(days[:3]), "deals.opened")
    return {**deals, "opened": np.full(len(opened), np.nan)}, (issue,)


def _fault(opened: Column, closed: Column | None, outcome: Column | None) -> IssueCode | None:
    known = np.floor(opened[np.isfinite(opened)])
    if len(known) >= _FEWEST and known.min() == known.max():
        return IssueCode.OPENED_ON_ONE_DAY
    if closed is None or outcome is None:
        return None
    ended = np.isin(outcome.astype(str), ("won", "lost")) & np.isfinite(opened) & np.isfinite(closed)
    before = closed[ended] < np.floor(opened[ended])
    if len(before) >= _FEWEST and before.mean() > _MOST_CLOSED_BEFORE:
        return IssueCode.OPENED_AFTER_CLOSING
    return None
