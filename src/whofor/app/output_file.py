"""A file, or a folder of files, that takes its place when all of it is written."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from whofor.errors import Problem, Sentence, UsageError, WorkspaceError
from whofor.workspace.files import replace_file

__all__ = ["replaced"]

_TODO = "Choose a folder you may write to."


@contextmanager
def replaced(target: Path) -> Generator[Path]:
    """Yield the path of a draft beside a file; what was written there then takes the place of the file.

    Where anything fails the file stays what it was, and the draft is removed.

    Raises:
        UsageError: Something else than a file, or a folder of Parquet files, is there.
        WorkspaceError: It cannot be written.
    """
    # Behind a link it is the file that is replaced, not the link.
    place = target.resolve()
    if place.is_dir() and not _is_ours(place):
        raise UsageError(Problem("This is a folder, no file", str(target), todo="Name the file: scores.parquet."))
    if place.exists() and not place.is_dir() and not place.is_file():
        raise UsageError(Problem("This is no file", str(target), todo="Name the file: scores.parquet."))
    draft = place.with_name(f".{place.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        if not place.parent.is_dir():
            raise UsageError(Problem("There is no such folder", str(target.parent), todo=_TODO))
        yield draft
        if place.is_dir():
            shutil.rmtree(place)
        elif draft.is_dir() and place.exists():
            place.unlink()
        replace_file(draft, place)
    except OSError as error:
        what = Sentence("The file cannot be written: {reason}", reason=error.strerror or str(error))
        raise WorkspaceError(Problem(what, str(target), todo=_TODO)) from error
    finally:
        with suppress(FileNotFoundError):
            shutil.rmtree(draft) if draft.is_dir() else draft.unlink()


def _is_ours(folder: Path) -> bool:
    """Return whether a folder holds nothing but parts of a Parquet file, as Spark writes them."""
    names = [path.name.lstrip(".") for path in folder.iterdir()]
    return "_SUCCESS" in names and all(name.startswith(("part-", "_SUCCESS")) for name in names)
