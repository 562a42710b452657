"""Reading claims, as people write them."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.errors import UsageError
from whofor.model import Kind, Operator, Parameter, Role
from whofor.schema.rows import Attribute
from whofor.segments.claims import parse_claim
from whofor.segments.conditions import segment_mask


def attribute(
    name: str, label: str, values: list[object], kind: Kind, unions: dict[str, tuple[str, ...]] | None = None
):
    array = np.array(values, dtype=float if kind in (Kind.NUMBER, Kind.DATE) else object)
    return Attribute(Parameter(name, label, Role.DEFINITION, kind), array, name, unions or {})


ATTRIBUTES = [
    attribute("industry", "Industry", ["Fintech", "Food and drink", "Santé"], Kind.CATEGORY),
    attribute("employees", "Number of Employees", [10.0, 200.0, np.nan], Kind.NUMBER),
    attribute(
        "country", "Country/Region", ["FR", "BR", None], Kind.CATEGORY, {"BR": ("Latin America",), "FR": ("Europe",)}
    ),
    attribute("technologies", "Web Technologies", ["Salesforce;Slack", "Slack", None], Kind.MULTI),
    attribute("x_last_funding_date", "Last Funding Date", [19_000.0, np.nan, np.nan], Kind.DATE),
]


def parsed(text: str) -> list[tuple[str, str, tuple[str, ...], float | None, float | None]]:
    resolvers = {"country": {"France": "FR", "Brésil": "BR"}.get}
    found = parse_claim(text, ATTRIBUTES, resolvers).conditions
    return [(c.parameter, str(c.operator), c.values, c.low, c.high) for c in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("sector = fintech", [("industry", "is", ("Fintech",), None, None)]),
        ("Industry is Fintech", [("industry", "is", ("Fintech",), None, None)]),
        ("secteur = sante", [("industry", "is", ("Santé",), None, None)]),
        ("employees 51..200", [("employees", "between", (), 51, 200)]),
        ("size 51-200", [("employees", "between", (), 51, 200)]),
        ("effectif >= 250", [("employees", "between", (), 250, None)]),
        ("number of employees 1k+", [("employees", "between", (), 1000, None)]),
        ("employees < 50", [("employees", "between", (), None, 50)]),
        ("country = France | Brésil", [("country", "in", ("FR", "BR"), None, None)]),
        ("location = latin america", [("country", "in", ("BR",), None, None)]),
        ("technologies includes Salesforce", [("technologies", "includes", ("Salesforce",), None, None)]),
        ("stack contient slack", [("technologies", "includes", ("Slack",), None, None)]),
        ("last funding date <= 6", [("x_last_funding_date", "between", (), None, 6)]),
        ("Branche ist Fintech", [("industry", "is", ("Fintech",), None, None)]),
        ("Größe 51 bis 200", [("employees", "between", (), 51, 200)]),
        ("tamaño 51 a 200", [("employees", "between", (), 51, 200)]),
        ("Land = France oder Brésil", [("country", "in", ("FR", "BR"), None, None)]),
        ("país en France", [("country", "is", ("FR",), None, None)]),
        ("herramientas incluye Slack", [("technologies", "includes", ("Slack",), None, None)]),
        (
            "Branche = Fintech und Mitarbeiter >= 50",
            [("industry", "is", ("Fintech",), None, None), ("employees", "between", (), 50, None)],
        ),
        (
            "sector = fintech y país = France",
            [("industry", "is", ("Fintech",), None, None), ("country", "is", ("FR",), None, None)],
        ),
        ("industry = food and drink", [("industry", "is", ("Food and drink",), None, None)]),
        (
            "sector = fintech and employees 51..200 et pays = France",
            [
                ("industry", "is", ("Fintech",), None, None),
                ("employees", "between", (), 51, 200),
                ("country", "is", ("FR",), None, None),
            ],
        ),
    ],
)
def test_forms(text: str, wanted: list[tuple[str, str, tuple[str, ...], float | None, float | None]]) -> None:
    assert parsed(text) == wanted


@pytest.mark.parametrize(
    ("text", "low", "high", "included"),
    [
        ("employees 51..200", 51, 200, True),
        ("employees 51 – 200", 51, 200, True),
        ("employees 1k to 2k", 1000, 2000, True),
        ("employees = 50", 50, 50, True),
        ("employees: 50", 50, 50, True),
        ("employees 250+", 250, None, False),
        ("employees >= 1_000", 1000, None, False),
        ("employees > 10", 11, None, False),
        ("employees <= 1.5M", None, 1.5e6, True),
        ("employees ≤ 10", None, 10, True),
        ("employees < 11", None, 11, False),
        ("growth >= 0.5", 0.5, None, False),
        ("growth > 20", np.nextafter(20, 21), None, False),
        ("seats > 3", 4, None, False),
        ("last funding date > 3", np.nextafter(3, 4), None, False),
    ],
)
def test_ends_of_intervals(text: str, low: float | None, high: float | None, included: bool) -> None:
    """What is above 10 people, or 3 seats, begins with the next whole one; above 20 % growth, at once."""
    more = [
        attribute("x_growth", "Growth", [0.5, 20.0, 20.5], Kind.NUMBER),
        attribute("x_seats", "Seats", [3.0, 4.0, np.nan], Kind.NUMBER),
    ]
    (condition,) = parse_claim(text, [*ATTRIBUTES, *more]).conditions
    assert condition.operator is Operator.BETWEEN
    assert (condition.low, condition.high, condition.high_included) == (low, high, included)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("sector = fintech", [True, False, False]),
        ("industry = fintech | food and drink", [True, True, False]),
        ("employees 10..199", [True, False, False]),
        ("employees > 10", [False, True, False]),
        ("country = Europe", [True, False, False]),
        ("stack = slack", [True, True, False]),
        ("tools includes salesforce, slack", [True, True, False]),
        ("last funding date <= 6", [True, False, False]),
        ("sector = fintech and stack = salesforce", [True, False, False]),
    ],
)
def test_the_rows_that_a_claim_means(text: str, inside: list[bool]) -> None:
    segment = parse_claim(text, ATTRIBUTES)
    assert segment_mask(segment, ATTRIBUTES, np.full(3, 19_100.0)).tolist() == inside


def test_the_longest_name_that_fits_is_meant_and_labels_come_before_common_words() -> None:
    size = attribute("x_size", "Size", ["big", "small"], Kind.CATEGORY)
    of_team = attribute("x_size_of_team", "Size of team", ["big", "tiny"], Kind.CATEGORY)
    found = parse_claim("size of team = tiny and size = small", [*ATTRIBUTES, size, of_team]).conditions
    assert [(c.parameter, c.values) for c in found] == [("x_size_of_team", ("tiny",)), ("x_size", ("small",))]


def test_dated_facts_count_months_before_the_opening() -> None:
    (condition,) = parse_claim("last funding date 0..6", ATTRIBUTES).conditions
    assert condition.unit == "months_before"
    assert condition.operator is Operator.BETWEEN


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sectr = fintech", ["sectr", "Did you mean 'sector'"]),
        ("industry = fintec", ["fintec", "Fintech", "Industry"]),
        ("industry = santee", ["santee", "Did you mean: Santé"]),
        ("country = latin amerika", ["latin amerika", "Latin America"]),
        ("employees = many", ["many", "51..200"]),
        ("industry", ["no value", "Industry"]),
        ("", ["empty"]),
        ("zzzz = red", ["Your export has no column for this (“zzzz”)", "It has: "]),
        ("industry =", ["no value", "Industry"]),
        ("industry != fintech", ["!= fintech", "what it is not"]),
        ("industry <> fintech", ["what it is not"]),
        ("industry is not fintech", ["not fintech"]),
        ("industry > fintech", ["no order", "Industry"]),
        ("employees 200..51", ["200..51", "low before high"]),
        ("Deal owner = Maria", ["Deal owner", "how it came about"]),
    ],
)
def test_what_cannot_be_read_says_so(text: str, words: list[str]) -> None:
    with pytest.raises(UsageError) as told:
        parse_claim(text, ATTRIBUTES, barred={"Deal owner": "how it came about"})
    for word in words:
        assert word in str(told.value)
