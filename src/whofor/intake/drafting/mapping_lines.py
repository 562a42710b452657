"""Lines of a draft: key and value, the reason, how sure it is, and what else it may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from whofor.intake.drafting.joins import Reference

__all__ = ["JoinDraft", "Line", "LinkDraft", "TableDraft", "Value", "share_of"]

Value: TypeAlias = "str | tuple[str, ...] | Mapping[str, Value]"
"""Right-hand side of a line: a text, texts, or a table."""


@dataclass(frozen=True, slots=True)
class Line:
    """One `key = value`.

    Attributes:
        key: Key, as text.
        value: Value: a text, texts, or a table of texts.
        why: The reason.
        sure: `sure`, `likely`, `unsure`, or empty where nothing was guessed.
        others: Further values, for commented lines.
    """

    key: str
    value: Value
    why: str = ""
    sure: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JoinDraft:
    """One [[table.join]]."""

    alias: str
    on: str
    key: str
    why: str


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """One [[table.link]]."""

    to: str
    by: str
    column: str
    why: str


@dataclass
class TableDraft:
    """One canonical table.

    Attributes:
        table: Its name.
        alias: Short name of its file.
        file: Name of its file.
        rows: Rows of its file.
        key: Line of the key.
        head: Further lines at its head: currency.
        columns: Canonical columns.
        extras: Further columns with their roles.
        joins: Joined files.
        links: References by something other than the key.
        outcome: Lines of [deals.outcome].
        notes: Comments at its head.
        outcome_notes: Comments at the head of the outcome.
        left_out: Columns not taken, with the reason.
        files: Names of all files it reads.
    """

    table: str
    alias: str
    file: str
    rows: int
    key: Line | None = None
    head: list[Line] = field(default_factory=list[Line])
    columns: list[Line] = field(default_factory=list[Line])
    extras: list[Line] = field(default_factory=list[Line])
    joins: list[JoinDraft] = field(default_factory=list[JoinDraft])
    links: list[LinkDraft] = field(default_factory=list[LinkDraft])
    outcome: list[Line] = field(default_factory=list[Line])
    notes: list[str] = field(default_factory=list[str])
    outcome_notes: list[str] = field(default_factory=list[str])
    left_out: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    files: list[str] = field(default_factory=list[str])


def share_of(one: Reference) -> str:
    """Return the overlap as text: `98 % of the values of deals.csv: account are found in accounts.csv: Id`."""
    pair = one.pair
    percent = 100 * one.overlap.share
    text = f"{percent:.0f}" if percent == 100 or percent < 99.5 else "99.9"
    return f"{text} % of the values of {pair.file}: {pair.header} are found in {pair.to}: {pair.key}"
