"""The shape of a `mapping.toml`, as pydantic models: which keys there are and what they may hold."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from whofor.model import AsOf, Kind, Role

__all__ = [
    "ColumnEntry",
    "ExtraEntry",
    "FileEntry",
    "FilterEntry",
    "KeyPath",
    "OutcomeEntry",
    "RecogniseEntry",
    "TableEntry",
    "allowed_keys",
]

KeyPath: TypeAlias = tuple[str | int, ...]
"""Place of a key in the file, as pydantic names it."""


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_entry(value: object) -> object:
    return {"column": value} if isinstance(value, str | list) else value


def _as_extra(value: object) -> object:
    return {"role": value} if isinstance(value, str) else value


def _as_tables(value: object) -> object:
    return [value] if isinstance(value, dict) else value


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Names: TypeAlias = Annotated[list[str], BeforeValidator(_as_list)]
Text: TypeAlias = Annotated[str, BeforeValidator(_as_text)]
Ending: TypeAlias = Literal["won", "lost", "open", ""]


class Entry(BaseModel):
    """A table of the file; a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid")


class ColumnEntry(Entry):
    """Where a column comes from."""

    column: Names = []
    const: Text | None = None
    concat: list[str] = []
    coalesce: list[str] = []
    days_between: list[str] = []
    year: str | None = None
    sum: str | None = None
    count: str | None = None
    separator: str = " "
    first_of: str = ""
    values: dict[str, Text] = {}
    role: Role | None = None
    kind: Kind | None = None
    label: str = ""
    unit: str = ""
    as_of: AsOf = AsOf.UNKNOWN


class ExtraEntry(ColumnEntry):
    """An extra column."""

    name: str = Field(default="", pattern=r"^[a-z0-9_]*$")


class JoinEntry(Entry):
    """One [[table.join]]."""

    file: str
    on: str
    key: str


class LinkEntry(Entry):
    """One [[table.link]]."""

    to: Literal["accounts", "contacts"]
    by: Literal["key", "domain", "name", "email"]
    column: Names
    first_of: str = ""


class OutcomeEntry(Entry):
    """[deals.outcome]."""

    won_flag: Names = []
    lost_flag: Names = []
    closed_flag: Names = []
    won_if_in: str = ""
    lost_if_in: str = ""
    column: Names = []
    won: Names = []
    lost: Names = []
    open: Names = []
    otherwise: Ending = ""


class FilterEntry(Entry):
    """One [[table.filter]]."""

    column: str
    among: Annotated[list[Text], BeforeValidator(_as_list)] = Field(default=[], alias="in")
    not_in: Annotated[list[Text], BeforeValidator(_as_list)] = []
    at_least: date | float | None = None
    below: date | float | None = None


class RecogniseEntry(Entry):
    """[table.recognise], in presets."""

    needs: list[list[str]]
    distinctive: list[str]
    never: list[str] = []


class TableEntry(Entry):
    """One canonical table."""

    file: Names = []
    key: Annotated[ColumnEntry | None, BeforeValidator(_as_entry)] = None
    columns: dict[str, Annotated[ColumnEntry, BeforeValidator(_as_entry)]] = {}
    currency: str = ""
    join: list[JoinEntry] = []
    link: list[LinkEntry] = []
    outcome: OutcomeEntry | None = None
    extra: dict[str, Annotated[ExtraEntry, BeforeValidator(_as_extra)]] = {}
    rest: Literal["ignore", "definition", "validation", "confounder", "leak"] = "ignore"
    roles: dict[Role, Names] = {}
    ignore: Names = []
    filter: list[FilterEntry] = []
    merge: Literal["auto", "domain", "never"] | None = None
    apart: list[tuple[Text, Text]] = []
    same: list[tuple[Text, Text]] = []
    recognise: RecogniseEntry | None = None


Tables: TypeAlias = Annotated[list[TableEntry], BeforeValidator(_as_tables)]


class FileEntry(Entry):
    """The whole file."""

    name: str = ""
    description: str = ""
    optional: bool = False
    synthetic: bool = False
    files: dict[str, Names] = {}
    accounts: Tables = []
    contacts: Tables = []
    deals: Tables = []
    interactions: Tables = []
    stages: Tables = []
    signals: Tables = []
    outcomes: Tables = []
    costs: Tables = []

    def tables(self) -> dict[str, list[TableEntry]]:
        """The canonical tables that are given, each with its entries."""
        every: dict[str, list[TableEntry]] = {
            "accounts": self.accounts,
            "contacts": self.contacts,
            "deals": self.deals,
            "interactions": self.interactions,
            "stages": self.stages,
            "signals": self.signals,
            "outcomes": self.outcomes,
            "costs": self.costs,
        }
        return {name: entries for name, entries in every.items() if entries}


INSIDE: dict[str, type[BaseModel]] = {
    "join": JoinEntry,
    "link": LinkEntry,
    "outcome": OutcomeEntry,
    "filter": FilterEntry,
    "recognise": RecogniseEntry,
    "columns": ColumnEntry,
    "extra": ExtraEntry,
    "key": ColumnEntry,
}


def allowed_keys(path: KeyPath) -> list[str]:
    """Keys allowed at a place of the file."""
    below = [part for part in path[1:] if not isinstance(part, int)]
    inside = next((str(part) for part in below[:1] if str(part) in INSIDE), None)
    model: type[BaseModel] = FileEntry if not path else INSIDE[inside] if inside else TableEntry
    return [field.alias or name for name, field in model.model_fields.items()]
