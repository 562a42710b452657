"""Sentences about one finding: its verdict, lift, cycle, shrinkage and overlaps, each with its n."""

from __future__ import annotations

from whofor.model import FindingKind, RunInfo, SegmentFinding, Verdict
from whofor.model.measure import OutcomeName
from whofor.model.run import SplitKind
from whofor.reports.formats import digits_for
from whofor.reports.wording.figures import days_text, rate_text
from whofor.reports.wording.outcomes import OutcomeWords
from whofor.reports.words import Words

__all__ = [
    "chance_text",
    "cycle_text",
    "is_claim",
    "is_hypothesis",
    "lift_range",
    "lift_text",
    "needed_text",
    "overlap_texts",
    "reader_word",
    "shrinkage_text",
    "split_name",
]

_LITTLE = 0.02
"""A figure that shrank by less, of a mean by less of its size, is called about the same."""
_LEAST_OVERLAP = 0.1
"""Smaller overlaps are not mentioned."""


def is_claim(finding: SegmentFinding) -> bool:
    """Return whether it is a declared claim: tested on all deals at once, so that its two figures are the same."""
    return finding.kind is FindingKind.CLAIM


def is_hypothesis(finding: SegmentFinding) -> bool:
    """Return whether it is a hypothesis, not a finding that could be confirmed."""
    return finding.kind is FindingKind.HYPOTHESIS


def split_name(run: RunInfo) -> str:
    """Return the last part of the messages on the deals held back: the newest, the last of an order, or drawn."""
    if run.split == SplitKind.LAST:
        return f"last_{run.time}"
    return "newest" if run.split == SplitKind.NEWEST and run.split_date else "random"


def reader_word(finding: SegmentFinding, words: Words) -> str:
    """Return the verdict as its reader needs it: go after, avoid, not sure, does not hold; a hypothesis is one."""
    if is_hypothesis(finding):
        return words.text("verdict.hypothesis")
    if finding.of_channel and finding.verdict is Verdict.PASS:
        return words.text("verdict.channel_better" if finding.direction > 0 else "verdict.channel_worse")
    avoid = finding.verdict is Verdict.PASS and finding.direction < 0
    return words.text("verdict.avoid" if avoid else f"verdict.{finding.verdict.value}")


def lift_text(finding: SegmentFinding, outcome: OutcomeWords) -> str:
    """Return how the figure compares with the rest, on the deals held back; empty where none were."""
    if not finding.confirm.n:
        return ""
    words, digits = outcome.words, digits_for(finding.confirm, finding.rest_confirm)
    rest = rate_text(finding.rest_confirm, words, digits)
    if finding.lift is None:
        return outcome.text("tell.no_lift", rest=rest)
    return outcome.text("tell.lift", ratio=finding.lift, between=lift_range(finding, words), rest=rest)


def lift_range(finding: SegmentFinding, words: Words) -> str:
    """Return the interval of the lift in brackets, after a space; empty where there is none."""
    if finding.lift_low is None or finding.lift_high is None:
        return ""
    return f" ({words.ratio(finding.lift_low)}–{words.ratio(finding.lift_high)})"


def shrinkage_text(finding: SegmentFinding, outcome: OutcomeWords) -> str:
    """Return how the search's figure, never the one to quote, compares with that of the deals held back."""
    words, search, confirm = outcome.words, finding.search, finding.confirm
    if search.estimate is None or is_claim(finding):
        return ""
    if confirm.estimate is None or not confirm.n:
        return words.text("tell.search_only", rate=rate_text(search, words))
    digits = digits_for(search, confirm)
    lost = (search.estimate - confirm.estimate) * finding.direction * outcome.measure.better
    little = _LITTLE if outcome.measure.is_share else _LITTLE * abs(search.estimate)
    key = "shrinkage_same" if abs(lost) < little else "shrinkage" if lost > 0 else "shrinkage_none"
    return words.text(f"tell.{key}", search=rate_text(search, words, digits), confirm=rate_text(confirm, words, digits))


def cycle_text(finding: SegmentFinding, outcome: OutcomeWords) -> str:
    """Return the median time to signature beside that of the rest; empty unless the outcome is won and both known."""
    own, rest = finding.median_days_to_win, finding.rest_median_days_to_win
    if own is None or rest is None or outcome.measure.name != OutcomeName.WON:
        return ""
    return outcome.text("tell.cycle", days=days_text(own, outcome.words), rest_days=days_text(rest, outcome.words))


def overlap_texts(finding: SegmentFinding, words: Words) -> list[str]:
    """Return the shares of a segment's deals that are in other reported ones, largest first, from one tenth up."""
    shares = ((share, other) for other, share in finding.overlaps.items() if share >= _LEAST_OVERLAP)
    return [words.text("tell.overlap", share=share, other=other) for share, other in sorted(shares, reverse=True)]


def chance_text(finding: SegmentFinding, words: Words) -> str:
    """Return the chance that new deals show a hypothesis' direction, empty where it was not computed."""
    if finding.posterior_right_sign is None:
        return ""
    return words.text("tell.posterior", chance=finding.posterior_right_sign)


def needed_text(finding: SegmentFinding, words: Words) -> str:
    """Return how many further deals would settle it and how long they take, empty where it is settled."""
    return words.plural("tell.needed", finding.n_needed, waiting=finding.waiting) if finding.n_needed else ""
