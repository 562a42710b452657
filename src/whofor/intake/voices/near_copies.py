"""Nearly equal texts about one tool: copied reviews, posts under several keys, one text in two files."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from rapidfuzz import fuzz

from whofor.arrays import IntArray
from whofor.text import words_of

__all__ = ["FEWEST_WORDS", "CopyText", "copy_groups"]

FEWEST_WORDS = 8
"""Words from which the same text by two people is a copy; shorter ones many write by themselves: a convention."""
_LONG_PART = 15
"""Words from which an equal answer to one question of a form shows that the whole is a copy, though another file has
more of its answers: a convention."""
_ALIKE = 95.0
"""Likeness in percent (Indel) from which two texts are one."""
_WORDS = 3
_HASHES = 16
"""Smallest hashes of runs of three words that are compared: texts of which a third of the runs agree share one but for
one pair in six hundred ((2/3)^16 = .0015)."""
_PRIME = 4_294_967_291
"""The largest prime below 2^32: a hash of 32 bits times a factor wraps around it many times, which mixes hashes."""
_LARGEST_BLOCK = 2_000
"""Texts that share a hash and are compared with each other; of a larger block each with the next ones by length."""
_NEXT = 20


@dataclass(frozen=True, slots=True)
class CopyText:
    """A text that is compared.

    Attributes:
        words: Its folded words.
        tool: Its tool; an empty one may be any.
        author: Its author; texts of one author are copies however short they are.
        question: The question that it answers: the same answer to two questions is none.
        long_parts: The words of its longer parts, where it has several.
    """

    words: tuple[str, ...]
    tool: str = ""
    author: str = ""
    question: str = ""
    long_parts: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def of(cls, *parts: str, tool: str = "", author: str = "", question: str = "") -> CopyText:
        """Return a text, of one part or several, ready to be compared."""
        each = [words_of(part) for part in parts]
        long = tuple(words for words in each if len(words) >= _LONG_PART) if len(each) > 1 else ()
        return cls(tuple(word for words in each for word in words), tool, author, question, long)


def copy_groups(texts: Sequence[CopyText]) -> list[int]:
    """Return for each text the number of its group of nearly equal ones; groups are numbered by their first texts.

    Texts are compared that share one of the smallest hashes of their runs of words (MinHash), so that the work grows
    with the number of texts and not with its square.

    Args:
        texts: The texts.

    Source:
        Broder (1997), On the resemblance and containment of documents.

    Example:
        >>> long = "The forms are slow on old phones and get lost when the network is down"
        >>> texts = [CopyText.of(text) for text in (long, "Good", long + "!", "Good", long.replace("old", "older"))]
        >>> copy_groups(texts)
        [0, 1, 0, 3, 0]
    """
    groups = list(range(len(texts)))

    def root(place: int) -> int:
        while groups[place] != place:
            groups[place] = groups[groups[place]]
            place = groups[place]
        return place

    def join(one: int, other: int) -> None:
        low, high = sorted((root(one), root(other)))
        groups[high] = low

    _join_equal(texts, join)
    _join_by_parts(texts, join)
    _join_near(texts, root, join)
    return [root(place) for place in range(len(texts))]


def _join_equal(texts: Sequence[CopyText], join: Callable[[int, int], None]) -> None:
    """Join texts of the same words: long ones, and those of one author."""
    by_words: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        by_words[text.words].append(place)
    for places in by_words.values():
        if len(places) == 1:
            continue
        anyone = len(texts[places[0]].words) >= FEWEST_WORDS
        keys: dict[tuple[str, str, str], int] = {}
        for place in places:
            text = texts[place]
            author = "" if anyone else text.author
            if not anyone and not author:
                continue
            first = keys.setdefault((text.tool, author, text.question), place)
            if first != place:
                join(first, place)
        if anyone:
            nameless = [place for place in places if not texts[place].tool]
            for one, other in pairwise(sorted({*nameless, places[0]}) if nameless else ()):
                join(one, other)


def _join_by_parts(texts: Sequence[CopyText], join: Callable[[int, int], None]) -> None:
    """Join texts of which a long part is equal."""
    by_part: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        for words in text.long_parts:
            by_part[words].append(place)
    for places in by_part.values():
        for one, other in pairwise(places):
            if _same_tool(texts[one], texts[other]):
                join(one, other)


def _join_near(texts: Sequence[CopyText], root: Callable[[int], int], join: Callable[[int, int], None]) -> None:
    """Join long texts that are nearly equal, one of each group of equal ones."""
    firsts = [place for place, text in enumerate(texts) if root(place) == place and len(text.words) >= FEWEST_WORDS]
    joined = {place: " ".join(texts[place].words) for place in firsts}
    for one, other in _candidates(texts, firsts, joined):
        a, b = root(one), root(other)
        if a == b or not _same_tool(texts[one], texts[other]):
            continue
        if fuzz.ratio(joined[one], joined[other], score_cutoff=_ALIKE) >= _ALIKE:
            join(a, b)


def _same_tool(one: CopyText, other: CopyText) -> bool:
    return not one.tool or not other.tool or one.tool == other.tool


def _candidates(texts: Sequence[CopyText], places: Sequence[int], joined: dict[int, str]) -> Iterator[tuple[int, int]]:
    """Yield pairs of texts that share a smallest hash and are about as long; a pair may come again."""
    blocks: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    factors = np.random.default_rng(_SEED).integers(1, 1 << 31, size=(_HASHES, 2), dtype=np.int64)
    for place in places:
        for number, smallest in enumerate(_smallest(texts[place].words, factors).tolist()):
            blocks[number, smallest].append(place)
    for block in blocks.values():
        if len(block) == 1:
            continue
        ordered = sorted(block, key=lambda place: (len(joined[place]), joined[place], place))
        most = len(ordered) if len(ordered) <= _LARGEST_BLOCK else _NEXT
        for at, one in enumerate(ordered):
            for other in ordered[at + 1 : at + 1 + most]:
                if len(joined[other]) * _LEAST_LENGTH > len(joined[one]):
                    break
                yield one, other


_SEED = 1
"""Of the hash functions; any will do, the same every time."""
_LEAST_LENGTH = _ALIKE / (200 - _ALIKE)
"""Of two texts with that likeness the shorter has at least this share of the length of the longer."""


def _smallest(words: Sequence[str], factors: IntArray) -> IntArray:
    """Return the smallest hash of the runs of words of a text, by each hash function."""
    runs = {" ".join(words[at : at + _WORDS]) for at in range(max(1, len(words) - _WORDS + 1))}
    hashes = np.fromiter((zlib.crc32(run.encode()) for run in runs), np.int64, len(runs))
    mixed = (hashes[None, :] * factors[:, :1] + factors[:, 1:]) % _PRIME
    return mixed.min(axis=1)
