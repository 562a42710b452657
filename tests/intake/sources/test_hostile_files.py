"""Files that are none, files that lead elsewhere, and files that need far more room than they take."""

from __future__ import annotations

import gzip
import json
import os
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from whofor.app.import_source import import_source
from whofor.errors import InputError, MappingError, SourceError
from whofor.intake.sources.files import find_source
from whofor.intake.sources.source_file import read_batches

CSV = "Id,Name\n1,a\n2,b\n"
DEALS = [{"Record ID": str(n), "Deal Name": f"n{n}", "Deal Stage": "Closed won"} for n in range(9)]


@pytest.mark.skipif(os.name != "posix", reason="pipes with names are of POSIX")
def test_a_pipe_is_refused_and_passed_over_in_a_folder(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.csv")
    with pytest.raises(SourceError, match="it is a pipe"):
        find_source(tmp_path / "p.csv")
    (tmp_path / "x.csv").write_text(CSV)
    with pytest.raises(MappingError, match="it is a pipe"):
        import_source(tmp_path / "x.csv", workspace=tmp_path / "w", mapping=str(tmp_path / "p.csv"))
    found = find_source(tmp_path)
    assert [file.name for file in found.files] == ["x.csv"]
    assert "p.csv" in found.others


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no /dev/zero")
@pytest.mark.parametrize(("target", "why"), [("/dev/zero", "a device"), ("/proc/self/environ", "a file of the system")])
def test_devices_and_files_of_the_system_behind_links(tmp_path: Path, target: str, why: str) -> None:
    (tmp_path / "z.csv").symlink_to(target)
    with pytest.raises(SourceError, match=why):
        find_source(tmp_path / "z.csv")


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    source = tmp_path / "export"
    (source / "sub").mkdir(parents=True)
    (tmp_path / "secret.csv").write_text(CSV)
    (source / "sub" / "own.csv").write_text(CSV)
    (source / "out.csv").symlink_to(tmp_path / "secret.csv")
    (source / "inner.csv").symlink_to(source / "sub" / "own.csv")
    (source / "loop").symlink_to(tmp_path)
    found = find_source(source)
    assert ([file.name for file in found.files], found.copies) == (["inner.csv"], (("sub/own.csv", "inner.csv"),))
    assert found.others == ("loop/", "out.csv")
    (tmp_path / "chosen").symlink_to(source)
    assert [file.name for file in find_source(tmp_path / "chosen").files] == ["inner.csv"]


def test_a_gzip_that_swells_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv.gz").write_bytes(gzip.compress(CSV.encode() + b"3,c" + b" " * 80_000_000))
    with pytest.raises(SourceError, match="unpacks to far more"):
        find_source(tmp_path / "x.csv.gz")


@pytest.mark.parametrize("cut", ["", ",", "]]", '] {"a": 1}'])
def test_arrays_are_read_piece_by_piece(tmp_path: Path, cut: str) -> None:
    records = [{"a": str(n), "b": "x" * 997} for n in range(3_000)]
    whole = json.dumps(records, indent=1)
    (tmp_path / "x.json").write_text(whole)
    (file,) = find_source(tmp_path / "x.json").files
    rows = [row for _, columns in read_batches(file, []) for row in zip(*columns, strict=True)]
    assert rows == [(record["a"], record["b"]) for record in records]
    (tmp_path / "x.json").write_text(whole[:-1].rstrip() + cut)
    with pytest.raises(SourceError, match="not valid JSON"):
        find_source(tmp_path / "x.json")


def test_halves_of_characters_in_json(tmp_path: Path) -> None:
    text = "".join(json.dumps({**deal, "k\ud800": "v\udc00", "Deal Name": "n\ud83d"}) + "\n" for deal in DEALS)
    (tmp_path / "deals.jsonl").write_text(text)
    report = import_source(tmp_path / "deals.jsonl", workspace=tmp_path / "w", company="Ac\udcffme")
    assert report.tables["deals"].rows == len(DEALS)


def test_names_of_files_that_are_no_utf_8(tmp_path: Path) -> None:
    folder = tmp_path / "e\udcff"
    try:
        folder.mkdir()
        (folder / "deals\udcff.jsonl").write_text("\n".join(map(json.dumps, DEALS)))
    except (OSError, UnicodeEncodeError):
        pytest.skip("this file system takes names in UTF-8 only")
    report = import_source(folder, workspace=tmp_path / "w")
    assert report.tables["deals"].rows == len(DEALS)


def test_a_cell_far_from_its_table_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.create_sheet("Deals", 0)
    sheet.append(["Id", "Name"])
    sheet.append(["1", "a"])
    sheet["XFD1048576"] = "x"
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(SourceError, match="far below or beside"):
        find_source(tmp_path / "far.xlsx")


def test_rows_repeated_in_an_open_document_are_refused(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="900"><text:p>x</text:p></table:table-cell>'
    content = (
        f'<table:table><table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row></table:table>'
    )
    with zipfile.ZipFile(tmp_path / "x.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    with pytest.raises(SourceError, match="far below or beside"):
        find_source(tmp_path / "x.ods")


def test_an_archive_of_another_version_is_damaged(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("x.csv", CSV)
    content = bytearray((tmp_path / "x.zip").read_bytes())
    at = content.rindex(b"PK\x01\x02")
    content[at + 6] = 194
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(SourceError, match="damaged"):
        find_source(tmp_path / "x.zip")


def test_a_mapping_nested_too_deep(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(CSV)
    (tmp_path / "m.toml").write_text("a = " + "[" * 3_000 + "]" * 3_000)
    with pytest.raises(MappingError, match="nested too deep"):
        import_source(tmp_path / "x.csv", workspace=tmp_path / "w", mapping=str(tmp_path / "m.toml"))


def test_a_link_to_itself_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    found = find_source(tmp_path, tmp_path / "ws")
    assert [file.name for file in found.files] == ["deals.csv"]
    assert found.others == ("loop.csv",)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read anything")
def test_folders_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "locked").mkdir(mode=0)
    with pytest.raises(SourceError, match=r"locked: The folder cannot be read: Permission denied"):
        find_source(tmp_path)


def test_files_of_a_workspace_in_the_source_are_no_data(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text(CSV, encoding="utf-8")
    for name in ("forgotten.json", "manifest.json", "runs.jsonl", "key", "report.html"):
        (tmp_path / name).write_text("[]", encoding="utf-8")
    found = find_source(tmp_path, tmp_path)
    assert [file.name for file in found.files] == ["deals.csv"]
    assert found.others == ()


def test_a_file_of_broken_rows_is_refused_early(tmp_path: Path) -> None:
    good = "".join(f"{n},a{n},x\n" for n in range(200))
    for name, rows in (("all.csv", ""), ("late.csv", good)):
        (tmp_path / name).write_text(f'Id,Name,Note\n{rows}"1' + "x,\n" * 250_000)
        with pytest.raises(SourceError, match="Nearly all rows") as error:
            import_source(tmp_path / name, workspace=tmp_path / "w")
        assert name in str(error.value)


def test_a_message_does_not_repeat_a_cell_of_millions(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text("a" * 3_000_000 + ",b\n1,2\n")
    with pytest.raises(InputError) as error:
        import_source(tmp_path / "deals.csv", workspace=tmp_path / "w")
    assert len(str(error.value)) < 6_000
