"""vtiger: references written with their module, names of fields glued together, one closing date."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from whofor.model import Role

Import = Callable[..., Any]
Day = Callable[[str], float]


def opportunity(key: str, stage: str, account: str, closed: str, line: str = "A") -> dict[str, str]:
    """A row of vtiger's opportunities."""
    return {
        "Opportunity Name": f"deal {key}", "Opportunity No": f"POT{key}", "Amount": "1000.50", "Organization Name": account, "Contact Name": "Contacts::::Ann Ames",
        "Expected Close Date": closed, "Type": "New Business", "Next Step": "call", "Lead Source": "Cold Call", "Sales Stage": stage, "Assigned To": "Olga Orr",
        "Probability": "50", "Campaign Source": "", "Created Time": "2025-01-10 09:15:00", "Modified Time": "2025-02-10 09:15:00", "Line": line,
    }  # fmt: skip


DEALS = [
    opportunity("1", "Closed Won", "Accounts::::Acme", "2025-03-23"),
    opportunity("2", "Closed Lost", "Accounts::::Birch", "2025-04-30", "B"),
    opportunity("3", "Prospecting", "Birch", "2026-12-31"),
]
ACCOUNTS = [
    {"Organization Name": "Acme", "Organization No": "ACC1", "Website": "acme.fr", "Industry": "Energy", "Employees": "12", "Billing Country": "France",
     "Assigned To": "Olga Orr", "Created Time": "2024-01-10 09:15:00", "Type": "Customer"},
    {"Organization Name": "Birch", "Organization No": "ACC2", "Website": "birch.de", "Industry": "Retail", "Employees": "40", "Billing Country": "Germany",
     "Assigned To": "Olga Orr", "Created Time": "2024-01-10 09:15:00", "Type": "Prospect"},
]  # fmt: skip


def test_labels(imported: Import, day: Day) -> None:
    got = imported({"Potentials.csv": DEALS, "Accounts.csv": ACCOUNTS})
    assert got.preset == "vtiger"
    assert got.rows("deals", "deal_key", "account_key", "outcome", "amount", "owner", "lead_source") == [
        ("POT1", "Acme", "won", 1000.5, "Olga Orr", "Cold Call"),
        ("POT2", "Birch", "lost", 1000.5, "Olga Orr", "Cold Call"),
        ("POT3", "Birch", "open", 1000.5, "Olga Orr", "Cold Call"),
    ]
    assert got.tables["deals"]["closed"] == [day("2025-03-23"), day("2025-04-30"), None]
    assert got.rows("accounts", "account_key", "domain", "country") == [
        ("Acme", "acme.fr", "FR"),
        ("Birch", "birch.de", "DE"),
    ]
    defining = {label for (_, label), role in got.roles.items() if role is Role.DEFINITION}
    assert "Line" in defining
    assert defining.isdisjoint({*DEALS[0], "Assigned To"} - {"Line"})


def test_names_of_fields(imported: Import, day: Day) -> None:
    def row(key: str, stage: str, account: str, closed: str) -> dict[str, str]:
        return {
            "id": f"13x{key}", "potentialname": f"deal {key}", "potential_no": f"POT{key}", "amount": "1000.5", "related_to": f"11x{account}", "closingdate": closed,
            "sales_stage": stage, "leadsource": "Cold Call", "assigned_user_id": "19x1", "probability": "50", "createdtime": "2025-01-10 09:15:00",
        }  # fmt: skip

    deals = [
        row("1", "Closed Won", "7", "2025-03-23"),
        row("2", "Closed Lost", "8", "2025-04-30"),
        row("3", "Qualification", "8", "2026-12-31"),
    ]
    accounts = [
        {"id": "11x7", "accountname": "Acme", "account_no": "ACC1", "bill_country": "France", "employees": "12"},
        {"id": "11x8", "accountname": "Birch", "account_no": "ACC2", "bill_country": "Germany", "employees": "40"},
    ]
    got = imported({"potentials.csv": deals, "accounts.csv": accounts})
    assert got.preset == "vtiger"
    assert got.rows("deals", "deal_key", "account_key", "outcome") == [
        ("1", "7", "won"),
        ("2", "8", "lost"),
        ("3", "8", "open"),
    ]
    assert got.tables["deals"]["closed"] == [day("2025-03-23"), day("2025-04-30"), None]
    assert {int(value) for value in got.tables["deals"]["opened"]} == {day("2025-01-10")}
    assert got.tables["accounts"]["country"] == ["FR", "DE"]


def test_organizations_in_the_rows_of_the_deals(imported: Import) -> None:
    got = imported({"Potentials.csv": DEALS})
    assert got.tables["accounts"]["account_key"] == ["Acme", "Birch"]
    assert got.tables["deals"]["account_key"] == ["Acme", "Birch", "Birch"]
