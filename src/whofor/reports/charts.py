"""Charts: Vega-Lite specs as plain dictionaries, drawn to inline SVG without browser or network.

Colours are CSS variables, so that one picture serves light, dark and print. All sizes are explicit and nothing is
laid out by measuring text, so the same data gives the same bytes on every machine.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

__all__ = [
    "CROWD",
    "DotRow",
    "Scale",
    "Spec",
    "amount_scale",
    "draw",
    "frame",
    "interval_spec",
    "share_scale",
    "text_layer",
]

Spec: TypeAlias = dict[str, Any]
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_LOCALES: dict[str, Literal["en-GB", "fr-FR"]] = {"en": "en-GB", "fr": "fr-FR"}
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)
_LARGE = 1_000_000
CROWD = "var(--crowd)"
"""Colour of the unnamed many; all dots of this colour are drawn as one path."""


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
        kind: `own` for the figure to quote, `search` for the search's, `rest` for all others.
    """

    label: str
    note: str
    value: str
    estimate: float
    low: float
    high: float
    kind: str


@dataclass(frozen=True, slots=True)
class Scale:
    """One axis of figures, the same for all cards of a section so that they can be compared by eye.

    Attributes:
        low: Where it begins; shares begin at nought.
        top: Where it ends.
        step: Distance of the ticks.
        format: How d3 writes the ticks.
    """

    low: float
    top: float
    step: float
    format: str = ".0%"

    @property
    def ticks(self) -> list[float]:
        """Where the ticks stand."""
        return [round(self.low + i * self.step, 10) for i in range(round((self.top - self.low) / self.step) + 1)]


def share_scale(highest: float, most_ticks: int = 6) -> Scale:
    """A scale of shares."""
    step = next((s for s in _STEPS if highest / s <= most_ticks), 0.5)
    return Scale(0.0, min(1.0, round(math.ceil(highest / step - 1e-9) * step, 4)), step)


def amount_scale(lowest: float, highest: float, most_ticks: int = 6) -> Scale:
    """A scale of amounts: from nought, or from below it where some are negative."""
    low, top = min(0.0, lowest), max(0.0, highest)
    span = top - low or 1.0
    power = 10.0 ** math.floor(math.log10(span / most_ticks))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if span / (m * power) <= most_ticks)
    ends = math.floor(low / step + 1e-9) * step, math.ceil(top / step - 1e-9) * step
    return Scale(round(ends[0], 10), round(ends[1], 10), step, "~s" if max(-low, top) >= _LARGE else ",.6~f")


def frame(width: int, height: int, padding: dict[str, int], layers: list[Spec]) -> Spec:
    """A chart of layers with explicit sizes and the look that all charts share."""
    return {
        "$schema": _SCHEMA,
        "autosize": {"type": "none"},
        "background": None,
        "width": width,
        "height": height,
        "padding": padding,
        "layer": layers,
        "config": {
            "aria": False,
            "view": {"stroke": None, "clip": False},
            "axis": {
                "domainColor": "var(--line)",
                "gridColor": "var(--line)",
                "labelColor": "var(--muted)",
                "labelFontSize": 12,
                "labelOverlap": False,
                "tickColor": "var(--line)",
                "titleColor": "var(--muted)",
                "titleFontSize": 12,
                "titleFontWeight": "normal",
            },
        },
    }


def text_layer(values: list[Spec], x: Spec, y: Spec, **mark: object) -> Spec:
    """Words on a chart; each of `values` holds its `text` and the fields of `x` and `y`."""
    return {
        "data": {"values": values},
        "mark": {"type": "text", "baseline": "middle", "fontSize": 13, "fill": "var(--ink)", **mark},
        "encoding": {"x": x, "y": y, "text": {"field": "text", "type": "nominal"}},
    }


