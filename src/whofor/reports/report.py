"""The input of a report, its sections as values, and the shapes that several sections share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from whofor.model import Answer, Health, IcpResult, SegmentFinding, Verdict
from whofor.reports.blocks import Block, Brief, CardGroup, Listing
from whofor.reports.cards import brief_findings, make_cards
from whofor.reports.catalogue import clean
from whofor.reports.wording.outcomes import OutcomeWords
from whofor.reports.words import Words, words_of

__all__ = ["Report", "Section", "findings_section", "listing_section", "only_passed"]


@dataclass(frozen=True, slots=True)
class Report:
    """A result and the language of its report, made once and passed to all sections.

    Attributes:
        result: What a run found.
        words: The language.
        health: What the workspace holds; `None` where it is not known.
    """

    result: IcpResult
    words: Words
    health: Health | None = None

    @classmethod
    def of(cls, result: IcpResult, language: str, health: Health | None = None) -> Report:
        """Return a report in a language.

        Raises:
            UsageError: Reports are not written in that language.
        """
        return cls(result, words_of(language), health)

    @property
    def outcome(self) -> OutcomeWords:
        """The outcome in words."""
        return OutcomeWords(self.result.run.measure, self.words)

    @property
    def title(self) -> str:
        """Title of the whole."""
        company = clean(self.result.company)
        return self.words.text("title.page", company=company) if company else self.words.text("title.page_plain")

    @property
    def headline(self) -> SegmentFinding | None:
        """The finding that the answer is about: a confirmed segment, else a claim that holds, else whom to avoid."""
        if self.result.answer is not Answer.FOUND:
            return None
        result = self.result
        passed = only_passed((*result.search.segments, *result.search.claims, *result.search.negative_segments))
        return next((f for f in passed if not f.of_channel), None)

    def counted(self, key: str, n: int) -> str:
        """Return the plural message of a key; empty where there is nothing to count."""
        return self.words.plural(key, n) if n > 0 else ""

    def named(self, name: str, text: str) -> tuple[str, str]:
        """Return a row of a list: a name with the colon of the language, and a text."""
        return self.words.pair(name, "").rstrip(" "), text


def only_passed(findings: tuple[SegmentFinding, ...]) -> tuple[SegmentFinding, ...]:
    """Return the findings that passed every check."""
    return tuple(f for f in findings if f.verdict is Verdict.PASS)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report.

    Attributes:
        name: Its name, that of its module.
        block: What the page shows; `None` where there is nothing to show.
        brief: What a terminal shows, shorter; `None` where it shows nothing.
        terminal_after: Name of the section that it follows in a terminal; empty for the order of the page.
    """

    name: str
    block: Callable[[Report], Block | None]
    brief: Callable[[Report], Brief | None] | None = None
    terminal_after: str = ""


def findings_section(name: str, findings: Callable[[IcpResult], Sequence[SegmentFinding]]) -> Section:
    """Return a section that shows findings as cards, those that did not pass too; absent where there are none."""

    def block(report: Report) -> CardGroup | None:
        words, found = report.words, findings(report.result)
        if not found:
            return None
        title, lead = words.text(f"title.{name}"), words.text(f"page.{name}_lead")
        return CardGroup(name, title, lead, make_cards(found, report.outcome))

    def brief(report: Report) -> Brief | None:
        return brief_findings(report.words.text(f"title.{name}"), findings(report.result), report.outcome)

    return Section(name, block, brief)


def listing_section(name: str, listing: Callable[[Report], Listing | None], *, terminal_after: str = "") -> Section:
    """Return a section that is a list; a terminal shows its title and its rows."""

    def brief(report: Report) -> Brief | None:
        found = listing(report)
        if found is None:
            return None
        return Brief(found.title, items=tuple(f"{what} {text}" if what else text for what, text in found.rows))

    return Section(name, listing, brief, terminal_after)
