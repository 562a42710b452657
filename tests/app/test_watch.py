"""Watching a profile with every export: what holds, what moved, what is recorded otherwise, what is refused."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import whofor
from whofor.app.profile import make_profile
from whofor.app.watch import WatchOutcome, watch
from whofor.documents.watch_document import read_watch, watch_bytes
from whofor.errors import DataError, UsageError, WorkspaceError
from whofor.example import AS_OF, ExampleExport, Moves, PlantedTruth, csv_files, generate
from whofor.example.monthly import export_as_of
from whofor.model.profile import IcpVerdict
from whofor.model.profile_changes import Standing
from whofor.model.watch import WatchAlarm, WatchNote
from whofor.workspace import write_files

UNTIL = date(2027, 9, 30)
FEBRUARY = date(2027, 2, 26)
TRUTH = PlantedTruth()
OPTIONS = whofor.FindOptions(permutations=200)
MOVES: Mapping[str, Moves] = {
    "unmoved": Moves(until=UNTIL),
    "gone": Moves(until=UNTIL, truth_after=replace(TRUTH, icp_a_win_rate=0.02, icp_b_win_rate=0.02)),
    "size": Moves(until=UNTIL, unfilled=(("Number of Employees", 0.6),)),
}


@cache
def made(kind: str) -> ExampleExport:
    return generate(1, n_deals=3_333, moves=MOVES[kind])


def exported(folder: Path, kind: str, day: date) -> Path:
    return write_files(folder / f"{kind}-{day}", csv_files(export_as_of(made(kind), day, UNTIL)))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a profile of the first three years; not to be changed."""
    folder = tmp_path_factory.mktemp("watch")
    whofor.run(exported(folder, "unmoved", AS_OF), workspace=folder / "ws", today=AS_OF, options=OPTIONS)
    assert len(make_profile(folder / "ws", today=AS_OF).profile.icps) == 2
    return folder / "ws"


@pytest.fixture
def ws(first: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first, tmp_path / "ws"))


def looked(ws: Path, source: Path, day: date) -> WatchOutcome:
    return watch(source, workspace=ws, today=day, options=OPTIONS)


def test_a_year_in_which_nothing_moved_needs_nobody_and_the_same_data_are_looked_at_once(
    ws: Path, tmp_path: Path
) -> None:
    source = exported(tmp_path, "unmoved", FEBRUARY)
    found = looked(ws, source, FEBRUARY)
    assert found.is_new
    assert not found.report.needs_person, found.report.alarms
    assert [one.look.standing for one in found.report.types] == [Standing.HOLDS, Standing.HOLDS]
    assert (found.report.number, found.report.planned) == (1, 12)
    assert found.report.n_since > 100
    assert sorted(path.name for path in (ws / "watch").iterdir()) == [
        "2027-02-26.fr.md",
        "2027-02-26.json",
        "2027-02-26.md",
    ]
    kept = {path: path.read_bytes() for path in (ws / "watch").iterdir()}
    again = looked(ws, source, date(2027, 3, 1))
    assert not again.is_new
    assert again.report == found.report
    assert {path: path.read_bytes() for path in (ws / "watch").iterdir()} == kept
    assert watch_bytes(read_watch(kept[ws / "watch" / "2027-02-26.json"], "")) == kept[ws / "watch" / "2027-02-26.json"]
    note = (ws / "watch" / "2027-02-26.fr.md").read_text(encoding="utf-8")
    assert "Rien à faire" in note
    assert "Industriels" in note


def test_what_is_no_longer_won_is_named_until_a_new_version_is_made(ws: Path, tmp_path: Path) -> None:
    june = date(2027, 6, 30)
    first = looked(ws, exported(tmp_path, "gone", june), june).report
    moved = {one.look.id for one in first.types if one.look.standing is Standing.DOWN}
    assert moved
    found = looked(ws, exported(tmp_path, "gone", UNTIL), UNTIL).report
    assert found.needs_person
    assert {alarm for alarm, _ in found.alarms} == {WatchAlarm.MOVED}
    assert {one.look.standing for one in found.types} == {Standing.DOWN}
    assert {one.moved_on for one in found.types if one.look.id in moved} == {"2027-06-30"}
    assert found.comparison is not None
    assert {cause.group for cause in found.comparison.named} == {one.look.id for one in found.types}
    before, note = ((ws / "watch" / f"{day}.md").read_text(encoding="utf-8") for day in ("2027-06-30", "2027-09-30"))
    assert "won less often than promised" in before
    assert "known since" not in before
    assert "known since 30 June 2027" in note
    assert "connu depuis le 30 juin 2027" in (ws / "watch" / "2027-09-30.fr.md").read_text(encoding="utf-8")


