"""Picklists that rate a client: "Standard" or "Custom", "Active" or "Rarely", reported as a share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from whofor.lexicon.outcome_kinds import kind_of_label
from whofor.lexicon.words import word_list
from whofor.text import name_words

__all__ = ["Levels", "level_sign", "levels_of"]

_MOST_LEVELS = 12


@dataclass(frozen=True, slots=True)
class Levels:
    """The level of a picklist whose share is reported.

    Attributes:
        counted: Values that count, as written, in order; all others that are known do not.
        better: +1 where a large share of them is good, -1 where it is not.
    """

    counted: tuple[str, ...]
    better: int


def level_sign(value: str, more_is: int) -> int:
    """Return +1 for a level that is good in a client, -1 for one that is bad, 0 where its words do not show which.

    Args:
        value: The level.
        more_is: +1 where much of what it is a level of is good, -1 where it is bad, 0 where that is not known.

    Example:
        >>> level_sign("Good", 0), level_sign("not good", 0), level_sign("High", 0), level_sign("High", -1)
        (1, -1, 0, -1)
    """
    first, _, rest = " ".join(name_words(value)).partition(" ")
    turned = bool(rest) and word_list("levels", "negations").holds(first)
    words = rest if turned else value
    for up, down, way in (("good", "bad", 1), ("more", "less", more_is)):
        found = word_list("levels", up).longest(words) - word_list("levels", down).longest(words)
        if found:
            return way if (found > 0) is not turned else -way
    return -more_is if turned else 0


def levels_of(label: str, values: Iterable[str]) -> Levels | None:
    """Return the level of a picklist whose share to report; `None` where its name or its levels do not rate a client.

    Args:
        label: The column's name; it must refer to an outcome of clients.
        values: Its different values.

    Example:
        >>> levels_of("Implementation", ["Custom", "Standard"])
        Levels(counted=('Standard',), better=1)
        >>> levels_of("Relation client", ["Risque de churn", "Normale", "Autre"])
        Levels(counted=('Risque de churn',), better=-1)
        >>> levels_of("Plan", ["Standard", "Custom"]) is None
        True
    """
    kind = kind_of_label(label)
    distinct = sorted(set(values))
    if kind is None or not 2 <= len(distinct) <= _MOST_LEVELS:
        return None
    signs = {value: level_sign(value, kind.better) for value in distinct}
    good, bad = (tuple(value for value, sign in signs.items() if sign == way) for way in (1, -1))
    if not good and len(bad) == 1 and len(distinct) == 2:
        good = tuple(value for value in distinct if value not in bad)
    counted, better = (good, 1) if good else (bad, -1)
    return Levels(counted, better) if counted and len(counted) < len(distinct) else None
