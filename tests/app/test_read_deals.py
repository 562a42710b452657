"""From canonical tables, behind the port that reads them, to deals as of their opening."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engines.oracle import MemoryScan
from whofor.app.deals import read_deals
from whofor.errors import DataError
from whofor.model import Kind, Parameter, Role
from whofor.workspace import Dataset

NUMBERS = frozenset({"opened", "at", "created", "employees"})
DEALS = {
    "deal_key": ["d1", "d2", "d3"],
    "account_key": ["a", "b", "a"],
    "outcome": ["won", "lost", "won"],
    "opened": [100.0, 100.0, 300.0],
}
PARAMETERS = (
    Parameter("employees", "Employees", Role.DEFINITION, Kind.NUMBER, "accounts", unit="people"),
    Parameter("seniority", "Level", Role.DEFINITION, Kind.CATEGORY, "contacts"),
)
DATASET = Dataset(PARAMETERS, (), "hash", "preset", "", synthetic=True, source="export")


def scan(**tables: dict[str, list[Any]]) -> MemoryScan:
    return MemoryScan(tables, NUMBERS)


def test_everything_is_joined_as_of_the_opening() -> None:
    rows = read_deals(
        scan(
            deals=DEALS,
            accounts={"account_key": ["b", "a"], "employees": [7.0, 51.0]},
            contacts={
                "contact_key": ["c1", "c2"],
                "account_key": ["a", "a"],
                "created": [50.0, 200.0],
                "seniority": ["vp", "ceo"],
            },
            signals={"account_key": ["a", "a", "b"], "kind": ["round"] * 3, "at": [90.0, 250.0, 101.0]},
        ),
        DATASET,
    )
    found = {a.parameter.name: a.values for a in rows.attributes}
    assert list(found) == ["employees", "seniority", "signal_round"]
    assert found["employees"].tolist() == [51.0, 7.0, 51.0]
    assert found["seniority"].tolist() == ["vp", None, "ceo;vp"]
    np.testing.assert_array_equal(found["signal_round"], [90.0, np.nan, 250.0])


def test_signals_without_a_day_to_set_them_against_tell_nothing() -> None:
    deals = {name: values for name, values in DEALS.items() if name != "opened"}
    rows = read_deals(scan(deals=deals, signals={"account_key": ["a"], "kind": ["round"], "at": [9.0]}), DATASET)
    assert rows.attributes == ()


def test_without_days_everything_recorded_is_read_to_see_what_the_file_is_sorted_by() -> None:
    """With days it is not; keys that were made from the numbers of rows are neither keys nor columns."""
    deals = {**DEALS, "name": ["x", "y", "z"], "x_note": ["p", None, "q"], "deal_key": ["#1", "#2", "#3"]}
    accounts = {"account_key": ["b", "a"], "employees": [7.0, 51.0], "name": ["Bee", "Ace"], "created": [1.0, 2.0]}
    created = Parameter("created", "Created", Role.TIME, Kind.DATE, "accounts")
    dataset = replace(DATASET, parameters=(*PARAMETERS, created))
    dated = read_deals(scan(deals=deals, accounts=accounts), dataset)
    assert dated.written == ()
    assert dated.keys is not None
    assert dated.keys.tolist() == ["a", "b", "a"]
    undated = read_deals(scan(deals={**deals, "opened": [None] * 3}, accounts=accounts), dataset)
    columns = [column.tolist() for column in undated.written]
    assert ["x", "y", "z"] in columns
    assert ["p", None, "q"] in columns
    assert ["Ace", "Bee", "Ace"] in columns
    assert [2.0, 1.0, 2.0] not in columns
    assert ["#1", "#2", "#3"] not in columns


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"accounts": {"account_key": ["a"]}}, "there are no deals"),
        ({"deals": {"deal_key": [], "outcome": []}}, "there are no deals"),
        ({"deals": {"deal_key": ["d"]}}, "the deals have no outcome"),
    ],
)
def test_without_deals_or_outcomes_there_is_nothing_to_search(tables: dict[str, Any], words: str) -> None:
    with pytest.raises(DataError, match=words):
        read_deals(scan(**tables), DATASET)
