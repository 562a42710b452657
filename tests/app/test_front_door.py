"""The public functions: paths of any kind, defaults, and a message of our own for arguments of the wrong type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

import whofor
from whofor import FindOptions, UsageError

TODAY = date(2026, 10, 1)
FEW = FindOptions(permutations=200)
Call = Callable[[], object]


def calling(function: Callable[..., object], *arguments: Any, **keywords: Any) -> Call:
    return lambda: function(*arguments, **keywords)


CALLS: dict[str, tuple[Call, str]] = {
    "run: source": (calling(whofor.run, 3, workspace="w"), "SOURCE"),
    "run: workspace": (calling(whofor.run, "exports", workspace=None), "workspace"),
    "run: today": (calling(whofor.run, "exports", workspace="w", today="2026-10-01"), "today"),
    "run: options": (calling(whofor.run, "exports", workspace="w", options={"seed": 1}), "options"),
    "run: language": (calling(whofor.run, "exports", workspace="w", language="xx"), "--lang"),
    "run: progress": (calling(whofor.run, "exports", workspace="w", progress=True), "progress"),
    "run: mapping": (calling(whofor.run, "exports", workspace="w", mapping=7), "--mapping"),
    "run: merge": (calling(whofor.run, "exports", workspace="w", merge="no"), "merge"),
    "run: company": (calling(whofor.run, "exports", workspace="w", company=None), "--company"),
    "import_source: source": (calling(whofor.import_source, ["a.csv"], workspace="w"), "SOURCE"),
    "import_source: workspace": (calling(whofor.import_source, "exports", workspace=b"w"), "workspace"),
    "import_source: today": (calling(whofor.import_source, "exports", workspace="w", today=20_000), "today"),
    "import_source: synthetic": (calling(whofor.import_source, "exports", workspace="w", synthetic=1), "synthetic"),
    "import_source: contacts": (calling(whofor.import_source, "exports", workspace="w", keep_contacts="y"), "keep_con"),
    "find: workspace": (calling(whofor.find, 5), "workspace"),
    "find: empty": (calling(whofor.find, ""), "workspace"),
    "find: options": (calling(whofor.find, "w", "won"), "options"),
    "find: today": (calling(whofor.find, "w", today=0), "today"),
    "contrast: segment": (calling(whofor.contrast, "w", 5), "SEGMENT"),
    "contrast: workspace": (calling(whofor.contrast, None, "S1"), "workspace"),
    "contrast: as_of": (calling(whofor.contrast, "w", "S1", as_of="2026"), "--as-of"),
    "report: workspace": (calling(whofor.report, 5), "workspace"),
    "report: language": (calling(whofor.report, "w", language=3), "--lang"),
    "report: run": (calling(whofor.report, "w", run_id=7), "--run"),
    "doctor: workspace": (calling(whofor.doctor, 5), "workspace"),
    "doctor: no name": (calling(whofor.doctor, "a\0b"), "workspace"),
    "init_mapping: source": (calling(whofor.init_mapping, 5, "m.toml"), "SOURCE"),
    "init_mapping: path": (calling(whofor.init_mapping, "exports", None), "--init-mapping"),
    "init_mapping: force": (calling(whofor.init_mapping, "exports", "m.toml", force="yes"), "--force"),
    "demo: out": (calling(whofor.demo, 5), "out"),
    "demo: seed": (calling(whofor.demo, "d", seed="x"), "seed"),
    "situations: accounts": (calling(whofor.find_situations, 5), "ACCOUNTS"),
    "situations: signals": (calling(whofor.find_situations, "a.csv", [5]), "--signals"),
    "situations: as_of": (calling(whofor.find_situations, "a.csv", as_of=20_000), "--as-of"),
    "situations: rules": (calling(whofor.find_situations, "a.csv", rules=5), "--situations"),
    "situations: lenient": (calling(whofor.find_situations, "a.csv", lenient=1), "--lenient"),
    "situations: most": (calling(whofor.find_situations, "a.csv", most=-1), "most"),
    "situations: progress": (calling(whofor.find_situations, "a.csv", progress=True), "progress"),
    "Session": (calling(whofor.Session, 5), "workspace"),
}


@pytest.mark.parametrize("case", CALLS)
def test_a_wrong_type_is_a_usage_error(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    call, place = CALLS[case]
    with pytest.raises(UsageError) as caught:
        call()
    assert [place in problem.place for problem in caught.value.problems] == [True]
    assert not list(tmp_path.iterdir()), "nothing was written"


def test_all_wrong_arguments_are_reported_together(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        whofor.run(1, workspace=2, today=3, options=4, language=5, progress=6, mapping=7, merge=8)  # type: ignore[arg-type]
    assert len(caught.value.problems) == 8
    with pytest.raises(UsageError) as caught:
        whofor.find(1, "won")  # type: ignore[arg-type]
    assert len(caught.value.problems) == 2


def test_a_name_that_is_no_argument_has_near_names() -> None:
    with pytest.raises(UsageError, match="Did you mean 'mapping'"):
        whofor.import_source("exports", workspace="w", maping="hubspot")  # type: ignore[call-arg]


def test_paths_are_texts_or_paths(small_export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    report = whofor.import_source(str(small_export), workspace="ws", mapping=Path("hubspot"))
    assert report.tables["deals"].rows == 700
    assert not whofor.import_source(PurePosixPath(small_export), workspace=Path("ws"), mapping="hubspot").changed
    assert whofor.doctor("ws").tables["deals"] == 700
    assert whofor.doctor("none").tables == {}
    drafted = whofor.init_mapping(str(small_export), "mapping.toml", workspace="ws")
    assert (tmp_path / "mapping.toml").read_text() == drafted.text


def test_one_workspace_asked_by_path_and_by_session(workspace: Path) -> None:
    result = whofor.find(str(workspace), FEW, today=TODAY)
    session = whofor.Session(workspace)
    assert whofor.find(session, FEW, today=TODAY) == result
    asked = "employees 51..200"
    found = whofor.contrast(str(workspace), asked, today=TODAY)
    assert whofor.contrast(session, asked, today=TODAY) == found
    assert whofor.contrast(session, asked, today=TODAY, as_of=TODAY) == whofor.contrast(
        session, asked, today=TODAY, as_of=FindOptions(as_of=TODAY).as_of
    )
    assert Path(whofor.report(str(workspace), language="fr")).read_text(encoding="utf-8").startswith("<!")
    assert len(repr(result)) < 400
    assert repr(replace(result, company="Other")) == repr(result)
