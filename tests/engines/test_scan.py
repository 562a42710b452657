"""What every engine that reads canonical tables has to do, against plain Python."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engines.conftest import NUMBERS, OpenTables
from engines.oracle import MemoryScan, Table
from whofor.cube import Axis, cube_of
from whofor.errors import WorkspaceError
from whofor.schema.scan import CellAxis, Cells, Quarter, Scan

DEALS: dict[str, list[Any]] = {
    "deal_key": ["d1", "d2", "d3", "d4", "d5"],
    "account_key": ["a", "b", "a", None, "c"],
    "outcome": ["won", "lost", None, "open", "won"],
    "opened": [20_000.0, 20_000.25, 19_999.0, 20_000.0, None],
    "amount": [1.5, None, -3.0, 1e12, 0.1],
    'x_odd "name"': ["é", "O'Neill", None, "a;b", " two  words"],
}
SIGNALS: dict[str, list[Any]] = {
    "account_key": ["a", "a", "a", "b", "b", None, "c", "z"],
    "kind": ["round", "round", "hire", "round", "it's", "round", "round", None],
    "at": [19_000.0, 20_000.0, 20_000.0, 20_000.5, 5.0, 6.0, 7.0, 8.0],
}


def drawn(seed: int, n: int = 400) -> dict[str, Table]:
    """Deals and signals with many ties and gaps."""
    rng = np.random.default_rng(seed)

    def some(values: list[Any], size: int) -> list[Any]:
        return [values[i] if i < len(values) else None for i in rng.integers(0, len(values) + 1, size).tolist()]

    days = [float(day) for day in rng.integers(-400, 21_000, 40)] + [0.0, 90.0, 19_999.999, 20_000.0]
    accounts = [f"a{i}" for i in range(30)]
    return {
        "deals": {
            "deal_key": [f"d{i}" for i in range(n)],
            "account_key": some(accounts, n),
            "outcome": some(["won", "lost", "open"], n),
            "opened": some(days, n),
            "amount": some([0.0, 1.25, 1e9], n),
        },
        "signals": {
            "account_key": some([*accounts, "nobody"], 3 * n),
            "kind": some(["hire", "round", "move"], 3 * n),
            "at": some(days, 3 * n),
        },
    }


def same(found: np.ndarray, wanted: np.ndarray) -> None:
    assert found.dtype == wanted.dtype
    np.testing.assert_array_equal(found, wanted)


def same_cells(found: Cells, wanted: Cells) -> None:
    assert len(found.values) == len(wanted.values)
    for one, other in zip(found.values, wanted.values, strict=True):
        same(one, other)
    same(found.n, wanted.n)
    assert list(found.known) == list(wanted.known)
    for name, counts in wanted.known.items():
        same(found.known[name], counts)


def test_what_there_is(scan: OpenTables) -> None:
    tables = scan({"signals": SIGNALS, "deals": DEALS})
    assert tables.tables() == ["deals", "signals"]
    assert tables.columns("deals") == list(DEALS)
    assert (tables.row_count("deals"), tables.row_count("signals")) == (5, 8)


def test_columns_come_in_order_and_unknown_values_stay_unknown(scan: OpenTables) -> None:
    tables = scan({"deals": DEALS})
    found = tables.project("deals", ["amount", 'x_odd "name"', "opened"])
    assert list(found) == ["amount", 'x_odd "name"', "opened"]
    same(found["amount"], np.array([1.5, np.nan, -3.0, 1e12, 0.1]))
    same(found['x_odd "name"'], np.array(DEALS['x_odd "name"'], dtype=object))
    same(found["opened"], np.array([20_000.0, 20_000.25, 19_999.0, 20_000.0, np.nan]))
    assert tables.project("deals", []) == {}


def test_rows_keep_the_order_of_the_import(scan: OpenTables) -> None:
    n = 200_000
    keys = [f"{i * 7919 % n}" for i in range(n)]
    assert scan({"deals": {"deal_key": keys}}).project("deals", ["deal_key"])["deal_key"].tolist() == keys


def test_cells_by_hand(scan: OpenTables) -> None:
    """20,000 days after 1970-01-01 is 2024-10-04, the day before it of the same quarter: number 219."""
    tables = scan({"deals": DEALS})
    whole = tables.cells("deals", (), ["amount", "outcome", "opened"])
    assert (whole.values, whole.n.tolist()) == ((), [5])
    assert {name: counts.tolist() for name, counts in whole.known.items()} == {
        "amount": [4],
        "outcome": [4],
        "opened": [4],
    }
    found = tables.cells("deals", [Quarter("opened"), "outcome"], ["amount"])
    same(found.values[0], np.array([219.0, 219.0, 219.0, 219.0, np.nan]))
    assert found.values[1].tolist() == ["lost", "open", "won", None, "won"]
    assert found.n.tolist() == [1, 1, 1, 1, 1]
    assert found.known["amount"].tolist() == [0, 1, 1, 1, 1]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("by", "counted"),
    [
        ([], ["amount", "opened"]),
        (["outcome"], []),
        (["amount", "outcome"], ["opened", "account_key"]),
        ([Quarter("opened")], []),
        ([Quarter("opened"), "outcome", "account_key"], ["amount"]),
    ],
)
def test_cells(scan: OpenTables, by: list[CellAxis], counted: list[str], seed: int) -> None:
    tables = drawn(seed)
    same_cells(scan(tables).cells("deals", by, counted), MemoryScan(tables, NUMBERS).cells("deals", by, counted))


def test_cells_of_no_rows(scan: OpenTables) -> None:
    tables = scan({"deals": {"deal_key": [], "amount": []}})
    assert tables.row_count("deals") == 0
    assert tables.cells("deals", (), ["amount"]).n.tolist() == [0]
    assert tables.cells("deals", ["deal_key"]).n.tolist() == []


def test_cells_are_those_of_the_cube(scan: OpenTables) -> None:
    """Counted by an engine or by the search kernel: the same cells."""
    rng = np.random.default_rng(5)
    codes = [rng.integers(0, size, 500).astype(np.uint8) for size in (4, 3)]
    columns = {name: [float(c) for c in code] for name, code in zip(("amount", "employees"), codes, strict=True)}
    found = scan({"deals": columns}).cells("deals", ["amount", "employees"])
    cube = cube_of([Axis(c, np.eye(int(c.max()) + 1, dtype=bool), str(i)) for i, c in enumerate(codes)], np.ones(500))
    counts = np.zeros_like(cube.n)
    counts[tuple(values.astype(int) for values in found.values)] = found.n
    assert np.array_equal(counts, cube.n)


def test_asof_by_hand(scan: OpenTables) -> None:
    """An event on the day counts, a later one does not; nobody's events and unknown days belong to none."""
    found = scan({"deals": DEALS, "signals": SIGNALS}).asof(
        "deals", "opened", "signals", key="account_key", kind="kind", at="at"
    )
    nan = np.nan
    assert list(found) == ["hire", "it's", "round"]
    same(found["hire"], np.array([20_000.0, nan, nan, nan, nan]))
    same(found["it's"], np.array([nan, 5.0, nan, nan, nan]))
    same(found["round"], np.array([20_000.0, nan, 19_000.0, nan, nan]))


