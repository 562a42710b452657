"""One account once, through the whole import: what refers to a merged account finds the kept one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb
import pytest

from whofor.app.import_source import import_source
from whofor.documents.import_document import import_document
from whofor.errors import MappingError
from whofor.intake.report import ImportReport
from whofor.workspace import Workspace

TODAY = date(2026, 10, 1)
FILES = {
    "accounts.csv": (
        "Id,Name,Site,Country,City,Staff,Parent\n"
        "a1,Brightwater GmbH,brightwater.de,Germany,,,\n"
        "a2,BRIGHTWATER,www.brightwater.de,,Köln,250,\n"
        "a3,Kestrel Foods Ltd,,UK,,40,\n"
        "a4,Kestrel Foods,,United Kingdom,,,\n"
        "a5,Kestrel Foods,,Ireland,,,\n"
        "a6,Brightwater Austria,brightwater.de,Austria,,,a2\n"
    ),
    "people.csv": "Id,Account,Mail\np1,a2,jo@x.example\n",
    "deals.csv": (
        "Id,Account,Site,Name,Stage,Opened\n"
        "d1,a1,,,Won,2025-01-02\n"
        "d2,a2,,,Lost,2025-01-03\n"
        "d3,,brightwater.de,,Won,2025-01-04\n"
        "d4,,,kestrel foods,Lost,2025-01-05\n"
        "d5,a4,,,Won,2025-01-06\n"
        "d6,a5,,,Lost,2025-01-07\n"
    ),
    "events.csv": "Account,Kind,At\na2,Funding,2024-12-01\na4,Hire,2024-12-02\n",
}
MAPPING = """[accounts]
file = "accounts.csv"
key = "Id"
{steer}
[accounts.columns]
name = "Name"
domain = "Site"
country = "Country"
city = "City"
employees = "Staff"
parent_key = "Parent"
[contacts]
file = "people.csv"
key = "Id"
[contacts.columns]
account_key = "Account"
email = "Mail"
[deals]
file = "deals.csv"
key = "Id"
[deals.columns]
account_key = "Account"
opened = "Opened"
[[deals.link]]
to = "accounts"
by = "domain"
column = "Site"
[[deals.link]]
to = "accounts"
by = "name"
column = "Name"
[deals.outcome]
column = "Stage"
won = "Won"
lost = "Lost"
[signals]
file = "events.csv"
[signals.columns]
account_key = "Account"
kind = "Kind"
at = "At"
"""
DERIVED = """[accounts]
file = "deals.csv"
key = "Client"
{steer}
[deals]
file = "deals.csv"
key = "Id"
[deals.columns]
account_key = "Client"
[deals.outcome]
column = "Stage"
won = "Won"
lost = "Lost"
"""


def run(
    tmp_path: Path, steer: str = "", *, files: Mapping[str, str] = FILES, mapping: str = MAPPING, merge: bool = True
) -> ImportReport:
    folder = tmp_path / "export"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    path = tmp_path / "mapping.toml"
    path.write_text(mapping.replace("{steer}", steer), encoding="utf-8")
    return import_source(folder, workspace=tmp_path / "ws", mapping=str(path), today=TODAY, merge=merge)


def column(tmp_path: Path, table: str, name: str) -> list[object]:
    with Workspace.open(tmp_path / "ws").reading() as (_, scan):
        return scan.project(table, [name])[name].tolist()


def listed(tmp_path: Path) -> list[tuple[object, ...]]:
    """The list of merged accounts in the workspace's database."""
    (database,) = (tmp_path / "ws").glob("*.duckdb")
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute("SELECT * FROM account_merges ORDER BY merged_key").fetchall()


def test_whatever_refers_to_a_merged_account_finds_the_kept_one(tmp_path: Path) -> None:
    report = run(tmp_path)
    assert column(tmp_path, "accounts", "account_key") == ["a2", "a3", "a5", "a6"]
    assert report.tables["accounts"].rows == 4
    assert column(tmp_path, "deals", "account_key") == ["a2", "a2", "a2", "a3", "a3", "a5"]
    assert column(tmp_path, "contacts", "account_key") == ["a2"]
    assert column(tmp_path, "signals", "account_key") == ["a2", "a3"]
    assert column(tmp_path, "accounts", "parent_key") == [None, None, None, "a2"]
    # What the kept one lacks comes from the other.
    assert column(tmp_path, "accounts", "country") == ["DE", "GB", "IE", "AT"]
    assert column(tmp_path, "accounts", "region")[0] == "Western Europe"
    assert column(tmp_path, "accounts", "name")[0] == "BRIGHTWATER"
    issues = {issue.code: issue for issue in report.issues}
    assert issues["accounts_merged"].count == 2
    assert issues["accounts_merged"].examples == (
        "BRIGHTWATER = Brightwater GmbH (domain)",
        "Kestrel Foods Ltd = Kestrel Foods (name)",
    )
    assert "unmatched_key" not in issues


