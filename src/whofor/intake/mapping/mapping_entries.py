"""The shape of a `mapping.toml`, as pydantic models: its keys and their values."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from whofor.intake.mapping.toml_lines import TomlPath
from whofor.model import AsOf, Kind, Role
from whofor.schema.columns import DateOrder, TableName

__all__ = [
    "ColumnEntry",
    "ExtraEntry",
    "FileEntry",
    "FilterEntry",
    "HeadersEntry",
    "HintEntry",
    "OutcomeEntry",
    "RecogniseEntry",
    "TableEntry",
    "allowed_keys",
]


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
OtherwiseEnding: TypeAlias = Literal["won", "lost", "open", "unknown", ""]


class Entry(BaseModel):
    """A table of the file; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid")


class ColumnEntry(Entry):
    """The source of a column."""

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
    last_of: str = ""
    several: bool = False
    default: Text = ""
    values: dict[str, Text] = {}
    role: Role | None = None
    kind: Kind | None = None
    label: str = ""
    unit: str = ""
    factor: float = Field(default=1.0, gt=0, allow_inf_nan=False)
    as_of: AsOf = AsOf.UNKNOWN
    order: DateOrder = ""
    or_else: Annotated[ColumnEntry | None, BeforeValidator(_as_entry)] = None


class ExtraEntry(ColumnEntry):
    """An extra column."""

    name: str = Field(default="", pattern=r"^[a-z0-9_]*$")


class JoinEntry(Entry):
    """One [[table.join]]."""

    file: str
    on: str
    key: str
    prefer: str = ""


class LinkEntry(Entry):
    """One [[table.link]]."""

    to: Literal["accounts", "contacts", "deals"]
    by: Literal["key", "domain", "name", "email"]
    column: Names
    first_of: str = ""
    last_of: str = ""
    each: str = ""
    maybe: bool = False


class HintEntry(Entry):
    """One [[deals.outcome.hint]]."""

    column: Names = []
    concat: list[str] = []
    separator: str = " "
    won: Names = []
    lost: Names = []
    open: Names = []


class OutcomeEntry(Entry):
    """[deals.outcome]."""

    won_flag: Names = []
    lost_flag: Names = []
    closed_flag: Names = []
    won_if_in: str = ""
    lost_if_in: str = ""
    hint: list[HintEntry] = []
    column: Names = []
    won: Names = []
    lost: Names = []
    open: Names = []
    otherwise: OtherwiseEnding = ""


class FilterEntry(Entry):
    """One [[table.filter]]."""

    column: str
    among: Annotated[list[Text], BeforeValidator(_as_list)] = Field(default=[], alias="in")
    not_in: Annotated[list[Text], BeforeValidator(_as_list)] = []
    at_least: date | float | None = None
    below: date | float | None = None


class MarksEntry(Entry):
    """One [[table.recognise.marks]]; without `at_least` one of the groups is enough."""

    of: list[Names] = Field(min_length=1)
    at_least: int = Field(default=1, ge=1)


class RecogniseEntry(Entry):
    """[table.recognise], in presets."""

    needs: list[list[str]] = Field(min_length=1)
    distinctive: list[Names] = []
    never: list[str] = []
    marks: list[MarksEntry] = []


class HeadersEntry(Entry):
    """[files_by_headers.alias]."""

    needs: list[list[str]] = Field(min_length=1)
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
    rest: Literal["ignore", "definition", "channel", "validation", "confounder", "leak"] = "ignore"
    roles: dict[Role, Names] = {}
    ignore: Names = []
    filter: list[FilterEntry] = []
    merge: Literal["auto", "domain", "never"] | None = None
    apart: list[tuple[Text, Text]] = []
    same: list[tuple[Text, Text]] = []
    recognise: RecogniseEntry | None = None
    fallback: bool = False
    wide: bool = False
    accounts: TableEntry | None = None
    contacts: TableEntry | None = None


Tables: TypeAlias = Annotated[list[TableEntry], BeforeValidator(_as_tables)]


class MoneyEntry(Entry):
    """[money]."""

    currency: str = Field(default="", pattern=r"^([A-Z]{3})?$")


class StageMeansEntry(Entry):
    """stage_means."""

    won: Names = []
    lost: Names = []
    open: Names = []


class FileEntry(Entry):
    """The whole file."""

    name: str = ""
    description: str = ""
    optional: bool = False
    synthetic: bool = False
    key_pattern: str = ""
    others: dict[str, RecogniseEntry] = {}
    files: dict[str, Names] = {}
    files_by_headers: dict[str, HeadersEntry] = {}
    lead_source_classes: dict[str, str] = {}
    conversation_examples: dict[str, list[str]] = {}
    money: MoneyEntry = MoneyEntry()
    stage_means: StageMeansEntry = StageMeansEntry()
    deals_called: str = ""
    accounts: Tables = []
    contacts: Tables = []
    deals: Tables = []
    deal_contacts: Tables = []
    interactions: Tables = []
    stages: Tables = []
    signals: Tables = []
    outcomes: Tables = []
    costs: Tables = []
    coverage: Tables = []

    def tables(self) -> dict[str, list[TableEntry]]:
        """Return the canonical tables that are given, each with its entries."""
        every: dict[str, list[TableEntry]] = {
            TableName.ACCOUNTS: self.accounts,
            TableName.CONTACTS: self.contacts,
            TableName.DEALS: self.deals,
            TableName.DEAL_CONTACTS: self.deal_contacts,
            TableName.INTERACTIONS: self.interactions,
            TableName.STAGES: self.stages,
            TableName.SIGNALS: self.signals,
            TableName.OUTCOMES: self.outcomes,
            TableName.COSTS: self.costs,
            TableName.COVERAGE: self.coverage,
        }
        return {name: entries for name, entries in every.items() if entries}

    def amends(self) -> bool:
        """Return whether it fills no table, and says something of what a preset or a guess makes of the files."""
        means = self.stage_means
        settings = (self.lead_source_classes, self.conversation_examples, self.money.currency, self.deals_called)
        return not self.tables() and any((*settings, means.won, means.lost, means.open))


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


def allowed_keys(path: TomlPath) -> list[str]:
    """Return the keys allowed at a place of the file."""
    below = [
        str(part)
        for part in path[1:]
        if not isinstance(part, int) and part not in (TableName.ACCOUNTS, TableName.CONTACTS)
    ]
    if not path:
        model: type[BaseModel] = FileEntry
    elif "marks" in path:
        model = MarksEntry
    elif path[0] == "others":
        model = RecogniseEntry
    elif path[0] == "stage_means":
        model = StageMeansEntry
    elif path[0] == "money":
        model = MoneyEntry
    elif path[0] == "files_by_headers":
        model = HeadersEntry
    elif below[:2] == ["outcome", "hint"]:
        model = HintEntry
    else:
        model = INSIDE.get(below[0], TableEntry) if below else TableEntry
    return [field.alias or name for name, field in model.model_fields.items()]
