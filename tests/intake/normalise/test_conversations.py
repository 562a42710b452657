"""Tone and understanding of what was written, told by labelled sentences."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from whofor.intake.normalise import conversations
from whofor.intake.normalise.conversations import tones, understandings
from whofor.intake.normalise.embedder import can_embed
from whofor.intake.normalise.rule_tables import rules
from whofor.model import SoftSource

needs_embedder = pytest.mark.skipif(not can_embed(), reason="needs the optional embedder: whofor[text]")
LABELS = Path(__file__).resolve().parents[3] / "benchmarks" / "conversation_labels.csv"


def labelled(question: str) -> list[tuple[str, str]]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["label"]) for row in csv.DictReader(file) if row["question"] == question]


@needs_embedder
def test_tone_of_sentences_that_no_example_repeats() -> None:
    rows = labelled("tone")
    told = tones([text for text, _ in rows])
    value = {"positive": 1.0, "negative": -1.0, "neutral": 0.0}
    assert set(told.values()) <= {1.0, -1.0, 0.0}
    right = sum(told[text] == value[label] for text, label in rows)
    opposite = sum(told[text] * value[label] == -1 for text, label in rows)
    assert right >= 0.75 * len(rows)
    assert opposite <= 0.08 * len(rows)
    french = [(text, label) for text, label in rows if any(c in text for c in "éèàêç")]
    assert sum(told[text] == value[label] for text, label in french) >= 0.7 * len(french)


@needs_embedder
def test_understanding_of_first_exchanges() -> None:
    rows = labelled("understanding")
    got = understandings({text: 1 for text, _ in rows})
    assert got.reading.source is SoftSource.EMBEDDER
    told = got.values
    value = {"clear": 1.0, "vague": 0.0, "none": None}
    right = sum(told.get(text) == value[label] for text, label in rows)
    assert right >= 0.8 * len(rows)


@needs_embedder
def test_the_users_own_examples_count() -> None:
    odd = "Zorblatt gave us the purple handshake."
    before = tones([odd])[odd]
    after = tones([odd], {"negative": ["Zorblatt gave them the purple handshake.", odd]})[odd]
    assert before != -1.0
    assert after == -1.0


def test_the_labelled_sentences_are_none_of_the_examples() -> None:
    known = {text for table in rules("conversations").values() for texts in table.values() for text in texts}
    for question in ("tone", "understanding"):
        for text, _ in labelled(question):
            assert text not in known


def test_without_the_embedder_no_tone_is_told_but_understanding_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversations, "can_embed", lambda: False)
    assert tones(["They loved it."]) == {}
    clear, vague = "Clear need, a budget of 30k and a deadline in May.", "He has no idea what he is looking for."
    got = understandings({clear: 2, vague: 1})
    assert got.values == {clear: 1.0, vague: 0.0}
    assert (got.reading.source, got.reading.texts, got.reading.told) == (SoftSource.EXAMPLES, 3, 3)


def test_no_texts_are_no_answer() -> None:
    assert tones([]) == {}
