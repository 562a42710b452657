"""The answer in a terminal: a short table that ends with what to do next; on demand all that supports it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from whofor.model import IcpResult
from whofor.model.changes import Changes
from whofor.reports.briefs import Brief, FindingBrief
from whofor.reports.catalogue import clean
from whofor.reports.changes import changes_sentence
from whofor.reports.report import Report
from whofor.reports.sections import IN_TERMINAL
from whofor.reports.sections.answer import (
    answer,
    answer_sentence,
    banners,
    base_sentence,
    part_sentence,
    time_sentence,
)
from whofor.reports.summary import SummaryRow, summary_rows
from whofor.reports.widths import wrapped

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["WIDEST", "Detail", "render_terminal"]


class Detail(StrEnum):
    """How much a terminal shows."""

    TABLE = "table"
    SHORT = "short"
    FULL = "full"


_ICONS = {
    "PASS": ("✔", "+", "green"),
    "REVIEW": ("?", "?", "yellow"),
    "FAIL": ("✘", "x", "red"),
    "AVOID": ("⊖", "-", "magenta"),
    "else": (" ", " ", ""),
    "hypothesis": ("○", "o", "cyan"),
}
_PLAIN = str.maketrans(
    {"\u202f": " ", "\u00a0": " ", "–": "-", "−": "-", "→": ">", "×": "x", "’": "'", "“": '"', "”": '"', "·": "-"}
)
WIDEST = 100
"""Columns of a terminal that are used at most: longer lines are hard to read."""
_LEAST_LABEL = 24
"""Columns that the name of a type of client needs."""
_MOST_STEPS = 3


def render_terminal(
    result: IcpResult,
    language: str,
    console: Console,
    detail: Detail = Detail.FULL,
    *,
    changes: Changes | None = None,
) -> None:
    """Print the answer: a table, about twenty lines, or all sections.

    Text from the data is printed as it is: square brackets are no markup and control characters are dropped.

    Args:
        result: What a run found.
        language: `en` or `fr`.
        console: Where to print; its width is used up to 100 columns, its encoding is respected.
        detail: How much to show.
        changes: What changed since the run before it, said in a sentence.
    """
    report = Report.of(result, language)
    summary = _Summary(report, console, "" if changes is None else changes_sentence(changes, report.words))
    if detail is Detail.FULL:
        summary.print()
    else:
        summary.print_short(table_only=detail is Detail.TABLE)


class _Summary:
    """One summary on its way to a console."""

    def __init__(self, report: Report, console: Console, since: str = "") -> None:
        self.report = report
        self.since = since
        self.words = report.words
        self.console = console
        self.encoding = console.encoding or "utf-8"
        self.unicode = self.encoding.lower().startswith("utf")

    def print(self) -> None:
        """Print the answer, then all sections that have something to show."""
        self._head()
        for section in IN_TERMINAL:
            brief = section.brief(self.report) if section.brief is not None else None
            if brief is not None:
                self._brief(brief)
        self._foot()

    def print_short(self, *, table_only: bool) -> None:
        """Print the table of types of client, what it rests on and, without an answer, what to do."""
        report = self.report
        rows = summary_rows(report)
        if not table_only:
            self._opening()
        block = answer(report)
        if not block.segments:
            self._line(block.sentence, "bold")
        self._table(rows)
        if table_only:
            return
        if rows:
            self.console.print()
        for sentence in (*block.support, *block.why):
            self._line(sentence, "dim" if block.segments else "")
        if self.since:
            self._line(self.since)
        if not block.segments:
            for i, step in enumerate(block.steps[:_MOST_STEPS], start=1):
                self._line(step, indent=2, mark=f"{i}. ")

    def _table(self, rows: Sequence[SummaryRow]) -> None:
        """Print rows whose columns stand below each other; the label takes the lines that it needs."""
        from rich.cells import cell_len

        if not rows:
            return
        width = min(self.console.width, WIDEST)
        heads = [f"{self._icon(row)} {row.word}" for row in rows]
        widths = [max(cell_len(row.figures[i]) for row in rows) for i in range(len(rows[0].figures))]
        first = max(map(cell_len, heads)) + 2 + max(cell_len(row.id) for row in rows) + 2
        ids = max(cell_len(row.id) for row in rows)
        # What a narrow terminal has no room for is in the full text: first the days, then the deals, then the interval.
        while len(widths) > 1 and width - first - sum(w + 2 for w in widths if w) < _LEAST_LABEL:
            widths.pop()
        room = max(width - first - sum(w + 2 for w in widths if w), _LEAST_LABEL)
        for row, head in zip(rows, heads, strict=True):
            start = head.ljust(first - ids - 2) + row.id.ljust(ids + 2)
            figures = "".join("  " + row.figures[i].rjust(w) for i, w in enumerate(widths) if w)
            lines = wrapped(clean(row.label), room).split("\n")
            self._raw(start + lines[0].ljust(room) + figures, f"bold {_ICONS[row.kind][2]}".strip())
            for line in lines[1:]:
                self._raw(" " * first + line, f"bold {_ICONS[row.kind][2]}".strip())
            for text in (row.remark, row.told):
                if text:
                    self._line(text, "dim", first)

    def _icon(self, row: SummaryRow) -> str:
        rich_icon, plain_icon, _ = _ICONS[row.kind]
        return rich_icon if self.unicode else plain_icon

    def _raw(self, text: str, style: str) -> None:
        """Print a finished line."""
        from rich.text import Text

        shown = text if self.unicode else self._encodable(text)
        self.console.print(Text(shown.rstrip(), style=style), soft_wrap=True, highlight=False)

    def _line(self, text: str, style: str = "", indent: int = 0, mark: str = "") -> None:
        """Print a paragraph with all its lines indented alike, an optional mark hanging before the first."""
        from rich.text import Text

        if not self.unicode:
            text, mark = (self._encodable(t) for t in (text, mark))
        width = min(self.console.width, WIDEST) - indent - len(mark)
        for i, line in enumerate(wrapped(clean(text), max(width, 20)).split("\n")):
            head = " " * indent + (mark if i == 0 else " " * len(mark))
            self.console.print(Text(head + line, style=style), soft_wrap=True, highlight=False)

    def _encodable(self, text: str) -> str:
        """Return the text as this terminal can show it: accents are dropped before letters are."""
        text = text.translate(_PLAIN)
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
            return bare.encode(self.encoding, "replace").decode(self.encoding)
        return text

    def _opening(self) -> None:
        """Print the title, what must be known before anything else, and what the answer rests on."""
        report, words = self.report, self.words
        self._line(report.title, "bold")
        for code in banners(report):
            self._line(words.text(f"answer.{code}_long"), "bold yellow")
        if part := part_sentence(report):
            self._line(part)
        self._line(base_sentence(report), "dim")
        if time := time_sentence(report):
            self._line(time)
        self.console.print()

    def _head(self) -> None:
        report = self.report
        self._opening()
        block = answer(report)
        self._line(answer_sentence(report), "bold green" if block.segments else "bold")
        for sentence in block.support:
            self._line(sentence, "dim")
        for reason in block.why:
            self._line(reason)
        if block.why or not block.segments:
            for i, step in enumerate(block.steps, start=1):
                self._line(step, indent=2, mark=f"{i}. ")

    def _brief(self, brief: Brief) -> None:
        self.console.print()
        self._line(brief.title, "bold")
        for finding in brief.findings[: brief.most]:
            self._finding(finding)
        for line in brief.lines:
            self._line(line.text, indent=2, mark=line.mark)
        for item in brief.items[: brief.most]:
            self._line(item, indent=2, mark="· " if self.unicode else "- ")
        self._rest(brief.findings, brief.most)
        self._rest(brief.items, brief.most)

    def _rest(self, shown: Sequence[object], most: int) -> None:
        """Print how many more there are."""
        if len(shown) > most:
            self._line(self.words.plural("label.more", len(shown) - most), "dim", 2)

    def _finding(self, finding: FindingBrief) -> None:
        rich_icon, plain_icon, colour = _ICONS[finding.kind]
        icon = rich_icon if self.unicode else plain_icon
        self.console.print()
        self._line(finding.title, f"bold {colour}", 1, f"{icon} ")
        for text in finding.figures:
            self._line(text, indent=3)
        for text in finding.remarks:
            self._line(text, "dim", 3, "· " if self.unicode else "- ")
        self._line(finding.next_step, indent=3, mark="→ " if self.unicode else "> ")

    def _foot(self) -> None:
        run, words = self.report.result.run, self.words
        self.console.print()
        parts = [
            f"whofor {run.version}",
            f"{words.text('label.seed')} {run.seed}",
            f"{words.text('label.data')} {run.data_hash[:12]}",
        ]
        self._line(" · ".join(parts), "dim")
        if run.command:
            from rich.text import Text

            # On one line, so that it can be copied.
            command = clean(run.command) if self.unicode else self._encodable(clean(run.command))
            self.console.print(Text(command, style="dim"), soft_wrap=True, highlight=False)
