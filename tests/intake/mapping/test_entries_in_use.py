"""Which entries are used, which files are known by their headers, and a mapping with all of it, carried out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from whofor.app.import_source import import_source
from whofor.intake.mapping.entries_in_use import entries_in_use, known_by_headers
from whofor.intake.mapping.mapping_file import parse_mapping
from whofor.intake.mapping.plan import RawFile
from whofor.workspace import Workspace

MAPPING = """key_pattern = "^n-([0-9]+)$"
[files]
deals = "sales.csv"
[files_by_headers.people]
needs = [["Person"], ["Town", "City"]]
never = ["Client"]
[[deals]]
file = "deals"
key = "No"
rest = "definition"
[[deals.join]]
file = "people"
on = "No"
key = "Deal"
prefer = "First"
[deals.columns]
opened = "Opened"
account_key = "Client"
owner = { coalesce = ["Seller"], default = "nobody" }
product = "people.Town"
[deals.outcome]
column = "Stage"
lost = "Lost"
won = "Won"
[[deals.outcome.hint]]
concat = ["Sure", "How"]
separator = "/"
won = "yes/*"
[deals.accounts]
key = "Client"
[deals.accounts.columns]
name = "Client"
industry = "Sector"
[[deals]]
fallback = true
file = "others.csv"
[deals.outcome]
column = "x"
won = "y"
"""
SALES = """No,Client,Sector,Seller,Stage,Sure,How,Opened,Plan
n-1,Acme,Energy,Ann,Lost,yes,x,2025-01-01,A
2,Acme,Energy,,Won,no,x,2025-01-02,B
3,Birch,Retail,Ann,Lost,,,2025-01-03,A
"""
PEOPLE = """Person,Town,Deal,First
p,Ulm,1,no
q,Lyon,n-1,yes
r,Graz,n-2,
"""
FILES = [
    RawFile("sales.csv", tuple(SALES.splitlines()[0].split(","))),
    RawFile("staff.csv", tuple(PEOPLE.splitlines()[0].split(","))),
]


def test_files_are_known_by_their_headers() -> None:
    mapping = parse_mapping(MAPPING, "m.toml")
    assert known_by_headers(mapping, FILES) == {"people": ("staff.csv",)}
    assert known_by_headers(mapping, FILES[:1]) == {}


def test_fallbacks_give_way_and_what_stands_beside_is_used() -> None:
    entries = entries_in_use(parse_mapping(MAPPING, "m.toml"), FILES)
    (deals,) = entries["deals"]
    (accounts,) = entries["accounts"]
    assert deals.files == accounts.files == ("deals",)
    assert {"Client", "Sector"} <= set(deals.ignore)
    own = parse_mapping(MAPPING + '[accounts]\nfile = "staff.csv"\n', "m.toml")
    assert [table.files for table in entries_in_use(own, FILES)["accounts"]] == [("staff.csv",)]


def test_all_of_it_carried_out(tmp_path: Path) -> None:
    source = tmp_path / "export"
    source.mkdir()
    (source / "sales.csv").write_text(SALES, encoding="utf-8")
    (source / "staff.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    import_source(source, workspace=tmp_path / "ws", mapping=str(tmp_path / "m.toml"), today=date(2026, 1, 1))
    with Workspace.open(tmp_path / "ws").reading() as (_, scan):
        deals = scan.project("deals", scan.columns("deals"))
        accounts = scan.project("accounts", ["account_key", "industry"])
    assert deals["deal_key"].tolist() == ["1", "2", "3"]
    assert deals["outcome"].tolist() == ["won", "won", "lost"]
    assert deals["owner"].tolist() == ["Ann", "nobody", "Ann"]
    assert deals["product"].tolist() == ["Lyon", "Graz", None]
    assert "x_sector" not in deals
    assert "x_plan" in deals
    assert accounts["account_key"].tolist() == ["Acme", "Birch"]
    assert accounts["industry"].tolist() == ["Energy", "Retail"]
