"""Contrasts: each type of client compared with one that differs from it in one condition."""

from __future__ import annotations

from collections.abc import Sequence

from whofor.model import Comparison, Condition, Contrast, FindingKind
from whofor.model.measure import Measure
from whofor.reports.blocks import Chapter, Chart, Story, Table
from whofor.reports.briefs import Brief
from whofor.reports.formats import digits_for
from whofor.reports.phrases import condition_phrase, neighbour_phrases
from whofor.reports.pictures import comparison_chart
from whofor.reports.report import Report, Section
from whofor.reports.wording.conditions import capital
from whofor.reports.wording.figures import figure_text, rate_text
from whofor.reports.wording.outcomes import OutcomeWords, difference_text
from whofor.reports.words import Words

__all__ = [
    "CONTRASTS",
    "clear_outcomes",
    "contrast_advice",
    "contrast_kind",
    "contrast_lines",
    "contrast_name",
    "contrast_text",
    "leading_first",
    "main_outcome",
    "redefinitions",
]

_MOST_CONTRASTS = 4
_MOST_OUTCOMES = 4
_LEVEL = 0.05
"""Of the p-values, which are corrected over all comparisons."""
_MAIN = ("won", "cycle", "value", "discount")
"""Outcomes that come first where they differ clearly."""


def _block(report: Report) -> Chapter | None:
    """Return each contrast: clear differences in words, the clearest as a chart, all outcomes in a table."""
    words = report.words
    stories = tuple(_story(contrast, words) for contrast in leading_first(report.result.clients.contrasts))
    if not stories:
        return None
    return Chapter(
        "contrasts",
        words.text("title.contrasts"),
        words.text("page.contrasts_lead"),
        stories[:_MOST_CONTRASTS],
        stories[_MOST_CONTRASTS:],
        report.counted("page.more_contrasts", len(stories) - _MOST_CONTRASTS),
    )


def _brief(report: Report) -> Brief | None:
    words = report.words
    items = tuple(
        words.pair(contrast_name(c, words), f"{contrast_text(c, words, _MOST_OUTCOMES)} {contrast_advice(c, words)}")
        for c in leading_first(report.result.clients.contrasts)
    )
    return Brief(words.text("title.contrasts"), items=items, most=_MOST_CONTRASTS) if items else None


def _story(contrast: Contrast, words: Words) -> Story:
    clear = clear_outcomes(contrast)
    paragraphs, charts = [contrast_text(contrast, words, _MOST_OUTCOMES)], list[Chart]()
    names = (words.text("contrast.this", id=contrast.finding), words.text("contrast.neighbour"))
    if clear:
        paragraphs += [advice] if (advice := contrast_advice(contrast, words)) else []
        caption = capital(OutcomeWords(clear[0].measure, words).label)
        chart = comparison_chart(names, clear[0], words, caption)
        charts += [chart] if chart is not None else []
    head = (words.text("worth.col_what"), *names, words.text("worth.col_difference"))
    rows = tuple(
        (
            OutcomeWords(c.measure, words).label,
            figure_text(c.own, words, cell=True),
            figure_text(c.other, words, cell=True),
            difference_text(c, words),
        )
        for c in contrast.comparisons
    )
    table = Table(words.text("contrast.table"), head, rows, stacked=True)
    title = contrast_name(contrast, words)
    return Story(title, tuple(paragraphs), charts=tuple(charts), tables=(table,), folded_tables=True)


def leading_first(contrasts: Sequence[Contrast]) -> list[Contrast]:
    """Return contrasts in order: one a condition of the first segment, one for each other segment, then the rest."""
    best = contrasts[0].finding if contrasts else ""

    def place(c: Contrast) -> tuple[str, Condition | None]:
        return (c.finding, c.condition if c.finding == best else None)

    leading = {place(c): c for c in reversed(contrasts)}
    first = [c for c in contrasts if leading[place(c)] is c]
    return [*first, *(c for c in contrasts if leading[place(c)] is not c)]


def contrast_name(contrast: Contrast, words: Words) -> str:
    """Return the name of a contrast: the segment, the condition replaced, and what replaces it."""
    other, own = neighbour_phrases(contrast.other, contrast.condition, words)
    return words.text("contrast.name", id=contrast.finding, other=other, own=own)


