"""The customers that a company is nearest to, by the facts that set customers apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import Column, FloatArray, IntArray, is_known
from whofor.model.parameters import Kind
from whofor.model.scorecard import Scorecard
from whofor.schema.rows import Attribute
from whofor.segments.conditions import numbers_of
from whofor.stats.ranks import average_ranks
from whofor.text import split_list

__all__ = ["nearest", "weights_of_facts"]

_MOST_CELLS = 4_000_000
"""Distances held at once, 32 MB each."""


def weights_of_facts(card: Scorecard) -> dict[str, float]:
    """Return how much each fact counts, by parameter: the mean size of its weights over the rows learnt from."""
    found: dict[str, float] = {}
    for block in card.blocks:
        n = sum(b.n for b in block.bins)
        size = sum(b.n * abs(b.in_force) for b in block.bins) / n if n else 0.0
        for name in block.attributes:
            found[name] = found.get(name, 0.0) + size / len(block.attributes)
    return {name: size for name, size in found.items() if size > 0}


def nearest(
    companies: Sequence[Attribute],
    customers: Sequence[Attribute],
    days: tuple[FloatArray, FloatArray],
    weights: Mapping[str, float],
    most: int = 3,
) -> tuple[IntArray, FloatArray]:
    """Return the customers that each company is nearest to, and how near they are.

    Each fact has a distance from 0 to 1: of numbers by how many of all rows lie between, of lists by the entries that
    both have, else whether they differ. A fact that is not recorded of either does not count.

    Args:
        companies: Facts of the companies.
        customers: The same facts of the customers, in the same order.
        days: Day as of which each company, and each customer, is told.
        weights: How much each fact counts, by parameter.
        most: Most customers for each company.

    Returns:
        Places of the customers, the nearest first, and their nearness, 1 less the distance, both shape
        (companies, most); -1 where no fact is known of both.

    Source:
        Gower (1971), Biometrics 27:857; numbers by ranks: Podani (1999), Taxon 48:331.
    """
    n, m = len(days[0]), len(days[1])
    most = min(most, m)
    places, near = np.full((n, most), -1, dtype=np.int64), np.full((n, most), np.nan)
    both = zip(companies, customers, strict=True)
    pairs = [(a, b, w) for a, b in both if (w := weights.get(a.parameter.name, 0.0)) > 0]
    facts = [(_Distances.of(a, b, days), w) for a, b, w in pairs]
    step = max(1, _MOST_CELLS // max(1, m))
    for start in range(0, n, step):
        rows = np.arange(start, min(n, start + step))
        total, weight = np.zeros((len(rows), m)), np.zeros((len(rows), m))
        for distance, w in facts:
            found = distance.from_rows(rows)
            known = np.isfinite(found)
            total += np.where(known, w * found, 0.0)
            weight += w * known
        with np.errstate(invalid="ignore", divide="ignore"):
            gap = np.where(weight > 0, total / weight, np.inf)
        order = np.argsort(gap, axis=1, kind="stable")[:, :most]
        held = np.take_along_axis(gap, order, axis=1)
        places[rows] = np.where(np.isfinite(held), order, -1)
        near[rows] = np.where(np.isfinite(held), 1 - held, np.nan)
    return places, near


@dataclass(frozen=True, eq=False, slots=True)
class _Distances:
    """Distances of companies and customers by one fact.

    Attributes:
        companies: The fact of each company: a number, or a row of entries, NaN where it is not recorded.
        customers: The same of each customer.
        kind: How they are compared.
    """

    companies: FloatArray
    customers: FloatArray
    kind: Kind

    @classmethod
    def of(cls, a: Attribute, b: Attribute, days: tuple[FloatArray, FloatArray]) -> _Distances:
        """Return the distances by one fact of both lists."""
        kind = a.parameter.kind
        if kind in (Kind.NUMBER, Kind.DATE):
            both = np.concatenate([numbers_of(one.values, kind, day) for one, day in zip((a, b), days, strict=True)])
            known = is_known(both)
            place = np.full(len(both), np.nan)
            if known.any():
                place[known] = average_ranks(both[known]) / known.sum()
            return cls(place[: len(days[0])], place[len(days[0]) :], Kind.NUMBER)
        if kind is Kind.MULTI:
            cells = {cell for one in (a, b) for cell in one.values.tolist() if cell is not None}
            entries = sorted({entry for cell in cells for entry in split_list(cell)})
            return cls(_entries(a.values, entries), _entries(b.values, entries), Kind.MULTI)
        numbers: dict[str, int] = {}
        codes = [
            np.array([np.nan if v is None else numbers.setdefault(v, len(numbers)) for v in one.values.tolist()], float)
            for one in (a, b)
        ]
        return cls(codes[0], codes[1], Kind.CATEGORY)

    def from_rows(self, rows: IntArray) -> FloatArray:
        """Return the distances of some companies to all customers, shape (rows, customers); NaN where not known."""
        own = self.companies[rows]
        if self.kind is Kind.MULTI:
            both = own @ self.customers.T
            either = own.sum(axis=1)[:, None] + self.customers.sum(axis=1)[None, :] - both
            with np.errstate(invalid="ignore", divide="ignore"):
                return np.asarray(1 - both / either, dtype=np.float64)
        gap = np.abs(own[:, None] - self.customers[None, :])
        return gap if self.kind is Kind.NUMBER else np.where(np.isfinite(gap), (gap > 0).astype(np.float64), np.nan)


def _entries(cells: Column, entries: Sequence[str]) -> FloatArray:
    """Return which entries each cell holds, 1 and 0, shape (rows, entries); NaN throughout where it is empty."""
    place = {entry: i for i, entry in enumerate(entries)}
    out = np.zeros((len(cells), len(entries)))
    for row, cell in enumerate(cells.tolist()):
        held = [] if cell is None else [place[e] for e in split_list(cell)]
        out[row, held] = 1.0
        if not held:
            out[row] = np.nan
    return out
