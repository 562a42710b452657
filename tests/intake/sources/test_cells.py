"""Typed values as the texts of an export."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import numpy as np
import pytest

from whofor.intake.sources.cells import cell_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (float("nan"), ""),
        (Decimal("NaN"), ""),
        (np.datetime64("NaT"), ""),
        (np.float64("nan"), ""),
        ("  as it is ", "  as it is "),
        (True, "true"),
        (np.bool_(False), "false"),
        (12, "12"),
        (np.int64(12), "12"),
        (123.0, "123"),
        (-0.5, "-0.5"),
        (np.float64(0.5), "0.5"),
        (np.float32(0.1), "0.1"),
        (1e20, "1e+20"),
        (Decimal("1E+3"), "1000"),
        (Decimal("12.50"), "12.50"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 9, 5), "2026-03-01 09:05:00"),
        (datetime(2026, 3, 1, 9, 5, 0, 500), "2026-03-01 09:05:00.000500"),
        (datetime(2026, 3, 1, tzinfo=UTC), "2026-03-01 00:00:00+00:00"),
        (datetime(2026, 3, 1, 9, tzinfo=timezone(timedelta(hours=2))), "2026-03-01 09:00:00+02:00"),
        (np.datetime64("2026-03-01T09:05:00.123456789"), "2026-03-01 09:05:00.123456"),
        (time(9, 5), "09:05:00"),
        (timedelta(minutes=2), "120"),
        (np.timedelta64(120_000_000_000, "ns"), "120"),
        (b"caf\xc3\xa9", "café"),
        ([1.0, "b", None], "1;b;"),
        (np.array([1, 2]), "1;2"),
        ([], ""),
        ([{"a": date(2026, 3, 1)}], '[{"a": "2026-03-01"}]'),
        ({"a": [1, 2]}, '{"a": [1, 2]}'),
    ],
)
def test_texts_of_values(value: object, text: str):
    assert cell_text(value) == text


def test_missing_values_of_pandas():
    pandas = pytest.importorskip("pandas")
    assert [cell_text(value) for value in (pandas.NA, pandas.NaT)] == ["", ""]
    assert cell_text(pandas.Timestamp("2026-03-01 09:05:00.123456789")) == "2026-03-01 09:05:00.123456"
    assert cell_text(pandas.Period("2026-03", freq="M")) == "2026-03"
