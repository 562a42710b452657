"""Evidence: figures with their n and interval, reasons, verdicts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from whofor.model.measure import SHARE_UNIT
from whofor.model.reasons import NextStep, VerdictReason
from whofor.model.segment import Segment
from whofor.model.waiting import WaitingTime

__all__ = ["Adjustment", "Estimate", "FindingKind", "OwnEffort", "SegmentFinding", "Verdict"]


class Verdict(StrEnum):
    """Degree to which a segment may be believed."""

    PASS = "PASS"
    REVIEW = "REVIEW"
    FAIL = "FAIL"


class FindingKind(StrEnum):
    """Kind of a finding; the first letter of its id."""

    POSITIVE = "S"
    NEGATIVE = "N"
    CLAIM = "C"
    HYPOTHESIS = "H"
    CHANNEL = "K"

    @classmethod
    def of(cls, finding_id: str) -> FindingKind:
        """Return the kind of the finding that has this id.

        Example:
            >>> FindingKind.of("N1")
            <FindingKind.NEGATIVE: 'N'>
        """
        return cls(finding_id[0])


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure with its interval.

    Attributes:
        n: Number of deals behind it.
        n_won: Number of won deals among them (of those with a yes, for another yes/no outcome); `None` where the
            outcome is not a rate.
        estimate: The rate (0 to 1) or mean. `None` where n is 0.
        ci_low: Lower end of the 95 % interval; `None` where a single value allows no interval.
        ci_high: Upper end of the 95 % interval.
        unit: Unit of a mean, see `Measure`.
        n_accounts: Number of accounts of these deals, where accounts have several; else `None`.
    """

    n: int
    n_won: int | None
    estimate: float | None
    ci_low: float | None
    ci_high: float | None
    unit: str = ""
    n_accounts: int | None = None

    @property
    def is_share(self) -> bool:
        """Whether the figure is a share of deals, or a mean of shares: 0.41 is then 41 %."""
        return self.n_won is not None or self.unit == SHARE_UNIT

    @classmethod
    def within(cls, n: int, estimate: float, low: float, high: float, unit: str = "") -> Estimate:
        """Return a mean or median; without an interval where one end is infinite, as the values were too few."""
        ends = (low, high) if math.isfinite(low) and math.isfinite(high) else (None, None)
        return cls(n, None, estimate, *ends, unit)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A segment's effect, plain and within the strata of one confounder.

    Attributes:
        confounder: Parameter name of the confounder (`lead_source`, `owner`, `period`, `product`) or `all`.
        label: Its name for people.
        n_strata: Number of strata that hold deals both inside and outside the segment.
        difference: Difference of rates (a share, -1 to 1) or means, segment minus rest, unadjusted.
        adjusted_difference: The same within strata (Mantel-Haenszel weights).
        ci_low: Lower end of the 95 % interval of the adjusted difference.
        ci_high: Upper end of the 95 % interval of the adjusted difference.
        survives: Whether the effect holds within the strata, in the same direction.
        carrier: The level that carries the effect (the one salesperson), empty where there is none.
    """

    confounder: str
    label: str
    n_strata: int
    difference: float
    adjusted_difference: float
    ci_low: float
    ci_high: float
    survives: bool
    carrier: str = ""


@dataclass(frozen=True, slots=True)
class OwnEffort:
    """A segment's effect among the leads that came by one's own marketing and sales, without those that others sent.

    Attributes:
        inside: Figure of the segment's leads by own effort, searched and held back.
        rest: Figure of all others by own effort.
        difference: Difference of the two, segment minus rest; `None` where one of them has no lead.
        ci_low: Lower end of its 95 % interval.
        ci_high: Upper end.
        n_word_of_mouth: Deals of the segment that others sent.
    """

    inside: Estimate
    rest: Estimate
    difference: float | None
    ci_low: float | None
    ci_high: float | None
    n_word_of_mouth: int


@dataclass(frozen=True, slots=True)
class SegmentFinding:
    """A segment with all that is known for and against it.

    Attributes:
        id: Stable identifier within a run: `S1`, `N1`, `C1`, `H1`, `K1`.
        segment: The conditions.
        direction: `+1` for a better outcome than the rest (more wins, shorter cycles), `-1` for a worse one.
        verdict: How far it may be believed. Hypotheses carry `REVIEW` or `FAIL`.
        reasons: Why, strongest first.
        next_step: What to do now, as a code like a reason's.
        z: Standardised statistic within strata on the search rows.
        p_adjusted: p-value corrected over the whole search (for claims: over the declared claims).
        search: Figure on the search rows; never to be quoted as the effect.
        confirm: Figure on the held-back rows; `n` is 0 where none were held back.
        rest_search: The same outside the segment, search rows.
        rest_confirm: The same outside the segment, held-back rows.
        shrunken: Search figure shrunk towards the parent segment (empirical Bayes), with its posterior interval.
        lift: Confirm rate or mean over that of the rest; `None` where it cannot be formed.
        lift_low: Lower end of the 95 % interval of the lift; `None` where there is none.
        lift_high: Upper end.
        adjustments: Effect with and without each confounder.
        overlaps: Share of this segment's deals that also lie in another reported segment, by id.
        posterior_right_sign: Chance that as many new deals as were analysed show this direction; only for
            hypotheses, `None` where the deals cannot tell it from a toss-up.
        n_needed: Further deals of this kind with an outcome that would settle it; `None` where settled.
        waiting: How long these take to come; `None` where settled.
        median_days_to_win: Median days from opening to signature in the segment, held-back rows included; `None`
            where fewer than five wins are dated.
        rest_median_days_to_win: The same for the rest.
        own_effort: Its effect among the leads won by own effort; `None` where sources are not known well enough, or
            nobody came by word of mouth.
        of_channel: Whether it holds a fact that is seen only when people come, so that it says how they came and is no
            type of client.
        declared: ISO date on which a claim was first declared; empty where it is not known, and for other findings.
        since_declared: Figure of those of its deals that were opened after that day, which nobody could have looked at
            before declaring it; `None` where there are none, or opening days are not known.
    """

    id: str
    segment: Segment
    direction: int
    verdict: Verdict
    reasons: tuple[VerdictReason, ...]
    next_step: NextStep
    z: float
    p_adjusted: float | None
    search: Estimate
    confirm: Estimate
    rest_search: Estimate
    rest_confirm: Estimate
    shrunken: Estimate | None = None
    lift: float | None = None
    lift_low: float | None = None
    lift_high: float | None = None
    adjustments: tuple[Adjustment, ...] = ()
    overlaps: Mapping[str, float] = field(default_factory=dict[str, float])
    posterior_right_sign: float | None = None
    n_needed: int | None = None
    waiting: WaitingTime | None = None
    median_days_to_win: Estimate | None = None
    rest_median_days_to_win: Estimate | None = None
    own_effort: OwnEffort | None = None
    of_channel: bool = False
    declared: str = ""
    since_declared: Estimate | None = None

    @property
    def kind(self) -> FindingKind:
        """Kind of the finding."""
        return FindingKind.of(self.id)
