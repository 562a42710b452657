"""Criticality by hand, and its interval."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.model.voice import SourceKind
from whofor.research.pains.criticality import SourceVoices, criticalities


def source(kind: SourceKind, people: int, says: dict[int, dict[str, range]]) -> SourceVoices:
    """A source with so many people; of each pain who says it, and with what."""
    n_pains = max(says) + 1
    made = {name: np.zeros((people, n_pains), dtype=np.bool_) for name in ("said", "cost", "churn", "low", "starred")}
    for pain, columns in says.items():
        for name, who in columns.items():
            made[name][list(who), pain] = True
    return SourceVoices(kind, made["said"], made["cost"], made["churn"], made["low"], made["starred"])


def test_by_hand() -> None:
    says = {
        0: {"said": range(30), "cost": range(15), "churn": range(6), "starred": range(20), "low": range(10)},
        1: {"said": range(30, 40), "starred": range(30, 40)},
    }
    first, second = criticalities([source(SourceKind.PUBLIC, 100, says)], seed=0)
    # Means of the source: reach 40/200, cost 15/40, churn 6/40, low 10/30; each counts for ten people.
    reach, cost, churn, low = (30 + 2) / 110, (15 + 3.75) / 40, (6 + 1.5) / 40, (10 + 10 / 3) / 30
    assert first.parts.reach == pytest.approx(reach, abs=1e-6)
    assert first.parts.low == pytest.approx(low, abs=1e-6)
    assert first.value == pytest.approx(100 * reach * (1 + cost + 2 * churn + low) / 5, abs=1e-4)
    assert second.parts.cost == pytest.approx(3.75 / 20, abs=1e-6)
    assert first.ci_low < first.value < first.ci_high
    assert first.value > second.value
    assert first.top_share == second.top_share == 1.0  # of two pains both are among the first five


def test_sources_count_by_their_weights() -> None:
    interviews = source(SourceKind.INTERVIEW, 10, {0: {"said": range(5)}})
    reviews = source(SourceKind.PUBLIC, 100, {0: {"said": range(0)}})
    (only,) = criticalities([interviews, reviews], seed=0)
    # Reach 5/10 of weight 1 and 0/100 of weight 0.2; with one pain each source's mean is its own share.
    assert only.parts.reach == pytest.approx(0.5 / 1.2, abs=1e-6)


def test_stars_that_nobody_gives_count_as_none_given() -> None:
    (only,) = criticalities([source(SourceKind.PUBLIC, 10, {0: {"said": range(5)}})], seed=0)
    assert only.parts.low == 0.0


def test_a_seed_repeats_and_no_pains_have_no_criticality() -> None:
    made = [source(SourceKind.PUBLIC, 50, {0: {"said": range(20)}, 1: {"said": range(10)}})]
    assert criticalities(made, seed=3) == criticalities(made, seed=3)
    assert criticalities([], seed=0) == []


def test_the_interval_covers_what_the_people_are_drawn_from() -> None:
    # Reach alone: of 40 sets of 200 people of whom 30 % say it, the interval holds 30 % in most.
    rng = np.random.default_rng(0)
    held = 0
    for seed in range(40):
        said = (rng.random((200, 1)) < 0.3).astype(np.bool_)
        none = np.zeros_like(said)
        (one,) = criticalities([SourceVoices(SourceKind.PUBLIC, said, none, none, none, none)], seed=seed)
        held += one.ci_low <= 100 * 0.3 / 5 <= one.ci_high
    assert held >= 34
