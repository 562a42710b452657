"""What is told of what people say: sentences with their kinds, and pains with who says them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whofor.model.voice import SourceKind

__all__ = [
    "OTHER_ASPECT",
    "Criticality",
    "Liking",
    "Pain",
    "PainParts",
    "SaidSentence",
    "SentenceFact",
    "SentenceFate",
    "SentenceKind",
    "SourceRead",
    "VoiceAnswer",
    "Voices",
    "VoicesShare",
]

OTHER_ASPECT = "other"
"""Aspect of sentences that are about none of those that are known."""


class SentenceKind(StrEnum):
    """What a sentence says of what it is about.

    `PAIN`: something is wrong or lacking. `PRAISE`: something is good. `WISH`: something is asked for. `NEUTRAL`:
    neither. `UNCLEAR`: no kind is likely enough.
    """

    PAIN = "pain"
    PRAISE = "praise"
    WISH = "wish"
    NEUTRAL = "neutral"
    UNCLEAR = "unclear"


class SentenceFate(StrEnum):
    """What became of a sentence that was read.

    `USED`; `UNCLEAR`: its kind could not be told, or it is too short to mean anything; `FILLER`: it says that there is
    nothing to say; `DUPLICATE`: it was said before in the same text; `OTHER_LANGUAGE`: it is in
    none of the languages that are read.
    """

    USED = "used"
    UNCLEAR = "unclear"
    FILLER = "filler"
    DUPLICATE = "duplicate"
    OTHER_LANGUAGE = "other_language"


class SentenceFact(StrEnum):
    """Facts that a sentence tells by its words.

    `COST`: money or working time that is lost, spent or saved. `CHURN`: somebody leaves, replaces, or advises against.
    `NUMBER`: a number with its unit.
    """

    COST = "cost"
    CHURN = "churn"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class SaidSentence:
    """One sentence that somebody said.

    Attributes:
        document: Id of its document.
        part: Place of its part in the document, from 0.
        start: Place of its first character in the text of the part.
        end: Place behind its last one.
        text: The sentence itself: `parts[part].text[start:end]` of the document.
        person: Who says it: the author, else the document.
        language: Its language, as `fr`; empty where it could not be told.
        fate: What became of it; all below is empty where it was not used, but for sentences that are unclear.
        kind: What it says.
        chances: Probability of pain, praise, wish and neutral, with where it was said.
        text_chances: The same by the text alone.
        aspect: What it is about; see `whofor.research.pains.aspects`.
        aspect_share: Share of the votes that the aspect has, 0 to 1.
        facts: Facts that it tells.
    """

    document: str
    part: int
    start: int
    end: int
    text: str
    person: str
    language: str
    fate: SentenceFate
    kind: SentenceKind = SentenceKind.NEUTRAL
    chances: tuple[float, ...] = ()
    text_chances: tuple[float, ...] = ()
    aspect: str = OTHER_ASPECT
    aspect_share: float = 0.0
    facts: tuple[SentenceFact, ...] = ()

    @property
    def is_need(self) -> bool:
        """Whether it is used and says a pain or a wish."""
        return self.fate is SentenceFate.USED and self.kind in (SentenceKind.PAIN, SentenceKind.WISH)


@dataclass(frozen=True, slots=True)
class VoicesShare:
    """A share of people with its 95 % interval.

    Attributes:
        k: People who do.
        n: People asked.
        low: Lower end, Wilson's.
        high: Upper end.
    """

    k: int
    n: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Share of the people, 0 to 1."""
        return self.k / self.n


@dataclass(frozen=True, slots=True)
class SourceRead:
    """What was read of one source; its sentences are the sum of those by fate.

    Attributes:
        source: Its name.
        kind: Its kind.
        documents: Number of documents.
        people: Number of people; documents where authors are not known.
        has_authors: Whether each document names its author, so that people are people.
        sentences: Number of sentences.
        by_fate: How many of them had each fate, in the order of `SentenceFate`.
    """

    source: str
    kind: SourceKind
    documents: int
    people: int
    has_authors: bool
    sentences: int
    by_fate: tuple[tuple[SentenceFate, int], ...]


