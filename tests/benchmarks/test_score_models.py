"""The benchmark of scorecards on the built-in example: it has a signal, and the unseen deals tell no model anything."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from whofor.example import csv_files, generate

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_models", PROJECT / "benchmarks" / "score_models.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_models"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    for file, content in csv_files(generate(1, n_deals=1500)).items():
        (folder / file).write_bytes(content)
    return folder


def test_each_model_has_its_figures(
    benchmark: ModuleType, source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["score_models.py", str(source), "--json"])
    benchmark.main()
    told = capsys.readouterr()
    models, about = json.loads(told.out), json.loads(told.err.splitlines()[-1])
    assert {"card", "base_rate", "naive_bayes", "logistic"} <= set(models)
    assert all(set(figures) == {"auc", "log_loss", "brier", "ece"} for figures in models.values())
    assert about["newest"]
    assert set(models) | set(about["absent"]) >= set(benchmark.PEERS)
    assert models["card"]["auc"] > 0.55
    assert models["card"]["log_loss"] < models["base_rate"]["log_loss"] + 0.002


def test_what_unseen_deals_became_changes_no_chance(benchmark: ModuleType, source: Path, tmp_path: Path) -> None:
    """But of the base refitted each month: there the months before are known."""
    export = benchmark.Export(source, None, tmp_path / "w", strata=False)
    before, _, _ = benchmark.chances(export, benchmark.CardOptions())
    export.won = np.where(export.learn, export.won, ~export.won)
    after, _, _ = benchmark.chances(export, benchmark.CardOptions())
    for name in ("card", "card_recent", "naive_bayes", "logistic"):
        assert (before[name] == after[name]).all(), name
