"""Days, currencies and units that the other columns of a file or its headers decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import pytest

from whofor.app.import_source import import_source
from whofor.days import date_of
from whofor.intake.report import ImportReport

TODAY = date(2026, 6, 1)
HEAD = ["Id", "Company", "Stage", "Created", "Closed", "Last touch", "Amount", "Currency"]
MAPPING = """
[deals]
file = "deals.csv"
key = "Id"
rest = "validation"
[deals.columns]
opened = "Created"
closed = "Closed"
amount = "{amount}"
currency = "Currency"
[deals.outcome]
column = "Stage"
won = "Won"
lost = "Lost"
"""


def imported(
    folder: Path, rows: Sequence[Sequence[str]], amount: str = "Amount"
) -> tuple[ImportReport, duckdb.DuckDBPyConnection]:
    source = folder / "export"
    source.mkdir()
    head = [amount if name == "Amount" else name for name in HEAD]
    (source / "deals.csv").write_text("\n".join(";".join(row) for row in [head, *rows]), encoding="utf-8")
    mapping = folder / "mapping.toml"
    mapping.write_text(MAPPING.format(amount=amount), encoding="utf-8")
    report = import_source(source, workspace=folder / "ws", mapping=str(mapping), today=TODAY)
    return report, duckdb.connect(str(next((folder / "ws").rglob("*.duckdb"))), read_only=True)


def days(connection: duckdb.DuckDBPyConnection, column: str) -> list[str]:
    found = connection.execute(f"SELECT {column} FROM deals ORDER BY deal_key").fetchall()
    return [date_of(day).isoformat() for (day,) in found]


def issues(report: ImportReport) -> dict[tuple[str, str], tuple[int, tuple[str, ...]]]:
    return {(issue.code, issue.place): (issue.count, issue.examples) for issue in report.issues}


def test_one_date_column_proves_the_order_of_the_others(tmp_path: Path) -> None:
    rows = [
        ["1", "Acme", "Won", "3/1/25 9:05", "03-14-25", "02.03.25", "10", "USD"],
        ["2", "Bolt", "Lost", "4/2/25 17:30", "04-21-25", "03.04.25", "20", "USD"],
        ["3", "Cork", "Won", "5/12/25 8:00", "05-30-25", "04.05.25", "30", "USD"],
    ]
    report, connection = imported(tmp_path, rows)
    assert days(connection, "opened") == ["2025-03-01", "2025-04-02", "2025-05-12"]
    assert days(connection, "closed") == ["2025-03-14", "2025-04-21", "2025-05-30"]
    assert days(connection, "x_last_touch") == ["2025-02-03", "2025-03-04", "2025-04-05"]
    found = issues(report)
    assert found["date_order_borrowed", "deals.opened"] == (
        1, ("deals.csv:2 Created: '3/1/25 9:05' → m/d/y: Closed",)
    )  # fmt: skip
    assert not [code for code, _ in found if code in ("ambiguous_date_order", "column_personal")]


def test_an_order_that_nothing_proves_is_said_with_the_reading(tmp_path: Path) -> None:
    rows = [[str(at), "Acme", "Won", f"0{at}.04.25", f"0{at}.05.25", "", "10", "EUR"] for at in (1, 2, 3)]
    report, connection = imported(tmp_path, rows)
    assert days(connection, "opened") == ["2025-04-01", "2025-04-02", "2025-04-03"]
    count, (example,) = issues(report)["ambiguous_date_order", "deals.opened"]
    assert (count, example) == (1, "deals.csv:2 Created: '01.04.25' → 2025-04-01")


@pytest.mark.parametrize(
    "texts",
    [
        ("45717", "45749", "45789"),
        ("1740787200", "1743552000", "1747008000"),
        ("1740787200000", "1743552000000", "1747008000000"),
    ],
)
def test_bare_numbers_under_the_name_of_a_day_are_days(tmp_path: Path, texts: tuple[str, ...]) -> None:
    rows = [[str(at), "Acme", "Won", text, "2025-06-01", text, "10", "EUR"] for at, text in enumerate(texts)]
    rows = [[*row[:5], text, *row[6:]] for row, text in zip(rows, texts, strict=True)]
    _, connection = imported(tmp_path, rows)
    assert days(connection, "opened") == ["2025-03-01", "2025-04-02", "2025-05-12"]


@pytest.mark.parametrize("amount", ["amount_usd", "Amount (USD)", "Value in USD"])
def test_the_currency_in_the_header_beats_that_of_the_row(tmp_path: Path, amount: str) -> None:
    rows = [
        ["1", "Acme", "Won", "2025-03-01", "2025-03-02", "", "100", "EUR"],
        ["2", "Bolt", "Lost", "2025-03-01", "2025-03-02", "", "200", "USD"],
        ["3", "Cork", "Won", "2025-03-01", "2025-03-02", "", "300", "Pound Sterling"],
        ["4", "Deer", "Won", "2025-03-01", "2025-03-02", "", "400", ""],
    ]
    report, connection = imported(tmp_path, rows, amount)
    found = connection.execute("SELECT amount, currency FROM deals ORDER BY deal_key").fetchall()
    assert found == [(100.0, "USD"), (200.0, "USD"), (300.0, "USD"), (400.0, "USD")]
    count, examples = issues(report)["currency_of_header", "deals.currency"]
    assert (count, examples[0]) == (2, f"deals.csv:2 Currency: 'EUR' → USD ({amount})")
    assert "amounts_converted" not in {code for code, _ in issues(report)}


def test_a_dollar_sign_leaves_open_which_dollar(tmp_path: Path) -> None:
    rows = [[str(at), "Acme", "Won", "2025-03-01", "2025-03-02", "", "100", "CAD"] for at in range(3)]
    report, connection = imported(tmp_path, rows, "Value ($)")
    assert set(connection.execute("SELECT currency FROM deals").fetchall()) == {("CAD",)}
    assert "currency_of_header" not in {code for code, _ in issues(report)}


def test_a_header_in_thousands(tmp_path: Path) -> None:
    rows = [
        [str(at), "Acme", "Won", "2025-03-01", "2025-03-02", "", text, ""]
        for at, text in enumerate(("12", "3,5", "1M"))
    ]
    report, connection = imported(tmp_path, rows, "Montant (k€)")
    assert connection.execute("SELECT amount, currency FROM deals ORDER BY deal_key").fetchall() == [
        (12_000.0, "EUR"), (3_500.0, "EUR"), (1e6, "EUR")
    ]  # fmt: skip
    assert issues(report)["scale_of_header", "deals.amount"][0] == 2
