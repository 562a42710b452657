"""What was lived with each type of client, beside all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from whofor.analysis.prepare import Prepared
from whofor.arrays import BoolArray, FloatArray
from whofor.errors import UsageError
from whofor.model import (
    Comparison,
    Condition,
    Estimate,
    Payers,
    Segment,
    SegmentFinding,
    SegmentWorth,
    SituationEffect,
)
from whofor.outcomes.interactions import INTERACTION_WAYS
from whofor.outcomes.known import FEWEST, KnownOutcome, compare, known_measures, with_holm
from whofor.outcomes.measured import kind_of, known_outcomes, measure_outcome, revenue_of
from whofor.outcomes.mutual_value import Component
from whofor.schema.rows import DealRows
from whofor.segments.conditions import segment_mask, surely_outside
from whofor.stats.intervals import mean_interval, wilson_interval
from whofor.worth.channels import channels_of
from whofor.worth.cycle import cycle_of
from whofor.worth.fact_blocks import block_of
from whofor.worth.price import price_of

__all__ = ["TOPICS", "situation_effects", "value_components", "worth_of"]

TOPICS = (
    *("mutual_value", "price", "discount", "cycle", "implementation", "engagement", "understanding", "relationship"),
    *("feedback", "client_growth", "time_saved", "satisfaction", "acquisition_cost", "other"),
)
"""Rows of the comparison table, in its order."""

_NOT_MISSED = frozenset({"discount", "acquisition_cost", "other"})
"""Rows that are not named where nothing records them."""

_TOPIC_OF = {
    **dict.fromkeys(("value", "revenue", "price"), "price"),
    "discount": "discount",
    "cycle": "cycle",
    "implementation": "implementation",
    **dict.fromkeys(("engagement", "adoption", *INTERACTION_WAYS), "engagement"),
    "understanding": "understanding",
    **dict.fromkeys(("relationship", "retention", "lifetime", "churn", "expansion"), "relationship"),
    **dict.fromkeys(("referrals", "support_load", "late_payment"), "relationship"),
    "acquisition_cost": "acquisition_cost",
    "feedback": "feedback",
    "client_growth": "client_growth",
    "time_saved": "time_saved",
    **dict.fromkeys(("satisfaction", "recommendation"), "satisfaction"),
    "mutual_value": "mutual_value",
}
_MOST = 5
_TOP_PAYERS = 0.75


def _topic_of(name: str, kinds: Mapping[str, str]) -> str:
    """Row of the table that an outcome belongs to, by its name and the kinds of columns."""
    return _TOPIC_OF.get(kinds.get(name, name), "other")


def _held_back(prepared: Prepared) -> BoolArray:
    """Deals that the search did not see: by their day, else by the split itself."""
    split, opened = prepared.bench.split, prepared.rows.opened
    places = np.flatnonzero(prepared.keep)
    if split.kind == "newest":
        first = float(prepared.bench.rows.opened[~split.search].min())
        with np.errstate(invalid="ignore"):
            return np.asarray(opened >= first, dtype=np.bool_)
    held = np.zeros(len(opened), dtype=np.bool_)
    held[places[~split.search]] = True
    return held


def _comparisons(
    inside: BoolArray, others: BoolArray, held_back: BoolArray, known: Sequence[KnownOutcome], kinds: dict[str, str]
) -> list[Comparison]:
    """Every outcome of a segment beside that of others: on deals held back, or on all where those are too few."""
    out: list[Comparison] = []
    for k in known:
        if k.outcome.measure.name == "won":
            continue
        # How long clients stay is told from all of them: those held back were followed for less than the horizon.
        newest = None if k.outcome.measure.name == "retention" else held_back
        confirmed = None if newest is None else compare(k, inside & newest, others & newest)
        found = confirmed or compare(k, inside, others)
        if found is not None:
            out.append(replace(found, held_back=confirmed is not None, topic=_topic_of(k.outcome.measure.name, kinds)))
    return sorted(out, key=lambda c: TOPICS.index(c.topic))


def _mean(values: FloatArray) -> Estimate:
    if len(values) < FEWEST:
        return Estimate(len(values), None, None, None, None)
    i = mean_interval(float(values.sum()), float((values * values).sum()), len(values))
    return Estimate(len(values), None, i.estimate, max(0.0, i.low), min(1.0, i.high))


def _share(inside: BoolArray) -> Estimate:
    i = wilson_interval(int(inside.sum()), len(inside))
    return Estimate(len(inside), int(inside.sum()), i.estimate, i.low, i.high)


def _payers(inside: BoolArray, others: BoolArray, rows: DealRows, known: Sequence[KnownOutcome]) -> Payers | None:
    """Whether the quarter of clients who pay most are of a type, and what either is worth."""
    brought = revenue_of(rows)
    names = ("value",) if brought is None else ("value", brought.parameter.name)
    value = next((k for name in names for k in known if k.outcome.measure.name == name), None)
    if value is None or value.count(inside) < FEWEST:
        return None
    amounts, own, no_icp = value.outcome.values, inside[value.keep], others[value.keep]
    top = amounts >= np.quantile(amounts, _TOP_PAYERS)
    if top.sum() < FEWEST or top.all():
        return None
    worth = np.full(len(rows), np.nan)
    mutual = next((k for k in known if k.outcome.measure.name == "mutual_value"), None)
    # One half alone is no mutual value, and that of us holds the price itself.
    if mutual is not None and not mutual.outcome.measure.detail:
        worth[mutual.keep] = mutual.outcome.values
    of_clients = worth[value.keep]
    scored = np.isfinite(of_clients)
    return Payers(
        own=_share(own[top]),
        among_all=_share(own),
        value_top=_mean(of_clients[top & no_icp & scored]),
        value_own=_mean(of_clients[own & scored]),
    )


def value_components(prepared: Prepared, weights: Mapping[str, float]) -> tuple[Component, ...]:
    """What mutual value is made of, whatever the outcome; empty where too little is known of clients."""
    if prepared.components:
        return prepared.components
    try:
        measured = measure_outcome(prepared.rows, "mutual_value", prepared.ripeness, weights=weights)
    except UsageError:  # too little is known of clients: the table says which rows are not recorded
        return ()
    return measured.components if int(measured.keep.sum()) >= 2 * FEWEST else ()


def worth_of(
    findings: Sequence[SegmentFinding],
    prepared: Prepared,
    weights: Mapping[str, float],
    seed: int,
    *,
    with_mutual_value: bool,
) -> tuple[SegmentWorth, ...]:
    """What was lived with some types of client: every outcome beside the others', cycle, price, channels.

    The others are deals known to be of none of these types, so that neither another type nor one that nobody wrote
    down blurs what sets a type apart.

    p-values are corrected over all comparisons of all these types together (Holm).

    Args:
        findings: Types of client that passed, the best first; at most five are told.
        prepared: The deals.
        weights: Weights of what mutual value is made of, where they are not 1.
        seed: Seed of the draws behind intervals and chances.
        with_mutual_value: Whether enough is known of clients for it.
    """
    if not findings:
        return ()
    rows, judged, followed = prepared.rows, prepared.ripeness.keep, prepared.ripeness.followed
    more = ("mutual_value",) if with_mutual_value else ()
    known = known_measures(rows, prepared.ripeness, more, weights)
    held = (*known_outcomes(rows), *more)
    kinds = {m.parameter.name: kind.name for m in rows.measures if (kind := kind_of(m.parameter)) is not None}
    held_back = _held_back(prepared)
    masks = [segment_mask(f.segment, rows.attributes, rows.opened) for f in findings]
    nobody = np.logical_and.reduce([surely_outside(f.segment, rows.attributes, rows.opened) for f in findings])
    masks = masks[:_MOST]
    tables = [_comparisons(mask, nobody, held_back, known, kinds) for mask in masks]
    corrected = iter(with_holm([c for table in tables for c in table]))
    out: list[SegmentWorth] = []
    for finding, mask, table in zip(findings, masks, tables, strict=False):
        told = tuple(next(corrected) for _ in table)
        topics = {c.topic for c in told}
        recorded = {_topic_of(name, kinds) for name in held}
        out.append(
            SegmentWorth(
                finding=finding.id,
                comparisons=told,
                not_recorded=tuple(t for t in TOPICS if t not in topics | recorded | _NOT_MISSED),
                not_compared=tuple(t for t in TOPICS if t in recorded - topics - _NOT_MISSED),
                payers=_payers(mask, nobody, rows, known),
                cycle=cycle_of(mask & followed, nobody & followed, rows, prepared.ripeness.as_of, seed),
                price=price_of(mask, rows, judged, seed),
                channels=channels_of(mask, rows, prepared.ripeness.leads, seed, finding.id),
            )
        )
    return tuple(out)


def situation_effects(findings: Sequence[SegmentFinding], prepared: Prepared) -> tuple[SituationEffect, ...]:
    """Win rates with and without the situation among deals that meet all other conditions of a type of client.

    Told on deals held back, or on all where those are too few; p-values are corrected over all of them (Holm).
    """
    rows = prepared.rows
    by_name = {a.parameter.name: a for a in rows.attributes}
    won = next((k for k in known_measures(rows, prepared.ripeness) if k.outcome.measure.name == "won"), None)
    if won is None:
        return ()
    held_back = _held_back(prepared)
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
