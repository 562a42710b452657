"""The map of all looks: every tested combination as a point, what chance alone produces between the lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from whofor.reports.charts.vega import CROWD, Spec, frame, text_layer

__all__ = ["Heights", "MapLine", "MapPoint", "map_spec", "threshold"]

_LETTER = 7.0
_LINE_HEIGHT = 15.0
_LARGE = 1_000_000
_LONG_TICKS = 1_000


@dataclass(frozen=True, slots=True)
class MapPoint:
    """One combination on the map, its effect in points or in the outcome's unit; those with a label stand out."""

    n: int
    effect: float
    label: str = ""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class MapLine:
    """The corrected threshold for one number of conditions."""

    label: str
    critical: float


@dataclass(frozen=True, slots=True)
class Heights:
    """Heights of the map: differences in points, or in the unit of an outcome.

    Attributes:
        spread: Standard deviation of the outcome.
        limits: No combination can have a smaller difference than the first, or a larger one than the second.
        step: The map reaches to a multiple of it.
        format: How d3 writes the ticks.
    """

    spread: float
    limits: tuple[float, float]
    step: float
    format: str

    @classmethod
    def of_share(cls, baseline: float) -> Heights:
        """Return heights in points above or below an overall rate."""
        return cls(100 * math.sqrt(baseline * (1 - baseline)), (-100 * baseline, 100 * (1 - baseline)), 5.0, "+d")

    @classmethod
    def of_mean(cls, spread: float) -> Heights:
        """Return heights as differences to an overall mean."""
        power = 10.0 ** math.floor(math.log10(spread)) if spread > 0 else 1.0
        tick = "+~s" if spread >= _LARGE else "+,.6~f"
        return cls(spread, (-math.inf, math.inf), power / 2, tick)


@dataclass(frozen=True, slots=True)
class _Plane:
    """The map's two axes: how they are encoded, their ends in deals and points, their size in pixels."""

    x: Spec
    y: Spec
    ends: tuple[float, float]
    reach: tuple[float, float]
    size: tuple[int, int]

    def pixels(self, point: MapPoint) -> tuple[float, float]:
        """Return the place of a point, across and down, computed as Vega-Lite does."""
        low, high = (math.log(end) for end in self.ends)
        bottom, top = self.reach
        right, above = (math.log(point.n) - low) / (high - low), (point.effect - bottom) / (top - bottom)
        return self.size[0] * right, self.size[1] * (1 - above)


def threshold(critical: float, spread: float, n: float, rows: int) -> float:
    """Return the difference to the overall rate or mean that a combination of `n` of `rows` deals must exceed.

    The statistic is the sum of centred outcomes over its standard deviation under shuffling, drawing without
    replacement; so `critical * sd * sqrt((N - n) / (N - 1) / n)`; of a rate `sd = sqrt(p (1 - p))`.
    """
    without_replacement = max(rows - n, 0) / max(rows - 1, 1)
    return critical * spread * math.sqrt(without_replacement / n)


def map_spec(
    points: Sequence[MapPoint],
    lines: Sequence[MapLine],
    *,
    heights: Heights,
    rows: int,
    titles: tuple[str, str],
    wide: bool,
) -> Spec:
    """Return a chart of every look as a point, the corrected thresholds as lines, the named ones labelled.

    Args:
        points: The combinations; those with a label are drawn last.
        lines: Thresholds, one for each number of conditions.
        heights: Heights of the map.
        rows: Deals the search saw.
        titles: Titles of the axes, across and up.
        wide: For screens above 640 pixels and print.
    """
    plane = _plane(points, heights, titles, wide=wide)
    crowd = [replace(p, effect=float(f"{p.effect:.4g}")) for p in points if not p.label]
    layers: list[Spec] = [
        {
            # One for all: the others are drawn with it, as one path, where they lie.
            "data": {"values": [{"n": p.n, "effect": p.effect} for p in crowd[:1]]},
            "mark": {"type": "point", "filled": True, "size": 9, "color": CROWD, "opacity": 1},
            "encoding": {"x": plane.x, "y": plane.y},
        },
        {
            "data": {"values": [{"effect": 0}]},
            "mark": {"type": "rule", "stroke": "var(--muted)", "strokeWidth": 1},
            "encoding": {"y": plane.y},
        },
    ]
    outermost = max((line.critical for line in lines), default=0.0)
    for line in lines:
        # Only the outermost has room for its whole name; the others bear its first word, the number.
        label = line.label if line.critical == outermost else line.label.split()[0]
        layers += _threshold_layers(MapLine(label, line.critical), plane, heights, rows)
    named = [p for p in points if p.label]
    layers += _named_layers(named, plane)
    left = (58 if wide else 38) + (20 if heights.step >= _LONG_TICKS else 0)
    spec = frame(*plane.size, {"left": left, "right": 22, "top": 14, "bottom": 46}, layers)
    return {**spec, "usermeta": {"crowd": [plane.pixels(p) for p in crowd]}}


