"""Words for a missing value."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from whofor.intake.normalise.rule_tables import rules
from whofor.lexicon.words import words_in
from whofor.text import fold

__all__ = ["has_unknown_beside", "is_missing", "lone_boolean_words", "names_the_rest", "says_none"]

_LONGEST_WORD = 40
_BRACKETS = {"(": ")", "[": "]", "<": ">", "{": "}", '"': '"', "'": "'", "«": "»", "“": "”", "_": "_"}
_DIGITS = frozenset("0123456789")
_MARKS = frozenset("-./\\?*_~=…·•|,;:' ")
_AROUND = "-*_~=…·•.:;,?!<>()[]{}\"'«»“” "
"""Marks that lists write around a word that is no choice: `--None--`, `<Select>`, `Please choose …`."""


@cache
def _missing_words() -> frozenset[str]:
    return frozenset(map(fold, words_in(rules("words")["missing"]))) | _none_words()


@cache
def _unknown_words() -> frozenset[str]:
    """Words of a language: what machines write for nothing does not show that somebody chose."""
    by_language = rules("words")["missing"]
    return frozenset(fold(word) for language in by_language if language != "any" for word in by_language[language])


@cache
def _none_words() -> frozenset[str]:
    return frozenset(map(fold, words_in(rules("words")["none"])))


@cache
def _rest_words() -> frozenset[str]:
    return frozenset(map(fold, words_in(rules("words")["rest"])))


@cache
def lone_boolean_words() -> frozenset[str]:
    """Return the single letters that mean yes even where no other word is in the column."""
    return frozenset(rules("words")["lone_boolean"])


def is_missing(text: str) -> bool:
    """Return whether a cell says that nothing is known: empty, a dash, "n/a", "(blank)", "non renseigné" ...

    "NA" counts as missing although it is Namibia's code; "NC" and "ND" do not, they are states of the US.

    >>> is_missing(" N/A "), is_missing("(not set)"), is_missing("--None--"), is_missing("0"), is_missing("no")
    (True, True, True, False, False)
    """
    if text[-1:] in _DIGITS:  # no such word ends in one, but most of the texts of a long column do
        return False
    if len(text) > _LONGEST_WORD and text.strip():
        return False
    word = fold(text)
    if not word or _MARKS.issuperset(word) or word in _missing_words():
        return True
    if len(word) > 1 and _BRACKETS.get(word[0]) == word[-1]:
        inner = word[1:-1].strip()
        return not inner or _MARKS.issuperset(inner) or inner in _missing_words()
    return _bare(word) in _missing_words()


def _bare(word: str) -> str:
    """Return a folded text without marks around it, its words parted by spaces: `not-specified`, `No_Info`."""
    bare = word.strip(_AROUND)
    return " ".join(bare.replace("_", " ").replace("-", " ").split()) if "_" in bare or "-" in bare else bare


def says_none(text: str) -> bool:
    """Return whether a cell says "none" and no more, which is unknown or an answer; see `has_unknown_beside`.

    >>> says_none("Aucun"), says_none("--None--"), says_none("n/a")
    (True, False, False)
    """
    return len(text) <= _LONGEST_WORD and fold(text) in _none_words()


def has_unknown_beside(texts: Iterable[str]) -> bool:
    """Return whether a column has a word for unknown of its own, so that "none" there is an answer.

    >>> has_unknown_beside(["None", "Siemens", "Unknown"]), has_unknown_beside(["None", "Siemens", "n/a"])
    (True, False)
    """
    short = (text for text in texts if len(text) <= _LONGEST_WORD)
    return any(_bare(fold(text)) in _unknown_words() for text in short)


def names_the_rest(text: str) -> bool:
    """Return whether a text names all that a list does not: `Other`, `Divers`.

    >>> names_the_rest("Sonstige"), names_the_rest("Otros"), names_the_rest("Other services")
    (True, True, False)
    """
    return fold(text) in _rest_words()
