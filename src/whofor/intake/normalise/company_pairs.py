"""Finds the pairs of similar names among very many without comparing each with each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from whofor.intake.normalise.company_names import CompanyName, name_similarity, plain_letters

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["like_names"]

_LARGEST_BLOCK = 600
_FIRST_LOOK = 80
_START, _LONG_START, _END = 4, 7, 5
_REAL_FROM = 3
_ROWS = 1_000


def like_names(names: Sequence[CompanyName], at_least: float) -> dict[tuple[int, int], float]:
    """Return all pairs of names that are at least this similar.

    Only names in one block are compared: those that share a word, the first letters of a word, or the first or last
    letters of the whole. Blocks that are too large are left to those of longer beginnings. Within a block `rapidfuzz`
    filters first, then `name_similarity` decides. A word that three names have is a real word, no misspelling of
    another one.

    Args:
        names: Different names.
        at_least: Lowest similarity, 0 to 100.

    Returns:
        Positions of both names, the lower first -> similarity.

    >>> from whofor.intake.normalise.company_names import company_name
    >>> names = [company_name(text) for text in ("Marriott International", "Mariott Intl.", "Hilton")]
    >>> list(like_names(names, 90))
    [(0, 1)]
    """
    counts = Counter(word for name in names for word in set(name.words))
    real = {word for word, count in counts.items() if count >= _REAL_FROM}
    found: dict[tuple[int, int], float] = {}
    seen: set[tuple[int, int]] = set()
    for block in _blocks(names, counts):
        for pair in _candidates(names, block):
            if pair not in seen:
                seen.add(pair)
                one, other = names[pair[0]], names[pair[1]]
                score = name_similarity(one, other, real)
                if score >= at_least and _apart(one) == _apart(other):
                    found[pair] = score
    return found


def _blocks(names: Sequence[CompanyName], counts: Counter[str]) -> Iterator[tuple[int, ...]]:
    """Yield positions of names to compare, in small blocks only.

    One kind of block is made after the other, and each by a hash of what its names share: of a million names nearly all
    are alone in theirs, and all at once would take gigabytes.
    """
    # Most small blocks are found by several keys.
    small: dict[tuple[int, ...], None] = {}
    for kind in _KINDS:
        blocks: dict[int, int | list[int]] = {}
        for position, name in enumerate(names):
            if name.known:
                apart = _apart(name)
                for key in dict.fromkeys(kind(name, counts)):
                    _put(position, hash((apart, key)), blocks)
        for block in blocks.values():
            if isinstance(block, list) and len(block) <= _LARGEST_BLOCK:
                small[tuple(block)] = None
    yield from small


def _apart(name: CompanyName) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return what names must have in common to be alike at all: numbers and places."""
    return name.marks, name.places


def _put(position: int, key: int, blocks: dict[int, int | list[int]]) -> None:
    """Put a position into a block; one that is alone stays a number."""
    there = blocks.setdefault(key, position)
    if isinstance(there, list):
        there.append(position)
    elif there != position:
        blocks[key] = [there, position]


def _rarest(name: CompanyName, counts: Counter[str]) -> list[str]:
    return sorted(name.words, key=lambda word: (counts[word], word))[:3]


_KINDS: tuple[Callable[[CompanyName, Counter[str]], Iterable[str]], ...] = (
    lambda name, _: (name.in_order,),
    lambda name, _: (plain_letters(name.squashed)[:_START],),
    lambda name, _: (plain_letters(name.squashed)[:_LONG_START],),
    lambda name, _: (plain_letters(name.squashed)[-_END:],),
    lambda name, _: (name.in_order.replace(" ", "")[:_LONG_START],),
    _rarest,
    lambda name, counts: (plain_letters(word)[:_START] for word in _rarest(name, counts)),
)
"""What names of one block share: all words; how the whole begins and ends; how the sorted words begin; a rare word, and
how one begins."""


def _candidates(names: Sequence[CompanyName], block: Sequence[int]) -> Iterator[tuple[int, int]]:
    whole = tuple(names[position].squashed for position in block)
    ordered = tuple(names[position].in_order for position in block)
    common = tuple(" ".join(names[position].words) for position in block)
    for texts in dict.fromkeys((whole, ordered, common)):
        for start in range(0, len(block), _ROWS):
            yield from _near(texts, block, start)


def _near(texts: Sequence[str], block: Sequence[int], start: int) -> Iterable[tuple[int, int]]:
    import numpy as np
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import cdist

    scores: NDArray[Any] = cdist(
        texts[start : start + _ROWS], texts, scorer=ratio, score_cutoff=_FIRST_LOOK, dtype=np.uint8, workers=1
    )
    rows, columns = np.nonzero(scores)
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        one, other = block[row + start], block[column]
        if one < other:
            yield one, other
