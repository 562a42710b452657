"""The workspace folder.

```text
manifest.json              result of the last import; the one file that decides, replaced atomically
whofor-<hash>.duckdb       the canonical tables it names
runs/<run id>/result.json  saved runs
runs/<run id>/search.json  the shuffles of their searches
runs.jsonl                 one line per run
tmp/                       drafts of a running import; emptied by the next one
```
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from whofor.engines.open import open_scan
from whofor.errors import Problem, Sentence, WorkspaceError
from whofor.schema.columns import TableName
from whofor.schema.scan import Scan
from whofor.workspace.dataset import Dataset, dataset_of, manifest_of
from whofor.workspace.files import locked, replace_file, sync_file, translated, write_file

__all__ = ["ImportDraft", "Workspace"]

_MANIFEST = "manifest.json"
_RUN_ID = re.compile(r"[0-9A-Za-z_-]+")
"""An id is a part of a path; one from a log or a command must not lead out of the workspace."""


@dataclass(frozen=True, slots=True)
class ImportDraft:
    """Paths that a running import writes to.

    Attributes:
        database: The database file that may become the workspace's.
        scratch: A database file for intermediate tables.
    """

    database: Path
    scratch: Path


class Workspace:
    """The folder of one project.

    Attributes:
        path: Its folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def open(cls, path: Path) -> Workspace:
        """Open the workspace that an import has made.

        Raises:
            WorkspaceError: Where there is none.
        """
        _named_in_utf8(path)
        if not (path / _MANIFEST).is_file():
            raise WorkspaceError(
                Problem("There is no workspace here", str(path), todo="Run `whofor import SOURCE` first.")
            )
        return cls(path)

    @classmethod
    def create(cls, path: Path) -> Workspace:
        """Open the workspace in a folder, which is created where it does not exist.

        Raises:
            WorkspaceError: Where the folder cannot be made or written.
        """
        _named_in_utf8(path)
        with translated(path):
            path.mkdir(parents=True, exist_ok=True)
            probe = path / ".write-test"
            # A folder from somebody else may hold a link of this name: it is removed, not written to.
            probe.unlink(missing_ok=True)
            probe.touch(exist_ok=False)
            probe.unlink()
        return cls(path)

    def dataset(self) -> Dataset:
        """Return the result of the last import."""
        return self._manifest()[0]

    def _manifest(self) -> tuple[Dataset, str]:
        place = self.path / _MANIFEST
        if not place.is_file():
            raise WorkspaceError(
                Problem("Nothing was imported yet", str(self.path), todo="Run `whofor import SOURCE` first.")
            )
        with translated(place):
            return dataset_of(place.read_bytes(), str(place))

    def scan(self) -> Scan:
        """Return a reader of the imported tables; use it in a `with` statement."""
        _, name = self._manifest()
        database = self.path / name
        if database.is_symlink():
            todo = "Do not use this workspace; run `whofor import SOURCE` into another folder."
            raise WorkspaceError(Problem("The database of the workspace is a link elsewhere", str(database), todo=todo))
        if not database.is_file():
            raise WorkspaceError(
                Problem("The database of the workspace is missing", str(database), todo="Run `whofor import` again.")
            )
        return open_scan(database)

    @contextmanager
    def importing(self) -> Generator[ImportDraft]:
        """Lock the workspace for an import; leftovers of a killed one are removed first, drafts at the end.

        Raises:
            WorkspaceError: Where another import is running.
        """
        folder = self.path / "tmp"
        with locked(self.path / ".lock"):
            self._clear()
            with translated(folder):
                folder.mkdir(exist_ok=True)
            try:
                yield ImportDraft(folder / "draft.duckdb", folder / "scratch.duckdb")
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def _clear(self) -> None:
        """Remove leftovers of a killed import: drafts, and databases that the manifest does not name."""
        if (self.path / "tmp").is_symlink():
            (self.path / "tmp").unlink()
        shutil.rmtree(self.path / "tmp", ignore_errors=True)
        kept = self._database_named()
        for leftover in self.path.glob("whofor-*.duckdb*"):
            if leftover.name != kept:
                leftover.unlink(missing_ok=True)
        (self.path / f".{_MANIFEST}.new").unlink(missing_ok=True)

    def _database_named(self) -> str:
        """Database file that the manifest names; empty where there is no readable manifest."""
        try:
            return self._manifest()[1]
        except WorkspaceError:
            return ""

    def commit(self, draft: ImportDraft, dataset: Dataset) -> bool:
        """Put a finished draft in place atomically; return whether anything changed.

        The atomic step is the replacement of the manifest: it names the former import before, the new one after.
        """
        name = f"whofor-{dataset.data_hash[:16]}.duckdb"
        manifest = manifest_of(dataset, name)
        place, database = self.path / _MANIFEST, self.path / name
        with translated(self.path):
            former = place.read_bytes() if place.is_file() else b""
            sound = _readable(database)
            if former == manifest and sound:
                return False
            former_name = self._database_named()
            if not sound:
                sync_file(draft.database)
                replace_file(draft.database, database)
            write_file(place, manifest)
            if former_name and former_name != name:
                (self.path / former_name).unlink(missing_ok=True)
        return True

    def save_run(self, run_id: str, document: Mapping[str, object], *, files: Mapping[str, bytes]) -> Path:
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
        runs = self.path / "runs"
        folder, draft = runs / run_id, runs / f".{run_id}.new"
        with translated(folder):
            runs.mkdir(exist_ok=True)
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir()
            text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
            try:
                for name, content in {"result.json": text.encode(), **files}.items():
                    write_file(draft / name, content)
                shutil.rmtree(folder, ignore_errors=True)
                replace_file(draft, folder)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
            self._log(run_id, document)
        return folder

    def write_file(self, name: str, content: bytes) -> Path:
        """Write a file into the workspace atomically; return its path."""
        place = self.path / name
        with translated(place):
            write_file(place, content)
        return place

    def _log(self, run_id: str, document: Mapping[str, object]) -> None:
        """Append a line on a saved run to the log, with what is needed to repeat it."""
        run = document.get("run")
        facts = dict(run) if isinstance(run, Mapping) else {}
        line = {"id": run_id, "answer": document.get("answer"), "run": facts}
        with (self.path / "runs.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")
            log.flush()
            os.fsync(log.fileno())

    def latest_run(self) -> str | None:
        """Return the id of the run saved last, or `None`."""
        log = self.path / "runs.jsonl"
        if not log.is_file():
            return None
        with translated(log):
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        for line in reversed(lines):
            run_id = _run_id(line)
            if run_id and (self.path / "runs" / run_id / "result.json").is_file():
                return run_id
        return None

    def load_run(self, run_id: str) -> dict[str, object]:
        """Return the document of a saved run.

        Raises:
            WorkspaceError: Where there is no such run or its file is damaged.
        """
        place = self.path / "runs" / run_id / "result.json"
        if not _RUN_ID.fullmatch(run_id) or not place.is_file():
            raise WorkspaceError(_no_such_run(self.path, run_id))
        with translated(place):
            content = place.read_bytes()
        try:
            return dict(json.loads(content))
        except (ValueError, TypeError) as error:
            raise WorkspaceError(
                Problem(Sentence("The run is damaged: {error}", error=error), str(place), todo="Run it again.")
            ) from error

    def run_file(self, run_id: str, name: str) -> bytes | None:
        """Return the content of another file of a saved run; `None` where it has none of that name."""
        place = self.path / "runs" / run_id / name
        if not place.is_file():
            return None
        with translated(place):
            return place.read_bytes()


