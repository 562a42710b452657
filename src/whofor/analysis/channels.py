"""Channels: what was found of how people came, judged like types of client and told apart from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whofor.analysis.draws import Searched
from whofor.analysis.prepare import Prepared
from whofor.model import ChannelSearch, Parameter, Role, SegmentFinding
from whofor.model.reasons import NextStep
from whofor.model.reasons.steps import (
    CompareChannelWithin,
    CompareWithin,
    Pursue,
    PursueLess,
    PushChannel,
    PushChannelLess,
)
from whofor.model.reasons.verdicts import SeenOnlyWhenTheyCome

__all__ = ["as_channels", "channel_search", "with_channels_named"]


def _step(step: NextStep) -> NextStep:
    """Return what to do about a channel instead of a type of client."""
    if isinstance(step, Pursue):
        return PushChannel()
    if isinstance(step, CompareWithin):
        return CompareChannelWithin(step.label)
    return PushChannelLess() if isinstance(step, PursueLess) else step


def as_channels(searched: Searched | None) -> list[SegmentFinding]:
    """Return what the search for channels found, those that do better first; none where it was not made."""
    if searched is None:
        return []
    return [replace(f, next_step=_step(f.next_step), of_channel=True) for f in (*searched.positive, *searched.negative)]


def with_channels_named(claims: Sequence[SegmentFinding], prepared: Prepared) -> list[SegmentFinding]:
    """Return declared claims; one that asks for a fact seen only when people come says so, and is no type of client."""
    labels = {a.parameter.name: a.parameter.label for a in prepared.study.rows.attributes if _is_channel(a.parameter)}
    labels |= {a.parameter.name: a.parameter.label for a in prepared.barred if _is_channel(a.parameter)}
    out: list[SegmentFinding] = []
    for claim in claims:
        seen = next((labels[c.parameter] for c in claim.segment.conditions if c.parameter in labels), None)
        if seen is None:
            out.append(claim)
            continue
        reasons = (*claim.reasons, SeenOnlyWhenTheyCome(seen))
        out.append(replace(claim, reasons=reasons, next_step=_step(claim.next_step), of_channel=True))
    return out


def _is_channel(parameter: Parameter) -> bool:
    return parameter.role is Role.CHANNEL


def channel_search(searched: Searched | None) -> ChannelSearch | None:
    """Return how channels were searched; `None` where they were not."""
    if searched is None:
        return None
    study, found = searched.prepared.study, searched.found
    critical = study.critical(found.tiers)
    return ChannelSearch(
        facts=tuple(dict.fromkeys(e.conditions[0].label for e in study.encoded)),
        family_size=sum(t.family for t in found.tiers),
        alpha_by_depth=study.alpha,
        critical_by_depth=tuple(c if t.family else None for c, t in zip(critical, found.tiers, strict=True)),
    )
