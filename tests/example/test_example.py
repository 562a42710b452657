from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import cast

import numpy as np
import pytest
from scipy.stats import chi2, chi2_contingency

import whofor.example
from whofor.errors import UsageError
from whofor.example import AS_OF, ExampleExport, PlantedTruth, csv_files, generate

PINNED = {
    "companies.csv": "62632154ec85b65f9ca9d290b1511aa151c77808d4d4a3b9e2be28309592477c",
    "deals.csv": "d524d2d76208f467eefd92ec2a3ba6d4228c24903e382d78b85a50597cfbf926",
    "contacts.csv": "a4c35db8d9dd25916644f486b3d4697e2e32ac51da55c3edb28895ac094d833d",
    "activities.csv": "831176a349e8eed8ebfe0e172bffd5fd541829edaecddeb8d00e6b0444bc4697",
    "client_outcomes.csv": "90a9229c689447628e47c89bf1edcd8fa1b9ee4245bcbca739ace8fda2270138",
    "spend.csv": "4fc2b6eaf7b202d417acd9bc309456b0523c9e97dbcc04e544175afcb91e7c5b",
}


def test_same_seed_gives_the_same_bytes_for_ever(export: ExampleExport):
    files = csv_files(export)
    assert {name: hashlib.sha256(data).hexdigest() for name, data in files.items()} == PINNED
    assert csv_files(generate(1)) == files


def test_another_seed_gives_another_company():
    assert csv_files(generate(2, n_deals=50)) != csv_files(generate(1, n_deals=50))


def test_files_are_csv_with_byte_order_mark(export: ExampleExport):
    for name, data in csv_files(export).items():
        assert data.startswith(b"\xef\xbb\xbf"), name
        header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        table = export.tables[name]
        assert tuple(header) == table.header
        assert tuple(map(tuple, rows)) == table.rows
        assert len(set(header)) == len(header)


def test_references_between_the_tables_hold(exports: list[ExampleExport]):
    for export in exports[:3]:
        companies = set(export.companies.column("Record ID"))
        contacts = set(export.contacts.column("Record ID"))
        deals = set(export.deals.column("Record ID"))
        assert len(companies) == len(export.companies.rows)
        assert len(contacts) == len(export.contacts.rows)
        assert set(export.contacts.column("Associated Company ID")) == companies
        assert set(export.deals.column("Associated Company IDs (Primary)")) - {""} <= companies
        assert set(export.activities.column("Associated Deal IDs")) == deals
        for cell in export.deals.column("Associated Contact IDs"):
            assert set(cell.split(";")) <= contacts


def test_names_are_unique_and_lead_nowhere(export: ExampleExport):
    domains = export.companies.column("Company Domain Name")
    assert len(set(export.companies.column("Company name"))) == len(export.companies.rows)
    assert all(domain.endswith(".example") for domain in domains)
    assert all(email.endswith(".example") for email in export.contacts.column("Email"))


def test_names_stay_unique_where_there_are_more_companies_than_names():
    export = generate(1, n_deals=16_000)
    assert len(set(export.companies.column("Company name"))) == len(export.companies.rows) > 7200


def test_stage_flags_and_dates_agree(exports: list[ExampleExport]):
    columns = (
        "Deal Stage", "Is Deal Closed?", "Is Closed Won", "Is closed lost", "Close Date", "Closed Lost Reason",
        "Closed Won Reason", "Deal Stage Probability", "Days to close",
    )  # fmt: skip
    for export in exports[:3]:
        for row in zip(*(export.deals.column(name) for name in columns), strict=True):
            stage, *flags, closing, lost_reason, won_reason, probability, days = row
            day = date.fromisoformat(closing[:10])
            if stage == "Closed Won":
                assert flags == ["true", "true", "false"]
                assert (lost_reason, probability) == ("", "1.0")
                assert won_reason
                assert int(days) > 0
            elif stage == "Closed Lost":
                assert flags == ["true", "false", "true"]
                assert (won_reason, probability) == ("", "0.0")
            else:
                assert flags == ["false", "false", "false"]
                assert (lost_reason, won_reason, days) == ("", "", "")
                assert (day + timedelta(days=1)).day == 1
            assert (day <= AS_OF) or flags[0] == "false"


def test_nothing_but_the_guessed_closings_lies_after_the_day_of_the_export(export: ExampleExport):
    dated = [
        (export.companies, "Create Date"),
        (export.companies, "Last Modified Date"),
        (export.companies, "Last Funding Date"),
        (export.companies, "Recent Deal Close Date"),
        (export.contacts, "Create Date"),
        (export.deals, "Create Date"),
        (export.activities, "Activity date"),
    ]
    for table, column in dated:
        assert max(table.column(column))[:10] <= AS_OF.isoformat(), column


def test_later_fields_leak_the_outcome_as_in_real_exports(export: ExampleExport):
    activities = defaultdict[str, list[int]](list)
    for won, n in zip(
        export.deals.column("Is Closed Won"), export.deals.column("Number of Sales Activities"), strict=True
    ):
        activities[won].append(int(n))
    assert np.mean(activities["true"]) > np.mean(activities["false"]) + 1
    stages = Counter(export.companies.column("Lifecycle Stage"))
    assert set(stages) == {"Customer", "Opportunity", "Lead"}
    for stage, revenue in zip(
        export.companies.column("Lifecycle Stage"), export.companies.column("Total Revenue"), strict=True
    ):
        assert (stage == "Customer") == bool(revenue)


