"""What sentences are about: ease, price, support and others, by the sentences nearest to them in meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import FloatArray
from whofor.model.pains import OTHER_ASPECT
from whofor.research.pains.kinds import Embed
from whofor.research.pains.rule_tables import rules

__all__ = ["AspectModel", "learn_aspects", "packaged_aspects"]

_WIDTH = 0.1
"""Distance, in cosine, over which the vote of a labelled sentence falls by a factor of e."""
_LEAST_SHARE = 0.15
"""Share of the votes below which a sentence is about something else."""


@dataclass(frozen=True, eq=False, slots=True)
class AspectModel:
    """Labelled sentences of aspects.

    Attributes:
        names: Names of the aspects.
        vectors: Unit vectors of the labelled sentences.
        votes: Vote of each for each aspect: one divided by the number of its sentences; shape (sentences, aspects).
    """

    names: tuple[str, ...]
    vectors: FloatArray
    votes: FloatArray

    def shares(self, vectors: FloatArray) -> FloatArray:
        """Return the share of the votes that each aspect has, shape (sentences, aspects); rows sum to 1.

        Args:
            vectors: Vectors of sentences without their frames, by the embedder that the model was learnt with.
        """
        votes = np.exp((vectors @ self.vectors.T - 1) / _WIDTH) @ self.votes
        return votes / votes.sum(axis=1, keepdims=True)

    def told(self, shares: FloatArray) -> list[tuple[str, float]]:
        """Return the aspect of each sentence with its share; `other` where it is too small.

        Example:
            >>> model = AspectModel(("price", "ease"), np.eye(2), np.eye(2))
            >>> model.told(np.array([[0.75, 0.25]])), model.told(np.array([[0.1, 0.125]]))
            ([('price', 0.75)], [('other', 0.125)])
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
        name: tuple(text for texts in of_language.values() for text in texts)
        for name, of_language in rules("aspects").items()
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
    return AspectModel(names, embed(texts), votes)
