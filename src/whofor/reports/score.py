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
from whofor.reports.widths import fitted, print_text
from whofor.reports.wording.backtests import backtest_lines, worth_lines
from whofor.reports.wording.problems import in_language
from whofor.reports.wording.scores import (
    LONGEST_REASONS,
    fact_text,
    grade_lines,
    icp_text,
    known_text,
    listed_text,
    note_lines,
    proof_lines,
    reasons_text,
    situation_text,
    tier_text,
    value_text,
    why_parts,
    words_of_answer,
    worth_text,
)
from whofor.reports.words import Words, words_of

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["MOST_SHOWN", "reasons_of_field", "render_explained", "render_scores", "score_rows_of_file"]

MOST_SHOWN = 10
"""Prospects shown in a terminal: a morning's calls. A convention."""
_LONGEST_NAME = 40
"""Characters of a name, so that its id and what it is in the CRM have room on a line of 80: a convention."""
_SHORTEST_NAME = 8
"""Characters of a name that stay beside that, in a very narrow terminal: a convention."""
_BETWEEN = " · "
_HEADS = (
    *("id", "name", "score", "tier", "reasons", "icp", "profile_version", "known_as"),
    *("confidence", "situations", "worth", "value", "mutual_value"),
)
_MOST_WORTH = 3
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
    lines = [(listed_text(answer, words), "bold"), *((text, "") for text in proof_lines(answer, words))]
    graded = [(grade, _STYLE[answer.grade]), *((text, "") for text in why)]
    for text, style in [*graded, *lines] if answer.grade is CardGrade.NOT_READY else [*lines, *graded]:
        print_text(text, console, style)


def _print_rows(answer: ScoreAnswer, words: Words, console: Console) -> None:
    """Print three lines a prospect at most, so that ten are read in ten seconds: who, why, and what else is known."""
    from rich.cells import cell_len
    from rich.text import Text

    heads = [words.text(f"score.col_{name}") for name in ("rank", "tier", "chance", "sure")]
    cells = [
        (words.number(r.rank), r.tier, words.percent(r.chance), words.text(f"score.sure_{r.confidence.value}"))
        for r in answer.rows
    ]
    widths = [max(map(cell_len, column)) for column in zip(heads, *cells, strict=True)]

    def first(texts: Sequence[str]) -> str:
        """Return the short cells of a line: numbers to the right."""
        rank, tier, chance, sure = (
            text.rjust(width) if i in (0, 2) else text.ljust(width)
            for i, (text, width) in enumerate(zip(texts, widths, strict=True))
        )
        return clean(f"{rank}  {tier}  {chance}  {sure}  ")

    def put(*parts: tuple[str, str]) -> None:
        console.print(Text.assemble(*parts), soft_wrap=True, highlight=False)

    put((first(heads) + words.text("score.col_name"), "dim"))
    indent = " " * (widths[0] + 2)
    for row, texts in zip(answer.rows, cells, strict=True):
        begin = first(texts)
        beside = console.width - cell_len(begin)
        put((begin, ""), (fitted(_named(row, words, beside), _BETWEEN, beside), "bold"))
        room = console.width - len(indent)
        put((indent, ""), (_why_of(row, words, room), ""))
        if more := _more_of(row, answer, words, room):
            put((indent, ""), (more, "dim"))


def _named(row: ScoredRow, words: Words, room: int) -> list[str]:
    """Return what names a prospect: its name, its id where that is another, and what it is in the CRM."""
    from rich.cells import cell_len

    text = known_text(row.known_as, words)
    # What it is in the CRM decides whether to call, so that it is not what is cut off.
    known = f" ({text})" if text else ""
    name = cut(row.name or row.id or "–", _LONGEST_NAME)
    named = f"{fitted([name], '', max(room - cell_len(known), _SHORTEST_NAME))}{known}"
    return [named, row.id] if row.id and row.id != row.name else [named]


def _why_of(row: ScoredRow, words: Words, room: int) -> str:
    """Return the strongest reasons that fit on a line, what raises the chance before what lowers it."""
    from rich.cells import cell_len

    reasons, parts = (*row.up, *row.down), [clean(part) for part in why_parts(row, words)]
    if not parts:
        return fitted([words.text("score.no_reason")], " ", room)
    kept: set[int] = set()
    for place in sorted(range(len(parts)), key=lambda i: (-abs(reasons[i].adds), i)):
        if sum(cell_len(parts[i]) + 1 for i in {*kept, place}) - 1 <= room or not kept:
            kept.add(place)
    return fitted([parts[i] for i in sorted(kept)], " ", room)


def _more_of(row: ScoredRow, answer: ScoreAnswer, words: Words, room: int) -> str:
    """Return what else is known of a prospect: its type of client, what is going on, what is worth finding out."""
    from rich.cells import cell_len

    icps, situations = icp_text(row, answer, words), situation_text(row, words)
    found = [words.text("score.meets", types=icps)] if icps else []
    found += [words.text("score.going_on", what=situations)] if situations else []
    for one in row.worth[:1]:
        whole = [*found, f"? {worth_text(one, words)}"]
        # Cut off, it would tell one end alone.
        fits = cell_len(clean(_BETWEEN.join(whole))) <= room
        found = whole if fits else [*found, f"? {worth_text(one, words, short=True)}"]
    return fitted(found, _BETWEEN, room) if found else ""


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
    told = [words.pair(words.text("score.col_sure"), sure)]
    if icps := icp_text(row, answer, words):
        told.append(words.text("score.meets", types=icps))
    if situations := situation_text(row, words):
        told.append(words.text("score.going_on", what=situations))
    for text in told:
        line(text)
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
    known = value_text(one.block, one.label, one.conditions, words)
    value = words.text("score.unknown") if one.is_blank else known
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
        reasons = reasons_of_field(row, spoken)
        icps = "; ".join(row.icps) if words is None else icp_text(row, answer, spoken)
        known = row.known_as.value if words is None else known_text(row.known_as, spoken)
        version = None if answer.profile_version is None or not row.icps else float(answer.profile_version)
        score = round(100 * row.chance, 1)
        begin = [clean(row.id), clean(row.name), score, row.tier, reasons, icps, version, known]
        sure = row.confidence.value if words is None else words.text(f"score.sure_{row.confidence.value}")
        going_on = "; ".join(row.situations) if words is None else situation_text(row, spoken)
        told = "; ".join(clean(worth_text(one, spoken)) for one in row.worth)
        worth = [None if one is None else float(f"{one:.4g}") for one in (row.value, row.mutual_value)]
        yield [*begin, sure, going_on, told, *worth]


def reasons_of_field(row: ScoredRow, words: Words) -> str:
    """Return tier and reasons as they fit a field of a CRM.

    Text that begins with + is a formula to a spreadsheet, and would get an apostrophe in front.
    """
    tier = clean(row.tier)
    return f"{tier} {reasons_text(row, words, LONGEST_REASONS - len(tier) - 1)}"
