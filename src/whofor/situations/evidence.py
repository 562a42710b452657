"""Why a situation holds for an account on a day: the dated signals and facts; why it is not known where it is not."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from whofor.arrays import Column
from whofor.schema.columns import TableName
from whofor.schema.scan import Scan
from whofor.schema.signal_tests import RowsOfKind
from whofor.situations.evaluating import SituationAnswers, Told, answer_rules, columns_of_where, fact_of
from whofor.situations.few_signals import FewSignals, read_few_signals
from whofor.situations.kleene import UNKNOWN, YES
from whofor.situations.questions import Questions, questions_of
from whofor.situations.rule_values import (
    FactTest,
    RuleTest,
    SeriesTest,
    SignalTest,
    Situation,
    SituationRules,
    SituationTest,
)
from whofor.situations.signals_there import SignalsThere, spellings_there

__all__ = ["ShownSignal", "SituationEvidence", "UnknownBecause", "WhyUnknown", "evidence_of"]


class UnknownBecause(StrEnum):
    """Reasons for which it is not known whether a test holds."""

    NO_DAY = "no_day"
    NO_SIGNALS = "no_signals"
    NOT_COVERED = "not_covered"
    EMPTY_COLUMN = "empty_column"
    NO_FRESH_VALUE = "no_fresh_value"
    NO_EARLIER_VALUE = "no_earlier_value"
    EARLIER_NOT_POSITIVE = "earlier_not_positive"
    NO_FACT = "no_fact"


@dataclass(frozen=True, slots=True)
class WhyUnknown:
    """Why a test is not known.

    Attributes:
        because: The reason.
        about: The kind of signal or the fact that it is about.
        column: The column that is empty.
    """

    because: UnknownBecause
    about: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class ShownSignal:
    """A signal, as evidence.

    Attributes:
        kind: What happened.
        day: When, as days since 1970-01-01.
        columns: What else is known of it: `known_on`, `value`, `tone`, `role`, `detail`, `text`, `source` …
    """

    kind: str
    day: float
    columns: Mapping[str, str | float] = field(default_factory=dict[str, str | float])


@dataclass(frozen=True, slots=True)
class SituationEvidence:
    """Whether a situation held for an account, and why.

    Attributes:
        account: Key of the account.
        day: The day before which it was known; NaN where it is not recorded.
        situation: Name of the situation.
        holds: Whether it held; `None` where that is not known.
        signals: Where it held, the signals that made it hold, the latest first.
        facts: Where it held, the facts that made it hold.
        unknown: Where it is not known, why.
        since: Where it holds, the day on which the last of what it needs became known; NaN where it rests on facts.
    """

    account: str
    day: float
    situation: str
    holds: bool | None
    signals: tuple[ShownSignal, ...] = ()
    facts: Mapping[str, str | float] = field(default_factory=dict[str, str | float])
    unknown: tuple[WhyUnknown, ...] = ()
    since: float = math.nan


def evidence_of(
    scan: Scan,
    rules: SituationRules,
    accounts: Sequence[str],
    days: float | Sequence[float],
    facts: Mapping[str, Column] | None = None,
) -> tuple[SituationEvidence, ...]:
    """Return for a few accounts which situations held and why: for each account, one after the other, all situations.

    Args:
        scan: The imported tables.
        rules: The rules.
        accounts: Keys of the accounts.
        days: One day for all or one for each, in days since 1970-01-01; only what was known before it counts.
        facts: Columns of facts, one value for each account asked for; `None` for what is recorded of the accounts.
    """
    each = [float(days)] * len(accounts) if isinstance(days, float | int) else list(days)
    there = spellings_there(scan, columns_of_where(rules))
    few, questions = read_few_signals(scan, accounts, each), questions_of(rules, there)
    facts = _facts(scan, rules, accounts) if facts is None else facts
    told = Told(rules, questions, few.answers(questions.tests()), np.array(few.days, dtype=np.float64), facts)
    shown = _Evidence(few, questions, there, told, answer_rules(told))
    return tuple(shown.of(number, situation) for number in range(len(accounts)) for situation in rules.by_name.values())


def _facts(scan: Scan, rules: SituationRules, accounts: Sequence[str]) -> dict[str, Column]:
    """Return the facts that rules ask for, as they are recorded of some accounts."""
    there = frozenset(scan.columns(TableName.ACCOUNTS)) if TableName.ACCOUNTS in scan.tables() else frozenset[str]()
    named = {fact: column for fact in rules.facts() if (column := fact_of(fact, there))}
    if not named:
        return {}
    wanted = list(dict.fromkeys(["account_key", *named.values()]))
    held = scan.rows_among(TableName.ACCOUNTS, "account_key", list(dict.fromkeys(accounts)), wanted)
    first: dict[str, int] = {}
    for row, key in enumerate(held["account_key"].tolist()):
        first.setdefault(key, row)
    found: dict[str, Column] = {}
    for fact, column in named.items():
        values, none = held[column], np.nan if held[column].dtype.kind == "f" else None
        picked = [values[first[key]] if key in first else none for key in accounts]
        found[fact] = np.array([*picked, none], dtype=values.dtype)[:-1]
    return found


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What is shown of some accounts."""

    few: FewSignals
    questions: Questions
    there: SignalsThere
    told: Told
    answers: SituationAnswers

    def of(self, asked: int, situation: Situation) -> SituationEvidence:
        """Return the evidence for a situation of an account."""
        answer = self.answers.answers[situation.name][asked]
        account, day = self.few.accounts[asked], self.few.days[asked]
        if answer == YES:
            rows, facts = self._held(asked, situation)
            shown = sorted((self._shown(row) for row in dict.fromkeys(rows)), key=lambda s: (-s.day, s.kind))
            since = self._since(asked, situation)
            return SituationEvidence(account, day, situation.name, True, tuple(shown), facts, since=since)
        if answer == UNKNOWN:
            why = tuple(dict.fromkeys(self._unknown(asked, situation)))
            return SituationEvidence(account, day, situation.name, None, unknown=why)
        return SituationEvidence(account, day, situation.name, False)

    def _shown(self, row: int) -> ShownSignal:
        held = {
            name: self.few.value(name, row) for name in self.few.columns if name not in ("account_key", "kind", "at")
        }
        known = {name: value for name, value in held.items() if value is not None}
        return ShownSignal(str(self.few.value("kind", row)), float(self.few.columns["at"][row]), known)

    def _held(self, asked: int, situation: Situation) -> tuple[list[int], dict[str, str | float]]:
        """Return the signals and the facts that made a situation hold."""
        rows: list[int] = []
        facts: dict[str, str | float] = {}
        for test in (*situation.when, *situation.any_of):
            if self.answers.tests[test][asked] != YES:
                continue
            match test:
                case SignalTest():
                    rows += self.few.fitting(asked, self.questions.rows[test])[0]
                case SeriesTest():
                    rows += [row for row in self.few.last(asked, self.questions.series[test]) if row is not None]
                case FactTest():
                    facts[test.fact] = self.told.facts[fact_of(test.fact, self.told.facts)][asked]
                case SituationTest():
                    more, others = self._held(asked, self.told.rules.by_name[test.situation])
                    rows, facts = rows + more, facts | others
        return rows, facts

    def _since(self, asked: int, situation: Situation) -> float:
        """Return the day on which the last of what a situation needs became known; NaN where facts are all."""
        days = [self._since_test(asked, test) for test in situation.when]
        held = [t for t in situation.any_of if self.answers.tests[t][asked] == YES]
        if held:
            days.append(min(self._since_test(asked, test) for test in held))
        last = max(days, default=-math.inf)
        return last if math.isfinite(last) else math.nan

    def _since_test(self, asked: int, test: RuleTest) -> float:
        """Return the day on which a test that holds came to hold; of a fact the earliest of all."""
        match test:
            case SignalTest():
                days = sorted(map(self._known, self.few.fitting(asked, self.questions.rows[test])[0]))
                if test.aggregate or len(days) < test.at_least:
                    return days[-1] if days else -math.inf
                return days[test.at_least - 1]
            case SeriesTest():
                return max(self._known(r) for r in self.few.last(asked, self.questions.series[test]) if r is not None)
            case SituationTest():
                found = self._since(asked, self.told.rules.by_name[test.situation])
                return -math.inf if math.isnan(found) else found
            case FactTest():
                return -math.inf

    def _known(self, row: int) -> float:
        """Return the day on which a signal had happened and was known."""
        known_on = self.few.value("known_on", row)
        at = float(self.few.columns["at"][row])
        return max(at, known_on) if isinstance(known_on, float) else at

    def _unknown(self, asked: int, situation: Situation) -> list[WhyUnknown]:
        """Return why it is not known whether a situation holds."""
        found: list[WhyUnknown] = []
        for test in situation.tests:
            if self.answers.tests[test][asked] == UNKNOWN:
                found += self._why(asked, test)
        return found

    def _why(self, asked: int, test: RuleTest) -> list[WhyUnknown]:
        match test:
            case SituationTest():
                return self._unknown(asked, self.told.rules.by_name[test.situation])
            case FactTest():
                return [WhyUnknown(UnknownBecause.NO_FACT, test.fact)]
            case SeriesTest():
                return [WhyUnknown(self._why_series(asked, test), test.series)]
            case SignalTest():
                return self._why_signal(asked, test)

    def _why_series(self, asked: int, test: SeriesTest) -> UnknownBecause:
        if np.isnan(self.few.days[asked]):
            return UnknownBecause.NO_DAY
        if not self.there.spellings(test.series):
            return UnknownBecause.NO_SIGNALS
        now, then = self.few.last(asked, self.questions.series[test])
        if now is None:
            return UnknownBecause.NO_FRESH_VALUE
        return UnknownBecause.NO_EARLIER_VALUE if then is None else UnknownBecause.EARLIER_NOT_POSITIVE

    def _why_signal(self, asked: int, test: SignalTest) -> list[WhyUnknown]:
        if np.isnan(self.few.days[asked]):
            return [WhyUnknown(UnknownBecause.NO_DAY, test.signal)]
        if not self.there.spellings(test.signal):
            return [WhyUnknown(UnknownBecause.NO_SIGNALS, test.signal)]
        found = self._empty_columns(asked, test, self.questions.rows[test])
        if not self.told.covered(test)[asked]:
            found.append(WhyUnknown(UnknownBecause.NOT_COVERED, test.signal))
        # Covered, with nothing empty: values so large that they are slips.
        return found or [WhyUnknown(UnknownBecause.EMPTY_COLUMN, test.signal, test.column)]

    def _empty_columns(self, asked: int, test: SignalTest, question: RowsOfKind) -> list[WhyUnknown]:
        """Return the columns whose empty cells leave a test open."""
        fits, perhaps = self.few.fitting(asked, question)
        columns = [one.column for one in test.where for row in perhaps if self.few.value(one.column, row) is None]
        if test.aggregate:
            columns += [test.column for row in fits if self.few.value(question.column, row) is None]
        return [WhyUnknown(UnknownBecause.EMPTY_COLUMN, test.signal, column) for column in dict.fromkeys(columns)]
