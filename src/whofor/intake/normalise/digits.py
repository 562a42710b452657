"""Runs of digits: which sign is the decimal mark, and which groups the thousands."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from whofor.text import tidy

__all__ = ["BODY", "LONGEST_NUMBER", "finite", "infer_decimal_mark", "read_digits"]

LONGEST_NUMBER = 60
BODY = re.compile(r"[0-9][0-9 .,']*|[.,][0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([ .,'])[0-9]{3})(?:\1[0-9]{3})*")
_INDIAN = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}")
_GROUP_SIGNS = str.maketrans("", "", " .,'")


def _without_groups(whole: str) -> str | None:
    """Return the digits of a whole number whose thousands may be grouped, or None where the groups are wrong."""
    if whole.isdigit():
        return whole
    if _GROUPED.fullmatch(whole) or _INDIAN.fullmatch(whole):
        return whole.translate(_GROUP_SIGNS)
    return None


def _mark_of(body: str) -> tuple[str, bool]:
    """Return the decimal mark that the written form itself shows, and whether the form leaves it open.

    ("", False) where every separator groups thousands; ("." or ",", True) where the one separator may be either.
    """
    marks = [sign for sign in body if sign in ".,"]
    if not marks:
        return "", False
    if len(set(marks)) == 2:
        return marks[-1], False
    if len(marks) > 1:
        return "", False
    head, _, tail = body.partition(marks[0])
    grouped_before = " " in head or "'" in head
    if len(tail) != 3 or grouped_before or not head or len(head) > 3 or head[0] == "0":
        return marks[0], False
    return marks[0], True


def read_digits(body: str, decimal: str | None = None, *, open_dot_is_group: bool = True) -> str | None:
    """Return a run of digits, groups and decimals as `float` understands it, or None where it is no number.

    Args:
        body: Digits with separators, `1.234,5`.
        decimal: Decimal mark of the column, `.` or `,`; decides where the form leaves it open (`1.234`).
        open_dot_is_group: Whether the dot of `1.234` groups where `decimal` does not say; an open comma always groups.

    >>> read_digits("1.234,50"), read_digits("1.234"), read_digits("1.234", "."), read_digits("1.2.3")
    ('1234.50', '1234', '1.234', None)
    """
    body = body.rstrip(" '")
    mark, is_open = _mark_of(body)
    if is_open:
        groups = mark != decimal if decimal in {".", ","} else mark == "," or open_dot_is_group
        mark = "" if groups else mark
    if not mark:
        return _without_groups(body)
    head, _, tail = body.rpartition(mark)
    whole = _without_groups(head) if head else "0"
    if whole is None or mark in head or (tail and not tail.isdigit()):
        return None
    return f"{whole}.{tail or '0'}"


def finite(digits: str, power: int = 0) -> float | None:
    """Return digits times ten to the power, correctly rounded; None beyond what a float holds."""
    value = float(f"{digits}e{power}")
    return value if math.isfinite(value) else None


def infer_decimal_mark(values: Mapping[str, int]) -> str:
    """Return the decimal mark of a column, `.` or `,`.

    Proof is a value that cannot be read otherwise: `1.234,5`, `3,50`, `1.234.567`. The mark with more distinct
    proofs wins. Without proof, three or more values such as `2.950`, or one that ends in two zeros (`2.900`), make the
    dot a group sign where there is none such as `2,950`; in any other case the mark is the dot.

    Args:
        values: Distinct value -> number of cells with it.

    >>> infer_decimal_mark({"1.200,50": 1, "900": 3}), infer_decimal_mark({"1,200": 1})
    (',', '.')
    """
    proofs = {".": 0, ",": 0}
    open_marks = {".": 0, ",": 0}
    rounded = False
    for value in values:
        if value.isascii() and "." not in value and "," not in value:
            continue  # shows no mark; in other scripts a mark may look otherwise
        found = BODY.findall(tidy(value)) if len(value) <= LONGEST_NUMBER else []
        if len(found) != 1:
            continue
        body = found[0].rstrip(" '.,")
        mark, is_open = _mark_of(body)
        if is_open:
            open_marks[mark] += 1
            rounded = rounded or (mark == "." and body.endswith("00"))
        elif mark:
            proofs[mark] += 1
        elif "." in body or "," in body:
            proofs["," if "." in body else "."] += 1
    if proofs["."] != proofs[","]:
        return "." if proofs["."] > proofs[","] else ","
    dot_groups = not proofs["."] and not open_marks[","] and (rounded or open_marks["."] >= 3)
    return "," if dot_groups else "."
