"""Cells that hold a name and its link: relations of Notion, links of Markdown.

Notion writes a relation into CSV as `Acme (https://www.notion.so/Acme-0f3c…)`, several of them parted by commas, while
the other file holds the name alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["linked_columns", "names_of_links"]

_MOSTLY = 0.5
_FORMS = (
    re.compile(r"\[(?P<name>[^\[\]]+)\]\(https?://[^\s()]+\)(?:, ?|; ?|$)"),
    re.compile(r"(?P<name>\S(?:.*?\S)?) ?\(https?://[^\s()]+\)(?:, ?|; ?|$)", re.DOTALL),
)


def names_of_links(cell: str) -> str | None:
    """Return the names in a cell of names with links, parted by `;`; `None` where the cell holds anything else.

    Example:
        >>> names_of_links("Acme (https://notion.so/Acme-0f3c?pvs=21)"), names_of_links("[Acme](https://acme.test)")
        ('Acme', 'Acme')
        >>> names_of_links("Bolt, Ltd (https://a.test/b), Cork (https://a.test/c)"), names_of_links("Acme (France)")
        ('Bolt, Ltd;Cork', None)
    """
    if "://" not in cell:
        return None
    text = cell.strip()
    for form in _FORMS:
        names: list[str] = []
        end = 0
        while end < len(text) and (found := form.match(text, end)):
            names.append(found["name"].strip())
            end = found.end()
        if names and end == len(text):
            return ";".join(names)
    return None


def linked_columns(rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """Return the places of the columns most of whose filled cells hold names with links."""
    places: list[int] = []
    for place, cells in enumerate(zip(*rows, strict=True)):
        filled = [cell for cell in cells if cell.strip()]
        linked = sum(names_of_links(cell) is not None for cell in filled)
        if linked > _MOSTLY * len(filled):
            places.append(place)
    return tuple(places)
