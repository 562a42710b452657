"""The import plan: a mapping with every name resolved to a column that exists. An engine carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from whofor.intake.mapping.mapping import Filter
from whofor.intake.mapping.merge_settings import AccountMerging
from whofor.intake.mapping.stage_settings import StageMeans
from whofor.intake.normalise.soft_facts import SoftExamples
from whofor.model import AsOf, Role
from whofor.schema.columns import DateOrder, ReadAs, TableName

__all__ = [
    "Coalesce",
    "Concat",
    "Const",
    "Each",
    "Element",
    "Expression",
    "Plan",
    "PlannedColumn",
    "PlannedFilter",
    "PlannedHint",
    "PlannedJoin",
    "PlannedLink",
    "PlannedOutcome",
    "PlannedPart",
    "PlannedTable",
    "RawFile",
    "Ref",
    "Total",
    "headers_of",
]


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file as found: its name within the source and its headers."""

    name: str
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """A column of the table's own file (`alias` empty) or of a joined one."""

    alias: str
    header: str


@dataclass(frozen=True, slots=True)
class Const:
    """The same text in every row."""

    text: str


@dataclass(frozen=True, slots=True)
class Concat:
    """Known parts, joined by a separator."""

    parts: tuple[Ref, ...]
    separator: str


@dataclass(frozen=True, slots=True)
class Coalesce:
    """The first known part, else the default (unknown where it is empty)."""

    parts: tuple[Ref | Element, ...]
    default: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a list in one cell: the first, or the last; with `several` only of lists of more than one."""

    of: Ref
    separator: str
    last: bool = False
    several: bool = False


@dataclass(frozen=True, slots=True)
class Each:
    """Every element of a list in one cell of the table's own file: the table has a row for each."""

    of: Ref
    separator: str


@dataclass(frozen=True, slots=True)
class Total:
    """Sum over all rows of a joined file that share the key; their number where `header` is empty."""

    alias: str
    header: str


Expression: TypeAlias = Ref | Const | Concat | Coalesce | Element | Each | Total


def headers_of(expression: Expression) -> tuple[str, ...]:
    """Return the headers of the columns that an expression reads, without those it sums up.

    Example:
        >>> headers_of(Coalesce((Ref("", "Mobile"), Element(Ref("", "Phones"), ";"))))
        ('Mobile', 'Phones')
    """
    match expression:
        case Ref():
            return (expression.header,)
        case Element(of) | Each(of):
            return (of.header,)
        case Concat(parts):
            return tuple(part.header for part in parts)
        case Coalesce(parts):
            return tuple(header for part in parts for header in headers_of(part))
        case _:
            return ()


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """One column to read.

    Attributes:
        name: Canonical name; names beginning with `_` serve the import and are not written.
        expression: Its text, or number for a `Total`, in the first part that has it.
        read_as: How the text is read.
        label: Name for people.
        role: What the analysis may use it for.
        source: `file.csv: Header`, for people.
        unit: Unit of a number.
        factor: What numbers and amounts are multiplied by.
        as_of: Whether values are those of the day of opening.
        values: Value map, folded text -> text.
        extra: Whether it is no canonical column.
        declared: Whether someone named it; a column that is merely "the rest" is dropped when it holds nothing.
        hashed: Whether the text of a key is kept only as a hash, because it names a person.
        between: Names of two date columns whose difference in days this is; the expression is then unused.
        order: Order of day, month and year that the user gave; empty: inferred from the values.
        fact: Column of accounts that a column of the deals names: what their own rows say of the client.
    """

    name: str
    expression: Expression
    read_as: ReadAs
    label: str
    role: Role
    source: str = ""
    unit: str = ""
    factor: float = 1.0
    as_of: AsOf = AsOf.UNKNOWN
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    extra: bool = False
    declared: bool = True
    hashed: bool = False
    between: tuple[str, str] | None = None
    order: DateOrder = ""
    fact: str = ""

    @property
    def stored(self) -> bool:
        """Return whether the column is written to the canonical table."""
        return not self.name.startswith("_")


@dataclass(frozen=True, slots=True)
class PlannedJoin:
    """First row of another file by key."""

    alias: str
    file: str
    on: Ref
    key: str
    prefer: str = ""


@dataclass(frozen=True, slots=True)
class PlannedLink:
    """A key of another table found by one of its other columns: `column` of this table holds the reference.

    `maybe` where the column may as well refer to something else.
    """

    to: str
    by: str
    column: str
    maybe: bool = False


