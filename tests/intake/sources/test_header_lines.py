"""Headers of one line, of two and of none, on rows whose answer is known."""

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook

from whofor.intake.sources.files import find_source
from whofor.intake.sources.header_lines import header_lines
from whofor.intake.sources.source_file import LeftOut, SourceFile, plain_text, read_batches

GROUPS = ["Company", "", "", "Contact", "", "Deal", "", ""]
NAMES = ["Name", "Sector", "Country", "Name", "Title", "Stage", "Opened", "Amount"]
DEALS = [
    ["Acme", "Retail", "France", "Ann", "CEO", "Won", "03/01/2025", "1 200,50"],
    ["Bolt", "Software", "Spain", "Bob", "CFO", "Lost", "14/01/2025", "900,00"],
    ["Cork", "Retail", "Italy", "Cy", "CTO", "Won", "21/02/2025", "75,25"],
]
DISTINCT = ("Company Name", "Sector", "Country", "Contact Name", "Title", "Stage", "Opened", "Amount")


def written(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    return path


def read(file: SourceFile) -> tuple[list[list[str | None]], list[LeftOut]]:
    left_out: list[LeftOut] = []
    rows = [list(row) for _, columns in read_batches(file, left_out) for row in zip(*columns, strict=True)]
    return rows, left_out


@pytest.mark.parametrize(
    "groups",
    [
        GROUPS,
        ["Company", "Company", "Company", "Contact", "Contact", "Deal", "Deal", "Deal"],
        ["Company", "", "", "Contact"],
        ["Company", "", "", "Contact", "", "", "", ""],
    ],
    ids=["merged cells", "repeated", "cut off", "few"],
)
def test_the_second_line_names_the_columns(groups: list[str]) -> None:
    found = header_lines([groups, NAMES, *DEALS])
    assert (found.place, found.groups, found.names) == (1, 0, DISTINCT)
    assert found.renamed == ("Name → Company Name", "Name → Contact Name")


def test_a_title_may_stand_above_both() -> None:
    found = header_lines([["All deals", *[""] * 7], GROUPS, NAMES, *DEALS])
    assert (found.place, found.groups, found.names) == (2, 1, DISTINCT)


def test_a_name_in_the_first_line_alone_is_kept() -> None:
    groups = ["No.", "Deal", "", "Company", "", "Dates", "", "Amount"]
    names = ["", "Name", "Stage", "Name", "Sector", "Opened", "Closed", ""]
    rows = [[str(number), "Acme - Pro", "Won", "Acme", "Retail", "2025-01-03", "", "12"] for number in range(4)]
    assert header_lines([groups, names, *rows]).names == (
        *("No.", "Deal Name", "Stage", "Company Name", "Sector", "Opened", "Closed", "Amount"),
    )


@pytest.mark.parametrize(
    "rows",
    [
        [NAMES, *DEALS],
        # A header that lacks names, above a row of words.
        [["Name", "", "", "Stage", "Amount"], ["Acme", "x", "y", "Won", "n/a"], ["Bolt", "x", "z", "Won", "5"]] * 2,
        [["Name", "", "Stage", "", "Amount"], ["Acme", "x", "Won", "z", "7"], ["Bolt", "x", "Won", "z", "5"]],
        # A value that comes again is no name.
        [["Name", "", "", "Stage"], ["Acme", "x", "y", "2"], ["Bolt", "x", "y", "5"], ["Cork", "x", "y", "6"]],
        [["Name", "Name", "Name"], ["Acme", "x", "y"], ["Bolt", "x", "y"]],
    ],
)
def test_one_line_of_names_stays_one(rows: list[list[str]]) -> None:
    found = header_lines(rows)
    assert (found.place, found.groups, found.names) == (0, None, tuple(rows[0]))


@pytest.mark.parametrize(
    "rows",
    [
        [["7", "2025-01-03", "Acme"], ["8", "2025-01-14", "Bolt"], ["9", "2025-02-21", "Cork"]],
        [["Acme", "3/1/25", "9.50"], ["Bolt", "3/14/25", "8.25"], ["Cork", "4/2/25", "11"]],
        [["Ann", "ann@acme.test", "7"], ["Bob", "bob@bolt.test", "8"], ["Cy", "cy@cork.test", "9"]],
        [["1", "Won", "120"], ["2", "Lost", "80"], ["3", "Won", "75"], ["4", "Won", "9"], ["5", "Lost", "8"]],
        [["1", r"\N", "2025-01-03"], ["2", "5", "2025-01-04"], ["3", "6", "2025-01-05"]],
    ],
)
def test_a_first_row_of_values_is_no_header(rows: list[list[str]]) -> None:
    found = header_lines(rows)
    assert (found.place, found.is_written, set(found.names)) == (0, False, {""})


@pytest.mark.parametrize(
    "rows",
    [
        [["Region", "2023", "2024", "2025"], ["North", "10", "20", "30"], ["South", "11", "21", "31"]],
        [["Region", "2025-01-01", "2025-02-01"], ["North", "10", "20"], ["South", "11", "21"], ["East", "1", "2"]],
        [["Size", "0.5", "1.5"], ["9.5", "1.5", "2.5"], ["8.5", "1.75", "2.25"], ["7.5", "1.5", "2"]],
        [["0", "1", "2"], ["5", "6", "7"], ["8", "9", "10"]],
        [["Name", "Mail", "Since"], ["Ann", "ann@acme.test", "2025-01-03"], ["Bob", "bob@bolt.test", "2025-01-04"]],
        [["Id", "Day"], ["1", "2025-01-03"]],
    ],
)
def test_names_that_look_like_values_are_names(rows: list[list[str]]) -> None:
    assert header_lines(rows).is_written


def test_a_file_with_two_header_lines(tmp_path: Path) -> None:
    (file,) = find_source(written(tmp_path / "deals.csv", [GROUPS, NAMES, *DEALS])).files
    rows, left_out = read(file)
    assert (file.headers, rows) == (DISTINCT, DEALS)
    assert [(row.code, row.place) for row in left_out] == [("two_header_lines", "deals.csv:1")]
    assert left_out[0].reason.endswith("Name → Company Name, Name → Contact Name")
    plain = plain_text(file)
    assert plain is not None
    assert plain.first_line == 3


def test_merged_cells_of_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in ([*GROUPS[:5], "Deal"], NAMES, *DEALS):
        sheet.append([cell or None for cell in row])
    for cells in ("A1:C1", "D1:E1", "F1:H1"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "deals.xlsx")
    (file,) = find_source(tmp_path / "deals.xlsx").files
    rows, left_out = read(file)
    assert (file.headers, rows) == (DISTINCT, DEALS)
    assert [row.code for row in left_out] == ["two_header_lines"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_without_header_keeps_its_first_row(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"deals.{ending}"
    if ending == "csv":
        written(path, DEALS)
    else:
        book = Workbook()
        for row in DEALS:
            book.worksheets[0].append(row)
        book.save(path)
    (file,) = find_source(path).files
    rows, left_out = read(file)
    assert (file.headers, rows, left_out) == (tuple(f"column {n}" for n in range(1, 9)), DEALS, [])
    assert not file.has_header
    plain = plain_text(file)
    assert ending == "xlsx" or (plain is not None and plain.first_line == 1)
