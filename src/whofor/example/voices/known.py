"""Values of what is true of a made corpus: sentences, pains, what is shared, open and broken."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whofor.example.voices.said import Said

__all__ = [
    "GapState",
    "MarketTruth",
    "OfferState",
    "PlantedContradiction",
    "PlantedGap",
    "PlantedHaters",
    "PlantedHypothesis",
    "PlantedPain",
    "PlantedSentence",
    "PlantedSwitch",
]


@dataclass(frozen=True, slots=True)
class PlantedSentence:
    """One sentence of the corpus, where it stands and what is true of it.

    Attributes:
        said: The sentence.
        file: Path of its file.
        place: What tells its document apart there: the row of a table, the first being 1; the `ts` of a message; the
            number of a post; the number of a turn, the first being 1.
        part: Part of a review in which it stands, as `hate`; empty elsewhere.
        person: Name of who says it.
        tool: The tool that it is about; empty where none is told.
        copied: Whether it stands in a copy of another review.
    """

    said: Said
    file: str
    place: str
    part: str
    person: str
    tool: str = ""
    copied: bool = False


@dataclass(frozen=True, slots=True)
class PlantedPain:
    """One pain and who says it; copies count for nobody.

    Attributes:
        key: Its key, as `approval_wait`.
        aspect: What it is about.
        sectors: Sectors that have it more than others, two where the same pain is planted in two; none where it is
            no matter of sector.
        sizes: Sizes of companies that do.
        people: Names of all who say it, in the order of the alphabet.
        documents: File and place of each document that says it.
    """

    key: str
    aspect: str
    sectors: tuple[str, ...]
    sizes: tuple[str, ...]
    people: tuple[str, ...]
    documents: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PlantedHaters:
    """What haters share; a hater gives two stars or less.

    Attributes:
        tool: The tool.
        size: Size of their company.
        tenure: How long they have used it.
        haters: Names of those who share all three and hate it, in the order of the alphabet.
        of: How many share all three.
        other_haters: How many of all others hate their tool.
        of_others: How many others there are.
    """

    tool: str
    size: str
    tenure: str
    haters: tuple[str, ...]
    of: int
    other_haters: int
    of_others: int


class GapState(StrEnum):
    """What becomes of a pain at a tool.

    `OPEN`: people complain, the vendor claims nothing. `BROKEN`: it claims to solve it, and people complain. `KEPT`: it
    claims so, and as many praise it as complain. `UNKNOWN`: fewer than five people speak of it.
    """

    OPEN = "open"
    BROKEN = "broken"
    KEPT = "kept"
    UNKNOWN = "unknown"


class OfferState(StrEnum):
    """What one's own offer does about a pain: `PROVED` by a case study, `CLAIMED` without, or `UNANSWERED`."""

    PROVED = "proved"
    CLAIMED = "claimed"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class PlantedGap:
    """A pain and a competitor whose pages are known.

    Attributes:
        pain: Key of the pain.
        tool: The competitor.
        claim: The claim that promises to solve it; empty where there is none.
        complaining: Number of its reviewers who complain of it.
        praising: Number of them who say the contrary.
        state: What follows.
    """

    pain: str
    tool: str
    claim: str
    complaining: int
    praising: int
    state: GapState


@dataclass(frozen=True, slots=True)
class PlantedSwitch:
    """A way from tool to tool.

    Attributes:
        left: The tool that was left.
        chosen: The tool that was chosen.
        reason: Key of the pain for which it was left.
        people: Names of those who tell it.
    """

    left: str
    chosen: str
    reason: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlantedContradiction:
    """What is praised in public and complained of in private.

    Attributes:
        tool: The tool.
        pain: Key of the pain.
        public_praise: Number of its reviewers who say the contrary of the pain.
        public_complaints: Number of them who complain of it.
        private_complaints: Number of people in the chat who complain of it.
        private_people: Number of people in the chat.
    """

    tool: str
    pain: str
    public_praise: int
    public_complaints: int
    private_complaints: int
    private_people: int


@dataclass(frozen=True, slots=True)
class PlantedHypothesis:
    """What one may believe after reading, and how the deals of the example end for it.

    Attributes:
        pain: Key of the pain.
        claim: Who has it, as a claim on deals.
        ends: `true`: these sign more often than others; `false`: less often; `open`: too few of them to tell.
    """

    pain: str
    claim: str
    ends: str


@dataclass(frozen=True, slots=True)
class MarketTruth:
    """All that is true of a corpus, in the order of keys and files.

    Attributes:
        sentences: Every sentence that somebody says; pages of vendors hold `claims`, see `MadeSite`.
        pains: The pains.
        haters: What haters share; `None` where nothing is planted.
        gaps: Pains at the competitors whose pages are known.
        uncovered: Keys of the pains that no competitor claims to solve.
        offer: What one's own offer does about each pain: pairs of key and state.
        switches: Ways from tool to tool.
        contradiction: Public against private talk.
        hypotheses: What one may believe, and how it ends.
        copies: Pairs of file and row of a copy, and of its original.
        promotions: File and place of each post by somebody who sells.
    """

    sentences: tuple[PlantedSentence, ...]
    pains: tuple[PlantedPain, ...]
    haters: PlantedHaters | None
    gaps: tuple[PlantedGap, ...]
    uncovered: tuple[str, ...]
    offer: tuple[tuple[str, OfferState], ...]
    switches: tuple[PlantedSwitch, ...]
    contradiction: PlantedContradiction
    hypotheses: tuple[PlantedHypothesis, ...]
    copies: tuple[tuple[tuple[str, int], tuple[str, int]], ...]
    promotions: tuple[tuple[str, str], ...]
