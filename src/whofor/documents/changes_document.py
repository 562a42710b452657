"""What changed between two runs as one JSON document, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from whofor.documents.conditions import conditions_document
from whofor.documents.values import Document, parsed_document, plain, read_value
from whofor.errors import Problem, WorkspaceError
from whofor.model import Segment
from whofor.model.changes import Changes, FigureChange, TypeChange

__all__ = ["CHANGES_FILE", "changes_bytes", "changes_document", "read_changes"]

CHANGES_FILE = "changes.json"
"""Name of the file beside `result.json`: what changed since the run before it in this workspace."""

_FORMAT = 1


def changes_document(changes: Changes) -> Document:
    """Return what changed as a JSON-ready document."""
    values = plain(replace(changes, types=(), figures=()))
    values["types"] = [_with_conditions(one) for one in changes.types]
    values["figures"] = [_with_conditions(one) for one in changes.figures]
    return {"format": _FORMAT, "changed": bool(changes.moved), **values}


def _with_conditions(one: TypeChange | FigureChange) -> Document:
    values = plain(replace(one, segment=Segment(())))
    del values["segment"]
    return {"conditions": conditions_document(one.segment.conditions), **values}


def changes_bytes(changes: Changes) -> bytes:
    """Return the content of the file."""
    return (json.dumps(changes_document(changes), ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def read_changes(content: bytes) -> Changes:
    """Return what a file of `changes_bytes` holds.

    Raises:
        WorkspaceError: It is damaged or of another format.
    """
    faults: list[Problem] = []
    values, found = parsed_document(content, _FORMAT, faults), None
    if values is not None:
        nested = {name: _nested(values.get(name)) for name in ("types", "figures")}
        found = read_value(Changes, values | nested, faults)
    if found is None or faults:
        head = Problem("What changed since the run before cannot be read", CHANGES_FILE, todo="Run `whofor run` again.")
        raise WorkspaceError([head, *faults])
    return found


def _nested(items: object) -> object:
    """Return the items with their conditions as those of a segment; anything but a list as it is, to be refused."""
    if not isinstance(items, list):
        return items
    return [
        {**cast("Mapping[str, Any]", item), "segment": item} if isinstance(item, Mapping) else item
        for item in cast("list[object]", items)
    ]
