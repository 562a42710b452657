"""Who loves and hates what, by hand."""

from __future__ import annotations

import pytest

from made_said import review
from whofor.model.pains import Liking, SaidSentence, SentenceFate, SentenceKind
from whofor.model.voice import VoiceDocument
from whofor.research.pains.likings import likings_of
from whofor.stats.intervals import newcombe_interval


def says(document: VoiceDocument, kind: SentenceKind, aspect: str = "price") -> SaidSentence:
    return SaidSentence(document.id, 0, 0, 1, "x", document.person, "en", SentenceFate.USED, kind, aspect=aspect)


def cell(found: tuple[Liking, ...], group: str, aspect: str) -> Liking:
    (one,) = [liking for liking in found if (liking.group, liking.aspect) == (group, aspect)]
    return one


def test_shares_are_of_people_beside_the_others_of_the_tool() -> None:
    documents = [review(i, body="x", role="ops" if i < 10 else "it") for i in range(30)]
    sentences = [says(documents[i], SentenceKind.PAIN) for i in (0, 0, 1, 2, 3, 12)]
    sentences += [says(documents[i], SentenceKind.PRAISE, "ease") for i in range(10, 25)]
    found = likings_of(documents, sentences)
    hated = cell(found, "ops", "price")
    assert (hated.hated.k, hated.hated.n) == (4, 10)
    gap = newcombe_interval(4, 10, 1, 20)
    assert hated.hate_gap == pytest.approx((gap.estimate, gap.low, gap.high))
    assert cell(found, "it", "ease").loved.k == 15
    whole = cell(found, "", "price")
    assert (whole.hated.k, whole.hated.n, whole.hate_gap) == (5, 30, None)


def test_small_cells_and_unknown_tools_are_left_out() -> None:
    few = [review(i, body="x", role="ops" if i < 7 else "it") for i in range(20)]
    found = likings_of(few, [says(few[0], SentenceKind.PAIN)])
    assert {liking.group for liking in found} == {""}
    assert likings_of([review(i, body="x", tool="") for i in range(20)], []) == ()
    assert likings_of(few[:7], [says(few[0], SentenceKind.PAIN)]) == ()


def test_who_has_two_roles_is_in_no_group_and_many_values_make_none() -> None:
    two = [review(i, body="x", role="ops" if i < 10 else "it") for i in range(20)]
    two.append(
        VoiceDocument("z", "reviews", two[0].kind, two[0].parts, "Acme", two[0].author, attributes=(("role", "it"),))
    )
    found = likings_of(two, [says(two[1], SentenceKind.PAIN)])
    assert cell(found, "ops", "price").hated.n == 9
    many = [review(i, body="x", role=f"role {i % 41}") for i in range(41 * 8)]
    assert {liking.group for liking in likings_of(many, [says(many[0], SentenceKind.PAIN)])} == {""}
