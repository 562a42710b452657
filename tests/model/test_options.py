"""Options of a search: what is accepted, converted, refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np
import pytest

from whofor.errors import UsageError
from whofor.model.options import FindOptions


def test_dates_mappings_and_lists_are_accepted() -> None:
    options = FindOptions(
        as_of=date(1970, 1, 31), weights={"price": 2, "feedback": 0}, claims=["a = b"], alpha_by_depth=[3, 1, 1]
    )
    assert options.as_of == 30.0
    assert options.weights == (("feedback", 0.0), ("price", 2.0))
    assert options.claims == ("a = b",)
    assert options.alpha_by_depth == (3.0, 1.0, 1.0)
    assert FindOptions(as_of=datetime(1970, 1, 31, 23, 59)).as_of == 30.0
    assert FindOptions(weights=[("price", 2)]) == FindOptions(weights={"price": 2.0})
    assert FindOptions(seed=np.int64(3), permutations=np.int32(500)) == FindOptions(seed=3, permutations=500)


def test_what_a_user_types_is_accepted() -> None:
    typed = FindOptions(as_of="1970-01-31", alpha_by_depth="3/1.5/1", weights=["price = 2", "feedback=.5", "price=1"])
    assert typed.as_of == 30.0
    assert typed.alpha_by_depth == (3.0, 1.5, 1.0)
    assert typed.weights == (("feedback", 0.5), ("price", 1.0))


def test_what_is_typed_is_read_back_the_same() -> None:
    typed = FindOptions(seed=4, as_of=20_000.9, alpha_by_depth=(1 / 3, 2, 1), weights={"price": 0.1234567891}).typed()
    assert typed == [
        ("--seed", "4"),
        ("--alpha", "0.3333333333333333/2/1"),
        ("--weight", "price=0.1234567891"),
        ("--as-of", "2024-10-04"),
    ]


def test_options_are_values() -> None:
    options = FindOptions(weights={"price": 2})
    assert replace(options, seed=5) == FindOptions(weights={"price": 2}, seed=5)
    assert len({options, FindOptions(weights={"price": 2}), FindOptions()}) == 2
    with pytest.raises(AttributeError):
        options.seed = 3  # type: ignore[misc]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"claims": "sector = bank"}, ["--claim", "list of texts", "sector = bank"]),
        ({"claims": [1]}, ["--claim"]),
        ({"claims": None}, ["--claim"]),
        ({"weights": {"pric": 2}}, ["--weight pric", "price"]),
        ({"weights": {"price": "2"}}, ["--weight price", "0 to 1000"]),
        ({"weights": {"price": float("nan")}}, ["--weight price"]),
        ({"weights": {"price": True}}, ["--weight price"]),
        ({"weights": "price"}, ["--weight", "numbers by name"]),
        ({"weights": ["price"]}, ["--weight", "price", "support_load=2"]),
        ({"weights": ["price=x"]}, ["--weight", "price=x", "support_load=2"]),
        ({"weights": ["pric=2"]}, ["--weight pric", "price"]),
        ({"weights": ["price=nan"]}, ["--weight price", "0 to 1000"]),
        ({"weights": [3]}, ["--weight", "numbers by name"]),
        ({"weights": 3}, ["--weight"]),
        ({"as_of": "30/09/2026"}, ["--as-of", "30/09/2026", "2026-09-30"]),
        ({"as_of": float("nan")}, ["--as-of"]),
        ({"as_of": True}, ["--as-of"]),
        ({"seed": "1"}, ["--seed", "whole number"]),
        ({"seed": 1.5}, ["--seed", "1.5"]),
        ({"seed": True}, ["--seed"]),
        ({"seed": -1}, ["--seed", "0 or more"]),
        ({"permutations": 200.0}, ["--permutations"]),
        ({"depth": 5}, ["--depth", "one to four"]),
        ({"depth": "2"}, ["--depth"]),
        ({"min_support": 4}, ["--min-support", "at least 5"]),
        ({"most_segments": 0}, ["--most-segments"]),
        ({"threads": -1}, ["threads"]),
        ({"outcome": None}, ["--outcome"]),
        ({"outcome": " "}, ["--outcome"]),
        ({"better": 1}, ["--better", "more or less"]),
        ({"alpha_by_depth": "2/2"}, ["--alpha", "2/2", "2/2/1"]),
        ({"alpha_by_depth": "2/2/x"}, ["--alpha", "2/2/x"]),
        ({"alpha_by_depth": "2/2/-1"}, ["--alpha", "2/2/-1"]),
        ({"alpha_by_depth": (1, 2)}, ["--alpha", "1/2"]),
        ({"alpha_by_depth": (1, 2, float("inf"))}, ["--alpha"]),
        ({"alpha_by_depth": 5}, ["--alpha"]),
    ],
)
def test_wrong_values_are_a_usage_error(wrong: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        FindOptions(**wrong)
    (problem,) = caught.value.problems
    assert all(word in str(problem) for word in words), str(problem)


def test_all_wrong_values_are_reported_together() -> None:
    with pytest.raises(UsageError) as caught:
        FindOptions(claims="a", weights={"pric": 1, "cycle": -1}, seed="x", as_of="today")  # type: ignore[arg-type]
    assert len(caught.value.problems) == 5
