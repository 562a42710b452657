"""Every outcome of the deals, each measured once however many steps ask for it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np

from whofor.arrays import FloatArray, IntArray
from whofor.errors import UsageError
from whofor.figures.comparisons import FEWEST, KnownOutcome
from whofor.figures.outcome import Outcome
from whofor.lexicon.prices import is_list_price
from whofor.model.measure import OutcomeName
from whofor.outcomes.column import find_column, measure_column
from whofor.outcomes.index import Component
from whofor.outcomes.kinds import Measured, MeasureInput
from whofor.outcomes.registry import OUTCOMES, outcome_kind
from whofor.schema.rows import DealRows

__all__ = ["Measurements"]


class Measurements:
    """The outcomes of some deals, measured when first asked for and kept.

    Args:
        given: All deals, which of them may be judged, and the weights of mutual value.
    """

    def __init__(self, given: MeasureInput) -> None:
        self.given = given
        self._measured: dict[str, Measured] = {}

    @property
    def rows(self) -> DealRows:
        """All deals."""
        return self.given.rows

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the outcomes that the data holds, without mutual value (made of others) and list prices."""
        kinds = [str(kind.name) for kind in OUTCOMES if not kind.is_composite and kind.is_recorded(self.rows)]
        columns = [m.parameter.name for m in self.rows.measures if not is_list_price(m.parameter.label)]
        return (*kinds, *columns)

    def measure(self, name: str, better: int = 0) -> Measured:
        """Return an outcome of the deals it is known of.

        Args:
            name: One of the registered outcomes, or a validation column by its own or its canonical name.
            better: +1 where more is better, -1 where less is, 0 for the outcome's own way.

        Raises:
            UsageError: There is no such outcome, or nothing is known of it.
        """
        measured = self._measure(name)
        own = measured.measure
        described = replace(own, better=better or own.better, better_assumed=own.better_assumed and not better)
        return replace(measured, measure=described)

    def _measure(self, name: str) -> Measured:
        kind = outcome_kind(name)
        if kind is not None:
            if name not in self._measured:
                self._measured[name] = kind.measure(self.given)
            return self._measured[name]
        column = find_column(self.rows, name)
        key = column.parameter.name
        if key not in self._measured:
            self._measured[key] = measure_column(self.given, column)
        return self._measured[key]

    @cached_property
    def known(self) -> tuple[KnownOutcome, ...]:
        """Every outcome known of enough deals, and not the same for nearly all; without mutual value."""
        found = (_known(self.measure(name), self.rows.accounts) for name in self.names)
        return tuple(k for k in found if k is not None)

    @cached_property
    def mutual_value(self) -> Measured | None:
        """Mutual value; `None` where too little is known of clients."""
        try:
            measured = self.measure(OutcomeName.MUTUAL_VALUE)
        except UsageError:  # the comparison table names the rows that nothing records
            return None
        return measured if int(measured.keep.sum()) >= 2 * FEWEST else None

    @property
    def components(self) -> tuple[Component, ...]:
        """Components of mutual value; empty where too little is known of clients."""
        return () if self.mutual_value is None else self.mutual_value.components

    @cached_property
    def known_with_mutual_value(self) -> tuple[KnownOutcome, ...]:
        """The known outcomes, and mutual value where it is."""
        whole = None if self.mutual_value is None else _known(self.mutual_value, self.rows.accounts)
        return self.known if whole is None else (*self.known, whole)


def _known(measured: Measured, accounts: IntArray | None) -> KnownOutcome | None:
    """Return an outcome for comparisons; `None` where too few deals hold it or nearly all hold the same value."""
    values = measured.values[measured.keep]
    if len(values) < 2 * FEWEST or not (measured.measure.is_share or _varies(values)):
        return None
    own = None if accounts is None else accounts[measured.keep]
    return KnownOutcome(measured.keep, Outcome.of(measured.measure, values, own))


def _varies(values: FloatArray) -> bool:
    """Return whether enough deals have another figure than the commonest one for two groups to differ in it."""
    _, counts = np.unique(values, return_counts=True)
    return len(values) - int(counts.max()) >= FEWEST
