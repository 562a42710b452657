import pytest

from whofor.intake.importing.unasked_columns import names_a_person, reason_to_leave_out, worth_reading
from whofor.intake.importing.values import read_values
from whofor.intake.mapping.plan import Expression, PlannedColumn, Ref, Total
from whofor.model import IssueCode, Role
from whofor.schema.columns import ReadAs


def reason(
    label: str, texts: dict[str, int], *, declared: bool = False, role: Role = Role.DEFINITION
) -> IssueCode | None:
    column = PlannedColumn("x", Ref("", label), ReadAs.GUESS, label, role, extra=True, declared=declared)
    return reason_to_leave_out(column, texts, read_values(texts, ReadAs.GUESS), 100)


def test_counts_alone_rule_out_empty_and_long_columns_but_not_leaks() -> None:
    assert worth_reading(0, 0, 0, 100, Role.LEAK) == "column_empty"
    assert worth_reading(1, 1, 5, 100, Role.DEFINITION) == "column_nearly_empty"
    assert worth_reading(1, 1, 5, 100, Role.LEAK) is None
    assert worth_reading(90, 80, 400, 100, Role.DEFINITION) == "column_free_text"
    assert worth_reading(90, 8, 20, 100, Role.DEFINITION) is None


DIFFERENT = {f"{number * 7919 % 100_003}": 1 for number in range(100)}


@pytest.mark.parametrize(
    ("label", "texts", "expected"),
    [
        ("Sector", {"a": 60, "b": 40}, None),
        ("Same", {"a": 100}, "column_constant"),
        ("Mostly", {"a": 99}, None),
        ("Reply to", {"x@y.org": 50, "z": 50}, "column_personal"),
        ("Reach", {"+33 1 42 68 53 00": 50, "01.42.68.53.01": 20, "?": 30}, "column_personal"),
        ("Seen from", {"192.168.0.1": 50, "2001:db8::1": 50}, "column_personal"),
        ("Form", {"Herr": 50, "Frau": 50}, "column_personal"),
        ("Page", {"https://a.org": 50, "https://b.org": 50}, "column_identifier"),
        ("Campaign", {f"name {number} {'abc'[number % 3]}": 1 for number in range(100)}, "column_identifier"),
        ("Ticket number", DIFFERENT, "column_identifier"),
        ("Revenue", DIFFERENT, None),
    ],
)
def test_values_rule_out_what_no_segment_could_use(label: str, texts: dict[str, int], expected: str) -> None:
    assert reason(label, texts) == expected


def test_a_declared_column_is_left_out_only_for_personal_data() -> None:
    assert reason("Same", {"a": 100}, declared=True) is None
    assert reason("Mail", {"x@y.org": 50, "v@w.org": 50}, declared=True) == "column_personal"


@pytest.mark.parametrize("declared", [True, False])
def test_a_personal_header_is_enough_even_where_the_mapping_names_it(declared: bool) -> None:
    def named(label: str, table: str = "deals", expression: Expression | None = None) -> bool:
        ref = expression or Ref("", label)
        column = PlannedColumn("x", ref, ReadAs.GUESS, label, Role.DEFINITION, extra=True, declared=declared)
        return names_a_person(column, table)

    assert named("Date de naissance")
    assert named("Group", expression=Ref("", "Ethnicity"))
    assert named("Age", "contacts")
    assert not named("Age")
    assert not named("Job title")
    assert not named("Number of e-mails", expression=Total("mails", ""))
