"""The record of a search as a file of its own, and corrected p-values from it."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np

from whofor.cube import p_among
from whofor.documents.values import parsed_document, read_value
from whofor.errors import Problem, WorkspaceError
from whofor.model import SearchRecord
from whofor.model.search_record import LEVEL

__all__ = ["SEARCH_FILE", "corrected_p", "p_within_depth", "read_search", "search_bytes"]

SEARCH_FILE = "search.json"
"""Name of the file beside `result.json`."""

_FORMAT = 1


def search_bytes(record: SearchRecord) -> bytes:
    """Return the content of the file; scores unrounded, since ties count."""
    return (json.dumps({"format": _FORMAT, **asdict(record)}, allow_nan=False) + "\n").encode()


def read_search(content: bytes) -> SearchRecord:
    """Return the record of a file that `search_bytes` wrote.

    Raises:
        WorkspaceError: It is damaged or of another format.
    """
    faults: list[Problem] = []
    document = parsed_document(content, _FORMAT, faults)
    record = None if faults else read_value(SearchRecord, document, faults)
    if record is not None and len(record.alpha_by_depth) != len(record.maxima):
        faults.append(Problem("There should be maxima for each depth", "maxima"))
    if record is None or faults:
        head = Problem("The record of the search cannot be read", SEARCH_FILE, todo="Run `whofor run` again.")
        raise WorkspaceError([head, *faults])
    return record


def p_within_depth(record: SearchRecord, score: float, depth: int) -> float:
    """Return the p-value of a score, corrected over all combinations of so many conditions.

    Args:
        record: The shuffles of the search.
        score: Standardised statistic within strata, on the deals that the search saw.
        depth: Number of conditions, from 1 to the depth of the search.

    Raises:
        ValueError: The search did not look so deep.
    """
    if not 1 <= depth <= len(record.maxima):
        raise ValueError(f"the search looked at 1 to {len(record.maxima)} conditions, not {depth}")
    return float(p_among(np.array([score]), np.array(record.maxima[depth - 1]))[0])


def corrected_p(record: SearchRecord, score: float, depth: int) -> float:
    """Return the p-value of a score corrected over the whole search, as a finding's `p_adjusted`."""
    p = p_within_depth(record, score, depth)
    return min(1.0, p * LEVEL / record.alpha_by_depth[depth - 1])