def _plane(points: Sequence[MapPoint], heights: Heights, titles: tuple[str, str], *, wide: bool) -> _Plane:
    low, high = _ends([p.n for p in points])
    step = heights.step
    bottom, top = _reach([-p.effect for p in points], step), _reach([p.effect for p in points], step)
    x: Spec = {
        "field": "n",
        "type": "quantitative",
        "scale": {"type": "log", "domain": [low, high], "nice": False},
        "axis": {
            "title": titles[0],
            "titlePadding": 10,
            "grid": False,
            "values": _log_ticks(low, high),
            "format": ",d",
        },
    }
    y: Spec = {
        "field": "effect",
        "type": "quantitative",
        "scale": {"domain": [-bottom, top], "nice": False},
        "axis": {
            "title": titles[1] if wide else None,
            "titlePadding": 8,
            "labelExpr": f"datum.value === 0 ? '0' : format(datum.value, '{heights.format}')",
            "tickCount": 4,
            "domain": False,
            "ticks": False,
            "gridOpacity": 0.7,
        },
    }
    return _Plane(x, y, (low, high), (-bottom, top), (560, 380) if wide else (250, 330))


def _ends(counts: Sequence[int]) -> tuple[float, float]:
    low, high = max(min(counts, default=1), 1), max(max(counts, default=10), 10)
    return low / 1.15, high * 1.3


def _reach(effects: Sequence[float], step: float) -> float:
    """Return how far the map reaches to one side, a multiple of a step."""
    farthest = max(effects, default=2 * step)
    return max(step, math.ceil(farthest * 1.2 / step - 1e-9) * step)


def _log_ticks(low: float, high: float) -> list[float]:
    ticks = [m * 10.0**e for e in range(7) for m in (1, 3)]
    return [t for t in ticks if low <= t <= high]


def _threshold_layers(line: MapLine, plane: _Plane, heights: Heights, rows: int) -> list[Spec]:
    x, y, (bottom, top), limits = plane.x, plane.y, plane.reach, heights.limits
    low, high = plane.ends
    steps = [low * (high / low) ** (i / 60) for i in range(61)]
    curve = [(n, threshold(line.critical, heights.spread, n, rows)) for n in steps if n <= rows]
    layers: list[Spec] = []
    # No combination can sign more often than always or less often than never.
    above = [(n, e) for n, e in curve if e <= min(top, limits[1])]
    below = [(n, -e) for n, e in curve if -e >= max(bottom, limits[0])]
    for side in (above, below):
        data = [{"n": n, "effect": e} for n, e in side]
        layers.append(
            {
                "data": {"values": data},
                "mark": {"type": "line", "stroke": "var(--accent)", "strokeWidth": 1.25, "strokeDash": [5, 3]},
                "encoding": {"x": x, "y": y},
            }
        )
    if above:
        start = {"text": line.label, "n": above[0][0], "effect": above[0][1]}
        style: Spec = {"align": "left", "baseline": "bottom", "dx": 3, "dy": -3, "fontSize": 11}
        layers.append(text_layer([start], x, y, **style, stroke="var(--page)", strokeWidth=3, fill="var(--accent)"))
    return layers


def _named_layers(named: Sequence[MapPoint], plane: _Plane) -> list[Spec]:
    """Return the named combinations with their labels."""
    x, y = plane.x, plane.y
    places = _places([plane.pixels(p) for p in named], [p.label for p in named], plane.size[0])
    data: list[Spec] = [
        {
            "n": point.n,
            "effect": point.effect,
            "text": point.label,
            "fill": "var(--accent)" if point.sure else "var(--page)",
            "align": align,
            "at": at,
            "down": down,
        }
        for point, (at, down, align) in zip(named, places, strict=True)
    ]
    layers: list[Spec] = [
        {
            "data": {"values": data},
            "mark": {"type": "point", "shape": "circle", "size": 80, "strokeWidth": 2, "opacity": 1},
            "encoding": {
                "x": x,
                "y": y,
                "stroke": {"value": "var(--accent)"},
                "fill": {"field": "fill", "type": "nominal", "scale": None},
            },
        }
    ]
    at_pixel: Spec = {"field": "at", "type": "quantitative", "scale": None, "axis": None}
    down_pixel: Spec = {"field": "down", "type": "quantitative", "scale": None, "axis": None}
    for align in ("left", "right"):
        values = [item for item in data if item["align"] == align]
        style: Spec = {"align": align, "fontWeight": "bold", "fontSize": 12}
        halo: Spec = {"stroke": "var(--page)", "strokeWidth": 4}
        layers.append(text_layer(values, at_pixel, down_pixel, **style, **halo))
    return layers


def _places(dots: Sequence[tuple[float, float]], labels: Sequence[str], width: float) -> list[tuple[float, float, str]]:
    """Return the place of each label: beside its dot, right or left, moved up or down until it touches no other.

    Returns:
        Pixels across and down, and the alignment.
    """
    taken = [(across - 7, across + 7, down) for across, down in dots]
    places: list[tuple[float, float, str]] = []
    for (across, down), label in zip(dots, labels, strict=True):
        length = _LETTER * len(label)
        boxes = [
            (box, down + shift, align)
            for shift in (0.0, *(sign * _LINE_HEIGHT * i / 2 for i in range(1, 12) for sign in (1, -1)))
            for box, align in (
                ((across + 9, across + 9 + length), "left"),
                ((across - 9 - length, across - 9), "right"),
            )
            if box[0] >= 0 and box[1] <= width + 10
        ]
        free = [b for b in boxes if not any(_touch(b[0], b[1], other) for other in taken)]
        (left, right), at_down, align = next(iter(free), ((across + 9, across + 9 + length), down, "left"))
        taken.append((left, right, at_down))
        places.append((left if align == "left" else right, at_down, align))
    return places


def _touch(span: tuple[float, float], down: float, other: tuple[float, float, float]) -> bool:
    return span[0] < other[1] and other[0] < span[1] and abs(down - other[2]) < _LINE_HEIGHT
