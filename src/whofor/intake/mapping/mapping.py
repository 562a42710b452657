"""ColumnMapping: the mapping of an export's files and columns to canonical tables. Frozen values, no reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from whofor.intake.mapping.headers import fold_header
from whofor.intake.mapping.merge_settings import AccountMerging
from whofor.intake.mapping.stage_settings import StageMeans
from whofor.model import AsOf, Role
from whofor.schema.columns import DateOrder, ReadAs

__all__ = [
    "ColumnMapping",
    "ColumnSource",
    "ExtraColumn",
    "Filter",
    "Hint",
    "Join",
    "Link",
    "Marks",
    "OutcomeMapping",
    "Recognise",
    "TableMapping",
]


@dataclass(frozen=True, slots=True)
class ColumnSource:
    """Source of a canonical column. Exactly one of the first seven attributes is set.

    Attributes:
        headers: One header, or several under which exports hold the same thing; the first present is taken.
        const: One text for every row.
        concat: Columns joined by `separator`.
        coalesce: Columns of which the first known value is taken.
        days_between: Two date columns; days from the first to the second.
        total: `alias.Header` of a joined file, summed over all its rows of that key.
        count: Alias of a joined file whose rows of that key are counted.
        separator: Text between the parts of `concat`.
        first_of: Separator of a list of which only the first element counts; empty for none.
        last_of: Separator of a list of which only the last element counts; empty for none.
        each: Separator of a list of which every element is a reference of its own; empty for none.
        several: Whether `first_of` and `last_of` take an element only where there is more than one.
        default: Text where `headers` or `coalesce` give none.
        values: Value map, source text (any case) -> text to read instead.
        role: Role that replaces the canonical one.
        read_as: Way of reading that replaces the canonical one.
        label: Label that replaces the export's header.
        unit: Unit of a number.
        factor: What numbers and amounts are multiplied by: 0.01 where they are in cents.
        as_of: Whether values are those of the day of opening.
        order: Order of day, month and year in its dates: `dmy`, `mdy`, `ymd`; empty: inferred from the values.
        or_else: Where it comes from in files that have none of these columns.
        line: Line of the mapping file, 0 where unknown.
    """

    headers: tuple[str, ...] = ()
    const: str = ""
    concat: tuple[str, ...] = ()
    coalesce: tuple[str, ...] = ()
    days_between: tuple[str, ...] = ()
    total: str = ""
    count: str = ""
    separator: str = " "
    first_of: str = ""
    last_of: str = ""
    each: str = ""
    several: bool = False
    default: str = ""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    role: Role | None = None
    read_as: ReadAs | None = None
    label: str = ""
    unit: str = ""
    factor: float = 1.0
    as_of: AsOf = AsOf.UNKNOWN
    order: DateOrder = ""
    or_else: ColumnSource | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class ExtraColumn:
    """A column of the export that is kept under its own name.

    Attributes:
        source: Where it comes from.
        name: Canonical name without `x_`; empty: made from the header.
    """

    source: ColumnSource
    name: str = ""


@dataclass(frozen=True, slots=True)
class Join:
    """Rows of another file that belong to a row of this table.

    Attributes:
        file: Alias or name of the other file.
        on: Column of this table's file, or `alias.Header` of a file joined before.
        key: Column of the other file. The first of its rows with that key is taken.
        prefer: Yes/no column of the other file; rows where it says yes come before the others.
        line: Line of the mapping file.
    """

    file: str
    on: str
    key: str
    prefer: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A reference to an account, contact or deal by something other than its key.

    Attributes:
        to: `accounts`, `contacts` or `deals`.
        by: Canonical column it is found by: `key`, `domain`, `name`, `email`.
        source: The referring column.
        maybe: Whether the column may as well refer to something else; what is not found is then no issue.
    """

    to: str
    by: str
    source: ColumnSource
    maybe: bool = False


@dataclass(frozen=True, slots=True)
class Hint:
    """A column that gives the outcome of some deals; tried after the flags and before the stage.

    Attributes:
        source: The column.
        won: Its values that mean won (any case, `*` allowed).
        lost: Its values that mean lost.
        open: Its values that mean open.
    """

    source: ColumnSource
    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutcomeMapping:
    """Rules that distinguish won, lost and open deals; the first that knows decides, in this order.

    Attributes:
        won_flag: Yes/no column: won.
        lost_flag: Yes/no column: lost.
        closed_flag: Yes/no column: ended, whatever the end.
        won_if_in: Alias of a joined file: a row found there is won.
        lost_if_in: Alias of a joined file: a row found there is lost.
        hints: Further columns, in order.
        stage: Column with the stage or status.
        won: Its values that mean won (any case, `*` allowed).
        lost: Its values that mean lost.
        open: Its values that mean open; `*` for all others.
        otherwise: Outcome where nothing above decides: `open`, `lost`, `won`, or empty for unknown.
        line: Line of the mapping file.
    """

    won_flag: ColumnSource | None = None
    lost_flag: ColumnSource | None = None
    closed_flag: ColumnSource | None = None
    won_if_in: str = ""
    lost_if_in: str = ""
    hints: tuple[Hint, ...] = ()
    stage: ColumnSource | None = None
    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    otherwise: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Filter:
    """Rows to keep. All that is given must hold; a row whose value is unknown fails every test but `not_in`.

    Attributes:
        column: Header, or `alias.Header`.
        among: Values of which it must be one (any case).
        not_in: Values of which it must be none (any case).
        at_least: Lowest number or ISO date kept.
        below: Number or ISO date from which rows are left out.
        is_date: Whether the limits are dates.
        line: Line of the mapping file.
    """

    column: str
    among: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    at_least: float | None = None
    below: float | None = None
    is_date: bool = False
    line: int = 0

    def passes(self, value: str | float | None) -> bool:
        """Return whether a row with this value is kept."""
        folded = None if value is None else fold_header(str(value))
        if self.among and folded not in {fold_header(text) for text in self.among}:
            return False
        if self.not_in and folded in {fold_header(text) for text in self.not_in}:
            return False
        if self.at_least is None and self.below is None:
            return True
        if not isinstance(value, float):
            return False
        return (self.at_least is None or value >= self.at_least) and (self.below is None or value < self.below)


