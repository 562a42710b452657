"""A segment to be judged, and what a check says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from whofor.model.evidence import Adjustment, Verdict
from whofor.model.reasons import NextStep, VerdictReason
from whofor.validation.bench import LEVEL, Bench, Evidence
from whofor.validation.confounders import Confounder, adjust

__all__ = ["Case", "Check", "CheckResult", "kept_share", "shows_later"]


@dataclass(frozen=True, eq=False, slots=True)
class Case:
    """A segment to be judged.

    Attributes:
        evidence: Evidence of the search.
        bench: What it is judged against.
        adjustments: Its effect within each confounder, among the deals that no segment picked before explains.
    """

    evidence: Evidence
    bench: Bench
    adjustments: tuple[Adjustment, ...]

    @classmethod
    def of(cls, evidence: Evidence, bench: Bench) -> Case:
        """Return the case of a segment, its effect adjusted for each confounder."""
        among, inside = evidence.among, evidence.inside
        own = bench.outcome.take(among)
        adjustments = (adjust(c.take(among), inside[among], own, evidence.direction) for c in bench.confounders)
        return cls(evidence, bench, tuple(adjustments))

    @property
    def significant(self) -> bool:
        """Whether the effect passes the threshold corrected over the whole search."""
        return self.evidence.p_adjusted < LEVEL

    @property
    def sign(self) -> int:
        """+1 where the segment's figure is above that of the rest, -1 where it is below."""
        return self.evidence.direction * self.bench.outcome.measure.better


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Result of one check.

    Attributes:
        reason: The reason to report.
        at_best: The best verdict that it allows.
        next_step: What to do about it; `None` where nothing.
    """

    reason: VerdictReason
    at_best: Verdict = Verdict.PASS
    next_step: NextStep | None = None


Check = Callable[[Case], Iterator[CheckResult]]
"""Function that yields what it has to say of a segment; nothing where all is well."""


def kept_share(a: Adjustment) -> float:
    """Return the share of its size that an effect keeps within strata."""
    return a.adjusted_difference / a.difference if a.difference else 0.0


def shows_later(case: Case, confounder: Confounder) -> bool:
    """Return whether the effect within a confounder's strata can be seen on the held-back deals by themselves."""
    e, bench = case.evidence, case.bench
    later = e.among & ~bench.split.search
    left = adjust(confounder.take(later), e.inside[later], bench.outcome.take(later), e.direction)
    return left.ci_low > 0 if case.sign > 0 else left.ci_high < 0
