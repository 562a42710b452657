"""Lines that name the columns of a table: one, two with groups of columns above their names, or none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from whofor.intake.normalise import is_missing, parse_date, parse_number
from whofor.intake.normalise.dates import DateRule
from whofor.intake.sources.layout import header_index
from whofor.text import fold

__all__ = ["HeaderLines", "header_lines"]

_ROWS_COMPARED = 40
_FEWEST_ROWS = 2
_MOSTLY = 0.9
_LEAST_OPEN = 0.2
"""Share of the columns that a line of groups leaves empty or repeats, at least. A convention: below it a header lacks a
name or two."""
_LEAST_NAMED = 0.6
_LONGEST_NAME = 80
_FEW_TEXTS = 0.5
_MATCHES_PER_CONTRADICTION = 8
_EMAIL = re.compile(r"[^@\s<>()]+@[^@\s<>()]+\.[a-z]{2,}", re.IGNORECASE)
_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{24}|[0-9a-f]{32}", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_WHOLE = re.compile(r"[+-]?[0-9]+")
_RULES = (DateRule("dmy"), DateRule("mdy"))
_NEVER_A_NAME = frozenset({"date", "email", "id", "link"})
"""Forms that no header has where the cells below have them too."""


@dataclass(frozen=True, slots=True)
class HeaderLines:
    """The header of a table.

    Attributes:
        place: Which of the rows is the header; the first row of data where none is.
        names: A name for each column, empty where it has none.
        is_written: Whether the table has a header at all.
        groups: Which of the rows groups the columns, above the header; `None` where there is no such line.
        renamed: Names that repeat, each with the name by its group: `Name → Company Name`.
    """

    place: int
    names: tuple[str, ...]
    is_written: bool = True
    groups: int | None = None
    renamed: tuple[str, ...] = ()


def header_lines(rows: Sequence[Sequence[str]]) -> HeaderLines:
    """Return the header of a table from its first rows that hold anything.

    A line above the header groups columns where it leaves cells empty or repeats them (as merged cells are exported),
    the next line names every column, and values below are dates, numbers or addresses where that line has words. A
    table has no header where its first row holds such values itself, in the columns where the other rows do.

    Example:
        >>> rows = [["A", "9", "X"], ["B", "8", "Y"]]
        >>> found = header_lines([["Deal", "", "Company"], ["Name", "Amount", "Name"], *rows])
        >>> found.place, found.names, found.renamed
        (1, ('Deal Name', 'Amount', 'Company Name'), ('Name → Deal Name', 'Name → Company Name'))
        >>> header_lines([["1", "2025-03-01"], ["2", "2025-03-02"], ["3", "2025-03-05"]]).is_written
        False
    """
    place = header_index(rows)
    for groups in (place, place - 1):
        if groups >= 0 and groups + 1 < len(rows) and _groups(rows[groups], rows[groups + 1], rows[groups + 2 :]):
            names, renamed = _grouped_names(_wide(rows[groups], len(rows[groups + 1])), rows[groups + 1])
            return HeaderLines(groups + 1, names, groups=groups, renamed=renamed)
    if _is_data(rows[place], rows[place + 1 :]):
        width = len(rows[place])
        while place and len(rows[place - 1]) == width and sum(map(bool, map(str.strip, rows[place - 1]))) > 1:
            place -= 1
        return HeaderLines(place, ("",) * width, is_written=False)
    return HeaderLines(place, tuple(rows[place]))


def _wide(cells: Sequence[str], width: int) -> list[str]:
    return [cell.strip() for cell in (*cells, *[""] * (width - len(cells)))]


def _groups(line: Sequence[str], header: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Return whether a line groups the columns that the next line names."""
    width = len(header)
    if width < 3 or len(line) > width:
        return False
    titles, names = _wide(line, width), _wide(header, width)
    filled = [title for title in titles if title]
    is_open = width - len(set(filled)) >= max(1, _LEAST_OPEN * width)
    if len(filled) < 2 or not is_open or sum(map(bool, names)) <= len(set(filled)):
        return False
    if not all(_may_be_name(text) for text in (*filled, *filter(None, names))):
        return False
    rows = [_wide(row, width) for row in below[:_ROWS_COMPARED] if len(row) <= width]
    columns = list(zip(*rows, strict=True)) if len(rows) >= _FEWEST_ROWS else []
    if not columns or sum(map(bool, names)) < _LEAST_NAMED * width:
        return False
    if any(not name and not title and any(cells) for name, title, cells in zip(names, titles, columns, strict=True)):
        return False
    if len(set(zip(_carried(titles), names, strict=True))) < width:
        return False
    if any(name and name in cells for name, cells in zip(names, columns, strict=True)):
        return False
    hard = [name for name, cells in zip(names, columns, strict=True) if _usual_form(cells) not in ("", "text")]
    # A column whose name stands in the first line alone has been allowed above.
    return any(hard) and not any(is_missing(name) for name in hard if name)


