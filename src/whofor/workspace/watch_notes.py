"""The looks at a profile that are kept in a workspace: `watch/<date>.json`, and the same for people beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from whofor.errors import Problem, WorkspaceError
from whofor.workspace.files import private_folder, translated, write_file

__all__ = ["WatchNotes"]

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-(\d+))?\.json")
_MOST_BYTES = 4_000_000


class WatchNotes:
    """The looks that are kept in a workspace.

    Attributes:
        folder: Their folder.
    """

    def __init__(self, path: Path) -> None:
        self.folder = path / "watch"

    def names(self) -> list[str]:
        """Return the names of the looks, without an ending, in the order in which they were made."""
        found = (_NAME.fullmatch(place.name) for place in self.folder.glob("*.json"))
        named = [(match[1], int(match[2] or 1), match[0].removesuffix(".json")) for match in found if match]
        return [name for _, _, name in sorted(named)]

    def content(self, name: str) -> bytes:
        """Return what is kept of a look.

        Raises:
            WorkspaceError: It cannot be read.
        """
        place = self.folder / f"{name}.json"
        with translated(place):
            if not place.is_file() or place.is_symlink() or place.stat().st_size > _MOST_BYTES:
                todo = "Delete it: the look that it kept is then not counted."
                raise WorkspaceError(Problem("This look is no plain file", str(place), todo=todo))
            return place.read_bytes()

    def free_name(self, day: str) -> str:
        """Return a name for a look of a day that no look has."""
        taken, number, name = set(self.names()), 1, day
        while name in taken:
            number += 1
            name = f"{day}-{number}"
        return name

    def add(self, name: str, files: Mapping[str, bytes]) -> Path:
        """Keep a look, its document last, so that a look that is there is whole; return the path of the first file.

        Args:
            name: Its name.
            files: What is kept, by ending: `.md`, `.json`.

        Raises:
            WorkspaceError: It cannot be written.
        """
        with translated(self.folder):
            if self.folder.is_symlink():
                todo = "Do not use this workspace; run `whofor import SOURCE` into another folder."
                raise WorkspaceError(Problem("A folder of looks is a link elsewhere", str(self.folder), todo=todo))
            private_folder(self.folder)
            for ending, content in sorted(files.items(), key=lambda pair: pair[0] == ".json"):
                write_file(self.folder / f"{name}{ending}", content)
        return self.folder / f"{name}{next(iter(files))}"
