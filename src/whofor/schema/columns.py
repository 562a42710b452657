"""Specifications of canonical tables and columns: names, ways of reading, meanings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

from whofor.model import Kind, Role

__all__ = [
    "MOST_FILL_RATIO",
    "ROW_KEY_START",
    "ColumnSpec",
    "DateOrder",
    "ReadAs",
    "TableName",
    "TableSpec",
    "kind_of",
]

ROW_KEY_START = "#"
"""Beginning of a key that was made from a row's number, as the file has none; no export writes such keys."""
MOST_FILL_RATIO = 1 / 4
"""Ratio of the lower to the higher share filled below which a column was written because of the outcome: of what is
written for the one outcome at least three quarters would else be missing (the attributable fraction of epidemiology).
On a school's leads, enrolment forms have 1/6 to 1/11; an occupation asked early has 7/10. A convention between them."""


DateOrder: TypeAlias = Literal["", "dmy", "mdy", "ymd"]
"""Order of day, month and year; empty where nobody gave one."""


class TableName(StrEnum):
    """Names of the canonical tables, as used in mappings, in the workspace and in results."""

    ACCOUNTS = "accounts"
    CONTACTS = "contacts"
    DEALS = "deals"
    DEAL_CONTACTS = "deal_contacts"
    INTERACTIONS = "interactions"
    STAGES = "stages"
    SIGNALS = "signals"
    OUTCOMES = "outcomes"
    COSTS = "costs"
    COVERAGE = "coverage"


class ReadAs(StrEnum):
    """Ways of reading the texts of a column. Each yields values of one `whofor.model.Kind`."""

    KEY = "key"
    TEXT = "text"
    CATEGORY = "category"
    NUMBER = "number"
    MONEY = "money"
    HEADCOUNT = "headcount"
    YEAR = "year"
    DATE = "date"
    BOOLEAN = "boolean"
    MULTI = "multi"
    COUNTRY = "country"
    CURRENCY = "currency"
    DOMAIN = "domain"
    EMAIL = "email"
    PERSON = "person"
    LEAD_SOURCE = "lead_source"
    INDUSTRY = "industry"
    TECHNOLOGY = "technology"
    TONE = "tone"
    SIGNAL_TONE = "signal_tone"
    GUESS = "guess"


_KINDS = {
    ReadAs.KEY: Kind.TEXT,
    ReadAs.TEXT: Kind.TEXT,
    ReadAs.CATEGORY: Kind.CATEGORY,
    ReadAs.NUMBER: Kind.NUMBER,
    ReadAs.MONEY: Kind.NUMBER,
    ReadAs.HEADCOUNT: Kind.NUMBER,
    ReadAs.YEAR: Kind.NUMBER,
    ReadAs.DATE: Kind.DATE,
    ReadAs.BOOLEAN: Kind.BOOLEAN,
    ReadAs.MULTI: Kind.MULTI,
    ReadAs.COUNTRY: Kind.CATEGORY,
    ReadAs.CURRENCY: Kind.CATEGORY,
    ReadAs.DOMAIN: Kind.TEXT,
    ReadAs.EMAIL: Kind.TEXT,
    ReadAs.PERSON: Kind.CATEGORY,
    ReadAs.LEAD_SOURCE: Kind.CATEGORY,
    ReadAs.INDUSTRY: Kind.CATEGORY,
    ReadAs.TECHNOLOGY: Kind.MULTI,
    ReadAs.TONE: Kind.NUMBER,
    ReadAs.SIGNAL_TONE: Kind.NUMBER,
}


def kind_of(read_as: ReadAs) -> Kind:
    """Return the kind of values that a way of reading yields; `GUESS` has none until the values are seen."""
    return _KINDS[read_as]


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column of a canonical table.

    Attributes:
        name: Canonical name.
        label: Name shown to people where the export has none.
        meaning: Its meaning, one sentence.
        read_as: How its texts are read.
        role: What the analysis may use it for, unless the mapping says otherwise.
        unit: Unit of a number.
        derived_from: Column of the same table it is derived from where the mapping does not give it; empty for none.
        derived_output: Which output of that column's reading it is.
        personal: Whether it is used for joining and then dropped, unless the user keeps contacts.
    """

    name: str
    label: str
    meaning: str
    read_as: ReadAs
    role: Role
    unit: str = ""
    derived_from: str = ""
    derived_output: str = ""
    personal: bool = False

    @property
    def derived(self) -> bool:
        """Return whether it is derived from another column where the mapping does not give it."""
        return bool(self.derived_from)

    @property
    def kind(self) -> Kind:
        """Kind of the stored values."""
        return kind_of(self.read_as)


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One canonical table.

    Attributes:
        name: Its name in the workspace.
        meaning: What one row is.
        key: Name of the key column, empty where rows have none.
        columns: All canonical columns, the key first.
        required: Columns that are always written, with unknown values where the source has none.
    """

    name: str
    meaning: str
    key: str
    columns: tuple[ColumnSpec, ...]
    required: tuple[str, ...] = ()

    def column(self, name: str) -> ColumnSpec | None:
        """Return the column of that name, or `None`."""
        return next((column for column in self.columns if column.name == name), None)
