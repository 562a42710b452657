"""Deals as they were read from a workspace, and as they were prepared for searches."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

import numpy as np

from whofor.analysis.accounts import Book
from whofor.analysis.judged import Judged, judged_as_won
from whofor.analysis.parts import deals_of_part, parts_of
from whofor.analysis.prepare import Prepared, prepare
from whofor.analysis.usable import CannotJudge
from whofor.app.situation_facts import current_situations, is_series, with_situations
from whofor.arrays import BoolArray, Column, Columns, FloatArray
from whofor.days import days_of
from whofor.errors import DataError, Problem, Sentence, UsageError
from whofor.model.measure import OutcomeName
from whofor.model.options import FindOptions, Unit
from whofor.model.parts import PartList, RunPart
from whofor.schema.assemble import assemble_deal_rows, columns_needed
from whofor.schema.columns import TableName
from whofor.schema.current import AccountNames, CurrentRows, assemble_current_rows
from whofor.schema.opening_days import has_days, without_loading_days
from whofor.schema.rows import DealRows
from whofor.schema.scan import Scan
from whofor.text import did_you_mean
from whofor.workspace import Dataset

__all__ = ["KeptDeals", "latest_signals", "read_deals"]

_OF_ANY_DAY = (TableName.DEALS, TableName.ACCOUNTS, TableName.CONTACTS)
_NAMES = {TableName.DEALS: ("name",), TableName.ACCOUNTS: ("name", "created")}
"""Columns that tell people which deal or account it is."""
_MOST_PREPARED = 4
"""Each holds a copy of the deals, so only the latest used are kept."""


class KeptDeals:
    """Deals that were read once, with what was prepared of them. Threads may share it.

    Attributes:
        dataset: What the import recorded of them.
        rows: All deals, as of their opening.

        part: Which part of the deals this is, as one product; `None` for all of them.

    Args:
        dataset: What the import recorded of them.
        rows: The deals.
        tables: Of what was read for them, that from which the rows of another day are made.
        part: Which part of the deals this is.
        which: Which of the imported deals it is; `None` for all of them.
    """

    def __init__(
        self,
        dataset: Dataset,
        rows: DealRows,
        tables: Mapping[str, Columns],
        part: RunPart | None = None,
        which: BoolArray | None = None,
    ) -> None:
        self.dataset, self.rows, self.part = dataset, rows, part
        self._tables, self._which = dict(tables), which
        self._lock = threading.Lock()
        self._parts: OrderedDict[RunPart, KeptDeals] = OrderedDict()
        self._prepared: OrderedDict[tuple[FindOptions, date], Prepared] = OrderedDict()
        self._judged: dict[tuple[str, float | None, date], Judged] = {}
        self._names: AccountNames | None = None
        self._current: dict[tuple[float, str], CurrentRows] = {}

    @classmethod
    def read(cls, scan: Scan, dataset: Dataset) -> KeptDeals:
        """Return the deals of the imported tables, which are not kept open.

        Args:
            scan: The imported tables.
            dataset: What the import recorded of them.

        Raises:
            DataError: There are no deals, or no column distinguishes won from lost.
        """
        tables = _read_tables(scan, dataset)
        kept: dict[str, Columns] = {table: columns for table, columns in tables.items() if table in _OF_ANY_DAY}
        return cls(dataset, _deal_rows(tables, scan, dataset), kept)

    def parts(self, options: FindOptions, today: date) -> PartList:
        """Return the parts of the deals by the fact that the options name.

        Raises:
            UsageError: There is no such fact, or it does not part the deals.
            DataError: The deals cannot be counted as the options ask for.
        """
        asked = replace(options, outcome=OutcomeName.WON, per="", part="")
        return parts_of(self.rows, options.per, self.judged(asked, today).keep)

    def among(self, options: FindOptions, today: date) -> KeptDeals:
        """Return the deals that the options are about: those of one part where they name it, else all of them.

        Raises:
            UsageError: There is no such part, or it has too few closed deals for a search of its own.
            DataError: The deals cannot be counted as the options ask for.
        """
        if not options.per or self.part is not None:
            return self
        found = self.parts(options, today)
        return self.of_part(_named(found, options.part))

    def of_part(self, part: RunPart | None) -> KeptDeals:
        """Return the deals of a part; all of them where it is `None`.

        Raises:
            UsageError: The deals have no such fact.
        """
        if part is None:
            return self
        with self._lock:
            if part not in self._parts:
                self._parts[part] = self._only(part, deals_of_part(self.rows, part.parameter, part.value))
                while len(self._parts) > _MOST_PREPARED:
                    self._parts.popitem(last=False)
            self._parts.move_to_end(part)
            return self._parts[part]

    def _only(self, part: RunPart, which: BoolArray) -> KeptDeals:
        deals = {name: column[which] for name, column in self._tables[TableName.DEALS].items()}
        tables = {**self._tables, TableName.DEALS: deals}
        return KeptDeals(self.dataset, self.rows.take_with_history(which), tables, part, which)

    def prepared(self, options: FindOptions, today: date) -> Prepared:
        """Return the deals as prepared for a search, reused where a recent call had the same options.

        Raises:
            DataError: The deals cannot carry an analysis.
            UsageError: There is no such outcome.
        """
        # Neither claims nor the number of segments shown change what is prepared.
        key = replace(options, claims=(), most_segments=1), today
        with self._lock:
            if key not in self._prepared:
                parts = 1 if self.part is None else self.part.n_parts
                self._prepared[key] = prepare(self.rows, self.dataset.parameters, options, days_of(today), parts=parts)
                while len(self._prepared) > _MOST_PREPARED:
                    self._prepared.popitem(last=False)
            self._prepared.move_to_end(key)
            return self._prepared[key]

    def judged(self, options: FindOptions, today: date) -> Judged:
        """Return which deals are judged; where the outcome cannot be judged, which are on whether they were won.

        Raises:
            DataError: The deals cannot be counted as the options ask for.
            UsageError: There is no such outcome.
        """
        if options.outcome != OutcomeName.WON:
            with suppress(CannotJudge):
                return self.prepared(options, today).all_judged
        key = options.unit, options.as_of, today
        with self._lock:
            if key not in self._judged:
                judged = judged_as_won(self.rows, self.dataset.parameters, options, days_of(today))
                self._judged = {key: judged}
            return self._judged[key]

    def book(self, scan: Scan, judged: Judged) -> Book:
        """Return the deals with the open ones and the accounts without a deal, as of the last day of known outcomes.

        Args:
            scan: The tables that the deals were read from.
            judged: Which deals are judged, and the day.
        """
        with self._lock:
            # NaN is no key: it does not equal itself.
            key = judged.until if math.isfinite(judged.until) else math.inf, judged.unit
            if key not in self._current:
                self._current = {key: self._rows_of(judged, scan)}
            if self._names is None:
                self._names = self._read_names(scan)
            return Book(self.rows, judged, self._current[key], self._names)

    def _rows_of(self, judged: Judged, scan: Scan) -> CurrentRows:
        known: dict[str, dict[str, FloatArray]] = {
            table: latest_signals(scan, table, judged.until) for table in (TableName.DEALS, TableName.ACCOUNTS)
        }
        known[TableName.DEALS] = {kind: self.only_own(days) for kind, days in known[TableName.DEALS].items()}
        facts = {a.parameter.name: self._of_all(a.values) for a in self.rows.attributes}
        held = current_situations(scan, facts, self.dataset, judged.until)
        held[TableName.DEALS] = {name: self.only_own(values) for name, values in held[TableName.DEALS].items()}
        by_parent = judged.unit == Unit.PARENT
        return assemble_current_rows(
            self._tables,
            self.dataset.parameters,
            self.rows.attributes,
            judged.until,
            known,
            situations=held,
            by_parent=by_parent,
        )

    def _read_names(self, scan: Scan) -> AccountNames:
        """Return the keys and names of deals and accounts: those that no analysis needs are read now."""
        deals, accounts = (
            {**self._tables.get(table, {}), **self._of_part(table, _projected(scan, table, names))}
            for table, names in _NAMES.items()
        )
        return AccountNames.of(deals, accounts, len(self.rows))

    def only_own(self, column: Column) -> Column:
        """Return the values of these deals of a column of the imported deals."""
        return column if self._which is None else column[self._which]

    def _of_all(self, values: Column) -> Column:
        """Return a column of these deals as one of all imported deals, unknown of the others."""
        if self._which is None:
            return values
        spread = np.full(len(self._which), np.nan if values.dtype.kind == "f" else None, dtype=values.dtype)
        spread[self._which] = values
        return spread

    def _of_part(self, table: str, columns: dict[str, Column]) -> dict[str, Column]:
        if table != TableName.DEALS:
            return columns
        return {name: self.only_own(column) for name, column in columns.items()}


def _named(parts: PartList, value: str) -> RunPart:
    """Return the part of a value.

    Raises:
        UsageError: There is none, or it has too few closed deals.
    """
    searched = [part.value for part in parts.searched]
    few = next((part for part in parts.too_few if part.value == value), None)
    if few is not None:
        what = Sentence("this part has {n} closed deals: too few for a search of its own", n=few.n)
        todo = Sentence("It needs {least}.", least=parts.least)
        raise UsageError(Problem(what, "--part", value, todo))
    if value not in searched:
        what = "which part is not said" if not value else "no deal is of this part"
        raise UsageError(Problem(what, "--part", value, did_you_mean(value, searched)))
    return parts.named(value)


def read_deals(scan: Scan, dataset: Dataset) -> DealRows:
    """Return the deals of the imported tables, with all that is known of each as of its opening.

    Raises:
        DataError: There are no deals, or no column distinguishes won from lost.
    """
    return _deal_rows(_read_tables(scan, dataset), scan, dataset)


def _read_tables(scan: Scan, dataset: Dataset) -> dict[str, Columns]:
    """Return the columns of the imported tables that an analysis of deals reads.

    Raises:
        DataError: There are no deals, or no column distinguishes won from lost.
    """
    columns = {table: set(scan.columns(table)) for table in scan.tables()}
    if TableName.DEALS not in columns or not scan.row_count(TableName.DEALS):
        todo = "Import an export that has deals, or write a mapping that says where they are."
        raise DataError(Problem("there are no deals", dataset.source, "", todo))
    needed = columns_needed(dataset.parameters)
    dated = [name for name in ("opened", "closed", "outcome") if name in columns[TableName.DEALS]]
    if not has_days(without_loading_days(scan.project(TableName.DEALS, dated))[0]):
        # Without days the order of the file may serve as time, unless it is sorted by any column.
        for table in (TableName.DEALS, TableName.ACCOUNTS):
            needed[table] += sorted(columns.get(table, set()) - set(needed[table]))
    tables: dict[str, Columns] = {
        table: _projected(scan, table, names) for table, names in needed.items() if table in columns
    }
    if "outcome" not in tables[TableName.DEALS]:
        todo = "Say in the mapping which column tells won from lost."
        raise DataError(Problem("the deals have no outcome", dataset.source, "", todo))
    return tables


def _deal_rows(tables: Mapping[str, Columns], scan: Scan, dataset: Dataset) -> DealRows:
    """Return the deals as rows, with all that is known of each as of its opening.

    Args:
        tables: Columns of the imported tables, see `_read_tables`.
        scan: The imported tables.
        dataset: What the import recorded of them.
    """
    signals = latest_signals(scan, TableName.DEALS, "opened") if "opened" in tables[TableName.DEALS] else {}
    rows = with_situations(assemble_deal_rows(tables, dataset.parameters, signals), scan, dataset, signals)
    reading = dataset.recognition
    return replace(rows, tells_losses=reading.tells_losses, only_customers=reading.only_customers)


def _projected(scan: Scan, table: str, names: Sequence[str]) -> dict[str, Column]:
    """Return those of the named columns that a table has."""
    there = set(scan.columns(table))
    return scan.project(table, [name for name in names if name in there])


def latest_signals(scan: Scan, table: str, day: str | float) -> dict[str, FloatArray]:
    """Return, for each kind of signal, the day of the latest one by a day of each row; empty where there are none."""
    key = "account_key"
    if TableName.SIGNALS not in scan.tables() or key not in scan.columns(table):
        return {}
    if not {key, "kind", "at"} <= set(scan.columns(TableName.SIGNALS)):
        return {}
    found = scan.asof(table, day, TableName.SIGNALS, key=key, kind="kind", at="at")
    # The day of a value of a series is that of a record, not of an event.
    return {kind: days for kind, days in found.items() if not is_series(kind)}
