"""Who takes part in the purchases of each type of client, and of its neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from whofor.arrays import BoolArray
from whofor.model import Condition, Contrast, Segment, SegmentFinding
from whofor.model.committee import Committee
from whofor.outcomes.clients import Clients
from whofor.outcomes.discounts import discounts
from whofor.people.committee import DealsToTell, committee_of, role_contrasts, roles_of
from whofor.people.title_words import TitleWords
from whofor.segments.conditions import segment_mask
from whofor.stats.multiplicity import holm

__all__ = ["committees_of", "deals_to_tell", "inside_of", "with_roles"]


def deals_to_tell(clients: Clients, words: TitleWords | None = None) -> DealsToTell | None:
    """Return the deals of which it is told who took part; `None` without contacts.

    Args:
        clients: All deals with their outcomes.
        words: Words to read job titles by; `None` for the packaged ones.
    """
    rows = clients.rows
    if rows.people is None:
        return None
    return DealsToTell(
        rows.people,
        roles_of(rows.people.persons, words),
        clients.ripeness.keep,
        rows.won,
        rows.opened,
        rows.closed,
        rows.repeated_accounts,
        discounts(rows),
    )


def committees_of(
    passed: Sequence[SegmentFinding], clients: Clients, deals: DealsToTell | None
) -> tuple[Committee, ...]:
    """Return who takes part in the purchases of each type of client, then of all; none without contacts."""
    if deals is None:
        return ()
    types = [(f.id, inside_of(f.segment.conditions, clients)) for f in passed]
    everybody = ("", np.ones(len(clients.rows), dtype=np.bool_))
    return tuple(committee_of(id_, inside, deals) for id_, inside in (*types, everybody))


def with_roles(
    contrasts: Sequence[Contrast], segments: Mapping[str, Segment], clients: Clients, deals: DealsToTell | None
) -> tuple[Contrast, ...]:
    """Return contrasts with the roles in the deals of both sides; p-values are corrected over all of them (Holm).

    Args:
        contrasts: Types of client beside neighbours that differ in one condition.
        segments: The types of client by the ids of their findings.
        clients: All deals with their outcomes.
        deals: The deals of which it is told who took part; `None` without contacts.
    """
    if deals is None:
        return tuple(contrasts)
    found = [
        role_contrasts(
            inside_of(segments[c.finding].conditions, clients),
            inside_of([c.other if x == c.condition else x for x in segments[c.finding].conditions], clients),
            deals,
        )
        for c in contrasts
    ]
    corrected = iter(holm([role.p for roles in found for role in roles]))
    return tuple(
        replace(contrast, roles=tuple(replace(role, p=next(corrected)) for role in roles))
        for contrast, roles in zip(contrasts, found, strict=True)
    )


def inside_of(conditions: Sequence[Condition], clients: Clients) -> BoolArray:
    """Return which of all deals meet some conditions."""
    return segment_mask(Segment(tuple(conditions)), clients.rows.attributes, clients.rows.opened)
