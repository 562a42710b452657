"""How a mapping reads its columns, kept for later lists."""

from __future__ import annotations

from dataclasses import replace

from whofor.intake.mapping.column_readings import reading_of, readings_of, source_read_as
from whofor.intake.mapping.mapping import ColumnSource
from whofor.intake.mapping.mapping_file import parse_mapping
from whofor.model import Kind, Parameter, Role
from whofor.schema.columns import ReadAs

MAPPING = """
[deals]
key = "id"
file = "deals.csv"
[deals.columns]
opened = "opened"
amount = {column = "cents", factor = 0.01}
[deals.outcome]
column = "status"
won = "won"
lost = "lost"
[deals.extra]
"Forfait" = {role = "definition", values = {"P1" = "Pro", "S1" = "Starter"}}
[accounts]
key = "account"
file = "accounts.csv"
[accounts.columns]
name = "company"
industry = {column = ["Branche", "Sector"], values = {"ITK" = "Software"}, default = "Other"}
country = {column = "land", or_else = {column = "pays", values = {"FRA" = "France"}}}
"""


def test_only_what_says_more_than_a_header_is_kept() -> None:
    found = {(one.name, one.headers): one for one in readings_of(parse_mapping(MAPPING, "mapping.toml"))}
    assert set(found) == {
        ("amount", ("cents",)),
        ("", ("Forfait",)),
        ("industry", ("Branche", "Sector")),
        ("country", ("pays",)),
    }
    assert found["amount", ("cents",)].factor == 0.01
    assert found["industry", ("Branche", "Sector")].values == {"ITK": "Software"}
    assert found["industry", ("Branche", "Sector")].default == "Other"


def test_a_fact_finds_its_reading_by_name_or_by_header() -> None:
    readings = readings_of(parse_mapping(MAPPING, "mapping.toml"))
    plan = Parameter("x_forfait", "Plan", Role.DEFINITION, Kind.CATEGORY, source="deals.csv: forfait")
    sector = Parameter("industry", "Branche", Role.DEFINITION, Kind.CATEGORY)
    by_header, by_name = reading_of(plan, readings), reading_of(sector, readings)
    assert by_header is not None
    assert by_header.values == {"P1": "Pro", "S1": "Starter"}
    assert by_name is not None
    assert by_name.default == "Other"
    assert reading_of(replace(plan, source="deals.csv: Etage"), readings) is None
    assert reading_of(replace(sector, table="contacts"), readings) is None, "of persons something else is said"
    source = source_read_as(ColumnSource(("Sector",), read_as=ReadAs.CATEGORY), by_name)
    assert (source.headers, source.values, source.read_as) == (("Sector",), {"ITK": "Software"}, ReadAs.CATEGORY)
    assert source_read_as(source, None) is source
