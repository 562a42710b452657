"""Merges spellings of one and the same value."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from whofor.intake.normalise.rule_tables import rules
from whofor.text import fold, tidy

__all__ = ["merge_variants"]

# Above this many distinct spellings a column holds names or free text: typos are left alone.
MOST_SPELLINGS = 5_000
_LONGEST_VALUE = 80
_SHORTEST_TYPO = 6
_LONG_KEY = 9
_SHORTEST_TWO_TYPOS = 14
_TOKEN = re.compile(r"[^\W_]+")
# Signs that change the meaning: C / C++ / C#, A / A+, < 10 / > 10.
_DROPPED = re.compile(r"[^\w+#%<>=≤≥$€£@*~]+|_+")
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[\W_]+(?=[0-9])")
_ADDRESS = re.compile(r"@|://|^www\.|^\S+\.[a-z]{2,}(?:/|$)|/.*/")
# Marks the key of an address: two addresses are one only if they differ in nothing but case.
_VERBATIM = "\x00"
_ROMAN = re.compile(r"(?=[ivx])(?:x{0,3})(?:ix|iv|v?i{0,3})")
_CODE = re.compile(r"[a-z0-9]*(?:[a-z]+[0-9]+|[0-9]+[a-z]+)[a-z0-9]*")


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One group of values that differ only in case, accents, spaces and punctuation."""

    key: str
    words: tuple[str, ...]
    name: str
    count: int


def merge_variants(values: Mapping[str, int]) -> dict[str, str]:
    """Return value -> the spelling that represents it: the most frequent one, with plain spaces.

    Values that differ only in case, accents, spaces or punctuation are one (`GTXPro`, `GTX Pro`). A typo is
    merged into a clearly more frequent spelling one letter away (two in long values) when the first letter
    agrees. Kept apart, whatever their distance: numbers, dates, codes and addresses, values that differ in a
    digit, a Roman numeral, a lone letter or a word that other values use, and known pairs of words such as
    contract and contact. Every typo is compared with the representative itself, so that chains cannot drift.

    Args:
        values: Distinct value -> number of cells with it.

    >>> merge_variants({"Technology": 9, "technolgy": 1, "Series A": 4, "Series B": 1})
    {'Technology': 'Technology', 'technolgy': 'Technology', 'Series A': 'Series A', 'Series B': 'Series B'}
    """
    merged = {value: tidy(value) if len(value) <= _LONGEST_VALUE else value for value in values}
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for value in values:
        if not _is_never_merged(value):
            groups[_key(value)].append(value)
    spellings = [_spelling(key, members, values) for key, members in groups.items() if key]
    instead = _typos(spellings)
    for spelling in spellings:
        name = instead.get(spelling.key, spelling.name)
        merged |= dict.fromkeys(groups[spelling.key], name)
    return merged


def _is_never_merged(value: str) -> bool:
    """Return whether a value is a number, a code or a long text, which are never merged."""
    if len(value) > _LONGEST_VALUE:
        return True
    folded = fold(value)
    if not any(letter.isalpha() for letter in folded):
        return True
    longest = max(_TOKEN.findall(folded), key=len, default="")
    return len(longest) >= 6 and _CODE.fullmatch(longest) is not None and _looks_random(value, longest)


def _looks_random(value: str, token: str) -> bool:
    """Return whether a value is a code such as `1C1I7A6R` or `A-2e4581`, not a name with a number, `Office365`."""
    changes = sum(one.isdigit() != other.isdigit() for one, other in pairwise(token))
    return " " not in value.strip() and (changes >= 2 or sum(letter.isdigit() for letter in token) >= 4)


def _key(value: str) -> str:
    """Return what is left of a value without case, accents, spaces and punctuation."""
    if _ADDRESS.search(tidy(value)):
        return _VERBATIM + fold(value)
    folded = _BETWEEN_DIGITS.sub("¦", fold(value).replace("&", " and "))
    return "¦".join(_DROPPED.sub("", part) for part in folded.split("¦"))


