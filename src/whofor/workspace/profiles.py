"""The versions of the profile that are kept in a workspace, and the one that people may edit."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from whofor.errors import Problem, Sentence, WorkspaceError
from whofor.text import words_of
from whofor.workspace.files import locked, private_folder, translated, write_file

__all__ = ["PROFILE_FILE", "SavedProfiles", "part_in_files"]

PROFILE_FILE = "profile.toml"
_VERSION = re.compile(r"([1-9]\d{0,6})\.toml")
_MOST_BYTES = 4_000_000
_STANDING = "standing.json"
_LONGEST_NAME = 40


class SavedProfiles:
    """The versions of the profile: `profiles/<n>.toml`, never changed, and `profile.toml`, the present one.

    That of one part of the deals lies in `profiles/<part>/` and `profile.<part>.toml`.

    Attributes:
        path: Folder of the workspace.
        part: Name of the part in files; empty for all deals.
    """

    def __init__(self, path: Path, part: str = "") -> None:
        self.path = path
        self.part = part_in_files(part) if part else ""

    @property
    def folder(self) -> Path:
        """Folder of the versions."""
        return self.path / "profiles" / self.part

    @property
    def file(self) -> Path:
        """The profile that people may edit."""
        return self.path / (f"profile.{self.part}.toml" if self.part else PROFILE_FILE)

    def numbers(self) -> list[int]:
        """Return the numbers of the versions that are kept, lowest first."""
        found = (_VERSION.fullmatch(place.name) for place in self.folder.glob("*.toml"))
        return sorted(int(match[1]) for match in found if match)

    def place(self, number: int) -> Path:
        """Return the path of a version."""
        return self.folder / f"{number}.toml"

    def version(self, number: int) -> str:
        """Return the text of a version.

        Raises:
            WorkspaceError: There is no such version, or it cannot be read.
        """
        place = self.place(number)
        if not place.exists() and not place.is_symlink():
            known = ", ".join(map(str, self.numbers())) or Sentence("none")
            what, todo = "There is no such version of the profile", Sentence("There are: {known}.", known=known)
            raise WorkspaceError(Problem(what, str(self.folder), str(number), todo))
        return _text_of(place)

    def present(self) -> str | None:
        """Return the text of the profile that people may edit; `None` where there is none.

        Raises:
            WorkspaceError: It cannot be read.
        """
        place = self.file
        return _text_of(place) if place.exists() or place.is_symlink() else None

    def add(self, number: int, text: str) -> Path:
        """Keep a new version, and make it the present one; return its path.

        Raises:
            WorkspaceError: There is one of this number already, or it cannot be written.
        """
        if self.folder.is_symlink() or self.folder.parent.is_symlink():
            todo = "Do not use this workspace; run `whofor import SOURCE` into another folder."
            raise WorkspaceError(Problem("A folder of profiles is a link elsewhere", str(self.folder), todo=todo))
        with locked(self.path / ".lock"), translated(self.folder):
            for folder in dict.fromkeys((self.path / "profiles", self.folder)):
                private_folder(folder)
            place = self.place(number)
            if place.exists():
                todo = "Run the command again: another one made a version meanwhile."
                raise WorkspaceError(Problem("There is such a version of the profile already", str(place), todo=todo))
            # The version comes first: a profile without its version would look edited by hand.
            write_file(place, text.encode())
            write_file(self.file, text.encode())
        return place

    def standing(self) -> bytes | None:
        """Return what is kept of how the profile stands; `None` where nothing is."""
        place = self.folder / _STANDING
        if not place.is_file() or place.is_symlink() or place.stat().st_size > _MOST_BYTES:
            return None
        with translated(place):
            return place.read_bytes()

    def keep_standing(self, content: bytes) -> None:
        """Keep how the profile stands."""
        with translated(self.folder):
            write_file(self.folder / _STANDING, content)


def part_in_files(part: str) -> str:
    """Return a part of the deals as a name of a file, which no other part has.

    Example:
        >>> part_in_files("Starter / EU")
        'starter-eu-c17b1c'
    """
    words = "-".join(words_of(part))[:_LONGEST_NAME] or "part"
    return f"{words}-{hashlib.sha256(part.encode()).hexdigest()[:6]}"


def _text_of(place: Path) -> str:
    todo = "Delete it, or restore a version with `whofor profile --restore N`."
    with translated(place):
        if not place.is_file() or place.is_symlink() or place.stat().st_size > _MOST_BYTES:
            raise WorkspaceError(Problem("The profile is no plain file of text", str(place), todo=todo))
        content = place.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WorkspaceError(Problem("The profile is not UTF-8 text", str(place), str(error)[:80], todo)) from error
