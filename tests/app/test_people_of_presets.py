"""Language and country of contacts, as each CRM writes them, reach the personas."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from whofor.app.find import find
from whofor.app.import_source import import_source
from whofor.csv_text import AS_EXPORTED, csv_bytes
from whofor.model.options import FindOptions
from whofor.people.persona_columns import is_about

TODAY = date(2026, 10, 1)
Rows = tuple[tuple[str, ...], list[tuple[str, ...]]]
N = 240


def people(header: tuple[str, ...], row: str) -> Rows:
    """Return contacts of two: `{k}` is the key, `{i}` the client, `{t}` the title, `{l}` language, `{c}` country."""
    who = [
        row.format(k=f"{i * 2 + r}", i=i, t=("CFO", "Marketing Manager")[r], l=("French", "English")[r], c="France")
        for i in range(N)
        for r in range(2)
    ]
    return header, [tuple(one.split(",")) for one in who]


def deals(header: tuple[str, ...], row: str, won: str, lost: str) -> Rows:
    texts = [
        row.format(
            i=i,
            s=won if i % 3 == 0 else lost,
            o=f"2025-{1 + i % 9:02d}-{1 + i % 27:02d}",
            e=f"2025-{3 + i % 9:02d}-{1 + i % 27:02d}",
        )
        for i in range(N)
    ]
    return header, [tuple(one.split(",")) for one in texts]


EXPORTS: dict[str, tuple[dict[str, Rows], str, str]] = {
    "hubspot": (
        {
            "contacts.csv": people(
                (
                    *("Record ID", "First Name", "Last Name", "Email", "Job Title"),
                    *("Preferred language", "Country/Region", "Associated Company IDs (Primary)"),
                ),
                "{k},Ann,Lee,a{k}@x.example,{t},{l},{c},7{i}",
            ),
            "companies.csv": (
                ("Record ID", "Company name", "Company Domain Name", "Industry"),
                [(f"7{i}", f"Firm {i}", f"firm{i}.example", ("Retail", "Software")[i % 2]) for i in range(N)],
            ),
            "deals.csv": deals(
                (
                    *("Record ID", "Deal Name", "Deal Stage", "Pipeline", "Create Date", "Close Date"),
                    *("Amount", "Associated Company IDs"),
                ),
                "{i},Deal {i},{s},Sales,{o},{e},100,7{i}",
                "Closed Won",
                "Closed Lost",
            ),
        },
        "Preferred language",
        "Country/Region",
    ),
    "salesforce": (
        {
            "Contact.csv": people(
                (
                    "Id",
                    "AccountId",
                    "FirstName",
                    "LastName",
                    "Title",
                    "Email",
                    "OwnerId",
                    "MailingCountry",
                    "Language__c",
                ),
                "003{k},001{i},Ann,Lee,{t},a{k}@x.example,u,{c},{l}",
            ),
            "Account.csv": (
                ("Id", "Name", "Industry", "BillingCountry", "OwnerId", "CreatedDate"),
                [(f"001{i}", f"Firm {i}", ("Retail", "Software")[i % 2], "", "u", "2024-01-01") for i in range(N)],
            ),
            "Opportunity.csv": deals(
                ("Id", "Name", "StageName", "CreatedDate", "CloseDate", "AccountId", "IsDeleted", "OwnerId"),
                "006{i},Deal {i},{s},{o},{e},001{i},false,u",
                "Closed Won",
                "Closed Lost",
            ),
        },
        "Language__c",
        "MailingCountry",
    ),
    "pipedrive": (
        {
            "people.csv": people(
                (
                    *("Person - ID", "Person - Name", "Person - Organization", "Person - Job title"),
                    *("Person - Language", "Person - Country"),
                ),
                "{k},Ann Lee,Firm {i},{t},{l},{c}",
            ),
            "deals.csv": deals(
                (
                    *("Deal - ID", "Deal - Title", "Deal - Status", "Deal - Deal created", "Deal - Deal closed on"),
                    *("Deal - Organization",),
                ),
                "{i},Deal {i},{s},{o},{e},Firm {i}",
                "Won",
                "Lost",
            ),
            "organizations.csv": (
                ("Organization - ID", "Organization - Name", "Organization - Industry"),
                [(f"{i}", f"Firm {i}", ("Retail", "Software")[i % 2]) for i in range(N)],
            ),
        },
        "Person - Language",
        "Person - Country",
    ),
}


@pytest.mark.parametrize("crm", list(EXPORTS))
def test_language_and_country_reach_the_personas(tmp_path: Path, crm: str) -> None:
    files, language, country = EXPORTS[crm]
    folder = tmp_path / "e"
    folder.mkdir()
    for name, (header, rows) in files.items():
        (folder / name).write_bytes(csv_bytes([header, *rows], AS_EXPORTED))
    report = import_source(folder, workspace=tmp_path / "w", today=TODAY)
    assert report.preset == crm
    whole = find(tmp_path / "w", FindOptions(permutations=200), today=TODAY).clients.personas[-1]
    told = {one.department: (one.languages, one.places) for one in whole.personas if one.languages and one.places}
    assert len(told) == 2
    for languages, countries in told.values():
        assert languages is not None
        assert countries is not None
        assert (languages.column, countries.column) == (language, country)
        assert [value.value for value in countries.values] == ["France"]
    assert {value.value for languages, _ in told.values() if languages for value in languages.values} == {
        "French",
        "English",
    }


@pytest.mark.parametrize("header", ["Land/Region", "País/región", "Pays/région", "Mailing Country", "Person - Land"])
def test_countries_are_known_in_the_languages_of_exports(header: str) -> None:
    assert is_about(header, "country")
