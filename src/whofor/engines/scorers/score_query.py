"""Queries that score a table, for the engines that understand SQL."""

from __future__ import annotations

from collections.abc import Iterator

from whofor.engines.scorers.expression_sql import ScoreSql
from whofor.engines.scorers.output import MOST_CODES
from whofor.model.score_expression import ScoreTerm
from whofor.model.scorecard import CardTiers
from whofor.schema.scorer import ScoringJob

__all__ = ["score_query", "tier_sql"]

_CHANCE, _TOTAL, _UNSURE = "__chance", "__total", "__unsure"


def score_query(source: str, job: ScoringJob, written: ScoreSql, *, row: str) -> str:
    """Return the query for the number, the id, the sum, the chance and the tier of each row, and its codes if asked.

    Each step is a query around the one before, so that nothing is computed twice.

    Args:
        source: Where the rows are.
        job: What is asked for.
        written: The card as SQL.
        row: SQL of what tells the rows apart.
    """
    name = written.dialect.name
    total, unsure = written.total(), written.unsure()
    parts = [f"{total} AS {name(_TOTAL)}", *([f"{unsure} AS {name(_UNSURE)}"] if unsure is not None else [])]
    kept = [name("__row"), name("__id")]
    codes: list[str] = []
    if job.codes:
        terms = list(enumerate(written.expression.terms))
        parts = [part for at, term in terms for part in _of_term(at, term, written)]
        codes = [f"{_codes(job, written)} AS {name('reasons')}"]
    first = f"{row} AS {name('__row')}, {name(job.id)} AS {name('__id')}, *"
    named = ", ".join([first, *(f"{text} AS {alias}" for text, alias in written.computed.items())])
    inner = f"SELECT {', '.join([*kept, *parts])} FROM (SELECT {named} FROM {source})"
    if job.codes:
        inner = f"SELECT {', '.join([*kept, *_sums(written), *codes])} FROM ({inner})"
        kept.append(name("reasons"))
    chance = written.chance(name(_TOTAL), None if unsure is None else name(_UNSURE))
    inner = f"SELECT {', '.join(kept)}, {name(_TOTAL)}, {chance} AS {name(_CHANCE)} FROM ({inner})"
    outer = [f"{name('__row')} AS {name('row')}", f"{name('__id')} AS {name('id')}", f"{name(_TOTAL)} AS total"]
    outer += [f"{name(_CHANCE)} AS chance", f"{tier_sql(name(_CHANCE), job.tiers, written)} AS tier"]
    outer += [name("reasons")] if job.codes else []
    return f"SELECT {', '.join(outer)} FROM ({inner})"


def tier_sql(chance: str, tiers: CardTiers, written: ScoreSql) -> str:
    """Return the SQL of the tier of a chance."""
    d = written.dialect
    arms = " ".join(
        f"WHEN {chance} >= {d.number(least)} THEN {d.text(name)}"
        for name, least in zip(tiers.names, tiers.least, strict=False)
    )
    return f"CASE {arms} ELSE {d.text(tiers.names[-1])} END" if arms else d.text(tiers.names[-1])


def _of_term(at: int, term: ScoreTerm, written: ScoreSql) -> Iterator[str]:
    name = written.dialect.name
    yield f"{written.adds(term)} AS {name(f'__adds{at}')}"
    if (variance := written.variance(term)) is not None:
        yield f"{variance} AS {name(f'__unsure{at}')}"
    if term.blank is not None:
        yield f"{written.is_blank(term)} AS {name(f'__blank{at}')}"
    if term.silent is not None:
        yield f"{written.is_silent(term)} AS {name(f'__silent{at}')}"


def _sums(written: ScoreSql) -> Iterator[str]:
    """Yield the sum, and its variance, from what each term adds."""
    d, terms = written.dialect, written.expression.terms
    adds = [d.number(written.expression.base), *(d.name(f"__adds{at}") for at in range(len(terms)))]
    yield f"{' + '.join(adds)} AS {d.name(_TOTAL)}"
    unsure = [d.name(f"__unsure{at}") for at, term in enumerate(terms) if written.variance(term) is not None]
    if unsure:
        yield f"{' + '.join(unsure)} AS {d.name(_UNSURE)}"


def _codes(job: ScoringJob, written: ScoreSql) -> str:
    """Return the SQL of the reasons of a row as names of blocks: lists of pairs, sorted, and cut."""
    d = written.dialect
    known: list[tuple[str, str]] = []
    blank: list[str] = []
    for at, term in enumerate(written.expression.terms):
        adds, block, is_blank = d.name(f"__adds{at}"), d.text(term.block), d.name(f"__blank{at}")
        no_reason = [is_blank] if term.blank is not None else []
        no_reason += [d.name(f"__silent{at}")] if term.silent is not None else []
        said = f"CASE WHEN {' OR '.join(no_reason)} THEN {d.number(0.0)} ELSE {adds} END" if no_reason else adds
        known.append((said, block))
        if term.blank is None:
            continue
        unsure = d.name(f"__unsure{at}") if written.variance(term) is not None else d.number(0.0)
        asked = d.pair({"a": f"-({unsure})", "b": f"-abs({adds})", "c": block})
        blank.append(f"CASE WHEN {is_blank} THEN {asked} END")
    up = [d.pair({"a": f"-({adds})", "c": block}) for adds, block in known]
    down = [d.pair({"a": adds, "c": block}) for adds, block in known]
    enough = f"x.a < {d.number(-job.least)}"
    parts = [d.listed(up, enough, "+", MOST_CODES), d.listed(down, enough, "-", MOST_CODES)]
    parts += [d.listed(blank, "x IS NOT NULL", "?", MOST_CODES)] if blank else []
    return f"concat_ws(' ', {', '.join(parts)})"
