"""The summary for a terminal: the answer first, then what holds it up, then what was not believed."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from whofor.model import IcpResult, Issue, SegmentFinding, Verdict
from whofor.reports.catalogue import Catalogue, catalogue, clean
from whofor.reports.formats import number
from whofor.reports.wording import (
    MOST_TOLD,
    Told,
    answer_sentence,
    balance_sentences,
    banners,
    base_sentence,
    budget_sentences,
    chance_text,
    clients_sentence,
    component_name,
    component_text,
    confounder_text,
    contrast_advice,
    contrast_name,
    contrast_text,
    cycle_text,
    deals_text,
    headline_finding,
    interaction_sentence,
    is_claim,
    issue_text,
    leading_first,
    leak_rows,
    lift_text,
    needed_text,
    next_step_text,
    overlap_texts,
    payer_sentences,
    rate_text,
    reason_text,
    record_text,
    segment_text,
    set_aside_text,
    situation_text,
    spending_sentences,
    support_sentences,
    value_sentences,
    verdict_word,
    why_text,
)

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["render_terminal"]

_ICONS = {Verdict.PASS: ("✔", "+", "green"), Verdict.REVIEW: ("?", "?", "yellow"), Verdict.FAIL: ("✘", "x", "red")}
_PLAIN = str.maketrans(
    {"\u202f": " ", "\u00a0": " ", "–": "-", "−": "-", "→": ">", "×": "x", "’": "'", "“": '"', "”": '"', "·": "-"}
)
_SAID_BY_FIGURES = frozenset({"confirmed", "hypothesis"})
_MOST_LISTED = 8
_MOST_CONTRASTS = 4
_WIDEST = 100


def render_terminal(result: IcpResult, language: str, console: Console) -> None:
    """Print a summary.

    Text from the data is printed as it stands: square brackets are no markup and control characters are dropped.

    Args:
        result: What a run found.
        language: `en` or `fr`.
        console: Where to print; its width is used up to 100 columns, its encoding is respected.
    """
    _Summary(result, language, console).print()


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells, broken at plain spaces only: rich would break `41 %` at its no-break space."""
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

    def __init__(self, result: IcpResult, language: str, console: Console) -> None:
        self.result = result
        self.language = language
        self.console = console
        self.words: Catalogue = catalogue(language)
        self.told = Told(result.run.measure, language)
        self.encoding = console.encoding or "utf-8"
        self.unicode = self.encoding.lower().startswith("utf")

    def print(self) -> None:
        """Print all blocks in the order of the reader's questions."""
        self._head()
        self._findings(self._title("icps", self._passed(self.result.search.segments)), self.result.search.segments)
        self._findings(self.words.text("title.claims"), self.result.search.claims)
        self._findings(self.words.text("title.hypotheses"), self.result.search.hypotheses)
        negative = self._title("avoid", self._passed(self.result.search.negative_segments))
        self._findings(negative, self.result.search.negative_segments)
        self._worth()
        self._data()
        self._foot()

    def _passed(self, findings: tuple[SegmentFinding, ...]) -> int:
        return sum(f.verdict is Verdict.PASS for f in findings)

    def _title(self, key: str, n: int) -> str:
        if n == 0:
            return self.words.text(f"title.{key}_none")
        return self.words.plural(f"title.{key}", n, n=number(n, self.language))

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
        """The text as this terminal can show it: accents go before letters do."""
        text = text.translate(_PLAIN)
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
            return bare.encode(self.encoding, "replace").decode(self.encoding)
        return text

    def _heading(self, text: str) -> None:
        self.console.print()
        self._line(text, "bold")

    def _head(self) -> None:
        result, words = self.result, self.words
        company = clean(result.company)
        title = words.text("title.page", company=company) if company else words.text("title.page_plain")
        self._line(title, "bold")
        for code in banners(result):
            self._line(words.text(f"answer.{code}_long"), "bold yellow")
        self._line(base_sentence(result, self.language), "dim")
        self.console.print()
        self._line(answer_sentence(result, self.language), "bold green" if headline_finding(result) else "bold")
        for sentence in support_sentences(result, self.language):
            self._line(sentence, "dim")
        for reason in result.why:
            self._line(why_text(reason, self.language))
        if result.why or not headline_finding(result):
            for i, step in enumerate(result.next_steps, start=1):
                self._line(next_step_text(step, self.language), indent=2, mark=f"{i}. ")

    def _findings(self, title: str, findings: tuple[SegmentFinding, ...]) -> None:
        if not findings:
            return
        self._heading(title)
        for finding in findings[:_MOST_LISTED]:
            self._finding(finding)
        self._rest(len(findings) - _MOST_LISTED, indent=2)

    def _rest(self, n: int, indent: int) -> None:
        if n > 0:
            self._line(self.words.plural("label.more", n, n=number(n, self.language)), "dim", indent)

    def _finding(self, finding: SegmentFinding) -> None:
        language = self.language
        rich_icon, plain_icon, colour = _ICONS[finding.verdict]
        if finding.id.startswith("H"):
            rich_icon, plain_icon, colour = "○", "o", "cyan"
        icon = rich_icon if self.unicode else plain_icon
        self.console.print()
        verdict = verdict_word(finding, language).upper()
        self._line(
            f"{verdict}  {finding.id}  {segment_text(finding.segment, language)}", f"bold {colour}", 1, f"{icon} "
        )
        for text in self._figures(finding):
            self._line(text, indent=3)
        for text in [*self._reasons(finding), *overlap_texts(finding, language)]:
            self._line(text, "dim", 3, "· " if self.unicode else "- ")
        step = self._pair(self.words.text("label.next"), next_step_text(finding.next_step, language, finding))
        self._line(step, indent=3, mark="→ " if self.unicode else "> ")

    def _pair(self, what: str, value: str) -> str:
        return self.words.text("label.pair", what=what, value=value)

    def _figures(self, finding: SegmentFinding) -> list[str]:
        """The figures with their n: of the deals held back first, of the search only where named as such."""
        words, language = self.words, self.language
        if is_claim(finding):
            own = f"{rate_text(finding.confirm, language)} {words.text('label.all_deals')}"
            return [own, lift_text(finding, self.told)]
        if finding.id.startswith("H"):
            lines = [chance_text(finding, language), needed_text(finding, language)]
        elif finding.confirm.n:
            lines = [
                f"{rate_text(finding.confirm, language)} {words.text('label.confirm')}",
                lift_text(finding, self.told),
                cycle_text(finding, self.told),
            ]
        else:
            lines = [words.text("label.not_confirmed")]
        search = f"{rate_text(finding.search, language)} {words.text('label.search')}"
        return [*(line for line in lines if line), search]

    def _reasons(self, finding: SegmentFinding) -> list[str]:
        """The strongest reasons, short of those that repeat the figures above them."""
        told = [r for r in finding.reasons if r.code not in _SAID_BY_FIGURES]
        most = 1 if finding.verdict is Verdict.PASS else 2
        return [reason_text(r, self.language, finding) for r in told[:most]]

    def _worth(self) -> None:
        """What was lived with each type of client, and where the budget goes."""
        clients, data, language, words = self.result.clients, self.result.data, self.language, self.words
        if clients.worth:
            self._heading(words.text("title.worth"))
        for worth in clients.worth:
            told = balance_sentences(worth, language)
            if worth.payers is not None:
                told += payer_sentences(worth.payers, language)
            for i, sentence in enumerate(told):
                self._line(sentence, indent=2, mark=f"{worth.finding}  " if i == 0 else " " * (len(worth.finding) + 2))
        if clients.situations:
            self._heading(words.text("title.facts"))
            self._list([situation_text(effect, language) for effect in clients.situations])
        channels = clients.channels
        if channels is not None and (channels.suggestion is not None or channels.spend):
            self._heading(words.text("title.channels"))
            self._list([*budget_sentences(channels, language), *spending_sentences(channels, language)])
        if data.interactions is not None:
            self._heading(words.text("title.interactions"))
            self._list([interaction_sentence(data.interactions, language)])
        if data.clients is not None:
            self._heading(words.text("title.clients"))
            self._list([clients_sentence(data.clients, language)])
        if clients.record_next:
            self._heading(words.text("title.record"))
            self._list([self._pair(*record_text(item, language)) for item in clients.record_next])

    def _data(self) -> None:
        clients, data, language, words = self.result.clients, self.result.data, self.language, self.words
        if clients.value is not None:
            self._heading(words.text("title.value"))
            for sentence in value_sentences(clients.value, language):
                self._line(sentence, indent=2)
            parts = clients.value.components
            self._list([self._pair(component_name(c, language), component_text(c, language)) for c in parts])
        if clients.contrasts:
            self._heading(words.text("title.contrasts"))
            told = [
                self._pair(
                    contrast_name(c, language),
                    f"{contrast_text(c, language, MOST_TOLD)} {contrast_advice(c, language)}",
                )
                for c in leading_first(clients.contrasts)
            ]
            self._list(told, _MOST_CONTRASTS)
        if data.confounders:
            self._heading(words.text("title.confounders"))
            self._list([confounder_text(effect, self.told) for effect in data.confounders])
        if data.leaks:
            self._heading(words.text("title.leaks"))
            self._list([self._pair(*row) for row in leak_rows(data.leaks, language)])
        if data.set_aside:
            n = sum(aside.n for aside in data.set_aside)
            self._heading(words.plural("title.aside", n, n=number(n, language)))
            self._list([self._pair(deals_text(a.n, language), set_aside_text(a, language)) for a in data.set_aside])
        if data.issues:
            self._heading(words.text("title.issues"))
            self._list([self._issue(issue) for issue in data.issues])

    def _issue(self, issue: Issue) -> str:
        """What was counted, where, and how often."""
        words, told = self.words, issue_text(issue, self.language)
        what = words.text("label.placed", what=told, place=issue.place) if issue.place else told
        return self._pair(what, number(issue.count, self.language))

    def _list(self, lines: list[str], most: int = _MOST_LISTED) -> None:
        for line in lines[:most]:
            self._line(line, indent=2, mark="· " if self.unicode else "- ")
        self._rest(len(lines) - most, indent=2)

    def _foot(self) -> None:
        run, words = self.result.run, self.words
        self.console.print()
        parts = [
            f"whofor {run.version}",
            f"{words.text('label.seed')} {run.seed}",
            f"{words.text('label.data')} {run.data_hash[:12]}",
        ]
        self._line(" · ".join(parts), "dim")
        if run.command:
            self._line(run.command, "dim")
