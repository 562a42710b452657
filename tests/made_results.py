"""Hand-made results: found, what clients are worth, no pattern, not enough data, claims, hostile text."""

from __future__ import annotations

from dataclasses import fields, replace

from made_accounts import with_accounts
from made_worth import ASIA, FINTECH, LARGE, LATAM, MAKERS, MIDDLE, NO_SIZE, ROUND, USES, days, rate, with_worth
from whofor.model import (
    Adjustment,
    AlsoPassed,
    AlsoPassedKind,
    Answer,
    ClientFindings,
    Condition,
    ConfounderEffect,
    DataFindings,
    Estimate,
    EveryoneElse,
    IcpResult,
    Issue,
    IssueCode,
    Leak,
    Look,
    Operator,
    RunInfo,
    SearchFindings,
    Segment,
    SegmentFinding,
    SetAside,
    Verdict,
    WaitingTime,
    WithoutCondition,
)
from whofor.model.reasons.answers import NothingBeyondChance, TooFewOutcomes
from whofor.model.reasons.data import (
    BeforeRecording,
    ByName,
    FilledForOneOutcome,
    NoValue,
    Open,
    SeparatesTooWell,
    Unripe,
)
from whofor.model.reasons.steps import (
    CollectOutcomes,
    CompareWithin,
    DeclareClaims,
    DropClaim,
    DropSegment,
    HypothesisTest,
    Pursue,
    PursueLess,
    RecordField,
    ResearchMode,
    WaitForDeals,
)
from whofor.model.reasons.verdicts import (
    ClaimNotSupported,
    ClaimSupported,
    Confirmed,
    ConfirmTooFew,
    CorrectedSignificant,
    Hypothesis,
    HypothesisUnclear,
    NotSignificant,
    OppositeHeldBack,
    RestsOnUnknown,
    RidesOnConfounder,
    SurvivesStrata,
)
from whofor.stats.intervals import rate_ratio_interval


def changed(result: IcpResult, **changes: object) -> IcpResult:
    """A result with some fields changed, whichever part they are in."""
    parts = {part: getattr(result, part) for part in ("search", "clients", "data")}
    for name, value in changes.items():
        part = next((key for key, held in parts.items() if name in {f.name for f in fields(held)}), None)
        if part is None:
            result = replace(result, **{name: value})
        else:
            parts[part] = replace(parts[part], **{name: value})
    return replace(result, **parts)


def lifted(won: int, n: int, rest_won: int, rest: int) -> dict[str, float]:
    """A lift with its interval, as fields of a finding."""
    i = rate_ratio_interval(won, n, rest_won, rest)
    return {"lift": i.estimate, "lift_low": i.low, "lift_high": i.high}


def run_info(**changes: object) -> RunInfo:
    """A run of the found result."""
    info = RunInfo(
        id="3f9c1a2b7d40",
        seed=7,
        data_hash="9b1d7f2e55c0aa31" * 4,
        version="0.1.0",
        rows=2431,
        rows_search=2000,
        rows_confirm=431,
        outcome="won",
        baseline=612 / 2431,
        family_size=184_220,
        permutations=1024,
        alpha_by_depth=(0.02, 0.02, 0.01),
        critical_by_depth=(3.72, 4.61, 5.18),
        strata=("Original Source", "period"),
        split="newest",
        split_date="2026-02-01",
        first_opened="2023-01-09",
        last_opened="2026-06-28",
        as_of="2026-12-31",
        n_won=612,
        command="whofor run exports/hubspot --seed 7",
        options={"outcome": "won", "seed": "7", "permutations": "1024"},
    )
    return replace(info, **changes)


def looks() -> tuple[Look, ...]:
    """A few hundred looks on a fixed grid, and the named ones."""
    crowd = [
        Look(n, ((i * 37 + n) % 41 - 20) / 41 * 1.6 / n**0.5, ((i * 37 + n) % 41 - 20) / 10, i % 3 + 1)
        for i in range(60)
        for n in (20, 31, 48, 75, 120, 190, 300, 470, 730, 1150)
    ]
    named = [
        Look(310, 0.22, 8.9, 3, "S1"),
        Look(142, 0.21, 6.1, 3, "S2"),
        Look(265, -0.19, -6.8, 2, "N1"),
        Look(96, 0.19, 4.2, 2, "S3"),
    ]
    return (*crowd, *named)


