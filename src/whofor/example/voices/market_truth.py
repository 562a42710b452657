"""Tells what is true of a made corpus: every sentence with its kind, who says what, what is shared, open and broken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from whofor.example.voices.cast import tools
from whofor.example.voices.corpus import MarketCorpus, Shuffle
from whofor.example.voices.known import (
    GapState,
    MarketTruth,
    OfferState,
    PlantedContradiction,
    PlantedGap,
    PlantedHaters,
    PlantedHypothesis,
    PlantedPain,
    PlantedSentence,
    PlantedSwitch,
)
from whofor.example.voices.planted import HATED_SIZE, HATED_TENURE, HATED_TOOL
from whofor.example.voices.review_files import rows_of
from whofor.example.voices.reviews import TWO_FACED_PAIN, TWO_FACED_PRAISE, TWO_FACED_TOOL, MadeReview
from whofor.example.voices.said import PlantedKind
from whofor.example.voices.sites import OFFER, MadeSite
from whofor.example.voices.wordings import cast_table, table

__all__ = ["market_truth"]

_FEWEST_IN_CELL = 5
"""People who speak of a pain of a tool, below which nothing is said of the two; as in the gap map of research."""
_LOW_STARS = 2.0
"""Stars up to which somebody hates a tool; as in research."""


def market_truth(corpus: MarketCorpus) -> MarketTruth:
    """Return what is true of a corpus; after a shuffle what is shared there no more is gone from it.

    Example:
        >>> from whofor.example.voices import generate_market
        >>> market_truth(generate_market(1, n_reviews=60)).uncovered
        ('approval_wait',)
    """
    sentences = tuple(_sentences(corpus))
    reviews = [review for review in corpus.reviews if not review.copy_of]
    return MarketTruth(
        sentences=sentences,
        pains=tuple(_pain(corpus, sentences, key) for key in cast_table()["pain"]),
        haters=_haters(corpus, reviews),
        gaps=tuple(_gaps(corpus, reviews)),
        uncovered=_uncovered(corpus),
        offer=_offer(corpus),
        switches=tuple(_switches(corpus, reviews)),
        contradiction=_contradiction(corpus, reviews),
        hypotheses=tuple(
            PlantedHypothesis(entry["pain"], entry["claim"], entry["ends"]) for entry in cast_table()["hypothesis"]
        ),
        copies=_copies(corpus),
        promotions=tuple((post.place, str(post.number)) for post in corpus.posts if post.promotion),
    )


def _sentences(corpus: MarketCorpus) -> Iterator[PlantedSentence]:
    for review, path, row in rows_of(corpus.reviews):
        by = review.by
        for part, sentences in review.said:
            for said in sentences:
                # A motive is about the tool that was left.
                tool = review.left if part == "motive" else by.tool
                yield PlantedSentence(said, path, str(row), part, by.person.name, tool, copied=bool(review.copy_of))
    for message in corpus.chat.messages:
        path = f"chat/{message.channel}/{message.day.isoformat()}.json"
        tool = TWO_FACED_TOOL if message.channel == TWO_FACED_TOOL.lower() else ""
        for said in message.said:
            yield PlantedSentence(said, path, message.ts, "", corpus.chat.people[message.user].name, tool)
    for post in corpus.posts:
        for said in (*post.title, *post.said):
            yield PlantedSentence(said, post.place, str(post.number), "", post.author)
    for interview in corpus.interviews:
        for k, turn in enumerate(interview.turns, start=1):
            name = interview.interviewer if turn.asks else interview.person.name
            for said in turn.said:
                yield PlantedSentence(said, interview.path, str(k), "", name)


def _pain(corpus: MarketCorpus, sentences: tuple[PlantedSentence, ...], key: str) -> PlantedPain:
    entry = cast_table()["pain"][key]
    groups = () if Shuffle.AUTHORS in corpus.shuffled else entry["groups"]
    facts = [cast_table()["group"][group] for group in groups]
    found = [s for s in sentences if s.said.kind is PlantedKind.PAIN and s.said.topic == key and not s.copied]
    return PlantedPain(
        key=key,
        aspect=entry["aspect"],
        sectors=tuple(dict.fromkeys(s for fact in facts if not fact.get("any_sector") for s in fact["sectors"])),
        sizes=tuple(dict.fromkeys(size for fact in facts for size in fact["sizes"])),
        people=tuple(sorted({sentence.person for sentence in found})),
        documents=tuple(dict.fromkeys((sentence.file, sentence.place) for sentence in found)),
    )


def _haters(corpus: MarketCorpus, reviews: list[MadeReview]) -> PlantedHaters | None:
    planted = corpus.planted
    if corpus.shuffled or planted.hater_share <= planted.hater_share_elsewhere:
        return None
    inside = [review for review in reviews if review.by.is_small_and_new]
    outside = [review for review in reviews if not review.by.is_small_and_new]
    return PlantedHaters(
        tool=HATED_TOOL,
        size=HATED_SIZE,
        tenure=HATED_TENURE,
        haters=tuple(sorted(review.by.person.name for review in inside if review.stars <= _LOW_STARS)),
        of=len(inside),
        other_haters=sum(review.stars <= _LOW_STARS for review in outside),
        of_others=len(outside),
    )


def _competitors(corpus: MarketCorpus) -> list[MadeSite]:
    return [site for site in corpus.sites if site.folder != OFFER and site.vendor in tools()]


def _gaps(corpus: MarketCorpus, reviews: list[MadeReview]) -> Iterator[PlantedGap]:
    complaining: defaultdict[tuple[str, str], int] = defaultdict(int)
    praising: defaultdict[tuple[str, str], int] = defaultdict(int)
    for review in reviews:
        said = [sentence for part, sentences in review.said if part != "motive" for sentence in sentences]
        for pain in {sentence.topic for sentence in said if sentence.kind is PlantedKind.PAIN}:
            complaining[pain, review.by.tool] += 1
        for pain in {sentence.contrary for sentence in said if sentence.contrary}:
            praising[pain, review.by.tool] += 1
    for key in cast_table()["pain"]:
        for site in _competitors(corpus):
            claim = next((claim.text for claim in site.claims if claim.answers == key), "")
            bad, good = complaining[key, site.vendor], praising[key, site.vendor]
            yield PlantedGap(key, site.vendor, claim, bad, good, _state(claim, bad, good))


def _state(claim: str, bad: int, good: int) -> GapState:
    if bad + good < _FEWEST_IN_CELL:
        return GapState.UNKNOWN
    if not claim:
        return GapState.OPEN
    return GapState.KEPT if good >= bad else GapState.BROKEN


def _uncovered(corpus: MarketCorpus) -> tuple[str, ...]:
    claimed = {claim.answers for site in _competitors(corpus) for claim in site.claims}
    return tuple(key for key in cast_table()["pain"] if key not in claimed)


def _offer(corpus: MarketCorpus) -> tuple[tuple[str, OfferState], ...]:
    own = next(site for site in corpus.sites if site.folder == OFFER)
    claimed = {claim.answers for claim in own.claims}
    return tuple(
        (
            key,
            OfferState.PROVED if key in own.proves else OfferState.CLAIMED if key in claimed else OfferState.UNANSWERED,
        )
        for key in cast_table()["pain"]
    )


def _switches(corpus: MarketCorpus, reviews: list[MadeReview]) -> Iterator[PlantedSwitch]:
    if Shuffle.TOOLS in corpus.shuffled:
        return
    for switch in table("switches")["switch"]:
        way = (switch["left"], switch["chosen"])
        people = sorted(review.by.person.name for review in reviews if (review.left, review.by.tool) == way)
        yield PlantedSwitch(*way, switch["reason"], tuple(people))


def _contradiction(corpus: MarketCorpus, reviews: list[MadeReview]) -> PlantedContradiction:
    of_tool = [review for review in reviews if review.by.tool == TWO_FACED_TOOL]
    topics = [{sentence.topic for _, sentences in review.said for sentence in sentences} for review in of_tool]
    return PlantedContradiction(
        tool=TWO_FACED_TOOL,
        pain=TWO_FACED_PAIN,
        public_praise=sum(TWO_FACED_PRAISE in said for said in topics),
        public_complaints=sum(TWO_FACED_PAIN in said for said in topics),
        private_complaints=len(corpus.chat.complaining),
        private_people=len(corpus.chat.people),
    )


def _copies(corpus: MarketCorpus) -> tuple[tuple[tuple[str, int], tuple[str, int]], ...]:
    where = {review.number: (path, row) for review, path, row in rows_of(corpus.reviews)}
    return tuple(sorted((where[review.number], where[review.copy_of]) for review in corpus.reviews if review.copy_of))
