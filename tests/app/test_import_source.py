"""The import as a whole: small exports with known answers, bad input, kills, full disks."""

import csv
import os
import re
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whofor.app.import_source import import_source
from whofor.documents.import_document import import_document
from whofor.errors import DataError, MappingError, SourceError, WhoforError, WorkspaceError
from whofor.intake.report import ImportReport
from whofor.model import Kind, Role
from whofor.workspace import Workspace

TODAY = date(2026, 10, 1)
GUIDE = Path(__file__).parents[2] / "docs" / "reference" / "mapping.md"
MAPPING = """[deals]
key = "Id"
[deals.columns]
opened = "Opened"
closed = "Closed"
amount = "Amount"
[deals.outcome]
column = "Stage"
won = "Won"
lost = "Lost"
open = "*"
"""
DEALS = """Id,Stage,Opened,Closed,Amount
1,Won,2025-01-02,2025-02-01,100
2,Lost,2025-01-03,2025-02-02,200
3,Talks,2025-01-04,2025-12-31,300
"""


def write(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(tmp_path: Path, files: dict[str, str], mapping: str | None = None) -> ImportReport:
    source = write(tmp_path / "export", files)
    chosen = None
    if mapping is not None:
        chosen = str(tmp_path / "mapping.toml")
        Path(chosen).write_text(mapping, encoding="utf-8")
    return import_source(source, workspace=tmp_path / "ws", mapping=chosen, today=TODAY)


def read(workspace: Path, table: str) -> dict[str, list[object]]:
    with Workspace.open(workspace).reading() as (_, scan):
        arrays = scan.project(table, scan.columns(table))
    return {
        name: [None if isinstance(value, float) and np.isnan(value) else value for value in array.tolist()]
        for name, array in arrays.items()
    }


def issues(report: ImportReport) -> dict[tuple[str, str], int]:
    return {(issue.code, issue.place): issue.count for issue in report.issues}


def test_the_worked_example_of_the_guide(tmp_path: Path) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    deals, clients = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    mapping = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)[0]
    report = run(tmp_path, {"deals.csv": deals, "clients.csv": clients}, mapping)
    assert report.preset == "my-crm"
    got = read(tmp_path / "ws", "deals")
    assert got["deal_key"] == ["1", "2", "3"]
    assert got["outcome"] == ["won", "lost", "open"]
    assert got["amount"] == [12500.0, 3000.0, 4000.0]
    assert got["currency"] == ["EUR", "EUR", "EUR"]
    assert got["opened"] == [20091.0, 20093.0, 20136.0]
    assert got["closed"] == [20133.0, 20108.0, None]
    assert got["account_key"] == ["ACME", "Birch", "ACME"]
    accounts = read(tmp_path / "ws", "accounts")
    assert accounts["employees"] == [pytest.approx(101, abs=0.1), 12.0, 300.0]
    assert accounts["country"] == ["FR", "DE", "ES"]
    assert accounts["continent"] == ["Europe"] * 3
    assert accounts["x_segment_by_sales"] == ["A", "B", "B"]
    roles = {parameter.name: parameter.role for parameter in report.parameters}
    assert roles["x_segment_by_sales"] is Role.VALIDATION
    assert issues(report) == {("filtered_row", "deals"): 1}


def test_what_is_wrong_with_the_rows_is_counted_with_its_place(tmp_path: Path) -> None:
    deals = (
        "Id,Stage,Opened,Closed,Amount\n"
        "1,Won,2025-01-02,2025-01-01,$100\n"
        "1,Lost,2025-01-02,2025-02-02,200\n"
        ",Lost,2025-01-02,2025-02-02,200\n"
        "4,Lost,soon,2025-02-02,much\n"
        "5,Lost,1899-12-30,2025-02-02,€ 20\n"
        "6,Lost,n/a,2025-02-02\n"
        "7,,2025-01-02,,20\n"
    )
    report = run(tmp_path, {"d.csv": deals, "notes.md": "x"}, MAPPING)
    assert report.tables["deals"].rows == 4
    assert issues(report) == {
        ("unreadable_row", "d.csv"): 1,
        ("file_ignored", ""): 1,
        ("missing_key", "deals.deal_key"): 1,
        ("duplicate_key", "deals.deal_key"): 1,
        ("unreadable_date", "deals.opened"): 1,
        ("implausible_date", "deals.opened"): 1,
        ("unreadable_amount", "deals.amount"): 1,
        ("closed_before_opened", "deals.closed"): 1,
        ("no_outcome", "deals.outcome"): 1,
        ("amounts_converted", "deals.amount"): 1,
        ("currency_not_written", "deals.amount"): 1,
    }
    examples = {issue.code: issue.examples for issue in report.issues}
    assert examples["unreadable_row"] == ("d.csv:7: 4 cells instead of 5",)
    assert examples["unreadable_date"] == ("d.csv:5 Opened: 'soon'",)
    assert examples["duplicate_key"] == ("d.csv:3 1",)
    document = import_document(report)
    assert document["tables"] == {"deals": {"rows": 4, "columns": list(report.tables["deals"].columns)}}


