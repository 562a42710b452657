"""Scores a Parquet file in Polars, in constant memory."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import reduce
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from whofor.days import DAYS_A_MONTH
from whofor.engines.scorers.dialects import PLAIN_NUMBER
from whofor.engines.scorers.output import ADDED, MOST_CODES, free_names
from whofor.errors import Problem, UsageError
from whofor.model.score_expression import (
    BinPlace,
    ByBand,
    ByTests,
    ByText,
    HeldAs,
    NumberColumn,
    NumberIn,
    ScoreExpression,
    ScoreTerm,
    Test,
    TextColumn,
    TextHas,
    TextIn,
)
from whofor.schema.scorer import BestRow, Room, ScoringJob, TierTotal

if TYPE_CHECKING:
    import polars as pl

__all__ = ["PolarsScorer"]

_DAY = 86_400_000_000.0
"""Microseconds of a day."""


class _Columns:
    """Columns of a table as expressions of Polars."""

    def __init__(self) -> None:
        import polars as pl

        self._pl = pl

    def column(self, column: TextColumn | NumberColumn) -> pl.Expr:
        """Return a row's text, or its number."""
        return self._text(column) if isinstance(column, TextColumn) else self._number(column)

    def _number_of(self, value: float) -> pl.Expr:
        return self._pl.lit(value, dtype=self._pl.Float64)

    def _first(self, arms: Sequence[tuple[pl.Expr, pl.Expr]], otherwise: pl.Expr) -> pl.Expr:
        found = otherwise
        for test, value in reversed(arms):
            found = self._pl.when(test).then(value).otherwise(found)
        return found

    def _text(self, column: TextColumn) -> pl.Expr:
        pl = self._pl
        if len(column.headers) == 1:
            return self._as_text(column.headers[0])
        parts = [self._as_text(h).str.strip_chars(" ").replace("", None) for h in column.headers]
        joined = pl.concat_str([part.fill_null("") for part in parts], separator=column.separator)
        return pl.when(pl.any_horizontal(*(part.is_not_null() for part in parts))).then(joined)

    def _as_text(self, header: str) -> pl.Expr:
        return self._pl.col(header).cast(self._pl.String)

    def _number(self, column: NumberColumn) -> pl.Expr:
        pl = self._pl
        own = pl.col(column.header)
        if column.held_as is HeldAs.DAY:
            number = own.cast(pl.Datetime("us")).dt.epoch("us").cast(pl.Float64) / _DAY
        elif column.held_as is HeldAs.TEXT:
            trimmed = own.str.strip_chars(" ")
            plain = pl.when(trimmed.str.contains(PLAIN_NUMBER)).then(trimmed).cast(pl.Float64, strict=False)
            arms = [(own == text, self._number_of(n)) for text, n in column.named]
            number = self._first(arms, plain)
        else:
            number = own.cast(pl.Float64)
        if column.unknown:
            number = pl.when(~number.is_in(list(column.unknown))).then(number)
        if column.least is not None:
            number = pl.when(number >= column.least).then(number)
        if column.factor != 1.0:
            number *= column.factor
        if column.before is not None:
            number = pl.when(number <= column.before).then((column.before - number) / DAYS_A_MONTH)
        return number


