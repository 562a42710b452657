"""The pieces that the page is made of: plain values, worded but not yet HTML."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

__all__ = ["Card", "Chapter", "Chart", "DataBlock", "Listing", "Map", "Page", "Section", "Stat", "Story", "Table"]


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
    """Figures; the first cells of each row, one unless said otherwise, are words.

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
        told: Paragraphs under the chart.
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
    told: tuple[str, ...]
    reasons: tuple[str, ...]
    next_step: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: its title states the finding."""

    id: str
    title: str
    lead: str = ""
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A short list under a title: in each row a name and what is said of it; it may open on demand."""

    title: str
    lead: str
    rows: tuple[tuple[str, str], ...]
    more: str = ""
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """Something told under a title: sentences, pictures, figures, and further stories folded under it.

    Attributes:
        title: What it is about.
        told: Sentences.
        charts: Pictures.
        tables: Figures.
        folds: Stories that open on demand.
        folded_tables: Whether the figures open on demand too.
        note: A remark under it all.
    """

    title: str
    told: tuple[str, ...]
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    folds: tuple[Story, ...] = ()
    folded_tables: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Stories under one heading of the page."""

    id: str
    title: str
    lead: str
    stories: tuple[Story, ...]
    more: tuple[Story, ...] = ()
    more_title: str = ""


@dataclass(frozen=True, slots=True)
class Map:
    """The map of all looks with its words and its figures."""

    title: str
    paragraphs: tuple[str, ...]
    chart: Chart | None
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class DataBlock:
    """What was understood of the data: what costs the answer most, then the figures."""

    title: str
    lead: str
    warnings: tuple[tuple[str, str], ...]
    more_warnings: tuple[tuple[str, str], ...]
    more_title: str
    fine: str
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page, in the order of the reader's questions."""

    language: str
    title: str
    heading: str
    kicker: str
    company: str
    base: tuple[str, ...]
    meta: tuple[str, ...]
    banners: tuple[tuple[str, str], ...]
    answer: Markup
    found: bool
    support: tuple[str, ...]
    why: tuple[str, ...]
    steps: tuple[str, ...]
    other_steps: tuple[str, ...]
    sections: tuple[Section, ...]
    chapters: tuple[Chapter, ...]
    map: Map
    doubt: Section
    more_cards: tuple[Card, ...]
    more_title: str
    listings: tuple[Listing, ...]
    data: DataBlock | None
    how: tuple[str, ...]
    command: str
    details: tuple[tuple[str, str], ...]
    footer: str
