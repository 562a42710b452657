"""First exchanges without the embedder: independent sentences, other languages, shuffled labels, own examples."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from whofor.intake.normalise.first_exchange import LABELS, packaged_examples, read_first_exchanges
from whofor.intake.normalise.labelled_texts import LabelledText
from whofor.intake.normalise.rule_tables import rules
from whofor.model import SoftDoubt, SoftSource

LABELS_FILE = Path(__file__).resolve().parents[3] / "benchmarks" / "conversation_labels.csv"
VALUES = {"clear": 1.0, "vague": 0.0, "none": None}


def independent() -> list[tuple[str, str]]:
    """Labelled sentences that are none of the examples: those of the embedder, and those that measure it."""
    with LABELS_FILE.open(encoding="utf-8", newline="") as file:
        rows = [(row["text"], row["label"]) for row in csv.DictReader(file) if row["question"] == "understanding"]
    table = rules("conversations")["understanding"]
    return rows + [(text, label) for label in LABELS for text in table[label]]


def test_there_are_many_examples_of_each_label_in_both_languages_and_none_stands_twice() -> None:
    tables = rules("first_exchanges")
    assert set(tables) == {"en", "fr"}
    for table in tables.values():
        assert sum(len(table[label]) for label in LABELS) >= 200
        assert min(len(table[label]) for label in LABELS) >= 50
    assert {label: len(texts) for label, texts in tables["en"].items()} == {
        label: len(texts) for label, texts in tables["fr"].items()
    }
    texts = [one.text for one in packaged_examples()]
    assert len(set(texts)) == len(texts)
    assert not {text for text, _ in independent()} & set(texts)


def test_independent_sentences_of_both_languages_are_told() -> None:
    rows = independent()
    got = read_first_exchanges(dict.fromkeys((text for text, _ in rows), 1), packaged_examples())
    assert got.reading.doubt is None
    right = [got.values.get(text) == VALUES[label] for text, label in rows]
    assert np.mean(right) >= 0.85
    other = {"clear": 0.0, "vague": 1.0}
    assert sum(got.values.get(text) == other.get(label, -1.0) for text, label in rows) <= 6
    french = [ok for (text, _), ok in zip(rows, right, strict=True) if any(c in text for c in "éèàêç’")]
    assert np.mean(french) >= 0.8


def test_the_accuracy_printed_is_that_of_examples_not_learnt_from() -> None:
    reading = read_first_exchanges({"We need a tool for 40 users by June.": 1}, packaged_examples()).reading
    assert reading.accuracy is not None
    assert reading.accuracy.n == len(packaged_examples())
    assert 0.75 <= (reading.accuracy.estimate or 0) <= 0.9
    assert (reading.accuracy.ci_low or 0) < (reading.accuracy.estimate or 0) < (reading.accuracy.ci_high or 0)


@pytest.mark.parametrize("seed", range(5))
def test_shuffled_labels_are_not_used(seed: int) -> None:
    examples = packaged_examples()
    order = np.random.default_rng(seed).permutation(len(examples))
    shuffled = tuple(replace(one, label=examples[i].label) for one, i in zip(examples, order.tolist(), strict=True))
    got = read_first_exchanges({"Clear need, a budget of 30k and a deadline in May.": 10}, shuffled)
    assert got.values == {}
    assert got.reading.doubt is SoftDoubt.INACCURATE
    assert got.reading.accuracy is not None
    assert (got.reading.accuracy.estimate or 0) < 0.5


def test_copies_of_an_example_do_not_test_it() -> None:
    """Each sentence stands ten times with small changes: if copies straddled folds, chance labels would look right."""
    rng = np.random.default_rng(0)
    made: list[LabelledText] = []
    for i in range(60):
        letters = rng.choice(list("abcdefghijklmnopqrstuvwxyz"), (6, 7))
        said, label = " ".join("".join(word) for word in letters), int(rng.integers(3))
        made += [LabelledText(f"{said} {n}", label, f"{i} {n}") for n in range(10)]
    got = read_first_exchanges({made[0].text: 1}, tuple(made))
    assert got.reading.doubt is SoftDoubt.INACCURATE


def test_texts_in_another_language_are_not_read() -> None:
    german = [
        "Der Kunde weiß genau, was er braucht, und hat ein Budget.",
        "Er hatte keine Ahnung, was wir anbieten.",
        "Sie möchten bis März umstellen und haben drei Anbieter verglichen.",
    ]
    got = read_first_exchanges(dict.fromkeys(german, 1), packaged_examples())
    assert (got.values, got.reading.far, got.reading.doubt) == ({}, 3, SoftDoubt.FAR)
    english = {f"They have a clear need and a budget of {n}k for {n} users.": 1 for n in range(10, 14)}
    mixed = read_first_exchanges(dict.fromkeys(german, 1) | english, packaged_examples())
    assert mixed.reading.doubt is None
    assert mixed.values == dict.fromkeys(english, 1.0)
    assert (mixed.reading.texts, mixed.reading.told, mixed.reading.far) == (7, 4, 3)


def test_own_examples_teach_their_own_words() -> None:
    odd = "Zorblatt gave us the purple handshake twice."
    assert read_first_exchanges({odd: 1}, packaged_examples()).values == {}
    own = {"vague": [odd, "Zorblatt gave us the purple handshake once more."]}
    got = read_first_exchanges({odd: 1}, packaged_examples(own))
    assert got.values == {odd: 0.0}
    assert got.reading.source is SoftSource.EXAMPLES


def test_an_empty_text_tells_nothing() -> None:
    got = read_first_exchanges({"": 3, "…": 1}, packaged_examples())
    assert (got.values, got.reading.far, got.reading.texts) == ({}, 4, 4)
