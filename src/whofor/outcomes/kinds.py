"""Definition of an outcome: its name, which deals it is known of, and how it is measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from whofor.arrays import BoolArray, FloatArray
from whofor.figures.outcome import outlier_limits
from whofor.model import Measure, SetAside
from whofor.model.measure import OutcomeName
from whofor.outcomes.index import Component
from whofor.schema.rows import DealRows
from whofor.validation.not_judged import NotJudged, counted
from whofor.validation.ripeness import Ripeness

__all__ = ["MeasureInput", "Measured", "OutcomeKind", "first_of_account", "without_outliers"]


@dataclass(frozen=True, eq=False, slots=True)
class MeasureInput:
    """Input from which an outcome is measured.

    Attributes:
        rows: All deals, with every measure.
        ripeness: Which deals may be judged.
        weights: Weights of the kinds that mutual value is made of, where they are not 1; 0 leaves a kind out.
    """

    rows: DealRows
    ripeness: Ripeness
    weights: Mapping[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True, eq=False, slots=True)
class Measured:
    """An outcome of the deals it is known of.

    Attributes:
        keep: Deals that it is known of and that may be judged, shape (all deals,).
        values: Its value for each of all deals; NaN where it is not known.
        measure: What it is.
        not_judged: The deals that it is not known of or that may not be judged, and why.
        components: What mutual value is made of; empty for other outcomes.
        outliers: Values that were outliers; they count as the nearest value that is none.
    """

    keep: BoolArray
    values: FloatArray
    measure: Measure
    not_judged: tuple[NotJudged, ...] = ()
    components: tuple[Component, ...] = ()
    outliers: tuple[float, ...] = ()

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """How many deals are not judged, by reason."""
        return counted(self.not_judged)


@dataclass(frozen=True, slots=True)
class OutcomeKind:
    """One outcome that needs no column of its own. To add one: a module with such a value, listed in `registry`.

    Attributes:
        name: Its name on the command line and in results.
        topic: Row of the comparison table that it belongs to; empty where it has none.
        of_clients: Whether it is known of won deals only.
        is_recorded: Whether some deals hold it.
        measure: Measures it.
        follows_newest: Whether the newest deals can confirm it: not where clients must be followed for long.
        is_composite: Whether it is made of other outcomes, so that it may be known of too few clients.
    """

    name: OutcomeName
    topic: str
    of_clients: bool
    is_recorded: Callable[[DealRows], bool]
    measure: Callable[[MeasureInput], Measured]
    follows_newest: bool = True
    is_composite: bool = False


def without_outliers(measured: Measured) -> Measured:
    """Return the same outcome, each outlier replaced by the nearest value that is none."""
    values = np.full(len(measured.values), np.nan)
    kept = measured.values[measured.keep].astype(np.float64)
    low, high = outlier_limits(kept)
    values[measured.keep] = np.clip(kept, low, high)
    return replace(measured, values=values, outliers=tuple(kept[(kept < low) | (kept > high)].tolist()))


def first_of_account(rows: DealRows, among: BoolArray, start: FloatArray) -> BoolArray:
    """Return the earliest deal of each account among some; all of them where accounts are not known.

    Args:
        rows: All deals.
        among: The deals to choose from, shape (all deals,).
        start: Day by which they are ordered.
    """
    if rows.accounts is None:
        return among
    places = np.flatnonzero(among)
    order = places[np.lexsort((places, start[places]))]
    _, earliest = np.unique(rows.accounts[order], return_index=True)
    out = np.zeros(len(rows), dtype=np.bool_)
    out[order[earliest]] = True
    return out