def test_joins_totals_filters_and_computed_columns(tmp_path: Path) -> None:
    mapping = """[deals]
file = "leads.csv"
key = "Id"
currency = "EUR"
[[deals.join]]
file = "signed.csv"
on = "Id"
key = "Lead"
[[deals.join]]
file = "items.csv"
on = "signed.csv.Client"
key = "Client"
[[deals.filter]]
column = "Created"
at_least = 2025-01-02
[deals.columns]
opened = "Created"
closed = "signed.csv.Day"
amount = { sum = "items.csv.Price" }
name = { concat = ["First", "Second"], separator = "/" }
lead_source = { coalesce = ["First", "Second"] }
[deals.outcome]
won_if_in = "signed.csv"
otherwise = "lost"
[deals.extra]
items = { count = "items.csv", role = "validation" }
days = { days_between = ["Created", "signed.csv.Day"], role = "validation" }
born = { year = "Created" }
"""
    report = run(
        tmp_path,
        {
            "leads.csv": "Id,Created,First,Second\na,2025-01-01,x,y\nb,2025-01-02,,y\n"
            "c,2025-01-03,x,\nd,2025-01-04,,\n",
            "signed.csv": "Lead,Client,Day\nb,B,2025-02-01\nb,C,2025-03-01\nc,C,2025-02-03\n",
            "items.csv": "Client,Price\nB,1.50\nB,2.25\nX,9\n",
        },
        mapping,
    )
    got = read(tmp_path / "ws", "deals")
    assert got["deal_key"] == ["b", "c", "d"]
    assert got["outcome"] == ["won", "won", "lost"]
    assert got["amount"] == [3.75, None, None]
    assert got["x_items"] == [2.0, 0.0, None]
    assert got["x_days"] == [30.0, 31.0, None]
    assert got["x_born"] == [2025.0, 2025.0, 2025.0]
    assert got["name"] == ["y", "x", None]
    assert got["lead_source"] == ["y", "x", None]
    assert issues(report)["filtered_row", "deals"] == 1
    assert issues(report)["join_unmatched", "deals → items.csv"] == 1


def test_flags_decide_before_the_stage(tmp_path: Path) -> None:
    deals = (
        "Deal ID,Deal Name,Deal Stage,Is Closed Won,Is closed lost,Is Deal Closed?\n"
        "1,a,Negotiation,true,false,true\n"
        "2,b,Closed Won,false,true,true\n"
        "3,c,Closed Won,false,false,false\n"
        "4,d,Closed Lost,,,\n"
        "5,e,Closed Won (EU),,,\n"
        "6,f,Custom end,false,,true\n"
        "7,g,Demo,,,\n"
    )
    report = run(tmp_path, {"d.csv": deals})
    assert report.preset == "hubspot"
    assert read(tmp_path / "ws", "deals")["outcome"] == ["won", "lost", "open", "lost", "won", "lost", "open"]


