"""The persons that a workspace must not hold again: keyed hashes of what identifies them, and nothing else.

A mark is made of an e-mail address, a telephone number or the key of a contact, as the database makes pseudonyms of
contacts (`engines.duckdb.sql_keys`). Without the key of the workspace nobody can tell whose mark it is.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import cast

from whofor.errors import Problem, Sentence, WorkspaceError
from whofor.text import parse_json
from whofor.workspace.files import translated, write_file

__all__ = ["Forgotten", "read_forgotten", "write_forgotten"]

FILE = "forgotten.json"
FORMAT = 1
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+")
_TELEPHONE = re.compile(r"(?=[+0(]|\d+[ ().\-/])[+(]?[\d ().\-/]{7,}")
_MARK = re.compile(r"h_[0-9a-f]{16}")
_SIGNIFICANT = 8


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The persons to be forgotten.

    Attributes:
        marks: Keyed hashes.
        secret: Key of the workspace.
    """

    marks: frozenset[str]
    secret: bytes

    def marks_of(self, person: str, key_pattern: str = "") -> frozenset[str]:
        """Return the marks that a text may have: as an e-mail address, a telephone number, a key.

        Args:
            person: An e-mail address, a telephone number, or the key of a contact as it is in the export.
            key_pattern: Regular expression; of a key that fits it only the first group counts.
        """
        text = person.strip()
        plain: set[str] = set()
        if found := _ADDRESS.search(text):
            plain.add(found[0].lower())
        elif text:
            core = re.sub(key_pattern, r"\1", text) if key_pattern else text
            plain.add(core.lower() if " " in core else core)
        if _TELEPHONE.fullmatch(text):
            digits = re.sub(r"\D", "", text)
            plain.add(f"tel:{digits[-_SIGNIFICANT:]}")
        return frozenset(map(self._mark, plain))

    def holds(self, text: str) -> bool:
        """Return whether a text identifies one of them."""
        return not self.marks.isdisjoint(self.marks_of(text))

    def _mark(self, plain: str) -> str:
        hashed = f"h_{sha256(plain.encode(errors='surrogatepass')).hexdigest()[:16]}"
        return f"h_{hmac.digest(self.secret, hashed.encode(), 'sha256').hex()[:16]}"


def read_forgotten(folder: Path, secret: bytes, key_mark: str) -> Forgotten:
    """Return the persons that a workspace remembers to forget.

    Args:
        folder: Folder of the workspace.
        secret: Its key.
        key_mark: Mark of its key.

    Raises:
        WorkspaceError: The list is damaged, or was made with another key, so that nobody in it would be recognised.
    """
    place = folder / FILE
    if not place.exists() and not place.is_symlink():
        return Forgotten(frozenset(), secret)
    todo = "Put it back from a copy, or remove it and forget these persons again."
    with translated(place):
        content = b"" if place.is_symlink() else place.read_bytes()
    try:
        document = parse_json(content)
    except ValueError as error:
        what = Sentence("The list of forgotten persons is damaged: {error}", error=error)
        raise WorkspaceError(Problem(what, str(place), todo=todo)) from error
    found = cast("Mapping[str, object]", document) if isinstance(document, Mapping) else {}
    marks = _marks(found.get("marks"))
    if found.get("format") != FORMAT or marks is None:
        what = Sentence("The list of forgotten persons is damaged: {error}", error="format")
        raise WorkspaceError(Problem(what, str(place), todo=todo))
    if found.get("key_mark") != key_mark:
        raise WorkspaceError(Problem("The list of forgotten persons was made with another key", str(place), todo=todo))
    return Forgotten(marks, secret)


def _marks(found: object) -> frozenset[str] | None:
    """Return the marks in a document; `None` where something else is in their place."""
    if not isinstance(found, list):
        return None
    marks = [mark for mark in cast("list[object]", found) if isinstance(mark, str) and _MARK.fullmatch(mark)]
    return frozenset(marks) if len(marks) == len(cast("list[object]", found)) else None


def write_forgotten(folder: Path, marks: Iterable[str], key_mark: str) -> None:
    """Write the list of persons to be forgotten."""
    document = {"format": FORMAT, "key_mark": key_mark, "marks": sorted(marks)}
    with translated(folder / FILE):
        write_file(folder / FILE, (json.dumps(document, indent=1) + "\n").encode())
