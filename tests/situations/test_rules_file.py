"""Files of situations: what is read, and every mistake with its line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from whofor.days import days_of
from whofor.errors import InputError
from whofor.situations.rule_values import (
    SERIES_KINDS,
    SIGNAL_KINDS,
    ComparedWith,
    FactTest,
    Feed,
    OneOf,
    SeriesTest,
    SignalTest,
    SituationTest,
    Where,
)
from whofor.situations.rules_file import packaged_situations, parse_situations

EVERYTHING = """version = 1
[situation.raised]
when = [{signal = "funding", within_days = 180}]
label.en = "Raised"
label.fr = "Levée"
why.en = "Budget"
[situation.hyper_growth]
any = [
  {series = "revenue", change = ">= 50%", over_days = 61},
  {series = "headcount", change = "> 12.5", over_days = 61, fresh_days = 30},
]
[situation.first_time_founder_in_hyper_growth]
when = [{situation = "hyper_growth"}, {fact = "founder_earlier_companies", is = "= 0"}, {fact = "a", is = ["x", "y*"]}]
unless = [{signal = "leadership", where = {role = ["ceo", "*chief*"], detail = "new"}, within_days = 365}]
[[situation.written_long.when]]
signal = "press"
at_least = 3
mean = "tone"
is = "<0"
[feed.press]
covers = "all"
from = 2020-01-31
"""


def test_everything_that_can_be_written() -> None:
    rules = parse_situations(EVERYTHING, "s.toml")
    raised, growth, founder, long = rules.by_name.values()
    assert raised.when == (SignalTest("funding", 180),)
    assert (raised.label, raised.why) == ({"en": "Raised", "fr": "Levée"}, {"en": "Budget"})
    assert growth.any_of == (
        SeriesTest("revenue", ComparedWith(">=", 0.5), True, 61, 92),
        SeriesTest("headcount", ComparedWith(">", 12.5), False, 61, 30),
    )
    assert founder.when == (
        SituationTest("hyper_growth"),
        FactTest("founder_earlier_companies", ComparedWith("=", 0.0)),
        FactTest("a", OneOf(("x", "y*"))),
    )
    where = (Where("role", ("ceo", "*chief*")), Where("detail", ("new",)))
    assert founder.unless == (SignalTest("leadership", 365, where),)
    assert long.when == (SignalTest("press", None, (), 3, "mean", "tone", ComparedWith("<", 0.0)),)
    assert rules.feeds == {"press": Feed("press", "all", 18_292.0)}
    assert days_of(date(2020, 1, 31)) == 18_292.0
    assert [test.place for test in growth.any_of] == [
        "s.toml:9 situation.hyper_growth.any.0",
        "s.toml:10 situation.hyper_growth.any.1",
    ]
    assert (raised.label_in("fr"), raised.label_in("de"), growth.label_in("fr")) == ("Levée", "Raised", "Hyper growth")


def test_rules_stand_behind_those_that_they_refer_to() -> None:
    rules = parse_situations(
        '[situation.a]\nwhen=[{situation="b"}]\n[situation.b]\nunless=[{situation="c"}]\n[situation.c]\nany=[{signal="x"}]',
        "s",
    )
    assert list(rules.by_name) == ["a", "b", "c"]
    assert [one.name for one in rules.in_order()] == ["c", "b", "a"]


def test_rules_beside_packaged_ones_refer_to_them_and_take_their_place() -> None:
    packaged = packaged_situations()
    assert all(not test.place for _, test in packaged.tests())
    text = """[situation.mine]
when = [{situation = "hyper_growth"}]
[situation.raised]
when = [{signal = "funding", within_days = 9}]
"""
    rules = parse_situations(text, "s.toml", packaged)
    assert set(rules.by_name) == {*packaged.by_name, "mine"}
    assert rules.by_name["raised"].when == (SignalTest("funding", 9),)
    assert rules.by_name["merger"] is packaged.by_name["merger"]


def problems_of(text: str, *, beside: bool = False) -> list[str]:
    with pytest.raises(InputError) as caught:
        parse_situations(text, "s.toml", packaged_situations() if beside else None)
    assert caught.value.exit_code == 1
    return [str(problem) for problem in caught.value.problems]


def test_several_mistakes_are_reported_together_each_with_its_line() -> None:
    text = """version = 2
colour = 1
[situation.Raised]
when = [
  {signal = "funding", within_days = 0},
  # {a comment}
  {sinal = "x"},
  {signal = "press", mean = "role", is = "< 0", where = {rol = "x"}}]
