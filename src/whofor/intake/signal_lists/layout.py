"""What the columns of a list of signals hold: a signal in each row, or several side by side."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from whofor.errors import Problem, Sentence
from whofor.intake.importing.values import ReadingOptions, read_values
from whofor.intake.mapping.headers import stem
from whofor.intake.normalise.day_headers import names_a_day
from whofor.intake.signal_lists.periods import named_period
from whofor.intake.signal_lists.words import SERIES, holds, kind_of_text, kinds_in, longest, qualifiers
from whofor.schema.columns import ReadAs
from whofor.text import name_words

__all__ = ["FileLook", "Layout", "SignalColumns", "kind_texts", "kinds_told", "layout_of", "missing"]

_TEXTS = ("tone", "role", "detail", "text", "source", "sequence")
_NUMBERS = frozenset({ReadAs.NUMBER, ReadAs.MONEY, ReadAs.HEADCOUNT, ReadAs.YEAR})
_CURRENCIES = frozenset({"usd", "eur", "gbp", "chf"})
_MOST_KINDS = 200
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class FileLook:
    """A table of a list, with the commonest texts of its columns.

    Attributes:
        name: Its name within its source.
        headers: Its headers.
        texts: Header -> its commonest texts, each with its count.
        rows: Number of rows.
    """

    name: str
    headers: tuple[str, ...]
    texts: Mapping[str, Mapping[str, int]]
    rows: int

    def read_as(self, header: str) -> ReadAs:
        """Return how the texts of a column are best read."""
        texts = dict(self.texts[header])
        says_day = names_a_day(header) or holds(header, "at")
        how = read_values(texts, ReadAs.GUESS, ReadingOptions(of_days=says_day)).read_as
        if how is ReadAs.DATE or not (says_day or holds(header, "known_on")):
            return how
        # Some cells of a list that people keep are no days: "soon", "next spring".
        days = read_values(texts, ReadAs.DATE).main
        read = sum(count for text, count in texts.items() if text in days)
        return ReadAs.DATE if days and read >= _MOSTLY * sum(texts.values()) else how


@dataclass(frozen=True, slots=True)
class SignalColumns:
    """Where the signals of one kind are in a row.

    Attributes:
        kind: The kind; empty where a column says it.
        at: Column of their days; empty where the header of the value says it.
        day: The day that the header says, in days since 1970-01-01.
        columns: Canonical column -> header.
        role: Office that the header names: `CEO`.
    """

    kind: str
    at: str = ""
    day: float | None = None
    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    role: str = ""

    @property
    def headers(self) -> tuple[str, ...]:
        """All columns that it reads."""
        return tuple(dict.fromkeys([*([self.at] if self.at else []), *self.columns.values()]))


@dataclass(frozen=True, slots=True)
class Layout:
    """What the signals of a table are.

    Attributes:
        file: The table.
        signals: Where they are in each row.
        by_name: Whether the kind was told by the name of the file.
    """

    file: FileLook
    signals: tuple[SignalColumns, ...]
    by_name: bool = False

    @property
    def used(self) -> frozenset[str]:
        """All columns that are read."""
        return frozenset(header for one in self.signals for header in one.headers)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that headers or the name of the file tell, in their order."""
        return tuple(dict.fromkeys(one.kind for one in self.signals if one.kind))


