"""Facts to record next: those that would most likely sharpen the answer were they filled in more often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, FloatArray, IntArray, is_known
from whofor.intake.drafting.words import about
from whofor.model import Parameter, RecordNext
from whofor.schema.columns import TableName
from whofor.segments.encode import EncodedAttribute
from whofor.segments.study import Study

__all__ = ["Field", "explained", "fields_to_record", "record_next"]

_USUAL_FACTS = ("industry", "employees", "country", "technologies", "lead_source")
"""Facts that most types of client are made of; where one is recorded nowhere it is worth recording."""
_THIN = 0.8
"""A column that is filled less than this is worth recording better: a convention."""
_FEWEST = 30
"""Fewer values do not determine a share of the spread."""
_NAMES_IT = 0.5
"""A column whose name speaks of a fact this clearly (see `about`) records it, however the mapping reads it."""
_MOST, _MOST_ABSENT = 5, 3
"""Facts that are named, and of them those recorded nowhere."""


@dataclass(frozen=True, eq=False, slots=True)
class Field:
    """A fact that may define a type of client.

    Attributes:
        label: Its name.
        codes: Code of each deal, shape (deals,).
        known: Deals for which it is recorded.
    """

    label: str
    codes: IntArray
    known: BoolArray


def explained(codes: IntArray, score: FloatArray) -> float:
    """Return the share of a score's variance that lies between groups, less that of chance; 0 where there is no more.

    Source:
        Omega squared: Hays (1963), Statistics for Psychologists.

    Example:
        >>> explained(np.array([0, 0, 0, 1, 1, 1]), np.array([1.0, 2, 1, 8, 9, 8])) > 0.9
        True
        >>> explained(np.array([0, 1, 0, 1]), np.array([1.0, 1, 2, 2]))
        0.0
    """
    n, groups = len(score), len(np.unique(codes))
    if n <= groups or groups < 2:
        return 0.0
    count = np.bincount(codes)
    total = np.bincount(codes, score)
    used = count > 0
    middle = float(score.mean())
    between = float((count[used] * (total[used] / count[used] - middle) ** 2).sum())
    whole = float(((score - middle) ** 2).sum())
    within = max(0.0, whole - between) / (n - groups)
    return max(0.0, (between - (groups - 1) * within) / (whole + within)) if whole > 0 else 0.0


def record_next(fields: Sequence[Field], absent: Sequence[str], score: FloatArray) -> tuple[RecordNext, ...]:
    """Return the fields worth filling in, the most useful first.

    A thin field's plausible gain is what it explains of the outcome where it is recorded, times the share of deals
    where it is not. Of a field that is missing altogether nothing is known: it may explain as much as the recorded
    ones do on the median.

    Args:
        fields: Facts recorded for some deals.
        absent: Names of usual facts that are recorded nowhere, the most usual first; three are reported.
        score: Outcome of each deal.
    """
    n = len(score)
    gains: list[tuple[float, str, str, int]] = []
    shares: list[float] = []
    for field in fields:
        filled = int(field.known.sum())
        share = explained(field.codes[field.known], score[field.known]) if filled >= _FEWEST else 0.0
        if filled >= _FEWEST:
            shares.append(share)
        if share > 0 and filled < _THIN * n:
            gains.append((share * (1 - filled / n), "thin", field.label, filled))
    usual = float(np.median(shares)) if shares else 0.0
    gains += [(usual, "absent", name, 0) for name in absent[:_MOST_ABSENT] if usual > 0]
    gains.sort(key=lambda g: (-g[0], g[1], g[2]))
    most = gains[0][0] if gains else 1.0
    return tuple(RecordNext(code, label, filled, n, gain / most) for gain, code, label, filled in gains[:_MOST])


def fields_to_record(
    study: Study, encoded: Sequence[EncodedAttribute], parameters: Sequence[Parameter]
) -> tuple[RecordNext, ...]:
    """Return the fields that would sharpen the answer were they recorded more often, the most useful first.

    Args:
        study: The judged deals.
        encoded: Their facts, those seen only when people come too.
        parameters: All columns of the data.
    """
    by_name = {a.parameter.name: a for a in study.rows.attributes}
    fields: list[Field] = []
    for e in encoded:
        attribute = by_name.get(e.conditions[0].parameter)
        if attribute is not None:
            codes = e.axis.codes.astype(np.int64)
            fields.append(Field(attribute.parameter.label, codes, is_known(attribute.values)))
    present = {p.name for p in parameters if p.table in (TableName.ACCOUNTS, TableName.CONTACTS, TableName.DEALS)}
    tables = {p.table for p in parameters}
    labels = {name for p in parameters for name in (p.label, p.source.rpartition(": ")[2])}
    absent = [
        name
        for name in _USUAL_FACTS
        if name not in present and not any(about(label, name) >= _NAMES_IT for label in labels)
    ]
    absent += [name for name in ("signals", "contacts") if name not in tables]
    return record_next(fields, absent, study.outcome.score)
