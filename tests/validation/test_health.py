from dataclasses import replace

import numpy as np
import pytest

from whofor.model import ColumnHealth, Issue, IssueCode, QuarterOutcomes, Recognition, Relation, WarningCode
from whofor.validation.health import is_written_for, rank_warnings


def column(table: str, name: str, n: int, filled: int, role: str = "definition") -> ColumnHealth:
    return ColumnHealth(table, name, name.title(), role, "category", n, filled)


def test_costs_are_shares_of_what_the_deals_could_tell() -> None:
    """Of 100 deals 20 lack an account; two of four facts are the account's; one fact is unknown in half the rows."""
    warnings = rank_warnings(
        {"deals": 100, "accounts": 50},
        [
            column("accounts", "industry", 50, 25),
            column("accounts", "country", 50, 48),
            column("deals", "x_plan", 100, 100),
            column("deals", "x_size", 100, 100),
            column("deals", "opened", 100, 97, "time"),
        ],
        [Relation("deals", "accounts", "Company", 90, 80)],
        [QuarterOutcomes("2025-Q1", 30, 50, 8)],
        [
            Issue(IssueCode.NO_OUTCOME, 12, ("7",), "deals.outcome"),
            Issue(IssueCode.UNREADABLE_ROW, 25, ("deals.csv:3: 2 cells",), "deals.csv"),
            Issue(IssueCode.UNKNOWN_COUNTRY, 2, ("'Atlantis'",), "accounts.country"),
        ],
    )
    assert [(w.code, round(w.cost, 4), w.n, w.of) for w in warnings] == [
        ("unreadable_rows", 0.2, 25, 125),
        ("low_fill", 0.125, 25, 50),
        ("no_outcome", 0.12, 12, 100),
        ("unmatched", 0.1, 20, 100),
        ("open", 0.08, 8, 100),
        ("no_opening_date", 0.03, 3, 100),
        ("unreadable_values", 0.01, 2, 50),
    ]
    assert {w.place for w in warnings} >= {"Industry", "Country", "Opened", "deals.csv"}


def test_what_makes_any_answer_impossible_costs_everything() -> None:
    warnings = rank_warnings({"deals": 10}, [], [], [QuarterOutcomes("2025-Q1", 10, 0, 0)], [])
    assert [(w.code, w.cost) for w in warnings] == [("no_definition", 1.0), ("one_outcome", 1.0)]


def test_good_data_has_no_warning() -> None:
    columns = [column("deals", "x_plan", 10, 10)]
    assert rank_warnings({"deals": 10}, columns, [], [QuarterOutcomes("2025-Q1", 4, 6, 0)], []) == ()


def test_what_is_told_from_another_column_is_nobodys_to_fill_in() -> None:
    """A sector wider than any division has none; where the country itself is not given its region counts."""
    columns = [column("accounts", "industry", 100, 100), column("accounts", "industry_division", 100, 40)]
    assert rank_warnings({"accounts": 100}, columns, [], [], []) == ()
    (warning,) = rank_warnings({"accounts": 100}, [column("accounts", "region", 100, 40)], [], [], [])
    assert (warning.code, warning.cost) == ("low_fill", 0.6)


def test_the_same_gap_in_several_columns_is_one_line_and_equal_names_say_their_file() -> None:
    columns = [
        replace(column("accounts", "industry", 100, 40), label="Sector", file="companies.csv"),
        replace(column("accounts", "country", 100, 40), label="Country", file="companies.csv"),
        replace(column("deals", "x_sector", 200, 90), label="Sector", file="deals.csv"),
    ]
    warnings = rank_warnings({"accounts": 100}, columns, [], [], [])
    assert [(w.place, w.n) for w in warnings] == [("Sector (companies.csv), Country", 60), ("Sector (deals.csv)", 110)]
    assert warnings[0].cost == pytest.approx(0.4)


def test_of_a_gap_in_hundreds_of_columns_five_are_named_and_the_others_counted() -> None:
    columns = [replace(column("accounts", f"x_{i}", 100, 40), label=f"Property {i}") for i in range(640)]
    (warning,) = rank_warnings({"accounts": 100}, columns, [], [], [])
    assert (warning.place, warning.more) == (", ".join(f"Property {i}" for i in range(5)), 635)
    assert warning.cost == pytest.approx(0.6)


def test_what_only_clients_have_is_not_to_be_filled_in() -> None:
    known = replace(column("accounts", "plan", 100, 20), customers_only=True)
    assert rank_warnings({"accounts": 100}, [known], [], [], []) == ()
    client = np.arange(100) < 30
    assert is_written_for(np.arange(100) < 20, client)
    assert not is_written_for(np.arange(100) % 2 == 0, client)
    assert not is_written_for(np.arange(100) < 20, np.ones(100, dtype=np.bool_))


def test_no_lost_deal_is_said_where_the_export_could_tell() -> None:
    quarters = [QuarterOutcomes("2025-Q1", 10, 0, 5)]
    columns = [column("deals", "industry", 15, 15)]
    (warning,) = rank_warnings({"deals": 15}, columns, [], quarters, [], reading=Recognition(tells_losses=True))
    assert (warning.code, warning.cost) == (WarningCode.NO_LOST, 1.0)
    assert rank_warnings({"deals": 15}, columns, [], quarters, []) == ()
