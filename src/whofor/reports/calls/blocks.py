"""Parts of the page "whom to call": plain values, worded but not yet HTML."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.reports.blocks import Chart, Stat, Table

__all__ = ["Call", "CallIndex", "CallPage", "CallTier", "ProofPart", "SpreadPart"]


@dataclass(frozen=True, slots=True)
class Call:
    """One prospect of the list.

    Attributes:
        rank: Its place, from 1; also its anchor.
        name: What people call it.
        id: What the CRM tells it apart by; empty where that is its name.
        tier: Name of its tier.
        place: Place of the tier, 0 for the best.
        chance: How likely it is to sign.
        sure: How far the known facts pin that down.
        known: What it is in the CRM already; empty where it is nothing.
        up: What raises its chance, each with the factor.
        down: What lowers it.
        neither: Said where nothing does either.
        worth: What is worth finding out, each with the chance at both ends.
        types: Types of client of the profile that it meets; empty for none.
        situations: What is going on there; empty where nothing is known.
    """

    rank: int
    name: str
    id: str
    tier: str
    place: int
    chance: str
    sure: str
    known: str
    up: tuple[str, ...]
    down: tuple[str, ...]
    neither: str
    worth: tuple[str, ...]
    types: str
    situations: str


@dataclass(frozen=True, slots=True)
class CallTier:
    """One tier, by which the list can be filtered: its place, 0 for the best, and its name with the number in it."""

    place: int
    label: str


@dataclass(frozen=True, slots=True)
class CallIndex:
    """Prospects whose names begin alike: the beginning, and name and rank of each."""

    initial: str
    entries: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ProofPart:
    """How the scorecard did on deals that it had not seen.

    Attributes:
        sentences: How far it may be relied on, and why no further.
        charts: Chances beside what happened; what working down the list brings.
        source: What was counted.
        tables: Tiers on these deals, working down the list.
        checks: Figures for the person who checks this.
        notes: Remarks under these.
    """

    sentences: tuple[str, ...]
    charts: tuple[Chart, ...]
    source: str
    tables: tuple[Table, ...]
    checks: tuple[Table, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpreadPart:
    """How the first tiers spread over countries and sizes: what it says, and a table of each."""

    lead: str
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class CallPage:
    """The whole page.

    Attributes:
        language: Language code.
        title: Title of the document.
        heading: The first heading.
        kicker: The line above it; empty where the heading says it.
        banners: What must be known before anything else, and why.
        meta: What is listed, as of when, by which version of the profile.
        start: Whom to call first.
        grade: Kind of the grade: `ready`, `usable`, `not_ready`.
        support: How far the order may be relied on, and why.
        stats: The tiers: how many prospects are in each.
        tiers: What the list may be filtered by; none where all are in one tier.
        calls: The prospects, the best first.
        has_known: Whether any of them is a customer or has an open deal.
        index: Their names in order.
        more: What the page leaves out, and where it is; empty where nothing is left out.
        file: Where all rows lie, relative to the page; empty for nowhere.
        printed: What is said on paper, where not all of them are; empty where they are.
        proof: How the scorecard did; `None` where it was not tested.
        spread: Countries and sizes; `None` where neither is known.
        notes: What the list lacks, and what else is to be said.
        footer: The last line.
    """

    language: str
    title: str
    heading: str
    kicker: str
    banners: tuple[tuple[str, str], ...]
    meta: tuple[str, ...]
    start: str
    grade: str
    support: tuple[str, ...]
    stats: tuple[Stat, ...]
    tiers: tuple[CallTier, ...]
    calls: tuple[Call, ...]
    has_known: bool
    index: tuple[CallIndex, ...]
    more: str
    file: str
    printed: str
    proof: ProofPart | None
    spread: SpreadPart | None
    notes: tuple[str, ...]
    footer: str
