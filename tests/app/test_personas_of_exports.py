"""Personas, from the files to the answer: columns of one's own are told, and nobody is named, contacts kept or not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from whofor.app.find import find
from whofor.app.import_source import import_source
from whofor.csv_text import AS_EXPORTED, csv_bytes
from whofor.documents.result_document import document_result, result_document
from whofor.model import IcpResult
from whofor.model.committee import FewPeople
from whofor.model.options import FindOptions
from whofor.model.people import Department
from whofor.model.personas import PersonaTopic

TODAY = date(2026, 10, 1)
N = 240
MAPPING = """
[accounts]
file = "accounts.csv"
key = "Id"
[accounts.columns]
name = "Name"
country = "Country"
[contacts]
file = "contacts.csv"
key = "Id"
[contacts.columns]
account_key = "Account"
name = "Full name"
email = "Email"
title = "Job title"
[contacts.extra]
"Preferred language" = "definition"
"Pain points" = "definition"
"Years of experience" = "definition"
[deals]
file = "deals.csv"
key = "Id"
[deals.columns]
account_key = "Account"
opened = "Opened"
closed = "Closed"
lead_source = "Source"
[deals.outcome]
column = "Status"
won = "won"
lost = "lost"
[interactions]
file = "talks.csv"
key = "Id"
[interactions.columns]
deal_key = "Deal"
contact_key = "Contact"
at = "At"
kind = "Kind"
direction = "Direction"
outcome = "Result"
"""


def write(folder: Path, name: str, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    (folder / name).write_bytes(csv_bytes([header, *rows], AS_EXPORTED))


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An export of 240 deals with two persons each; some titles hold a name."""
    folder = tmp_path / "export"
    folder.mkdir()
    accounts: list[tuple[str, ...]] = []
    people: list[tuple[str, ...]] = []
    deals: list[tuple[str, ...]] = []
    talks: list[tuple[str, ...]] = []
    for i in range(N):
        day = f"{1 + i % 27:02d}"
        accounts.append((f"a{i}", f"Zorblax{i} Ltd", ("France", "Belgium")[i % 2]))
        for r, title in enumerate(("Directrice marketing", "CFO")):
            named = f"{title} (Jean Martin)" if i % 10 == 0 else title
            own = (("French", "English")[r], ("attribution", "no time")[i % 2], str(i % 12))
            people.append(
                (f"p{i}_{r}", f"a{i}", ("Jean Martin", "Claire Dubois")[r], f"x{i}{r}@a.example", named, *own)
            )
        opened, closed = f"2025-{1 + i % 9:02d}-{day}", f"2025-{3 + i % 9:02d}-{day}"
        status = "won" if i % 3 == 0 else "lost"
        deals.append((f"d{i}", f"a{i}", opened, closed, status, ("SEO", "referral")[i % 2]))
        for k, way in enumerate(("Outbound", "Inbound", "Outbound")):
            moment = f"{opened} 1{k}:{i % 60:02d}"
            talks.append((f"t{i}{k}", f"d{i}", f"p{i}_{k % 2}", moment, "Call", way, "Completed"))
    write(folder, "accounts.csv", ("Id", "Name", "Country"), accounts)
    header = ("Id", "Account", "Full name", "Email", "Job title", "Preferred language", "Pain points")
    write(folder, "contacts.csv", (*header, "Years of experience"), people)
    write(folder, "deals.csv", ("Id", "Account", "Opened", "Closed", "Status", "Source"), deals)
    write(folder, "talks.csv", ("Id", "Deal", "Contact", "At", "Kind", "Direction", "Result"), talks)
    (tmp_path / "own.toml").write_text(MAPPING, encoding="utf-8")
    return folder


def found_in(workspace: Path) -> IcpResult:
    return find(workspace, FindOptions(permutations=200), today=TODAY)


@pytest.mark.parametrize("keep", [False, True])
def test_columns_of_ones_own_are_told_and_nobody_is_named(export: Path, tmp_path: Path, keep: bool) -> None:
    workspace = tmp_path / "w"
    mapping = str(tmp_path / "own.toml")
    import_source(export, workspace=workspace, today=TODAY, mapping=mapping, keep_contacts=keep)
    result = found_in(workspace)
    whole = result.clients.personas[-1]
    assert [one.department for one in whole.personas] == [Department.FINANCE, Department.MARKETING]
    _, marketing = whole.personas
    assert marketing.languages is not None
    assert [one.value for one in marketing.languages.values] == ["French"]
    assert marketing.titles is not None
    assert [(one.value, one.share.n_won) for one in marketing.titles.values] == [("Directrice marketing", 72)]
    assert [(one.topic, one.column) for one in marketing.own] == [
        (PersonaTopic.PAINS, "Pain points"),
        (PersonaTopic.OTHER, "Years of experience"),
    ]
    document = result_document(result)
    text = json.dumps(document["personas"], ensure_ascii=False)
    assert not [name for name in ("Martin", "Dubois", "Claire", "person-", "@") if name in text]
    again = result_document(document_result(json.loads(json.dumps(document))))
    assert again["personas"] == document["personas"]


def test_without_contacts_there_are_no_personas(export: Path, tmp_path: Path) -> None:
    (export / "contacts.csv").unlink()
    (export / "talks.csv").unlink()
    mapping = (
        MAPPING[: MAPPING.index("[contacts]")] + MAPPING[MAPPING.index("[deals]") : MAPPING.index("[interactions]")]
    )
    (tmp_path / "own.toml").write_text(mapping, encoding="utf-8")
    import_source(export, workspace=tmp_path / "w", today=TODAY, mapping=str(tmp_path / "own.toml"))
    assert found_in(tmp_path / "w").clients.personas == ()


def test_the_contacts_of_a_school_hold_no_titles(tmp_path: Path, data_dir: Path, mappings_dir: Path) -> None:
    import_source(data_dir / "ich_school_crm", workspace=tmp_path, today=TODAY, mapping=str(mappings_dir / "ich.toml"))
    (whole,) = found_in(tmp_path).clients.personas[-1:]
    assert (whole.personas, whole.why) == ((), FewPeople.NO_TITLES)


def test_the_contacts_of_a_sample_of_zoho_hold_too_little(tmp_path: Path, data_dir: Path) -> None:
    import_source(data_dir / "zoho_crm_sample", workspace=tmp_path, today=TODAY)
    (whole,) = found_in(tmp_path).clients.personas[-1:]
    assert whole.personas == ()
    assert whole.why is not None