def test_references_by_domain_and_e_mail_and_no_personal_data_in_the_workspace(tmp_path: Path) -> None:
    report = run(
        tmp_path,
        {
            "companies.csv": "Company ID,Company name,Company Domain Name,Reply to\nC1,Acme,https://www.acme.org/x,a@x.org\n"
            "C2,Birch,birch.org,b@x.org\n",
            "contacts.csv": "Contact ID,First Name,Last Name,Email,Phone Number,Seniority,Associated Company Domain\n"
            "P1,Zora,Quixote,Zora@Acme.org,+331234567,VP,acme.org\n",
            "deals.csv": "Deal ID,Deal Name,Deal Stage,Deal Owner,Associated Company Domain,Associated Contact Email\n"
            "1,x,Closed Won,m.keller@ours.org,acme.org,zora@acme.org\n2,y,Closed Lost,Tom,nowhere.org,\n"
            "3,z,Closed Lost,Tom,BIRCH.org,no@one.org\n",
        },
    )
    deals = read(tmp_path / "ws", "deals")
    assert deals["account_key"] == ["C1", None, "C2"]
    assert deals["contact_key"] == [*read(tmp_path / "ws", "contacts")["contact_key"], None, None]
    assert deals["owner"] == ["m.keller", "Tom", "Tom"]
    assert read(tmp_path / "ws", "contacts")["account_key"] == ["C1"]
    assert issues(report)["unmatched_key", "deals.account_key"] == 1
    assert issues(report)["unmatched_key", "deals.contact_key"] == 1
    (database,) = (tmp_path / "ws").glob("whofor-*.duckdb")
    with duckdb.connect(str(database), read_only=True) as connection:
        text = ""
        for (table,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            text += str(connection.execute(f'SELECT * FROM "{table}"').fetchall())
    for personal in ("Zora", "Quixote", "@", "331234567"):
        assert personal not in text


def test_e_mail_keys_are_hashed_alike_on_both_sides(tmp_path: Path) -> None:
    run(
        tmp_path,
        {
            "d.csv": DEALS.replace("Id,", "Client,Id,")
            .replace("\n1,", "\nA@b.org,1,")
            .replace("\n2,", "\na@b.org,2,")
            .replace("\n3,", "\nC,3,")
        },
        MAPPING.replace('key = "Id"', 'key = "Id"').replace("opened =", 'account_key = "Client"\nopened ='),
    )
    first, second, third = read(tmp_path / "ws", "deals")["account_key"]
    assert first == second
    assert str(first).startswith("h_")
    assert third == "C"


def test_extra_columns_keep_their_kind_and_label(tmp_path: Path) -> None:
    rows = "".join(
        f"C{n},Name {n},n{n}.org,2025-0{n % 9 + 1}-11,{('Seed', 'Series A')[n % 2]},{n},{('no', 'yes')[n % 2]}\n"
        for n in range(40)
    )
    report = run(
        tmp_path,
        {
            "companies.csv": "Company ID,Company name,Company Domain Name,Last Funding Date,Last Funding Round,"
            "Employee Growth (12 months),Is Public\n" + rows,
            "deals.csv": "Record ID,Deal Name,Deal Stage,Closed Lost Reason\n1,x,Closed Won,\n2,y,Closed Lost,Price\n",
        },
    )
    found = {p.name: (p.label, p.kind, p.role) for p in report.parameters if p.name.startswith("x_")}
    assert found == {
        "x_last_funding_date": ("Last Funding Date", Kind.DATE, Role.DEFINITION),
        "x_last_funding_round": ("Last Funding Round", Kind.CATEGORY, Role.DEFINITION),
        "x_employee_growth_12_months": ("Employee Growth (12 months)", Kind.NUMBER, Role.DEFINITION),
        "x_is_public": ("Is Public", Kind.BOOLEAN, Role.DEFINITION),
        "x_closed_lost_reason": ("Closed Lost Reason", Kind.CATEGORY, Role.LEAK),
    }


PARTS = """
[[accounts]]
file = "companies.csv"
key = "Id"
rest = "definition"
[accounts.columns]
name = "Company"

[[accounts]]
file = "deals.csv"
key = "Client"
[accounts.columns]
name = "Client"

[[deals]]
file = "deals.csv"
key = "Id"
rest = "definition"
[deals.columns]
opened = "Opened"
account_key = "Client"
[deals.outcome]
column = "Stage"
won = "Won"
lost = "Lost"

[[deals]]
file = "leads.csv"
key = "Number"
rest = "definition"
[deals.columns]
opened = "Day"
[deals.outcome]
won_flag = "Converted"
lost_flag = "Dead"
[[deals.filter]]
column = "Test"
not_in = ["yes"]

[[interactions]]
file = "calls.csv"
key = "Id"
[interactions.columns]
kind = { const = "call" }
at = "Day"

[[interactions]]
file = "mails.csv"
key = "Id"
[interactions.columns]
kind = { const = "e-mail" }
at = "Sent"
direction = "Way"
"""


def test_files_of_several_shapes_fill_one_table(tmp_path: Path) -> None:
    files = {
        "companies.csv": "Id,Company,Colour\nA,Acme,red\n",
        "deals.csv": "Id,Client,Stage,Opened,Colour\n1,A,Won,2025-01-20,blue\n2,B,Lost,2025-01-21,red\n",
        "leads.csv": "Number,Day,Converted,Dead,Test,Colour\n"
        "7,2025-03-01,true,false,no,red\n8,2025-03-02,false,true,no,blue\n9,2025-03-03,false,false,yes,red\n",
        "calls.csv": "Id,Day\n1,2025-04-01\n1,2025-04-01\n2,2025-04-02\n",
        "mails.csv": "Id,Sent,Way\n1,2025-04-03,in\n",
    }
    report = run(tmp_path, files, PARTS)
    with Workspace.open(tmp_path / "ws").reading() as (_, scan):
        deals = scan.project("deals", ["deal_key", "outcome", "account_key", "x_colour_2"])
        accounts = scan.project("accounts", ["account_key", "name", "x_colour"])
        calls = scan.project("interactions", ["interaction_key", "kind", "direction"])
    assert deals["deal_key"].tolist() == ["1", "2", "7", "8"]
    assert deals["outcome"].tolist() == ["won", "lost", "won", "lost"]
    assert deals["account_key"].tolist() == ["A", "B", None, None]
    assert deals["x_colour_2"].tolist() == ["blue", "red", "red", "blue"]
    assert accounts["account_key"].tolist() == ["A", "B"]
    assert accounts["name"].tolist() == ["Acme", "B"]
    assert accounts["x_colour"].tolist() == ["red", None]
    # The same number names a call and an e-mail; only the call is there twice.
    assert calls["interaction_key"].tolist() == ["1", "2", "1"]
    assert calls["kind"].tolist() == ["call", "call", "e-mail"]
    assert calls["direction"].tolist() == [None, None, "in"]
    counts = {(issue.code, issue.place): issue.count for issue in report.issues}
    assert counts["filtered_row", "deals"] == 1
    assert counts["duplicate_key", "interactions.interaction_key"] == 1


def test_problems_in_one_of_several_parts_name_their_line(tmp_path: Path) -> None:
    mapping = PARTS.replace('direction = "Way"', 'direction = "Weg"')
    line = mapping.splitlines().index('direction = "Weg"') + 1
    with pytest.raises(MappingError, match=rf"mapping\.toml:{line}: .*'Weg' in mails\.csv.*Way"):
        run(
            tmp_path,
            {
                "mails.csv": "Id,Sent,Way\n1,2025-04-03,in\n",
                **dict.fromkeys(
                    ("companies.csv", "deals.csv", "leads.csv", "calls.csv"),
                    "Id,Company,Client,Stage,Opened,Number,Day,Converted,Dead,Test\n1,1,1,1,1,1,1,1,1,1\n",
                ),
            },
            mapping,
        )


CONTACTS = """
[contacts]
file = "people.csv"
key = "Id"
[contacts.columns]
name = { concat = ["First", "Last"] }
email = "Mail"
phone = "Phone"
title = "Title"

[deals]
file = "deals.csv"
key = "Id"
[deals.columns]
opened = "Opened"
[[deals.link]]
to = "contacts"
by = "key"
column = "Contact"
[[deals.link]]
to = "contacts"
by = "email"
column = "Contact mail"
[[deals.link]]
to = "contacts"
by = "name"
column = "Contact name"
[deals.outcome]
column = "Stage"
won = "Won"
lost = "Lost"
"""
PEOPLE = {
    "people.csv": "Id,First,Last,Mail,Phone,Title\n"
    "71,Ada,Quill,ada@quill.example,+33 1 22,CTO\n72,Bo,Marsh,bo@marsh.example,,CFO\n73,Cy,Dorn,,,CEO\n",
    "deals.csv": "Id,Stage,Opened,Contact,Contact mail,Contact name\n"
    "1,Won,2025-01-20,71,,\n2,Lost,2025-01-21,,BO@marsh.example,\n3,Won,2025-01-22,,,cy dorn\n4,Lost,2025-01-23,,,\n",
}


def test_contacts_are_joined_and_their_names_are_not_kept(tmp_path: Path) -> None:
    report = run(tmp_path, PEOPLE, CONTACTS)
    assert report.tables["contacts"].columns == ("contact_key", "account_key", "title")
    with Workspace.open(tmp_path / "ws").reading() as (_, scan):
        contacts = scan.project("contacts", ["contact_key", "title"])
        deals = scan.project("deals", ["contact_key"])
    keys = contacts["contact_key"].tolist()
    assert deals["contact_key"].tolist() == [*keys, None]
    assert contacts["title"].tolist() == ["CTO", "CFO", "CEO"]
    stored = b"".join(path.read_bytes() for path in (tmp_path / "ws").rglob("*") if path.is_file())
    for personal in (b"Quill", b"quill", b"+33 1 22", b"cy dorn", b"Marsh"):
        assert personal not in stored


def test_contacts_are_kept_when_asked(tmp_path: Path) -> None:
    source = write(tmp_path / "export", PEOPLE)
    (tmp_path / "mapping.toml").write_text(CONTACTS, encoding="utf-8")
    chosen = str(tmp_path / "mapping.toml")
    import_source(source, workspace=tmp_path / "ws", mapping=chosen, today=TODAY, keep_contacts=True)
    with Workspace.open(tmp_path / "ws").reading() as (_, scan):
        contacts = scan.project("contacts", ["contact_key", "name", "email", "phone"])
        deals = scan.project("deals", ["contact_key"])
    assert contacts["contact_key"].tolist() == ["71", "72", "73"]
    assert contacts["name"].tolist() == ["Ada Quill", "Bo Marsh", "Cy Dorn"]
    assert contacts["email"].tolist() == ["ada@quill.example", "bo@marsh.example", None]
    assert contacts["phone"].tolist() == ["+33 1 22", None, None]
    assert deals["contact_key"].tolist() == ["71", "72", "73", None]


def test_parquet_gives_the_same_tables_as_csv(tmp_path: Path) -> None:
    source = write(tmp_path / "a", {"d.csv": DEALS})
    (tmp_path / "b").mkdir()
    with duckdb.connect() as connection:
        connection.execute(f"COPY (FROM read_csv('{source}/d.csv')) TO '{tmp_path}/b/d.parquet'")
    mapping = tmp_path / "m.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    reports = [
        import_source(tmp_path / name, workspace=tmp_path / f"ws-{name}", mapping=str(mapping), today=TODAY)
        for name in ("a", "b")
    ]
    assert reports[0].data_hash == reports[1].data_hash


