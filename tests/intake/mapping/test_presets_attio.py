"""Attio exports: objects by label and by slug, lists of companies and of people, closing dates from the stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from whofor.model import Role

Import = Callable[..., Any]
Day = Callable[[str], float]
Rows = Sequence[Mapping[str, str]]

COMPANIES: Rows = [
    {"Record ID": "c-1", "Record": "Acier SA", "Domains": "acier.example, acier.test", "Categories": "SaaS, Steel", "Employee range": "11-50",
     "Foundation date": "2015-03-01", "Primary location > Country": "France", "Primary location > Locality": "Lyon",
     "Funding raised": "USD 1,200.00", "Connection strength": "Good", "Last interaction > When": "2025-03-01T10:00:00.000Z",
     "Associated deals": "x", "Created at": "2024-01-05T00:00:00.000Z", "Shop platform": "Own"},
    {"Record ID": "c-2", "Record": "Birke GmbH", "Domains": "birke.example", "Categories": "Steel", "Employee range": "51-200",
     "Foundation date": "1999-01-01", "Primary location > Country": "Germany", "Primary location > Locality": "Bonn",
     "Funding raised": "", "Connection strength": "Weak", "Last interaction > When": "", "Associated deals": "y",
     "Created at": "2024-01-06T00:00:00.000Z", "Shop platform": "Rented"},
]  # fmt: skip
PEOPLE: Rows = [
    {"Record ID": "p-1", "Record": "Ana Sol", "Email addresses": "ana@acier.example, ana@home.example", "Job title": "CEO",
     "Company > Record ID": "c-1", "Company > Name": "Acier SA", "Phone numbers": "+33 1", "Connection strength": "Good"},
    {"Record ID": "p-2", "Record": "Jo Berg", "Email addresses": "jo@birke.example", "Job title": "Buyer",
     "Company > Record ID": "c-2", "Company > Name": "Birke GmbH", "Phone numbers": "", "Connection strength": "Weak"},
]  # fmt: skip
DEALS: Rows = [
    {"Record ID": "d-1", "Deal name": "a", "Deal stage": "Won 🎉", '"Deal stage" changed at': "2025-02-20T09:00:00.000Z", "Deal owner": "Zoé",
     "Deal value": "USD 1,200.00", "Associated people": "Ana Sol", "Associated company": "Acier SA", "Created at": "2025-01-02T00:00:00.000Z"},
    {"Record ID": "d-2", "Deal name": "b", "Deal stage": "Lost", '"Deal stage" changed at': "2025-03-20T09:00:00.000Z", "Deal owner": "Max",
     "Deal value": "USD 300", "Associated people": "Jo Berg", "Associated company": "Birke GmbH", "Created at": "2025-01-13T00:00:00.000Z"},
    {"Record ID": "d-3", "Deal name": "c", "Deal stage": "In Progress", '"Deal stage" changed at': "2025-03-21T09:00:00.000Z", "Deal owner": "Max",
     "Deal value": "", "Associated people": "", "Associated company": "", "Created at": "2025-02-14T00:00:00.000Z"},
]  # fmt: skip


def test_objects(imported: Import, day: Day) -> None:
    got = imported({"companies.csv": COMPANIES, "people.csv": PEOPLE, "deals.csv": DEALS})
    assert got.preset == "attio"
    columns = ("account_key", "name", "domain", "country", "city", "founded_year", "money_raised", "x_categories")
    assert got.rows("accounts", *columns) == [
        ("c-1", "Acier SA", "acier.example", "FR", "Lyon", 2015.0, 1200.0, "SaaS;Steel"),
        ("c-2", "Birke GmbH", "birke.example", "DE", "Bonn", 1999.0, None, "Steel"),
    ]
    assert got.rows("contacts", "contact_key", "name", "email", "title", "account_key") == [
        ("p-1", "Ana Sol", "ana@acier.example", "CEO", "c-1"),
        ("p-2", "Jo Berg", "jo@birke.example", "Buyer", "c-2"),
    ]
    assert got.rows("deals", "deal_key", "outcome", "account_key", "contact_key", "amount", "currency") == [
        ("d-1", "won", "c-1", "p-1", 1200.0, "USD"),
        ("d-2", "lost", "c-2", "p-2", 300.0, "USD"),
        ("d-3", "open", None, None, None, None),
    ]
    assert got.rows("deals", "opened", "closed") == [
        (day("2025-01-02"), day("2025-02-20") + 9 / 24),  # the stage of an ended deal changed when it ended
        (day("2025-01-13"), day("2025-03-20") + 9 / 24),
        (day("2025-02-14"), None),
    ]
    assert got.leaks() == {"Connection strength", "Last interaction > When", "Associated deals"}
    assert got.roles["accounts", "Shop platform"] is Role.DEFINITION
    assert not {code for code, _ in got.issues} & {"unmatched_key", "no_outcome", "missing_key"}


def test_without_a_date_of_the_stage_the_end_is_unknown(imported: Import) -> None:
    deals = [{key: value for key, value in deal.items() if "changed" not in key} for deal in DEALS]
    got = imported({"deals.csv": deals})
    assert got.tables["deals"]["outcome"] == ["won", "lost", "open"]
    assert got.tables["deals"]["closed"] == [None, None, None]
    assert got.tables["deals"]["account_key"] == ["Acier SA", "Birke GmbH", None]
    assert got.tables["accounts"]["name"] == ["Acier SA", "Birke GmbH"]


def test_slugs_of_the_api(imported: Import, day: Day) -> None:
    deals = [
        {"record_id": "d-1", "name": "a", "stage": "Won 🎉", "stage.active_from": "2025-02-20", "owner": "Zoé", "value": "1200",
         "associated_people": "p-1", "associated_company": "c-1", "created_at": "2025-01-02"},
        {"record_id": "d-2", "name": "b", "stage": "Lost", "stage.active_from": "2025-03-20", "owner": "Max", "value": "300",
         "associated_people": "p-2", "associated_company": "c-2", "created_at": "2025-01-13"},
    ]  # fmt: skip
    companies = [
        {"record_id": "c-1", "name": "Acier SA", "domains": "acier.example", "employee_range": "11-50", "strongest_connection_strength": "Good"},
        {"record_id": "c-2", "name": "Birke GmbH", "domains": "birke.example", "employee_range": "51-200", "strongest_connection_strength": "Weak"},
    ]  # fmt: skip
    people = [
        {
            "record_id": "p-1",
            "name": "Ana Sol",
            "email_addresses": "ana@acier.example",
            "job_title": "CEO",
            "company": "c-1",
        }
    ]
    got = imported({"deals.csv": deals, "companies.csv": companies, "people.csv": people})
    assert got.preset == "attio"
    assert got.rows("deals", "deal_key", "outcome", "closed", "account_key") == [
        ("d-1", "won", day("2025-02-20"), "c-1"),
        ("d-2", "lost", day("2025-03-20"), "c-2"),
    ]
    assert got.tables["deals"]["contact_key"][0] == "p-1"
    assert got.tables["contacts"]["account_key"] == ["c-1"]
    assert got.leaks() == {"strongest_connection_strength"}


COMPANY_LIST: Rows = [
    {"Entry ID": "e-1", "Record ID": "c-1", "Record": "Acier SA", "Stage": "Won 🎉", '"Stage" changed at': "2025-02-20", "Owner": "Zoé", "Deal size": "1200",
     "Created at": "2025-01-02", "Parent Record > Domains": "acier.example", "Parent Record > Employee range": "11-50",
     "Parent Record > Primary location > Country": "France", "Parent Record > Connection strength": "Good", "Parent Record > Shop platform": "Own"},
    {"Entry ID": "e-2", "Record ID": "c-2", "Record": "Birke GmbH", "Stage": "Lost", '"Stage" changed at': "2025-03-20", "Owner": "Max", "Deal size": "300",
     "Created at": "2025-01-13", "Parent Record > Domains": "birke.example", "Parent Record > Employee range": "51-200",
     "Parent Record > Primary location > Country": "Germany", "Parent Record > Connection strength": "Weak", "Parent Record > Shop platform": "Rented"},
    {"Entry ID": "e-3", "Record ID": "c-1", "Record": "Acier SA", "Stage": "Lead", '"Stage" changed at': "2025-03-21", "Owner": "Max", "Deal size": "",
     "Created at": "2025-02-14", "Parent Record > Domains": "acier.example", "Parent Record > Employee range": "11-50",
     "Parent Record > Primary location > Country": "France", "Parent Record > Connection strength": "Good", "Parent Record > Shop platform": "Own"},
]  # fmt: skip


def test_a_list_of_companies_holds_deals_and_their_accounts(imported: Import, day: Day) -> None:
    got = imported({"pipeline.csv": COMPANY_LIST})
    assert got.preset == "attio"
    assert got.rows("deals", "deal_key", "outcome", "account_key", "closed", "amount") == [
        ("e-1", "won", "c-1", day("2025-02-20"), 1200.0),
        ("e-2", "lost", "c-2", day("2025-03-20"), 300.0),
        ("e-3", "open", "c-1", None, None),
    ]
    assert got.rows("accounts", "account_key", "name", "domain", "country") == [
        ("c-1", "Acier SA", "acier.example", "FR"),
        ("c-2", "Birke GmbH", "birke.example", "DE"),
    ]
    assert got.leaks() == {"Parent Record > Connection strength"}
    assert got.roles["deals", "Parent Record > Shop platform"] is Role.DEFINITION


def test_a_list_beside_exported_companies_refers_to_them(imported: Import) -> None:
    plain = [{key: value for key, value in row.items() if key != "Record ID"} for row in COMPANY_LIST]
    got = imported({"pipeline.csv": plain, "companies.csv": COMPANIES})
    assert got.tables["deals"]["account_key"] == ["c-1", "c-2", "c-1"]
    assert len(got.tables["accounts"]["name"]) == 2


def test_a_list_is_no_deals_where_deals_were_exported(imported: Import) -> None:
    got = imported({"pipeline.csv": COMPANY_LIST, "deals.csv": DEALS, "companies.csv": COMPANIES})
    assert got.tables["deals"]["deal_key"] == ["d-1", "d-2", "d-3"]
    assert got.issues["file_not_used", ""] == 1


def test_a_list_of_people_holds_deals_contacts_and_their_companies(imported: Import) -> None:
    rows = [
        {"Entry ID": "e-1", "Record": "Ana Sol", "Status": "Won", "Company name": "Acier SA", "Created at": "2025-01-02",
         "Parent Record > Email addresses": "ana@acier.example", "Parent Record > Job title": "CEO"},
        {"Entry ID": "e-2", "Record": "Jo Berg", "Status": "Closed lost", "Company name": "Birke GmbH", "Created at": "2025-01-03",
         "Parent Record > Email addresses": "jo@birke.example", "Parent Record > Job title": "Buyer"},
    ]  # fmt: skip
    got = imported({"people pipeline.csv": rows})
    assert got.rows("deals", "deal_key", "outcome", "account_key") == [
        ("e-1", "won", "Acier SA"),
        ("e-2", "lost", "Birke GmbH"),
    ]
    assert got.tables["contacts"]["title"] == ["CEO", "Buyer"]
    assert got.tables["deals"]["contact_key"] == got.tables["contacts"]["contact_key"]


@pytest.mark.parametrize(
    ("stage", "outcome"),
    [("Won 🎉", "won"), ("won", "won"), ("✅ Closed Won", "won"), ("Lost", "lost"), ("Closed lost 💔", "lost"), ("Not won", "lost"), ("Lead", "open"),
     ("In Progress", "open"), ("Onboarding", "open")],
)  # fmt: skip
def test_stages(imported: Import, stage: str, outcome: str) -> None:
    deals = [{**DEALS[0], "Record ID": "d-0", "Deal stage": stage}, *DEALS]
    assert imported({"deals.csv": deals}).tables["deals"]["outcome"][0] == outcome
