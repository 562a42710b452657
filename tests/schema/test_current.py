"""Open deals and accounts without a deal as of one day: by hand, and the same facts as a deal opened that day."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.model import Kind, Parameter, Role
from whofor.schema.assemble import assemble_deal_rows
from whofor.schema.current import AccountNames, CurrentRows, assemble_current_rows

NAN = np.nan


def column(*values: object) -> np.ndarray:
    return np.array(values, dtype=object)


DEALS = {
    "deal_key": column("d1", "d2", "d3", "d4"),
    "account_key": column("a", "b", None, "a"),
    "outcome": column("open", "won", "open", None),
    "opened": np.array([10.0, 20.0, 30.0, 40.0]),
    "x_plan": column("gold", "tin", None, "tin"),
    "own_industry": column(None, None, "Farm", None),
}
ACCOUNTS = {
    "account_key": column("a", "b", "c", "d"),
    "name": column("Acme", "Bolt", "Corp", "Dyne"),
    "parent_key": column(None, None, "b", None),
    "industry": column("Bank", "Shop", "Mine", None),
    "employees": np.array([5.0, 6.0, NAN, 8.0]),
    "created": np.array([1.0, 2.0, 3.0, NAN]),
}
CONTACTS = {
    "contact_key": column("p", "q", "r"),
    "account_key": column("a", "c", "a"),
    "created": np.array([5.0, 90.0, 50.0]),
    "seniority": column("Manager", "C-level", "Director"),
}
TABLES = {"deals": DEALS, "accounts": ACCOUNTS, "contacts": CONTACTS}
PARAMETERS = [
    Parameter("x_plan", "Plan", Role.DEFINITION, Kind.CATEGORY, "deals"),
    Parameter("industry", "Industry", Role.DEFINITION, Kind.CATEGORY, "accounts"),
    Parameter("employees", "Size", Role.DEFINITION, Kind.NUMBER, "accounts"),
    Parameter("seniority", "Level", Role.DEFINITION, Kind.CATEGORY, "contacts"),
]


def current(day: float, **more: object) -> CurrentRows:
    signals = {"round": np.array([9.0, NAN, NAN, 9.0])}
    facts = assemble_deal_rows(TABLES, PARAMETERS, signals).attributes
    now = {
        "deals": {"round": np.array([60.0, 61.0, NAN, 60.0])},
        "accounts": {"round": np.array([60.0, 61.0, 62.0, NAN])},
    }
    return assemble_current_rows(TABLES, PARAMETERS, facts, day, now, **more)  # type: ignore[arg-type]


def known(rows: CurrentRows) -> dict[str, list[object]]:
    plain = {a.parameter.name: a.values.tolist() for a in rows.attributes}
    return {name: [None if value != value else value for value in values] for name, values in plain.items()}


def test_open_deals_then_accounts_without_one() -> None:
    rows = current(70.0)
    assert rows.deal.tolist() == [0, 2, -1, -1]
    assert rows.account.tolist() == [0, -1, 2, 3]
    assert rows.opened.tolist() == [70.0] * 4
    assert known(rows) == {
        "x_plan": ["gold", None, None, None],
        "industry": ["Bank", "Farm", "Mine", None],
        "employees": [5.0, None, None, 8.0],
        "seniority": ["Director;Manager", None, None, None],
        "signal_round": [60.0, None, 62.0, None],
    }


@pytest.mark.parametrize(
    ("day", "of_a", "of_c"), [(4.0, None, None), (49.0, "Manager", None), (95.0, "Director;Manager", "C-level")]
)
def test_people_are_those_known_on_the_day(day: float, of_a: str | None, of_c: str | None) -> None:
    assert known(current(day))["seniority"] == [of_a, None, of_c, None]


def test_a_group_that_has_a_deal() -> None:
    assert current(70.0, by_parent=True).account.tolist() == [0, -1, 3], "the company above c has a deal"


def test_without_accounts_only_deals() -> None:
    deals = {"outcome": column("open", "lost"), "x_plan": column("gold", "tin")}
    rows = assemble_current_rows(
        {"deals": deals}, PARAMETERS, assemble_deal_rows({"deals": deals}, PARAMETERS).attributes, NAN, {}
    )
    assert (rows.deal.tolist(), rows.account.tolist()) == ([0], [-1])
    assert known(rows) == {"x_plan": ["gold"]}


def test_facts_are_those_of_a_deal_opened_on_the_day() -> None:
    """All deals as if they had been opened that day: those still open have the same facts now."""
    day = 70.0
    opened = {**DEALS, "opened": np.full(4, day)}
    then = assemble_deal_rows({**TABLES, "deals": opened}, PARAMETERS, {"round": np.array([60.0, 61.0, NAN, 60.0])})
    is_open = np.flatnonzero(then.still_open)
    now = known(current(day))
    for a in then.attributes:
        wanted = [None if value != value else value for value in a.values[is_open].tolist()]
        assert now[a.parameter.name][: len(is_open)] == wanted


def test_names() -> None:
    names = AccountNames.of(DEALS, ACCOUNTS, 4)
    assert names.account_rows(np.array([0, 1, 2, 3])).tolist() == [0, 1, -1, 0]
    assert names.deals.tolist() == [None] * 4
    bare = AccountNames.of({}, {}, 2)
    assert bare.deal_keys.tolist() == [None, None]
    assert bare.account_rows(np.array([0, 1])).tolist() == [-1, -1]
