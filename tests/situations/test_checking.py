"""Rules against data: what is asked for and not there, and answers that tell nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engines.conftest import NUMBERS
from engines.oracle import MemoryScan
from whofor.errors import InputError
from whofor.model import Kind
from whofor.situations.checking import check_answers, check_rules
from whofor.situations.evaluating import SituationAnswers
from whofor.situations.notices import (
    AllOnOneDay,
    FewRows,
    HistoryTooShort,
    HoldsForAll,
    MostlyUnknown,
    NoSignals,
    NoValues,
    SameRows,
    SituationWarning,
    TextsNeverSeen,
)
from whofor.situations.rule_values import Situation, SituationRules
from whofor.situations.rules_file import parse_situations
from whofor.situations.signals_there import SignalsThere, signals_there

SIGNALS: dict[str, list[Any]] = {
    "account_key": ["a", "b", "a", "b", "a", "b", None, "c"],
    "kind": ["funding", "Funding ", "revenue", "revenue", "press", "press", "press", "hiring"],
    "at": [100.5, 130.0, 100.0, 140.0, 100.0, 100.2, 100.9, None],
    "value": [5.0, None, 1.0, 2.0, None, None, None, None],
    "detail": ["Series A", "seed", None, None, None, None, None, None],
    "x_size": [None, None, 3.0, None, None, None, None, None],
    "x_city": ["Lyon", "Paris", None, None, None, None, None, None],
}
FACTS = {"employees": Kind.NUMBER, "industry": Kind.CATEGORY, "x_founders": Kind.NUMBER, "created": Kind.DATE}


def there() -> SignalsThere:
    return signals_there(MemoryScan({"signals": SIGNALS}, NUMBERS | {"x_size"}), ["detail", "x_city", "value"])


def test_what_signals_there_are() -> None:
    found = there()
    assert set(found.kinds) == {"funding", "revenue", "press"}
    funding = found.kinds["funding"]
    assert (funding.spellings, funding.rows, funding.first, funding.last) == (("Funding ", "funding"), 2, 100.0, 130.0)
    assert funding.filled == {"value": 1, "detail": 2, "x_size": 0, "x_city": 2}
    assert (found.kinds["press"].most_on, found.kinds["press"].most_rows) == (100.0, 3)
    assert found.texts == {"detail": ("Series A", "seed"), "x_city": ("Lyon", "Paris")}
    assert found.spellings("FUNDING") == ("Funding ", "funding")
    assert signals_there(MemoryScan({"deals": {"deal_key": []}}, NUMBERS)) == SignalsThere()


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ('{signal = "fundin"}', "'fundin' is no kind of signal. Did you mean 'funding'"),
        ('{signal = "merger"}', "There are no signals of the kind 'merger'. Import some"),
        ('{signal = "hiring"}', "There are no signals of the kind 'hiring'"),  # its only row has no day
        ('{series = "revenu", change = "> 1", over_days = 9}', "'revenu' is no kind of signal. Did you mean 'revenue'"),
        (
            '{series = "revenue", change = "> 1", over_days = 41}',
            "41 days are asked for, and the values of 'revenue' lie within 40",
        ),
        ('{series = "press", change = "> 1", over_days = 1}', "The signals of the kind 'press' have no values"),
        (
            '{signal = "funding", where = {x_citty = "Lyon"}}',
            "Signals have no column 'x_citty'. Did you mean 'x_city'?",
        ),
        ('{signal = "funding", where = {x_size = "3"}}', "'x_size' holds numbers, not texts"),
        ('{signal = "funding", where = {role = "ceo"}}', "Signals have no column 'role'"),
        ('{signal = "press", where = {detail = "a"}}', "No signal of the kind 'press' fills 'detail'"),
        ('{signal = "funding", max = "x_city", is = 3}', "'x_city' holds no numbers"),
        ('{signal = "press", mean = "tone", is = "< 0"}', "Signals have no column 'tone'"),
        ('{fact = "employes", is = "> 3"}', "There is no fact 'employes'. Did you mean 'employees'?"),
        ('{fact = "employees", is = ["many"]}', "'employees' holds numbers, not texts"),
        ('{fact = "industry", is = "> 3"}', "'industry' holds no numbers"),
        ('{fact = "created", is = "> 3"}', "'created' is a day"),
    ],
)
def test_what_is_not_there_is_an_error_or_where_lenient_a_warning(test: str, said: str) -> None:
    rules = parse_situations(f"[situation.x]\nwhen = [\n  {test}]", "s.toml")
    with pytest.raises(InputError) as caught:
        check_rules(rules, there(), FACTS)
    (problem,) = map(str, caught.value.problems)
    assert problem.startswith("s.toml:3 situation.x.when.0: ")
    assert said in problem
    (warning,) = check_rules(rules, there(), FACTS, lenient=True)
    assert "x" in str(warning.sentence)


@pytest.mark.parametrize(
    "test",
    [
        '{signal = "FUNDING", where = {detail = "series-a", x_city = "*"}, max = "value", is = "> 3"}',
        '{series = "revenue", change = "> 1", over_days = 40}',
        '{fact = "founders", is = "= 0"}',
        '{fact = "industry", is = ["a"]}',
    ],
)
def test_what_is_there_is_right(test: str) -> None:
    assert check_rules(parse_situations(f"[situation.x]\nwhen = [{test}]", "s.toml"), there(), FACTS) == ()


def test_warnings_are_values() -> None:
    text = """[situation.x]
