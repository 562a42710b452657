"""Scores as files that a CRM imports: headers, ids, fields, and what is refused."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from made_scores import scored
from whofor.app.accounts_file import CsvTarget
from whofor.app.crm_files import CrmFile, check_crm, crm_files
from whofor.errors import UsageError
from whofor.model.score_answer import ScoreAnswer
from whofor.reports.words import words_of

HEADS = {
    "hubspot": ("Record ID", "Whofor score", "Whofor tier", "Whofor reasons", "Whofor date"),
    "salesforce": ("Id", "Whofor_Score__c", "Whofor_Tier__c", "Whofor_Reasons__c", "Whofor_Date__c"),
    "pipedrive": (
        "Organization - ID",
        "Organization - Whofor score",
        "Organization - Whofor tier",
        "Organization - Whofor reasons",
        "Organization - Whofor date",
    ),
}
IDS = {"hubspot": "{:d}", "salesforce": "001Q5000000{:04d}", "pipedrive": "{:d}"}


def with_ids(form: str, header: str, n: int = 6) -> ScoreAnswer:
    answer = scored(40)
    rows = tuple(replace(row, id=form.format(i + 100)) for i, row in enumerate(answer.rows[:n]))
    return replace(answer, rows=rows, n=n, id_header=header)


def written(answer: ScoreAnswer, crm: str, path: str | None = "out/scores.csv", language: str = "en") -> list[CrmFile]:
    target = CsvTarget(None if path is None else Path(path), None)
    return crm_files(answer, crm, target, words_of(language))


def rows_of(file: CrmFile) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.content.decode("utf-8"), newline="")))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("crm", HEADS)
def test_headers_are_those_that_the_crm_maps_at_once(crm: str, language: str) -> None:
    answer = with_ids(IDS[crm], HEADS[crm][0])
    (file,) = written(answer, crm, language=language)
    head, *rows = rows_of(file)
    assert tuple(head) == HEADS[crm]
    assert (file.path, file.n, file.is_new) == (Path("out/scores.csv"), 6, False)
    for row, told in zip(answer.rows, rows, strict=True):
        own, score, tier, reasons, day = told
        assert (own, float(score), tier, day) == (row.id, round(100 * row.chance, 1), row.tier, "2026-10-01")
        assert reasons.startswith(f"{row.tier} ")
        assert len(reasons) <= 255
    assert not file.content.startswith(b"\xef\xbb\xbf"), "a mark would be part of the first header"


def test_the_column_of_ids_is_called_as_the_export_calls_it() -> None:
    (file,) = written(with_ids("{:d}", "ID de fiche d'informations"), "hubspot")
    assert rows_of(file)[0][0] == "ID de fiche d'informations"
    (file,) = written(with_ids("001Q5000000{:04d}", "Account ID"), "salesforce")
    assert rows_of(file)[0][0] == "Account ID"


@pytest.mark.parametrize("header", ["SIREN", "Lead number", ""])
def test_numbers_of_something_else_are_no_ids(header: str) -> None:
    """They would change other companies; the rows are there by their names, for the import to make them."""
    answer = with_ids("{:09d}", header)
    (file,) = written(answer, "hubspot")
    head, *rows = rows_of(file)
    assert head == ["Company name", *HEADS["hubspot"][1:]]
    assert [row[0] for row in rows] == [row.name for row in answer.rows]
    assert (file.path, file.n, file.is_new) == (Path("out/scores-new.csv"), 6, True)


def test_a_row_with_an_id_changes_nothing_but_the_score() -> None:
    answer = with_ids("{:d}", "Record ID")
    mixed = replace(answer, rows=(*answer.rows[:3], *(replace(row, id="") for row in answer.rows[3:])))
    told, new = written(mixed, "hubspot")
    assert (told.path, new.path) == (Path("out/scores.csv"), Path("out/scores-new.csv"))
    assert [row[0] for row in rows_of(told)[1:]] == [row.id for row in mixed.rows[:3]]
    assert "Company name" not in rows_of(told)[0]
    assert [row[0] for row in rows_of(new)[1:]] == [row.name for row in mixed.rows[3:]]
    with pytest.raises(UsageError, match="from a file each"):
        written(mixed, "hubspot", None)


def test_companies_and_open_deals_have_a_file_each() -> None:
    answer = replace(with_ids("{:d}", ""), source="", crm="hubspot")
    rows = tuple(replace(row, is_deal=i % 2 == 0) for i, row in enumerate(answer.rows))
    companies, deals = written(replace(answer, rows=rows), "hubspot")
    assert (companies.path, deals.path) == (Path("out/scores-companies.csv"), Path("out/scores-deals.csv"))
    assert [row[0] for row in rows_of(companies)[1:]] == [row.id for row in rows if not row.is_deal]
    assert [row[0] for row in rows_of(deals)[1:]] == [row.id for row in rows if row.is_deal]
    (one, other) = written(replace(answer, rows=rows, crm="my-mapping"), "pipedrive")
    assert rows_of(one)[0][0] == "Organization - ID"
    assert rows_of(other)[0] == ["Deal - ID", *(f"Deal - Whofor {x}" for x in ("score", "tier", "reasons", "date"))]
    with pytest.raises(UsageError, match="from a file each"):
        written(replace(answer, rows=rows), "hubspot", None)


def test_ids_of_another_crm_are_not_used() -> None:
    answer = replace(with_ids("{:d}", ""), source="", crm="pipedrive")
    (file,) = written(answer, "hubspot")
    assert (file.path, file.n) == (Path("out/scores-companies-new.csv"), 6)
    half = replace(answer, rows=tuple(replace(row, is_deal=i < 3) for i, row in enumerate(answer.rows)))
    assert [one.n for one in written(half, "hubspot")] == [3], "deals that cannot be told are left out"
    deals = replace(answer, rows=tuple(replace(row, is_deal=True) for row in answer.rows))
    with pytest.raises(UsageError, match="no open deal has an id of hubspot"):
        written(deals, "hubspot")


def test_names_are_not_run_by_a_spreadsheet() -> None:
    answer = with_ids("{:d}", "SIREN", 1)
    evil = replace(answer, rows=(replace(answer.rows[0], name="=HYPERLINK(1)"),))
    (file,) = written(evil, "hubspot")
    assert rows_of(file)[1][0] == "'=HYPERLINK(1)"


def test_what_is_refused() -> None:
    target = CsvTarget(Path("scores.csv"), None)
    check_crm(None, None)
    check_crm("hubspot", target)
    with pytest.raises(UsageError, match=r"(?s)not written for this CRM.*hubspot"):
        check_crm("hubspott", target)
    with pytest.raises(UsageError, match="it says how a file is written"):
        check_crm("hubspot", None)
    with pytest.raises(UsageError, match="either for a CRM or for a spreadsheet"):
        check_crm("hubspot", CsvTarget(Path("scores.csv"), "fr"))
