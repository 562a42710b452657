"""The comparison table: each type of client beside all others, on every recorded outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from whofor.arrays import BoolArray
from whofor.figures.comparisons import KnownOutcome, compare, with_holm
from whofor.model import Comparison, SegmentFinding, SegmentWorth
from whofor.model.measure import OutcomeName
from whofor.outcomes.after_sale import CULTURAL_FIT, is_cultural_fit
from whofor.outcomes.clients import Clients
from whofor.outcomes.column import kind_of
from whofor.outcomes.interactions import INTERACTION_WAYS
from whofor.outcomes.registry import OUTCOMES, outcome_kind
from whofor.segments.conditions import segment_mask, surely_outside
from whofor.worth.channels import channels_of
from whofor.worth.cycle import cycle_of
from whofor.worth.payers import payers_of
from whofor.worth.price import price_of

__all__ = ["TOPICS", "worth_of"]

TOPICS = (
    *("mutual_value", "price", "discount", "cycle", "implementation", "engagement", "understanding", "cultural_fit"),
    *("relationship", "feedback", "client_growth", "time_saved", "satisfaction", "acquisition_cost", "other"),
)
"""Rows of the comparison table, in its order."""

_NOT_MISSED = frozenset({"cultural_fit", "discount", "acquisition_cost", "other"})
"""Rows that are not named where nothing records them."""

_TOPIC_OF = {
    **{str(kind.name): kind.topic for kind in OUTCOMES if kind.topic},
    **dict.fromkeys(("revenue", "price"), "price"),
    "discount": "discount",
    "implementation": "implementation",
    **dict.fromkeys(("engagement", "adoption", *INTERACTION_WAYS), "engagement"),
    "understanding": "understanding",
    "cultural_fit": "cultural_fit",
    **dict.fromkeys(("relationship", "lifetime", "churn", "expansion"), "relationship"),
    **dict.fromkeys(("referrals", "support_load", "late_payment"), "relationship"),
    "acquisition_cost": "acquisition_cost",
    "feedback": "feedback",
    "client_growth": "client_growth",
    "time_saved": "time_saved",
    **dict.fromkeys(("satisfaction", "recommendation"), "satisfaction"),
}
_MOST = 5
"""Types of client that a table compares side by side: what a page holds."""


def _topic_of(name: str, kinds: Mapping[str, str]) -> str:
    """Return the row of the table that an outcome belongs to, by its name and the kinds of columns."""
    return _TOPIC_OF.get(kinds.get(name, name), "other")


def _comparisons(
    inside: BoolArray, others: BoolArray, held_back: BoolArray, known: Sequence[KnownOutcome], kinds: dict[str, str]
) -> list[Comparison]:
    """Return every outcome of a segment beside that of others: on deals held back, or on all if those are too few."""
    out: list[Comparison] = []
    for k in known:
        name = k.outcome.measure.name
        if name == OutcomeName.WON:
            continue
        kind = outcome_kind(name)
        follows = kind is None or kind.follows_newest
        confirmed = compare(k, inside & held_back, others & held_back) if follows else None
        found = confirmed or compare(k, inside, others)
        if found is not None:
            out.append(replace(found, held_back=confirmed is not None, topic=_topic_of(name, kinds)))
    return sorted(out, key=lambda c: TOPICS.index(c.topic))


def worth_of(findings: Sequence[SegmentFinding], clients: Clients, seed: int) -> tuple[SegmentWorth, ...]:
    """Return the worth of some types of client: every outcome beside the others', cycle, price, lead sources.

    The others are deals known to be of none of these types, so that neither another type nor deals with unrecorded
    facts blur what sets a type apart. p-values are corrected over all comparisons of all these types together (Holm).

    Args:
        findings: Types of client that passed, the best first; at most five are described.
        clients: All deals with their outcomes.
        seed: Seed of the draws behind intervals and chances.
    """
    if not findings:
        return ()
    rows, ripeness, outcomes = clients.rows, clients.ripeness, clients.outcomes
    known = outcomes.known_with_mutual_value
    held = (*outcomes.names, *((OutcomeName.MUTUAL_VALUE,) if outcomes.mutual_value is not None else ()))
    kinds = {m.parameter.name: kind.name for m in rows.measures if (kind := kind_of(m.parameter)) is not None}
    kinds |= {m.parameter.name: CULTURAL_FIT for m in rows.measures if is_cultural_fit(m.parameter)}
    recorded = {_topic_of(name, kinds) for name in held}
    given = rows.attributes, rows.opened
    nobody = np.logical_and.reduce([surely_outside(f.segment, *given) for f in findings])
    masks = [segment_mask(f.segment, *given) for f in findings[:_MOST]]
    tables = [_comparisons(mask, nobody, clients.held_back, known, kinds) for mask in masks]
    corrected = iter(with_holm([c for table in tables for c in table]))
    out: list[SegmentWorth] = []
    for finding, mask, table in zip(findings, masks, tables, strict=False):
        comparisons = tuple(next(corrected) for _ in table)
        topics = {c.topic for c in comparisons}
        followed = ripeness.followed
        out.append(
            SegmentWorth(
                finding=finding.id,
                comparisons=comparisons,
                not_recorded=tuple(t for t in TOPICS if t not in topics | recorded | _NOT_MISSED),
                not_compared=tuple(t for t in TOPICS if t in recorded - topics - _NOT_MISSED),
                payers=payers_of(mask, nobody, rows, known),
                cycle=cycle_of(mask & followed, nobody & followed, rows, ripeness.as_of, seed),
                price=price_of(mask, rows, ripeness.keep),
                channels=channels_of(mask, rows, ripeness.leads, seed, finding.id),
            )
        )
    return tuple(out)
