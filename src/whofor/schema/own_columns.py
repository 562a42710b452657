"""Columns that an export has beyond the canonical ones, and that may be told of persons and conversations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from whofor.arrays import Column, Columns
from whofor.lexicon.talk_topics import talk_topic
from whofor.model.parameters import SOFT_PREFIX, Kind, Parameter, Role
from whofor.schema.columns import TableName

__all__ = ["OwnColumn", "of_contacts", "of_conversations", "read_columns"]

_NEVER_TOLD = frozenset({Role.LEAK, Role.IDENTITY, Role.TIME})


@dataclass(frozen=True, eq=False, slots=True)
class OwnColumn:
    """A column of contacts or of conversations that the export has beyond the usual ones.

    Attributes:
        label: Its name, as the export writes it.
        kind: How its values are read.
        values: What it says of each person or conversation.
        name: Its name in the table.
    """

    label: str
    kind: Kind
    values: Column
    name: str = ""


def of_contacts(parameters: Iterable[Parameter]) -> list[Parameter]:
    """Return the columns of contacts that the export has beyond the usual ones, and that may be told of."""
    return [p for p in parameters if p.table == TableName.CONTACTS and _is_own(p)]


def of_conversations(parameters: Iterable[Parameter]) -> list[Parameter]:
    """Return the columns of conversations that hold a soft fact, or what a person asked about or objected to."""
    return [p for p in parameters if p.table == TableName.INTERACTIONS and (_is_soft(p) or _is_topic(p))]


def read_columns(parameters: Iterable[Parameter], table: Columns) -> tuple[OwnColumn, ...]:
    """Return these columns of a table, those that it has."""
    return tuple(OwnColumn(p.label, p.kind, table[p.name], p.name) for p in parameters if p.name in table)


def _is_own(p: Parameter) -> bool:
    return p.is_extra and p.role not in _NEVER_TOLD and p.kind not in (Kind.TEXT, Kind.DATE)


def _is_soft(p: Parameter) -> bool:
    return p.name.startswith(SOFT_PREFIX)


def _is_topic(p: Parameter) -> bool:
    return _is_own(p) and p.kind in (Kind.CATEGORY, Kind.MULTI) and bool(talk_topic(p.label))
