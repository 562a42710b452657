"""Checks on how the facts of a segment were recorded: by whom, when, and for which deals."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from whofor.arrays import BoolArray, is_known
from whofor.model.evidence import Verdict
from whofor.model.reasons.steps import NameRole, RecordField
from whofor.model.reasons.verdicts import (
    AskedDuringSale,
    FilledDuringSale,
    FilledMostlyForOneOutcome,
    RestsOnGaps,
    RestsOnUnknown,
)
from whofor.model.segment import Condition, Operator, Segment
from whofor.schema.columns import TableName
from whofor.schema.rows import Attribute, Rows
from whofor.segments.conditions import mask
from whofor.stats.odds import mantel_haenszel_odds_ratio
from whofor.validation.bench import LEVEL
from whofor.validation.case import Case, CheckResult, kept_share, shows_later
from whofor.validation.confounders import KEPT_WITHOUT_PROOF, Confounder, adjust

__all__ = ["asked_during_sale", "fair_sample", "gaps", "recorded", "unknown_values"]

_STRONGEST_ODDS = 20.0
"""Odds ratio beyond which a column of deals that no mapping names may well be filled in during the sale: a convention.
1 % against 60 % is 148. Of facts known before the sale the strongest seen held 55 % against 22 % (4), 91 % against 43 %
(13) and 83 % against 17 % (24, on few deals)."""


def unknown_values(case: Case) -> Iterator[CheckResult]:
    """Check that no condition asks for an unrecorded value, which names nobody whom one could go after."""
    unknown = [c for c in case.evidence.segment.conditions if c.operator is Operator.UNKNOWN]
    if unknown:
        label = unknown[0].label
        yield CheckResult(RestsOnUnknown(label), Verdict.REVIEW, RecordField(label))


def recorded(segment: Segment, rows: Rows) -> tuple[BoolArray, str]:
    """Return which deals have all facts that a segment asks for, and the label of the least recorded fact.

    What happens to an account, or who is known there, is no gap where there is nothing.
    """
    by_name = {a.parameter.name: a for a in rows.attributes}
    known = np.ones(len(rows), dtype=np.bool_)
    least, label = 1.0, ""
    for condition in segment.conditions:
        attribute = by_name.get(condition.parameter)
        if attribute is None or attribute.parameter.table in ("signals", "contacts"):
            continue
        here = is_known(attribute.values)
        known &= here
        if here.mean() < least:
            least, label = float(here.mean()), condition.label
    return known, label


def gaps(case: Case) -> Iterator[CheckResult]:
    """Check that the rest does not do worse only because of deals whose facts nobody recorded."""
    e, bench = case.evidence, case.bench
    known, label = recorded(e.segment, bench.rows)
    if known.all() or any(c.operator is Operator.UNKNOWN for c in e.segment.conditions):
        return
    confounder = Confounder("recorded", label, known.astype(np.int64), ("", ""))
    of_all = adjust(confounder.take(e.among), e.inside[e.among], bench.outcome.take(e.among), e.direction)
    shows = kept_share(of_all) >= KEPT_WITHOUT_PROOF or shows_later(case, confounder)
    if of_all.survives and shows and (e.p_recorded < LEVEL or not case.significant):
        return
    yield CheckResult(RestsOnGaps(label), Verdict.REVIEW, RecordField(label))


def _asked(case: Case) -> Iterator[tuple[Condition, Attribute]]:
    """Yield each condition of a segment with the column that it asks of."""
    by_name = {a.parameter.name: a for a in case.bench.rows.attributes}
    conditions = case.evidence.segment.conditions
    yield from ((c, by_name[c.parameter]) for c in conditions if c.parameter in by_name)


def fair_sample(case: Case) -> Iterator[CheckResult]:
    """Check that no column is filled in mostly for one outcome: the deals where it is are no fair sample of all."""
    for condition, attribute in _asked(case):
        if attribute.limits.is_selected:
            label = condition.label
            yield CheckResult(FilledMostlyForOneOutcome(label), Verdict.REVIEW, RecordField(label))


def asked_during_sale(case: Case) -> Iterator[CheckResult]:
    """Check that no column of deals that nobody named behaves like one that is filled in during the sale.

    It separates as strongly as such columns do, or it is filled in more often where deals were won.
    """
    bench = case.bench
    if not bench.outcome.measure.is_share:
        return
    for condition, attribute in _asked(case):
        if attribute.parameter.declared or attribute.parameter.table != TableName.DEALS:
            continue
        known = is_known(attribute.values)
        inside = mask(condition, attribute.values, attribute.parameter.kind, bench.rows.opened) & known
        yes, others = bench.outcome.values > 0, known & ~inside
        # Half a deal is added to each cell: an odds ratio of none against some has no interval otherwise.
        cells = (int((inside & yes).sum()), int(inside.sum()), int((others & yes).sum()), int(others.sum()))
        ratio = mantel_haenszel_odds_ratio(cells[0] + 0.5, cells[1] + 1, cells[2] + 0.5, cells[3] + 1)
        label = condition.label
        if ratio.low > _STRONGEST_ODDS or ratio.high < 1 / _STRONGEST_ODDS:
            yield CheckResult(AskedDuringSale(label, cells[1]), Verdict.REVIEW, NameRole(label))
        elif attribute.limits.known_only:
            yield CheckResult(FilledDuringSale(label), Verdict.REVIEW, NameRole(label))
