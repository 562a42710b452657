"""What a user may settle about a search."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.errors import Problem, UsageError

__all__ = ["ALPHA_BY_DEPTH", "FindOptions"]

ALPHA_BY_DEPTH = (2.0, 2.0, 1.0)
"""How the 5 % error rate is spent on one, two and three conditions, so that simple segments do not pay for the
millions of triples."""


@dataclass(frozen=True, slots=True)
class FindOptions:
    """Options of a search.

    Attributes:
        outcome: The outcome that proves a segment: `won`, `value`, `cycle`, `retention`, or a validation column.
        better: Which way of it is good: `more`, `less`, or empty for its own: less for a cycle or a burden, else more.
        seed: Seed of every random draw.
        permutations: Shuffles of the outcome.
        depth: Most conditions in a segment; `None` lets the number of deals decide. The search is exhaustive to
            three; a fourth is looked for below the segments found.
        min_support: Fewest deals in a segment; `None` lets the number of deals decide.
        claims: Declared claims, as text.
        as_of: Day up to which outcomes are known, days since 1970-01-01; `None` for the latest in the data.
        most_segments: At most this many segments in each direction.
        threads: Worker threads; 0 for one a core.
        alpha_by_depth: How the error rate is shared among one, two and three conditions; only the ratios count,
            the sum is always 5 %.
        weights: Weights of what mutual value is made of, by kind, where they are not 1; 0 leaves a kind out.
    """

    outcome: str = "won"
    better: str = ""
    seed: int = 0
    permutations: int = 1024
    depth: int | None = None
    min_support: int | None = None
    claims: tuple[str, ...] = ()
    as_of: float | None = None
    most_segments: int = 5
    threads: int = 0
    alpha_by_depth: tuple[float, ...] = ALPHA_BY_DEPTH
    weights: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        """Check the values; all problems together."""
        problems: list[Problem] = []
        if self.better not in ("", "more", "less"):
            problems.append(Problem("no way to be better", "--better", self.better, "Give more or less."))
        if self.depth is not None and self.depth not in (1, 2, 3, 4):
            todo = "Give 1, 2, 3 or 4."
            problems.append(Problem("a segment has one to four conditions", "--depth", str(self.depth), todo))
        if not 200 <= self.permutations <= 100_000:
            todo = "Give 200 to 100000; fewer cannot carry a 1 % threshold."
            problems.append(Problem("too few or too many permutations", "--permutations", str(self.permutations), todo))
        if self.min_support is not None and self.min_support < 5:
            given = str(self.min_support)
            problems.append(Problem("a segment needs at least 5 deals", "min_support", given, "Give 5 or more."))
        if len(self.alpha_by_depth) != 3 or not all(a > 0 for a in self.alpha_by_depth):
            given = "/".join(str(a) for a in self.alpha_by_depth)
            problems.append(Problem("three shares above 0 are needed", "--alpha", given, "Write it as 2/2/1."))
        if self.seed < 0:
            problems.append(Problem("a seed is 0 or more", "--seed", str(self.seed), "Give a whole number."))
        if problems:
            raise UsageError(problems)
