"""Neighbours that differ in one condition: which they are, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from whofor.analysis.find import DataFacts, find_profile
from whofor.cube import Axis
from whofor.documents.result_document import document_result, result_document
from whofor.model import Condition, IcpResult, Operator, Parameter
from whofor.model.options import FindOptions
from whofor.reports.sections.contrasts import contrast_name, contrast_text
from whofor.reports.words import words_of
from whofor.schema.rows import DealRows
from whofor.segments.encode import EncodedAttribute
from whofor.worth.contrasts import neighbours

Make = Callable[..., DealRows]


def is_(value: str) -> Condition:
    return Condition("country", "Country", Operator.IS, (value,))


def test_neighbours_are_the_widest_that_share_no_deal() -> None:
    """France against Asia (of China and Japan) and Brazil; neither China by itself, nor Europe, nor the unknown."""
    names = ["FR", "DE", "CN", "JP", "BR"]
    single = np.eye(6, dtype=bool)
    europe, asia = np.isin(np.arange(6), [0, 1]), np.isin(np.arange(6), [2, 3])
    conditions = (
        *(is_(name) for name in names),
        Condition("country", "Country", Operator.UNKNOWN),
        Condition("country", "Country", Operator.IN, ("FR", "DE"), name="Europe"),
        Condition("country", "Country", Operator.IN, ("CN", "JP"), name="Asia"),
    )
    codes = np.repeat(np.arange(6), [50, 30, 40, 40, 10, 5]).astype(np.uint8)
    encoded = EncodedAttribute(Axis(codes, np.vstack([single, europe, asia]), "place"), conditions)
    assert [c.name or c.values[0] for c in neighbours(is_("FR"), encoded)] == ["Asia", "DE", "BR"]
    assert [c.name or c.values[0] for c in neighbours(conditions[7], encoded)] == ["Europe", "BR"]
    assert neighbours(is_("XX"), encoded) == []


def test_of_a_range_what_lies_below_and_above() -> None:
    def between(low: float, high: float) -> Condition:
        return Condition("employees", "Employees", Operator.BETWEEN, low=low, high=high)

    runs = [(0, 0), (1, 1), (2, 2), (3, 3), (0, 1), (2, 3)]
    membership = np.array([[i <= k <= j for k in range(5)] for i, j in runs])
    conditions = tuple(between(i, j + 1) for i, j in runs)
    codes = np.repeat(np.arange(5), [20, 30, 40, 10, 3]).astype(np.uint8)
    encoded = EncodedAttribute(Axis(codes, membership, "employees"), conditions)
    assert neighbours(between(1, 2), encoded) == [between(2, 4), between(0, 1)]


def analysed(rows: DealRows) -> IcpResult:
    parameters: list[Parameter] = [a.parameter for a in (*rows.attributes, *rows.confounders)]
    options = FindOptions(permutations=300)
    return find_profile(rows, parameters, options, DataFacts("h"), today=20_500.0)


def test_the_same_elsewhere_is_another_client(make: Make) -> None:
    """Banks sign often in Latin America; in Europe they take three times as long and sign rarely."""
    rows = make(3000, 41, lambda c: np.where((c["sector"] == "bank") & np.isin(c["country"], ["BR", "MX"]), 0.6, 0.2))
    bank = rows.attributes[0].values == "bank"
    europe = np.isin(rows.attributes[1].values, ["FR", "DE"])
    days = (rows.closed - rows.opened) * np.where(bank & europe, 3.0, 1.0)
    result = analysed(replace(rows, closed=rows.opened + days))
    assert result.clients.contrasts
    found = next(
        c for c in result.clients.contrasts if c.other.name == "Europe" or c.other.values in (("FR",), ("DE",))
    )
    by_name = {c.measure.name: c for c in found.comparisons}
    assert by_name["won"].p < 0.05
    assert by_name["cycle"].p < 0.05
    assert (by_name["cycle"].other.estimate or 0) > 1.5 * (by_name["cycle"].own.estimate or 0)
    assert found.condition.name == "Latin America"
    name, said = contrast_name(found, words_of("en")), contrast_text(found, words_of("en"))
    assert name.startswith(f"{found.finding}, but ")
    assert "Share of deals signed" in said
    assert "instead of" in said
    document = result_document(result)
    assert result_document(document_result(document))["contrasts"] == document["contrasts"]


def test_where_nothing_differs_nothing_is_said(make: Make) -> None:
    assert analysed(make(1500, 42, 0.3)).clients.contrasts == ()
