"""Whether a file has an order that may stand for time, on planted files: keys, rows, sorted files, shuffled ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from made_rows import attribute
from made_time import DRIFTS, shuffled, undated_deals
from whofor.arrays import Column
from whofor.model.run import TimeKind
from whofor.schema.rows import DealRows
from whofor.validation.file_order import is_sorted_by, order_of_file

N = 600


def texts(values: object) -> Column:
    return np.array([str(value) for value in np.asarray(values).tolist()], dtype=object)


def calm(seed: int = 0, keys: Column | None = None) -> DealRows:
    """Deals that do not change along the file."""
    return replace(undated_deals(seed, N, keys="none", strength=0.0), keys=keys)


def sorted_by(rows: DealRows, column: Column) -> DealRows:
    """The deals sorted by a column of theirs, whatever else was their order."""
    return replace(rows.take(np.argsort(column, kind="stable")), position=np.arange(len(rows)))


@pytest.mark.parametrize(
    "keys",
    [
        [f"OPP-{100 + 3 * i:05d}" for i in range(N)],
        [f"2024-{i + 7:04d}" if i < N // 2 else f"2025-{i - N // 2 + 1:04d}" for i in range(N)],
        [str(1_641_984 + 137 * i) for i in range(N)],
        [str(5_000 - i) for i in range(N)],
    ],
    ids=["numbered", "by year", "with gaps", "newest first"],
)
def test_ascending_keys_are_an_order(keys: list[str]) -> None:
    time = order_of_file(calm(keys=texts(keys)))
    assert time.kind is TimeKind.KEYS
    ascending = sorted(range(N), key=lambda i: [int(part) for part in keys[i].removeprefix("OPP-").split("-")])
    assert np.argsort(time.when).tolist() == ascending


@pytest.mark.parametrize(
    "keys",
    [
        [f"{i * 7919 % 1_000_003:x}" for i in range(N)],
        [str(i + 1) for i in range(N)],
        [str(i) for i in range(N)],
        [f"Deal {'north' if i % 2 else 'south'} {i}" for i in range(N)],
    ],
    ids=["hashes", "row numbers", "an index", "names"],
)
def test_keys_that_say_nothing_of_time(keys: list[str]) -> None:
    """Numbers that only count the rows say no more than these."""
    assert order_of_file(calm(keys=texts(keys))).kind is TimeKind.NONE


def test_keys_in_another_order_than_the_file() -> None:
    """Numbered through, they count where the file is sorted by a column; random numbers of many digits never do."""
    rng = np.random.default_rng(1)
    dense = texts([f"OPP-{i:04d}" for i in rng.permutation(N)])
    amounts = sorted_by(calm(keys=dense), calm().amount)
    assert order_of_file(amounts).kind is TimeKind.KEYS
    assert order_of_file(calm(keys=dense)).kind is TimeKind.NONE
    random = texts(rng.choice(10**9, N, replace=False))
    assert order_of_file(replace(amounts, keys=random)).kind is TimeKind.NONE


@pytest.mark.parametrize("drift", DRIFTS)
def test_rows_are_an_order_where_facts_change_along_them(drift: str) -> None:
    rows = undated_deals(3, drift=drift, keys="hashed")
    time = order_of_file(rows)
    assert time.kind is TimeKind.ROWS
    assert time.when.tolist() == list(range(len(rows)))
    assert order_of_file(shuffled(rows, 5)).kind is TimeKind.NONE


def test_a_shuffled_file_is_no_order() -> None:
    """One file in a thousand may look ordered: more than one of 60 would be no chance."""
    found = [order_of_file(shuffled(undated_deals(s, N, keys="none"), s)).kind for s in range(60)]
    assert found.count(TimeKind.NONE) >= 59


@pytest.mark.parametrize("by", ["amount", "outcome", "branch", "staff", "name"])
def test_the_order_of_a_file_sorted_by_a_column_is_not_used(by: str) -> None:
    rows = undated_deals(4, keys="hashed")
    names = texts([f"Company {i}" for i in np.random.default_rng(2).permutation(len(rows))])
    rows = replace(rows, written=(names,))
    facts = {a.parameter.name: a.values for a in rows.attributes}
    column = {"amount": rows.amount, "outcome": rows.outcome, "name": names, **facts}[by]
    assert order_of_file(rows).kind is TimeKind.ROWS, "as it was"
    assert order_of_file(sorted_by(rows, column)).kind is TimeKind.NONE


def test_deals_of_accounts_that_stand_together_are_no_order() -> None:
    """With their accounts named or not: their facts are alike."""
    rng = np.random.default_rng(6)
    account = np.repeat(np.arange(60), 10)
    codes = rng.integers(0, 9, (3, 60))
    facts = tuple(attribute(f"fact {i}", texts(code[account])) for i, code in enumerate(codes))
    rows = replace(calm(), attributes=facts)
    assert order_of_file(rows).kind is TimeKind.NONE
    assert order_of_file(replace(rows, accounts=account)).kind is TimeKind.NONE


def test_no_false_alarm_by_chance_or_by_ties() -> None:
    """Columns of every shape in no order: two values, one of them rare, many values, mostly unknown, whole numbers."""
    rng = np.random.default_rng(8)
    alarms = 0
    for n in (30, 120, 1000):
        for _ in range(150):
            rare = np.where(rng.random(n) < 0.02, "rare", "usual").astype(object)
            two = texts(rng.integers(0, 2, n))
            many = texts(rng.integers(0, max(2, n // 2), n))
            gaps = np.where(rng.random(n) < 0.9, np.nan, rng.normal(size=n))
            counts = rng.poisson(1.5, n).astype(float)
            alarms += sum(is_sorted_by(column) for column in (rare, two, many, gaps, counts))
    assert alarms == 0


def test_what_is_sorted_is_seen_through_small_faults() -> None:
    """Another alphabet, or two sorted files one below the other."""
    names = sorted(f"{chr(65 + i % 26)}{chr(97 + i * 7 % 26)}{i}" for i in range(N))
    names[10], names[11] = names[11], names[10]
    assert is_sorted_by(texts(names))
    assert is_sorted_by(np.concatenate([np.sort(np.random.default_rng(i).normal(size=300)) for i in (1, 2)]))
    assert is_sorted_by(texts([*["x"] * 200, *["y"] * 200, *["x"] * 100, *["z"] * 100]))


def test_an_order_is_the_same_every_time_and_empty_files_have_none() -> None:
    rows = undated_deals(9, keys="none")
    assert order_of_file(rows).when.tolist() == order_of_file(rows).when.tolist()
    assert order_of_file(rows.take(np.zeros(0, dtype=np.int64))).kind is TimeKind.NONE
