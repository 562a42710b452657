"""How the profile stands, as a small JSON file that the page of a run is drawn with."""

from __future__ import annotations

import json

from whofor.documents.values import parsed_document, plain, read_value
from whofor.errors import Problem
from whofor.model.profile_answer import ProfileStanding

__all__ = ["read_standing", "standing_bytes"]

_FORMAT = 1


def standing_bytes(standing: ProfileStanding) -> bytes:
    """Return the content of the file."""
    document = {"format": _FORMAT, **plain(standing)}
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def read_standing(content: bytes) -> ProfileStanding | None:
    """Return what a file holds; `None` where it cannot be read, as the next `whofor profile` writes it anew."""
    faults: list[Problem] = []
    values = parsed_document(content, _FORMAT, faults)
    found = None if values is None else read_value(ProfileStanding, values, faults)
    return None if faults else found
