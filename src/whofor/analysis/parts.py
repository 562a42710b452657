"""Parts of the deals by one fact, such as products: which are searched, and which types of client they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whofor.analysis.alike import inside_of, is_one_type
from whofor.analysis.claims import judged_elsewhere
from whofor.analysis.prepare import Prepared
from whofor.arrays import BoolArray, is_known
from whofor.errors import Problem, Sentence, UsageError
from whofor.model import IcpResult, SegmentFinding, Verdict
from whofor.model.parameters import SEARCHED, Kind, Role
from whofor.model.parts import PartCount, PartFigure, PartList, SharedType, Sharing
from whofor.schema.rows import Attribute, DealRows
from whofor.stats.threads import one_blas_thread
from whofor.text import did_you_mean, fold

__all__ = ["FEWEST_CLOSED", "SearchedPart", "deals_of_part", "parts_of", "shared_types"]

FEWEST_CLOSED = 100
"""Closed deals from which a part is searched: of fewer hardly any type of client can be told from luck."""
_MOST_PARTS = 40
"""More answers nobody reads, and a fact with more values is no product."""
_PARTING = {*SEARCHED, Role.CONFOUNDER}
_KINDS = (Kind.CATEGORY, Kind.BOOLEAN)


@dataclass(frozen=True, eq=False, slots=True)
class SearchedPart:
    """One part of the deals after its search.

    Attributes:
        value: The part.
        result: What its search found.
        prepared: Its deals as they were prepared; `None` where they could not carry an analysis.
    """

    value: str
    result: IcpResult
    prepared: Prepared | None


def parts_of(rows: DealRows, per: str, judged: BoolArray) -> PartList:
    """Return the parts of the deals by a fact.

    Args:
        rows: All deals.
        per: The fact: its canonical name, or what the export calls it.
        judged: Which of them are closed and may be judged.

    Raises:
        UsageError: There is no such fact, it has no separate values, or too many of them.
    """
    by = _parting(rows, per)
    counts: dict[str, int] = {}
    for value in by.values[judged].tolist():
        if value is not None:
            counts[str(value)] = counts.get(str(value), 0) + 1
    ordered = [PartCount(value, n) for value, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
    searched = tuple(part for part in ordered if part.n >= FEWEST_CLOSED)
    if len(searched) > _MOST_PARTS:
        what = Sentence("{n} of its values have {least} closed deals or more", n=len(searched), least=FEWEST_CLOSED)
        todo = Sentence("Name a fact with at most {most} of them.", most=_MOST_PARTS)
        raise UsageError(Problem(what, "--per", per, todo))
    unknown = int((judged & ~is_known(by.values)).sum())
    too_few = tuple(part for part in ordered if part.n < FEWEST_CLOSED)
    return PartList(by.parameter.name, by.parameter.label, searched, too_few, unknown, FEWEST_CLOSED)


def deals_of_part(rows: DealRows, per: str, value: str) -> BoolArray:
    """Return which deals are of a part.

    Args:
        rows: All deals.
        per: The fact that parts them.
        value: Its value.

    Raises:
        UsageError: There is no such fact.
    """
    by = _parting(rows, per)
    return np.asarray(by.values == value, dtype=np.bool_)


def _parting(rows: DealRows, per: str) -> Attribute:
    """Return the attribute of a name that parts the deals.

    Raises:
        UsageError: There is none of this name, or its values are no names.
    """
    known = [a for a in (*rows.confounders, *rows.attributes) if a.parameter.role in _PARTING]
    usable = [a for a in known if a.parameter.kind in _KINDS]
    wanted = fold(per)
    names = [(a.parameter.name, a.parameter.bare_name, a.parameter.label) for a in known]
    for which in range(len(names[0]) if names else 0):
        found = next((a for a, own in zip(known, names, strict=True) if fold(own[which]) == wanted), None)
        if found is not None and found.parameter.kind in _KINDS:
            return found
        if found is not None:
            # Deals of two parts would be evidence for themselves where one part is tested on the other.
            several = found.parameter.kind is Kind.MULTI
            alone = "this fact is a number or a day: it does not part the deals"
            what = "a deal may have several values of this fact: it does not part the deals" if several else alone
            raise UsageError(Problem(what, "--per", per, _suggested(per, usable)))
    raise UsageError(Problem("the deals have no such fact", "--per", per, _suggested(per, usable)))


def _suggested(per: str, usable: Sequence[Attribute]) -> str:
    return did_you_mean(per, [a.parameter.bare_name for a in usable])


@one_blas_thread()
def shared_types(parts: Sequence[SearchedPart], rows: DealRows) -> tuple[SharedType, ...]:
    """Return the confirmed types of client that several parts have.

    A part has a type of client where its own search confirmed it too, with limits that differ a little at most; or
    where the type, to go after, that another part's search confirmed holds among its deals, which had no say in it: it
    is judged there as claims are.

    Args:
        parts: The parts, each with its result.
        rows: All deals, in which two types are compared.
    """
    groups = _groups([(part, found) for part in parts for found in _confirmed(part.result)], rows)
    tested: dict[int, list[tuple[SearchedPart, SegmentFinding]]] = {}
    for part in parts:
        if part.prepared is None:
            continue
        of_others = [
            at
            for at, group in enumerate(groups)
            if group[0][1].direction > 0
            and all(one is not part for one, _ in group)
            and inside_of(group[0][1].segment, part.prepared.study.rows) is not None
        ]
        judged = judged_elsewhere(part.prepared, [groups[at][0][1].segment for at in of_others])
        for at, finding in zip(of_others, judged, strict=True):
            if finding.verdict is Verdict.PASS:
                tested.setdefault(at, []).append((part, finding))
    return tuple(
        SharedType(
            group[0][1].direction,
            tuple(
                PartFigure(
                    part.value,
                    found.id if how is Sharing.FOUND else "",
                    how,
                    found.segment,
                    found.confirm,
                    found.rest_confirm,
                )
                for how, those in ((Sharing.FOUND, group), (Sharing.TESTED, tested.get(at, [])))
                for part, found in those
            ),
        )
        for at, group in enumerate(groups)
        if len(group) + len(tested.get(at, [])) > 1
    )


def _confirmed(result: IcpResult) -> list[SegmentFinding]:
    found = (*result.search.segments, *result.search.negative_segments)
    return [f for f in found if f.verdict is Verdict.PASS]


def _groups(
    findings: Sequence[tuple[SearchedPart, SegmentFinding]], rows: DealRows
) -> list[list[tuple[SearchedPart, SegmentFinding]]]:
    """Return findings of all parts, those of one type of client together, at most one of each part."""
    groups: list[list[tuple[SearchedPart, SegmentFinding]]] = []
    for part, found in findings:
        for group in groups:
            first = group[0][1]
            if first.direction != found.direction or any(one is part for one, _ in group):
                continue
            if is_one_type(first.segment, found.segment, rows):
                group.append((part, found))
                break
        else:
            groups.append([(part, found)])
    return groups
