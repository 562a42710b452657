"""Encoding: cuts people use, the unknown apart, hierarchies; codes and conditions say the same."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from whofor.model import MONTHS_BEFORE, Condition, Kind, Operator, Parameter, Role
from whofor.schema.rows import Attribute, DealRows, Limits
from whofor.segments.conditions import mask
from whofor.segments.encode import encode_attribute, encode_attributes, limit_depth

Make = Callable[..., DealRows]


def attribute(name: str, values: list[object], kind: Kind, **more: object) -> Attribute:
    array = np.array(values, dtype=float if kind in (Kind.NUMBER, Kind.DATE) else object)
    return Attribute(Parameter(name, name, Role.DEFINITION, kind), array, name, **more)  # type: ignore[arg-type]


def terms(a: Attribute, least: int = 1, opened: float = 20_000.0) -> list[Condition]:
    everyone = np.ones(len(a.values), dtype=bool)
    (encoded,) = encode_attribute(a, np.full(len(a.values), opened), everyone, least)
    return list(encoded.conditions)


def test_employees_have_the_usual_bands() -> None:
    a = attribute("employees", [5, 30, 120, 300, 800, 3000, 9000, np.nan], Kind.NUMBER)
    found = terms(a)
    singles = [(c.low, c.high) for c in found if c.operator is Operator.BETWEEN]
    assert (51, 200) in singles
    assert (11, 200) in singles
    assert (5001, None) in singles
    assert (None, 10) in singles
    assert (None, None) not in singles
    assert len(singles) == 7 * 8 // 2 - 1
    assert found[-1].operator is Operator.UNKNOWN


def test_few_distinct_numbers_are_their_own_bins() -> None:
    found = terms(attribute("x_size", [1, 2, 3, 3, 2, 1], Kind.NUMBER))
    assert {(c.low, c.high) for c in found[:-1]} == {(None, 1), (2, 2), (3, None), (None, 2), (2, None)}


def test_years_are_not_rounded_away() -> None:
    years = [1950 + i % 70 for i in range(300)]
    cuts = {c.low for c in terms(attribute("founded_year", years, Kind.NUMBER)) if c.low is not None}
    assert len(cuts) == 5
    assert all(1950 < cut < 2020 for cut in cuts)


def test_rare_values_fold_but_keep_their_region() -> None:
    values = ["FR"] * 30 + ["DE"] * 30 + ["BR"] * 30 + ["PE"] * 2 + [None] * 5
    unions = {"FR": ("Europe",), "DE": ("Europe",), "BR": ("Latin America",), "PE": ("Latin America",)}
    a = attribute("country", values, Kind.CATEGORY, unions=unions)
    (encoded,) = encode_attribute(a, np.zeros(len(values)), np.ones(len(values), dtype=bool), 20)
    names = {c.name or "/".join(c.values) or "unknown": i for i, c in enumerate(encoded.conditions)}
    assert set(names) == {"FR", "DE", "BR", "Europe", "Latin America", "unknown"}
    assert encoded.mask(names["Latin America"]).sum() == 32
    assert encoded.mask(names["unknown"]).sum() == 5


def test_what_happened_after_the_opening_is_not_known() -> None:
    """A round 3 months before, one 10 months before, one a day after, none."""
    a = attribute("x_round", [20_000 - 91.3, 20_000 - 304, 20_001, np.nan], Kind.DATE)
    (encoded,) = encode_attribute(a, np.full(4, 20_000.0), np.ones(4, dtype=bool), 1)
    within = {(c.low, c.high): encoded.mask(i).tolist() for i, c in enumerate(encoded.conditions)}
    assert within[(0, 6)] == [True, False, False, False]
    assert within[(0, 12)] == [True, True, False, False]
    assert encoded.conditions[-1].unit == MONTHS_BEFORE
    assert encoded.mask(len(encoded.conditions) - 1).tolist() == [False, False, True, True]


def test_cuts_are_made_on_the_search_rows_only() -> None:
    rng = np.random.default_rng(1)
    values = rng.normal(0, 1, 400)
    search = np.arange(400) < 300
    a = attribute("x_growth", values.tolist(), Kind.NUMBER)
    changed = attribute("x_growth", np.where(search, values, values * 50 + 7).tolist(), Kind.NUMBER)
    first, second = (encode_attribute(x, np.zeros(400), search, 10)[0].conditions for x in (a, changed))
    assert first == second


@pytest.mark.parametrize("seed", range(3))
def test_codes_and_conditions_say_the_same(make: Make, seed: int) -> None:
    rows = make(500, seed)
    search = np.arange(500) < 380
    by_name = {a.parameter.name: a for a in rows.attributes}
    encoded = encode_attributes(rows.attributes, rows.opened, search, 10)
    assert len(encoded) > 5
    for e in encoded:
        for term, condition in enumerate(e.conditions):
            a = by_name[condition.parameter]
            assert np.array_equal(e.mask(term), mask(condition, a.values, a.parameter.kind, rows.opened)), condition


def test_wide_exports_go_less_deep_without_a_look_at_the_outcome() -> None:
    rng = np.random.default_rng(2)
    columns = [attribute(f"x_{i}", rng.choice(list("abc"), 5000).tolist(), Kind.CATEGORY) for i in range(120)]
    encoded = encode_attributes(columns, np.zeros(5000), np.ones(5000, dtype=bool), 20)
    depths = [e.axis.most_depth for e in limit_depth(encoded, np.ones(5000, dtype=bool), 3)]
    assert 10 < depths.count(3) < 60
    assert depths.count(2) > depths.count(3)


def test_a_column_whose_gaps_follow_the_outcome_has_no_condition_for_the_unknown() -> None:
    a = attribute("x_kind", ["a", "b", None, "a"], Kind.CATEGORY, limits=Limits(known_only=True))
    assert [c.values for c in terms(a)] == [("a",), ("b",)]
    number = attribute("x_size", [1, 2, np.nan], Kind.NUMBER, limits=Limits(known_only=True))
    assert Operator.UNKNOWN not in {c.operator for c in terms(number)}


def test_values_of_one_quarter_are_no_condition() -> None:
    a = attribute("x_page", ["a", "b", "fair", "fair"], Kind.CATEGORY, limits=Limits(levels=frozenset({"fair"})))
    assert [c.values for c in terms(a)] == [("a",), ("b",), ()]


def test_a_number_typed_in_later_has_only_the_bands_allowed() -> None:
    """A tenth of the values are exactly 10,000: no band may hold little else."""
    values = [10_000.0] * 60 + [float(v) for v in range(9_000, 12_000, 10)] + [float(v) for v in range(1, 60_001, 200)]
    cuts = (1.0, 1_000.0, 5_000.0, 10_000.0, 20_000.0, 50_000.0)
    found = terms(attribute("x_budget", values, Kind.NUMBER, limits=Limits(cuts=cuts)))
    assert {c.low for c in found if c.low is not None} == {10_000, 20_000, 50_000}
