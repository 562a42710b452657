"""Options of a search: their meaning, their defaults, and what is accepted for each."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from numbers import Real
from typing import SupportsIndex

from whofor.errors import Problem, UsageError

__all__ = ["ALPHA_BY_DEPTH", "FindOptions", "Unit", "read_weights"]

ALPHA_BY_DEPTH = (2.0, 2.0, 1.0)
"""Shares of the 5 % error rate for one, two and three conditions, so that simple segments do not pay for the
millions of triples."""
_MOST_WEIGHT = 1000.0


class Unit(StrEnum):
    """What counts as one client: an account, or all accounts with the same company at the top."""

    ACCOUNT = "account"
    PARENT = "parent"


@dataclass(frozen=True, slots=True, init=False)
class FindOptions:
    """Options of a search, checked and converted when they are made.

    What a user types is accepted beside values: a date as `2026-09-30`, shares as `2/2/1`, weights as `price=2`.

    Attributes:
        outcome: The outcome that proves a segment: `won`, `value`, `cycle`, `retention`, `mutual_value`, or a
            validation column.
        better: Whether more or less of it is better: `more`, `less`, or empty for the outcome's default (less for
            cycle length and burdens, otherwise more).
        seed: Seed of every random draw.
        depth: Most conditions in a segment; `None` lets the number of deals decide. The search is exhaustive to
            three; a fourth is looked for below the segments found.
        min_support: Fewest deals in a segment; `None` lets the number of deals decide.
        most_segments: At most this many segments in each direction.
        permutations: Shuffles of the outcome.
        alpha_by_depth: How the error rate is shared among one, two and three conditions; only the ratios count,
            the sum is always 5 %.
        weights: Weights of what mutual value is made of, by kind, where they are not 1; 0 leaves a kind out. A mapping
            is accepted.
        unit: What counts as one client, so that its deals are no proof of each other: `account`, or `parent`, all
            accounts with the same company at the top.
        as_of: Day up to which outcomes are known, in days since 1970-01-01; `None` for the latest in the data. A date
            is accepted.
        claims: Declared claims, as text.
        per: A fact, as `product`, by whose values the deals are searched apart; empty for one search of all.
        part: The value of that fact whose deals are searched; empty where all of them are, one after the other.
        threads: Worker threads; 0 for one a core.

    Raises:
        UsageError: Values of the wrong type, or out of range; all problems together.

    Example:
        >>> FindOptions(as_of=date(2026, 9, 30), weights={"price": 2}).weights
        (('price', 2.0),)
    """

    outcome: str
    better: str
    seed: int
    depth: int | None
    min_support: int | None
    most_segments: int
    permutations: int
    alpha_by_depth: tuple[float, ...]
    weights: tuple[tuple[str, float], ...]
    unit: str
    as_of: float | None
    claims: tuple[str, ...]
    per: str
    part: str
    threads: int

    def __init__(
        self,
        *,
        outcome: str = "won",
        better: str = "",
        seed: int = 0,
        depth: int | None = None,
        min_support: int | None = None,
        most_segments: int = 5,
        permutations: int = 1024,
        alpha_by_depth: Iterable[float] | str = ALPHA_BY_DEPTH,
        weights: Mapping[str, float] | Iterable[tuple[str, float] | str] = (),
        unit: str = Unit.ACCOUNT,
        as_of: date | float | str | None = None,
        claims: Iterable[str] = (),
        per: str = "",
        part: str = "",
        threads: int = 0,
    ) -> None:
        check = _Check()
        values = {
            "outcome": check.text("--outcome", outcome),
            "better": check.better(better),
            "seed": check.whole("--seed", seed, 0, what="a seed is 0 or more"),
            "depth": None if depth is None else check.depth(depth),
            "min_support": None if min_support is None else check.min_support(min_support),
            "most_segments": check.whole("--most-segments", most_segments, 1, what="at least one segment is shown"),
            "permutations": check.permutations(permutations),
            "alpha_by_depth": check.alpha(alpha_by_depth),
            "weights": check.weights(weights),
            "unit": check.unit(unit),
            "as_of": check.day(as_of),
            "claims": check.claims(claims),
            "per": check.optional("--per", per),
            "part": check.part(part, per),
            "threads": check.whole("threads", threads, 0, what="the number of threads is 0 or more"),
        }
        if check.problems:
            raise UsageError(check.problems)
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def typed(self) -> list[tuple[str, str]]:
        """Return flag and text of each option that is not the default, and of the seed, as typed on a command line.

        Example:
            >>> FindOptions(depth=2, weights={"price": 2}).typed()
            [('--seed', '0'), ('--depth', '2'), ('--weight', 'price=2')]
        """
        usual = FindOptions()
        flags = {"claims": "--claim", "alpha_by_depth": "--alpha", "weights": "--weight"}
        return [
            (flags.get(name, f"--{name.replace('_', '-')}"), text)
            for name in (field.name for field in fields(self))
            # The number of threads changes no result.
            if name != "threads" and (name == "seed" or getattr(self, name) != getattr(usual, name))
            for text in self._texts(name)
        ]

    def _texts(self, name: str) -> list[str]:
        """Return the values that are typed for an option: one for each time that its flag is given."""
        from whofor.days import iso_day

        if name == "as_of":
            return [] if self.as_of is None else [iso_day(self.as_of)]
        if name == "alpha_by_depth":
            return ["/".join(map(_exact, self.alpha_by_depth))]
        if name == "weights":
            return [f"{part}={_exact(weight)}" for part, weight in self.weights]
        return list(self.claims) if name == "claims" else [str(getattr(self, name))]


def _exact(number: float) -> str:
    """Return a number with all its digits."""
    return str(int(number)) if number.is_integer() else repr(number)


class _Check:
    """Reader of values of any type; keeps all problems, so that they can be reported together."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def _wrong(self, what: str, place: str, given: object, todo: str) -> None:
        self.problems.append(Problem(what, place, given if isinstance(given, str) else repr(given), todo))

    def text(self, place: str, given: object) -> str:
        if isinstance(given, str) and given.strip():
            return given
        self._wrong("this is no name", place, given, "Give a text.")
        return ""

    def optional(self, place: str, given: object) -> str:
        return "" if given == "" else self.text(place, given)

    def part(self, given: object, per: object) -> str:
        if given != "" and per == "":
            self._wrong("of which fact this is a value is not said", "--part", given, "Give it together with --per.")
        return self.optional("--part", given)

    def better(self, given: object) -> str:
        if isinstance(given, str) and given in ("", "more", "less"):
            return given
        self._wrong("no way to be better", "--better", given, "Give more or less.")
        return ""

    def unit(self, given: object) -> str:
        if given in tuple(Unit):
            return str(given)
        self._wrong("this is no unit", "--unit", given, "Give account or parent.")
        return Unit.ACCOUNT

    def whole(self, place: str, given: object, least: int, most: float = math.inf, *, what: str, todo: str = "") -> int:
        """Return a whole number in a range; NumPy's are whole numbers too, truth values are not."""
        if isinstance(given, bool) or not isinstance(given, SupportsIndex):
            self._wrong("this is no whole number", place, given, todo or "Give a whole number.")
            return least
        number = operator.index(given)
        if not least <= number <= most:
            self._wrong(what, place, number, todo or "Give a whole number.")
        return number

    def permutations(self, given: object) -> int:
        todo = "Give 200 to 100000; fewer cannot carry a 1 % threshold."
        return self.whole("--permutations", given, 200, 100_000, what="too few or too many permutations", todo=todo)

    def depth(self, given: object) -> int:
        what = "a segment has one to four conditions"
        return self.whole("--depth", given, 1, 4, what=what, todo="Give 1, 2, 3 or 4.")

    def min_support(self, given: object) -> int:
        what = "a segment needs at least 5 deals"
        return self.whole("--min-support", given, 5, what=what, todo="Give 5 or more.")

    def claims(self, given: object) -> tuple[str, ...]:
        # A text is a sequence of letters: each would be taken for a claim.
        texts = list(given) if isinstance(given, Iterable) and not isinstance(given, str | bytes) else None
        if texts is not None and all(isinstance(text, str) for text in texts):
            return tuple(str(text) for text in texts)
        self._wrong("claims are a list of texts", "--claim", given, 'Write ["sector = bank"].')
        return ()

    def day(self, given: object) -> float | None:
        from whofor.days import days_of

        if given is None:
            return None
        if isinstance(given, date):
            return days_of(given.date() if isinstance(given, datetime) else given)
        if isinstance(given, str):
            with suppress(ValueError):
                return days_of(date.fromisoformat(given))
        number = _number(given)
        if number is not None:
            return float(math.floor(number))
        self._wrong("this is no date", "--as-of", given, "Write it as 2026-09-30.")
        return None

    def alpha(self, given: object) -> tuple[float, ...]:
        parts = map(_parsed, given.split("/")) if isinstance(given, str) else given
        shares = list(parts) if isinstance(parts, Iterable) else []
        numbers = [number for number in map(_number, shares) if number is not None and number > 0]
        if len(shares) == len(numbers) == len(ALPHA_BY_DEPTH):
            return tuple(numbers)
        shown = "/".join(str(share) for share in shares) if shares and not isinstance(given, str) else given
        self._wrong("three shares above 0 are needed", "--alpha", shown, "Write it as 2/2/1.")
        return ALPHA_BY_DEPTH

    def weights(self, given: object) -> tuple[tuple[str, float], ...]:
        named = list(given.items()) if isinstance(given, Mapping) else given
        pairs: list[object] = list(named) if isinstance(named, Iterable) and not isinstance(named, str | bytes) else [0]
        weights: dict[str, object] = {}
        for pair in pairs:
            if isinstance(pair, str):
                name, _, number = pair.partition("=")
                if _parsed(number) is None:
                    self._wrong("this is no weight", "--weight", pair, "Write it as support_load=2.")
                else:
                    weights[name.strip()] = _parsed(number)
            elif isinstance(pair, tuple | list) and len(pair) == 2:
                weights[str(pair[0])] = pair[1]
            else:
                self._wrong("weights are numbers by name", "--weight", given, 'Write {"support_load": 2}.')
                return ()
        numbers, problems = read_weights(weights, "--weight ")
        self.problems += problems
        return numbers