def _spelling(key: str, members: Sequence[str], values: Mapping[str, int]) -> _Spelling:
    counts: Counter[str] = Counter()
    for member in members:
        counts[tidy(member)] += values[member]
    name = min(counts, key=lambda text: (-counts[text], text))
    words = max((tuple(_TOKEN.findall(fold(member))) for member in members), key=lambda found: (len(found), found))
    return _Spelling(key, words, name, sum(counts.values()))


def _typos(spellings: Sequence[_Spelling]) -> dict[str, str]:
    """Return key of a typo -> name of the spelling it is merged into."""
    if not 1 < len(spellings) <= MOST_SPELLINGS:
        return {}
    ordered = sorted(spellings, key=lambda spelling: (-spelling.count, spelling.key))
    users = Counter(word for spelling in spellings for word in set(spelling.words))
    near: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for better, worse, distance in _near_pairs(ordered):
        if _is_typo(ordered[worse], ordered[better], distance, users):
            near[worse].append((distance, better))
    found: dict[str, str] = {}
    for worse in sorted(near):
        candidates = sorted(pair for pair in near[worse] if ordered[pair[1]].key not in found)
        if not candidates or (len(candidates) > 1 and candidates[0][0] == candidates[1][0]):
            continue
        found[ordered[worse].key] = ordered[candidates[0][1]].name
    return found


def _near_pairs(ordered: Sequence[_Spelling]) -> Iterator[tuple[int, int, int]]:
    """Yield (index of the more frequent, of the rarer, distance) of keys at most two errors apart."""
    import numpy as np
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for index, spelling in enumerate(ordered):
        if len(spelling.key) >= _SHORTEST_TYPO and not spelling.key.startswith(_VERBATIM):
            blocks[spelling.key[0]].append(index)
    for block in blocks.values():
        keys = [ordered[index].key for index in block]
        distances = cdist(keys, keys, scorer=OSA.distance, score_cutoff=2, dtype=np.uint8, workers=1)
        rows, columns = np.nonzero(np.triu(distances <= 2, k=1))
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            yield block[row], block[column], int(distances[row, column])


def _is_typo(rare: _Spelling, frequent: _Spelling, distance: int, users: Mapping[str, int]) -> bool:
    length = min(len(rare.key), len(frequent.key))
    substituted = _is_substitution(rare.key, frequent.key)
    if length < _SHORTEST_TWO_TYPOS and (distance == 2 or (substituted and length < _LONG_KEY)):
        return False
    is_plain_slip = distance == 1 and length >= _LONG_KEY and not substituted
    if rare.count * (3 if is_plain_slip else 10) > frequent.count:
        return False
    if _marks(rare.words) != _marks(frequent.words) or not _begin_alike(rare.words, frequent.words, distance):
        return False
    changed = set(rare.words) ^ set(frequent.words)
    if any(users[word] > 1 for word in changed if len(word) >= 4 and word in rare.words):
        return False
    return frozenset(changed) not in _distinct_pairs()


def _is_substitution(one: str, other: str) -> bool:
    """Return whether a letter is another one (Stanford, Stamford), not left out, doubled or swapped with the next."""
    return len(one) == len(other) and sorted(one) != sorted(other)


def _begin_alike(one: Sequence[str], other: Sequence[str], distance: int) -> bool:
    """Return whether differing words share their first letter; typos seldom change it, prefixes (un-, in-) do."""
    if len(one) != len(other):
        return distance == 1
    return all(word[0] == twin[0] for word, twin in zip(one, other, strict=True) if word != twin)


def _marks(words: Sequence[str]) -> list[str]:
    """Return the words that distinguish members of a series: digits, Roman numerals, one or two letters."""
    return [
        word for word in words if len(word) <= 2 or any(letter.isdigit() for letter in word) or _ROMAN.fullmatch(word)
    ]


@cache
def _distinct_pairs() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(map(fold, pair)) for pair in rules("variants")["distinct"])
