"""Outcomes from validation columns: numbers, yes and no, shares of a level."""

from __future__ import annotations

import numpy as np

from whofor.arrays import FloatArray
from whofor.errors import Problem, Sentence, UsageError
from whofor.lexicon.booleans import parse_boolean
from whofor.lexicon.outcome_kinds import ComponentKind, kind_of_label
from whofor.model import Measure
from whofor.model.measure import OutcomeName
from whofor.model.parameters import Kind, Parameter
from whofor.model.reasons.data import NoOpeningDate, NoValue, SameClient
from whofor.outcomes.interactions import INTERACTION_WAYS
from whofor.outcomes.kinds import Measured, MeasureInput, first_of_account, without_outliers
from whofor.schema.columns import TableName
from whofor.schema.rows import Attribute, DealRows
from whofor.text import did_you_mean, fold
from whofor.validation.not_judged import not_judged

__all__ = ["as_numbers", "find_column", "kind_of", "measure_column", "revenue_of"]


def as_numbers(measure: Attribute) -> FloatArray:
    """Return the values of a measure as numbers, yes as 1 and no as 0; NaN where unknown."""
    if measure.parameter.kind is Kind.BOOLEAN:
        values = measure.values.tolist()
        meaning = {v: np.nan if v is None else float(parse_boolean(str(v)) is True) for v in set(values)}
        return np.array([meaning[v] for v in values], dtype=np.float64)
    return measure.values.astype(np.float64)


def measure_column(given: MeasureInput, measure: Attribute) -> Measured:
    """Return the values of a validation column, of all deals where it is filled.

    A fact about the account counts once: for its first deal won, or else its first deal. A deal need not have ended for
    it, but it must have been opened at a known day where the others are.
    """
    rows, p = given.rows, measure.parameter
    values = as_numbers(measure)
    known = np.isfinite(values)
    usable = np.isfinite(rows.opened) if given.ripeness.dated else np.ones(len(rows), dtype=np.bool_)
    keep = known & usable
    excluded = not_judged(NoValue(p.label or p.name), ~known)
    excluded += not_judged(NoOpeningDate(), known & ~usable)
    if p.table in (TableName.ACCOUNTS, TableName.OUTCOMES):
        # Won deals first, then the earliest.
        order = np.where(rows.won, 0.0, 1e6) + np.where(np.isfinite(rows.opened), rows.opened, 0.0)
        first = first_of_account(rows, keep, order)
        excluded += not_judged(SameClient(), keep & ~first)
        keep &= first
    unit = p.unit if p.unit and " " not in p.unit else ""
    is_share = p.kind is Kind.BOOLEAN or bool(np.isin(values[keep], (0.0, 1.0)).all())
    assumed = not measure.better and kind_of(p) is None and p.name not in INTERACTION_WAYS
    described = Measure(p.name, p.label, "" if is_share else unit, is_share, measure.better or _way(p), assumed)
    measured = Measured(keep, values, described, excluded)
    return measured if is_share else without_outliers(measured)


def _way(p: Parameter) -> int:
    """Return +1 where more of a column is better, -1 where less is, by its name."""
    if p.table == TableName.INTERACTIONS:
        return INTERACTION_WAYS.get(p.name, 1)
    kind = kind_of(p)
    return kind.better if kind is not None else 1


def kind_of(p: Parameter) -> ComponentKind | None:
    """Return the kind of worth that a measure is about, by its name; `None` where it is about none."""
    return None if p.table == TableName.INTERACTIONS else kind_of_label(p.label or p.name)


def revenue_of(rows: DealRows) -> Attribute | None:
    """Return the revenue of clients that is recorded in rows; `None` unless there is exactly one kind of it."""
    found = [m for m in rows.measures if m.parameter.table == "outcomes" and _is_revenue(m.parameter)]
    return found[0] if len(found) == 1 else None


def _is_revenue(p: Parameter) -> bool:
    kind = kind_of(p)
    return kind is not None and kind.name == "revenue"


def _names(p: Parameter) -> set[str]:
    """Return the folded names of a column: canonical, its label, of a picklist also without the reported level."""
    names = (p.name, p.bare_name, p.label, p.label.partition(": ")[0], p.source.rpartition(": ")[2])
    return {fold(name) for name in names if name}


def find_column(rows: DealRows, name: str) -> Attribute:
    """Return the validation column of a name, its own or the canonical one.

    Raises:
        UsageError: There is none, or several.
    """
    wanted = fold(name)
    found = [m for m in rows.measures if wanted in _names(m.parameter)]
    if len(found) == 1:
        return found[0]
    if found:
        names = " or ".join(m.parameter.name for m in found)
        raise UsageError(
            Problem("several columns have this name", "--outcome", name, Sentence("Give {names}.", names=names))
        )
    known = [*OutcomeName, *(m.parameter.label or m.parameter.name for m in rows.measures)]
    todo = Sentence(
        "{near} A column can be one where the mapping gives it the role validation and its values are numbers or "
        "yes and no.",
        near=did_you_mean(name, known, what="outcomes"),
    )
    raise UsageError(Problem("this outcome cannot be searched for", "--outcome", name, todo))
