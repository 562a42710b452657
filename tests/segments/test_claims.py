"""Reading claims, as people write them."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.errors import UsageError
from whofor.model import Kind, Operator, Parameter, Role
from whofor.schema.rows import Attribute
from whofor.segments.claims import parse_claim


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


def test_dated_facts_count_months_before_the_opening() -> None:
    (condition,) = parse_claim("last funding date 0..6", ATTRIBUTES).conditions
    assert condition.unit == "months_before"
    assert condition.operator is Operator.BETWEEN


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sectr = fintech", ["sectr", "'sector'"]),
        ("industry = fintec", ["fintec", "Fintech", "Industry"]),
        ("industry = santee", ["santee", "Did you mean: Santé"]),
        ("country = latin amerika", ["latin amerika", "Latin America"]),
        ("employees = many", ["many", "51..200"]),
        ("industry", ["no value", "Industry"]),
        ("", ["empty"]),
        ("zzzz = red", ["zzzz", "Known"]),
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
