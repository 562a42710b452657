"""Reads one test of a rule: a signal, a series, a fact or another situation."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import cast

from whofor.errors import Problem, Sentence
from whofor.intake.mapping.toml_lines import MappingPlaces, TomlPath
from whofor.model import Kind
from whofor.model.parameters import EXTRA_PREFIX
from whofor.schema.columns import TableName
from whofor.schema.signal_tests import Aggregate
from whofor.schema.tables import TABLES
from whofor.situations.rule_values import (
    ComparedWith,
    FactTest,
    NumberOperator,
    OneOf,
    RuleTest,
    SeriesTest,
    SignalTest,
    SituationTest,
    Wanted,
    Where,
)
from whofor.text import did_you_mean

__all__ = ["RuleReader"]

_AGGREGATES: tuple[Aggregate, ...] = ("mean", "max", "min", "sum")
_KEYS: dict[str, tuple[str, ...]] = {
    "signal": ("signal", "where", "within_days", "at_least", *_AGGREGATES, "is"),
    "series": ("series", "change", "over_days", "fresh_days"),
    "fact": ("fact", "is"),
    "situation": ("situation",),
}
_FRESH_DAYS = 92
"""A quarter: revenues and head-counts are told once a quarter at the least."""
_LONGEST = 366_000
"""A thousand years, beyond which a number of days is a slip."""
_COMPARED = re.compile(r"\s*(=|!=|<=|>=|<|>)\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(%?)\s*")
_NOT_COMPARED = ("account_key", "kind", "text")
_HOW = 'Write an operator and a number, such as ">= 3", or a list of values.'
_OF_TABLE = {column.name: column.kind for column in TABLES[TableName.SIGNALS].columns}


class RuleReader:
    """Reader of the parts of a file, with all that is wrong so far.

    Attributes:
        places: Where keys stand.
        problems: Problems, each with its line.
    """

    def __init__(self, places: MappingPlaces) -> None:
        self.places = places
        self.problems: list[tuple[int, Problem]] = []

    def wrong(self, what: str, path: TomlPath, value: object = "", todo: str = "") -> None:
        """Note a problem at a place."""
        shown = "" if isinstance(value, dict | list) else str(value)
        place = self.places.where(path).rstrip()
        self.problems.append((self.places.line(path), Problem(what, place, shown, todo)))

    def place(self, path: TomlPath) -> str:
        """Return the place of a rule or a test; empty where it is packaged."""
        return self.places.where(path) if self.places.place else ""

    def table(self, value: object, path: TomlPath) -> Mapping[str, object] | None:
        """Return a table of the file; `None` where it is none."""
        if isinstance(value, dict):
            return cast("dict[str, object]", value)
        self.wrong("This must be a table", path, value, "See docs/reference/situations.md.")
        return None

    def only(self, entry: Mapping[str, object], known: Sequence[str], path: TomlPath) -> None:
        """Note the keys that are not known at a place."""
        for key in entry:
            if key not in known:
                todo = did_you_mean(key, known, what="known keys")
                self.wrong(Sentence("{name!r} is not known here", name=key), (*path, key), todo=todo)

    def test(self, value: object, path: TomlPath) -> RuleTest | None:
        """Return a test; `None` where something is wrong with it."""
        entry = self.table(value, path)
        if entry is None:
            return None
        before = len(self.problems)
        kinds = [kind for kind in _KEYS if kind in entry]
        if len(kinds) != 1:
            todo = did_you_mean(next(iter(entry), ""), list(_KEYS), what="kinds of tests") if not kinds else ""
            self.wrong("A test has exactly one of signal, series, fact, situation", path, ", ".join(kinds), todo)
            return None
        self.only(entry, _KEYS[kinds[0]], path)
        named = self._text(entry, kinds[0], path)
        place = self.place(path)
        match kinds[0]:
            case "signal":
                made: RuleTest | None = self._signal(named, entry, path, place)
            case "series":
                made = self._series(named, entry, path, place)
            case "fact":
                wanted = self._wanted(entry.get("is"), (*path, "is"))
                made = FactTest(named, wanted, place) if wanted else None
            case _:
                made = SituationTest(named, place)
        return made if len(self.problems) == before else None

    def _text(self, entry: Mapping[str, object], key: str, path: TomlPath) -> str:
        value = entry[key]
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.wrong("This must be a name", (*path, key), value, "Write it in quotes.")
        return ""

    def _whole(self, entry: Mapping[str, object], key: str, path: TomlPath, otherwise: int | None) -> int | None:
        if key not in entry:
            return otherwise
        value = entry[key]
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _LONGEST:
            todo = "1 means the day before. Leave the key out where any day may count."
            self.wrong(
                "This must be a whole number from 1",
                (*path, key),
                value,
                todo if key == "within_days" else "Write a whole number, 1 or more.",
            )
            return otherwise
        return value

    def _signal(self, named: str, entry: Mapping[str, object], path: TomlPath, place: str) -> SignalTest | None:
        made: list[Aggregate] = [name for name in _AGGREGATES if name in entry]
        within = self._whole(entry, "within_days", path, None)
        at_least = self._whole(entry, "at_least", path, 1) or 1
        where = self._where(entry.get("where", {}), (*path, "where"))
        if len(made) > 1:
            what = "A test compares one aggregate"
            self.wrong(what, (*path, made[1]), ", ".join(made), "Write one test for each.")
        if bool(made) != ("is" in entry):
            what = "An aggregate and what it must be belong together"
            self.wrong(what, (*path, *(made[:1] or ["is"])), todo='Write both, such as mean = "tone", is = "< 0".')
        if not made or "is" not in entry:
            return SignalTest(named, within, where, at_least, place=place)
        column = self._text(entry, made[0], path)
        self._of_numbers(column, (*path, made[0]))
        wanted = self._wanted(entry["is"], (*path, "is"))
        if isinstance(wanted, OneOf) and wanted.texts:
            self.wrong("An aggregate is a number", (*path, "is"), ", ".join(wanted.texts), _HOW)
        return SignalTest(named, within, where, at_least, made[0], column, wanted, place)

    def _of_numbers(self, column: str, path: TomlPath) -> None:
        """Note a column of which no aggregate can be made."""
        numbers = [name for name, kind in _OF_TABLE.items() if kind is Kind.NUMBER]
        if not column or column in numbers or column.startswith(EXTRA_PREFIX):
            return
        if column in _OF_TABLE:
            what = Sentence("{column!r} holds no numbers", column=column)
            self.wrong(what, path, todo=did_you_mean("", numbers, what="columns of numbers"))
        else:
            what = Sentence("Signals have no column {column!r}", column=column)
            self.wrong(what, path, todo=did_you_mean(column, numbers, what="columns of numbers"))

    def _where(self, value: object, path: TomlPath) -> tuple[Where, ...]:
        entry = self.table(value, path) or {}
        texts = [name for name, kind in _OF_TABLE.items() if kind is Kind.CATEGORY and name not in _NOT_COMPARED]
        found: list[Where] = []
        for column, wanted in entry.items():
            if column not in texts and not column.startswith(EXTRA_PREFIX):
                what = Sentence("Signals cannot be chosen by {column!r}", column=column)
                self.wrong(what, (*path, column), todo=did_you_mean(column, texts, what="columns of texts"))
                continue
            among = [wanted] if isinstance(wanted, str) else wanted
            if not isinstance(among, list) or not among or not all(isinstance(one, str) and one for one in among):
                what = "This must be a text, or a list of texts of which one must be there"
                self.wrong(what, (*path, column), wanted, 'Write role = "ceo", or role = ["ceo", "cfo"].')
                continue
            found.append(Where(column, tuple(cast("list[str]", among))))
        return tuple(found)

    def _series(self, named: str, entry: Mapping[str, object], path: TomlPath, place: str) -> SeriesTest | None:
        over = self._whole(entry, "over_days", path, None)
        fresh = self._whole(entry, "fresh_days", path, _FRESH_DAYS) or _FRESH_DAYS
        for key, todo in (("change", 'Add change = ">= 50%".'), ("over_days", "Add over_days = 61.")):
            if key not in entry:
                self.wrong(Sentence("{name!r} is missing", name=key), path, todo=todo)
        found = _COMPARED.fullmatch(str(entry.get("change", "")))
        if "change" in entry and not found:
            todo = 'Write an operator and a share or a number, such as ">= 50%" or "> 100".'
            self.wrong("This change cannot be read", (*path, "change"), entry["change"], todo)
        if found is None or over is None:
            return None
        number = float(found[2]) / 100 if found[3] else float(found[2])
        return SeriesTest(
            named, ComparedWith(cast("NumberOperator", found[1]), number), bool(found[3]), over, fresh, place
        )

    def _wanted(self, value: object, path: TomlPath) -> Wanted | None:
        """Return what a value must be; `None` where it cannot be read."""
        if isinstance(value, bool):
            return OneOf(texts=(str(value).lower(),))
        if isinstance(value, int | float) and math.isfinite(value):
            return ComparedWith("=", float(value))
        if isinstance(value, list) and value:
            values = cast("list[object]", value)
            if all(isinstance(one, str) and one for one in values):
                return OneOf(texts=tuple(cast("list[str]", values)))
            if all(isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one) for one in values):
                return OneOf(numbers=tuple(float(one) for one in cast("list[float]", values)))
        found = _COMPARED.fullmatch(value) if isinstance(value, str) else None
        if found and not found[3]:
            return ComparedWith(cast("NumberOperator", found[1]), float(found[2]))
        if value is None:
            self.wrong(Sentence("{name!r} is missing", name="is"), path[:-1], todo=_HOW)
        else:
            self.wrong("What a value must be cannot be read", path, value, _HOW)
        return None
