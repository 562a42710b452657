"""Hand-made figures of what clients are worth, beside the conditions that the hand-made results speak of."""

from __future__ import annotations

from dataclasses import replace

from whofor.model import (
    Alike,
    Channel,
    Channels,
    ClientSummary,
    Comparison,
    Condition,
    Contrast,
    CurvePoint,
    Cycle,
    DeathStage,
    Estimate,
    FactBlock,
    IcpResult,
    InteractionSummary,
    Measure,
    NeighbourGap,
    Operator,
    Payers,
    Price,
    PriceBand,
    PriceOdds,
    RecordNext,
    SegmentWorth,
    SituationEffect,
)
from whofor.model.reasons.worth import BudgetTo
from whofor.stats.intervals import wilson_interval

FINTECH = Condition("industry", "Industry", Operator.IS, ("Fintech",))
MIDDLE = Condition("employees", "Number of Employees", Operator.BETWEEN, low=51, high=201, unit="people")
ROUND = Condition("x_last_round", "Last funding round", Operator.BETWEEN, low=0, high=6, unit="months_before")
MAKERS = Condition("industry", "Industry", Operator.IN, ("Machinery", "Manufacturing"))
LARGE = Condition("employees", "Number of Employees", Operator.BETWEEN, low=250, unit="people")
LATAM = Condition("country", "Country/Region", Operator.IN, ("BR", "CL", "MX", "PE"), name="Latin America")
ASIA = Condition("country", "Country/Region", Operator.IN, ("CN", "JP"), name="East Asia")
USES = Condition("technologies", "Technologies", Operator.INCLUDES, ("Salesforce",))
NO_SIZE = Condition("employees", "Number of Employees", Operator.UNKNOWN)
NO_FIGURE = Estimate(0, None, None, None, None)


def rate(n: int, won: int) -> Estimate:
    """A rate with its Wilson interval."""
    if n == 0:
        return Estimate(0, None, None, None, None)
    ends = wilson_interval(won, n)
    return Estimate(n, won, won / n, ends.low, ends.high)


def days(n: int, middle: float, low: float, high: float) -> Estimate:
    """A median of days with its interval."""
    return Estimate(n, None, middle, low, high, "days")


def mean(n: int, value: float, half: float, unit: str = "") -> Estimate:
    """An average with an interval of that half width."""
    return Estimate(n, None, value, value - half, value + half, unit)


def worth_of(finding: str, stage: str, source: str, label: str) -> SegmentWorth:
    """What one type of client is worth: price alike, cycle shorter, support in the user's own words."""
    won, days = Measure(), Measure("cycle", "", "days", is_share=False, better=-1)
    euros, support = (
        Measure("value", "", "EUR", is_share=False),
        Measure("support", label, "", is_share=False, better=-1),
    )
    curve = tuple(CurvePoint(day, share, share - 0.04, share + 0.05) for day, share in ((0, 0.0), (30, 0.2), (90, 0.4)))
    bands = (
        PriceBand(0, 10_000, rate(120, 60), mean(120, 3_900, 600, "EUR")),
        PriceBand(10_000, None, rate(80, 24), mean(80, 6_100, 900, "EUR")),
    )
    return SegmentWorth(
        finding,
        (
            Comparison(
                euros, mean(88, 13_100, 900, "EUR"), mean(343, 12_800, 500, "EUR"), 0.6, 300, -730, 1_330, True, "price"
            ),
            Comparison(days, mean(36, 34, 5, "days"), mean(48, 71, 9, "days"), 0.001, -37, -47, -27, True, "cycle"),
            Comparison(
                support, mean(50, 1.2, 0.3), mean(91, 4.25, 0.7), 0.002, -3.05, -3.8, -2.3, topic="relationship"
            ),
            Comparison(won, rate(88, 36), rate(343, 48), 0.0004, 0.27, 0.17, 0.38, True, "other"),
        ),
        ("client_growth", "time_saved"),
        Payers(rate(40, 4), rate(160, 48), mean(30, 0.35, 0.05), mean(40, 0.7, 0.04)),
        Cycle(
            curve,
            curve[:2],
            310,
            1_200,
            4,
            12,
            mean(182, 34, 4, "days"),
            mean(426, 71, 6, "days"),
            90,
            12.5,
            8.1,
            16.9,
            (DeathStage(stage, rate(40, 22), rate(300, 60)),),
        ),
        Price(
            bands,
            None,
            None,
            mean(36, 12_000, 800, "EUR"),
            mean(20, 0.08, 0.02),
            "EUR",
            odds=PriceOdds(True, -1, 0.004, 200, 84, mean(200, -0.2, 0.06, "share"), (Alike.SIZE,)),
            neighbours=(NeighbourGap(0, mean(200, 2_200, 1_300, "EUR")),),
        ),
        channels_of(finding, source),
        ("implementation",),
    )


def channels_of(finding: str, source: str) -> Channels:
    """Two lead sources, one with money spent on it, and some money that met nobody."""
    return Channels(
        finding,
        (
            Channel(
                source,
                "advertising",
                rate(300, 60),
                mean(60, 12_000, 700, "EUR"),
                mean(60, 41, 5, "days"),
                9_000.0,
                rate(280, 55),
                mean(280, 163.6, 31.0, "EUR"),
                mean(280, 73.3, 9.5),
                0.97,
            ),
            Channel("", "", rate(9, 0), NO_FIGURE, NO_FIGURE, None, NO_FIGURE, NO_FIGURE, NO_FIGURE, None),
        ),
        (("own_effort", rate(300, 60)), ("word_of_mouth", rate(80, 30))),
        10_000.0,
        9_000.0,
        (("no_leads", 2, 700.0), ("negative", 1, -300.0)),
        12,
        29,
        "EUR",
        BudgetTo(source=source, chance=0.97, n=2, share=0.31),
        still_open=7,
    )


def with_worth(base: IcpResult, stage: str, source: str, label: str) -> IcpResult:
    """The result with all that is told of what clients are worth, beside these words of the user's."""
    one = worth_of("S1", stage, source, label)
    block = FactBlock("firmographics", (label,), 431, mean(431, 0.71, 0.05), NO_FIGURE, 0.48, NO_FIGURE)
    more = replace(block, name="situation", gain=mean(431, 0.03, 0.01), log_loss_gain=mean(431, -0.011, 0.004))
    changed = [c for c in one.comparisons if c.topic != "price"]
    alike = tuple(replace(c, p=0.7) for c in changed)
    clients = replace(
        base.clients,
        worth=(one, replace(one, finding="S2", payers=None, cycle=None, channels=None)),
        contrasts=(
            Contrast("S1", FINTECH, MAKERS, tuple(changed)),
            Contrast("S1", MIDDLE, LARGE, tuple(changed)),
            Contrast("S2", LATAM, ASIA, (changed[0], *alike[1:])),
            Contrast("N1", LARGE, MIDDLE, (*alike[:2], changed[2])),
        ),
        channels=channels_of("", source),
        price=one.price,
        facts=(block, more),
        situations=(SituationEffect("S1", (ROUND,), (FINTECH, MIDDLE), one.comparisons[3]),),
        record_next=(RecordNext("thin", label, 800, 2_431, 1.0), RecordNext("absent", "signals", 0, 2_431, 0.4)),
    )
    data = replace(
        base.data,
        interactions=InteractionSummary(20, 2_300, 9_000, 2_700, 12, 3, 5),
        clients=ClientSummary(107.9, 560, 40, 7_000, 12, 3, 5),
    )
    return replace(base, clients=clients, data=data)
