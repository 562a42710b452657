"""Fillers: texts that stand for unknown without being a known word for it, found by how a table uses them.

A word such as "No Info" or "Select" fills many lists that have nothing else in common, whereas what is a category in
one list (`Europe`, `High`) comes with the other categories of that list wherever it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whofor.intake.importing.issues import IssueCounter
from whofor.intake.importing.ports import Importer
from whofor.intake.mapping.headers import fold_header
from whofor.intake.mapping.plan import PlannedColumn, PlannedTable, Total
from whofor.intake.normalise import country_code, guess_kind, is_missing, names_the_rest, parse_number, says_none
from whofor.lexicon.booleans import parse_boolean
from whofor.lexicon.words import word_list
from whofor.model import IssueCode, Kind
from whofor.schema.columns import ReadAs
from whofor.text import fold, name_words

__all__ = ["Filler", "fillers_of", "find_fillers"]

_LISTS = frozenset(
    {ReadAs.GUESS, ReadAs.CATEGORY, ReadAs.MULTI, ReadAs.INDUSTRY, ReadAs.COUNTRY, ReadAs.LEAD_SOURCE, ReadAs.PERSON}
)
_MOST_VALUES = 2_000
"""Columns with more different texts are no lists."""
_FREQUENT = 0.05
"""A filler fills at least so much of each of its columns: who leaves a field open does so more often than that."""
_FEWEST_LISTS, _LEAST_SHARE = 4, 0.25
"""A filler stands in at least four lists without any other text in common, and in a quarter of all such lists of the
table. Conventions: in the real exports at hand no category stands in more than two."""
_RATINGS = ("more", "less", "good", "bad")


@dataclass(frozen=True, slots=True)
class Filler:
    """A text that behaves like a word for unknown.

    Attributes:
        text: The text, as most cells write it.
        columns: The columns that it fills.
        cells: Number of cells with it.
    """

    text: str
    columns: tuple[str, ...]
    cells: int


def fillers_of(table: PlannedTable, importer: Importer, counted: IssueCounter) -> dict[str, frozenset[str]]:
    """Return the folded fillers of each column of a staged table, each counted as an issue with its columns.

    Args:
        table: The table.
        importer: Where it is staged.
        counted: Issues so far.
    """
    columns = {column.name: column for column in table.columns if _may_be_list(column)}
    lists: dict[str, dict[str, int]] = {}
    for name, (_, distinct, _) in importer.profile(table.name, list(columns)).items():
        if distinct <= _MOST_VALUES:
            # A text that the user's value map names means what it says there.
            named = columns[name].values
            counts = importer.distinct(table.name, name)
            lists[name] = {text: n for text, n in counts.items() if fold_header(text) not in named}
    found: dict[str, set[str]] = {}
    for filler in find_fillers(lists):
        for name in filler.columns:
            found.setdefault(name, set()).add(fold(filler.text))
        example = f"{filler.text!r}: {', '.join(columns[name].label for name in filler.columns)}"
        counted.add(IssueCode.FILLER_WORD, filler.cells, (example,), table.name)
    return {name: frozenset(words) for name, words in found.items()}


def _may_be_list(column: PlannedColumn) -> bool:
    return column.read_as in _LISTS and column.between is None and not isinstance(column.expression, Total)


def find_fillers(columns: Mapping[str, Mapping[str, int]]) -> list[Filler]:
    """Return the texts that behave like a word for unknown, the one that fills most columns first.

    Args:
        columns: Column -> text -> number of cells.

    Example:
        >>> lists = {"Fit": "ab", "Size": "cd", "Plan": "ef", "Use": "gh", "Area": "ij", "Town": "ijk"}
        >>> counts = {name: {"zz": 9, **dict.fromkeys(letters, 10)} for name, letters in lists.items()}
        >>> [(filler.text, filler.columns) for filler in find_fillers(counts)]
        [('zz', ('Fit', 'Size', 'Plan', 'Use', 'Area', 'Town'))]
    """
    lists = {name: _folded(counts) for name, counts in columns.items() if len(counts) <= _MOST_VALUES}
    lists = {name: counts for name, counts in lists.items() if len(counts) > 1 and _is_list(counts)}
    found: list[Filler] = []
    while len(lists) >= _FEWEST_LISTS and (word := _filler(lists)):
        holders = tuple(name for name, counts in lists.items() if word in counts)
        spelled: dict[str, int] = {}
        for name in holders:
            for text, n in columns[name].items():
                if fold(text) == word:
                    spelled[text] = spelled.get(text, 0) + n
        most = max(sorted(spelled), key=lambda text: spelled[text])
        found.append(Filler(most, holders, sum(spelled.values())))
        lists = {name: {text: n for text, n in counts.items() if text != word} for name, counts in lists.items()}
    return found


def _folded(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the folded texts that are no known word for unknown; "none" may be one or not."""
    folded: dict[str, int] = {}
    for text, n in counts.items():
        if says_none(text) or not is_missing(text):
            word = fold(text)
            folded[word] = folded.get(word, 0) + n
    return folded


def _is_list(counts: Mapping[str, int]) -> bool:
    return guess_kind(counts) in (Kind.CATEGORY, Kind.MULTI, Kind.BOOLEAN)


def _filler(lists: Mapping[str, Mapping[str, int]]) -> str:
    """Return the text that fills most lists with nothing else in common; empty where none fills enough."""
    holders: dict[str, list[str]] = {}
    for name, counts in lists.items():
        cells = sum(counts.values())
        for text, n in counts.items():
            if n >= _FREQUENT * cells and len(counts) > 1:
                holders.setdefault(text, []).append(name)
    likely = {text: names for text, names in holders.items() if len(names) >= _FEWEST_LISTS and not _is_category(text)}
    best = (0, "")
    for text, names in sorted(likely.items()):
        apart = _unrelated([lists[name] for name in names], text)
        enough = apart >= _FEWEST_LISTS and apart >= _LEAST_SHARE * _unrelated(list(lists.values()), text)
        best = max(best, (apart, text)) if enough else best
    return best[1]


def _is_category(text: str) -> bool:
    """Return whether a text is an answer by itself: yes and no, a number, a country, a rating, the rest of a list."""
    if parse_boolean(text) is not None or parse_number(text) is not None or names_the_rest(text):
        return True
    written = " ".join(name_words(text))
    rated = any(fold(word_list("levels", name).first(text)) == written for name in _RATINGS)
    return country_code(text) is not None or (rated and not says_none(text))


def _unrelated(lists: Sequence[Mapping[str, int]], without: str) -> int:
    """Return the number of groups of lists that share no text, one text aside."""
    group_of: dict[str, int] = {}
    parent: list[int] = []

    def root(group: int) -> int:
        while parent[group] != group:
            parent[group] = parent[parent[group]]
            group = parent[group]
        return group

    for counts in lists:
        texts = [text for text in counts if text != without]
        if not texts:
            continue
        own = len(parent)
        parent.append(own)
        for text in texts:
            parent[root(group_of.setdefault(text, own))] = root(own)
    return sum(group == above for group, above in enumerate(parent))
