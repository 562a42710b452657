"""A file that is there twice counts once."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from whofor.app.import_source import import_source
from whofor.errors import MappingError
from whofor.intake.sources.files import find_source
from whofor.model import IssueCode

HEAD = "Sector,Stage,Opened,Closed"
ROWS = [
    f"{'Bank' if i % 3 else 'Shop'},{'Won' if i % 4 else 'Lost'},2025-01-{i % 27 + 1:02},2025-03-01" for i in range(60)
]


def write(path: Path, rows: list[str] = ROWS) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")


def test_a_file_downloaded_twice_is_read_once_under_its_own_name(tmp_path: Path) -> None:
    """Deals without a key: nothing else would tell that they are the same."""
    for name in ("deals (1).csv", "deals.csv", "copy/of/deals.csv"):
        (tmp_path / "export" / name).parent.mkdir(parents=True, exist_ok=True)
        write(tmp_path / "export" / name)
    report = import_source(tmp_path / "export", workspace=tmp_path / "ws", today=date(2026, 1, 1))
    assert report.tables["deals"].rows == len(ROWS)
    (issue,) = (issue for issue in report.issues if issue.code == IssueCode.FILE_COPY)
    assert (issue.count, set(issue.examples)) == (2, {"copy/of/deals.csv = deals.csv", "deals (1).csv = deals.csv"})


def test_a_file_beside_its_archive_is_read_once(tmp_path: Path) -> None:
    write(tmp_path / "export" / "deals.csv")
    with zipfile.ZipFile(tmp_path / "export" / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(tmp_path / "export" / "deals.csv", "deals.csv")
    found = find_source(tmp_path / "export")
    assert ([file.name for file in found.files], found.copies) == (["deals.csv"], (("all.zip/deals.csv", "deals.csv"),))


@pytest.mark.parametrize("others", [ROWS[:-1], [*ROWS[:-1], ROWS[-1].replace("Bank", "Sank").replace("Shop", "Chop")]])
def test_files_that_differ_in_a_letter_or_a_row_are_both_read(others: list[str], tmp_path: Path) -> None:
    write(tmp_path / "export" / "a.csv")
    write(tmp_path / "export" / "b.csv", others)
    found = find_source(tmp_path / "export")
    assert ([file.name for file in found.files], found.copies) == (["a.csv", "b.csv"], ())


def test_a_mapping_that_names_a_copy_says_which_file_is_read(tmp_path: Path) -> None:
    for name in ("deals.csv", "deals (1).csv"):
        write(tmp_path / "export" / name)
    mapping = {
        "deals": {
            "file": "deals (1).csv",
            "columns": {"opened": "Opened"},
            "outcome": {"column": "Stage", "won": "Won"},
        }
    }
    with pytest.raises(MappingError, match=r"deals \(1\)\.csv: This file is a copy of another one.*deals\.csv"):
        import_source(tmp_path / "export", workspace=tmp_path / "ws", mapping=mapping, today=date(2026, 1, 1))
