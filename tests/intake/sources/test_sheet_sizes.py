"""Workbooks that would take far more memory than their file lets one expect, and those that do not."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt  # pyright: ignore[reportMissingTypeStubs]

from whofor.errors import SourceError
from whofor.intake.sources.files import find_source
from whofor.intake.sources.sheet_parts import old_sheets
from whofor.intake.sources.source_file import read_batches

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx(path: Path, shared: str, cell: Callable[[int, str], str], rows: int) -> None:
    """Write a workbook of one sheet of five columns, its cells as given."""
    body = "".join(f'<row r="{r}">{"".join(cell(r, c) for c in "ABCDE")}</row>' for r in range(1, rows + 1))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r" Type="{_OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="Deals" sheetId="1" r:id="a"/></sheets>'
            "</workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="a" Type="{_OFFICE}/worksheet" '
            f'Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="{_OFFICE}/sharedStrings" '
            'Target="sharedStrings.xml"/></Relationships>',
        )
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{shared}</sst>')
        archive.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'
        )


def shared_cell(number: Callable[[int, str], int]) -> Callable[[int, str], str]:
    """Return a maker of cells that refer to the shared text of that number."""
    return lambda r, c: f'<c r="{c}{r}" t="s"><v>{number(r, c)}</v></c>'


def test_a_text_shared_by_many_cells_is_counted_for_each(tmp_path: Path) -> None:
    xlsx(tmp_path / "x.xlsx", f"<si><t>{'A' * 30_000}</t></si>", shared_cell(lambda r, c: 0), 4_000)
    with pytest.raises(SourceError, match="far more text") as error:
        find_source(tmp_path / "x.xlsx")
    first = f'<sst xmlns="{_MAIN}"><si><t>{"A" * 30_000}</t></si>'
    assert f"{20_000 * len(first):,} B" in str(error.value)


def test_a_long_text_of_one_cell_among_many_is_no_harm(tmp_path: Path) -> None:
    shared = f"<si><t>{'A' * 30_000}</t></si>" + "".join(f"<si><t>t{n}</t></si>" for n in range(50))
    xlsx(tmp_path / "x.xlsx", shared, shared_cell(lambda r, c: 0 if (r, c) == (2, "B") else r % 50 + 1), 4_000)
    (file,) = find_source(tmp_path / "x.xlsx").files
    rows = sum(len(columns[0]) for _, columns in read_batches(file, []))
    assert rows == 3_999 - sum((r - 1) % 50 == 0 for r in range(2, 4_001))  # the header comes again every fifty rows


def test_shared_texts_that_no_cell_shows(tmp_path: Path) -> None:
    texts = "".join(f"<si><t>{n:x}</t></si>" for n in range(2_000_001))
    xlsx(tmp_path / "x.xlsx", texts, shared_cell(lambda r, c: r), 3)
    with pytest.raises(SourceError, match=r"far more text.*2,000,001"):
        find_source(tmp_path / "x.xlsx")


def test_a_text_repeated_in_an_open_document(tmp_path: Path) -> None:
    cell = f'<table:table-cell table:number-columns-repeated="100"><text:p>{"x" * 9000}</text:p></table:table-cell>'
    content = f'<table:table><table:table-row table:number-rows-repeated="1000">{cell}</table:table-row></table:table>'
    with zipfile.ZipFile(tmp_path / "x.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    with pytest.raises(SourceError, match="far more text"):
        find_source(tmp_path / "x.ods")


def old_book(path: Path, sheets: int, cells: dict[tuple[int, int], str]) -> None:
    """Write a workbook in the form of before 2007, the same cells in each sheet."""
    book = xlwt.Workbook()
    for number in range(sheets):
        sheet = book.add_sheet(f"S{number}")
        for (row, column), text in cells.items():
            sheet.write(row, column, text)
    book.save(str(path))


def test_all_sheets_of_an_old_workbook_are_opened_at_once(tmp_path: Path) -> None:
    old_book(tmp_path / "one.xls", 1, {(0, 0): "Id", (0, 1): "Name", (1, 0): "1", (20_000, 200): "x"})
    assert len(find_source(tmp_path / "one.xls").files) == 1
    old_book(tmp_path / "x.xls", 3, {(0, 0): "Id", (0, 1): "Name", (1, 0): "1", (20_000, 200): "x"})
    with pytest.raises(SourceError, match="far below or beside"):
        find_source(tmp_path / "x.xls")


def test_shared_texts_of_an_old_workbook(tmp_path: Path) -> None:
    old_book(tmp_path / "x.xls", 1, {(row, column): "é" * 30_000 for row in range(6_000) for column in range(3)})
    with pytest.raises(SourceError, match=r"far more text.*540,000,000"):
        find_source(tmp_path / "x.xls")


@pytest.mark.parametrize("seed", range(6))
def test_lengths_of_shared_texts_over_the_bounds_of_records(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    texts = [draw.choice("aéж") * draw.randint(1, 20_000) for _ in range(200)]
    old_book(tmp_path / "x.xls", 1, {(row, 0): text for row, text in enumerate(texts)})
    with (tmp_path / "x.xls").open("rb") as stream:
        extents = old_sheets(stream)
    assert sum(extent.text for extent in extents) == sum(len(text) * (1 + (text[0] > "ÿ")) for text in texts)
    assert sum(extent.filled for extent in extents) == 200


def test_a_damaged_old_workbook(tmp_path: Path) -> None:
    old_book(tmp_path / "x.xls", 1, {(0, 0): "Id", (0, 1): "Name", (1, 0): "1", (1, 1): "a"})
    whole = (tmp_path / "x.xls").read_bytes()
    (tmp_path / "x.xls").write_bytes(whole[:700])
    with pytest.raises(SourceError, match="cannot be read"):
        find_source(tmp_path / "x.xls")
