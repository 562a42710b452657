"""Dots with intervals on one scale, written as SVG by hand.

A page holds dozens of these small charts, and each costs a second pass through Vega-Lite 20 milliseconds; written by
hand it costs none. The look is Vega-Lite's, element by element: a test draws both and compares them.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from whofor.reports.charts.scales import Scale, tick_text
from whofor.reports.charts.svg import coordinate

__all__ = ["DotRow", "interval_chart"]

_RIGHT, _TOP, _BOTTOM = 16, 4, 28
_MARGIN, _LETTER, _LINE = 16, 6.6, 15
"""Pixels left of the axis below labels, of a letter of 12 pixels, and between two lines of a label."""
_BASELINE = 4
"""Distance from the middle of a line of text of 12 or 13 pixels to its baseline."""
_ABOVE = -17
_DOT = "M5.2,0A5.2,5.2,0,1,1,-5.2,0A5.2,5.2,0,1,1,5.2,0"
"""A circle of 110 square pixels, half of its outline drawn inside."""
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


@dataclass(frozen=True, slots=True)
class _Style:
    """Style of a text."""

    anchor: str
    size: str
    fill: str
    weight: str = ""
    stroke: str = ""


# The halo of a text keeps it apart from the lines behind it.
_HALO = ' stroke="var(--card)" stroke-width="5" paint-order="stroke"'
_VALUE = _Style("middle", "13px", "var(--ink)", weight=' font-weight="bold"', stroke=_HALO)
_LABEL = _Style("start", "13px", "var(--ink)")
_NOTE = _Style("start", "12px", "var(--muted)")
_NOTE_ABOVE = _Style("start", "12px", "var(--muted)", stroke=_HALO)


@dataclass(frozen=True, slots=True)
class DotRow:
    """One figure as a dot with its interval.

    Attributes:
        label: What it is the figure of.
        note: Its n, in words.
        value: The rate in words.
        estimate: The rate, 0 to 1.
        low: Lower end of the interval.
        high: Upper end.
        kind: `own` for the figure to quote, `search` for the search's, `avoid` for those to avoid, `rest` for all
            others.
    """

    label: str
    note: str
    value: str
    estimate: float
    low: float
    high: float
    kind: str

    @property
    def colour(self) -> str:
        """Colour of the line and of the dot's outline."""
        return {"own": "var(--accent)", "search": "var(--muted)"}.get(self.kind, "var(--ink)")

    @property
    def fill(self) -> str:
        """Colour of the dot; the search's and those to avoid are hollow."""
        return "var(--card)" if self.kind in ("search", "avoid") else self.colour


@dataclass(frozen=True, slots=True)
class _Layout:
    """Sizes of the chart in pixels, and the places of figures on it."""

    width: int
    left: int
    row_height: int
    middle: float
    labels: tuple[tuple[str, ...], ...]
    scale: Scale

    @classmethod
    def of(cls, rows: Sequence[DotRow], scale: Scale, *, wide: bool, above: bool) -> _Layout:
        """Return the layout: labels beside a row on wide screens, above it on narrow ones and where asked for."""
        if wide and not above:
            return cls(438, 190, 46, 0.56, tuple((row.label,) for row in rows), scale)
        width, height = (468, 60) if wide else (268, 64)
        most = int((width + _MARGIN) / _LETTER)
        texts = [f"{row.label} · {row.note}" if row.note else row.label for row in rows]
        labels = tuple(tuple(textwrap.wrap(text, most, break_on_hyphens=False)) or ("",) for text in texts)
        lines = max(map(len, labels))
        if lines == 1:
            return cls(width, _MARGIN, height, 0.76, labels, scale)
        taller = height + _LINE * (lines - 1)
        return cls(width, _MARGIN, taller, 1 - 0.24 * height / taller, labels, scale)

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.labels)

    @property
    def height(self) -> int:
        """Height without the axis."""
        return self.row_height * self.n_rows

    def across(self, value: float) -> float:
        """Return the pixels from the left of the axis."""
        share = (value - self.scale.low) / (self.scale.top - self.scale.low)
        return 0 * (1 - share) + self.width * share

    def down(self, row: float) -> float:
        """Return the pixels from the top to a place given in rows."""
        return self.pixels_down(self.row_height * row)

    def pixels_down(self, pixels: float) -> float:
        """Return the same place after a division and a multiplication, so that it is rounded as Vega-Lite rounds it."""
        return self.height * (pixels / self.height)


