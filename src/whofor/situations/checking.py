"""Rules against the data: what they ask for and is not there, and answers that tell nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np

from whofor.errors import InputError, Problem, Sentence
from whofor.model import Kind
from whofor.situations.evaluating import SituationAnswers, fact_of
from whofor.situations.kleene import YES
from whofor.situations.notices import (
    AllOnOneDay,
    FewRows,
    HistoryTooShort,
    HoldsForAll,
    MostlyUnknown,
    NoFact,
    NoSignals,
    NoValues,
    SameRows,
    SituationWarning,
    TextsNeverSeen,
)
from whofor.situations.rule_values import (
    SERIES_KINDS,
    SIGNAL_KINDS,
    ComparedWith,
    FactTest,
    SeriesTest,
    SignalTest,
    Situation,
    SituationRules,
)
from whofor.situations.signals_there import KindOfSignal, SignalsThere
from whofor.situations.texts import plain, says_one_of
from whofor.text import did_you_mean, near_names

__all__ = ["FEWEST", "SAME", "check_answers", "check_rules", "likeness"]

FEWEST = 30
"""Rows below which a share says nothing: its interval reaches over a third of the scale."""
SAME = 0.95
"""Likeness from which two situations say the same: a convention."""
_MOST_UNKNOWN = 0.5
_BY_CHANCE = 5
"""Fewer signals may well lie on one day."""
_MOST_SHOWN = 5

Finding = tuple[Problem | None, SituationWarning]
"""What is wrong: as an error, where it is one, and as a warning."""


def check_rules(
    rules: SituationRules, there: SignalsThere, facts: Mapping[str, Kind], *, lenient: bool = False
) -> tuple[SituationWarning, ...]:
    """Return what should be warned of before the rules are carried out.

    What a rule of the user asks for and is not there is an error; of a packaged rule it is a warning, as few exports
    have signals of all kinds. The rule then stays unknown.

    Args:
        rules: The rules.
        there: What signals the data has, with the texts of the columns that rules choose them by.
        facts: Facts that are recorded, by name, with the kind of their values.
        lenient: Warn where there would be an error.

    Raises:
        InputError: With every problem found, each with its line.
    """
    found: list[Finding] = []
    for situation, test in rules.tests():
        match test:
            case SignalTest():
                found += _of_signal(situation, test, there)
            case SeriesTest():
                found += _of_series(situation, test, there)
            case FactTest():
                found += _of_fact(situation, test, facts)
            case _:
                pass
    problems = [problem for problem, _ in found if problem is not None and problem.place]
    if problems and not lenient:
        raise InputError(sorted(dict.fromkeys(problems), key=_line))
    warnings = [warning for _, warning in found]
    return tuple(dict.fromkeys([*warnings, *_of_one_day(rules, there)]))


def _line(problem: Problem) -> int:
    found = re.search(r":(\d+) ", problem.place)
    return int(found[1]) if found else 0


def _of_signal(situation: Situation, test: SignalTest, there: SignalsThere) -> Iterator[Finding]:
    kind = there.kinds.get(plain(test.signal))
    if kind is None:
        yield _no_signals(situation, test.signal, test.place, there)
        return
    if test.aggregate:
        yield from _of_column(situation, test, test.column, kind, there, numbers=True)
    for where in test.where:
        yield from _of_column(situation, test, where.column, kind, there, numbers=False)
        texts = there.texts.get(where.column, ())
        if kind.filled.get(where.column) and not any(says_one_of(text, where.texts) for text in texts):
            near = dict.fromkeys(name for wanted in where.texts for name in near_names(wanted.strip("*"), texts))
            shown = tuple([*near, *(text for text in texts if text not in near)][:_MOST_SHOWN])
            yield None, TextsNeverSeen(situation.name, where.column, where.texts, shown)


def _no_signals(situation: Situation, signal: str, place: str, there: SignalsThere) -> Finding:
    shipped = (*SIGNAL_KINDS, *SERIES_KINDS)
    known = [*shipped, *(name for name in there.kinds if name not in map(plain, shipped))]
    warning = NoSignals(situation.name, signal)
    if plain(signal) in map(plain, shipped):
        todo = "Import some, take the rule out, or let it stay unknown with --lenient."
        return Problem(
            Sentence("There are no signals of the kind {signal!r}", signal=signal), place, todo=todo
        ), warning
    todo = did_you_mean(signal, known, what="kinds of signals")
    return Problem(Sentence("{signal!r} is no kind of signal", signal=signal), place, todo=todo), warning


def _of_column(
    situation: Situation, test: SignalTest, column: str, kind: KindOfSignal, there: SignalsThere, *, numbers: bool
) -> Iterator[Finding]:
    warning = NoValues(situation.name, test.signal, column)
    if column not in there.columns:
        usable = [name for name, is_number in there.columns.items() if is_number == numbers]
        todo = did_you_mean(column, usable, what="columns of signals")
        yield Problem(Sentence("Signals have no column {column!r}", column=column), test.place, todo=todo), warning
    elif there.columns[column] != numbers:
        todo = "Compare texts with where, and numbers with mean, max, min or sum."
        template = "{column!r} holds no numbers" if numbers else "{column!r} holds numbers, not texts"
        yield Problem(Sentence(template, column=column), test.place, todo=todo), warning
    elif not kind.filled.get(column):
        what = Sentence("No signal of the kind {signal!r} fills {column!r}", signal=test.signal, column=column)
        yield Problem(what, test.place, todo="Map a column of the export to it, or take the test out."), warning


def _of_series(situation: Situation, test: SeriesTest, there: SignalsThere) -> Iterator[Finding]:
    kind = there.kinds.get(plain(test.series))
    if kind is None:
        yield _no_signals(situation, test.series, test.place, there)
        return
    if not kind.filled.get("value"):
        what = Sentence("The signals of the kind {signal!r} have no values", signal=test.series)
        warning: SituationWarning = NoValues(situation.name, test.series, "value")
        yield Problem(what, test.place, todo="Map their values to `value`."), warning
        return
    days = round(kind.last - kind.first)
    if days < test.over_days:
        what = Sentence(
            "{over} days are asked for, and the values of {signal!r} lie within {days} days",
            over=test.over_days,
            signal=test.series,
            days=days,
        )
        warning = HistoryTooShort(situation.name, test.series, days, test.over_days)
        yield Problem(what, test.place, todo="Ask for fewer days, or import a longer history."), warning


def _of_fact(situation: Situation, test: FactTest, facts: Mapping[str, Kind]) -> Iterator[Finding]:
    name = fact_of(test.fact, facts)
    warning = NoFact(situation.name, test.fact)
    if not name:
        what = Sentence("There is no fact {name!r}", name=test.fact)
        yield Problem(what, test.place, todo=did_you_mean(test.fact, list(facts), what="facts")), warning
        return
    kind = facts[name]
    asks_number = isinstance(test.wanted, ComparedWith) or bool(test.wanted.numbers)
    if kind is Kind.DATE:
        todo = "Record it as signals, whose days can be asked for with within_days."
        yield Problem(Sentence("{name!r} is a day", name=test.fact), test.place, todo=todo), warning
    elif asks_number != (kind is Kind.NUMBER):
        is_number = kind is Kind.NUMBER
        template = "{name!r} holds numbers, not texts" if is_number else "{name!r} holds no numbers"
        todo = 'Write an operator and a number: is = ">= 3".' if is_number else 'Write a list: is = ["fintech"].'
        yield Problem(Sentence(template, name=test.fact), test.place, todo=todo), warning


def _of_one_day(rules: SituationRules, there: SignalsThere) -> Iterator[SituationWarning]:
    asked = [
        test.signal if isinstance(test, SignalTest) else test.series
        for _, test in rules.tests()
        if isinstance(test, SignalTest | SeriesTest)
    ]
    for name in dict.fromkeys(map(plain, asked)):
        kind = there.kinds.get(name)
        if kind is not None and kind.rows >= _BY_CHANCE and kind.most_rows == kind.rows:
            yield AllOnOneDay(kind.spellings[0], kind.most_on, kind.rows)


def check_answers(answers: SituationAnswers) -> tuple[SituationWarning, ...]:
    """Return what should be warned of in answers: too few, the same as others, mostly unknown."""
    found: list[SituationWarning] = []
    for name, answer in answers.answers.items():
        yes, no, unknown = answers.counts(name)
        if yes + no and min(yes, no) < FEWEST:
            found.append(FewRows(name, yes, no))
        if yes > 1 and yes == len(answer):
            found.append(HoldsForAll(name, yes))
        if len(answer) and unknown / len(answer) > _MOST_UNKNOWN:
            found.append(MostlyUnknown(name, unknown / len(answer)))
    for other, name in combinations(answers.answers, 2):
        alike = likeness(answers, name, other)
        if alike >= SAME:
            found.append(SameRows(name, other, alike))
    return tuple(found)


def likeness(answers: SituationAnswers, one: str, other: str) -> float:
    """Return the rows in which two situations hold, as a share of those in which either does (Jaccard)."""
    holds, also = answers.answers[one] == YES, answers.answers[other] == YES
    either = int(np.count_nonzero(holds | also))
    return int(np.count_nonzero(holds & also)) / either if either else 0.0
