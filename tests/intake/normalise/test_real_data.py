"""The columns of real exports, read as people who know these files read them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from whofor.intake.normalise import (
    country_code,
    guess_kind,
    infer_date_rule,
    infer_decimal_mark,
    is_missing,
    merge_variants,
    parse_date,
    parse_money,
)


def column(data_dir: Path, file: str, name: str) -> Counter[str]:
    path = data_dir / file
    if not path.is_file():
        pytest.skip(f"real data not found: {path}")
    text = path.read_text("utf-8-sig", errors="replace")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    return Counter(row[name] or "" for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


@pytest.mark.parametrize(
    ("file", "name", "order", "ambiguous", "first", "last"),
    [
        ("zoho_crm_sample/Potentials.csv", "Created Time", "ymd", False, date(2018, 1, 1), date(2021, 12, 31)),
        ("ich_school_crm/Deals.csv", "Created Time", "dmy", False, date(2023, 7, 3), date(2024, 6, 21)),
        ("ich_school_crm/Deals.csv", "Closing Date", "dmy", False, date(2022, 1, 1), date(2025, 1, 1)),
        ("maven_crm_sales/sales_pipeline.csv", "close_date", "ymd", False, date(2017, 3, 1), date(2017, 12, 31)),
        (
            "ravenstack_saas_synthetic/ravenstack_accounts.csv",
            "signup_date",
            "dmy",
            False,
            date(2023, 1, 1),
            date(2024, 12, 31),
        ),
        (
            "salesforce_dev_org_sample/Opportunity.csv",
            "CreatedDate",
            "mdy",
            False,
            date(2026, 2, 23),
            date(2026, 2, 24),
        ),
        (
            "hubspot_faker_synthetic/hubspot_deals.csv",
            "Create Date",
            "ymd",
            False,
            date(2022, 1, 1),
            date(2025, 12, 31),
        ),
    ],
)
def test_dates(data_dir: Path, file: str, name: str, order: str, ambiguous: bool, first: date, last: date) -> None:
    values = column(data_dir, file, name)
    rule = infer_date_rule(values)
    assert (rule.order, rule.ambiguous) == (order, ambiguous)
    days = [parse_date(value, rule) for value in values if not is_missing(value)]
    assert None not in days
    origin = date(1970, 1, 1).toordinal()
    found = [origin + int(day) for day in days if day is not None]
    assert first.toordinal() <= min(found)
    assert max(found) <= last.toordinal()


def test_zoho_amounts_are_dollars(data_dir: Path) -> None:
    values = column(data_dir, "zoho_crm_sample/Potentials.csv", "Amount")
    money = [parse_money(value, infer_decimal_mark(values)) for value in values if not is_missing(value)]
    assert {amount.currency for amount in money if amount} == {"USD"}
    assert None not in money


def test_countries_of_the_faker_export_are_known_but_one_that_is_no_more(data_dir: Path) -> None:
    values = column(data_dir, "hubspot_faker_synthetic/hubspot_contacts.csv", "Country")
    assert {value for value in values if not is_missing(value) and country_code(value) is None} <= {
        "Netherlands Antilles"
    }


def test_maven_keeps_its_products_but_for_the_space(data_dir: Path) -> None:
    deals = column(data_dir, "maven_crm_sales/sales_pipeline.csv", "product")
    products = column(data_dir, "maven_crm_sales/products.csv", "product")
    merged = merge_variants(deals + products)
    assert {value: name for value, name in merged.items() if value != name} == {"GTX Pro": "GTXPro"}
    assert country_code("Philipines") == "PH"


@pytest.mark.parametrize(
    ("file", "name", "kind"),
    [
        ("zoho_crm_sample/Potentials.csv", "Stage", "category"),
        ("zoho_crm_sample/Potentials.csv", "Expected Revenue", "number"),
        ("zoho_crm_sample/Potentials.csv", "Amount Tier", "category"),
        ("zoho_crm_sample/Potentials.csv", "Tasks Involved", "boolean"),
        ("zoho_crm_sample/Campaigns.csv", "Budgeted Cost", "number"),
        ("zoho_crm_sample/Contacts.csv", "Email", "text"),
        ("ich_school_crm/Deals.csv", "Id", "text"),
        ("ich_school_crm/Deals.csv", "Stage", "category"),
        ("ich_school_crm/Deals.csv", "Course duration", "number"),
        ("maven_crm_sales/sales_pipeline.csv", "opportunity_id", "text"),
        ("maven_crm_sales/accounts.csv", "year_established", "number"),
        ("ravenstack_saas_synthetic/ravenstack_accounts.csv", "is_trial", "boolean"),
        ("crunchbase_2013/crunchbase-companies.csv", "founded_at", "date"),
        ("crunchbase_2013/crunchbase-companies.csv", "funding_total_usd", "number"),
        ("crunchbase_2013/crunchbase-companies.csv", "status", "category"),
    ],
)
def test_kinds(data_dir: Path, file: str, name: str, kind: str) -> None:
    assert guess_kind(column(data_dir, file, name)).value == kind