class _Written(_Columns):
    """A card as expressions of Polars."""

    def __init__(self, expression: ScoreExpression) -> None:
        super().__init__()
        self.expression = expression

    def adds(self, term: ScoreTerm) -> pl.Expr:
        """Return what a term adds."""
        own = [self._number_of(v) for v in term.adds]
        if term.beside is None:
            return self._choose(term.place, own)
        return self._instead(term, own, term.beside.adds)

    def variance(self, term: ScoreTerm) -> pl.Expr | None:
        """Return how unsure it is what a term adds; `None` where it never is."""
        if term.beside is None or not any(term.beside.variances):
            return None
        return self._instead(term, [self._number_of(0.0)] * len(term.adds), term.beside.variances)

    def is_blank(self, term: ScoreTerm) -> pl.Expr:
        """Return whether the fact of a term is not recorded."""
        return self._is_at(term, term.blank)

    def is_silent(self, term: ScoreTerm) -> pl.Expr:
        """Return whether a term is no reason."""
        return self._is_at(term, term.silent)

    def _is_at(self, term: ScoreTerm, place: int | None) -> pl.Expr:
        if place is None:
            return self._pl.lit(value=False)
        return self._choose(term.place, [self._pl.lit(at == place) for at in range(len(term.adds))])

    def chance(self, total: pl.Expr, unsure: pl.Expr | None) -> pl.Expr:
        """Return the chance of a sum, as `scoring.score.chance_of`; of an amount the sum itself."""
        if not self.expression.is_chance:
            return total
        z = total if unsure is None else total / (1.0 + math.pi * unsure / 8.0).sqrt()
        return 1.0 / (1.0 + (-z).exp())

    def _instead(self, term: ScoreTerm, own: Sequence[pl.Expr], values: Sequence[float]) -> pl.Expr:
        beside, terms = term.beside, self.expression.terms
        if beside is None:
            return self._choose(term.place, own)
        other = self._choose(terms[beside.by].place, [self._number_of(v) for v in values])
        blank = reduce(lambda a, b: a | b, (self.is_blank(terms[j]) for j in beside.of))
        return self._pl.when(blank).then(other).otherwise(self._choose(term.place, own))

    def _choose(self, place: BinPlace, values: Sequence[pl.Expr]) -> pl.Expr:
        """Return the value by the place of a row."""
        match place:
            case ByText():
                column = self._text(place.column)
                arms = [(column.is_null(), values[place.blank])]
                by_place: dict[int, list[str]] = {}
                for text, at in place.places:
                    by_place.setdefault(at, []).append(text)
                arms += [(self._in(column, texts), values[at]) for at, texts in by_place.items()]
                return self._first(arms, values[place.other])
            case ByBand():
                number = self._number(place.column)
                arms = [(~self._finite(number), values[place.blank])]
                arms += [(number < end, values[at]) for at, end in enumerate(place.ends)]
                return self._first(arms, values[len(place.ends)])
            case ByTests():
                arms = [(self._all(arm.tests), values[arm.place]) for arm in place.arms]
                return self._first(arms, values[place.other])
            case _:
                return values[place.place]

    def _all(self, tests: Sequence[Test]) -> pl.Expr:
        return reduce(lambda a, b: a & b, map(self._test, tests), self._pl.lit(value=True))

    def _test(self, test: Test) -> pl.Expr:
        match test:
            case TextIn():
                column = self._text(test.column)
                return self._in(column, test.texts) | (column.is_null() if test.blank else self._pl.lit(value=False))
            case TextHas():
                cell = self._pl.concat_str(self._pl.lit(";"), self._text(test.column), self._pl.lit(";"))
                plain = cell.str.replace_all("; ", ";", literal=True).str.replace_all(" ;", ";", literal=True)
                return plain.str.contains(f";{test.entry};", literal=True).fill_null(value=False)
            case NumberIn():
                number = self._number(test.column)
                if test.blank:
                    return ~self._finite(number)
                inside = self._finite(number) & (number >= test.low) & (number < test.end)
                return inside.fill_null(value=False)

    def _in(self, column: pl.Expr, texts: Sequence[str]) -> pl.Expr:
        return column.is_in(list(texts)).fill_null(value=False)

    def _finite(self, number: pl.Expr) -> pl.Expr:
        return number.is_finite().fill_null(value=False)


