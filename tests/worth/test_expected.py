"""What is expected follows from the table; one thing against it is enough, and what is not known is not said."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from babel import Locale

from whofor.days import days_of
from whofor.model import Kind, Parameter, Role
from whofor.model.expected import ExpectationKind
from whofor.schema.rows import Attribute
from whofor.worth.expected import expectations, expected_rules, holds_for

FINANCE = ("Financial service activities, but insurance and pension funding", "Financial and insurance activities")
NOW = days_of(date(2026, 1, 1))


def attribute(name: str, values: list[object], kind: Kind = Kind.CATEGORY, **more: object) -> Attribute:
    dtype = np.float64 if kind is Kind.NUMBER else object
    parameter = Parameter(name, name.title(), Role.DEFINITION, kind, "accounts")
    return Attribute(parameter, np.array(values, dtype=dtype), name, **more)  # type: ignore[arg-type]


def told(name: str, rows: list[tuple[object, object, float]], day: float = NOW) -> str:
    """`y`, `n` or `?` for each row of country, sector and size."""
    unions = {"Fintech": FINANCE, "Bank": FINANCE, "Bakery": ("Manufacture of food products", "Manufacturing")}
    there = {
        "country": attribute("country", [row[0] for row in rows]),
        "industry": attribute("industry", [row[1] for row in rows], unions=unions),
        "employees": attribute("employees", [row[2] for row in rows], Kind.NUMBER),
    }
    rule = next(one for one in expected_rules() if one.name == name)
    holds, known = holds_for(rule, there, np.full(len(rows), day))
    return "".join("y" if yes else "n" if seen else "?" for yes, seen in zip(holds, known, strict=True))


@pytest.mark.parametrize(
    ("name", "rows", "answers"),
    [
        ("GDPR", [("FR", None, np.nan), ("NO", None, 1.0), ("US", None, 1.0), (None, "Bank", 1.0)], "yyn?"),
        ("UK GDPR", [("GB", None, 1.0), ("FR", None, 1.0)], "yn"),
        ("DORA", [("DE", "Fintech", 5.0), ("DE", "Bakery", 5.0), ("DE", None, 5.0), (None, "Bakery", 5.0)], "yn?n"),
        ("DORA", [("US", None, 5.0), ("DE", "My own words", 5.0), ("NO", "Bank", 5.0)], "n?n"),
        ("formal", [(None, None, 1000.0), ("FR", "Bank", 999.0), ("FR", "Bank", np.nan)], "yn?"),
        ("high", [("JP", None, 1.0), ("IN", None, 1.0), (None, None, 1.0)], "yn?"),
        ("lower", [("IN", None, 1.0), ("JP", None, 1.0)], "yn"),
    ],
)
def test_three_answers(name: str, rows: list[tuple[object, object, float]], answers: str) -> None:
    assert told(name, rows) == answers


def test_a_law_is_expected_from_its_first_day_on() -> None:
    first = days_of(date(2025, 1, 17))
    assert [told("DORA", [("FR", "Bank", 1.0)], day) for day in (first - 1, first, np.nan)] == ["n", "y", "y"]


def test_shares_of_each_type_are_those_of_its_known_deals() -> None:
    countries = ["FR"] * 6 + ["US"] * 3 + [None]
    attributes = [attribute("country", [*countries])]
    first = np.arange(10) < 8
    found = expectations(attributes, np.full(10, NOW), {"S1": first, "": np.ones(10, dtype=np.bool_)})
    shares = {one.finding: {e.name: e.share for e in one.expected} for one in found}
    assert (shares["S1"]["GDPR"].n_won, shares["S1"]["GDPR"].n) == (6, 8)
    assert (shares[""]["GDPR"].n_won, shares[""]["GDPR"].n) == (6, 9)
    assert "DORA" not in shares[""]
    assert expectations([], np.full(10, NOW), {"": first}) == ()


def test_of_four_deals_nothing_is_told() -> None:
    attributes = [attribute("country", ["FR"] * 4 + [None] * 6)]
    assert expectations(attributes, np.full(10, NOW), {"": np.ones(10, dtype=np.bool_)}) == ()


def test_every_row_of_the_table_has_its_source_its_words_and_known_codes() -> None:
    territories = Locale("en").territories
    rules = expected_rules()
    assert len({(one.kind, one.name) for one in rules}) == len(rules) >= 20
    for one in rules:
        assert one.source
        assert {"en", "fr"} <= set(one.asks)
        assert one.places <= set(territories)
        assert one.places or one.activities or one.people_from
    assert {one.kind for one in rules} == set(ExpectationKind)
    high, lower = (next(one for one in rules if one.name == name) for name in ("high", "lower"))
    assert not high.places & lower.places
