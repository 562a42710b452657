"""Finds headers: exactly, else whatever the case, accents, hyphens, spaces and apostrophes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache

from whofor.text import fold

__all__ = ["HeaderIndex", "fold_header", "matches_any", "stem"]

# A hyphen within a word; one between spaces separates an entity from its field (`Deal - ID`) and stays.
_WITHIN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])|_")
_MARKS = " :?!.¿¡*"


@lru_cache(maxsize=65_536)
def fold_header(text: str) -> str:
    """Return the folded text, with spaces for underscores and for hyphens within words.

    Other punctuation stays, unlike in `words_of`: the patterns of a mapping (`Date entered "*"`) are written with it.

    Example:
        >>> fold_header("Nom de l’Entreprise"), fold_header("E-Mail_2"), fold_header("Deal – ID")
        ("nom de l'entreprise", 'e mail 2', 'deal - id')
    """
    return " ".join(_WITHIN.sub(" ", fold(text)).split())


@lru_cache(maxsize=65_536)
def _tight(text: str) -> str:
    """Return the folded text without spaces and closing marks: `Is Deal Closed?` and `is_dealclosed` are one."""
    parts = [part.replace(" ", "").strip(_MARKS) for part in fold_header(text).split(" - ")]
    return " - ".join(parts)


def matches_any(header: str, patterns: Iterable[str]) -> bool:
    """Return whether a header is or matches one of some names; `*` stands for any text, `?` for any letter.

    Example:
        >>> matches_any('Date entered "Demo (Sales)"', ["date entered *"])
        True
        >>> matches_any("lifecyclestage", ["Lifecycle Stage"])
        True
    """
    return _patterns(tuple(patterns)).fit(header)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Names and patterns, folded and compiled once: a wide export asks them of thousands of headers.

    Attributes:
        plain: Folded names without a wildcard.
        tight: Names without spaces and closing marks, of all but those with a `*`.
        wild: Expression of those with a wildcard.
    """

    plain: frozenset[str]
    tight: frozenset[str]
    wild: re.Pattern[str]

    def fit(self, header: str) -> bool:
        """Return whether a header is or matches one of them."""
        folded = fold_header(header)
        return folded in self.plain or _tight(header) in self.tight or self.wild.match(folded) is not None


@lru_cache(maxsize=4096)
def _patterns(patterns: tuple[str, ...]) -> _Patterns:
    folded = {fold_header(pattern) for pattern in patterns}
    wild = sorted(pattern for pattern in folded if "*" in pattern or "?" in pattern)
    return _Patterns(
        frozenset(folded.difference(wild)),
        frozenset(_tight(pattern) for pattern in patterns if "*" not in pattern) - {""},
        re.compile("|".join(translate(pattern.replace("[", "[[]")) for pattern in wild) or r"(?!)"),
    )


def _written(name: str) -> tuple[str, ...]:
    """Return the forms of a name of an API; of glued words also those of databases, which people do not write.

    Example:
        >>> _written("StageName"), _written("Deal_Name"), _written("TITLE")
        (('StageName', 'STAGENAME', 'stagename'), ('Deal_Name',), ('TITLE',))
    """
    glued = name.isalnum() and sum(letter.isupper() for letter in name) > 1 and not name.isupper()
    return (name, name.upper(), name.lower()) if glued else (name,)


def stem(name: str) -> str:
    """Return a file's name without folders and extensions."""
    return re.sub(r"(\.\w{1,8})+$", "", name.rpartition("/")[2])


class HeaderIndex:
    """The headers of one file, or of several with rows of one table."""

    def __init__(self, headers: Iterable[str]) -> None:
        self.headers = tuple(dict.fromkeys(headers))
        self._exact = set(self.headers)
        self._folded: dict[str, str] = {}
        self._tight: dict[str, str] = {}
        for header in self.headers:
            self._folded.setdefault(fold_header(header), header)
            self._tight.setdefault(_tight(header), header)

    def find(self, name: str) -> str | None:
        """Return the header as the file writes it, or `None`."""
        if name in self._exact:
            return name
        return self._folded.get(fold_header(name)) or self._tight.get(_tight(name) or name)

    def first(self, names: Iterable[str]) -> str | None:
        """Return the header of the first of several names that is there, or `None`."""
        return next((found for name in names if (found := self.find(name)) is not None), None)

    def any_like(self, names: Iterable[str]) -> str | None:
        """Return the first header that is or matches one of the names.

        `*` stands for any text; a name after `=` must be there as the API of a CRM writes it (`=StageName`, which is
        not `Stage Name`).
        """
        for name in names:
            if name.startswith("="):
                found = next((form for form in _written(name[1:]) if form in self._exact), None)
            elif "*" not in name:
                found = self.find(name)
            else:
                found = next((header for header in self.headers if matches_any(header, [name])), None)
            if found is not None:
                return found
        return None
