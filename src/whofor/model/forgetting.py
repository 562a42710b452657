"""What was removed of persons who are to be forgotten."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Forgetting"]


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What was removed.

    Attributes:
        remembered: Number of identifiers that the workspace remembers, as keyed hashes.
        contacts: Rows of contacts removed.
        references: References to them removed: deals and interactions stay, without their contact.
        texts: Different texts in which they were masked; only where contacts are kept, else none names them.
        runs: Saved runs that named one of them, and were removed.
        unknown: Persons given of whom the tables held nothing.
    """

    remembered: int
    contacts: int = 0
    references: int = 0
    texts: int = 0
    runs: int = 0
    unknown: tuple[str, ...] = ()
