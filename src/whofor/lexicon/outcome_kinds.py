"""Kinds of columns and outcomes that measure a client's worth, recognised by their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from whofor.lexicon.words import WordList, read_table, words_in

__all__ = ["ComponentKind", "Side", "component_kinds", "kind_of_label"]


class Side(StrEnum):
    """The side that gains: we or the client."""

    US = "us"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class ComponentKind:
    """One kind of fact about a client's worth.

    Attributes:
        name: Its name.
        side: Who gains by it; `None` where it is reported beside mutual value and is no part of it.
        better: +1 where more is better, -1 where less is.
        words: What its names contain.
        without: What they do not contain.
    """

    name: str
    side: Side | None
    better: int
    words: WordList
    without: WordList

    def fits(self, label: str) -> bool:
        """Return whether a name refers to it."""
        return self.words.holds(label) and not self.without.holds(label)


def _kind(entry: Mapping[str, Any]) -> ComponentKind:
    return ComponentKind(
        name=entry["name"],
        side=Side(entry["side"]) if "side" in entry else None,
        better=entry["better"],
        words=WordList(words_in(entry.get("words", {}))),
        without=WordList(words_in(entry.get("not", {}))),
    )


@cache
def component_kinds() -> tuple[ComponentKind, ...]:
    """Return all kinds, those that come from the deals themselves first."""
    return tuple(map(_kind, read_table("whofor.lexicon", "components.toml")["component"]))


@lru_cache(maxsize=65_536)
def kind_of_label(label: str) -> ComponentKind | None:
    """Return the kind that a column's or an outcome's name refers to; `None` where it refers to none.

    Example:
        >>> kind_of_label("Support_Tickets").name, kind_of_label("Heures gagnées par mois").side.value
        ('support_load', 'client')
        >>> kind_of_label("Company name") is None
        True
    """
    return next((kind for kind in component_kinds() if kind.fits(label)), None)