def test_importing_twice_changes_nothing_and_the_hash_knows_no_paths(tmp_path: Path) -> None:
    first = run(tmp_path, {"d.csv": DEALS}, MAPPING)
    manifest = (tmp_path / "ws" / "manifest.json").read_bytes()
    files = sorted(path.name for path in (tmp_path / "ws").iterdir())
    os.utime(tmp_path / "export" / "d.csv", (1, 1))
    second = run(tmp_path, {"d.csv": DEALS}, MAPPING)
    assert (first.changed, second.changed) == (True, False)
    assert (tmp_path / "ws" / "manifest.json").read_bytes() == manifest
    assert sorted(path.name for path in (tmp_path / "ws").iterdir()) == files
    elsewhere = run(tmp_path / "else", {"other.csv": DEALS}, MAPPING)
    assert elsewhere.data_hash == first.data_hash
    third = run(tmp_path, {"d.csv": DEALS.replace("300", "301")}, MAPPING)
    assert third.changed
    assert third.data_hash != first.data_hash
    assert len(list((tmp_path / "ws").glob("whofor-*.duckdb"))) == 1


@pytest.mark.parametrize("where", ["", "ws", "deep/ws"])
def test_a_workspace_in_the_folder_of_the_data_is_no_data(tmp_path: Path, where: str) -> None:
    source = write(tmp_path / "export", {"d.csv": DEALS})
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    workspace = source / where
    reports: list[ImportReport] = []
    for _ in range(2):
        reports.append(import_source(source, workspace=workspace, mapping=str(tmp_path / "m.toml"), today=TODAY))
        Workspace.open(workspace).runs.save("r", {}, files={"rows.csv": b"a,b\n1,2\n"})
        Workspace.open(workspace).write_file("report.html", b"x")
    assert [report.changed for report in reports] == [True, False]
    assert reports[1].issues == ()


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    source = write(tmp_path / "export", {"d.csv": DEALS})
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    import_source(
        source,
        workspace=tmp_path / "ws",
        mapping=str(tmp_path / "m.toml"),
        today=TODAY,
        progress=lambda stage, done, total: told.append((stage, done, total)),
    )
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == ["read", "normalise", "write"]
    assert all(done <= total for _, done, total in told)


