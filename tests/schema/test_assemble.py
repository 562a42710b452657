import numpy as np
import pytest

from whofor.model import Kind, Parameter, Role
from whofor.schema.assemble import assemble_deal_rows
from whofor.schema.attributes import groups_of_signals

DEALS = {
    "account_key": np.array(["1", "2", None], dtype=object),
    "outcome": np.array(["won", "lost", "lost"], dtype=object),
    "lead_source": np.array(["Ads", "Fair", None], dtype=object),
    "lead_source_class": np.array(["advertising", "event", None], dtype=object),
}
ACCOUNTS = {
    "account_key": np.array(["1", "2"], dtype=object),
    "industry": np.array(["SaaS", "Education"], dtype=object),
    "industry_division": np.array(["Programming", "Education"], dtype=object),
    "industry_section": np.array(["Information", "Education"], dtype=object),
    "country": np.array(["FR", None], dtype=object),
    "region": np.array(["Western Europe", None], dtype=object),
}


def parameter(name: str, table: str, role: Role = Role.DEFINITION) -> Parameter:
    return Parameter(name, name, role, Kind.CATEGORY, table)


PARAMETERS = [
    *(parameter(name, "accounts") for name in ACCOUNTS if name != "account_key"),
    parameter("lead_source", "deals", Role.CONFOUNDER),
    parameter("lead_source_class", "deals", Role.CONFOUNDER),
]


def test_wider_columns_are_unions_of_the_values_they_were_told_from() -> None:
    rows = assemble_deal_rows({"deals": DEALS, "accounts": ACCOUNTS}, PARAMETERS)
    assert {a.parameter.name: (a.group, a.unions) for a in rows.attributes} == {
        "industry": ("industry", {"SaaS": ("Programming", "Information"), "Education": ("Education",)}),
        "country": ("place", {"FR": ("Western Europe",)}),
    }


def test_without_values_to_unite_wider_columns_stand_for_themselves() -> None:
    accounts = {**ACCOUNTS, "industry": np.array([None, None], dtype=object)}
    rows = assemble_deal_rows({"deals": DEALS, "accounts": accounts}, PARAMETERS)
    groups = {a.parameter.name: a.group for a in rows.attributes}
    assert groups["industry_section"] == groups["industry_division"] == "industry"
    assert rows.attributes[1].values.tolist() == ["Programming", "Education", None]


def test_the_class_of_a_lead_source_is_a_confounder_only_without_the_source_itself() -> None:
    rows = assemble_deal_rows({"deals": DEALS, "accounts": ACCOUNTS}, PARAMETERS)
    assert [c.parameter.name for c in rows.confounders] == ["lead_source"]
    deals = {name: column for name, column in DEALS.items() if name != "lead_source"}
    rows = assemble_deal_rows({"deals": deals, "accounts": ACCOUNTS}, PARAMETERS)
    assert [c.parameter.name for c in rows.confounders] == ["lead_source_class"]


def _people_by_hand(deals: dict[str, np.ndarray], contacts: dict[str, np.ndarray], name: str) -> list[str | None]:
    """What the contacts that were known at each deal's opening have, contact by contact."""
    found: list[str | None] = []
    for key, day in zip(deals["account_key"], deals["opened"], strict=True):
        held = {
            value
            for own, when, value in zip(contacts["account_key"], contacts["created"], contacts[name], strict=True)
            if key is not None and own == key and value is not None and not when > day
        }
        found.append(";".join(sorted(held)) or None)
    return found


@pytest.mark.parametrize("seed", range(5))
def test_people_present_are_those_known_at_the_opening(seed: int) -> None:
    """Against a plain loop: unknown accounts, days and values, accounts without people, people without accounts."""
    rng = np.random.default_rng(seed)

    def some(values: list[str | None], n: int) -> np.ndarray:
        return np.array([values[i] for i in rng.integers(0, len(values), n)], dtype=object)

    accounts: list[str | None] = ["a", "b", "c", None]
    deals = {
        "account_key": some([*accounts, "nobody"], 60),
        "outcome": some(["won", "lost"], 60),
        "opened": rng.choice([1.0, 2.0, 3.0, np.nan], 60),
    }
    contacts = {
        "account_key": some([*accounts, "z"], 12 * seed),
        "created": rng.choice([0.0, 1.0, 2.0, 2.5, 9.0, np.nan], 12 * seed),
        "seniority": some(["ceo", "vp", "manager", None], 12 * seed),
    }
    seniority = parameter("seniority", "contacts")
    rows = assemble_deal_rows({"deals": deals, "contacts": contacts}, [seniority])
    wanted = _people_by_hand(deals, contacts, "seniority")
    assert [(a.parameter.name, a.parameter.kind) for a in rows.attributes] == [("seniority", Kind.MULTI)][: any(wanted)]
    for attribute in rows.attributes:
        assert attribute.values.tolist() == wanted


def test_contacts_without_a_day_were_always_there() -> None:
    deals = {**DEALS, "opened": np.array([1.0, 2.0, np.nan])}
    contacts = {
        "account_key": np.array(["1", "1"], dtype=object),
        "seniority": np.array(["vp", "ceo"], dtype=object),
    }
    rows = assemble_deal_rows({"deals": deals, "contacts": contacts}, [parameter("seniority", "contacts")])
    assert rows.attributes[0].values.tolist() == ["ceo;vp", None, None]


def test_signals_are_dates_of_their_kind() -> None:
    days = {"round": np.array([5.0, np.nan, np.nan]), "hire": np.full(3, np.nan)}
    rows = assemble_deal_rows({"deals": DEALS}, [], days)
    assert [(a.parameter.name, a.parameter.kind) for a in rows.attributes] == [
        ("signal_hire", Kind.DATE),
        ("signal_round", Kind.DATE),
    ]
    np.testing.assert_array_equal(rows.attributes[1].values, days["round"])


def test_a_kind_whose_days_a_fact_gives_is_no_fact_of_its_own() -> None:
    """The day of the last round, which the fact knows even where it came later, and signals only before the opening."""
    last = Parameter("x_last_round", "Last round", Role.DEFINITION, Kind.DATE, "deals")
    deals = {**DEALS, "opened": np.array([10.0, 10.0, 10.0]), "x_last_round": np.array([5.0, 12.0, np.nan])}
    same, other = {"round": np.array([5.0, np.nan, np.nan])}, {"round": np.array([5.0, 4.0, np.nan])}
    for days, names in ((same, ["x_last_round"]), (other, ["x_last_round", "signal_round"])):
        rows = assemble_deal_rows({"deals": deals}, [last], days)
        assert [a.parameter.name for a in rows.attributes] == names
        group = {"round": "x_last_round" if days is same else "signal_round"}
        assert groups_of_signals(rows.attributes, days, rows.opened) == group
