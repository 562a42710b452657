"""Reads a file of situations: checks it as a whole and reports all that is wrong with it together."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import cast

from whofor.days import days_of
from whofor.errors import InputError, Problem, Sentence
from whofor.intake.mapping.toml_lines import TomlPath
from whofor.situations.rule_places import rule_places
from whofor.situations.rule_tests import RuleReader
from whofor.situations.rule_values import Feed, RuleTest, Situation, SituationRules, SituationTest
from whofor.text import did_you_mean, slug

__all__ = ["VERSION", "packaged_situations", "parse_situations"]

VERSION = 1
"""Version of the rule language that this program reads."""
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LANGUAGE = re.compile(r"[a-z]{2}")
_COVERS = ("all", "accounts_with_any")
_HEADER = re.compile(r"^\s*\[\s*(situation|feed)\s*\.\s*[\"']?([^\"'\]]+?)[\"']?\s*\]")
_PACKAGED = ("whofor.situations", "rules/situations.toml")


@cache
def packaged_situations() -> SituationRules:
    """Return the rules that come with the package, read once."""
    package, path = _PACKAGED
    return parse_situations(files(package).joinpath(path).read_text(encoding="utf-8"), "")


def parse_situations(text: str, place: str, beside: SituationRules | None = None) -> SituationRules:
    """Return the rules that the text of a file describes, beside others that it may refer to.

    Args:
        text: TOML.
        place: Path or name of the file, for messages; empty for packaged rules.
        beside: Rules that are there already. One of the file of the same name takes its place.

    Raises:
        InputError: With every problem found, each with its line.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(_twice(text, place) or _invalid(error, place)) from error
    except RecursionError as error:
        todo = "Nest tables and lists a few levels deep at most."
        raise InputError(Problem("The rules are nested too deep", place, todo=todo)) from error
    reader = RuleReader(rule_places(text, place))
    own = _File(reader).rules(raw)
    every = {**(beside.by_name if beside else {}), **own.by_name}
    _referred(every, own.by_name, reader)
    if reader.problems:
        raise InputError([problem for _, problem in sorted(reader.problems, key=lambda found: found[0])])
    return SituationRules(every, {**(beside.feeds if beside else {}), **own.feeds})


def _invalid(error: tomllib.TOMLDecodeError, place: str) -> Problem:
    what = Sentence("This is not valid TOML: {error}", error=error)
    return Problem(what, place, todo="Mend the line named and try again.")


def _twice(text: str, place: str) -> list[Problem]:
    """Return the rules of which two have one name, which TOML does not allow."""
    lines: dict[tuple[str, str], int] = {}
    found: list[Problem] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            key = header[1], header[2].strip()
            if key in lines:
                what = Sentence(
                    "Two rules are called {name!r}; the first is on line {line}", name=key[1], line=lines[key]
                )
                found.append(Problem(what, f"{place}:{number}", todo="Give one of them another name."))
            lines.setdefault(key, number)
    return found


