"""A look at a profile as one JSON document, and back."""

from __future__ import annotations

import json

from whofor.documents.values import Document, parsed_document, plain, read_value
from whofor.errors import Problem, WorkspaceError
from whofor.model.watch import WatchReport

__all__ = ["read_watch", "watch_bytes", "watch_document"]

_FORMAT = 1


def watch_document(report: WatchReport) -> Document:
    """Return a look as a JSON-ready document."""
    return {"format": _FORMAT, "needs_person": report.needs_person, **plain(report)}


def watch_bytes(report: WatchReport) -> bytes:
    """Return the content of the file that keeps a look."""
    return (json.dumps(watch_document(report), ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def read_watch(content: bytes, place: str) -> WatchReport:
    """Return the look that a file holds.

    Args:
        content: The file.
        place: Its path, for messages.

    Raises:
        WorkspaceError: It is damaged or of another format.
    """
    faults: list[Problem] = []
    values = parsed_document(content, _FORMAT, faults)
    found = None if values is None else read_value(WatchReport, values, faults)
    if found is None or faults:
        todo = "Delete it: what the look spent is then forgotten."
        raise WorkspaceError([Problem("A look at the profile cannot be read", place, todo=todo), *faults])
    return found
