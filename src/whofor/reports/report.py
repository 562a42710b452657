"""The input of a report, its sections as values, and the shapes that several sections share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from whofor.model import Estimate, Health, IcpResult, SegmentFinding, Verdict
from whofor.model.profile_answer import ProfileStanding
from whofor.reports.blocks import Block, Listing
from whofor.reports.briefs import Brief
from whofor.reports.catalogue import clean
from whofor.reports.formats import digits_for
from whofor.reports.wording.outcomes import OutcomeWords
from whofor.reports.words import Words, words_of_result

__all__ = ["Report", "Section", "listing_section", "only_passed"]


@dataclass(frozen=True, slots=True)
class Report:
    """A result and the language of its report, made once and passed to all sections.

    Attributes:
        result: What a run found.
        words: The language.
        health: What the workspace holds; `None` where it is not known.
        profile: How the profile stands; `None` where there is none.
    """

    result: IcpResult
    words: Words
    health: Health | None = None
    profile: ProfileStanding | None = None

    @classmethod
    def of(
        cls, result: IcpResult, language: str, health: Health | None = None, profile: ProfileStanding | None = None
    ) -> Report:
        """Return a report in a language.

        Raises:
            UsageError: Reports are not written in that language.
        """
        return cls(result, words_of_result(result, language), health, profile)

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
    def icps(self) -> tuple[SegmentFinding, ...]:
        """Types of client to go after: confirmed segments that do better than the rest, else claims that hold."""
        search = self.result.search
        return only_passed(search.segments) or self._claimed(1)

    @property
    def avoided(self) -> tuple[SegmentFinding, ...]:
        """Types of client to put less effort into: those proven to do worse than the rest; claims without any."""
        search = self.result.search
        return only_passed(search.negative_segments) or self._claimed(-1)

    def _claimed(self, direction: int) -> tuple[SegmentFinding, ...]:
        """Return the claims of a direction that hold; those on a way in are no types of client."""
        passed = only_passed(self.result.search.claims)
        return tuple(f for f in passed if f.direction == direction and not f.of_channel)

    @property
    def else_figure(self) -> Estimate | None:
        """Figure of everyone else, with which all types of client are compared; `None` where it is not known.

        Runs saved by former versions hold it of a single type only, whose rest it is.
        """
        found = self.result.clients.everyone_else
        figure = found.figure if found is not None else self.icps[0].rest_confirm if len(self.icps) == 1 else None
        return figure if figure is not None and figure.estimate is not None else None

    @property
    def else_days(self) -> Estimate | None:
        """Median days to signature of everyone else."""
        found = self.result.clients.everyone_else
        if found is None:
            return self.icps[0].rest_median_days_to_win if len(self.icps) == 1 else None
        return found.median_days_to_win

    @property
    def rate_digits(self) -> int:
        """Decimals of the rates of all types of client that hold, so that none has two values: those of the widest."""
        search = self.result.search
        passed = only_passed((*search.segments, *search.negative_segments, *search.channel_findings, *search.claims))
        return digits_for(*(f.confirm for f in passed), *([self.else_figure] if self.else_figure is not None else []))

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
        block: What everybody reads on the page; `None` where that is nothing, ever or in this report.
        check: What the page keeps for the person who checks it, in one fold.
        brief: What a terminal shows on demand, shorter; `None` where it shows nothing.
        terminal_after: Name of the section that it follows in a terminal; empty for the order of the page.
    """

    name: str
    block: Callable[[Report], Block | None] | None = None
    check: Callable[[Report], Block | None] | None = None
    brief: Callable[[Report], Brief | None] | None = None
    terminal_after: str = ""


def listing_section(name: str, listing: Callable[[Report], Listing | None], *, terminal_after: str = "") -> Section:
    """Return a section that is a list; a terminal shows its title and its rows."""

    def brief(report: Report) -> Brief | None:
        found = listing(report)
        if found is None:
            return None
        return Brief(found.title, items=tuple(f"{what} {text}" if what else text for what, text in found.rows))

    return Section(name, None, listing, brief, terminal_after)
