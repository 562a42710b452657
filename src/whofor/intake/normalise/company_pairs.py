"""Finds the pairs of similar names among very many without comparing each with each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
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
                score = name_similarity(names[pair[0]], names[pair[1]], real)
                if score >= at_least:
                    found[pair] = score
    return found


def _blocks(names: Sequence[CompanyName], counts: Counter[str]) -> Iterator[tuple[int, ...]]:
    """Yield positions of names to compare, in small blocks only."""
    blocks: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for position, name in enumerate(names):
        if name.known:
            # Names with other numbers or places are never alike.
            apart = (name.marks, tuple(sorted(name.places)))
            for key in dict.fromkeys(_keys(name, counts)):
                blocks[(*apart, *key)].append(position)
    # Most small blocks are found by several keys.
    small = dict.fromkeys(tuple(block) for block in blocks.values() if 1 < len(block) <= _LARGEST_BLOCK)
    yield from small


def _keys(name: CompanyName, counts: Counter[str]) -> Iterator[tuple[str, str]]:
    whole = plain_letters(name.squashed)
    yield "all", name.in_order
    yield "start", whole[:_START]
    yield "long start", whole[:_LONG_START]
    yield "end", whole[-_END:]
    yield "sorted", name.in_order.replace(" ", "")[:_LONG_START]
    rarest = sorted(name.words, key=lambda word: (counts[word], word))[:3]
    for word in rarest:
        yield "word", word
        yield "word start", plain_letters(word)[:_START]


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
