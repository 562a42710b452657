"""Two curves of shares over days with their bands: how fast a type of client signs beside all others."""

from __future__ import annotations

from collections.abc import Sequence

from whofor.model import CurvePoint
from whofor.reports.charts.scales import share_scale
from whofor.reports.charts.vega import Spec, frame, text_layer

__all__ = ["curve_spec"]

_COLOURS = ("var(--accent)", "var(--muted)")


def curve_spec(curves: Sequence[tuple[str, Sequence[CurvePoint]]], days_label: str, *, wide: bool) -> Spec:
    """Return a chart of step curves with pointwise bands, each named where it ends.

    Args:
        curves: Name and points of each, the type of client first.
        days_label: Title of the axis of days.
        wide: For screens above 640 pixels and print.
    """
    width, height, right = (470, 250, 150) if wide else (268, 210, 16)
    last_day = max(points[-1].day for _, points in curves)
    scale = share_scale(max(max(p.high for p in points) for _, points in curves) or 1.0)
    x: Spec = {
        "field": "day",
        "type": "quantitative",
        "scale": {"domain": [0, last_day], "nice": False},
        "axis": {"title": days_label, "grid": False, "tickCount": 6 if wide else 4, "labelFlush": False},
    }
    y: Spec = {
        "field": "share",
        "type": "quantitative",
        "scale": {"domain": [0, scale.top], "nice": False},
        "axis": {"values": scale.ticks, "format": scale.format, "title": None, "domain": False, "ticks": False},
    }
    layers: list[Spec] = []
    for (_, points), colour in zip(curves, _COLOURS, strict=False):
        data = [{"day": p.day, "share": p.estimate, "low": p.low, "high": p.high} for p in points]
        band: Spec = {"type": "area", "interpolate": "step-after", "fill": colour, "fillOpacity": 0.16}
        layers.append(
            {
                "data": {"values": data},
                "mark": band,
                "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
            }
        )
        line: Spec = {"type": "line", "interpolate": "step-after", "stroke": colour, "strokeWidth": 2.5}
        layers.append({"data": {"values": data}, "mark": line, "encoding": {"x": x, "y": y}})
    ends = [points[-1].estimate for _, points in curves]
    for i, ((name, points), colour) in enumerate(zip(curves, _COLOURS, strict=False)):
        above = i == (0 if ends[0] >= ends[-1] else 1)
        label = [{"text": name, "day": points[-1].day, "share": points[-1].estimate}]
        style: Spec = {"align": "left", "dx": 8} if wide else {"align": "right", "dx": -2}
        dy = (-8 if above else 8) if abs(ends[0] - ends[-1]) < scale.top / 8 or not wide else 0
        layers.append(text_layer(label, x, y, **style, dy=dy, fill=colour, fontWeight="bold"))
    return frame(width, height, {"left": 46, "right": right, "top": 12, "bottom": 42}, layers)
