"""What is asked of the dated signals of accounts, and what engines answer: values of the port `schema.scan`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import BoolArray, FloatArray

__all__ = [
    "LARGEST",
    "Aggregate",
    "Among",
    "Counts",
    "LastPair",
    "LastValues",
    "RowTally",
    "RowsOfKind",
    "SignalAnswers",
    "SignalTests",
    "Watched",
]

Aggregate: TypeAlias = Literal["", "mean", "max", "min", "sum"]
"""What is made of the values of several rows; empty for nothing."""
LARGEST = 1e18
"""Values beyond it, of either sign, are slips: no mean and no sum is made of them, and they count as not known."""
Counts: TypeAlias = NDArray[np.integer[Any]]
"""Whole numbers, as narrow as they may be: there is one for each account and question."""


@dataclass(frozen=True, slots=True)
class Among:
    """A column that must hold one of some texts.

    Attributes:
        column: A column of texts of the table of signals.
        texts: The texts, as they are written in the data; none where no row can fit.
    """

    column: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowsOfKind:
    """Question: how many signals of a kind were there lately, and what of their values?

    Attributes:
        kinds: Spellings of the kind in the data.
        within_days: Days before the day asked for, within which they lie; `None` for any day before it.
        where: What else must hold of a row.
        enough: Number of rows beyond which nobody counts.
        column: Column of numbers of which an aggregate is made; empty for none.
        aggregate: Which one.
    """

    kinds: tuple[str, ...]
    within_days: int | None = None
    where: tuple[Among, ...] = ()
    enough: int = 1
    column: str = ""
    aggregate: Aggregate = ""


@dataclass(frozen=True, slots=True)
class LastValues:
    """Question: which is the last value of a series, and which was it some time before?

    *Now* is the last value within `fresh_days` before the day asked for; *then* the last one of the days from
    `2 * over_days` to `over_days` before that of now. Of several values of one day the one with the largest sequence
    counts (one without is the smallest), of these the largest.

    Attributes:
        kinds: Spellings of the series in the data.
        over_days: Days between then and now.
        fresh_days: Days within which now lies.
    """

    kinds: tuple[str, ...]
    over_days: int
    fresh_days: int


@dataclass(frozen=True, slots=True)
class Watched:
    """Question: was a kind of signal watched for throughout the days asked for, as the table of coverage has it?

    Attributes:
        kinds: Spellings of the kind in that table.
        within_days: Days before the day asked for; `None` for all days before it.
    """

    kinds: tuple[str, ...]
    within_days: int | None = None


@dataclass(frozen=True, slots=True)
class SignalTests:
    """All that is asked in one pass, each question once."""

    rows: tuple[RowsOfKind, ...] = ()
    series: tuple[LastValues, ...] = ()
    watched: tuple[Watched, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class RowTally:
    """Answer to `RowsOfKind`, a value for each row asked for.

    Attributes:
        fitting: Signals that fit, up to `enough`.
        perhaps: Signals that fit if what is not known of them does, up to `enough`. Where nothing is made of values it
            is 0 where enough fit.
        missing: Whether some of those that fit have no value.
        value: The aggregate of the known values of those that fit, to nine decimals; NaN where none is known.
    """

    fitting: Counts
    perhaps: Counts
    missing: BoolArray
    value: FloatArray


@dataclass(frozen=True, eq=False, slots=True)
class LastPair:
    """Answer to `LastValues`, a value for each row asked for; NaN for none.

    Attributes:
        now: The last value.
        then: The one before.
    """

    now: FloatArray
    then: FloatArray


@dataclass(frozen=True, eq=False, slots=True)
class SignalAnswers:
    """Answers for all rows of a table, in the order of the import.

    Attributes:
        asked: Rows that have an account and a day; for the others nothing is known.
        rows: Answer to each question about rows.
        series: Answer to each question about a series.
        watched: Answer to each question about what was watched for.
    """

    asked: BoolArray
    rows: Mapping[RowsOfKind, RowTally]
    series: Mapping[LastValues, LastPair]
    watched: Mapping[Watched, BoolArray]
