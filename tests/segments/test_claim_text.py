"""A type of client as a claim: what is written is read back as the same type, whatever its values hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whofor.model import Condition, Kind, Operator, Parameter, Role, Segment
from whofor.model.segment import MONTHS_BEFORE
from whofor.schema.rows import Attribute
from whofor.segments.claim_text import claim_text, condition_texts
from whofor.segments.claims import parse_claim
from whofor.segments.conditions import segment_mask

ODD = [
    "and",
    "a and b",
    "a, b",
    "a | b",
    "A+",
    "A",
    "C#",
    "=",
    "unknown",
    "x or y",
    'say "so"',
    "back\\slash",
    "51..200",
]
MORE = ["true", "été", "  in ", "R&D", "{a}", "'", "—", "🎯 aim", "not known", "is"]


def column(name: str, values: list[object], kind: Kind, label: str = "") -> Attribute:
    dtype = np.float64 if kind in (Kind.NUMBER, Kind.DATE) else object
    return Attribute(Parameter(name, label or name, Role.DEFINITION, kind), np.array(values, dtype=dtype), name)


WORDS = st.sampled_from([*ODD, *MORE]) | st.text(
    st.characters(exclude_categories=["Cs", "Co"]), min_size=1, max_size=8
).filter(lambda t: t.strip() != "" and ";" not in t)
NUMBERS = st.integers(-1000, 10**7).map(float) | st.floats(-1e6, 1e6, allow_nan=False)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Segment, list[Attribute]]:
    texts = sorted({t.strip() for t in draw(st.lists(WORDS, min_size=2, max_size=6, unique=True))} - {""}) or ["a"]
    numbers = draw(st.lists(NUMBERS, min_size=2, max_size=6))
    attributes = [
        column("x_sector_and_more", [*texts, None], Kind.CATEGORY, "Sector and more"),
        column("technologies", [*texts, None], Kind.MULTI),
        column("x_growth", [*numbers, np.nan], Kind.NUMBER, "unknown growth"),
        column("signal_round", [*map(abs, numbers), np.nan], Kind.DATE),
        column("situation_raised", ["true", "false", None], Kind.BOOLEAN, "Raised"),
    ]
    low, high = sorted(draw(st.tuples(NUMBERS, NUMBERS)))
    chosen = tuple(draw(st.lists(st.sampled_from(texts), min_size=1, max_size=3, unique=True)))
    ends = draw(st.sampled_from([(low, high), (low, None), (None, high)]))
    included = draw(st.booleans()) and ends[1] is not None
    conditions = [
        Condition("x_sector_and_more", "Sector and more", Operator.IS if len(chosen) == 1 else Operator.IN, chosen),
        Condition("technologies", "technologies", Operator.INCLUDES, chosen),
        Condition("x_growth", "unknown growth", Operator.BETWEEN, low=ends[0], high=ends[1], high_included=included),
        Condition("signal_round", "signal_round", Operator.BETWEEN, low=abs(low), unit=MONTHS_BEFORE),
        Condition("situation_raised", "Raised", Operator.IS, (draw(st.sampled_from(["true", "false"])),)),
        Condition(draw(st.sampled_from(["x_growth", "technologies"])), "", Operator.UNKNOWN),
    ]
    return Segment(tuple(draw(st.lists(st.sampled_from(conditions), min_size=1, max_size=3, unique=True)))), attributes


@settings(max_examples=300, deadline=None)
@given(cases())
def test_what_is_written_is_read_back_as_the_same_type(case: tuple[Segment, list[Attribute]]) -> None:
    segment, attributes = case
    text = claim_text(segment, attributes)
    found = parse_claim(text, attributes)
    longest = max(len(a.values) for a in attributes)
    assert len(found.conditions) == len(segment.conditions), text
    for one, other in zip(found.conditions, segment.conditions, strict=True):
        assert one.parameter == other.parameter, text
        named = [a for a in attributes if a.parameter.name == one.parameter]
        days = np.full(len(named[0].values), 2e6)
        inside = segment_mask(Segment((one,)), named, days)
        assert inside.tolist() == segment_mask(Segment((other,)), named, days).tolist(), (text, longest)


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        (Condition("employees", "Size", Operator.BETWEEN, low=51, high=200, high_included=True), "employees 51..200"),
        (Condition("employees", "Size", Operator.BETWEEN, low=51, high=201), "employees 51..<201"),
        (Condition("employees", "Size", Operator.BETWEEN, low=0.5), "employees >= 0.5"),
        (Condition("employees", "Size", Operator.UNKNOWN), "employees = unknown"),
        (Condition("x_tier", "Tier", Operator.IN, ("A", "B, or so")), 'tier = A | "B, or so"'),
        (Condition("situation_raised", "Raised", Operator.IS, ("true",)), "situation_raised"),
        (Condition("country", "Country", Operator.IN, ("BR", "MX"), name="Latin America"), "country = Latin America"),
    ],
)
def test_forms(condition: Condition, wanted: str) -> None:
    country = column("country", ["BR", "MX", "FR"], Kind.CATEGORY)
    wide = {"BR": ("Latin America",), "MX": ("Latin America",), "FR": ("Europe",)}
    attributes = [
        column("employees", [10.0, 60.0, np.nan], Kind.NUMBER),
        column("x_tier", ["A", "B, or so", None], Kind.CATEGORY, "Our tier"),
        column("situation_raised", ["true", "false", None], Kind.BOOLEAN),
        Attribute(country.parameter, country.values, "country", wide),
    ]
    assert condition_texts(Segment((condition,)), attributes) == (wanted,)


def test_a_label_that_is_another_columns_name_does_not_take_its_place() -> None:
    other = column("x_size", ["S", "L"], Kind.CATEGORY, "employees")
    size = column("employees", [10.0, 60.0], Kind.NUMBER, "Number of people")
    big = Segment((Condition("employees", "Number of people", Operator.BETWEEN, low=50),))
    assert parse_claim(claim_text(big, [other, size]), [other, size]).conditions[0].parameter == "employees"
