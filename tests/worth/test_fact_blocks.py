"""What each kind of facts adds, on planted truth and on noise."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.model import Kind, Parameter, Role
from whofor.worth.fact_blocks import CodedFact, block_of, fact_blocks

N = 4000


def fact(name: str, codes: np.ndarray, table: str = "accounts") -> CodedFact:
    p = Parameter(name, name.replace("_", " "), Role.DEFINITION, Kind.CATEGORY, table)
    return CodedFact(p, codes.astype(np.uint8), int(codes.max()) + 1)


def made(seed: int, situation: float) -> tuple[list[CodedFact], np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    sector, growth, tools = (rng.integers(0, 4, N) for _ in range(3))
    z = -1.5 + 1.0 * (sector == 1) + situation * (growth == 2)
    won = rng.random(N) < 1 / (1 + np.exp(-z))
    facts = [fact("x_growth", growth), fact("industry", sector), fact("technologies", tools)]
    return facts, won, np.arange(N) < 3000


@pytest.mark.parametrize("seed", range(4))
def test_a_planted_situation_adds(seed: int) -> None:
    facts, won, search = made(seed, 1.5)
    blocks, why = fact_blocks(facts, won, search, seed=0)
    assert why is None
    assert [b.name for b in blocks] == ["firmographics", "technographics", "situation"]
    assert all(b.n == 1000 for b in blocks)
    situation = blocks[2]
    assert situation.gain.ci_low is not None
    assert situation.gain.ci_low > 0
    assert situation.log_loss_gain.ci_high is not None
    assert situation.log_loss_gain.ci_high < 0


def test_what_adds_nothing_is_seldom_said_to_add() -> None:
    wrong = 0
    for seed in range(40):
        facts, won, search = made(100 + seed, 0.0)
        blocks, _ = fact_blocks(facts, won, search, seed=0)
        wrong += (blocks[2].gain.ci_low or 0.0) > 0
    assert wrong <= 4


def test_too_few_held_back_says_so() -> None:
    facts, won, _ = made(1, 1.5)
    blocks, why = fact_blocks(facts, won, np.ones(N, dtype=bool), seed=0)
    assert blocks == ()
    assert why is not None
    assert (why.code, why.params) == ("few_held_back", {"n": 0, "won": 0})


def test_without_facts_nothing_is_told() -> None:
    _, won, search = made(1, 0.0)
    blocks, why = fact_blocks([], won, search, seed=0)
    assert (blocks, why.code if why else "") == ((), "no_facts")


@pytest.mark.parametrize(
    ("name", "label", "table", "kind", "expected"),
    [
        ("employees", "Head-count", "accounts", Kind.NUMBER, "firmographics"),
        ("x_branche", "Branche", "accounts", Kind.CATEGORY, "firmographics"),
        ("x_stack", "Tech stack", "accounts", Kind.CATEGORY, "technographics"),
        ("technology_categories", "", "accounts", Kind.MULTI, "technographics"),
        ("seniority", "Seniority", "contacts", Kind.MULTI, "persona"),
        ("signal_hire", "hire", "signals", Kind.DATE, "situation"),
        ("x_funding", "Last funding date", "accounts", Kind.DATE, "situation"),
        ("x_levee", "Levée de fonds récente", "accounts", Kind.BOOLEAN, "situation"),
        ("x_growth", "Employee growth (12 months)", "accounts", Kind.NUMBER, "situation"),
        ("lead_source", "Source", "deals", Kind.CATEGORY, "source"),
        ("x_colour", "Colour", "accounts", Kind.CATEGORY, "other"),
    ],
)
def test_facts_belong_to_a_kind(name: str, label: str, table: str, kind: Kind, expected: str) -> None:
    assert block_of(Parameter(name, label, Role.DEFINITION, kind, table)) == expected


def test_of_hundreds_of_facts_those_that_tell_most_are_used() -> None:
    draws = np.random.default_rng(3)
    n, planted = 1_200, 217
    codes = draws.integers(0, 4, size=(300, n)).astype(np.uint8)
    won = draws.random(n) < np.where(codes[planted] == 2, 0.7, 0.2)
    search = np.arange(n) < 900
    facts = [fact(f"sector {place}", column) for place, column in enumerate(codes)]
    (block,), why = fact_blocks(facts, won, search, seed=0)
    assert why is None
    # Four values each: of 300 facts 125 have 500 values together.
    assert len(block.facts) == 125
    assert f"sector {planted}" in block.facts
    assert (block.gain.ci_low or 0.0) > 0
    # Chosen in the search alone: what was held back, however telling, chooses nothing.
    later = codes.copy()
    later[5, 900:] = won[900:]
    (again,), _ = fact_blocks([fact(f"sector {i}", column) for i, column in enumerate(later)], won, search, seed=0)
    assert again.facts == block.facts
