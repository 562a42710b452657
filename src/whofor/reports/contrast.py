"""One type of client beside its neighbours, in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from whofor.model import Contrast, Segment
from whofor.reports.catalogue import clean
from whofor.reports.phrases import phrase_of
from whofor.reports.sections.contrasts import contrast_advice, contrast_lines, contrast_name
from whofor.reports.wording.conditions import capital
from whofor.reports.words import words_of

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["render_contrast"]

_LEVEL = 0.05
_MOST_ALIKE = 5


def render_contrast(id_: str, segment: Segment, contrasts: Sequence[Contrast], language: str, console: Console) -> None:
    """Print the neighbours: those that differ clearly in full, then a few of the others."""
    words = words_of(language)

    def line(text: str, style: str = "") -> None:
        console.print(clean(text), style=style, markup=False, highlight=False)

    line(f"{id_}  {phrase_of(segment, words).capital}", "bold")
    if not contrasts:
        line(words.text("contrast.none"))
        return
    clear = [c for c in contrasts if min(x.p for x in c.comparisons) < _LEVEL]
    line(words.text("page.contrasts_lead"), "dim")
    for contrast in clear:
        line("")
        line(contrast_name(contrast, words), "bold green")
        line(contrast_advice(contrast, words))
        clear_lines, likely, others = contrast_lines(contrast, words)
        for text in clear_lines:
            line(f"  · {capital(text)}")
        if likely:
            line(words.text("contrast.pointing", what=words.text("contrast.separator").join(likely)), "dim")
        line(others, "dim")
    alike = [contrast_name(c, words) for c in contrasts if c not in clear]
    if alike:
        line("")
        line(words.text("contrast.others", names="; ".join(alike[:_MOST_ALIKE])), "dim")
