"""What signals the data has: kinds, days, columns, texts; what rules are checked against."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from whofor.schema.columns import TableName
from whofor.schema.scan import Scan, WholeDay
from whofor.situations.texts import plain

__all__ = ["KindOfSignal", "SignalsThere", "signals_there", "spellings_there"]

_NEEDED = frozenset({"account_key", "kind", "at"})


@dataclass(frozen=True, slots=True)
class KindOfSignal:
    """The signals of one kind that have a day.

    Attributes:
        spellings: How the kind is written in the data.
        rows: Number of signals.
        first: The earliest day, as days since 1970-01-01.
        last: The latest day.
        most_on: The day on which most of them lie.
        most_rows: How many lie on it.
        filled: Column -> number of signals that have a value.
    """

    spellings: tuple[str, ...]
    rows: int
    first: float = math.nan
    last: float = math.nan
    most_on: float = math.nan
    most_rows: int = 0
    filled: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class SignalsThere:
    """Signals of the data.

    Attributes:
        kinds: Kinds that have signals with a day, by their plain name.
        columns: Columns of the table -> whether they hold numbers.
        texts: Column -> texts that it holds, of those columns that were asked for.
        watched: Kinds of the table of coverage by their plain name, with their spellings.
    """

    kinds: Mapping[str, KindOfSignal] = field(default_factory=dict[str, KindOfSignal])
    columns: Mapping[str, bool] = field(default_factory=dict[str, bool])
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    watched: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    def spellings(self, kind: str) -> tuple[str, ...]:
        """Return how a kind is written in the data; nothing where there is none of it."""
        found = self.kinds.get(plain(kind))
        return found.spellings if found else ()


def signals_there(scan: Scan, asked: Iterable[str] = ()) -> SignalsThere:
    """Return what signals the data has.

    Args:
        scan: The imported tables.
        asked: Columns whose texts are wanted; others than columns of texts are left out.
    """
    found = spellings_there(scan, asked)
    if not found.columns:
        return found
    return replace(found, kinds=_kinds(scan, [name for name in found.columns if name not in _NEEDED]))


def spellings_there(scan: Scan, asked: Iterable[str] = ()) -> SignalsThere:
    """Return how kinds and texts are written in the data, without the days and the columns of each kind.

    That is all that rules need to be carried out, and costs a tenth of `signals_there`, by which they are checked.

    Args:
        scan: The imported tables.
        asked: Columns whose texts are wanted; others than columns of texts are left out.
    """
    held = scan.columns(TableName.SIGNALS) if TableName.SIGNALS in scan.tables() else []
    if not set(held) >= _NEEDED:
        return SignalsThere(watched=_watched(scan))
    numbers = frozenset(scan.numbers(TableName.SIGNALS))
    columns = {name: name in numbers for name in held}
    texts = {name: _texts(scan, name) for name in dict.fromkeys(asked) if columns.get(name) is False}
    cells = scan.cells(TableName.SIGNALS, ["kind"], ["at"])
    kinds: dict[str, KindOfSignal] = {}
    for kind, rows in zip(cells.values[0].tolist(), cells.known["at"].tolist(), strict=True):
        if kind is not None and rows:
            former = kinds.get(plain(kind))
            spellings = tuple(sorted([*(former.spellings if former else ()), str(kind)]))
            kinds[plain(kind)] = KindOfSignal(spellings, rows + (former.rows if former else 0))
    return SignalsThere(kinds, columns, texts, _watched(scan))


def _kinds(scan: Scan, counted: Sequence[str]) -> dict[str, KindOfSignal]:
    cells = scan.cells(TableName.SIGNALS, ["kind", WholeDay("at")], counted)
    kinds, days = cells.values
    of_kind: dict[str, list[int]] = {}
    for i, (kind, day) in enumerate(zip(kinds.tolist(), days.tolist(), strict=True)):
        if kind is not None and np.isfinite(day):
            of_kind.setdefault(plain(kind), []).append(i)
    found: dict[str, KindOfSignal] = {}
    for name, cell in of_kind.items():
        per_day: dict[float, int] = {}
        for i in cell:
            per_day[float(days[i])] = per_day.get(float(days[i]), 0) + int(cells.n[i])
        most_on = max(per_day, key=lambda day: (per_day[day], -day))
        found[name] = KindOfSignal(
            tuple(sorted({str(kinds[i]) for i in cell})),
            sum(per_day.values()),
            min(per_day),
            max(per_day),
            most_on,
            per_day[most_on],
            {column: int(cells.known[column][cell].sum()) for column in counted},
        )
    return found


def _texts(scan: Scan, column: str) -> tuple[str, ...]:
    values = scan.cells(TableName.SIGNALS, [column]).values[0].tolist()
    return tuple(str(value) for value in values if value is not None)


def _watched(scan: Scan) -> dict[str, tuple[str, ...]]:
    if TableName.COVERAGE not in scan.tables():
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for kind in scan.cells(TableName.COVERAGE, ["kind"]).values[0].tolist():
        if kind is not None:
            found[plain(kind)] = (*found.get(plain(kind), ()), str(kind))
    return found
