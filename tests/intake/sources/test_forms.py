"""One table in every form that an export may have, and dirty files of which no row is lost unseen."""

import csv
import gzip
import io
import json
import unicodedata
import warnings
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from whofor.engines.duckdb.importer import DuckDBImporter
from whofor.errors import SourceError
from whofor.intake.sources.files import find_source
from whofor.intake.sources.source_file import Form, LeftOut, SourceFile, plain_text, read_batches

TABLE = [["Id", "Name", "Since"], ["1", "Élan", "2025-02-01"], ["2", "Bö, Ltd", "2025-02-02"]]
TEXT = 'Id,Name,Since\n1,Élan,2025-02-01\n2,"Bö, Ltd",2025-02-02\n'


def rows_of(file: SourceFile) -> tuple[list[list[str | None]], list[LeftOut]]:
    left_out: list[LeftOut] = []
    rows = [list(row) for _, columns in read_batches(file, left_out) for row in zip(*columns, strict=True)]
    return [list(file.headers), *rows], left_out


def only(path: Path) -> tuple[list[list[str | None]], list[LeftOut]]:
    (file,) = find_source(path).files
    return rows_of(file)


def test_a_title_above_and_a_footer_below(tmp_path: Path) -> None:
    report = (
        'Open deals\n"As of 2026-01-01",,\n\n' + TEXT + '\n"Grand Totals (2 records)"\n'
        '"Confidential Information - Do Not Distribute"\n'
        '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n'
    )
    (tmp_path / "report.csv").write_text(report, encoding="cp1252")
    rows, left_out = only(tmp_path / "report.csv")
    assert rows == TABLE
    assert [(row.code, row.place) for row in left_out] == [
        ("title_line", "report.csv:1"),
        ("title_line", "report.csv:2"),
        ("footer_row", "report.csv:8"),
        ("footer_row", "report.csv:9"),
        ("footer_row", "report.csv:10"),
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8-sig", "latin-1", "cp1252"])
def test_encodings_without_their_mark(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "x.csv").write_bytes(TEXT.encode(encoding))
    assert only(tmp_path / "x.csv")[0] == TABLE


@pytest.mark.parametrize("delimiter", [";", "|", "\t"])
def test_a_first_line_may_name_the_delimiter(tmp_path: Path, delimiter: str) -> None:
    (tmp_path / "x.csv").write_text(f"sep={delimiter}\r\na{delimiter}b\r\n1,5{delimiter}2,5\r\n", encoding="utf-8")
    rows, left_out = only(tmp_path / "x.csv")
    assert (rows, left_out) == ([["a", "b"], ["1,5", "2,5"]], [])


def test_quotes_may_be_escaped_by_a_backslash(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text('a,b\n1,"say \\"hi\\", all"\n2,"x"\n', encoding="utf-8")
    assert only(tmp_path / "x.csv")[0][1] == ["1", 'say "hi", all']


def test_workbooks_by_sheet(tmp_path: Path) -> None:
    book = Workbook()
    deals = book.active
    assert deals is not None
    deals.title = "Deals"
    deals.append(["Report of deals", None, None, None])
    deals.append(["Id", "Name", "Since", "Amount"])
    deals.append([1, "Élan", date(2025, 2, 1), 1200.5])
    deals.append([2, "Bö", datetime(2025, 2, 2, 10, 30), True])
    book.create_sheet("Empty")
    book.create_sheet("Calls").append(["Id", "Length"])
    book["Calls"].append(["7", 1e6])
    book.save(tmp_path / "book.xlsx")
    found = find_source(tmp_path / "book.xlsx")
    assert [file.name for file in found.files] == ["book.xlsx/Deals", "book.xlsx/Calls"]
    rows, left_out = rows_of(found.files[0])
    assert rows == [
        ["Id", "Name", "Since", "Amount"],
        ["1", "Élan", "2025-02-01", "1200.5"],
        ["2", "Bö", "2025-02-02 10:30:00", "true"],
    ]
    assert [(row.code, row.place) for row in left_out] == [("title_line", "book.xlsx/Deals:1")]
    assert rows_of(found.files[1])[0] == [["Id", "Length"], ["7", "1000000"]]


def test_archives_of_several_files(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["x"])
    book.active.append([3])
    inner = io.BytesIO()
    book.save(inner)
    with zipfile.ZipFile(tmp_path / "export.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("crm/deals.csv", TEXT)
        archive.writestr("crm/calls.csv.gz", gzip.compress(b"a,b\n1,2\n"))
        archive.writestr("book.xlsx", inner.getvalue())
        archive.writestr("__MACOSX/crm/._deals.csv", b"\0\0")
        archive.writestr("picture.png", b"x")
    found = find_source(tmp_path / "export.zip")
    assert [file.name for file in found.files] == [
        "export.zip/book.xlsx",
        "export.zip/crm/calls.csv.gz",
        "export.zip/crm/deals.csv",
    ]
    assert found.others == ("export.zip/picture.png",)
    assert rows_of(found.files[2])[0] == TABLE
    assert rows_of(found.files[1])[0] == [["a", "b"], ["1", "2"]]
    assert rows_of(found.files[0])[0] == [["x"], ["3"]]


def test_an_archive_that_swells_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("deals.csv", b"a,b\n" + b"0" * 200_000_000)
    with pytest.raises(SourceError, match="unpacks to far more than an export holds"):
        find_source(tmp_path / "bomb.zip")


def test_json_lines_and_arrays(tmp_path: Path) -> None:
    records = [
        {"id": 1, "name": "Élan", "place": {"city": "Lyon", "zip": 69000.0}, "tags": ["a", "b"], "ok": True},
        {"id": 2, "name": None, "extra": [{"deep": 1}], "place": {"city": "Nice"}},
    ]
    lines = "\n".join(json.dumps(record) for record in records)
    (tmp_path / "a.jsonl").write_text(lines + "\nnot json\n[1]\n", encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps(records), encoding="utf-8")
    wanted = [
        ["id", "name", "place.city", "place.zip", "tags", "ok", "extra"],
        ["1", "Élan", "Lyon", "69000", "a;b", "true", None],
        ["2", None, "Nice", None, None, None, '[{"deep": 1}]'],
    ]
    rows, left_out = only(tmp_path / "a.jsonl")
    assert rows == wanted
    assert [(row.code, row.place) for row in left_out] == [
        ("unreadable_row", "a.jsonl:3"),
        ("unreadable_row", "a.jsonl:4"),
    ]
    assert only(tmp_path / "b.json") == (wanted, [])


def test_files_without_rows_do_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text(TEXT, encoding="utf-8")
    (tmp_path / "calls.csv").write_text("Id,Day\n", encoding="utf-8")
    (tmp_path / "notes.csv").write_text("", encoding="utf-8")
    found = find_source(tmp_path)
    assert [(file.name, file.is_empty) for file in found.files] == [("calls.csv", True), ("deals.csv", False)]
    assert found.empty == ("notes.csv",)


def test_wide_tables_and_large_cells(tmp_path: Path) -> None:
    wide = [f"c{n}" for n in range(700)]
    big = "x" * 200_000 + "\nend"
    with (tmp_path / "x.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([wide, [big, *["1"] * 699]])
    rows, left_out = only(tmp_path / "x.csv")
    assert (len(rows[1]), rows[1][0], left_out) == (700, big, [])


CELL = st.text(st.sampled_from('ab Éß"\n,;|\t 1.'), max_size=6)
ROW = st.lists(CELL, min_size=3, max_size=3)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(
    st.lists(ROW, min_size=1, max_size=30),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]),
)
def test_what_is_written_is_read_back(
    tmp_path: Path, rows: list[list[str]], delimiter: str, ending: str, encoding: str
) -> None:
    rows = [["id", *row[1:]] if not any(cell.strip() for cell in row) else row for row in rows]
    path = tmp_path / "x.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator=ending, quoting=csv.QUOTE_ALL)
        writer.writerows([["Key", "Text", "Note"], *([str(n), *row[1:]] for n, row in enumerate(rows))])
    read, left_out = only(path)
    wanted = [[str(n), *(cell.strip() or None for cell in row[1:])] for n, row in enumerate(rows)]
    # A file's line breaks within cells are read as one kind.
    assert [[cell and cell.replace("\r\n", "\n") for cell in row] for row in read[1:]] == wanted
    assert left_out == []


LINE = st.one_of(
    st.lists(st.sampled_from(["", "a", "b c", "7", "Total", "x,y"]), min_size=0, max_size=5).map(",".join),
    st.sampled_from(["Id,Name,Stage", "Grand Totals (3 records)", '"open', "Confidential Information - x", ",,", ""]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=400)
@given(st.lists(LINE, min_size=1, max_size=40))
def test_rows_in_are_rows_kept_and_rows_told(tmp_path: Path, lines: list[str]) -> None:
    """No quote spans two lines here, so that every line that is not blank is a row."""
    (tmp_path / "x.csv").write_text("Id,Name,Stage\n" + "\n".join(lines) + "\n", encoding="utf-8")
    try:
        rows, left_out = only(tmp_path / "x.csv")
    except SourceError:
        return
    assert len(rows) + len(left_out) == 1 + sum(bool(line.strip()) for line in lines)
    assert all(len(row) == len(rows[0]) for row in rows)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.lists(st.lists(st.sampled_from(["", " a", "b ", "\u00a0c", "7", 'say "x"', "d,e", "Total", "f"]), min_size=3,
                         max_size=3), min_size=1, max_size=20), st.sampled_from(["\n", "\r\n"]))  # fmt: skip
def test_the_fast_way_reads_what_the_careful_one_reads(tmp_path: Path, rows: list[list[str]], ending: str) -> None:
    path = tmp_path / "x.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator=ending).writerows([["Key", "Text", "Note"], *rows])
    try:
        found = find_source(path).files
    except SourceError:
        return
    for file in found:
        plain = plain_text(file)
        for name in ("a.duckdb", "s.duckdb"):
            (tmp_path / name).unlink(missing_ok=True)
        importer = DuckDBImporter(tmp_path / "a.duckdb", tmp_path / "s.duckdb")
        loaded = importer.load_plain("x.csv", path, plain) if plain else None
        if plain and loaded is not None:
            careful, left_out = rows_of(file)
            assert left_out == []
            assert loaded == len(careful) - 1
            for place, header in enumerate(file.headers):
                counts = importer.raw_distinct("x.csv", header)
                cells = [row[place] for row in careful[1:] if row[place] is not None]
                assert counts == {cell: cells.count(cell) for cell in cells}
        importer.abandon()


def test_clean_files_go_the_fast_way(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(TEXT, encoding="utf-8")
    (file,) = find_source(tmp_path / "x.csv").files
    plain = plain_text(file)
    assert plain is not None
    assert (plain.delimiter, plain.first_line, plain.headers) == (",", 2, ("Id", "Name", "Since"))
    importer = DuckDBImporter(tmp_path / "a.duckdb", tmp_path / "s.duckdb")
    assert importer.load_plain("x.csv", tmp_path / "x.csv", plain) == 2
    importer.abandon()


@pytest.mark.parametrize(
    "text",
    [
        TEXT + '3,"two\nlines",2025-02-03\n',
        TEXT + "3,short\n",
        TEXT + "Id,Name,Since\n",
        TEXT + "\n4,Gap,2025-02-04\n",
        TEXT + "Total,,\n" + "5,x,2025-01-01\n" * 20,
        TEXT.replace("\n", "\r"),
        TEXT + "6,\0,2025-01-01\n",
    ],
)
def test_surprises_are_left_to_the_careful_reader(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.csv").write_text(text, encoding="utf-8", newline="")
    (file,) = find_source(tmp_path / "x.csv").files
    assert file.form is Form.TEXT
    plain = plain_text(file)
    importer = DuckDBImporter(tmp_path / "a.duckdb", tmp_path / "s.duckdb")
    assert plain is None or importer.load_plain("x.csv", tmp_path / "x.csv", plain) is None
    importer.abandon()


def test_an_archive_with_two_files_of_one_name_is_refused(tmp_path: Path) -> None:
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("deals.csv", TEXT)
        archive.writestr("deals.csv", TEXT)
    with pytest.raises(SourceError, match=r"two files of one name \(“deals.csv”\)"):
        find_source(tmp_path / "export.zip")


def test_brackets_in_the_names_of_archives_and_their_files(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a[1].zip", "w") as archive:
        archive.writestr("d1.csv", "Name\nother\n")
        archive.writestr("d[1].csv", "Name\none\n")
    (tmp_path / "a1.zip").write_bytes(b"")
    files = find_source(tmp_path / "a[1].zip").files
    assert [(file.name, rows_of(file)[0][1:]) for file in files] == [
        ("a[1].zip/d1.csv", [["other"]]),
        ("a[1].zip/d[1].csv", [["one"]]),
    ]


def test_names_written_in_two_ways_are_two_tables(tmp_path: Path) -> None:
    for form in ("NFC", "NFD"):
        (tmp_path / unicodedata.normalize(form, "é.csv")).write_text(f"Name\n{form}\n", encoding="utf-8")
    if len(list(tmp_path.iterdir())) == 1:
        pytest.skip("this file system takes both for one name")
    files = find_source(tmp_path).files
    assert {file.name: rows_of(file)[0][1] for file in files} == {"é.csv": ["NFD"], "é.csv (2)": ["NFC"]}
