"""Widths of the columns of a table in a terminal: lines are broken between words, where that costs least."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from whofor.reports.catalogue import clean

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["fitted", "fitting_widths", "print_text", "wrapped"]

_BETWEEN = 2
"""Blanks between two columns."""
_FEWEST = 2
"""Columns that are always there, however narrow the terminal is."""


def wrapped(text: str, width: int) -> str:
    """Return a text in lines of a width, broken at plain spaces only: never at a no-break space, as rich would.

    A word that is longer than a line is broken within.

    Example:
        >>> wrapped("Why:\\xa0because of this", 12).split("\\n")
        ['Why:\\xa0because', 'of this']
    """
    from rich.cells import cell_len, chop_cells

    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(joined) <= width:
            lines[-1] = joined
            continue
        lines += chop_cells(word, width) if cell_len(word) > width else [word]
    return "\n".join(line for line in lines if line)


def fitted(parts: Sequence[str], between: str, room: int) -> str:
    """Return as many texts as fit on a line, the first ones; what is too long by itself is cut.

    Example:
        >>> fitted(["Alder Pay", "P1", "customer"], " · ", 16)
        'Alder Pay · P1'
        >>> fitted(["Alder Pay"], " · ", 6)
        'Alder…'
    """
    from rich.cells import cell_len, set_cell_size

    line = ""
    for part in map(clean, parts):
        longer = f"{line}{between}{part}" if line else part
        if cell_len(longer) > room:
            break
        line = longer
    return line or f"{set_cell_size(clean(parts[0]), max(room - 1, 1)).rstrip()}…"


def print_text(text: str, console: Console, style: str = "", *, indent: int = 0, most: int = 0) -> None:
    """Print a text in lines that fit the terminal.

    Args:
        text: The text; control characters are left out.
        console: Where to print.
        style: As rich names it.
        indent: Blanks before each line.
        most: Most cells of a line; 0 for as many as there are.
    """
    from rich.text import Text

    room = min(console.width, most) if most else console.width
    for paragraph in text.split("\n"):
        for line in wrapped(clean(paragraph), max(room - indent, 1)).split("\n"):
            console.print(Text(" " * indent + line, style=style), soft_wrap=True, highlight=False)


def fitting_widths(columns: Sequence[Sequence[str]], room: int, firm: Collection[int] = ()) -> list[int]:
    """Return the widths of the columns of a table that fit into a room.

    The widest columns are made narrower, as far as no word must be broken; then the firm ones. What there is still no
    room for is left out from the end.

    Args:
        columns: The texts of each column, its heading among them.
        room: Cells of a line.
        firm: Places of the columns whose texts are short and better on one line, as days.

    Returns:
        The width of each column that is shown.

    Example:
        >>> fitting_widths([["Name", "Acme Holding"], ["Opened", "2 May 2026"]], 20, {1})
        [8, 10]
    """
    from rich.cells import cell_len

    widths = [max(map(cell_len, texts)) for texts in columns]
    least = [max(cell_len(word) for text in texts for word in text.split(" ")) for texts in columns]
    while len(least) > _FEWEST and _total(least) > room:
        widths.pop()
        least.pop()
    for places in ([i for i in range(len(widths)) if i not in firm], range(len(widths))):
        while _total(widths) > room and any(widths[i] > least[i] for i in places):
            widths[max(places, key=lambda i: widths[i] - least[i])] -= 1
    return widths


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + _BETWEEN * (len(widths) - 1)
