"""A run is saved with its sentences and the shuffles of its search, and read back as it was saved."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from made_results import RESULTS
from whofor.app.saved_runs import keep_run, read_run
from whofor.documents.result_document import result_document
from whofor.model import IcpResult, SearchRecord
from whofor.workspace import Workspace, runs

TODAY = date(2026, 11, 1)
RECORD = SearchRecord((0.03, 0.02), ((1.0, 1 / 3), (2.0, 2.5)))


def test_a_run_is_kept_with_the_shuffles_of_its_search(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    result = replace(RESULTS["with_worth"], record=RECORD)
    kept = keep_run(result, workspace, TODAY)
    assert kept.record == RECORD
    assert kept == read_run(workspace, result.run.id)
    folder = tmp_path / "runs" / result.run.id
    assert {path.name for path in folder.iterdir()} == {"result.json", "search.json"}
    saved = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    assert "record" not in saved
    assert saved["language"] == "en"
    assert saved["segments"][0]["next_step"].startswith("Go after")


def test_what_lies_beside_a_run_is_there_before_its_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is killed while it is saved is no run; one that is there is whole."""
    workspace, written = Workspace.create(tmp_path), list[str]()
    write = runs.write_file

    def noted(path: Path, content: bytes) -> None:
        written.append(path.name)
        write(path, content)

    monkeypatch.setattr(runs, "write_file", noted)
    seen: list[IcpResult] = []

    def beside(result: IcpResult) -> dict[str, bytes]:
        seen.append(result)
        return {"changes.json": b"{}"}

    kept = keep_run(replace(RESULTS["with_worth"], record=RECORD), workspace, TODAY, beside)
    assert written == ["search.json", "changes.json", "result.json"]
    assert seen == [kept], "as it is read again"


def test_a_run_without_them_is_read_too(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    kept = keep_run(RESULTS["found"], workspace, TODAY)
    assert kept.record is None
    assert result_document(kept) == result_document(RESULTS["found"])


def test_the_latest_run_is_found_whatever_line_separators_a_name_holds(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    named = replace(RESULTS["found"], company="A\u2028B\u2029C\x85D")
    keep_run(replace(named, run=replace(named.run, command="whofor run SOURCE --company 'A\u2028B'")), workspace, TODAY)
    assert workspace.runs.latest() == named.run.id
