"""Small charts of intervals: equal to what Vega-Lite draws, and harmless."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from whofor.reports.charts.intervals import DotRow, interval_chart
from whofor.reports.charts.scales import Scale, TickFormat, amount_scale
from whofor.reports.charts.vega import Spec, draw, frame, text_layer

ROWS = [
    DotRow("In the search", "310 deals", "47%", 0.47, 0.42, 0.53, "search"),
    DotRow("On the deals <held> back & more", "88 deals", "41%", 0.41, 0.31, 0.51, "own"),
    DotRow("All others", "343 deals", "14%", 0.14, 0.11, 0.18, "rest"),
]
AMOUNTS = [
    DotRow("This type", "n = 12", "€1.2M", 1_234_567.8, -250_000.0, 2_719_135.6, "own"),
    DotRow("Others", "n = 1,204", "€0.9M", 900_000.0, 811_111.1, 987_654.3, "rest"),
]
SMALL = [DotRow("One", "n = 3", "0.071", 0.0713, 0.05, 0.0999, "own")]


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
        "format": scale.format.value,
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
        text_layer(data, x, y, dy=-17, align="center", fontWeight="bold", stroke="var(--card)", strokeWidth=5),
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
    return [text_layer(both, at_left, y, **style, fill="var(--muted)", stroke="var(--card)", strokeWidth=5)]


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("rows", "scale"),
    [
        (ROWS, Scale(0.0, 0.6, 0.1)),
        (ROWS[1:2], Scale(0.4, 1.0, 0.1, TickFormat.TENTHS)),
        (ROWS[::2], Scale(-0.2, 0.6, 0.2, TickFormat.FINE_PERCENT)),
        (AMOUNTS, amount_scale(-250_000.0, 2_719_135.6)),
        (SMALL, amount_scale(0.05, 0.0999)),
    ],
)
def test_the_chart_is_the_one_that_vega_lite_draws(rows: list[DotRow], scale: Scale, language: str, wide: bool):
    assert interval_chart(rows, scale, language, "alt", wide=wide) == draw(
        interval_spec(rows, scale, wide=wide), language, "alt"
    )


@pytest.mark.parametrize("wide", [True, False])
def test_colours_are_variables_and_text_is_escaped(wide: bool):
    svg = interval_chart(ROWS, Scale(0.0, 0.6, 0.1), "fr", 'a "b" <c>', wide=wide)
    assert svg.startswith('<svg role="img" aria-label="a &#34;b&#34; &lt;c&gt;"')
    assert "var(--accent)" in svg
    assert "#" not in svg.replace("&#34;", "")
    assert "&lt;held&gt;" in svg
    assert "60\u202f%" in svg
    assert "font-family" not in svg
    assert svg.count("role=") == 1


def test_figures_keep_all_their_digits():
    """Coordinates are rounded, words are not."""
    assert ">0.071</text>" in interval_chart(SMALL, Scale(0.0, 0.1, 0.02), "en", "alt", wide=True)
    assert ">0.071</text>" in draw(interval_spec(SMALL, Scale(0.0, 0.1, 0.02), wide=True), "en", "alt")
