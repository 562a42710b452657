"""What sentences say: pain, praise, a wish, or neither, learnt from labelled sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
from scipy.special import log_softmax, softmax

from whofor.arrays import FloatArray, IntArray
from whofor.model.pains import SentenceKind
from whofor.research.pains.cues import cue_values
from whofor.research.pains.letters import LetterFeatures
from whofor.research.pains.rule_tables import rules
from whofor.stats.multinomial import Multinomial, fit_multinomial
from whofor.stats.threads import one_blas_thread

__all__ = ["KINDS", "Embed", "KindModel", "LabelledSentence", "kinds_told", "learn_kinds", "packaged_sentences"]

Embed: TypeAlias = Callable[[Sequence[str]], FloatArray]
"""From texts to unit vectors of their meaning, shape (texts, dimensions); as `vectors_of` of the embedder does.

Who gives it may keep vectors by their texts, so that texts that were seen before cost nothing.
"""

KINDS = (SentenceKind.PAIN, SentenceKind.PRAISE, SentenceKind.WISH, SentenceKind.NEUTRAL)
"""The order of probabilities everywhere."""

LEAST_SURE = 0.45
"""Probability that the most likely kind needs, else the kind is unclear."""
_PENALTY = 1e-3
_PENALTY_OF_MEANING = 5e-4
_CUES = 2.0
"""Scale of cues beside letters: they are few, and less to be punished."""
_WEIGHT_OF_MEANING = 0.35
"""Weight of what vectors tell beside what words tell, in logarithms.

These were chosen by leaving out one register of the packaged sentences after the other (reviews, bank, posts,
interviews) when there were 693: accuracy .80, macro-F1 .80, told as the very opposite .058, probabilities as sure as
they are right. Words alone .77, .77, .056; vectors alone .66, .66, .136; one regression on both .78, .78, .059. From .3
to .4 and for penalties twice as large all stay within .01. Heads for each language (.76 by words, .65 by vectors) and
vectors less the mean of their language (.66) gained nothing.
"""


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A labelled sentence.

    Attributes:
        text: The sentence.
        kind: What it says; one of `KINDS`.
        language: Its language.
        register: Where such a sentence stands: `reviews`, `bank`, `posts`, `interviews`.
    """

    text: str
    kind: SentenceKind
    language: str
    register: str


@cache
def packaged_sentences() -> tuple[LabelledSentence, ...]:
    """Return the packaged labelled sentences.

    Example:
        >>> len(packaged_sentences()) > 400
        True
    """
    return tuple(
        LabelledSentence(text, SentenceKind(kind), language, register)
        for kind, of_language in rules("kinds").items()
        for language, of_register in of_language.items()
        for register, texts in of_register.items()
        for text in texts
    )


@dataclass(frozen=True, eq=False, slots=True)
class KindModel:
    """What was learnt of kinds: a regression on words and one on meaning, whose logarithms are joined.

    Attributes:
        letters: Words and letters that count.
        of_words: The regression on cues and letters.
        of_meaning: The regression on vectors.
    """

    letters: LetterFeatures
    of_words: Multinomial
    of_meaning: Multinomial

    def chances(self, texts: Sequence[str], vectors: FloatArray) -> FloatArray:
        """Return the probability of pain, praise, wish and neutral by the text alone; shape (sentences, 4).

        Args:
            texts: The sentences.
            vectors: Their vectors, by the embedder that the model was learnt with.
        """
        cues = _CUES * cue_values(texts)
        of_cues, of_letters = np.split(self.of_words.weights, [cues.shape[1]])
        by_words = cues @ of_cues + self.letters.values(texts) @ of_letters + self.of_words.intercepts
        by_meaning = vectors @ self.of_meaning.weights + self.of_meaning.intercepts
        joined = (1 - _WEIGHT_OF_MEANING) * log_softmax(by_words, axis=1)
        joined += _WEIGHT_OF_MEANING * log_softmax(by_meaning, axis=1)
        return np.asarray(softmax(joined, axis=1), dtype=np.float64)


@one_blas_thread()
def learn_kinds(sentences: Sequence[LabelledSentence], embed: Embed) -> KindModel:
    """Return what is learnt from labelled sentences, some of each kind.

    Args:
        sentences: The sentences; `packaged_sentences`, and what users add.
        embed: What tells the meaning of texts.
    """
    texts = [one.text for one in sentences]
    letters = LetterFeatures.of(texts)
    label = np.array([KINDS.index(one.kind) for one in sentences], dtype=np.int64)
    words = np.hstack([_CUES * cue_values(texts), letters.values(texts).toarray()])
    of_words = fit_multinomial(words, label, len(KINDS), _PENALTY)
    return KindModel(letters, of_words, fit_multinomial(embed(texts), label, len(KINDS), _PENALTY_OF_MEANING))


def kinds_told(chances: FloatArray) -> list[SentenceKind]:
    """Return the most likely kind of each sentence; unclear where none is likely enough.

    Example:
        >>> [kind.value for kind in kinds_told(np.array([[0.7, 0.1, 0.1, 0.1], [0.4, 0.3, 0.2, 0.1]]))]
        ['pain', 'unclear']
    """
    best: IntArray = chances.argmax(axis=1)
    sure = chances.max(axis=1) >= LEAST_SURE
    return [
        KINDS[k] if is_sure else SentenceKind.UNCLEAR for k, is_sure in zip(best.tolist(), sure.tolist(), strict=True)
    ]
