"""Layout of a file: title lines above the header of its table, sums and notes below the rows."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from statistics import median

from whofor.intake.sources.blobs import BadFileError
from whofor.lexicon.words import read_table, words_in
from whofor.model import IssueCode

__all__ = [
    "LAST_ROWS",
    "Row",
    "Shape",
    "body",
    "footer_pattern",
    "header_index",
    "is_footer",
    "shape_of",
    "titles_above",
]

LAST_ROWS = 12
"""Number of rows at the end in which footers are looked for."""

_MOST_TITLES = 20
_FEW = 1 / 3
# A row is judged in some microseconds: enough rows to know, after a second.
_MOST_UNREADABLE = 200_000
_NEARLY_ALL = 0.95
_OFTEN_SHORT = 0.2
_ENOUGH = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file, or the reason why it is left out.

    Attributes:
        line: Line on which it begins, from 1; in a sheet its row.
        cells: Its texts.
        code: Issue code where it is left out, else `None`.
        problem: The reason, for people.
    """

    line: int
    cells: Sequence[str] = field(default=())
    code: IssueCode | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """Header of a table, and how its rows follow it.

    Attributes:
        header: The header as written.
        pads: Whether the file leaves empty cells at the end of its rows out.
        has_header: Whether the first row is the header; else all are data, and the header holds empty names.
    """

    header: tuple[str, ...]
    pads: bool = False
    has_header: bool = True


