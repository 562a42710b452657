"""A table of one's own of what is expected of clients: beside the packaged one, and each mistake with its line."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.errors import InputError
from whofor.model.expected import ExpectationKind
from whofor.model.parameters import Kind, Parameter, Role
from whofor.schema.rows import Attribute
from whofor.worth.expected import expectations, expected_rules
from whofor.worth.expected_file import parse_expected

OWN = """
version = 1
[places]
DACH = ["DE", "AT", "CH"]
[norm.TISAX]
places = ["DACH", "FR"]
divisions = ["29"]
asks.en = "A TISAX label."
source = "VDA ISA, asked for by car makers"
[norm.GDPR]
places = ["EU"]
binding = "law"
asks.fr = "Notre version."
source = "Regulation (EU) 2016/679"
[budget.tools]
label.en = "Budget for tools"
label.fr = "Budget outils"
per_head = 1_200
currency = "EUR"
heads = "Engineering headcount"
asks.en = "Ask who holds it."
source = "our own contracts of 2025"
"""


def attribute(name: str, label: str, values: list[object], kind: Kind = Kind.CATEGORY) -> Attribute:
    is_number = kind is Kind.NUMBER
    column = np.array(values, dtype=np.float64) if is_number else np.array([*values, None], dtype=object)[:-1]
    return Attribute(Parameter(name, label, Role.DEFINITION, kind, "accounts"), column, name)


def test_own_rows_stand_beside_the_packaged_ones_or_in_their_place() -> None:
    rules = parse_expected(OWN, "expected.toml")
    by_name = {(rule.kind, rule.name): rule for rule in rules}
    assert len(rules) == len(expected_rules()) + 2
    assert by_name[ExpectationKind.NORM, "TISAX"].places == {"DE", "AT", "CH", "FR"}
    assert by_name[ExpectationKind.NORM, "GDPR"].asks == {"fr": "Notre version."}
    assert by_name[ExpectationKind.NORM, "LGPD"] in expected_rules()
    assert by_name[ExpectationKind.NORM, "TISAX"].label == {"en": "TISAX", "fr": "TISAX"}


def test_money_per_head_follows_from_the_heads_of_the_department() -> None:
    heads = [10.0, 20.0, 30.0, 40.0, 50.0, np.nan, 1000.0]
    facts = [attribute("x_engineering_headcount", "Engineering headcount", list(heads), Kind.NUMBER)]
    inside = np.array([True] * 6 + [False])
    (found,) = expectations(facts, np.full(7, 20_000.0), {"S1": inside}, parse_expected(OWN, "expected.toml"))
    tools = next(one for one in found.expected if one.name == "tools")
    assert tools.amount is not None
    assert tools.amount.spread is not None
    # 1,200 for each of 20, 30 and 40 heads: quartiles and median of the five that are known.
    assert (tools.amount.spread.low, tools.amount.spread.median, tools.amount.spread.high) == (24_000, 36_000, 48_000)
    assert (tools.amount.spread.n, tools.amount.currency, tools.amount.heads) == (5, "EUR", "Engineering headcount")


def test_without_heads_there_is_no_amount() -> None:
    nothing = [attribute("industry", "Industry", ["Retail"] * 7)]
    (found,) = expectations(nothing, np.full(7, 20_000.0), {"": np.ones(7, np.bool_)}, parse_expected(OWN, "e.toml"))
    (tools,) = (one for one in found.expected if one.name == "tools")
    assert tools.amount is not None
    assert tools.amount.spread is None


SAID = "asks.en = 'x'\nsource = 's'\n"
WRONG = [
    ("version = 2", ["e.toml:1 version: This table is written for a newer whofor"]),
    ("[norm.A]\nasks.en = 'x'", ["e.toml:1 norm.A: A row without its source"]),
    ("[norm.A]\nsource = 's'", ["e.toml:1 norm.A: A row that does not say what it asks for"]),
    ("[norms]\nsource = 's'", ["e.toml:1 norms: 'norms' is not known here"]),
    (
        f"[norm.A]\n{SAID}places = ['XX']\nsince = '2020'\nbinding = 'lawful'\nplace = ['DE']",
        [
            "e.toml:4 norm.A.places: There is no 'XX' among the places",
            "e.toml:5 norm.A.since: This is no day",
            "e.toml:6 norm.A.binding: Nobody can be bound so",
            "e.toml:7 norm.A.place: 'place' is not known here",
        ],
    ),
    (
        f"[budget.A]\n{SAID}per_head = -1\ncurrency = 'euro'",
        ["e.toml:4 budget.A.per_head: This is no sum per head", "e.toml:5 budget.A.currency: This is no currency"],
    ),
    (f"[norm.A]\n{SAID}per_head = 1", ["e.toml:4 norm.A.per_head: 'per_head' is not known here"]),
    ("[places]\nA = ['A']", ["e.toml:2 places.A: There is no 'A' among the places"]),
    ("[norm.A]\nasks = 'x'\nsource = 's'", ["e.toml:2 norm.A.asks: norm.A.asks is a table"]),
]


@pytest.mark.parametrize(("text", "wanted"), WRONG)
def test_every_mistake_is_told_with_its_line(text: str, wanted: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        parse_expected(text, "e.toml")
    assert [f"{problem.place}: {problem.what}" for problem in caught.value.problems] == wanted


def test_near_names_are_offered() -> None:
    with pytest.raises(InputError) as caught:
        parse_expected(f"[norm.A]\n{SAID}binding = 'laws'", "e.toml")
    assert "law" in caught.value.problems[0].todo
