"""Which columns and outcomes say something of a client's worth, told by their names."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

__all__ = ["ComponentKind", "Side", "component_kinds", "folded_all", "folded_words", "holds_word", "kind_of_label"]


class Side(StrEnum):
    """Who gains."""

    US = "us"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class ComponentKind:
    """One kind of thing that may be known of a client.

    Attributes:
        name: Its name.
        side: Who gains by it; `None` where it is told beside mutual value and is no part of it.
        better: +1 where more is better, -1 where less is.
        words: What its names contain: beginnings of words, folded.
        without: What they do not contain.
    """

    name: str
    side: Side | None
    better: int
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def fits(self, folded: str) -> bool:
        """Whether a folded name speaks of it."""
        return any(holds_word(folded, word) for word in self.words) and not any(
            holds_word(folded, w) for w in self.without
        )


def holds_word(folded: str, word: str) -> bool:
    """Whether a folded name holds a folded word; short ones whole, so that an arrival is no recurring revenue."""
    return f" {word} " in folded if len(word) <= _SHORT else f" {word}" in folded


_SHORT = 4
_LIFETIME = (
    "lifetime",
    "tenure",
    "months as client",
    "months as a client",
    "anciennete",
    "duree de vie",
    "kundendauer",
)
_BUILT_IN = (
    ComponentKind("price", Side.US, 1),
    ComponentKind("cycle", Side.US, -1),
    ComponentKind("lifetime", Side.US, 1, _LIFETIME, ("value", "revenue", "ltv")),
)
"""Told from the deals themselves: amount, days to signature, months as a client (also where a column says them)."""


@cache
def component_kinds() -> tuple[ComponentKind, ...]:
    """All kinds, those told from the deals themselves first."""
    text = (files("whofor.lexicon") / "components.toml").read_text(encoding="utf-8")
    named = [
        ComponentKind(
            name=entry["name"],
            side=Side(entry["side"]) if "side" in entry else None,
            better=entry["better"],
            words=folded_all(entry["words"]),
            without=folded_all(entry.get("not", ())),
        )
        for entry in tomllib.loads(text)["component"]
    ]
    return (*_BUILT_IN, *named)


def folded_words(label: str) -> str:
    """A name as lower-case words without accents and plural s, a space before and after each."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", label)
    bare = "".join(c for c in unicodedata.normalize("NFKD", spaced) if not unicodedata.combining(c))
    whole = bare.casefold().replace("œ", "oe").replace("æ", "ae")
    words = (w[:-1] if len(w) >= _SHORT and w[-1] == "s" else w for w in re.findall(r"[a-z0-9]+", whole))
    return f" {' '.join(words)} "


def folded_all(words: Iterable[str]) -> tuple[str, ...]:
    """Words as they stand in a folded name, each once."""
    return tuple(dict.fromkeys(folded_words(word).strip() for word in words))


def kind_of_label(label: str) -> ComponentKind | None:
    """The kind that a column's or an outcome's name speaks of; `None` where it speaks of none.

    Example:
        >>> kind_of_label("Support_Tickets").name, kind_of_label("Heures gagnées par mois").side.value
        ('support_load', 'client')
        >>> kind_of_label("Company name") is None
        True
    """
    folded = folded_words(label)
    return next((kind for kind in component_kinds() if kind.fits(folded)), None)
