"""Zoho: ids with and without prefix, paired look-ups, renamed modules, four languages; and the real sample."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whofor.intake.mapping.detect import detect
from whofor.intake.mapping.plan import RawFile
from whofor.model import Role

Import = Callable[..., Any]
Day = Callable[[str], float]

ACCOUNTS = [
    {"Record Id": "zcrm_100", "Account Owner.id": "zcrm_9", "Account Owner": "Olga Orr", "Account Name": "Acme", "Parent Account.id": "", "Parent Account": "",
     "Account Site": "HQ", "Account Type": "Customer", "Industry": "Energy", "Annual Revenue": "5000000", "Employees": "1200", "Rating": "Hot", "Website": "www.acme.fr",
     "Billing City": "Lyon", "Billing Country": "France", "Created Time": "2024-01-05 08:00:00", "Last Activity Time": "2025-06-01 00:00:00", "Segment": "Grid"},
    {"Record Id": "zcrm_101", "Account Owner.id": "zcrm_9", "Account Owner": "Acme", "Account Name": "Birch", "Parent Account.id": "100", "Parent Account": "Acme",
     "Account Type": "Prospect", "Industry": "Retail", "Employees": "40", "Billing City": "Ulm", "Billing Country": "Germany", "Created Time": "2024-02-05 08:00:00",
     "Segment": "Shop"},
]  # fmt: skip
DEALS = [
    {"Record Id": "zcrm_200", "Deal Owner.id": "zcrm_9", "Deal Owner": "Olga Orr", "Amount": "1000", "Currency": "EUR", "Deal Name": "Grid", "Closing Date": "2025-03-01",
     "Account Name.id": "zcrm_100", "Account Name": "Acme", "Contact Name.id": "zcrm_300", "Contact Name": "Ann Ames", "Stage": "Closed Won", "Type": "New Business",
     "Probability (%)": "100", "Expected Revenue": "1000", "Lead Source": "Web", "Campaign Source.id": "zcrm_8", "Campaign Source": "Spring", "Next Step": "bill",
     "Created Time": "2025-01-10 09:00:00", "Last Activity Time": "2025-03-02 00:00:00", "Lead Conversion Time": "4", "Sales Cycle Duration": "50",
     "Overall Sales Duration": "54", "Reason For Loss": "", "Pipeline": "Standard", "Plan": "Gold"},
    {"Record Id": "zcrm_201", "Deal Owner.id": "zcrm_9", "Deal Owner": "Olga Orr", "Amount": "500", "Currency": "EUR", "Deal Name": "Shop", "Closing Date": "2025-04-01",
     "Account Name.id": "101", "Account Name": "Birch", "Stage": "Closed-Lost to Competition", "Type": "Existing Business", "Lead Source": "Fair",
     "Created Time": "2025-01-11 09:00:00", "Sales Cycle Duration": "80", "Reason For Loss": "Price", "Pipeline": "Standard", "Plan": "Blue"},
    {"Record Id": "zcrm_202", "Deal Owner.id": "zcrm_9", "Deal Owner": "Pia Poe", "Amount": "700", "Currency": "EUR", "Deal Name": "Two", "Closing Date": "2027-01-01",
     "Account Name.id": "zcrm_101", "Account Name": "Birch", "Stage": "Negotiation/Review", "Lead Source": "Web", "Created Time": "2025-05-11 09:00:00",
     "Pipeline": "Standard", "Plan": "Gold"},
]  # fmt: skip
EXPORT = {
    "Accounts.csv": ACCOUNTS,
    "Deals.csv": DEALS,
    "Contacts.csv": [
        {"Record Id": "zcrm_300", "Contact Owner.id": "zcrm_9", "Contact Owner": "Olga Orr", "First Name": "Ann", "Last Name": "Ames", "Account Name.id": "100",
         "Account Name": "Acme", "Email": "ann@acme.fr", "Title": "CTO", "Department": "IT", "Reporting To": "Bob Bell", "Assistant": "Zed", "Created Time": "2024-06-01 00:00:00"},
    ],
    "Leads.csv": [{"Record Id": "zcrm_400", "Lead Owner.id": "zcrm_9", "Lead Owner": "Olga Orr", "Company": "Low", "Last Name": "Low", "Lead Status": "Contacted"}],
    "Calls.csv": [
        {"Record Id": "zcrm_500", "Call Owner": "Olga Orr", "Subject": "Hello", "Call Type": "Outbound", "Call Start Time": "2025-01-20 10:00:00", "Call Duration (in seconds)": "90",
         "Call Result": "Reached", "Related To.id": "zcrm_200", "Related To": "Grid", "Contact Name.id": "zcrm_300", "Contact Name": "Ann Ames"},
        {"Record Id": "zcrm_501", "Call Owner": "Olga Orr", "Subject": "Hello", "Call Type": "Inbound", "Call Start Time": "2025-01-21 10:00:00",
         "Related To.id": "101", "Related To": "Birch"},
    ],
    "Tasks.csv": [{"Record Id": "zcrm_600", "Task Owner": "Olga Orr", "Subject": "Bill", "Due Date": "2025-02-01", "Status": "Completed", "Priority": "High",
                   "Related To.id": "zcrm_202", "Contact Name.id": "", "Closed Time": "2025-02-03 00:00:00"}],
    "Events.csv": [{"Record Id": "zcrm_700", "Host.id": "zcrm_9", "Host": "Olga Orr", "Title": "Demo", "From": "2025-05-20 10:00:00", "To": "2025-05-20 11:00:00", "Related To.id": "zcrm_202"}],
    "Notes.csv": [{"Record Id": "zcrm_800", "Note Owner": "Olga Orr", "Note Title": "n", "Note Content": "text", "Parent Id": "zcrm_100", "Created Time": "2025-05-21 10:00:00"}],
}  # fmt: skip


def test_export_of_all_modules(imported: Import, day: Day) -> None:
    got = imported(EXPORT)
    assert got.preset == "zoho"
    assert got.rows("accounts", "account_key", "name", "domain", "parent_key", "country", "city", "employees") == [
        ("100", "Acme", "www.acme.fr".removeprefix("www."), None, "FR", "Lyon", 1200.0),
        ("101", "Birch", None, "100", "DE", "Ulm", 40.0),
    ]
    assert got.rows(
        "deals",
        "deal_key",
        "account_key",
        "contact_key",
        "outcome",
        "amount",
        "currency",
        "owner",
        "lead_source_detail",
        "pipeline",
    ) == [
        ("200", "100", "300", "won", 1000.0, "EUR", "Olga Orr", "Spring", "Standard"),
        ("201", "101", None, "lost", 500.0, "EUR", "Olga Orr", None, "Standard"),
        ("202", "101", None, "open", 700.0, "EUR", "Pia Poe", None, "Standard"),
    ]
    assert got.tables["deals"]["closed"] == [day("2025-03-01"), day("2025-04-01"), None]
    assert got.rows("contacts", "contact_key", "account_key", "title", "job_function") == [("300", "100", "CTO", "IT")]
    assert sorted(got.rows("interactions", "kind", "deal_key", "account_key", "contact_key", "duration_seconds"), key=str) == sorted([
        ("Call", "200", None, "300", 90.0),
        ("Call", None, "101", None, None),
        ("Task", "202", None, None, None),
        ("Meeting", "202", None, None, None),
        ("Note", None, "100", None, None),
    ], key=str)  # fmt: skip
    assert not [key for key in got.issues if key[0] in ("unmatched_key", "duplicate_key", "missing_key")]


def test_leaks_are_barred(imported: Import) -> None:
    got = imported(EXPORT)
    assert got.leaks() >= {
        "Sales Cycle Duration", "Reason For Loss", "Overall Sales Duration", "Lead Conversion Time", "Expected Revenue", "Probability (%)",
        "Last Activity Time", "Next Step", "Account Type", "Rating",
    }  # fmt: skip
    assert got.roles["deals", "Plan"] is Role.DEFINITION
    assert got.roles["accounts", "Segment"] is Role.DEFINITION
    labels = {label for _, label in got.roles}
    assert (
        not {
            "Account Owner",
            "Parent Account",
            "Account Site",
            "Reporting To",
            "Assistant",
            "Contact Name",
            "Deal Owner.id",
        }
        & labels
    )


def test_renamed_modules(imported: Import) -> None:
    accounts = [
        {name.replace("Account", "Company").replace("Record Id", "Company Id"): text for name, text in row.items()} for row in ACCOUNTS
    ]  # fmt: skip
    deals = [
        {name.replace("Account", "Company").replace("Record Id", "Deal Id"): text for name, text in row.items()} for row in DEALS
    ]  # fmt: skip
    got = imported({"Companies.csv": accounts, "Deals.csv": deals})
    assert got.preset == "zoho"
    assert got.rows("deals", "deal_key", "account_key", "outcome") == [
        ("200", "100", "won"),
        ("201", "101", "lost"),
        ("202", "101", "open"),
    ]
    assert got.tables["accounts"]["name"] == ["Acme", "Birch"]


def test_api_names(imported: Import) -> None:
    deals = [
        {"id": "200", "Deal_Name": "Grid", "Account_Name.id": "100", "Account_Name.name": "Acme", "Stage": "Closed Won", "Closing_Date": "2025-03-01",
         "Created_Time": "2025-01-10T09:00:00+01:00", "Amount": "10", "Reason_For_Loss__s": "", "Expected_Revenue": "9", "Owner.name": "Olga Orr", "Lead_Source": "Web"},
    ]  # fmt: skip
    accounts = [
        {"id": "100", "Account_Name": "Acme", "Account_Type": "x", "Billing_Country": "France", "Annual_Revenue": "7"}
    ]
    got = imported({"deals.csv": deals, "accounts.csv": accounts})
    assert got.preset == "zoho"
    assert got.rows("deals", "deal_key", "account_key", "outcome", "owner") == [("200", "100", "won", "Olga Orr")]
    assert got.rows("accounts", "account_key", "country") == [("100", "FR")]
    assert "Expected_Revenue" in got.leaks()


LANGUAGES = {
    "fr": ("ID de l'enregistrement", "Nom de l'affaire", "Nom du compte", "Étape", "Montant", "Date de clôture", "Heure de création", "Fermé gagné", "Fermé perdu"),
    "es": ("ID de registro", "Nombre del trato", "Nombre de cuenta", "Fase", "Importe", "Fecha de cierre", "Hora de creación", "Cerrado ganado", "Cerrado perdido"),
    "de": ("Datensatz-ID", "Geschäftsname", "Kontoname", "Phase", "Betrag", "Abschlussdatum", "Erstellungszeit", "Geschlossen gewonnen", "Geschlossen verloren"),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_in_other_languages(imported: Import, day: Day, language: str) -> None:
    key, name, account, stage, amount, close, created, won, lost = LANGUAGES[language]
    rows = [
        {key: f"zcrm_{number}", name: "D", f"{account}.id": "zcrm_100", account: "Acme", stage: text, amount: "10", close: "2025-03-01", created: "2025-01-10"}
        for number, text in enumerate((won, lost, "Demo"))
    ]  # fmt: skip
    got = imported({"x.csv": rows})
    assert got.preset == "zoho"
    assert got.rows("deals", "deal_key", "account_key", "outcome", "closed") == [
        ("0", "100", "won", day("2025-03-01")),
        ("1", "100", "lost", day("2025-03-01")),
        ("2", "100", "open", None),
    ]


STAGES = {
    "won": ["Closed Won", "Closed (Won)", "Won", "Closed-Won", "5. Closed Won", "Gagnée", "Cerrado ganado", "Gewonnen"],
    "lost": ["Closed Lost", "Closed (Lost)", "Closed-Lost to Competition", "Lost", "Fermé perdu", "Perdida", "Verloren", "Nicht gewonnen", "Non gagné"],
    "open": ["Qualification", "Identify Decision Makers", "Value Proposition"],
}  # fmt: skip


def test_stage_texts(imported: Import) -> None:
    texts = [(text, outcome) for outcome, stages in STAGES.items() for text in stages]
    got = imported(
        {
            "Deals.csv": [
                {**DEALS[0], "Record Id": f"zcrm_{number}", "Stage": text} for number, (text, _) in enumerate(texts)
            ]
        }
    )
    assert list(zip([text for text, _ in texts], got.tables["deals"]["outcome"], strict=True)) == texts


def test_the_forecast_type_of_a_stage_decides_before_its_name(imported: Import) -> None:
    kinds = ["Closed Won", "Closed Lost", "Open"]
    rows = [{**row, "Stage": "Abc", "Forecast Type": kind} for row, kind in zip(DEALS, kinds, strict=True)]
    assert imported({"Deals.csv": rows}).tables["deals"]["outcome"] == ["won", "lost", "open"]


def test_leads_alone_are_the_deals(imported: Import) -> None:
    leads = [
        {"Record Id": f"zcrm_{number}", "Lead Owner.id": "zcrm_9", "Lead Owner": "Olga Orr", "Company": company, "Last Name": "X", "Email": f"x@{company}.fr", "Lead Status": status,
         "Is Converted": converted, "Industry": "Energy", "No. of Employees": "51-200", "Country": "France", "Lead Source": "Web", "Created Time": "2025-01-01 00:00:00", "Rating": "Hot"}
        for number, (company, status, converted) in enumerate([("low", "Contacted", "true"), ("mot", "Junk Lead", "false"), ("mot", "Contacted", "false")])
    ]  # fmt: skip
    got = imported({"Leads.csv": leads})
    assert got.preset == "zoho"
    assert got.rows("deals", "deal_key", "account_key", "outcome") == [
        ("0", "low", "won"),
        ("1", "mot", "lost"),
        ("2", "mot", "open"),
    ]
    assert got.rows("accounts", "account_key", "country") == [("low", "FR"), ("mot", "FR")]
    assert "Rating" in got.leaks()


def test_rows_without_keys_are_numbered_and_nothing_refers_to_them_by_chance(imported: Import) -> None:
    deals = [{header: text for header, text in row.items() if header != "Record Id"} for row in DEALS]
    tasks = [
        {
            "Task Owner": "O",
            "Subject": "s",
            "Due Date": "2025-02-01",
            "Status": "Open",
            "Created Time": "2025-01-01 00:00:00",
        }
    ]
    calls = [
        {
            "TASKID": "1",
            "Call Start Time": "2025-01-01 00:00:00",
            "Call Type": "Inbound",
            "Call Owner": "O",
            "Subject": "s",
            "POTENTIALID": "2",
        }
    ]
    got = imported({"Deals.csv": deals, "Tasks.csv": tasks, "Calls.csv": calls})
    assert got.tables["deals"]["deal_key"] == ["#1", "#2", "#3"]
    assert sorted(got.rows("interactions", "kind", "deal_key")) == [("Call", None), ("Task", None)]
    assert len(set(got.tables["interactions"]["interaction_key"])) == 2


def test_columns_shuffled_missing_and_extra(imported: Import) -> None:
    order = random.Random(3).sample(list(DEALS[0]), len(DEALS[0]))
    gone = {"Deal Owner.id", "Type", "Expected Revenue", "Account Name"}
    rows = [
        {"Mystery": "m", **{header: row.get(header, "") for header in order if header not in gone}} for row in DEALS
    ]
    got = imported({"Deals.csv": rows, "Accounts.csv": ACCOUNTS})
    assert got.preset == "zoho"
    assert got.rows("deals", "deal_key", "account_key", "outcome") == [
        ("200", "100", "won"),
        ("201", "101", "lost"),
        ("202", "101", "open"),
    ]


NEEDED = ("Record Id", "Deal Name", "Stage", "Closing Date", "Account Name.id")


@given(st.sets(st.sampled_from([header for header in DEALS[0] if header not in NEEDED])))
def test_columns_that_are_not_needed_may_go(dropped: set[str]) -> None:
    left = tuple(header for header in DEALS[0] if header not in dropped)
    assert detect([RawFile("x.csv", left)]).name == "zoho"


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_real_sample(imported: Import, data_dir: Path, day: Day) -> None:
    folder = data_dir / "zoho_crm_sample"
    got = imported(folder, merge=False)
    deals, leads, accounts = (read(folder / f"{name}.csv") for name in ("Potentials", "Leads", "Accounts"))
    assert got.preset == "zoho"
    assert len(deals) == 3632
    outcomes = {"Closed Won": "won", "Closed Lost": "lost"}
    expected = [outcomes.get(row["Stage"], "open") for row in deals]
    assert got.tables["deals"]["outcome"] == expected
    assert Counter(expected) == {"won": 1425, "lost": 485, "open": 1722}

    def seen(text: str) -> float:
        moment = datetime.strptime(text, "%d %b, %Y %H:%M:%S")
        return day(moment.date().isoformat()) + (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86400

    assert got.tables["deals"]["opened"] == pytest.approx([seen(row["Created Time"]) for row in deals])
    closed = [(seen(row["Closing Date"]) if end != "open" else None) for row, end in zip(deals, expected, strict=True)]
    ended = [
        (mine, theirs) for mine, theirs in zip(got.tables["deals"]["closed"], closed, strict=True) if mine != theirs
    ]
    assert all(mine == pytest.approx(theirs) for mine, theirs in ended)
    assert got.tables["deals"]["amount"] == [float(row["Amount"].replace("$", "").replace(",", "")) for row in deals]
    assert set(got.tables["deals"]["currency"]) == {"USD"}
    # A potential names its lead, the lead its company; of accounts of one name the first is taken.
    company = {row["LEADID"]: row["Company"].lower() for row in leads}
    first: dict[str, str] = {}
    for row in accounts:
        first.setdefault(row["Account Name"].lower(), row["ACCOUNTID"])
    keys = [first.get(company[row["LEADID"]]) for row in deals]
    assert got.tables["deals"]["account_key"] == keys
    assert sum(key is not None for key in keys) == 3452
    assert got.issues["unmatched_key", "deals.account_key"] == 180
    assert got.tables["accounts"]["account_key"] == [row["ACCOUNTID"] for row in accounts]
    contacts = read(folder / "Contacts.csv")
    assert got.rows("contacts", "contact_key", "account_key") == [
        (row["CONTACTID"], row["Account Id"]) for row in contacts
    ]
    calls, events, tasks = (read(folder / f"{name}.csv") for name in ("Calls", "Events", "Tasks"))
    counts = Counter(got.tables["interactions"]["kind"])
    assert counts == {"Call": len(calls), "Meeting": len(events), "Task": len(tasks)}
    with_contact = sum(bool(row["CONTACTID"]) for row in [*calls, *events])
    assert sum(key is not None for key in got.tables["interactions"]["contact_key"]) == with_contact == 3960
