"""Spending: what each lead cost, by its source and the month of its opening."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, Column, FloatArray
from whofor.days import month_numbers
from whofor.schema.history import Costs
from whofor.schema.rows import DealRows
from whofor.text import fold

__all__ = ["Spending", "source_keys", "spending_of"]

_TWICE = 0.4
"""Share of repeated rows with spending from which repeats are copies and not equal months."""


@dataclass(frozen=True, eq=False, slots=True)
class Spending:
    """Spending placed on leads.

    Attributes:
        per_lead: Money spent for each lead: that of its source and month over their leads; 0 where it is recorded that
            none was spent, NaN where nothing is recorded.
        spend: All money recorded.
        matched: Of it, money that met leads.
        unmatched: Why the other money met none: rows and money.
        months: Months with spending.
        currency: ISO 4217.
    """

    per_lead: FloatArray
    spend: float
    matched: float
    unmatched: tuple[tuple[str, int, float], ...]
    months: int
    currency: str


def _key(source: str | None) -> str | None:
    return fold(source) or None if source else None


def source_keys(sources: Column) -> list[str | None]:
    """Return the source of each row as it is compared; each name is read once."""
    names = sources.tolist()
    key_of = {name: _key(name) for name in set(names)}
    return [key_of[name] for name in names]


def _cells(sources: Column, days: FloatArray) -> list[tuple[str, int] | None]:
    """Return the source and month of each row, `None` where one of them is unknown."""
    months = month_numbers(days).tolist()
    return [
        (key, month) if key is not None and month >= 0 else None
        for key, month in zip(source_keys(sources), months, strict=True)
    ]


def spending_of(costs: Costs, rows: DealRows, sources: Column) -> Spending:
    """Return the spending, that of each source and month shared evenly among the leads opened then.

    Money that meets no lead is counted by reason.

    Args:
        costs: What was spent.
        rows: All deals.
        sources: Lead source of each.
    """
    leads: dict[tuple[str, int], int] = {}
    of_deal = _cells(sources, rows.opened)
    for cell in of_deal:
        if cell is not None:
            leads[cell] = leads.get(cell, 0) + 1
    sources_of_leads = {cell[0] for cell in leads}
    repeated = _whole_file_twice(costs)
    spent: dict[tuple[str, int], float] = {}
    missed: dict[str, list[float]] = {}
    total = 0.0
    cells = _cells(costs.source, costs.at)
    for i, (cell, source, amount) in enumerate(zip(cells, costs.source.tolist(), costs.amount.tolist(), strict=True)):
        if not np.isfinite(amount):
            continue
        if repeated[i]:
            missed.setdefault("repeated", []).append(amount)
            continue
        if amount == 0:  # nothing was spent, which is not the same as nothing recorded
            if cell in leads:
                spent.setdefault(cell, 0.0)
            continue
        if amount < 0:
            missed.setdefault("negative", []).append(amount)
            continue
        total += amount
        if cell is None:
            missed.setdefault("no_source" if _key(source) is None else "no_date", []).append(amount)
        elif cell not in leads:
            missed.setdefault("no_leads" if cell[0] in sources_of_leads else "unknown_source", []).append(amount)
        else:
            spent[cell] = spent.get(cell, 0.0) + amount
    per_lead = [np.nan if cell is None or cell not in spent else spent[cell] / leads[cell] for cell in of_deal]
    return Spending(
        per_lead=np.array(per_lead, dtype=np.float64),
        spend=total,
        matched=sum(spent.values()),
        unmatched=tuple((code, len(amounts), sum(amounts)) for code, amounts in sorted(missed.items())),
        months=len({month for _, month in spent}),
        currency=costs.currency,
    )


def _whole_file_twice(costs: Costs) -> BoolArray:
    """Return the rows that repeat an earlier one, where most of the money is recorded twice; none where few do.

    Two advertisements of one day may well cost the same.
    """
    seen: set[tuple[str | None, float, float]] = set()
    again = np.zeros(len(costs.amount), dtype=np.bool_)
    for i, row in enumerate(zip(costs.source.tolist(), costs.at.tolist(), costs.amount.tolist(), strict=True)):
        again[i] = row in seen
        seen.add(row)
    spent = np.isfinite(costs.amount) & (costs.amount > 0)
    return again & spent if spent.any() and again[spent].mean() >= _TWICE else np.zeros_like(again)
