"""Phrases found in the words of a title: the longest at each place, in one walk over the words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Generic, TypeVar

from whofor.people.title_text import AND, TitlePart

__all__ = ["Found", "Phrase", "PhraseBook", "phrases_of"]

T = TypeVar("T")

GAP = ".."
_WIDEST_GAP = 3
"""Words: `chief .. officer` finds "Chief Information Security Officer", and no officer of another clause."""
_MOST_FORMS = 200
_FEWEST_LETTERS = 3
"""Letters beside a `*`; with fewer it would stand for words of any meaning."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One form of a phrase, without alternatives.

    Attributes:
        elements: Roots of words, words with a `*` at one end, and `..` for words between.
        at_start: Whether it must begin a part of the title.
        at_end: Whether it must end it.
    """

    elements: tuple[str, ...]
    at_start: bool = False
    at_end: bool = False

    @property
    def literal_words(self) -> int:
        """Number of words that are written out."""
        return sum(element != GAP and "*" not in element for element in self.elements)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A phrase in a part of a title.

    Attributes:
        start: Its first word.
        end: The word behind its last one.
        value: What it stands for.
    """

    start: int
    end: int
    value: T


def phrases_of(text: str, words_in: Callable[[str], Sequence[str]]) -> tuple[Phrase, ...]:
    """Return the forms of a written phrase.

    Words follow each other. `*` at one end of a word stands for any letters, `..` for up to three words between, or, at
    the end, for all that follows; `(a|b)` for one word of several, `(a|)` for a word that may be missing; `^` ahead and
    `$` behind tie the phrase to the beginning and the end of a part of the title.

    Args:
        text: The phrase.
        words_in: Returns the roots of the words in a text.

    Raises:
        ValueError: It cannot be read; the text says why, as a sentence without its full stop.
    """
    bare = text.strip()
    at_start, at_end = bare.startswith("^"), bare.endswith("$")
    bare = bare.removeprefix("^").removesuffix("$").strip()
    choices = [_choices(part, words_in) for part in _split(bare)]
    forms: dict[Phrase, None] = {}
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > _MOST_FORMS:
        raise ValueError("the phrase has too many alternatives")
    for chosen in product(*choices):
        elements = tuple(element for words in chosen for element in words)
        if not elements or all(element == GAP for element in elements):
            raise ValueError("the phrase has no word that says something")
        if elements[0] == GAP:
            raise ValueError("the phrase begins with ..")
        forms[Phrase(elements, at_start, at_end)] = None
    return tuple(forms)


def _split(text: str) -> list[str]:
    """Return words and bracketed alternatives."""
    parts: list[str] = []
    depth = 0
    for piece in text.replace("(", " ( ").replace(")", " ) ").split():
        if piece == "(":
            if depth:
                raise ValueError("the phrase has brackets within brackets")
            depth, parts = 1, [*parts, ""]
        elif piece == ")":
            if not depth:
                raise ValueError("the phrase has a bracket without its other half")
            depth = 0
        elif depth:
            parts[-1] += f" {piece}"
        else:
            parts.append(piece)
    if depth:
        raise ValueError("the phrase has a bracket without its other half")
    return parts


def _choices(part: str, words_in: Callable[[str], Sequence[str]]) -> list[tuple[str, ...]]:
    """Return the alternatives for one part, each as elements."""
    return [tuple(e for word in one.split() for e in _elements(word, words_in)) for one in part.split("|")]


def _elements(word: str, words_in: Callable[[str], Sequence[str]]) -> Sequence[str]:
    if word == GAP:
        return (GAP,)
    if "*" not in word:
        return tuple(words_in(word))
    letters = word.strip("*").casefold()
    if "*" in letters or word.startswith("*") is word.endswith("*"):
        raise ValueError("a * stands at one end of a word")
    if len(letters) < _FEWEST_LETTERS or not letters.isalpha():
        raise ValueError("a * needs three letters beside it")
    return (f"*{letters}" if word.startswith("*") else f"{letters}*",)


class PhraseBook(Generic[T]):
    """Phrases with what they stand for.

    Args:
        entries: Each phrase and what it stands for.
    """

    def __init__(self, entries: Mapping[Phrase, T]) -> None:
        first: defaultdict[str, list[tuple[Phrase, T]]] = defaultdict(list)
        for phrase, value in entries.items():
            first[_key(phrase.elements[0])].append((phrase, value))
        # Written out before wildcards, so that of two of one length that one is taken which says more.
        self._first = {key: sorted(found, key=lambda entry: -entry[0].literal_words) for key, found in first.items()}
        self._has_wildcards = any("*" in key for key in self._first)

    def find(self, part: TitlePart) -> list[Found[T]]:
        """Return the longest phrase at each place, from left to right; none lies within another."""
        found: list[Found[T]] = []
        at, count = 0, len(part.roots)
        while at < count:
            best_end, best = at, None
            for phrase, value in self._candidates(part, at):
                end = _end(phrase, part, at)
                if end > best_end:
                    best_end, best = end, value
            if best is None:
                at += 1
            else:
                found.append(Found(at, best_end, best))
                at = best_end
        return found

    def _candidates(self, part: TitlePart, at: int) -> Iterable[tuple[Phrase, T]]:
        root = part.roots[at]
        literal = self._first.get(root, ())
        if not self._has_wildcards:
            return literal
        more = [self._first.get(key, ()) for key in (f"{part.words[at][:3]}*", f"*{root[-3:]}")]
        return [*literal, *more[0], *more[1]] if any(more) else literal


def _key(element: str) -> str:
    """Return the key of phrases by their first word: three letters where it has a wildcard."""
    if element.endswith("*"):
        return f"{element[:3]}*"
    return f"*{element[-3:]}" if element.startswith("*") else element


def _end(phrase: Phrase, part: TitlePart, at: int) -> int:
    """Return the word behind the phrase if it begins at this word, else 0."""
    if phrase.at_start and at:
        return 0
    elements, roots = phrase.elements, part.roots
    last = at + len(elements)
    if phrase.literal_words == len(elements):
        return last if roots[at:last] == elements and (not phrase.at_end or last == len(roots)) else 0
    return _longest(phrase, part, 0, at)


def _longest(phrase: Phrase, part: TitlePart, element: int, at: int) -> int:
    """Return the end of the longest match of the elements from `element` on with the words from `at` on; 0 for none."""
    count = len(part.roots)
    if element == len(phrase.elements):
        return at if not phrase.at_end or at == count else 0
    wanted = phrase.elements[element]
    if wanted == GAP:
        if element + 1 == len(phrase.elements):
            return count
        best = 0
        for skipped in range(_WIDEST_GAP + 1):
            best = max(best, _longest(phrase, part, element + 1, at + skipped))
            if at + skipped >= count or part.roots[at + skipped] == AND:
                break
        return best
    if at >= count or not _fits(wanted, part.words[at], part.roots[at]):
        return 0
    return _longest(phrase, part, element + 1, at + 1)


def _fits(wanted: str, word: str, root: str) -> bool:
    if wanted.startswith("*"):
        return root.endswith(wanted[1:]) and len(root) > len(wanted) - 1
    if wanted.endswith("*"):
        return word.startswith(wanted[:-1])
    return root == wanted
