"""Claims stay in the workspace with the day of their first declaration, and later runs test them on newer deals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from whofor.app.find import find
from whofor.app.import_source import import_source
from whofor.app.report import write_report
from whofor.app.session import Session
from whofor.days import days_of
from whofor.model.options import FindOptions
from whofor.segments.claims import parse_claim
from whofor.segments.conditions import segment_mask
from whofor.workspace import Workspace

FEW = FindOptions(permutations=200)
SIZE, SECTOR = "employees 51..200", "industry = fintech"
MARCH, NOW = date(2025, 3, 12), date(2026, 11, 2)


@pytest.fixture(scope="module")
def workspace(small_export: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("claims")
    import_source(small_export, workspace=folder / "ws", mapping="hubspot", today=NOW)
    return folder / "ws"


@pytest.fixture(autouse=True)
def _forgotten(workspace: Path) -> None:
    (workspace / "claims.toml").unlink(missing_ok=True)


def test_a_claim_is_tested_again_with_the_day_on_which_it_was_declared(workspace: Path) -> None:
    first = find(workspace, replace(FEW, claims=(f"{MARCH}: {SIZE}",)), today=NOW)
    assert Workspace.open(workspace).claims() == {SIZE: MARCH}
    again = find(workspace, FEW, today=NOW)
    assert again.search.claims == first.search.claims
    assert again.run.id == first.run.id
    assert again.run.command.endswith(f"--claim '2025-03-12: {SIZE}'")
    (claim,) = again.search.claims
    assert claim.declared == "2025-03-12"
    prepared = Session(workspace).deals().prepared(FEW, NOW)
    rows, outcome = prepared.study.rows, prepared.study.outcome
    inside = segment_mask(parse_claim(SIZE, rows.attributes, {}), rows.attributes, rows.opened)
    later = inside & (np.floor(rows.opened) > days_of(MARCH))
    assert claim.since_declared is not None
    assert (claim.since_declared.n, claim.since_declared.n_won) == (int(later.sum()), int(outcome.values[later].sum()))
    assert 0 < claim.since_declared.n < claim.confirm.n


def test_the_day_of_the_first_declaration_stays(workspace: Path) -> None:
    find(workspace, replace(FEW, claims=(f"{MARCH}: {SIZE}",)), today=NOW)
    find(workspace, replace(FEW, claims=(f"  {SIZE} ", SECTOR)), today=NOW)
    assert Workspace.open(workspace).claims() == {SIZE: MARCH, SECTOR: NOW}
    result = find(workspace, FEW, today=NOW)
    assert [(c.declared, c.since_declared is None) for c in result.search.claims] == [
        (MARCH.isoformat(), False),
        (NOW.isoformat(), True),
    ]


def test_a_claim_without_a_day_was_declared_today(workspace: Path) -> None:
    result = find(workspace, replace(FEW, claims=(SIZE,)), today=NOW)
    assert result.search.claims[0].declared == NOW.isoformat()
    assert Workspace.open(workspace).claims() == {SIZE: NOW}


def test_what_these_data_do_not_have_is_not_tested_and_not_forgotten(workspace: Path) -> None:
    Workspace.open(workspace).keep_claims({"colour = blue": MARCH, SECTOR: MARCH})
    result = find(workspace, FEW, today=NOW)
    assert [c.segment.conditions[0].parameter for c in result.search.claims] == ["industry"]
    assert Workspace.open(workspace).claims() == {"colour = blue": MARCH, SECTOR: MARCH}


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "Declared on 12 March 2025, before ", "Declared on 2 November 2026, after all these deals"),
        ("fr", "Annoncé le 12 mars 2025, avant l’ouverture de ", "Annoncé le 2 novembre 2026, après l’ouverture de"),
    ],
)
def test_the_page_says_whether_it_was_declared_before_its_deals(
    workspace: Path, language: str, before: str, after: str
) -> None:
    find(workspace, replace(FEW, claims=(f"{MARCH}: {SIZE}",)), today=NOW)
    result = find(workspace, replace(FEW, claims=(SECTOR,)), today=NOW)
    page = write_report(result, workspace, language).read_text(encoding="utf-8")
    assert before in page
    assert after in page