@dataclass(frozen=True, slots=True)
class PlannedHint:
    """A helper column that gives the outcome of some deals, and its values."""

    column: str
    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedOutcome:
    """Names of the helper columns and aliases that decide the outcome; empty where not given.

    `pipeline`, `probability` and `loss_reason` are columns that say more of a stage. `sees_all` where the user wrote
    the lists, who then means by `*` what it says. `overruled_by` are look-ups, column and output, that decide first.
    `of_leads` where the rows are leads: one that was not won is not said to be lost.
    """

    won_flag: str = ""
    lost_flag: str = ""
    closed_flag: str = ""
    won_if_in: tuple[str, ...] = ()
    lost_if_in: tuple[str, ...] = ()
    hints: tuple[PlannedHint, ...] = ()
    stage: str = ""
    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    otherwise: str = ""
    place: str = ""
    pipeline: str = ""
    probability: str = ""
    loss_reason: str = ""
    sees_all: bool = True
    overruled_by: tuple[tuple[str, str], ...] = ()
    of_leads: bool = False


@dataclass(frozen=True, slots=True)
class PlannedFilter:
    """A test on a helper column, for the rows of one part."""

    column: str
    test: Filter
    part: int = 0


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """Files of one shape, concatenated, and the source of each column in them.

    Attributes:
        files: Raw files.
        expressions: Column -> its text; a column that is not among them is unknown in these files.
        joins: Other files.
        needs: Text without which a row is none of the table; `None` where all rows are.
        once: Whether rows with equal texts are one.
    """

    files: tuple[str, ...]
    expressions: Mapping[str, Expression]
    joins: tuple[PlannedJoin, ...] = ()
    needs: Expression | None = None
    once: bool = False

    @property
    def lists(self) -> tuple[Each, ...]:
        """Return the lists of which every element has a row."""
        return tuple(dict.fromkeys(found for found in self.expressions.values() if isinstance(found, Each)))

    def totals(self) -> list[tuple[PlannedJoin, Total]]:
        """Return the sums and counts over joined files, each with its join."""
        joins = {join.alias: join for join in self.joins}
        wanted = dict.fromkeys(found for found in self.expressions.values() if isinstance(found, Total))
        return [(joins[total.alias], total) for total in wanted]


@dataclass(frozen=True, slots=True)
class PlannedTable:
    """One canonical table to build.

    Attributes:
        name: Canonical name.
        parts: Its files, by shape.
        columns: Columns to read, helpers included.
        key: Name of its key column if the source has one, else empty.
        links: References by something other than the key.
        outcome: Only for deals.
        filters: Rows to keep.
        repeats: Whether it is read from the file of the deals, so that keys repeat by design.
        key_pattern: Regular expression; of a key that fits it only its first group counts. Empty for none.
    """

    name: str
    parts: tuple[PlannedPart, ...]
    columns: tuple[PlannedColumn, ...]
    key: str = ""
    links: tuple[PlannedLink, ...] = ()
    outcome: PlannedOutcome | None = None
    filters: tuple[PlannedFilter, ...] = ()
    repeats: bool = False
    key_pattern: str = ""

    @property
    def files(self) -> tuple[str, ...]:
        """Return all its files."""
        return tuple(file for part in self.parts for file in part.files)

    @property
    def joins(self) -> tuple[PlannedJoin, ...]:
        """Return the joins of all parts."""
        return tuple(join for part in self.parts for join in part.joins)


@dataclass(frozen=True, slots=True)
class Plan:
    """All tables to build, what others refer to first.

    Attributes:
        preset: Name of the mapping.
        tables: The tables.
        unused: Files that no table reads.
        synthetic: Whether the data is made up.
        merging: Which accounts are merged.
        lead_source_classes: Classes of lead sources given by the user, folded text -> class.
        currency: Currency to which amounts are converted, ISO 4217; empty: that of most deals.
        conversation_examples: Sentences given by the user, by what they say: `positive`, `vague` ...
        stage_means: What the user says that stages mean.
        guessed: Whether the mapping was drafted and used without review: what it names counts as named by nobody.
        keeps_contacts: Whether names, addresses and numbers of contacts are stored; else they are masked in texts too.
        soft_facts: Labelled examples of soft facts, given by the user beside the mapping.
    """

    preset: str
    tables: tuple[PlannedTable, ...]
    unused: tuple[str, ...] = ()
    synthetic: bool = False
    merging: AccountMerging = field(default_factory=AccountMerging)
    lead_source_classes: Mapping[str, str] = field(default_factory=dict[str, str])
    currency: str = ""
    conversation_examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    stage_means: StageMeans = field(default_factory=StageMeans)
    guessed: bool = False
    keeps_contacts: bool = False
    soft_facts: tuple[SoftExamples, ...] = ()

    @property
    def has_account_domains(self) -> bool:
        """Return whether the accounts have web addresses, by which other tables may refer to them."""
        accounts = (table for table in self.tables if table.name == TableName.ACCOUNTS)
        return any(column.name == "domain" for table in accounts for column in table.columns)
