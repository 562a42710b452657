"""What one condition changes, in words."""

from __future__ import annotations

from collections.abc import Sequence

from whofor.model import Comparison, Contrast
from whofor.reports.catalogue import catalogue
from whofor.reports.formats import digits_for
from whofor.reports.wording.conditions import capital, condition_text
from whofor.reports.wording.findings import rate_text
from whofor.reports.wording.measures import Told

__all__ = ["MOST_TOLD", "contrast_name", "contrast_text", "leading_first"]

MOST_TOLD = 3
_LEVEL = 0.05


def leading_first(contrasts: Sequence[Contrast]) -> list[Contrast]:
    """The clearest neighbour of each segment, then all others, each in its former order."""
    leading = {c.finding: c for c in reversed(contrasts)}
    return [*reversed(leading.values()), *(c for c in contrasts if c is not leading[c.finding])]


def contrast_name(contrast: Contrast, language: str) -> str:
    """The segment and what stands in the place of which of its conditions."""
    return catalogue(language).text(
        "contrast.name",
        id=contrast.finding,
        other=condition_text(contrast.other, language),
        own=condition_text(contrast.condition, language),
    )


def contrast_text(contrast: Contrast, language: str, most: int | None = None) -> str:
    """Outcomes of the neighbour beside the segment's: those that differ beyond chance, then the names of the others.

    Args:
        contrast: The segment and its neighbour.
        language: `en` or `fr`.
        most: At most so many outcomes are told with figures, the clearest first, and no others named; all by default.
    """
    words = catalogue(language)
    clearest = sorted((c for c in contrast.comparisons if c.p < _LEVEL), key=lambda c: c.p)
    told = clearest if most is None else clearest[:most]
    clear = capital(words.text("contrast.separator").join(_compared(c, language) for c in told))
    if most is not None:
        return words.text("contrast.clear", clear=clear)
    alike = ", ".join(Told(c.measure, language).label for c in contrast.comparisons if c.p >= _LEVEL)
    return words.text("contrast.both", clear=clear, alike=alike) if alike else words.text("contrast.clear", clear=clear)


def _compared(comparison: Comparison, language: str) -> str:
    digits = digits_for(comparison.own, comparison.other)
    return catalogue(language).text(
        "contrast.compared",
        label=Told(comparison.measure, language).label,
        other=rate_text(comparison.other, language, digits),
        own=rate_text(comparison.own, language, digits),
    )
