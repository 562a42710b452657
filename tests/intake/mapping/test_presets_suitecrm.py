"""SuiteCRM and vtiger: one closing date that is moved when a deal ends; deleted rows; references with their module."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from whofor.model import Role

Import = Callable[..., Any]
Day = Callable[[str], float]


def opportunity(key: str, stage: str, account: str, closed: str, **more: str) -> dict[str, str]:
    """A row of SuiteCRM's opportunities."""
    return {
        "Opportunity Name": f"deal {key}", "ID": key, "Type": "New Business", "Lead Source": "Web", "Opportunity Amount": "1000.5", "Currency": "US Dollar",
        "Date Created": "01/10/2025 09:15am", "Date Modified": "02/10/2025 09:15am", "Expected Close Date": closed, "Next Step": "call", "Sales Stage": stage,
        "Probability (%)": "50", "Assigned to": "Olga Orr", "Account Name": account, "Account ID": f"c-{account}", "Deleted": "0", "Line": "A", **more,
    }  # fmt: skip


SUITE = [
    opportunity("1", "Closed Won", "acme", "03/23/2025"),
    opportunity("2", "Closed Lost", "birch", "04/30/2025", Line="B"),
    opportunity("3", "Negotiation/Review", "birch", "12/31/2026"),
    opportunity("4", "Closed Won", "birch", "04/30/2025", Deleted="1"),
]
SUITE_ACCOUNTS = [
    {"Name": "acme", "ID": "c-acme", "Website": "acme.fr", "Industry": "Energy", "Employees": "12", "Billing Country": "France", "Type": "Customer",
     "Date Created": "01/03/2024 09:15am", "Deleted": "0"},
    {"Name": "birch", "ID": "c-birch", "Website": "birch.de", "Industry": "Retail", "Employees": "40", "Billing Country": "Germany", "Type": "Prospect",
     "Date Created": "01/03/2024 09:15am", "Deleted": "0"},
]  # fmt: skip
NAMES = {
    "Opportunity Name": "name", "ID": "id", "Type": "opportunity_type", "Lead Source": "lead_source", "Opportunity Amount": "amount", "Date Created": "date_entered",
    "Date Modified": "date_modified", "Expected Close Date": "date_closed", "Next Step": "next_step", "Sales Stage": "sales_stage", "Probability (%)": "probability",
    "Assigned to": "assigned_user_name", "Account Name": "account_name", "Account ID": "account_id", "Deleted": "deleted", "Currency": "currency_name",
}  # fmt: skip


@pytest.mark.parametrize("names", [{}, NAMES])
def test_suitecrm(imported: Import, day: Day, names: dict[str, str]) -> None:
    deals = [{names.get(header, header): text for header, text in row.items()} for row in SUITE]
    got = imported({"Opportunities.csv": deals, "Accounts.csv": SUITE_ACCOUNTS})
    assert got.preset == "suitecrm"
    assert got.rows("deals", "deal_key", "account_key", "outcome", "amount", "currency", "owner") == [
        ("1", "c-acme", "won", 1000.5, "USD", "Olga Orr"),
        ("2", "c-birch", "lost", 1000.5, "USD", "Olga Orr"),
        ("3", "c-birch", "open", 1000.5, "USD", "Olga Orr"),
    ]
    assert got.tables["deals"]["closed"] == [day("2025-03-23"), day("2025-04-30"), None]
    assert {int(value) for value in got.tables["deals"]["opened"]} == {day("2025-01-10")}
    assert got.rows("accounts", "account_key", "domain", "country") == [
        ("c-acme", "acme.fr", "FR"),
        ("c-birch", "birch.de", "DE"),
    ]
    defining = {label for (_, label), role in got.roles.items() if role is Role.DEFINITION}
    assert "Line" in defining
    assert defining.isdisjoint({*NAMES, *NAMES.values()})