def _readable(database: Path) -> bool:
    """Return whether a database exists and can be opened; importing again repairs a damaged one."""
    if database.is_symlink() or not database.is_file():
        return False
    try:
        with open_scan(database) as scan:
            return all(scan.row_count(table) >= 0 for table in [TableName.DEALS, *scan.tables()])
    except WorkspaceError:
        return False


def _no_such_run(workspace: Path, run_id: str) -> Problem:
    runs = workspace / "runs"
    known = ", ".join(sorted(path.name for path in runs.glob("[!.]*"))) or Sentence("none")
    return Problem("There is no such run", str(runs), run_id, Sentence("Saved runs: {known}.", known=known))


def _named_in_utf8(path: Path) -> None:
    """Raise an error unless the path is valid UTF-8, which the database requires."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        problem = Problem(
            "The name of the workspace cannot be read as UTF-8",
            os.fsencode(path).decode(errors="replace"),
            todo="Choose another folder, or set PYTHONUTF8=1 where the name is fine.",
        )
        raise WorkspaceError(problem) from None


def _run_id(line: str) -> str:
    """Return the id in a line of the log; empty for a truncated line or an id that cannot name a folder."""
    try:
        found = str(json.loads(line)["id"])
    except (ValueError, KeyError, TypeError):
        return ""
    return found if _RUN_ID.fullmatch(found) else ""
