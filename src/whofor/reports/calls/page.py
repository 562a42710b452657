"""The page "whom to call" as one self-contained HTML file: the ranked list first, then why it may be believed."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.model.card_proof import CardGrade
from whofor.model.score_answer import KnownAs, ScoreAnswer
from whofor.reports.blocks import Stat
from whofor.reports.calls.blocks import CallPage
from whofor.reports.calls.listing import MOST_ON_PAPER, calls_of, index_of, tiers_of
from whofor.reports.calls.proof import proof_part
from whofor.reports.calls.spread import spread_part
from whofor.reports.catalogue import clean
from whofor.reports.html import set_off, style, template
from whofor.reports.wording.problems import in_language
from whofor.reports.wording.scores import grade_lines, listed_text, note_lines, proof_lines, words_of_answer
from whofor.reports.words import Words, words_of
from whofor.version import VERSION

__all__ = ["CallSheet", "build_call_page", "render_calls"]

_MOST_STATS = 4
"""Tiers that stand in the head with a large figure: the usual ones."""


@dataclass(frozen=True, slots=True)
class CallSheet:
    """Where the rows of a page are.

    Attributes:
        file: Where all rows lie, relative to the page; empty where they were not written.
        command: Command that writes them.
    """

    file: str = ""
    command: str = ""


def render_calls(answer: ScoreAnswer, language: str, sheet: CallSheet) -> str:
    """Write the page: it needs neither network nor script, and all text from the data is escaped.

    The same scores give the same bytes.

    Args:
        answer: The scores; the best prospects are on the page.
        language: `en` or `fr`.
        sheet: What else the page says.

    Returns:
        The page; write it as UTF-8.

    Raises:
        UsageError: Reports are not written in that language.
    """
    words = words_of_answer(answer, words_of(language, answer.deals_called))
    page = build_call_page(answer, words, sheet)
    sheets = style(), style("calls.css")
    return template("calls.html.jinja").render(page=page, t=words.text, set_off=set_off, styles=sheets)


def build_call_page(answer: ScoreAnswer, words: Words, sheet: CallSheet) -> CallPage:
    """Return the page as plain values.

    Args:
        answer: The scores.
        words: The language, with the names of situations.
        sheet: What else the page says.
    """
    calls = calls_of(answer, words)
    heading, (grade, *why) = words.text("calls.heading"), grade_lines(answer, words)
    is_ready = answer.grade is not CardGrade.NOT_READY
    ranks = [] if answer.proof is None else list(proof_lines(answer, words))[:1]
    banners = [(words.text("answer.synthetic"), words.text("answer.synthetic_why"))] if answer.synthetic else []
    banners += [] if is_ready else [(grade, " ".join(why))]
    version = answer.profile_version
    meta = [listed_text(answer, words)]
    meta += [] if version is None else [words.text("calls.profile", version=words.number(version))]
    known = {row.rank for row in answer.rows if row.known_as is not KnownAs.NEITHER}
    return CallPage(
        language=words.language,
        title=f"{heading} · {clean(answer.source)}" if answer.source else heading,
        heading=heading,
        kicker=clean(answer.company),
        banners=tuple(banners),
        meta=tuple(meta),
        start=_start(answer, words),
        grade=answer.grade.value,
        support=(*ranks, *((grade, *why) if is_ready else ())),
        stats=tuple(_stats(answer, words)),
        tiers=tiers_of(answer, calls, words),
        calls=calls,
        has_known=any(call.rank in known for call in calls),
        index=index_of(calls),
        more=_more(answer, len(calls), sheet, words),
        file=sheet.file,
        printed=words.text("calls.printed", n=words.number(MOST_ON_PAPER)) if len(calls) > MOST_ON_PAPER else "",
        proof=proof_part(answer, words),
        spread=spread_part(answer.spread, words),
        notes=(*note_lines(answer, words), *(in_language(text, words.language) for text in answer.reading)),
        footer=words.text("calls.footer", version=VERSION),
    )


def _start(answer: ScoreAnswer, words: Words) -> str:
    """Return whom to call first, or that there is nobody to call."""
    if not answer.n:
        return words.text("score.title_none")
    first = next(tier for tier in answer.tiers if tier.n)
    share = words.percent(first.expected or 0.0)
    key = "calls.start" if first is answer.tiers[0] else "calls.start_lower"
    return words.plural(key, first.n, tier=clean(first.name), best=clean(answer.tiers[0].name), share=share)


def _stats(answer: ScoreAnswer, words: Words) -> list[Stat]:
    """Return how many prospects are in each tier, and from which chance."""
    if not answer.n:
        return []
    stats: list[Stat] = []
    for tier in answer.tiers[:_MOST_STATS]:
        least = "" if tier.least is None else words.percent(tier.least)
        key = "calls.in_tier_from" if least else "calls.in_tier"
        stats.append(Stat(words.number(tier.n), words.text(key, name=clean(tier.name), least=least)))
    return stats


def _more(answer: ScoreAnswer, shown: int, sheet: CallSheet, words: Words) -> str:
    """Return what the page leaves out, and where it is."""
    if shown >= answer.n:
        return ""
    said = words.text("calls.more", shown=words.number(shown), n=words.number(answer.n))
    if sheet.file or not sheet.command:
        return said
    return f"{said} {words.text('score.all', command=sheet.command)}"
