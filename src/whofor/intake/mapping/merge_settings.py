"""Settings of the user for merging accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from whofor.errors import Problem

__all__ = ["AccountMerging", "check_pairs"]

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class AccountMerging:
    """Settings for merging accounts that are one company.

    Attributes:
        how: `auto`: by web domain, registration number and name; `domain`: by the first two only; `never`.
        apart: Pairs of keys never to merge.
        same: Pairs of keys to merge whatever the rules say.
    """

    how: str = "auto"
    apart: tuple[Pair, ...] = ()
    same: tuple[Pair, ...] = ()


def check_pairs(merging: AccountMerging, place: str) -> list[Problem]:
    """Return the contradictions: pairs of one key, and pairs kept apart that are the same, directly or through others.

    >>> steered = AccountMerging(same=(("1", "2"), ("2", "3")), apart=(("1", "3"),))
    >>> [problem.value for problem in check_pairs(steered, "mapping.toml")]
    ['1, 3']
    """
    problems = [
        Problem("A pair needs two different keys", place, ", ".join(pair), "Mend the pair or take it out.")
        for pair in (*merging.same, *merging.apart)
        if pair[0] == pair[1]
    ]
    groups = _groups(merging.same)
    problems += [
        Problem("These accounts are said to be apart and the same", place, ", ".join(pair), "Keep one of the two.")
        for pair in merging.apart
        if pair[0] != pair[1] and any(pair[0] in group and pair[1] in group for group in groups)
    ]
    return problems


def _groups(same: Sequence[Pair]) -> list[set[str]]:
    """Return the groups of keys that are one through any number of pairs."""
    groups: list[set[str]] = []
    for pair in same:
        touched = [group for group in groups if not group.isdisjoint(pair)]
        groups = [group for group in groups if group.isdisjoint(pair)]
        groups.append(set(pair).union(*touched))
    return groups
