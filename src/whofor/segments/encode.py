"""Encoding: each attribute into at most 255 codes, and the terms that can be tested on it.

The plan (cuts, frequent categories) is made on the search rows only. The codes of all rows come from the conditions
themselves, see `segments.conditions`. The unknown has a code of its own, the last.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.arrays import BoolArray, FloatArray, is_known
from whofor.cube import Axis
from whofor.model.parameters import EXTRA_PREFIX, Kind
from whofor.model.segment import MONTHS_BEFORE, Condition, Operator
from whofor.schema.rows import Attribute
from whofor.segments.conditions import counts_people, end_of, mask, numbers_of, recorded, within
from whofor.text import split_list

__all__ = [
    "RECENCY_CUTS",
    "EncodedAttribute",
    "encode_attribute",
    "encode_attributes",
    "frequent_values",
    "limit_depth",
    "quantile_cuts",
    "snapped",
    "usual_cuts",
]

_MOST_CATEGORIES = 30
"""Values of a fact that are conditions, the most frequent: a convention, as rare ones lack the support."""
_MOST_TOKENS = 12
"""Entries of lists, such as technologies, that are conditions: each is a fact of its own in pairs and triples."""
_MOST_WORK = {2: 400_000_000, 3: 200_000_000}
_OVERHEAD_ROWS = 5_000
"""Combinations of facts times rows that are searched, see `limit_depth`; and the rows that a combination costs more."""
_QUANTILE_BINS = 6
"""Bands of equal numbers of deals, where nobody has usual bands for a number: as many as sizes of companies have."""
RECENCY_CUTS = (3.0, 6.0, 12.0, 24.0)
"""Months since a date: the periods that salespeople use for a round of funding or an appointment."""
_PEOPLES_CUTS = {
    "employees": (11.0, 51.0, 201.0, 501.0, 1001.0, 5001.0),
    "annual_revenue": (1e6, 5e6, 10e6, 50e6, 100e6, 1e9),
    "money_raised": (1e6, 5e6, 10e6, 50e6, 100e6),
}
"""Bands that people use: those of LinkedIn and of the CRMs for employees, round sums for money."""


@dataclass(frozen=True, eq=False, slots=True)
class EncodedAttribute:
    """An attribute ready for the cube.

    Attributes:
        axis: Codes of all rows (search and held back) and the membership of the terms.
        conditions: The condition that each term stands for.
    """

    axis: Axis
    conditions: tuple[Condition, ...]

    def mask(self, term: int) -> BoolArray:
        """Return the rows that meet a term."""
        return self.axis.membership[term][self.axis.codes]


def _interval_terms(attribute: Attribute, numbers: FloatArray, bins: Sequence[Condition]) -> EncodedAttribute:
    """Return terms for all runs of neighbouring bins, short of all of them, and for the unknown (the last code).

    A code is a stretch of numbers that no end of a bin parts. What lies in no bin (2.5, where the bins are 2 and 3) has
    a code of its own where a row holds such a number.
    """
    runs = [(i, j) for i in range(len(bins)) for j in range(i, len(bins)) if j - i < len(bins) - 1]
    spans = [replace(bins[i], high=bins[j].high, high_included=bins[j].high_included) for i, j in runs]
    ends = sorted({end for b in bins for end in (b.low, end_of(b)) if end is not None and math.isfinite(end)})
    known = is_known(numbers)
    stretch = np.searchsorted(np.array(ends), np.where(known, numbers, 0.0), side="right")
    starts = np.array([np.finfo(np.float64).min, *ends])
    used: BoolArray = np.logical_or.reduce([within(b, starts) for b in bins])
    used[stretch[known]] = True
    place = np.cumsum(used) - 1
    n = int(used.sum())
    codes = np.where(known, place[stretch], n)
    membership = np.zeros((len(spans) + 1, n + 1), dtype=np.bool_)
    membership[:-1, :-1] = np.array([within(c, starts[used]) for c in spans])
    membership[-1, -1] = True
    p = attribute.parameter
    unknown = Condition(p.name, p.label, Operator.UNKNOWN, unit=MONTHS_BEFORE if p.kind is Kind.DATE else "")
    return EncodedAttribute(Axis(codes.astype(np.uint8), membership, attribute.group), (*spans, unknown))


def _nice(value: float, spread: float, bins: int) -> float:
    """Return a cut that people can read: two significant digits, finer where the values lie close together (years)."""
    if value == 0 or not np.isfinite(value):
        return float(value)
    digits = 1 - int(np.floor(np.log10(abs(value))))
    if spread > 0:
        digits = max(digits, -int(np.floor(np.log10(spread / bins))))
    return float(round(value, digits))


def usual_cuts(name: str, values: FloatArray) -> tuple[float, ...]:
    """Return the inner cuts that people use for this number; empty where there are none that spread the rows."""
    usual = _PEOPLES_CUTS.get(name)
    if usual is None:
        return ()
    share = np.bincount(np.searchsorted(usual, values, side="right"), minlength=len(usual) + 1) / len(values)
    return usual if share.max() < 0.8 else ()


def quantile_cuts(values: FloatArray, bins: int = _QUANTILE_BINS) -> tuple[float, ...]:
    """Return inner cuts at rounded quantiles, so that about as many values lie in each bin."""
    quantiles = np.quantile(values, np.arange(1, bins) / bins)
    low, high = float(values.min()), float(values.max())
    spread = float(np.quantile(values, 0.95) - np.quantile(values, 0.05))
    return tuple(sorted({c for c in (_nice(q, spread, bins) for q in quantiles.tolist()) if low < c <= high}))


def snapped(cuts: Sequence[float], allowed: Sequence[float]) -> tuple[float, ...]:
    """Return for each cut the nearest allowed one, each once."""
    places = np.abs(np.array(allowed)[None, :] - np.array(cuts)[:, None]).argmin(axis=1)
    return tuple(sorted({allowed[i] for i in places.tolist()}))


def _number(attribute: Attribute, search: BoolArray) -> EncodedAttribute | None:
    """Return a number encoded in bins; `None` where it does not distinguish deals."""
    p, values = attribute.parameter, attribute.values.astype(np.float64)
    seen = values[is_known(values) & search]
    people = counts_people(p.name, p.unit)
    distinct = np.unique(np.floor(seen) if people else seen)
    if len(distinct) < 2:
        return None
    base = Condition(p.name, p.label, Operator.BETWEEN, unit=p.unit)
    whole = people or bool(np.all(distinct == np.round(distinct)))
    usual = usual_cuts(p.name, seen)
    if attribute.limits.cuts and not usual:
        usual = snapped(quantile_cuts(seen), attribute.limits.cuts)
    if len(distinct) <= 8 and not usual:
        bins = [replace(base, low=v, high=v, high_included=True) for v in distinct.tolist()]
        bins[0], bins[-1] = replace(bins[0], low=None), replace(bins[-1], high=None, high_included=False)
    else:
        cuts = usual or quantile_cuts(seen)
        if whole:
            cuts = tuple(sorted({float(np.ceil(c)) for c in cuts}))
        ends = [None, *cuts, None]
        bins = [replace(base, low=a, high=b) for a, b in itertools.pairwise(ends)]
        if whole:
            bins = [b if b.high is None else replace(b, high=b.high - 1, high_included=True) for b in bins]
    return _interval_terms(attribute, values, bins) if len(bins) > 1 else None


def _recency(attribute: Attribute, opened: FloatArray) -> EncodedAttribute | None:
    """Return a dated fact as months before the opening; what is dated later was not known then."""
    p = attribute.parameter
    months = numbers_of(attribute.values, p.kind, opened)
    if not is_known(months).any():
        return None
    base = Condition(p.name, p.label, Operator.BETWEEN, unit=MONTHS_BEFORE)
    bins = [replace(base, low=a, high=b) for a, b in itertools.pairwise([0.0, *RECENCY_CUTS, None])]
    return _interval_terms(attribute, months, bins)


def frequent_values(values: Sequence[str | None], most: int, least: int) -> list[str]:
    """Return the most frequent values with enough rows, most frequent first, ties by name."""
    counts = Counter(v for v in values if v is not None)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [value for value, count in ordered[:most] if count >= least]


def _category(attribute: Attribute, search: BoolArray, least: int) -> EncodedAttribute | None:
    """Return a category encoded: frequent values, unions of a hierarchy, the unknown; rare values are one 'other'."""
    p, values = attribute.parameter, attribute.values
    seen = [v for v in values[search].tolist() if v not in attribute.limits.levels]
    frequent = frequent_values(seen, _MOST_CATEGORIES, least)
    terms = [Condition(p.name, p.label, Operator.IS, (value,)) for value in frequent]
    present = sorted({v for v in values.tolist() if v is not None})
    # Rare values keep their place in the hierarchy: "other, Latin America".
    rare = {v: attribute.unions.get(v, ()) for v in set(present).difference(frequent)}
    rests = sorted(set(rare.values()))
    if len(frequent) + len(rests) + 1 <= 255:
        for name in sorted({name for names in attribute.unions.values() for name in names}):
            members = tuple(v for v in present if name in attribute.unions.get(v, ()))
            terms.append(Condition(p.name, p.label, Operator.IN, members, name=name))
    else:
        rare, rests = dict.fromkeys(rare, ()), [()]
    place = {label: i for i, label in enumerate([*frequent, *rests])}
    code_of = {v: place[v] for v in frequent} | {v: place[wide] for v, wide in rare.items()}
    n = len(place)
    codes = np.fromiter((code_of.get(v, n) for v in values.tolist()), np.int64, len(values))
    # One value of each code; those of one code meet the same terms.
    example = np.full(n + 1, None, dtype=object)
    example[list(code_of.values())] = list(code_of)
    membership: list[BoolArray] = []
    conditions: list[Condition] = []
    for condition in terms:
        row = mask(condition, example, p.kind)
        is_informative = row.any() and not (condition.operator is Operator.IN and row[:-1].all())
        if is_informative and not any(np.array_equal(row, other) for other in membership):
            membership.append(row)
            conditions.append(condition)
    if not membership:
        return None
    membership.append(np.arange(n + 1) == n)
    conditions.append(Condition(p.name, p.label, Operator.UNKNOWN))
    return EncodedAttribute(Axis(codes.astype(np.uint8), np.array(membership), attribute.group), tuple(conditions))


def _tokens(attribute: Attribute, search: BoolArray, least: int) -> list[EncodedAttribute]:
    """Return a column of several values a cell encoded: one axis for each frequent value, all of one group."""
    p, values = attribute.parameter, attribute.values
    cells = Counter(v for v in values[search].tolist() if v is not None)
    counts: Counter[str] = Counter()
    for cell, count in cells.items():
        counts.update(dict.fromkeys(split_list(cell), count))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    unknown = ~recorded(values, p.kind)
    encoded: list[EncodedAttribute] = []
    for token, count in ordered[:_MOST_TOKENS]:
        if count < least:
            continue
        condition = Condition(p.name, p.label, Operator.INCLUDES, (token,))
        codes = np.where(unknown, 2, mask(condition, values, p.kind)).astype(np.uint8)
        membership = np.array([[False, True, False]])
        encoded.append(EncodedAttribute(Axis(codes, membership, attribute.group), (condition,)))
    return encoded


def encode_attribute(
    attribute: Attribute, opened: FloatArray, search: BoolArray, min_support: int
) -> list[EncodedAttribute]:
    """Return one attribute encoded; empty where it does not distinguish deals.

    Args:
        attribute: Values of all rows.
        opened: Day of opening of all rows.
        search: Which rows the search sees; only these decide cuts and categories.
        min_support: Fewest search rows a value needs to be named.
    """
    kind = attribute.parameter.kind
    if kind is Kind.MULTI:
        return _tokens(attribute, search, min_support)
    if kind is Kind.NUMBER:
        one = _number(attribute, search)
    elif kind is Kind.DATE:
        one = _recency(attribute, opened)
    elif kind is Kind.TEXT:
        one = None
    else:
        one = _category(attribute, search, min_support)
    if one is not None and attribute.limits.known_only:
        one = _without_unknown(one)
    return [one] if one is not None else []


def _without_unknown(encoded: EncodedAttribute) -> EncodedAttribute | None:
    """Return an encoded attribute without the condition that its value is unknown; `None` where no other is left."""
    keep = [i for i, c in enumerate(encoded.conditions) if c.operator is not Operator.UNKNOWN]
    if not keep:
        return None
    axis = replace(encoded.axis, membership=encoded.axis.membership[keep])
    return EncodedAttribute(axis, tuple(encoded.conditions[i] for i in keep))


def encode_attributes(
    attributes: Sequence[Attribute], opened: FloatArray, search: BoolArray, min_support: int
) -> list[EncodedAttribute]:
    """Return all attributes encoded, see `encode_attribute`."""
    return [e for a in attributes for e in encode_attribute(a, opened, search, min_support)]


def _information(encoded: EncodedAttribute, search: BoolArray) -> float:
    """Return the entropy of an attribute's codes, in bits: how much it distinguishes deals, whatever their outcome."""
    share = np.bincount(encoded.axis.codes[search]) / max(1, int(search.sum()))
    share = share[share > 0]
    return float(-(share * np.log2(share)).sum())


def limit_depth(encoded: Sequence[EncodedAttribute], search: BoolArray, depth: int) -> list[EncodedAttribute]:
    """Limit pairs and triples to as many attributes as can be searched in a minute or two.

    A wide export has hundreds of columns, and triples grow with the cube of their number. Which attributes go deep is
    decided without a look at the outcome: the usual parameters first, then those that distinguish most deals.

    Args:
        encoded: Encoded attributes.
        search: Which rows the search sees.
        depth: Most conditions in a segment.
    """
    order = sorted(
        range(len(encoded)),
        key=lambda i: (
            encoded[i].conditions[0].parameter.startswith(EXTRA_PREFIX),
            -_information(encoded[i], search),
            i,
        ),
    )
    rows = int(search.sum()) + _OVERHEAD_ROWS
    deepest = dict.fromkeys(range(len(encoded)), 1)
    for d in range(2, depth + 1):
        work = _MOST_WORK[d] // rows
        most = next((k for k in range(len(encoded), d, -1) if math.comb(k, d) <= work), d)
        for i in order[:most]:
            deepest[i] = d
    return [replace(e, axis=replace(e.axis, most_depth=deepest[i])) for i, e in enumerate(encoded)]
