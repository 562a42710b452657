"""Pains in the market's own words, and where to look for them, in a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from whofor.model.pains import Pain, SentenceFate, VoiceAnswer, VoicesShare
from whofor.model.research import ResearchAnswer
from whofor.model.voice import SourceKind
from whofor.reports.catalogue import clean
from whofor.reports.phrases.names import cut
from whofor.reports.widths import print_text
from whofor.reports.words import Words

if TYPE_CHECKING:
    from rich.console import Console

    from whofor.intake.voices.where_to_look import SearchQuery

__all__ = ["render_queries", "render_research"]

_MOST_PAINS = 3
"""Pains on the first screen: what a founder can ask about in one call. A convention."""
_MOST_SOURCES = 4
_LONGEST_QUOTE = 160
"""Characters of a quote in a terminal, two lines; what is longer is marked as cut."""


def render_research(found: ResearchAnswer, words: Words, console: Console) -> None:
    """Print the most critical pains with who says them, then what was read, in 20 lines or fewer.

    Args:
        found: What was found.
        words: Language of the output; quotes stay in theirs.
        console: Where to print.
    """
    voices = found.voices
    firm = [pain for pain in voices.pains if pain.is_firm]
    shown = firm if voices.answer is VoiceAnswer.PAINS else list(voices.pains)
    # Where a source does not name its authors, each of its texts counts as somebody.
    unit = "people" if all(one.has_authors for one in voices.read) else "voices"
    values = {"people": words.count(unit, voices.people), "sources": words.count("sources", len(voices.read))}
    print_text(words.text(f"research.{voices.answer.value}", **values, n=words.number(len(firm))), console, "bold")
    for pain in shown[:_MOST_PAINS]:
        console.print()
        print_text(words.text("research.pain", id=pain.id, quote=_quote(found, pain.name)), console, "bold")
        for text in _of_pain(found, pain, words):
            print_text(f"    {text}", console)
    if not shown:
        console.print()
        for place in voices.said_once[:_MOST_PAINS]:
            print_text(words.text("research.lead", quote=_quote(found, place)), console)
    console.print()
    asked = [words.text("research.next" if shown else "research.next_leads")]
    for text in (*_read_lines(found, words), *asked):
        print_text(text, console, "dim")


def _quote(found: ResearchAnswer, place: int) -> str:
    return cut(clean(found.sentence(place).text), _LONGEST_QUOTE)


def _of_pain(found: ResearchAnswer, pain: Pain, words: Words) -> Iterator[str]:
    critical = pain.criticality
    yield words.text(
        "research.said_by",
        share=_share(pain.people, words),
        sources=words.count("sources", len(pain.sources)),
        criticality=words.number(critical.value),
        low=words.number(critical.ci_low),
        high=words.number(critical.ci_high),
    )
    if pain.counter:
        n, quote = pain.counter_people, _quote(found, pain.counter[0])
        yield words.plural("research.praised", n, quote=quote)


def _share(share: VoicesShare, words: Words) -> str:
    ends = words.interval(share.low, share.high)
    return words.text("research.share", k=words.number(share.k), n=words.count("people", share.n), range=ends)


def _read_lines(found: ResearchAnswer, words: Words) -> Iterator[str]:
    """Yield what was read, and what became of it: nothing is dropped in silence."""
    fates: Counter[SentenceFate] = Counter()
    for one in found.voices.read:
        fates.update(dict(one.by_fate))
    counts = {fate.value: words.number(fates[fate]) for fate in SentenceFate}
    yield words.text("research.read", n=words.count("sentences", fates.total()), **counts)
    largest = sorted(found.voices.read, key=lambda one: -one.documents)
    for one in largest[:_MOST_SOURCES]:
        key = "research.source" if one.has_authors else "research.source_without_authors"
        texts = words.count("texts", one.documents)
        yield words.text(key, source=clean(one.source), texts=texts, people=words.count("people", one.people))
    if len(largest) > _MOST_SOURCES:
        yield words.plural("research.more_sources", len(largest) - _MOST_SOURCES)
    if any(one.kind is SourceKind.PUBLIC for one in found.voices.read):
        yield words.text("research.selected")


def render_queries(queries: Sequence[SearchQuery], words: Words, console: Console) -> None:
    """Print where people speak of tools or a topic: what to type, and the address that it leads to."""
    print_text(words.text("research.where"), console, "bold")
    why = ""
    for one in queries:
        if one.why != why:
            why = one.why
            console.print()
            print_text(clean(why), console)
        print_text(f"  {clean(one.query)}", console)
        console.print(clean(f"    {one.address}"), soft_wrap=True, highlight=False, markup=False, style="dim")
