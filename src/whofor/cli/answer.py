"""The answer of a run on the screen, and what goes on from it."""

from __future__ import annotations

import shlex
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from whofor.cli.following import next_commands, next_of_parts, place_of

if TYPE_CHECKING:
    from pathlib import Path

    from whofor.app.find_each import FindingsByPart
    from whofor.cli.arguments import Given
    from whofor.cli.console import Screen
    from whofor.intake.report import ImportReport
    from whofor.model import IcpResult

__all__ = ["show_answer", "show_parts", "show_reading"]


def show_answer(
    result: IcpResult,
    language: str,
    screen: Screen,
    given: Given,
    *,
    started: float,
    report: Path | None = None,
    source: Path | None = None,
) -> None:
    """Print the answer: one JSON document, or a summary that ends with what to do next and the path of the report.

    The command that repeats the run names the export where it is known.
    """
    from whofor.app.diff import changes_up_to
    from whofor.app.report import write_report
    from whofor.documents.result_document import result_document
    from whofor.reports.persons import with_initials
    from whofor.reports.sentences import with_sentences
    from whofor.reports.terminal import Detail, render_terminal

    if given.names and report is not None:
        # The page that the use case wrote has initials.
        write_report(result, given.workspace, language, names=True)
    if screen.json:
        screen.document(with_sentences(result_document(result, time.monotonic() - started), language))
        return
    if source is not None:
        result = _repeatable(result, source, given)
    if not given.names:
        result = with_initials(result)
    detail = Detail.FULL if given.verbose else Detail.TABLE if given.quiet else Detail.SHORT
    render_terminal(result, language, screen.out, detail, changes=changes_up_to(given.workspace, result.run.id))
    if given.quiet:
        return
    if not given.verbose:
        screen.say("next", language, commands=" · ".join(next_commands(result, given)))
    if report is not None:
        screen.say("report", language, path=str(report.resolve()))


def _repeatable(result: IcpResult, source: Path, given: Given) -> IcpResult:
    """Return a result whose command that repeats the run names the export and the workspace."""
    from whofor.app.find import SOURCE

    # A name that begins like an option would be read as one.
    export = f"./{source}" if str(source).startswith("-") else str(source)
    command = result.run.command.replace(SOURCE, f"{shlex.quote(export)}{place_of(given)}", 1)
    return replace(result, run=replace(result.run, command=command))


def show_parts(
    found: FindingsByPart,
    language: str,
    screen: Screen,
    given: Given,
    *,
    started: float,
    report: Path | None = None,
    source: Path | None = None,
) -> None:
    """Print the answer of each part of the deals: one JSON document, or a table each, and what they share."""
    from whofor.app.report import write_parts_report
    from whofor.documents.parts_document import parts_document
    from whofor.documents.result_document import result_document
    from whofor.reports.parts import render_parts
    from whofor.reports.sentences import with_sentences
    from whofor.reports.terminal import Detail

    results = list(found.results.values())
    if given.names and report is not None:
        write_parts_report(found.answer, given.workspace, language, names=True)
    if screen.json:
        documents = [with_sentences(result_document(result), language) for result in results]
        document = parts_document(found.answer, documents)
        screen.document({**document, "seconds": round(time.monotonic() - started, 3)})
        return
    if source is not None:
        results = [_repeatable(result, source, given) for result in results]
    detail = Detail.FULL if given.verbose else Detail.TABLE if given.quiet else Detail.SHORT
    render_parts(found.answer, results, language, screen.out, detail, names=given.names)
    if given.quiet:
        return
    if not given.verbose:
        screen.say("next", language, commands=" · ".join(next_of_parts(found, given)))
    if report is not None:
        screen.say("report", language, path=str(report.resolve()))


def show_reading(imported: ImportReport, language: str, screen: Screen, given: Given) -> None:
    """Print how the export was recognised, where a person reads it."""
    from whofor.reports.detection import guessed_lines, print_lines, reading_line
    from whofor.reports.stages import stage_lines
    from whofor.reports.wording.problems import in_language
    from whofor.reports.words import words_of

    if given.json or given.quiet:
        return
    reading = imported.recognition
    lines = [reading_line(imported.preset, reading, language)]
    if given.verbose:
        lines += [
            *guessed_lines(reading.guessed, language),
            *stage_lines(imported.stages, words_of(language, reading.deals_called)),
        ]
    lines += [in_language(warning, language) for warning in imported.warnings]
    print_lines(lines, screen.out)
