"""Phrases found in the words of a title: the longest at each place, in one walk over the words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Generic, TypeVar

from whofor.errors import Sentence
from whofor.people.title_text import AND, OF, TitleSpelling
from whofor.text import fold

__all__ = ["PhraseBook", "PhraseMatch", "TitlePhrase", "phrases_of"]

T = TypeVar("T")

GAP = ".."
_WIDEST_GAP = 3
"""Words: `chief .. officer` finds "Chief Information Security Officer", and no officer of another clause."""
_MOST_FORMS = 1000
_FEWEST_LETTERS = 3
"""Letters beside a `*`; with fewer it would stand for words of any meaning."""
_MOST_KNOWN = 200_000
"""Words of which it is kept what may begin with them: more than languages have, fewer than would fill the memory."""


@dataclass(frozen=True, slots=True)
class TitlePhrase:
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

    @property
    def is_plain(self) -> bool:
        """Whether it has neither gaps nor wildcards."""
        return self.literal_words == len(self.elements)


@dataclass(frozen=True, slots=True)
class PhraseMatch(Generic[T]):
    """A phrase in a part of a title.

    Attributes:
        start: Its first word.
        end: The word behind its last one.
        value: What it stands for.
    """

    start: int
    end: int
    value: T


def phrases_of(text: str, spelling: TitleSpelling) -> tuple[TitlePhrase, ...]:
    """Return the forms of a written phrase.

    Words follow each other. `*` at one end of a word stands for any letters, `..` for up to three words between, or, at
    the end, for all that follows; `(a|b)` for one word of several, `(a|)` for a word that may be missing; `^` ahead and
    `$` behind tie the phrase to the beginning and the end of a part of the title.

    Args:
        text: The phrase.
        spelling: How words of titles are written.

    Raises:
        ValueError: It cannot be read; the text says why, as a sentence without its full stop.
    """
    bare = text.strip()
    at_start, at_end = bare.startswith("^"), bare.endswith("$")
    bare = bare.removeprefix("^").removesuffix("$").strip()
    choices = [_choices(part, spelling) for part in _split(bare)]
    forms: dict[TitlePhrase, None] = {}
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > _MOST_FORMS:
        raise ValueError(Sentence("the phrase has too many alternatives"))
    for chosen in product(*choices):
        elements = _without_of([element for words in chosen for element in words], spelling)
        if not elements or all(element == GAP for element in elements):
            raise ValueError(Sentence("the phrase has no word that says something"))
        if elements[0] == GAP:
            raise ValueError(Sentence("the phrase begins with .."))
        forms[TitlePhrase(elements, at_start, at_end)] = None
    return tuple(forms)


def _without_of(elements: Sequence[str], spelling: TitleSpelling) -> tuple[str, ...]:
    """Return the elements without the `of` that is passed over in titles."""
    before = ("", *elements)
    return tuple(e for e, ahead in zip(elements, before, strict=False) if e != OF or ahead in spelling.before_of)


def _split(text: str) -> list[str]:
    """Return words and bracketed alternatives."""
    parts: list[str] = []
    depth = 0
    for piece in text.replace("(", " ( ").replace(")", " ) ").split():
        if piece == "(":
            if depth:
                raise ValueError(Sentence("the phrase has brackets within brackets"))
            depth, parts = 1, [*parts, ""]
        elif piece == ")":
            if not depth:
                raise ValueError(Sentence("the phrase has a bracket without its other half"))
            depth = 0
        elif depth:
            parts[-1] += f" {piece}"
        else:
            parts.append(piece)
    if depth:
        raise ValueError(Sentence("the phrase has a bracket without its other half"))
    return parts


def _choices(part: str, spelling: TitleSpelling) -> list[tuple[str, ...]]:
    """Return the alternatives for one part, each as elements."""
    return [tuple(e for word in one.split() for e in _elements(word, spelling)) for one in part.split("|")]


def _elements(word: str, spelling: TitleSpelling) -> Sequence[str]:
    if word == GAP:
        return (GAP,)
    if "*" not in word:
        return tuple(spelling.phrase_words(word))
    letters = fold(word.strip("*"))
    if "*" in letters or word.startswith("*") is word.endswith("*"):
        raise ValueError(Sentence("a * stands at one end of a word"))
    if len(letters) < _FEWEST_LETTERS or not letters.isalpha():
        raise ValueError(Sentence("a * needs three letters beside it"))
    return (f"*{letters}" if word.startswith("*") else f"{letters}*",)


class PhraseBook(Generic[T]):
    """Phrases with what they stand for.

    Args:
        entries: Each phrase and what it stands for.
    """

    def __init__(self, entries: Mapping[TitlePhrase, T]) -> None:
        self._plain: defaultdict[tuple[str, ...], list[tuple[TitlePhrase, T]]] = defaultdict(list)
        self._lengths: defaultdict[str, set[int]] = defaultdict(set)
        self._loose: defaultdict[str, list[tuple[TitlePhrase, T]]] = defaultdict(list)
        for phrase, value in entries.items():
            first = phrase.elements[0]
            if phrase.is_plain:
                self._plain[phrase.elements].append((phrase, value))
                self._lengths[first].add(len(phrase.elements))
            else:
                self._loose[_key(first)].append((phrase, value))
        for found in self._plain.values():  # a phrase that is tied to an end says more
            found.sort(key=lambda entry: -(entry[0].at_start + entry[0].at_end))
        self._known: dict[str, _Start[T] | None] = {}
        firsts = frozenset(self._lengths) | frozenset(self._loose)
        self._firsts = None if any("*" in first for first in firsts) else firsts

    def find(self, roots: Sequence[str]) -> list[PhraseMatch[T]]:
        """Return the longest phrase at each place, from left to right; none lies within another.

        Of two of one length that one is taken which is written out.

        Args:
            roots: The words of a part of a title.
        """
        found: list[PhraseMatch[T]] = []
        if self._firsts is not None and self._firsts.isdisjoint(roots):
            return found
        at = 0
        for place, root in enumerate(roots):
            if place < at:
                continue
            start = self._known[root] if root in self._known else self._start(root)
            if start is not None and (best := self._best(start, tuple(roots), place)):
                found.append(best)
                at = best.end
        return found

    def _start(self, root: str) -> _Start[T] | None:
        """Return the phrases that may begin with a word."""
        wild = [*self._loose.get(f"{root[:_FEWEST_LETTERS]}*", ()), *self._loose.get(f"*{root[-_FEWEST_LETTERS:]}", ())]
        loose = [*self._loose.get(root, ()), *(entry for entry in wild if _fits(entry[0].elements[0], root))]
        # More words written out before fewer, so that of two of one length that one is taken which says more.
        loose.sort(key=lambda entry: -entry[0].literal_words)
        lengths = tuple(sorted(self._lengths.get(root, ()), reverse=True))
        start = _Start(lengths, tuple(loose)) if lengths or loose else None
        if len(self._known) < _MOST_KNOWN:
            self._known[root] = start
        return start

    def _best(self, start: _Start[T], roots: tuple[str, ...], at: int) -> PhraseMatch[T] | None:
        best = self._longest_plain(start.lengths, roots, at)
        for phrase, value in start.loose:
            end = 0 if phrase.at_start and at else _longest(phrase, roots, 0, at)
            if end > (best.end if best else at):
                best = PhraseMatch(at, end, value)
        return best

    def _longest_plain(self, lengths: Iterable[int], roots: tuple[str, ...], at: int) -> PhraseMatch[T] | None:
        for length in lengths:
            end = at + length
            # Beyond the last word the slice would be that of a shorter phrase.
            for phrase, value in self._plain.get(roots[at:end], ()) if end <= len(roots) else ():
                if (at == 0 or not phrase.at_start) and (end == len(roots) or not phrase.at_end):
                    return PhraseMatch(at, end, value)
        return None


@dataclass(frozen=True, slots=True)
class _Start(Generic[T]):
    """What may begin with a word.

    Attributes:
        lengths: Lengths of the phrases without gaps and wildcards, the longest first.
        loose: The others.
    """

    lengths: tuple[int, ...]
    loose: tuple[tuple[TitlePhrase, T], ...]


def _key(element: str) -> str:
    """Return the key of phrases by their first word: three letters where it has a wildcard."""
    if element.endswith("*"):
        return f"{element[:_FEWEST_LETTERS]}*"
    return f"*{element[-_FEWEST_LETTERS:]}" if element.startswith("*") else element


def _longest(phrase: TitlePhrase, roots: Sequence[str], element: int, at: int) -> int:
    """Return the end of the longest match of the elements from `element` on with the words from `at` on; 0 for none."""
    count = len(roots)
    if element == len(phrase.elements):
        return at if not phrase.at_end or at == count else 0
    wanted = phrase.elements[element]
    if wanted == GAP:
        if element + 1 == len(phrase.elements):
            return count
        best = 0
        for skipped in range(_WIDEST_GAP + 1):
            best = max(best, _longest(phrase, roots, element + 1, at + skipped))
            if at + skipped >= count or roots[at + skipped] == AND:
                break
        return best
    if at >= count or not _fits(wanted, roots[at]):
        return 0
    return _longest(phrase, roots, element + 1, at + 1)


def _fits(wanted: str, root: str) -> bool:
    if wanted.startswith("*"):
        return root.endswith(wanted[1:]) and len(root) >= len(wanted)
    return root.startswith(wanted[:-1]) if wanted.endswith("*") else root == wanted
