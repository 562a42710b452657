"""The one truth of a condition: by hand, and against the codes of random columns."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings

from segments.columns import DAY, DrawnColumn, attribute, columns
from whofor.model import MONTHS_BEFORE, Condition, Kind, Operator, Segment
from whofor.schema.rows import DealRows
from whofor.segments.conditions import end_of, mask, only_missing, recorded, segment_mask, surely_outside
from whofor.segments.encode import encode_attribute

Make = Callable[..., DealRows]


def between(low: float | None, high: float | None, *, included: bool = False, unit: str = "") -> Condition:
    return Condition("x", "X", Operator.BETWEEN, low=low, high=high, high_included=included, unit=unit)


def of(condition: Condition, values: list[object], kind: Kind = Kind.NUMBER, day: float = math.nan) -> list[bool]:
    array = np.array(values, dtype=float if kind in (Kind.NUMBER, Kind.DATE) else object)
    return mask(condition, array, kind, day).tolist()


@pytest.mark.parametrize(
    ("condition", "inside", "outside"),
    [
        (between(2, 5), [2, 4.99], [1.99, 5]),
        (between(2, 5, included=True), [2, 5], [5.01, 1]),
        (between(None, 5), [-1e9, 4.9], [5]),
        (between(5, None), [5, 1e300], [4.9]),
        (between(None, None), [-5, 5], []),
        (between(2, 2, included=True), [2], [2.5, 1.5]),
        (between(51, 200, included=True, unit="people"), [51, 200, 200.9], [50.99, 201]),
        (between(None, 10, included=True, unit="people"), [10.35], [11]),
        (between(10, 10, included=True, unit="people"), [10, 10.49], [9.9, 11]),
        (between(None, 10.5, included=True, unit="people"), [10.5], [10.6]),
        (between(51, 200, unit="people"), [199.9], [200]),
        (Condition("x", "X", Operator.IS, ("5",)), [5.0], [5.5]),
        (Condition("x", "X", Operator.IN, ("5", "7.5")), [5.0, 7.5], [7]),
    ],
)
def test_numbers(condition: Condition, inside: list[float], outside: list[float]) -> None:
    assert of(condition, [*inside, *outside, math.nan, math.inf]) == [
        *[True] * len(inside),
        *[False] * (len(outside) + 2),
    ]
    known = of(Condition("x", "X", Operator.UNKNOWN), [*inside, *outside, math.nan, math.inf])
    assert known == [*[False] * len([*inside, *outside]), True, True]


def test_where_an_interval_ends() -> None:
    assert end_of(between(1, None)) == math.inf
    assert end_of(between(1, 5)) == 5
    assert end_of(between(1, 5, included=True)) == math.nextafter(5, 6)
    assert end_of(between(1, 5, included=True, unit="people")) == 6


def test_dates_are_months_before_the_day_and_later_ones_unknown() -> None:
    month = 365.25 / 12
    days = [DAY, DAY - 3 * month, DAY - 6 * month, DAY + 1, math.nan]
    within = between(0, 6, unit=MONTHS_BEFORE)
    assert of(within, days, Kind.DATE, DAY) == [True, True, False, False, False]
    assert of(between(6, None, unit=MONTHS_BEFORE), days, Kind.DATE, DAY) == [False, False, True, False, False]
    unknown = Condition("x", "X", Operator.UNKNOWN, unit=MONTHS_BEFORE)
    assert of(unknown, days, Kind.DATE, DAY) == [False, False, False, True, True]
    assert of(unknown, days, Kind.DATE) == [True] * 5, "as of no day nothing is known"


def test_categories_and_lists() -> None:
    values = ["FR", "fr", None, "FR;DE"]
    assert of(Condition("x", "X", Operator.IS, ("FR",)), values, Kind.CATEGORY) == [True, False, False, False]
    assert of(Condition("x", "X", Operator.IN, ("FR", "DE")), values, Kind.CATEGORY) == [True, False, False, False]
    assert of(Condition("x", "X", Operator.UNKNOWN), values, Kind.CATEGORY) == [False, False, True, False]
    lists = ["Slack", "Slack Pro", "Zoom; Slack", "Zoom;", "", None]
    has = Condition("x", "X", Operator.INCLUDES, ("Slack",))
    assert of(has, lists, Kind.MULTI) == [True, False, True, False, False, False]
    either = Condition("x", "X", Operator.INCLUDES, ("Slack", "Zoom"))
    assert of(either, lists, Kind.MULTI) == [True, False, True, True, False, False]
    assert recorded(np.array(lists, dtype=object), Kind.MULTI).tolist() == [True] * 5 + [False]


def test_a_segment_is_all_of_its_conditions(make: Make) -> None:
    rows = make(300, 1)
    bank = Condition("sector", "Sector", Operator.IS, ("bank",))
    big = Condition("employees", "Employees", Operator.BETWEEN, low=200)
    both = segment_mask(Segment((bank, big)), rows.attributes, rows.opened)
    assert np.array_equal(both, (rows.attributes[0].values == "bank") & (rows.attributes[2].values >= 200))
    assert segment_mask(Segment(()), rows.attributes, rows.opened).all()
    with pytest.raises(KeyError, match="colour"):
        segment_mask(Segment((Condition("colour", "Colour", Operator.IS, ("red",)),)), rows.attributes, rows.opened)


def test_inside_surely_outside_and_neither() -> None:
    """A large bank: inside; a shop of unknown size is surely none, a bank of unknown size may be one."""
    sector = attribute("sector", ["bank", "bank", "bank", "shop", None, None], Kind.CATEGORY)
    size = attribute("size", [500, 5, math.nan, math.nan, 5, math.nan], Kind.NUMBER)
    segment = Segment(
        (Condition("sector", "S", Operator.IS, ("bank",)), Condition("size", "S", Operator.BETWEEN, low=100))
    )
    day = np.zeros(6)
    assert segment_mask(segment, [sector, size], day).tolist() == [True, False, False, False, False, False]
    assert surely_outside(segment, [sector, size], day).tolist() == [False, True, False, True, True, False]
    nobody_knows = Segment((Condition("size", "S", Operator.UNKNOWN),))
    inside = segment_mask(nobody_knows, [sector, size], day)
    assert np.array_equal(surely_outside(nobody_knows, [sector, size], day), ~inside)


def test_a_date_after_the_day_says_nothing_of_the_time_before() -> None:
    """A round of funding two months before the deal, one two years before it, one after it, none recorded."""
    funded = attribute("x_funded", [940.0, 270.0, 1030.0, math.nan], Kind.DATE)
    segment = Segment((Condition("x_funded", "F", Operator.BETWEEN, low=0, high=6, unit=MONTHS_BEFORE),))
    day = np.full(4, 1000.0)
    assert segment_mask(segment, [funded], day).tolist() == [True, False, False, False]
    assert surely_outside(segment, [funded], day).tolist() == [False, True, False, False]


def test_the_one_fact_that_is_missing() -> None:
    """A bank of unknown size, then what lacks none, lacks two, lacks one but is surely none, and is a shop."""
    sector = attribute("sector", ["bank", "bank", None, "shop", "shop", None], Kind.CATEGORY)
    size = attribute("size", [math.nan, 500, math.nan, math.nan, 500, 500], Kind.NUMBER)
    bank = Condition("sector", "S", Operator.IS, ("bank",))
    large, small = (
        Condition("size", "S", Operator.BETWEEN, low=100),
        Condition("size", "S", Operator.BETWEEN, high=900),
    )
    day = np.zeros(6)
    assert only_missing(Segment((bank, large)), [sector, size], day).tolist() == [1, -1, -1, -1, -1, 0]
    # Two conditions on one fact lack one fact.
    assert only_missing(Segment((large, bank, small)), [sector, size], day).tolist() == [0, -1, -1, -1, -1, 1]
    # Whether something is recorded is always known.
    unknown = Segment((bank, Condition("size", "S", Operator.UNKNOWN)))
    assert only_missing(unknown, [sector, size], day).tolist() == [-1, -1, 0, -1, -1, -1]
    assert only_missing(Segment(()), [sector, size], day).tolist() == [-1] * 6


@settings(deadline=None, max_examples=100)
@given(columns())
def test_what_is_missing_is_neither_inside_nor_surely_outside(column: DrawnColumn) -> None:
    for encoded in encode_attribute(column.attribute, column.day, column.search, 1):
        for condition in encoded.conditions:
            segment = Segment((condition,))
            inside = segment_mask(segment, [column.attribute], column.day)
            outside = surely_outside(segment, [column.attribute], column.day)
            missing = only_missing(segment, [column.attribute], column.day)
            assert np.array_equal(missing == 0, ~inside & ~outside)


@settings(deadline=None, max_examples=300)
@given(columns())
def test_codes_say_what_conditions_say(column: DrawnColumn) -> None:
    """Of every term, on every row: fractions between whole bins, values that the search never saw, unknown ones."""
    for encoded in encode_attribute(column.attribute, column.day, column.search, 1):
        for term, condition in enumerate(encoded.conditions):
            wanted = mask(condition, column.attribute.values, column.kind, column.day)
            assert np.array_equal(encoded.mask(term), wanted), condition
        last = encoded.axis.codes == encoded.axis.n_codes - 1
        assert np.array_equal(last, ~recorded(column.attribute.values, column.kind, column.day))


@settings(deadline=None, max_examples=100)
@given(columns())
def test_inside_or_surely_outside_is_what_is_recorded(column: DrawnColumn) -> None:
    for encoded in encode_attribute(column.attribute, column.day, column.search, 1):
        for condition in encoded.conditions:
            segment = Segment((condition,))
            inside = segment_mask(segment, [column.attribute], column.day)
            outside = surely_outside(segment, [column.attribute], column.day)
            assert not (inside & outside).any()
            if condition.operator is not Operator.UNKNOWN:
                assert np.array_equal(inside | outside, recorded(column.attribute.values, column.kind, column.day))


def test_a_fraction_between_whole_bins_is_in_the_runs_that_span_it() -> None:
    """The search sees 1, 2 and 3; 2.5 is neither `2` nor `at most 2`, but `at least 2`."""
    a = attribute("x_rating", [1, 2, 3, 2.5], Kind.NUMBER)
    (encoded,) = encode_attribute(a, np.zeros(4), np.arange(4) < 3, 1)
    found = {(c.low, c.high) for t, c in enumerate(encoded.conditions) if encoded.mask(t)[-1]}
    assert found == {(2, None)}


def test_an_estimate_of_people_is_in_exactly_one_band() -> None:
    """10.35 and 10.49 people (bands read as their middle) are `at most 10`; nobody falls between two bands."""
    heads = [5, 30, 120, 300, 800, 3000, 9000, 10.35, 10.49, 50.99, 200.5]
    a = attribute("employees", heads, Kind.NUMBER, "people")
    (encoded,) = encode_attribute(a, np.zeros(len(heads)), np.arange(len(heads)) < 7, 1)
    bands = [(None, 10), (11, 50), (51, 200), (201, 500), (501, 1000), (1001, 5000), (5001, None)]
    masks = {(c.low, c.high): encoded.mask(t) for t, c in enumerate(encoded.conditions)}
    assert np.sum([masks[band] for band in bands], axis=0).tolist() == [1] * len(heads)
    assert [masks[band][-4:].tolist().index(True) for band in bands[:3]] == [0, 2, 3]


def test_more_wider_names_than_codes_leaves_the_values_themselves() -> None:
    """300 rare towns, each in a district of its own: the districts are dropped, the frequent town stays."""
    towns = [f"t{i}" for i in range(300)]
    unions = {town: (f"d{i}", "land") for i, town in enumerate(towns)} | {"city": ("c", "land")}
    a = attribute("town", ["city"] * 50 + towns, Kind.CATEGORY, unions=unions)
    (encoded,) = encode_attribute(a, np.zeros(350), np.ones(350, dtype=bool), 20)
    assert [c.values for c in encoded.conditions] == [("city",), ()]
    assert encoded.mask(0).sum() == 50
    assert encoded.mask(1).sum() == 0
