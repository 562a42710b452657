"""Columns that a preset does not name: what is learnt later must not define a type of client."""

from __future__ import annotations

import pytest

from whofor.intake.drafting import learnt_later, no_trait
from whofor.model import Role


@pytest.mark.parametrize(
    ("table", "header"),
    [
        ("deals", "List price"),
        ("deals", "Prix catalogue"),
        ("deals", "Discount %"),
        ("deals", "Remise accordée"),
        ("deals", "Rabatt"),
        ("deals", "Competitor"),
        ("deals", "MRR"),
        ("accounts", "NPS"),
        ("accounts", "Support tickets"),
        ("accounts", "Health Score"),
        ("accounts", "Number of logins"),
    ],
)
def test_what_is_learnt_while_a_deal_runs_or_with_a_client(table: str, header: str) -> None:
    assert learnt_later(table, header)


@pytest.mark.parametrize(
    ("table", "header"),
    [
        ("deals", "Budget"),
        ("deals", "Presupuesto"),
        ("deals", "Use case"),
        ("deals", "Number of seats"),
        ("accounts", "Price segment"),
        ("accounts", "Customer tier"),
        ("accounts", "Employee growth"),
        ("accounts", "Revenue growth"),
        ("accounts", "Deployment type"),
        ("contacts", "NPS"),
    ],
)
def test_what_a_prospect_may_be_known_by(table: str, header: str) -> None:
    assert not learnt_later(table, header)


@pytest.mark.parametrize(
    ("table", "header", "role"),
    [
        ("deals", "Lead source", Role.CONFOUNDER),
        ("accounts", "Salesperson", Role.CONFOUNDER),
        ("accounts", "Commercial", Role.CONFOUNDER),
        ("deals", "Kampagne", Role.CONFOUNDER),
        ("deals", "Stage", Role.LEAK),
        ("accounts", "Account ID", Role.IDENTITY),
        ("deals", "ticket_key", Role.IDENTITY),
        ("deals", "Sector", None),
        ("deals", "State", None),
        ("deals", "Funding stage", None),
        ("accounts", "Number of employees", None),
        ("accounts", "Source of energy", None),
        ("accounts", "Segment", None),
    ],
)
def test_what_is_no_trait_of_a_client(table: str, header: str, role: Role | None) -> None:
    assert no_trait(table, header) is role