def header_index(rows: Sequence[Sequence[str]]) -> int:
    """Return which of the first rows of a file is its header.

    Titles come above it: rows with few cells filled where those below have many. A row of words is taken for the
    header even if some of its names are missing.

    Example:
        >>> header_index([["Won deals 2025", "", ""], ["Id", "Name", "Stage"], ["1", "Acme", "Won"]])
        1
    """
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    for place in range(min(len(rows), _MOST_TITLES)):
        below = sorted(count for count in filled[place + 1 :] if count)
        # Of the fuller half: sums and notes below the rows have few cells too.
        usual = median(below[len(below) // 2 :]) if below else 0
        if filled[place] and not _is_title(rows, filled, place, usual):
            return place
    return next((place for place, count in enumerate(filled) if count), 0)


def _is_title(rows: Sequence[Sequence[str]], filled: Sequence[int], place: int, usual: float) -> bool:
    if usual < 2:
        return False
    widths = Counter(len(row) for row, count in zip(rows[place + 1 :], filled[place + 1 :], strict=True) if count)
    width = widths.most_common(1)[0][0]
    return filled[place] <= _FEW * usual or (len(rows[place]) < width and filled[place] <= max(2, _FEW * width))


def shape_of(rows: Sequence[Sequence[str]], *, has_header: bool = True) -> Shape:
    """Return the shape of a table from its header and some of its rows; from rows alone where it has no header."""
    header = tuple(rows[0]) if has_header else ("",) * len(rows[0])
    below = rows[1:]
    short = sum(len(row) < len(header) for row in below)
    return Shape(header, pads=len(below) >= _ENOUGH and short >= _OFTEN_SHORT * len(below), has_header=has_header)


def titles_above(rows: Sequence[Row], groups: int | None, renamed: Sequence[str]) -> tuple[Row, ...]:
    """Return the rows above a header as left out, each with the reason.

    Args:
        rows: The rows.
        groups: Which of them groups the columns.
        renamed: Names of columns that were made distinct by their group.
    """
    titles: list[Row] = []
    for place, row in enumerate(rows):
        filled = dict.fromkeys(cell.strip() for cell in row.cells if cell.strip())
        if place == groups:
            reason = ", ".join([f"groups of columns: {' | '.join(filled)}"[:160], *renamed[:12]])
            titles.append(replace(row, code=IssueCode.TWO_HEADER_LINES, problem=reason))
        else:
            first = next(iter(filled), "")
            titles.append(replace(row, code=IssueCode.TITLE_LINE, problem=f"stands above the header: {first[:80]!r}"))
    return tuple(titles)


def _either(name: str) -> str:
    """Return the phrases of a list of `rules/footers.toml`, as a regular expression."""
    phrases = words_in(read_table("whofor.intake.sources", "rules/footers.toml")[name])
    return "|".join(map(re.escape, phrases))


def _sums() -> str:
    return rf"^\s*(?:{_either('sums')})\b\s*(\(.*\))?\s*:?\s*$"


def _notes() -> str:
    return rf"^\s*(?:{_either('notes')}|copyright\s*\d|\(?\d[\d., ]* (?:{_either('rows')})\)?\s*$)"


def footer_pattern() -> str:
    """Return the regular expression, for any case of letters, of what a row of sums or a note begins with."""
    return f"{_sums()}|{_notes()}"


@cache
def _compiled() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_sums(), re.IGNORECASE), re.compile(_notes(), re.IGNORECASE)


def is_footer(cells: Sequence[str]) -> bool:
    """Return whether a row holds a sum or a note instead of data: few cells, the first of them saying so.

    Example:
        >>> is_footer(["Grand Totals (6 records)", "", "", ""]), is_footer(["Total", "SA", "Paris", "1924"])
        (True, False)
    """
    filled = [cell for cell in cells if cell.strip()]
    if not filled:
        return False
    sums, notes = _compiled()
    if notes.match(filled[0]):
        return len(filled) <= max(1, _FEW * len(cells))
    return sums.match(filled[0]) is not None and len(filled) <= max(2, len(cells) / 2)


def body(rows: Iterable[Row], shape: Shape) -> Iterator[Row]:
    """Yield the rows below the header: each of the header's width, or with the reason why it is left out.

    Raises:
        BadFileError: Hardly any row is: the file is damaged, or no table.
    """
    waiting: deque[Row] = deque()
    seen = unreadable = 0
    for row in rows:
        waiting.append(row)
        if len(waiting) > LAST_ROWS:
            judged = _judged(waiting.popleft(), shape)
            seen, unreadable = seen + 1, unreadable + (judged.code is IssueCode.UNREADABLE_ROW)
            if unreadable > max(_MOST_UNREADABLE, _NEARLY_ALL * seen):
                what = "Nearly all rows have another number of cells than the header, or a quote that is not closed"
                raise BadFileError(what, "Export it again.", f"{unreadable:,} / {seen:,}")
            yield judged
    ended = False
    for row in waiting:
        few = 0 < sum(bool(cell.strip()) for cell in row.cells) <= max(1, _FEW * len(shape.header))
        ended = ended or (not row.code and len(shape.header) > 1 and is_footer(_wide(row.cells, shape)))
        if ended and few and not row.code:
            yield replace(row, code=IssueCode.FOOTER_ROW, problem="a sum or a note below the rows")
        else:
            yield _judged(row, shape)


def _wide(cells: Sequence[str], shape: Shape) -> list[str]:
    return [*cells, *[""] * (len(shape.header) - len(cells))]


def _judged(row: Row, shape: Shape) -> Row:
    if row.code:
        return row
    cells, width = row.cells, len(shape.header)
    if not any(cell.strip() for cell in cells):
        return replace(row, code=IssueCode.EMPTY_ROW, problem="the row is empty")
    if width > 1 and [cell.strip() for cell in cells] == [cell.strip() for cell in shape.header]:
        return replace(row, code=IssueCode.REPEATED_HEADER, problem="the header comes again")
    if width > 1 and is_footer(_wide(cells, shape)):
        return replace(row, code=IssueCode.FOOTER_ROW, problem="a sum between the rows")
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        return replace(row, cells=cells[:width])
    if len(cells) < width and shape.pads:
        return replace(row, cells=_wide(cells, shape))
    if len(cells) != width:
        return replace(row, code=IssueCode.UNREADABLE_ROW, problem=f"{len(cells)} cells instead of {width}")
    return row
