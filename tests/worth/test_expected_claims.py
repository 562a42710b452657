"""Claims may name what is expected: it stands for the countries, sectors and sizes that the data has."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.errors import UsageError
from whofor.model import Condition, Kind, Operator, Parameter, Role
from whofor.schema.rows import Attribute
from whofor.segments.claims import parse_claim
from whofor.worth.expected_claims import shorthands

FINANCE = ("Financial service activities", "Financial and insurance activities")


def attribute(name: str, values: list[object], unions: dict[str, tuple[str, ...]] | None = None) -> Attribute:
    kind = Kind.NUMBER if isinstance(values[0], float) else Kind.CATEGORY
    column = np.array(values, dtype=np.float64 if kind is Kind.NUMBER else object)
    label = {"employees": "Size"}.get(name, name.title())
    return Attribute(Parameter(name, label, Role.DEFINITION, kind, "accounts"), column, name, unions or {})


ATTRIBUTES = [
    attribute("country", ["FR", "US", "DE", None]),
    attribute("industry", ["Fintech", "Bakery", "Bank", None], {"Fintech": FINANCE, "Bank": FINANCE}),
    attribute("employees", [5.0, 2000.0, 80.0, 9.0]),
]


def conditions(text: str, attributes: list[Attribute] = ATTRIBUTES) -> list[Condition]:
    return list(parse_claim(text, attributes, shorthands=shorthands()).conditions)


def test_a_norm_stands_for_its_countries_and_sectors() -> None:
    country, sector = conditions("expected norm = dora")
    assert (country.operator, country.values) == (Operator.IN, ("DE", "FR"))
    assert (sector.label, sector.values) == ("Industry", ("Bank", "Fintech"))
    (only,) = conditions("norm: GDPR")
    assert only.values == ("DE", "FR")


def test_beside_other_conditions() -> None:
    assert {one.parameter for one in conditions("size 51..200 and expected norm = GDPR")} == {"country", "employees"}
    (size,) = conditions("expected process = formal")
    assert (size.parameter, size.low, size.high) == ("employees", 1000.0, None)


def test_a_column_of_that_name_comes_first() -> None:
    own = attribute("norm", ["ISO", "GDPR", "ISO", None])
    (found,) = conditions("norm = GDPR", [*ATTRIBUTES, own])
    assert (found.parameter, found.values) == ("norm", ("GDPR",))


@pytest.mark.parametrize(
    ("text", "attributes", "said"),
    [
        ("expected norm = DORRA", ATTRIBUTES, "Did you mean 'DORA'"),
        ("expected norm = LGPD", ATTRIBUTES, "No client is of what 'LGPD' asks for: country"),
        ("expected norm = GDPR", ATTRIBUTES[1:], "Your export has no column for this"),
        ("expected process = formal", ATTRIBUTES[:2], "Your export has no column for this"),
    ],
)
def test_what_is_not_there_is_said(text: str, attributes: list[Attribute], said: str) -> None:
    with pytest.raises(UsageError) as error:
        conditions(text, attributes)
    assert said in str(error.value)
