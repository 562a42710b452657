"""The answers of searches of the parts of the deals, such as one for each product, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from whofor.model import IcpResult
from whofor.model.parts import PartedAnswer, PartFigure, SharedType, Sharing
from whofor.reports.catalogue import clean
from whofor.reports.formats import digits_for
from whofor.reports.persons import with_initials
from whofor.reports.phrases import and_list, phrase_of
from whofor.reports.report import Report
from whofor.reports.sections.answer import answer, answer_sentence, base_sentence
from whofor.reports.terminal import WIDEST, Detail, render_terminal
from whofor.reports.widths import print_text
from whofor.reports.wording.conditions import capital
from whofor.reports.wording.figures import estimate_value
from whofor.reports.wording.outcomes import OutcomeWords
from whofor.reports.words import Words, words_of_result

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["PartText", "PartsText", "parts_text", "render_parts"]

_MOST_NAMED = 12
"""Values that a sentence names; more are counted."""


@dataclass(frozen=True, slots=True)
class PartText:
    """The answer of one part in words.

    Attributes:
        name: The part.
        base: The deals behind it.
        sentence: The answer with its figures.
        segments: The parts of it that name types of client.
        avoid: Whom to avoid, in a sentence each.
        why: Why there is no answer.
    """

    name: str
    base: str
    sentence: str
    segments: tuple[str, ...]
    avoid: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartsText:
    """The answers of all parts in words.

    Attributes:
        heading: What was searched.
        lead: How the parts were searched.
        parts: The answer of each.
        shared_title: What is said of types of client that several parts have.
        shared: Each of these in a sentence; one sentence where there are none.
        left_out: What was not searched: parts with too few deals, deals of no part.
    """

    heading: str
    lead: str
    parts: tuple[PartText, ...]
    shared_title: str
    shared: tuple[str, ...]
    left_out: tuple[str, ...]


def parts_text(found: PartedAnswer, results: Sequence[IcpResult], language: str) -> PartsText:
    """Return the answers of all parts in words.

    Args:
        found: The parts, and what they share.
        results: The result of each part that was searched, in their order.
        language: `en` or `fr`.
    """
    words = words_of_result(results[0], language)
    parts = found.parts
    label = clean(words.parameter(parts.label, parts.parameter))
    shared = tuple(_shared(one, results[0], words) for one in found.shared)
    found_any = any(Report(result, words).icps or Report(result, words).avoided for result in results)
    nothing = (words.text("parts.nothing_shared"),) if found_any and len(results) > 1 else ()
    return PartsText(
        heading=words.text("parts.heading", label=label),
        lead=words.plural("parts.lead", len(parts.searched), least=words.count("deals", parts.least)),
        parts=tuple(
            _part(run.value, Report.of(result, language)) for run, result in zip(found.runs, results, strict=True)
        ),
        shared_title=words.text("parts.shared"),
        shared=shared or nothing,
        left_out=tuple(_left_out(found, words)),
    )


def _part(value: str, report: Report) -> PartText:
    block = answer(report)
    return PartText(
        name=clean(value),
        base=base_sentence(report),
        sentence=answer_sentence(report),
        segments=block.segments,
        avoid=block.avoid,
        why=block.why if not block.segments else (),
    )


def _shared(shared: SharedType, result: IcpResult, words: Words) -> str:
    """Return a type of client with its figures in each part that has it."""
    digits = digits_for(*(e for f in shared.figures for e in (f.own, f.rest)))
    outcome = OutcomeWords(result.run.measure, words)

    def told(figure: PartFigure) -> str:
        return outcome.text(
            f"parts.figure_{figure.sharing.value}",
            part=clean(figure.value),
            id=figure.id,
            own=estimate_value(figure.own, words, digits),
            rest=estimate_value(figure.rest, words, digits),
            n=figure.own.n,
        )

    key = "parts.shared_avoid" if shared.direction < 0 else "parts.shared_pursue"
    found = and_list([told(f) for f in shared.figures if f.sharing is Sharing.FOUND], words)
    tested = [told(f) for f in shared.figures if f.sharing is Sharing.TESTED]
    who = capital(phrase_of(shared.figures[0].segment, words).the)
    sentence = words.text(key, who=who, parts=found)
    return f"{sentence} {words.text('parts.holds_too', parts=and_list(tested, words))}" if tested else sentence


def _left_out(found: PartedAnswer, words: Words) -> list[str]:
    """Return what was not searched."""
    parts, told = found.parts, list[str]()
    if parts.too_few:
        named = [f"{clean(part.value)} ({words.number(part.n)})" for part in parts.too_few[:_MOST_NAMED]]
        more = len(parts.too_few) - len(named)
        named += [words.plural("parts.more", more)] if more > 0 else []
        least = words.count("deals", parts.least)
        told.append(words.text("parts.too_few", least=least, parts=and_list(named, words)))
    if parts.n_unknown:
        told.append(words.plural("parts.unknown", parts.n_unknown))
    return told


def render_parts(
    found: PartedAnswer,
    results: Sequence[IcpResult],
    language: str,
    console: Console,
    detail: Detail = Detail.SHORT,
    *,
    names: bool = False,
) -> None:
    """Print the answer of each part as a table, then what the parts share and what was not searched.

    Args:
        found: The parts, and what they share.
        results: The result of each part that was searched, in their order.
        language: `en` or `fr`.
        console: Where to print.
        detail: How much to show of each part: all only where it is asked for.
        names: Whether salespeople are named in full; otherwise by their initials.
    """

    def line(text: str, style: str = "") -> None:
        print_text(text, console, style, most=WIDEST)

    shown = [result if names else with_initials(result) for result in results]
    text = parts_text(found, shown, language)
    line(text.heading, "bold")
    line(text.lead, "dim")
    for part, result in zip(text.parts, shown, strict=True):
        console.print()
        line(part.name, "bold underline")
        if detail is not Detail.FULL:
            line(part.base, "dim")
        render_terminal(result, language, console, Detail.FULL if detail is Detail.FULL else Detail.TABLE)
    if text.shared or text.left_out:
        console.print()
    if text.shared:
        line(text.shared_title, "bold")
    for sentence in text.shared:
        line(sentence)
    for sentence in text.left_out:
        line(sentence, "dim")