class _File:
    """Builder of rules from the values of a file."""

    def __init__(self, reader: RuleReader) -> None:
        self.reader = reader

    def rules(self, raw: Mapping[str, object]) -> SituationRules:
        reader = self.reader
        reader.only(raw, ("version", "situation", "feed"), ())
        self._version(raw.get("version", VERSION))
        situations = reader.table(raw.get("situation", {}), ("situation",)) or {}
        if not situations and not raw.get("feed"):
            reader.wrong("There are no rules", (), todo="Write [situation.name] with when, any or unless.")
        read = [self._situation(name, value) for name, value in situations.items()]
        folded: dict[str, str] = {}
        for name in situations:
            if slug(name) in folded:
                what = Sentence("Two rules are called {name!r}", name=slug(name))
                reader.wrong(what, ("situation", name), todo="Give one of them another name.")
            folded.setdefault(slug(name), name)
        feeds = reader.table(raw.get("feed", {}), ("feed",)) or {}
        found = [self._feed(name, value) for name, value in feeds.items()]
        return SituationRules({one.name: one for one in read}, {one.signal: one for one in found})

    def _version(self, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.reader.wrong("This must be a whole number from 1", ("version",), value, "Write version = 1.")
        elif value > VERSION:
            todo = Sentence("Install a newer whofor, or write the rules for version {version}.", version=VERSION)
            self.reader.wrong("These rules are written for a newer version of this program", ("version",), value, todo)

    def _situation(self, name: str, value: object) -> Situation:
        path: TomlPath = ("situation", name)
        if not _NAME.fullmatch(name):
            todo = Sentence("Write it in small letters, digits and underscores: {name}", name=slug(name) or "my_rule")
            self.reader.wrong("This is no name of a situation", path, name, todo)
        entry = self.reader.table(value, path)
        if entry is None:
            return Situation(name)
        self.reader.only(entry, ("when", "any", "unless", "label", "why"), path)
        parts = {key: self._tests(entry.get(key), (*path, key)) for key in ("when", "any", "unless")}
        if not any(key in entry for key in parts):
            todo = "Give when (all of), any (at least one of) or unless (none of)."
            self.reader.wrong("A rule without a test", path, todo=todo)
        return Situation(
            name,
            parts["when"],
            parts["any"],
            parts["unless"],
            self._words(entry.get("label", {}), (*path, "label")),
            self._words(entry.get("why", {}), (*path, "why")),
            self.reader.place(path),
        )

    def _tests(self, value: object, path: TomlPath) -> tuple[RuleTest, ...]:
        if value is None:
            return ()
        if not isinstance(value, list) or not value:
            self.reader.wrong("This must be a list of tests", path, value, 'Write [{signal = "funding"}].')
            return ()
        tests = [self.reader.test(one, (*path, number)) for number, one in enumerate(cast("list[object]", value))]
        return tuple(test for test in tests if test is not None)

    def _words(self, value: object, path: TomlPath) -> dict[str, str]:
        entry = self.reader.table(value, path) or {}
        for language, text in entry.items():
            if not _LANGUAGE.fullmatch(language) or not isinstance(text, str):
                todo = 'Write label.en = "…", label.fr = "…".'
                self.reader.wrong("This is no text in a language", (*path, language), text, todo)
        return {language: text for language, text in entry.items() if isinstance(text, str)}

    def _feed(self, signal: str, value: object) -> Feed:
        path: TomlPath = ("feed", signal)
        entry = self.reader.table(value, path) or {}
        self.reader.only(entry, ("covers", "from", "to"), path)
        covers = entry.get("covers", "accounts_with_any")
        if covers not in _COVERS:
            todo = did_you_mean(str(covers), list(_COVERS), what="covers")
            self.reader.wrong("A feed cannot cover this", (*path, "covers"), covers, todo)
        since, until = (self._day(entry, key, path) for key in ("from", "to"))
        if since is not None and until is not None and since > until:
            self.reader.wrong("The last day lies before the first", (*path, "to"), entry["to"], "Change one of them.")
        if covers == "accounts_with_any" and (since, until) != (None, None):
            todo = 'Write covers = "all", or fill the table of coverage.'
            self.reader.wrong("Only a feed that covers all accounts has days", path, todo=todo)
        return Feed(
            signal,
            "accounts_with_any" if covers == "accounts_with_any" else "all",
            since,
            until,
            self.reader.place(path),
        )

    def _day(self, entry: Mapping[str, object], key: str, path: TomlPath) -> float | None:
        value = entry.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return days_of(value)
        if value is not None:
            self.reader.wrong("This must be a day", (*path, key), value, "Write it as 2026-01-31, without quotes.")
        return None


def _referred(every: Mapping[str, Situation], own: Mapping[str, Situation], reader: RuleReader) -> None:
    """Note the situations that are not there, and cycles."""
    for situation in own.values():
        for test in situation.tests:
            if isinstance(test, SituationTest) and test.situation not in every:
                todo = did_you_mean(test.situation, list(every), what="names of situations")
                what = Sentence("There is no situation {name!r}", name=test.situation)
                reader.problems.append((_line(test.place), Problem(what, test.place, todo=todo)))
    for cycle in _cycles(every):
        first = next((name for name in cycle if name in own), cycle[0])
        what = Sentence(
            "These situations refer to each other in a circle: {names}", names=" → ".join([*cycle, cycle[0]])
        )
        place = every[first].place
        reader.problems.append((_line(place), Problem(what, place, todo="Take one of these references out.")))


def _line(place: str) -> int:
    """Return the line of a place, `file:line path`."""
    found = re.search(r":(\d+) ", place)
    return int(found[1]) if found else 0


def _next(situation: Situation, every: Mapping[str, Situation]) -> list[str]:
    return [t.situation for t in situation.tests if isinstance(t, SituationTest) and t.situation in every]


def _cycles(every: Mapping[str, Situation]) -> list[list[str]]:
    """Return the circles of references, each once, from the rule that is written first."""
    found: dict[frozenset[str], list[str]] = {}
    done: set[str] = set()
    for start in every:
        # Paths are walked by hand, as a long chain would exhaust Python's stack.
        path: list[str] = [start]
        ahead: list[list[str]] = [_next(every[start], every)]
        while path:
            if not ahead[-1]:
                done.add(path.pop())
                ahead.pop()
                continue
            name = ahead[-1].pop(0)
            if name in path:
                cycle = path[path.index(name) :]
                found.setdefault(frozenset(cycle), cycle)
            elif name not in done:
                path.append(name)
                ahead.append(_next(every[name], every))
    return list(found.values())
