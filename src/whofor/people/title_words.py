"""Words of job titles: the packaged table and a user's additions in the same form, checked and ready for use."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import cast

from whofor.errors import InputError, Problem, Sentence
from whofor.lexicon.toml_lines import TomlPath, toml_lines
from whofor.lexicon.words import read_table
from whofor.model.people import Department, Seniority
from whofor.people.phrases import PhraseBook, TitlePhrase, phrases_of
from whofor.people.title_text import TitleSpelling
from whofor.text import did_you_mean, fold, words_of

__all__ = ["DepartmentRule", "SeniorityRule", "TitleWords", "Weight", "parse_title_words", "title_words"]

VERSION = 1
"""Of the form of these tables."""

_SHAPE = 'Write lines such as en = ["word", "another word"].'
_WORD_LISTS = ("ignored", "of", "before_of", "either", "company")
_PLAIN = {"spelled": "words", "endings": "words"}
"""Tables of single words and what they stand for."""


class Weight(StrEnum):
    """Which of several departments that a title names is taken; of one weight the first written."""

    FIRST = "department_first"
    USUAL = "department"
    LAST = "department_last"


_CLASSES: Mapping[str, tuple[str, ...]] = {
    "seniority": tuple(value.value for value in Seniority),
    **{weight.value: tuple(value.value for value in Department) for weight in Weight},
    "seniority_pick": tuple(value.value for value in Seniority if value is not Seniority.UNKNOWN),
    "department_pick": tuple(value.value for value in Department if value is not Department.UNKNOWN),
    "words": _WORD_LISTS,
}
"""Tables that hold one table for each class, and the classes."""
_LISTS = ("no_longer", "not_a_role", "former")
_TABLES = ("version", "spelled", "endings", *_LISTS, *_CLASSES)
_OWN_TABLES = tuple(table for table in _TABLES if table not in ("endings", "words"))
"""Tables that a user may have: the others say how words are read, and each phrase depends on them."""


@dataclass(frozen=True, slots=True)
class SeniorityRule:
    """A phrase that tells the level; `UNKNOWN` where the words in it tell none."""

    value: Seniority
    phrase: str


@dataclass(frozen=True, slots=True)
class DepartmentRule:
    """A phrase that tells the department; `UNKNOWN` where the words in it tell none."""

    value: Department
    phrase: str
    weight: Weight = Weight.USUAL


@dataclass(frozen=True, eq=False)
class TitleWords:
    """All that is needed to read titles.

    Attributes:
        spelling: How words are written otherwise.
        seniority: Phrases that tell the level.
        department: Phrases that tell the department.
        no_longer: Phrases that make a whole title none: "retired".
        not_a_role: Phrases that make a part of it none.
        former: Phrases of what somebody was before.
        seniority_picks: Levels that pick-lists of CRMs have, by their folded words.
        department_picks: Departments that they have.
    """

    spelling: TitleSpelling
    seniority: PhraseBook[SeniorityRule]
    department: PhraseBook[DepartmentRule]
    no_longer: PhraseBook[str]
    not_a_role: PhraseBook[str]
    former: PhraseBook[str]
    seniority_picks: Mapping[str, Seniority]
    department_picks: Mapping[str, Department]


@cache
def title_words() -> TitleWords:
    """Return the packaged words."""
    return _built([_packaged()])


def parse_title_words(text: str, place: str) -> TitleWords:
    """Return the packaged words with those of a user's `titles.toml`, which go before them.

    Args:
        text: TOML in the form of the packaged `people/rules/titles.toml`, any part of it.
        place: Path or name of the file, for messages.

    Raises:
        InputError: It cannot be read; all problems together, each with its line.

    Example:
        >>> words = parse_title_words('[seniority.director]\\nde = ["leiter"]', "titles.toml")
        >>> [found.value.value.value for found in words.seniority.find(words.spelling.parts("Leiter Einkauf")[0])]
        ['director']
    """
    todo = "Mend the line named and try again."
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(Problem(Sentence("This is not valid TOML: {error}", error=error), place, todo=todo)) from error
    except RecursionError as error:
        raise InputError(Problem("the words are nested too deep", place, todo=_SHAPE)) from error
    reader = _Reader(place, text, _OWN_TABLES)
    table = reader.table(raw)
    if not reader.problems:
        reader.check_phrases(_spelling([_packaged(), table]), table)
    if reader.problems:
        raise InputError([problem for _, problem in sorted(reader.problems, key=lambda found: found[0])])
    return _built([_packaged(), table])


@dataclass(frozen=True, slots=True)
class _Entry:
    """One written phrase, word or pair of words: where it belongs, and its text."""

    table: str
    name: str
    text: str
    path: TomlPath


@dataclass
class _Reader:
    """Checker of a table; keeps all problems with their lines."""

    place: str
    text: str = ""
    tables: Sequence[str] = _TABLES
    problems: list[tuple[int, Problem]] = field(default_factory=list[tuple[int, Problem]])

    def __post_init__(self) -> None:
        self._lines = toml_lines(self.text)
        self._rows = self.text.splitlines()

    def wrong(self, what: str, path: TomlPath, value: str = "", todo: str = "") -> None:
        line = self._line(path, value)
        dotted = ".".join(map(str, path))
        place = f"{self.place}:{line} {dotted}" if line else f"{self.place} {dotted}"
        self.problems.append((line, Problem(what, place, value, todo)))

    def _line(self, path: TomlPath, value: str) -> int:
        """Return the line of a value: a list may have many lines."""
        first = next((self._lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self._lines), 0)
        first = first or next((line for known, line in self._lines.items() if known[: len(path)] == path), 0)
        if first and value:
            for number, row in enumerate(self._rows[first - 1 :], start=first):
                if f'"{value}"' in row or f"'{value}'" in row:
                    return number
        return first

    def table(self, raw: Mapping[str, object]) -> list[_Entry]:
        """Return all entries that have the right form."""
        entries: list[_Entry] = []
        for name, value in raw.items():
            if name == "version":
                self._check_version(value)
            elif name not in self.tables:
                todo = did_you_mean(name, self.tables, what="tables of words")
                self.wrong("there is no such table of words", (name,), name, todo)
            elif name in _PLAIN:
                entries += self._pairs(name, value)
            elif name in _LISTS:
                entries += self._phrases(name, "", value, (name,))
            elif not isinstance(value, dict):
                self.wrong(Sentence("{name} is a table", name=name), (name,), todo=_example(name))
            else:
                entries += self._classes(name, cast("Mapping[str, object]", value))
        return entries

    def _check_version(self, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.wrong("the version is a whole number from 1 on", ("version",), str(value), "Write version = 1.")
        elif value > VERSION:
            todo = "Install a newer whofor."
            self.wrong("the words are written for a newer whofor", ("version",), str(value), todo)

    def _classes(self, table: str, raw: Mapping[str, object]) -> Iterator[_Entry]:
        known = _CLASSES[table]
        for name, value in raw.items():
            if name in known:
                yield from self._phrases(table, name, value, (table, name))
            else:
                what = Sentence("{table} has no such class", table=table)
                self.wrong(what, (table, name), name, did_you_mean(name, known, what="classes"))

    def _phrases(self, table: str, name: str, raw: object, path: TomlPath) -> Iterator[_Entry]:
        if not isinstance(raw, dict):
            self.wrong("these words have no language", path, todo=_SHAPE)
            return
        for language, texts in cast("Mapping[str, object]", raw).items():
            if not isinstance(texts, list):
                self.wrong("this is no list of words", (*path, language), str(texts), _SHAPE)
                continue
            for text in cast("list[object]", texts):
                if isinstance(text, str) and text.strip():
                    yield _Entry(table, name, text, (*path, language))
                else:
                    self.wrong("this is no word", (*path, language), str(text), _SHAPE)

    def _pairs(self, table: str, raw: object) -> Iterator[_Entry]:
        todo = 'Write lines such as mgr = "manager".'
        if not isinstance(raw, dict):
            self.wrong(Sentence("{name} is a table", name=table), (table,), todo=todo)
            return
        for word, meant in cast("Mapping[str, object]", raw).items():
            if isinstance(meant, str) and len(words_of(word)) == 1 and self._is_words(table, meant):
                yield _Entry(table, fold(word), meant, (table, word))
            else:
                self.wrong("this is not one word and what it stands for", (table, word), str(meant), todo)

    def _is_words(self, table: str, text: str) -> bool:
        """Return whether a text is words and nothing else, some of which say something."""
        if not text.strip() or " ".join(words_of(text)) != fold(text):
            return False
        return self.tables is _TABLES or table != "spelled" or title_words().spelling.says_something(text)

    def check_phrases(self, spelling: TitleSpelling, entries: Sequence[_Entry]) -> None:
        """Add phrases that cannot be read, and those that stand for two things."""
        classes: dict[tuple[str, TitlePhrase | str], str] = {}
        for entry in entries:
            if entry.table in (*_PLAIN, "words"):
                continue
            kind = entry.table.split("_")[0] if not entry.table.endswith("_pick") else entry.table
            try:
                forms = _forms(entry, spelling)
            except ValueError as error:
                self.wrong(error.args[0], entry.path, entry.text, "See docs/reference/titles.md.")
                continue
            for form in forms:
                other = classes.setdefault((kind, form), f"{entry.table}.{entry.name}")
                if other != f"{entry.table}.{entry.name}":
                    words = form if isinstance(form, str) else " ".join(form.elements)
                    what = Sentence("{words!r} stands in {other}, too", words=words, other=other)
                    self.wrong(what, entry.path, entry.text, "Take them out of one of the two.")
                    break


def _example(table: str) -> str:
    return Sentence("Write [{table}.{name}] and its words below.", table=table, name=_CLASSES[table][0])


def _forms(entry: _Entry, spelling: TitleSpelling) -> Sequence[TitlePhrase | str]:
    if entry.table.endswith("_pick"):
        return (pick_words(entry.text),)
    return phrases_of(entry.text, spelling)


def pick_words(text: str) -> str:
    """Return the value of a pick-list as its folded words."""
    return " ".join(words_of(text))


@cache
def _packaged() -> tuple[_Entry, ...]:
    reader = _Reader("titles.toml")
    return tuple(reader.table(read_table("whofor.people", "rules/titles.toml")))


def _spelling(tables: Sequence[Sequence[_Entry]]) -> TitleSpelling:
    pairs = {table: {e.name: e.text for entries in tables for e in entries if e.table == table} for table in _PLAIN}
    lists = {
        name: frozenset(fold(e.text) for entries in tables for e in entries if (e.table, e.name) == ("words", name))
        for name in _WORD_LISTS
    }
    endings = sorted(pairs["endings"].items(), key=lambda pair: -len(pair[0]))
    plain = TitleSpelling({}, endings, *(lists[name] for name in _WORD_LISTS))
    # A word that stands for itself keeps its plural: accounts are the business of accountants, an account is a client.
    spelled = {
        word: (word,) if fold(meant) == word else tuple(plain.phrase_words(meant))
        for word, meant in pairs["spelled"].items()
    }
    return TitleSpelling(spelled, endings, *(lists[name] for name in _WORD_LISTS))


def _built(tables: Sequence[Sequence[_Entry]]) -> TitleWords:
    """Return the words of several tables; of two that say different things of one phrase, the later counts."""
    spelling = _spelling(tables)
    seniority: dict[TitlePhrase, SeniorityRule] = {}
    department: dict[TitlePhrase, DepartmentRule] = {}
    lists: dict[str, dict[TitlePhrase, str]] = {name: {} for name in _LISTS}
    picks: dict[str, dict[str, str]] = {"seniority_pick": {}, "department_pick": {}}
    for entry in (entry for entries in tables for entry in entries):
        if entry.table in picks:
            picks[entry.table][pick_words(entry.text)] = entry.name
        elif entry.table not in (*_PLAIN, "words"):
            for phrase in phrases_of(entry.text, spelling):
                if entry.table == "seniority":
                    seniority[phrase] = SeniorityRule(Seniority(entry.name), entry.text)
                elif entry.table in lists:
                    lists[entry.table][phrase] = entry.text
                else:
                    department[phrase] = DepartmentRule(Department(entry.name), entry.text, Weight(entry.table))
    return TitleWords(
        spelling,
        PhraseBook(seniority),
        PhraseBook(department),
        PhraseBook(lists["no_longer"]),
        PhraseBook(lists["not_a_role"]),
        PhraseBook(lists["former"]),
        {text: Seniority(name) for text, name in picks["seniority_pick"].items()},
        {text: Department(name) for text, name in picks["department_pick"].items()},
    )
