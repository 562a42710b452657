"""Who takes part: planted committees are found, and each figure is that of a plain count."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.model.committee import BuyingPart, CommitteeRole, FewPeople
from whofor.model.people import Department, Seniority
from whofor.people.committee import DealsToTell, committee_of, roles_of
from whofor.people.parts import inferred_part, recorded_parts
from whofor.schema.participants import Participants, Persons

TITLES = ("CEO", "Marketing Director", "Software Engineer", "Purchasing Manager", None)
CEO, MARKETING, ENGINEER, BUYER, NOBODY = range(5)
Row = tuple[int, int, float, int, float, float]
"""Deal, person, first conversation, number of the call, last conversation, day of entry."""


def texts(*values: str | None) -> np.ndarray:
    return np.array([*values, None], dtype=object)[:-1]


def deals_of(
    rows: list[Row],
    won: list[bool],
    *,
    roles: tuple[str | None, ...] = (None,) * 5,
    discounts: np.ndarray | None = None,
) -> DealsToTell:
    nobody = texts(*(None,) * 5)
    persons = Persons(texts(*TITLES), nobody, nobody, texts(*roles))
    deal, person, first, number, last, added = (np.array(column) for column in zip(*rows, strict=True))
    who = Participants(persons, deal, person, np.isfinite(first), first, number, last, added, 0)
    n = len(won)
    return DealsToTell(
        who, roles_of(persons), np.ones(n, dtype=np.bool_), np.array(won), np.full(n, 100.0), np.full(n, 150.0), None,
        discounts,
    )  # fmt: skip


def planted() -> tuple[list[Row], list[bool]]:
    """60 won and 60 lost deals: marketing is always there, the CEO in won ones from call 3 on, engineers at random."""
    rng, rows = np.random.default_rng(1), list[Row]()
    won = [i % 2 == 0 for i in range(120)]
    for deal, is_won in enumerate(won):
        rows.append((deal, MARKETING, 102.0, 1, 120.0, 90.0))
        if rng.random() < (0.8 if is_won else 0.1):
            rows.append((deal, CEO, 120.0 + deal % 5, 3, 145.0, 119.0))
        if rng.random() < 0.4:
            rows.append((deal, ENGINEER, np.nan, 0, np.nan, 95.0))
        # Entered after the deal was closed: no part of the purchase.
        rows.append((deal, BUYER, 151.0, 4, 160.0, 151.0))
        rows.append((deal, NOBODY, 101.0, 0, 101.0, 90.0))
    return rows, won


def role(roles: tuple[CommitteeRole, ...], department: Department) -> CommitteeRole:
    return next(one for one in roles if one.department is department)


def test_a_planted_committee_is_found() -> None:
    rows, won = planted()
    found = committee_of("S1", np.ones(120, dtype=np.bool_), deals_of(rows, won))
    assert (found.finding, found.n_won, found.n_lost, found.n_tied, found.why) == ("S1", 60, 60, 120, None)
    assert found.roles[0].department is Department.MARKETING
    assert Department.PROCUREMENT not in {one.department for one in found.roles}
    ceo = role(found.roles, Department.GENERAL_MANAGEMENT)
    n = sum(1 for deal, person, *_ in rows if person == CEO and won[deal])
    assert (ceo.seniority, ceo.part, ceo.inferred) == (Seniority.C_LEVEL, BuyingPart.DECIDER, True)
    assert ceo.won.n == 60
    assert ceo.won.estimate == pytest.approx(n / 60)
    assert ceo.p is not None
    assert ceo.p < 0.001
    assert ceo.low is not None
    assert ceo.low > 0.3
    assert ceo.call is not None
    assert (ceo.call.median, ceo.call.n) == (3, n)
    assert ceo.day is not None
    assert 20 <= ceo.day.median <= 24
    # Both were spoken with in n won deals: marketing came first, the CEO last.
    assert ceo.first is not None
    assert ceo.last is not None
    assert (ceo.first.estimate, ceo.last.estimate, ceo.last.n) == (0.0, 1.0, n)
    marketing = role(found.roles, Department.MARKETING)
    assert marketing.difference == pytest.approx(0.0)
    engineer = role(found.roles, Department.IT_ENGINEERING)
    assert (engineer.part, engineer.call, engineer.day) == (BuyingPart.IMPLEMENTER, None, None)
    assert engineer.p is not None
    assert engineer.p > 0.05


def test_people_are_counted_before_the_deal_was_closed() -> None:
    rows, won = planted()
    found = committee_of("", np.ones(120, dtype=np.bool_), deals_of(rows, won))
    per_deal = [sum(1 for d, person, *_ in rows if d == deal and person != BUYER) for deal in range(120)]
    assert found.people is not None
    of_won = [n for n, is_won in zip(per_deal, won, strict=True) if is_won]
    assert (found.people.won.median, found.people.won.n) == (np.median(of_won), 60)
    assert found.people.lost is not None
    assert found.people.lost.n == 60


def test_only_deals_of_the_type_count() -> None:
    rows, won = planted()
    inside = np.arange(120) < 60
    found = committee_of("S1", inside, deals_of(rows, won))
    assert (found.n_won, found.n_lost, found.n_won_all) == (30, 30, 30)
    few = committee_of("S1", np.arange(120) < 12, deals_of(rows, won))
    assert (few.why, few.roles, few.n_won, few.people) == (FewPeople.TOO_FEW_WON, (), 6, None)


def test_titles_that_cannot_be_read_are_said_to_be_so() -> None:
    rows, won = planted()
    unread = [row for row in rows if row[1] == NOBODY]
    found = committee_of("S1", np.ones(120, dtype=np.bool_), deals_of(unread, won))
    assert (found.why, found.n_won, found.n_won_all) == (FewPeople.NO_TITLES, 0, 60)


def test_the_discount_with_a_role_stands_beside_that_without() -> None:
    rows, won = planted()
    with_ceo = np.zeros(120, dtype=np.bool_)
    with_ceo[[deal for deal, person, *_ in rows if person == CEO]] = True
    found = committee_of(
        "S1", np.ones(120, dtype=np.bool_), deals_of(rows, won, discounts=np.where(with_ceo, 0.25, 0.05))
    )
    ceo = role(found.roles, Department.GENERAL_MANAGEMENT)
    assert ceo.discount is not None
    assert ceo.discount_without is not None
    assert ceo.discount.estimate == pytest.approx(0.25)
    assert ceo.discount_without.estimate == pytest.approx(0.05)
    # Marketing is always there: nothing to compare with.
    assert role(found.roles, Department.MARKETING).discount is None


def test_the_part_is_that_of_the_crm_where_it_has_one() -> None:
    rows, won = planted()
    recorded = ("Economic Buyer", "End User", None, None, None)
    found = committee_of("S1", np.ones(120, dtype=np.bool_), deals_of(rows, won, roles=recorded))
    ceo, marketing = (role(found.roles, d) for d in (Department.GENERAL_MANAGEMENT, Department.MARKETING))
    assert (ceo.part, ceo.inferred) == (BuyingPart.DECIDER, False)
    assert (marketing.part, marketing.inferred) == (BuyingPart.USER, False)


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("Decision Maker", "decider"),
        ("DECISION_MAKER", "decider"),
        ("Budget Holder", "decider"),
        ("Technical Buyer", "technical"),
        ("Legal & Compliance", "approver"),
        ("Business User", "user"),
        ("End User", "user"),
        ("Champion", "influencer"),
        ("Décideur", "decider"),
        ("Acheteur", "approver"),
        ("Utilisateur final", "user"),
        ("Prescripteur", "influencer"),
        ("Entscheider", "decider"),
        ("Other", None),
        ("", None),
    ],
)
def test_parts_of_pick_lists(value: str, part: str | None) -> None:
    (found,) = recorded_parts(texts(value))
    assert (found.value if found else None) == part


def test_parts_follow_from_level_and_department() -> None:
    expected = {
        (Department.GENERAL_MANAGEMENT, Seniority.OWNER): "decider",
        (Department.FINANCE, Seniority.VP): "decider",
        (Department.PROCUREMENT, Seniority.MANAGER): "approver",
        (Department.LEGAL_COMPLIANCE, Seniority.STAFF): "approver",
        (Department.IT_ENGINEERING, Seniority.DIRECTOR): "technical",
        (Department.IT_ENGINEERING, Seniority.MANAGER): "implementer",
        (Department.OPERATIONS, Seniority.STAFF): "implementer",
        (Department.OPERATIONS, Seniority.DIRECTOR): "influencer",
        (Department.MARKETING, Seniority.MANAGER): "influencer",
    }
    assert {role: inferred_part(*role).value for role in expected} == expected


def test_what_happens_by_chance_is_seldom_called_a_difference() -> None:
    named = 0
    for seed in range(60):
        rng, rows = np.random.default_rng(seed), list[Row]()
        for deal in range(120):
            for person in (CEO, MARKETING, ENGINEER, BUYER):
                if rng.random() < 0.5:
                    rows.append((deal, person, 110.0, 1, 120.0, 100.0))
        found = committee_of("S1", np.ones(120, dtype=np.bool_), deals_of(rows, [i % 2 == 0 for i in range(120)]))
        named += any(one.p is not None and one.p < 0.05 for one in found.roles)
    assert named <= 8, "5 % of 60, and what luck may add"
