"""All deals with their outcomes, the input of the steps after the search."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray
from whofor.model import InteractionSummary
from whofor.model.run import SplitKind
from whofor.outcomes.measurements import Measurements
from whofor.schema.rows import DealRows
from whofor.validation.ripeness import Ripeness
from whofor.validation.split import Split
from whofor.validation.timeline import Timeline

__all__ = ["Clients", "held_back_of_all"]


@dataclass(frozen=True, eq=False, slots=True)
class Clients:
    """All deals, judged or not, with every outcome that the data holds.

    Attributes:
        rows: All deals, with every measure; barred columns left out.
        ripeness: Which deals may be judged.
        outcomes: Their outcomes, each measured once.
        held_back: Deals that the search did not see.
        interactions: How conversations were counted; `None` where none are recorded.
    """

    rows: DealRows
    ripeness: Ripeness
    outcomes: Measurements
    held_back: BoolArray
    interactions: InteractionSummary | None


def held_back_of_all(rows: DealRows, keep: BoolArray, split: Split, time: Timeline) -> BoolArray:
    """Return which of all deals the search did not see: by their place in time, else by the split itself.

    Deals that could not be judged for the searched outcome were not seen either, but only those from the day of the
    split on may confirm anything: older ones belong to the time that was searched.

    Args:
        rows: All deals.
        keep: Which of them were judged.
        split: Search and held-back rows of these.
        time: What serves as time, of all deals.
    """
    places = np.flatnonzero(keep)
    if split.kind in (SplitKind.NEWEST, SplitKind.LAST):
        first = float(time.when[places[~split.search]].min())
        with np.errstate(invalid="ignore"):
            since = np.asarray(time.when >= first, dtype=np.bool_)
        if rows.accounts is None:
            return since
        # Accounts are held back whole: later deals of those that were searched confirm nothing.
        return since & ~np.isin(rows.accounts, rows.accounts[places[split.search]])
    held = np.zeros(len(rows), dtype=np.bool_)
    held[places[~split.search]] = True
    return held
