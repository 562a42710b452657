"""The signals of a few accounts, looked at one by one: the answers that an engine gives, with the rows behind them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import Column
from whofor.schema.columns import TableName
from whofor.schema.scan import Scan
from whofor.schema.signal_tests import (
    LARGEST,
    LastPair,
    LastValues,
    RowsOfKind,
    RowTally,
    SignalAnswers,
    SignalTests,
    Watched,
)

__all__ = ["FewSignals", "read_few_signals"]

_KEY = "account_key"
_DECIMALS = 9


@dataclass(frozen=True, eq=False, slots=True)
class FewSignals:
    """The signals of some accounts, each with a day.

    Attributes:
        accounts: Key of each account asked for.
        days: Its whole day; NaN where it is not known.
        columns: Columns of the signals of these accounts.
        coverage: Columns of the coverage of these accounts.
        seen: For each account asked for, the rows that were known before its day.
    """

    accounts: Sequence[str]
    days: Sequence[float]
    columns: Mapping[str, Column]
    coverage: Mapping[str, Column]
    seen: Sequence[Sequence[int]]

    def value(self, column: str, row: int) -> str | float | None:
        """Return a value of a signal; None where it is not known."""
        value = self.columns[column][row] if column in self.columns else None
        return None if isinstance(value, float) and math.isnan(value) else value

    def lately(self, asked: int, kinds: Iterable[str], within_days: int | None) -> list[int]:
        """Return the signals of a kind within some days before the day."""
        first = -math.inf if within_days is None else self.days[asked] - within_days
        at, kind, some = self.columns.get("at"), self.columns.get("kind"), frozenset(kinds)
        if at is None or kind is None:
            return []
        return [row for row in self.seen[asked] if kind[row] in some and at[row] >= first]

    def fitting(self, asked: int, test: RowsOfKind) -> tuple[list[int], list[int]]:
        """Return the signals that fit, and those that fit if what is not known of them does."""
        fits: list[int] = []
        perhaps: list[int] = []
        for row in self.lately(asked, test.kinds, test.within_days):
            values = [(self.value(among.column, row), among.texts) for among in test.where]
            if all(value in texts for value, texts in values):
                fits.append(row)
            elif all(value is None or value in texts for value, texts in values):
                perhaps.append(row)
        return fits, perhaps

    def last(self, asked: int, test: LastValues) -> tuple[int | None, int | None]:
        """Return the signals with the last value of a series and with that some days before."""
        points = sorted(
            (math.floor(float(self.columns["at"][row])), _number(self.value("sequence", row)), float(value), row)
            for row in self.lately(asked, test.kinds, None)
            if (value := self.value("value", row)) is not None
        )
        fresh = [point for point in points if point[0] >= self.days[asked] - test.fresh_days]
        if not fresh:
            return None, None
        day = fresh[-1][0]
        before = [p[3] for p in points if day - 2 * test.over_days <= p[0] <= day - test.over_days]
        return fresh[-1][3], before[-1] if before else None

    def watched(self, asked: int, test: Watched) -> bool:
        """Return whether a kind of signal was watched for throughout the days asked for."""
        day = self.days[asked]
        if not self.coverage or math.isnan(day):
            return False
        names = (_KEY, "kind", "since", "until")
        rows = zip(*(self.coverage[name].tolist() for name in names), strict=True)
        stretches = sorted(
            (
                -math.inf if math.isnan(since) else math.floor(since),
                math.inf if math.isnan(until) else math.floor(until),
            )
            for key, kind, since, until in rows
            if key == self.accounts[asked] and kind in test.kinds
        )
        reached = -math.inf if test.within_days is None else day - test.within_days - 1
        for since, until in stretches:
            if since <= reached + 1:
                reached = max(reached, until)
        return bool(stretches) and reached >= day - 1

    def answers(self, tests: SignalTests) -> SignalAnswers:
        """Return the answers for all accounts asked for."""
        every = range(len(self.accounts))
        return SignalAnswers(
            np.array([not math.isnan(day) for day in self.days], dtype=np.bool_),
            {test: self._tally(test) for test in tests.rows},
            {test: self._pair(test) for test in tests.series},
            {test: np.array([self.watched(i, test) for i in every], dtype=np.bool_) for test in tests.watched},
        )

    def _tally(self, test: RowsOfKind) -> RowTally:
        found = [self.fitting(i, test) for i in range(len(self.accounts))]
        known = [[float(v) for row in fits if (v := self.value(test.column, row)) is not None] for fits, _ in found]
        if test.aggregate in ("mean", "sum"):
            known = [[value for value in values if abs(value) <= LARGEST] for values in known]
        missing = [bool(test.aggregate) and len(k) < len(fits) for k, (fits, _) in zip(known, found, strict=True)]
        return RowTally(
            np.array([len(fits) for fits, _ in found], dtype=np.int64),
            np.array([len(perhaps) for _, perhaps in found], dtype=np.int64),
            np.array(missing, dtype=np.bool_),
            np.array([_made(values, test.aggregate) for values in known], dtype=np.float64),
        )

    def _pair(self, test: LastValues) -> LastPair:
        pairs = [self.last(i, test) for i in range(len(self.accounts))]
        now, then = (
            np.array([np.nan if (row := pair[i]) is None else self.columns["value"][row] for pair in pairs], np.float64)
            for i in (0, 1)
        )
        return LastPair(now, then)


def _number(value: str | float | None) -> float:
    """Return a sequence, the smallest where it is not known."""
    return float(value) if isinstance(value, float) else -math.inf


def _made(values: Sequence[float], aggregate: str) -> float:
    if not values or not aggregate:
        return math.nan
    if aggregate in ("max", "min"):
        return round(max(values) if aggregate == "max" else min(values), _DECIMALS)
    total = math.fsum(round(value, _DECIMALS) for value in values)
    return round(total / len(values) if aggregate == "mean" else total, _DECIMALS)


def read_few_signals(scan: Scan, accounts: Sequence[str], days: Sequence[float]) -> FewSignals:
    """Return the signals of some accounts.

    Args:
        scan: The imported tables.
        accounts: Key of each account asked for; one may be there several times, with several days.
        days: The day of each, in days since 1970-01-01.
    """
    columns, coverage = (_read(scan, table, accounts) for table in (TableName.SIGNALS, TableName.COVERAGE))
    whole = [float(math.floor(day)) if math.isfinite(day) else math.nan for day in days]
    of_account: dict[str, list[int]] = {}
    for row, key in enumerate(columns.get(_KEY, np.empty(0, dtype=object)).tolist()):
        of_account.setdefault(str(key), []).append(row)
    at = columns.get("at", np.empty(0))
    known_on = columns.get("known_on", np.full(len(at), np.nan))
    seen = [
        [row for row in of_account.get(key, []) if at[row] < day and not known_on[row] >= day]
        for key, day in zip(accounts, whole, strict=True)
    ]
    return FewSignals(accounts, whole, columns, coverage, seen)


def _read(scan: Scan, table: str, accounts: Sequence[str]) -> dict[str, Column]:
    if table not in scan.tables() or _KEY not in scan.columns(table):
        return {}
    return scan.rows_among(table, _KEY, list(dict.fromkeys(accounts)), scan.columns(table))
