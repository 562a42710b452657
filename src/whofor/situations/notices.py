"""What rules of situations should be warned of, as values; none of it is an error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from whofor.days import iso_day
from whofor.errors import Sentence

__all__ = [
    "AllOnOneDay",
    "FewRows",
    "HistoryTooShort",
    "HoldsForAll",
    "MostlyUnknown",
    "NoFact",
    "NoSignals",
    "NoValues",
    "SameRows",
    "SituationWarning",
    "TextsNeverSeen",
]


@dataclass(frozen=True, slots=True)
class NoSignals:
    """A situation asks for a kind of signal of which the data has none."""

    situation: str
    signal: str

    @property
    def sentence(self) -> Sentence:
        """What to tell people."""
        what = "{situation!r} asks for signals of the kind {signal!r}, and there are none: it stays unknown"
        return Sentence(what, situation=self.situation, signal=self.signal)


@dataclass(frozen=True, slots=True)
class NoValues:
    """A situation asks for a column that no signal of the kind fills."""

    situation: str
    signal: str
    column: str

    @property
    def sentence(self) -> Sentence:
        """What to tell people."""
        what = "{situation!r} asks for the column {column!r}, which no signal of the kind {signal!r} fills"
        return Sentence(what, situation=self.situation, signal=self.signal, column=self.column)


@dataclass(frozen=True, slots=True)
class NoFact:
    """A situation asks for a fact that nobody recorded, or that cannot be compared so."""

    situation: str
    fact: str

    @property
    def sentence(self) -> Sentence:
        """What to tell people."""
        what = "{situation!r} asks for the fact {fact!r}, which is not recorded: it stays unknown where it hangs on it"
        return Sentence(what, situation=self.situation, fact=self.fact)


@dataclass(frozen=True, slots=True)
class HistoryTooShort:
    """A situation asks for a change over more days than the series has.

    Attributes:
        situation: Its name.
        series: The series.
        days: Days from its first to its last value.
        over_days: Days over which the change is asked for.
    """

    situation: str
    series: str
    days: int
    over_days: int

    @property
    def sentence(self) -> Sentence:
        """What to tell people."""
        what = "{situation!r} asks for a change of {series!r} over {over} days, and its values lie within {days} days"
        return Sentence(what, situation=self.situation, series=self.series, over=self.over_days, days=self.days)


@dataclass(frozen=True, slots=True)
class TextsNeverSeen:
    """None of the texts that a situation chooses signals by is in the data."""

    situation: str
    column: str
    texts: tuple[str, ...]
    near: tuple[str, ...]

    @property
    def sentence(self) -> Sentence:
        """What to tell people."""
        texts, near = ", ".join(self.texts), ", ".join(self.near)
        what = "{situation!r} looks for {texts} in {column!r}, where these never stand; there are {near}"
        return Sentence(what, situation=self.situation, texts=texts, column=self.column, near=near or "–")


@dataclass(frozen=True, slots=True)
class AllOnOneDay:
    """All signals of a kind lie on one day, which is then the day of an export and of no event."""

    signal: str
    day: float
    rows: int

    @property
    def sentence(self) -> Sentence:
        """What to tell people."""
        what = "All {rows:,} signals of the kind {signal!r} lie on {day}: that is the day of an export, not of an event"
        return Sentence(what, rows=self.rows, signal=self.signal, day=iso_day(self.day))


@dataclass(frozen=True, slots=True)
class FewRows:
    """A situation holds, or does not, in too few rows to be judged."""

    situation: str
    yes: int
    no: int

    @property
    def sentence(self) -> Sentence:
        """What to tell people."""
        what = "{situation!r} holds {yes:,} times and does not {no:,} times: too few to be judged"
        return Sentence(what, situation=self.situation, yes=self.yes, no=self.no)


@dataclass(frozen=True, slots=True)
class SameRows:
    """Two situations hold in the same rows: one of them says nothing new.

    Attributes:
        situation: The later one.
        other: The earlier one.
        likeness: Rows in which both hold, as a share of those in which one does (Jaccard).
    """

    situation: str
    other: str
    likeness: float

    @property
    def sentence(self) -> Sentence:
        """What to tell people."""
        what = "{situation!r} holds where {other!r} does ({likeness:.0%} of the cases): it says nothing new"
        return Sentence(what, situation=self.situation, other=self.other, likeness=self.likeness)


@dataclass(frozen=True, slots=True)
class HoldsForAll:
    """A situation holds in all rows: it tells none apart."""

    situation: str
    rows: int

    @property
    def sentence(self) -> Sentence:
        """What to tell people."""
        what = "{situation!r} holds for all {rows:,}: it tells none apart"
        return Sentence(what, situation=self.situation, rows=self.rows)


@dataclass(frozen=True, slots=True)
class MostlyUnknown:
    """Of most rows it is not known whether a situation holds."""

    situation: str
    share: float

    @property
    def sentence(self) -> Sentence:
        """What to tell people."""
        what = "Whether {situation!r} holds is not known in {share:.0%} of the cases"
        return Sentence(what, situation=self.situation, share=self.share)


SituationWarning: TypeAlias = (
    NoSignals
    | NoValues
    | NoFact
    | HistoryTooShort
    | TextsNeverSeen
    | AllOnOneDay
    | FewRows
    | SameRows
    | HoldsForAll
    | MostlyUnknown
)
