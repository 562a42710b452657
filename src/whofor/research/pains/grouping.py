"""Sentences that say the same: groups around the densest ones, and how well they are found again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import BoolArray, FloatArray, IntArray

__all__ = ["Grouping", "centred", "groups_of", "mean_direction", "stabilities"]

LEAST_ALIKE = 0.35
"""Cosine of centred vectors from which two sentences say the same. Lower covers more and is found again less."""
FEWEST_PEOPLE = 3
"""People from which a group is a pain."""
_SAME = 0.6
_JOINS = 0.5
_RESAMPLES = 20
_KEPT = 0.8
"""Share of the people that each resample keeps."""
_DIGITS = 6
"""Digits of a cosine that count: in others, vectors of one text differ by the texts it was embedded with."""


@dataclass(frozen=True, eq=False, slots=True)
class Grouping:
    """Groups of sentences.

    Attributes:
        group: Number of each sentence's group, from 0, the largest first; -1 for none.
        n_groups: How many groups there are.
    """

    group: IntArray
    n_groups: int


def centred(vectors: FloatArray, mean: FloatArray) -> FloatArray:
    """Return vectors less a mean, of length 1 again: what all sentences share says nothing of two of them.

    Example:
        >>> centred(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0.5, 0.5])).round(3).tolist()
        [[0.707, -0.707], [-0.707, 0.707]]
    """
    moved = vectors - mean
    length = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.divide(moved, length, out=np.zeros_like(moved), where=length > 0)


@dataclass(frozen=True, eq=False, slots=True)
class _Block:
    """Sentences of one aspect.

    Attributes:
        places: Their places among all.
        near: 1 for those that say the same, else 0; shape (sentences, sentences). Small floats, as sums of rows of them
            are what takes the time.
    """

    places: IntArray
    near: NDArray[np.float32]


@dataclass(frozen=True, eq=False, slots=True)
class _Said:
    """What is to be grouped.

    Attributes:
        vectors: Centred vectors, shape (sentences, dimensions).
        person: Who says each.
        blocks: Its blocks.
    """

    vectors: FloatArray
    person: IntArray
    blocks: tuple[_Block, ...]


def groups_of(vectors: FloatArray, block: IntArray, person: IntArray, least_alike: float = LEAST_ALIKE) -> Grouping:
    """Return groups of sentences that say the same, inside each block.

    The densest sentence takes all that are near it, then the densest of the others, and so on; how dense it is around a
    sentence is counted in people. Groups of fewer than three people are none.

    Args:
        vectors: Centred vectors, shape (sentences, dimensions).
        block: Block of each sentence, as its aspect.
        person: Who says each, a number.
        least_alike: Cosine from which two sentences say the same.

    Source:
        Hartigan (1975), Clustering Algorithms, chapter 3 (leader algorithm), with the densest as leaders.

    Example:
        >>> v = np.array([[1.0, 0.0], [0.9, 0.436], [0.8, 0.6], [-1.0, 0.0]])
        >>> groups_of(v, np.zeros(4, dtype=np.int64), np.arange(4)).group.tolist()
        [0, 0, 0, -1]
    """
    said = _Said(vectors, person, tuple(_blocks(vectors, block, least_alike)))
    return _grouped(said, np.ones(len(person), dtype=np.bool_))


def stabilities(
    vectors: FloatArray, block: IntArray, person: IntArray, seed: int, least_alike: float = LEAST_ALIKE
) -> tuple[Grouping, FloatArray]:
    """Return the groups, and how well each is found again when a fifth of the people are left out, 0 to 1.

    Of 20 samples of the people, the mean of the best Jaccard index of the group, less who was left out, with a group
    of the sample.

    Args:
        vectors: Centred vectors.
        block: Block of each sentence.
        person: Who says each, numbers from 0.
        seed: Seed of the samples.
        least_alike: Cosine from which two sentences say the same.

    Source:
        Hennig (2007), Computational Statistics & Data Analysis 52:258.
    """
    said = _Said(vectors, person, tuple(_blocks(vectors, block, least_alike)))
    whole = _grouped(said, np.ones(len(person), dtype=np.bool_))
    n_people, rng = int(person.max(initial=-1)) + 1, np.random.default_rng(seed)
    total = np.zeros(whole.n_groups)
    for _ in range(_RESAMPLES):
        drawn = np.zeros(n_people, dtype=np.bool_)
        drawn[rng.permutation(n_people)[: max(1, round(_KEPT * n_people))]] = True
        total += _best_jaccard(whole, _grouped(said, drawn[person]), drawn[person])
    return whole, total / _RESAMPLES


def _best_jaccard(whole: Grouping, again: Grouping, kept: BoolArray) -> FloatArray:
    """Return the best Jaccard index of each group with a group of the sample, over sentences that were kept."""
    if not again.n_groups or not whole.n_groups:
        return np.zeros(whole.n_groups)
    before, after = np.where(kept, whole.group, -1), again.group
    both = np.zeros((whole.n_groups, again.n_groups))
    shared = (before >= 0) & (after >= 0)
    np.add.at(both, (before[shared], after[shared]), 1)
    sizes = np.bincount(before[before >= 0], minlength=whole.n_groups)
    others = np.bincount(after[after >= 0], minlength=again.n_groups)
    return np.asarray((both / np.maximum(sizes[:, None] + others - both, 1)).max(axis=1), dtype=np.float64)


def _blocks(vectors: FloatArray, block: IntArray, least_alike: float) -> list[_Block]:
    found: list[_Block] = []
    for number in np.unique(block).tolist():
        places = np.flatnonzero(block == number)
        own = vectors[places]
        found.append(_Block(places, ((own @ own.T).round(_DIGITS) >= least_alike).astype(np.float32)))
    return found


def _grouped(said: _Said, kept: BoolArray) -> Grouping:
    """Return the groups of all blocks, of the sentences that are kept, the largest first."""
    person = said.person
    groups = [
        block.places[members]
        for block in said.blocks
        for members in _led(block.near, person[block.places], kept[block.places])
    ]
    groups.sort(key=lambda members: _largest_first(members, person))
    group = _joined(said, _merged(said, groups), kept)
    numbers = [np.flatnonzero(group == number) for number in range(int(group.max(initial=-1)) + 1)]
    numbers.sort(key=lambda members: _largest_first(members, person))
    found = np.full(len(person), -1, dtype=np.int64)
    for number, members in enumerate(numbers):
        found[members] = number
    return Grouping(found, len(numbers))


def _largest_first(members: IntArray, person: IntArray) -> tuple[int, int]:
    """Return what groups are ordered by: their people, then their first place, so that equal input is equally numbered."""
    return -len(np.unique(person[members])), int(members.min(initial=0))


def _merged(said: _Said, groups: Sequence[IntArray]) -> list[IntArray]:
    """Return groups, those of other blocks that say the same put together: aspects part what is between two of them."""
    centres: list[FloatArray] = []
    found: list[IntArray] = []
    for members in groups:
        centre = mean_direction(said.vectors[members], said.person[members])
        alike = np.array([(centre @ other).round(_DIGITS) for other in centres])
        if len(alike) and alike.max() >= _SAME:
            into = int(alike.argmax())
            found[into] = np.concatenate([found[into], members])
            centres[into] = mean_direction(said.vectors[found[into]], said.person[found[into]])
        else:
            found.append(members)
            centres.append(centre)
    return found


def _joined(said: _Said, groups: Sequence[IntArray], kept: BoolArray) -> IntArray:
    """Return the number of each sentence's group; those in none go to the nearest, if it is near enough."""
    group = np.full(len(said.person), -1, dtype=np.int64)
    for number, members in enumerate(groups):
        group[members] = number
    lone = np.flatnonzero((group < 0) & kept)
    if len(groups) and len(lone):
        centres = np.array([mean_direction(said.vectors[own], said.person[own]) for own in groups])
        alike = (said.vectors[lone] @ centres.T).round(_DIGITS)
        near = alike.max(axis=1) >= _JOINS
        group[lone[near]] = alike[near].argmax(axis=1)
    return group


