"""Vega-Lite specs as plain dictionaries, and their drawing to inline SVG without browser or network.

Colours are CSS variables, so that one picture serves light, dark and print. All sizes are explicit and nothing is
laid out by measuring text, so the same data gives the same bytes on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

from whofor.reports.charts.svg import coordinate

__all__ = ["CROWD", "Spec", "draw", "frame", "text_layer"]

Spec: TypeAlias = dict[str, Any]
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_LOCALES: dict[str, Literal["en-GB", "fr-FR"]] = {"en": "en-GB", "fr": "fr-FR"}
CROWD = "var(--crowd)"
"""Colour of the unnamed many; all dots of this colour are drawn as one path."""


def frame(width: int, height: int, padding: dict[str, int], layers: list[Spec]) -> Spec:
    """Return a chart of layers with explicit sizes and the look that all charts share."""
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
    """Return a layer of words on a chart; each of `values` holds its `text` and the fields of `x` and `y`."""
    return {
        "data": {"values": values},
        "mark": {"type": "text", "baseline": "middle", "fontSize": 13, "fill": "var(--ink)", **mark},
        "encoding": {"x": x, "y": y, "text": {"field": "text", "type": "nominal"}},
    }


_CROWD_DOT = re.compile(r'<path transform="[^"]*" d="[^"]*" fill="' + re.escape(CROWD) + r'"[^>]*/>')
_NOISE = re.compile(r' (?:aria-[a-z]+|role|font-family|pointer-events|class|version|xmlns(?::xlink)?)="[^"]*"')
_EMPTY = re.compile(r'<path d="[^"]*" display="none"/>|<path d="[^"]*"(?: pointer-events="none")?/>|<g></g>')
_HALO = re.compile(r'(<text [^>]*stroke-width="[0-9.]+")')
"""End of the attributes of a text with an outline, which is its halo and lies behind the letters."""
_TAG = re.compile(r"<[^>]*>")
_LONG = re.compile(r"-?\d+\.\d{3,}")


def draw(spec: Spec, language: str, alt: str) -> str:
    """Draw a spec to an inline SVG with a text that describes it.

    Args:
        spec: A Vega-Lite spec with its data inside. Dots of the crowd, by thousands, may be given under `usermeta` as
            pixels: Vega-Lite draws the first one, and all are written in its place.
        language: Language of the numbers on the axes.
        alt: What the chart shows, with its numbers; escaped here.
    """
    import vl_convert
    from markupsafe import escape

    crowd = spec.get("usermeta", {}).get("crowd", ())
    drawn = {key: value for key, value in spec.items() if key != "usermeta"}
    svg: str = vl_convert.vegalite_to_svg(drawn, format_locale=_LOCALES[language], allowed_base_urls=[])
    svg = _NOISE.sub("", svg)
    svg = _HALO.sub(r'\1 paint-order="stroke"', svg)
    svg = _TAG.sub(lambda tag: _LONG.sub(lambda number: f"{float(number[0]):.1f}", tag[0]), svg)
    if crowd:
        svg = _CROWD_DOT.sub(_crowd_path(crowd), svg)
    before = ""
    while before != svg:
        before, svg = svg, _EMPTY.sub("", svg)
    return svg.replace("<svg", f'<svg role="img" aria-label="{escape(alt)}"', 1)


def _crowd_path(crowd: Sequence[tuple[float, float]]) -> str:
    """Return thousands of equal dots as one path of points, a tenth of the size of as many circles."""
    points = dict.fromkeys(f"M{coordinate(across)},{coordinate(down)}h0" for across, down in crowd)
    return f'<path d="{"".join(points)}" fill="none" stroke="{CROWD}" stroke-width="3" stroke-linecap="round"/>'
