"""Dynamics 365: actual days and amounts before estimates, what is filled in while selling; labels and logical names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from whofor.model import Role

Import = Callable[..., Any]
Day = Callable[[str], float]

IN_SALE = {
    "Est. close date", "Probability", "Rating", "Sales Stage", "Forecast category", "Customer Need", "Proposed Solution", "Purchase Process",
    "Purchase Timeframe", "Status Reason", "Decision Maker?", "Budget amount",
}  # fmt: skip


def deal(topic: str, customer: str, status: str, reason: str, actual: tuple[str, str], **more: str) -> dict[str, str]:
    """An opportunity as a view exports it; its estimates are far from what became of it."""
    return {
        "Created On": "3/10/2025 9:12", "Topic": topic, "Owner": "Olga Orr", "Potential Customer": customer, "Status": status, "Status Reason": reason,
        "Est. revenue": "9000", "Est. close date": "12/31/2026", "Actual Revenue": actual[0], "Actual Close Date": actual[1], "Probability": "50", "Rating": "Warm",
        "Sales Stage": "Develop", "Forecast category": "Pipeline", "Customer Need": "more", "Proposed Solution": "all", "Source Campaign": "Spring",
        "Purchase Process": "Committee", "Purchase Timeframe": "Next Quarter", "Decision Maker?": "completed", "Budget amount": "100", "Currency": "US Dollar",
        "Line": "Coffee", **more,
    }  # fmt: skip


DEALS = [
    deal("Grid", "Acme", "Won", "Won", ("1200.5", "4/15/2025"), Probability="95", Rating="Hot", Line="Tea"),
    deal("Shop", "Birch", "Lost", "Canceled", ("0", "5/20/2025"), Probability="10", Rating="Cold", **{"Sales Stage": "Close"}),
    deal("Two", "Birch", "Open", "In Progress", ("", ""), **{"Purchase Process": "Individual", "Purchase Timeframe": "Unknown"}),
    deal("Old", "Acme", "Lost", "Out-Sold", ("0", "6/30/2025")),
]  # fmt: skip
ACCOUNTS = [
    {"Account Name": "Acme", "Main Phone": "1", "Address 1: City": "Lyon", "Address 1: Country/Region": "France", "Primary Contact": "Ann Ames",
     "Annual Revenue": "135000000", "Number of Employees": "120", "Industry": "Energy", "Owner": "Olga Orr", "Relationship Type": "Customer"},
    {"Account Name": "Birch", "Main Phone": "2", "Address 1: City": "Ulm", "Address 1: Country/Region": "Germany", "Primary Contact": "Bob Bell",
     "Annual Revenue": "5000000", "Number of Employees": "40", "Industry": "Retail", "Owner": "Pia Poe", "Relationship Type": "Prospect"},
]  # fmt: skip


def test_what_became_of_a_deal_counts_and_not_what_was_expected(imported: Import, day: Day) -> None:
    got = imported({"Opportunities.csv": DEALS, "Accounts.csv": ACCOUNTS})
    assert got.preset == "dynamics365"
    assert got.rows("deals", "name", "account_key", "outcome", "amount", "currency", "owner") == [
        ("Grid", "Acme", "won", 1200.5, "USD", "Olga Orr"),
        ("Shop", "Birch", "lost", None, "USD", "Olga Orr"),
        ("Two", "Birch", "open", 9000.0, "USD", "Olga Orr"),
        ("Old", "Acme", "lost", None, "USD", "Olga Orr"),
    ]
    assert got.tables["deals"]["closed"] == [day("2025-04-15"), day("2025-05-20"), None, day("2025-06-30")]
    assert int(got.tables["deals"]["opened"][0]) == day("2025-03-10")
    assert got.rows("accounts", "account_key", "country", "city", "employees") == [
        ("Acme", "FR", "Lyon", 120.0),
        ("Birch", "DE", "Ulm", 40.0),
    ]


def test_what_is_filled_in_while_selling_defines_nothing(imported: Import) -> None:
    got = imported({"Opportunities.csv": DEALS, "Accounts.csv": ACCOUNTS})
    defining = {label for (_, label), role in got.roles.items() if role is Role.DEFINITION}
    assert defining.isdisjoint(IN_SALE | {"Status", "Owner", "Source Campaign", "Topic", "Relationship Type"})
    assert got.roles["deals", "Line"] is Role.DEFINITION


def test_an_estimated_day_is_no_closing_day_even_alone(imported: Import) -> None:
    rows = [{header: text for header, text in row.items() if not header.startswith("Actual")} for row in DEALS]
    got = imported({"Opportunities.csv": rows})
    assert got.preset == "dynamics365"
    assert got.tables["deals"].get("closed", [None]) == [None] * len(got.tables["deals"].get("closed", [None]))
    assert got.tables["deals"]["outcome"] == ["won", "lost", "open", "lost"]
    assert got.tables["accounts"]["account_key"] == ["Acme", "Birch"]


def test_logical_names(imported: Import, day: Day) -> None:
    def row(key: str, state: str, status: str, account: str, actual: tuple[str, str]) -> dict[str, str]:
        return {
            "opportunityid": key, "name": f"deal {key}", "statecode": state, "statuscode": status, "estimatedvalue": "900", "actualvalue": actual[0],
            "estimatedclosedate": "2026-12-31", "actualclosedate": actual[1], "createdon": "2025-01-10T09:00:00Z", "_parentaccountid_value": account,
            "_ownerid_value": "o1", "closeprobability": "40", "opportunityratingcode": "2",
        }  # fmt: skip

    deals = [
        row("d1", "1", "3", "a1", ("1000", "2025-02-01")),
        row("d2", "2", "4", "a2", ("0", "2025-03-01")),
        row("d3", "0", "1", "a2", ("", "")),
    ]
    accounts = [
        {"accountid": "a1", "name": "Acme", "address1_country": "France", "address1_city": "Lyon", "numberofemployees": "12", "statecode": "0"},
        {"accountid": "a2", "name": "Birch", "address1_country": "Germany", "address1_city": "Ulm", "numberofemployees": "40", "statecode": "0"},
    ]  # fmt: skip
    got = imported({"opportunity.csv": deals, "account.csv": accounts})
    assert got.preset == "dynamics365"
    assert got.rows("deals", "deal_key", "account_key", "outcome", "amount") == [
        ("d1", "a1", "won", 1000.0),
        ("d2", "a2", "lost", None),
        ("d3", "a2", "open", 900.0),
    ]
    assert got.tables["deals"]["closed"] == [day("2025-02-01"), day("2025-03-01"), None]
    assert got.tables["accounts"]["country"] == ["FR", "DE"]
