"""What sentences say: pain, praise, a wish, or neither, learnt from labelled sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
from scipy.special import softmax

from whofor.arrays import FloatArray, IntArray
from whofor.model.pains import SentenceKind
from whofor.research.pains.cues import cue_values
from whofor.research.pains.letters import LetterFeatures
from whofor.research.pains.rule_tables import rules
from whofor.stats.multinomial import fit_multinomial
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
_LETTERS = 1.0
_MEANING = 1.5


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
    """What was learnt of kinds: a regression on cues, letters and meaning.

    Attributes:
        letters: Words and letters that count.
        of_cues: Weights of cues, shape (cues, kinds).
        of_letters: Weights of letters, shape (letters, kinds).
        of_meaning: Weights of the dimensions of vectors, shape (dimensions, kinds).
        intercepts: Intercepts, shape (kinds,).
    """

    letters: LetterFeatures
    of_cues: FloatArray
    of_letters: FloatArray
    of_meaning: FloatArray
    intercepts: FloatArray

    def chances(self, texts: Sequence[str], vectors: FloatArray) -> FloatArray:
        """Return the probability of pain, praise, wish and neutral by the text alone; shape (sentences, 4).

        Args:
            texts: The sentences.
            vectors: Their vectors, by the embedder that the model was learnt with.
        """
        z = cue_values(texts) @ self.of_cues + self.letters.values(texts) @ self.of_letters
        return np.asarray(softmax(z + vectors @ self.of_meaning + self.intercepts, axis=1), dtype=np.float64)


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
    blocks = (cue_values(texts), _LETTERS * letters.values(texts).toarray(), _MEANING * embed(texts))
    fit = fit_multinomial(np.hstack(blocks), label, len(KINDS), _PENALTY)
    cues, runs, meaning = np.split(fit.weights, np.cumsum([block.shape[1] for block in blocks[:-1]]))
    return KindModel(letters, cues, _LETTERS * runs, _MEANING * meaning, fit.intercepts)


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
