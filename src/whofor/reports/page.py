"""The page as plain values: its blocks in their order, worded."""

from __future__ import annotations

from dataclasses import replace

from whofor.model import Health, IcpResult
from whofor.model.changes import Changes
from whofor.model.profile_answer import ProfileStanding
from whofor.reports.blocks import Block, Listing, Page
from whofor.reports.catalogue import clean
from whofor.reports.changes import changes_sentence
from whofor.reports.profile import standing_sentence
from whofor.reports.report import Report
from whofor.reports.sections import SECTIONS
from whofor.reports.sections.answer import banners, base_sentence, part_sentence, time_sentence

__all__ = ["build_page"]

_MOST_ROWS = 40
_FIRST = "answer"
"""The section on the first screen, which holds the contents."""


def build_page(
    result: IcpResult,
    language: str,
    *,
    written: str = "",
    health: Health | None = None,
    changes: Changes | None = None,
    profile: ProfileStanding | None = None,
) -> Page:
    """Return the page of a result, in the order of the reader's questions.

    Args:
        result: What a run found.
        language: `en` or `fr`.
        written: ISO date of the report, shown in its head; empty to leave it out.
        health: What the workspace holds; left out where it is not known.
        changes: What changed since the run before it; left out where there is none.
        profile: How the profile stands; left out where there is none.
    """
    report = Report.of(result, language, health, profile)
    words, run, company = report.words, result.run, clean(result.company)
    since = "" if changes is None else changes_sentence(changes, words)
    stands = "" if profile is None else standing_sentence(profile, words)
    said = (part_sentence(report), base_sentence(report), time_sentence(report), since, stands)
    base = tuple(text for text in said if text)
    meta = [words.text("page.written", date=written)] if written else []
    seen = [(section.name, section.block(report)) for section in SECTIONS if section.block is not None]
    shown = [(name, block) for name, block in seen if block is not None]
    checks = (section.check(report) for section in SECTIONS if section.check is not None)
    return Page(
        language=language,
        title=report.title,
        heading=company or report.title,
        kicker=words.text("title.kicker") if company else "",
        base=base,
        meta=tuple(meta),
        banners=tuple((words.text(f"answer.{code}"), words.text(f"answer.{code}_why")) for code in banners(report)),
        contents=tuple((name, words.text(f"nav.{name}")) for name, _ in shown if name != _FIRST),
        blocks=tuple(block for _, block in shown),
        checks=tuple(_cut(block, report) for block in checks if block is not None),
        footer=report.outcome.text("page.footer", version=run.version),
    )


def _cut(block: Block, report: Report) -> Block:
    """Return a block; a list is cut to what a reader follows, with a word on what is left out."""
    if not isinstance(block, Listing):
        return block
    more = report.counted("page.more_rows", len(block.rows) - _MOST_ROWS)
    return replace(block, rows=block.rows[:_MOST_ROWS], more=more or block.more)
