"""The runs that are saved in a workspace, and their log."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from whofor.errors import Problem, Sentence, WorkspaceError
from whofor.text import parse_json
from whofor.workspace.files import make_private, open_to_append, private_folder, translated, write_file

__all__ = ["LoggedRun", "SavedRuns"]

_RESULT = "result.json"
_LOG = "runs.jsonl"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_RUN_ID = re.compile(r"[0-9A-Za-z_-]+")
"""An id is a part of a path; one from a log or a command must not lead out of the workspace."""


@dataclass(frozen=True, slots=True)
class LoggedRun:
    """One run in the log.

    Attributes:
        id: Its id; empty for a line that holds none.
        day: ISO date on which it ran; empty where former versions did not record it.
        data_hash: SHA-256 of the data that it is of.
        outcome: The outcome that it is about.
        part: The part of the deals that it is about, as one product; empty for all of them.
        per: The fact that parts them.
    """

    id: str
    day: str = ""
    data_hash: str = ""
    outcome: str = ""
    part: str = ""
    per: str = ""

    @property
    def about(self) -> tuple[str, str, str]:
        """The outcome, and the part of the deals: runs that differ in it are not compared."""
        return self.outcome, self.per, self.part


class SavedRuns:
    """The runs that are saved in a workspace.

    Attributes:
        path: Folder of the workspace.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def save(self, run_id: str, document: Mapping[str, object], *, files: Mapping[str, bytes], day: str = "") -> Path:
        """Save a run and log it; saving the same run again replaces it.

        Args:
            run_id: Its id.
            document: Its result, as JSON values.
            files: Further files by name, such as `search.json`.
            day: ISO date on which it ran.

        Returns:
            The folder `runs/<run_id>`.

        Raises:
            WorkspaceError: Where the folder cannot be written, or the id is no name of a folder.
        """
        if not _RUN_ID.fullmatch(run_id):
            raise WorkspaceError(_no_such_run(self.path, run_id))
        folder = self.path / "runs" / run_id
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        with translated(folder):
            for parent in (folder.parent, folder):
                if parent.is_symlink():
                    what = "A folder of runs is a link elsewhere"
                    todo = "Do not use this workspace; run `whofor import SOURCE` into another folder."
                    raise WorkspaceError(Problem(what, str(parent), todo=todo))
                private_folder(parent)
            # Equal runs have equal files, so that several commands may save one at once. Its result comes last.
            for name, content in {**files, _RESULT: text.encode()}.items():
                write_file(folder / name, content)
            self._log(run_id, document, day)
        return folder

    def _log(self, run_id: str, document: Mapping[str, object], day: str) -> None:
        """Append a line on a saved run to the log, with what is needed to repeat it."""
        run = document.get("run")
        facts = dict(run) if isinstance(run, Mapping) else {}
        line = {"id": run_id, "day": day, "answer": document.get("answer"), "run": facts}
        place = self.path / _LOG
        log = open_to_append(place)
        try:
            # In one call, so that lines of commands that run at once do not mix.
            os.write(log, (json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n").encode())
            os.fsync(log)
        finally:
            os.close(log)
        make_private(place)

    def add(self, run_id: str, name: str, content: bytes) -> Path:
        """Write a further file of a saved run, such as its page; return its path.

        Raises:
            WorkspaceError: There is no such run, or the file cannot be written.
        """
        folder = self.path / "runs" / run_id
        if not _RUN_ID.fullmatch(run_id) or folder.is_symlink() or not (folder / _RESULT).is_file():
            raise WorkspaceError(_no_such_run(self.path, run_id))
        with translated(folder / name):
            write_file(folder / name, content)
        return folder / name

    def latest(self) -> str | None:
        """Return the id of the run saved last, or `None`."""
        for line in reversed(self._lines()):
            run_id = _logged(line).id
            if run_id and self._is_saved(run_id):
                return run_id
        return None

    def logged(self) -> list[LoggedRun]:
        """Return the runs that are saved, each once, in the order in which they were saved last.

        A run that was repeated has the day on which it first ran.
        """
        found: dict[str, LoggedRun] = {}
        for line in self._lines():
            run = _logged(line)
            first = found.pop(run.id, run)
            if run.id and self._is_saved(run.id):
                found[run.id] = first
        return list(found.values())

    def _is_saved(self, run_id: str) -> bool:
        return (self.path / "runs" / run_id / _RESULT).is_file()

    def _lines(self) -> list[str]:
        log = self.path / _LOG
        if not log.is_file():
            return []
        with translated(log):
            # Not splitlines: a name may hold the line separators of Unicode, which JSON does not escape.
            return log.read_text(encoding="utf-8", errors="replace").split("\n")

    def load(self, run_id: str) -> dict[str, object]:
        """Return the document of a saved run.

        Raises:
            WorkspaceError: Where there is no such run or its file is damaged.
        """
        place = self.path / "runs" / run_id / _RESULT
        if not _RUN_ID.fullmatch(run_id) or not place.is_file():
            raise WorkspaceError(_no_such_run(self.path, run_id))
        with translated(place):
            content = place.read_bytes()
        try:
            found = parse_json(content)
        except ValueError as error:
            raise _damaged_run(place, error) from error
        if not isinstance(found, dict):
            raise _damaged_run(place, Sentence("it holds no result"))
        return cast("dict[str, object]", found)

    def file(self, run_id: str, name: str) -> bytes | None:
        """Return the content of another file of a saved run; `None` where it has none of that name."""
        place = self.path / "runs" / run_id / name
        if not place.is_file():
            return None
        with translated(place):
            return place.read_bytes()


def _damaged_run(place: Path, why: object) -> WorkspaceError:
    return WorkspaceError(Problem(Sentence("The run is damaged: {error}", error=why), str(place), todo="Run it again."))


def _no_such_run(workspace: Path, run_id: str) -> Problem:
    runs = workspace / "runs"
    known = ", ".join(sorted(path.name for path in runs.glob("[!.]*"))) or Sentence("none")
    return Problem("There is no such run", str(runs), run_id, Sentence("Saved runs: {known}.", known=known))


def _logged(line: str) -> LoggedRun:
    """Return the run of a line of the log; without an id for a truncated line or an id that cannot name a folder."""
    try:
        found = parse_json(line)
    except ValueError:
        return LoggedRun("")
    document = cast("dict[str, object]", found) if isinstance(found, dict) else {}
    run = document.get("run")
    facts = cast("dict[str, object]", run) if isinstance(run, dict) else {}
    about = facts.get("part")
    part = cast("dict[str, object]", about) if isinstance(about, dict) else {}
    texts = (
        *(document.get("id"), document.get("day"), facts.get("data_hash"), facts.get("outcome")),
        *(part.get("value"), part.get("parameter")),
    )
    run_id, day, data_hash, outcome, value, per = (text if isinstance(text, str) else "" for text in texts)
    if not _RUN_ID.fullmatch(run_id):
        return LoggedRun("")
    return LoggedRun(run_id, day if _DAY.fullmatch(day) else "", data_hash, outcome, value, per)
