"""Exports in the shapes of many CRMs go in without a mapping, and hold what they are known to hold."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from shapes import documented, hubspot, others, salesforce, unknown
from shapes.world import Truth
from whofor.app.find import find
from whofor.app.import_source import import_source
from whofor.app.init_mapping import init_mapping
from whofor.arrays import Column
from whofor.documents.import_document import import_document
from whofor.intake.report import ImportReport
from whofor.model import Answer, Role
from whofor.model.options import FindOptions
from whofor.model.reasons.answers import OutcomeUnsure
from whofor.model.reasons.steps import MendMapping
from whofor.reports.detection import guessed_lines, reading_line
from whofor.workspace import Workspace

TODAY = date(2026, 10, 1)
KNOWN: dict[str, Callable[[Path], Truth]] = {
    **hubspot.EXPORTS,
    **salesforce.EXPORTS,
    **others.EXPORTS,
    **documented.EXPORTS,
}


def days(values: Column) -> list[str]:
    return sorted(str(np.datetime64(int(day), "D")) for day in values.tolist() if day == day)


def check(report: ImportReport, truth: Truth, workspace: Path) -> None:
    assert {name: report.tables[name].rows for name in truth.rows} == truth.rows
    with Workspace.open(workspace).reading() as (_, scan):
        deals = scan.project("deals", list(scan.columns("deals")))
    assert Counter(deals["outcome"].tolist()) == truth.outcomes
    assert days(deals["opened"]) == truth.opened
    assert days(deals["closed"]) == truth.closed
    assert sum(key is not None for key in deals["account_key"].tolist()) == truth.linked
    assert truth.amount is None or np.nansum(deals["amount"].astype(np.float64)) == truth.amount


@pytest.mark.parametrize("name", KNOWN)
def test_a_known_crm(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    folder.mkdir()
    truth = KNOWN[name](folder)
    report = import_source(folder, workspace=tmp_path / "ws", today=TODAY)
    assert (report.preset, report.guessed) == (truth.preset, ())
    check(report, truth, tmp_path / "ws")


@pytest.mark.parametrize("name", unknown.EXPORTS)
def test_a_crm_without_a_preset_is_guessed_and_that_is_said(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    folder.mkdir()
    truth = unknown.EXPORTS[name](folder)
    report = import_source(folder, workspace=tmp_path / "ws", today=TODAY)
    check(report, truth, tmp_path / "ws")
    assert report.preset == "guessed"
    assert "deals.outcome" in {guess.what for guess in report.guessed}
    assert import_document(report)["guessed"] == [str(guess) for guess in report.guessed]
    assert "mapping_guessed" in {issue.code for issue in report.issues}
    assert guessed_lines(report.guessed, "en")[-1].startswith("(?) marks what is less sure")
    # The guess is what --init-mapping writes.
    init_mapping(folder, tmp_path / "m.toml")
    again = import_source(folder, workspace=tmp_path / "again", today=TODAY, mapping=str(tmp_path / "m.toml"))
    assert again.guessed == ()
    check(again, truth, tmp_path / "again")


@pytest.mark.parametrize(("make", "column"), [(documented.close, "status_label"), (unknown.nocrm, "Step")])
def test_a_second_status_never_defines_a_segment(make: Callable[[Path], Truth], column: str, tmp_path: Path) -> None:
    make(tmp_path)
    report = import_source(tmp_path, workspace=tmp_path / "ws", today=TODAY)
    assert {parameter.label: parameter.role for parameter in report.parameters}[column] is Role.LEAK


def test_a_guess_in_doubt_is_not_used_and_the_doubt_is_named(tmp_path: Path) -> None:
    rows = [
        f"{n},2024-01-{n % 28 + 1:02d},{f'2024-03-{n % 28 + 1:02d}' if n % 3 else ''},{n * 10},{'AB'[n % 2]}"
        for n in range(60)
    ]
    (tmp_path / "things.csv").write_text("\n".join(["nr,created,customer since,amount,kind", *rows]), encoding="utf-8")
    report = import_source(tmp_path, workspace=tmp_path / "ws", today=TODAY)
    assert report.recognition.unsure == ("deals.outcome",)
    assert import_document(report)["unsure"] == ["deals.outcome"]
    result = find(tmp_path / "ws", FindOptions(permutations=200), today=TODAY)
    assert (result.answer, result.run.rows) == (Answer.NOT_ENOUGH_DATA, 0)
    assert result.why == (OutcomeUnsure("customer since"),)
    assert isinstance(result.next_steps[0], MendMapping)


def test_a_guess_without_a_day_of_opening_is_used_without_days(tmp_path: Path) -> None:
    """There is a date, but it is that of the end; which one is the opening only the user knows."""
    rows = [
        f"{n},{('Won', 'Lost')[n % 2]},{n * 10},{('Bank', 'Shop')[n % 3 == 0]},2024-{n % 12 + 1:02d}-17"
        for n in range(60)
    ]
    head = "Deal Id,Result,Amount,Sector,Close date"
    (tmp_path / "deals.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    report = import_source(tmp_path, workspace=tmp_path / "ws", today=TODAY)
    assert report.recognition.unsure == ()
    assert "opened" in report.recognition.unread
    assert "Not found in it: company, opening day" in reading_line(report.preset, report.recognition, "en")
    with Workspace.open(tmp_path / "ws").reading() as (_, scan):
        deals = scan.project("deals", ["opened", "closed"])
    assert np.isnan(deals["opened"]).all()
    assert np.isfinite(deals["closed"]).all()


def test_a_guess_is_used_where_there_are_no_dates_at_all(tmp_path: Path) -> None:
    rows = [f"{n},{('Won', 'Lost')[n % 2]},{n * 10},{('Bank', 'Shop')[n % 3 == 0]}" for n in range(60)]
    (tmp_path / "deals.csv").write_text("\n".join(["Deal Id,Result,Amount,Sector", *rows]), encoding="utf-8")
    report = import_source(tmp_path, workspace=tmp_path / "ws", today=TODAY)
    assert "mapping_guessed" in {issue.code for issue in report.issues}
    assert report.tables["deals"].rows == 60


def test_two_dates_of_which_one_is_filled_end_a_deal(tmp_path: Path) -> None:
    documented.close(tmp_path)
    init_mapping(tmp_path, tmp_path / "m.toml")
    columns = tomllib.loads((tmp_path / "m.toml").read_text(encoding="utf-8"))["deals"]["columns"]
    assert columns["closed"] == {"coalesce": ["date_won", "date_lost"]}
