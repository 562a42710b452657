"""Raw tables: rows of texts as they are in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["MOST_LETTERS", "Batch", "PlainText"]

MOST_LETTERS = 200
"""Letters to which the texts are cut that an importer lends to a draft or to people."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a raw file, column by column.

    Attributes:
        lines: Line of the file on which each row begins, from 1.
        columns: For each header the texts, trimmed; empty ones are `None`.
    """

    lines: Sequence[int]
    columns: Sequence[Sequence[str | None]]


@dataclass(frozen=True, slots=True)
class PlainText:
    """The format of a delimited text file in UTF-8.

    Attributes:
        delimiter: One character.
        first_line: Line of the first row below the header, from 1.
        headers: A name for each column.
        not_data: Pattern of a cell by which a row is a sum or a note; empty for none.
    """

    delimiter: str
    first_line: int
    headers: tuple[str, ...]
    not_data: str = ""
