"""Reading of TOML files that people may have edited: every fault with its line, keys that are not known kept."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from whofor.documents.values import Document, DocumentPath, place_of, read_value
from whofor.errors import Problem, Sentence, WorkspaceError
from whofor.lexicon.toml_lines import TomlPath, toml_lines

__all__ = ["TomlKind", "TomlReader"]

_MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class TomlKind:
    """A kind of file.

    Attributes:
        cannot: Says that the file cannot be read.
        cannot_why: Says so with `{error}`.
        newer: Says that a newer whofor wrote it.
        format: The newest format that is known.
        todo: What to do about a fault.
    """

    cannot: str
    cannot_why: str
    newer: str
    format: int
    todo: str


class TomlReader:
    """Reads the tables of a file, and collects what is wrong and what is not known.

    Attributes:
        kind: The kind of file.
        place: Its path, for messages.
        values: Its tables.
        faults: What is wrong, each with its line.
        unknown: Places of keys that are not known.
    """

    def __init__(self, kind: TomlKind, text: str, place: str) -> None:
        """Parse a file.

        Raises:
            WorkspaceError: It is no TOML, or of a newer version.
        """
        self.kind, self.place = kind, place
        self.faults: list[Problem] = []
        self.unknown: list[str] = []
        try:
            self.values: Document = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            what = Sentence(kind.cannot_why, error=str(error)[:200])
            raise WorkspaceError(Problem(what, place, todo=kind.todo)) from error
        stated = self.values.pop("format", kind.format)
        if not isinstance(stated, int) or isinstance(stated, bool) or stated > kind.format:
            todo = "Update whofor: nothing was changed."
            raise WorkspaceError(Problem(kind.newer, place, str(stated)[:80], todo))
        self._lines: Mapping[TomlPath, int] = toml_lines(text)

    def refuse_faults(self) -> None:
        """Refuse the file where anything is wrong.

        Raises:
            WorkspaceError: What is wrong, each with its line.
        """
        if self.faults:
            head = Problem(self.kind.cannot, self.place, todo=self.kind.todo)
            raise WorkspaceError([head, *self.faults[:_MOST_FAULTS]])

    def pairs(self, found: object, path: DocumentPath) -> list[tuple[str, Any]]:
        """Return the entries of a table; anything else is a fault."""
        if isinstance(found, Mapping):
            return list(cast("Document", found).items())
        self.fault("Here should be a table", path, found)
        return []

    def others(self, values: Document, known: Iterable[str], path: DocumentPath) -> Document:
        """Return the keys of a table that are not known; each is noted."""
        names = frozenset(known)
        other = {k: v for k, v in values.items() if k not in names}
        self.unknown += [self.where((*path, key)) for key in other]
        return other

    def read(self, kind: type[Any], values: Document, path: DocumentPath) -> Any:  # noqa: ANN401 - of that kind
        """Return a frozen value of a kind; `None` where its fields are not as they should be, each a fault."""
        faults: list[Problem] = []
        found = read_value(kind, values, faults)
        for fault in faults:
            parts = fault.place.split(".") if fault.place else []
            within: TomlPath = tuple(int(p) if p.isdecimal() else p for p in parts)
            self.faults.append(replace(fault, place=self.where((*path, *within))))
        return found

    def fault(self, what: str | Sentence, path: DocumentPath, value: object, todo: str = "") -> None:
        """Note what is wrong with a value."""
        self.faults.append(Problem(what, self.where(path), str(value)[:80], todo))

    def where(self, path: DocumentPath) -> str:
        """Return the place of a value: file, line and path."""
        line = next((self._lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self._lines), 0)
        return f"{self.place}:{line} {place_of(path)}" if line else f"{self.place} {place_of(path)}".strip()
