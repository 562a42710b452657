"""The map of all looks: thresholds and labels computed by hand; the drawing keeps what it is given."""

from __future__ import annotations

import math

import pytest

from whofor.reports.charts.looks import Heights, MapLine, MapPoint, map_spec, threshold
from whofor.reports.charts.vega import draw

TITLES = ("Deals", "Points")


def test_the_threshold_is_the_shuffled_deviation():
    """4 * sqrt(0.2 * 0.8 / 100 * 900 / 999), by hand."""
    assert threshold(4.0, 0.4, 100, 1000) == pytest.approx(0.15186, abs=1e-5)
    assert threshold(4.0, 0.4, 1000, 1000) == 0, "all deals together cannot differ from themselves"


def test_all_looks_are_drawn_once_as_one_path():
    points = [MapPoint(20 + i, 0.1 * i) for i in range(50)] + [MapPoint(100, 30.0, "S1", sure=True)]
    spec = map_spec(
        points, [MapLine("2 conditions", 4.6)], heights=Heights.of_share(0.25), rows=500, titles=TITLES, wide=True
    )
    svg = draw(spec, "en", "map")
    crowd = [part for part in svg.split("<path") if "var(--crowd)" in part]
    assert len(crowd) == 1
    assert crowd[0].count("h0") == 50
    assert ">S1<" in svg
    assert ">2 conditions<" in svg


def boxes(svg: str) -> list[str]:
    return [part for part in svg.split("<text") if 'font-weight="bold"' in part]


def test_labels_of_neighbours_do_not_touch():
    points = [MapPoint(100 + i, 20.0, f"S{i} a label of some length", sure=True) for i in range(6)]
    spec = map_spec(points, [], heights=Heights.of_share(0.25), rows=500, titles=TITLES, wide=True)
    labels = [layer for layer in spec["layer"] if layer["mark"].get("fontWeight") == "bold"]
    heights = sorted(item["down"] for layer in labels for item in layer["data"]["values"])
    rows = {round(h, 1) for h in heights}
    assert len(heights) == 6
    assert all(b - a >= 7 for a, b in zip(sorted(rows), sorted(rows)[1:], strict=False))


def test_lines_stay_within_what_is_possible():
    spec = map_spec(
        [MapPoint(10, 50.0), MapPoint(400, -10.0)],
        [MapLine("1 condition", 4.0)],
        heights=Heights.of_share(0.1),
        rows=500,
        titles=TITLES,
        wide=False,
    )
    lines = [layer for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    below = [item["effect"] for layer in lines for item in layer["data"]["values"] if item["effect"] < 0]
    assert min(below) >= -10, "no combination can sign less often than never"
    assert all(math.isfinite(e) for e in below)


def test_an_empty_map_can_be_drawn():
    assert draw(map_spec([], [], heights=Heights.of_share(0.2), rows=1, titles=TITLES, wide=True), "en", "m").endswith(
        "</svg>"
    )
