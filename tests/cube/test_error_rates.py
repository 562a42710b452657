"""A short version of `make fwer`: error of binary, float and censored outcomes, planted segments, intervals."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def fwer() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parents[2] / "benchmarks"))
        yield importlib.import_module("fwer")


def test_family_wise_error(fwer: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fwer, "SIZES", (50, 200))
    rows = list(fwer.null_runs(80, 199))
    assert len(rows) == 12
    assert all(row["holds"] for row in rows), rows
    assert 0.01 <= sum(row["error"] for row in rows) / len(rows) <= 0.05 + 2 * (0.05 * 0.95 / (80 * 12)) ** 0.5


def test_what_is_there_is_found(fwer: ModuleType) -> None:
    found = {"whofor": 0, "Bonferroni": 0}
    for seed in range(6):
        data = fwer.make_data(2000, seed, stratified=False)
        truth, chance = fwer.plant(data, 0.2, 3.0)
        won = (data.rng.random(2000) < chance).astype(float)
        score = fwer.RowScore(won, data.strata)
        tiers = fwer.search(data.axes, score, fwer.settings_for(2000, 199, keep=0.0))
        chosen = [rows.nonzero()[0] for rows in fwer.rejected(tiers)]
        found["whofor"] += fwer.finds(tiers, data.axes, truth, chosen)
        found["Bonferroni"] += fwer.finds(tiers, data.axes, truth, fwer.by_bonferroni(tiers))
    assert found["whofor"] == 6 >= found["Bonferroni"]


def test_intervals_hold_the_truth(fwer: ModuleType) -> None:
    rows = list(fwer.cover_runs(30, 1))
    assert sum(row["coverage"] for row in rows) / len(rows) >= 0.93
    assert all(row["search flatters by"] > 0 for row in rows)


def test_accounts_are_the_unit_of_evidence(fwer: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fwer, "SIZES_OF_ACCOUNTS", {"200 × 20": (200, 20), "1,000, Zipf": (300, 0)})
    monkeypatch.setattr(fwer, "SIGMA", {0.16: 1.0})
    rows = list(fwer.account_runs(15, 99))
    assert len(rows) == 4
    assert all(row["error"] <= 0.2 for row in rows), rows
    assert min(row["deals apart"] for row in rows) > 0.5, "the same noise fools a search that takes deals apart"
    assert sum(row["recall"] for row in rows) > 0.2 + sum(row["error"] for row in rows)
