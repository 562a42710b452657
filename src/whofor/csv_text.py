"""Tables of cells as CSV: as programs read it, or as a spreadsheet of a language opens it.

No text can be taken for a formula: a spreadsheet that opens the file runs what begins like one, whoever wrote it into
the CRM.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

__all__ = ["AS_EXPORTED", "FOR_EXCEL", "PLAIN", "CsvCell", "CsvForm", "csv_bytes"]

CsvCell: TypeAlias = "str | float | date | None"
"""A text, a number, a date; `None` and NaN are empty cells."""

_BEGINS_FORMULA = re.compile(r"[\s\xa0\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\n]")
"""What spreadsheets take for the beginning of a formula: the signs, their wide forms, and what is passed over."""
_NUMBER = re.compile(r"-\d+(?:[.,]\d+)?")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Control characters, which are no text and which some readers stop at; line breaks and tabs are kept."""


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How cells are written.

    Attributes:
        separator: What parts cells.
        decimal: What parts whole numbers from decimals.
        day_first: Whether dates are written as 30/09/2026; otherwise as 2026-09-30.
        line_end: What ends a line.
        mark: Whether the file begins with a byte order mark, by which spreadsheets know UTF-8.
        guarded: Whether texts that begin like a formula get an apostrophe in front.
    """

    separator: str = ","
    decimal: str = "."
    day_first: bool = False
    line_end: str = "\n"
    mark: bool = False
    guarded: bool = True


PLAIN = CsvForm()
"""For programs: commas, points, ISO dates."""
FOR_EXCEL = {
    # ISO dates in English: day and month cannot be taken for each other.
    "en": CsvForm(line_end="\r\n", mark=True),
    "fr": CsvForm(separator=";", decimal=",", day_first=True, line_end="\r\n", mark=True),
}
"""For a spreadsheet, by its language."""
AS_EXPORTED = CsvForm(line_end="\r\n", mark=True, guarded=False)
"""As a CRM exports: every cell as it stands."""


def csv_bytes(rows: Iterable[Sequence[CsvCell]], form: CsvForm = PLAIN) -> bytes:
    r"""Return rows of cells as the bytes of a CSV file in UTF-8.

    Example:
        >>> csv_bytes([["name", "amount"], ["=1+1", -2.5]])
        b"name,amount\n'=1+1,-2.5\n"
        >>> csv_bytes([["Nom", 2.5, date(2026, 9, 30)]], FOR_EXCEL["fr"]).decode("utf-8-sig")
        'Nom;2,5;30/09/2026\r\n'
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=form.separator, lineterminator=form.line_end)
    writer.writerows([_written(cell, form) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig" if form.mark else "utf-8", errors="replace")


def _written(cell: CsvCell, form: CsvForm) -> str:
    """Return one cell as text."""
    if isinstance(cell, str):
        return _guarded(cell) if form.guarded else cell
    if isinstance(cell, date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}" if form.day_first else cell.isoformat()
    if cell is None or not math.isfinite(cell):
        return ""
    return _digits(cell).replace(".", form.decimal)


def _digits(number: float) -> str:
    """Return a number with all its digits, without an exponent: whole ones without decimals."""
    text = f"{Decimal(repr(float(number or 0))):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; a plain negative number stays one."""
    if text.isprintable() and (not text or text[0].isalnum()):
        return text
    # A lone carriage return ends a line for some readers, quoted or not.
    bare = _NO_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return f"'{bare}" if _BEGINS_FORMULA.match(bare) and not _NUMBER.fullmatch(bare) else bare
