"""Effect of the client's situation within a type of client."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whofor.figures.comparisons import compare, with_holm
from whofor.model import Condition, Segment, SegmentFinding, SituationEffect
from whofor.model.measure import OutcomeName
from whofor.outcomes.clients import Clients
from whofor.segments.conditions import segment_mask
from whofor.worth.fact_blocks import block_of

__all__ = ["situation_effects"]


def situation_effects(findings: Sequence[SegmentFinding], clients: Clients) -> tuple[SituationEffect, ...]:
    """Return win rates with and without the situation among deals that meet all other conditions of a type of client.

    On deals held back, or on all where those are too few; p-values are corrected over all of them (Holm).

    Args:
        findings: Types of client.
        clients: All deals with their outcomes.
    """
    rows, held_back = clients.rows, clients.held_back
    by_name = {a.parameter.name: a for a in rows.attributes}
    won = next((k for k in clients.outcomes.known if k.outcome.measure.name == OutcomeName.WON), None)
    if won is None:
        return ()
    effects: list[SituationEffect] = []
    for finding in findings:
        situation: list[Condition] = []
        others: list[Condition] = []
        for condition in finding.segment.conditions:
            is_situation = block_of(by_name[condition.parameter].parameter) == "situation"
            (situation if is_situation else others).append(condition)
        if not situation or not others:
            continue
        base, inside = (
            segment_mask(s, rows.attributes, rows.opened) for s in (Segment(tuple(others)), finding.segment)
        )
        own, other = inside, base & ~inside
        confirmed = compare(won, own & held_back, other & held_back)
        found = confirmed or compare(won, own, other)
        if found is not None:
            compared = replace(found, held_back=confirmed is not None)
            effects.append(SituationEffect(finding.id, tuple(situation), tuple(others), compared))
    corrected = with_holm([e.comparison for e in effects])
    return tuple(replace(e, comparison=c) for e, c in zip(effects, corrected, strict=True))