def clear_outcomes(contrast: Contrast) -> list[Comparison]:
    """Return the outcomes that differ beyond chance: signatures, cycle and price first, then by p-value."""

    def place(c: Comparison) -> tuple[int, float]:
        return (_MAIN.index(c.measure.name) if c.measure.name in _MAIN else len(_MAIN), c.p)

    return sorted((c for c in contrast.comparisons if c.p < _LEVEL), key=place)


def main_outcome(contrasts: Sequence[Contrast]) -> Measure:
    """Return the outcome by which all neighbours are compared: signatures where they are known, else the commonest."""
    measures = [c.measure for x in contrasts for c in x.comparisons]
    return max(measures, key=lambda m: (m.name == _MAIN[0], measures.count(m)))


def contrast_advice(contrast: Contrast, words: Words) -> str:
    """Return the consequence for the definition of the segment; empty where no outcome differs clearly."""
    kind = contrast_kind(contrast)
    if not kind:
        return ""
    other, own = neighbour_phrases(contrast.other, contrast.condition, words)
    if kind == "mixed":
        own, other = (capital(condition_phrase(c, words)) for c in (contrast.condition, contrast.other))
    better, worse = (
        ", ".join([OutcomeWords(c.measure, words).label for c in some][:_MOST_OUTCOMES]) for some in _sides(contrast)
    )
    return words.text(f"contrast.{kind}", id=contrast.finding, own=own, other=other, better=better, worse=worse)


def _sides(contrast: Contrast) -> tuple[list[Comparison], list[Comparison]]:
    """Return the outcomes in which the segment is clearly better, and those in which its neighbour is."""
    gaps = [(c, (c.difference or 0.0) * c.measure.better) for c in clear_outcomes(contrast)]
    return [c for c, gap in gaps if gap > 0], [c for c, gap in gaps if gap < 0]


def contrast_kind(contrast: Contrast) -> str:
    """Return the kind of advice: `avoid`, `mixed`, `decides` or `redefine`; empty where no outcome differs clearly."""
    better, worse = _sides(contrast)
    if worse and FindingKind.of(contrast.finding) is FindingKind.NEGATIVE:
        return "avoid"
    if better and worse:
        return "mixed"
    return "decides" if better else "redefine" if worse else ""


def contrast_text(contrast: Contrast, words: Words, most: int | None = None) -> str:
    """Return the outcomes of both types of client: figures where they differ beyond chance, then names of the others.

    Args:
        contrast: The segment and its neighbour.
        words: Language of the report.
        most: At most so many outcomes with their figures, and no others named; all by default.
    """
    between = words.text("contrast.separator")
    clear, likely, alike = contrast_lines(contrast, words)
    text = words.text("contrast.clear", clear=capital(between.join(clear[:most])))
    if clear and likely:
        text += " " + words.text("contrast.pointing", what=between.join(likely))
    return f"{text} {alike}" if alike and most is None else text


def contrast_lines(contrast: Contrast, words: Words) -> tuple[list[str], list[str], str]:
    """Return lines of clear differences, of those clear by their own interval only, and the names of the others."""
    clear, pointing = clear_outcomes(contrast), [c for c in contrast.comparisons if _points(c)]
    alike = [c for c in contrast.comparisons if c not in clear and c not in pointing]
    names = ", ".join(OutcomeWords(c.measure, words).label for c in alike)
    others = words.text("contrast.alike", alike=names) if alike else ""
    return [_compared(c, words) for c in clear], [_compared(c, words) for c in pointing], others


def _points(c: Comparison) -> bool:
    """Return whether a main outcome differs by its own interval, but not once corrected for all comparisons."""
    apart = c.low is not None and c.high is not None and (c.low > 0 or c.high < 0)
    return apart and c.p >= _LEVEL and c.measure.name in _MAIN


def _compared(c: Comparison, words: Words) -> str:
    digits = digits_for(c.own, c.other)
    return words.text(
        "contrast.compared",
        label=OutcomeWords(c.measure, words).label,
        other=rate_text(c.other, words, digits),
        own=rate_text(c.own, words, digits),
    )


def redefinitions(report: Report) -> list[str]:
    """Return what neighbours are better than a type of client, a sentence each, as advice to redefine it."""
    words = report.words
    better = [c for c in leading_first(report.result.clients.contrasts) if contrast_kind(c) == "redefine"]
    return [contrast_advice(c, words) for c in better]


CONTRASTS = Section("contrasts", None, _block, _brief, terminal_after="value")
