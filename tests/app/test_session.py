"""A session reads and prepares once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from whofor.app.deals import KeptDeals
from whofor.app.find import find
from whofor.app.import_source import import_source
from whofor.app.run import run
from whofor.app.session import Session
from whofor.model.options import FindOptions

TODAY = date(2026, 10, 1)
FEW = FindOptions(permutations=200)


def test_what_was_read_and_prepared_is_kept(workspace: Path) -> None:
    session = Session(workspace)
    deals = session.deals()
    assert session.deals() is deals
    first = deals.prepared(FEW, TODAY)
    assert deals.prepared(replace(FEW, claims=("employees 51..200",), most_segments=2), TODAY) is first
    assert deals.prepared(replace(FEW, seed=1), TODAY) is not first
    assert deals.prepared(FEW, TODAY + timedelta(1)) is not first
    assert deals.prepared(FEW, TODAY) is first


def test_only_the_latest_used_are_kept(workspace: Path) -> None:
    deals = Session(workspace).deals()
    first, second = (deals.prepared(replace(FEW, seed=seed), TODAY) for seed in (0, 1))
    for seed in (2, 3):
        deals.prepared(replace(FEW, seed=seed), TODAY)
    assert deals.prepared(FEW, TODAY) is first
    deals.prepared(replace(FEW, seed=4), TODAY)
    assert deals.prepared(FEW, TODAY) is first, "used after the second"
    assert deals.prepared(replace(FEW, seed=1), TODAY) is not second


def test_another_import_is_read_anew(small_export: Path, workspace: Path) -> None:
    session = Session(workspace)
    before = session.deals()
    assert before.dataset.company == ""
    import_source(small_export, workspace=workspace, today=TODAY, company="Acme")
    assert session.deals() is not before
    assert find(session, FEW, today=TODAY).company == "Acme"


def test_a_run_hands_on_what_it_read(small_export: Path, tmp_path: Path) -> None:
    done = run(small_export, workspace=tmp_path / "ws", today=TODAY, options=FEW)
    kept = done.session.deals()
    assert isinstance(kept, KeptDeals)
    assert kept.dataset == done.session.workspace.dataset()
    assert find(done.session, FEW, today=TODAY) == done.result
