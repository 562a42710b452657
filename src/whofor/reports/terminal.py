"""The summary for a terminal: the answer first, then what supports it, then what was not believed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from whofor.model import IcpResult
from whofor.reports.blocks import Brief, FindingBrief
from whofor.reports.catalogue import clean
from whofor.reports.report import Report
from whofor.reports.sections import IN_TERMINAL
from whofor.reports.sections.answer import answer, banners, base_sentence, time_sentence

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["render_terminal"]

_ICONS = {
    "PASS": ("✔", "+", "green"),
    "REVIEW": ("?", "?", "yellow"),
    "FAIL": ("✘", "x", "red"),
    "hypothesis": ("○", "o", "cyan"),
}
_PLAIN = str.maketrans(
    {"\u202f": " ", "\u00a0": " ", "–": "-", "−": "-", "→": ">", "×": "x", "’": "'", "“": '"', "”": '"', "·": "-"}
)
_WIDEST = 100


def render_terminal(result: IcpResult, language: str, console: Console) -> None:
    """Print a summary.

    Text from the data is printed as it is: square brackets are no markup and control characters are dropped.

    Args:
        result: What a run found.
        language: `en` or `fr`.
        console: Where to print; its width is used up to 100 columns, its encoding is respected.
    """
    _Summary(Report.of(result, language), console).print()


def _wrapped(text: str, width: int) -> list[str]:
    """Return lines of at most `width` cells, broken at plain spaces only: rich would break at no-break spaces too."""
    from rich.cells import cell_len, chop_cells

    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(joined) <= width:
            lines[-1] = joined
            continue
        pieces = chop_cells(word, width) if cell_len(word) > width else [word]
        lines += pieces
    return [line for line in lines if line] or [""]


class _Summary:
    """One summary on its way to a console."""

    def __init__(self, report: Report, console: Console) -> None:
        self.report = report
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

    def _line(self, text: str, style: str = "", indent: int = 0, mark: str = "") -> None:
        """Print a paragraph with all its lines indented alike, an optional mark hanging before the first."""
        from rich.text import Text

        if not self.unicode:
            text, mark = (self._encodable(t) for t in (text, mark))
        width = min(self.console.width, _WIDEST) - indent - len(mark)
        for i, line in enumerate(_wrapped(clean(text), max(width, 20))):
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

    def _head(self) -> None:
        report, words = self.report, self.words
        self._line(report.title, "bold")
        for code in banners(report):
            self._line(words.text(f"answer.{code}_long"), "bold yellow")
        self._line(base_sentence(report), "dim")
        if time := time_sentence(report):
            self._line(time)
        self.console.print()
        block = answer(report)
        self._line(block.sentence, "bold green" if block.segment else "bold")
        for sentence in block.support:
            self._line(sentence, "dim")
        for reason in block.why:
            self._line(reason)
        if block.why or not block.segment:
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
