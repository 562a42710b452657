"""Shapes of the files, from which a draft is made: headers, counts, the most frequent values, some rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from whofor.intake.normalise import DateRule, guess_kind, infer_date_rule, is_missing, parse_date
from whofor.intake.normalise.date_rules import proven_order
from whofor.intake.normalise.day_headers import names_a_day
from whofor.model import Kind
from whofor.schema.columns import DateOrder

__all__ = ["MOST_VALUES", "ColumnShape", "FileShape", "column_shape", "in_proven_order"]

MOST_VALUES = 1_000
"""Number of values of a column that a draft reads, the most frequent ones."""

_FOR_KIND = 300
_NEARLY_UNIQUE = 0.98
_LONG_TEXT = 120.0
_CODE = re.compile(r"[A-Za-z]{1,5}[-_/]?0\d+")


@dataclass(frozen=True)
class ColumnShape:
    """One column of a file.

    Attributes:
        header: Its header.
        rows: Rows of the file.
        filled: Rows with a value.
        distinct: Distinct values; about, where there are very many that repeat.
        mean_length: Mean length of a value.
        values: Most frequent values with their counts, at most `MOST_VALUES`.
        kind: Kind of its values.
        order: Order of day and month that another date column of the file proves, where its own values do not.
    """

    header: str
    rows: int
    filled: int
    distinct: int
    mean_length: float
    values: Mapping[str, int]
    kind: Kind
    order: DateOrder = ""

    @property
    def fill(self) -> float:
        """Share of the rows with a value."""
        return self.filled / self.rows if self.rows else 0.0

    @property
    def different(self) -> float:
        """Distinct values as a share of the filled cells, about."""
        return self.distinct / self.filled if self.filled else 0.0

    @property
    def complete(self) -> bool:
        """Return whether all distinct values are known."""
        return self.distinct <= len(self.values)

    @property
    def unique(self) -> bool:
        """Return whether (nearly) every row has a value of its own."""
        return self.filled > 1 and self.different >= _NEARLY_UNIQUE

    @cached_property
    def known(self) -> dict[str, int]:
        """Return the values without those that mean missing."""
        return {text: count for text, count in self.values.items() if not is_missing(text)}

    @property
    def long(self) -> bool:
        """Return whether its cells are running text."""
        return self.mean_length > _LONG_TEXT

    @cached_property
    def date_rule(self) -> DateRule:
        """Return the rule by which its dates are written."""
        rule = infer_date_rule(self.known)
        return replace(rule, order=self.order, ambiguous=False) if rule.ambiguous and self.order else rule

    @cached_property
    def dates(self) -> dict[str, float]:
        """Return the days since 1970-01-01 of those values that are dates."""
        return {text: day for text in self.known if (day := self.day_of(text)) is not None}

    def day_of(self, text: str) -> float | None:
        """Return the days since 1970-01-01 of a text, in the order that its column shows; `None` for no date."""
        return parse_date(text, self.date_rule)


def column_shape(
    header: str, rows: int, *, filled: int, distinct: int, mean_length: float, values: Mapping[str, int]
) -> ColumnShape:
    """Return a column with the kind of its values.

    Args:
        header: Its header.
        rows: Rows of the file.
        filled: Rows with a value.
        distinct: Distinct values.
        mean_length: Mean length of a value.
        values: The most frequent values with their counts.
    """
    some = dict(list(values.items())[:_FOR_KIND])
    counts = {text: min(count, 1_000) for text, count in some.items()}
    codes = sum(_CODE.fullmatch(text) is not None for text in some)
    kind = guess_kind(counts)
    # Serial numbers of days look like a counter where every row has its own.
    if kind is not Kind.DATE and names_a_day(header) and infer_date_rule(counts).numbers:
        kind = Kind.DATE
    elif kind in (Kind.CATEGORY, Kind.TEXT) or (kind is Kind.NUMBER and codes > len(some) / 2):
        # Decided by the counts of all cells, not by the most frequent values.
        kind = Kind.TEXT if filled >= 20 and distinct > filled / 2 else Kind.CATEGORY
    return ColumnShape(header, rows, filled, distinct, mean_length, dict(values), kind)


def in_proven_order(columns: Mapping[str, ColumnShape]) -> dict[str, ColumnShape]:
    """Return the columns of a file, each ambiguous date column in the order that the others prove, where they agree."""
    dated = {header: column for header, column in columns.items() if column.kind is Kind.DATE}
    orders = {order for column in dated.values() if (order := proven_order(column.known))}
    if len(orders) != 1 or not any(column.date_rule.ambiguous for column in dated.values()):
        return dict(columns)
    order = orders.pop()
    return {header: replace(column, order=order) if header in dated else column for header, column in columns.items()}


@dataclass(frozen=True)
class FileShape:
    """One file, or several with the same headers.

    Attributes:
        name: Name of the first.
        rows: Rows of all.
        columns: Header -> column.
        sample: Header -> texts of some rows, the same rows in every column.
        others: Names of the further files.
    """

    name: str
    rows: int
    columns: Mapping[str, ColumnShape]
    sample: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict[str, tuple[str | None, ...]])
    others: tuple[str, ...] = ()
