"""Atomic writing of files, and a lock that allows one import at a time."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from whofor.errors import Problem, Sentence, WorkspaceError

__all__ = ["locked", "replace_file", "sync_file", "translated", "write_file", "write_files"]

_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def translated(path: Path) -> Generator[None]:
    """Translate operating-system errors into errors that say what could not be written and what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            problem = Problem("The disk is full", str(path), todo="Make room and try again; nothing was changed.")
        elif error.errno in _DENIED:
            problem = Problem("The workspace cannot be written", str(path), todo="Choose a folder you may write to.")
        elif error.errno in (errno.ENOTDIR, errno.EEXIST):
            problem = Problem("There is a file where the workspace should be", str(path), todo="Choose another folder.")
        else:
            reason = error.strerror or str(error)
            problem = Problem(
                Sentence("The workspace cannot be used: {reason}", reason=reason), str(path), todo="Check the folder."
            )
        raise WorkspaceError(problem) from error


def sync_file(path: Path) -> None:
    """Flush a file, or the list of files of a folder, to disk."""
    if path.is_dir() and sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_file(path: Path, content: bytes) -> None:
    """Write a file atomically: it holds either its former or its new content."""
    draft = path.with_name(f".{path.name}.new")
    try:
        # A draft that is there already may be a link to a file elsewhere: it is removed, not written to.
        draft.unlink(missing_ok=True)
        with draft.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        replace_file(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def write_files(folder: Path, contents: Mapping[str, bytes]) -> Path:
    """Write several files into a folder, which is created where it does not exist; return the folder.

    Raises:
        WorkspaceError: Where the folder cannot be written.
    """
    with translated(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            write_file(folder / name, content)
    return folder


def replace_file(draft: Path, path: Path) -> None:
    """Move a finished file to its place atomically."""
    os.replace(draft, path)  # noqa: PTH105 - named for what it promises
    sync_file(path.parent)


@contextmanager
def locked(path: Path) -> Generator[None]:
    """Hold a lock that the operating system releases when the process ends, however it ends.

    Raises:
        WorkspaceError: Where another process holds it.
    """
    with translated(path):
        stream = path.open("ab")
    with stream:
        try:
            _lock(stream.fileno())
        except OSError as error:
            raise WorkspaceError(
                Problem(
                    "Another import into this workspace is running", str(path.parent), todo="Wait for it and try again."
                )
            ) from error
        yield


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
