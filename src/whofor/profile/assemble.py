"""A profile made of a run: its types of client, their facts, what they cover, and what was declared before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from whofor.analysis.accounts import Book
from whofor.analysis.prepare import Prepared
from whofor.arrays import BoolArray
from whofor.figures.estimates import spread_of
from whofor.model import FindingKind, IcpResult, Segment, SegmentFinding, Verdict
from whofor.model.measure import OutcomeName
from whofor.model.profile import (
    DeclaredProfile,
    Icp,
    IdealCustomerProfile,
    ProfileFigure,
    ValueGap,
)
from whofor.model.run import RunInfo, SplitKind
from whofor.profile.choice import ChosenType, chosen, gap_of, not_to_go_after, rank_measure
from whofor.profile.coverage import figure_of
from whofor.profile.facts import TypeFacts, channels_of, committee_of_type, contrast_of, personas_of, situation_of
from whofor.segments.claim_text import condition_texts
from whofor.stats.shrinkage import mean_of_picked
from whofor.text import words_of

__all__ = ["Basis", "assembled", "type_id"]

_LONGEST_ID = 40
_DAYS_SPENT = "days_spent"


@dataclass(frozen=True, eq=False, slots=True)
class Basis:
    """What a profile is made of.

    Attributes:
        result: The run.
        prepared: Its deals.
        book: The deals and accounts that types of client are looked up in; `None` where there are none.
        name_of: Returns what a type of client is called in a language.
    """

    result: IcpResult
    prepared: Prepared
    book: Book | None
    name_of: Callable[[Segment, str], str]

    @property
    def won(self) -> BoolArray:
        """Which judged deals are won."""
        return self.prepared.every_deal.won[self.prepared.judged]


def assembled(basis: Basis, made: str, declared: Sequence[DeclaredProfile] = ()) -> IdealCustomerProfile:
    """Return the profile of a run, as a first version.

    Args:
        basis: The run and its deals.
        made: ISO date of today.
        declared: What was declared, as conditions that are read by `Declared.inside`.
    """
    result, rows = basis.result, basis.prepared.study.rows
    types = chosen(result, rows, basis.prepared.bench.outcome)
    negative = not_to_go_after(result, rows)
    ids = _ids(basis, (*types, *negative))
    icps = tuple(_icp(basis, one, name) for one, name in zip(types, ids, strict=False))
    run = result.run
    return IdealCustomerProfile(
        version=1,
        made=made,
        run=run.id,
        data_hash=run.data_hash,
        program=run.version,
        company=result.company,
        outcome=run.outcome,
        until=run.last_opened,
        as_of=run.as_of,
        part="" if run.part is None else run.part.value,
        icps=icps,
        negative=tuple(_negative(basis, one, name) for one, name in zip(negative, ids[len(types) :], strict=True)),
        declared=tuple(declared),
        ranking=tuple(_gaps(basis, types, [icp.id for icp in icps])),
    )


def type_id(define: Iterable[str], taken: Iterable[str] = ()) -> str:
    """Return a name for files of a type of client, from the values of its conditions.

    Example:
        >>> type_id(["industry = fintech", "employees 51..200", "situation_raised"])
        'fintech_51_200_situation_raised'
        >>> type_id(["industry = fintech"], ["fintech"])
        'fintech_2'
    """
    words: list[str] = []
    for text in define:
        head, *rest = text.split(maxsplit=1)
        words += words_of(rest[0] if rest else head)
    base = "_".join(words)[:_LONGEST_ID].strip("_") or "type"
    known, number, name = set(taken), 1, base
    while name in known:
        number += 1
        name = f"{base}_{number}"
    return name


def _ids(basis: Basis, types: Sequence[ChosenType]) -> list[str]:
    ids: list[str] = []
    for one in types:
        ids.append(type_id(condition_texts(one.finding.segment, basis.prepared.study.rows.attributes), ids))
    return ids


def _icp(basis: Basis, one: ChosenType, id_: str) -> Icp:
    result, rows, finding = basis.result, basis.prepared.study.rows, one.finding
    facts = TypeFacts(result, rows, finding, one.inside, basis.won)
    return Icp(
        id=id_,
        name=basis.name_of(finding.segment, "en"),
        verdict=one.verdict,
        define=condition_texts(finding.segment, rows.attributes),
        finding=finding.id,
        also=tuple(" and ".join(condition_texts(f.segment, rows.attributes)) for f in one.also),
        evidence=_evidence(basis, finding),
        slots=facts.slots(),
        situation=tuple(situation_of(result, finding.id)),
        committee=tuple(committee_of_type(result, finding.id)),
        personas=tuple(personas_of(result, finding.id)),
        channels=tuple(channels_of(result, finding.id)),
        contrast=tuple(contrast_of(result, finding.id, rows.attributes)),
    )


def _negative(basis: Basis, one: ChosenType, id_: str) -> Icp:
    """Return a type of client not to go after, with the days that deals took of which nothing came."""
    rows, finding = basis.prepared.study.rows, one.finding
    evidence = dict(_evidence(basis, finding))
    closed = basis.prepared.every_deal.days_to_close[basis.prepared.judged]
    spent = closed[one.inside & ~basis.won]
    days = spread_of(spent[np.isfinite(spent)])
    if days is not None:
        evidence[_DAYS_SPENT] = ProfileFigure(days.n, days.median, days.low, days.high, unit="days")
    return Icp(
        id=id_,
        name=basis.name_of(finding.segment, "en"),
        verdict=one.verdict,
        define=condition_texts(finding.segment, rows.attributes),
        finding=finding.id,
        evidence=evidence,
    )


def _evidence(basis: Basis, finding: SegmentFinding) -> Mapping[str, ProfileFigure]:
    """Return the outcomes of a type beside all others; first that of the run, on deals that the search had not seen."""
    run = basis.result.run
    searched = finding.kind is not FindingKind.CLAIM
    unseen = searched and bool(finding.confirm.n) and run.split is not SplitKind.NONE
    own, rest = finding.search, finding.rest_search
    if finding.confirm.n:
        own, rest = finding.confirm, finding.rest_confirm
    everyone = basis.result.clients.everyone_else
    if everyone is not None and finding.kind is FindingKind.POSITIVE and finding.verdict is Verdict.PASS:
        # Beside the deals of none of the types, as on the page.
        rest = everyone.figure
    since = run.split_date if unseen and run.split is SplitKind.NEWEST else run.first_opened
    found: dict[str, ProfileFigure] = {}
    if (main := figure_of(own, rest, unseen=unseen, period=(since, run.last_opened))) is not None:
        picked_by_wins = unseen and run.outcome == OutcomeName.WON
        found[run.outcome] = replace(main, shrinkage=_rate_kept(finding, run)) if picked_by_wins else main
    for worth in (w for w in basis.result.clients.worth if w.finding == finding.id):
        for comparison in worth.comparisons:
            figure = figure_of(comparison.own, comparison.other, unseen=comparison.held_back)
            if figure is not None:
                found.setdefault(comparison.measure.name, figure)
    return found


def _rate_kept(finding: SegmentFinding, run: RunInfo) -> float | None:
    """Return the part of the rate of the searched deals that stays once the luck of being picked is taken off it.

    Of what they have beyond all others, `mean_of_picked` stays.
    """
    own, rest, thresholds = finding.search.estimate, finding.rest_search.estimate, run.critical_by_depth
    at = min(len(finding.segment.conditions), len(thresholds)) - 1
    threshold = thresholds[at] if at >= 0 else None
    if not own or rest is None or threshold is None or not finding.z:
        return None
    kept = mean_of_picked(finding.z, threshold) / finding.z
    return min(1.0, max(0.0, (rest + (own - rest) * kept) / own))


def _gaps(basis: Basis, types: Sequence[ChosenType], ids: Sequence[str]) -> Iterator[ValueGap]:
    findings = [one.finding for one in types]
    name = rank_measure(basis.result, findings)
    for (a, id_a), (b, id_b) in pairwise(zip(findings, ids, strict=True)):
        gap = gap_of(a, b, name, basis.result)
        if gap is not None:
            yield ValueGap(id_a, id_b, name, gap.estimate, gap.low, gap.high)