def _may_be_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and _form(text) == "text" and any(letter.isalpha() for letter in text)


def _carried(titles: Sequence[str]) -> list[str]:
    """Return the title of each column's group: that of the column, else of the nearest on its left."""
    carried: list[str] = []
    for title in titles:
        carried.append(title or (carried[-1] if carried else ""))
    return carried


def _grouped_names(titles: Sequence[str], header: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the columns, those that repeat with the title of their group; and what was renamed."""
    names = [" ".join(name.split()) or title for name, title in zip(header, titles, strict=True)]
    often = Counter(fold(name) for name in names)
    renamed: list[str] = []
    for place, (name, title) in enumerate(zip(tuple(names), _carried(titles), strict=True)):
        if often[fold(name)] > 1 and title and not fold(name).startswith(fold(title)):
            names[place] = f"{title} {name}"
            renamed.append(f"{name} → {names[place]}")
    return tuple(names), tuple(renamed)


def _is_data(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row holds values like those of the rows below it."""
    width = len(first)
    forms = [_form(cell.strip()) for cell in first]
    rows = [_wide(row, width) for row in below[:_ROWS_COMPARED] if len(row) == width]
    if width < 2 or len(rows) < _FEWEST_ROWS or not any(form not in ("", "text") for form in forms):
        return False
    matches = strong = contradictions = certain = 0
    for form, cell, cells in zip(forms, first, zip(*rows, strict=True), strict=True):
        usual = _usual_form(cells)
        if not form or not usual:
            continue
        if usual == "text":
            recurs = form == "text" and _recurs(cell.strip(), cells)
            matches, strong = matches + recurs, strong + recurs
        elif form == usual:
            matches, strong = matches + 1, strong + (form != "whole")
            certain += form in _NEVER_A_NAME
        elif form != "number" or usual != "whole":
            contradictions += not {form, usual} <= {"number", "whole"}
    if not strong or matches < 2:
        return False
    return not contradictions or (certain > 0 and matches >= _MATCHES_PER_CONTRADICTION * contradictions)


def _recurs(text: str, cells: Sequence[str]) -> bool:
    """Return whether a text is one of the few of its column."""
    filled = [cell for cell in cells if cell]
    return filled.count(text) > 1 and len(set(filled)) <= _FEW_TEXTS * len(filled)


def _usual_form(cells: Sequence[str]) -> str:
    """Return the form of nearly all filled cells, `text` where they differ; empty where none is filled."""
    forms = Counter(filter(None, map(_form, cells)))
    if forms["number"]:
        forms["number"] += forms.pop("whole", 0)
    for form, often in forms.most_common(1):
        return form if often >= _MOSTLY * forms.total() else "text"
    return ""


def _form(text: str) -> str:
    """Return the form of a cell; empty where it holds nothing or a word for unknown."""
    if not text or is_missing(text):
        return ""
    if _EMAIL.fullmatch(text):
        return "email"
    if _LINK.fullmatch(text):
        return "link"
    if _WHOLE.fullmatch(text):
        # Eight digits may be a day; in a header they would be none.
        return "whole"
    if _ID.fullmatch(text):
        return "id"
    if not any(letter.isdigit() for letter in text):
        return "text"
    if any(parse_date(text, rule) is not None for rule in _RULES):
        return "date"
    return "number" if parse_number(text) is not None else "text"
