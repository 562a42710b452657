"""SQL of the one pass over the signals that answers all questions about situations.

Each signal gets a number whose bits say which questions it fits: the bits that its kind allows, and those that its day
allows, and those that its other columns allow. Bits are looked up in constant maps, which DuckDB does once for each
distinct value of a block; ten filtered aggregates take twice as long. What bits cannot answer (counts, means, series)
is made of the few signals that lie in the windows of these questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from whofor.engines.duckdb.sql import literal, name
from whofor.schema.signal_tests import LARGEST, Among, LastValues, RowsOfKind, SignalTests, Watched

__all__ = ["Bit", "SignalQuery", "watched_query"]

_BITS = 60
"""Bits of one BIGINT that are used; further ones go into a second one."""
_EXACT = "DECIMAL(28, 9)"
"""Sums of decimals do not depend on the order of the rows, as sums of floats do."""
_EVER = 1e12
"""More days than any calendar has."""
_POINT = """{'day': floor("at"), 'sequence': coalesce("sequence", CAST('-infinity' AS DOUBLE)), 'value': "value"}"""
"""The value of a series; points compare as the last one counts: by day, sequence, value."""
_NUMBERS = frozenset({"at", "known_on", "value", "tone", "sequence"})


@dataclass(frozen=True, slots=True)
class Bit:
    """A bit that says whether a signal fits.

    Attributes:
        place: Its number.
        kinds: Spellings of the kinds that fit.
        within_days: Days before the day asked for; `None` for any.
        where: What must hold of other columns.
        perhaps: Whether rows fit as well of which these are not known.
    """

    place: int
    kinds: tuple[str, ...]
    within_days: int | None
    where: tuple[Among, ...] = ()
    perhaps: bool = False

    @property
    def word(self) -> int:
        """Number of the column that holds it."""
        return self.place // _BITS

    @property
    def value(self) -> int:
        """Its value there."""
        return 1 << self.place % _BITS

    @property
    def is_set(self) -> str:
        """SQL: whether a signal has it."""
        return f"(fits{self.word} & {self.value}) <> 0"


@dataclass(slots=True)
class BitSet:
    """Bits that are given to signals together."""

    bits: list[Bit] = field(default_factory=list[Bit])

    def add(
        self, kinds: tuple[str, ...], days: int | None, where: tuple[Among, ...] = (), *, perhaps: bool = False
    ) -> Bit:
        """Return a new bit."""
        self.bits.append(Bit(len(self.bits), kinds, days, where, perhaps))
        return self.bits[-1]

    @property
    def words(self) -> range:
        """Numbers of the columns that hold bits."""
        return range(-(-len(self.bits) // _BITS))

    @property
    def kinds(self) -> str:
        """SQL: the kinds that have any."""
        return _list(dict.fromkeys(kind for bit in self.bits for kind in bit.kinds))

    @property
    def columns(self) -> list[str]:
        """Columns other than kind and day that decide."""
        return list(dict.fromkeys(among.column for bit in self.bits for among in bit.where))

    def rows(self, beside: Sequence[str], seen: str) -> str:
        """SQL: some columns of the signals that fit any question, with the bits of each.

        Few fit a question that asks for other columns, so only theirs are looked up.
        """
        parts = {word: [bit for bit in self.bits if bit.word == word] for word in self.words}
        first = [f"{_of_kind(bits)} & {_of_day(bits)} AS lies{word}" for word, bits in parts.items()]
        fits: list[str] = []
        for word, bits in parts.items():
            allowed = [f"lies{word}", *(_of_column(column, word, bits) for column in self.columns)]
            fits.append(f"CAST({' & '.join(allowed)} AS BIGINT) AS fits{word}")
        some = " OR ".join(f"lies{word} <> 0" for word in self.words)
        columns = ", ".join(dict.fromkeys(["id", *map(name, [*beside, *self.columns])]))
        lying = f"SELECT {columns}, {', '.join(first)} FROM {seen}"
        return f"SELECT {', '.join(['id', *fits, *map(name, beside)])} FROM ({lying}) WHERE {some}"


class SignalQuery:
    """The query for some questions, and where its answers are.

    Args:
        tests: What is asked.
        there: Columns that the table of signals has.
        table: The table of the rows.
        day: Its column of the days, or one whole day for all rows.
    """

    def __init__(self, tests: SignalTests, there: Iterable[str], table: str, day: str | float) -> None:
        self.tests = tests
        self.there = frozenset(there)
        self.table = table
        self.day = day if isinstance(day, str) else float(day)
        self.quick, self.needed = BitSet(), BitSet()
        self.counted = [test for test in tests.rows if test.enough > 1 or test.aggregate]
        self.sure: dict[RowsOfKind, Bit] = {}
        self.perhaps: dict[RowsOfKind, Bit] = {}
        for test in tests.rows:
            bits = self.needed if test in self.counted else self.quick
            self.sure[test] = bits.add(test.kinds, test.within_days, test.where)
            if test.where:
                self.perhaps[test] = bits.add(test.kinds, test.within_days, test.where, perhaps=True)
        latest = dict.fromkeys((test.kinds, test.fresh_days) for test in tests.series)
        self.latest = {key: self.needed.add(*key) for key in latest}
        self.before = {test: self.needed.add(test.kinds, test.fresh_days + 2 * test.over_days) for test in tests.series}

    @cached_property
    def text(self) -> str:
        """The query: a row for each row asked for, in the order of the import.

        Its first column says whether that row has an account and a day; the others are `columns`.
        """
        parts = [f"seen AS {self._seen()}"]
        if self.quick.bits:
            any_fit = ", ".join(f"bit_or(fits{word}) AS any{word}" for word in self.quick.words)
            parts.append(f"quick AS (SELECT id, {any_fit} FROM ({self.quick.rows((), 'seen')}) GROUP BY id)")
        if self.needed.bits:
            parts += [f"needed AS MATERIALIZED ({self._needed()})", f"tallies AS ({self._tallies()})"]
        if self.before:
            parts.append(f"before AS ({self._before()})")
        key = "_row" if isinstance(self.day, str) else "account_key"
        joins = [
            # Whole points are left behind here: carried through a join they cost as much as the join.
            f"LEFT JOIN (SELECT id, {held} FROM {part}) AS {part} ON {part}.id = asked.{key}"
            for part, columns in self._parts.items()
            for held in [", ".join(f"{value} AS {column}" for column, value in columns.items())]
            if held
        ]
        asked = [f"asked.{name(column)} IS NOT NULL" for column in ("account_key", self.day) if isinstance(column, str)]
        wanted = ", ".join([f"{' AND '.join(asked)} AS asked", *self.columns])
        tables, rest = ",\n".join(parts), "\n".join(joins)
        return f"WITH {tables}\nSELECT {wanted}\nFROM {name(self.table)} AS asked\n{rest}\nORDER BY asked._row"

    @property
    def columns(self) -> list[str]:
        """Names of the columns of the result behind the first."""
        return [column for columns in self._parts.values() for column in columns]

    @cached_property
    def _parts(self) -> dict[str, dict[str, str]]:
        """Each part of the query with its columns of the result."""
        counts = {column: column for i, test in enumerate(self.counted) for column in self._tally(i, test)}
        return {
            "quick": {f"any{word}": f"any{word}" for word in self.quick.words},
            "tallies": counts | {f"last{i}": f"now{i}.value" for i in range(len(self.latest))},
            "before": {f"former{i}": f"then{i}.value" for i in range(len(self.before))},
        }

    def _tally(self, number: int, test: RowsOfKind) -> dict[str, str]:
        """Return the columns of a question that a bit cannot answer."""
        return _tally(number, test, self.sure[test], self.perhaps.get(test))

    def _seen(self) -> str:
        """Return the signals that were known before the day: those of each row where each has its own day."""
        wanted = dict.fromkeys(
            ["kind", "at", "value", "sequence", *self.quick.columns, *self.needed.columns]
            + [test.column for test in self.counted if test.column]
        )
        columns = [f"{self._column(column)} AS {name(column)}" for column in wanted]
        if isinstance(self.day, str):
            asked = f"SELECT _row AS id, account_key, floor({name(self.day)}) AS day FROM {name(self.table)}"
            rows = f"({asked}) AS asked JOIN signals AS signal ON signal.account_key = asked.account_key"
            until, columns = "asked.day", ["asked.id AS id", "asked.day AS day", *columns]
        else:
            rows, until = "signals AS signal", repr(self.day)
            columns = ["signal.account_key AS id", f"{until} AS day", *columns]
        # Whole days need no rounding here: a moment lies before a whole day where its day does.
        known = [f'signal."at" < {until}']
        if "known_on" in self.there:
            known.append(f"(signal.known_on IS NULL OR signal.known_on < {until})")
        kept = "MATERIALIZED" if isinstance(self.day, str) else "NOT MATERIALIZED"
        return f"{kept} (\nSELECT {', '.join(columns)}\nFROM {rows}\nWHERE {' AND '.join(known)})"

    def _column(self, column: str) -> str:
        if column in self.there:
            return f"signal.{name(column)}"
        return f"CAST(NULL AS {'DOUBLE' if column in _NUMBERS else 'VARCHAR'})"

    def _needed(self) -> str:
        """Return the signals in the windows of those questions that are answered one by one, with their bits."""
        columns = dict.fromkeys(["at", "value", "sequence", *(test.column for test in self.counted if test.column)])
        lengths = [bit.within_days for bit in self.needed.bits]
        seen = f"seen WHERE kind IN ({self.needed.kinds})"
        if isinstance(self.day, float) and None not in lengths:
            # A constant, for which blocks of other days and the keys in them need not be read.
            seen += f' AND "at" >= {self.day - max(days for days in lengths if days is not None)!r}'
        return self.needed.rows(list(columns), seen)

    def _tallies(self) -> str:
        columns = [
            f"{value} AS {column}"
            for i, test in enumerate(self.counted)
            for column, value in self._tally(i, test).items()
        ]
        columns += [
            f'max({_POINT}) FILTER ({bit.is_set} AND "value" IS NOT NULL) AS now{i}'
            for i, bit in enumerate(self.latest.values())
        ]
        return f"SELECT id, {', '.join(columns)} FROM needed GROUP BY id"

    def _before(self) -> str:
        """Return the last value of each series some time before that of now."""
        number = {key: i for i, key in enumerate(self.latest)}
        columns = [
            f'max({_POINT}) FILTER ({bit.is_set} AND "value" IS NOT NULL '
            f'AND floor("at") BETWEEN {now}.day - {2 * test.over_days} AND {now}.day - {test.over_days}) AS then{i}'
            for i, (test, bit) in enumerate(self.before.items())
            for now in [f"now{number[test.kinds, test.fresh_days]}"]
        ]
        some = " OR ".join(f"now{i} IS NOT NULL" for i in range(len(self.latest)))
        return f"SELECT id, {', '.join(columns)} FROM tallies JOIN needed USING (id) WHERE {some} GROUP BY id"

    def place_of(self, test: LastValues) -> tuple[str, str]:
        """Return the columns with the last value of a series and with that before."""
        keys, tests = list(self.latest), list(self.before)
        return f"last{keys.index((test.kinds, test.fresh_days))}", f"former{tests.index(test)}"


def _of_kind(bits: Sequence[Bit]) -> str:
    """SQL: the bits that the kind of a signal allows."""
    return _looked_up({k: sum(b.value for b in bits if k in b.kinds) for bit in bits for k in bit.kinds}, "kind", 0)


def _of_column(column: str, word: int, bits: Sequence[Bit]) -> str:
    """SQL: the bits that the text of a column allows."""
    every = sum(bit.value for bit in bits)
    wanted = {bit: texts for bit in bits if (texts := _texts(bit, column)) is not None}
    asked = sum(bit.value for bit in wanted)
    none = every - asked
    unknown = none + sum(bit.value for bit in wanted if bit.perhaps)
    texts = sorted(frozenset[str]().union(*wanted.values()))
    held = {text: none + sum(bit.value for bit, held in wanted.items() if text in held) for text in texts}
    found = f"CASE WHEN {name(column)} IS NULL THEN {unknown} ELSE {_looked_up(held, name(column), none)} END"
    return f"CASE WHEN (lies{word} & {asked}) = 0 THEN {every} ELSE {found} END"


def _tally(number: int, test: RowsOfKind, sure: Bit, perhaps: Bit | None) -> dict[str, str]:
    """Return the columns of a question that a bit cannot answer: rows, perhaps, rows with a value, the aggregate."""
    value = name(test.column) if test.column else "NULL"
    found = {"n": f"count(*) FILTER ({sure.is_set})"}
    if perhaps:
        found["perhaps"] = f"count(*) FILTER ({perhaps.is_set} AND NOT {sure.is_set})"
    if test.aggregate in ("mean", "sum"):
        value = f"CASE WHEN {sure.is_set} AND abs({value}) <= {LARGEST!r} THEN CAST({value} AS {_EXACT}) END"
        found |= {"known": f"count({value})", "made": f"CAST(sum({value}) AS DOUBLE)"}
    elif test.aggregate:
        found["known"] = f"count({value}) FILTER ({sure.is_set})"
        found["made"] = f"CAST({test.aggregate}({value}) FILTER ({sure.is_set}) AS DOUBLE)"
    return {f"{what}{number}": f"CAST({made} AS INTEGER)" if what != "made" else made for what, made in found.items()}


def _texts(bit: Bit, column: str) -> frozenset[str] | None:
    """Return the texts that a column may hold; `None` for any."""
    found = [frozenset(among.texts) for among in bit.where if among.column == column]
    return frozenset.intersection(*found) if found else None


def _of_day(bits: Sequence[Bit]) -> str:
    """SQL: the bits that the day of a signal allows."""
    lengths = sorted({bit.within_days for bit in bits if bit.within_days is not None})
    whens = [
        f'WHEN "at" >= day - {days} THEN '
        f"{sum(bit.value for bit in bits if bit.within_days is None or bit.within_days >= days)}"
        for days in lengths
    ]
    ever = sum(bit.value for bit in bits if bit.within_days is None)
    return f"CASE {' '.join(whens)} ELSE {ever} END" if whens else str(ever)


def _looked_up(entries: dict[str, int], value: str, otherwise: int) -> str:
    """SQL: the bits of a text, by a constant map."""
    if not entries:
        return str(otherwise)
    held = ", ".join(f"{literal(text)}: CAST({bits} AS BIGINT)" for text, bits in entries.items())
    return f"coalesce(MAP {{{held}}}[{value}], {otherwise})"


def _list(texts: Iterable[str]) -> str:
    return ", ".join(map(literal, texts)) or "NULL"


def watched_query(tests: Sequence[Watched], table: str, day: str | float) -> str:
    """Return the query that tells for each row whether its account was watched throughout the days asked for.

    Stretches that overlap or follow each other are one.
    """
    until = f"floor(asked.{name(day)})" if isinstance(day, str) else repr(day)
    spellings = " ".join(f"WHEN kind IN ({_list(test.kinds)}) THEN {literal(test.kinds[0])}" for test in tests)
    columns = [
        f"bool_or(stretch.kind = {literal(test.kinds[0])} AND stretch.since <= {first} "
        f"AND stretch.until >= {until} - 1) AS watched{i}"
        for i, test in enumerate(tests)
        for first in [repr(-_EVER) if test.within_days is None else f"{until} - {test.within_days}"]
    ]
    return f"""WITH days AS (
  SELECT account_key, CASE {spellings} END AS kind,
    coalesce(floor(since), {-_EVER!r}) AS since, coalesce(floor("until"), {_EVER!r}) AS until
  FROM coverage),
marked AS (
  SELECT *, max(until) OVER (PARTITION BY account_key, kind ORDER BY since, until
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached FROM days WHERE since <= until),
numbered AS (
  SELECT *, count(*) FILTER (reached IS NULL OR since > reached + 1) OVER (PARTITION BY account_key, kind
    ORDER BY since, until ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS part FROM marked),
stretches AS (
  SELECT account_key, kind, min(since) AS since, max(until) AS until FROM numbered GROUP BY account_key, kind, part)
SELECT {", ".join(columns)}
FROM {name(table)} AS asked LEFT JOIN stretches AS stretch ON stretch.account_key = asked.account_key
GROUP BY asked._row ORDER BY asked._row"""
