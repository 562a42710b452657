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
    with workspace.scan() as scan:
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
