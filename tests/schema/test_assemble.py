import numpy as np

from whofor.model import Kind, Parameter, Role
from whofor.schema.assemble import assemble_deal_rows

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
