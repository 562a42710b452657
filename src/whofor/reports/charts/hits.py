"""Two charts of how a scorecard did, written as SVG by hand: chances beside what happened, and the gain curve.

By hand as the dots with intervals are: drawing with Vega-Lite would take longer than scoring a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from whofor.reports.charts.scales import Scale, share_scale, tick_text
from whofor.reports.charts.svg import coordinate

__all__ = ["Hit", "calibration_chart", "gain_chart"]

_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 18, 12, 46
_NARROW_HEIGHT = 220
_SIZES = {True: (390, 250), False: (262, _NARROW_HEIGHT)}
"""Pixels of the plane, across and down, of wide and narrow screens: as those of the other charts."""
_FEW_TICKS = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """Deals of about one chance: the chance that they were told, and the rate that came of them with its interval."""

    chance: float
    rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class _Plane:
    """A plane of two shares, with the same axis across and down unless stated otherwise."""

    across: Scale
    down: Scale
    size: tuple[int, int]

    def x(self, share: float) -> str:
        return coordinate(_LEFT + min(share, self.across.top) / self.across.top * self.size[0])

    def y(self, share: float) -> str:
        return coordinate(_TOP + (1 - min(share, self.down.top) / self.down.top) * self.size[1])

    def drawn(self, parts: Sequence[str], titles: tuple[str, str], language: str, alt: str) -> str:
        """Return the whole picture: the grid, the titles of the axes, and the parts."""
        width, height = _LEFT + self.size[0] + _RIGHT, _TOP + self.size[1] + _BOTTOM
        floor = _TOP + self.size[1]
        grid: list[str] = []
        for tick in self.down.ticks:
            grid.append(
                f'<line x1="{_LEFT}" x2="{_LEFT + self.size[0]}" y1="{self.y(tick)}" y2="{self.y(tick)}"'
                ' stroke="var(--line)"/>'
            )
            place = f'x="{_LEFT - 7}" y="{self.y(tick)}" dy="4" text-anchor="end"'
            grid.append(_text(tick_text(tick, self.down, language), place))
        for tick in self.across.ticks:
            place = f'x="{self.x(tick)}" y="{floor + 17}" text-anchor="middle"'
            grid.append(_text(tick_text(tick, self.across, language), place))
        middle = _LEFT + self.size[0] / 2
        grid.append(_text(titles[0], f'x="{coordinate(middle)}" y="{floor + 38}" text-anchor="middle"'))
        grid.append(_text(titles[1], f'x="{_LEFT + 6}" y="{_TOP + 13}"'))
        return (
            f'<svg role="img" aria-label="{escape(alt)}" width="{width}" height="{height}"'
            f' viewBox="0 0 {width} {height}">{"".join(grid)}{"".join(parts)}</svg>'
        )

    def diagonal(self) -> str:
        """Return the dashed line on which both shares are equal."""
        end = min(self.across.top, self.down.top)
        return (
            f'<line x1="{self.x(0)}" y1="{self.y(0)}" x2="{self.x(end)}" y2="{self.y(end)}" stroke="var(--muted)"'
            ' stroke-dasharray="3,4"/>'
        )


def _text(text: str, place: str) -> str:
    return (
        f'<text {place} font-size="12px" fill="var(--muted)" stroke="var(--card)" stroke-width="4"'
        f' paint-order="stroke">{escape(text)}</text>'
    )


def calibration_chart(hits: Sequence[Hit], titles: tuple[str, str], language: str, alt: str, *, wide: bool) -> str:
    """Return an inline SVG of chances beside what happened: dots on the dashed line are chances that came true.

    Args:
        hits: Tenths of the deals, by chance.
        titles: Titles of the axes: chance, and rate.
        language: Language of the numbers.
        alt: What the chart shows, with its numbers; escaped here.
        wide: For screens above 640 pixels and print.
    """
    scale = share_scale(max(max(hit.high, hit.chance) for hit in hits), _FEW_TICKS)
    plane = _Plane(scale, scale, _SIZES[wide])
    parts = [plane.diagonal()]
    for hit in hits:
        x, low, high = plane.x(hit.chance), plane.y(hit.low), plane.y(hit.high)
        parts.append(
            f'<line x1="{x}" x2="{x}" y1="{low}" y2="{high}" stroke="var(--accent)" stroke-width="2.5"'
            ' stroke-linecap="round" opacity="0.55"/>'
        )
        parts.append(f'<circle cx="{x}" cy="{plane.y(hit.rate)}" r="4.6" fill="var(--accent)"/>')
    return plane.drawn(parts, titles, language, alt)


def gain_chart(
    points: Sequence[tuple[float, float]], titles: tuple[str, str], language: str, alt: str, *, wide: bool
) -> str:
    """Return an inline SVG of the gain curve: which share of those who signed the best of a list hold.

    Args:
        points: Share of the list worked on, the best first, and the share of those who signed among it.
        titles: Titles of the axes.
        language: Language of the numbers.
        alt: What the chart shows, with its numbers; escaped here.
        wide: For screens above 640 pixels and print.
    """
    plane = _Plane(Scale(0.0, 1.0, 0.2), Scale(0.0, 1.0, 0.2), _SIZES[wide])
    line = " ".join(f"{plane.x(share)},{plane.y(won)}" for share, won in [(0.0, 0.0), *points])
    parts = [
        plane.diagonal(),
        f'<polyline points="{line}" fill="none" stroke="var(--accent)" stroke-width="2.5" stroke-linejoin="round"/>',
        *(f'<circle cx="{plane.x(s)}" cy="{plane.y(w)}" r="3.4" fill="var(--accent)"/>' for s, w in points),
    ]
    return plane.drawn(parts, titles, language, alt)
