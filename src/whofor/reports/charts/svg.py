"""Numbers in drawings, as text."""

from __future__ import annotations

__all__ = ["coordinate"]


def coordinate(value: float) -> str:
    """Return a place in pixels with one decimal; in full where it has two at most, as Vega-Lite's are written here.

    Example:
        >>> coordinate(73.0), coordinate(25.76), coordinate(80.30000000000001)
        ('73', '25.76', '80.3')
    """
    if float(value).is_integer():
        return str(int(value))
    text = repr(float(value))
    return f"{value:.1f}" if len(text.partition(".")[2]) > 2 else text
