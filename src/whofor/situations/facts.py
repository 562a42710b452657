"""Situations as facts of rows: those that are told of, and those of them that may define a type of client."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from whofor.model.parameters import SITUATION_PREFIX, AsOf, Kind, Parameter, Role
from whofor.schema.columns import TableName
from whofor.schema.rows import Attribute, RowSituation
from whofor.situations.checking import FEWEST, SAME, likeness
from whofor.situations.evaluating import SituationAnswers, fact_of
from whofor.situations.rule_values import (
    FactTest,
    RuleTest,
    SignalTest,
    Situation,
    SituationRules,
    SituationTest,
)
from whofor.situations.texts import plain

__all__ = ["attributes_of_situations", "row_situations"]


def row_situations(answers: SituationAnswers, dated: Iterable[str]) -> tuple[RowSituation, ...]:
    """Return the situations that are known of any row, each with whether conditions are made of it.

    All rules of the user's own are searched. A packaged one is where it can be judged, where no earlier one says the
    same, and where it is more than a window after one kind of signal: of such a kind the day of the latest signal is a
    fact already, whose windows are searched. Nothing here looks at outcomes.

    Args:
        answers: Answers for all rows.
        dated: Kinds of signals whose latest day is a fact of the rows.
    """
    kinds, found = {plain(kind) for kind in dated}, list[RowSituation]()
    searched: list[str] = []
    for name, rule in answers.rules.by_name.items():
        yes, no, unknown = answers.counts(name)
        if not yes + no:
            continue
        worth_it = bool(rule.place) or (
            min(yes, no + unknown) >= FEWEST
            and not _is_window(rule, kinds)
            and not any(likeness(answers, name, other) >= SAME for other in searched)
        )
        if worth_it:
            searched.append(name)
        found.append(RowSituation(name, answers.column(name), dict(rule.label), dict(rule.why), worth_it))
    return tuple(found)


def _is_window(rule: Situation, dated: set[str]) -> bool:
    if len(rule.tests) != 1 or not rule.when:
        return False
    test = rule.when[0]
    is_plain = isinstance(test, SignalTest) and not test.where and test.at_least == 1 and not test.aggregate
    return is_plain and isinstance(test, SignalTest) and plain(test.signal) in dated


def attributes_of_situations(
    situations: Iterable[RowSituation], rules: SituationRules, facts: Mapping[str, Parameter], dated: Mapping[str, str]
) -> list[Attribute]:
    """Return the situations of which conditions are made, as definition parameters: yes, no, not known.

    Args:
        situations: Situations of the rows.
        rules: All rules.
        facts: The facts that rules may ask for, by name.
        dated: For each kind of signal whose latest day is a fact of the rows, the group of that fact.
    """
    groups = {plain(kind): group for kind, group in dated.items()}
    return [
        Attribute(_parameter(rule, rules, facts), one.values, _group(rule, rules, groups))
        for one in situations
        if one.is_searched
        for rule in (rules.by_name[one.name],)
    ]


def _parameter(rule: Situation, rules: SituationRules, facts: Mapping[str, Parameter]) -> Parameter:
    asked = [fact_of(test.fact, frozenset(facts)) for test in _all_tests(rule, rules) if isinstance(test, FactTest)]
    # A signal has its day; a fact without a history may have been written since.
    known = all(not name or facts[name].as_of is AsOf.KNOWN for name in asked)
    return Parameter(
        f"{SITUATION_PREFIX}{rule.name}",
        rule.label_in("en"),
        Role.DEFINITION,
        Kind.BOOLEAN,
        # What rests on a recorded fact may leak as that fact may; signals count as of their days only.
        TableName.ACCOUNTS if asked else TableName.SIGNALS,
        as_of=AsOf.KNOWN if known else AsOf.UNKNOWN,
    )


def _group(rule: Situation, rules: SituationRules, groups: Mapping[str, str]) -> str:
    """Return the group of a situation: that of the day of its signals, where all are of one kind."""
    tests = _all_tests(rule, rules)
    kinds = {plain(test.signal) if isinstance(test, SignalTest) else "" for test in tests}
    only = groups.get(kinds.pop()) if len(kinds) == 1 else None
    return only or f"{SITUATION_PREFIX}{rule.name}"


def _all_tests(rule: Situation, rules: SituationRules) -> list[RuleTest]:
    """Return the tests of a rule with those of the situations that it refers to, however long the chain."""
    found: list[RuleTest] = []
    waiting, seen = [rule], {rule.name}
    while waiting:
        for test in waiting.pop().tests:
            if not isinstance(test, SituationTest):
                found.append(test)
            elif test.situation not in seen:
                seen.add(test.situation)
                waiting.append(rules.by_name[test.situation])
    return found