BAD: dict[str, tuple[bytes, type[WhoforError], str]] = {
    "empty": (b"", SourceError, "The file is empty"),
    "header only": (b"Id,Stage\n", SourceError, "a header and no rows"),
    "junk": (bytes(range(256)) * 20, SourceError, "NUL bytes"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_says_what_to_do_and_leaves_the_workspace_unharmed(tmp_path: Path, name: str) -> None:
    run(tmp_path, {"good.csv": DEALS}, MAPPING)
    before = {path.name: path.read_bytes() for path in (tmp_path / "ws").iterdir() if path.is_file()}
    content, error, message = BAD[name]
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "d.csv").write_bytes(content)
    with pytest.raises(error) as caught:
        import_source(tmp_path / "bad", workspace=tmp_path / "ws", today=TODAY)
    assert message in str(caught.value)
    assert "d.csv" in str(caught.value)
    assert all(problem.todo for problem in caught.value.problems)
    after = {path.name: path.read_bytes() for path in (tmp_path / "ws").iterdir() if path.is_file()}
    assert after == before


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        ("a,b\n1,2\n", None),
        ("Record ID,Deal Name,Amount\n1,2,3\n", None),
        ("Record ID,Deal Name,Deal Stage\n1,2,Neu\n", "open"),
        ("Record ID,Deal Name,Deal Stage\n1,2,Qx\n", "open"),
    ],
)
def test_what_says_nothing_of_its_end_is_read_all_the_same(tmp_path: Path, content: str, outcome: str | None) -> None:
    source = write(tmp_path / "export", {"d.csv": content})
    report = import_source(source, workspace=tmp_path / "ws", today=TODAY)
    assert report.tables["deals"].rows == 1
    with Workspace.open(tmp_path / "ws").reading() as (_, scan):
        assert scan.project("deals", ["outcome"])["outcome"].tolist() == [outcome]


