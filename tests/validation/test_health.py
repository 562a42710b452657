from whofor.model import ColumnHealth, Issue, IssueCode, QuarterOutcomes, Relation
from whofor.validation.health import rank_warnings


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
    assert {w.place for w in warnings} >= {"Industry (accounts)", "Country (accounts)", "Opened", "deals.csv"}


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
