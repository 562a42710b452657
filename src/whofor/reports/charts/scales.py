"""Axes of figures: their ends, the places of their ticks and how these are written."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

__all__ = ["FEW_TICKS", "Scale", "TickFormat", "amount_scale", "share_scale", "tick_text"]

_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)
_LARGE = 1_000_000
_DIGITS = 10
_DECIMALS = 6
_SIZES = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
"""Prefixes of large amounts, those of the International System of Units as d3 writes them."""
_SEPARATORS = {"en": str.maketrans({}), "fr": str.maketrans({",": "\u00a0", ".": ","})}
_PERCENT = {"en": "%", "fr": "\u202f%"}


FEW_TICKS = 3
"""Ticks of a chart whose figures are written beside their dots."""


class TickFormat(StrEnum):
    """Format of the ticks of an axis, in the notation of d3, which Vega-Lite reads."""

    PERCENT = ".0%"
    FINE_PERCENT = ".1~%"
    AMOUNT = ",.6~f"
    LARGE_AMOUNT = "~s"
    TENTHS = ".1f"


@dataclass(frozen=True, slots=True)
class Scale:
    """One axis of figures, the same for all cards of a section so that they can be compared by eye.

    Attributes:
        low: Where it begins; shares begin at nought.
        top: Where it ends.
        step: Distance of the ticks.
        format: How the ticks are written.
    """

    low: float
    top: float
    step: float
    format: TickFormat = TickFormat.PERCENT

    @property
    def with_ends_only(self) -> Scale:
        """The same axis with a tick at each end: for charts whose figures are written beside their dots."""
        return replace(self, step=self.top - self.low)

    @property
    def ticks(self) -> list[float]:
        """Places of the ticks."""
        return [round(self.low + i * self.step, _DIGITS) for i in range(round((self.top - self.low) / self.step) + 1)]


def share_scale(highest: float, most_ticks: int = 6) -> Scale:
    """Return a scale of shares that holds the highest one."""
    step = next((s for s in _STEPS if highest / s <= most_ticks), 0.5)
    return Scale(0.0, min(1.0, round(math.ceil(highest / step - 1e-9) * step, 4)), step)


def amount_scale(lowest: float, highest: float, most_ticks: int = 6) -> Scale:
    """Return a scale of amounts: from nought, or from below it where some are negative."""
    low, top = min(0.0, lowest), max(0.0, highest)
    span = top - low or 1.0
    power = 10.0 ** math.floor(math.log10(span / most_ticks))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if span / (m * power) <= most_ticks)
    ends = math.floor(low / step + 1e-9) * step, math.ceil(top / step - 1e-9) * step
    kind = TickFormat.LARGE_AMOUNT if max(-low, top) >= _LARGE else TickFormat.AMOUNT
    return Scale(round(ends[0], _DIGITS), round(ends[1], _DIGITS), step, kind)


def tick_text(value: float, scale: Scale, language: str) -> str:
    """Return a tick in words of a language, as d3 writes it.

    Example:
        >>> tick_text(2_500_000, Scale(0, 5_000_000, 500_000, TickFormat.LARGE_AMOUNT), "fr")
        '2,5M'
    """
    sign = "−" if value < 0 else ""
    return sign + _size_text(abs(value), scale, language)


def _size_text(size: float, scale: Scale, language: str) -> str:
    unit = ""
    match scale.format:
        case TickFormat.PERCENT:
            text, unit = f"{size * 100:.0f}", _PERCENT[language]
        case TickFormat.FINE_PERCENT:
            text, unit = _trimmed(f"{size * 100:.1f}"), _PERCENT[language]
        case TickFormat.TENTHS:
            text = f"{size:.1f}"
        case TickFormat.AMOUNT:
            text = _trimmed(f"{size:,.{_DECIMALS}f}")
        case TickFormat.LARGE_AMOUNT:
            largest = max(abs(scale.low), abs(scale.top))
            power, unit = next((s for s in _SIZES if largest >= s[0]), (1.0, ""))
            text = _trimmed(f"{size / power:.{_DECIMALS}f}")
    return text.translate(_SEPARATORS[language]) + unit


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".")
