import runpy
import sys
from pathlib import Path

import pytest

from whofor.intake.normalise import industry_likeness
from whofor.intake.normalise.embedder import can_embed
from whofor.intake.normalise.industry_likeness import SURE_ENOUGH, likely_industries

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"
needs_embedder = pytest.mark.skipif(not can_embed(), reason="needs the optional embedder: whofor[text]")


@needs_embedder
def test_answers_are_right_as_often_as_the_benchmark_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(BENCHMARKS), *sys.path])
    benchmark = runpy.run_path(str(BENCHMARKS / "industry_meanings.py"))
    labels = benchmark["asked"]()
    for half in (0, 1):
        answered, right, wanted = benchmark["score"]([label for label in labels if label.half == half], SURE_ENOUGH)
        assert answered >= 40
        assert right / answered >= 0.9
        assert right / wanted >= 0.25


@needs_embedder
def test_the_company_of_other_labels_changes_nothing() -> None:
    labels = ["Life insurer", "Warm lead", "Film studio", "", "x" * 500]
    together = likely_industries(labels)
    assert together == likely_industries(labels[::-1])
    assert together == {label: found for one in labels for label, found in likely_industries([one]).items()}
    assert together["Life insurer"].division == "65"
    assert "Warm lead" not in together
    assert all(100 * SURE_ENOUGH <= found.likeness <= 100 for found in together.values())


@needs_embedder
def test_surer_answers_are_fewer() -> None:
    labels = ["Life insurer", "Film studio", "Garbage collection"]
    assert likely_industries(labels, 0).keys() == set(labels)
    assert likely_industries(labels, 1.01) == {}


def test_without_the_embedder_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(industry_likeness, "can_embed", lambda: False)
    assert likely_industries(["Life insurer"]) == {}
