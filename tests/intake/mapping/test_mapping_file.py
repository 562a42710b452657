import pytest
from hypothesis import given
from hypothesis import strategies as st

from whofor.errors import MappingError
from whofor.intake.mapping.detect import recognise
from whofor.intake.mapping.mapping_file import parse_mapping
from whofor.intake.mapping.plan import RawFile
from whofor.model import AsOf, Role
from whofor.schema.columns import ReadAs

LEAST = """
[deals]
file = "deals.csv"
key = "Id"
[deals.outcome]
column = "Stage"
won = "Won"
"""


def problems_of(text: str) -> list[str]:
    with pytest.raises(MappingError) as caught:
        parse_mapping(text, "m.toml")
    return [str(problem) for problem in caught.value.problems]


def test_the_least_mapping() -> None:
    mapping = parse_mapping(LEAST, "folder/m.toml")
    assert mapping.name == "m"
    deals = mapping.tables["deals"][0]
    assert deals.files == ("deals.csv",)
    assert deals.key is not None
    assert deals.key.headers == ("Id",)
    assert deals.outcome is not None
    assert deals.outcome.won == ("Won",)
    assert deals.rest is None


def test_all_forms_of_a_column() -> None:
    mapping = parse_mapping(
        LEAST
        + """
[deals.columns]
opened = ["Created", "Create Date"]
closed = { column = "Closed", as_of = "known", label = "Ended" }
name = { concat = ["A", "B"], separator = "-" }
lead_source = { coalesce = ["A", "B"] }
owner = { column = "O", values = { "x" = "y" }, role = "definition" }
currency = { const = "EUR" }
amount = { sum = "items.price" }
[deals.extra]
"Header" = "validation"
age = { year = "Born", kind = "number" }
cycle = { days_between = ["A", "B"], role = "validation" }
items = { count = "items", name = "n_items" }
""",
        "m.toml",
    )
    columns = mapping.tables["deals"][0].columns
    assert columns["opened"].headers == ("Created", "Create Date")
    assert (columns["closed"].as_of, columns["closed"].label) == (AsOf.KNOWN, "Ended")
    assert (columns["name"].concat, columns["name"].separator) == (("A", "B"), "-")
    assert columns["lead_source"].coalesce == ("A", "B")
    assert (columns["owner"].values, columns["owner"].role) == ({"x": "y"}, Role.DEFINITION)
    assert columns["currency"].const == "EUR"
    assert columns["amount"].total == "items.price"
    header, age, cycle, items = mapping.tables["deals"][0].extras
    assert (header.source.headers, header.source.role) == (("Header",), Role.VALIDATION)
    assert (age.source.headers, age.source.read_as) == (("Born",), ReadAs.YEAR)
    assert cycle.source.days_between == ("A", "B")
    assert (items.source.count, items.name) == ("items", "n_items")


def test_all_problems_are_reported_together_with_their_lines() -> None:
    text = """name = "x"
colour = 1
[deals]
file = "deals.csv"
rest = "all"
[deals.colums]
opened = "A"
[deals.columns]
opened = { column = "A", lable = "B" }
[[deals.join]]
file = "x"
on = "y"
"""
    assert problems_of(text) == [
        "m.toml:2 colour: 'colour' is not known here. The known keys are: name, description, optional, synthetic, "
        "key_pattern, others, files, files_by_headers, lead_source_classes, conversation_examples, money, stage_means, "
        "deals_called, accounts, contacts, deals, deal_contacts, interactions, stages, signals, outcomes, costs, "
        "coverage",
        "m.toml:5 deals.rest: Input should be 'ignore', 'definition', 'channel', 'validation', 'confounder' or 'leak' "
        "(“all”). See docs/reference/mapping.md.",
        "m.toml:6 deals.colums: 'colums' is not known here. Did you mean 'columns'?",
        "m.toml:9 deals.columns.opened.lable: 'lable' is not known here. Did you mean 'label'?",
        "m.toml:10 deals.join.0: 'key' is missing. Add key = …",
    ]


def test_what_only_a_look_at_the_whole_shows() -> None:
    text = """[deals]
file = "deals.csv"
[deals.columns]
opend = "A"
outcome = "B"
deal_key = "C"
name = { const = "x", concat = ["A"] }
[[deals.filter]]
column = "A"
[accounts.outcome]
column = "x"
won = "y"
"""
    assert problems_of(text) == [
        "m.toml:1 deals: Nothing says which deals were won. Add [deals.outcome] with a stage column and its won and "
        "lost values, flags, or won_if_in.",
        "m.toml:4 deals.columns.opend: 'opend' is no column of deals. Did you mean 'opened'?",
        "m.toml:5 deals.columns.outcome: 'outcome' is no column of deals. Say it in [deals.outcome].",
        "m.toml:6 deals.columns.deal_key: 'deal_key' is no column of deals. Give it as `key`.",
        "m.toml:7 deals.columns.name: A column needs exactly one of column, const, concat, coalesce, days_between, "
        "year, sum, count. Keep one of them.",
        "m.toml:8 deals.filter.0: A filter without a test. Give in, not_in, at_least or below.",
        "m.toml:10 accounts.outcome: Only deals have an outcome. Move it to [deals.outcome].",
    ]


