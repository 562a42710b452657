"""HubSpot exports in four languages and by API name: the same small, invented company book must come out each time."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from whofor.model import Role

Import = Callable[..., Any]
Day = Callable[[str], float]
Rows = Sequence[Mapping[str, str]]

# One line per column: what is meant, then its label in each language and in the API.
LANGUAGES = ("en", "old", "fr", "es", "de", "api")
COMPANY = """
id        |Record ID|COMPANY ID|ID de fiche d’informations|ID de registro|Datensatz-ID|hs_object_id
name      |Company name|Name|Nom de l'entreprise|Nombre de la empresa|Unternehmensname|name
domain    |Company Domain Name|company domain name|Nom de domaine de l'entreprise|Nombre de dominio de la empresa|Domain-Name des Unternehmens|domain
industry  |Industry|industry|Secteur d’activité|Sector|Branche|industry
employees |Number of Employees|Number of employees|Nombre d'employés|Número de empleados|Anzahl der Mitarbeiter|numberofemployees
country   |Country/Region|Country|Pays/Région|País/región|Land/Region|country
tier      |Ideal Customer Profile Tier|Ideal customer profile tier|Niveau de profil de client idéal|Nivel de perfil de cliente ideal|Stufe des idealen Kundenprofils|hs_ideal_customer_profile
owner     |Company owner|Company Owner|Propriétaire de l'entreprise|Propietario de la empresa|Für das Unternehmen zuständiger Mitarbeiter|hubspot_owner_id
parent    |Parent Company|Parent Company|Société mère|Empresa matriz|Muttergesellschaft|hs_parent_company_id
lifecycle |Lifecycle Stage|Lifecycle stage|Phase du cycle de vie|Etapa del ciclo de vida|Lifecycle-Phase|lifecyclestage
deals     |Associated Deals|Number of Associated Deals|Transactions associées|Negocios asociados|Zugeordnete Deals|num_associated_deals
contacted |Last Contacted|Last contacted|Dernier contact|Último contacto|Zuletzt kontaktiert|notes_last_contacted
source    |Original Traffic Source|Original Source Type|Source de trafic d’origine|Fuente original de tráfico|Ursprüngliche Traffic-Quelle|hs_analytics_source
created   |Create Date|Create date|Date de création|Fecha de creación|Erstelldatum|createdate
platform  |Shop platform|Shop platform|Plateforme de boutique|Plataforma de tienda|Shop-Plattform|shop_platform
"""  # fmt: skip
DEAL = """
id        |Record ID|Deal ID|ID de fiche d'informations|ID de registro|Datensatz-ID|hs_object_id
name      |Deal Name|Deal name|Nom de la transaction|Nombre del negocio|Deal-Name|dealname
stage     |Deal Stage|Deal stage|Phase de la transaction|Etapa del negocio|Deal-Phase|dealstage
pipeline  |Pipeline|Pipeline|Pipeline|Pipeline|Pipeline|pipeline
amount    |Amount|AMOUNT|Montant|Valor|Betrag|amount
created   |Create Date|Create date|Date de création|Fecha de creación|Erstelldatum|createdate
closed    |Close Date|close date|Date de fermeture|Fecha de cierre|Abschlussdatum|closedate
owner     |Deal owner|Deal Owner|Propriétaire de la transaction|Propietario del negocio|Deal-Inhaber|hubspot_owner_id
source    |Original Traffic Source|Original Source|Source de trafic d'origine|Fuente de tráfico original|Ursprüngliche Traffic-Quelle|hs_analytics_source
reason    |Closed Lost Reason|Closed lost reason|Motif de perte|Motivo de pérdida|Grund für verlorenen Deal|closed_lost_reason
chance    |Deal Stage Probability|Deal probability|Probabilité de la phase|Probabilidad de la etapa|Wahrscheinlichkeit der Deal-Phase|hs_deal_stage_probability
next      |Next step|Next step|Prochaine étape|Próximo paso|Nächster Schritt|hs_next_step
entered   |Date entered "Closed won (Sales)"|Date entered "Closed Won (Sales)"|Date d'entrée dans « Gagné »|Fecha de entrada en "Ganado"|Eintrittsdatum „Gewonnen“|hs_date_entered_closedwon
budget    |Budget band|Budget band|Tranche de budget|Rango de presupuesto|Budgetrahmen|budget_band
company   |Associated Company IDs (Primary)|Associated Company IDs|Associated Company IDs (Primary)|Associated Company IDs|Associated Company IDs (Primary)|hs_primary_associated_company
contact   |Associated Contact IDs|Associated Contact IDs|Associated Contact IDs|Associated Contact IDs|Associated Contact IDs|Associated Contact IDs
"""  # fmt: skip
CONTACT = """
id        |Record ID|Contact ID|ID de fiche d'informations|ID de registro|Datensatz-ID|hs_object_id
first     |First Name|First name|Prénom|Nombre|Vorname|firstname
last      |Last Name|Last name|Nom de famille|Apellidos|Nachname|lastname
email     |Email|EMAIL|E-mail|Correo|E‑Mail|email
title     |Job Title|Job title|Intitulé du poste|Cargo|Jobbezeichnung|jobtitle
owner     |Contact owner|Contact Owner|Propriétaire du contact|Propietario del contacto|Kontakt-Inhaber|hubspot_owner_id
lifecycle |Lifecycle Stage|Lifecycle stage|Phase du cycle de vie|Etapa del ciclo de vida|Lifecycle-Phase|lifecyclestage
created   |Create Date|Create date|Date de création|Fecha de creación|Erstelldatum|createdate
company   |Associated Company IDs (Primary)|Associated Company ID|Associated Company IDs (Primary)|Associated Company IDs|Associated Company IDs|associatedcompanyid
"""  # fmt: skip

COMPANIES: Rows = [
    {"id": "11", "name": "Acier SA", "domain": "acier.example", "industry": "STEEL", "employees": "120", "country": "France",
     "tier": "tier_1", "owner": "Zoé", "parent": "13", "lifecycle": "customer", "deals": "3", "contacted": "2025-05-01",
     "source": "PAID_SEARCH", "created": "2024-01-05", "platform": "Own"},
    {"id": "12", "name": "Birke GmbH", "domain": "birke.example", "industry": "PAPER", "employees": "51-200", "country": "Germany",
     "tier": "tier_3", "owner": "Max", "parent": "", "lifecycle": "lead", "deals": "1", "contacted": "2025-06-01",
     "source": "ORGANIC_SEARCH", "created": "2024-02-05", "platform": "Rented"},
    {"id": "13", "name": "Cedro", "domain": "cedro.example", "industry": "STEEL", "employees": "9", "country": "Spain",
     "tier": "", "owner": "Zoé", "parent": "", "lifecycle": "lead", "deals": "0", "contacted": "", "source": "REFERRALS",
     "created": "2024-03-05", "platform": "Own"},
]  # fmt: skip
DEALS: Rows = [
    {"id": "1", "name": "a", "stage": "Closed won", "pipeline": "Sales", "amount": "1000", "created": "2025-01-02",
     "closed": "2025-02-20", "owner": "Zoé", "source": "PAID_SEARCH", "reason": "", "chance": "1", "next": "", "entered": "2025-02-20",
     "budget": "high", "company": "11;12", "contact": "21;22"},
    {"id": "2", "name": "b", "stage": "Closed lost", "pipeline": "Sales", "amount": "200.50", "created": "2025-01-13",
     "closed": "2025-03-01", "owner": "Max", "source": "PAID_SEARCH", "reason": "price", "chance": "0", "next": "call", "entered": "",
     "budget": "low", "company": "12", "contact": "22"},
    {"id": "3", "name": "c", "stage": "Qualified to buy", "pipeline": "Sales", "amount": "300", "created": "2025-02-14",
     "closed": "2025-02-28", "owner": "Max", "source": "REFERRALS", "reason": "", "chance": "0.4", "next": "demo", "entered": "",
     "budget": "low", "company": "11", "contact": ""},
    {"id": "4", "name": "d", "stage": "Closed won", "pipeline": "Renewals", "amount": "", "created": "2025-03-15",
     "closed": "2025-04-30", "owner": "Zoé", "source": "REFERRALS", "reason": "", "chance": "1", "next": "", "entered": "2025-04-30",
     "budget": "high", "company": "", "contact": ""},
]  # fmt: skip
CONTACTS: Rows = [
    {"id": "21", "first": "Ana", "last": "Sol", "email": "ana@acier.example", "title": "CEO", "owner": "Zoé",
     "lifecycle": "lead", "created": "2024-05-01", "company": "11"},
    {"id": "22", "first": "Jo", "last": "Berg", "email": "jo@birke.example", "title": "Buyer", "owner": "Max",
     "lifecycle": "lead", "created": "2024-05-02", "company": "12;11"},
]  # fmt: skip

STAGES = {
    "en": ("Closed won", "Closed lost", "Qualified to buy"),
    "old": ("Closed Won", "CLOSED LOST", "Decision maker bought-in"),
    "fr": ("Fermé gagné", "Fermé perdu", "Contrat envoyé"),
    "es": ("Cierre ganado", "Cierre perdido", "Contrato enviado"),
    "de": ("Abgeschlossen und gewonnen", "Abgeschlossen und verloren", "Vertrag gesendet"),
    "api": ("closedwon", "closedlost", "qualifiedtobuy"),
}
FLAGS = {
    "en": ("Is Closed Won", "Is closed lost", "Is Deal Closed?", "true", "false"),
    "old": ("Is Closed Won", "Is Closed Lost", "is deal closed", "Yes", "No"),
    "fr": ("Est fermée gagnée", "Est fermée perdue", "La transaction est-elle fermée ?", "Oui", "Non"),
    "es": ("Está cerrado ganado", "Está cerrado perdido", "¿Está cerrado el negocio?", "Sí", "No"),
    "de": ("Ist abgeschlossen und gewonnen", "Ist abgeschlossen und verloren", "Ist der Deal abgeschlossen?", "Ja", "Nein"),
    "api": ("hs_is_closed_won", "hs_is_closed_lost", "hs_is_closed", "1", "0"),
}  # fmt: skip


def labels(table: str, language: str) -> dict[str, str]:
    """What is meant -> label in one language."""
    lines = [line.split("|") for line in table.strip().splitlines()]
    return {line[0].strip(): line[1 + LANGUAGES.index(language)] for line in lines}


def written(rows: Rows, table: str, language: str) -> list[dict[str, str]]:
    names = labels(table, language)
    return [{names[key]: value for key, value in row.items()} for row in rows]


def deals_in(language: str) -> list[dict[str, str]]:
    """The deals with the stages of a language."""
    stages = dict(zip(STAGES["en"], STAGES[language], strict=True))
    return written([{**deal, "stage": stages[deal["stage"]]} for deal in DEALS], DEAL, language)


def export(language: str) -> dict[str, Rows]:
    return {
        "a.csv": written(COMPANIES, COMPANY, language),
        "b.csv": deals_in(language),
        "c.csv": written(CONTACTS, CONTACT, language),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_export_in_each_language(imported: Import, day: Day, language: str) -> None:
    got = imported(export(language))
    assert got.preset == "hubspot"
    columns = ("account_key", "name", "domain", "industry", "country", "declared_icp", "created")
    assert got.rows("accounts", *columns) == [
        ("11", "Acier SA", "acier.example", "STEEL", "FR", "tier_1", day("2024-01-05")),
        ("12", "Birke GmbH", "birke.example", "PAPER", "DE", "tier_3", day("2024-02-05")),
        ("13", "Cedro", "cedro.example", "STEEL", "ES", None, day("2024-03-05")),
    ]
    assert got.tables["accounts"]["employees"] == [120.0, pytest.approx(101, abs=0.1), 9.0]
    assert got.tables["accounts"]["parent_key"] == ["13", None, None]
    assert got.rows("deals", "deal_key", "outcome", "account_key", "contact_key", "amount") == [
        ("1", "won", "11", "21", 1000.0),
        ("2", "lost", "12", "22", 200.5),
        ("3", "open", "11", None, 300.0),
        ("4", "won", None, None, None),
    ]
    assert got.rows("deals", "opened", "closed") == [
        (day("2025-01-02"), day("2025-02-20")),
        (day("2025-01-13"), day("2025-03-01")),
        (day("2025-02-14"), None),  # the close date of an open deal is a guess
        (day("2025-03-15"), day("2025-04-30")),
    ]
    assert got.rows("deals", "lead_source", "owner", "pipeline")[:2] == [
        ("PAID_SEARCH", "Zoé", "Sales"),
        ("PAID_SEARCH", "Max", "Sales"),
    ]
    assert got.rows("contacts", "contact_key", "name", "email", "title", "account_key") == [
        ("21", "Ana Sol", "ana@acier.example", "CEO", "11"),
        ("22", "Jo Berg", "jo@birke.example", "Buyer", "12"),
    ]
    assert not {code for code, _ in got.issues} & {"unmatched_key", "no_outcome", "missing_key", "duplicate_key"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_leaks_is_barred_and_what_identifies_others_is_left_out(imported: Import, language: str) -> None:
    got = imported(export(language))
    company, deal = labels(COMPANY, language), labels(DEAL, language)
    barred = {company[key] for key in ("lifecycle", "deals", "contacted")}
    barred |= {deal[key] for key in ("reason", "chance", "next", "entered")}
    assert got.leaks() == barred
    assert got.roles["accounts", company["tier"]] is Role.DECLARED
    assert got.roles["accounts", company["source"]] is Role.VALIDATION
    assert got.roles["accounts", company["platform"]] is Role.DEFINITION
    assert got.roles["deals", deal["budget"]] is Role.DEFINITION
    assert ("accounts", company["owner"]) not in got.roles
    assert got.roles["deals", deal["owner"]] is Role.CONFOUNDER


@pytest.mark.parametrize("language", LANGUAGES)
def test_flags_decide_before_the_stage(imported: Import, language: str) -> None:
    won, lost, closed, yes, no = FLAGS[language]
    ends = [(no, yes, yes), (yes, no, yes), (no, no, yes), (no, no, no)]
    deals = [
        {**deal, won: end[0], lost: end[1], closed: end[2]} for deal, end in zip(deals_in(language), ends, strict=True)
    ]
    assert imported({"d.csv": deals}).tables["deals"]["outcome"] == ["lost", "won", "lost", "open"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_in_any_order_more_or_fewer(imported: Import, language: str) -> None:
    names = labels(DEAL, language)
    kept = [names[key] for key in ("id", "name", "stage", "created", "closed", "company")]
    random.Random(language).shuffle(kept)
    deals = [{**{name: deal[name] for name in kept}, "Extra": "x", "Другое": "y"} for deal in deals_in(language)]
    got = imported({"d.csv": deals, "c.csv": written(COMPANIES, COMPANY, language)})
    assert got.preset == "hubspot"
    assert got.tables["deals"]["outcome"] == ["won", "lost", "open", "won"]
    assert got.tables["deals"]["account_key"] == ["11", "12", "11", None]


def test_columns_of_ones_own_that_are_learnt_later_do_not_define(imported: Import) -> None:
    companies = [
        {**company, "NPS": str(i), "Fleet size": str(30 + i)}
        for i, company in enumerate(written(COMPANIES, COMPANY, "en"))
    ]
    deals = [
        {**deal, "List price": str(1000 + i), "Remise": str(i), "Number of seats": str(12 + i)}
        for i, deal in enumerate(deals_in("en"))
    ]
    got = imported({"d.csv": deals, "c.csv": companies})
    later = {("deals", "List price"), ("deals", "Remise"), ("accounts", "NPS")}
    assert {key for key in later if got.roles[key] is Role.VALIDATION} == later
    assert got.roles["deals", "Number of seats"] is got.roles["accounts", "Fleet size"] is Role.DEFINITION


def test_deals_without_companies_keep_their_references(imported: Import) -> None:
    got = imported({"d.csv": deals_in("fr")})
    assert set(got.tables) == {"deals"}
    assert got.tables["deals"]["account_key"] == ["11", "12", "11", None]


def test_companies_are_found_by_name_where_ids_are_not_exported(imported: Import) -> None:
    deals = [
        {"Record ID": "1", "Deal Name": "a", "Deal Stage": "Closed won", "Associated Company (Primary)": "ACIER sa"},
        {"Record ID": "2", "Deal Name": "b", "Deal Stage": "Closed lost", "Associated Company (Primary)": "Cedro"},
    ]
    got = imported({"d.csv": deals, "c.csv": written(COMPANIES, COMPANY, "en")})
    assert got.tables["deals"]["account_key"] == ["11", "13"]


@pytest.mark.parametrize(
    ("stage", "outcome"),
    [
        ("Closed Won", "won"), ("closedwon", "won"), ("Closed won (EMEA)", "won"), ("2. Closed won", "won"), ("Won 🎉", "won"),
        ("Gagné", "won"), ("Transaction gagnée", "won"), ("Affaire gagnée - 2025", "won"), ("Negocio ganado", "won"), ("Ganada", "won"),
        ("Gewonnen", "won"), ("Deal gewonnen (Bestand)", "won"),
        ("Closed Lost", "lost"), ("closedlost", "lost"), ("Closed lost - won by a rival", "lost"), ("Perdue", "lost"), ("Perdu (prix)", "lost"),
        ("Negocio perdido", "lost"), ("Verloren", "lost"), ("Nicht gewonnen", "lost"), ("Non gagné", "lost"), ("No ganado", "lost"),
        ("À gagner", "open"), ("Negotiation", "open"), ("Appointment scheduled", "open"), ("Vertrag gesendet", "open"), ("Q3 push", "open"),
        ("20240801", None),
    ],
)  # fmt: skip
def test_stages(imported: Import, stage: str, outcome: str | None) -> None:
    deals = [
        {"Record ID": str(number), "Deal Name": "n", "Deal Stage": text}
        for number, text in enumerate([stage, "closedwon", "closedlost"])
    ]
    assert imported({"d.csv": deals}).tables["deals"]["outcome"] == [outcome, "won", "lost"]


def test_only_ids_of_custom_stages_and_no_flags_tell_nothing(imported: Import) -> None:
    deals = [{"Record ID": str(number), "Deal Name": "n", "Deal Stage": f"2024080{number}"} for number in range(3)]
    got = imported({"d.csv": deals})
    assert got.tables["deals"]["outcome"] == [None] * 3


def test_activities_of_all_kinds_each_in_their_own_file(imported: Import, day: Day) -> None:
    links = {"Associated Company IDs": "11;13", "Associated Contact IDs": "21", "Associated Deal IDs": "1;2"}
    files: dict[str, Rows] = {
        **export("en"),
        "calls.csv": [{"Record ID": "5", "Call title": "x", "Call direction": "Inbound", "Call outcome": "Connected",
                       "Call duration": "61000", "Activity date": "2025-01-04", "Activity assigned to": "Zoé", **links}],
        "emails.csv": [{"Record ID": "5", "Email subject": "x", "Email direction": "INCOMING_EMAIL", "Activity date": "2025-01-05", **links}],
        "meetings.csv": [{"Record ID": "7", "Meeting name": "x", "Meeting start time": "2025-01-06", "Meeting end time": "2025-01-07",
                          "Meeting outcome": "Completed", **links}],
        "notes.csv": [{"Record ID": "8", "Note body": "x", "Activity date": "2025-01-08", **links}],
        "tasks.csv": [{"Record ID": "9", "Task title": "x", "Task status": "Completed", "Due date": "2025-01-20", "Completion date": "2025-01-09", **links},
                      {"Record ID": "10", "Task title": "y", "Task status": "Waiting", "Due date": "2025-01-21", "Completion date": "", **links}],
    }  # fmt: skip
    got = imported(files)
    assert got.rows("interactions", "interaction_key", "kind", "at", "direction", "outcome") == [
        ("5", "Call", day("2025-01-04"), "Inbound", "Connected"),
        ("5", "Email", day("2025-01-05"), "Inbound", None),
        ("7", "Meeting", day("2025-01-06"), None, "Completed"),
        ("8", "Note", day("2025-01-08"), None, None),
        ("9", "Task", day("2025-01-09"), None, "Completed"),
        ("10", "Task", day("2025-01-21"), None, "Waiting"),
    ]
    for column, key in (("account_key", "11"), ("contact_key", "21"), ("deal_key", "1")):
        assert got.tables["interactions"][column] == [key] * 6


@pytest.mark.parametrize(
    "header",
    [
        "Record ID,Activity type,Title,Body,Activity date,Activity assigned to",
        "ID de fiche d'informations,Type d’activité,Titre,Corps,Date de l’activité,Activité attribuée à",
        "ID de registro,Tipo de actividad,Título,Cuerpo,Fecha de la actividad,Actividad asignada a",
        "Datensatz-ID,Aktivitätstyp,Titel,Text,Aktivitätsdatum,Aktivität zugewiesen an",
        "hs_object_id,hs_engagement_type,hs_title,hs_body_preview,hs_timestamp,hubspot_owner_id",
    ],
)
def test_activities_of_all_kinds_in_one_file(imported: Import, day: Day, header: str) -> None:
    kinds = ("Appel", "INCOMING_EMAIL", "Reunión", "Notiz", "TASK")
    rows = "\n".join(f"{n},{kind},t,b,2025-01-0{n},Zoé,1;2" for n, kind in enumerate(kinds, 1))
    got = imported({**export("en"), "activities.csv": f"{header},Associated Deal IDs\n{rows}\n"})
    assert got.tables["interactions"]["kind"] == ["Call", "Email", "Meeting", "Note", "Task"]
    assert got.tables["interactions"]["at"] == [day(f"2025-01-0{n}") for n in range(1, 6)]
    assert got.tables["interactions"]["deal_key"] == ["1"] * 5


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("ID de fiche d'informations,Titre de l'appel,Direction de l'appel,Date de l'activité", "Call"),
        ("ID de registro,Asunto del correo,Dirección del correo,Fecha de actividad", "Email"),
        ("Datensatz-ID,Name des Meetings,Meeting-Ergebnis,Meeting-Startzeit", "Meeting"),
        ("hs_object_id,hs_note_body,hubspot_owner_id,hs_timestamp", "Note"),
        ("ID de registro,Título de la tarea,Estado de la tarea,Fecha de vencimiento", "Task"),
        ("hs_object_id,hs_call_title,hs_call_direction,hs_timestamp", "Call"),
    ],
)
def test_activities_in_other_languages(imported: Import, day: Day, header: str, kind: str) -> None:
    got = imported({**export("en"), "x.csv": f"{header},Associated Company IDs\n1,t,u,2025-01-04,12;11\n"})
    assert got.rows("interactions", "kind", "at", "account_key") == [(kind, day("2025-01-04"), "12")]


def test_the_made_up_export_at_hand_imports_as_before(imported: Import, data_dir: Path) -> None:
    got = imported(data_dir / "hubspot_faker_synthetic")
    counts = {table: len(next(iter(columns.values()))) for table, columns in got.tables.items()}
    assert counts == {"accounts": 200, "contacts": 950, "deals": 500, "deal_contacts": 500, "interactions": 2000}
    outcomes = got.tables["deals"]["outcome"]
    assert {end: outcomes.count(end) for end in ("won", "lost", "open")} == {"won": 71, "lost": 69, "open": 360}
    assert None not in got.tables["deals"]["account_key"]
    assert ("file_not_used", "") in got.issues