def test_activity_counts_are_those_of_the_activities(export: ExampleExport):
    counted = Counter(export.activities.column("Associated Deal IDs"))
    written = dict(
        zip(export.deals.column("Record ID"), export.deals.column("Number of Sales Activities"), strict=True)
    )
    assert {deal: str(n) for deal, n in counted.items()} == written


def test_ceo_of_asia_appears_only_after_the_opening(export: ExampleExport):
    opened = dict(zip(export.deals.column("Record ID"), export.deals.column("Create Date"), strict=True))
    created = dict(zip(export.contacts.column("Record ID"), export.contacts.column("Create Date"), strict=True))
    rows = [row for row in export.activities.rows if row[2] == "Third call, CEO joined"]
    assert len(rows) > 50
    for row in rows:
        deal, contact = row[8], row[6]
        assert row[4][:10] >= opened[deal][:10]
        assert created[contact][:10] >= opened[deal][:10]


def test_the_ceo_joins_at_the_third_call(export: ExampleExport):
    calls: dict[str, list[str]] = {}
    for row in sorted(
        export.activities.rows, key=lambda row: (row[8], row[4][:10], row[2] == "Third call, CEO joined")
    ):
        if row[1] in ("Call", "Meeting"):
            calls.setdefault(row[8], []).append(row[2])
    joined = [
        titles.index("Third call, CEO joined") + 1 for titles in calls.values() if "Third call, CEO joined" in titles
    ]
    assert len(joined) > 50
    # Deals with a single conversation before have it at the second.
    assert sorted(joined)[len(joined) // 2] == 3
    assert max(joined) == 3


def test_a_marketing_executive_signs_alone_for_icp_b(export: ExampleExport):
    titles = dict(zip(export.contacts.column("Record ID"), export.contacts.column("Job Title"), strict=True))
    alone = {row[8] for row in export.activities.rows if titles[row[6]] == "Chief Marketing Officer"}
    assert len(alone) > 100
    assert {titles[row[6]] for row in export.activities.rows if row[8] in alone} == {"Chief Marketing Officer"}
    # All others are who they are without them.
    without = generate(seed=1, truth=PlantedTruth(icp_b_alone_share=0.0))
    n = len(without.contacts.rows)
    assert [row[:8] for row in export.contacts.rows[:n]] == [row[:8] for row in without.contacts.rows]
    assert export.deals.column("Deal Stage") == without.deals.column("Deal Stage")
    assert export.deals.column("Amount") == without.deals.column("Amount")


def null_values(export: ExampleExport) -> dict[str, dict[str, str]]:
    """Parameters without effect, by company."""
    companies = export.companies
    ids = companies.column("Record ID")
    by = {name: dict(zip(ids, companies.column(name), strict=True)) for name in companies.header}
    seniority: dict[str, str] = {}
    for company, level, title in zip(
        *(export.contacts.column(c) for c in ("Associated Company ID", "Seniority", "Job Title")), strict=True
    ):
        if title != "CEO":
            seniority.setdefault(company, level)
    return {
        "founded": {i: by["Year Founded"][i][:3] for i in ids},
        "public": by["Is Public"],
        "slack": {i: str("Slack" in by["Web Technologies"][i].split(";")) for i in ids},
        "round": {i: v for i, v in by["Last Funding Round"].items() if v},
        "city": {i: by["City"][i] for i in ids if by["Country/Region"][i] == "France"},
        "seniority": seniority,
    }


def test_null_parameters_are_not_associated_with_winning(exports: list[ExampleExport]):
    p_values: dict[str, list[float]] = defaultdict(list)
    for export in exports:
        deals = list(
            zip(
                *(
                    export.deals.column(c)
                    for c in ("Associated Company IDs (Primary)", "Is Deal Closed?", "Is Closed Won", "Deal Type")
                ),
                strict=True,
            )
        )
        closed = [(company, won == "true", kind) for company, is_closed, won, kind in deals if is_closed == "true"]
        cells = {name: [(v[c], y) for c, y, _ in closed if c in v] for name, v in null_values(export).items()}
        cells["deal type"] = [(kind, y) for _, y, kind in closed]
        for name, pairs in cells.items():
            levels = sorted({value for value, _ in pairs})
            counts = np.zeros((2, len(levels)))
            for value, y in pairs:
                counts[int(y), levels.index(value)] += 1
            p_values[name].append(cast("float", chi2_contingency(counts, correction=False)[1]))
    assert len(p_values) == 7
    for name, values in p_values.items():
        together = chi2.sf(-2 * np.log(values).sum(), 2 * len(values))  # Fisher's combined p-value
        # Deals of one account share the value, so that these p-values are a little too small.
        assert 0.0005 < together < 0.9999, (name, values)


@pytest.mark.parametrize(("seed", "n_deals"), [(-1, 10), (1, 0)])
def test_impossible_arguments_are_refused(seed: int, n_deals: int):
    with pytest.raises(UsageError, match="example"):
        generate(seed, n_deals=n_deals)


def test_one_deal_is_enough():
    export = generate(7, n_deals=1)
    assert len(set(export.deals.column("Record ID"))) == 1


def test_public_names():
    assert whofor.example.__all__ == sorted(whofor.example.__all__, key=lambda name: (not name.isupper(), name))
