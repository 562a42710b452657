"""Groups of companies: who is at the top, and which rows a chain of equal numbers links."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from whofor.arrays import Columns
from whofor.schema.company_groups import company_groups, united


def accounts(*rows: tuple[str, str | None, str | None]) -> Columns:
    keys, names, parents = zip(*rows, strict=True)
    return {
        "account_key": np.array(keys, dtype=object),
        "name": np.array(names, dtype=object),
        "parent_key": np.array(parents, dtype=object),
    }


def of(table: Columns, *deals: str | None) -> list[int]:
    groups = company_groups(np.array(deals, dtype=object), table)
    assert groups is not None
    return groups.tolist()


def test_the_top_of_a_line_is_followed():
    table = accounts(("a", "A", None), ("b", "B", "a"), ("c", "C", "b"), ("d", "D", None))
    assert of(table, "c", "d", "a", "b", "c") == [0, 1, 0, 0, 0]


def test_a_parent_is_found_by_its_name_or_is_a_company_of_its_own():
    table = accounts(("a", "Acme", None), ("b", "B", "ACME"), ("c", "C", "Holding"), ("d", "D", " holding "))
    assert of(table, "a", "b", "c", "d") == [0, 0, 1, 1]


def test_a_name_that_two_accounts_have_says_nothing_of_either():
    table = accounts(("a", "Acme", None), ("b", "Acme", None), ("c", "C", "Acme"), ("d", "D", "Acme"))
    assert of(table, "a", "b", "c", "d") == [0, 1, 2, 2]


def test_companies_above_each_other_in_a_circle_are_one_group():
    table = accounts(("a", "A", "b"), ("b", "B", "c"), ("c", "C", "a"), ("d", "D", "a"), ("e", "E", "e"))
    assert of(table, "a", "b", "c", "d", "e") == [0, 0, 0, 0, 1]


def test_deals_of_unknown_accounts_are_groups_of_their_own():
    assert of(accounts(("a", "A", "x")), None, "a", "gone", None, "gone") == [0, 1, 2, 3, 2]


def test_nobody_names_a_parent():
    table = accounts(("a", "A", None))
    assert company_groups(np.array(["a"], dtype=object), table) is None
    without = {"account_key": table["account_key"]}
    assert company_groups(np.array(["a"], dtype=object), without) is None


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=20))
def test_united_rows_are_those_that_a_chain_links(rows: list[tuple[int, int]]):
    linked = [[a == c or b == d for c, d in rows] for a, b in rows]
    for k in range(len(rows)):
        linked = [[linked[i][j] or (linked[i][k] and linked[k][j]) for j in range(len(rows))] for i in range(len(rows))]
    number = united(np.array([a for a, _ in rows]), np.array([b for _, b in rows]))
    assert (number[:, None] == number[None, :]).tolist() == linked
