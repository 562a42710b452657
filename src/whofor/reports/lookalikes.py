"""Companies like the customers: in a terminal, and as rows of a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from whofor.csv_text import CsvCell
from whofor.model.card_proof import CardGrade
from whofor.model.lookalikes import Lookalike, LookalikeAnswer
from whofor.reports.catalogue import clean
from whofor.reports.phrases.names import cut
from whofor.reports.widths import fitting_widths, print_text, wrapped
from whofor.reports.wording.lookalikes import check_lines, likeness_text, near_text, note_lines, times_text
from whofor.reports.wording.problems import in_language
from whofor.reports.wording.scores import LONGEST_REASONS
from whofor.reports.words import Words, words_of

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["MOST_SHOWN", "lookalike_rows", "render_lookalikes"]

MOST_SHOWN = 10
"""Companies shown in a terminal: a morning's calls. A convention."""
_LONGEST_NAME = 24
"""Characters of a name in the table, so that reasons have room: a convention."""
_HEADS = ("id", "name", "times_as_common", "typical_share", "tier", "reasons", "nearest_1", "nearest_2", "nearest_3")
_MOST_NEAR = 3
_STYLE = {CardGrade.READY: "green", CardGrade.USABLE: "yellow", CardGrade.NOT_READY: "bold red"}


def render_lookalikes(found: LookalikeAnswer, words: Words, console: Console, command: str) -> None:
    """Print how well hidden customers were found, then the companies that are most like the customers.

    Args:
        found: The companies.
        words: Language of the output.
        console: Where to print.
        command: Command that writes all rows to a file; empty where they were written.
    """
    n = words.number(found.n_market - found.n_known)
    source = {"n": n, "market": found.market, "customers": words.count("customers", found.n_customers)}
    title = words.text("alike.title", **source, day=words.day(found.day))
    grade, *check = check_lines(found, words)
    graded, head = (grade, _STYLE[found.grade]), (title, "bold")
    first = [graded, head] if found.grade is CardGrade.NOT_READY else [head, graded]
    for text, style in (*first, *((text, "") for text in check)):
        print_text(text, console, style)
    if found.rows:
        console.print()
        _print_rows(found, words, console)
        console.print()
        for name, count in found.tiers:
            print_text(words.text(f"alike.tier_{name.lower()}", n=words.number(count)), console)
    for text in (*note_lines(found, words), *(in_language(text, words.language) for text in found.reading)):
        print_text(text, console, "dim")
    if command:
        console.print(clean(words.text("score.all", command=command)), soft_wrap=True, highlight=False, markup=False)


def _print_rows(found: LookalikeAnswer, words: Words, console: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    names = ("rank", "name", "tier", "times", "why", "near")
    heads = [words.text(f"alike.col_{name}") for name in names]
    cells = [_cells(row, words) for row in found.rows]
    columns = [[head, *texts] for head, texts in zip(heads, zip(*cells, strict=True), strict=True)]
    widths = fitting_widths(columns, console.width, {0, 2, 3})
    grid = Table(box=None, pad_edge=False, header_style="dim")
    for name, head, width in zip(names, heads, widths, strict=False):
        grid.add_column(head, overflow="fold", width=width, justify="right" if name in ("rank", "times") else "left")
    for row in cells:
        grid.add_row(*(Text(wrapped(cell, width)) for cell, width in zip(row, widths, strict=False)))
    console.print(grid)


def _cells(row: Lookalike, words: Words) -> tuple[str, ...]:
    name = cut(row.name or row.id or "–", _LONGEST_NAME)
    times, why = times_text(row.times_as_common, words), likeness_text(row, words, LONGEST_REASONS)
    return words.number(row.rank), clean(name), row.tier, times, why, near_text(row)


def lookalike_rows(found: LookalikeAnswer, words: Words | None = None) -> Iterator[Sequence[CsvCell]]:
    """Yield one row for each company, the most alike first, a row of names before them.

    Args:
        found: The companies.
        words: Language of names and reasons, for people; `None` for a program.
    """
    yield list(_HEADS) if words is None else [words.text(f"alike.head_{name}") for name in _HEADS]
    spoken = words or words_of("en")
    for row in found.rows:
        # Text that begins with + is a formula to a spreadsheet, and would get an apostrophe in front.
        reasons = f"{row.tier} {likeness_text(row, spoken, LONGEST_REASONS - len(row.tier) - 1)}"
        near = [clean(one.name) for one in row.nearest]
        near += [""] * (_MOST_NEAR - len(near))
        times, typical = float(f"{row.times_as_common:.4g}"), round(row.typical_share, 4)
        yield [clean(row.id), clean(row.name), times, typical, row.tier, reasons, *near]
