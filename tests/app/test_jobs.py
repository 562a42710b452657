"""Long work is watched and stopped; what was stored stays as it was."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from whofor.app.find import find
from whofor.app.import_source import import_source
from whofor.app.init_mapping import init_mapping
from whofor.app.jobs import LongJob, Position
from whofor.app.run import run
from whofor.errors import Cancelled
from whofor.model.options import FindOptions

TODAY = date(2026, 10, 1)
FEW = FindOptions(permutations=200)


def state(folder: Path) -> dict[str, bytes]:
    """Files of a folder; an empty lock is no content."""
    files = (p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != ".lock")
    return {str(p.relative_to(folder)): p.read_bytes() for p in files}


def cancelled_at(stage: str, part: float = 0.0) -> LongJob:
    """A job that is cancelled once a stage has come so far."""

    def report(now: str, done: int, total: int) -> None:
        if now == stage and done >= part * total:
            job.cancel()

    job = LongJob(report)
    return job


def test_a_job_knows_where_it_stands_and_stops_when_asked() -> None:
    heard: list[Position] = []
    job = LongJob(lambda *at: heard.append(Position(*at)))
    assert job.position is None
    job("read", 1, 3)
    assert heard == [job.position] == [Position("read", 1, 3)]
    assert not job.cancelled
    job.cancel()
    with pytest.raises(Cancelled, match="read, 2 of 3") as caught:
        job("read", 2, 3)
    assert caught.value.exit_code == 130
    assert job.position == Position("read", 1, 3)


def test_a_search_cancelled_half_way_leaves_the_workspace_as_it_was(workspace: Path) -> None:
    find(workspace, FEW, today=TODAY)
    before = state(workspace)
    job = cancelled_at("search", 0.5)
    with pytest.raises(Cancelled):
        find(workspace, FindOptions(permutations=200, seed=1), today=TODAY, progress=job)
    assert job.position is not None
    assert job.position.stage == "search"
    assert 0 < job.position.done < job.position.total
    assert state(workspace) == before
    assert threading.active_count() == 1, "no worker goes on"


@pytest.mark.parametrize("stage", ["read", "normalise", "write", "search"])
def test_a_run_cancelled_at_any_stage_leaves_the_workspace_as_it_was(
    stage: str, small_export: Path, workspace: Path
) -> None:
    before = state(workspace)
    with pytest.raises(Cancelled):
        run(
            small_export,
            workspace=workspace,
            today=TODAY,
            company="Other",
            options=FEW,
            progress=cancelled_at(stage),
        )
    assert state(workspace) == before
    assert not (workspace / "tmp").exists()


def test_a_first_import_cancelled_leaves_no_manifest(small_export: Path, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        import_source(small_export, workspace=tmp_path / "ws", today=TODAY, progress=cancelled_at("read"))
    assert set(state(tmp_path / "ws")) == {"key"}


def test_a_draft_cancelled_writes_no_mapping(small_export: Path, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        init_mapping(small_export, tmp_path / "m.toml", progress=cancelled_at("draft"))
    assert not (tmp_path / "m.toml").exists()


def test_another_thread_may_cancel(workspace: Path) -> None:
    started = threading.Event()
    job = LongJob(lambda *_: started.set())
    ended: list[BaseException] = []

    def work(call: Callable[[], object]) -> None:
        try:
            call()
        except Cancelled as stop:
            ended.append(stop)

    options = FindOptions(permutations=20_000)
    worker = threading.Thread(target=work, args=[lambda: find(workspace, options, today=TODAY, progress=job)])
    worker.start()
    assert started.wait(60)
    job.cancel()
    worker.join(60)
    assert not worker.is_alive()
    assert len(ended) == 1
