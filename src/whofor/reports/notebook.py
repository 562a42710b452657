"""Results in consoles and notebooks: one line, or a small fragment of HTML that needs neither script nor network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from whofor.model import Condition, Contrast, IcpResult, Segment, SegmentFinding
from whofor.reports.catalogue import clean
from whofor.reports.html import set_off, template
from whofor.reports.phrases import condition_phrase, phrase_of, segment_phrase
from whofor.reports.report import Report
from whofor.reports.sections.answer import answer, answer_sentence, base_sentence
from whofor.reports.sections.contrasts import contrast_advice, contrast_name, contrast_text
from whofor.reports.summary import summary_rows
from whofor.reports.wording.figures import estimate_value
from whofor.reports.words import Words

__all__ = [
    "answer_fragment",
    "answer_line",
    "condition_text",
    "contrast_fragment",
    "contrast_line",
    "finding_line",
    "segment_text",
]

_MOST_NEIGHBOURS = 5


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the fragment's table: who or what, a remark below it, and the other cells."""

    head: str
    remark: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Fragment:
    """What a notebook shows of a result.

    Attributes:
        sentence: The answer.
        segments: Parts of it that are set off.
        caption: Name of the table, for screen readers.
        columns: Heads of its columns.
        rows: Its rows.
        notes: Sentences below it.
    """

    sentence: str
    segments: tuple[str, ...]
    caption: str
    columns: tuple[str, ...]
    rows: tuple[_Row, ...]
    notes: tuple[str, ...]


def segment_text(segment: Segment, words: Words) -> str:
    """Return a type of client in words, as a plural noun."""
    return clean(segment_phrase(segment, words))


def finding_line(finding: SegmentFinding, result: IcpResult, words: Words) -> str:
    """Return a type of client with its figure beside that of the others, of held-back deals where there are any.

    A type to go after stands beside everyone else, the deals of none of these types, as on the page.
    """
    report = Report(result, words)
    held_back = finding.confirm.n > 0
    own, rest = (finding.confirm, finding.rest_confirm) if held_back else (finding.search, finding.rest_search)
    if finding in report.icps and report.else_figure is not None:
        rest = report.else_figure
    return clean(
        words.text(
            "notebook.finding",
            who=segment_phrase(finding.segment, words),
            rate=estimate_value(own, words),
            n=own.n,
            rest=estimate_value(rest, words),
        )
    )


def answer_line(result: IcpResult, language: str) -> str:
    """Return the answer on one line: the first type of client with its figures, or why there is none."""
    report = Report.of(result, language)
    words = report.words
    for findings, key in ((report.icps, "notebook.found"), (report.avoided, "notebook.avoid")):
        if findings:
            return clean(words.text(key, finding=finding_line(findings[0], result, words)))
    return clean(words.text("notebook.none", answer=answer_sentence(report).removesuffix("."), n=result.run.rows))


def answer_fragment(result: IcpResult, language: str) -> str:
    """Return the answer and its types of client as HTML; all text from the data is escaped."""
    report = Report.of(result, language)
    words, block, found = report.words, answer(report), summary_rows(report)
    heads = [words.text("notebook.col_who"), words.text("notebook.col_verdict")]
    if any(row.figures[0] for row in found):
        rate = "card.col_rate" if result.run.measure.is_share else "card.col_mean"
        heads += [report.outcome.text(rate), words.text("card.col_interval"), words.text("card.col_what")]
    rows = (
        (row, (f"{row.word} {row.id}".strip(), row.figures[0], row.figures[1].strip("()"), row.figures[2]))
        for row in found
    )
    return _drawn(
        _Fragment(
            sentence=answer_sentence(report),
            segments=block.segments,
            caption=report.title,
            columns=tuple(heads),
            rows=tuple(_Row(row.label, row.remark, cells[: len(heads) - 1]) for row, cells in rows),
            notes=(*(() if block.segments else (*block.why, *block.steps[:2])), base_sentence(report)),
        ),
        words,
    )


def condition_text(condition: Condition, words: Words) -> str:
    """Return what one condition adds to the name of a type of client."""
    return clean(condition_phrase(condition, words))


def contrast_line(id_: str, segment: Segment, contrasts: Sequence[Contrast], words: Words) -> str:
    """Return on one line which type of client is compared, and with how many neighbours."""
    return clean(words.plural("notebook.contrasts", len(contrasts), id=id_, who=phrase_of(segment, words).capital))


def contrast_fragment(id_: str, segment: Segment, contrasts: Sequence[Contrast], words: Words) -> str:
    """Return a type of client and its clearest neighbours as HTML; all text from the data is escaped."""
    rows = tuple(
        _Row(contrast_name(one, words), contrast_advice(one, words), (contrast_text(one, words),))
        for one in contrasts[:_MOST_NEIGHBOURS]
    )
    sentence = contrast_line(id_, segment, contrasts, words)
    columns = (words.text("contrast.neighbour"), words.text("worth.col_difference"))
    return _drawn(_Fragment(sentence, (), sentence, columns if rows else (), rows, ()), words)


def _drawn(fragment: _Fragment, words: Words) -> str:
    return template("notebook.html.jinja").render(it=fragment, language=words.language, set_off=set_off)