[situation.a]
any = [{situation = "b"}, {series = "revenue", change = "50%"}]
label = "x"
[situation.b]
when = [{situation = "a"}, {situation = "hyper_grwth"}, {fact = "x", is = "= fintech"}]
[feed.press]
covers = "al"
"""
    assert problems_of(text, beside=True) == [
        "s.toml:1 version: These rules are written for a newer version of this program (“2”). Install a newer whofor, or "
        "write the rules for version 1.",
        "s.toml:2 colour: 'colour' is not known here. The known keys are: version, situation, feed",
        "s.toml:3 situation.Raised: This is no name of a situation (“Raised”). Write it in small letters, digits and "
        "underscores: raised",
        "s.toml:5 situation.Raised.when.0.within_days: This must be a whole number from 1 (“0”). 1 means the day before. "
        "Leave the key out where any day may count.",
        "s.toml:7 situation.Raised.when.1: A test has exactly one of signal, series, fact, situation. Did you mean "
        "'signal'?",
        "s.toml:8 situation.Raised.when.2.where.rol: Signals cannot be chosen by 'rol'. Did you mean 'role'?",
        "s.toml:8 situation.Raised.when.2.mean: 'role' holds no numbers. The columns of numbers are: value, tone, sequence",
        "s.toml:9 situation.a: These situations refer to each other in a circle: a → b → a. Take one of these references "
        "out.",
        "s.toml:10 situation.a.any.1: 'over_days' is missing. Add over_days = 61.",
        "s.toml:10 situation.a.any.1.change: This change cannot be read (“50%”). Write an operator and a share or a "
        'number, such as ">= 50%" or "> 100".',
        "s.toml:11 situation.a.label: This must be a table (“x”). See docs/reference/situations.md.",
        "s.toml:13 situation.b.when.2.is: What a value must be cannot be read (“= fintech”). Write an operator and a "
        'number, such as ">= 3", or a list of values.',
        "s.toml:13 situation.b.when.1: There is no situation 'hyper_grwth'. Did you mean 'hyper_growth'?",
        "s.toml:15 feed.press.covers: A feed cannot cover this (“al”). Did you mean 'all'?",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "s.toml: There are no rules"),
        ("[situation.a", "s.toml: This is not valid TOML"),
        ("[situation.a]", "s.toml:1 situation.a: A rule without a test"),
        ("[situation.a]\nwhen = []", "s.toml:2 situation.a.when: This must be a list of tests"),
        ('[situation.a]\nwhen = [{signal = "x"}]\n[situation.a]', "s.toml:3: Two rules are called 'a'; the first is on line 1"),
        ('[situation."a-b"]\nwhen = [{signal = "x"}]\n[situation.a_b]\nwhen = [{signal = "x"}]', "s.toml:3 situation.a_b: Two rules"),
        ('[situation.a]\nwhen = [{situation = "a"}]', "s.toml:1 situation.a: These situations refer to each other in a circle: a → a"),
        ('[situation.a]\nwhen = [{signal = "x", fact = "y"}]', "A test has exactly one of"),
        ('[situation.a]\nwhen = [{signal = "x", mean = "tone"}]', "An aggregate and what it must be belong together"),
        ('[situation.a]\nwhen = [{signal = "x", is = 3}]', "An aggregate and what it must be belong together"),
        ('[situation.a]\nwhen = [{signal = "x", mean = "tone", max = "value", is = 3}]', "A test compares one aggregate"),
        ('[situation.a]\nwhen = [{signal = "x", mean = "tone", is = ["low"]}]', "An aggregate is a number"),
        ('[situation.a]\nwhen = [{signal = "x", mean = "tome", is = 3}]', "no column 'tome'. Did you mean 'tone'?"),
        ('[situation.a]\nwhen = [{signal = "x", at_least = 2.5}]', "This must be a whole number from 1 (“2.5”)"),
        ('[situation.a]\nwhen = [{signal = "x", within_days = true}]', "This must be a whole number from 1 (“True”)"),
        ('[situation.a]\nwhen = [{signal = ""}]', "This must be a name"),
        ('[situation.a]\nwhen = [{signal = "x", where = {role = []}}]', "This must be a text, or a list of texts"),
        ('[situation.a]\nwhen = [{signal = "x", where = {value = "3"}}]', "Signals cannot be chosen by 'value'"),
        ('[situation.a]\nwhen = [{fact = "x"}]', "'is' is missing"),
        ('[situation.a]\nwhen = [{fact = "x", is = nan}]', "What a value must be cannot be read (“nan”)"),
        ('[situation.a]\nwhen = [{fact = "x", is = [1, "a"]}]', "What a value must be cannot be read"),
        ('[situation.a]\nwhen = [{series = "x", change = "> 1", over_days = -1}]', "This must be a whole number from 1 (“-1”)"),
        ('[situation.a]\nwhen = [{signal = "x"}]\nlabel.english = "A"', "s.toml:3 situation.a.label.english: This is no text in a"),
        ('[situation.a]\nwhen = [{signal = "x"}]\nlabel.en = 3', "This is no text in a language"),
        ('[situation.a]\nwhen = 3', "This must be a list of tests (“3”)"),
        ("situation = 3", "This must be a table (“3”)"),
        ('version = "1"\n[feed.x]', "s.toml:1 version: This must be a whole number from 1"),
        ('[feed.x]\ncovers = "all"\nfrom = 2026-02-01\nto = 2026-01-01', "s.toml:4 feed.x.to: The last day lies before the first"),
        ('[feed.x]\nfrom = 2026-02-01', "Only a feed that covers all accounts has days"),
        ('[feed.x]\ncovers = "all"\nfrom = "2026-02-01"', "This must be a day"),
        ("a = " + "[" * 2_000 + "]" * 2_000, "s.toml"),
    ],
)  # fmt: skip
def test_mistakes_alone(text: str, said: str) -> None:
    assert any(said in problem for problem in problems_of(text)), problems_of(text)


def test_a_long_chain_of_situations_is_read() -> None:
    chain = "\n".join(f'[situation.s{i}]\nwhen = [{{situation = "s{i + 1}"}}]' for i in range(3_000))
    rules = parse_situations(chain + '\n[situation.s3000]\nwhen = [{signal = "x"}]', "s.toml")
    assert rules.by_name["s0"].others == ("s1",)


def test_the_page_tells_what_can_be_written_and_which_situations_come_with_it() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "situations.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert len(parse_situations(example, "page").by_name) == 4
    assert {name for name in packaged_situations().by_name if f"`{name}`" in page} == set(packaged_situations().by_name)
    assert all(f"`{kind}`" in page for kind in (*SIGNAL_KINDS, *SERIES_KINDS))
