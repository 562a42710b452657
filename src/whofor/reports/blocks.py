"""Blocks that pages are made of: plain values, worded but not yet HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from markupsafe import Markup

from whofor.reports.folds import AccountsFold, Fold

__all__ = [
    "AnswerBlock",
    "Block",
    "Card",
    "CardGroup",
    "Chapter",
    "Chart",
    "DataBlock",
    "Doubt",
    "DumbbellRow",
    "Dumbbells",
    "Listing",
    "Map",
    "MethodBlock",
    "Page",
    "Pictures",
    "Profile",
    "ProfileGroup",
    "Stat",
    "Story",
    "Table",
]


@dataclass(frozen=True, slots=True)
class Stat:
    """A large figure and what it counts; its n is part of the label."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart in two widths."""

    wide: Markup
    narrow: Markup
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Figures; the first cells of each row, one unless stated otherwise, are words.

    `stacked` tables put the figures of a row under its words where the screen is narrow.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    n_words: int = 1
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One type of client with all that is known for and against it.

    Attributes:
        id: The finding's id, also its anchor on the page.
        verdict: `pass`, `review`, `fail` or `hypothesis`: which icon.
        word: The verdict as a word.
        title: The segment in plain words.
        direction: Whether it signs more or less often.
        stats: Large figures.
        chart: The figures on one scale.
        brief: The figures in one line, for cards that fold their picture.
        paragraphs: Sentences under the chart.
        reasons: Why the verdict.
        next_step: What to do now.
        tables: Folded figures.
        notes: Folded sentences under the tables.
    """

    id: str
    verdict: str
    word: str
    title: str
    direction: str
    stats: tuple[Stat, ...]
    chart: Chart | None
    brief: str
    paragraphs: tuple[str, ...]
    reasons: tuple[str, ...]
    next_step: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """The first screen: whom, how much better, whom to avoid, and what it rests on.

    Attributes:
        sentence: Whom to go after, or why there is no answer.
        segments: The parts of it that name types of client, to be set off; empty where none was found.
        figures: How much better they do, in a sentence; the page shows `stats` instead.
        stats: At most three large figures.
        chart: All types of client, everyone else and whom to avoid on one scale.
        avoid: Whom to avoid, in a sentence each.
        support: What the answer rests on.
        why: Why there is no (better) answer.
        steps: What to do now, most useful first.
    """

    template: ClassVar[str] = "answer"
    sentence: str
    segments: tuple[str, ...]
    figures: str
    stats: tuple[Stat, ...]
    chart: Chart | None
    avoid: tuple[str, ...]
    support: tuple[str, ...]
    why: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """One type of client as its reader needs it; all figures are in the fold for the person who checks.

    Attributes:
        id: The finding's id, also its anchor on the page.
        verdict: `pass`, `review`, `fail` or `hypothesis`: which icon.
        word: The verdict as a word: go after, not sure, does not hold, avoid.
        title: The segment in plain words.
        lines: Its figures and why it is believed, or why not, a sentence each.
        next_step: What to do now; empty where the group says it once.
        folds: Who takes part, what was going on, what to expect: a fold each.
        accounts: Its first accounts, in a fold; `None` where nothing is known of them.
    """

    id: str
    verdict: str
    word: str
    title: str
    lines: tuple[str, ...]
    next_step: str
    folds: tuple[Fold, ...] = ()
    accounts: AccountsFold | None = None


@dataclass(frozen=True, slots=True)
class ProfileGroup:
    """Types of client under one heading."""

    template: ClassVar[str] = "profiles"
    id: str
    title: str
    lead: str = ""
    profiles: tuple[Profile, ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class DumbbellRow:
    """One outcome of all types of client beside that of everyone else.

    Attributes:
        label: The outcome.
        figures: The figure of each, in the order of the legend; a dash where it is not known.
        track: The same as dots on a line.
    """

    label: str
    figures: tuple[str, ...]
    track: Markup


@dataclass(frozen=True, slots=True)
class Dumbbells:
    """Outcomes of all types of client in one picture.

    Attributes:
        id: Its anchor.
        title: What it shows, as a finding.
        sentences: What follows from it.
        what: Heading of the column of outcomes.
        legend: Names of the types of client, the last is everyone else.
        rows: The outcomes.
        source: What was counted.
    """

    template: ClassVar[str] = "dumbbells"
    id: str
    title: str
    sentences: tuple[str, ...]
    what: str
    legend: tuple[str, ...]
    rows: tuple[DumbbellRow, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Pictures:
    """Charts side by side under one heading, each with its finding as caption.

    Attributes:
        id: Its anchor.
        title: The heading.
        sentences: What the charts say.
        charts: The charts.
        source: What was counted.
    """

    template: ClassVar[str] = "pictures"
    id: str
    title: str
    sentences: tuple[str, ...]
    charts: tuple[Chart, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class CardGroup:
    """Findings under one heading; `compact` cards fold their picture."""

    template: ClassVar[str] = "cards"
    id: str
    title: str
    lead: str = ""
    cards: tuple[Card, ...] = ()
    compact: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """Content under a title: sentences, pictures, figures, and further stories folded under it.

    Attributes:
        title: What it is about.
        paragraphs: Sentences.
        charts: Pictures.
        tables: Figures.
        folds: Stories that open on demand.
        folded_tables: Whether the figures open on demand too.
        note: A remark under it all.
    """

    title: str
    paragraphs: tuple[str, ...]
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    folds: tuple[Story, ...] = ()
    folded_tables: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Stories under one heading; `untitled` where its only story has the subject of the heading."""

    template: ClassVar[str] = "chapter"
    id: str
    title: str
    lead: str
    stories: tuple[Story, ...]
    more: tuple[Story, ...] = ()
    more_title: str = ""
    untitled: bool = False


