"""Facts of the deals in the columns of a list of any size: what its texts mean, and which numbers are taken as such."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.app.market import of_kind
from whofor.arrays import Column, is_known
from whofor.intake.importing.outputs import Direct, LookedUp
from whofor.intake.importing.ports import ListImporter
from whofor.model.parameters import EXTRA_PREFIX, Kind, Parameter
from whofor.model.score_expression import HeldAs, NumberColumn
from whofor.schema.attributes import wider_names
from whofor.schema.listed_columns import ColumnTexts, TooVariedError
from whofor.schema.rows import Attribute
from whofor.scoring.expression import BoundColumn, BoundNumbers, BoundTexts

__all__ = ["ListFacts", "list_facts", "values_of"]

_MOST_NAMED = 1_000
"""Numbers that mean something else than they say, which are named one by one in an expression."""


@dataclass(frozen=True, eq=False, slots=True)
class ListFacts:
    """Facts of the deals in a list.

    Attributes:
        bound: Where each fact is, by the name of its parameter; those that no row has are missing.
        counts: Rows by text, for each fact that is read from texts.
        other_kind: Labels of the columns whose values are of another kind than those of the deals.
    """

    bound: Mapping[str, BoundColumn]
    counts: Mapping[str, Sequence[int]]
    other_kind: tuple[str, ...]


def list_facts(
    importer: ListImporter, parameters: Sequence[Parameter], facts: Sequence[Attribute], day: float
) -> ListFacts:
    """Return where the facts of the deals are in a list, and what is there.

    Args:
        importer: Where the columns of the list were read.
        parameters: What they mean.
        facts: Facts of the deals.
        day: Day as of which the list is told, days since 1970-01-01.

    Raises:
        TooVariedError: A column has too many different texts.
    """
    # What the deals know of contacts, a list may say of its companies: it is read under a name of the list's own.
    canonical = {p.name for p in parameters}
    own = {
        a.parameter.name: a.parameter.name if a.parameter.name in canonical else f"{EXTRA_PREFIX}{a.parameter.name}"
        for a in facts
    }
    read = {p.name: p for p in parameters}
    bound: dict[str, BoundColumn] = {}
    counts: dict[str, Sequence[int]] = {}
    other: list[str] = []
    for fact in facts:
        name = fact.parameter.name
        p = read.get(own[name])
        if p is None or not p.is_searched or p.kind is Kind.TEXT:
            continue
        found = _Column(importer, own[name], p, fact, day).bound()
        if found is None:
            continue
        column, rows, is_other = found
        if is_other:
            other.append(fact.parameter.label)
        else:
            bound[name], counts[name] = column, rows
    known = [
        name for name, out in importer.outputs.items() if isinstance(out.cell, LookedUp) and _any(importer, out.cell)
    ]
    for name in wider_names(known):
        # Of a known country the region says nothing more, and is no fact of its own.
        bound.pop(name, None)
    return ListFacts(bound, counts, tuple(other))


def _any(importer: ListImporter, cell: LookedUp) -> bool:
    """Return whether any row has a value."""
    return bool(importer.lookups[cell.column].outputs.get(cell.output))


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of the list that is read as a fact of the deals."""

    importer: ListImporter
    name: str
    parameter: Parameter
    fact: Attribute
    day: float

    def bound(self) -> tuple[BoundColumn, Sequence[int], bool] | None:
        """Return where the fact is, rows by text, and whether it is of another kind; `None` where no row has it."""
        output = self.importer.outputs.get(self.name)
        if output is None or not isinstance(output.cell, LookedUp | Direct):
            return None
        staged = output.cell.column
        texts = self.importer.known(staged)
        means = None
        if isinstance(output.cell, LookedUp):
            means = self.importer.lookups[staged].outputs.get(output.cell.output, {})
        if texts.held_as is not None and means is not None and self._is_number():
            numbers = next(self._numbers(texts, means, staged), None)
            if numbers is not None:
                return (BoundNumbers(numbers), (), False) if self.importer.known_numbers(numbers) else None
        if not texts.is_whole:
            raise TooVariedError(self.importer.column(staged).headers[0])
        return self._of_texts(texts, means, staged)

    def _is_number(self) -> bool:
        kinds = self.parameter.kind, self.fact.parameter.kind
        return kinds[0] is kinds[1] and kinds[0] in (Kind.NUMBER, Kind.DATE)

    def _of_texts(
        self, texts: ColumnTexts, means: Mapping[str, str | float] | None, staged: str
    ) -> tuple[BoundColumn, Sequence[int], bool] | None:
        spelt = list(texts.spelt)
        cells = [texts.spelt[text] if means is None else means.get(texts.spelt[text]) for text in spelt]
        values = _values([cell if cell != "" else None for cell in cells], self.parameter.kind)
        own = Attribute(self.parameter, values, self.fact.group)
        if not is_known(values).any():
            return None
        found = of_kind(own, self.fact)
        # Several spellings of a text are counted once, under the first of them.
        left = dict(texts.counts)
        rows = [left.pop(texts.spelt[text], 0) for text in spelt]
        column = self.importer.column(staged)
        return BoundTexts(column, tuple(spelt), found), rows, not is_known(found.values).any()

    def _numbers(self, texts: ColumnTexts, means: Mapping[str, str | float], staged: str) -> Iterator[NumberColumn]:
        """Yield how the numbers are read, where all of them are read alike."""
        if texts.held_as is None:
            return
        header = self.importer.column(staged).headers[0]
        before = self.day if self.parameter.kind is Kind.DATE else None
        pairs = [(text, number, _number(means.get(text))) for text, number in texts.numbers.items()]
        plain = [(number, value) for _, number, value in pairs if math.isfinite(number) and value is not None]
        factor = next((_power(value / number) for number, value in plain if number), 1.0)
        if not all(number * factor == value for number, value in plain):
            return
        lost = [number for _, number, value in pairs if math.isfinite(number) and value is None]
        least = 0.0 if lost and not any(number < 0 for number, _ in plain) and any(n < 0 for n in lost) else None
        lost = [number for number in lost if least is None or number >= least]
        # Texts that are no plain numbers by themselves.
        named = [
            (spelling, math.nan if (value := _number(means.get(text))) is None else value / factor)
            for spelling, text in texts.spelt.items()
            if texts.held_as is HeldAs.TEXT and not math.isfinite(texts.numbers[text])
        ]
        if len(lost) + len(named) <= _MOST_NAMED and all(
            v * factor / factor == v for _, v in named if math.isfinite(v)
        ):
            yield NumberColumn(header, texts.held_as, factor, tuple(named), tuple(lost), least, before)


