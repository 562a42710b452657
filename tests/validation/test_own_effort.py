"""What own effort says of a segment, on hand-made deals."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.figures.outcome import Outcome
from whofor.model import Measure, OwnEffort, Verdict
from whofor.model.reasons.steps import TryOwnEffort
from whofor.model.reasons.verdicts import HoldsByOwnEffort, RidesOnWordOfMouth, TooFewByOwnEffort
from whofor.schema.lead_sources import Effort
from whofor.stats.intervals import newcombe_interval
from whofor.validation.own_effort import among_own_effort, own_effort_result, parted


def deals(*groups: tuple[bool, str, int, int]) -> tuple[np.ndarray, np.ndarray, Outcome]:
    """Deals of groups: whether of the segment, class of the source, number and wins."""
    inside = np.concatenate([np.full(n, within) for within, _, n, _ in groups])
    classes = np.concatenate([np.full(n, name, dtype=object) for _, name, n, _ in groups])
    won = np.concatenate([np.arange(n) < k for _, _, n, k in groups]).astype(float)
    return inside, classes, Outcome.of(Measure(), won)


def figures(*groups: tuple[bool, str, int, int]) -> tuple[OwnEffort | None, float, Outcome]:
    inside, classes, outcome = deals(*groups)
    everyone = np.ones(len(inside), dtype=bool)
    found = among_own_effort(inside, everyone, outcome, Effort.of(classes, len(inside)))
    return found, outcome.mean_of(inside) - outcome.mean_of(~inside), outcome


def test_the_difference_is_that_of_own_leads_alone() -> None:
    found, _, _ = figures(
        (True, "outbound", 40, 20), (True, "referral", 30, 30), (False, "organic", 100, 20), (False, "partner", 50, 40),
        (True, "other", 9, 9), (False, "", 9, 0),
    )  # fmt: skip
    assert found is not None
    assert (found.inside.n, found.inside.n_won, found.rest.n, found.rest.n_won) == (40, 20, 100, 20)
    assert found.n_word_of_mouth == 30
    wanted = newcombe_interval(20, 40, 20, 100)
    assert (found.difference, found.ci_low, found.ci_high) == (wanted.estimate, wanted.low, wanted.high)


@pytest.mark.parametrize(
    ("own", "reason", "verdict"),
    [
        ((60, 30), HoldsByOwnEffort(60), Verdict.PASS),
        ((60, 12), RidesOnWordOfMouth(60), Verdict.REVIEW),
        ((60, 3), RidesOnWordOfMouth(60), Verdict.REVIEW),
        ((4, 2), TooFewByOwnEffort(4), Verdict.REVIEW),
    ],
)
def test_own_effort_confirms_doubts_or_is_too_little(own: tuple[int, int], reason: object, verdict: Verdict) -> None:
    """Others by own effort win 20 %; the segment wins all that others sent."""
    found, _, outcome = figures((True, "outbound", *own), (True, "referral", 20, 20), (False, "organic", 200, 40))
    assert found is not None
    said = own_effort_result(found, 0.3, 1, outcome)
    assert (said.reason, said.at_best) == (reason, verdict)
    assert isinstance(said.next_step, TryOwnEffort) is (verdict is Verdict.REVIEW)


def test_whom_to_avoid_is_judged_the_other_way_round() -> None:
    found, _, outcome = figures((True, "outbound", 80, 4), (True, "referral", 20, 0), (False, "organic", 200, 60))
    assert found is not None
    assert own_effort_result(found, -0.25, -1, outcome).reason == HoldsByOwnEffort(80)


@pytest.mark.parametrize(
    "groups",
    [
        ((True, "", 60, 30), (True, "referral", 20, 20), (False, "organic", 30, 6)),
        ((True, "outbound", 60, 30), (True, "referral", 4, 4), (False, "organic", 200, 40)),
    ],
)
def test_where_the_two_cannot_be_parted_nothing_is_said(groups: tuple[tuple[bool, str, int, int], ...]) -> None:
    """Too few sources are told; four leads carry nothing."""
    found, _, _ = figures(*groups)
    assert found is None


def test_a_segment_that_others_sent_altogether_is_not_sure() -> None:
    found, difference, outcome = figures((True, "referral", 60, 30), (False, "organic", 200, 40))
    assert found is not None
    assert (found.inside.n, found.difference, found.n_word_of_mouth) == (0, None, 60)
    said = own_effort_result(found, difference, 1, outcome)
    assert (said.reason, said.at_best) == (TooFewByOwnEffort(0), Verdict.REVIEW)


def test_sources_part_own_effort_where_half_are_told() -> None:
    assert parted(Effort.of(np.array(["outbound", "referral", "other", ""], dtype=object), 4))
    assert not parted(Effort.of(np.array(["outbound", "other", ""], dtype=object), 3))
    assert not parted(Effort.of(None, 3))
