"""References between files, found by the values that columns share and by their headers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whofor.intake.drafting.shapes import ColumnShape, FileShape
from whofor.intake.drafting.words import about, is_key_word, same_thing, stem
from whofor.intake.mapping.headers import fold_header
from whofor.model import Kind
from whofor.text import name_words, words_of

__all__ = [
    "ColumnPair",
    "Overlap",
    "Reference",
    "may_name",
    "measured",
    "near_values",
    "pairs_to_measure",
    "references",
    "shared_values",
]

_MOST_LENGTH = 100.0
_LEAST_SHARE = 0.5
_LEAST_SHARE_NAMED = 0.2
_LEAST_SHARE_OF_NUMBERS = 0.8
_NEARLY_ONCE = 0.9
_FEW, _MANY_VALUES = 3, 10
_CODE = re.compile(r"[\w/-]+(\.0)?")
_NUMBERED = re.compile(r"[^\W\d_]{0,8}0*([0-9]+)")
_SPEAKS = 0.6
_ENTITIES = ("account", "contact", "owner", "product", "lead_source", "lead_source_detail", "team")


@dataclass(frozen=True, slots=True)
class ColumnPair:
    """Two columns whose values may refer to the same things.

    Attributes:
        file: File of the column that may refer.
        header: That column.
        to: File it may refer to.
        key: Column there, each value (nearly) once.
    """

    file: str
    header: str
    to: str
    key: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """Number of distinct values of a pair's first column, and of those found in the second.

    Attributes:
        distinct: Distinct values of the first.
        found: Those of them that are in the second.
    """

    distinct: int
    found: int

    @property
    def share(self) -> float:
        """Share of the values that were found, 0 to 1."""
        return self.found / self.distinct if self.distinct else 0.0


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that refers to the rows of a file.

    Attributes:
        pair: The columns.
        overlap: What they share.
        named: Whether the headers match, too.
    """

    pair: ColumnPair
    overlap: Overlap
    named: bool

    @property
    def weight(self) -> float:
        """Score by which references are compared."""
        return self.overlap.share + 0.5 * self.named


def may_name(column: ColumnShape) -> bool:
    """Return whether values of a column may identify rows: no dates, yes/no, decimals or long texts."""
    if (
        column.kind in (Kind.DATE, Kind.BOOLEAN, Kind.MULTI)
        or column.distinct < _FEW
        or column.mean_length > _MOST_LENGTH
    ):
        return False
    return column.kind is not Kind.NUMBER or all(_CODE.fullmatch(text) for text in list(column.known)[:200])


def _whole(text: str) -> bool:
    digits = text.removesuffix(".0")
    return digits.isascii() and digits.isdigit()


def _form(column: ColumnShape) -> bool:
    """Return whether most values are bare digits."""
    some = list(column.known)[:100]
    return sum(map(_whole, some)) > len(some) / 2


def _is_key(column: ColumnShape) -> bool:
    """Return whether a column may be a key; names of companies are, although some company has two rows."""
    if not may_name(column) or column.fill < 0.5:
        return False
    named = max(about(column.header, what) for what in ("account", "name", "domain")) >= _SPEAKS
    return column.unique or (named and column.different >= _NEARLY_ONCE and column.filled > 1)


def pairs_to_measure(files: Sequence[FileShape]) -> list[ColumnPair]:
    """Return pairs of columns with values of like form, the second (nearly) unique; across files and within one."""
    keys = [(file, column) for file in files for column in file.columns.values() if _is_key(column)]
    pairs: list[ColumnPair] = []
    for file in files:
        for column in file.columns.values():
            if not may_name(column):
                continue
            for target, key in keys:
                if target is file and (key is column or column.unique):
                    continue
                pair = ColumnPair(file.name, column.header, target.name, key.header)
                low, high = sorted((column.mean_length, key.mean_length))
                alike = high - low <= max(3.0, 0.6 * high) and _form(column) == _form(key)
                if alike or (target is not file and _numbered(column) and _numbered(key) and _named(pair)):
                    pairs.append(pair)
    return pairs


def _numbered(column: ColumnShape) -> bool:
    """Return whether most values are numbers with or without a prefix: `ACC-0042`, `42`."""
    some = list(column.known)[:100]
    return sum(bool(_bare_number(text)) for text in some) > len(some) / 2


