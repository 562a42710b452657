"""Amounts of several currencies: brought to one at the rate of the day, or said to be unknown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from whofor.app.import_source import import_source
from whofor.errors import MappingError
from whofor.intake.normalise.exchange import exchange_rate
from whofor.intake.report import ImportReport
from whofor.model import Role

TODAY = date(2026, 11, 1)
MAPPING = """{money}
[accounts]
file = "accounts.csv"
key = "Id"
[accounts.columns]
annual_revenue = "Revenue"
[deals]
file = "deals.csv"
key = "Id"
[deals.columns]
opened = {{ column = "Opened", order = "mdy" }}
closed = {{ column = "Closed", order = "mdy" }}
amount = "{amount}"
currency = "Currency"
[deals.outcome]
column = "Stage"
won = "Won"
lost = "Lost"
[costs]
file = "costs.csv"
[costs.columns]
at = "Day"
amount = "Spent"
"""
DEALS = """Id,Stage,Opened,Closed,{amount},Currency
1,Won,01/02/2025,02/03/2025,"1,000.00",USD
2,Lost,01/02/2025,02/08/2025,2000,EUR
3,Won,03/02/2025,04/03/2025,3000,EUR
4,Lost,03/03/2025,,500,GBP
5,Won,05/02/2025,06/03/2025,700,XAU
6,Lost,05/03/2025,06/03/2025,800,
7,Won,,,900,USD
8,Lost,13/04/2025,06/03/2025,,EUR
"""
COSTS = "Day,Spent\n2025-02-03,$100\n2025-02-03,€50\n"
ACCOUNTS = "Id,Revenue\na,€ 1M\nb,$2M\nc,€ 3M\nd,ZAR 5\n"


def imported(tmp_path: Path, money: str = "", amount: str = "Amount") -> tuple[ImportReport, duckdb.DuckDBPyConnection]:
    source = tmp_path / "export"
    source.mkdir(parents=True, exist_ok=True)
    (source / "deals.csv").write_text(DEALS.format(amount=amount), "utf-8")
    (source / "costs.csv").write_text(COSTS, "utf-8")
    (source / "accounts.csv").write_text(ACCOUNTS, "utf-8")
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(MAPPING.format(money=money, amount=amount), "utf-8")
    report = import_source(source, workspace=tmp_path / "ws", mapping=str(mapping), today=TODAY)
    return report, duckdb.connect(str(next((tmp_path / "ws").glob("*.duckdb"))), read_only=True)


def amounts(database: duckdb.DuckDBPyConnection) -> dict[str, tuple[float | None, ...]]:
    rows = database.sql("SELECT deal_key, amount, amount_original, exchange_rate FROM deals").fetchall()
    return {row[0]: row[1:] for row in rows}


def units(report: ImportReport) -> dict[str, str]:
    return {f"{p.table}.{p.name}": p.unit for p in report.parameters if p.unit}


def issues(report: ImportReport) -> dict[tuple[str, str], int]:
    codes = ("amounts_converted", "currency_without_rate", "currency_not_written", "rate_of_earlier_day")
    return {(issue.code, issue.place): issue.count for issue in report.issues if issue.code in codes}


def test_the_currency_of_most_deals_at_the_rate_of_the_day(tmp_path: Path) -> None:
    report, database = imported(tmp_path)
    # ECB: 1.0274 dollars a euro on 3 February 2025; an open deal is worth what it was on the day it was opened.
    pounds = exchange_rate("GBP", "EUR", date(2025, 3, 3)).rate
    assert amounts(database) == {
        "1": (973.33, 1000.0, pytest.approx(1 / 1.0274)),
        "2": (2000.0, 2000.0, 1.0),
        "3": (3000.0, 3000.0, 1.0),
        "4": (round(500 * pounds, 2), 500.0, pounds),
        "5": (None, 700.0, None),
        "6": (800.0, 800.0, 1.0),
        "7": (None, 900.0, None),
        "8": (None, None, None),
    }
    assert database.sql("SELECT amount FROM costs ORDER BY 1").fetchall() == [(50.0,), (97.33,)]
    assert issues(report) == {
        ("amounts_converted", "accounts.annual_revenue"): 2,
        ("amounts_converted", "deals.amount"): 2,
        ("currency_without_rate", "deals.amount"): 2,
        ("currency_not_written", "deals.amount"): 1,
        ("amounts_converted", "costs.amount"): 1,
    }
    assert units(report) == {"deals.amount": "EUR", "costs.amount": "EUR", "accounts.annual_revenue": "EUR"}
    roles = {p.name: p.role for p in report.parameters}
    assert roles["amount_original"] is roles["exchange_rate"] is Role.IDENTITY
    # The order of day and month was given: the 13th month is no date, and nothing is guessed.
    assert {i.code: i.count for i in report.issues if i.place == "deals.opened"} == {"unreadable_date": 1}


def test_the_currency_that_was_asked_for(tmp_path: Path) -> None:
    report, database = imported(tmp_path, '[money]\ncurrency = "USD"')
    rows = amounts(database)
    assert rows["1"] == (1000.0, 1000.0, 1.0)
    assert rows["6"] == (800.0, 800.0, 1.0)
    assert rows["2"][1:] == (2000.0, exchange_rate("EUR", "USD", date(2025, 2, 7)).rate)
    assert set(units(report).values()) == {"USD"}


def test_what_the_crm_has_converted_is_left_alone(tmp_path: Path) -> None:
    report, database = imported(tmp_path, amount="Amount in company currency")
    assert "amount_original" not in report.tables["deals"].columns
    assert database.sql("SELECT amount FROM deals WHERE deal_key = '1'").fetchall() == [(1000.0,)]


def test_the_same_again_is_the_same(tmp_path: Path) -> None:
    assert imported(tmp_path / "a")[0].data_hash == imported(tmp_path / "b")[0].data_hash


def test_one_currency_changes_nothing(tmp_path: Path) -> None:
    source = tmp_path / "export"
    source.mkdir()
    (source / "d.csv").write_text("Id,Stage,Opened,Amount\n1,Won,2025-01-02,€100\n2,Lost,2025-01-03,200\n", "utf-8")
    mapping = tmp_path / "m.toml"
    text = '[deals]\nkey = "Id"\n[deals.columns]\nopened = "Opened"\namount = "Amount"\n'
    mapping.write_text(text + '[deals.outcome]\ncolumn = "Stage"\nwon = "Won"\nlost = "Lost"\n', "utf-8")
    report = import_source(source, workspace=tmp_path / "ws", mapping=str(mapping), today=TODAY)
    assert units(report) == {"deals.amount": "EUR"}
    assert "exchange_rate" not in report.tables["deals"].columns
    assert issues(report) == {}


@pytest.mark.parametrize(
    ("money", "said"),
    [('[money]\ncurrency = "euro"', "money.currency"), ('[money]\ncurency = "EUR"', "Did you mean 'currency'")],
)
def test_a_misspelt_money_section_is_named(tmp_path: Path, money: str, said: str) -> None:
    with pytest.raises(MappingError, match=said):
        imported(tmp_path, money)
