"""Reads a column in the light of the others and of its header: order of dates, currency and unit of amounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from whofor.intake.importing.exchange import is_converted
from whofor.intake.importing.ports import Importer
from whofor.intake.importing.reading import Reading
from whofor.intake.importing.values import ReadingOptions, read_values
from whofor.intake.mapping.plan import Plan, PlannedColumn, PlannedTable, Total, headers_of
from whofor.intake.normalise.currencies import header_currency, header_scale, may_be_header_currency
from whofor.intake.normalise.date_rules import proven_order
from whofor.intake.normalise.day_headers import names_a_day
from whofor.model import IssueCode
from whofor.schema.columns import DateOrder, ReadAs

__all__ = ["ColumnReader"]

_OF_BANDS = frozenset({"annual_revenue", "money_raised"})
_CURRENCY = "currency"


class ColumnReader:
    """Reader of the columns of one staged table.

    Attributes:
        fillers: Column -> folded texts that behave like a word for unknown.
    """

    def __init__(self, plan: Plan, table: PlannedTable, importer: Importer, latest: float) -> None:
        self.plan = plan
        self.table = table
        self.importer = importer
        self.latest = latest
        self.fillers: Mapping[str, frozenset[str]] = {}

    def read(self, column: PlannedColumn, counts: Mapping[str, int]) -> Reading:
        """Return the reading of a column's distinct texts."""
        options = ReadingOptions(
            values=column.values,
            lead_source_classes=self.plan.lead_source_classes,
            conversation_examples=self.plan.conversation_examples,
            soft_facts=self.plan.soft_facts,
            order=column.order,
            factor=column.factor,
            fillers=self.fillers.get(column.name, frozenset()),
            of_days=_names_a_day(column),
            bands=column.name in _OF_BANDS,
            scale=_scale(column),
        )
        if column.read_as is ReadAs.DATE and not column.extra:
            options = replace(options, earliest=0.0, latest=self.latest)
        reading = read_values(counts, column.read_as, options)
        if reading.ambiguous:
            reading = self._in_proven_order(column, counts, reading, options)
        if reading.read_as is ReadAs.MONEY:
            _take_currency(reading, counts, _header(column))
        elif column.name == _CURRENCY and reading.read_as is ReadAs.CURRENCY:
            self._follow_amounts(reading, counts)
        return reading

    def _in_proven_order(
        self, column: PlannedColumn, counts: Mapping[str, int], reading: Reading, options: ReadingOptions
    ) -> Reading:
        """Return the reading in the order that another date column of the file proves, where one does."""
        order, by = self._order_beside(column)
        if not order:
            return reading
        example = reading.ambiguous
        reading = read_values(counts, ReadAs.DATE, replace(options, order=order))
        reading.note(IssueCode.DATE_ORDER_BORROWED, example, 1, f"{'/'.join(order)}: {by}")
        return reading

    def _order_beside(self, column: PlannedColumn) -> tuple[DateOrder, str]:
        """Return the order of day and month that other date columns of the file prove, and one that does."""
        found: dict[DateOrder, str] = {}
        for other in self.table.columns:
            if other.name == column.name or _file(other) != _file(column) or not _may_hold_days(other):
                continue
            order = proven_order(self.importer.distinct(self.table.name, other.name))
            if order:
                found.setdefault(order, other.label)
        return next(iter(found.items())) if len(found) == 1 else ("", "")

    @cached_property
    def _amount_header(self) -> str:
        amount = next((column for column in self.table.columns if column.name == "amount"), None)
        header = _header(amount) if amount is not None else ""
        return header if header_currency(header) and not is_converted(header) else ""

    def _follow_amounts(self, reading: Reading, counts: Mapping[str, int]) -> None:
        """Replace the currencies of rows by the one that the header of their amounts names."""
        header = self._amount_header
        code = header_currency(header)
        if not code:
            return
        for text, written in list(reading.main.items()):
            if not may_be_header_currency(str(written), header):
                reading.main[text] = code
                reading.note(IssueCode.CURRENCY_OF_HEADER, text, counts[text], f"{code} ({header})")
        reading.currencies.clear()
        for text, written in reading.main.items():
            reading.currencies[str(written)] = reading.currencies.get(str(written), 0) + counts[text]


def _header(column: PlannedColumn) -> str:
    """Return the header of a column that comes from one; empty where it comes from several."""
    headers = dict.fromkeys(headers_of(column.expression))
    return next(iter(headers)) if len(headers) == 1 else ""


def _file(column: PlannedColumn) -> str:
    return column.source.partition(": ")[0]


def _names_a_day(column: PlannedColumn) -> bool:
    return column.extra and names_a_day(_header(column))


def _may_hold_days(column: PlannedColumn) -> bool:
    if column.between is not None or isinstance(column.expression, Total):
        return False
    return column.read_as is ReadAs.DATE or (column.read_as is ReadAs.GUESS and _names_a_day(column))


def _scale(column: PlannedColumn) -> int:
    return header_scale(_header(column)) if column.read_as is ReadAs.MONEY else 0


def _take_currency(reading: Reading, counts: Mapping[str, int], header: str) -> None:
    """Give amounts without a currency of their own that of their header."""
    code = "" if is_converted(header) else header_currency(header)
    if not code:
        return
    written = reading.outputs.setdefault(_CURRENCY, {})
    for text in reading.main:
        if text not in written:
            written[text] = code
            reading.currencies[code] = reading.currencies.get(code, 0) + counts[text]
