"""What texts tell, learnt from labelled examples; no extra needed.

Words, pairs of words and runs of three to five letters are the features, so that endings and misspellings matter
little; numbers count as numbers, whatever their digits. A text of whose features less is known than of nearly all
examples is not read: an accuracy on examples says nothing about texts unlike them, such as those in another language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from whofor.arrays import FloatArray, IntArray
from whofor.model import Estimate, SoftDoubt, SoftReading, SoftSource
from whofor.model.measure import SHARE_UNIT
from whofor.stats.clusters import design_effect, intraclass_correlation
from whofor.stats.intervals import wilson_interval
from whofor.stats.kernel_logistic import kernel_logistic
from whofor.stats.threads import one_blas_thread
from whofor.text import fold

__all__ = ["LabelledText", "ToldTexts", "told_by"]

_LONGEST = 400
"""First characters that count, as with the embedder."""
_LETTERS = (3, 4, 5)
_PENALTY = 1.0
"""From 0.1 to 3 the accuracy moves by less than two points."""
_FOLDS = 5
_FAR = 0.05
"""A text is as far from the examples as the farthest twentieth of them is from the others: a convention."""
_ALIKE = 0.5
"""Texts with such a likeness are told by each other, so that one may not test the other."""
_LEAST_ACCURATE = 0.7
"""Balanced accuracy from which what is told is used: by chance it is one in as many as there are labels."""
_LEAST_TESTED = 0.5
"""Where fewer examples can be tested, those of a label are too alike for an accuracy: a convention."""
_LEAST_NEAR = 0.5
"""Where fewer texts are near enough to be read, those that are form no fair sample: a convention."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A labelled example.

    Attributes:
        text: What was written.
        label: Place of its label among the labels.
        group: What it says; the same thing said in another language is of the same group.
    """

    text: str
    label: int
    group: str


@dataclass(frozen=True, eq=False, slots=True)
class ToldTexts:
    """What texts tell.

    Attributes:
        values: What its label says, by text, of those whose label says something; nothing where it is not used.
        reading: How they were read.
    """

    values: Mapping[str, float]
    reading: SoftReading


def told_by(texts: Mapping[str, int], examples: tuple[LabelledText, ...], values: Sequence[float | None]) -> ToldTexts:
    """Return what texts tell by labelled examples.

    Args:
        texts: Texts with how often each occurs.
        examples: Labelled examples, some of each label.
        values: What each label says, in the order of their places; `None` for one that says nothing.

    Returns:
        No values where the examples are told apart too badly by each other, or too few of the texts are like them.
    """
    model = _model(examples)
    told: dict[str, float] = {}
    far = 0
    for text, count in texts.items():
        label = model.label(text)
        if label is None:
            far += count
        elif (value := values[label]) is not None:
            told[text] = value
    total = sum(texts.values())
    doubt: SoftDoubt | None = None
    if model.tested < _LEAST_TESTED:
        doubt = SoftDoubt.ALIKE
    elif (model.accuracy.estimate or 0.0) < _LEAST_ACCURATE or (model.accuracy.ci_low or 0.0) <= 1 / len(values):
        # What chance alone may do is no reading, however high the share of a few examples.
        doubt = SoftDoubt.INACCURATE
    elif total - far < _LEAST_NEAR * total:
        doubt = SoftDoubt.FAR
    n_told = sum(texts[text] for text in told)
    reading = SoftReading(SoftSource.EXAMPLES, texts=total, told=n_told, far=far, accuracy=model.accuracy, doubt=doubt)
    return ToldTexts({} if doubt else told, reading)


def _features(text: str) -> Counter[str]:
    """Return the features of a text with their counts.

    Example:
        >>> sorted(_features("Ring 12 men"))[:5]
        ['0', '0 men', '<0>', '<me', '<men']
    """
    words = [_DIGITS.sub("0", word) for word in _WORD.findall(fold(text[:_LONGEST]))]
    found = Counter(words)
    found.update(f"{a} {b}" for a, b in pairwise(words))
    for word in words:
        padded = f"<{word}>"
        found.update(padded[i : i + n] for n in _LETTERS for i in range(len(padded) - n + 1))
    return found


@dataclass(frozen=True, eq=False, slots=True)
class _Model:
    """What was learnt from the examples.

    Attributes:
        place: Place of each feature that an example has.
        weight: How rare each feature is; the last is that of features that no example has.
        odds: What each feature says for each label, shape (features, labels).
        intercepts: Log odds of each label.
        least_known: Share of a text's features that must be known.
        accuracy: Balanced accuracy on examples that were not learnt from.
        tested: Share of the examples that could be tested: without them some of each label were left to learn from.
    """

    place: Mapping[str, int]
    weight: FloatArray
    odds: FloatArray
    intercepts: FloatArray
    least_known: float
    accuracy: Estimate
    tested: float

    def label(self, text: str) -> int | None:
        """Return the place of a text's label; `None` where it is too unlike the examples."""
        features = _features(text)
        places = np.array([self.place.get(name, -1) for name in features], dtype=np.int64)
        values = np.sqrt(np.fromiter(features.values(), np.float64, len(features))) * self.weight[places]
        total, known = float(values @ values), places >= 0
        if not total or float(values[known] @ values[known]) < self.least_known * total:
            return None
        odds = values[known] / total**0.5 @ self.odds[places[known]] + self.intercepts
        return int(odds.argmax())


