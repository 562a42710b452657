"""A scorecard written as SQL: one CASE or look-up a fact, added in a fixed order."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from whofor.engines.scorers.dialects import SqlDialect, finite, number_sql, text_sql
from whofor.model.score_expression import (
    Beside,
    BinPlace,
    ByBand,
    ByTests,
    ByText,
    NumberColumn,
    NumberIn,
    ScoreExpression,
    ScoreTerm,
    Test,
    TextColumn,
    TextHas,
    TextIn,
)

__all__ = ["ScoreSql"]

_FURTHEST = 700.0
"""Log odds beyond which the exponential leaves the range of some dialects: a chance of 1e-304."""
_LEAST_LOOKED_UP = 4
"""Texts from which a map is faster than comparing one after the other."""


@dataclass(slots=True)
class ScoreSql:
    """SQL of a card. Columns that are computed first get names of their own.

    Attributes:
        expression: The card.
        dialect: The dialect.
        computed: Columns that the other texts of SQL read: names, quoted, by their SQL.
    """

    expression: ScoreExpression
    dialect: SqlDialect
    computed: dict[str, str] = field(default_factory=dict[str, str])

    def adds(self, term: ScoreTerm) -> str:
        """Return the SQL of what a term adds."""
        own = [self.dialect.number(v) for v in term.adds]
        if term.beside is None:
            return self._choose(term.place, own)
        return self._instead(term, own, term.beside, term.beside.adds)

    def variance(self, term: ScoreTerm) -> str | None:
        """Return the SQL of how unsure it is what a term adds; `None` where it never is."""
        if term.beside is None or not any(term.beside.variances):
            return None
        own = [self.dialect.number(0.0)] * len(term.adds)
        return self._instead(term, own, term.beside, term.beside.variances)

    def is_blank(self, term: ScoreTerm) -> str:
        """Return the SQL of whether the fact of a term is not recorded."""
        return self._is_at(term, term.blank)

    def is_silent(self, term: ScoreTerm) -> str:
        """Return the SQL of whether a term is no reason."""
        return self._is_at(term, term.silent)

    def _is_at(self, term: ScoreTerm, place: int | None) -> str:
        if place is None:
            return "false"
        return self._choose(term.place, ["true" if at == place else "false" for at in range(len(term.adds))])

    def total(self) -> str:
        """Return the SQL of the sum, each term added after the one before."""
        parts = [self.dialect.number(self.expression.base), *map(self.adds, self.expression.terms)]
        return "\n  + ".join(f"({part})" for part in parts)

    def unsure(self) -> str | None:
        """Return the SQL of the variance of the sum; `None` where nothing is unsure."""
        parts = [v for term in self.expression.terms if (v := self.variance(term)) is not None]
        return "\n  + ".join(f"({part})" for part in parts) if parts else None

    def chance(self, total: str, unsure: str | None) -> str:
        """Return the SQL of the chance of a sum, as `scoring.score.chance_of`; of an amount the sum itself.

        Args:
            total: Name of the sum.
            unsure: Name of its variance; `None` where it is 0.
        """
        if not self.expression.is_chance:
            return total
        number = self.dialect.number
        z = total if unsure is None else f"{total} / sqrt({number(1)} + {number(math.pi)} * {unsure} / {number(8)})"
        held = f"least({number(_FURTHEST)}, greatest({number(-_FURTHEST)}, {z}))"
        return f"{number(1)} / ({number(1)} + exp(-({held})))"

    # -------- One place --------

    def _instead(self, term: ScoreTerm, own: Sequence[str], beside: Beside, values: Sequence[float]) -> str:
        """Return the SQL of a value that is another one where some fact is not recorded."""
        terms = self.expression.terms
        by = terms[beside.by]
        if by is term and term.blank is not None:
            other = self.dialect.number(values[term.blank])
        else:
            other = self._choose(by.place, [self.dialect.number(v) for v in values])
        if term.blank is not None:
            return self._choose(term.place, [other if at == term.blank else v for at, v in enumerate(own)])
        blank = " OR ".join(f"({self.is_blank(terms[j])})" for j in beside.of)
        return f"CASE WHEN {blank} THEN {other} ELSE {self._choose(term.place, own)} END"

    def _choose(self, place: BinPlace, values: Sequence[str]) -> str:
        """Return the SQL that chooses a value by the place of a row."""
        match place:
            case ByText():
                return self._by_text(place, values)
            case ByBand():
                return self._by_band(place, values)
            case ByTests():
                return self._by_tests(place, values)
            case _:
                return values[place.place]

    def _by_text(self, place: ByText, values: Sequence[str]) -> str:
        column, other = self._text(place.column), values[place.other]
        blank = values[place.blank]
        as_blank = [t for t, at in place.places if at == place.blank and blank != other]
        named = [(t, values[at]) for t, at in place.places if at != place.blank and values[at] != other]
        said = f" OR {self._in(column, as_blank)}" if as_blank else ""
        if len(named) >= _LEAST_LOOKED_UP and self.dialect.maps:
            pairs = ", ".join(f"{self.dialect.text(t)}: {v}" for t, v in named)
            # The map first, for all rows at once: where one text stands in many rows it is looked up once.
            rest = f"CASE WHEN {column} IS NULL{said} THEN {blank} ELSE {other} END"
            return f"coalesce(MAP {{{pairs}}}[{column}], {rest if blank != other else other})"
        whens = [f"WHEN {column} IS NULL{said} THEN {blank}"]
        for value in dict.fromkeys(v for _, v in named):
            whens.append(f"WHEN {self._in(column, [t for t, v in named if v == value])} THEN {value}")
        return f"CASE {' '.join(whens)} ELSE {other} END"

    def _by_band(self, place: ByBand, values: Sequence[str]) -> str:
        number, blank = self._number(place.column), values[place.blank]
        below, most = finite(number, self.dialect)
        last = values[len(place.ends)]
        arms = [(f"{number} < {self.dialect.number(end)}", values[at]) for at, end in enumerate(place.ends)]
        if self.dialect.finite:
            inside = f"CASE {self._whens(arms)} ELSE {last} END" if arms else last
            return f"CASE WHEN {self.dialect.finite.format(number)} THEN {inside} ELSE {blank} END"
        arms = [(below, blank), *arms, (most, last)]
        return f"CASE {self._whens(arms)} ELSE {blank} END"

    def _whens(self, arms: Sequence[tuple[str, str]]) -> str:
        # Neighbours with one value need one test: the last of theirs, as numbers ascend.
        kept = [list(run)[-1] for _, run in itertools.groupby(arms, key=lambda arm: arm[1])]
        return " ".join(f"WHEN {test} THEN {value}" for test, value in kept)

    def _by_tests(self, place: ByTests, values: Sequence[str]) -> str:
        other = values[place.other]
        whens = [
            f"WHEN {' AND '.join(map(self._test, arm.tests)) or 'true'} THEN {values[arm.place]}" for arm in place.arms
        ]
        return f"CASE {' '.join(whens)} ELSE {other} END" if whens else other

    def _test(self, test: Test) -> str:
        match test:
            case TextIn():
                column = self._text(test.column)
                parts = [f"{column} IS NULL"] if test.blank else []
                parts += [self._in(column, test.texts)] if test.texts else []
                return f"({' OR '.join(parts)})" if parts else "false"
            case TextHas():
                return self._has(self._text(test.column), test.entry)
            case NumberIn():
                return f"({' AND '.join(self._bounds(test))})"

    def _bounds(self, test: NumberIn) -> Iterator[str]:
        number = self._number(test.column)
        below, most = finite(number, self.dialect)
        if test.blank:
            yield f"({number} IS NULL OR {below} OR NOT ({most}))"
            return
        yield f"{number} >= {self.dialect.number(test.low)}" if math.isfinite(test.low) else f"NOT ({below})"
        yield f"{number} < {self.dialect.number(test.end)}" if math.isfinite(test.end) else most

    def _in(self, column: str, texts: Sequence[str]) -> str:
        return f"{column} IN ({', '.join(map(self.dialect.text, texts))})"

    def _has(self, column: str, entry: str) -> str:
        """Return the SQL of whether a list holds an entry: compared as a whole, not as a pattern."""
        text = self.dialect.text
        cell = f"concat(';', replace(replace({column}, '; ', ';'), ' ;', ';'), ';')"
        whole = text(f";{entry};")
        return f"({column} IS NOT NULL AND replace({cell}, {whole}, '') <> {cell})"

    # -------- Columns --------

    def _text(self, column: TextColumn) -> str:
        return self._named(text_sql(column, self.dialect), "text")

    def _number(self, column: NumberColumn) -> str:
        return self._named(number_sql(column, self.dialect), "number")

    def _named(self, written: str, kind: str) -> str:
        if written not in self.computed:
            self.computed[written] = self.dialect.name(f"__{kind}{len(self.computed)}")
        return self.computed[written]
