"""Result of reading the distinct texts of a column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from whofor.intake.normalise.soft_facts import ToldFact
from whofor.model import IssueCode, SoftReading
from whofor.schema.columns import ReadAs

__all__ = ["ReadText", "Reading"]

ReadText: TypeAlias = Callable[[str], "str | float | None"]
"""Function that reads one text; it returns `None` where it does not understand it."""


@dataclass(slots=True)
class Reading:
    """The distinct texts of one column, as they were read.

    Attributes:
        read_as: The way they were read; for `GUESS` the way found.
        outputs: Output name -> text -> value. The main output is `""`; a reader keys the others by meaning, that is by
            text after the value map, and `read_values` by text.
        unread: Texts that were not understood, with their counts.
        missing: Texts that say "unknown", with their counts.
        merged: Variant -> the spelling it was merged with.
        merged_cells: Cells whose spelling was changed.
        implausible: Dates that cannot be, with their counts.
        ambiguous: An example where the order of day and month could not be proved.
        currencies: Currency -> number of cells.
        noted: Issue code -> texts with their counts, for what was read but must be reported.
        taken_for: Text among them -> what it was taken for.
        understanding: How it was read whether buyers were clear about their need; `None` unless it was asked.
        soft_facts: What texts tell of the soft facts that the user's examples teach.
    """

    read_as: ReadAs
    outputs: dict[str, dict[str, str | float]] = field(default_factory=dict[str, dict[str, str | float]])
    unread: dict[str, int] = field(default_factory=dict[str, int])
    missing: dict[str, int] = field(default_factory=dict[str, int])
    merged: dict[str, str] = field(default_factory=dict[str, str])
    merged_cells: int = 0
    implausible: dict[str, int] = field(default_factory=dict[str, int])
    ambiguous: str = ""
    currencies: dict[str, int] = field(default_factory=dict[str, int])
    noted: dict[IssueCode, dict[str, int]] = field(default_factory=dict[IssueCode, dict[str, int]])
    taken_for: dict[str, str] = field(default_factory=dict[str, str])
    understanding: SoftReading | None = None
    soft_facts: tuple[ToldFact, ...] = ()

    @property
    def main(self) -> dict[str, str | float]:
        """Return the main output."""
        return self.outputs.setdefault("", {})

    def give(self, output: str, text: str, value: str | float) -> None:
        """Set a further output of a text; an empty value is ignored."""
        if value != "":
            self.outputs.setdefault(output, {})[text] = value

    def note(self, code: IssueCode, text: str, count: int, taken_for: str = "") -> None:
        """Count a text under an issue code; `taken_for` is shown beside it."""
        self.noted.setdefault(code, {})[text] = count
        if taken_for:
            self.taken_for[text] = taken_for