def _number(value: str | float | None) -> float | None:
    return value if isinstance(value, float) else None


def _power(ratio: float) -> float:
    """Return the power of ten that a ratio is: amounts may be in thousands, or in cents."""
    return 10.0 ** round(math.log10(ratio)) if ratio > 0 else 1.0


def _values(cells: Sequence[str | float | None], kind: Kind) -> Column:
    if kind in (Kind.NUMBER, Kind.DATE):
        return np.array([math.nan if cell is None else cell for cell in cells], dtype=np.float64)
    return np.array([*cells, None], dtype=object)[:-1]


def values_of(bound: BoundColumn, fact: Attribute, cells: Sequence[str | float | None]) -> Attribute:
    """Return a fact of some rows of a list, from what stands in their cells.

    Args:
        bound: Where the fact is.
        fact: The fact, of the deals.
        cells: The texts, or the numbers, of the rows.
    """
    if isinstance(bound, BoundNumbers):
        numbers = [math.nan if cell is None else float(cell) for cell in cells]
        return replace(fact, values=np.array(numbers, dtype=np.float64))
    place = {text: i for i, text in enumerate(bound.texts)}
    at = np.array([place.get(str(cell), -1) if cell is not None else -1 for cell in cells], dtype=np.int64)
    unknown = np.array([np.nan]) if bound.fact.values.dtype.kind == "f" else np.array([None], dtype=object)
    return replace(bound.fact, values=np.concatenate([bound.fact.values, unknown])[at])