def test_mappings_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="Did you mean 'Stage'"):
        run(tmp_path, {"d.csv": DEALS}, MAPPING.replace('"Stage"', '"Stagee"'))
    source = tmp_path / "export"
    with pytest.raises(MappingError, match="There is no such mapping file or preset"):
        import_source(source, workspace=tmp_path / "ws", mapping="hubspt", today=TODAY)
    with pytest.raises(MappingError, match="No file looks like the deals of an export from hubspot"):
        import_source(source, workspace=tmp_path / "ws", mapping="hubspot", today=TODAY)
    with pytest.raises(DataError, match="No deals are left"):
        run(tmp_path, {"d.csv": DEALS}, MAPPING + '[[deals.filter]]\ncolumn = "Stage"\nin = "Nothing"\n')


def test_a_full_disk_leaves_the_former_import(tmp_path: Path) -> None:
    run(tmp_path, {"d.csv": DEALS}, MAPPING)
    rows = "".join(f"{n},Won,2025-01-02,2025-02-01,{n * 7919 % 1_000_003}\n" for n in range(60_000))
    write(tmp_path / "export", {"d.csv": "Id,Stage,Opened,Closed,Amount\n" + rows})
    # A limit on the size of files stands in for the disk; Python ignores its signal, so that writing fails.
    code = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))\n" + _CALL
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 3, done.stderr
    assert "Make room" in done.stdout
    assert read(tmp_path / "ws", "deals")["deal_key"] == ["1", "2", "3"]
    assert run(tmp_path, {"d.csv": DEALS}, MAPPING).changed is False


