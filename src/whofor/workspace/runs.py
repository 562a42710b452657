"""The runs that are saved in a workspace, and their log."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from whofor.errors import Problem, Sentence, WorkspaceError
from whofor.text import parse_json
from whofor.workspace.files import make_private, open_to_append, private_folder, translated, write_file

__all__ = ["SavedRuns"]

_RESULT = "result.json"
_LOG = "runs.jsonl"
_RUN_ID = re.compile(r"[0-9A-Za-z_-]+")
"""An id is a part of a path; one from a log or a command must not lead out of the workspace."""


class SavedRuns:
    """The runs that are saved in a workspace.

    Attributes:
        path: Folder of the workspace.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def save(self, run_id: str, document: Mapping[str, object], *, files: Mapping[str, bytes]) -> Path:
        """Save a run and log it; saving the same run again replaces it.

        Args:
            run_id: Its id.
            document: Its result, as JSON values.
            files: Further files by name, such as `report.html`.

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
            self._log(run_id, document)
        return folder

    def _log(self, run_id: str, document: Mapping[str, object]) -> None:
        """Append a line on a saved run to the log, with what is needed to repeat it."""
        run = document.get("run")
        facts = dict(run) if isinstance(run, Mapping) else {}
        line = {"id": run_id, "answer": document.get("answer"), "run": facts}
        place = self.path / _LOG
        log = open_to_append(place)
        try:
            # In one call, so that lines of commands that run at once do not mix.
            os.write(log, (json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n").encode())
            os.fsync(log)
        finally:
            os.close(log)
        make_private(place)

    def latest(self) -> str | None:
        """Return the id of the run saved last, or `None`."""
        log = self.path / _LOG
        if not log.is_file():
            return None
        with translated(log):
            # Not splitlines: a name may hold the line separators of Unicode, which JSON does not escape.
            lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
        for line in reversed(lines):
            run_id = _run_id(line)
            if run_id and (self.path / "runs" / run_id / _RESULT).is_file():
                return run_id
        return None

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


def _run_id(line: str) -> str:
    """Return the id in a line of the log; empty for a truncated line or an id that cannot name a folder."""
    try:
        found = parse_json(line)
    except ValueError:
        return ""
    run_id = cast("dict[str, object]", found).get("id") if isinstance(found, dict) else None
    return run_id if isinstance(run_id, str) and _RUN_ID.fullmatch(run_id) else ""
