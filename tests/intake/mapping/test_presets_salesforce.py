"""Salesforce: raw exports and reports in four languages, invented row by row; and the real sample."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Callable
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

ACME, BIRCH, GONE = "001A0000012AbcdIAA", "001A0000012AbcDIAS", "001A0000012AbczIAC"
DEALS = [f"006A000000{letter}abcdIAB" for letter in ("K", "L", "M", "N")]
ANN, BOB = "003A0000013Ann1QAC", "003A0000013anN1QAG"
OWNER = "005A0000014OwnrAAI"

RAW_ACCOUNTS = [
    {"Id": ACME, "IsDeleted": "false", "Name": "Acme", "Type": "Customer - Direct", "ParentId": "", "BillingCountry": "France",
     "BillingCity": "Lyon", "Industry": "Energy", "NumberOfEmployees": "1200", "AnnualRevenue": "5000000", "Website": "https://www.acme.fr/x",
     "Site": "Rue 1", "OwnerId": OWNER, "Segment__c": "Grid", "Loss_Notes__c": "x", "CreatedDate": "2024-01-05T08:00:00.000+0000"},
    {"Id": BIRCH, "IsDeleted": "false", "Name": "Birch", "Type": "", "ParentId": ACME[:15], "BillingCountry": "Germany", "BillingCity": "Ulm",
     "Industry": "Retail", "NumberOfEmployees": "40", "Segment__c": "Shop", "CreatedDate": "2024-02-05T08:00:00.000+0000"},
    {"Id": GONE, "IsDeleted": "true", "Name": "Gone", "CreatedDate": "2024-02-05T08:00:00.000+0000"},
]  # fmt: skip
RAW_DEALS = [
    {"Id": DEALS[0], "IsDeleted": "false", "AccountId": ACME, "Name": "Acme grid", "StageName": "Signed", "Amount": "1000", "CurrencyIsoCode": "EUR",
     "Probability": "100", "CloseDate": "2025-03-01", "IsClosed": "true", "IsWon": "true", "OwnerId": OWNER, "CreatedDate": "2025-01-10T09:00:00.000+0000",
     "LeadSource": "Web", "Type": "New", "ForecastCategory": "Closed", "NextStep": "call", "Plan__c": "Gold", "Loss_Reason__c": "", "Competitor__c": "X", "New_ARR__c": "10"},
    {"Id": DEALS[1], "IsDeleted": "false", "AccountId": BIRCH[:15], "Name": "Birch shop", "StageName": "Closed Won", "Amount": "500", "CurrencyIsoCode": "EUR",
     "Probability": "0", "CloseDate": "2025-04-01", "IsClosed": "true", "IsWon": "false", "OwnerId": "005A0000014Nobody", "CreatedDate": "2025-01-11T09:00:00.000+0000",
     "Plan__c": "Blue", "Loss_Reason__c": "price", "New_ARR__c": "11"},
    {"Id": DEALS[2], "IsDeleted": "false", "AccountId": BIRCH, "Name": "Birch two", "StageName": "Demo", "Amount": "700", "CurrencyIsoCode": "USD",
     "Probability": "40", "CloseDate": "2027-01-01", "IsClosed": "false", "IsWon": "false", "OwnerId": OWNER, "CreatedDate": "2025-05-11T09:00:00.000+0000",
     "Plan__c": "Gold", "New_ARR__c": "12"},
    {"Id": DEALS[3], "IsDeleted": "true", "AccountId": ACME, "Name": "Gone", "StageName": "Demo", "CloseDate": "2025-01-01", "IsClosed": "false", "IsWon": "false",
     "CreatedDate": "2025-01-01T09:00:00.000+0000"},
]  # fmt: skip
RAW_CONTACTS = [
    {"Id": ANN, "IsDeleted": "false", "AccountId": ACME, "LastName": "Ames", "FirstName": "Ann", "Name": "Ann Ames", "Title": "CTO", "Department": "IT",
     "Email": "ann@acme.fr", "ReportsToId": BOB, "AssistantName": "Zed", "CreatedDate": "2024-06-01T00:00:00.000+0000"},
    {"Id": BOB, "IsDeleted": "false", "AccountId": BIRCH, "LastName": "Bell", "FirstName": "Bob", "Name": "Bob Bell", "Title": "CEO",
     "Email": "bob@birch.de", "CreatedDate": "2024-06-02T00:00:00.000+0000"},
]  # fmt: skip
RAW = {
    "Account.csv": RAW_ACCOUNTS,
    "Opportunity.csv": RAW_DEALS,
    "Contact.csv": RAW_CONTACTS,
    "Lead.csv": [{"Id": "00QA0000015LeadIAB", "IsDeleted": "false", "LastName": "Low", "Company": "Low Ltd", "Status": "Open", "IsConverted": "false"}],
    "User.csv": [{"Id": OWNER[:15], "Username": "o@x.com", "LastName": "Orr", "Name": "Olga Orr", "IsActive": "true", "ProfileId": "00eX"}],
    "OpportunityContactRole.csv": [
        {"Id": "00KA00000000001IAA", "OpportunityId": DEALS[0], "ContactId": BOB, "Role": "Influencer", "IsPrimary": "false"},
        {"Id": "00KA00000000002IAA", "OpportunityId": DEALS[0][:15], "ContactId": ANN, "Role": "Decision Maker", "IsPrimary": "true"},
    ],
    "OpportunityHistory.csv": [
        {"Id": "008A00000000001IAA", "OpportunityId": DEALS[0], "StageName": "Demo", "CreatedDate": "2025-01-10T09:00:00.000+0000", "IsDeleted": "false"},
        {"Id": "008A00000000002IAA", "OpportunityId": DEALS[0], "StageName": "Signed", "CreatedDate": "2025-03-01T09:00:00.000+0000", "IsDeleted": "false"},
    ],
    "OpportunityFieldHistory.csv": [
        {"Id": "017A00000000001IAA", "OpportunityId": DEALS[1], "Field": "StageName", "OldValue": "Demo", "NewValue": "Closed Won", "CreatedDate": "2025-02-01T09:00:00.000+0000"},
        {"Id": "017A00000000002IAA", "OpportunityId": DEALS[1], "Field": "Amount", "OldValue": "1", "NewValue": "500", "CreatedDate": "2025-02-01T09:00:00.000+0000"},
    ],
    "Task.csv": [
        {"Id": "00TA00000000001IAA", "AccountId": ACME, "WhoId": ANN, "WhatId": DEALS[0][:15], "Subject": "Call", "ActivityDate": "2025-01-20", "Status": "Completed",
         "Priority": "Normal", "TaskSubtype": "Call", "CallType": "Outbound", "CallDurationInSeconds": "90", "CallDisposition": "Reached", "IsDeleted": "false"},
        {"Id": "00TA00000000002IAA", "AccountId": BIRCH, "WhoId": "00QA0000015LeadIAB", "WhatId": BIRCH, "Subject": "Mail", "ActivityDate": "2025-01-21", "Status": "Open",
         "Priority": "Normal", "IsDeleted": "false"},
    ],
    "Event.csv": [
        {"Id": "00UA00000000001IAA", "WhoId": BOB, "WhatId": DEALS[2], "Subject": "Demo", "StartDateTime": "2025-05-20T10:00:00.000+0000",
         "EndDateTime": "2025-05-20T11:00:00.000+0000", "ActivityDate": "2025-05-20", "AccountId": BIRCH, "IsDeleted": "false"},
    ],
}  # fmt: skip


def test_raw_export_of_all_objects(imported: Import, day: Day) -> None:
    got = imported(RAW)
    assert got.preset == "salesforce"
    acme, birch = ACME[:15], BIRCH[:15]
    assert got.rows(
        "accounts", "account_key", "name", "domain", "parent_key", "country", "city", "employees", "x_segment_c"
    ) == [
        (acme, "Acme", "acme.fr", None, "FR", "Lyon", 1200.0, "Grid"),
        (birch, "Birch", None, acme, "DE", "Ulm", 40.0, "Shop"),
    ]
    assert got.rows("deals", "deal_key", "account_key", "contact_key", "outcome", "amount", "currency", "owner") == [
        (DEALS[0][:15], acme, ANN[:15], "won", 1000.0, "EUR", "Olga Orr"),
        (DEALS[1][:15], birch, None, "lost", 500.0, "EUR", "005A0000014Nobody"),
        (DEALS[2][:15], birch, None, "open", 622.11, "USD", "Olga Orr"),
    ]
    assert got.tables["deals"]["closed"] == [day("2025-03-01"), day("2025-04-01"), None]
    assert got.tables["deals"]["opened"][0] == pytest.approx(day("2025-01-10") + 9 / 24)
    assert got.rows("contacts", "contact_key", "account_key", "title", "buying_role") == [
        (ANN[:15], acme, "CTO", "Decision Maker"),
        (BOB[:15], birch, "CEO", "Influencer"),
    ]
    assert got.rows("interactions", "deal_key", "account_key", "contact_key", "kind") == [
        (DEALS[0][:15], acme, ANN[:15], "Call"),
        (None, birch, None, "Task"),
        (DEALS[2][:15], birch, BOB[:15], "Meeting"),
    ]
    assert sorted(got.rows("stages", "deal_key", "stage")) == [
        (DEALS[0][:15], "Demo"),
        (DEALS[0][:15], "Signed"),
        (DEALS[1][:15], "Closed Won"),
    ]


def test_what_is_left_out_is_counted_and_leads_are_no_deals_beside_opportunities(imported: Import) -> None:
    got = imported(RAW)
    assert got.issues["filtered_row", "accounts"] == 1
    assert got.issues["filtered_row", "deals"] == 1
    assert got.issues["filtered_row", "stages"] == 1
    assert got.issues["file_not_used", ""] == 1
    assert not [key for key in got.issues if key[0] in ("unmatched_key", "duplicate_key", "missing_key")]


def test_leaks_are_barred_and_custom_fields_are_candidates(imported: Import) -> None:
    got = imported(RAW)
    assert got.leaks() >= {"NextStep", "Loss_Reason__c", "Competitor__c", "Type", "Loss_Notes__c"}
    assert got.roles["deals", "Plan__c"] is Role.DEFINITION
    assert got.roles["accounts", "Segment__c"] is Role.DEFINITION
    assert got.roles["deals", "New_ARR__c"] is Role.VALIDATION
    assert got.roles["contacts", "Title"] is Role.DEFINITION
    assert not {"ReportsToId", "AssistantName", "OwnerId", "Site"} & {label for _, label in got.roles}


def test_ids_that_differ_by_case_only_are_two(imported: Import) -> None:
    got = imported({"a.csv": RAW_ACCOUNTS, "o.csv": [{**row, "AccountId": row["AccountId"][:15]} for row in RAW_DEALS]})
    assert got.tables["deals"]["account_key"] == [ACME[:15], BIRCH[:15], BIRCH[:15]]


def test_contacts_join_by_either_id_also_where_their_keys_are_hashes(imported: Import) -> None:
    roles = [{**row, "ContactId": row["ContactId"][:15]} for row in RAW["OpportunityContactRole.csv"]]
    got = imported({**RAW, "OpportunityContactRole.csv": roles}, keep_contacts=False)
    ann, bob = got.tables["contacts"]["contact_key"]
    assert str(ann).startswith("h_")
    assert got.tables["contacts"]["buying_role"] == ["Decision Maker", "Influencer"]
    assert got.tables["deals"]["contact_key"] == [ann, None, None]
    assert got.tables["interactions"]["contact_key"] == [ann, None, bob]


def test_title_lines_and_footers_of_a_report(imported: Import) -> None:
    rows = report("en")
    lines = [",".join(f'"{text}"' for text in row) for row in (rows[0].keys(), *(row.values() for row in rows))]
    footer = [
        "",
        '"Grand Totals (3 records)"',
        '"Confidential Information - Do Not Distribute"',
        '"Copyright (c) 2000-2025 salesforce.com, inc. All rights reserved."',
    ]
    got = imported({"report.csv": "\n".join([*lines, *footer]) + "\n"})
    assert got.preset == "salesforce"
    assert got.tables["deals"]["outcome"] == ["won", "lost", "open"]


REPORTS = {
    "en": ("Opportunity ID", "Opportunity Name", "Account Name", "Opportunity Owner", "Stage", "Amount Currency", "Amount", "Close Date", "Created Date",
           "Lead Source", "Won", "Closed", "Probability (%)", "Closed Won", "Closed Lost", "Parent Account", "Account Owner", "Billing Country", "Industry"),
    "fr": ("ID de l'opportunité", "Nom de l'opportunité", "Nom du compte", "Propriétaire de l'opportunité", "Étape", "Devise du montant", "Montant", "Date de clôture",
           "Date de création", "Origine de la piste", "Gagnée", "Fermée", "Probabilité (%)", "Fermée gagnée", "Fermée perdue", "Compte principal", "Propriétaire du compte",
           "Pays de facturation", "Secteur d'activité"),
    "es": ("Id. de oportunidad", "Nombre de la oportunidad", "Nombre de la cuenta", "Propietario de la oportunidad", "Etapa", "Divisa de Importe", "Importe", "Fecha de cierre",
           "Fecha de creación", "Origen del candidato", "Ganada", "Cerrada", "Probabilidad (%)", "Cerrada ganada", "Cerrada perdida", "Cuenta principal",
           "Propietario de la cuenta", "País de facturación", "Sector"),
    "de": ("Opportunity-ID", "Opportunity-Name", "Accountname", "Opportunity-Inhaber", "Phase", "Betrag Währung", "Betrag", "Schlusstermin", "Erstelldatum", "Lead-Quelle",
           "Gewonnen", "Geschlossen", "Wahrscheinlichkeit (%)", "Geschlossen und gewonnen", "Geschlossen und verloren", "Übergeordneter Account", "Account-Inhaber",
           "Rechnungsland", "Branche"),
}  # fmt: skip


def report(language: str, *, flags: bool = True) -> list[dict[str, str]]:
    """The same three deals in a report of each language."""
    (key, name, account, owner, stage, currency, amount, close, created, source, won, closed, probability, stage_won, stage_lost, parent, account_owner, country,
     industry) = REPORTS[language]  # fmt: skip
    rows = [
        ("006A000000Kabcd", "Grid", "Acme", stage_won, "1000", "01/03/2025", "1", "1", "100"),
        ("006A000000Labcd", "Shop", "Birch", stage_lost, "500", "21/04/2025", "0", "1", "0"),
        ("006A000000Mabcd", "Two", "Birch", "Demo", "700", "31/12/2027", "0", "0", "40"),
    ]
    table = [
        {key: k, name: n, account: a, owner: "Olga Orr", stage: s, currency: "EUR", amount: m, close: c, created: "15/01/2025", source: "Web", won: w, closed: e,
         probability: p, parent: "Holding", account_owner: "Peter Pan", country: "France" if a == "Acme" else "Germany", industry: "Energy"}
        for k, n, a, s, m, c, w, e, p in rows
    ]  # fmt: skip
    return table if flags else [{k: v for k, v in row.items() if k not in (won, closed, probability)} for row in table]


@pytest.mark.parametrize("flags", [True, False], ids=["flags", "stage only"])
@pytest.mark.parametrize("language", REPORTS)
def test_report_export_in_four_languages(imported: Import, day: Day, language: str, flags: bool) -> None:
    got = imported({"report1700000000000.csv": report(language, flags=flags)})
    assert got.preset == "salesforce"
    assert got.rows(
        "deals", "deal_key", "name", "account_key", "outcome", "amount", "currency", "lead_source", "owner"
    ) == [
        ("006A000000Kabcd", "Grid", "Acme", "won", 1000.0, "EUR", "Web", "Olga Orr"),
        ("006A000000Labcd", "Shop", "Birch", "lost", 500.0, "EUR", "Web", "Olga Orr"),
        ("006A000000Mabcd", "Two", "Birch", "open", 700.0, "EUR", "Web", "Olga Orr"),
    ]
    assert got.tables["deals"]["closed"] == [day("2025-03-01"), day("2025-04-21"), None]
    assert got.tables["deals"]["opened"] == [day("2025-01-15")] * 3
    # The account's own fields in the same report become accounts; owner and parent are nobody's identity.
    assert got.rows("accounts", "account_key", "name", "country", "industry") == [
        ("Acme", "Acme", "FR", "Energy"),
        ("Birch", "Birch", "DE", "Energy"),
    ]
    known = {str(value) for table in got.tables.values() for values in table.values() for value in values}
    assert not {"Holding", "Peter Pan"} & known


def test_a_report_of_accounts_joins_by_name_where_the_deals_have_no_id(imported: Import) -> None:
    accounts = [
        {
            "Account ID": "001A0000012Abcd",
            "Account Name": "ACME",
            "Account Owner": "Birch",
            "Employees": "50",
            "Billing Country": "France",
        },
        {
            "Account ID": "001A0000012AbcD",
            "Account Name": "Birch",
            "Account Owner": "Acme",
            "Employees": "5",
            "Billing Country": "Spain",
        },
    ]
    got = imported({"a.csv": accounts, "o.csv": report("en")})
    assert got.tables["deals"]["account_key"] == ["001A0000012Abcd", "001A0000012AbcD", "001A0000012AbcD"]
    assert got.tables["accounts"]["name"] == ["ACME", "Birch"]


def deal(**facts: str) -> dict[str, str]:
    return {
        "Opportunity Name": "D",
        "Account Name": "A",
        "Created Date": "2025-01-15",
        "Close Date": "2025-03-31",
        **facts,
    }


def test_flags_decide_before_probability_and_that_before_the_stage(imported: Import) -> None:
    rows = [
        deal(Stage="Closed Lost", Won="1", Closed="1", Forecast="", **{"Probability (%)": "0%"}),
        deal(Stage="Gewonnen", Won="0", Closed="1", **{"Probability (%)": "100%"}),
        deal(Stage="Abc", Won="", Closed="", **{"Forecast Category": "Closed", "Probability (%)": "100%"}),
        deal(Stage="Abc", Won="", Closed="", **{"Forecast Category": "Omitted", "Probability (%)": "0%"}),
        deal(Stage="Closed Won", Won="", Closed="", **{"Forecast Category": "Pipeline", "Probability (%)": "10%"}),
        deal(Stage="Demo", Won="", Closed="0", **{"Forecast Category": "Omitted", "Probability (%)": "10%"}),
        deal(Stage="Xyz", Won="", Closed="1", **{"Forecast Category": "Pipeline", "Probability (%)": "10%"}),
    ]
    got = imported({"o.csv": rows})
    assert got.tables["deals"]["outcome"] == ["won", "lost", "won", "lost", "won", "open", None]
    assert got.issues["no_outcome", "deals.outcome"] == 1


STAGES = {
    "won": ["Closed Won", "Won", "6 - Closed Won", "Clôturée gagnée", "Fermée/gagnée", "Gagnée", "Cerrada ganada", "Ganado", "Gewonnen", "Geschlossen und gewonnen"],
    "lost": ["Closed Lost", "Lost to competitor", "Fermée perdue", "Perdu", "Non gagnée", "Cerrada perdida", "No ganada", "Verloren", "Geschlossen - verloren", "Nicht gewonnen"],
    "open": ["Prospecting", "Négociation", "Propuesta", "Angebot"],
}  # fmt: skip


def test_stage_texts_of_four_languages(imported: Import) -> None:
    texts = [(text, outcome) for outcome, stages in STAGES.items() for text in stages]
    got = imported({"o.csv": [deal(Stage=text) for text, _ in texts]})
    assert list(zip([text for text, _ in texts], got.tables["deals"]["outcome"], strict=True)) == texts


LEADS = [
    {"Id": "00QA0000015LeadIAB", "IsDeleted": "FALSE", "LastName": "Low", "FirstName": "Lea", "Company": "Low Ltd", "Title": "CEO", "Email": "lea@low.fr", "Status": "Qualified",
     "IsConverted": "TRUE", "ConvertedDate": "2025-02-01", "ConvertedAccountId": ACME, "Industry": "Energy", "NumberOfEmployees": "51-200", "Country": "France",
     "LeadSource": "Web", "OwnerId": OWNER, "CreatedDate": "2025-01-01", "Rating": "Hot", "Volume__c": "9"},
    {"Id": "00QA0000015MeadIAB", "IsDeleted": "FALSE", "LastName": "Mot", "FirstName": "Max", "Company": "Mot SA", "Title": "CTO", "Email": "max@mot.es", "Status": "Unqualified",
     "IsConverted": "FALSE", "Industry": "Retail", "NumberOfEmployees": "12", "Country": "España", "LeadSource": "Fair", "OwnerId": OWNER, "CreatedDate": "2025-01-02",
     "Volume__c": "8"},
    {"Id": "00QA0000015NeadIAB", "IsDeleted": "FALSE", "LastName": "Nil", "FirstName": "Nia", "Company": "Mot SA", "Title": "CFO", "Email": "nia@mot.es", "Status": "Working - Contacted",
     "IsConverted": "FALSE", "Industry": "Retail", "NumberOfEmployees": "12", "Country": "España", "LeadSource": "Fair", "OwnerId": OWNER, "CreatedDate": "2025-01-03",
     "Volume__c": "7"},
]  # fmt: skip


def test_leads_alone_are_the_deals(imported: Import, day: Day) -> None:
    got = imported({"Lead.csv": LEADS})
    assert got.preset == "salesforce"
    assert got.rows("deals", "deal_key", "account_key", "outcome", "closed", "lead_source") == [
        ("00QA0000015Lead", "Low Ltd", "won", day("2025-02-01"), "Web"),
        ("00QA0000015Mead", "Mot SA", "lost", None, "Fair"),
        ("00QA0000015Nead", "Mot SA", "open", None, "Fair"),
    ]
    assert [row[:2] for row in got.rows("accounts", "account_key", "country")] == [("Low Ltd", "FR"), ("Mot SA", "ES")]
    assert got.rows("contacts", "contact_key", "title")[0] == ("00QA0000015Lead", "CEO")
    assert "Rating" in got.leaks()
    assert got.roles["deals", "Volume__c"] is Role.DEFINITION
    assert not [key for key in got.issues if key[0] in ("unmatched_key", "duplicate_key", "missing_key")]


def test_columns_shuffled_missing_and_extra(imported: Import) -> None:
    shuffle = random.Random(7)
    deals: list[dict[str, str]] = []
    order = shuffle.sample(list(RAW_DEALS[0]), len(RAW_DEALS[0]))
    for row in RAW_DEALS:
        kept = {header: row.get(header, "") for header in order if header not in ("IsClosed", "OwnerId", "Name")}
        deals.append({"Zzz__c": "q", **{header.upper(): value for header, value in kept.items()}})
    got = imported({"o.csv": deals, "a.csv": RAW_ACCOUNTS})
    assert got.preset == "salesforce"
    assert got.tables["deals"]["outcome"] == ["won", "won", "open"]
    assert got.tables["deals"]["account_key"] == [ACME[:15], BIRCH[:15], BIRCH[:15]]


NEEDED = {
    "Opportunity.csv": {"StageName", "CloseDate", "AccountId"},
    "report": {"Opportunity Name", "Stage", "Close Date", "Account Name", "Opportunity Owner"},
}


@given(st.data())
def test_columns_that_are_not_needed_may_go(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(NEEDED)))
    headers = list(RAW_DEALS[0]) if kind == "Opportunity.csv" else list(report("en")[0])
    dropped = data.draw(st.sets(st.sampled_from([header for header in headers if header not in NEEDED[kind]])))
    left = tuple(header for header in headers if header not in dropped)
    assert detect([RawFile("x.csv", left)]).name == "salesforce"


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_real_sample(imported: Import, data_dir: Path, day: Day) -> None:
    folder = data_dir / "salesforce_dev_org_sample"
    got = imported(folder)
    deals, accounts = read(folder / "Opportunity.csv"), read(folder / "Account.csv")
    assert got.preset == "salesforce"
    expected = ["open" if row["IsClosed"] == "FALSE" else "won" if row["IsWon"] == "TRUE" else "lost" for row in deals]
    assert got.tables["deals"]["outcome"] == expected
    assert Counter(expected) == {"won": 12, "lost": 8, "open": 16}
    assert got.tables["deals"]["account_key"] == [row["AccountId"][:15] for row in deals]
    assert set(got.tables["deals"]["account_key"]) <= set(got.tables["accounts"]["account_key"])
    assert got.tables["accounts"]["account_key"] == [row["Id"][:15] for row in accounts]
    assert got.tables["contacts"]["account_key"] == [row["AccountId"][:15] for row in read(folder / "Contact.csv")]
    history = read(folder / "OpportunityHistory.csv")
    assert got.rows("stages", "deal_key", "stage") == [(row["OpportunityId"][:15], row["StageName"]) for row in history]

    def iso(text: str) -> float:
        month, number, year = text.split("/")
        return day(f"20{year}-{month}-{number}")

    assert got.tables["deals"]["opened"] == [iso(row["CreatedDate"]) for row in deals]
    closed = [
        None if outcome == "open" else iso(row["CloseDate"]) for row, outcome in zip(deals, expected, strict=True)
    ]
    assert got.tables["deals"]["closed"] == closed
