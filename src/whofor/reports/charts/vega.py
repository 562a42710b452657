"""Vega-Lite specs as plain dictionaries, and their drawing to inline SVG without browser or network.

Colours are CSS variables, so that one picture serves light, dark and print. All sizes are explicit and nothing is
laid out by measuring text, so the same data gives the same bytes on every machine.
"""

from __future__ import annotations

import re
from typing import Any, Literal, TypeAlias

__all__ = ["CROWD", "Spec", "draw", "frame", "text_layer"]

Spec: TypeAlias = dict[str, Any]
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_LOCALES: dict[str, Literal["en-GB", "fr-FR"]] = {"en": "en-GB", "fr": "fr-FR"}
CROWD = "var(--crowd)"
"""Colour of the unnamed many; all dots of this colour are drawn as one path."""


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


_MARK = re.compile(
    r'<path transform="translate\(([-\d.]+),([-\d.]+)\)" d="[^"]*" fill="' + re.escape(CROWD) + r'"[^>]*/>'
)
_NOISE = re.compile(r' (?:aria-[a-z]+|role|font-family|pointer-events|class|version|xmlns(?::xlink)?)="[^"]*"')
_EMPTY = re.compile(r'<path d="[^"]*" display="none"/>|<path d="[^"]*"(?: pointer-events="none")?/>|<g></g>')
_TAG = re.compile(r"<[^>]*>")
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
    svg = _TAG.sub(lambda tag: _LONG.sub(lambda number: f"{float(number[0]):.1f}", tag[0]), svg)
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
