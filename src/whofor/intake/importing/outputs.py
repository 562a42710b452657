"""Inputs of the port `Importer`: look-ups, and the columns to write, each with the source of its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from whofor.intake.mapping.plan import PlannedLink, PlannedOutcome

__all__ = [
    "Between",
    "Cell",
    "Direct",
    "Linked",
    "LookedUp",
    "Lookup",
    "Occurrences",
    "OpenClose",
    "Output",
    "RowNumber",
    "WonOrLost",
]


@dataclass(frozen=True, slots=True)
class Lookup:
    """Meanings of the distinct texts of a column.

    Attributes:
        column: The staged column.
        outputs: Output name -> text -> value; the main output is `""`. All values of one output are of one type.
    """

    column: str
    outputs: Mapping[str, Mapping[str, str | float]]


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A stored column whose values come from a look-up; `also` fills what is unknown there."""

    column: str
    output: str = ""
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Direct:
    """A stored column taken as staged: keys, names, totals."""

    column: str


@dataclass(frozen=True, slots=True)
class Between:
    """Days from one date column to another."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Linked:
    """A key given directly or found through links."""

    column: str
    links: tuple[PlannedLink, ...] = ()


@dataclass(frozen=True, slots=True)
class WonOrLost:
    """The outcome of a deal: won, lost or open."""

    by: PlannedOutcome


@dataclass(frozen=True, slots=True)
class OpenClose:
    """A closing date that counts only once the deal has ended."""

    column: str
    by: PlannedOutcome


@dataclass(frozen=True, slots=True)
class RowNumber:
    """The row's number as its key, for files that have none."""


Cell: TypeAlias = RowNumber | LookedUp | Direct | Between | Linked | WonOrLost | OpenClose


@dataclass(frozen=True, slots=True)
class Output:
    """One column to write; `cell` is `None` for a column that the source does not have."""

    name: str
    cell: Cell | None
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Occurrences:
    """A count with up to five examples."""

    count: int
    examples: tuple[str, ...] = field(default=())
