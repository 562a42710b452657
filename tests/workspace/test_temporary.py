"""Temporary workspaces: private, gone with their object, with the process, and after a kill with the next one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from whofor.errors import WorkspaceError
from whofor.workspace import TemporaryFolder

MAKE = """
import os, sys, time
from whofor.workspace import TemporaryFolder
kept = TemporaryFolder()
(kept.path / "whofor-1.duckdb").write_text("rows")
print(kept.path, flush=True)
"""


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path


def started(code: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", MAKE + code], stdout=subprocess.PIPE, text=True)


def make_old(folder: Path) -> None:
    hour_ago = time.time() - 3600
    os.utime(folder, (hour_ago, hour_ago))


def test_it_is_private_and_goes_with_its_object(own_place: Path):
    kept = TemporaryFolder()
    path = kept.path
    assert path.parent == own_place
    assert path.stat().st_mode & 0o077 == 0
    (path / "runs").mkdir()
    del kept
    assert not path.exists()


def test_it_may_be_removed_at_once():
    kept = TemporaryFolder()
    kept.remove()
    assert not kept.path.exists()
    kept.remove()


def test_it_goes_at_the_end_of_the_process():
    with started("") as process:
        path = Path(process.communicate(timeout=600)[0].strip())
    assert process.returncode == 0
    assert not path.exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
def test_a_forked_process_leaves_it_to_the_one_that_made_it():
    with started("if os.fork() == 0: sys.exit()\nos.wait()\nprint(kept.path.exists())") as process:
        out = process.communicate(timeout=600)[0].split("\n")
    assert out[1] == "True"
    assert not Path(out[0]).exists()


def test_what_a_kill_leaves_goes_with_the_next_one():
    with started("time.sleep(600)") as process:
        assert process.stdout is not None
        path = Path(process.stdout.readline().strip())
        make_old(path)
        # Its process runs.
        TemporaryFolder().remove()
        assert (path / "whofor-1.duckdb").exists()
        process.send_signal(signal.SIGKILL)
        process.wait()
    TemporaryFolder().remove()
    assert not path.exists()


def test_a_young_folder_and_what_is_no_folder_of_ours_stay(own_place: Path):
    (own_place / "whofor-kept-young").mkdir()
    (own_place / "elsewhere").mkdir()
    make_old(own_place / "elsewhere")
    (own_place / "whofor-kept-link").symlink_to(own_place / "elsewhere", target_is_directory=True)
    TemporaryFolder().remove()
    assert {path.name for path in own_place.iterdir()} == {"whofor-kept-young", "elsewhere", "whofor-kept-link"}


def test_a_place_that_cannot_be_written_is_told(own_place: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tempfile.tempdir", str(own_place / "none"))
    with pytest.raises(WorkspaceError, match="The workspace cannot be used"):
        TemporaryFolder()
