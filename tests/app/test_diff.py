"""Runs of one workspace are compared; pages are named by language and kept with their run."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from whofor.app.demo import write_example
from whofor.app.diff import changes_up_to, diff
from whofor.app.find import find
from whofor.app.report import report
from whofor.app.run import run
from whofor.errors import WorkspaceError
from whofor.model.options import FindOptions
from whofor.reports.changes import render_changes
from whofor.reports.words import words_of
from whofor.workspace import Workspace

FEW = FindOptions(permutations=200)
THEN, NOW = date(2026, 4, 1), date(2026, 11, 2)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example in April and in November, in one workspace."""
    folder = tmp_path_factory.mktemp("grows")
    export = write_example(folder / "export")
    file = export / "deals.csv"
    whole = file.read_bytes()
    with file.open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = csv.reader(stream)
    opened, closed = head.index("Create Date"), head.index("Close Date")
    early = [row for row in rows if row[opened] < "2026-02" and row[closed] < "2026-04"]
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *early])
    run(export, workspace=folder / "ws", today=THEN, options=FEW, mapping="hubspot", language="fr")
    file.write_bytes(whole)
    run(export, workspace=folder / "ws", today=NOW, options=FEW, mapping="hubspot")
    return folder / "ws"


def test_newer_deals_of_the_same_market_change_nothing(workspace: Path) -> None:
    changes = diff(workspace)
    assert (changes.then.day, changes.now.day) == ("2026-04-01", "2026-11-02")
    assert changes.moved == ()
    assert (changes.n_since or 0) > 300
    first, latest = (logged.id for logged in Workspace.open(workspace).runs.logged())
    assert (changes.then.run, changes.now.run) == (first, latest)
    assert changes_up_to(workspace, first) is None
    assert diff(workspace, first[:6]) == changes


@pytest.mark.parametrize(
    ("language", "since"),
    [("en", "Since the run of 1 April 2026"), ("fr", "Depuis l’analyse du 1er avril 2026")],
)
def test_the_page_says_so_at_its_head(workspace: Path, language: str, since: str) -> None:
    page = report(workspace, language=language).read_text(encoding="utf-8")
    assert since in page.split("<main")[0]
    console = Console(width=80, record=True)
    with console.capture() as shown:
        render_changes(diff(workspace), words_of(language), console)
    assert since in " ".join(shown.get().split())


def test_pages_are_named_by_language_and_kept_with_their_run(workspace: Path) -> None:
    first, latest = (logged.id for logged in Workspace.open(workspace).runs.logged())
    # The page of other data does not lie on top of the workspace.
    assert (workspace / "runs" / first / "report.fr.html").is_file()
    assert report(workspace) == workspace / "report.html"
    assert report(workspace, language="fr") == workspace / "report.fr.html"
    for name in ("report.html", "report.fr.html"):
        assert (workspace / name).read_bytes() == (workspace / "runs" / latest / name).read_bytes()
    before = (workspace / "report.html").read_bytes()
    assert report(workspace, run_id=first) == workspace / "runs" / first / "report.html"
    assert (workspace / "report.html").read_bytes() == before


def test_another_search_of_the_same_deals_is_told_as_that(workspace: Path) -> None:
    _, latest = (logged.id for logged in Workspace.open(workspace).runs.logged())
    find(workspace, FindOptions(permutations=200, seed=9), today=NOW)
    # By default runs of other data are compared; of the same data, the one that is named.
    assert diff(workspace).then.day == "2026-04-01"
    changes = diff(workspace, latest)
    assert changes.same_data
    assert changes.options == (("seed", "0", "9"),)
    find(workspace, FEW, today=NOW)


def test_what_cannot_be_compared_is_said(workspace: Path, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="There is no such run"):
        diff(workspace, "zz")
    latest = Workspace.open(workspace).runs.logged()[-1].id
    with pytest.raises(WorkspaceError, match="this is the latest run itself"):
        diff(workspace, latest)
    export = write_example(tmp_path / "export")
    run(export, workspace=tmp_path / "ws", today=NOW, options=FEW, mapping="hubspot")
    with pytest.raises(WorkspaceError, match="only one run to compare"):
        diff(tmp_path / "ws")
