"""What one condition changes, in words."""

from __future__ import annotations

from collections.abc import Sequence

from whofor.model import Comparison, Condition, Contrast
from whofor.reports.catalogue import catalogue
from whofor.reports.formats import digits_for
from whofor.reports.wording.conditions import capital, condition_text
from whofor.reports.wording.findings import rate_text
from whofor.reports.wording.measures import Told

__all__ = [
    "MOST_TOLD",
    "clear_first",
    "contrast_advice",
    "contrast_lines",
    "contrast_name",
    "contrast_text",
    "leading_first",
]

MOST_TOLD = 4
_LEVEL = 0.05
_MAIN = ("won", "cycle", "value", "discount")
"""Outcomes that are told first where they differ clearly."""


def leading_first(contrasts: Sequence[Contrast]) -> list[Contrast]:
    """What each condition of the first segment changes, then the clearest neighbour of each other one, then others."""
    best = contrasts[0].finding if contrasts else ""

    def place(c: Contrast) -> tuple[str, Condition | None]:
        return (c.finding, c.condition if c.finding == best else None)

    leading = {place(c): c for c in reversed(contrasts)}
    first = [c for c in contrasts if leading[place(c)] is c]
    return [*first, *(c for c in contrasts if leading[place(c)] is not c)]


def contrast_name(contrast: Contrast, language: str) -> str:
    """The segment and what stands in the place of which of its conditions."""
    return catalogue(language).text(
        "contrast.name",
        id=contrast.finding,
        other=condition_text(contrast.other, language),
        own=condition_text(contrast.condition, language),
    )


def clear_first(contrast: Contrast) -> list[Comparison]:
    """What differs beyond chance: signatures, cycle and price first, then the clearest."""

    def place(c: Comparison) -> tuple[int, float]:
        return (_MAIN.index(c.measure.name) if c.measure.name in _MAIN else len(_MAIN), c.p)

    return sorted((c for c in contrast.comparisons if c.p < _LEVEL), key=place)


def contrast_advice(contrast: Contrast, language: str) -> str:
    """What follows for the definition of the segment; nothing where no outcome differs clearly."""
    words, clear = catalogue(language), clear_first(contrast)
    own, other = (condition_text(c, language) for c in (contrast.condition, contrast.other))
    better = [Told(c.measure, language).label for c in clear if (c.difference or 0.0) * c.measure.better > 0]
    worse = [Told(c.measure, language).label for c in clear if (c.difference or 0.0) * c.measure.better < 0]
    if not (better or worse):
        return ""
    if contrast.finding.startswith("N") and worse:
        return words.text("contrast.avoid", id=contrast.finding)
    if better and worse:
        a, b = (", ".join(labels[:MOST_TOLD]) for labels in (better, worse))
        return words.text("contrast.mixed", id=contrast.finding, own=own, other=other, better=a, worse=b)
    key = "contrast.decides" if better else "contrast.redefine"
    return words.text(key, id=contrast.finding, own=own, other=other)


def contrast_text(contrast: Contrast, language: str, most: int | None = None) -> str:
    """Outcomes of the neighbour beside the segment's: those that differ beyond chance, then the names of the others.

    Args:
        contrast: The segment and its neighbour.
        language: `en` or `fr`.
        most: At most so many outcomes are told with figures, and no others named; all by default.
    """
    words = catalogue(language)
    between = words.text("contrast.separator")
    clear, likely, alike = contrast_lines(contrast, language)
    told = words.text("contrast.clear", clear=capital(between.join(clear[:most])))
    if clear and likely:
        told += " " + words.text("contrast.pointing", what=between.join(likely))
    return f"{told} {alike}" if alike and most is None else told


def contrast_lines(contrast: Contrast, language: str) -> tuple[list[str], list[str], str]:
    """What differs clearly, what does by its own interval only, each a line; and a sentence that names the others."""
    clear, pointing = clear_first(contrast), [c for c in contrast.comparisons if _points(c)]
    others = [Told(c.measure, language).label for c in contrast.comparisons if c not in clear and c not in pointing]
    alike = catalogue(language).text("contrast.alike", alike=", ".join(others)) if others else ""
    return [_compared(c, language) for c in clear], [_compared(c, language) for c in pointing], alike


def _points(c: Comparison) -> bool:
    """Whether a main outcome differs by its own interval, though not once all comparisons are taken into account."""
    apart = c.low is not None and c.high is not None and (c.low > 0 or c.high < 0)
    return apart and c.p >= _LEVEL and c.measure.name in _MAIN


def _compared(comparison: Comparison, language: str) -> str:
    digits = digits_for(comparison.own, comparison.other)
    return catalogue(language).text(
        "contrast.compared",
        label=Told(comparison.measure, language).label,
        other=rate_text(comparison.other, language, digits),
        own=rate_text(comparison.own, language, digits),
    )
