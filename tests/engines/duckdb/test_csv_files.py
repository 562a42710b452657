"""Regular text files, read by DuckDB itself."""

from pathlib import Path

import pytest

from whofor.engines.duckdb.importer import DuckDBImporter
from whofor.intake.raw import PlainText
from whofor.intake.sources.layout import footer_pattern

HEADERS = tuple(f"n{place}" for place in range(1_200))


def load(folder: Path, *rows: str) -> int | None:
    path = folder / "wide.csv"
    path.write_text("".join(f"{row}\n" for row in (",".join(HEADERS), *rows)))
    importer = DuckDBImporter(folder / "a.duckdb", folder / "s.duckdb")
    try:
        return importer.load_plain("wide.csv", path, PlainText(",", 2, HEADERS, footer_pattern()))
    finally:
        importer.abandon()


def cells(*filled: str) -> str:
    return ",".join([*filled, *[""] * (len(HEADERS) - len(filled))])


def test_a_thousand_columns_are_read(tmp_path: Path) -> None:
    assert load(tmp_path, cells("1", "a"), cells("2", "b", "c")) == 2


@pytest.mark.parametrize("odd", [",".join(HEADERS), cells(), cells("Total", "12"), cells("", "Grand total:")])
def test_a_row_that_is_no_data_is_left_to_the_careful_reader(tmp_path: Path, odd: str) -> None:
    assert load(tmp_path, cells("1", "a"), odd) is None


def test_a_word_of_sums_behind_the_first_cell_is_data(tmp_path: Path) -> None:
    assert load(tmp_path, cells("1", "Total")) == 1