def interval_spec(rows: Sequence[DotRow], scale: Scale, *, wide: bool) -> Spec:
    """Dots with intervals on one scale, each labelled where it stands.

    Args:
        rows: The figures, from top to bottom.
        scale: Their axis.
        wide: For screens above 640 pixels and print: labels stand beside the row instead of above it.
    """
    width, left = (438, 190) if wide else (268, 16)
    row_height = 46 if wide else 64
    middle = 0.56 if wide else 0.76
    height = row_height * len(rows)
    axis: Spec = {
        "values": scale.ticks,
        "format": scale.format,
        "title": None,
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
        "labelFlush": False,
    }
    x: Spec = {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [scale.low, scale.top], "nice": False},
        "axis": axis,
    }
    y: Spec = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [0, height], "range": [0, height], "nice": False},
        "axis": None,
    }
    data = [
        {
            "x": row.estimate,
            "low": row.low,
            "high": row.high,
            "y": row_height * (i + middle),
            "text": row.value,
            "colour": {"own": "var(--accent)", "search": "var(--muted)"}.get(row.kind, "var(--ink)"),
            "fill": "var(--card)" if row.kind == "search" else None,
        }
        for i, row in enumerate(rows)
    ]
    for item in data:
        item["fill"] = item["fill"] or item["colour"]
    colour: Spec = {"field": "colour", "type": "nominal", "scale": None}
    layers: list[Spec] = [
        {
            "data": {"values": data},
            "mark": {"type": "rule", "strokeWidth": 3, "strokeCap": "round"},
            "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": y, "stroke": colour},
        },
        {
            "data": {"values": data},
            "mark": {"type": "point", "shape": "circle", "size": 110, "strokeWidth": 2.5, "opacity": 1},
            "encoding": {
                "x": x,
                "y": y,
                "stroke": colour,
                "fill": {"field": "fill", "type": "nominal", "scale": None},
            },
        },
        text_layer(data, x, y, dy=-17, align="center", fontWeight="bold"),
        *_row_labels(rows, y, row_height, left, wide=wide),
    ]
    rest = next((row for row in rows if row.kind == "rest"), None)
    if rest is not None:
        line = {"type": "rule", "strokeDash": [3, 4], "stroke": "var(--muted)", "strokeWidth": 1}
        layers.insert(0, {"data": {"values": [{"x": rest.estimate}]}, "mark": line, "encoding": {"x": x}})
    return frame(width, height, {"left": left, "right": 16, "top": 4, "bottom": 28}, layers)


def _row_labels(rows: Sequence[DotRow], y: Spec, row_height: int, left: int, *, wide: bool) -> list[Spec]:
    """What each row is and its n: beside the row where there is room, above it where there is not."""
    at_left: Spec = {"value": -left}
    if wide:
        names = [{"text": row.label, "y": row_height * i + 18} for i, row in enumerate(rows)]
        notes = [{"text": row.note, "y": row_height * i + 35} for i, row in enumerate(rows)]
        return [
            text_layer(names, at_left, y, align="left"),
            text_layer(notes, at_left, y, align="left", fill="var(--muted)", fontSize=12),
        ]
    both = [{"text": f"{row.label} · {row.note}", "y": row_height * i + 11} for i, row in enumerate(rows)]
    style: Spec = {"align": "left", "fontSize": 12}
    halo = text_layer(both, at_left, y, **style, fill="var(--card)", stroke="var(--card)", strokeWidth=5)
    return [halo, text_layer(both, at_left, y, **style, fill="var(--muted)")]


_MARK = re.compile(
    r'<path transform="translate\(([-\d.]+),([-\d.]+)\)" d="[^"]*" fill="' + re.escape(CROWD) + r'"[^>]*/>'
)
_NOISE = re.compile(r' (?:aria-[a-z]+|role|font-family|pointer-events|class|version|xmlns(?::xlink)?)="[^"]*"')
_EMPTY = re.compile(r'<path d="[^"]*" display="none"/>|<path d="[^"]*"(?: pointer-events="none")?/>|<g></g>')
_LONG = re.compile(r"-?\d+\.\d{3,}")


def draw(spec: Spec, language: str, alt: str) -> str:
    """Draw a spec to an inline SVG that says in words what it shows.

    Args:
        spec: A Vega-Lite spec with its data inside.
        language: Language of the numbers on the axes.
        alt: What the chart shows, with its numbers; escaped here.
    """
    import vl_convert
    from markupsafe import escape

    svg: str = vl_convert.vegalite_to_svg(spec, format_locale=_LOCALES[language], allowed_base_urls=[])
    svg = _NOISE.sub("", svg)
    svg = _LONG.sub(lambda number: f"{float(number[0]):.1f}", svg)
    svg = _merge_crowd(svg)
    before = ""
    while before != svg:
        before, svg = svg, _EMPTY.sub("", svg)
    return svg.replace("<svg", f'<svg role="img" aria-label="{escape(alt)}"', 1)


def _merge_crowd(svg: str) -> str:
    """Thousands of equal dots as one path of points, which is a tenth of the size."""
    dots = list(dict.fromkeys(_MARK.findall(svg)))
    if not dots:
        return svg
    path = "".join(f"M{x},{y}h0" for x, y in dots)
    merged = f'<path d="{path}" fill="none" stroke="{CROWD}" stroke-width="3" stroke-linecap="round"/>'
    return _MARK.sub("", _MARK.sub(lambda _: merged, svg, count=1))
