"""Columns that hold lists, and columns to fall back on."""

import pytest

from whofor.errors import MappingError
from whofor.intake.mapping.mapping_file import parse_mapping
from whofor.intake.mapping.plan import Element, Expression, RawFile, Ref
from whofor.intake.mapping.resolve import resolve

MAPPING = """[deals]
key = "Id"
[deals.columns]
lead_source = {source}
[deals.outcome]
column = "Stage"
won = "Won"
"""


def expression_of(source: str, *headers: str) -> Expression:
    mapping = parse_mapping(MAPPING.replace("{source}", source), "m.toml")
    (table,) = resolve(mapping, [RawFile("d.csv", ("Id", "Stage", *headers))]).tables
    return next(column.expression for column in table.columns if column.name == "lead_source")


def problem_of(source: str, *headers: str) -> str:
    with pytest.raises(MappingError) as caught:
        expression_of(source, *headers)
    return "\n".join(map(str, caught.value.problems))


def test_an_element_of_a_list() -> None:
    assert expression_of('{ column = "A", first_of = ";" }', "A") == Element(Ref("", "A"), ";")
    assert expression_of('{ column = "A", last_of = "," }', "A") == Element(Ref("", "A"), ",", last=True)
    several = expression_of('{ column = "A", first_of = ",", several = true }', "A")
    assert several == Element(Ref("", "A"), ",", several=True)


def test_a_column_to_fall_back_on() -> None:
    source = '{ column = ["A", "B"], or_else = { column = "C", last_of = ",", or_else = "D" } }'
    assert expression_of(source, "B", "C", "D") == Ref("", "B")
    assert expression_of(source, "C", "D") == Element(Ref("", "C"), ",", last=True)
    assert expression_of(source, "D") == Ref("", "D")
    assert "There is no column 'D' in d.csv" in problem_of(source, "X")


def test_what_cannot_be_meant_is_refused() -> None:
    assert "m.toml:4 deals.columns.lead_source: Of a list one element is taken" in problem_of(
        '{ column = "A", first_of = ",", last_of = ";" }', "A"
    )
    assert "Give either first_of or last_of" in problem_of('{ column = "A", several = true }', "A")
    assert "'colum' is not known here. Did you mean 'column' or" in problem_of(
        '{ column = "A", or_else = { colum = "B" } }', "A"
    )
