"""Random columns of every kind, with what is awkward in each: hypothesis strategies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from whofor.model import Kind, Parameter, Role
from whofor.schema.rows import Attribute

__all__ = ["DAY", "DrawnColumn", "attribute", "columns", "lists", "texts"]

DAY = 20_000.0
_WIDER = {
    "FR": ("Western Europe", "Europe"),
    "DE": ("Western Europe", "Europe"),
    "PL": ("Eastern Europe", "Europe"),
    "BR": ("Latin America",),
    "PE": ("Latin America",),
    "JP": (),
}


@dataclass(frozen=True, eq=False)
class DrawnColumn:
    """A column of some rows, the day as of which each row is asked, and which of them the search sees."""

    attribute: Attribute
    day: np.ndarray
    search: np.ndarray

    @property
    def kind(self) -> Kind:
        return self.attribute.parameter.kind

    def __repr__(self) -> str:
        name, values = self.attribute.parameter.name, self.attribute.values.tolist()
        return f"{name}={values}, day={self.day.tolist()}, search={self.search.tolist()}"


def attribute(name: str, values: list[object], kind: Kind, unit: str = "", **more: object) -> Attribute:
    array = np.array(values, dtype=float if kind in (Kind.NUMBER, Kind.DATE) else object)
    parameter = Parameter(name, name.title(), Role.DEFINITION, kind, "accounts", unit=unit)
    return Attribute(parameter, array, name, **more)  # type: ignore[arg-type]


def _numbers() -> st.SearchStrategy[float]:
    whole = st.integers(-3, 12).map(float)
    heads = st.sampled_from([5.0, 10.0, 10.35, 10.49, 11.0, 50.0, 50.99, 51.0, 120.0, 200.0, 200.4, 201.0, 5001.0])
    money = st.sampled_from([0.0, 999_999.0, 999_999.5, 1e6, 5e6, 4_999_999.01])
    nearly = st.sampled_from([np.nextafter(2.0, 3.0), np.nextafter(2.0, 1.0), 0.1 + 0.2, -0.0])
    return st.one_of(whole, whole.map(lambda x: x + 0.5), heads, money, nearly, st.floats(-1e12, 1e12))


texts = st.sampled_from(["a", "b", "c", "O'Neill", 'say "x"', "a;b", "100%", "_", "é", "", " a", "unknown", "None"])
_tokens = st.sampled_from(["Slack", "Slack Pro", "slack", "it's", "%", "_", "a b", "É"])
lists = st.lists(_tokens, min_size=1, max_size=3, unique=True).map(";".join)


@st.composite
def columns(draw: st.DrawFn, *, spaced: bool = True) -> DrawnColumn:
    """A column of any kind with its rows; held-back rows may hold what the search rows do not.

    Args:
        draw: Given by hypothesis.
        spaced: Whether lists may have blanks around their `;`, or empty parts.
    """
    n = draw(st.integers(2, 40))
    search = np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    day = np.full(n, DAY)
    kind = draw(st.sampled_from([Kind.NUMBER, Kind.DATE, Kind.CATEGORY, Kind.BOOLEAN, Kind.MULTI]))
    more: dict[str, object] = {}
    name, unit = f"x_{kind}", ""
    if kind is Kind.NUMBER:
        name, unit = draw(
            st.sampled_from(
                [("x_rating", ""), ("employees", "people"), ("annual_revenue", "EUR"), ("x_team", "people")]
            )
        )
        seen, others = (draw(st.lists(_numbers(), min_size=1, max_size=12)) for _ in range(2))
        if draw(st.booleans()):
            seen = [float(round(x)) for x in seen]
    elif kind is Kind.DATE:
        around = st.one_of(
            st.floats(-100.0, 1200.0).map(lambda back: DAY - back),
            st.sampled_from([DAY - months * 30.4375 for months in (0, 3, 6, 12, 24)]),
        )
        seen, others = (draw(st.lists(around, min_size=1, max_size=12)) for _ in range(2))
        unknown_day = draw(st.lists(st.booleans(), min_size=n, max_size=n))
        day = np.where(np.array(unknown_day) & (np.arange(n) % 3 == 0), np.nan, day)
    elif kind is Kind.CATEGORY and draw(st.booleans()):
        name = "country"
        seen, others = (draw(st.lists(st.sampled_from(sorted(_WIDER)), min_size=1, max_size=6)) for _ in range(2))
        more["unions"] = _WIDER
    elif kind is Kind.MULTI:
        loose = st.one_of(lists, lists.map(lambda cell: cell.replace(";", " ; ")), st.sampled_from(["", ";", "Slack;"]))
        seen, others = (draw(st.lists(loose if spaced else lists, min_size=1, max_size=8)) for _ in range(2))
    elif kind is Kind.BOOLEAN:
        seen, others = ["true", "false"], ["true", "false"]
    else:
        seen, others = (draw(st.lists(texts, min_size=1, max_size=6)) for _ in range(2))
    nothing = np.nan if kind in (Kind.NUMBER, Kind.DATE) else None
    places = draw(st.lists(st.integers(0, 99), min_size=n, max_size=n))
    values: list[object] = []
    for place, use in zip(places, search.tolist(), strict=True):
        pool: list[object] = [*seen] if use else [*seen, *others]
        values.append(nothing if place % 7 == 0 else pool[place % len(pool)])
    return DrawnColumn(attribute(name, values, kind, unit, **more), day, search)
