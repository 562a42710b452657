"""What the values of a column are does not depend on the order of its rows, however many they are."""

from __future__ import annotations

import random

from whofor.intake.voices.row_tables import rows_of_items


def test_a_sample_of_many_values_is_the_same_in_any_order() -> None:
    items = [
        {"day": f"{1 + n % 28:02d}/{1 + n % 12:02d}/2026 {n % 24}:00:00.{n}", "few": str(n % 5)} for n in range(30_000)
    ]
    first = rows_of_items("x", items).columns()
    random.Random(1).shuffle(items)
    assert rows_of_items("x", items).columns() == first
    day, few = first["day"], first["few"]
    assert 0.9 * 30_000 <= day.distinct <= 30_000, "the estimate is within 5 % in nearly all cases (1 / √2000 = 2 %)"
    assert (len(day.values), day.filled, few.distinct) == (2_000, 30_000, 5)
    assert sum(few.values.values()) == 30_000


def test_a_common_value_keeps_its_whole_count() -> None:
    items = [{"x": "usual" if n % 2 else f"value {n}"} for n in range(20_000)]
    column = rows_of_items("x", items).columns()["x"]
    assert column.values.get("usual", 10_000) == 10_000
    assert set(column.values.values()) <= {1, 10_000}


def test_cells_are_not_kept_whole() -> None:
    column = rows_of_items("x", [{"x": "a" * 1_000_000}]).columns()["x"]
    assert max(map(len, column.values)) == 500
    assert column.mean_length == 1_000_000
