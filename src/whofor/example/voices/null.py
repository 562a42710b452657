"""Deals authors, tools or ratings out anew among the reviews, so that nothing is shared by anybody."""

from __future__ import annotations

from dataclasses import replace

from whofor.errors import Sentence, UsageError
from whofor.example.draws import Draws
from whofor.example.voices.corpus import MarketCorpus, Shuffle
from whofor.example.voices.reviews import MadeReview

__all__ = ["shuffle_voices"]


def shuffle_voices(corpus: MarketCorpus, seed: int, what: Shuffle) -> MarketCorpus:
    """Return the corpus with one thing moved between its reviews at random; all else is as it was.

    Reviews move within their site, as each has facts of its own; copies stay copies of what they copy.

    Args:
        corpus: A corpus made by `generate_market`.
        seed: Seed of the shuffle, 0 or more.
        what: What is dealt out anew.

    Raises:
        UsageError: The seed is negative.

    Example:
        >>> from whofor.example.voices import generate_market, market_truth
        >>> shuffled = shuffle_voices(generate_market(1, n_reviews=60), 1, Shuffle.RATINGS)
        >>> market_truth(shuffled).haters is None
        True
    """
    if seed < 0:
        raise UsageError(Sentence("the seed of the shuffle must be 0 or more, not {seed}", seed=seed))
    draws = Draws(seed, 106)
    dealt: dict[int, MadeReview] = {}
    for site in sorted({review.by.site for review in corpus.reviews}):
        members = [review for review in corpus.reviews if review.by.site is site and not review.copy_of]
        for taker, place in zip(members, draws.order(len(members)).tolist(), strict=True):
            dealt[taker.number] = _with(taker, members[place], what)
    reviews: list[MadeReview] = []
    for review in corpus.reviews:
        original = dealt[review.copy_of or review.number]
        if review.copy_of:
            person = replace(original.by.person, name=review.by.person.name)
            original = replace(
                original, number=review.number, copy_of=review.copy_of, by=replace(original.by, person=person), reply=""
            )
        reviews.append(original)
    return replace(corpus, reviews=tuple(reviews), shuffled=corpus.shuffled | {what})


def _with(taker: MadeReview, giver: MadeReview, what: Shuffle) -> MadeReview:
    """Return a review with the author, the tool or the stars of another."""
    if what is Shuffle.RATINGS:
        return replace(taker, stars=giver.stars)
    if what is Shuffle.TOOLS:
        return replace(taker, by=replace(taker.by, tool=giver.by.tool))
    by = replace(taker.by, person=giver.by.person, group=giver.by.group, tenure=giver.by.tenure)
    return replace(taker, by=by)