def test_asof_one_day_for_all_rows(scan: OpenTables) -> None:
    tables = scan({"deals": DEALS, "signals": SIGNALS})
    names = {"key": "account_key", "kind": "kind", "at": "at"}
    found = tables.asof("deals", 19_999.5, "signals", **names)
    same(found["round"], np.array([19_000.0, np.nan, 19_000.0, np.nan, 7.0]))
    unknown = tables.asof("deals", np.nan, "signals", **names)
    assert all(np.isnan(days).all() for days in unknown.values())


@pytest.mark.parametrize("day", ["opened", 12_000.25, np.nan])
@pytest.mark.parametrize("seed", range(3))
def test_asof(scan: OpenTables, seed: int, day: str | float) -> None:
    tables = drawn(seed)
    names = {"key": "account_key", "kind": "kind", "at": "at"}
    found = scan(tables).asof("deals", day, "signals", **names)
    wanted = MemoryScan(tables, NUMBERS).asof("deals", day, "signals", **names)
    assert list(found) == list(wanted)
    for kind, days in wanted.items():
        same(found[kind], days)


def test_a_file_that_is_no_database(open_path: Callable[[Path], Scan], tmp_path: Path) -> None:
    (tmp_path / "x.duckdb").write_bytes(b"no database, but long enough to be taken for one" * 200)
    with pytest.raises(WorkspaceError, match="The database could not be read or written"):
        open_path(tmp_path / "x.duckdb")
