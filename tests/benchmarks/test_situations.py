"""The benchmark of situations on real companies: no answer differs from a loop, later events change none."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def situations(data_dir: Path) -> ModuleType:
    """The benchmark; skipped, saying so, where the data is absent."""
    spec = importlib.util.spec_from_file_location("situations_benchmark", PROJECT / "benchmarks" / "situations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["situations_benchmark"] = module
    spec.loader.exec_module(module)
    module.DATA = data_dir
    return module


def test_raised_within_180_days_is_what_a_loop_says(situations: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert situations.companies(3_000, 7) == 0
    said = capsys.readouterr().out
    assert "differences from the loop: 0" in said
    assert "later events changed: 0" in said


def test_made_signals_at_scale_are_measured(situations: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    situations.large(20_000, 2_000, 500, 1)
    assert capsys.readouterr().out.count(" x, peak ") == 2