def _parsed(text: str) -> float | None:
    """Return the number that a text is."""
    try:
        return float(text)
    except ValueError:
        return None


def _number(given: object) -> float | None:
    """Return a finite number as a float; NumPy's are numbers, truth values are not."""
    if isinstance(given, bool) or not isinstance(given, Real):
        return None
    number = float(given)
    return number if math.isfinite(number) else None


def read_weights(weights: Mapping[str, object], place: str) -> tuple[tuple[tuple[str, float], ...], list[Problem]]:
    """Return weights of mutual value in alphabetical order, and the problems of the others.

    Args:
        weights: Weights by name; a name must be a part of mutual value, a weight a number from 0 to 1000.
        place: Where they were given; each name is appended.
    """
    from whofor.lexicon.outcome_kinds import component_kinds
    from whofor.text import did_you_mean

    known = [kind.name for kind in component_kinds() if kind.side is not None]
    numbers: dict[str, float] = {}
    problems: list[Problem] = []
    for name, weight in weights.items():
        number = _number(weight)
        if name not in known:
            todo = did_you_mean(name, known)
            problems.append(Problem("nothing of this name has a weight", f"{place}{name}", name, todo))
        elif number is None or not 0 <= number <= _MOST_WEIGHT:
            what = "a weight is a number from 0 to 1000"
            problems.append(Problem(what, f"{place}{name}", str(weight), "0 leaves it out."))
        else:
            numbers[name] = number
    return tuple(sorted(numbers.items())), problems
