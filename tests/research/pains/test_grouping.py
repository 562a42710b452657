"""Groups of sentences that say the same."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.arrays import FloatArray, IntArray
from whofor.research.pains.grouping import centred, groups_of, stabilities


def three_bunches(each: int, seed: int = 0) -> tuple[FloatArray, IntArray]:
    """Unit vectors around three directions at right angles, and the bunch of each."""
    rng = np.random.default_rng(seed)
    bunch = np.repeat(np.arange(3), each)
    vectors = np.eye(8)[bunch] + 0.08 * rng.normal(size=(3 * each, 8))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), bunch


def test_planted_bunches_are_found() -> None:
    vectors, bunch = three_bunches(10)
    found = groups_of(vectors, np.zeros(30, dtype=np.int64), np.arange(30))
    assert found.n_groups == 3
    assert {tuple(np.unique(found.group[bunch == b])) for b in range(3)} == {(0,), (1,), (2,)}


def test_what_blocks_part_is_put_together_again() -> None:
    vectors, bunch = three_bunches(10)
    found = groups_of(vectors, np.arange(30) % 2, np.arange(30))
    assert found.n_groups == 3
    assert all(len(np.unique(bunch[found.group == g])) == 1 for g in range(3))


def test_blocks_keep_apart_what_is_only_half_alike() -> None:
    # Cosine .45: near enough to a leader, not to one centre.
    vectors = np.repeat(np.array([[1.0, 0.0], [0.45, 0.893]]), 4, axis=0)
    assert groups_of(vectors, np.repeat([0, 1], 4), np.arange(8)).n_groups == 2


def test_a_lone_sentence_goes_to_the_nearest_group() -> None:
    vectors = np.vstack([np.repeat(np.eye(3)[:1], 4, axis=0), [[0.8, 0.6, 0.0], [0.1, 0.995, 0.0]]])
    assert groups_of(vectors, np.array([0, 0, 0, 0, 1, 1]), np.arange(6)).group.tolist() == [0, 0, 0, 0, 0, -1]


def test_three_people_make_a_group_and_one_who_says_it_often_does_not() -> None:
    vectors = np.repeat(np.eye(4)[:2], [6, 3], axis=0)
    person = np.array([0, 0, 0, 0, 0, 1, 2, 3, 4])
    found = groups_of(vectors, np.zeros(9, dtype=np.int64), person)
    assert found.group.tolist() == [-1] * 6 + [0] * 3


def test_who_writes_most_does_not_lead() -> None:
    # One person says ten things beside a; four people say b, which is as near to a as to them.
    a, b, c = np.eye(3)[0], np.array([0.6, 0.8, 0.0]), np.eye(3)[1]
    vectors = np.array([a] * 10 + [b] + [c] * 3)
    person = np.array([0] * 10 + [1, 2, 3, 4])
    found = groups_of(vectors, np.zeros(14, dtype=np.int64), person, 0.5)
    assert found.group[10:].tolist() == [0, 0, 0, 0]


def test_no_sentences_no_groups() -> None:
    none = np.zeros(0, dtype=np.int64)
    grouping, stable = stabilities(np.zeros((0, 4)), none, none, seed=0)
    assert grouping.n_groups == 0
    assert len(stable) == 0


def test_clear_bunches_are_found_again_and_seeds_repeat() -> None:
    vectors, _ = three_bunches(10)
    block, person = np.zeros(30, dtype=np.int64), np.arange(30)
    grouping, stable = stabilities(vectors, block, person, seed=1)
    assert grouping.n_groups == 3
    assert stable == pytest.approx(np.ones(3))
    again = stabilities(vectors, block, person, seed=1)
    assert again[0].group.tolist() == grouping.group.tolist()
    assert again[1].tolist() == stable.tolist()


def test_groups_in_noise_are_not_found_again() -> None:
    noise = np.random.default_rng(0).normal(size=(80, 6))
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    _, stable = stabilities(noise, np.zeros(80, dtype=np.int64), np.arange(80), seed=0)
    assert 0.2 < float(stable.mean()) < 0.7


def test_centred_vectors_have_no_mean_direction_left() -> None:
    vectors, _ = three_bunches(10)
    moved = centred(vectors, vectors.mean(axis=0))
    assert np.linalg.norm(moved, axis=1) == pytest.approx(np.ones(30))
    assert centred(np.ones((2, 3)), np.ones(3)).tolist() == np.zeros((2, 3)).tolist()