def layout_of(file: FileLook, *, is_list: bool, is_given: bool = True) -> Layout:
    """Return where the signals of a table are; none where it has no day, or nothing says their kind.

    Args:
        file: The table.
        is_list: Whether it is the list of accounts: then only columns that name a kind hold signals.
        is_given: Whether it was given as a list of signals, and does not merely lie beside others: then one kind that
            its headers speak of may be that of all rows.
    """
    series = _series(file)
    taken = {one.columns["value"] for one in series}
    reads = {header: file.read_as(header) for header in file.headers if header not in taken}
    days = [header for header, how in reads.items() if how is ReadAs.DATE]
    kind = "" if is_list else _kind_column(file, set(days) | taken, is_given=is_given)
    if kind:
        at = _day_column(days)
        rows = [SignalColumns("", at, columns={"kind": kind, **_beside(file, reads, {kind, at}, "")})] if at else []
        return Layout(file, (*series, *rows))
    events = _events(days)
    if not events and not series and not is_list and days:
        told, by_name = _kind_of_file(file, by_headers=is_given)
        events = {_day_column(days): told} if told else {}
        return Layout(file, _rows(file, reads, events), by_name=by_name)
    # First and last day of one technology: what else stands in the row is about both.
    together = len(events) == 1 or all(kind.startswith("technology") for kind in events.values())
    alone = not is_list and not series and bool(events) and together
    side_by_side = [_event(file, reads, at, of, events) for at, of in events.items()]
    # First and last round may be one: the columns that say more of it count.
    side_by_side.sort(key=lambda one: -len(one.columns))
    return Layout(file, (*series, *(_rows(file, reads, events) if alone else side_by_side)))


def kinds_told(layout: Layout) -> frozenset[str]:
    """Return the kinds of the signals of a table, those that a column says among them."""
    columns = [one.columns["kind"] for one in layout.signals if "kind" in one.columns]
    return frozenset(layout.kinds).union(*(kind_texts(layout.file.texts[header]).values() for header in columns))


def missing(layout: Layout, place: str) -> Problem | None:
    """Return what a list of signals lacks; None where it has signals."""
    if layout.signals:
        return None
    file = layout.file
    reads = [file.read_as(header) for header in file.headers]
    columns = ", ".join(file.headers)
    if ReadAs.DATE not in reads:
        what = Sentence("No column holds the days of the signals; there are {columns}", columns=columns)
        todo = "Add a column with the day of each, or one for each month: Headcount 2026-01."
        return Problem(what, place, todo=todo)
    what = Sentence("Nothing says what kind of signals these are; there are {columns}", columns=columns)
    todo = "Add a column Kind (funding, hiring, press …), or name the file after the kind: funding.csv."
    return Problem(what, place, todo=todo)


def _series(file: FileLook) -> list[SignalColumns]:
    """Return the columns that hold a value of one day each, as `Headcount 2026-01`."""
    of_file = next((kind for kind in kinds_in(stem(file.name)) if kind in SERIES), "")
    found: list[SignalColumns] = []
    for header in file.headers:
        period = named_period(header)
        if period is None or not file.texts[header]:
            continue
        named = next((kind for kind in kinds_in(header) if kind in SERIES), "")
        kind = named or (of_file if header.strip() == period.written else "")
        if kind:
            found.append(SignalColumns(kind, day=period.last, columns={"value": header}))
    return found


def _kind_column(file: FileLook, taken: Collection[str], *, is_given: bool) -> str:
    """Return the column that says the kind of each signal; empty for none."""
    best = [header for header in file.headers if header not in taken and holds(header, "kind")]
    for header in sorted(best, key=lambda header: -longest(header, "kind")):
        texts = file.texts[header]
        if texts and len(texts) <= _MOST_KINDS and any(kinds_in(text) for text in texts):
            return header
    return best[0] if is_given and len(best) == 1 and 0 < len(file.texts[best[0]]) <= _MOST_KINDS else ""


def _day_column(days: Sequence[str]) -> str:
    """Return the column that best says when something happened: a whole day, and when it happened, not was told."""

    def rank(header: str) -> tuple[bool, bool, int]:
        return holds(header, "coarse"), holds(header, "known_on"), -longest(header, "at")

    return min(days, key=rank) if days else ""


def _events(days: Sequence[str]) -> dict[str, str]:
    """Return the columns of days whose headers name a kind of signal, each with the kind; of twins the exactest."""
    groups: dict[tuple[str, frozenset[str]], list[str]] = {}
    for header in days:
        kinds = [kind for kind in kinds_in(header) if kind not in SERIES]
        if kinds:
            groups.setdefault((kinds[0], qualifiers(header)), []).append(header)
    return {_day_column(headers): kind for (kind, _), headers in groups.items()}


