"""Soft facts that the user's own labelled examples teach: cultural fit, urgency, whether there is a champion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from whofor.intake.normalise.conversations import MOST_TEXTS
from whofor.intake.normalise.labelled_texts import LabelledText, told_by
from whofor.intake.normalise.rule_tables import rules
from whofor.intake.normalise.words import is_missing
from whofor.lexicon.booleans import parse_boolean
from whofor.lexicon.levels import level_sign
from whofor.lexicon.words import words_in
from whofor.model import SoftFact
from whofor.model.parameters import SOFT_PREFIX
from whofor.text import fold, slug

__all__ = ["SoftExamples", "ToldFact", "says_nothing", "soft_column", "soft_examples", "tell_soft_fact", "words_for"]


@dataclass(frozen=True, slots=True)
class SoftExamples:
    """Labelled examples of one soft fact.

    Attributes:
        name: Name of the fact, as written.
        column: Name of the column that holds what is read.
        labels: Labels as first written.
        counted: The label whose share is reported.
        examples: The texts, each with the place of its label.
    """

    name: str
    column: str
    labels: tuple[str, ...]
    counted: str
    examples: tuple[LabelledText, ...]


@dataclass(frozen=True, eq=False, slots=True)
class ToldFact:
    """What texts tell of a soft fact.

    Attributes:
        examples: The examples it was read by.
        values: 1 for the counted label, 0 for another one, by text; nothing where it is not used.
        fact: How it was read.
    """

    examples: SoftExamples
    values: Mapping[str, float]
    fact: SoftFact


@cache
def words_for(what: str) -> frozenset[str]:
    """Return the folded words of a list of `rules/soft_facts.toml`."""
    return frozenset(map(fold, words_in(rules("soft_facts")[what])))


def says_nothing(label: str) -> bool:
    """Return whether a label says that a text tells nothing of the fact.

    Example:
        >>> says_nothing("Neutral"), says_nothing("n/a"), says_nothing("bad")
        (True, True, False)
    """
    return is_missing(label) or fold(label) in words_for("nothing")


def soft_column(name: str, place: int) -> str:
    """Return the name of the column of a soft fact; one without letters of ASCII has its place among them."""
    return f"{SOFT_PREFIX}{slug(name) or place}"


def soft_examples(name: str, rows: Sequence[tuple[str, str]], place: int = 1) -> SoftExamples:
    """Return the labelled examples of one soft fact.

    The label that is counted is a good one by its words, else one that says yes or much, else the first.

    Args:
        name: Name of the fact.
        rows: Texts with their labels; of equal ones the first counts.
        place: Place of the fact among several.

    Example:
        >>> found = soft_examples("Cultural fit", [("a", "bad"), ("b", "Good"), ("c", "good"), ("d", "none")])
        >>> found.labels, found.counted, found.column
        (('bad', 'Good', 'none'), 'Good', 'soft_cultural_fit')
    """
    written: dict[str, str] = {}
    texts: dict[str, tuple[str, str]] = {}
    for text, label in rows:
        written.setdefault(fold(label), label)
        texts.setdefault(fold(text), (text, fold(label)))
    labels = list(written)
    saying = [label for label in labels if not says_nothing(label)]
    counted = max(saying, key=_goodness)
    examples = tuple(
        LabelledText(text, labels.index(label), f"{label} {i}") for i, (text, label) in enumerate(texts.values())
    )
    return SoftExamples(name, soft_column(name, place), tuple(written.values()), written[counted], examples)


def _goodness(label: str) -> tuple[int, int]:
    """Return how surely a label is the one to count."""
    sign = level_sign(label, 1)
    return sign, int(parse_boolean(label) is True)


def tell_soft_fact(texts: Mapping[str, int], examples: SoftExamples) -> ToldFact:
    """Return what texts tell of a soft fact.

    Args:
        texts: Texts with how often each occurs; the first 20,000 count.
        examples: Its labelled examples.
    """
    asked = dict(islice(texts.items(), MOST_TEXTS))
    values = [None if says_nothing(label) else float(label == examples.counted) for label in examples.labels]
    told = told_by(asked, examples.examples, values)
    return ToldFact(examples, told.values, SoftFact(examples.name, examples.counted, examples.labels, told.reading))