@dataclass(frozen=True, slots=True)
class PainParts:
    """What the criticality of a pain is made of; shares from 0 to 1 of the people who say it, shrunk to their source's.

    Attributes:
        reach: Share of the people of its sources who say it.
        cost: Share of those who name money or working time with it.
        churn: Share of those who name leaving, replacing or advising against.
        low: Share of those who give two stars or fewer.
    """

    reach: float
    cost: float
    churn: float
    low: float


@dataclass(frozen=True, slots=True)
class Criticality:
    """How critical a pain is, with what it is made of.

    Attributes:
        value: 0 to 100.
        ci_low: Lower end of its 95 % interval, by drawing people again.
        ci_high: Upper end.
        parts: Its parts.
        top_share: How often, over random weights of the parts, it is among the five most critical.
    """

    value: float
    ci_low: float
    ci_high: float
    parts: PainParts
    top_share: float


@dataclass(frozen=True, slots=True)
class Pain:
    """A pain: a group of people who say the same in their own words.

    Attributes:
        id: `P01` for the most critical one.
        aspect: What it is about.
        name: Place of the sentence that names it, its most central quote.
        range_quotes: Places of two further sentences of it, as far from each other as they come.
        sentences: Places of all its sentences among those read, the most central first.
        people: How many people say it, of those of its sources.
        sources: Names of the sources that hold it.
        counter: Places of sentences that praise the same.
        counter_people: How many people say those.
        stability: How well it is found again when a fifth of the people are left out, 0 to 1.
        is_firm: Whether it is found again well enough to be ranked; loose ones come after the firm.
        criticality: How critical it is.
        wish_share: Share of its sentences that are wishes.
        words: Words that set it apart from the others, for small print only.
    """

    id: str
    aspect: str
    name: int
    range_quotes: tuple[int, ...]
    sentences: tuple[int, ...]
    people: VoicesShare
    sources: tuple[str, ...]
    counter: tuple[int, ...]
    counter_people: int
    stability: float
    is_firm: bool
    criticality: Criticality
    wish_share: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Liking:
    """How many of a group of people praise, or complain of, an aspect of a tool, beside its other people.

    Attributes:
        tool: The tool.
        attribute: Attribute of people that makes the group, as `role`; empty for all people of the tool.
        group: Its value.
        aspect: The aspect; empty for all.
        loved: People of the group who praise it.
        hated: People of the group who say a pain of it.
        wished: People of the group who wish for something.
        love_gap: Difference of the share who praise to that of the tool's other people, with Newcombe's interval;
            `None` for all people.
        hate_gap: The same of the share who say a pain.
    """

    tool: str
    attribute: str
    group: str
    aspect: str
    loved: VoicesShare
    hated: VoicesShare
    wished: VoicesShare
    love_gap: tuple[float, float, float] | None
    hate_gap: tuple[float, float, float] | None


class VoiceAnswer(StrEnum):
    """What was found.

    `PAINS`: pains that are found again when people are left out; `NO_FIRM_PAIN`: none is; `NOT_ENOUGH_PEOPLE`: too few
    people for a ranking.
    """

    PAINS = "pains"
    NO_FIRM_PAIN = "no_firm_pain"
    NOT_ENOUGH_PEOPLE = "not_enough_people"


@dataclass(frozen=True, slots=True)
class Voices:
    """What people say, and what is told of it; the same for any order of the documents.

    Attributes:
        answer: What was found.
        people: Number of people.
        read: What was read, by source.
        sentences: All sentences, in order of document, part and place.
        pains: Pains, firm ones first, the most critical first.
        said_once: Places of pains and wishes that fewer than three people share.
        likings: Who praises and complains of what, by tool and group; cells of fewer than eight people are left out.
    """

    answer: VoiceAnswer
    people: int
    read: tuple[SourceRead, ...]
    sentences: tuple[SaidSentence, ...]
    pains: tuple[Pain, ...]
    said_once: tuple[int, ...]
    likings: tuple[Liking, ...]