def mean_direction(vectors: FloatArray, person: IntArray) -> FloatArray:
    """Return the mean of vectors, of length 1; people count alike however much they say.

    Example:
        >>> mean_direction(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]), np.array([0, 0, 1])).round(3).tolist()
        [0.707, 0.707]
    """
    _, number, counts = np.unique(person, return_inverse=True, return_counts=True)
    mean = (1.0 / counts[number]) @ vectors
    length = float(np.linalg.norm(mean))
    return mean / length if length else mean


def _led(near: NDArray[np.float32], person: IntArray, kept: BoolArray) -> list[IntArray]:
    """Return the groups of a block: each the sentences near a leader that no group before has taken."""
    # Sentences of one person count together as one, else who writes most would lead.
    share = 1.0 / np.bincount(person[kept], minlength=int(person.max(initial=0)) + 1).clip(1)
    weight = (share[person] * kept).astype(np.float32)
    free = kept.copy()
    count, dense = near @ free.astype(np.float32), near @ weight
    found: list[IntArray] = []
    while True:
        open_now = free & (count >= FEWEST_PEOPLE)
        if not open_now.any():
            return found
        leader = int(np.where(open_now, dense, -1.0).argmax())
        members = np.flatnonzero((near[leader] > 0) & free)
        free[members] = False
        taken = near[members]
        count -= taken.sum(axis=0)
        dense -= weight[members] @ taken
        if len(np.unique(person[members])) >= FEWEST_PEOPLE:
            found.append(members)