S1 = SegmentFinding(
    id="S1",
    segment=Segment((FINTECH, MIDDLE, ROUND)),
    direction=1,
    verdict=Verdict.PASS,
    reasons=(
        CorrectedSignificant(p=0.0004),
        Confirmed(n=88),
        SurvivesStrata(strata="Original Source, period"),
    ),
    next_step=Pursue(),
    z=8.9,
    p_adjusted=0.0004,
    search=rate(310, 146),
    confirm=rate(88, 36),
    rest_search=rate(1690, 378),
    rest_confirm=rate(343, 48),
    shrunken=Estimate(310, 146, 0.43, 0.38, 0.48),
    **lifted(36, 88, 48, 343),
    adjustments=(
        Adjustment("lead_source", "Original Source", 6, 0.26, 0.24, 0.17, 0.31, survives=True),
        Adjustment("owner", "Deal owner", 9, 0.26, 0.25, 0.18, 0.32, survives=True),
    ),
    overlaps={"S2": 0.04, "S3": 0.62},
    median_days_to_win=days(182, 34, 31, 36),
    rest_median_days_to_win=days(426, 71, 68, 75),
)
S2 = replace(
    S1,
    id="S2",
    segment=Segment((MAKERS, LARGE, LATAM)),
    reasons=(CorrectedSignificant(p=0.003), Confirmed(n=41)),
    z=6.1,
    p_adjusted=0.003,
    search=rate(142, 66),
    confirm=rate(41, 17),
    rest_search=rate(1858, 458),
    rest_confirm=rate(390, 67),
    **lifted(17, 41, 67, 390),
    adjustments=(),
    overlaps={},
    median_days_to_win=days(84, 22, 19.5, 27),
    rest_median_days_to_win=days(523, 68, 65, 72),
)
S3 = replace(
    S1,
    id="S3",
    segment=Segment((USES, FINTECH)),
    verdict=Verdict.REVIEW,
    reasons=(
        RidesOnConfounder(confounder="owner", label="Deal owner", carrier="Maria Keller"),
        CorrectedSignificant(p=0.012),
        ConfirmTooFew(n=12, n_needed=40, waiting=WaitingTime.at_pace(40, 30, 365)),
    ),
    next_step=CompareWithin(label="Deal owner"),
    z=4.2,
    p_adjusted=0.012,
    search=rate(96, 42),
    confirm=rate(12, 5),
    rest_search=rate(1904, 482),
    rest_confirm=rate(419, 79),
    **lifted(5, 12, 79, 419),
    adjustments=(
        Adjustment("owner", "Deal owner", 4, 0.19, 0.02, -0.07, 0.11, survives=False, carrier="Maria Keller"),
    ),
    overlaps={"S1": 0.55},
    n_needed=40,
    waiting=WaitingTime.at_pace(40, 30, 365),
)
S4 = replace(
    S3,
    id="S4",
    segment=Segment((NO_SIZE,)),
    verdict=Verdict.FAIL,
    reasons=(
        RestsOnUnknown(label="Number of Employees"),
        NotSignificant(p=0.21),
        OppositeHeldBack(n=30),
    ),
    next_step=DropSegment(),
    confirm=rate(30, 3),
    lift=0.53,
    lift_low=0.14,
    lift_high=1.5,
    adjustments=(),
    overlaps={},
    n_needed=None,
)
N1 = replace(
    S1,
    id="N1",
    segment=Segment((MAKERS, ASIA)),
    direction=-1,
    reasons=(CorrectedSignificant(p=0.0004), Confirmed(n=57)),
    next_step=PursueLess(),
    z=-6.8,
    search=rate(265, 17),
    confirm=rate(57, 4),
    rest_search=rate(1735, 507),
    rest_confirm=rate(374, 80),
    **lifted(4, 57, 80, 374),
    adjustments=(),
    overlaps={},
    median_days_to_win=days(5, 118, 90, 140),
    rest_median_days_to_win=days(600, 60, 57, 63),
)
C1 = replace(
    S1,
    id="C1",
    segment=Segment((FINTECH, MIDDLE)),
    reasons=(ClaimSupported(p=0.002),),
    search=rate(420, 170),
    confirm=rate(420, 170),
    rest_search=rate(2011, 442),
    rest_confirm=rate(2011, 442),
    **lifted(170, 420, 442, 2011),
    adjustments=(),
    overlaps={},
)
C2 = replace(
    C1,
    id="C2",
    segment=Segment((Condition("x_team_size", "Team size", Operator.BETWEEN, low=3, high=9, high_included=True),)),
    verdict=Verdict.FAIL,
    reasons=(ClaimNotSupported(p=0.64),),
    next_step=DropClaim(),
    p_adjusted=0.64,
    search=rate(510, 126),
    confirm=rate(510, 126),
    rest_search=rate(1921, 486),
    rest_confirm=rate(1921, 486),
    lift=0.98,
    lift_low=0.71,
    lift_high=1.4,
    median_days_to_win=None,
)
H1 = replace(
    S3,
    id="H1",
    segment=Segment((LATAM, LARGE)),
    reasons=(Hypothesis(posterior=0.71),),
    next_step=HypothesisTest(n=120, waiting=WaitingTime.at_pace(120, 288, 365)),
    z=2.9,
    p_adjusted=0.4,
    adjustments=(),
    overlaps={},
    posterior_right_sign=0.71,
    n_needed=120,
    waiting=WaitingTime.at_pace(120, 288, 365),
)
H2 = replace(
    H1,
    id="H2",
    segment=Segment((ASIA,)),
    reasons=(HypothesisUnclear(),),
    direction=-1,
    posterior_right_sign=None,
)
ALSO_PASSED = (
    AlsoPassed(Segment((MAKERS, LATAM, MIDDLE)), 1, AlsoPassedKind.VARIANT, 5.1, 0.004, 118, "S1", 110, 187),
    AlsoPassed(Segment((USES,)), 1, AlsoPassedKind.EXPLAINED, 4.2, 0.03, 301, "S2", 77, 1),
    AlsoPassed(Segment((NO_SIZE, ASIA)), 1, AlsoPassedKind.FURTHER, 4.1, 0.04, 64, "", 0, 0),
    AlsoPassed(Segment((MIDDLE,)), -1, AlsoPassedKind.MIRROR, -4.0, 0.02, 902, "S1", 41, 3),
)
FOUND = IcpResult(
    company="Acme",
    answer=Answer.FOUND,
    why=(),
    next_steps=(Pursue(), PursueLess()),
    run=run_info(),
    search=SearchFindings(
        segments=(S1, S2, S3, S4),
        negative_segments=(N1,),
        also_passed=ALSO_PASSED,
        n_also_passed=231,
        looks=looks(),
        searched=(
            "Industry",
            "Number of Employees",
            "Country/Region",
            "Technologies",
            "Last funding round",
            "Team size",
        ),
    ),
    clients=ClientFindings(
        everyone_else=EveryoneElse(rate(320, 42), days(400, 72.0, 69.0, 76.0)),
        without=(
            WithoutCondition("S1", FINTECH, rate(61, 9)),
            WithoutCondition("S1", MIDDLE, rate(40, 12)),
            WithoutCondition("S1", ROUND, rate(0, 0)),
        ),
    ),
    data=DataFindings(
        confounders=(ConfounderEffect("owner", "Deal owner", "Maria Keller", rate(210, 92), rate(1790, 432), 0.0007),),
        leaks=(
            Leak("Closed Lost Reason", ByName(pattern="lost reason")),
            Leak("Contract sent", FilledForOneOutcome(fill_won=0.98, fill_lost=0.0)),
            Leak("Days to close", SeparatesTooWell(auc=0.981)),
        ),
        set_aside=(
            SetAside(BeforeRecording(date="2023-01-01"), 212),
            SetAside(Unripe(date="2026-06-29", horizon_days=180), 97),
            SetAside(Open(), 14),
        ),
        issues=(
            Issue(IssueCode.UNREADABLE_DATE, 3, ("deals.csv:17 Create Date: '31/31/2024'",), "deals Create Date"),
            Issue(IssueCode.UNKNOWN_COUNTRY, 12, ("companies.csv:80 Country: 'Atlantis'",), "companies Country"),
            Issue(IssueCode.COLUMN_CONSTANT, 1),
        ),
        synthetic=True,
    ),
)
WITH_CLAIMS = changed(FOUND, claims=(C1, C2), synthetic=False)
NO_PATTERN = IcpResult(
    company="Maven Tech",
    answer=Answer.NO_PATTERN,
    why=(NothingBeyondChance(looks=9_120, best_z=3.1, critical=4.7),),
    next_steps=(
        WaitForDeals(n=120, waiting=WaitingTime.at_pace(120, 288, 365)),
        DeclareClaims(),
        RecordField(label="Number of Employees"),
        ResearchMode(),
    ),
    run=run_info(rows=6711, rows_search=5300, rows_confirm=1411, n_won=4238, baseline=4238 / 6711, family_size=9_120),
    search=SearchFindings(
        hypotheses=(H1, H2),
        looks=looks()[:-4],
        searched=("Industry", "Employees", "Country"),
    ),
)
NOT_ENOUGH = IcpResult(
    company="",
    answer=Answer.NOT_ENOUGH_DATA,
    why=(TooFewOutcomes(n_won=11, n_lost=27, n_needed=340, waiting=WaitingTime.at_pace(340, 38, 0)),),
    next_steps=(CollectOutcomes(n=340, waiting=WaitingTime.at_pace(340, 38, 0)), DeclareClaims(), ResearchMode()),
    run=run_info(
        rows=38,
        rows_search=38,
        rows_confirm=0,
        n_won=11,
        baseline=11 / 38,
        split="none",
        split_date="",
        first_opened="",
        last_opened="",
        critical_by_depth=(None, None, None),
        strata=(),
        family_size=90,
    ),
    search=SearchFindings(
        searched=("Industry",),
    ),
)
EVIL = "<script>alert(1)</script> [bold red]{x}[/] \x1b[31m\u202e &\"'"


