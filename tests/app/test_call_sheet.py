"""The page "whom to call" where it is asked for, and in the workspace with its rows beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from made_scores import scored
from whofor.app.call_sheet import checked_page, keep_call_sheet, write_call_page
from whofor.errors import UsageError, WorkspaceError
from whofor.workspace import pages


def test_the_workspace_holds_the_page_and_its_rows(workspace: Path) -> None:
    place = workspace
    page = keep_call_sheet(scored(40), place, "fr", part="Pro / EU")
    rows = next(place.glob("whom-to-call*.csv"))
    assert page.name.startswith("whom-to-call.pro-eu-")
    assert page.name.endswith(".fr.html")
    assert f'href="{rows.name}"' in page.read_text(encoding="utf-8")
    assert rows.read_bytes().startswith(b"\xef\xbb\xbfIdentifiant;Nom;")
    assert len(rows.read_text(encoding="utf-8-sig").splitlines()) == 41
    assert pages(place) == sorted([page, rows]), "an import of other data removes both, and `forget` too"


def test_rows_that_were_written_are_linked_to(workspace: Path) -> None:
    place = workspace
    page = keep_call_sheet(scored(40), place, "en", rows=place.parent / "my scores.csv")
    assert 'href="../my%20scores.csv"' in page.read_text(encoding="utf-8")
    assert pages(place) == [page]


def test_a_page_goes_where_it_is_asked_for(tmp_path: Path) -> None:
    file = write_call_page(scored(40), tmp_path / "calls.html", rows=tmp_path / "scores.csv")
    html = file.read_text(encoding="utf-8")
    assert '<html lang="en">' in html
    assert 'href="scores.csv"' in html
    with pytest.raises(UsageError, match="This is no file"):
        write_call_page(scored(40), tmp_path)
    with pytest.raises(UsageError):
        write_call_page(scored(40), tmp_path / "calls.html", language="de")
    with pytest.raises(WorkspaceError, match="cannot be written"):
        write_call_page(scored(40), tmp_path / "nowhere" / "calls.html")
    with pytest.raises(UsageError, match="This is no file"):
        checked_page(str(tmp_path))
