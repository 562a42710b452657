"""Who loves and who hates what of a tool: shares of people by group and aspect, beside the tool's other people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from whofor.model.pains import Liking, SaidSentence, SentenceFate, SentenceKind, VoicesShare
from whofor.model.voice import VoiceDocument
from whofor.stats.intervals import newcombe_interval, wilson_interval

__all__ = ["FEWEST_IN_CELL", "likings_of", "share_of"]

FEWEST_IN_CELL = 8
"""People from which a cell is shown: with fewer, one of them moves it by more than twelve points."""
_MOST_GROUPS = 40
"""Different values of an attribute above which it makes no groups, as with job titles as they are written."""

_Who = dict[tuple[SentenceKind, str], set[str]]
"""People by what they say and of which aspect; the aspect is empty for any."""


def likings_of(documents: Sequence[VoiceDocument], sentences: Sequence[SaidSentence]) -> tuple[Liking, ...]:
    """Return who praises and complains of what, by tool, group of people and aspect.

    Cells of fewer than eight people, and of fewer than eight others to set them beside, are left out. Who says nothing
    of an aspect says neither yes nor no: shares are of those who write.

    Args:
        documents: The documents; those without a tool tell nothing here.
        sentences: The sentences of these.
    """
    tool_of = {document.id: document.tool for document in documents}
    said: dict[str, _Who] = defaultdict(lambda: defaultdict(set))
    for sentence in sentences:
        if sentence.fate is SentenceFate.USED and tool_of.get(sentence.document):
            who = said[tool_of[sentence.document]]
            who[sentence.kind, ""].add(sentence.person)
            who[sentence.kind, sentence.aspect].add(sentence.person)
    found: list[Liking] = []
    for tool, people in sorted(_people(documents).items()):
        found += _of_tool(tool, people, said[tool], _groups(documents, tool))
    return tuple(found)


def share_of(k: int, n: int) -> VoicesShare:
    """Return a share of people with Wilson's interval.

    Example:
        >>> share = share_of(31, 412)
        >>> round(share.low, 3), round(share.high, 3)
        (0.054, 0.105)
    """
    interval = wilson_interval(k, n)
    return VoicesShare(k, n, interval.low, interval.high)


def _people(documents: Sequence[VoiceDocument]) -> dict[str, set[str]]:
    people: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        if document.tool:
            people[document.tool].add(document.person)
    return people


def _groups(documents: Sequence[VoiceDocument], tool: str) -> dict[tuple[str, str], set[str]]:
    """Return the people of a tool by attribute and value; a person of two values is in neither."""
    values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for document in documents:
        if document.tool == tool:
            for name, value in document.attributes:
                values[name][document.person].add(value)
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, of_person in values.items():
        if len(set().union(*of_person.values())) <= _MOST_GROUPS:
            for person, own in of_person.items():
                if len(own) == 1 and (value := next(iter(own))):
                    found[name, value].add(person)
    return found


def _of_tool(tool: str, people: set[str], said: _Who, groups: Mapping[tuple[str, str], set[str]]) -> Iterator[Liking]:
    aspects = sorted({aspect for _, aspect in said})
    if len(people) < FEWEST_IN_CELL:
        return
    for aspect in aspects:
        yield _cell(tool, ("", ""), aspect, (people, set()), said)
    for group, inside in sorted(groups.items()):
        others = people - inside
        if min(len(inside), len(others)) >= FEWEST_IN_CELL:
            for aspect in aspects:
                yield _cell(tool, group, aspect, (inside, others), said)


def _cell(tool: str, group: tuple[str, str], aspect: str, people: tuple[set[str], set[str]], said: _Who) -> Liking:
    inside, others = people
    kinds = (SentenceKind.PRAISE, SentenceKind.PAIN, SentenceKind.WISH)
    who = [said.get((kind, aspect), set[str]()) for kind in kinds]
    loved, hated, wished = (share_of(len(inside & one), len(inside)) for one in who)
    gaps: list[tuple[float, float, float] | None] = [None, None]
    if others:
        for place, own in enumerate((loved, hated)):
            gap = newcombe_interval(own.k, own.n, len(others & who[place]), len(others))
            gaps[place] = (gap.estimate, gap.low, gap.high)
    return Liking(tool, *group, aspect, loved, hated, wished, *gaps)
