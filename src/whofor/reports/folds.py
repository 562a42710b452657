"""Folds of a card: what is read by a click only."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["AccountsFold", "Fold"]


@dataclass(frozen=True, slots=True)
class AccountsFold:
    """The first accounts of a type of client, which open on demand: `rows`, a name and a text each; `counts` of all."""

    title: str
    counts: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    note: str


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows under a title that is clicked on: each a name, or none, and a text; a note below."""

    title: str
    rows: tuple[tuple[str, str], ...]
    note: str
