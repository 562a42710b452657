"""Atomic writing of files that only their owner reads, and a lock that allows one import at a time."""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from whofor.errors import Problem, Sentence, WorkspaceError

__all__ = [
    "clear_drafts",
    "hold_lock",
    "locked",
    "make_private",
    "mode_of_files",
    "open_to_append",
    "private_folder",
    "replace_file",
    "sync_file",
    "translated",
    "write_file",
    "write_files",
]

_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}
_DRAFT = re.compile(r"\..+\.(\d+)-[0-9a-f]+\.new")
_ABANDONED = 86_400.0
"""Seconds after which a draft is nobody's, whoever has its process number now; no file takes that long to write."""
_OWNER = stat.S_IRUSR | stat.S_IWUSR
_GROUP = stat.S_IRGRP | stat.S_IWGRP
_ANYBODY = 0o666
"""What programs ask for; the user's umask takes from it."""
_TRIES = 3
_LOCK_TRIES = 20
_LOCK_PAUSE = 0.1
"""Seconds. A command that only clears up holds the lock for a moment; an import that waits two seconds for it does not
mind, and one that another import keeps waiting is not kept much longer."""


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


def private_folder(path: Path) -> None:
    """Make a folder that only its owner can enter; one that is there already and holds something stays as it is.

    An empty folder is made private too: `mkdir acme` before the first import is no wish to share it.
    """
    path.mkdir(parents=True, exist_ok=True, mode=stat.S_IRWXU)
    if not any(path.iterdir()):
        path.chmod(stat.S_IRWXU)


def mode_of_files(folder: Path) -> int:
    """Return the permissions of files in a folder: their owner's, and its group's where the folder is shared with it.

    A folder that everybody can enter shares nothing: that is what `mkdir` makes when nobody thinks of it.
    """
    mode = folder.stat().st_mode
    return _OWNER | (mode & _GROUP if not mode & stat.S_IRWXO else 0)


def make_private(path: Path) -> None:
    """Give a file the permissions that files have in its folder."""
    path.chmod(mode_of_files(path.parent))


def write_file(path: Path, content: bytes, *, private: bool = True) -> None:
    """Write a file atomically: it holds either its former or its new content, whoever else writes it meanwhile.

    Args:
        path: The file.
        content: Its new content.
        private: Whether it gets the permissions of files in a workspace; otherwise those of any new file.
    """
    for _ in range(_TRIES - 1):
        # On another machine that shares the folder our process does not run, so our draft can look left behind.
        with suppress(FileNotFoundError):
            return _replace(path, content, private=private)
        if not path.parent.is_dir():
            break
    return _replace(path, content, private=private)


def _replace(path: Path, content: bytes, *, private: bool) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.new")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER if private else _ANYBODY)
        with open(descriptor, "wb") as stream:  # noqa: PTH123 - a descriptor, as its permissions come first
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if private:
            make_private(draft)
        replace_file(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def clear_drafts(folder: Path) -> None:
    """Remove drafts of files whose process was killed."""
    for draft in folder.glob(".*.new"):
        found = _DRAFT.fullmatch(draft.name)
        if found is None or not _runs(int(found[1])) or _age(draft) > _ABANDONED:
            draft.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    """Return whether a process runs; always so on Windows, where asking would end it."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _age(path: Path) -> float:
    """Return the seconds since a file was changed; 0 where it has gone."""
    try:
        return time.time() - path.lstat().st_mtime
    except FileNotFoundError:
        return 0.0


def write_files(folder: Path, contents: Mapping[str, bytes]) -> Path:
    """Write several files into a folder, which is created where it does not exist; return the folder.

    Args:
        folder: The folder.
        contents: What each file holds, by its name, which may lead into folders within.

    Raises:
        WorkspaceError: Where the folder cannot be written.
    """
    with translated(folder):
        private_folder(folder)
        for name, content in contents.items():
            private_folder((folder / name).parent)
            write_file(folder / name, content)
    return folder


def replace_file(draft: Path, path: Path) -> None:
    """Move a finished file to its place atomically."""
    os.replace(draft, path)  # noqa: PTH105 - named for what it promises
    sync_file(path.parent)


def open_to_append(path: Path) -> int:
    """Open a file at its end, which is made where it does not exist; neither follow a link nor wait for a pipe.

    Returns:
        Its descriptor.
    """
    careful = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | careful, _OWNER)


@contextmanager
def locked(path: Path) -> Generator[None]:
    """Hold a lock that the operating system releases when the process ends, however it ends.

    Raises:
        WorkspaceError: Where another process holds it.
    """
    with translated(path):
        descriptor = open_to_append(path)
    try:
        if not _acquired(descriptor):
            todo = "Wait for it and try again."
            raise WorkspaceError(Problem("Another import into this workspace is running", str(path.parent), todo=todo))
        yield
    finally:
        os.close(descriptor)


def hold_lock(path: Path) -> int | None:
    """Return the descriptor of a lock that is held until it is closed; `None` where another process holds it.

    Raises:
        OSError: Its file cannot be opened.
    """
    descriptor = open_to_append(path)
    try:
        _lock(descriptor)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _acquired(descriptor: int) -> bool:
    """Return whether the lock could be taken."""
    for _ in range(_LOCK_TRIES):
        try:
            _lock(descriptor)
        except OSError:
            time.sleep(_LOCK_PAUSE)
        else:
            return True
    return False


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
