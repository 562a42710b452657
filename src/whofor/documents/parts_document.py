"""What searches of the parts of the deals say together, as one JSON document, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from whofor.documents.conditions import conditions_document
from whofor.documents.values import Document, parsed_document, plain, read_value
from whofor.errors import Problem, WorkspaceError
from whofor.model import Segment
from whofor.model.parts import PartedAnswer, PartFigure

__all__ = ["PARTS_FILE", "parts_bytes", "parts_document", "read_parts"]

PARTS_FILE = "parts.json"
"""Name of the file beside the `result.json` of each part: the parts, their runs, and what they share."""

_FORMAT = 1


def parts_document(answer: PartedAnswer, results: Sequence[Document] | None = None) -> Document:
    """Return the parts with what they share as a JSON-ready document.

    Args:
        answer: The parts, their runs, and the types of client that they share.
        results: The document of each part's result, in the order of the runs; left out where `None`.
    """
    parts = answer.parts
    runs = [plain(run) for run in answer.runs]
    if results is not None:
        runs = [{**run, "result": result} for run, result in zip(runs, results, strict=True)]
    return {
        "format": _FORMAT,
        "per": parts.parameter,
        "label": parts.label,
        "least": parts.least,
        "parts": runs,
        "shared": [
            {"direction": one.direction, "figures": [_with_conditions(figure) for figure in one.figures]}
            for one in answer.shared
        ],
        "too_few": [plain(part) for part in parts.too_few],
        "n_unknown": parts.n_unknown,
    }


def _with_conditions(figure: PartFigure) -> Document:
    values = plain(replace(figure, segment=Segment(())))
    del values["segment"]
    return {**values, "conditions": conditions_document(figure.segment.conditions)}


def parts_bytes(answer: PartedAnswer) -> bytes:
    """Return the content of the file."""
    return (json.dumps(parts_document(answer), ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def read_parts(content: bytes) -> PartedAnswer:
    """Return what a file of `parts_bytes` holds.

    Raises:
        WorkspaceError: It is damaged or of another format.
    """
    faults: list[Problem] = []
    document = parsed_document(content, _FORMAT, faults)
    found = None if document is None else read_value(PartedAnswer, _nested(document), faults)
    if found is None or faults or not found.runs:
        head = Problem("What the parts of the deals share cannot be read", PARTS_FILE, todo="Run `whofor run` again.")
        raise WorkspaceError([head, *faults])
    return found


def _nested(document: Mapping[str, Any]) -> Document:
    """Return the values under the names of `PartedAnswer`; anything but a list as it is, to be refused later."""
    runs = document.get("parts")
    searched = [_only(run, ("value", "n")) for run in cast("list[object]", runs)] if isinstance(runs, list) else runs
    parts = {
        "parameter": document.get("per"),
        "searched": searched,
        **{name: document.get(name) for name in ("label", "too_few", "n_unknown", "least")},
    }
    shared = document.get("shared")
    if isinstance(shared, list):
        shared = [_shared(one) for one in cast("list[object]", shared)]
    return {"parts": parts, "runs": runs, "shared": shared}


def _only(values: object, names: Sequence[str]) -> object:
    if not isinstance(values, Mapping):
        return values
    return {name: cast("Mapping[str, Any]", values).get(name) for name in names}


def _shared(one: object) -> object:
    if not isinstance(one, Mapping):
        return one
    values = cast("Mapping[str, Any]", one)
    figures = values.get("figures")
    if not isinstance(figures, list):
        return values
    items = cast("list[object]", figures)
    nested = [{**cast("Mapping[str, Any]", f), "segment": f} if isinstance(f, Mapping) else f for f in items]
    return {**values, "figures": nested}
