"""Encoding: each attribute into at most 255 codes, and the terms that may be asked of it.

The plan (cuts, frequent categories) is made on the search rows only. The unknown has a code of its own.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import BoolArray, Column, FloatArray
from whofor.cube import Axis
from whofor.days import DAYS_A_MONTH
from whofor.model.parameters import Kind
from whofor.model.segment import Condition, Operator
from whofor.schema.rows import Attribute

__all__ = ["MONTHS_BEFORE", "EncodedAttribute", "encode_attribute", "encode_attributes", "limit_depth"]

MONTHS_BEFORE = "months_before"
"""Unit of a dated fact, set against the opening of the deal."""

_MOST_CATEGORIES = 30
_MOST_TOKENS = 12
_MOST_WORK = {2: 400_000_000, 3: 200_000_000}
_OVERHEAD_ROWS = 5_000
_QUANTILE_BINS = 6
_RECENCY_CUTS = (3.0, 6.0, 12.0, 24.0)
_PEOPLES_CUTS = {
    "employees": (11.0, 51.0, 201.0, 501.0, 1001.0, 5001.0),
    "annual_revenue": (1e6, 5e6, 10e6, 50e6, 100e6, 1e9),
    "money_raised": (1e6, 5e6, 10e6, 50e6, 100e6),
}


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
        """Rows that meet a term."""
        return self.axis.membership[term][self.axis.codes]


def _interval_terms(
    codes: NDArray[np.int64], bins: Sequence[Condition], unknown: Condition, group: str
) -> EncodedAttribute | None:
    """All runs of neighbouring bins, short of all of them, and the unknown (the last code)."""
    k = len(bins)
    if k + 1 > 255 or k == 0:
        return None
    membership: list[BoolArray] = []
    conditions: list[Condition] = []
    for i in range(k):
        for j in range(i, k):
            if j - i == k - 1 and k > 1:
                continue
            row = np.zeros(k + 1, dtype=np.bool_)
            row[i : j + 1] = True
            membership.append(row)
            conditions.append(replace(bins[i], low=bins[i].low, high=bins[j].high, high_included=bins[j].high_included))
    last = np.zeros(k + 1, dtype=np.bool_)
    last[k] = True
    return EncodedAttribute(Axis(codes.astype(np.uint8), np.array([*membership, last]), group), (*conditions, unknown))


def _nice(value: float, spread: float) -> float:
    """A cut that people can read: two significant digits, finer where the values lie close together (years)."""
    if value == 0 or not np.isfinite(value):
        return float(value)
    digits = 1 - int(np.floor(np.log10(abs(value))))
    if spread > 0:
        digits = max(digits, -int(np.floor(np.log10(spread / _QUANTILE_BINS))))
    return float(round(value, digits))


def _usual_cuts(name: str, values: FloatArray) -> tuple[float, ...]:
    """The inner cuts that people use for this number, where they spread the rows; none where there are none."""
    usual = _PEOPLES_CUTS.get(name)
    if usual is None:
        return ()
    share = np.bincount(np.searchsorted(usual, values, side="right"), minlength=len(usual) + 1) / len(values)
    return usual if share.max() < 0.8 else ()


def _quantile_cuts(values: FloatArray) -> tuple[float, ...]:
    """Inner cuts at rounded quantiles."""
    quantiles = np.quantile(values, np.arange(1, _QUANTILE_BINS) / _QUANTILE_BINS)
    low, high = float(values.min()), float(values.max())
    spread = float(np.quantile(values, 0.95) - np.quantile(values, 0.05))
    return tuple(sorted({c for c in (_nice(q, spread) for q in quantiles.tolist()) if low < c <= high}))


def _number(attribute: Attribute, search: BoolArray) -> EncodedAttribute | None:
    """A number in bins."""
    p, values = attribute.parameter, attribute.values.astype(np.float64)
    known = np.isfinite(values)
    seen = values[known & search]
    distinct = np.unique(seen)
    if len(distinct) < 2:
        return None
    base = Condition(p.name, p.label, Operator.BETWEEN, unit=p.unit)
    whole = p.name == "employees" or bool(np.all(distinct == np.round(distinct)))
    usual = _usual_cuts(p.name, seen)
    if len(distinct) <= 8 and not usual:
        cuts: tuple[float, ...] = tuple(distinct[1:].tolist())
        bins = [replace(base, low=v, high=v, high_included=True) for v in distinct.tolist()]
        bins[0], bins[-1] = replace(bins[0], low=None), replace(bins[-1], high=None, high_included=False)
    else:
        cuts = usual or _quantile_cuts(seen)
        if whole:
            cuts = tuple(sorted({float(np.ceil(c)) for c in cuts}))
        ends = [None, *cuts, None]
        bins = [replace(base, low=a, high=b) for a, b in itertools.pairwise(ends)]
        if whole:
            bins = [b if b.high is None else replace(b, high=b.high - 1, high_included=True) for b in bins]
    if len(bins) < 2:
        return None
    codes = np.searchsorted(np.array(cuts), np.where(known, values, 0.0), side="right")
    codes[~known] = len(bins)
    return _interval_terms(codes, bins, Condition(p.name, p.label, Operator.UNKNOWN), attribute.group)


def _recency(attribute: Attribute, opened: FloatArray) -> EncodedAttribute | None:
    """A dated fact as months before the opening; what is dated later was not known then."""
    p = attribute.parameter
    months = (opened - attribute.values.astype(np.float64)) / DAYS_A_MONTH
    known = np.isfinite(months) & (months >= 0)
    if not known.any():
        return None
    ends = [0.0, *_RECENCY_CUTS, None]
    bins = [
        Condition(p.name, p.label, Operator.BETWEEN, low=a, high=b, unit=MONTHS_BEFORE)
        for a, b in itertools.pairwise(ends)
    ]
    codes = np.searchsorted(np.array(_RECENCY_CUTS), np.where(known, months, 0.0), side="right")
    codes[~known] = len(bins)
    unknown = Condition(p.name, p.label, Operator.UNKNOWN, unit=MONTHS_BEFORE)
    return _interval_terms(codes, bins, unknown, attribute.group)


def _frequent(values: Column, most: int, least: int) -> list[str]:
    """The most frequent values with enough rows, most frequent first, ties by name."""
    counts = Counter(v for v in values.tolist() if v is not None)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [value for value, count in ordered[:most] if count >= least]


def _category(attribute: Attribute, search: BoolArray, least: int) -> EncodedAttribute | None:
    """A category: frequent values, unions of a hierarchy, the unknown; rare values fold into 'other'."""
    p, values = attribute.parameter, attribute.values
    frequent = _frequent(values[search], _MOST_CATEGORIES, least)
    # Rare values keep their place in the hierarchy: "other, Latin America".
    rare = {v: attribute.unions.get(v, ()) for v in set(values.tolist()) if v is not None and v not in set(frequent)}
    rests = sorted(set(rare.values()))
    labels: list[str | tuple[str, ...]] = [*frequent, *rests]
    if len(labels) + 1 > 255:
        rests, labels = [()], [*frequent, ()]
        rare = dict.fromkeys(rare, ())
    position = {label: i for i, label in enumerate(labels)}
    code_of = {v: i for i, v in enumerate(frequent)} | {v: position[wide] for v, wide in rare.items()}
    code_of_none = len(labels)
    codes = np.fromiter((code_of.get(v, code_of_none) for v in values.tolist()), np.int64, len(values))
    membership: list[BoolArray] = []
    conditions: list[Condition] = []

    def add(members: list[int], condition: Condition) -> None:
        row = np.zeros(len(labels) + 1, dtype=np.bool_)
        row[members] = True
        if not any(np.array_equal(row, other) for other in membership):
            membership.append(row)
            conditions.append(condition)

    for i, value in enumerate(frequent):
        add([i], Condition(p.name, p.label, Operator.IS, (value,)))
    wider = sorted({name for names in attribute.unions.values() for name in names})
    for name in wider:
        members = [
            i
            for i, label in enumerate(labels)
            if name in (attribute.unions.get(label, ()) if isinstance(label, str) else label)
        ]
        if members and len(members) < len(labels):
            add(members, Condition(p.name, p.label, Operator.IN, tuple(_members(attribute, name)), name=name))
    if not membership:
        return None
    add([code_of_none], Condition(p.name, p.label, Operator.UNKNOWN))
    return EncodedAttribute(Axis(codes.astype(np.uint8), np.array(membership), attribute.group), tuple(conditions))


def _members(attribute: Attribute, name: str) -> list[str]:
    """Values that a union covers and that occur."""
    present = set(attribute.values.tolist())
    return sorted(v for v, names in attribute.unions.items() if name in names and v in present)


def _tokens(attribute: Attribute, search: BoolArray, least: int) -> list[EncodedAttribute]:
    """A column of several values a cell: one axis for each frequent value, all of one group."""
    p = attribute.parameter
    split = [frozenset(t.strip() for t in v.split(";") if t.strip()) if v else None for v in attribute.values.tolist()]
    counts = Counter(t for v, use in zip(split, search.tolist(), strict=True) if v and use for t in v)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    encoded: list[EncodedAttribute] = []
    for token, count in ordered[:_MOST_TOKENS]:
        if count < least:
            continue
        codes = np.fromiter((2 if v is None else int(token in v) for v in split), np.uint8, len(split))
        membership = np.array([[False, True, False]])
        condition = Condition(p.name, p.label, Operator.INCLUDES, (token,))
        encoded.append(EncodedAttribute(Axis(codes, membership, attribute.group), (condition,)))
    return encoded


def encode_attribute(
    attribute: Attribute, opened: FloatArray, search: BoolArray, min_support: int
) -> list[EncodedAttribute]:
    """Encode one attribute; nothing comes back where it cannot tell deals apart.

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
    return [one] if one is not None else []


