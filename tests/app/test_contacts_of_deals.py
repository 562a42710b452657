"""Deals with several contacts: all take part, tied by lists of keys or of addresses, or by a file of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from whofor.app.find import find
from whofor.app.import_source import import_source
from whofor.csv_text import AS_EXPORTED, csv_bytes
from whofor.errors import MappingError
from whofor.intake.mapping.mapping_file import parse_mapping
from whofor.model import IssueCode, Relation
from whofor.model.committee import Committee
from whofor.model.options import FindOptions
from whofor.model.people import Department, Seniority
from whofor.workspace import Workspace

TODAY = date(2026, 10, 1)
N = 240
TITLES = ("IT Manager", "CFO", "Head of Marketing")
"""The first is in every deal, the second in won ones only, the third in lost ones only."""


def write(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    path.write_bytes(csv_bytes([header, *rows], AS_EXPORTED))


def is_won(i: int) -> bool:
    return i % 3 == 0


def hubspot(folder: Path, cell: tuple[str, str]) -> Path:
    """Write an export of HubSpot whose contacts are tied to deals by one list alone: header, and what it lists."""
    folder.mkdir()
    header, listed = cell
    people: list[tuple[str, ...]] = []
    deals: list[tuple[str, ...]] = []
    companies: list[tuple[str, ...]] = []
    for i in range(N):
        keys = [str(9000 + i * 3 + r) for r in range(3)]
        mails = [f"p{i}{r}@client{i}.example" for r in range(3)]
        people += [(keys[r], "Ann", f"Lee{i}{r}", mails[r], TITLES[r]) for r in range(3)]
        there = (0, 1) if is_won(i) else (0, 2)
        texts = {
            "keys": [keys[r] for r in there] + (["77"] if i == 5 else []),
            "mails": [mails[r] for r in there],
            "names": [f"Ann Lee{i}{r} ({mails[r]})" for r in there],
        }[listed]
        opened, closed = f"2025-{1 + i % 9:02d}-{1 + i % 27:02d}", f"2025-{3 + i % 9:02d}-{1 + i % 27:02d}"
        stage = "Closed Won" if is_won(i) else "Closed Lost"
        deals.append((str(500 + i), f"Deal {i}", stage, "Sales", opened, closed, str(i), ";".join(texts)))
        companies.append((str(i), f"Client {i}", f"client{i}.example", ("Software", "Retail")[i % 2]))
    write(folder / "contacts.csv", ("Record ID", "First Name", "Last Name", "Email", "Job Title"), people)
    names = ("Record ID", "Deal Name", "Deal Stage", "Pipeline", "Create Date", "Close Date", "Associated Company IDs")
    write(folder / "deals.csv", (*names, header), deals)
    header_of_companies = ("Record ID", "Company name", "Company Domain Name", "Industry")
    write(folder / "companies.csv", header_of_companies, companies)
    return folder


def committee_of(workspace: Path) -> Committee:
    return find(workspace, FindOptions(permutations=200), today=TODAY).clients.committees[-1]


def shares(committee: Committee) -> dict[tuple[Department, Seniority], tuple[float | None, float | None]]:
    return {(role.department, role.seniority): (role.won.estimate, role.lost.estimate) for role in committee.roles}


PLANTED = {
    (Department.IT_ENGINEERING, Seniority.MANAGER): (1.0, 1.0),
    (Department.FINANCE, Seniority.C_LEVEL): (1.0, 0.0),
}


@pytest.mark.parametrize(
    "cell",
    [
        ("Associated Contact IDs", "keys"),
        ("Associated Contact Emails", "mails"),
        ("Associated Contact", "names"),
    ],
)
def test_everybody_on_the_list_of_a_deal_takes_part(tmp_path: Path, cell: tuple[str, str]) -> None:
    import_source(hubspot(tmp_path / "e", cell), workspace=tmp_path / "w", today=TODAY)
    committee = committee_of(tmp_path / "w")
    assert {role: share for role, share in shares(committee).items() if role in PLANTED} == PLANTED
    assert committee.n_tied == committee.n_won + committee.n_lost
    assert committee.people is not None
    assert (committee.people.won.median, committee.people.won.n) == (2.0, committee.n_won)


def test_keys_are_counted_one_by_one(tmp_path: Path) -> None:
    source = hubspot(tmp_path / "e", ("Associated Contact IDs", "keys"))
    report = import_source(source, workspace=tmp_path / "w", today=TODAY)
    found = [(one.table, one.by, one.n, one.n_matched) for one in relations_of(tmp_path / "w") if one.to == "contacts"]
    assert found == [("deals", "Associated Contact IDs", 2 * N + 1, 2 * N)]
    (lost,) = (issue for issue in report.issues if issue.code is IssueCode.UNMATCHED_KEY)
    assert (lost.count, lost.place) == (1, "deals.contact_key")
    assert not [one for one in relations_of(tmp_path / "w") if one.table == "deal_contacts"]


def test_lists_side_by_side_are_one_list(tmp_path: Path) -> None:
    source = hubspot(tmp_path / "e", ("Associated Contact IDs", "keys"))
    path = source / "deals.csv"
    head, *rows = path.read_text(encoding="utf-8-sig").splitlines()
    wider = [f"{head},Associated Contact", *(f"{row},Ann Lee (nobody@x.example); Bob" for row in rows)]
    path.write_text("\n".join(wider), encoding="utf-8")
    import_source(source, workspace=tmp_path / "w", today=TODAY)
    (found,) = (one for one in relations_of(tmp_path / "w") if one.to == "contacts")
    assert (found.n, found.n_matched) == (2 * N + 1, 2 * N)


MAPPING = """[contacts]
file = "people.csv"
key = "Id"
[contacts.columns]
title = "Title"
[deals]
file = "deals.csv"
key = "No"
[deals.outcome]
column = "Status"
won = "won"
lost = "lost"
[[deals.filter]]
column = "Team"
not_in = ["test"]
[[deals.link]]
to = "contacts"
by = "key"
column = "Who"
each = "|"
"""


def relations_of(workspace: Path) -> tuple[Relation, ...]:
    return Workspace.open(workspace).dataset().relations


def ties(workspace: Path) -> list[tuple[str | None, str | None]]:
    with Workspace.open(workspace).reading() as (_, scan):
        columns = scan.project("deal_contacts", ["deal_key", "contact_key"])
    return list(zip(columns["deal_key"].tolist(), columns["contact_key"].tolist(), strict=True))


def test_each_element_has_a_row_whatever_the_cell_looks_like(tmp_path: Path) -> None:
    folder = tmp_path / "e"
    folder.mkdir()
    (folder / "people.csv").write_text("Id,Title\nA1,CEO\nB2,CFO\nC3,CTO\n", encoding="utf-8")
    rows = ["1,won,a,A1|B2", "2,lost,a, | C3 ||A1| ", "3,won,a,", "4,lost,test,B2|C3", "5,won,a,|", "6,lost,a,Z9"]
    (folder / "deals.csv").write_text("\n".join(["No,Status,Team,Who", *rows]), encoding="utf-8")
    (tmp_path / "own.toml").write_text(MAPPING, encoding="utf-8")
    mapping = str(tmp_path / "own.toml")
    import_source(folder, workspace=tmp_path / "w", today=TODAY, mapping=mapping, keep_contacts=True)
    assert ties(tmp_path / "w") == [
        *[("1", "A1"), ("1", "B2")],
        *[("2", "C3"), ("2", "A1")],
        ("6", "Z9"),
    ]
    (found,) = (one for one in relations_of(tmp_path / "w") if one.to == "contacts")
    assert (found.n, found.n_matched) == (5, 4)


def test_contact_roles_of_salesforce_tie_everybody(tmp_path: Path) -> None:
    folder = tmp_path / "e"
    folder.mkdir()
    write(
        folder / "Opportunity.csv",
        ("Id", "Name", "StageName", "IsWon", "IsClosed", "CreatedDate", "CloseDate", "AccountId"),
        [("006000000000001", "Deal", "Closed Won", "true", "true", "2025-01-01", "2025-02-01", "001000000000001")],
    )
    write(
        folder / "Contact.csv",
        ("Id", "AccountId", "FirstName", "LastName", "Title"),
        [(f"00300000000000{i}", "001000000000001", "Ann", f"Lee{i}", "CEO") for i in range(3)],
    )
    write(
        folder / "OpportunityContactRole.csv",
        ("Id", "OpportunityId", "ContactId", "Role", "IsPrimary"),
        [(f"00K00000000000{i}", "006000000000001", f"00300000000000{i}", "", str(i == 1)) for i in range(2)],
    )
    import_source(folder, workspace=tmp_path / "w", today=TODAY, keep_contacts=True)
    assert ties(tmp_path / "w") == [("006000000000001", "003000000000000"), ("006000000000001", "003000000000001")]
    found = [(one.table, one.to, one.n, one.n_matched) for one in relations_of(tmp_path / "w") if one.to == "contacts"]
    assert found == [("deals", "contacts", 2, 2)]


def test_what_has_one_contact_has_no_list() -> None:
    wrong = 'name = "x"\n' + MAPPING.replace("[[deals.link]]", "[[contacts.link]]").replace(
        'to = "contacts"', 'to = "accounts"'
    )
    with pytest.raises(MappingError) as caught:
        parse_mapping(wrong, "own.toml")
    (problem,) = caught.value.problems
    assert (problem.what, problem.place) == ("Only deals have several contacts", "own.toml:17 contacts.link.0")