def test_a_column_that_is_filled_in_less_is_said_first(ws: Path, tmp_path: Path) -> None:
    found = looked(ws, exported(tmp_path, "size", date(2027, 6, 30)), date(2027, 6, 30)).report
    assert found.alarms[0] == (WatchAlarm.RECORDING, "Number of Employees")
    assert found.comparison is not None
    assert not found.comparison.named


def test_an_export_of_another_company_or_without_most_deals_changes_nothing(ws: Path, tmp_path: Path) -> None:
    other = write_files(tmp_path / "other", csv_files(generate(9, n_deals=400)))
    lines = (first_deals := exported(tmp_path, "unmoved", AS_OF) / "deals.csv").read_text(encoding="utf-8").splitlines()
    first_deals.write_text("\n".join(lines[: len(lines) // 3]), encoding="utf-8")
    before = {path: path.read_bytes() for path in ws.rglob("*") if path.is_file() and path.name != ".lock"}
    for source in (other, first_deals.parent):
        with pytest.raises(DataError, match=r"of the .* deals of the last one"):
            looked(ws, source, FEBRUARY)
    after = {path: path.read_bytes() for path in ws.rglob("*") if path.is_file() and path.name != ".lock"}
    assert after == before


def test_a_column_that_is_gone_needs_a_person_and_deals_that_are_gone_are_said(ws: Path, tmp_path: Path) -> None:
    source = exported(tmp_path, "unmoved", FEBRUARY)
    companies = source / "companies.csv"
    companies.write_bytes(companies.read_bytes().replace(b"Number of Employees", b"Zzz", 1))
    lines = (source / "deals.csv").read_text(encoding="utf-8").splitlines()
    (source / "deals.csv").write_text("\n".join([lines[0], *lines[200:]]), encoding="utf-8")
    found = looked(ws, source, FEBRUARY).report
    assert 0 < int(dict(found.notes)[WatchNote.FEWER_DEALS]) <= 200
    assert found.needs_person
    unread = [about for alarm, about in found.alarms if alarm is WatchAlarm.NOT_READ]
    assert len(unread) == 2
    assert all("employees" in about for about in unread)
    note = (ws / "watch" / "2027-02-26.md").read_text(encoding="utf-8")
    assert "Nothing to do" not in note
    assert f"`{unread[0]}`" in note


def test_without_a_profile_it_says_what_to_do(ws: Path, tmp_path: Path) -> None:
    shutil.rmtree(ws / "profiles")
    with pytest.raises(WorkspaceError, match="whofor profile"):
        looked(ws, tmp_path, FEBRUARY)
    with pytest.raises(WorkspaceError, match="no workspace"):
        looked(tmp_path / "none", tmp_path, FEBRUARY)


def test_what_was_kept_and_is_damaged_is_named(ws: Path, tmp_path: Path) -> None:
    (ws / "watch").mkdir()
    (ws / "watch" / "2027-01-01.json").write_text('{"format": 1}', encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"2027-01-01\.json"):
        looked(ws, tmp_path / "never-read", FEBRUARY)


def test_a_guess_is_marked_and_never_said_to_be_confirmed_no_longer(tmp_path: Path) -> None:
    source = write_files(tmp_path / "few", csv_files(generate(3, n_deals=450)))
    whofor.run(source, workspace=tmp_path / "ws", today=AS_OF, options=OPTIONS)
    (icp,) = make_profile(tmp_path / "ws", today=AS_OF).profile.icps
    assert icp.verdict is IcpVerdict.PROVISIONAL
    found = looked(tmp_path / "ws", source, AS_OF)
    assert found.report.alarms == ()
    assert [one.confirmed for one in found.report.types] == [None]
    note = found.path.read_text(encoding="utf-8")
    assert "(a guess, not confirmed) |" in note


def test_of_a_product_its_name_is_enough(tmp_path: Path) -> None:
    source = write_files(tmp_path / "few", csv_files(generate(3, n_deals=600)))
    whofor.run_each(source, "deal_type", workspace=tmp_path / "ws", today=AS_OF, options=OPTIONS)
    answer = make_profile(tmp_path / "ws", today=AS_OF, part="newbusiness")
    edited = Path(answer.editable)
    assert edited.name.startswith("profile.newbusiness")
    own = '\n[icp.mine]\nname = "Mine"\ndefine = ["industry = Fintech"]\n'
    edited.write_text(edited.read_text(encoding="utf-8") + own, encoding="utf-8")
    make_profile(tmp_path / "ws", today=AS_OF, part="newbusiness")
    found = watch(source, workspace=tmp_path / "ws", today=AS_OF, part="newbusiness")
    assert "mine" in {one.look.id for one in found.report.types}
    assert "for newbusiness: look 1 of 12" in found.path.read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="no run is about this part"):
        watch(source, workspace=tmp_path / "ws", today=AS_OF, part="other")