def _kind_of_file(file: FileLook, *, by_headers: bool) -> tuple[str, bool]:
    """Return the kind that the name of a file says, else the only one that headers name; and whether the name did."""
    if named := kinds_in(stem(file.name)):
        return named[0], True
    kinds = {kind for header in file.headers for kind in kinds_in(header)} if by_headers else set[str]()
    return (kinds.pop() if len(kinds) == 1 else ""), False


def _rows(file: FileLook, reads: Mapping[str, ReadAs], events: Mapping[str, str]) -> tuple[SignalColumns, ...]:
    """Return the signals of a table that has one in each row."""
    return tuple(
        SignalColumns(kind, at, columns=_beside(file, reads, set(events), kind), role=_role(at, kind))
        for at, kind in events.items()
    )


def _beside(file: FileLook, reads: Mapping[str, ReadAs], taken: set[str], kind: str) -> dict[str, str]:
    """Return what else the columns of a table with a signal in each row say of it."""
    free = [header for header in reads if header not in taken and file.texts[header]]
    found: dict[str, str] = {}

    def give(column: str, among: Sequence[str]) -> None:
        best = max(among, key=lambda header: longest(header, column), default="")
        if best and holds(best, column):
            found[column] = best
            free.remove(best)

    give("known_on", [h for h in free if reads[h] is ReadAs.DATE and not holds(h, "coarse")])
    numbers = [h for h in free if reads[h] in _NUMBERS and not holds(h, "account_key")]
    give("value", numbers)
    if "value" not in found and kind in SERIES and (same := [h for h in numbers if kind in kinds_in(h)]):
        found["value"] = same[0]
        free.remove(same[0])
    for column in ("role", *_TEXTS) if kind != "leadership" else (*_TEXTS, "role"):
        if column not in found:
            numeric = column in ("tone", "sequence")
            give(column, [h for h in free if numeric or reads[h] not in {*_NUMBERS, ReadAs.DATE}])
    if kind == "leadership" and "role" not in found and "text" in found and holds(found["text"], "text"):
        found["role"] = found["text"]
    return found


def _event(file: FileLook, reads: Mapping[str, ReadAs], at: str, kind: str, events: Mapping[str, str]) -> SignalColumns:
    """Return one of several signals of a row, with the columns that name the same thing."""
    of = qualifiers(at)
    same = [h for h in reads if h not in events and kind in kinds_in(h) and qualifiers(h) == of and file.texts[h]]
    columns: dict[str, str] = {}
    for column, wanted in (("value", True), ("detail", False)):
        fitting = [h for h in same if (reads[h] in _NUMBERS) == wanted and reads[h] is not ReadAs.DATE]
        fitting = [h for h in fitting if holds(h, column) and h not in columns.values()]
        if fitting:
            columns[column] = max(fitting, key=lambda header: (longest(header, column), _names_currency(header)))
    return SignalColumns(kind, at, columns=columns, role=_role(at, kind))


def _names_currency(header: str) -> bool:
    """Return whether a header names a currency: `Last Funding Amount (in USD)`, beside amounts in several."""
    return not _CURRENCIES.isdisjoint(name_words(header))


def _role(at: str, kind: str) -> str:
    """Return the office that the header of a day names, where somebody came into one."""
    return " ".join(word.upper() for word in sorted(qualifiers(at) & _OFFICES)) if kind == "leadership" else ""


_OFFICES = frozenset({"ceo", "cfo", "cto", "cmo", "coo", "cro", "cio", "chro", "cpo", "pdg", "dg"})


def kind_texts(texts: Collection[str]) -> dict[str, str]:
    """Return the kind that each text of a column of kinds means."""
    return {text: kind_of_text(text) for text in texts}
