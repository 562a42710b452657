"""Whether two findings, of two runs or of two parts of the deals, are of one type of client."""

from __future__ import annotations

from whofor.arrays import BoolArray
from whofor.model import Segment
from whofor.schema.rows import Rows
from whofor.segments.conditions import segment_mask

__all__ = ["inside_of", "is_one_type"]

_ALIKE = 0.8
"""Share of the deals of either of two types that are of both, from which they are one type whose limits moved a little,
as limits of ranges follow the data. A convention of this project."""


def inside_of(segment: Segment, rows: Rows) -> BoolArray | None:
    """Return which rows are of a type of client; `None` where one of its facts is not among theirs."""
    known = {a.parameter.name for a in rows.attributes}
    if not {c.parameter for c in segment.conditions} <= known:
        return None
    return segment_mask(segment, rows.attributes, rows.opened)


def is_one_type(a: Segment, b: Segment, rows: Rows | None) -> bool:
    """Return whether two types of client are one: the same conditions, or the same facts and nearly the same rows.

    Args:
        a: One of them.
        b: The other.
        rows: The rows in which they are compared; `None` where there are none: then their conditions decide.
    """
    if set(a.conditions) == set(b.conditions):
        return True
    if {c.parameter for c in a.conditions} != {c.parameter for c in b.conditions} or rows is None:
        return False
    one, other = inside_of(a, rows), inside_of(b, rows)
    if one is None or other is None or not (one | other).any():
        return False
    return int((one & other).sum()) >= _ALIKE * int((one | other).sum())
