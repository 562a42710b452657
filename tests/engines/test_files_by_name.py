"""The file that is named is the one that is read, whatever its name holds."""

import os
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from whofor.engines.duckdb import parquet_files
from whofor.engines.duckdb.importer import DuckDBImporter
from whofor.engines.duckdb.sql import literal
from whofor.errors import SourceError
from whofor.intake.raw import PlainText

# Each name, and another file that it would read as a pattern.
NAMES = [
    ("deals[1]", "deals1"),
    ("p*", "pb"),
    ("q?", "qx"),
    ("[!a]", "b"),
    ("**", "c"),
    ("é[é]", "éé"),
]


@pytest.fixture
def load(tmp_path: Path) -> Callable[[Path], tuple[int | None, dict[str, int]]]:
    def loaded(path: Path) -> tuple[int | None, dict[str, int]]:
        for name in ("a.duckdb", "s.duckdb"):
            (tmp_path / name).unlink(missing_ok=True)
        importer = DuckDBImporter(tmp_path / "a.duckdb", tmp_path / "s.duckdb")
        try:
            if path.suffix == ".parquet":
                _, rows = importer.load_parquet(path.name, path)
            else:
                rows = importer.load_plain(path.name, path, PlainText(",", 2, ("Name",), ""))
            return rows, {} if rows is None else importer.raw_distinct(path.name, "Name")
        finally:
            importer.abandon()

    return loaded


def write(path: Path, cell: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        place = path.with_name("draft")
        with duckdb.connect() as connection:
            connection.execute(f"COPY (SELECT {literal(cell)} AS Name) TO {literal(str(place))} (FORMAT parquet)")
        place.rename(path)
    else:
        path.write_text(f"Name\n{cell}\n", encoding="utf-8")
    return path


@pytest.mark.skipif(os.name == "nt", reason="Windows allows only brackets in names")
@pytest.mark.parametrize("ending", [".parquet", ".csv"])
@pytest.mark.parametrize(("name", "other"), NAMES)
def test_a_name_is_no_pattern(tmp_path: Path, load, name: str, other: str, ending: str) -> None:
    folder = tmp_path / "x[1]"
    write(tmp_path / "x1" / f"{name}{ending}", "of the other folder")
    write(folder / f"{other}{ending}", "the other")
    path = write(folder / f"{name}{ending}", "the one")
    assert load(path) == (1, {"the one": 1})


@pytest.mark.skipif(os.name == "nt", reason="Windows has no backslash in names")
def test_a_name_that_cannot_be_given_to_the_engine_is_no_other_file(tmp_path: Path, load) -> None:
    for name in ("b1", "bx", "b\\x1"):
        write(tmp_path / f"{name}.csv", "other")
        write(tmp_path / f"{name}.parquet", "other")
    assert load(write(tmp_path / "b\\x[1].csv", "the one")) == (None, {})
    with pytest.raises(SourceError, match="The Parquet file cannot be read: IO Error: No files found"):
        load(write(tmp_path / "b\\x[1].parquet", "the one"))


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_a_name_is_no_address_and_no_home_folder(tmp_path: Path, load, monkeypatch, ending: str) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "~" / f"a{ending}", "the one")
    assert load(Path(f"~/a{ending}")) == (1, {"the one": 1})


def test_a_folder_named_like_a_partition_adds_no_column(tmp_path: Path) -> None:
    path = write(tmp_path / "year=2025" / "a.parquet", "the one")
    importer = DuckDBImporter(tmp_path / "a.duckdb", tmp_path / "s.duckdb")
    assert importer.load_parquet("a.parquet", path) == (["Name"], 1)
    importer.abandon()


def test_a_text_named_like_an_archive_is_read_as_the_text_it_is(tmp_path: Path, load) -> None:
    assert load(write(tmp_path / "a.csv.gz", "the one")) == (1, {"the one": 1})


def test_rows_of_another_parquet_file_are_refused(tmp_path: Path, load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_files, "path_literal", lambda path: literal(str(path)))
    write(tmp_path / "deals1.parquet", "the other")
    with pytest.raises(SourceError, match=r"deals\[1\]\.parquet.*: Not the rows of this Parquet file were read"):
        load(write(tmp_path / "deals[1].parquet", "the one"))


def test_names_that_differ_only_in_their_capitals_are_two_tables(tmp_path: Path) -> None:
    importer = DuckDBImporter(tmp_path / "a.duckdb", tmp_path / "s.duckdb")
    for name in ("Deals.csv", "deals.csv"):
        importer.load_plain(name, write(tmp_path / name, name), PlainText(",", 2, ("Name",), ""))
    assert [importer.raw_distinct(name, "Name") for name in ("Deals.csv", "deals.csv")] == [
        {"Deals.csv": 1},
        {"deals.csv": 1},
    ]
    importer.abandon()