def test_the_merges_are_listed(tmp_path: Path) -> None:
    report = run(tmp_path)
    assert listed(tmp_path) == [
        ("a2", "a1", "domain", 100.0, "BRIGHTWATER", "Brightwater GmbH"),
        ("a3", "a4", "name", 100.0, "Kestrel Foods Ltd", "Kestrel Foods"),
    ]
    assert [merge.merged_key for merge in report.merges] == ["a1", "a4"]
    document = import_document(report)
    listing = document["account_merges"]
    assert isinstance(listing, list)
    assert listing[0] == {
        "kept_key": "a2",
        "merged_key": "a1",
        "why": "domain",
        "score": 100.0,
        "kept_name": "BRIGHTWATER",
        "merged_name": "Brightwater GmbH",
    }


def test_apart_undoes_a_merge_and_nothing_else(tmp_path: Path) -> None:
    run(tmp_path)
    run(tmp_path, 'apart = [["a1", "a2"]]')
    assert column(tmp_path, "accounts", "account_key") == ["a1", "a2", "a3", "a5", "a6"]
    assert column(tmp_path, "deals", "account_key") == ["a1", "a2", "a1", "a3", "a3", "a5"]
    assert [row[1] for row in listed(tmp_path)] == ["a4"]


def test_same_brings_together_what_the_rules_leave_apart(tmp_path: Path) -> None:
    run(tmp_path, 'same = [["a3", "a5"]]')
    assert column(tmp_path, "deals", "account_key") == ["a2", "a2", "a2", "a3", "a3", "a3"]
    assert {row[2] for row in listed(tmp_path)} == {"domain", "name", "same"}


@pytest.mark.parametrize(("steer", "kept"), [('merge = "never"', 6), ('merge = "domain"', 5), ('merge = "auto"', 4)])
def test_which_rules_apply(tmp_path: Path, steer: str, kept: int) -> None:
    assert run(tmp_path, steer).tables["accounts"].rows == kept


def test_no_merge_leaves_the_export_as_it_is(tmp_path: Path) -> None:
    report = run(tmp_path, merge=False)
    assert report.tables["accounts"].rows == 6
    assert column(tmp_path, "deals", "account_key") == ["a1", "a2", "a1", "a4", "a4", "a5"]
    assert listed(tmp_path) == []
    assert not any(issue.code.startswith("accounts") for issue in report.issues)


def test_the_same_import_twice_changes_nothing(tmp_path: Path) -> None:
    first = run(tmp_path)
    again = run(tmp_path)
    assert first.data_hash == again.data_hash
    assert not again.changed


def test_accounts_that_stand_only_in_the_deals(tmp_path: Path) -> None:
    deals = "Id,Client,Stage\n1,Acme,Won\n2,ACME Inc.,Lost\n3,Zeta,Won\n4,Acme,Lost\n5,A-0017,Won\n6,A-0018,Lost\n"
    report = run(tmp_path, files={"deals.csv": deals}, mapping=DERIVED)
    assert column(tmp_path, "accounts", "account_key") == ["Acme", "Zeta", "A-0017", "A-0018"]
    assert column(tmp_path, "deals", "account_key") == ["Acme", "Acme", "Zeta", "Acme", "A-0017", "A-0018"]
    assert [issue.examples for issue in report.issues if issue.code == "accounts_merged"] == [
        ("Acme = ACME Inc. (name)",)
    ]


def test_pairs_that_name_no_account_are_told(tmp_path: Path) -> None:
    report = run(tmp_path, 'apart = [["a1", "a99"], [7, 8]]')
    (issue,) = [issue for issue in report.issues if issue.code == "account_pair_unknown"]
    assert (issue.count, issue.examples) == (2, ("a1 / a99", "7 / 8"))


@pytest.mark.parametrize(
    ("steer", "message"),
    [
        ('merge = "perhaps"', r"mapping\.toml:4 accounts\.merge.*perhaps"),
        ('apart = [["a1"]]', r"accounts\.apart"),
        ('apart = [["a1", "a1"]]', "A pair needs two different keys"),
        ('same = [["a1", "a2"], ["a2", "a3"]]\napart = [["a3", "a1"]]', r"said to be apart and the same.*a3, a1"),
        ('merges = "auto"', "'merges' is not known here.*merge"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, steer: str, message: str) -> None:
    with pytest.raises(MappingError, match=f"(?s){message}"):
        run(tmp_path, steer)


def test_only_accounts_can_be_steered(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="Only accounts are brought together"):
        run(tmp_path, mapping=MAPPING.replace('file = "deals.csv"', 'file = "deals.csv"\nmerge = "never"'))
