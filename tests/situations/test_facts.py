"""Which situations are facts that may define a type of client, and what each is known by."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.lexicon.fact_kinds import fact_kind
from whofor.model import AsOf, Kind, Parameter, Role
from whofor.situations.evaluating import SituationAnswers
from whofor.situations.facts import attributes_of_situations, row_situations
from whofor.situations.rules_file import packaged_situations, parse_situations

OWN = """
[situation.mine]
when = [{signal = "funding", within_days = 30}]
[situation.small]
when = [{fact = "employees", is = "< 10"}, {signal = "press"}]
[situation.chained]
when = [{situation = "mine"}, {signal = "press", within_days = 9}]
"""
RULES = parse_situations(OWN, "s.toml", beside=packaged_situations())


def answers(**held: int) -> SituationAnswers:
    """Answers for 100 rows: a situation holds in the first so many, and not in the others; the rest is not known."""
    told = {name: np.zeros(100, dtype=np.int8) for name in RULES.by_name}
    for name, n in held.items():
        told[name] = np.where(np.arange(100) < n, 1, -1).astype(np.int8)
    return SituationAnswers(RULES, told, {})


def searched(dated: tuple[str, ...] = ("Funding", "press"), **held: int) -> dict[str, bool]:
    return {one.name: one.is_searched for one in row_situations(answers(**held), dated)}


def test_a_window_after_one_kind_of_signal_is_left_to_its_day() -> None:
    assert searched(raised=50, bad_buzz=40) == {"raised": False, "bad_buzz": True}
    assert searched((), raised=50) == {"raised": True}


def test_what_cannot_be_judged_is_told_and_not_searched_but_ones_own_is() -> None:
    assert searched(bad_buzz=29, team_growing=71, merger=30, mine=3) == {
        "bad_buzz": False,
        "team_growing": False,
        "merger": True,
        "mine": True,
    }


def test_of_two_that_hold_in_the_same_rows_the_first_is_searched() -> None:
    assert searched(hyper_growth=40, team_growing=41) == {"hyper_growth": True, "team_growing": False}
    assert searched(hyper_growth=40, team_growing=60) == {"hyper_growth": True, "team_growing": True}


@pytest.mark.parametrize(
    ("name", "group", "table", "as_of"),
    [
        ("mine", "x_last_round", "signals", AsOf.KNOWN),
        ("small", "situation_small", "accounts", AsOf.UNKNOWN),
        ("chained", "situation_chained", "signals", AsOf.KNOWN),
        ("bad_buzz", "signal_press", "signals", AsOf.KNOWN),
    ],
)
def test_what_a_fact_is_known_by(name: str, group: str, table: str, as_of: AsOf) -> None:
    """Those of one kind of signal are never combined with its day; what rests on a fact may leak as that fact may."""
    dated = {"Funding": "x_last_round", "press": "signal_press"}
    told = row_situations(answers(**{name: 40}), dated)
    size = Parameter("employees", "Size", Role.DEFINITION, Kind.NUMBER, "accounts")
    (found,) = attributes_of_situations(told, RULES, {"employees": size}, dated)
    p = found.parameter
    assert (p.name, found.group, p.table, p.as_of) == (f"situation_{name}", group, table, as_of)
    assert fact_kind(p.name, p.label, p.table, dated=False) == "situation"
    assert found.values.tolist() == ["true"] * 40 + ["false"] * 60