def interval_chart(
    rows: Sequence[DotRow], scale: Scale, language: str, alt: str, *, wide: bool, above: bool = False
) -> str:
    """Return an inline SVG of figures, each with its label, and with a text that describes it.

    Args:
        rows: The figures, from top to bottom.
        scale: Their axis.
        language: Language of the numbers on the axis.
        alt: What the chart shows, with its numbers; escaped here.
        wide: For screens above 640 pixels and print: labels are beside the row instead of above it.
        above: Whether labels are above their row on these, too: for long ones.
    """
    layout = _Layout.of(rows, scale, wide=wide, above=above)
    width, height = layout.left + layout.width + _RIGHT, _TOP + layout.height + _BOTTOM
    parts = [*_axis(layout, language), *_rest_line(rows, layout), *_figures(rows, layout)]
    parts += _labels_beside(rows, layout) if wide and not above else _labels_above(layout)
    drawn = "".join(f"<g>{part}</g>" for part in parts if part)
    return (
        f'<svg role="img" aria-label="{escape(alt)}" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<g fill="none" stroke-miterlimit="10" transform="translate({layout.left},{_TOP})"><g>'
        f'<g transform="translate(0,0)"><g>{drawn}</g></g></g></g></svg>'
    )


def _axis(layout: _Layout, language: str) -> list[str]:
    """Return the lines of the grid, and the ticks in words."""
    lines: list[str] = []
    names: list[str] = []
    for tick in layout.scale.ticks:
        at = layout.across(tick)
        lines.append(
            f'<line transform="translate({coordinate(math.floor(at + 0.5))},0)" x2="0" y2="-{layout.height}"'
            ' stroke="var(--line)" stroke-width="1" opacity="1"/>'
        )
        names.append(
            f'<text text-anchor="middle" transform="translate({coordinate(at)},17)" font-size="12px"'
            f' fill="var(--muted)" opacity="1">{tick_text(tick, layout.scale, language)}</text>'
        )
    corner = f'<g transform="translate(0.5,{layout.height}.5)"><g><g>'
    return [f"{corner}{''.join(group)}</g></g></g>" for group in (lines, names)]


def _rest_line(rows: Sequence[DotRow], layout: _Layout) -> list[str]:
    """Return a dashed line at the figure of the rest, where it is among the rows."""
    rest = next((row for row in rows if row.kind == "rest"), None)
    if rest is None:
        return []
    return [
        f'<line transform="translate({coordinate(layout.across(rest.estimate))},0)" x2="0" y2="{layout.height}"'
        ' stroke="var(--muted)" stroke-width="1" stroke-dasharray="3,4"/>'
    ]


def _figures(rows: Sequence[DotRow], layout: _Layout) -> list[str]:
    """Return intervals, dots and values, each a group."""
    lines: list[str] = []
    dots: list[str] = []
    values: list[str] = []
    for i, row in enumerate(rows):
        low, high, at = (layout.across(value) for value in (row.low, row.high, row.estimate))
        down = layout.down(i + layout.middle)
        lines.append(
            f'<line transform="translate({coordinate(low)},{coordinate(down)})" x2="{coordinate(high - low)}" y2="0"'
            f' stroke="{row.colour}" stroke-width="3" stroke-linecap="round"/>'
        )
        dots.append(
            f'<path transform="translate({coordinate(at)},{coordinate(down)})" d="{_DOT}" fill="{row.fill}"'
            f' stroke="{row.colour}" stroke-width="2.5" opacity="1"/>'
        )
        values.append(_text(row.value, at, down + (_ABOVE + _BASELINE), _VALUE))
    return ["".join(group) for group in (lines, dots, values)]


def _labels_beside(rows: Sequence[DotRow], layout: _Layout) -> list[str]:
    """Return the label of each row, and its n below."""

    def column(texts: list[str], down: int, style: _Style) -> str:
        places = (layout.pixels_down(layout.row_height * i + down) + _BASELINE for i in range(len(texts)))
        return "".join(_text(text, -layout.left, place, style) for text, place in zip(texts, places, strict=True))

    return [column([row.label for row in rows], 18, _LABEL), column([row.note for row in rows], 35, _NOTE)]


def _labels_above(layout: _Layout) -> list[str]:
    """Return the label of each row with its n, on as many lines as it needs; the last one is next to its figure."""
    names: list[str] = []
    most = max(map(len, layout.labels))
    for i, lines in enumerate(layout.labels):
        for k, line in enumerate(lines, start=most - len(lines)):
            down = layout.pixels_down(layout.row_height * i + 11 + _LINE * k) + _BASELINE
            names.append(_text(line, -layout.left, down, _NOTE_ABOVE))
    return ["".join(names)]


def _text(text: str, across: float, down: float, style: _Style) -> str:
    return (
        f'<text text-anchor="{style.anchor}" transform="translate({coordinate(across)},{coordinate(down)})"'
        f' font-size="{style.size}"{style.weight} fill="{style.fill}"{style.stroke}>{text.translate(_TEXT)}</text>'
    )
