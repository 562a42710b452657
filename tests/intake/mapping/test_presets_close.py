"""Close: amounts in cents, what is expected of a lost deal, leads as accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from whofor.model import Role

Import = Callable[..., Any]
Day = Callable[[str], float]


def opportunity(key: str, lead: str, status: str, won: str, lost: str, **more: str) -> dict[str, str]:
    """An opportunity as Close's interface gives it."""
    return {
        "id": f"oppo_{key}", "lead_id": f"lead_{lead}", "lead_name": lead, "status_type": status, "status_label": status.title(), "pipeline_name": "Sales",
        "confidence": "50", "value": "5779808", "value_period": "one_time", "value_currency": "EUR", "value_formatted": "€57,798.08",
        "date_created": "2025-01-10T09:00:00+00:00", "date_won": won, "date_lost": lost, "user_name": "Olga Orr", "contact_name": "Ann Ames", "note": "",
        "custom.Line": "A", **more,
    }  # fmt: skip


DEALS = [
    opportunity("1", "acme", "won", "2025-03-23", ""),
    opportunity("2", "birch", "lost", "2026-12-31", "2025-04-30T10:00:00+00:00", **{"custom.Line": "B"}),
    opportunity("3", "birch", "active", "2026-12-31", ""),
]
LEADS = [
    {"id": "lead_acme", "display_name": "Acme", "url": "https://acme.fr", "status_label": "Customer", "date_created": "2024-01-03T09:00:00+00:00",
     "custom.Industry": "Energy", "custom.Employees": "12", "address_1_country": "France", "address_1_city": "Lyon"},
    {"id": "lead_birch", "display_name": "Birch", "url": "https://birch.de", "status_label": "Potential", "date_created": "2024-01-03T09:00:00+00:00",
     "custom.Industry": "Retail", "custom.Employees": "40", "address_1_country": "Germany", "address_1_city": "Ulm"},
]  # fmt: skip


def test_opportunities_and_leads(imported: Import, day: Day) -> None:
    got = imported({"opportunities.csv": DEALS, "leads.csv": LEADS})
    assert got.preset == "close"
    assert got.rows("deals", "deal_key", "account_key", "outcome", "amount", "currency", "owner") == [
        ("oppo_1", "lead_acme", "won", 57798.08, "EUR", "Olga Orr"),
        ("oppo_2", "lead_birch", "lost", 57798.08, "EUR", "Olga Orr"),
        ("oppo_3", "lead_birch", "open", 57798.08, "EUR", "Olga Orr"),
    ]
    closed = [None if value is None else int(value) for value in got.tables["deals"]["closed"]]
    assert closed == [day("2025-03-23"), day("2025-04-30"), None]
    assert got.rows("accounts", "account_key", "name", "domain", "industry", "employees", "country") == [
        ("lead_acme", "Acme", "acme.fr", got.tables["accounts"]["industry"][0], 12.0, "FR"),
        ("lead_birch", "Birch", "birch.de", got.tables["accounts"]["industry"][1], 40.0, "DE"),
    ]
    defining = {label for (_, label), role in got.roles.items() if role is Role.DEFINITION}
    assert "custom.Line" in defining
    assert defining.isdisjoint({"status_label", "confidence", "value", "user_name", "pipeline_name", "date_won"})


def test_cents_alone_are_cents(imported: Import) -> None:
    deals = [{header: text for header, text in row.items() if header != "value_formatted"} for row in DEALS]
    got = imported({"opportunities.csv": deals, "leads.csv": LEADS})
    assert got.tables["deals"]["amount"] == [57798.08] * 3


def test_amounts_per_month_are_not_read_as_the_price_of_a_deal(imported: Import) -> None:
    deals = [{**row, "value_formatted": "€50 monthly", "value_period": "monthly"} for row in DEALS[:1]] + DEALS[1:]
    got = imported({"opportunities.csv": deals})
    assert got.tables["deals"]["amount"] == [None, 57798.08, 57798.08]
