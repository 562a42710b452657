"""A user's own table of what may be expected of clients: read, checked, and put beside the packaged one."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast

from whofor.errors import InputError, Problem, Sentence
from whofor.lexicon.toml_lines import TomlPath, toml_lines
from whofor.lexicon.words import read_table
from whofor.model.expected import ExpectationKind
from whofor.text import did_you_mean
from whofor.worth.expected import KINDS_OF_TABLES, Rule, expected_rules, rule_of

__all__ = ["parse_expected"]

VERSION = 1
"""Of the form of these tables."""
_LISTS = ("places", "states", "sections", "divisions")
_LANGUAGES = ("en", "fr")
_CURRENCY = re.compile(r"[A-Z]{3}")
_BINDING = ("law", "custom")
_KEYS = (*_LISTS, "people_from", "since", "binding", "asks", "source", "label")
_PER_HEAD = ("per_head", "currency", "heads")
"""Keys of rows of budgets: what is spent per head, and the column with the heads."""
_TABLES = ("version", "places", *KINDS_OF_TABLES)


def parse_expected(text: str, place: str) -> tuple[Rule, ...]:
    """Return the packaged table with the rows of a user's `expected.toml` beside them, or in place of equal names.

    Args:
        text: TOML in the form of the packaged `worth/rules/expected.toml`.
        place: Path or name of the file, for messages.

    Raises:
        InputError: It cannot be read; all problems together, each with its line.
    """
    todo = "Mend the line named and try again."
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(Problem(Sentence("This is not valid TOML: {error}", error=error), place, todo=todo)) from error
    except RecursionError as error:
        raise InputError(Problem("The table is nested too deep", place, todo=todo)) from error
    reader = _Reader(place, text)
    rules = reader.rules(raw)
    if reader.problems:
        raise InputError([problem for _, problem in sorted(reader.problems, key=lambda found: found[0])])
    own = {(rule.kind, rule.name): rule for rule in rules}
    kept = [rule for rule in expected_rules() if (rule.kind, rule.name) not in own]
    return (*kept, *own.values())


class _Reader:
    """Reader of a table, with the problems found so far."""

    def __init__(self, place: str, text: str) -> None:
        self.place = place
        self.lines = toml_lines(text)
        self.problems: list[tuple[int, Problem]] = []
        packaged = read_table("whofor.worth", "rules/expected.toml")["places"]
        self.groups: dict[str, Sequence[str]] = dict(packaged)
        nace = read_table("whofor.intake.normalise", "rules/nace.toml")
        regions = cast("dict[str, str]", read_table("whofor.intake.normalise", "rules/regions.toml")["region"])
        self.known = {
            "sections": set(nace["sections"]),
            "divisions": set(nace["divisions"]),
            "places": {code for codes in regions.values() for code in codes.split()},
        }

    def wrong(self, what: str, path: TomlPath, value: str = "", todo: str = "") -> None:
        """Add a problem with its line."""
        line = next((self.lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self.lines), 0)
        where = f"{self.place}:{line}" if line else self.place
        self.problems.append((line, Problem(what, f"{where} {'.'.join(map(str, path))}".rstrip(), value, todo)))

    def rules(self, raw: Mapping[str, Any]) -> list[Rule]:
        """Return the rows that can be read."""
        self._unknown(raw, _TABLES, ())
        version = raw.get("version", VERSION)
        if isinstance(version, bool) or not isinstance(version, int) or version < 1:
            self.wrong("the version is a whole number from 1 on", ("version",), str(version), "Write version = 1.")
        elif version > VERSION:
            todo = "Install a newer whofor."
            self.wrong("This table is written for a newer whofor", ("version",), str(version), todo)
        self._own_groups(self._table(raw.get("places", {}), ("places",)))
        found: list[Rule] = []
        for table in KINDS_OF_TABLES:
            for name, row in self._table(raw.get(table, {}), (table,)).items():
                path: TomlPath = (table, name)
                before = len(self.problems)
                self._check(self._table(row, path), path)
                if len(self.problems) == before:
                    found.append(rule_of(table, name, {**row, "label": self._label(row, name)}, self.groups))
        return found

    @staticmethod
    def _label(row: Mapping[str, Any], name: str) -> Mapping[str, str]:
        return row.get("label") or dict.fromkeys(_LANGUAGES, name)

    def _table(self, value: object, path: TomlPath) -> Mapping[str, Any]:
        if isinstance(value, dict):
            return cast("Mapping[str, Any]", value)
        self.wrong(Sentence("{name} is a table", name=".".join(map(str, path))), path, str(value))
        return {}

    def _unknown(self, found: Mapping[str, Any], known: Sequence[str], path: TomlPath) -> None:
        for name in found:
            if name not in known:
                what = Sentence("{name!r} is not known here", name=name)
                self.wrong(what, (*path, name), todo=did_you_mean(name, known, what="known keys"))

    def _own_groups(self, groups: Mapping[str, Any]) -> None:
        for name, members in groups.items():
            for one in self._texts(members, ("places", name)):
                # A group stands for countries and for groups that are known before it, so that none holds itself.
                if one not in self.groups and one not in self.known["places"]:
                    self._no_such(one, "places", ("places", name))
            if name in self.groups:
                self.wrong(
                    "There is such a group of countries already", ("places", name), name, "Give it another name."
                )
            elif isinstance(members, list):
                self.groups[name] = cast("list[str]", members)

    def _check(self, row: Mapping[str, Any], path: TomlPath) -> None:
        is_budget = path[0] == ExpectationKind.BUDGET
        self._unknown(row, (*_KEYS, *_PER_HEAD) if is_budget else _KEYS, path)
        if is_budget:
            self._per_head(row, path)
        for key in _LISTS:
            known = self.known.get(key)
            for one in self._texts(row.get(key, []), (*path, key)):
                if known is not None and one not in known and not (key == "places" and one in self.groups):
                    self._no_such(one, key, (*path, key))
        people, since = row.get("people_from", 0), row.get("since")
        if isinstance(people, bool) or not isinstance(people, int | float) or people < 0:
            self.wrong("This is no number of people", (*path, "people_from"), str(people), "Write people_from = 250.")
        if "since" in row and type(since) is not date:
            self.wrong("This is no day", (*path, "since"), str(since), "Write since = 2026-01-31, without quotes.")
        if row.get("binding", "custom") not in _BINDING:
            todo = did_you_mean(str(row["binding"]), _BINDING, what="words")
            self.wrong("Nobody can be bound so", (*path, "binding"), str(row["binding"]), todo)
        source = row.get("source")
        if not isinstance(source, str) or not source.strip():
            todo = "Say where it stands: a law, a page, a study; or 'our own experience'."
            self.wrong("A row without its source", path, todo=todo)
        for key in ("asks", "label"):
            self._said(row, key, path)

    def _per_head(self, row: Mapping[str, Any], path: TomlPath) -> None:
        """Check what a row says of money per head."""
        if not any(key in row for key in _PER_HEAD):
            return
        money, currency = row.get("per_head"), row.get("currency")
        if isinstance(money, bool) or not isinstance(money, int | float) or not 0 < money < math.inf:
            self.wrong("This is no sum per head", (*path, "per_head"), str(money or ""), "Write per_head = 1200.")
        if not isinstance(currency, str) or not _CURRENCY.fullmatch(currency):
            todo = 'Write currency = "EUR".'
            self.wrong("This is no currency", (*path, "currency"), str(currency or ""), todo)
        if not isinstance(row.get("heads", "employees"), str):
            self.wrong("This is no text", (*path, "heads"), todo='Write heads = "Engineering headcount".')

    def _said(self, row: Mapping[str, Any], key: str, path: TomlPath) -> None:
        """Check what is said in one language or in several."""
        if key not in row:
            if key == "asks":
                self.wrong("A row that does not say what it asks for", path, todo='Write asks.en = "…".')
            return
        said = self._table(row[key], (*path, key))
        self._unknown(said, _LANGUAGES, (*path, key))
        if not isinstance(row[key], dict):
            return
        if not said or not all(isinstance(text, str) and text.strip() for text in said.values()):
            self.wrong("This is no text", (*path, key), todo=Sentence('Write {key}.en = "…".', key=key))

    def _texts(self, value: object, path: TomlPath) -> Iterator[str]:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in cast("list[object]", value)):
            self.wrong("This is no list of texts", path, str(value), 'Write ["one", "another"].')
            return
        yield from cast("list[str]", value)

    def _no_such(self, name: str, key: str, path: TomlPath) -> None:
        known = sorted(self.known[key] | (set(self.groups) if key == "places" else set()))
        self.wrong(
            Sentence("There is no {name!r} among the {key}", name=name, key=key),
            path,
            name,
            did_you_mean(name, known, what="names"),
        )
