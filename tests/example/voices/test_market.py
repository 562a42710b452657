from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_corpus import Made
from whofor.errors import UsageError
from whofor.example.voices import PlantedVoices, generate_market, market_files, market_truth
from whofor.example.voices.cast import quota
from whofor.example.voices.wordings import table


def test_the_same_seed_gives_the_same_bytes(made: Made) -> None:
    again = generate_market(1, language=made.corpus.language)
    assert again == made.corpus
    assert market_files(again) == made.files
    assert list(market_files(again)) == list(made.files)


def test_another_seed_gives_other_people_and_texts(made: Made) -> None:
    other = market_files(generate_market(2, language=made.corpus.language))
    pages = {path for path in made.files if path.startswith(("competitors/", "offer/"))}
    same = {path for path in made.files if other.get(path) == made.files[path]}
    # Only what depends on no draw is the same: pages, channels, and the day on which all joined.
    assert pages | {"chat/channels.json"} < same
    assert len(same - pages) <= 2


def test_no_two_people_have_one_name(made: Made) -> None:
    corpus = made.corpus
    names = [review.by.person.name for review in corpus.reviews]
    names += [person.name for person in corpus.chat.people]
    names += [post.author for post in corpus.posts if not post.gone]
    names += [interview.person.name for interview in corpus.interviews]
    assert [name for name, n in Counter(names).items() if n > 1] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"seed": -1}, "seed of the example must be 0 or more, not -1"),
        ({"seed": 1, "n_reviews": 0}, "at least one review, not 0"),
        ({"seed": 1, "language": "de"}, "must be en or fr, not de"),
    ],
)
def test_what_cannot_be_made_is_said(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        generate_market(**arguments)


def test_shares_are_shares() -> None:
    with pytest.raises(UsageError, match="kept_share must be a share from 0 to 1"):
        PlantedVoices(kept_share=1.2)


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000), n=st.integers(1, 40), language=st.sampled_from(["en", "fr"]))
def test_any_size_can_be_made_and_its_sentences_stand_in_its_files(seed: int, n: int, language: str) -> None:
    corpus = generate_market(seed, language=language, n_reviews=n)
    truth, files = market_truth(corpus), market_files(corpus)
    assert sum(not review.copy_of for review in corpus.reviews) == n
    assert {sentence.file for sentence in truth.sentences} <= set(files)
    assert len(truth.pains) == 8


@given(st.integers(0, 500), st.lists(st.floats(0.0, 100.0), min_size=1, max_size=9))
def test_quotas_add_up_and_are_near_their_shares(n: int, weights: list[float]) -> None:
    counts = quota(n, weights)
    total = sum(weights)
    if total > 0:
        assert sum(counts) == n
        assert all(abs(count - n * weight / total) < 1 + 1e-9 for count, weight in zip(counts, weights, strict=True))


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_shares_of_nobody_and_of_everybody_are_kept(share: float) -> None:
    corpus = generate_market(4, PlantedVoices(said_by_group=share, said_elsewhere=0.0, private_complaint_share=share))
    said = [
        any(s.topic == "approval_wait" for _, sentences in review.said for s in sentences)
        for review in corpus.reviews
        if review.by.group == "fintech"
    ]
    assert len(said) > 30
    assert set(said) == {share == 1.0}
    assert len(corpus.chat.complaining) == share * len(corpus.chat.people)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_as_many_complaints_as_asked_are_in_plain_words(share: float) -> None:
    corpus = generate_market(4, PlantedVoices(plain_share=share))
    plain = {text for entry in table("pains_en").values() for text in entry["plain"]}
    plain |= {text for entry in table("pains_fr").values() for text in entry["plain"]}
    for pain in market_truth(corpus).pains:
        said = [s.text for review in corpus.reviews if not review.copy_of for s in review.hate if s.topic == pain.key]
        assert abs(sum(text in plain for text in said) - share * len(said)) <= 0.5
