"""Part that a person plays in a purchase: as the CRM records it, else by level and department."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import cast

from whofor.arrays import Column
from whofor.lexicon.words import WordList, read_table, words_in
from whofor.model.committee import BuyingPart
from whofor.model.people import Department, Seniority

__all__ = ["inferred_part", "recorded_parts"]

_DECIDING = (Seniority.OWNER, Seniority.C_LEVEL, Seniority.VP)
_APPROVING = (Department.PROCUREMENT, Department.FINANCE, Department.LEGAL_COMPLIANCE)
_TECHNICAL = (Department.IT_ENGINEERING,)
_LEADING = (Seniority.DIRECTOR,)
_IMPLEMENTING = (Department.IT_ENGINEERING, Department.OPERATIONS)


def inferred_part(department: Department, seniority: Seniority) -> BuyingPart:
    """Return the part that a person of a level and a department usually plays.

    Who leads the company decides; procurement, finance and legal approve; IT leaders judge the technique; IT and
    operations below director implement; all others have a say. What users do is not known here.

    Example:
        >>> inferred_part(Department.IT_ENGINEERING, Seniority.STAFF).value
        'implementer'
        >>> inferred_part(Department.FINANCE, Seniority.C_LEVEL).value
        'decider'
    """
    if seniority in _DECIDING:
        return BuyingPart.DECIDER
    if department in _APPROVING:
        return BuyingPart.APPROVER
    if department in _TECHNICAL and seniority in _LEADING:
        return BuyingPart.TECHNICAL
    if department in _IMPLEMENTING and seniority not in _LEADING:
        return BuyingPart.IMPLEMENTER
    return BuyingPart.INFLUENCER


def recorded_parts(values: Column) -> tuple[BuyingPart | None, ...]:
    """Return the part that each value of a CRM's pick-list means; `None` where it says none that is known."""
    known = {value: _part_of(value) for value in set(values.tolist()) if value is not None}
    return tuple(known.get(value) for value in values.tolist())


def _part_of(value: str) -> BuyingPart | None:
    return next((part for part, words in _words() if words.holds(value)), None)


@cache
def _words() -> Sequence[tuple[BuyingPart, WordList]]:
    """Return the words of each part, in the order in which they are looked for."""
    table = cast("dict[str, dict[str, list[str]]]", read_table("whofor.people", "rules/parts.toml"))
    return [(BuyingPart(name), WordList(words_in(words))) for name, words in table.items()]
