"""Axes: they end on a round tick, and their ticks are written as d3 writes them."""

from __future__ import annotations

import pytest

from whofor.reports.charts.scales import Scale, TickFormat, amount_scale, share_scale, tick_text


@pytest.mark.parametrize(
    ("highest", "top", "step"),
    [(0.53, 0.6, 0.1), (0.6, 0.6, 0.1), (0.61, 0.8, 0.2), (0.17, 0.2, 0.05), (0.035, 0.04, 0.01), (1.0, 1.0, 0.2)],
)
def test_scales_end_on_a_round_tick(highest: float, top: float, step: float):
    assert share_scale(highest) == Scale(0.0, top, step)


@pytest.mark.parametrize(
    ("low", "high", "ends", "ticks"),
    [
        (3.0, 41.0, (0.0, 50.0), [0, 10, 20, 30, 40, 50]),
        (500.0, 5_900.0, (0.0, 6_000.0), [0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000]),
        (-30.0, 60.0, (-40.0, 60.0), [-40, -20, 0, 20, 40, 60]),
        (0.02, 0.11, (0.0, 0.12), [0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.12]),
        (-8.0, -2.0, (-8.0, 0.0), [-8, -6, -4, -2, 0]),
    ],
)
def test_scales_of_amounts_hold_nought_and_both_ends(
    low: float, high: float, ends: tuple[float, float], ticks: list[float]
):
    scale = amount_scale(low, high)
    assert (scale.low, scale.top) == ends
    assert scale.ticks == pytest.approx(ticks)


@pytest.mark.parametrize(
    ("value", "scale", "english", "french"),
    [
        (0.25, Scale(0, 1, 0.25), "25%", "25~%"),
        (0.025, Scale(0, 0.1, 0.025, TickFormat.FINE_PERCENT), "2.5%", "2,5~%"),
        (-12_500, Scale(-12_500, 0, 2_500, TickFormat.AMOUNT), "−12,500", "−12_500"),
        (0.04, Scale(0, 0.12, 0.02, TickFormat.AMOUNT), "0.04", "0,04"),
        (2_500_000, Scale(0, 12_500_000, 2_500_000, TickFormat.LARGE_AMOUNT), "2.5M", "2,5M"),
        (0, Scale(0, 12_500_000, 2_500_000, TickFormat.LARGE_AMOUNT), "0M", "0M"),
        (0.5, Scale(0.4, 1, 0.1, TickFormat.TENTHS), "0.5", "0,5"),
    ],
)
def test_ticks_in_words(value: float, scale: Scale, english: str, french: str):
    assert tick_text(value, scale, "en") == english
    assert tick_text(value, scale, "fr").replace("\u202f", "~").replace("\u00a0", "_") == french