def hostile() -> IcpResult:
    """A result whose every text tries to be code."""
    condition = Condition("x_evil", EVIL, Operator.IS, (EVIL,))
    evil = replace(
        S1,
        segment=Segment((condition,)),
        reasons=(RidesOnConfounder(EVIL, EVIL, EVIL),),
        next_step=RecordField(label=EVIL),
    )
    return changed(
        FOUND,
        company=EVIL,
        run=run_info(command=f"whofor run '{EVIL}'", options={EVIL: EVIL}, strata=(EVIL,)),
        segments=(evil, replace(evil, id="S2", verdict=Verdict.REVIEW)),
        negative_segments=(replace(evil, id="N1", direction=-1),),
        claims=(replace(evil, id="C1"),),
        hypotheses=(replace(evil, id="H1"),),
        confounders=(ConfounderEffect("x", EVIL, EVIL, rate(20, 10), rate(80, 10), 0.01),),
        leaks=(Leak(EVIL, ByName(EVIL)),),
        set_aside=(SetAside(NoValue(EVIL), 3),),
        issues=(Issue(IssueCode.UNREADABLE_VALUE, 1, (EVIL,), EVIL),),
        looks=(Look(310, 0.22, 8.9, 1, "S1"), Look(100, 0.1, 1.0, 1)),
        searched=(EVIL,),
    )


RESULTS = {
    "found": FOUND,
    "with_worth": with_accounts(with_worth(FOUND, "Negotiation", "Trade fair Lyon", "Support tickets")),
    "with_claims": WITH_CLAIMS,
    "no_pattern": NO_PATTERN,
    "not_enough_data": NOT_ENOUGH,
    "hostile": with_accounts(with_worth(hostile(), EVIL, EVIL, EVIL), EVIL),
}