def encode_attributes(
    attributes: Sequence[Attribute], opened: FloatArray, search: BoolArray, min_support: int
) -> list[EncodedAttribute]:
    """Encode all attributes, see `encode_attribute`."""
    return [e for a in attributes for e in encode_attribute(a, opened, search, min_support)]


def _information(encoded: EncodedAttribute, search: BoolArray) -> float:
    """How much an attribute tells deals apart, whatever their outcome: entropy of its codes, in bits."""
    share = np.bincount(encoded.axis.codes[search]) / max(1, int(search.sum()))
    share = share[share > 0]
    return float(-(share * np.log2(share)).sum())


def limit_depth(encoded: Sequence[EncodedAttribute], search: BoolArray, depth: int) -> list[EncodedAttribute]:
    """Let only as many attributes into pairs and triples as can be searched in a minute or two.

    A wide export has hundreds of columns, and triples grow with the cube of their number. Which attributes go deep is
    decided without a look at the outcome: the usual parameters first, then those that tell most deals apart.

    Args:
        encoded: Encoded attributes.
        search: Which rows the search sees.
        depth: Most conditions in a segment.
    """
    order = sorted(
        range(len(encoded)),
        key=lambda i: (encoded[i].conditions[0].parameter.startswith("x_"), -_information(encoded[i], search), i),
    )
    rows = int(search.sum()) + _OVERHEAD_ROWS
    deepest = dict.fromkeys(range(len(encoded)), 1)
    for d in range(2, depth + 1):
        work = _MOST_WORK[d] // rows
        most = next((k for k in range(len(encoded), d, -1) if math.comb(k, d) <= work), d)
        for i in order[:most]:
            deepest[i] = d
    return [replace(e, axis=replace(e.axis, most_depth=deepest[i])) for i, e in enumerate(encoded)]