@dataclass(frozen=True, slots=True)
class Marks:
    """Headers that together are the mark of one CRM: of some groups at least so many must be there.

    Attributes:
        of: Groups of headers; of each group one stands for it.
        at_least: How many of the groups must be there.
    """

    of: tuple[tuple[str, ...], ...]
    at_least: int


@dataclass(frozen=True, slots=True)
class Recognise:
    """Headers by which a preset recognises its tables; `*` stands for any text.

    Attributes:
        needs: Groups of headers; of each group one must be there.
        distinctive: Groups of headers that suggest this table, each the same thing in several languages or ages
            of the CRM; the share of groups of which one is there is the confidence.
        never: Headers that rule the table out.
        marks: Where given, one of them must hold: what only this CRM writes, beyond words that any sheet has.
    """

    needs: tuple[tuple[str, ...], ...]
    distinctive: tuple[tuple[str, ...], ...]
    never: tuple[str, ...] = ()
    marks: tuple[Marks, ...] = ()


@dataclass(frozen=True, slots=True)
class TableMapping:
    """The mapping of one canonical table, from one file or from several of the same shape.

    Attributes:
        table: Canonical table.
        files: Aliases, names or patterns of its files; the rows of several are concatenated.
        key: The key column; `None`: rows are numbered.
        columns: Canonical column -> source.
        joins: Other files, in order.
        links: References by something other than the key.
        outcome: Only for deals.
        extras: Extra columns.
        rest: Role of all columns not named; `None`: they are left out.
        roles: Role -> header patterns (`*` allowed) for columns not named.
        ignore: Header patterns left out.
        filters: Rows to keep.
        recognise: Only in presets.
        fallback: Whether it is used only where no other entry of its table is (leads, where there are no deals).
        beside: Tables whose facts are in the same rows, used only where nothing else fills them.
        wide: Only for signals: whether its files have columns of signals side by side, known by their words.
        needs: Header of a cell without which a row is none of this table; empty where all rows are.
        once: Whether equal rows are one.
        shares: Whether what it reads stays, by its own name, what the rows it stands in say of themselves.
        line: Line of the mapping file.
    """

    table: str
    files: tuple[str, ...] = ()
    key: ColumnSource | None = None
    columns: Mapping[str, ColumnSource] = field(default_factory=dict[str, ColumnSource])
    joins: tuple[Join, ...] = ()
    links: tuple[Link, ...] = ()
    outcome: OutcomeMapping | None = None
    extras: tuple[ExtraColumn, ...] = ()
    rest: Role | None = None
    roles: Mapping[Role, tuple[str, ...]] = field(default_factory=dict[Role, tuple[str, ...]])
    ignore: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    recognise: Recognise | None = None
    fallback: bool = False
    beside: tuple[TableMapping, ...] = ()
    wide: bool = False
    needs: str = ""
    once: bool = False
    shares: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """A whole mapping.

    Attributes:
        name: Its name, shown as the preset of the import.
        files: Alias -> file name or pattern.
        files_by_headers: Alias -> headers by which a file to join is recognised whatever its name.
        key_pattern: Regular expression; of a key that fits it only its first group counts. Empty for none.
        tables: Canonical table -> how it is filled; several where files of different shapes hold its rows.
        place: Path of the mapping file, for messages.
        description: What it is for.
        optional: Whether columns that the export lacks are skipped instead of reported (presets).
        others: What else the CRM exports and no table is filled from -> how it is recognised (presets).
        synthetic: Whether the data is made up.
        merging: Which accounts are merged.
        lead_source_classes: Classes of lead sources given by the user, text -> class.
        currency: Currency to which amounts are converted; empty: that of most deals.
        conversation_examples: Sentences given by the user, by what they say: `positive`, `vague` ...
        stage_means: What the user says that stages mean.
        deals_called: What the CRM calls a deal: a name of `lexicon/deal_names.toml`; empty where nobody says.
    """

    name: str
    tables: Mapping[str, tuple[TableMapping, ...]]
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    files_by_headers: Mapping[str, Recognise] = field(default_factory=dict[str, Recognise])
    key_pattern: str = ""
    place: str = ""
    description: str = ""
    optional: bool = False
    others: Mapping[str, Recognise] = field(default_factory=dict[str, Recognise])
    synthetic: bool = False
    merging: AccountMerging = field(default_factory=AccountMerging)
    lead_source_classes: Mapping[str, str] = field(default_factory=dict[str, str])
    currency: str = ""
    conversation_examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    stage_means: StageMeans = field(default_factory=StageMeans)
    deals_called: str = ""

    @property
    def amends(self) -> bool:
        """Return whether it fills no table: it amends what a preset or a guess makes of the files."""
        return not self.tables

    def amended(self, by: ColumnMapping) -> ColumnMapping:
        """Return it with the settings of a mapping that fills no table."""
        return replace(
            self,
            lead_source_classes={**self.lead_source_classes, **by.lead_source_classes},
            conversation_examples={**self.conversation_examples, **by.conversation_examples},
            currency=by.currency or self.currency,
            stage_means=by.stage_means if by.stage_means.entries else self.stage_means,
            deals_called=by.deals_called or self.deals_called,
        )
