"""Pipedrive: prefixes in four languages, links by id and by name, notes; and every CRM is recognised as itself."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whofor.intake.mapping.detect import detect
from whofor.intake.mapping.plan import RawFile
from whofor.model import Role

Import = Callable[..., Any]
Day = Callable[[str], float]

ORGANIZATIONS = [
    {"Organization - ID": "1", "Organization - Name": "Acme", "Organization - Owner": "Olga Orr", "Organization - Label": "Hot", "Organization - People": "3",
     "Organization - Open deals": "1", "Organization - Won deals": "2", "Organization - Organization created": "2024-01-05 08:00:00", "Organization - Website": "https://acme.fr",
     "Organization - Industry": "Energy", "Organization - Employee count": "1200", "Organization - Address": "Rue 1, Lyon", "Organization - City/town/village/locality of Address": "Lyon",
     "Organization - Country of Address": "France", "Organization - ZIP/Postal code of Address": "69001", "Organization - Parent": "Holding", "Organization - Segment": "Grid"},
    {"Organization - ID": "2", "Organization - Name": "Birch", "Organization - Owner": "Acme", "Organization - Organization created": "2024-02-05 08:00:00",
     "Organization - Industry": "Retail", "Organization - Employee count": "40", "Organization - City/town/village/locality of Address": "Ulm",
     "Organization - Country of Address": "Germany", "Organization - Segment": "Shop"},
]  # fmt: skip
DEALS = [
    {"Deal - ID": "10", "Deal - Title": "Grid", "Deal - Creator": "Pia Poe", "Deal - Owner": "Olga Orr", "Deal - Value": "1000", "Deal - Currency of Value": "EUR",
     "Deal - Weighted value": "1000", "Deal - Probability": "90", "Deal - Organization": "Acme", "Deal - Organization ID": "1", "Deal - Contact person": "Ann Ames",
     "Deal - Contact person ID": "7", "Deal - Pipeline": "Main", "Deal - Stage": "Lost and found", "Deal - Label": "x", "Deal - Status": "Won", "Deal - Deal created": "2025-01-10 09:00:00",
     "Deal - Won time": "2025-03-01 12:00:00", "Deal - Lost time": "", "Deal - Deal closed on": "2025-03-01 12:00:00", "Deal - Lost reason": "", "Deal - Expected close date": "2025-02-01",
     "Deal - Total activities": "4", "Deal - Source channel": "Web", "Deal - ARR": "5", "Deal - Plan": "Gold"},
    {"Deal - ID": "11", "Deal - Title": "Shop", "Deal - Owner": "Olga Orr", "Deal - Value": "500", "Deal - Currency of Value": "EUR", "Deal - Organization": "Birch",
     "Deal - Organization ID": "2", "Deal - Pipeline": "Main", "Deal - Stage": "Won over", "Deal - Status": "Lost", "Deal - Deal created": "2025-01-11 09:00:00",
     "Deal - Lost time": "2025-04-01 12:00:00", "Deal - Deal closed on": "2025-04-01 12:00:00", "Deal - Lost reason": "Price", "Deal - Source channel": "Fair", "Deal - Plan": "Blue"},
    {"Deal - ID": "12", "Deal - Title": "Two", "Deal - Owner": "Olga Orr", "Deal - Value": "700", "Deal - Currency of Value": "USD", "Deal - Organization": "Birch",
     "Deal - Organization ID": "2", "Deal - Pipeline": "Main", "Deal - Stage": "Demo", "Deal - Status": "Open", "Deal - Deal created": "2025-05-11 09:00:00",
     "Deal - Expected close date": "2027-01-01", "Deal - Source channel": "Web", "Deal - Plan": "Gold"},
    {"Deal - ID": "13", "Deal - Title": "Gone", "Deal - Organization ID": "1", "Deal - Status": "deleted", "Deal - Deal created": "2025-05-11 09:00:00"},
]  # fmt: skip
EXPORT = {
    "organizations.csv": ORGANIZATIONS,
    "deals.csv": DEALS,
    "people.csv": [{"Person - ID": "7", "Person - Name": "Ann Ames", "Person - Organization": "ACME", "Person - Email - Work": "ann@acme.fr", "Person - Owner": "Olga Orr",
                    "Person - Job title": "CTO", "Person - Person created": "2024-06-01 00:00:00"}],
    "activities.csv": [
        {"Activity - ID": "20", "Activity - Type": "Call", "Activity - Subject": "Hello", "Activity - Due date": "2025-01-20", "Activity - Done": "Done",
         "Activity - Assigned to user": "Olga Orr", "Activity - Deal": "Grid", "Activity - Organization": "Acme", "Activity - Contact person": "Ann Ames"},
        {"Activity - ID": "21", "Activity - Type": "Meeting", "Activity - Subject": "Demo", "Activity - Due date": "2025-05-20", "Activity - Done": "To do", "Activity - Deal": "Two"},
    ],
    "notes.csv": [{"ID": "20", "Content": "text", "Organization": "Acme", "Organization ID": "1", "Contact person": "Ann Ames", "Contact person ID": "7", "Deal title": "Shop",
                   "Deal ID": "11", "Add time": "2025-02-01 10:00:00", "User": "Olga Orr", "Note is pinned to deal": "No"}],
}  # fmt: skip


def test_export_of_all_entities(imported: Import, day: Day) -> None:
    got = imported(EXPORT)
    assert got.preset == "pipedrive"
    assert got.rows("accounts", "account_key", "name", "domain", "country", "city", "employees", "industry") == [
        ("1", "Acme", "acme.fr", "FR", "Lyon", 1200.0, "Energy"),
        ("2", "Birch", None, "DE", "Ulm", 40.0, "Retail"),
    ]
    assert got.rows(
        "deals",
        "deal_key",
        "name",
        "account_key",
        "contact_key",
        "outcome",
        "amount",
        "currency",
        "owner",
        "lead_source",
    ) == [
        ("10", "Grid", "1", "7", "won", 1000.0, "EUR", "Olga Orr", "Web"),
        ("11", "Shop", "2", None, "lost", 500.0, "EUR", "Olga Orr", "Fair"),
        ("12", "Two", "2", None, "open", 622.11, "USD", "Olga Orr", "Web"),
    ]
    assert got.tables["deals"]["closed"] == [day("2025-03-01") + 0.5, day("2025-04-01") + 0.5, None]
    assert got.rows("contacts", "contact_key", "account_key", "title") == [("7", "1", "CTO")]
    assert got.rows("interactions", "interaction_key", "kind", "deal_key", "account_key", "contact_key") == [
        ("20", "Call", "10", "1", None),
        ("21", "Meeting", "12", None, None),
        ("20", "Note", "11", "1", "7"),
    ]
    assert got.issues["filtered_row", "deals"] == 1
    assert not [key for key in got.issues if key[0] in ("unmatched_key", "duplicate_key", "missing_key")]


def test_leaks_and_identity_traps(imported: Import) -> None:
    got = imported(EXPORT)
    assert got.leaks() >= {
        "Deal - Weighted value",
        "Deal - Probability",
        "Deal - Lost reason",
        "Deal - Expected close date",
        "Deal - Total activities",
        "Deal - Label",
    }
    assert got.leaks() >= {"Organization - Label", "Organization - Open deals", "Organization - Won deals"}
    assert got.roles["deals", "Deal - Plan"] is Role.DEFINITION
    assert got.roles["deals", "Deal - ARR"] is Role.VALIDATION
    assert got.roles["accounts", "Organization - Segment"] is Role.DEFINITION
    labels = {label for _, label in got.roles}
    assert (
        not {
            "Organization - Owner",
            "Organization - Parent",
            "Deal - Creator",
            "Deal - Contact person",
            "Organization - Address",
        }
        & labels
    )


def test_organisations_are_found_by_name_where_the_deals_have_no_id(imported: Import) -> None:
    deals = [{header: text for header, text in row.items() if header != "Deal - Organization ID"} for row in DEALS[:3]]
    got = imported({"d.csv": deals, "o.csv": ORGANIZATIONS})
    assert got.tables["deals"]["account_key"] == ["1", "2", "2"]


def test_without_a_status_the_times_decide(imported: Import) -> None:
    deals = [{header: text for header, text in row.items() if header != "Deal - Status"} for row in DEALS[:3]]
    got = imported({"d.csv": deals})
    assert got.tables["deals"]["outcome"] == ["won", "lost", "open"]


def test_a_list_of_deals_with_the_fields_of_its_organisations(imported: Import) -> None:
    by_id = {row["Organization - ID"]: row for row in ORGANIZATIONS}
    deals = [{**row, **by_id[row["Deal - Organization ID"]]} for row in DEALS]
    got = imported({"deals.csv": deals})
    assert got.rows("accounts", "account_key", "name", "country") == [("1", "Acme", "FR"), ("2", "Birch", "DE")]
    assert got.tables["deals"]["account_key"] == ["1", "2", "2"]


def test_headers_that_repeat(imported: Import) -> None:
    text = (
        "Deal - ID,Deal - Title,Deal - Status,Deal - Status,Deal - Deal created,Deal - Won time\n"
        "1,A,Won,Won,2025-01-01,2025-02-01\n2,B,Open,Open,2025-01-02,\n3,C,Lost,Lost,2025-01-02,\n"
    )
    got = imported({"d.csv": text})
    assert got.tables["deals"]["outcome"] == ["won", "open", "lost"]
    assert "Deal - Status (2)" in got.leaks()


LANGUAGES = {
    "fr": ("Affaire - ID", "Affaire - Titre", "Affaire - Valeur", "Affaire - Devise de Valeur", "Affaire - Organisation", "Affaire - Statut", "Affaire - Affaire créée",
           "Affaire - Heure de gain", "Affaire - Heure de perte", "Affaire - Propriétaire", "Affaire - Probabilité", ("Gagnée", "Perdue", "Ouverte"),
           "Organisation - ID", "Organisation - Nom", "Organisation - Propriétaire", "Organisation - Pays de Adresse", "Personne - ID", "Personne - Nom", "Personne - Organisation"),
    "es": ("Trato - ID", "Trato - Título", "Trato - Valor", "Trato - Moneda de Valor", "Trato - Organización", "Trato - Estado", "Trato - Trato creado", "Trato - Hora de ganado",
           "Trato - Hora de perdido", "Trato - Propietario", "Trato - Probabilidad", ("Ganado", "Perdido", "Abierto"), "Organización - ID", "Organización - Nombre",
           "Organización - Propietario", "Organización - País de Dirección", "Persona - ID", "Persona - Nombre", "Persona - Organización"),
    "es-2": ("Negocio - ID", "Negocio - Título", "Negocio - Valor", "Negocio - Moneda de Valor", "Negocio - Organización", "Negocio - Estado", "Negocio - Negocio creado",
             "Negocio - Hora de ganado", "Negocio - Hora de perdido", "Negocio - Propietario", "Negocio - Probabilidad", ("Ganado", "Perdido", "Abierto"), "Organización - ID",
             "Organización - Nombre", "Organización - Propietario", "Organización - País de Dirección", "Persona - ID", "Persona - Nombre", "Persona - Organización"),
    "de": ("Deal - ID", "Deal - Titel", "Deal - Wert", "Deal - Währung von Wert", "Deal - Organisation", "Deal - Status", "Deal - Deal erstellt", "Deal - Gewonnen am",
           "Deal - Verloren am", "Deal - Besitzer", "Deal - Wahrscheinlichkeit", ("Gewonnen", "Verloren", "Offen"), "Organisation - ID", "Organisation - Name", "Organisation - Besitzer",
           "Organisation - Land von Adresse", "Person - ID", "Person - Name", "Person - Organisation"),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_prefixes_of_other_languages(imported: Import, day: Day, language: str) -> None:
    (key, title, value, currency, organisation, status, created, won, lost, owner, probability, words, org_key, org_name, org_owner, org_country, person_key,
     person_name, person_org) = LANGUAGES[language]  # fmt: skip
    deals = [
        {key: str(number), title: "D", value: "10", currency: "EUR", organisation: "Acme", status: word, created: "2025-01-10", won: "2025-03-01" if number == 0 else "",
         lost: "2025-04-01" if number == 1 else "", owner: "Olga Orr", probability: "5"}
        for number, word in enumerate(words)
    ]  # fmt: skip
    organisations = [{org_key: "1", org_name: "Acme", org_owner: "Olga Orr", org_country: "France"}]
    people = [{person_key: "7", person_name: "Ann", person_org: "Acme"}]
    got = imported({"d.csv": deals, "o.csv": organisations, "p.csv": people})
    assert got.preset == "pipedrive"
    assert got.rows("deals", "deal_key", "account_key", "outcome", "amount", "currency", "owner", "closed") == [
        ("0", "1", "won", 10.0, "EUR", "Olga Orr", day("2025-03-01")),
        ("1", "1", "lost", 10.0, "EUR", "Olga Orr", day("2025-04-01")),
        ("2", "1", "open", 10.0, "EUR", "Olga Orr", None),
    ]
    assert got.rows("accounts", "account_key", "country") == [("1", "FR")]
    assert got.rows("contacts", "contact_key", "account_key") == [("7", "1")]
    assert probability in got.leaks()


def test_columns_shuffled_missing_and_extra(imported: Import) -> None:
    order = random.Random(5).sample(list(DEALS[0]), len(DEALS[0]))
    gone = {"Deal - Owner", "Deal - Stage", "Deal - Organization"}
    rows = [
        {"Deal - Mystery": "m", **{header: row.get(header, "") for header in order if header not in gone}}
        for row in DEALS
    ]
    got = imported({"d.csv": rows, "o.csv": ORGANIZATIONS})
    assert got.rows("deals", "deal_key", "account_key", "outcome") == [
        ("10", "1", "won"),
        ("11", "2", "lost"),
        ("12", "2", "open"),
    ]


@given(st.sets(st.sampled_from([header for header in DEALS[0] if header not in ("Deal - Title", "Deal - Status")])))
def test_columns_that_are_not_needed_may_go(dropped: set[str]) -> None:
    left = tuple(header for header in DEALS[0] if header not in dropped)
    assert detect([RawFile("x.csv", left)]).name == "pipedrive"
