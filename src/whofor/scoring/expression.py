"""A scorecard as an expression over the columns of a table: the same bins, weights and blanks as `score_rows`."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from whofor.arrays import Column
from whofor.model.parameters import Kind, Parameter
from whofor.model.score_expression import (
    Arm,
    Beside,
    BinPlace,
    ByBand,
    ByTests,
    ByText,
    NumberColumn,
    NumberIn,
    Same,
    ScoreExpression,
    ScoreTerm,
    Test,
    TextColumn,
    TextHas,
    TextIn,
)
from whofor.model.scorecard import BlockKind, CardBlock, CardOutcome, Scorecard
from whofor.model.segment import Condition, Operator
from whofor.schema.rows import Attribute
from whofor.scoring.placing import Placing, bands_of
from whofor.scoring.unknowns import BlankShares, BlankTable, Companions, blank_tables, guesses
from whofor.segments.conditions import end_of, mask

__all__ = ["BoundColumn", "BoundNumbers", "BoundTexts", "named_columns", "places_of", "score_expression"]


@dataclass(frozen=True, eq=False, slots=True)
class BoundTexts:
    """A fact that is read from texts.

    Attributes:
        column: Where the texts are.
        texts: The texts that mean something else than `other`.
        fact: The fact, with a value for each of these texts.
        lists: Whether texts that are not named hold several entries, which are looked for.
    """

    column: TextColumn
    texts: tuple[str, ...]
    fact: Attribute
    lists: bool = False


@dataclass(frozen=True, slots=True)
class BoundNumbers:
    """A fact that is read from numbers, or the months since days."""

    column: NumberColumn


BoundColumn: TypeAlias = BoundTexts | BoundNumbers
"""Where a fact of a card is in a table."""


def score_expression(
    card: Scorecard, places: Sequence[BinPlace], blanks: BlankShares, companions: Companions | None = None
) -> ScoreExpression:
    """Return a card as an expression; its sums and chances are those of `score_rows` with the same blanks.

    Args:
        card: The card; edited weights count, and the base of the newest deals.
        places: Where rows are in each block, see `places_of`.
        blanks: How often facts are not recorded in the table.
        companions: Which bins go together; without them an unknown fact is expected to be as among all deals.
    """
    tables = blank_tables(card.blocks, blanks, guesses(card.blocks, companions))
    terms: list[ScoreTerm] = []
    for block, place, table in zip(card.blocks, places, tables, strict=True):
        beside = None
        if table is not None:
            beside = Beside(table.of, table.by, tuple(table.mean.tolist()), tuple(table.variance.tolist()))
        adds, blank, silent = tuple(b.in_force for b in block.bins), block.unknown, None
        if block.kind is BlockKind.SEGMENT:
            beside = _of_undecided(len(terms), len(adds), table)
            silent = len(adds) - 1  # that a prospect is of no type of client is no reason, see `reasons_of`
            blank, adds = len(adds), (*adds, adds[-1])
        terms.append(ScoreTerm(block.id, place, blank, adds, beside, silent))
    return ScoreExpression(card.base_in_force, tuple(terms), card.outcome is CardOutcome.CHANCE)


def places_of(blocks: Sequence[CardBlock], columns: Mapping[str, BoundColumn], day: float) -> tuple[BinPlace, ...]:
    """Return the place of a row in each block, by the columns of a table.

    Args:
        blocks: Blocks of a card.
        columns: Where each fact is, by the name of its parameter; one that is missing is unknown of all rows.
        day: Day as of which rows are scored, days since 1970-01-01.
    """
    return tuple(_place(block, columns, day) for block in blocks)


def named_columns(parameters: Sequence[Parameter], card: Scorecard, day: float) -> dict[str, BoundColumn]:
    """Return the facts of a card as columns of their own names, which hold canonical values.

    Args:
        parameters: The facts.
        card: The card, whose conditions name the texts that count.
        day: Day as of which rows are scored, days since 1970-01-01.
    """
    found: dict[str, BoundColumn] = {}
    for p in parameters:
        if p.kind in (Kind.NUMBER, Kind.DATE):
            found[p.name] = BoundNumbers(NumberColumn(p.name, before=day if p.kind is Kind.DATE else None))
            continue
        own = [c for c in card.conditions if c.parameter == p.name and c.operator in (Operator.IS, Operator.IN)]
        texts = tuple(dict.fromkeys(v for c in own for v in c.values))
        fact = Attribute(p, np.array([*texts, None], dtype=object)[:-1], p.name)
        found[p.name] = BoundTexts(TextColumn((p.name,)), texts, fact, lists=p.kind is Kind.MULTI)
    return found


def _place(block: CardBlock, columns: Mapping[str, BoundColumn], day: float) -> BinPlace:
    """Return the place of a row in a block."""
    if block.kind is BlockKind.SEGMENT:
        return _segment_place(block, columns, day)
    bound = columns.get(block.attributes[0]) if len(block.attributes) == 1 else None
    if isinstance(bound, BoundNumbers):
        ends = bands_of(block)
        if ends is not None:
            return ByBand(bound.column, tuple(ends), len(block.bins) - 1)
    elif bound is not None and not bound.lists:
        values = _with_blank(bound.fact.values)
        codes = Placing([replace(bound.fact, values=values)], np.full(len(values), day)).codes(block).tolist()
        return by_text(bound.column, bound.texts, codes[:-1], codes[-1], len(block.bins) - 1)
    elif not any(name in columns for name in block.attributes):
        return Same(int(Placing([], np.full(1, day)).codes(block)[0]))
    arms: list[Arm] = []
    for at, one in enumerate(block.bins):
        tests = [_test(condition, columns, day) for condition in one.conditions]
        if not any(test is False for test in tests):
            arms.append(Arm(tuple(test for test in tests if not isinstance(test, bool)), at))
    # The last bin catches every row that is in none before.
    other = len(block.bins) - 1
    return ByTests(tuple(arm for arm in arms if arm.place != other or arm.tests), other)


def _of_undecided(which: int, bins: int, table: BlankTable | None) -> Beside | None:
    """Return what the block of a type of client adds to rows of which it is not known whether they meet it."""
    if table is None:
        return None
    mean, variance = float(table.mean[-1]), float(table.variance[-1])
    return Beside((which,), which, (mean,) * (bins + 1), (variance,) * (bins + 1))


def _segment_place(block: CardBlock, columns: Mapping[str, BoundColumn], day: float) -> BinPlace:
    """Return the place by a type of client: those that meet it; those of which it is not known; all others.

    Those of which it is not known, as what is known of them fits and not all is, have a place behind the bins.
    """
    conditions, other, undecided = block.bins[0].conditions, len(block.bins) - 1, len(block.bins)
    names = tuple(dict.fromkeys(c.parameter for c in conditions))
    arms: list[Arm] = []
    for blank in itertools.product((False, True), repeat=len(names)):
        missing = {name for name, is_so in zip(names, blank, strict=True) if is_so}
        tests = [_test(c, columns, day) for c in conditions if c.parameter not in missing]
        tests += [_test(Condition(name, "", Operator.UNKNOWN), columns, day) for name in names if name in missing]
        if any(test is False for test in tests):
            continue
        some = tuple(test for test in tests if not isinstance(test, bool))
        at = undecided if missing else 0
        if not some:
            return Same(at)
        arms.append(Arm(some, at))
    return ByTests(tuple(arms), other)


def by_text(column: TextColumn, texts: Sequence[str], places: Sequence[int], blank: int, other: int) -> ByText:
    """Return the place by text; texts in the place of all others need no name."""
    named = tuple((text, at) for text, at in zip(texts, places, strict=True) if at != other)
    return ByText(column, named, blank, other)


def _with_blank(values: Column) -> Column:
    """Return values with one that is not known behind them."""
    if values.dtype.kind == "f":
        return np.append(values, np.nan)
    return np.append(values, np.array([None], dtype=object))


def _test(condition: Condition, columns: Mapping[str, BoundColumn], day: float) -> Test | bool:
    """Return the test of a condition; a truth value where it is the same for all rows."""
    bound = columns.get(condition.parameter)
    if bound is None:
        return condition.operator is Operator.UNKNOWN
    if isinstance(bound, BoundNumbers):
        if condition.operator is Operator.UNKNOWN:
            return NumberIn(bound.column, -math.inf, math.inf, blank=True)
        if condition.operator is not Operator.BETWEEN:
            return False
        low = -math.inf if condition.low is None else float(condition.low)
        return NumberIn(bound.column, low, end_of(condition))
    if bound.lists and condition.operator is Operator.INCLUDES:
        return TextHas(bound.column, condition.values[0])
    kind = bound.fact.parameter.kind
    met = mask(condition, _with_blank(bound.fact.values), kind, day).tolist()
    return TextIn(bound.column, tuple(t for t, is_met in zip(bound.texts, met, strict=False) if is_met), met[-1])
