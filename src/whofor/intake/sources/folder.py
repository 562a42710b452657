"""Finds the files of a source: those of a folder and of the folders within it, without following links out of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from whofor.errors import Problem, Sentence, SourceError
from whofor.intake.sources.regular_files import is_regular

__all__ = ["FolderContents", "files_in", "folder_problem", "is_utf8", "shown"]


@dataclass(slots=True)
class FolderContents:
    """What a folder holds.

    Attributes:
        files: Its files, in order of their names.
        passed_over: What is no file on a disk, links that lead out of the folder, and links to folders.
        problems: Folders that cannot be read.
    """

    files: list[Path] = field(default_factory=list[Path])
    passed_over: list[str] = field(default_factory=list[str])
    problems: list[Problem] = field(default_factory=list[Problem])


def shown(path: Path | str) -> str:
    """Return a path as text; bytes of a name that are no UTF-8 become `\N{REPLACEMENT CHARACTER}`."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def is_utf8(path: Path) -> bool:
    """Return whether the engine can be told the name of a file."""
    return str(path) == shown(path)


def folder_problem(folder: Path, error: OSError) -> Problem:
    """Return the problem of a folder that cannot be read."""
    what = Sentence("The folder cannot be read: {reason}", reason=error.strerror)
    return Problem(what, shown(folder), todo="Give yourself read access.")


def files_in(folder: Path, is_own: Callable[[Path], bool]) -> FolderContents:
    """Return the files of a folder and of the folders within it; hidden ones are left out.

    Args:
        folder: The folder.
        is_own: Tells files of a workspace, which are no data, by their resolved path.

    Raises:
        SourceError: A folder cannot be read.
    """
    found = FolderContents()
    real = folder.resolve()

    def unreadable(error: OSError) -> None:
        found.problems.append(folder_problem(Path(error.filename or folder), error))

    for place, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        found.passed_over += [f"{shown((Path(place) / name).relative_to(folder))}/" for name in links]
        for name in names:
            path = Path(place) / name
            if name.startswith("."):
                continue
            # First: a link that may not be followed cannot be resolved either.
            if not _is_within(path, real):
                found.passed_over.append(shown(path.relative_to(folder)))
            elif not is_own(path.resolve()):
                found.files.append(path)
    if found.problems:
        raise SourceError(found.problems)
    found.files.sort(key=lambda path: path.relative_to(folder).as_posix())
    found.passed_over.sort()
    return found


def _is_within(path: Path, folder: Path) -> bool:
    """Return whether a path is a file on a disk that lies in a folder; links are followed only within it."""
    try:
        return (not path.is_symlink() or folder in path.resolve().parents) and is_regular(path)
    except (OSError, RuntimeError):  # a link to nothing, or to itself
        return False
