"""Sentences that say the same: groups around the densest ones, and how well they are found again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import BoolArray, FloatArray, IntArray

__all__ = ["Grouping", "centred", "groups_of", "mean_direction", "stabilities"]

LEAST_ALIKE = 0.35
"""Cosine of centred vectors from which a sentence says what its leader says. Lower covers more and is less firm."""
_JOINS = 0.1
"""By how much nearer a sentence must be to the centre of a group than to a leader: centres are nearer to all."""
_SAME = 0.15
"""By how much nearer two centres must be to be of one group.

Without either, a planted pain of 30 people fell into pieces of six at the borders of aspects. The three were chosen on
that pain and on sentences of three sources (1,200 to 3,800 needs): 44 % to 60 % are in a group, adjusted Rand index of
samples .95, .88 and .69, mean Jaccard index .72, .64 and .51; leaders from .40 on cover 33 % to 54 % at .96, .91, .75.
"""
FEWEST_PEOPLE = 3
"""People from which a group is a pain."""
_FEWEST_AGAIN = 2
"""People from which it is one in a sample, from which a fifth of the people are left out."""
_ROUNDS = 2
"""How often groups are put together and sentences go to the nearest: further rounds move few sentences."""
_RESAMPLES = 20
_KEPT = 0.8
"""Share of the people that each resample keeps."""
_DIGITS = 5
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
        vectors: Centred vectors, shape (sentences, dimensions); small floats, see `_Block`.
        person: Who says each.
        blocks: Its blocks.
        least_alike: Cosine from which a sentence says what its leader says.
    """

    vectors: NDArray[np.float32]
    person: IntArray
    blocks: tuple[_Block, ...]
    least_alike: float


def _said(vectors: FloatArray, block: IntArray, person: IntArray, least_alike: float) -> _Said:
    small = vectors.astype(np.float32)
    blocks: list[_Block] = []
    for number in np.unique(block).tolist():
        places = np.flatnonzero(block == number)
        own = small[places]
        blocks.append(_Block(places, ((own @ own.T).round(_DIGITS) >= least_alike).astype(np.float32)))
    return _Said(small, person, tuple(blocks), least_alike)


def groups_of(vectors: FloatArray, block: IntArray, person: IntArray, least_alike: float = LEAST_ALIKE) -> Grouping:
    """Return groups of sentences that say the same.

    Inside each block the densest sentence takes all that are near it, then the densest of the others, and so on; how
    dense it is around a sentence is counted in people. Then groups with nearly one centre are put together, and each
    sentence goes to the nearest centre, if it is near enough. Groups of fewer than three people are none.

    Args:
        vectors: Centred vectors, shape (sentences, dimensions).
        block: Block of each sentence, as its aspect.
        person: Who says each, a number.
        least_alike: Cosine from which a sentence says what its leader says.

    Source:
        Hartigan (1975), Clustering Algorithms, chapter 3 (leader algorithm), with the densest as leaders.

    Example:
        >>> v = np.array([[1.0, 0.0], [0.9, 0.436], [0.8, 0.6], [-1.0, 0.0]])
        >>> groups_of(v, np.zeros(4, dtype=np.int64), np.arange(4)).group.tolist()
        [0, 0, 0, -1]
    """
    return _grouped(_said(vectors, block, person, least_alike), np.ones(len(person), dtype=np.bool_), FEWEST_PEOPLE)


def stabilities(
    vectors: FloatArray, block: IntArray, person: IntArray, seed: int, least_alike: float = LEAST_ALIKE
) -> tuple[Grouping, FloatArray]:
    """Return the groups, and how well each is found again when a fifth of the people are left out, 0 to 1.

    Of 20 samples of the people, the mean of the best Jaccard index of the group, less who was left out, with a group
    of the sample. There two people make a group.

    Args:
        vectors: Centred vectors.
        block: Block of each sentence.
        person: Who says each, numbers from 0.
        seed: Seed of the samples.
        least_alike: Cosine from which a sentence says what its leader says.

    Source:
        Hennig (2007), Computational Statistics & Data Analysis 52:258.
    """
    said = _said(vectors, block, person, least_alike)
    whole = _grouped(said, np.ones(len(person), dtype=np.bool_), FEWEST_PEOPLE)
    n_people, rng = int(person.max(initial=-1)) + 1, np.random.default_rng(seed)
    total = np.zeros(whole.n_groups)
    for _ in range(_RESAMPLES):
        drawn = np.zeros(n_people, dtype=np.bool_)
        drawn[rng.permutation(n_people)[: max(1, round(_KEPT * n_people))]] = True
        total += _best_jaccard(whole, _grouped(said, drawn[person], _FEWEST_AGAIN), drawn[person])
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


