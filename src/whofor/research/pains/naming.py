"""How a pain is called: by what somebody said, never by words nobody wrote together."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import FloatArray, IntArray
from whofor.model.pains import SaidSentence
from whofor.text import words_of

__all__ = ["Naming", "named", "telling_words"]

_FEWEST_WORDS, _MOST_WORDS = 5, 18
"""Words of a quote that says enough and fits a line."""
_MOST_COMPARED = 200
"""Most central quotes among which the two furthest from each other are looked for."""
_SHOWN_WORDS = 5
_SHORTEST = 3
_DIGITS = 6
_MASKED = re.compile(
    r"\b(?:person|email|phone|account|name|iban|handle|user)-?\d+\b|@\w|\[[^\]]*\]|<[^>]*>|https?:|…\s*$", re.I
)
"""Places of what was masked, links, and sentences that were cut."""


@dataclass(frozen=True, slots=True)
class Naming:
    """The quotes of a pain, by their places among the sentences given.

    Attributes:
        name: The most central one that is fit to name it.
        range_quotes: Two others, as far from each other as they come; fewer where there are no others.
        order: All, the most central first.
    """

    name: int
    range_quotes: tuple[int, ...]
    order: tuple[int, ...]


def named(sentences: Sequence[SaidSentence], vectors: FloatArray, person: IntArray) -> Naming:
    """Return the quotes that name a group of sentences and show its range.

    Args:
        sentences: The sentences of the group.
        vectors: Their vectors, of length 1.
        person: Who says each; people count alike however much they say.
    """
    weight = 1.0 / np.bincount(person)[person]
    closeness = (vectors @ (weight @ vectors)).round(_DIGITS)
    order = sorted(range(len(sentences)), key=lambda i: (-closeness[i], sentences[i].text, i))
    kind = Counter(one.kind for one in sentences).most_common(1)[0][0]
    fit = [i for i in order if _is_fit(sentences[i])]
    name = next((i for i in fit if sentences[i].kind is kind), fit[0] if fit else order[0])
    others = [i for i in fit or order if i != name and sentences[i].text != sentences[name].text][:_MOST_COMPARED]
    return Naming(name, _furthest(others, vectors), tuple(order))


def _is_fit(sentence: SaidSentence) -> bool:
    """Return whether a quote can stand for others: neither a fragment nor a story, and nobody is named in it."""
    return _FEWEST_WORDS <= len(words_of(sentence.text)) <= _MOST_WORDS and not _MASKED.search(sentence.text)


def _furthest(places: Sequence[int], vectors: FloatArray) -> tuple[int, ...]:
    """Return the two that are least alike."""
    if len(places) < 2:
        return tuple(places)
    own = vectors[list(places)]
    alike = (own @ own.T).round(_DIGITS)
    first, second = divmod(int(alike.argmin()), len(places))
    return (places[min(first, second)], places[max(first, second)])


def telling_words(groups: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Return the words that set each group of sentences apart from the others, the most telling first.

    Source:
        Grootendorst (2022), arXiv:2203.05794 (class-based TF-IDF).

    Example:
        >>> telling_words([["Exports fail", "The export fails"], ["The price is high", "The high price"]])[1][:2]
        ('high', 'price')
    """
    counts = [Counter(word for text in texts for word in words_of(text) if len(word) >= _SHORTEST) for texts in groups]
    everywhere = Counter[str]()
    for one in counts:
        everywhere.update(one)
    mean = sum(everywhere.values()) / max(1, len(groups))
    found: list[tuple[str, ...]] = []
    for one in counts:
        weight = {
            word: round(n * math.log1p(mean / everywhere[word]), 9) for word, n in one.items() if not word.isdigit()
        }
        found.append(tuple(sorted(weight, key=lambda word: (-weight[word], word))[:_SHOWN_WORDS]))
    return found
