"""Opens files, and nothing else: a pipe or a device never ends, and files of the system block."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import IO

from whofor.errors import Sentence

__all__ = ["NoFileError", "is_regular", "open_file", "read_text"]

_OF_THE_SYSTEM = ("/proc", "/sys")
_LARGEST_TEXT = 16 * 1024 * 1024
_KINDS = (
    (stat.S_ISFIFO, "it is a pipe"),
    (stat.S_ISSOCK, "it is a socket"),
    (stat.S_ISCHR, "it is a device"),
    (stat.S_ISBLK, "it is a device"),
    (stat.S_ISDIR, "it is a folder"),
)


class NoFileError(OSError):
    """What has this name is no file on a disk; `strerror` says what it is."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(errno.EINVAL, why, str(path))


def _refusal(path: Path, mode: int) -> str:
    """Return why something is no file on a disk, by its mode; empty where it is one."""
    for is_kind, why in _KINDS:
        if is_kind(mode):
            return Sentence(why)
    real = os.path.realpath(path)
    if any(real.startswith(f"{folder}/") for folder in _OF_THE_SYSTEM):
        return Sentence("it is a file of the system")
    return ""


def is_regular(path: Path) -> bool:
    """Return whether a path leads to a file on a disk.

    Raises:
        OSError: That cannot be found out.
    """
    return not _refusal(path, path.stat().st_mode)


def open_file(path: Path) -> IO[bytes]:
    """Return a file opened for reading.

    Raises:
        NoFileError: It is a pipe, a device, a socket or a file of the system.
        OSError: It cannot be opened.
    """
    why = _refusal(path, path.stat().st_mode)
    if why:
        raise NoFileError(path, why)
    # It may have become a pipe since: opening one waits for its other end, unless asked not to.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    why = _refusal(path, os.fstat(descriptor).st_mode)
    if why:
        os.close(descriptor)
        raise NoFileError(path, why)
    return os.fdopen(descriptor, "rb")


def read_text(path: Path, encoding: str) -> str:
    """Return the text of a file that a person wrote: a mapping, claims, settings.

    Raises:
        OSError: It cannot be read, is no file, or is far larger than anybody writes.
        UnicodeDecodeError: It is no text of that encoding.
    """
    with open_file(path) as stream:
        content = stream.read(_LARGEST_TEXT + 1)
    if len(content) > _LARGEST_TEXT:
        raise OSError(errno.EFBIG, Sentence("it is larger than 16 MB"), str(path))
    return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
