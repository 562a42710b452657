"""What sentences are about: ease, price, support and others, by the sentences nearest in meaning and by words."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from whofor.arrays import FloatArray
from whofor.model.pains import OTHER_ASPECT
from whofor.research.pains.folding import folded, folded_words
from whofor.research.pains.kinds import Embed
from whofor.research.pains.rule_tables import rules

__all__ = ["AspectModel", "AspectWords", "learn_aspects", "packaged_aspects"]

_WIDTH = 0.1
"""Distance, in cosine, over which the vote of a labelled sentence falls by a factor of e."""
_LEAST_SHARE = 0.12
"""Share of the votes below which a sentence is about something else."""
_WORDS = 1.5
"""Logarithm by which a word of an aspect raises its votes. On `benchmarks/data/sentences.csv` .51 of 17 aspects are
right without words, .59 with 0.5, .62 with 1, 1.5, 2 and 3; of the surest 33 %, 53 %, 63 %, 66 %, 69 % and 69 % three
in four are."""


@dataclass(frozen=True, eq=False)
class AspectWords:
    """Words of aspects: folded, `*` at the end for any ending; some are of several words.

    Attributes:
        words: Words by aspect.

    Example:
        >>> sorted(AspectWords({"price": ("fee*", "value for money"), "ease": ("easy",)}).named_in("Easy, no fees"))
        ['ease', 'price']
    """

    words: Mapping[str, Sequence[str]]

    def named_in(self, text: str) -> frozenset[str]:
        """Return the aspects of which a text has a word."""
        found = frozenset[str]().union(*map(self._of_word, folded_words(text)))
        if self._phrases and self._phrases.search(line := folded(text)):
            found |= {name for name, words in self.words.items() if any(" " in one and one in line for one in words)}
        return found

    @cached_property
    def _of_word(self) -> Callable[[str], frozenset[str]]:
        """Return what finds the aspects of a word, each word looked up once."""
        whole: defaultdict[str, set[str]] = defaultdict(set)
        starts: dict[str, tuple[str, ...]] = {}
        for name, words in self.words.items():
            single = [word for word in words if " " not in word]
            starts[name] = tuple(word[:-1] for word in single if word.endswith("*"))
            for word in single:
                whole[word].add(name)
        none = frozenset[str]()

        @cache
        def of_word(word: str) -> frozenset[str]:
            return frozenset(whole.get(word, none)) | {name for name, own in starts.items() if word.startswith(own)}

        return of_word

    @cached_property
    def _phrases(self) -> re.Pattern[str] | None:
        phrases = sorted({word for words in self.words.values() for word in words if " " in word})
        return re.compile("|".join(map(re.escape, phrases))) if phrases else None


@dataclass(frozen=True, eq=False, slots=True)
class AspectModel:
    """Labelled sentences of aspects.

    Attributes:
        names: Names of the aspects.
        vectors: Unit vectors of the labelled sentences.
        votes: Vote of each for each aspect: one divided by the number of its sentences; shape (sentences, aspects).
        words: What finds words of aspects.
    """

    names: tuple[str, ...]
    vectors: FloatArray
    votes: FloatArray
    words: AspectWords

    def shares(self, texts: Sequence[str], vectors: FloatArray) -> FloatArray:
        """Return the share of the votes that each aspect has, shape (sentences, aspects); rows sum to 1.

        Args:
            texts: Sentences without their frames.
            vectors: Their vectors, by the embedder that the model was learnt with.
        """
        votes = np.exp((vectors @ self.vectors.T - 1) / _WIDTH) @ self.votes
        place = {name: i for i, name in enumerate(self.names)}
        for row, text in enumerate(texts):
            votes[row, [place[name] for name in self.words.named_in(text)]] *= math.exp(_WORDS)
        return votes / votes.sum(axis=1, keepdims=True)

    def told(self, shares: FloatArray) -> list[tuple[str, float]]:
        """Return the aspect of each sentence with its share; `other` where it is too small.

        Example:
            >>> model = AspectModel(("price", "ease"), np.eye(2), np.eye(2), AspectWords({}))
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
    return AspectModel(
        names,
        embed(texts),
        votes,
        AspectWords({name: rules("aspects").get(name, {}).get("words", ()) for name in names}),
    )
