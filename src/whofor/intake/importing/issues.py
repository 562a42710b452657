"""Counts issues of the data, so that nothing is dropped without being shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from whofor.days import date_of
from whofor.intake.importing.reading import Reading
from whofor.model import Issue, IssueCode
from whofor.schema.columns import ReadAs

__all__ = ["IssueCounter"]

_UNREAD = {
    ReadAs.DATE: IssueCode.UNREADABLE_DATE,
    ReadAs.NUMBER: IssueCode.UNREADABLE_NUMBER,
    ReadAs.MONEY: IssueCode.UNREADABLE_AMOUNT,
    ReadAs.HEADCOUNT: IssueCode.UNREADABLE_HEADCOUNT,
    ReadAs.YEAR: IssueCode.UNREADABLE_YEAR,
    ReadAs.BOOLEAN: IssueCode.UNREADABLE_BOOLEAN,
    ReadAs.COUNTRY: IssueCode.UNKNOWN_COUNTRY,
    ReadAs.CURRENCY: IssueCode.UNKNOWN_CURRENCY,
}

_PSEUDONYM = re.compile(r"\bh_[0-9a-f]{16}\b")
"""They tell a reader nothing, and before they are keyed a list of candidates reverses them."""


class IssueCounter:
    """Issues, added up by code and place, in the order in which they were found."""

    def __init__(self) -> None:
        self._found: dict[tuple[IssueCode, str], tuple[int, tuple[str, ...]]] = {}

    def add(self, code: IssueCode, count: int, examples: Sequence[str] = (), place: str = "") -> None:
        """Count an issue; nothing happens where the count is 0. Hashes of persons are left out of the examples."""
        if not count:
            return
        before, shown = self._found.get((code, place), (0, ()))
        named = [without for example in examples if (without := _PSEUDONYM.sub("", example).strip())]
        self._found[code, place] = before + count, (*shown, *named)[:5]

    def reading(self, reading: Reading, place: str, examples: Callable[[Sequence[str]], Sequence[str]]) -> None:
        """Count the issues of reading a column; `examples` returns where some texts are."""
        if reading.read_as in (ReadAs.TONE, ReadAs.SIGNAL_TONE):
            # Texts that people wrote are never shown.
            self.add(IssueCode.TONE_NOT_TOLD, sum(reading.unread.values()), (), place)
            return
        self.texts(_UNREAD.get(reading.read_as, IssueCode.UNREADABLE_VALUE), reading.unread, place, examples)
        self.texts(IssueCode.IMPLAUSIBLE_DATE, reading.implausible, place, examples)
        written = {text: count for text, count in reading.missing.items() if text}
        self.add(IssueCode.MISSING_WORD, sum(written.values()), tuple(_most(written)), place)
        merged = tuple(f"{text} → {to}" for text, to in reading.merged.items())
        self.add(IssueCode.VARIANTS_MERGED, reading.merged_cells, merged, place)
        for code, texts in reading.noted.items():
            self.texts(code, texts, place, lambda shown: _with_meaning(shown, examples(shown), reading.taken_for))
        if reading.ambiguous:
            shown = [*examples([reading.ambiguous]), reading.ambiguous][0]
            day = reading.main.get(reading.ambiguous)
            taken = f" → {date_of(day).isoformat()}" if isinstance(day, float) else ""
            self.add(IssueCode.AMBIGUOUS_DATE_ORDER, 1, (f"{shown}{taken}",), place)

    def texts(
        self, code: IssueCode, texts: dict[str, int], place: str, examples: Callable[[Sequence[str]], Sequence[str]]
    ) -> None:
        """Count texts under a code; `examples` returns where some of them are."""
        if texts:
            shown = _most(texts)
            self.add(code, sum(texts.values()), tuple(examples(shown) or [repr(text) for text in shown]), place)

    def issues(self) -> tuple[Issue, ...]:
        """Return all issues."""
        return tuple(Issue(code, count, examples, place) for (code, place), (count, examples) in self._found.items())


def _with_meaning(texts: Sequence[str], shown: Sequence[str], taken_for: Mapping[str, str]) -> list[str]:
    """Return the examples, each with what its text was taken for."""
    return [
        f"{example} → {taken_for[text]}" if text in taken_for else example
        for text, example in zip(texts, shown, strict=False)
    ]


def _most(texts: dict[str, int]) -> list[str]:
    return sorted(texts, key=lambda text: (-texts[text], text))[:5]
