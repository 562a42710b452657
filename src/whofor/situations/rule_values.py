"""Rules of situations as frozen values: what must hold of signals, series, facts and other situations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from whofor.schema.signal_tests import Aggregate

__all__ = [
    "SERIES_KINDS",
    "SIGNAL_KINDS",
    "ComparedWith",
    "FactTest",
    "Feed",
    "NumberOperator",
    "OneOf",
    "SeriesTest",
    "SignalTest",
    "Situation",
    "SituationRules",
    "SituationTest",
    "Wanted",
    "Where",
]

SIGNAL_KINDS = (
    *("funding", "hiring", "leadership", "merger", "office", "technology_added", "technology_dropped"),
    *("press", "regulation"),
)
"""Kinds of signals that rules may speak of before any data has them; others are known by being in the data."""
SERIES_KINDS = ("headcount", "revenue")
"""Kinds whose signals are a value per day."""

NumberOperator: TypeAlias = Literal["=", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class ComparedWith:
    """A number that a value is compared with.

    Attributes:
        operator: How.
        number: The number.
    """

    operator: NumberOperator
    number: float


@dataclass(frozen=True, slots=True)
class OneOf:
    """Values of which one must be there: texts, in which `*` stands for any text, or numbers."""

    texts: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()


Wanted: TypeAlias = ComparedWith | OneOf
"""What a value must be."""


@dataclass(frozen=True, slots=True)
class Where:
    """A column of a signal that must hold one of some texts; case, accents and punctuation do not matter."""

    column: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignalTest:
    """Enough signals of a kind, lately, and what must hold of their values.

    Attributes:
        signal: The kind.
        within_days: Whole days before the day asked for; `None` for any day before it.
        where: What must hold of each signal.
        at_least: Number of signals.
        aggregate: What is made of their values; empty for nothing.
        column: The values of which it is made.
        wanted: What it must be.
        place: Place in its file, for messages; empty where it is packaged.
    """

    signal: str
    within_days: int | None = None
    where: tuple[Where, ...] = ()
    at_least: int = 1
    aggregate: Aggregate = ""
    column: str = ""
    wanted: Wanted | None = None
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class SeriesTest:
    """A change of a series: its last value against the one some days before.

    Attributes:
        series: The kind.
        change: What the change must be: a share where `of_share`, else a difference.
        of_share: Whether it is now / then - 1, else now - then.
        over_days: Days between then and now.
        fresh_days: Days before the day asked for within which now lies.
        place: Place in its file, for messages; empty where it is packaged.
    """

    series: str
    change: ComparedWith
    of_share: bool
    over_days: int
    fresh_days: int
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class FactTest:
    """A fact about the account, and what it must be."""

    fact: str
    wanted: Wanted
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class SituationTest:
    """Another situation that must hold."""

    situation: str
    place: str = field(default="", compare=False)


RuleTest: TypeAlias = SignalTest | SeriesTest | FactTest | SituationTest


@dataclass(frozen=True, slots=True)
class Situation:
    """The rule of one situation: all of `when`, at least one of `any_of` where there are some, none of `unless`.

    Attributes:
        name: Its name, `snake_case`.
        when: Tests that must all hold.
        any_of: Tests of which one must hold.
        unless: Tests of which none may hold.
        label: What it is called, by language.
        why: Why it creates a need, by language.
        place: Place in its file, for messages; empty where it is packaged.
    """

    name: str
    when: tuple[RuleTest, ...] = ()
    any_of: tuple[RuleTest, ...] = ()
    unless: tuple[RuleTest, ...] = ()
    label: Mapping[str, str] = field(default_factory=dict[str, str])
    why: Mapping[str, str] = field(default_factory=dict[str, str])
    place: str = field(default="", compare=False)

    @property
    def tests(self) -> tuple[RuleTest, ...]:
        """All its tests."""
        return *self.when, *self.any_of, *self.unless

    @property
    def others(self) -> tuple[str, ...]:
        """Names of the situations that it refers to."""
        return tuple(test.situation for test in self.tests if isinstance(test, SituationTest))

    def label_in(self, language: str) -> str:
        """Return what it is called in a language, else in English or any other, else its name in plain words."""
        return (
            self.label.get(language)
            or self.label.get("en")
            or next(iter(self.label.values()), "")
            or self.name.replace("_", " ").capitalize()
        )


@dataclass(frozen=True, slots=True)
class Feed:
    """For which accounts the absence of a kind of signal means that none was.

    Attributes:
        signal: The kind.
        covers: All accounts, or only those with any signal of the kind before the day asked for.
        since: First day of which it tells, as days since 1970-01-01; `None` for all days.
        until: Last day of which it tells; `None` where it still does.
        place: Place in its file, for messages.
    """

    signal: str
    covers: Literal["all", "accounts_with_any"] = "accounts_with_any"
    since: float | None = None
    until: float | None = None
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class SituationRules:
    """Rules by name, in the order in which they are written, and the feeds of which something is said."""

    by_name: Mapping[str, Situation]
    feeds: Mapping[str, Feed] = field(default_factory=dict[str, Feed])

    def tests(self) -> Iterator[tuple[Situation, RuleTest]]:
        """Yield each test with the situation that it is part of."""
        for situation in self.by_name.values():
            for test in situation.tests:
                yield situation, test

    def facts(self) -> tuple[str, ...]:
        """Return the names of the facts that rules ask for."""
        return tuple(dict.fromkeys(test.fact for _, test in self.tests() if isinstance(test, FactTest)))

    def in_order(self) -> tuple[Situation, ...]:
        """Return the situations, each behind those that it refers to; there is no circle of them."""
        placed: dict[str, Situation] = {}
        waiting = list(self.by_name.values())
        while waiting:
            ready = [one for one in waiting if all(name in placed for name in one.others)]
            placed |= {one.name: one for one in ready}
            waiting = [one for one in waiting if one.name not in placed]
        return tuple(placed.values())