class PolarsScorer:
    """Scorer of a Parquet file in Polars.

    Args:
        source: The file.
        folder: Where scores are kept in between; the caller removes it.
    """

    def __init__(self, source: Path, folder: Path) -> None:
        if find_spec("polars") is None:
            todo = "Install it: pip install 'whofor[polars]'."
            raise UsageError(Problem("Polars is not installed", "--engine", "polars", todo))
        self._source, self._draft = source, folder / "scores.parquet"

    def score(self, job: ScoringJob) -> int:
        """Score all rows, and keep the scores; return the number of rows."""
        import polars as pl

        frame = pl.scan_parquet(self._source, glob=False, hive_partitioning=False)
        written = _Written(job.expression)
        terms = list(enumerate(job.expression.terms))
        adds = [written.adds(term).alias(f"__adds{at}") for at, term in terms]
        variances = [v.alias(f"__unsure{at}") for at, term in terms if (v := written.variance(term)) is not None]
        blanks = [written.is_blank(term).alias(f"__blank{at}") for at, term in terms] if job.codes else []
        blanks += [written.is_silent(term).alias(f"__silent{at}") for at, term in terms] if job.codes else []
        own = [pl.int_range(pl.len(), dtype=pl.Int64).alias("row"), pl.col(job.id).alias("id")]
        base = pl.lit(job.expression.base, dtype=pl.Float64)
        total = reduce(lambda a, b: a + b, (pl.col(f"__adds{at}") for at, _ in terms), base).alias("total")
        unsure = [pl.col(v.meta.output_name()) for v in variances]
        summed = reduce(lambda a, b: a + b, unsure) if unsure else None
        codes = [_codes(job, written, {v.meta.output_name() for v in variances})] if job.codes else []
        frame = frame.select(*own, *adds, *variances, *blanks)
        frame = frame.select("row", "id", total, *([summed.alias("__unsure")] if summed is not None else []), *codes)
        chance = written.chance(pl.col("total"), pl.col("__unsure") if summed is not None else None).alias("chance")
        frame = frame.with_columns(chance)
        tier: pl.Expr = pl.lit(job.tiers.names[-1])
        for name, least in reversed(list(zip(job.tiers.names, job.tiers.least, strict=False))):
            tier = pl.when(pl.col("chance") >= least).then(pl.lit(name)).otherwise(tier)
        kept = ["row", "id", "total", "chance", tier.alias("tier"), *(["reasons"] if job.codes else [])]
        frame.select(*kept).sink_parquet(self._draft)
        return int(pl.scan_parquet(self._draft).select(pl.len()).collect().item())

    def best(self, most: int, columns: Sequence[TextColumn | NumberColumn]) -> list[BestRow]:
        """Return the best rows with what is in some columns: by sum, then id, then their order in the table."""
        import polars as pl

        scores = pl.scan_parquet(self._draft, glob=False).select("row", "total", key=pl.col("id").cast(pl.String))
        scores = scores.with_columns(pl.col("key").fill_null(""))
        first = scores.sort("total", "key", "row", descending=[True, False, False]).head(most).collect()
        wanted = first["row"].to_list()
        source = pl.scan_parquet(self._source, glob=False, hive_partitioning=False)
        written = _Columns()
        cells = [written.column(c).alias(f"c{i}") for i, c in enumerate(columns)]
        number = pl.int_range(pl.len(), dtype=pl.Int64).alias("row")
        found = (
            source.select(number, *cells)
            .join(pl.LazyFrame({"row": wanted}, {"row": pl.Int64}), on="row", how="semi")
            .collect()
        )
        by_row = {row[0]: row[1:] for row in found.iter_rows()}
        return [BestRow(int(row), float(total), tuple(by_row[row])) for row, total, _ in first.iter_rows()]

    def write(self, target: Path, reasons: Mapping[int, str], room: Room | None = None, *, whole: bool = False) -> None:
        """Write the rows with their chance and tier to a Parquet file that is not there."""
        import polars as pl

        scores = pl.scan_parquet(self._draft, glob=False)
        told = pl.LazyFrame(
            {"row": list(reasons), "told": list(reasons.values())}, {"row": pl.Int64, "told": pl.String}
        )
        scores = scores.join(told, on="row", how="left", maintain_order="left")
        has_codes = "reasons" in scores.collect_schema().names()
        inside = pl.col("row").is_in(list(room.rows)) if room is not None else None
        tier = pl.col("tier")
        if room is not None and inside is not None:
            tier = pl.when(inside).then(pl.lit(room.inside)).otherwise(pl.lit(room.outside))
        values = {
            "chance": pl.col("chance"),
            "tier": tier,
            "reasons": pl.coalesce("told", "reasons") if has_codes else pl.col("told"),
        }
        source = pl.scan_parquet(self._source, glob=False, hive_partitioning=False)
        names = free_names(source.collect_schema().names() if whole else [])
        added = scores.select(*([] if whole else ["id"]), *(v.alias(names[n]) for n, v in values.items()))
        made = pl.concat([source, added], how="horizontal") if whole else added
        made.sink_parquet(target)

    def totals(self, target: Path) -> list[TierTotal]:
        """Return what was written, by tier."""
        import polars as pl

        made = pl.scan_parquet(target, glob=False)
        chance, tier = made.collect_schema().names()[-len(ADDED) :][:2]
        found = made.group_by(tier).agg(pl.len(), pl.col(chance).mean()).sort(tier).collect()
        return [
            TierTotal(str(name), int(n), None if mean is None else float(mean)) for name, n, mean in found.iter_rows()
        ]

    def close(self) -> None:
        """Release the data."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _codes(job: ScoringJob, written: _Written, unsure: set[str]) -> pl.Expr:
    """Return the reasons of a row as names of blocks."""
    import polars as pl

    zero = pl.lit(0.0, dtype=pl.Float64)
    known: list[tuple[pl.Expr, str]] = []
    asked: list[pl.Expr] = []
    for at, term in enumerate(written.expression.terms):
        adds, blank = pl.col(f"__adds{at}"), pl.col(f"__blank{at}")
        known.append((pl.when(blank | pl.col(f"__silent{at}")).then(zero).otherwise(adds), term.block))
        if term.blank is not None:
            variance = pl.col(f"__unsure{at}") if f"__unsure{at}" in unsure else zero
            parts = pl.struct(a=-variance, b=-adds.abs(), c=pl.lit(term.block))
            asked.append(pl.when(blank).then(parts))
    up = [pl.when(adds > job.least).then(pl.struct(a=-adds, c=pl.lit(block))) for adds, block in known]
    down = [pl.when(adds < -job.least).then(pl.struct(a=adds, c=pl.lit(block))) for adds, block in known]
    parts = [_listed(pairs, sign) for pairs, sign in ((up, "+"), (down, "-"), (asked, "?")) if pairs]
    return pl.concat_str(parts, separator=" ", ignore_nulls=True).alias("reasons")


def _listed(pairs: Sequence[pl.Expr], sign: str) -> pl.Expr:
    """Return the first blocks of a sorted list, each behind a sign; nothing of an empty one."""
    import polars as pl

    first = pl.concat_list(*pairs).list.drop_nulls().list.sort().list.head(MOST_CODES)
    named = first.list.eval(pl.concat_str(pl.lit(sign), pl.element().struct.field("c")))
    return pl.when(named.list.len() > 0).then(named.list.join(" "))
