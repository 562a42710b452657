"""Amounts typed in later: exact for won deals, round guesses for the others."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from whofor.validation.typed_in import round_bands, typed_in_later

N = 3000
RNG = np.random.default_rng(4)
EXACT = np.exp(RNG.normal(9.5, 1.0, N)).round()
ROUND = np.array([float(f"{v:.1g}") for v in EXACT])
WON = RNG.random(N) < 0.25


def test_exact_figures_of_won_deals_are_found() -> None:
    typed = np.where(WON | (RNG.random(N) < 0.3), EXACT, ROUND)
    found = typed_in_later(typed, WON)
    assert found is not None
    assert found.round_won < 0.1 < 0.6 < found.round_lost
    assert typed_in_later(np.where(WON, ROUND, EXACT), WON) is None, "the other way round nothing was typed in later"


def test_as_round_for_both_is_nothing() -> None:
    typed = np.where(RNG.random(N) < 0.5, EXACT, ROUND)
    assert typed_in_later(typed, WON) is None


def test_large_sums_are_rounder_and_won_less_often_which_is_no_leak() -> None:
    """Within a band of the amount roundness says nothing."""
    large = np.median(EXACT) < EXACT
    typed = np.where(large, ROUND, EXACT)
    won = RNG.random(N) < np.where(large, 0.1, 0.5)
    assert typed_in_later(typed, won) is None


def test_it_needs_deals() -> None:
    typed = np.where(WON, EXACT, ROUND)
    few = np.r_[np.flatnonzero(WON)[:3], np.flatnonzero(~WON)[:25]]
    assert typed_in_later(typed, WON) is not None
    assert typed_in_later(np.where(RNG.random(N) < 0.25, typed, EXACT)[few], WON[few]) is None


@pytest.mark.parametrize("values", [np.arange(N) % 5 + 1.0, np.full(N, np.nan), np.zeros(N)])
def test_codes_and_nothing_at_all_are_not_judged(values: np.ndarray) -> None:
    assert typed_in_later(values, WON) is None


def test_bands_span_all_numbers() -> None:
    assert round_bands(np.array([30.0, 700.0])) == (50.0, 100.0, 200.0, 500.0)
    assert round_bands(np.array([-5.0, 0.0])) == ()


def test_the_amounts_of_a_real_supplier_were_typed_in_later(data_dir: Path) -> None:
    (file,) = (data_dir / "ibm_sales_win_loss").glob("*.csv")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    won = np.array([row["Opportunity Result"] == "Won" for row in rows])

    def column(name: str) -> np.ndarray:
        return np.array([float(row[name]) for row in rows])

    found = typed_in_later(column("Opportunity Amount USD"), won)
    assert found is not None
    assert (found.round_won, found.round_lost) == (0.4665, 0.736)
    assert typed_in_later(column("Elapsed Days In Sales Stage"), won) is None