@cache
@one_blas_thread()
def _model(examples: tuple[LabelledText, ...]) -> _Model:
    """Return what is learnt from examples, with how well they tell each other by cross-fitting."""
    counts = [_features(one.text) for one in examples]
    place = {name: i for i, name in enumerate(dict.fromkeys(name for found in counts for name in found))}
    matrix = np.zeros((len(examples), len(place)))
    for row, found in enumerate(counts):
        matrix[row, [place[name] for name in found]] = np.sqrt(list(found.values()))
    n = len(examples)
    rarity = np.log((1 + n) / (1 + np.append((matrix > 0).sum(axis=0), 0))) + 1
    matrix *= rarity[:-1]
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    label = np.array([one.label for one in examples], dtype=np.int64)
    likeness = matrix @ matrix.T
    n_labels = int(label.max()) + 1
    group = _groups(likeness, [one.group for one in examples], label)
    told, known = np.full(n, -1), np.ones(n)
    for fold_number in range(_FOLDS):
        test = group % _FOLDS == fold_number
        if len(np.unique(label[~test])) < n_labels:
            # Nearly all say the same: what is told of them shows nothing, and counts as wrong.
            continue
        weights, intercepts = _fit(likeness[np.ix_(~test, ~test)], label[~test])
        told[test] = (likeness[np.ix_(test, ~test)] @ weights + intercepts).argmax(axis=1)
        seen = (matrix[~test] > 0).any(axis=0)
        known[test] = (matrix[np.ix_(test, seen)] ** 2).sum(axis=1)
    weights, intercepts = _fit(likeness, label)
    accuracy = _balanced(told == label, label, group)
    least_known, tested = float(np.quantile(known, _FAR)), float((told >= 0).mean())
    return _Model(place, rarity, matrix.T @ weights, intercepts, least_known, accuracy, tested)


def _fit(likeness: FloatArray, label: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return the weights of examples for each label against the others, and the intercepts."""
    fits = [kernel_logistic(likeness, label == i, _PENALTY) for i in range(int(label.max()) + 1)]
    return np.column_stack([f.weights for f in fits]), np.array([f.intercept for f in fits])


def _groups(likeness: FloatArray, named: Sequence[str], label: IntArray) -> IntArray:
    """Return the number of each example's group: those named alike, or much alike, are of one.

    Groups are numbered label by label, so that every fifth of them has its share of each.
    """
    number: dict[str, int] = {}
    group = np.empty(len(named), dtype=np.int64)
    rows: list[int] = np.argsort(label, kind="stable").tolist()
    for row in rows:
        group[row] = number.setdefault(named[row], len(number))
    for a, b in zip(*np.nonzero(np.triu(likeness, 1) >= _ALIKE), strict=True):
        group[group == group[b]] = group[a]
    return np.unique(group, return_inverse=True)[1].astype(np.int64)


def _balanced(right: np.ndarray, label: IntArray, group: IntArray) -> Estimate:
    """Return the mean over labels of the share that is right, with its interval; examples of a group are as one.

    Source:
        Brodersen et al. (2010), ICPR 3121; limits joined as in Zou & Donner (2008), Statistics in Medicine 27:1693.
    """
    alike = intraclass_correlation(right - right.mean(), np.unique(group, return_inverse=True)[1])
    labels = int(label.max()) + 1
    middle, below, above = 0.0, 0.0, 0.0
    for i in range(labels):
        own = label == i
        effect = design_effect(np.bincount(group[own]), alike)
        share = wilson_interval(float(right[own].sum()) / effect, int(own.sum()) / effect)
        middle += share.estimate / labels
        below += ((share.estimate - share.low) / labels) ** 2
        above += ((share.high - share.estimate) / labels) ** 2
    return Estimate(len(label), None, middle, middle - below**0.5, min(1.0, middle + above**0.5), SHARE_UNIT)
