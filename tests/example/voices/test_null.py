from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

from made_corpus import Made, make
from whofor.errors import UsageError
from whofor.example.voices import MarketCorpus, Shuffle, market_files, market_truth, shuffle_voices
from whofor.example.voices.reviews import MadeReview

SEEDS = 60


def facts(review: MadeReview, what: Shuffle) -> Any:
    by = review.by
    return {
        Shuffle.AUTHORS: (by.person, by.group, by.tenure),
        Shuffle.TOOLS: by.tool,
        Shuffle.RATINGS: review.stars,
    }[what]


def originals(corpus: MarketCorpus) -> list[MadeReview]:
    return sorted((review for review in corpus.reviews if not review.copy_of), key=lambda review: review.number)


@pytest.mark.parametrize("what", list(Shuffle))
def test_one_thing_moves_and_all_else_stays(made: Made, what: Shuffle) -> None:
    before, after = originals(made.corpus), originals(shuffle_voices(made.corpus, 1, what))
    for kind in Shuffle:
        pairs = [(facts(one, kind), facts(other, kind)) for one, other in zip(before, after, strict=True)]
        assert Counter(one for one, _ in pairs) == Counter(other for _, other in pairs)
        assert (sum(one == other for one, other in pairs) == len(pairs)) == (kind is not what)
    assert [review.said for review in before] == [review.said for review in after]
    assert [review.by.site for review in before] == [review.by.site for review in after]
    assert [review.by.day for review in before] == [review.by.day for review in after]


@pytest.mark.parametrize("what", list(Shuffle))
def test_copies_stay_copies(made: Made, what: Shuffle) -> None:
    shuffled = shuffle_voices(made.corpus, 1, what)
    by_number = {review.number: review for review in shuffled.reviews}
    copies = [review for review in shuffled.reviews if review.copy_of]
    assert len(copies) == 6
    for copy in copies:
        original = by_number[copy.copy_of]
        assert copy.said == original.said
        assert (copy.stars, copy.by.tool, copy.by.person.sector) == (
            original.stars,
            original.by.tool,
            original.by.person.sector,
        )
        assert copy.by.person.name != original.by.person.name


def test_the_same_seed_gives_the_same_bytes_and_nothing_but_reviews_moves(made: Made) -> None:
    shuffled = market_files(shuffle_voices(made.corpus, 5, Shuffle.RATINGS))
    assert shuffled == market_files(shuffle_voices(made.corpus, 5, Shuffle.RATINGS))
    moved = {path for path in made.files if shuffled[path] != made.files[path]}
    assert moved <= {path for path in made.files if path.startswith("reviews/")}
    assert "reviews/g2_reviews.csv" in moved


def test_nothing_is_shared_after_a_shuffle() -> None:
    corpus = make(2).corpus
    says: list[tuple[float, float]] = []
    hates: list[tuple[float, float]] = []
    for seed in range(SEEDS):
        known = [r for r in originals(shuffle_voices(corpus, seed, Shuffle.AUTHORS)) if r.by.group]
        fintech = [review for review in known if review.by.group == "fintech"]
        says.append((share_saying(fintech, "approval_wait"), share_saying(known, "approval_wait")))
        rated = originals(shuffle_voices(corpus, seed, Shuffle.RATINGS))
        new = [review for review in rated if review.by.is_small_and_new]
        hates.append((np.mean([r.stars <= 2 for r in new]), np.mean([r.stars <= 2 for r in rated])))
    for pairs in (says, hates):
        inside, everybody = np.mean(pairs, axis=0)
        assert abs(inside - everybody) < 0.04
        assert np.std([one for one, _ in pairs]) > 0.01


def share_saying(reviews: list[MadeReview], key: str) -> float:
    return float(np.mean([any(s.topic == key for _, part in review.said for s in part) for review in reviews]))


def test_the_truth_knows_what_was_shuffled(made: Made) -> None:
    authors = market_truth(shuffle_voices(made.corpus, 1, Shuffle.AUTHORS))
    assert authors.haters is None
    assert {pain.sectors + pain.sizes for pain in authors.pains} == {()}
    tools = market_truth(shuffle_voices(made.corpus, 1, Shuffle.TOOLS))
    assert (tools.haters, tools.switches) == (None, ())
    ratings = market_truth(shuffle_voices(made.corpus, 1, Shuffle.RATINGS))
    assert ratings.haters is None
    assert ratings.pains == made.truth.pains


def test_a_negative_seed_is_refused(made: Made) -> None:
    with pytest.raises(UsageError, match="seed of the shuffle must be 0 or more, not -3"):
        shuffle_voices(made.corpus, -3, Shuffle.TOOLS)