def measured(pair: ColumnPair, exact: Overlap | None, column: ColumnShape, key: ColumnShape) -> Overlap | None:
    """Return what two columns share: that of equal texts, or of nearly equal ones where the headers match.

    Args:
        pair: The columns.
        exact: What they share of equal texts; `None` for nothing.
        column: The column that may refer.
        key: The column it may refer to.
    """
    if (exact is not None and exact.share >= _LEAST_SHARE) or not _named(pair):
        return exact
    known = len(column.known)
    found = len(near_values(column, key)) + sum(text in key.values for text in column.known)
    near = Overlap(known, found)
    return near if near.share >= _LEAST_SHARE_OF_NUMBERS and found >= 2 else exact


def near_values(column: ColumnShape, key: ColumnShape) -> dict[str, str]:
    """Return the values that are no key, with the one key that they mean; only where all values are known.

    They differ from it in case, accents and punctuation, or are numbers with another prefix or other leading zeros.
    """
    if not (column.complete and key.complete):
        return {}
    missing = [text for text in column.known if text not in key.values]
    found: dict[str, str] = {}
    for form in (_bare_text, _bare_number):
        keys: dict[str, list[str]] = {}
        for text in key.known:
            keys.setdefault(form(text), []).append(text)
        for text in missing:
            meant = keys.get(form(text), []) if form(text) else []
            if len(meant) == 1:
                found.setdefault(text, meant[0])
    return dict(sorted(found.items()))


def _bare_text(text: str) -> str:
    return "".join(words_of(text))


def _bare_number(text: str) -> str:
    """Return the digits of a number with a prefix, without leading zeros: `ACC-0042` is `42`; empty for other texts."""
    match = None if " " in text.strip() else _NUMBERED.fullmatch(_bare_text(text.removesuffix(".0")))
    return match.group(1) if match else ""


def shared_values(file: FileShape, others: Sequence[FileShape]) -> tuple[str, str, str] | None:
    """Return a column whose values are also in another file, that file and the column there; `None` for none.

    Such columns refer to nothing where neither has each value once; that they share nothing would be wrong to say.
    """
    for column in filter(_speaks_for_itself, file.columns.values()):
        for other in (other for other in others if other is not file):
            for twin in filter(_speaks_for_itself, other.columns.values()):
                found = sum(text in twin.values for text in column.known)
                if found >= _LEAST_SHARE * len(column.known):
                    return column.header, other.name, twin.header
    return None


def _speaks_for_itself(column: ColumnShape) -> bool:
    return may_name(column) and _distinctive(column) and column.distinct >= _MANY_VALUES


def _distinctive(column: ColumnShape) -> bool:
    """Return whether shared values of a column cannot be coincidence: no small numbers, no short codes."""
    if column.mean_length <= 3:
        return False
    return column.mean_length >= 7 or not _form(column)


def _named(pair: ColumnPair) -> bool:
    """Return whether the header of the referring column names the other file or its key."""
    generic = all(is_key_word(word) for word in name_words(pair.key))
    if fold_header(pair.header) == fold_header(pair.key):
        return not generic
    if same_thing(pair.header, pair.to) or (not generic and same_thing(pair.header, pair.key)):
        return True
    return any(
        about(pair.header, what) >= _SPEAKS and max(about(stem(pair.to), what), about(pair.key, what)) >= _SPEAKS
        for what in _ENTITIES
    )


def references(files: Sequence[FileShape], overlaps: Mapping[ColumnPair, Overlap]) -> list[Reference]:
    """Return all references, the best first.

    Small numbers and short codes are in every file; for them the headers must match, too.
    """
    shapes = {file.name: file for file in files}
    found: list[Reference] = []
    for pair, overlap in overlaps.items():
        named = _named(pair)
        column, key = shapes[pair.file].columns[pair.header], shapes[pair.to].columns[pair.key]
        distinctive = _distinctive(column) and _distinctive(key)
        needed = _LEAST_SHARE_NAMED if named else _LEAST_SHARE
        needed = needed if distinctive else _LEAST_SHARE_OF_NUMBERS
        if overlap.share >= needed and overlap.found >= 2 and (named or distinctive):
            found.append(Reference(pair, overlap, named))
    return sorted(found, key=lambda one: (-one.weight, -one.overlap.found, one.pair.file, one.pair.header))
