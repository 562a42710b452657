"""Situations of all rows of a table, as of a day: the answers of rules."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, Column, FloatArray
from whofor.model.parameters import EXTRA_PREFIX
from whofor.schema.columns import TableName
from whofor.schema.scan import Scan
from whofor.schema.signal_tests import SignalAnswers
from whofor.situations.judging import judge_fact, judge_rows, judge_series
from whofor.situations.kleene import NO, YES, Answers, all_of, none_of, one_of
from whofor.situations.questions import Questions, feed_of, questions_of
from whofor.situations.rule_values import (
    FactTest,
    RuleTest,
    SeriesTest,
    SignalTest,
    Situation,
    SituationRules,
    SituationTest,
)
from whofor.situations.signals_there import spellings_there

__all__ = [
    "SituationAnswers",
    "Told",
    "answer_rules",
    "columns_of_where",
    "fact_of",
    "facts_of_accounts",
    "situations_of",
]


@dataclass(frozen=True, eq=False, slots=True)
class SituationAnswers:
    """Answers of rules for all rows of a table, in the order of the import.

    Attributes:
        rules: The rules.
        answers: Name of a situation -> 1 where it holds, -1 where it does not, 0 where that is not known.
        tests: Answer of each test.
    """

    rules: SituationRules
    answers: Mapping[str, Answers]
    tests: Mapping[RuleTest, Answers]

    def column(self, name: str) -> Column:
        """Return a situation as a column of yes/no: `true`, `false`, None where it is not known."""
        return np.array(["false", None, "true"], dtype=object)[self.answers[name].astype(np.int64) + 1]

    def counts(self, name: str) -> tuple[int, int, int]:
        """Return in how many rows a situation holds, does not, and is not known."""
        found = self.answers[name]
        yes, no = int(np.count_nonzero(found == YES)), int(np.count_nonzero(found == NO))
        return yes, no, len(found) - yes - no


@dataclass(frozen=True, eq=False, slots=True)
class Told:
    """All that answers follow from.

    Attributes:
        rules: The rules.
        questions: What was asked for them.
        signals: What was told.
        days: The day of each row; read only where a feed has a first or last day.
        facts: Columns of facts, by name.
    """

    rules: SituationRules
    questions: Questions
    signals: SignalAnswers
    days: FloatArray
    facts: Mapping[str, Column]

    def answer(self, test: SignalTest | SeriesTest | FactTest) -> Answers:
        """Return the answer to a test."""
        match test:
            case SignalTest():
                return judge_rows(test, self.signals.rows[self.questions.rows[test]], self.covered(test))
            case SeriesTest():
                return judge_series(test, self.signals.series[self.questions.series[test]])
            case FactTest():
                name = fact_of(test.fact, self.facts)
                return judge_fact(test, self.facts[name] if name else None, len(self.signals.asked))

    def covered(self, test: SignalTest) -> BoolArray:
        """Return the rows of which all signals of the kind in the days asked for are known."""
        asked = self.signals.asked
        if test in self.questions.watched:
            return self.signals.watched[self.questions.watched[test]] & asked
        if test in self.questions.any_row:
            return (self.signals.rows[self.questions.any_row[test]].fitting > 0) & asked
        feed = feed_of(self.rules, test.signal)
        covered = asked
        if feed is not None and feed.since is not None:
            first = -np.inf if test.within_days is None else self.days - test.within_days
            covered = covered & (first >= feed.since)
        if feed is not None and feed.until is not None:
            covered = covered & (self.days - 1 <= feed.until)
        return covered


def situations_of(
    scan: Scan, table: str, day: str | float, rules: SituationRules, facts: Mapping[str, Column] | None = None
) -> SituationAnswers:
    """Return the situations of all rows of a table, as known on the day before a day, in one pass over the signals.

    Args:
        scan: The imported tables.
        table: The table of the rows; by its `account_key` signals belong to them.
        day: Its column of the days, such as `opened`, or one day for all rows, in days since 1970-01-01.
        rules: The rules, checked by `check_rules`.
        facts: Columns of facts, one value for each row, by name; what is not there is not known.
    """
    there = spellings_there(scan, columns_of_where(rules))
    questions = questions_of(rules, there)
    told = scan.signals_before(table, day, questions.tests())
    days = _days(scan, table, day, rules, len(told.asked))
    return answer_rules(Told(rules, questions, told, days, facts or {}))


def columns_of_where(rules: SituationRules) -> tuple[str, ...]:
    """Return the columns by which rules choose signals."""
    found = (one.column for _, test in rules.tests() if isinstance(test, SignalTest) for one in test.where)
    return tuple(dict.fromkeys(found))


def facts_of_accounts(scan: Scan, rules: SituationRules) -> dict[str, Column]:
    """Return those facts of accounts that rules ask for, by the name that the rules give them."""
    there = frozenset(scan.columns(TableName.ACCOUNTS)) if TableName.ACCOUNTS in scan.tables() else frozenset[str]()
    named = {fact: column for fact in rules.facts() if (column := fact_of(fact, there))}
    found = scan.project(TableName.ACCOUNTS, list(dict.fromkeys(named.values()))) if named else {}
    return {fact: found[column] for fact, column in named.items()}


def fact_of(name: str, there: Mapping[str, object] | frozenset[str]) -> str:
    """Return the name under which a fact is recorded: its own, or that of an extra column; empty where it is not."""
    return next((one for one in (name, f"{EXTRA_PREFIX}{name}") if one in there), "")


def _days(scan: Scan, table: str, day: str | float, rules: SituationRules, n: int) -> FloatArray:
    """Return the day of each row, where a feed asks for it."""
    if not isinstance(day, str):
        return np.broadcast_to(np.array(math.floor(day) if math.isfinite(day) else math.nan), (n,))
    asked = any(feed.since is not None or feed.until is not None for feed in rules.feeds.values())
    return np.floor(scan.project(table, [day])[day]) if asked else np.broadcast_to(np.array(math.nan), (n,))


def answer_rules(told: Told) -> SituationAnswers:
    """Return the answers of rules, from what was told of the signals."""
    tests: dict[RuleTest, Answers] = {}
    found: dict[str, Answers] = {}
    for situation in told.rules.in_order():
        for test in situation.tests:
            if isinstance(test, SituationTest):
                tests[test] = found[test.situation]
            elif test not in tests:
                tests[test] = told.answer(test)
        found[situation.name] = _answer_of(situation, tests)
    return SituationAnswers(told.rules, {name: found[name] for name in told.rules.by_name}, tests)


def _answer_of(situation: Situation, tests: Mapping[RuleTest, Answers]) -> Answers:
    parts = [tests[test] for test in situation.when]
    if situation.any_of:
        parts.append(one_of([tests[test] for test in situation.any_of]))
    if situation.unless:
        parts.append(none_of([tests[test] for test in situation.unless]))
    return all_of(parts)
