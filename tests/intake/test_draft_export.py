"""A draft of files with hundreds of columns: what is at hand is not asked for again."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from whofor.app.import_source import import_source
from whofor.engines.duckdb.raw_files import RawFiles


def write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Pairs of columns that the engine was asked to compare."""
    pairs: list[str] = []
    compare = RawFiles.raw_overlap

    def counted(
        self: RawFiles, file: str, header: str, to: str, key: str, *, most: int | None = None
    ) -> tuple[int, int]:
        pairs.append(f"{header} → {key}")
        return compare(self, file, header, to, key, most=most)

    monkeypatch.setattr(RawFiles, "raw_overlap", counted)
    return pairs


def test_columns_whose_values_are_at_hand_are_compared_without_the_engine(tmp_path: Path, asked: list[str]) -> None:
    accounts = [["Key", "Sector"], *([f"A{i:04}", "Bank" if i % 3 else "Shop"] for i in range(120))]
    ends = ["Won", "Lost", "Lost"]
    deals = [["Deal name", "Account key", "Stage"], *([f"d{i}", f"A{i % 120:04}", ends[i % 3]] for i in range(300))]
    (tmp_path / "e").mkdir()
    write(tmp_path / "e" / "accounts.csv", accounts)
    write(tmp_path / "e" / "deals.csv", deals)
    report = import_source(tmp_path / "e", workspace=tmp_path / "w")
    assert report.tables["accounts"].rows == 120
    assert asked == []


def test_columns_with_longer_texts_or_more_values_are_compared_by_the_engine(tmp_path: Path, asked: list[str]) -> None:
    accounts = [["Key", "Sector"], *([f"A{i:04}", "Bank" if i % 3 else "Shop"] for i in range(1_500))]
    ends = ["Won", "Lost", "Lost"]
    deals = [["Deal name", "Account key", "Stage"], *([f"d{i}", f"A{i:04}", ends[i % 3]] for i in range(1_500))]
    (tmp_path / "e").mkdir()
    write(tmp_path / "e" / "accounts.csv", accounts)
    write(tmp_path / "e" / "deals.csv", deals)
    report = import_source(tmp_path / "e", workspace=tmp_path / "w")
    assert report.tables["accounts"].rows == 1_500
    assert "Account key → Key" in asked
