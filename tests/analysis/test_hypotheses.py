"""What hypotheses say of themselves holds, and slices give way to what they are cut from: short measurements."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from whofor.model import SegmentFinding
from whofor.model.reasons.verdicts import Hypothesis, HypothesisUnclear

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def _loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def hypotheses() -> ModuleType:
    return _loaded("hypotheses")


@pytest.fixture(scope="module")
def selection(hypotheses: ModuleType) -> ModuleType:
    assert hypotheses
    return _loaded("selection")


def test_what_hypotheses_say_holds_in_new_deals(hypotheses: ModuleType) -> None:
    kinds = ("noise, 1,500 deals", "noise, 200 × 20", "weak, 1,500 deals", "many small effects, 1,500 deals")
    cases = [c for c in hypotheses.CASES if c.name.startswith(kinds)]
    stated = list(hypotheses.runs(cases, 30, 200))
    assert len(stated) >= 40
    noise = [s for s in stated if s.case.startswith("noise")]
    assert sum(s.chance is not None for s in noise) <= 0.35 * len(noise)  # where one in two holds, few state a figure
    figures = [(s.chance, s.held) for s in stated if s.chance is not None]
    assert len(figures) >= 10
    said, held = np.mean(figures, axis=0)
    assert abs(said - held) <= 0.1, (said, held)
    assert held - np.mean([s.held for s in stated if s.chance is None]) >= 0.15


def test_a_figure_is_stated_only_where_held_back_deals_tell(hypotheses: ModuleType) -> None:
    found: list[SegmentFinding] = []
    for name, seeds in (("weak, 1,500 deals", range(20)), ("weak, 150 deals, none held back", (1095, 1161, 1253))):
        (case,) = (c for c in hypotheses.CASES if c.name == name)
        for seed in seeds:
            found += hypotheses.hypotheses(hypotheses.Law(case, seed).deals(case.accounts), seed, 200)
    without = [f for f in found if f.posterior_right_sign is None]
    assert 0 < len(without) < len(found)
    assert all(f.posterior_right_sign is None for f in found if not f.confirm.n)
    assert any(not f.confirm.n for f in found)
    for f in found:
        (reason,) = f.reasons
        assert isinstance(reason, HypothesisUnclear if f.posterior_right_sign is None else Hypothesis)
        assert f.posterior_right_sign is None or 0.65 <= f.posterior_right_sign < 1


def test_the_planted_type_itself_is_reported(selection: ModuleType) -> None:
    (one,) = (c for c in selection.CASES if c.name == "one condition, 1,500 deals, odds 2")
    (two,) = (c for c in selection.CASES if c.name == "two conditions, 4,000 deals, odds 3")
    of_one = [selection.reported(one, seed, 200)[0] for seed in range(40)]
    assert of_one.count("itself") >= 30
    assert of_one.count("slice") <= 3
    of_two = [selection.reported(two, seed, 200) for seed in range(15)]
    assert sum(found for _, found in of_two) >= 12
