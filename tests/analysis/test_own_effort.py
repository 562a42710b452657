"""Own effort decides: what referrals alone carry does not pass, what own effort shows as well does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest

from whofor.analysis.find import DataFacts, find_profile, in_order
from whofor.model import Estimate, IcpResult, IssueCode, OwnEffort, Parameter, Segment, SegmentFinding, Verdict
from whofor.model.options import FindOptions
from whofor.model.reasons.steps import Pursue, TryOwnEffort
from whofor.schema.history import History
from whofor.schema.rows import DealRows

Make = Callable[..., DealRows]
Columns = Mapping[str, np.ndarray]
CLASSES = {"web": "organic", "fair": "event", "referral": "referral"}


def with_sources(rows: DealRows, classes: Mapping[str, str | None] = CLASSES) -> DealRows:
    """The same deals, whose sources have classes."""
    source = rows.confounders[0].values
    classed = np.array([classes[s] for s in source.tolist()], dtype=object)
    return replace(rows, history=History(source=source, source_class=classed))


def run(rows: DealRows, **options: object) -> IcpResult:
    parameters: list[Parameter] = [a.parameter for a in (*rows.attributes, *rows.confounders)]
    settings = FindOptions(permutations=300, **options)  # type: ignore[arg-type]
    return find_profile(rows, parameters, settings, DataFacts("hash"), today=20_500.0)


def banks_everywhere(c: Columns) -> np.ndarray:
    return np.where(c["sector"] == "bank", 0.45, 0.2)


def banks_by_referral(c: Columns) -> np.ndarray:
    return np.where((c["sector"] == "bank") & (c["source"] == "referral"), 0.75, 0.2)


def codes(finding: SegmentFinding) -> list[str]:
    return [reason.code for reason in finding.reasons]


def banks(result: IcpResult) -> SegmentFinding:
    """The finding on banks, whatever else is beside it."""
    of_banks = (
        f
        for f in result.search.segments
        for c in f.segment.conditions
        if (c.parameter, c.values) == ("sector", ("bank",))
    )
    return next(of_banks)


@pytest.mark.parametrize("seed", range(5))
def test_what_is_as_good_by_own_effort_passes(make: Make, seed: int) -> None:
    finding = banks(run(with_sources(make(2400, 40 + seed, banks_everywhere))))
    assert finding.verdict is Verdict.PASS
    assert "holds_by_own_effort" in codes(finding)
    own = finding.own_effort
    assert own is not None
    assert (own.ci_low or 0.0) > 0
    assert own.difference == pytest.approx(0.25, abs=0.08)


@pytest.mark.parametrize("seed", range(5))
def test_what_referrals_alone_carry_is_not_sure(make: Make, seed: int) -> None:
    rows = make(2400, 60 + seed, banks_by_referral)
    finding = banks(run(with_sources(rows)))
    assert finding.verdict is Verdict.REVIEW
    own = finding.own_effort
    assert own is not None
    assert own.ci_low is not None
    assert own.ci_low <= 0
    assert "rides_on_word_of_mouth" in codes(finding)
    n_own = int(((rows.attributes[0].values == "bank") & (rows.confounders[0].values != "referral")).sum())
    assert own.inside.n <= n_own


def test_without_sources_nothing_changes_and_the_reason_is_said(make: Make) -> None:
    rows = make(2400, 60, banks_by_referral)
    plain, untold = run(rows), run(with_sources(rows, dict.fromkeys(CLASSES)))
    for result in (plain, untold):
        finding = banks(result)
        assert finding.own_effort is None
        assert not {"rides_on_word_of_mouth", "holds_by_own_effort"} & set(codes(finding))
    assert [f.verdict for f in plain.search.segments] == [f.verdict for f in untold.search.segments]
    found = run(make(2400, 40, banks_everywhere))
    (issue,) = [i for i in found.data.issues if i.code is IssueCode.EFFORT_UNKNOWN]
    assert issue.count == found.run.rows
    told = run(with_sources(make(2400, 40, banks_everywhere)))
    assert IssueCode.EFFORT_UNKNOWN not in {i.code for i in told.data.issues}


def test_a_claim_that_referrals_alone_carry_is_not_sure(make: Make) -> None:
    by_referral = run(with_sources(make(1200, 7, banks_by_referral)), claims=("sector = bank",)).search.claims[0]
    assert by_referral.verdict is Verdict.REVIEW
    assert "rides_on_word_of_mouth" in codes(by_referral)
    assert isinstance(by_referral.next_step, TryOwnEffort)
    everywhere = run(with_sources(make(1200, 7, banks_everywhere)), claims=("sector = bank",)).search.claims[0]
    assert everywhere.verdict is Verdict.PASS
    assert codes(everywhere)[-1] == "holds_by_own_effort"


def ranked(id_: str, verdict: Verdict, low: float | None, high: float = 0.9) -> SegmentFinding:
    """A finding whose difference among leads by own effort is in this interval."""
    figure = Estimate(50, 20, 0.4, 0.3, 0.5)
    own = None if low is None else OwnEffort(figure, figure, (low + high) / 2, low, high, 9)
    found = Estimate(50, 20, 0.4, 0.3, 0.5)
    return SegmentFinding(
        id_, Segment(()), 1, verdict, (), Pursue(), 4.0, 0.01, found, found, found, found, own_effort=own
    )


def order(*findings: SegmentFinding, better: int = 1) -> list[str]:
    return [f.id for f in in_order(findings, better)]


def test_types_of_client_are_ranked_by_what_own_effort_shows() -> None:
    a, b, c = (ranked(f"S{i}", Verdict.PASS, low) for i, low in enumerate((0.1, 0.3, 0.2), 1))
    assert order(a, b, c) == ["S2", "S3", "S1"]
    doubtful = ranked("S4", Verdict.REVIEW, 0.8)
    assert order(doubtful, a, b) == ["S2", "S1", "S4"]


def test_shorter_cycles_are_ranked_by_the_end_nearer_to_none() -> None:
    """20 to 40 days less show more than 5 to 60 days less."""
    sure, wide = ranked("S1", Verdict.PASS, -60, -5), ranked("S2", Verdict.PASS, -40, -20)
    assert order(sure, wide, better=-1) == ["S2", "S1"]


def test_where_one_has_no_such_figure_the_order_stays() -> None:
    a, b = ranked("S1", Verdict.PASS, None), ranked("S2", Verdict.PASS, 0.3)
    assert order(a, b) == ["S1", "S2"]
