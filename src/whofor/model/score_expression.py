"""A scorecard as one expression over the columns of a table, which any engine carries out: a tree of frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

__all__ = [
    "Arm",
    "Beside",
    "BinPlace",
    "ByBand",
    "ByTests",
    "ByText",
    "HeldAs",
    "NumberColumn",
    "NumberIn",
    "Same",
    "ScoreExpression",
    "ScoreTerm",
    "Test",
    "TextColumn",
    "TextHas",
    "TextIn",
]


class HeldAs(StrEnum):
    """How a column holds its numbers: as a `NUMBER`; as a `DAY`, a date or a time of day, read as days since
    1970-01-01; or as `TEXT`, digits with a decimal point, all else unknown."""

    NUMBER = "number"
    DAY = "day"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class TextColumn:
    """Texts of rows.

    Attributes:
        headers: The columns: one, whose texts are taken as they are; or several, whose texts are trimmed and joined,
            empty ones among them, and are not known where all of them are empty.
        separator: What stands between the texts of several columns.
    """

    headers: tuple[str, ...]
    separator: str = ""


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """Numbers of rows; not known where nothing stands there, or no finite number.

    Attributes:
        header: The column.
        held_as: How it holds them.
        factor: What they are multiplied by.
        named: Of a column of texts, the numbers that further texts mean; NaN where they say that nothing is known.
        unknown: Numbers that say that nothing is known.
        least: Smallest number that is one; all below say that nothing is known. `None` for no such limit.
        before: A day, in days since 1970-01-01: the numbers are then the months from the day that the column holds up
            to this one, and later days are not known. `None` for the numbers themselves.
    """

    header: str
    held_as: HeldAs = HeldAs.NUMBER
    factor: float = 1.0
    named: tuple[tuple[str, float], ...] = ()
    unknown: tuple[float, ...] = ()
    least: float | None = None
    before: float | None = None


@dataclass(frozen=True, slots=True)
class ByText:
    """Place of a row by its text.

    Attributes:
        column: The column.
        places: Texts with their places.
        blank: Place of a row without a text.
        other: Place of all other texts.
    """

    column: TextColumn
    places: tuple[tuple[str, int], ...]
    blank: int
    other: int


@dataclass(frozen=True, slots=True)
class ByBand:
    """Place of a row by its number: how many of the ends the number reaches.

    Attributes:
        column: The column.
        ends: Numbers from which on a row is in the next place, ascending.
        blank: Place of a row whose number is not known.
    """

    column: NumberColumn
    ends: tuple[float, ...]
    blank: int


@dataclass(frozen=True, slots=True)
class TextIn:
    """Whether a row's text is one of some; `blank` adds the rows without one."""

    column: TextColumn
    texts: tuple[str, ...]
    blank: bool = False


@dataclass(frozen=True, slots=True)
class TextHas:
    """Whether a row's text, a list parted by `;`, holds an entry."""

    column: TextColumn
    entry: str


@dataclass(frozen=True, slots=True)
class NumberIn:
    """Whether a row's number lies from `low` up to, but not at, `end`; with `blank` whether it is not known."""

    column: NumberColumn
    low: float
    end: float
    blank: bool = False


Test: TypeAlias = TextIn | TextHas | NumberIn


@dataclass(frozen=True, slots=True)
class Arm:
    """A place, and what a row must meet all of to be in it."""

    tests: tuple[Test, ...]
    place: int


@dataclass(frozen=True, slots=True)
class ByTests:
    """Place of a row by the first arm whose tests it meets; `other` where it meets none."""

    arms: tuple[Arm, ...]
    other: int


@dataclass(frozen=True, slots=True)
class Same:
    """One place for all rows."""

    place: int


BinPlace: TypeAlias = ByText | ByBand | ByTests | Same


@dataclass(frozen=True, slots=True)
class Beside:
    """What a term adds instead to rows of which a fact is not recorded.

    Attributes:
        of: Terms: it counts where any of them is in the place of what is not recorded.
        by: The term whose place says what is added.
        adds: What is added, for each place of that term.
        variances: How unsure that is, likewise.
    """

    of: tuple[int, ...]
    by: int
    adds: tuple[float, ...]
    variances: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ScoreTerm:
    """One block of a card.

    Attributes:
        block: Its id.
        place: Place of a row in it.
        blank: Place of rows of which the fact is not recorded; `None` where it has none.
        adds: What it adds, for each place.
        beside: What it adds instead to some rows; `None` for none.
        silent: Place of rows for which it is no reason; `None` for none.
    """

    block: str
    place: BinPlace
    blank: int | None
    adds: tuple[float, ...]
    beside: Beside | None = None
    silent: int | None = None


@dataclass(frozen=True, slots=True)
class ScoreExpression:
    """A card over the columns of a table: the base plus what each term adds, in this order.

    Attributes:
        base: The base in force.
        terms: The terms, in the order of the sum.
        is_chance: Whether the sum is log odds, from which a chance follows; else it is the expected amount.
    """

    base: float
    terms: tuple[ScoreTerm, ...]
    is_chance: bool = True
