"""One outcome of several types of client as dots with their intervals on a line of its own scale."""

from __future__ import annotations

from collections.abc import Sequence

from whofor.reports.charts.svg import coordinate

__all__ = ["Mark", "track"]

_WIDTH, _EDGE, _GAP = 240, 8, 11
"""Pixels: the line, its margins, and the distance of the dots of two types, which would hide each other."""

Mark = tuple[float, float, float]
"""Figure, lower and upper end of its interval."""


def track(marks: Sequence[Mark | None]) -> str:
    """Return an inline SVG of the figures of all types of client and, last, of everyone else.

    The scale reaches from the lowest to the highest end of all intervals, so that what differs by chance only
    overlaps to the eye. Hidden from readers of text: the same figures stand beside it.

    Args:
        marks: The figures, those of types of client first; `None` where one is not known.
    """
    known = [mark for mark in marks if mark is not None]
    low, high = min(mark[1] for mark in known), max(mark[2] for mark in known)
    span = (high - low) or 1.0
    height = _GAP * len(marks) + _EDGE

    def across(value: float) -> str:
        return coordinate(_EDGE + (value - low) / span * (_WIDTH - 2 * _EDGE))

    drawn: list[str] = []
    for i, mark in enumerate(marks):
        if mark is None:
            continue
        colour = "var(--ink)" if i == len(marks) - 1 else "var(--accent)"
        down = coordinate(_EDGE + _GAP * i + 1)
        drawn.append(
            f'<line x1="{across(mark[1])}" x2="{across(mark[2])}" y1="{down}" y2="{down}" stroke="{colour}"'
            f' stroke-width="2" stroke-linecap="round" opacity="0.6"/>'
            f'<circle cx="{across(mark[0])}" cy="{down}" r="4.2" fill="{colour}"/>'
        )
    return (
        f'<svg aria-hidden="true" focusable="false" width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}">'
        f"{''.join(drawn)}</svg>"
    )
