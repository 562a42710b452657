"""Which columns of a file are imported where it has more than any CRM writes."""

from datetime import date
from pathlib import Path

import pytest

from whofor.app.import_source import import_source
from whofor.intake import loading
from whofor.model import IssueCode
from whofor.workspace import Workspace

WIDTH, MOST = 90, 60


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_of_too_many_columns_the_fullest_are_imported_and_the_others_counted(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "_MOST_COLUMNS", MOST)
    names = ["Record ID", "Deal Name", "Deal Stage", "Create Date", *(f"Property {n}" for n in range(WIDTH))]
    # The last thirty properties are filled in every row, the others in the first alone.
    rows = [
        [str(i), f"Deal {i}", ("Closed won", "Closed lost")[i % 2], f"2025-01-{i % 28 + 1:02d}"]
        + ["x" if n >= 60 or not i else "" for n in range(WIDTH)]
        for i in range(20)
    ]
    if form == "csv":
        lines = [",".join(cells) for cells in (names, *rows)]
    else:
        pairs = ([f'"{name}":"{cell}"' for name, cell in zip(names, row, strict=True)] for row in rows)
        lines = [f"{{{','.join(row)}}}" for row in pairs]
    (tmp_path / f"deals.{form}").write_text("\n".join(lines), encoding="utf-8")
    report = import_source(tmp_path / f"deals.{form}", workspace=tmp_path / "ws", today=date(2026, 11, 1))
    (left_out,) = [issue for issue in report.issues if issue.code == IssueCode.TOO_MANY_COLUMNS]
    assert (left_out.count, left_out.place) == (len(names) - MOST, f"deals.{form}")
    assert left_out.examples == tuple(f"Property {n}" for n in range(26, 31))
    with Workspace.open(tmp_path / "ws").reading() as (_, scan):
        assert scan.row_count("deals") == 20
        assert scan.project("deals", ["outcome"])["outcome"].tolist().count("won") == 10