@dataclass(frozen=True, slots=True)
class Map:
    """The map of all looks with its words and its figures."""

    template: ClassVar[str] = "map"
    title: str
    paragraphs: tuple[str, ...]
    chart: Chart | None
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Findings that were not believed; all listings are placed under them."""

    template: ClassVar[str] = "doubt"
    title: str
    lead: str
    cards: tuple[Card, ...]
    more_cards: tuple[Card, ...] = ()
    more_title: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A short list under a title: in each row a name and a text; it may open on demand.

    `more` states how many rows the page leaves out.
    """

    title: str
    lead: str
    rows: tuple[tuple[str, str], ...]
    folded: bool = False
    more: str = ""


@dataclass(frozen=True, slots=True)
class DataBlock:
    """Description of the data: the gaps that cost the answer most, then the figures."""

    template: ClassVar[str] = "data"
    title: str
    lead: str
    warnings: tuple[tuple[str, str], ...]
    more_warnings: tuple[tuple[str, str], ...]
    more_title: str
    fine: str
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class MethodBlock:
    """The method of a run: sentences, the command that repeats it, and every setting."""

    template: ClassVar[str] = "method"
    sentences: tuple[str, ...]
    command: str
    details: tuple[tuple[str, str], ...]


Block: TypeAlias = (
    AnswerBlock
    | ProfileGroup
    | Dumbbells
    | Pictures
    | CardGroup
    | Chapter
    | Map
    | Doubt
    | Listing
    | DataBlock
    | MethodBlock
)
"""Block that a section puts on the page."""


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page, in the order of the reader's questions.

    Attributes:
        language: Language code.
        title: Title of the document.
        heading: The first heading.
        kicker: The line above it.
        base: What the report rests on.
        meta: When it was written, and by what.
        banners: What must be known before anything else, and why.
        contents: Anchor and name of each part below the answer.
        blocks: What everybody reads.
        checks: What the person reads who checks it, in one fold.
        footer: The last line.
    """

    language: str
    title: str
    heading: str
    kicker: str
    base: tuple[str, ...]
    meta: tuple[str, ...]
    banners: tuple[tuple[str, str], ...]
    contents: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    checks: tuple[Block, ...]
    footer: str

    @property
    def check_parts(self) -> tuple[Block, ...]:
        """The parts of the fold that have a heading of their own."""
        return tuple(block for block in self.checks if not isinstance(block, Listing))

    @property
    def listings(self) -> tuple[Listing, ...]:
        """The lists of the fold, which are placed under the heading of what was not believed."""
        return tuple(block for block in self.checks if isinstance(block, Listing))
