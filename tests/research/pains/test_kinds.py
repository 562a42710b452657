"""Kinds of sentences, learnt from the packaged ones."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from made_said import letters
from whofor.intake.normalise.embedder import can_embed, vectors_of
from whofor.model.pains import SentenceKind
from whofor.research.pains.cues import cue_names, cue_values
from whofor.research.pains.kinds import KINDS, KindModel, kinds_told, learn_kinds, packaged_sentences
from whofor.text import fold

LABELS = Path(__file__).parents[3] / "benchmarks" / "data" / "sentences.csv"
needs_embedder = pytest.mark.skipif(not can_embed(), reason="needs the optional embedder: whofor[text]")


def labels() -> list[dict[str, str]]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def model() -> KindModel:
    return learn_kinds(packaged_sentences(), letters)


def test_there_are_enough_sentences_of_every_kind_language_and_register() -> None:
    packaged = packaged_sentences()
    assert len(packaged) >= 400
    assert min(Counter((one.kind, one.language) for one in packaged).values()) >= 40
    assert min(Counter((one.kind, one.language, one.register) for one in packaged).values()) >= 5
    assert len({fold(one.text) for one in packaged}) == len(packaged)


def test_no_measured_sentence_is_learnt_from() -> None:
    rows = labels()
    assert len(rows) >= 400
    assert not {fold(row["text"]) for row in rows} & {fold(one.text) for one in packaged_sentences()}
    assert min(Counter((row["lang"], row["kind"]) for row in rows).values()) >= 30


def right(model: KindModel, embed: object, rows: list[dict[str, str]]) -> float:
    texts = [row["text"] for row in rows]
    told = model.chances(texts, embed(texts)).argmax(axis=1)
    return float(np.mean([KINDS[k].value == row["kind"] for k, row in zip(told.tolist(), rows, strict=True)]))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_cues_and_letters_alone_tell_two_of_three(model: KindModel, language: str) -> None:
    assert right(model, letters, [row for row in labels() if row["lang"] == language]) > 0.66


@needs_embedder
@pytest.mark.parametrize("language", ["en", "fr"])
def test_with_meaning_they_tell_three_of_four(language: str) -> None:
    meant = learn_kinds(packaged_sentences(), vectors_of)
    assert right(meant, vectors_of, [row for row in labels() if row["lang"] == language]) > 0.75


def test_all_probabilities_are_kept(model: KindModel) -> None:
    texts = ["It crashes.", "", "🙂", "x" * 5000]
    chances = model.chances(texts, letters(texts))
    assert chances.shape == (4, 4)
    assert chances.sum(axis=1) == pytest.approx(np.ones(4))
    assert model.chances([], letters([])).shape == (0, 4)


def test_what_is_unsure_is_unclear() -> None:
    told = kinds_told(np.array([[0.45, 0.3, 0.15, 0.1], [0.44, 0.3, 0.16, 0.1], [0.0, 0.0, 0.5, 0.5]]))
    assert told == [SentenceKind.PAIN, SentenceKind.UNCLEAR, SentenceKind.WISH]


def test_cues_say_what_they_are_named() -> None:
    values = dict(zip(cue_names(), cue_values(["I don't like it: not good, no bugs though?"])[0].tolist(), strict=True))
    assert values["good"] == 0.0
    assert values["good denied"] == pytest.approx(2 / 3)  # like, good
    assert values["bad denied"] == pytest.approx(1 / 3)  # bugs
    assert values["asks"] == pytest.approx(1 / 3)
    assert values["only good"] == values["only bad"] == 0.0
    assert values["good and bad"] == 1.0
    assert len(set(cue_names())) == len(cue_names())