def test_no_deals() -> None:
    assert problems_of("name = 'x'") == [
        "m.toml: The mapping has no [deals]. Say which file holds the deals: [deals] file = …"
    ]


def test_invalid_toml_says_where() -> None:
    (problem,) = problems_of("[deals\nfile = 1")
    assert problem.startswith("m.toml: This is not valid TOML: ")
    assert "line 1" in problem


def test_filters_keep_what_passes_every_test() -> None:
    mapping = parse_mapping(
        LEAST
        + """
[[deals.filter]]
column = "Created"
at_least = 2023-01-01
below = 2024-01-01
[[deals.filter]]
column = "Pipeline"
in = ["New Business"]
[[deals.filter]]
column = "Stage"
not_in = "Test"
""",
        "m.toml",
    )
    dates, among, not_in = mapping.tables["deals"][0].filters
    assert [dates.passes(day) for day in (19357.0, 19358.0, 19722.0, 19723.0, None)] == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert [among.passes(text) for text in ("new  business", "old", None)] == [True, False, False]
    assert [not_in.passes(text) for text in ("TEST", "Live", None)] == [False, True, True]


@given(st.text(max_size=200))
def test_any_text_is_a_mapping_or_a_mapping_error(text: str) -> None:
    with pytest.raises(MappingError):
        parse_mapping(text, "m.toml")


def test_hints_patterns_and_defaults_are_checked() -> None:
    text = """key_pattern = "^x$"
[deals]
file = "d"
[deals.columns]
name = { const = "x", default = "y" }
[[deals.outcome.hint]]
column = "A"
concat = ["B"]
[[deals.outcome.hint]]
column = "A"
wonn = "x"
[files_by_headers.users]
need = [["A"]]
"""
    problems = problems_of(text)
    assert "m.toml:11 deals.outcome.hint.1.wonn: 'wonn' is not known here. Did you mean 'won'?" in problems
    assert (
        "m.toml:13 files_by_headers.users.need: 'need' is not known here. Did you mean 'needs' or 'never'?" in problems
    )
    assert problems_of(text.replace("wonn", "won").replace("need =", "needs =")) == [
        "m.toml:1 key_pattern: This is no pattern of a key (“^x$”). Put the part of the key that counts in one "
        "pair of brackets: '^old_([0-9]+)$'.",
        "m.toml:5 deals.columns.name: default needs column or coalesce. Give one of them, or const alone.",
        "m.toml:6 deals.outcome.hint.0: A hint needs exactly one of column, concat. Keep one of them.",
        "m.toml:6 deals.outcome.hint.0: A hint without values. Give won, lost or open.",
    ]


def test_a_factor_is_for_numbers_and_amounts_of_columns() -> None:
    def problems(line: str) -> list[str]:
        text = f'[deals]\nfile = "d.csv"\n[deals.columns]\n{line}\n[deals.outcome]\ncolumn = "S"\nwon = "Won"\n'
        try:
            parse_mapping(text, "m.toml")
        except MappingError as error:
            return [str(problem) for problem in error.problems]
        return []

    assert problems('amount = { column = "Cents", factor = 0.01 }') == []
    assert problems('amount = { column = "Shown", or_else = { column = "Cents", factor = 0.01 } }') == []
    assert problems('lead_source = { column = "Rank", kind = "number", factor = 2 }') == []
    assert problems('opened = { column = "Day", factor = 2 }') == [
        'm.toml:4 deals.columns.opened: factor is for numbers and amounts (“2.0”). Remove it, or say kind = "number".'
    ]
    assert problems('amount = { const = "5", factor = 0.01 }') == [
        "m.toml:4 deals.columns.amount: factor needs column or coalesce (“0.01”). Give one of them."
    ]
    assert len(problems('amount = { column = "Cents", factor = 0 }')) == 1
    assert len(problems('amount = { column = "Cents", factor = -1 }')) == 1


def test_marks_are_alternatives_each_with_its_number_of_groups() -> None:
    text = """
optional = true
[deals]
file = "d.csv"
[deals.outcome]
column = "S"
won = "Won"
[deals.recognise]
needs = [["S"]]
[[deals.recognise.marks]]
of = ["A", ["B", "C"]]
[[deals.recognise.marks]]
at_least = 2
of = ["=Dd", "E", "F*"]
"""
    preset = parse_mapping(text, "p.toml")

    def fits(*headers: str) -> bool:
        return recognise(preset, [RawFile("x.csv", headers)]) is not None

    assert all(fits(*some) for some in (("S", "a"), ("s", "C"), ("S", "Dd", "e"), ("S", "E", "Further")))
    assert not any(fits(*some) for some in (("S",), ("S", "E"), ("A",), ("S", "dd", "e"), ("S", "D d", "E")))
    with pytest.raises(MappingError, match="Did you mean 'at_least'"):
        parse_mapping(text.replace("at_least", "at_last"), "p.toml")


def test_deals_are_called_what_the_mapping_says() -> None:
    text = 'deals_called = "opportunity"\n'
    assert parse_mapping(text, "m.toml").deals_called == "opportunity"
    assert parse_mapping(text, "m.toml").amends
    assert problems_of('deals_called = "oportunity"\n') == [
        "m.toml:1 deals_called: Deals cannot be called so (“oportunity”). Did you mean 'opportunity'?"
    ]
