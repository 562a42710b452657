"""Odoo: what is archived is lost unless it was won, leads that nobody qualified, persons beside companies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from whofor.model import Role

Import = Callable[..., Any]
Day = Callable[[str], float]

FIELDS = {
    "External ID": "id", "Opportunity": "name", "Customer": "partner_id", "Salesperson": "user_id", "Sales Team": "team_id", "Expected Revenue": "expected_revenue",
    "Probability": "probability", "Stage": "stage_id", "Created on": "create_date", "Closed Date": "date_closed", "Expected Closing": "date_deadline",
    "Lost Reason": "lost_reason_id", "Active": "active", "Source": "source_id", "Type": "type", "Tags": "tag_ids",
}  # fmt: skip


def deal(key: str, customer: str, stage: str, **more: str) -> dict[str, str]:
    """An opportunity as Odoo exports it."""
    return {
        "External ID": f"__export__.crm_lead_{key}", "Opportunity": f"deal {key}", "Customer": customer, "Salesperson": "Olga Orr", "Sales Team": "Europe",
        "Expected Revenue": "1000.0", "Probability": "40.0", "Stage": stage, "Created on": "2025-01-10 09:12:44", "Closed Date": "2025-02-20 10:00:00",
        "Expected Closing": "2026-12-31", "Lost Reason": "", "Active": "TRUE", "Source": "Web", "Type": "Opportunity", "Tags": "Software", "Line": "A",
        **{name.replace("_", " "): text for name, text in more.items()},
    }  # fmt: skip


DEALS = [
    deal("1", "Acme", "Won", Probability="100.0"),
    deal("2", "Birch", "Proposition", Active="FALSE", Lost_Reason="Too expensive", Line="B"),
    deal("3", "Birch", "New", Closed_Date=""),
    deal("4", "Acme, Ann Ames", "Won", Active="FALSE", Probability="100.0"),
    deal("5", "Acme", "Signed by both", Probability="100.0"),
    deal("6", "Birch", "Qualified", Lost_Reason="Competitor"),
    deal("7", "Birch", "", Type="Lead", Active="FALSE"),
]  # fmt: skip
PARTNERS = [
    {"External ID": "p1", "Name": "Acme", "Is a Company": "TRUE", "Website": "https://acme.fr", "Industry": "Energy", "Country": "France", "City": "Lyon"},
    {"External ID": "p2", "Name": "Birch", "Is a Company": "TRUE", "Website": "https://birch.de", "Industry": "Retail", "Country": "Germany", "City": "Ulm"},
    {"External ID": "p3", "Name": "Ann Ames", "Is a Company": "FALSE", "Website": "", "Industry": "", "Country": "France", "City": "Lyon"},
]  # fmt: skip
EXPECTED = [
    ("won", "p1"), ("lost", "p2"), ("open", "p2"), ("won", "p1"), ("won", "p1"), ("lost", "p2"),
]  # fmt: skip


def test_archived_is_lost_unless_won_and_a_reason_of_loss_is_a_loss(imported: Import, day: Day) -> None:
    got = imported({"crm_lead.csv": DEALS, "res_partner.csv": PARTNERS})
    assert got.preset == "odoo"
    assert got.rows("deals", "outcome", "account_key") == EXPECTED
    assert got.rows("accounts", "account_key", "domain", "country") == [
        ("p1", "acme.fr", "FR"),
        ("p2", "birch.de", "DE"),
    ]
    closed = [None if value is None else int(value) for value in got.tables["deals"]["closed"]]
    assert closed == [day("2025-02-20"), day("2025-02-20"), None, *[day("2025-02-20")] * 3]
    assert {int(value) for value in got.tables["deals"]["opened"]} == {day("2025-01-10")}
    assert set(got.tables["deals"]["amount"]) == {1000.0}


def test_roles(imported: Import) -> None:
    got = imported({"crm_lead.csv": DEALS, "res_partner.csv": PARTNERS})
    defining = {label for (_, label), role in got.roles.items() if role is Role.DEFINITION}
    assert defining.isdisjoint(
        {
            "Active",
            "Lost Reason",
            "Probability",
            "Expected Closing",
            "Stage",
            "Salesperson",
            "Sales Team",
            "Source",
            "Tags",
            "Type",
        }
    )
    assert got.roles["deals", "Line"] is Role.DEFINITION


def test_technical_names(imported: Import) -> None:
    deals = [{FIELDS.get(header, header): text for header, text in row.items()} for row in DEALS]
    deals = [{**row, "type": row["type"].lower()} for row in deals]
    got = imported({"crm.lead.csv": deals, "res_partner.csv": PARTNERS})
    assert got.preset == "odoo"
    assert got.rows("deals", "outcome", "account_key") == EXPECTED


def test_customers_are_in_the_rows_where_contacts_were_not_exported(imported: Import) -> None:
    deals = [
        {**row, "Country": "France" if "Acme" in row["Customer"] else "Germany", "City": "Lyon"} for row in DEALS[:3]
    ]
    got = imported({"crm_lead.csv": deals})
    assert got.rows("accounts", "account_key", "country") == [("Acme", "FR"), ("Birch", "DE")]
    assert got.tables["deals"]["account_key"] == ["Acme", "Birch", "Birch"]


def test_what_odoo_says_of_won_and_lost_decides(imported: Import) -> None:
    said = ("Won", "Lost", "Pending")
    deals = [{**deal(str(number), "Acme", "Ready"), "Won/Lost": text} for number, text in enumerate(said)]
    assert imported({"crm_lead.csv": deals}).tables["deals"]["outcome"] == ["won", "lost", "open"]
