"""The scorecard of a workspace, which people may edit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from whofor.errors import Problem, WorkspaceError
from whofor.workspace.files import locked, translated, write_file
from whofor.workspace.profiles import part_in_files

__all__ = ["SavedScorecard"]

_FILE = "scorecard.toml"
_MOST_BYTES = 16_000_000
"""A card of 1,500 bins has 300 kB; more than this is no card."""
_TODO = "Delete it: the next command learns the scorecard again."


@dataclass(frozen=True, slots=True)
class SavedScorecard:
    """The scorecard of all deals, `scorecard.toml`, or that of one part of them, `scorecard.<part>.toml`.

    Attributes:
        path: Folder of the workspace.
        part: The part; empty for all deals.
    """

    path: Path
    part: str = ""

    @property
    def file(self) -> Path:
        """The file."""
        return self.path / (f"scorecard.{part_in_files(self.part)}.toml" if self.part else _FILE)

    def text(self) -> str | None:
        """Return its text; `None` where there is none.

        Raises:
            WorkspaceError: It cannot be read.
        """
        place = self.file
        if not place.exists() and not place.is_symlink():
            return None
        with translated(place):
            if not place.is_file() or place.is_symlink() or place.stat().st_size > _MOST_BYTES:
                raise WorkspaceError(Problem("The scorecard is no plain file of text", str(place), todo=_TODO))
            content = place.read_bytes()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            what = "The scorecard is not UTF-8 text"
            raise WorkspaceError(Problem(what, str(place), str(error)[:80], _TODO)) from error

    def keep(self, text: str, before: str | None) -> None:
        """Write it, whole or not at all; nothing is written where it says the same.

        Args:
            text: The new text.
            before: The text that it was made from; `None` where there was none.

        Raises:
            WorkspaceError: It cannot be written, or somebody edited it meanwhile.
        """
        if text == before:
            return
        with locked(self.path / ".lock"), translated(self.file):
            if self.text() != before:
                what, todo = "The scorecard was edited meanwhile", "Run the command again."
                raise WorkspaceError(Problem(what, str(self.file), todo=todo))
            write_file(self.file, text.encode())
