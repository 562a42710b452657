from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from whofor.model.profile_changes import CauseKind, RecordingChange
from whofor.profile.compare import ComparedDeals, compare_versions, kitagawa_split, strata_of_rest

GROUPS = ("", "I1")


def made(
    cells: list[tuple[int, bool, int, int]], deals_of_account: int = 1, groups: tuple[str, ...] = GROUPS
) -> ComparedDeals:
    """Return deals of (group, since, deals, won)."""
    group, since, won = (
        np.concatenate([np.repeat(c[0], c[2]) for c in cells]),
        np.concatenate([np.repeat(c[1], c[2]) for c in cells]),
        np.concatenate([np.arange(c[2]) < c[3] for c in cells]),
    )
    return ComparedDeals(group, groups, won, np.arange(len(group)) // deals_of_account, since)


STAYS = [(0, False, 900, 90), (1, False, 100, 50), (0, True, 450, 45), (1, True, 50, 25)]
MIX = [(0, False, 900, 90), (1, False, 100, 50), (0, True, 350, 35), (1, True, 150, 75)]
OUTCOME = [(0, False, 900, 90), (1, False, 200, 100), (0, True, 450, 45), (1, True, 100, 20)]


def test_both_parts_by_hand():
    n, won = np.array([[80.0, 20.0], [60.0, 40.0]]), np.array([[8.0, 10.0], [12.0, 16.0]])
    # Rates .1 .5 -> .2 .4; shares .8 .2 -> .6 .4. Overall .18 -> .28.
    mix, outcomes = kitagawa_split(n, won)
    assert float(mix) == pytest.approx(-0.2 * 0.15 + 0.2 * 0.45)
    assert outcomes.tolist() == pytest.approx([0.7 * 0.1, 0.3 * -0.1])


def test_parts_add_up_to_the_change():
    rng = np.random.default_rng(2)
    n = rng.integers(1, 90, (50, 2, 4)).astype(float)
    won = np.floor(n * rng.random(n.shape))
    mix, outcomes = kitagawa_split(n, won)
    overall = won.sum(axis=-1) / n.sum(axis=-1)
    assert mix + outcomes.sum(axis=-1) == pytest.approx(overall[:, 1] - overall[:, 0])


def test_a_group_that_is_new_is_mix():
    mix, outcomes = kitagawa_split(np.array([[100.0, 0.0], [50.0, 50.0]]), np.array([[10.0, 0.0], [5.0, 25.0]]))
    assert outcomes.tolist() == [0.0, 0.0]
    assert float(mix) == pytest.approx(0.3 - 0.1)


def test_more_of_a_group_is_named_as_mix():
    found = compare_versions(made(MIX), seed=1)
    assert [(c.kind, c.group) for c in found.named] == [(CauseKind.MIX, "")]
    assert found.causes[0].points == pytest.approx(0.2 * 0.4)
    assert not found.same_but_narrower


def test_another_outcome_is_named_as_such():
    found = compare_versions(made(OUTCOME), seed=1)
    assert [(c.kind, c.group) for c in found.named] == [(CauseKind.OUTCOME, "I1")]
    assert found.named[0].high < 0


def test_nothing_moved_same_answer_narrower():
    found = compare_versions(made(STAYS), seed=1)
    assert found.named == ()
    assert found.same_but_narrower
    assert (found.then.n, found.now.n, found.together.n) == (1000, 500, 1500)
    assert found.together.estimate == pytest.approx(0.14)


def test_recording_comes_first_and_nothing_else_is_named():
    change = RecordingChange("employees", 0.9, 0.4, (), 900, 400, filled=True)
    found = compare_versions(made(OUTCOME), (change,), seed=1)
    assert found.recording == (change,)
    assert found.named == ()
    assert not found.same_but_narrower


def test_accounts_are_resampled():
    single, many = (compare_versions(made(OUTCOME, size), seed=1).causes[2] for size in (1, 20))
    assert many.high - many.low > 2 * (single.high - single.low)


def test_few_deals_of_a_group_are_no_cause():
    cells = [(0, False, 900, 90), (1, False, 100, 90), (0, True, 450, 45), (1, True, 9, 0)]
    assert [c.group for c in compare_versions(made(cells), seed=1).named if c.kind is CauseKind.OUTCOME] == []


def test_intervals_cover_and_a_wrong_cause_is_rare():
    """Where nothing moved, of 150 pairs at most 5 % name any cause, but for 3 standard errors."""
    wrong = 0
    for seed in range(150):
        rng = np.random.default_rng(seed)
        account = rng.integers(0, 500, 1000)
        group = (rng.random(500) < 0.2).astype(np.int64)[account]
        liking = rng.normal(0, 0.08, 500)[account]
        deals = ComparedDeals(
            group, GROUPS, rng.random(1000) < 0.15 + 0.25 * group + liking, account, np.arange(1000) >= 650
        )
        wrong += bool(compare_versions(deals, seed=seed, draws=1000).named)
    assert wrong <= 150 * (0.05 + 3 * np.sqrt(0.05 * 0.95 / 150))


def test_same_seed_same_intervals():
    assert compare_versions(made(MIX), seed=3) == compare_versions(made(MIX), seed=3)


def test_a_group_of_which_no_deal_was_won_since_is_no_cause_by_that_alone():
    # 3 of 100 then, 0 of 40 since: resamples of the 40 never have a win, but that comes in three of ten such groups.
    cells = [(0, False, 900, 90), (1, False, 100, 3), (0, True, 450, 45), (1, True, 40, 0)]
    found = compare_versions(made(cells), seed=1)
    assert found.named == ()
    assert found.causes[2].low < 0.0 <= found.causes[2].high


def test_what_a_planned_look_found_is_named_too():
    found = compare_versions(made(STAYS), moved=("I1",), seed=1)
    assert [c.group for c in found.named] == ["I1"]
    change = RecordingChange("employees", 0.9, 0.4, (), 900, 400, filled=True)
    assert compare_versions(made(STAYS), (change,), ("I1",), seed=1).named == ()


def among_others(cells: list[tuple[int, int, bool, int, int]]) -> tuple[ComparedDeals, np.ndarray]:
    """Return deals of (group, sector, since, deals, won), and their sectors."""
    deals = made([(group, since, n, won) for group, _, since, n, won in cells])
    return deals, np.concatenate([np.full(n, sector) for _, sector, _, n, _ in cells])


def test_other_companies_among_everyone_else_are_no_outcome():
    # Sector 1 is won in 40 %, sector 0 in 5 %; half of sector 1 stays away. No outcome moved.
    cells = [(0, 0, False, 600, 30), (0, 1, False, 300, 120), (1, 0, False, 100, 50)]
    cells += [(0, 0, True, 400, 20), (0, 1, True, 50, 20), (1, 0, True, 50, 25)]
    deals, sector = among_others(cells)
    strata = strata_of_rest([sector % 1, sector], deals)
    assert strata is not None
    rest = deals.group == 0
    assert len(set(zip(strata[rest].tolist(), sector[rest].tolist(), strict=True))) == 2
    assert set(strata[~rest].tolist()) == {0}
    found = compare_versions(replace(deals, within=strata), seed=1)
    assert [(c.kind, c.group) for c in found.named] == [(CauseKind.MIX_OF_REST, "")]
    # By hand: the rest goes from 150 / 900 to 40 / 450, at .9 of all deals on both sides.
    assert found.causes[1].points == pytest.approx(0.9 * (40 / 450 - 150 / 900))
    assert [c.points for c in found.causes] == pytest.approx([0.0, 0.9 * (40 / 450 - 150 / 900), 0.0, 0.0])
    # Without strata it would be called an outcome.
    assert [(c.kind, c.group) for c in compare_versions(deals, seed=1).named] == [(CauseKind.OUTCOME, "")]


def test_everyone_else_won_less_often_is_an_outcome_within_strata():
    cells = [(0, 0, False, 600, 60), (0, 1, False, 300, 120), (1, 0, False, 100, 50)]
    cells += [(0, 0, True, 300, 10), (0, 1, True, 150, 30), (1, 0, True, 50, 25)]
    deals, sector = among_others(cells)
    found = compare_versions(replace(deals, within=strata_of_rest([sector], deals)), seed=1)
    assert [(c.kind, c.group) for c in found.named] == [(CauseKind.OUTCOME, "")]
    assert sum(c.points for c in found.causes) == pytest.approx(65 / 500 - 230 / 1000)


def test_facts_that_tell_nothing_are_no_strata():
    deals = made(STAYS)
    place = np.arange(len(deals.group))
    assert strata_of_rest([place % 2, np.zeros_like(place), np.full_like(place, -1)], deals) is None
    # 450 values of two deals each: too few of any to be a stratum.
    assert strata_of_rest([place // 2], deals) is None