_CALL = """
import sys
from datetime import date
from pathlib import Path
from whofor.app.import_source import import_source
from whofor.errors import WorkspaceError
folder = Path(sys.argv[1])
def progress(stage, done, total):
    if len(sys.argv) > 2 and stage == sys.argv[2]:
        print("reached", flush=True)
        sys.stdin.readline()
try:
    import_source(folder / "export", workspace=folder / "ws", mapping=str(folder / "mapping.toml"),
                  today=date(2026, 10, 1), progress=progress)
except WorkspaceError as error:
    print(error)
    sys.exit(3)
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.parametrize("stage", ["read", "normalise", "write"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_import_leaves_the_former_one_and_the_next_clears_up(
    tmp_path: Path, stage: str, how: signal.Signals
) -> None:
    run(tmp_path, {"d.csv": DEALS}, MAPPING)
    write(tmp_path / "export", {"d.csv": DEALS.replace("100", "999")})
    process = subprocess.Popen(
        [sys.executable, "-c", _CALL, str(tmp_path), stage], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "reached\n"
        process.send_signal(how)
        process.wait(timeout=600)
    assert process.returncode != 0
    assert read(tmp_path / "ws", "deals")["amount"] == [100.0, 200.0, 300.0]
    run(tmp_path, {"d.csv": DEALS.replace("100", "999")}, MAPPING)
    assert read(tmp_path / "ws", "deals")["amount"] == [999.0, 200.0, 300.0]
    assert {path.name.split("-")[0] for path in (tmp_path / "ws").iterdir()} == {
        ".lock",
        "key",
        "manifest.json",
        "whofor",
    }
    assert len(list((tmp_path / "ws").glob("whofor-*"))) == 1


def test_two_imports_at_once(tmp_path: Path) -> None:
    run(tmp_path, {"d.csv": DEALS}, MAPPING)
    process = subprocess.Popen(
        [sys.executable, "-c", _CALL, str(tmp_path), "write"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "reached\n"
        with pytest.raises(WorkspaceError, match="Another import into this workspace is running"):
            run(tmp_path, {"d.csv": DEALS}, MAPPING)
        process.kill()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.builds(lambda rows: b"Record ID,Deal Name,Deal Stage,Amount\n" + rows, st.binary(min_size=3, max_size=200)),
        st.builds(
            lambda rows: ("Record ID,Deal Name,Deal Stage,Amount\n1,x,Closed Won,3\n" + rows).encode(),
            st.text('ab1,;"\n\r\t é€.-', max_size=80),
        ),
    )
)
def test_arbitrary_bytes_named_csv_never_raise_anything_but_ours(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    try:
        report = import_source(path, workspace=tmp_path / "ws", today=TODAY)
    except WhoforError:
        return
    assert report.tables["deals"].rows > 0


def independent(path: Path, column: str) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [row[column] for row in csv.DictReader(stream)]


def outcomes(workspace: Path) -> dict[object, int]:
    values = read(workspace, "deals")["outcome"]
    return {value: values.count(value) for value in set(values)}


def days(text: str) -> float:
    return float((date.fromisoformat(text) - date(1970, 1, 1)).days)


def test_olist(tmp_path: Path, data_dir: Path, mappings_dir: Path) -> None:
    source = data_dir / "olist"
    report = import_source(source, workspace=tmp_path, mapping=str(mappings_dir / "olist.toml"), today=TODAY)
    closed = independent(source / "olist_closed_deals_dataset.csv", "mql_id")
    assert report.tables["deals"].rows == 8000
    assert outcomes(tmp_path) == {"won": len(set(closed)), "open": 8000 - len(set(closed))}
    deals = read(tmp_path, "deals")
    opened = [day for day in deals["opened"] if isinstance(day, float)]
    assert (min(opened), max(opened)) == (days("2017-06-14"), days("2018-05-31"))
    sellers = set(independent(source / "olist_closed_deals_dataset.csv", "seller_id"))
    ids = independent(source / "olist_order_items_dataset.csv", "seller_id")
    prices = independent(source / "olist_order_items_dataset.csv", "price")
    revenue = sum(float(price) for seller, price in zip(ids, prices, strict=True) if seller in sellers)
    lived = read(tmp_path, "outcomes")
    rows = zip(lived["account_key"], lived["kind"], lived["value"], strict=True)
    told = [value for key, kind, value in rows if key in sellers and kind == "Revenue after signing"]
    assert sum(value for value in told if isinstance(value, float)) == pytest.approx(revenue)
    channels = [parameter.name for parameter in report.parameters if parameter.role is Role.CHANNEL]
    assert channels == ["x_landing_page_id"]
    # Nothing is known of a lead before it signs.
    assert not [parameter.name for parameter in report.parameters if parameter.role is Role.DEFINITION]


def test_ibm(tmp_path: Path, data_dir: Path, mappings_dir: Path) -> None:
    source = data_dir / "ibm_sales_win_loss"
    began = time.monotonic()
    report = import_source(source, workspace=tmp_path, mapping=str(mappings_dir / "ibm.toml"), today=TODAY)
    assert time.monotonic() - began < 30
    path = source / "WA_Fn-UseC_-Sales-Win-Loss.csv"
    keys, results = independent(path, "Opportunity Number"), independent(path, "Opportunity Result")
    first = dict(zip(reversed(keys), reversed(results), strict=True))
    assert outcomes(tmp_path) == {
        "won": sum(result == "Won" for result in first.values()),
        "lost": sum(result == "Loss" for result in first.values()),
    }
    assert issues(report)["duplicate_key", "deals.deal_key"] == len(keys) - len(first)
    roles = {parameter.label: parameter.role for parameter in report.parameters}
    assert roles["Ratio Days Identified To Total Days"] is Role.DEFINITION
    assert roles["Supplies Subgroup"] is Role.CONFOUNDER


def test_maven(tmp_path: Path, data_dir: Path, mappings_dir: Path) -> None:
    source = data_dir / "maven_crm_sales"
    report = import_source(source, workspace=tmp_path, mapping=str(mappings_dir / "maven.toml"), today=TODAY)
    stages = independent(source / "sales_pipeline.csv", "deal_stage")
    won, lost = stages.count("Won"), stages.count("Lost")
    assert outcomes(tmp_path) == {"won": won, "lost": lost, "open": len(stages) - won - lost}
    deals = read(tmp_path, "deals")
    assert deals["account_key"].count(None) == 1425
    assert "GTXPro" not in deals["product"]
    assert None not in deals["x_manager"]
    assert not any(issue.code == "unmatched_key" for issue in report.issues)
    assert None not in read(tmp_path, "accounts")["country"]


def test_ich(tmp_path: Path, data_dir: Path, mappings_dir: Path) -> None:
    source = data_dir / "ich_school_crm"
    report = import_source(source, workspace=tmp_path, mapping=str(mappings_dir / "ich.toml"), today=TODAY)
    stages = independent(source / "Deals.csv", "Stage")
    won, lost = stages.count("Payment Done"), stages.count("Lost")
    known = sum(stage != "" for stage in stages)
    assert outcomes(tmp_path) == {"won": won, "lost": lost, "open": known - won - lost}
    assert report.tables["interactions"].rows == 95_874
    assert report.tables["costs"].rows == 20_779
    deals = read(tmp_path, "deals")
    assert deals["amount"].count(2900.0) > 0
    opened = [day for day in deals["opened"] if isinstance(day, float)]
    assert (int(min(opened)), int(max(opened))) == (days("2023-07-03"), days("2024-06-21"))
    assert not any(issue.code in ("unreadable_date", "unreadable_amount") for issue in report.issues)
    contacts = set(read(tmp_path, "contacts")["contact_key"])
    assert sum(key in contacts for key in deals["contact_key"]) > 21_000
    spent = sum(float(amount) for amount in independent(source / "Spend.csv", "Spend"))
    assert sum(amount for amount in read(tmp_path, "costs")["amount"] if isinstance(amount, float)) == pytest.approx(
        spent
    )


def test_hubspot_export_made_by_a_faker(tmp_path: Path, data_dir: Path) -> None:
    source = data_dir / "hubspot_faker_synthetic"
    report = import_source(source, workspace=tmp_path, today=TODAY)
    assert report.preset == "hubspot"
    assert {name: table.rows for name, table in report.tables.items()} == {
        "accounts": 200,
        "contacts": 950,
        "deals": 500,
        "deal_contacts": 500,
        "interactions": 2000,
    }
    assert outcomes(tmp_path) == {"won": 71, "lost": 69, "open": 360}
    deals = read(tmp_path, "deals")
    assert None not in deals["account_key"]
    assert None not in deals["contact_key"]
    assert sum(day is not None for day in deals["closed"]) == 140


def test_the_embedded_example(tmp_path: Path) -> None:
    from whofor.example import csv_files, generate

    export = generate(1, n_deals=300)
    (tmp_path / "export").mkdir()
    for name, content in csv_files(export).items():
        (tmp_path / "export" / name).write_bytes(content)
    report = import_source(tmp_path / "export", workspace=tmp_path / "ws", today=TODAY, synthetic=True)
    assert report.preset == "hubspot"
    won = dict(zip(export.deals.column("Record ID"), export.deals.column("Is Closed Won"), strict=True))
    assert report.tables["deals"].rows == len(won)
    assert outcomes(tmp_path / "ws")["won"] == list(won.values()).count("true")
    assert Workspace.open(tmp_path / "ws").dataset().synthetic
    leaks = {parameter.label for parameter in report.parameters if parameter.role is Role.LEAK}
    assert {"Closed Lost Reason", "Days to close", "Lifecycle Stage", "Total Revenue"} <= leaks


def test_a_code_of_an_extra_column_gets_a_name(tmp_path: Path) -> None:
    """As reports tell their readers to do."""
    mapping = """[deals]
file = "leads.csv"
key = "Id"
[deals.columns]
opened = "Created"
[deals.outcome]
column = "Stage"
won = ["Won"]
lost = ["Lost"]
[deals.extra]
page_id = { role = "definition", kind = "category", label = "Page", values = { "22C29808c4f8" = "Spring page" } }
"""
    leads = "Id,Created,Stage,page_id\na,2025-01-01,Won,22c29808c4f8\nb,2025-01-02,Lost,e492ee5eaf16\n"
    run(tmp_path, {"leads.csv": leads}, mapping)
    assert read(tmp_path / "ws", "deals")["x_page_id"] == ["Spring page", "e492ee5eaf16"]
