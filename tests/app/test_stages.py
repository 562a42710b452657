"""Stages of an export: read, shown, and confirmed with one line of mapping."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from whofor.app.doctor import doctor
from whofor.app.import_source import import_source
from whofor.errors import MappingError
from whofor.intake.report import ImportReport
from whofor.model import IssueCode, StageReadBy, StageSummary

TODAY = date(2026, 6, 1)
HEAD = "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Create Date,Close Date"
STAGES = [
    ("Sales", "Closed won", 6),
    ("Sales", "Closed lost", 12),
    ("Sales", "Proposal", 6),
    ("Renewals", "Renewed", 5),
    ("Renewals", "Churned", 7),
    ("Renewals", "Zebra", 4),
]


def export(folder: Path, stages: list[tuple[str, str, int]] = STAGES, extra: str = "", **cells: str) -> Path:
    """Return a folder with a made-up export of HubSpot; `cells` are those of the extra column by stage."""
    rows, number = [HEAD + (f",{extra}" if extra else "")], 0
    for pipeline, stage, count in stages:
        for _ in range(count):
            number += 1
            row = f"{number},Deal {number},{stage},{pipeline},{100 + number},2025-{number % 12 + 1:02}-03,2025-12-20"
            rows.append(f"{row},{cells.get(stage.replace(' ', '_'), '')}" if extra else row)
    folder.mkdir(exist_ok=True)
    (folder / "deals.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def imported(tmp_path: Path, mapping: str = "", **kinds: str) -> ImportReport:
    source = export(tmp_path / "export", **kinds)
    if not mapping:
        return import_source(source, workspace=tmp_path / "w", today=TODAY)
    (tmp_path / "stages.toml").write_text(mapping, encoding="utf-8")
    return import_source(source, workspace=tmp_path / "w", today=TODAY, mapping=tmp_path / "stages.toml")


def by_name(report: ImportReport) -> dict[str, StageSummary]:
    return {one.stage: one for one in report.stages}


def counts(one: StageSummary) -> tuple[int, int, int, int]:
    return one.won, one.lost, one.open, one.unknown


def test_stages_of_several_pipelines_are_read_and_what_was_guessed_is_marked(tmp_path: Path) -> None:
    report = imported(tmp_path)
    assert report.preset == "hubspot"
    found = by_name(report)
    assert {name: (*counts(one), one.read_by, one.guessed) for name, one in found.items()} == {
        "Closed won": (6, 0, 0, 0, StageReadBy.LIST, False),
        "Closed lost": (0, 12, 0, 0, StageReadBy.LIST, False),
        "Proposal": (0, 0, 6, 0, StageReadBy.WORDS, False),
        "Renewed": (5, 0, 0, 0, StageReadBy.WORDS, True),
        "Churned": (0, 7, 0, 0, StageReadBy.WORDS, True),
        "Zebra": (0, 0, 4, 0, StageReadBy.ASSUMED, True),
    }
    assert {one.pipeline for one in report.stages} == {"Sales", "Renewals"}
    issue = next(issue for issue in report.issues if issue.code is IssueCode.STAGE_GUESSED)
    assert issue.count == 16
    assert set(issue.examples) == {"Renewed → won", "Churned → lost", "Zebra → open"}
    assert doctor(tmp_path / "w").stages == report.stages


def test_one_line_of_mapping_corrects_what_a_preset_reads(tmp_path: Path) -> None:
    report = imported(
        tmp_path, 'stage_means = { won = ["zebra"], lost = ["CHURNED", "Proposal"], open = ["Renew*"] }\n'
    )
    found = by_name(report)
    assert counts(found["Zebra"]) == (4, 0, 0, 0)
    assert counts(found["Proposal"]) == (0, 6, 0, 0)
    assert counts(found["Renewed"]) == (0, 0, 5, 0)
    assert found["Closed won"].read_by is StageReadBy.LIST
    assert not any(one.guessed for one in report.stages)
    assert report.preset == "hubspot"
    assert IssueCode.STAGE_GUESSED not in {issue.code for issue in report.issues}


def test_the_line_beats_a_yes_no_column(tmp_path: Path) -> None:
    source = export(tmp_path / "export", extra="Is Closed Won", Renewed="true", Zebra="true", Closed_won="true")
    plain = import_source(source, workspace=tmp_path / "w", today=TODAY)
    assert counts(by_name(plain)["Zebra"]) == (4, 0, 0, 0)
    assert by_name(plain)["Zebra"].read_by is StageReadBy.COLUMN
    (tmp_path / "m.toml").write_text('stage_means = { open = "Zebra" }\n', encoding="utf-8")
    said = import_source(source, workspace=tmp_path / "w", today=TODAY, mapping=tmp_path / "m.toml")
    assert counts(by_name(said)["Zebra"]) == (0, 0, 4, 0)


def test_a_stage_may_be_named_with_its_pipeline(tmp_path: Path) -> None:
    stages = [("Sales", "Closed won", 3), ("Sales", "Closed lost", 3), ("Sales", "Ready", 4), ("Partners", "Ready", 5)]
    source = export(tmp_path / "export", stages)
    (tmp_path / "m.toml").write_text('stage_means = { won = ["Partners: Ready"] }\n', encoding="utf-8")
    report = import_source(source, workspace=tmp_path / "w", today=TODAY, mapping=tmp_path / "m.toml")
    found = {(one.pipeline, one.stage): one for one in report.stages}
    assert counts(found["Partners", "Ready"]) == (5, 0, 0, 0)
    assert counts(found["Sales", "Ready"]) == (0, 0, 4, 0)


def test_a_stage_that_does_not_occur_is_an_error_with_near_names(tmp_path: Path) -> None:
    with pytest.raises(MappingError) as caught:
        imported(tmp_path, '# mine\nstage_means = { won = ["Renewd"] }\n')
    assert str(caught.value).endswith(
        "stages.toml:2 stage_means: No deal is at this stage (“Renewd”). Did you mean 'Renewed' or 'Churned'?"
    )


def test_words_that_a_probability_contradicts_leave_the_outcome_unknown(tmp_path: Path) -> None:
    probable = {"Closed_won": "100%", "Closed_lost": "0%", "Proposal": "40%", "Renewed": "10%", "Zebra": "100%"}
    source = export(tmp_path / "export", extra="Win likelihood", **probable, Churned="0%")
    report = import_source(source, workspace=tmp_path / "w", today=TODAY)
    found = by_name(report)
    assert counts(found["Renewed"]) == (0, 0, 0, 5)
    assert counts(found["Zebra"]) == (4, 0, 0, 0)
    assert found["Zebra"].read_by is StageReadBy.PROBABILITY
    assert counts(found["Churned"]) == (0, 7, 0, 0)
    issue = next(issue for issue in report.issues if issue.code is IssueCode.UNMAPPED_OUTCOME)
    assert (issue.count, issue.examples) == (5, ("Renewed",))


def test_a_file_that_amends_needs_something_to_say(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"The mapping has no \[deals\]"):
        imported(tmp_path, 'name = "x"\n')
    assert imported(tmp_path, '[money]\ncurrency = "EUR"\n').preset == "hubspot"


def test_a_line_makes_a_guess_sure_that_would_not_be(tmp_path: Path) -> None:
    folder = tmp_path / "sheet"
    folder.mkdir()
    stages = ["Won"] * 20 + ["Lost"] * 40 + ["K7"] * 25
    rows = [f"{n},Firm {n},{stage},2025-{n % 12 + 1:02}-04,{n * 10}" for n, stage in enumerate(stages, 1)]
    (folder / "sheet.csv").write_text("\n".join(["Ref,Company,Stage,Opened on,Amount", *rows]), encoding="utf-8")
    (tmp_path / "m.toml").write_text('stage_means = { won = ["K7"] }\n', encoding="utf-8")
    report = import_source(folder, workspace=tmp_path / "w", today=TODAY, mapping=tmp_path / "m.toml")
    found = by_name(report)
    assert counts(found["K7"]) == (25, 0, 0, 0)
    assert found["K7"].read_by is StageReadBy.USER


def test_russian_stages_are_read(tmp_path: Path) -> None:
    stages = [
        ("Продажи", "Успешно реализовано", 8),
        ("Продажи", "Закрыто и не реализовано", 12),
        ("Продажи", "Первичный контакт", 5),
        ("Продажи", "Принимают решение", 5),
    ]
    found = by_name(import_source(export(tmp_path / "export", stages), workspace=tmp_path / "w", today=TODAY))
    assert [counts(found[stage]) for _, stage, _ in stages] == [(8, 0, 0, 0), (0, 12, 0, 0), (0, 0, 5, 0), (0, 0, 5, 0)]
