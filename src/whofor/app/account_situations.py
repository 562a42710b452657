"""What is going on at accounts that are no deals yet: situations of a list of prospects, as of a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

import numpy as np

from whofor.app.account_lists import AccountLists, AnyList, open_lists
from whofor.app.arguments import DEALS, Arguments, StrPath
from whofor.app.situation_facts import rules_of
from whofor.app.situation_rules import read_rules
from whofor.arrays import IntArray
from whofor.days import days_of, iso_day
from whofor.errors import InputError, Problem
from whofor.intake.sources.frames import AnyFrame, Frames
from whofor.model import Kind, Parameter
from whofor.model.account_situations import (
    AccountInSituation,
    AccountSituations,
    AskedSituation,
    DatedEvidence,
    NotKnown,
)
from whofor.model.progress import Progress, silent
from whofor.schema.columns import TableName
from whofor.schema.scan import Scan
from whofor.situations.checking import check_answers, check_rules
from whofor.situations.evaluating import SituationAnswers, columns_of_where, facts_of_accounts, situations_of
from whofor.situations.evidence import SituationEvidence, evidence_of
from whofor.situations.kleene import UNKNOWN, YES
from whofor.situations.notices import (
    AllOnOneDay,
    FewRows,
    HoldsForAll,
    MostlyUnknown,
    NoFact,
    NoSignals,
    SameRows,
    SituationWarning,
)
from whofor.situations.rule_values import SituationRules
from whofor.situations.rules_file import packaged_situations
from whofor.situations.signals_there import signals_there
from whofor.workspace import Workspace

__all__ = ["find_situations"]

_AT_ONCE = 1_000
_LOOKED_AT = 1_000
"""Accounts of which it is looked at why a situation is not known."""
_LISTS = "accounts"
_COLUMNS = ("detail", "role", "text", "source", "tone")


_Places: TypeAlias = "Sequence[int]"
"""Numbers of accounts."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of the lists.

    Attributes:
        rules: The rules.
        mine: Names of those of the user's own.
        day: The day before which signals count.
        lenient: Whether what the user's rules ask for and is not there is warned of only.
        most: At most so many accounts in the rows; `None` for all.
    """

    rules: SituationRules
    mine: frozenset[str]
    day: date
    lenient: bool
    most: int | None


def find_situations(
    accounts: StrPath | AnyFrame,
    signals: Sequence[StrPath | AnyFrame | Frames] | StrPath = (),
    *,
    as_of: date | str | None = None,
    rules: StrPath | None = None,
    lenient: bool = False,
    most: int | None = None,
    progress: Progress = silent,
) -> AccountSituations:
    """Find what is going on at the accounts of a list: who raised money, grows, has a new leader, is in the news.

    No deals are needed. Only what was known on the day before counts.

    Args:
        accounts: A file with one row for each account, a frame, or the folder of a workspace, whose accounts and
            signals are used.
        signals: Files or frames with what happened: one row for each signal, or columns such as `Headcount 2026-01`
            and `Last Funding Date`, which the list of accounts may have, too. A frame whose kind only its name tells is
            given by that name: `{"funding": frame}`.
        as_of: The day before which signals count; by default today, the only thing that is asked of the clock.
        rules: A file of situations of your own, beside those that come with whofor.
        lenient: Warn where they ask for what is not there, instead of an error.
        most: At most so many accounts in the rows, those with most situations first; all where `None`.
        progress: Called with the work done.

    Raises:
        SourceError: A file cannot be read, holds no day or no kind of signal, or shares no column with the accounts.
        InputError: There are no signals, or the rules cannot be read or ask for what is not there.
        WorkspaceError: The workspace cannot be read.
        UsageError: An argument is of the wrong type, or the day is still to come.
        Cancelled: `progress` is a job that was cancelled.

    Example:
        ```python
        found = find_situations("prospects.csv", ["rounds.csv"], as_of=date(2026, 10, 1))
        print(found, found.situation("raised").n_holds)
        ```
    """
    with Arguments() as read:
        given = _given(read, "ACCOUNTS", accounts, _LISTS)
        lists = [_given(read, "--signals", one, "signals") for one in _several(signals)]
        called, day = read.progress(progress), read.known_before(as_of, read.today(None))
        path = None if rules is None else read.path("--situations", rules)
        is_lenient, limit = read.flag("--lenient", lenient), None if most is None else read.whole("most", most)
    own = None if path is None else read_rules(path)
    with _opened(given, lists, called) as (opened, scan, kept):
        known = kept[0] if own is None else own.rules
        mine = frozenset(rule.name for rule in known.by_name.values() if rule.place)
        return _answer(opened, scan, _Asked(known, mine, day, is_lenient or (own is None and kept[1]), limit), called)


def _several(signals: object) -> Sequence[object]:
    return signals if isinstance(signals, list | tuple) else [signals]


def _given(read: Arguments, place: str, given: object, name: str) -> AnyList:
    """Return a path, or frames by name: one alone is called by what it is a list of."""
    found = read.source(place, given)
    if isinstance(found, Path) or tuple(found) != (DEALS,) or isinstance(given, Mapping):
        return found
    return {name: found[DEALS]}


@contextmanager
def _opened(
    accounts: AnyList, lists: Sequence[AnyList], progress: Progress
) -> Generator[tuple[AccountLists, Scan, tuple[SituationRules, bool]]]:
    """Open accounts and signals as tables, with the rules that count without others, and whether these are lenient."""
    workspace = _workspace(accounts)
    if workspace is None:
        with open_lists(accounts, lists, progress) as (opened, scan):
            yield opened, scan, (packaged_situations(), False)
        return
    with workspace.reading() as (dataset, scan):
        _require_accounts(scan, workspace)
        if not lists:
            yield AccountLists(dataset.parameters), scan, (rules_of(dataset), dataset.lenient)
            return
    with open_lists(workspace, lists, progress) as (opened, scan):
        yield opened, scan, (rules_of(dataset), dataset.lenient)


def _workspace(accounts: AnyList) -> Workspace | None:
    """Return the workspace in a folder; None for files and frames."""
    if isinstance(accounts, Path) and (accounts / "manifest.json").is_file():
        return Workspace.open(accounts)
    return None


def _require_accounts(scan: Scan, workspace: Workspace) -> None:
    place = str(workspace.path)
    if TableName.ACCOUNTS not in scan.tables() or not scan.row_count(TableName.ACCOUNTS):
        todo = "Import an export that has a file of accounts, or give a list of accounts."
        raise InputError(Problem("The workspace holds no accounts", place, todo=todo))


def _answer(opened: AccountLists, scan: Scan, asked: _Asked, progress: Progress) -> AccountSituations:
    """Return the situations of all accounts."""
    there = signals_there(scan, columns_of_where(asked.rules))
    if not there.kinds:
        todo = "Give a list of them with --signals, or import one: docs/reference/mapping.md."
        raise InputError(Problem("There are no signals", TableName.ACCOUNTS, todo=todo))
    before = check_rules(asked.rules, there, _kinds(opened.parameters), lenient=asked.lenient)
    progress("situations", 0, 1)
    day = days_of(asked.day)
    answers = situations_of(scan, TableName.ACCOUNTS, day, asked.rules, facts_of_accounts(scan, asked.rules))
    in_order = np.argsort(-_held(answers), kind="stable").tolist()
    # Of accounts with as many situations the latest come first, as far as that can be looked at.
    some = in_order if asked.most is None else in_order[: max(asked.most, _AT_ONCE)]
    rows = _in_order(_rows(scan, asked, answers, some), asked.most)
    why = _why_unknown(scan, asked, answers)
    progress("situations", 1, 1)
    warned = [w for w in (*before, *check_answers(answers)) if _is_told(w, asked.mine)]
    return AccountSituations(
        asked.day.isoformat(),
        len(in_order),
        _situations(answers, before, why, asked),
        rows,
        int(np.count_nonzero(_held(answers))),
        opened.files,
        opened.notes,
        tuple(dict.fromkeys(one.sentence for one in warned)),
        opened.repeated,
        opened.key,
        (iso_day(min(kind.first for kind in there.kinds.values())), iso_day(max(k.last for k in there.kinds.values()))),
    )


def _kinds(parameters: Sequence[Parameter]) -> dict[str, Kind]:
    return {one.name: one.kind for one in parameters if one.table == TableName.ACCOUNTS and one.is_searched}


def _held(answers: SituationAnswers) -> IntArray:
    """Return how many situations hold for each account."""
    held = np.array([answer == YES for answer in answers.answers.values()])
    return np.count_nonzero(held, axis=0).astype(np.int64)


def _situations(
    answers: SituationAnswers,
    warnings: Sequence[SituationWarning],
    why: Mapping[str, tuple[NotKnown, ...]],
    asked: _Asked,
) -> tuple[AskedSituation, ...]:
    """Return the situations: those that hold most often first, those that nothing is known of last."""
    missing: dict[str, list[str]] = {}
    for one in warnings:
        if isinstance(one, NoSignals):
            missing.setdefault(one.situation, []).append(one.signal)
        elif isinstance(one, NoFact):
            missing.setdefault(one.situation, []).append(one.fact)
    found: list[AskedSituation] = []
    for name, rule in asked.rules.by_name.items():
        lacking = tuple(dict.fromkeys(missing.get(name, ())))
        counts = answers.counts(name)
        found.append(
            AskedSituation(name, rule.label, rule.why, *counts, lacking, why.get(name, ()), name in asked.mine)
        )
    return tuple(sorted(found, key=lambda one: (-one.n_holds, -one.n_not)))


def _is_told(warning: SituationWarning, mine: frozenset[str]) -> bool:
    """Return whether a warning is of use for a list: of packaged rules it is no news that signals are not there."""
    if isinstance(warning, AllOnOneDay | HoldsForAll):
        return True
    if isinstance(warning, SameRows):
        return warning.situation in mine or warning.other in mine
    # Few or many accounts are no fault of a list, and the counts tell how many.
    return getattr(warning, "situation", "") in mine and not isinstance(warning, FewRows | MostlyUnknown)


def _rows(scan: Scan, asked: _Asked, answers: SituationAnswers, some: _Places) -> Generator[AccountInSituation]:
    """Yield what holds for some accounts and what is not known, of situations that are known of any account."""
    told = _told(answers)
    for row in _evidence_rows(scan, _only(asked.rules, told), some, asked.day) if told else ():
        if row.situation in told and row.holds is not False:
            yield row


def _in_order(rows: Iterable[AccountInSituation], most: int | None) -> tuple[AccountInSituation, ...]:
    """Return what holds, then what is not known: accounts with most situations first, of these the latest."""
    of_account: dict[str, list[AccountInSituation]] = {}
    for row in rows:
        of_account.setdefault(row.account_key, []).append(row)
    order = list(of_account)
    held = {key: [row for row in found if row.holds] for key, found in of_account.items()}
    order.sort(key=lambda key: max((row.since for row in held[key]), default=""), reverse=True)
    order.sort(key=lambda key: -len(held[key]))
    first = order[:most]
    unknown = (row for key in first for row in of_account[key] if not row.holds)
    return (*(row for key in first for row in held[key]), *unknown)


def _told(answers: SituationAnswers) -> list[str]:
    """Return the situations that are known of any account."""
    return [name for name, answer in answers.answers.items() if np.any(answer != UNKNOWN)]


def _only(rules: SituationRules, names: Sequence[str]) -> SituationRules:
    """Return some rules, with those that they refer to."""
    wanted, waiting = set[str](), list(names)
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting += rules.by_name[name].others
    return replace(rules, by_name={name: rule for name, rule in rules.by_name.items() if name in wanted})


def _why_unknown(scan: Scan, asked: _Asked, answers: SituationAnswers) -> dict[str, tuple[NotKnown, ...]]:
    """Return why situations are not known of the first accounts of which they are not, the commonest reason first."""
    counts: dict[str, Counter[NotKnown]] = {}
    for name in _told(answers):
        some = np.flatnonzero(answers.answers[name] == UNKNOWN)[:_LOOKED_AT].tolist()
        for row in _evidence_rows(scan, _only(asked.rules, [name]), some, asked.day) if len(some) else ():
            if row.situation == name:
                counts.setdefault(name, Counter()).update(row.unknown)
    return {name: tuple(why for why, _ in found.most_common()) for name, found in counts.items()}


def _evidence_rows(scan: Scan, rules: SituationRules, some: _Places, day: date) -> Generator[AccountInSituation]:
    """Yield the answer of each rule for some accounts, with its evidence."""
    columns = [name for name in ("account_key", "name") if name in scan.columns(TableName.ACCOUNTS)]
    found = scan.project(TableName.ACCOUNTS, columns)
    keys, names = found["account_key"], found.get("name", found["account_key"])
    facts = facts_of_accounts(scan, rules)
    for start in range(0, len(some), _AT_ONCE):
        part = some[start : start + _AT_ONCE]
        known = {name: values[part] for name, values in facts.items()}
        for number, one in enumerate(evidence_of(scan, rules, [str(keys[i]) for i in part], days_of(day), known)):
            name: str | None = names[part[number // len(rules.by_name)]]
            yield _row(one, name or one.account)


def _row(one: SituationEvidence, name: str) -> AccountInSituation:
    why = tuple(NotKnown(str(w.because), w.about, w.column) for w in one.unknown)
    signals = tuple(_evidence(s.kind, s.day, s.columns) for s in one.signals)
    return AccountInSituation(
        one.account,
        name,
        one.situation,
        one.holds,
        iso_day(one.since),
        signals,
        {name: _plain(value) for name, value in one.facts.items()},
        why,
    )


def _evidence(kind: str, day: float, columns: Mapping[str, str | float]) -> DatedEvidence:
    about = {name: _plain(columns[name]) for name in _COLUMNS if name in columns}
    known_on, value = columns.get("known_on"), columns.get("value")
    return DatedEvidence(
        kind,
        iso_day(day),
        iso_day(known_on) if isinstance(known_on, float) else "",
        float(value) if isinstance(value, float) else None,
        about,
    )


def _plain(value: str | float) -> str | float:
    """Return a value without the type of the array that it comes from."""
    return float(value) if isinstance(value, float) else value
