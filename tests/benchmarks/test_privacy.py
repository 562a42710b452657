"""A short form of the benchmark that plants persons and searches every file of the workspace for them."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def privacy() -> ModuleType:
    spec = importlib.util.spec_from_file_location("privacy", PROJECT / "benchmarks" / "privacy.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["privacy"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("form", ["hubspot", "pipedrive", "salesforce", "sheet", "french", "freelancers"])
def test_nothing_is_left_of_planted_persons(privacy: ModuleType, tmp_path: Path, form: str) -> None:
    left, masked, names = privacy.measure(form, 40, tmp_path, search=False)
    assert left == []
    assert len(masked) <= 0.01 * names


def test_the_search_finds_what_is_left(privacy: ModuleType, tmp_path: Path) -> None:
    """Else a benchmark that looks in the wrong place would be content."""
    privacy.measure("hubspot", 20, tmp_path, search=False)
    from whofor.app.import_source import import_source

    import_source(tmp_path / "export", workspace=tmp_path / "ws", today=privacy.TODAY, keep_contacts=True)
    chance = privacy.random.Random("hubspot")
    crowd = privacy.people(chance, 20)
    planted = privacy.Planted(crowd, [], [])
    found = privacy.leftovers(tmp_path / "ws", planted)
    assert {trace for _, trace in found} >= {person.email for person in crowd}
