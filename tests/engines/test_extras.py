import pytest

from whofor.engines.extras import reason_to_leave_out, worth_reading
from whofor.engines.values import read_values
from whofor.model import Role
from whofor.schema.plan import PlannedColumn, Ref
from whofor.schema.tables import ReadAs


def reason(label: str, texts: dict[str, int], *, declared: bool = False, role: Role = Role.DEFINITION) -> str:
    column = PlannedColumn("x", Ref("", label), ReadAs.GUESS, label, role, extra=True, declared=declared)
    return reason_to_leave_out(column, texts, read_values(texts, ReadAs.GUESS), 100)


def test_counts_alone_rule_out_empty_and_long_columns_but_not_leaks() -> None:
    assert worth_reading(0, 0, 0, 100, Role.LEAK) == "column_empty"
    assert worth_reading(1, 1, 5, 100, Role.DEFINITION) == "column_nearly_empty"
    assert worth_reading(1, 1, 5, 100, Role.LEAK) == ""
    assert worth_reading(90, 80, 400, 100, Role.DEFINITION) == "column_free_text"
    assert worth_reading(90, 8, 20, 100, Role.DEFINITION) == ""


DIFFERENT = {f"{number * 7919 % 100_003}": 1 for number in range(100)}


@pytest.mark.parametrize(
    ("label", "texts", "expected"),
    [
        ("Sector", {"a": 60, "b": 40}, ""),
        ("Same", {"a": 100}, "column_constant"),
        ("Mostly", {"a": 99}, ""),
        ("Reply to", {"x@y.org": 50, "z": 50}, "column_personal"),
        ("Phone Number", {"12": 50, "13": 50}, "column_personal"),
        ("Page", {"https://a.org": 50, "https://b.org": 50}, "column_identifier"),
        ("Campaign", {f"name {number} {'abc'[number % 3]}": 1 for number in range(100)}, "column_identifier"),
        ("Ticket number", DIFFERENT, "column_identifier"),
        ("Revenue", DIFFERENT, ""),
    ],
)
def test_values_rule_out_what_no_segment_could_use(label: str, texts: dict[str, int], expected: str) -> None:
    assert reason(label, texts) == expected


def test_a_declared_column_is_left_out_only_for_personal_data() -> None:
    assert reason("Same", {"a": 100}, declared=True) == ""
    assert reason("Mail", {"x@y.org": 50, "v@w.org": 50}, declared=True) == "column_personal"
