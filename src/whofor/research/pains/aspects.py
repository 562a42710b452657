"""What sentences are about: ease, price, support and others, by the sentences nearest in meaning and by words."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import FloatArray
from whofor.model.pains import OTHER_ASPECT
from whofor.research.pains.folding import folded
from whofor.research.pains.kinds import Embed
from whofor.research.pains.rule_tables import rules

__all__ = ["AspectModel", "learn_aspects", "packaged_aspects"]

_WIDTH = 0.1
"""Distance, in cosine, over which the vote of a labelled sentence falls by a factor of e."""
_LEAST_SHARE = 0.12
"""Share of the votes below which a sentence is about something else."""
_WORDS = 1.5
"""Logarithm by which a word of an aspect raises its votes. On `benchmarks/data/sentences.csv` .51 of 17 aspects are
right without words, .59 with 0.5, .62 with 1, 1.5, 2 and 3; of the surest 33 %, 53 %, 63 %, 66 %, 69 % and 69 % three
in four are."""


@dataclass(frozen=True, eq=False, slots=True)
class AspectModel:
    """Labelled sentences of aspects.

    Attributes:
        names: Names of the aspects.
        vectors: Unit vectors of the labelled sentences.
        votes: Vote of each for each aspect: one divided by the number of its sentences; shape (sentences, aspects).
        words: What finds words of each aspect in a folded text; nothing where it has none.
    """

    names: tuple[str, ...]
    vectors: FloatArray
    votes: FloatArray
    words: tuple[re.Pattern[str] | None, ...]

    def shares(self, texts: Sequence[str], vectors: FloatArray) -> FloatArray:
        """Return the share of the votes that each aspect has, shape (sentences, aspects); rows sum to 1.

        Args:
            texts: Sentences without their frames.
            vectors: Their vectors, by the embedder that the model was learnt with.
        """
        votes = np.exp((vectors @ self.vectors.T - 1) / _WIDTH) @ self.votes
        lines = [folded(text) for text in texts]
        for place, pattern in enumerate(self.words):
            if pattern is not None:
                has = np.array([pattern.search(line) is not None for line in lines], dtype=np.bool_)
                votes[has, place] *= math.exp(_WORDS)
        return votes / votes.sum(axis=1, keepdims=True)

    def told(self, shares: FloatArray) -> list[tuple[str, float]]:
        """Return the aspect of each sentence with its share; `other` where it is too small.

        Example:
            >>> model = AspectModel(("price", "ease"), np.eye(2), np.eye(2), (None, None))
            >>> model.told(np.array([[0.75, 0.25]])), model.told(np.array([[0.1, 0.11]]))
            ([('price', 0.75)], [('other', 0.11)])
        """
        best, share = shares.argmax(axis=1).tolist(), shares.max(axis=1).round(6).tolist()
        return [(self.names[k] if s >= _LEAST_SHARE else OTHER_ASPECT, s) for k, s in zip(best, share, strict=True)]


def packaged_aspects() -> dict[str, tuple[str, ...]]:
    """Return the packaged aspects with their labelled sentences, of all languages.

    Example:
        >>> len(packaged_aspects()), min(map(len, packaged_aspects().values())) >= 5
        (17, True)
    """
    return {
        name: tuple(text for language, texts in table.items() if language != "words" for text in texts)
        for name, table in rules("aspects").items()
    }


def learn_aspects(aspects: Mapping[str, Sequence[str]], embed: Embed) -> AspectModel:
    """Return what tells aspects.

    Args:
        aspects: Names of aspects with labelled sentences of each, at least one; `packaged_aspects`, and what users add.
        embed: What tells the meaning of texts.
    """
    names = tuple(aspects)
    texts = [text for name in names for text in aspects[name]]
    of = np.repeat(np.arange(len(names)), [len(aspects[name]) for name in names])
    votes = (of[:, None] == np.arange(len(names))) / np.bincount(of)
    return AspectModel(names, embed(texts), votes, tuple(_pattern(name) for name in names))


def _pattern(name: str) -> re.Pattern[str] | None:
    """Return what finds the packaged words of an aspect in a folded text; nothing for an aspect of a user's own."""
    words = rules("aspects").get(name, {}).get("words", ())
    ends = (re.escape(word[:-1]) if word.endswith("*") else rf"{re.escape(word)}\b" for word in words)
    return re.compile(rf"\b(?:{'|'.join(ends)})") if words else None
