"""Claims: types of client that were named before these deals were looked at, judged as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from whofor.analysis.channels import with_channels_named
from whofor.analysis.prepare import Prepared
from whofor.arrays import FloatArray, is_known
from whofor.days import days_of
from whofor.errors import Sentence
from whofor.model import SegmentFinding
from whofor.model.options import FindOptions
from whofor.model.segment import Segment
from whofor.schema.rows import Attribute
from whofor.segments.claims import Resolver, Shorthands, parse_claim, split_declared
from whofor.segments.conditions import segment_mask
from whofor.validation.confounders import choose_strata
from whofor.validation.declared import DeclaredClaim, judge_claims

__all__ = ["judged_claims", "judged_elsewhere", "judged_since"]


def judged_claims(
    prepared: Prepared, options: FindOptions, resolvers: Mapping[str, Resolver], shorthands: Shorthands
) -> list[SegmentFinding]:
    """Return the declared claims, judged on all analysed deals.

    Args:
        prepared: The deals.
        options: What the user settled, with the claims as text.
        resolvers: How values written in claims become canonical ones.
        shorthands: Names that stand for several conditions.

    Raises:
        UsageError: A claim cannot be read, or names what is a leak by its name or role.
    """
    if not options.claims:
        return []
    study = prepared.study
    doubtful = prepared.doubtful
    claimable = {a.parameter.label for a in doubtful}
    barred = {
        leak.column: Sentence("it is known only once the outcome is")
        for leak in prepared.leaks.leaks
        if leak.column not in claimable
    }
    for c in study.rows.confounders:
        barred |= dict.fromkeys((c.parameter.name, c.parameter.label), Sentence("it says how the deal came about"))
    attributes = [*study.rows.attributes, *doubtful]
    days, texts = zip(*map(split_declared, options.claims), strict=True)
    segments = [parse_claim(text, attributes, resolvers, barred, shorthands) for text in texts]
    claims = [
        replace(_declared(s, attributes, doubtful, study.rows.opened), on=day)
        for s, day in zip(segments, days, strict=True)
    ]
    return with_channels_named(_judged(claims, prepared), prepared)


def judged_elsewhere(prepared: Prepared, segments: Sequence[Segment]) -> list[SegmentFinding]:
    """Return types of client that were found in other deals, judged on these as claims are: nothing is searched.

    Args:
        prepared: The deals; those types were not found in them.
        segments: The types of client; each names attributes of these deals only.
    """
    rows = prepared.study.rows
    return _judged([_declared(s, rows.attributes, (), rows.opened) for s in segments], prepared)


def judged_since(prepared: Prepared, segment: Segment, day: date) -> SegmentFinding | None:
    """Return a type of client judged as a claim on the deals opened after a day; `None` where it has none of them.

    Args:
        prepared: The deals.
        segment: The type of client; it names attributes of these deals only, those that are doubtful among them.
        day: The day on which it was declared: what was opened before, people may have looked at.
    """
    rows = prepared.study.rows
    claim = _declared(segment, (*rows.attributes, *prepared.doubtful), prepared.doubtful, rows.opened)
    with np.errstate(invalid="ignore"):
        among = claim.among & (np.floor(rows.opened) > days_of(day))
    if not (claim.inside & among).any() or (claim.inside | ~among).all():
        return None
    return _judged([replace(claim, among=among, on=day)], prepared)[0]


def _judged(claims: Sequence[DeclaredClaim], prepared: Prepared) -> list[SegmentFinding]:
    bench = prepared.bench
    return judge_claims(claims, bench, choose_strata(bench.confounders, prepared.time), parts=prepared.parts)


def _declared(
    segment: Segment, attributes: Sequence[Attribute], doubtful: Sequence[Attribute], opened: FloatArray
) -> DeclaredClaim:
    """Return a claim with the deals that it is judged on."""
    barred = {a.parameter.name: a.parameter.label for a in doubtful}
    named = {c.parameter for c in segment.conditions}
    among = np.ones(len(opened), dtype=np.bool_)
    for a in attributes:
        if a.parameter.name in named and (a.limits.known_only or a.parameter.name in barred):
            among &= is_known(a.values)
    selected = {a.parameter.name: a.parameter.label for a in attributes if a.limits.is_selected}
    return DeclaredClaim(
        segment=segment,
        inside=segment_mask(segment, attributes, opened),
        among=among,
        barred=next((barred[c.parameter] for c in segment.conditions if c.parameter in barred), ""),
        selected=next((selected[c.parameter] for c in segment.conditions if c.parameter in selected), ""),
    )
