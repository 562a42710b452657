"""A deal keeps what its own row says of the client, where the account's first row says something else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from whofor.app.deals import read_deals
from whofor.app.import_source import import_source
from whofor.workspace import Workspace

TODAY = date(2026, 10, 1)
DEALS = """Id,Client,Sector,Country,Employees,Stage
1,Acme,Retail,France,10,Won
2,Acme,retail ,France,10,Lost
3,Acme,Construction,France,40,Won
4,Birch,Banking,Spain,300,Lost
5,Birch,,Spain,,Won
6,Cedar,,Spain,7,Lost
7,Cedar,Banking,Spain,7,Lost
"""
MAPPING = """
[deals]
file = "deals.csv"
key = "Id"
[deals.columns]
account_key = "Client"
[deals.outcome]
column = "Stage"
won = "Won"
lost = "Lost"
[accounts]
file = "deals.csv"
key = "Client"
[accounts.columns]
name = "Client"
industry = "Sector"
country = "Country"
employees = "Employees"
"""


def test_the_deals_own_sector_counts_and_the_difference_is_counted(tmp_path: Path) -> None:
    source, mapping = tmp_path / "deals.csv", tmp_path / "mapping.toml"
    source.write_text(DEALS, encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    report = import_source(source, workspace=tmp_path / "ws", mapping=str(mapping), today=TODAY)
    counted = {issue.place: (issue.count, issue.examples) for issue in report.issues if issue.code == "fact_differs"}
    assert counted == {
        "accounts.industry": (1, ("deals.csv:4 Acme",)),
        "accounts.employees": (1, ("deals.csv:4 Acme",)),
    }
    workspace = Workspace.open(tmp_path / "ws")
    with workspace.reading() as (_, scan):
        rows = read_deals(scan, workspace.dataset())
    facts = {a.parameter.name: a.values.tolist() for a in rows.attributes}
    assert facts["industry"] == ["Retail", "Retail", "Construction", "Banking", "Banking", None, "Banking"]
    assert facts["employees"] == [10, 10, 40, 300, 300, 7, 7]
    assert len(facts["country"]) == 7
    assert not [name for name in facts if name.startswith("own_")]


def test_nothing_changes_where_the_rows_of_an_account_agree(tmp_path: Path) -> None:
    source, mapping = tmp_path / "deals.csv", tmp_path / "mapping.toml"
    source.write_text(DEALS.replace("Construction,France,40", "Retail,France,10"), encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    report = import_source(source, workspace=tmp_path / "ws", mapping=str(mapping), today=TODAY)
    assert not [issue for issue in report.issues if issue.code == "fact_differs"]
    assert not [name for name in report.tables["deals"].columns if name.startswith("own_")]


ACCOUNTS = """Company,Industry,Employees,Country
Acme,Retail,10,France
Birch,Banking,300,Spain
Cedar,Retail,,Italy
"""
OF_TWO_FILES = """Id,Client,Industry,No. of employees,Country,Stage
1,Acme,Retail,10,France,Won
2,Acme,Software,14,france,Lost
3,Birch,,,,Won
4,Cedar,Retail,50,Spain,Lost
"""
TWO_FILES = """
[accounts]
file = "accounts.csv"
key = "Company"
[accounts.columns]
name = "Company"
industry = "Industry"
employees = "Employees"
country = "Country"
[deals]
file = "deals.csv"
key = "Id"
rest = "definition"
[deals.columns]
account_key = "Client"
[deals.outcome]
column = "Stage"
won = "Won"
lost = "Lost"
"""


def two_files(folder: Path, mapping: str) -> tuple[dict[str, tuple[int, tuple[str, ...]]], dict[str, list[object]]]:
    source = folder / "export"
    source.mkdir()
    (source / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    (source / "deals.csv").write_text(OF_TWO_FILES, encoding="utf-8")
    (folder / "mapping.toml").write_text(mapping, encoding="utf-8")
    report = import_source(source, workspace=folder / "ws", mapping=str(folder / "mapping.toml"), today=TODAY)
    workspace = Workspace.open(folder / "ws")
    with workspace.reading() as (_, scan):
        rows = read_deals(scan, workspace.dataset())
    counted = {i.place: (i.count, tuple(i.examples)) for i in report.issues if i.code == "fact_differs"}
    return counted, {a.parameter.name: a.values.tolist() for a in rows.attributes}


def test_the_deals_own_facts_beat_those_of_the_file_of_accounts(tmp_path: Path) -> None:
    counted, facts = two_files(tmp_path, TWO_FILES)
    assert counted == {
        "accounts.industry": (1, ("Acme: Retail → Software",)),
        "accounts.employees": (1, ("Acme: 10 → 14",)),
        "accounts.country": (1, ("Cedar: IT → ES",)),
    }
    assert facts["industry"] == ["Retail", "Software", "Banking", "Retail"]
    assert facts["employees"] == [10, 14, 300, 50]
    assert facts["country"] == ["FR", "FR", "ES", "ES"]
    assert not [name for name in facts if name.startswith(("own_", "x_"))]


def test_a_column_that_the_users_mapping_names_stays_a_column_of_its_own(tmp_path: Path) -> None:
    extra = '[deals.extra]\n"Industry" = "definition"\n'
    counted, facts = two_files(tmp_path, TWO_FILES + extra)
    assert facts["industry"] == ["Retail", "Retail", "Banking", "Retail"]
    assert facts["x_industry"] == ["Retail", "Software", None, "Retail"]
    assert "accounts.industry" not in counted


def test_bands_beside_exact_head_counts_stay_a_column_of_their_own(tmp_path: Path) -> None:
    source = tmp_path / "export"
    source.mkdir()
    (source / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    bands = OF_TWO_FILES.replace(",10,", ",1-10,").replace(",14,", ",11-50,").replace(",50,", ",11-50,")
    (source / "deals.csv").write_text(bands, encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(TWO_FILES, encoding="utf-8")
    report = import_source(source, workspace=tmp_path / "ws", mapping=str(tmp_path / "mapping.toml"), today=TODAY)
    assert "accounts.employees" not in {i.place for i in report.issues if i.code == "fact_differs"}
    assert "x_no_of_employees" in report.tables["deals"].columns