def _grouped(said: _Said, kept: BoolArray, fewest: int) -> Grouping:
    """Return the groups of all blocks, of the sentences that are kept, the largest first."""
    groups = [
        block.places[members]
        for block in said.blocks
        for members in _led(block.near, said.person[block.places], kept[block.places], fewest)
    ]
    groups = _largest_first(groups, said.person, fewest)
    for _ in range(_ROUNDS):
        groups = _largest_first(_nearest(said, _merged(said, groups), kept), said.person, fewest)
    found = np.full(len(said.person), -1, dtype=np.int64)
    for number, members in enumerate(groups):
        found[members] = number
    return Grouping(found, len(groups))


def _largest_first(groups: Sequence[IntArray], person: IntArray, fewest: int) -> list[IntArray]:
    """Return groups of so many people, by how many these are, then by first place: equal input is numbered equally."""
    sized = [(len(np.unique(person[members])), members) for members in groups]
    enough = [(-people, int(members.min()), place) for place, (people, members) in enumerate(sized) if people >= fewest]
    return [groups[place] for _, _, place in sorted(enough)]


def _merged(said: _Said, groups: Sequence[IntArray]) -> list[IntArray]:
    """Return groups, those with nearly one centre put together: aspects part what lies between two of them."""
    found: list[IntArray] = []
    centres = np.zeros((len(groups), said.vectors.shape[1]), dtype=np.float32)
    for members in groups:
        centre = mean_direction(said.vectors[members], said.person[members])
        alike = (centres[: len(found)] @ centre).round(_DIGITS)
        if found and alike.max() >= said.least_alike + _SAME:
            into = int(alike.argmax())
            found[into] = np.concatenate([found[into], members])
            centres[into] = mean_direction(said.vectors[found[into]], said.person[found[into]])
        else:
            centres[len(found)] = centre
            found.append(members)
    return found


def _nearest(said: _Said, groups: Sequence[IntArray], kept: BoolArray) -> list[IntArray]:
    """Return, of each group, the sentences that are nearest to its centre, and near enough."""
    if not groups:
        return []
    centres = np.array([mean_direction(said.vectors[own], said.person[own]) for own in groups])
    places = np.flatnonzero(kept)
    alike = (said.vectors[places] @ centres.T).round(_DIGITS)
    group = np.where(alike.max(axis=1) >= said.least_alike + _JOINS, alike.argmax(axis=1), -1)
    return [places[group == number] for number in range(len(groups))]


def mean_direction(vectors: NDArray[np.floating[Any]], person: IntArray) -> FloatArray:
    """Return the mean of vectors, of length 1; people count alike however much they say.

    Example:
        >>> mean_direction(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]), np.array([0, 0, 1])).round(3).tolist()
        [0.707, 0.707]
    """
    _, number, counts = np.unique(person, return_inverse=True, return_counts=True)
    mean = (1.0 / counts[number]) @ vectors.astype(np.float64)
    length = float(np.linalg.norm(mean))
    return mean / length if length else mean


def _led(near: NDArray[np.float32], person: IntArray, kept: BoolArray, fewest: int) -> list[IntArray]:
    """Return the groups of a block: each the sentences near a leader that no group before has taken."""
    # Sentences of one person count together as one, else who writes most would lead.
    share = 1.0 / np.bincount(person[kept], minlength=int(person.max(initial=0)) + 1).clip(1)
    weight = (share[person] * kept).astype(np.float32)
    free = kept.copy()
    count, dense = near @ free.astype(np.float32), near @ weight
    found: list[IntArray] = []
    while True:
        open_now = free & (count >= fewest)
        if not open_now.any():
            return found
        leader = int(np.where(open_now, dense, -1.0).argmax())
        members = np.flatnonzero((near[leader] > 0) & free)
        free[members] = False
        taken = near[members]
        count -= taken.sum(axis=0)
        dense -= weight[members] @ taken
        if len(np.unique(person[members])) >= fewest:
            found.append(members)
