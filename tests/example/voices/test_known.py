from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from made_corpus import Made
from whofor.example import PlantedTruth
from whofor.example.simulation import simulate
from whofor.example.voices import PlantedVoices, generate_market, market_truth
from whofor.example.voices.known import GapState, OfferState
from whofor.example.voices.said import PlantedKind
from whofor.example.voices.wordings import cast_table
from whofor.example.world import SECTORS
from whofor.model import Kind, Parameter, Role
from whofor.schema.rows import Attribute
from whofor.segments.claims import parse_claim

ASPECTS = {
    *("ease", "features", "integration", "price", "support", "reliability", "performance", "setup", "notifications"),
    *("ui", "access", "process", "custom", "data", "value", "trust", "core"),
}


def gaps(made: Made) -> dict[tuple[str, str], GapState]:
    return {(gap.pain, gap.tool): gap.state for gap in made.truth.gaps}


def test_gaps_broken_and_kept_promises_are_there_in_each_seed(seeds: list[Made]) -> None:
    for made in seeds:
        states = gaps(made)
        assert [states["approval_wait", tool] for tool in ("Fenoquill", "Tarnolume", "Brenivane")] == [
            GapState.OPEN
        ] * 3
        assert states["setup_long", "Tarnolume"] is GapState.BROKEN
        assert states["price_per_seat", "Brenivane"] is GapState.BROKEN
        assert states["support_slow", "Fenoquill"] is GapState.KEPT
        assert states["lost_comments", "Brenivane"] is GapState.KEPT
        assert made.truth.uncovered == ("approval_wait",)


def test_the_own_offer_answers_what_no_competitor_claims(made: Made) -> None:
    offer = dict(made.truth.offer)
    assert offer["approval_wait"] is OfferState.PROVED
    assert offer["audit_trail"] is OfferState.CLAIMED
    assert Counter(offer.values())[OfferState.UNANSWERED] == 6


def test_one_pain_is_said_by_two_sectors_alike(made: Made) -> None:
    pains = {pain.key: pain for pain in made.truth.pains}
    assert pains["figures_by_hand"].sectors == ("Manufacturing", "Professional services")
    assert pains["approval_wait"].sectors == ("Fintech",)
    assert pains["setup_long"].sectors == ()
    assert pains["setup_long"].sizes == ("11-50",)
    assert min(len(pain.people) for pain in pains.values()) > 20


def test_people_are_told_with_each_of_their_switches(seeds: list[Made]) -> None:
    for made in seeds:
        ways = {(switch.left, switch.chosen, switch.reason): len(switch.people) for switch in made.truth.switches}
        assert set(ways) == {
            ("Koldurant", "Fenoquill", "support_slow"),
            ("Tarnolume", "Brenivane", "setup_long"),
            ("Brenivane", "Koldurant", "price_per_seat"),
        }
        assert min(ways.values()) >= 8


def test_each_sentence_has_its_kind_and_a_known_aspect(made: Made) -> None:
    sentences = made.truth.sentences
    kinds = Counter(sentence.said.kind for sentence in sentences)
    assert all(kinds[kind] > 60 for kind in PlantedKind)
    assert {sentence.said.aspect for sentence in sentences} <= ASPECTS | {""}
    told = [s for s in sentences if s.said.kind is PlantedKind.PAIN and s.said.topic != "title"]
    assert {s.said.topic for s in told} == set(cast_table()["pain"])
    assert all(s.said.aspect for s in told)


def test_nothing_is_planted_where_nothing_is_asked_for() -> None:
    reviews = [
        review
        for seed in range(20)
        for review in generate_market(seed, PlantedVoices.none()).reviews
        if not review.copy_of
    ]
    assert market_truth(generate_market(1, PlantedVoices.none())).haters is None
    low = np.array([review.stars <= 2 for review in reviews])
    new = np.array([review.by.is_small_and_new for review in reviews])
    assert abs(low[new].mean() - low[~new].mean()) < 0.02
    for key, entry in cast_table()["pain"].items():
        says = np.array([any(s.topic == key for _, part in review.said for s in part) for review in reviews])
        inside = np.array([review.by.group in entry["groups"] for review in reviews])
        if inside.any():
            known = np.array([bool(review.by.group) for review in reviews])
            assert abs(says[inside].mean() - says[known & ~inside].mean()) < 0.05, key


@pytest.mark.parametrize(
    ("number", "sector", "low", "high"),
    [(0, "Fintech", 51, 200), (1, "Public sector", 1000, 10**6), (2, "Media", 11, 50)],
)
def test_the_deals_of_the_example_end_as_the_hypotheses_do(
    made: Made, number: int, sector: str, low: int, high: int
) -> None:
    hypothesis = made.truth.hypotheses[number]
    assert sector in hypothesis.claim
    assert str(low) in hypothesis.claim
    for seed in range(1, 4):
        sim = simulate(seed, PlantedTruth(), 2500)
        account, closed = sim.deals.account, sim.outcomes.closed
        people = sim.accounts.employees[account]
        label = np.array([s.label for s in SECTORS])[sim.accounts.sector[account]]
        inside = closed & (label == sector) & (people >= low) & (people <= high)
        rate, rest = sim.outcomes.won[inside].mean(), sim.outcomes.won[closed & ~inside].mean()
        if hypothesis.ends == "true":
            assert (inside.sum() > 300, rate > 1.5 * rest) == (True, True)
        elif hypothesis.ends == "false":
            assert (inside.sum() > 200, rate < 0.3 * rest) == (True, True)
        else:
            assert inside.sum() < 20


def test_the_hypotheses_are_claims_that_can_be_read(made: Made) -> None:
    labels = np.array([sector.label for sector in SECTORS], dtype=object)
    attributes = [
        Attribute(Parameter("industry", "Industry", Role.DEFINITION, Kind.CATEGORY), labels, "industry", {}),
        Attribute(
            Parameter("employees", "Number of Employees", Role.DEFINITION, Kind.NUMBER),
            np.arange(len(labels), dtype=float),
            "employees",
            {},
        ),
    ]
    claims = [parse_claim(hypothesis.claim, attributes, {}).conditions for hypothesis in made.truth.hypotheses]
    assert [(industry.values, size.low, size.high) for industry, size in claims] == [
        (("Fintech",), 51, 200),
        (("Public sector",), 1000, None),
        (("Media",), 11, 50),
    ]
