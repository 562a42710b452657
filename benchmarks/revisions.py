"""Revisions of whofor, each built into a folder of its own and run there as a user would."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "node_modules", "demo", "whofor-workspace", "_kernel.*")


@dataclass(frozen=True, slots=True)
class Job:
    """What is run: the example, or an export with its mapping.

    Attributes:
        name: What it is called in what is printed.
        arguments: Arguments of `whofor`, short of `--out`.
    """

    name: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took.

    Attributes:
        cpu: Processor seconds of all threads, of the user and the system.
        memory: Most resident memory, in MB.
        result: The saved result.
    """

    cpu: float
    memory: float
    result: Path


def jobs_of(data: Path | None, mapping: str | None) -> list[Job]:
    """The example, and a folder of exports where one is given."""
    jobs = [Job("demo", ("demo",))]
    if data is not None:
        # Runs are in a folder of their own: a path must not depend on this one.
        path = None if mapping is None or not Path(mapping).exists() else str(Path(mapping).resolve())
        chosen = () if mapping is None else ("--mapping", path or mapping)
        jobs.append(Job(data.name, ("run", str(data.resolve()), *chosen)))
    return jobs


def build(revision: str, folder: Path) -> Path:
    """Install a revision, with its kernel in C, into a folder.

    Args:
        revision: A revision that git knows, or the path of a checkout, whose files count as they are.
        folder: An empty folder.

    Returns:
        The folder to put on Python's path.

    Raises:
        subprocess.CalledProcessError: There is no such revision, or it cannot be built.
    """
    source, site = folder / "source", folder / "site"
    if Path(revision).is_dir():
        shutil.copytree(revision, source, ignore=_NOT_COPIED)
    else:
        packed = subprocess.run(["git", "archive", revision], cwd=ROOT, check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(packed)) as files:
            files.extractall(source, filter="data")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(source)]
    subprocess.run(pip, check=True)
    return site


def run(site: Path, job: Job, out: Path) -> Run:
    """Run a job with a revision, and count what it took.

    Raises:
        subprocess.CalledProcessError: It ended with an error.
    """
    arguments: Sequence[str] = (*job.arguments, "--out", str(out))
    command = [sys.executable, "-c", "from whofor.cli import main; main()", *arguments]
    environment = os.environ | {"PYTHONPATH": str(site)}
    with (out.parent / f"{out.name}.log").open("w+") as log:
        process = subprocess.Popen(command, env=environment, cwd=out.parent, stdout=log, stderr=log)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            raise subprocess.CalledProcessError(process.returncode, command, log.read())
    (result,) = out.glob("runs/*/result.json")
    size = used.ru_maxrss / 1024 / (1024 if sys.platform == "darwin" else 1)
    return Run(used.ru_utime + used.ru_stime, size, result)
