import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whofor.errors import SourceError
from whofor.intake.sources.files import find_source
from whofor.intake.sources.source_file import LeftOut, read_batches
from whofor.intake.sources.text_files import unique_headers

ROWS = [["Id", "Name"], ["1", "Élan"], ["2", 'Bö, "x"\nand so on']]
CSV = 'Id,Name\n1,Élan\n2,"Bö, ""x""\nand so on"\n'


def read(path: Path) -> tuple[list[str], list[tuple[str | None, ...]], list[LeftOut]]:
    (file,) = find_source(path).files
    unread: list[LeftOut] = []
    rows = [row for _, columns in read_batches(file, unread) for row in zip(*columns, strict=True)]
    return list(file.headers), rows, unread


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_way_of_writing_gives_the_same_rows(tmp_path: Path, delimiter: str, encoding: str, ending: str) -> None:
    text = CSV.replace('"Bö, ', f'"Bö{delimiter} ').replace(",É", f"{delimiter}É")
    text = text.replace("Id,", f"Id{delimiter}").replace("2,", f"2{delimiter}").replace("\n", ending)
    path = tmp_path / "x.csv"
    path.write_bytes(text.encode(encoding))
    headers, rows, unread = read(path)
    assert headers == ["Id", "Name"]
    assert rows == [("1", "Élan"), ("2", f'Bö{delimiter} "x"\nand so on')]
    assert unread == []


def test_gz_is_told_by_content(tmp_path: Path) -> None:
    for name in ("x.csv.gz", "y.csv"):
        (tmp_path / name).write_bytes(gzip.compress(CSV.encode()))
        assert read(tmp_path / name)[1][0] == ("1", "Élan")


def test_latin_1_where_windows_has_no_such_letter(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"a,b\n1,\x81\xe9\n")
    assert read(tmp_path / "x.csv")[1] == [("1", "\x81é")]


def test_rows_that_cannot_be_read_are_told_and_the_rest_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('a,b\n1,2\n3\n4,5,6\n"7,8\n9,10\n\n,\n11,12\n13,"14\n15,16\n', encoding="utf-8")
    _, rows, unread = read(path)
    assert rows == [("1", "2"), ("9", "10"), ("11", "12"), ("15", "16")]
    assert [(row.place, row.reason) for row in unread] == [
        ("x.csv:3", "1 cells instead of 2"),
        ("x.csv:4", "3 cells instead of 2"),
        ("x.csv:5", "a quote is opened and not closed"),
        ("x.csv:8", "the row is empty"),
        ("x.csv:10", "a quote is opened and not closed"),
    ]


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text('a,b\n1,"2\n3"\n4,5\n', encoding="utf-8")
    (file,) = find_source(tmp_path).files
    assert [lines for lines, _ in read_batches(file, [])] == [[2, 4]]


def test_headers_are_trimmed_composed_named_and_numbered() -> None:
    headers, repeated = unique_headers([" Name", "name", "Re\u0301gion", "", "Name (2)", "__row"])
    assert headers == ["Name", "name (2)", "Région", "column 4", "Name (2) (2)", "row"]
    assert repeated == ["name", "Name (2)"]


def test_a_folder_gives_its_data_files_by_name_and_tells_the_others(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.csv", "a.TSV", "sub/c.csv.gz", ".hidden.csv"):
        (tmp_path / name).write_text(f"x,y\n1,{name}\n", encoding="utf-8")
    for name in ("README.md", "readme.txt", "picture.png"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = find_source(tmp_path)
    assert [file.name for file in found.files] == ["a.TSV", "b.csv", "sub/c.csv.gz"]
    assert sorted(found.others) == ["README.md", "picture.png", "readme.txt"]


BAD = {
    "empty.csv": (b"", "The file is empty. Export it again, or take it out of the folder."),
    "blank.csv": (b"\n \n", "The file is empty. Export it again, or take it out of the folder."),
    "head.csv": (
        b"Deal ID,Stage\n",
        "The file holds a header and no rows (“Deal ID”). Export it again, or take it out of the folder.",
    ),
    "junk.csv": (b"a,b\n\x00\x01\x02\x00\x00\x00", "The file is binary: it holds NUL bytes. Export it as CSV."),
    "control.csv": (b"a,b\n\x01\x02\x03", "The file is not text: it holds control characters (“\\x01”). "
                    "Export it as CSV."),
    "book.csv": (b"PK\x03\x04rest", "The archive is damaged: File is not a zip file. Download it again."),
    "page.xls": (b"<html><table><tr><td>1</td></tr></table></html>",
                 "The file is a web page, whatever its name. Export it as CSV or as a workbook."),
    "list.json": (b'{"a": [', "The file holds no JSON objects as rows. Write one object a line, or an array of "
                  "objects."),
    "half.json": (b'[{"a": 1}, {"a"', "This is not valid JSON: Expecting ':' delimiter: line 1 column 16 (char 15). "
                  "Export it again."),
    "broken.csv.gz": (gzip.compress(b"a,b\n1,2\n" * 99)[:-9], "The compressed file is damaged: Compressed file ended "
                      "before the end-of-stream marker was reached. Export it again."),
    "x.parquet": (b"a,b\n1,2\n", "The file is no Parquet file. Write it again, or export CSV."),
    "open.csv": (b'"a,b\n1,2\n', "The file has no header. Export it with its column names in the first line."),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_files(tmp_path: Path, name: str) -> None:
    content, message = BAD[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError) as caught:
        find_source(tmp_path / name)
    assert str(caught.value) == f"{tmp_path / name}: {message}"


def test_all_bad_files_of_a_folder_are_reported_together(tmp_path: Path) -> None:
    for name, (content, _) in BAD.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError) as caught:
        find_source(tmp_path)
    # A file of settings in a folder is no data, and no problem.
    assert len(caught.value.problems) == len(BAD) - 1


def test_paths_that_are_not_there_or_hold_no_data(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    with pytest.raises(SourceError, match=r"There is no such file or folder\. Did you mean 'exports'"):
        find_source(tmp_path / "export")
    with pytest.raises(SourceError, match="The folder holds no data file"):
        find_source(tmp_path / "exports")
    (tmp_path / "x.docx").write_bytes(b"PK")
    with pytest.raises(SourceError, match=r"This kind of file cannot be read \(“\.docx”\)"):
        find_source(tmp_path / "x.docx")
    (tmp_path / "x.xlsx").write_bytes(b"PK")
    with pytest.raises(SourceError, match="The archive or workbook is damaged"):
        find_source(tmp_path / "x.xlsx")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
@given(st.one_of(st.binary(max_size=300), st.text('ab,;"\n\r\t\x85é', max_size=80).map(str.encode)))
def test_any_bytes_are_read_or_refused_and_every_row_is_kept_or_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    try:
        headers, rows, _ = read(path)
    except SourceError:
        return
    assert rows or content.startswith(b"PAR1")
    assert all(len(row) == len(headers) for row in rows)
