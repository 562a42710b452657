"""A sheet of 20 to 120 deals, kept by hand, gets an answer in each language without any help."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from shapes.founder import SHEETS, TODAY, write_sheet
from whofor.app.find import find
from whofor.app.import_source import import_source
from whofor.app.run import run
from whofor.model import Answer, Role
from whofor.model.options import FindOptions
from whofor.model.reasons.answers import NoLostDeal
from whofor.workspace import Workspace

OPTIONS = FindOptions(permutations=200)


@pytest.mark.parametrize("n", [20, 45, 60, 120])
@pytest.mark.parametrize("language", SHEETS)
def test_a_sheet_is_read_right(language: str, n: int, tmp_path: Path) -> None:
    words, sheet = SHEETS[language], tmp_path / "pipeline.csv"
    truth = write_sheet(sheet, language, n)
    report = import_source(sheet, workspace=tmp_path / "ws", today=TODAY)
    assert (report.preset, report.recognition.unsure) == ("guessed", ())
    assert report.recognition.unread == ()
    with Workspace.open(tmp_path / "ws").reading() as (_, scan):
        deals = scan.project("deals", ["outcome", "opened", "closed", "amount", "account_key"])
    won = deals["outcome"] == "won"
    assert [int((deals["outcome"] == name).sum()) for name in ("won", "lost", "open")] == [
        truth.won,
        truth.lost,
        truth.still_open,
    ]
    assert [np.datetime64(int(day), "D").item() for day in deals["opened"]] == list(truth.opened)
    assert float(deals["amount"][won].sum()) == pytest.approx(truth.amount, abs=truth.won)
    assert len(set(deals["account_key"].tolist())) == n
    roles = {p.label: p.role for p in report.parameters if p.source}
    industry, country, employees = words.header[1:4]
    assert [roles[label] for label in (industry, country, employees)] == [Role.DEFINITION] * 3
    assert [roles[label] for label in words.header[9:]] == [Role.CONFOUNDER] * 2
    assert {label for label, role in roles.items() if role is Role.DEFINITION}.isdisjoint(
        {*words.header[4:], words.header[0]}
    )


@pytest.mark.parametrize("n", [20, 45, 60, 120])
@pytest.mark.parametrize("language", SHEETS)
def test_a_sheet_gets_an_answer_that_names_the_sector(language: str, n: int, tmp_path: Path) -> None:
    write_sheet(tmp_path / "pipeline.csv", language, n)
    done = run(tmp_path / "pipeline.csv", workspace=tmp_path / "ws", today=TODAY, options=OPTIONS, language="fr")
    assert done.result.answer is Answer.NOT_ENOUGH_DATA, "nothing passes without deals held back"
    found = (*done.result.search.segments, *done.result.search.hypotheses)
    assert found
    if n > 20:
        named = {value for one in found for c in one.segment.conditions for value in c.values}
        assert SHEETS[language].sectors[0] in named
    assert done.report.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_where_nothing_is_the_best_hypotheses_are_named_as_toss_ups(tmp_path: Path) -> None:
    named = 0
    for seed in range(8):
        write_sheet(tmp_path / "pipeline.csv", "en", 60, seed, effect=False)
        import_source(tmp_path / "pipeline.csv", workspace=tmp_path / "ws", today=TODAY)
        search = find(tmp_path / "ws", OPTIONS, today=TODAY).search
        assert len(search.hypotheses) <= 3
        assert {one.posterior_right_sign for one in search.hypotheses} <= {None}
        named += bool(search.hypotheses)
    assert named >= 6, "but where no fact is a standard error better"


@pytest.mark.parametrize("language", SHEETS)
def test_a_sheet_without_lost_deals_says_so_first(language: str, tmp_path: Path) -> None:
    truth = write_sheet(tmp_path / "pipeline.csv", language, 60, lost=False)
    import_source(tmp_path / "pipeline.csv", workspace=tmp_path / "ws", today=TODAY)
    result = find(tmp_path / "ws", OPTIONS, today=TODAY)
    assert result.answer is Answer.NOT_ENOUGH_DATA
    assert result.why == (NoLostDeal(truth.won, truth.still_open),)
