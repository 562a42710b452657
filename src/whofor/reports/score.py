"""Scored prospects: in a terminal, and as rows of a file."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from whofor.csv_text import CsvCell
from whofor.model.card_proof import CardGrade
from whofor.model.score_answer import ScoreAnswer, ScoredRow
from whofor.model.scorecard import ScoreReason
from whofor.reports.catalogue import clean
from whofor.reports.phrases.names import cut
from whofor.reports.widths import fitting_widths, print_text, wrapped
from whofor.reports.wording.backtests import backtest_lines, worth_lines
from whofor.reports.wording.problems import in_language
from whofor.reports.wording.scores import (
    LONGEST_REASONS,
    bin_text,
    fact_text,
    grade_lines,
    icp_text,
    known_text,
    note_lines,
    proof_lines,
    reasons_text,
    tier_text,
    words_of_answer,
    worth_text,
)
from whofor.reports.words import Words, words_of

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["MOST_SHOWN", "render_explained", "render_scores", "score_rows_of_file"]

MOST_SHOWN = 10
"""Prospects shown in a terminal: a morning's calls. A convention."""
_MOST_WORTH = 3
_LONGEST_NAME = 24
"""Characters of a name in the table, so that reasons have room: a convention."""
_HEADS = ("id", "name", "score", "tier", "reasons", "icp", "profile_version", "known_as", "value", "mutual_value")
_STYLE = {CardGrade.READY: "green", CardGrade.USABLE: "yellow", CardGrade.NOT_READY: "bold red"}


def render_scores(answer: ScoreAnswer, words: Words, console: Console, command: str) -> None:
    """Print how good the card is, first where it is not, then the best prospects and the tiers.

    Args:
        answer: The prospects.
        words: Language of the output.
        console: Where to print.
        command: Command that writes all rows to a file; empty where they were written.
    """
    words = words_of_answer(answer, words)

    def line(text: str, style: str = "", indent: int = 0) -> None:
        print_text(text, console, style, indent=indent)

    _print_head(answer, words, console)
    if answer.rows:
        console.print()
        _print_rows(answer, words, console)
        worth = [(row, one) for row in answer.rows for one in row.worth[:1]][:_MOST_WORTH]
        if worth:
            console.print()
            line(words.text("score.worth_head"), "bold")
        for row, one in worth:
            line(words.pair(row.name or row.id, worth_text(one, words)), indent=2)
        console.print()
        for tier in answer.tiers:
            line(tier_text(tier, answer.proof, words))
    for text in (*worth_lines(answer, words), *backtest_lines(answer.backtests, words)):
        line(text)
    for text in (*note_lines(answer, words), *(in_language(text, words.language) for text in answer.reading)):
        line(text, "dim")
    line(words.text("score.file", path=answer.path), "dim")
    if command and answer.n:
        console.print(clean(words.text("score.all", command=command)), soft_wrap=True, highlight=False, markup=False)


def _print_head(answer: ScoreAnswer, words: Words, console: Console) -> None:
    """Print what is scored and how far that may be relied on; first of all where it may not."""
    grade, *why = grade_lines(answer, words)
    title = _title(answer, words)
    lines = [(title, "bold"), *((text, "") for text in proof_lines(answer, words))]
    graded = [(grade, _STYLE[answer.grade]), *((text, "") for text in why)]
    for text, style in [*graded, *lines] if answer.grade is CardGrade.NOT_READY else [*lines, *graded]:
        print_text(text, console, style)


def _title(answer: ScoreAnswer, words: Words) -> str:
    n = words.count("prospects", answer.n)
    day = words.day(answer.day) if answer.day else "–"
    if answer.source:
        return words.text("score.title_list", n=n, source=answer.source, day=day)
    return words.text("score.title_own" if answer.n else "score.title_none", n=n, day=day)


