"""Pains are named by what somebody said."""

from __future__ import annotations

import numpy as np

from whofor.model.pains import SaidSentence, SentenceFate, SentenceKind
from whofor.research.pains.naming import named, telling_words

PAIN, WISH = SentenceKind.PAIN, SentenceKind.WISH


def said(text: str, kind: SentenceKind = PAIN) -> SaidSentence:
    return SaidSentence("d", 0, 0, len(text), text, "p", "en", SentenceFate.USED, kind)


def around(*angles: float) -> np.ndarray:
    return np.column_stack([np.cos(angles), np.sin(angles)])


def test_the_most_central_fit_quote_names() -> None:
    sentences = [
        said("Slow"),  # too short to stand for others
        said("The exports are slow on every Monday"),
        said("I wish the exports were much faster", WISH),  # not of the kind of most
        said("Exports of person-12 take a very long time"),  # names somebody
        said("Our exports take far too long to finish"),
    ]
    vectors = around(0.0, 0.3, 0.0, 0.01, -0.6)
    found = named(sentences, vectors, np.arange(5))
    assert found.name == 1
    assert set(found.order) == set(range(5))
    assert found.order[0] in (0, 2, 3)


def test_the_range_is_shown_by_the_two_furthest() -> None:
    sentences = [said(f"This is the quote with number {i} of them") for i in range(5)]
    found = named(sentences, around(0.0, -0.9, 0.1, 0.9, 0.2), np.arange(5))
    assert found.name in (0, 2)
    assert sorted(found.range_quotes) == [1, 3]


def test_one_person_who_says_much_does_not_move_the_middle() -> None:
    sentences = [said(f"This is the quote with number {i} of them") for i in range(6)]
    vectors = around(1.0, 1.0, 1.0, 1.0, 0.0, -0.1)
    assert named(sentences, vectors, np.array([0, 0, 0, 0, 1, 2])).name == 4


def test_where_none_is_fit_the_most_central_names() -> None:
    assert named([said("Slow"), said("Very slow"), said("So slow")], around(0.0, 0.1, 0.2), np.arange(3)).name == 1


def test_words_that_all_groups_share_tell_nothing() -> None:
    words = telling_words([["the export fails", "the export is slow"], ["the price of the seats", "the price"]])
    assert words[0][0] == "export"
    assert words[1][0] == "price"
