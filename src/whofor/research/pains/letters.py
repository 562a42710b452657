"""Words, pairs of words and runs of letters of sentences as numbers, weighted by how rare they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Self

import numpy as np
from scipy.sparse import csr_array

from whofor.arrays import FloatArray
from whofor.research.pains.folding import folded

__all__ = ["LetterFeatures"]

_RUNS = (3, 4, 5)
_FEWEST = 2
"""Sentences that must have a feature: what occurs once tells nothing of other sentences."""
_LONGEST = 400
"""First characters that count, as with the embedder."""
_WORD = re.compile(r"[^\W_]+|[?!]")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, eq=False, slots=True)
class LetterFeatures:
    """Features that occur in some sentences, and how rare each of them is.

    Attributes:
        place: Place of each feature.
        rarity: Logarithm of how seldom each occurs, plus 1.

    Example:
        >>> features = LetterFeatures.of(["too slow", "so slow", "too late"])
        >>> "slow" in features.place, "late" in features.place
        (True, False)
        >>> np.linalg.norm(features.values(["too slow"]).toarray()).round(6).item()
        1.0
    """

    place: Mapping[str, int]
    rarity: FloatArray
    _of_word: dict[str, tuple[int, ...]] = field(default_factory=dict[str, tuple[int, ...]])

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """Return the features that at least two of the sentences have."""
        having: Counter[str] = Counter()
        for text in texts:
            words = _words(text)
            having.update({*(run for word in words for run in _runs(word)), *map(" ".join, pairwise(words))})
        kept = sorted(name for name, n in having.items() if n >= _FEWEST)
        rarity = np.log((1 + len(texts)) / (1 + np.array([having[name] for name in kept], dtype=np.float64))) + 1
        return cls({name: i for i, name in enumerate(kept)}, rarity)

    def values(self, texts: Sequence[str]) -> csr_array:
        """Return the features of sentences, each row of length 1 or empty; shape (sentences, features)."""
        found = [self._all_places(_words(text)) for text in texts]
        lengths = np.array([len(places) for places in found], dtype=np.int64)
        flat = np.fromiter(chain.from_iterable(found), np.int64, int(lengths.sum()))
        width = max(1, len(self.place))
        keys, counts = np.unique(np.repeat(np.arange(len(texts)), lengths) * width + flat, return_counts=True)
        row, place = np.divmod(keys, width)
        values = np.sqrt(counts) * self.rarity[place]
        values /= np.sqrt(np.bincount(row, values * values, minlength=len(texts)))[row]
        ends = np.append(0, np.bincount(row, minlength=len(texts)).cumsum())
        return csr_array((values, place, ends), shape=(len(texts), len(self.place)))

    def _all_places(self, words: list[str]) -> list[int]:
        found: list[int] = []
        for word in words:
            found += self._places(word)
        found += [self.place[pair] for pair in map(" ".join, pairwise(words)) if pair in self.place]
        return found

    def _places(self, word: str) -> tuple[int, ...]:
        """Return the places of a word's features; words repeat, so they are kept."""
        found = self._of_word.get(word)
        if found is None:
            found = self._of_word[word] = tuple(self.place[run] for run in _runs(word) if run in self.place)
        return found


def _words(text: str) -> list[str]:
    """Return the folded words of a text; numbers count as numbers, whatever their digits."""
    return [_DIGITS.sub("0", word) for word in _WORD.findall(folded(text)[:_LONGEST])]


def _runs(word: str) -> Iterator[str]:
    """Yield a word and its runs of letters, its beginning and end marked."""
    yield word
    padded = f"<{word}>"
    for n in _RUNS:
        for i in range(len(padded) - n + 1):
            yield padded[i : i + n]
