"""From documents to pains: a planted one is found, the order of documents changes nothing, counts are people."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from pathlib import Path

import pytest

from made_pain import TYPED_AGAIN
from made_said import letters, review
from whofor.intake.normalise.embedder import can_embed, vectors_of
from whofor.model.pains import SentenceFate, SentenceKind, VoiceAnswer, Voices
from whofor.model.voice import VoiceDocument
from whofor.research.pains.pains import PainOptions, pains_of
from whofor.research.pains.telling import Teller, learn_teller

LABELS = Path(__file__).parents[3] / "benchmarks" / "data" / "sentences.csv"
needs_embedder = pytest.mark.skipif(not can_embed(), reason="needs the optional embedder: whofor[text]")


@pytest.fixture(scope="module")
def teller() -> Teller:
    return learn_teller(letters)


@pytest.fixture(scope="module")
def meaning() -> Teller:
    if not can_embed():
        pytest.skip("needs the optional embedder: whofor[text]")
    return learn_teller(vectors_of)


def four_hundred(seed: int) -> list[VoiceDocument]:
    """Reviews by 400 people, thirty of whom say one pain in words of their own."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["lang"] == "en"]
    told = {
        kind: [row["text"] for row in rows if row["kind"] == kind] for kind in ("pain", "praise", "wish", "neutral")
    }
    rng = random.Random(seed)
    documents: list[VoiceDocument] = []
    for number in range(400):
        cons = rng.choice(told[rng.choice(("pain", "pain", "wish", "neutral"))])
        if number < len(TYPED_AGAIN):
            cons = f"{TYPED_AGAIN[number]} {cons}" if number % 3 else TYPED_AGAIN[number]
        documents.append(review(number, pros=rng.choice(told["praise"]), cons=cons, stars=float(rng.randint(2, 5))))
    rng.shuffle(documents)
    return documents


@needs_embedder
@pytest.mark.parametrize("seed", [0, 1])
def test_a_planted_pain_is_found_and_named_by_one_who_says_it(meaning: Teller, seed: int) -> None:
    found = pains_of(four_hundred(seed), meaning)
    assert found.answer is VoiceAnswer.PAINS
    planted = set(TYPED_AGAIN)
    of_pain = [
        len({found.sentences[i].person for i in p.sentences if found.sentences[i].text in planted}) for p in found.pains
    ]
    best = of_pain.index(max(of_pain))
    assert of_pain[best] >= 24
    pain = found.pains[best]
    assert found.sentences[pain.name].text in planted
    assert pain.is_firm
    assert pain.people.n == 400
    assert of_pain[best] >= 0.8 * pain.people.k


def few_words(people: int = 60) -> list[VoiceDocument]:
    """Reviews of few words, which even an embedder of letters tells apart."""
    documents: list[VoiceDocument] = []
    for number in range(people):
        when = ("Monday", "week", "morning", "time", "day")[number % 5]
        if number % 3 == 0:
            cons = f"The slow exports fail every {when} and I lost hours."
            documents.append(review(number, cons=cons, stars=2.0, role="ops"))
        elif number % 3 == 1:
            pros = f"The exports are great and fast every {when}."
            documents.append(review(number, pros=pros, cons="No complaints.", stars=5.0, role="it"))
        else:
            documents.append(review(number, body=f"I closed my account on day {number}. Terrible prices!", stars=1.0))
    return documents


def test_order_of_documents_changes_nothing(teller: Teller) -> None:
    documents = few_words()
    first = pains_of(documents, teller)
    for seed in range(10):
        random.Random(seed).shuffle(documents)
        assert repr(pains_of(documents, teller)) == repr(first)


@needs_embedder
def test_nor_with_vectors_of_meaning(meaning: Teller) -> None:
    documents = four_hundred(2)[:60]
    first = pains_of(documents, meaning)
    random.Random(0).shuffle(documents)
    assert repr(pains_of(documents, meaning)) == repr(first)


def test_quotes_are_parts_of_what_was_said(teller: Teller) -> None:
    documents = few_words()
    found = pains_of(documents, teller)
    by_id = {document.id: document for document in documents}
    assert found.sentences
    for one in found.sentences:
        assert by_id[one.document].parts[one.part].text[one.start : one.end] == one.text
        assert (one.chances == ()) == (
            one.fate in (SentenceFate.FILLER, SentenceFate.DUPLICATE, SentenceFate.OTHER_LANGUAGE)
        )


def test_what_is_said_is_told_and_counted(teller: Teller) -> None:
    found = pains_of(few_words(), teller)
    slow = next(pain for pain in found.pains if "slow exports" in found.sentences[pain.name].text)
    assert (slow.people.k, slow.people.n) == (20, 60)
    assert slow.is_firm
    assert slow.criticality.parts.cost > 0.5  # hours are lost
    assert slow.criticality.ci_low < slow.criticality.value < slow.criticality.ci_high
    assert {found.sentences[i].kind for i in slow.counter} <= {SentenceKind.PRAISE}
    dear = next(pain for pain in found.pains if "prices" in found.sentences[pain.name].text)
    assert dear.criticality.parts.churn > 0.5  # accounts are closed, said elsewhere in the review
    assert dear.criticality.parts.low > slow.criticality.parts.low - 1e-9
    assert [pain.id for pain in found.pains] == [f"P{i:02d}" for i in range(1, len(found.pains) + 1)]
    placed = {i for pain in found.pains for i in pain.sentences} | set(found.said_once)
    assert placed == {i for i, one in enumerate(found.sentences) if one.is_need}


def test_ten_posts_by_one_author_count_once(teller: Teller) -> None:
    documents = few_words()
    loud = [replace(documents[0], id=f"again {i}", parts=few_words(31)[3 * (i % 5)].parts) for i in range(10)]
    before, after = pains_of(documents, teller), pains_of([*documents, *loud], teller)
    slow = [
        next(pain for pain in found.pains if "slow exports" in found.sentences[pain.name].text)
        for found in (before, after)
    ]
    assert slow[0].people == slow[1].people
    assert before.people == after.people == 60


def test_too_few_people_is_an_answer(teller: Teller) -> None:
    assert pains_of(few_words(20), teller).answer is VoiceAnswer.NOT_ENOUGH_PEOPLE
    assert pains_of([], teller) == Voices(VoiceAnswer.NOT_ENOUGH_PEOPLE, 0, (), (), (), (), ())
    nothing = [review(i, body="No complaints.") for i in range(40)]
    found = pains_of(nothing, teller)
    assert found.answer is VoiceAnswer.NO_FIRM_PAIN
    assert {one.fate for one in found.sentences} == {SentenceFate.FILLER}


def test_other_languages_are_set_apart(teller: Teller) -> None:
    documents = [replace(one, language="pt") if i % 2 else one for i, one in enumerate(few_words())]
    found = pains_of(documents, teller, PainOptions(languages=("en",)))
    (read,) = found.read
    assert dict(read.by_fate)[SentenceFate.OTHER_LANGUAGE] > 0
    assert read.sentences == sum(n for _, n in read.by_fate) == len(found.sentences)
