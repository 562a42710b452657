"""Workspaces that last as long as the object they belong to."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import weakref
from contextlib import suppress
from pathlib import Path

from whofor.errors import WorkspaceError
from whofor.workspace.files import hold_lock, translated

__all__ = ["TemporaryFolder"]

_START = "whofor-kept-"
_LOCK = ".alive"
_YOUNG = 60.0
"""Seconds in which a folder may not have its lock yet."""


class TemporaryFolder:
    """A folder that only its owner can enter, removed with this object and at the end of the process.

    Those of processes that were killed are removed when the next one is made: each is locked while its process runs.

    Attributes:
        path: The folder.
    """

    def __init__(self) -> None:
        _clear_abandoned()
        with translated(Path(tempfile.gettempdir())):
            self.path = Path(tempfile.mkdtemp(prefix=_START))
        lock = hold_lock(self.path / _LOCK)
        self._remove = weakref.finalize(self, _remove, self.path, lock, os.getpid())

    def remove(self) -> None:
        """Remove the folder now."""
        self._remove()


def _remove(path: Path, lock: int | None, owner: int) -> None:
    # A process that was forked off ends before the one that made the folder.
    if os.getpid() != owner:
        return
    if lock is not None:
        os.close(lock)
    shutil.rmtree(path, ignore_errors=True)


def _clear_abandoned() -> None:
    """Remove the folders whose processes were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_START}*"):
        with suppress(OSError, WorkspaceError):
            if not _is_ours(folder) or time.time() - folder.stat().st_mtime < _YOUNG:
                continue
            lock = hold_lock(folder / _LOCK)
            if lock is not None:
                os.close(lock)
                shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    """Return whether a folder is one of this user's: anybody may make one of this name."""
    return not folder.is_symlink() and (not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid())
