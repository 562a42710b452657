"""Which findings of a run are types of client of the profile, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from whofor.analysis.alike import inside_of, is_one_type
from whofor.arrays import BoolArray
from whofor.figures.outcome import Outcome
from whofor.model import Estimate, IcpResult, SegmentFinding, Verdict
from whofor.model.measure import OutcomeName
from whofor.model.profile import IcpVerdict
from whofor.schema.rows import Rows
from whofor.stats.intervals import Interval, difference_of_intervals

__all__ = ["ChosenType", "chosen", "gap_of", "not_to_go_after", "rank_measure"]

_WITHIN = 0.5
"""Share of the deals of a type of client that lie in an earlier one, from which it may be a part of that one."""
_LEVEL = 0.05
_MOST_PROVISIONAL = 3
"""Best guesses that are shown where nothing passed: more are noise, see docs/explanation/hypotheses."""


@dataclass(frozen=True, eq=False, slots=True)
class ChosenType:
    """A finding that is a type of client of the profile.

    Attributes:
        finding: The finding.
        verdict: How far it may be relied on.
        inside: Which judged deals are of it.
        also: Findings that lie within it and add nothing.
    """

    finding: SegmentFinding
    verdict: IcpVerdict
    inside: BoolArray
    also: tuple[SegmentFinding, ...] = ()


def chosen(result: IcpResult, rows: Rows, outcome: Outcome) -> tuple[ChosenType, ...]:
    """Return the types of client to go after, the most valuable first.

    Those that passed, found or declared; one that lies half within an earlier one and adds nothing there is a part of
    that. Where none passed, the best guesses, which are provisional.

    Args:
        result: The run.
        rows: Its judged deals.
        outcome: Their outcome.
    """
    search = result.search
    claims = [f for f in search.claims if f.direction > 0 and not f.of_channel]
    passed = [f for f in (*search.segments, *claims) if f.verdict is Verdict.PASS]
    verdict = IcpVerdict.PASS if passed else IcpVerdict.PROVISIONAL
    if not passed:
        guesses = [f for f in search.segments if f.verdict is Verdict.REVIEW]
        guesses += [f for f in search.hypotheses if f.direction > 0 and not f.of_channel]
        passed = guesses[:_MOST_PROVISIONAL]
    return tuple(_ranked(_joined(passed, rows, outcome, verdict), result))


def not_to_go_after(result: IcpResult, rows: Rows) -> tuple[ChosenType, ...]:
    """Return the types of client that do surely worse than the others."""
    passed = (f for f in result.search.negative_segments if f.verdict is Verdict.PASS)
    found = ((f, inside_of(f.segment, rows)) for f in passed)
    return tuple(ChosenType(f, IcpVerdict.PASS, inside) for f, inside in found if inside is not None)


def _joined(
    findings: Iterable[SegmentFinding], rows: Rows, outcome: Outcome, verdict: IcpVerdict
) -> Iterable[ChosenType]:
    """Return the findings that stand by themselves, each with those that are a part of it."""
    kept: list[ChosenType] = []
    for finding in findings:
        inside = inside_of(finding.segment, rows)
        if inside is None:
            continue
        home = next((i for i, one in enumerate(kept) if _is_part(finding, inside, one, rows, outcome)), None)
        if home is None:
            kept.append(ChosenType(finding, verdict, inside))
        elif not is_one_type(finding.segment, kept[home].finding.segment, rows):
            one = kept[home]
            kept[home] = ChosenType(one.finding, one.verdict, one.inside, (*one.also, finding))
    return kept


def _is_part(finding: SegmentFinding, inside: BoolArray, of: ChosenType, rows: Rows, outcome: Outcome) -> bool:
    """Return whether a type lies half within an earlier one, and its deals there do no better than the others there."""
    if is_one_type(finding.segment, of.finding.segment, rows):
        return True
    both = int((inside & of.inside).sum())
    if both < _WITHIN * int(inside.sum()) or not both:
        return False
    here = inside[of.inside]
    return bool(here.all()) or outcome.take(of.inside).p_value(here) >= _LEVEL


def rank_measure(result: IcpResult, findings: Sequence[SegmentFinding]) -> str:
    """Return the outcome that types of client are ranked by: mutual value where it is known of all, else the run's."""
    worth = {w.finding: {c.measure.name for c in w.comparisons} for w in result.clients.worth}
    every = [worth.get(f.id, frozenset[str]()) for f in findings]
    if every and all(OutcomeName.MUTUAL_VALUE in names for names in every):
        return OutcomeName.MUTUAL_VALUE
    return result.run.outcome


def _ranked(found: Iterable[ChosenType], result: IcpResult) -> list[ChosenType]:
    chosen_ones = list(found)
    name = rank_measure(result, [one.finding for one in chosen_ones])
    better = 1 if name == OutcomeName.MUTUAL_VALUE else result.run.measure.better or 1

    def worth(one: ChosenType) -> float:
        figure = figure_by(one.finding, name, result)
        return -better * figure.estimate if figure.estimate is not None else np.inf

    return sorted(chosen_ones, key=worth)


def figure_by(finding: SegmentFinding, name: str, result: IcpResult) -> Estimate:
    """Return the figure of a type of client that it is ranked by."""
    if name != result.run.outcome:
        own = (w for w in result.clients.worth if w.finding == finding.id)
        for comparison in (c for w in own for c in w.comparisons if c.measure.name == name):
            return comparison.own
    return finding.confirm if finding.confirm.n else finding.search


def gap_of(one: SegmentFinding, other: SegmentFinding, name: str, result: IcpResult) -> Interval | None:
    """Return by how much a type of client is worth more than another; `None` where it has no interval."""
    a, b = (figure_by(finding, name, result) for finding in (one, other))
    if a.estimate is None or a.ci_low is None or a.ci_high is None:
        return None
    if b.estimate is None or b.ci_low is None or b.ci_high is None:
        return None
    return difference_of_intervals(Interval(a.estimate, a.ci_low, a.ci_high), Interval(b.estimate, b.ci_low, b.ci_high))
