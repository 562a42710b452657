"""Post-sale measures of the deals: conversations, discounts, picklists, columns barred as leaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from whofor.lexicon.levels import level_sign, levels_of
from whofor.lexicon.outcome_kinds import kind_of_label
from whofor.model import InteractionSummary, SoftFact, SoftReading, SoftSource
from whofor.model.measure import SHARE_UNIT
from whofor.model.parameters import Kind, Parameter, Role
from whofor.model.reasons.data import FillDiffers, FilledForOneOutcome
from whofor.outcomes.column import kind_of
from whofor.outcomes.discounts import discounts
from whofor.outcomes.interactions import UNDERSTANDING, interaction_measures
from whofor.schema.columns import TableName
from whofor.schema.rows import Attribute, DealRows
from whofor.validation.leaks import LeakCheck
from whofor.validation.ripeness import Ripeness

__all__ = [
    "CULTURAL_FIT",
    "is_cultural_fit",
    "soft_facts_of",
    "understanding_of",
    "with_barred_outcomes",
    "with_post_sale_measures",
]


CULTURAL_FIT = "cultural_fit"
"""Kind of a column, and of a soft fact, that tells whether client and seller suit each other."""
_SOFT_KINDS = (UNDERSTANDING, CULTURAL_FIT)


def with_post_sale_measures(rows: DealRows, ripeness: Ripeness) -> tuple[DealRows, InteractionSummary | None]:
    """Return the same deals with measures computed from conversations and list prices."""
    measures = _with_levels(rows.measures)
    cut = discounts(rows)
    if cut is not None and np.isfinite(cut).any():
        p = Parameter("discount", "", Role.VALIDATION, Kind.NUMBER, "deals", unit=SHARE_UNIT)
        measures.append(Attribute(p, cut, p.name))
    summary: InteractionSummary | None = None
    conversations = rows.history.interactions if rows.history else None
    if conversations is not None and len(conversations.deal):
        computed = interaction_measures(conversations, rows, ripeness.as_of)
        recorded = tuple(kind for kind in _SOFT_KINDS if _column_of(kind, measures) is not None)
        for m in computed.measures:
            if _soft_kind(m.name, m.label) in recorded:
                # What somebody recorded is better than what a text seems to say.
                continue
            p = Parameter(m.name, m.label, Role.VALIDATION, Kind.NUMBER, TableName.INTERACTIONS, unit=m.unit)
            measures.append(Attribute(p, m.values, m.name, better=_way_of_label(m.label)))
        summary = InteractionSummary(
            computed.days,
            computed.deals,
            conversations.total,
            computed.placed,
            conversations.unplaced,
            conversations.undated,
            conversations.repeated,
        )
    return replace(rows, measures=tuple(measures)), summary


def understanding_of(measures: Sequence[Attribute], read: SoftReading | None) -> SoftReading:
    """Return what tells whether buyers were clear about their need: a column, else what was read from texts.

    Args:
        measures: Outcomes recorded of the deals.
        read: How texts were read at import; `None` where none were.
    """
    column = _column_of(UNDERSTANDING, measures)
    if column is not None:
        return SoftReading(SoftSource.COLUMN, label=column.parameter.label)
    return read or SoftReading(SoftSource.NOTHING)


def soft_facts_of(measures: Sequence[Attribute], read: Sequence[SoftFact]) -> tuple[SoftFact, ...]:
    """Return what tells soft facts: a column of cultural fit, and what was read from texts.

    Args:
        measures: Outcomes recorded of the deals.
        read: How texts were read at import by the user's own examples.
    """
    column = _column_of(CULTURAL_FIT, measures)
    if column is None:
        return tuple(read)
    label, _, counted = column.parameter.label.partition(": ")
    own = SoftFact(label, counted, (), SoftReading(SoftSource.COLUMN, label=label))
    return (own, *(fact for fact in read if _soft_kind("", fact.name) != CULTURAL_FIT))


def is_cultural_fit(p: Parameter) -> bool:
    """Return whether an outcome is cultural fit, of a column or read from texts."""
    return _soft_kind(p.name, p.label) == CULTURAL_FIT


def _soft_kind(name: str, label: str) -> str:
    """Return the kind of soft fact that a measure is about, by its name or label; empty where it is about neither."""
    if name == UNDERSTANDING:
        return UNDERSTANDING
    kind = kind_of_label(label.rpartition(": ")[0] or label) if label else None
    return CULTURAL_FIT if kind is not None and kind.name == CULTURAL_FIT else ""


def _way_of_label(label: str) -> int:
    """Return +1 where more of the counted label is good, -1 where it is bad, 0 where its words do not tell."""
    fact, _, counted = label.rpartition(": ")
    kind = kind_of_label(fact) if fact else None
    return level_sign(counted, 0 if kind is None else kind.better) if fact else 0


def _column_of(kind: str, measures: Sequence[Attribute]) -> Attribute | None:
    """Return the column that records a kind of soft fact, `None` where none does."""
    named = ((m, kind_of(m.parameter)) for m in measures if m.parameter.table != TableName.INTERACTIONS)
    return next((m for m, found in named if found is not None and found.name == kind), None)


def with_barred_outcomes(rows: DealRows, leaks: LeakCheck) -> DealRows:
    """Return the same deals; columns about clients that are barred as they are filled in for those won are outcomes."""
    of_clients = [a for a in rows.attributes if a.parameter.name in leaks.barred and _of_clients(a, leaks)]
    outcomes = (replace(a, parameter=replace(a.parameter, role=Role.VALIDATION)) for a in of_clients)
    return replace(rows, measures=(*rows.measures, *outcomes)) if of_clients else rows


def _of_clients(a: Attribute, leaks: LeakCheck) -> bool:
    why, p = leaks.barred[a.parameter.name].why, a.parameter
    more_of_won = isinstance(why, FilledForOneOutcome | FillDiffers) and why.fill_won > why.fill_lost
    return more_of_won and p.kind in (Kind.NUMBER, Kind.BOOLEAN, Kind.CATEGORY) and kind_of(p) is not None


def _with_levels(measures: Sequence[Attribute]) -> list[Attribute]:
    """Return measures in figures: picklists as shares, in the place of a mere count of the rows that hold them."""
    pairs = [(m, _as_figures(m)) for m in measures]
    in_words = {m.group for m, share in pairs if m.parameter.kind is Kind.CATEGORY and share is not None}
    return [
        figures
        for m, figures in pairs
        if figures is not None and (m.parameter.kind is Kind.CATEGORY or m.group not in in_words)
    ]


def _as_figures(measure: Attribute) -> Attribute | None:
    """Return a picklist as the share of a level that rates a client; numbers as they are; `None` for anything else."""
    p = measure.parameter
    if p.kind is not Kind.CATEGORY:
        return measure
    levels = levels_of(p.label or p.name, (v for v in measure.values.tolist() if v is not None))
    if levels is None:
        return None
    share_of = {None: np.nan, **dict.fromkeys(levels.counted, 1.0)}
    values = np.array([share_of.get(v, 0.0) for v in measure.values.tolist()])
    label = f"{p.label or p.name}: {', '.join(levels.counted)}"
    return replace(measure, parameter=replace(p, label=label, kind=Kind.NUMBER), values=values, better=levels.better)