def _print_rows(answer: ScoreAnswer, words: Words, console: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    names = ("rank", "name", "tier", "chance", "sure", "why")
    heads = [words.text(f"score.col_{name}") for name in names]
    cells = [[clean(text) for text in _cells(row, answer, words)] for row in answer.rows]
    columns = [[head, *texts] for head, texts in zip(heads, zip(*cells, strict=True), strict=True)]
    widths = fitting_widths(columns, console.width, {0, 2, 3, 4})
    grid = Table(box=None, pad_edge=False, header_style="dim")
    for name, head, width in zip(names, heads, widths, strict=False):
        justify = "right" if name in ("rank", "chance") else "left"
        grid.add_column(head, overflow="fold", width=width, justify=justify)
    for row in cells:
        grid.add_row(*(Text(wrapped(cell, width)) for cell, width in zip(row, widths, strict=False)))
    console.print(grid)


def _cells(row: ScoredRow, answer: ScoreAnswer, words: Words) -> tuple[str, ...]:
    known = known_text(row.known_as, words)
    name = cut(row.name or row.id or "–", _LONGEST_NAME)
    why = reasons_text(row, words)
    if icps := icp_text(row, answer, words):
        why = f"{why} · {words.text('score.meets', types=icps)}"
    sure = words.text(f"score.sure_{row.confidence.value}")
    named = f"{name} ({known})" if known else name
    return words.number(row.rank), named, row.tier, words.percent(row.chance), sure, why


def render_explained(answer: ScoreAnswer, words: Words, console: Console) -> None:
    """Print what every fact adds to the score of one prospect, and what those that are not known would change."""
    from rich.table import Table
    from rich.text import Text

    row = answer.explained
    if row is None:
        return
    words = words_of_answer(answer, words)

    def line(text: str, style: str = "", indent: int = 0) -> None:
        print_text(text, console, style, indent=indent)

    _print_head(answer, words, console)
    console.print()
    known = known_text(row.known_as, words)
    name = f"{row.name} ({known})" if known else row.name
    values = {"chance": words.percent(row.chance), "tier": row.tier, "rank": words.number(row.rank)}
    line(words.text("score.explained", name=name, of=words.number(answer.n), **values), "bold")
    sure = words.text(f"score.sure_{row.confidence.value}")
    line(words.pair(words.text("score.col_sure"), sure))
    if icps := icp_text(row, answer, words):
        line(words.text("score.meets", types=icps))
    grid = Table(box=None, pad_edge=False, header_style="dim")
    for place, head in enumerate(("fact", "value", "odds", "range", "deals")):
        grid.add_column(words.text(f"score.col_{head}"), overflow="fold", justify="left" if place < 2 else "right")
    base = math.exp(answer.card.base_in_force)
    grid.add_row(words.text("score.start"), "", words.number(base, 3), "", words.number(answer.card.n))
    for one in sorted(answer.contributions, key=lambda r: (-abs(r.adds), r.block)):
        grid.add_row(*(Text(clean(cell)) for cell in _explained_cells(one, words)))
    grid.add_row(words.text("score.product"), "", words.number(math.exp(row.odds), 3), "", "")
    console.print(grid)
    line(words.text("score.sum", odds=words.signed(row.odds, 3), chance=words.percent(row.chance, 1)), "dim")
    for one in row.worth:
        line(words.pair(words.text("score.worth_head"), worth_text(one, words)))


def _explained_cells(one: ScoreReason, words: Words) -> tuple[str, ...]:
    value = words.text("score.unknown") if one.is_blank else bin_text(one.block, one.label, one.conditions, words)
    odds = f"×{words.number(one.factor, 2)}"
    if one.is_edited:
        odds = words.text("score.edited", odds=odds)
    ends = f"{words.number(one.low, 2)}–{words.number(one.high, 2)}"
    return fact_text(one, words), value, odds, ends, words.number(one.n)


def score_rows_of_file(answer: ScoreAnswer, words: Words | None = None) -> Iterator[Sequence[CsvCell]]:
    """Yield one row for each prospect, the best first, a row of names before them.

    Args:
        answer: The prospects.
        words: Language of names and reasons, for people; `None` for a program.
    """
    yield list(_HEADS) if words is None else [words.text(f"score.head_{name}") for name in _HEADS]
    spoken = words_of_answer(answer, words or words_of("en", answer.deals_called))
    for row in answer.rows:
        # Text that begins with + is a formula to a spreadsheet, and would get an apostrophe in front.
        reasons = f"{row.tier} {reasons_text(row, spoken, LONGEST_REASONS - len(row.tier) - 1)}"
        icps = "; ".join(row.icps) if words is None else icp_text(row, answer, spoken)
        known = row.known_as.value if words is None else known_text(row.known_as, spoken)
        version = None if answer.profile_version is None or not row.icps else float(answer.profile_version)
        score = round(100 * row.chance, 1)
        worth = [None if one is None else float(f"{one:.4g}") for one in (row.value, row.mutual_value)]
        yield [clean(row.id), clean(row.name), score, row.tier, reasons, icps, version, known, *worth]