any = [
  {signal = "funding", where = {detail = "serie b"}}, {signal = "merger"}, {signal = "press", sum = "value", is = 1},
  {series = "revenue", change = "> 1", over_days = 41}]"""
    found = check_rules(parse_situations(text, "s.toml"), there(), FACTS, lenient=True)
    assert found == (
        TextsNeverSeen("x", "detail", ("serie b",), ("Series A", "seed")),
        NoSignals("x", "merger"),
        NoValues("x", "press", "value"),
        HistoryTooShort("x", "revenue", 40, 41),
    )


def test_a_kind_whose_signals_all_lie_on_one_day() -> None:
    signals = {"account_key": ["a"] * 6, "kind": ["press"] * 6, "at": [100.0 + i / 10 for i in range(6)]}
    rules = parse_situations('[situation.x]\nwhen = [{signal = "press"}]', "s.toml")
    found = check_rules(rules, signals_there(MemoryScan({"signals": signals}, NUMBERS)), {})
    assert found == (AllOnOneDay("press", 100.0, 6),)
    assert str(found[0].sentence).startswith("All 6 signals of the kind 'press' lie on 1970-04-11")
    few = {name: values[:4] for name, values in signals.items()}
    assert check_rules(rules, signals_there(MemoryScan({"signals": few}, NUMBERS)), {}) == ()


def warned(**answers: list[int]) -> tuple[SituationWarning, ...]:
    rules = SituationRules({name: Situation(name) for name in answers})
    return check_answers(SituationAnswers(rules, {name: np.array(a, np.int8) for name, a in answers.items()}, {}))


def test_answers_that_tell_nothing() -> None:
    assert warned(a=[1] * 30 + [-1] * 30) == ()
    assert warned(a=[1] * 29 + [-1] * 31) == (FewRows("a", 29, 31),)
    assert warned(a=[1] * 60) == (FewRows("a", 60, 0), HoldsForAll("a", 60))
    assert warned(a=[1] * 30 + [-1] * 30 + [0] * 60) == ()
    assert warned(a=[1] * 30 + [-1] * 30 + [0] * 61) == (MostlyUnknown("a", 61 / 121),)
    assert warned(a=[0] * 9) == (MostlyUnknown("a", 1.0),)
    same = [1] * 100 + [-1] * 100
    assert warned(a=same, b=[-1] * 5 + same[5:], c=[-1] * 6 + same[6:]) == (
        SameRows("b", "a", 0.95),
        SameRows("c", "b", 94 / 95),
    )
