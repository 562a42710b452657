"""The workspace folder.

```text
manifest.json              result of the last import; the one file that decides, replaced atomically
whofor-<hash>.duckdb       the canonical tables it names
key                        secret that pseudonyms of persons are made with; it never leaves the workspace
claims.toml                claims, with the day on which each was first declared
forgotten.json             keyed hashes of persons whom no import may bring back
runs/<run id>/result.json  saved runs; written last of their files
runs/<run id>/search.json  the shuffles of their searches
runs.jsonl                 one line per run
runs/<run id>/changes.json what changed since the run before it
runs/<run id>/report.html  its page; `report.fr.html` in French
report.html                page of the latest run, `report.fr.html` in French; of these data, or not there
tmp/                       drafts of a running import; emptied by the next command
```

Only the owner can read what is in it; its group too, where the folder is shared with that and with nobody else.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
import shutil
import stat
import tempfile
from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from whofor.engines.open import open_scan
from whofor.errors import Problem, WorkspaceError
from whofor.schema.columns import TableName
from whofor.schema.scan import Scan, mistyped
from whofor.workspace.claims import read_declared, write_declared
from whofor.workspace.dataset import Dataset, dataset_of, key_mark_of, manifest_of
from whofor.workspace.files import (
    clear_drafts,
    locked,
    mode_of_files,
    private_folder,
    replace_file,
    sync_file,
    translated,
    write_file,
)
from whofor.workspace.forgotten import Forgotten, read_forgotten, write_forgotten
from whofor.workspace.profiles import SavedProfiles, part_in_files
from whofor.workspace.runs import SavedRuns
from whofor.workspace.scorecards import SavedScorecard
from whofor.workspace.watch_notes import WatchNotes

__all__ = ["ImportDraft", "Workspace", "call_sheet_name", "page_name", "pages"]

_MANIFEST = "manifest.json"
_PAGE = re.compile(r"report(\.[a-z]{2})?\.html|whom-to-call(\.[\w-]+-[0-9a-f]{6})?(\.[a-z]{2})?\.(html|csv)")
_KEY = "key"
_KEY_BYTES = 32
_TRIES = 3
_MOST_SHOWN = 5
_DO_NOT_USE = "Do not use this workspace; run `whofor import SOURCE` into another folder."
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
        opened = cls(path)
        opened._clear_after_kill()
        return opened

    @classmethod
    def create(cls, path: Path) -> Workspace:
        """Open the workspace in a folder, which is created where it does not exist.

        Raises:
            WorkspaceError: Where the folder cannot be made or written.
        """
        _named_in_utf8(path)
        with translated(path):
            private_folder(path)
            # Without a name where the system can: nothing of another command, or of a stranger, is in its way.
            with tempfile.TemporaryFile(dir=path):
                pass
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

    @contextmanager
    def reading(self) -> Generator[tuple[Dataset, Scan]]:
        """Open the imported tables for reading, with the record of the import that made them.

        Another import may replace both meanwhile: what was opened stays what it was.

        Raises:
            WorkspaceError: There is no import, or its database is missing, damaged, or not ours.
        """
        dataset, scan = self._opened()
        with scan:
            if odd := mistyped(scan, dataset.parameters):
                what, todo = "The database and the manifest contradict each other", "Run `whofor import` again."
                raise WorkspaceError(Problem(what, str(self.path), ", ".join(odd[:_MOST_SHOWN]), todo))
            yield dataset, scan

    def _opened(self) -> tuple[Dataset, Scan]:
        dataset, name = self._manifest()
        for _ in range(_TRIES):
            database = self.path / name
            if database.is_symlink():
                what = "The database of the workspace is a link elsewhere"
                raise WorkspaceError(Problem(what, str(database), todo=_DO_NOT_USE))
            try:
                if database.is_file():
                    return dataset, open_scan(database)
            except WorkspaceError:
                if database.is_file():
                    raise
            # Another import may have replaced it since the manifest was read.
            former, (dataset, name) = name, self._manifest()
            if name == former:
                break
        todo = "Run `whofor import` again."
        raise WorkspaceError(Problem("The database of the workspace is missing", str(self.path / name), todo=todo))

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
                folder.mkdir(mode=stat.S_IRWXU)
            try:
                yield ImportDraft(folder / "draft.duckdb", folder / "scratch.duckdb")
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def secret(self) -> bytes:
        """Return the key that pseudonyms of persons are made with; the first call makes it.

        Call it while importing, so that no two processes make one.

        Raises:
            WorkspaceError: The key is damaged, or a link.
        """
        place = self.path / _KEY
        with translated(place):
            if not place.exists() and not place.is_symlink():
                write_file(place, secrets.token_bytes(_KEY_BYTES))
            found = place.read_bytes() if place.is_file() and not place.is_symlink() else b""
        if len(found) != _KEY_BYTES:
            todo = "Put it back from a copy; or remove it, and pseudonyms will be others from the next import on."
            raise WorkspaceError(Problem("The key of the workspace is damaged", str(place), todo=todo))
        return found

    def forgotten(self) -> Forgotten:
        """Return the persons that the workspace must not hold again; call it while importing, as `secret`.

        Raises:
            WorkspaceError: The list is damaged, or was made with another key.
        """
        return read_forgotten(self.path, self.secret(), self._key_mark())

    def forget(self, marks: Collection[str]) -> None:
        """Remember the marks of further persons that the workspace must not hold again."""
        write_forgotten(self.path, {*self.forgotten().marks, *marks}, self._key_mark())

    def claims(self) -> dict[str, date]:
        """Return the claims declared in it, with the day on which each was first declared.

        Raises:
            WorkspaceError: Their file is damaged.
        """
        return read_declared(self.path)

    def keep_claims(self, claims: Mapping[str, date]) -> None:
        """Write the claims declared in it, with their days."""
        write_declared(self.path, claims)

    def database(self) -> Path:
        """Return the path of the database, for a change within `importing`."""
        return self.path / self._manifest()[1]

    def _key_mark(self) -> str:
        """Return a text that differs from key to key, and tells nothing of it."""
        return hmac.digest(self.secret(), b"whofor: mark of the key", "sha256").hex()[:16]

    def _clear_after_kill(self) -> None:
        """Remove what killed commands left, but not what a running import needs, and nothing where nothing may be."""
        # Reading needs none of it, and the next import says what is wrong.
        with suppress(WorkspaceError, OSError):
            self._clear_drafts()
            if (self.path / "tmp").exists():
                with locked(self.path / ".lock"):
                    self._clear()

    def _clear_drafts(self) -> None:
        for folder in (self.path, *(self.path / "runs").glob("*/")):
            clear_drafts(folder)

    def _clear(self) -> None:
        """Remove leftovers of a killed import: drafts, and databases that the manifest does not name."""
        if (self.path / "tmp").is_symlink():
            (self.path / "tmp").unlink()
        shutil.rmtree(self.path / "tmp", ignore_errors=True)
        kept = self._database_named()
        for leftover in self.path.glob("whofor-*.duckdb*"):
            if leftover.name != kept:
                leftover.unlink(missing_ok=True)
        self._clear_drafts()

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
        place, database = self.path / _MANIFEST, self.path / name
        with translated(self.path):
            former, mark = place.read_bytes() if place.is_file() else b"", self._key_mark()
            # Pseudonyms made with another key, or without one, are made again.
            sound = key_mark_of(former) == mark and _readable(database)
            manifest = manifest_of(dataset, name, mark)
            if former == manifest and sound:
                return False
            former_name = self._database_named()
            if not sound:
                draft.database.chmod(mode_of_files(self.path))
                sync_file(draft.database)
                replace_file(draft.database, database)
            # A page about other data must not lie beside these.
            for page in pages(self.path):
                page.unlink(missing_ok=True)
            write_file(place, manifest)
            if former_name and former_name != name:
                (self.path / former_name).unlink(missing_ok=True)
        return True

    @property
    def runs(self) -> SavedRuns:
        """Return the saved runs."""
        return SavedRuns(self.path)

    def profiles(self, part: str = "") -> SavedProfiles:
        """Return the versions of the profile of all deals, or of one part of them, as one product."""
        return SavedProfiles(self.path, part)

    def scorecard(self, part: str = "") -> SavedScorecard:
        """Return the scorecard of all deals, or of one part of them, as one product."""
        return SavedScorecard(self.path, part)

    @property
    def looks(self) -> WatchNotes:
        """Return the looks at the profile."""
        return WatchNotes(self.path)

    def write_file(self, name: str, content: bytes) -> Path:
        """Write a file into the workspace atomically; return its path."""
        place = self.path / name
        with translated(place):
            write_file(place, content)
        return place


def page_name(language: str) -> str:
    """Return the file name of the page in a language.

    Example:
        >>> page_name("en"), page_name("fr")
        ('report.html', 'report.fr.html')
    """
    return "report.html" if language == "en" else f"report.{language}.html"


def call_sheet_name(language: str, part: str = "", ending: str = "html") -> str:
    """Return the file name of the page "whom to call" in a language, or of the rows beside it.

    Example:
        >>> call_sheet_name("en"), call_sheet_name("fr", ending="csv"), call_sheet_name("en", "Pro")
        ('whom-to-call.html', 'whom-to-call.fr.csv', 'whom-to-call.pro-957b0b.html')
    """
    about = f".{part_in_files(part)}" if part else ""
    return f"whom-to-call{about}{'' if language == 'en' else f'.{language}'}.{ending}"


def pages(folder: Path) -> list[Path]:
    """Return the pages that lie in a folder, and the rows beside them."""
    found = (*folder.glob("report*.html"), *folder.glob("whom-to-call*"))
    return sorted(path for path in found if _PAGE.fullmatch(path.name))


def _readable(database: Path) -> bool:
    """Return whether a database exists and can be opened; importing again repairs a damaged one."""
    if database.is_symlink() or not database.is_file():
        return False
    try:
        with open_scan(database) as scan:
            return all(scan.row_count(table) >= 0 for table in [TableName.DEALS, *scan.tables()])
    except WorkspaceError:
        return False


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
