"""The signals of a list, one row each, in the columns of the canonical table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from whofor.days import iso_day
from whofor.intake.importing.exchange import read_in_one_currency
from whofor.intake.importing.ports import Importer
from whofor.intake.importing.values import read_values
from whofor.intake.raw import Batch
from whofor.intake.signal_lists.layout import Layout, SignalColumns, kind_texts
from whofor.intake.signal_lists.matching import Matched
from whofor.intake.signal_lists.periods import period_end
from whofor.intake.signal_lists.words import SERIES
from whofor.model.account_situations import Counted, ReadSignals
from whofor.schema.columns import ReadAs

__all__ = ["SIGNAL_COLUMNS", "SignalRows", "counted"]

SIGNAL_COLUMNS = (
    *("account_key", "kind", "at", "known_on", "value", "tone", "role", "detail", "text", "source", "sequence"),
)
_PLACE = {name: place for place, name in enumerate(SIGNAL_COLUMNS)}
_DAYS = ("at", "known_on")
_MOST_SHOWN = 3

SignalCells = list[str | None]


@dataclass(slots=True)
class SignalRows:
    """Reader of the signals of one list.

    Attributes:
        layout: Where they are.
        matched: Which accounts they belong to.
        importer: Where the list is loaded.
        is_list: Whether it is the list of accounts, of many of which there is nothing to tell.
        kinds: Number of signals of each kind, counted as they are read.
        ambiguous: A day whose order of day and month nothing proves, with how it was read; empty where it is proved.
        undated: Texts of signals without a readable day, with their number.
    """

    layout: Layout
    matched: Matched
    importer: Importer
    is_list: bool = False
    ambiguous: str = ""
    kinds: Counter[str] = field(default_factory=Counter[str])
    undated: Counter[str] = field(default_factory=Counter[str])

    def batches(self, first_line: int) -> Iterator[Batch]:
        """Yield the signals as rows of `SIGNAL_COLUMNS`; those without account or day are left out and counted."""
        headers = list(dict.fromkeys([self.matched.column, *self._headers()]))
        places = {header: place for place, header in enumerate(headers)}
        meanings = [self._meanings(one) for one in self.layout.signals]
        line = first_line
        told: set[tuple[str | None, ...]] = set()
        for rows in self.importer.raw_texts(self.layout.file.name, headers):
            made = [
                found
                for row in rows
                if (key := self.matched.keys.get(row[0] or ""))
                for found in self._of_row(key, row, places, meanings)
                if not self._is_told(found, told)
            ]
            if made:
                yield Batch(range(line, line + len(made)), list(map(list, zip(*made, strict=True))))
                line += len(made)

    def told(self) -> ReadSignals:
        """Return what was read, once all rows were."""
        return ReadSignals(
            self.layout.file.name,
            dict(self.kinds.most_common()),
            self.matched.column,
            self.matched.by,
            self.layout.by_name,
            counted(self.matched.unmatched),
            counted(self.matched.several),
            counted(self.undated),
            self.ambiguous,
        )

    def _headers(self) -> Iterator[str]:
        for one in self.layout.signals:
            yield from one.headers

    def _meanings(self, one: SignalColumns) -> dict[str, Mapping[str, str]]:
        """Return for each column of days, amounts and kinds what its texts mean."""
        found: dict[str, Mapping[str, str]] = {}
        named = {**({"at": one.at} if one.at else {}), **one.columns}
        for column, header in named.items():
            counts = (
                self.importer.raw_distinct(self.layout.file.name, header) if column in (*_DAYS, "value", "kind") else {}
            )
            if column in _DAYS:
                found[column] = self._days(counts)
            elif column == "value":
                found[column] = _numbers(counts, one.kind)
            elif column == "kind":
                found[column] = kind_texts(counts)
        return found

    def _of_row(
        self,
        key: str,
        row: Sequence[str | None],
        places: Mapping[str, int],
        meanings: Sequence[Mapping[str, Mapping[str, str]]],
    ) -> Iterator[SignalCells]:
        """Yield the signals of a row; two columns that tell of one day tell of one signal."""
        seen: set[tuple[str | None, str | None]] = set()
        for one, meaning in zip(self.layout.signals, meanings, strict=True):
            found = self._row(key, row, places, one, meaning)
            if found is None:
                continue
            what = found[_PLACE["kind"]], found[_PLACE["at"]]
            if one.day is None and what in seen:
                continue
            seen.add(what)
            yield found

    def _is_told(self, found: SignalCells, told: set[tuple[str | None, ...]]) -> bool:
        """Return whether another row of the list of accounts tells the same of its account; count what is new."""
        cells = tuple(found)
        if self.is_list and cells in told:
            return True
        if self.is_list:
            told.add(cells)
        self.kinds[str(found[_PLACE["kind"]])] += 1
        return False

    def _days(self, counts: dict[str, int]) -> dict[str, str]:
        """Return the day of each text, of a month or a quarter its last."""
        reading = read_values(counts, ReadAs.DATE)
        days = {text: day for text, day in reading.main.items() if isinstance(day, float)}
        read = {text: iso_day(end if (end := period_end(text)) is not None else day) for text, day in days.items()}
        if reading.ambiguous in read:
            self.ambiguous = self.ambiguous or f"{reading.ambiguous} → {read[reading.ambiguous]}"
        return read

    def _row(
        self,
        key: str,
        row: Sequence[str | None],
        places: Mapping[str, int],
        one: SignalColumns,
        meanings: Mapping[str, Mapping[str, str]],
    ) -> SignalCells | None:
        """Return a signal; None where the row has none of this kind."""
        made: SignalCells = [None] * len(SIGNAL_COLUMNS)
        for column, header in one.columns.items():
            text = row[places[header]]
            made[_PLACE[column]] = meanings[column].get(text or "") if column in meanings else text
        kind = one.kind or made[_PLACE["kind"]]
        if one.day is not None:
            at = iso_day(one.day)
            if made[_PLACE["value"]] is None:
                return None
        else:
            written = row[places[one.at]]
            at = meanings["at"].get(written or "")
            if at is None:
                # Beside others, an empty cell says that there was nothing; else a signal lacks its day.
                if written or not (self.is_list or len(self.layout.signals) > 1):
                    self.undated[f"{row[0]} – {written or '?'}"] += 1
                return None
        if kind is None:
            return None
        made[0], made[_PLACE["kind"]], made[_PLACE["at"]] = key, kind, at
        if one.role:
            made[_PLACE["role"]] = one.role
        return made


def counted(texts: Mapping[str, int]) -> Counted:
    """Return texts as counts, with the commonest as examples."""
    most = sorted(texts, key=lambda text: (-texts[text], text))[:_MOST_SHOWN]
    return Counted(sum(texts.values()), len(texts), tuple(most))


def _numbers(counts: dict[str, int], kind: str) -> dict[str, str]:
    reading = read_values(counts, ReadAs.HEADCOUNT if kind == SERIES[0] else ReadAs.MONEY)
    read_in_one_currency(reading, counts, "")
    return {text: repr(number) for text, number in reading.main.items() if isinstance(number, float)}
