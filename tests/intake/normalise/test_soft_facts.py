"""Soft facts by examples of one's own: planted words are learnt, chance is not, and the right label is counted."""

from __future__ import annotations

import random

import pytest

from whofor.intake.normalise.soft_facts import says_nothing, soft_examples, tell_soft_fact
from whofor.model import SoftDoubt, SoftSource

GOOD = ("warm", "open", "candid", "relaxed", "trusting")
BAD = ("rude", "formal", "stiff", "hostile", "shouting")
ABOUT = (
    "They asked for the slides of Tuesday",
    "Second workshop with finance in Lyon",
    "Went through the roadmap for spring",
    "Long lunch near their plant",
    "Call about pilot users and training",
    "Walked along the assembly line",
    "Discussed whom to invite next month",
    "Budget meeting moved to October",
)


def planted(n: int, seed: int = 1) -> list[tuple[str, str]]:
    """Texts that a word of one of two lists tells apart, alternately labelled."""
    draw = random.Random(seed)
    rows: list[tuple[str, str]] = []
    for i in range(n):
        words, label = ((GOOD, "good"), (BAD, "bad"))[i % 2]
        a, b = draw.sample(words, 2)
        rows.append((f"{draw.choice(ABOUT)}; {a}, {b}, {draw.choice(words)} people.", label))
    return rows


def test_planted_words_are_learnt_and_told_of_new_texts() -> None:
    new, known = dict(planted(200, 9)), dict(planted(40))
    told = tell_soft_fact(dict.fromkeys(new, 3), soft_examples("Fit", list(known.items())))
    reading = told.fact.reading
    assert (reading.source, reading.doubt, reading.texts) == (SoftSource.EXAMPLES, None, 3 * len(new))
    assert reading.accuracy is not None
    assert reading.accuracy.n == len(known)
    assert (reading.accuracy.estimate or 0) > 0.9
    right = [told.values[text] == (label == "good") for text, label in new.items() if text in told.values]
    assert len(right) > 150
    assert sum(right) / len(right) > 0.95


@pytest.mark.parametrize("seed", range(8))
def test_labels_drawn_by_lot_are_not_used(seed: int) -> None:
    draw = random.Random(seed)
    rows = [(text, draw.choice(("good", "bad"))) for text, _ in planted(30, seed)]
    told = tell_soft_fact(dict.fromkeys((text for text, _ in rows), 1), soft_examples("Fit", rows))
    assert told.fact.reading.doubt is SoftDoubt.INACCURATE
    assert not told.values


def test_the_order_of_the_rows_does_not_decide() -> None:
    """Every fifth row of one label is no fifth of the examples that holds all of it."""
    good, bad = ([row for row in planted(100) if row[1] == label] for label in ("good", "bad"))
    fifth = [row for i in range(6) for row in (bad[i], *good[4 * i : 4 * i + 4])]
    told = tell_soft_fact({"Budget meeting: rude, stiff people": 1}, soft_examples("Fit", fifth))
    assert told.fact.reading.doubt is None
    assert told.values == {"Budget meeting: rude, stiff people": 0.0}


def test_texts_unlike_the_examples_are_not_read() -> None:
    foreign = {f"Herr Schmidt bat um einen Rückruf {i}": 1 for i in range(9)}
    told = tell_soft_fact(foreign, soft_examples("Fit", planted(40)))
    assert told.fact.reading.doubt is SoftDoubt.FAR
    assert not told.values


@pytest.mark.parametrize(
    ("labels", "counted"),
    [
        (("bad", "good"), "good"),
        (("mauvaise", "Bonne", "neutre"), "Bonne"),
        (("no", "yes"), "yes"),
        (("non", "oui"), "oui"),
        (("low", "high"), "high"),
        (("schlecht", "gut"), "gut"),
        (("none", "like us", "unlike us"), "like us"),
    ],
)
def test_the_good_label_is_counted_else_the_first(labels: tuple[str, ...], counted: str) -> None:
    found = soft_examples("Urgence réelle", [(f"{label} {i}", label) for label in labels for i in range(5)])
    assert (found.counted, found.labels, found.column) == (counted, labels, "soft_urgence_reelle")


def test_a_label_that_says_nothing_is_read_as_unknown() -> None:
    assert [says_nothing(one) for one in ("none", "Aucun", "keine", "n/a", "bad", "no")] == [True] * 4 + [False] * 2
    idle = [(f"{about} at {hour}", "none") for about in ABOUT for hour in ("nine", "noon", "dusk")]
    told = tell_soft_fact({"Walked along the assembly line": 5}, soft_examples("Fit", [*planted(40), *idle]))
    assert told.fact.reading.doubt is None
    assert (told.values, told.fact.reading.told) == ({}, 0)


def test_a_name_without_latin_letters_has_a_column_of_its_own() -> None:
    assert soft_examples("文化", planted(20), place=2).column == "soft_2"


def test_examples_too_alike_to_test_each_other_are_not_used() -> None:
    rows = [(f"Visit {i}: the buyer was {('warm', 'rude')[i % 2]}", ("good", "bad")[i % 2]) for i in range(30)]
    told = tell_soft_fact({"Visit 7: the buyer was rude": 1}, soft_examples("Fit", rows))
    assert told.fact.reading.doubt is SoftDoubt.ALIKE
    assert not told.values
