"""Sections as a terminal shows them: plain values, worded but not yet lines."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Brief", "FindingBrief", "Paragraph"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a terminal, its mark hanging before its first line."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class FindingBrief:
    """One finding in a terminal.

    Attributes:
        kind: `PASS`, `REVIEW`, `FAIL` or `hypothesis`: which icon and colour.
        title: Verdict, id and segment.
        figures: The figures with their n.
        remarks: The strongest reasons, and overlaps.
        next_step: What to do now.
    """

    kind: str
    title: str
    figures: tuple[str, ...]
    remarks: tuple[str, ...]
    next_step: str


@dataclass(frozen=True, slots=True)
class Brief:
    """A section in a terminal: shorter than on the page, under the same heading.

    Attributes:
        title: The heading.
        findings: Findings, as many as `most`.
        lines: Paragraphs.
        items: A list, as many as `most`; the number of further ones is stated.
        most: How many to show.
    """

    title: str
    findings: tuple[FindingBrief, ...] = ()
    lines: tuple[Paragraph, ...] = ()
    items: tuple[str, ...] = ()
    most: int = 8
