"""Invented exports in the shapes that CRMs write; what each holds is known."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Firm:
    number: int
    name: str
    domain: str
    industry: str
    employees: int
    city: str


@dataclass(frozen=True)
class Sale:
    number: int
    firm: Firm
    person: int
    outcome: str
    stage: int
    opened: date
    closed: date | None
    amount: int
    owner: str
    source: str


@dataclass(frozen=True)
class Truth:
    """What an import has to find: rows by table, deals by outcome, deals with an account, days, sum of amounts."""

    rows: Mapping[str, int]
    outcomes: Mapping[str, int]
    opened: Sequence[str]
    closed: Sequence[str]
    linked: int
    amount: int | None
    preset: str = ""


@dataclass
class World:
    """Sales with their firms; `people` one for each firm."""

    seed: int
    size: int = 120
    firms: list[Firm] = field(default_factory=list[Firm])
    sales: list[Sale] = field(default_factory=list[Sale])

    def __post_init__(self) -> None:
        draw = random.Random(self.seed)
        for n in range(self.size // 2):
            industry, city = draw.choice(["Retail", "Chemicals", "Software"]), draw.choice(["Lyon", "Lille", "Bonn"])
            name = f"{draw.choice(['Nord', 'Alto', 'Vega', 'Orme'])}{draw.choice(['tex', 'lab', 'mar'])} {n}"
            self.firms.append(
                Firm(n, name, f"{name.lower().replace(' ', '')}.example.com", industry, draw.randint(5, 900), city)
            )
        for n in range(self.size):
            outcome = draw.choice(["won", "won", "lost", "lost", "lost", "open"])
            opened = date(2023, 1, 1) + timedelta(days=draw.randint(0, 700))
            closed = None if outcome == "open" else opened + timedelta(days=draw.randint(3, 120))
            firm = self.firms[n] if n < len(self.firms) else draw.choice(self.firms)
            self.sales.append(
                Sale(n, firm, firm.number, outcome, draw.randint(0, 2), opened, closed, draw.randint(10, 900) * 100,
                     draw.choice(["Anna Weber", "Marc Petit", "Eva Lind"]), draw.choice(["Trade fair", "Website", "Referral"]))
            )  # fmt: skip

    def truth(self, preset: str = "", *, linked: bool = True, amount: bool = True, opened: bool = True,
              closed: bool = True, **rows: int) -> Truth:  # fmt: skip
        rows = {"deals": self.size, **rows}
        return Truth(
            rows,
            Counter(sale.outcome for sale in self.sales),
            sorted(str(sale.opened) for sale in self.sales) if opened else [],
            sorted(str(sale.closed) for sale in self.sales if sale.closed) if closed else [],
            self.size if linked else 0,
            sum(sale.amount for sale in self.sales) if amount else None,
            preset,
        )


def text(head: Sequence[str], rows: Rows, delimiter: str = ",") -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(head)
    writer.writerows(rows)
    return stream.getvalue()


def write(
    folder: Path, name: str, head: Sequence[str], rows: Rows, delimiter: str = ",", encoding: str = "utf-8"
) -> None:
    (folder / name).write_bytes(text(head, rows, delimiter).encode(encoding))


def sheet(folder: Path, name: str, rows: Rows, merged: str = "") -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    if merged:
        page.merge_cells(merged)
    book.save(folder / name)


def day(when: date | None, form: str = "%Y-%m-%d") -> str:
    return when.strftime(form) if when else ""


def guess(sale: Sale) -> date:
    """The closing date that a CRM shows: of an open deal a guess."""
    return sale.closed or date(2026, 12, 31)


def ending(sale: Sale, won: str, lost: str, *stages: str) -> str:
    return won if sale.outcome == "won" else lost if sale.outcome == "lost" else stages[sale.stage % len(stages)]


def us(when: date | None, clock: str = "") -> str:
    return f"{when.month}/{when.day}/{when.year}{clock}" if when else ""


# -------------------------------------------------------------------------------------------------------- HubSpot
_HUBSPOT: dict[str, tuple[list[str], list[str], list[str], tuple[str, ...], list[str]]] = {
    "en": (
        ["Record ID", "Company name", "Company Domain Name", "Industry", "Number of Employees", "City", "Create Date"],
        ["Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Close Date", "Create Date", "Deal owner"],
        ["Record ID", "First Name", "Last Name", "Email", "Job Title", "Create Date"],
        ("Closed won", "Closed lost", "Appointment scheduled", "Qualified to buy", "Contract sent"),
        ["Record ID", "Activity type", "Title", "Activity date"],
    ),
    "fr": (
        ["ID de fiche d'informations", "Nom de l'entreprise", "Nom de domaine de l'entreprise", "Secteur d'activité",
         "Nombre d'employés", "Ville", "Date de création"],
        ["ID de fiche d'informations", "Nom de la transaction", "Phase de la transaction", "Pipeline", "Montant",
         "Date de fermeture", "Date de création", "Propriétaire de la transaction"],
        ["ID de fiche d'informations", "Prénom", "Nom de famille", "E-mail", "Intitulé du poste", "Date de création"],
        ("Fermée gagnée", "Fermée perdue", "Rendez-vous programmé", "Qualifié pour l'achat", "Contrat envoyé"),
        ["ID de fiche d'informations", "Type d'activité", "Titre", "Date d'activité"],
    ),
    "es": (
        ["ID de registro", "Nombre de la empresa", "Nombre de dominio de la empresa", "Sector", "Número de empleados", "Ciudad",
         "Fecha de creación"],
        ["ID de registro", "Nombre del negocio", "Etapa del negocio", "Pipeline", "Valor", "Fecha de cierre", "Fecha de creación",
         "Propietario del negocio"],
        ["ID de registro", "Nombre", "Apellidos", "Correo", "Cargo", "Fecha de creación"],
        ("Cierre ganado", "Cierre perdido", "Cita programada", "Calificado para comprar", "Contrato enviado"),
        ["ID de registro", "Tipo de actividad", "Título", "Fecha de actividad"],
    ),
    "de": (
        ["Datensatz-ID", "Unternehmensname", "Unternehmens-Domainname", "Branche", "Anzahl der Mitarbeiter", "Stadt", "Erstellungsdatum"],
        ["Datensatz-ID", "Deal-Name", "Deal-Phase", "Pipeline", "Betrag", "Abschlussdatum", "Erstellungsdatum", "Deal-Inhaber"],
        ["Datensatz-ID", "Vorname", "Nachname", "E-Mail", "Jobtitel", "Erstellungsdatum"],
        ("Abgeschlossen und gewonnen", "Abgeschlossen und verloren", "Termin vereinbart", "Kaufbereit", "Vertrag gesendet"),
        ["Datensatz-ID", "Aktivitätstyp", "Titel", "Aktivitätsdatum"],
    ),
}  # fmt: skip


def _hubspot(language: str) -> Callable[[Path], Truth]:
    def make(folder: Path) -> Truth:
        w = World(11 + len(language) + ord(language[0]))
        companies, deals, contacts, stages, activities = _HUBSPOT[language]
        link = ["Associated Company IDs (Primary)", "Associated Company (Primary)"]
        write(folder, f"hubspot-crm-exports-companies-{language}.csv", companies, [
            [7000 + f.number, f.name, f.domain, f.industry, f.employees, f.city, "2022-11-03 10:12"] for f in w.firms
        ])  # fmt: skip
        write(folder, f"hubspot-crm-exports-contacts-{language}.csv", [*contacts, *link], [
            [9000 + f.number, "Ann", f"Lee{f.number}", f"ann@{f.domain}", "CEO", "2022-12-03 10:12", 7000 + f.number, f.name]
            for f in w.firms
        ])  # fmt: skip
        write(folder, f"hubspot-crm-exports-deals-{language}.csv", [*deals, *link, "Associated Contact IDs"], [
            [50000 + s.number, f"Deal {s.number}", ending(s, *stages), "Sales Pipeline", s.amount, f"{guess(s)} 09:30",
             f"{s.opened} 14:05", s.owner, 7000 + s.firm.number, s.firm.name, f"{9000 + s.person};{9000}"]
            for s in w.sales
        ])  # fmt: skip
        write(folder, f"hubspot-crm-exports-activities-{language}.csv", [*activities, "Associated Deal IDs"], [
            [80000 + s.number, "CALL", f"Call {s.number}", f"{s.opened} 15:00", 50000 + s.number] for s in w.sales
        ])  # fmt: skip
        return w.truth("hubspot", accounts=60, contacts=60, interactions=120)

    return make


def hubspot_deals_only(folder: Path) -> Truth:
    w = World(21)
    head = ["Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Amount in company currency", "Currency", "Close Date",
            "Create Date", "Deal owner", "Is Closed Won", "Is closed lost", "Associated Company", "Associated Contact",
            "Time in \"Closed won (Ventes France)\" (HH:mm:ss)", "Date entered \"Closed won (Ventes France)\""]  # fmt: skip
    write(folder, "all-deals.csv", head, [
        [s.number + 1, f"Deal {s.number}", ending(s, "Bon pour accord", "Sans suite", "R1", "R2", "Devis"), "Ventes France", s.amount,
         s.amount, "EUR", f"{guess(s)} 09:30", f"{s.opened} 14:05", s.owner, str(s.outcome == "won").lower(),
         str(s.outcome == "lost").lower(), s.firm.name, f"Ann Lee{s.person} (ann@{s.firm.domain})", "", ""]
        for s in w.sales
    ])  # fmt: skip
    return w.truth("hubspot")


def hubspot_pipelines(folder: Path) -> Truth:
    w = World(22)
    head = ["Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Close Date", "Create Date", "Deal owner",
            "Associated Company IDs", "Associated Company"]  # fmt: skip
    pipes = ["Sales Pipeline", "Partenaires", "EMEA 2024"]
    write(folder, "deals.csv", head, [
        [s.number + 1, f"Deal {s.number}",
         ending(s, "Closed Won", "Closed Lost", "Proposal", "Demo") + f" ({pipes[s.stage]})", pipes[s.stage], s.amount,
         us(guess(s)), us(s.opened), s.owner, f"{7000 + s.firm.number};7001", f"{s.firm.name};Other"]
        for s in w.sales
    ])  # fmt: skip
    write(folder, "companies.csv", ["Company ID", "Name", "Company Domain Name", "Industry", "Country/Region", "Number of Employees"], [
        [7000 + f.number, f.name, f.domain, f.industry, "France", f.employees] for f in w.firms
    ])  # fmt: skip
    return w.truth("hubspot", accounts=60)


def hubspot_wide(folder: Path) -> Truth:
    w = World(23)
    head = ["Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Close Date", "Create Date", "Deal owner",
            "Is Closed Won", "Is Deal Closed?", "Associated Company IDs (Primary)", "Associated Company Names (Primary)"]  # fmt: skip
    more = [f"Custom property {n}" for n in range(300)]
    flags = {True: "true", False: "false"}
    write(folder, "all-properties.csv", [*head, *more], [
        [s.number + 1, f"Deal {s.number}", ending(s, "Signature", "Abandon", "R1", "R2"), "Ventes", s.amount, f"{guess(s)} 09:30",
         f"{s.opened} 14:05", s.owner, flags[s.outcome == "won"], flags[s.closed is not None], 7000 + s.firm.number, s.firm.name,
         *[f"v{(s.number * n) % 5}" if n % 7 == 0 else "" for n in range(300)]]
        for s in w.sales
    ])  # fmt: skip
    return w.truth("hubspot")


def hubspot_api(folder: Path) -> Truth:
    w = World(24)
    write(folder, "deals.csv", ["hs_object_id", "dealname", "dealstage", "pipeline", "amount", "closedate", "createdate",
                                "hs_is_closed_won", "hs_is_closed", "hubspot_owner_id", "associatedcompanyid"], [
        [s.number + 1, f"Deal {s.number}", ending(s, "closedwon", "closedlost", "appointmentscheduled", "1042"), "default", s.amount,
         f"{guess(s)}T09:30:00.000Z", f"{s.opened}T10:00:00.000Z", str(s.outcome == "won").lower(),
         str(s.closed is not None).lower(), 33, 7000 + s.firm.number]
        for s in w.sales
    ])  # fmt: skip
    write(folder, "companies.csv", ["hs_object_id", "name", "domain", "industry", "numberofemployees", "city", "createdate"], [
        [7000 + f.number, f.name, f.domain, f.industry, f.employees, f.city, "2022-01-01T10:00:00Z"] for f in w.firms
    ])  # fmt: skip
    return w.truth("hubspot", accounts=60)


# ----------------------------------------------------------------------------------------------------- Salesforce
def _id(kind: str, number: int) -> str:
    return f"{kind}5g00000{number:05d}Xy"[:15]


def salesforce_weekly(folder: Path) -> Truth:
    w = World(31)
    with zipfile.ZipFile(folder / "WE_00D5g000001_1.ZIP", "w") as pack:
        for name, body in {
            "Account.csv": text(
                [
                    "Id",
                    "IsDeleted",
                    "Name",
                    "Type",
                    "Industry",
                    "NumberOfEmployees",
                    "Website",
                    "BillingCity",
                    "OwnerId",
                ],
                [
                    [
                        _id("001", f.number) + "AAA",
                        0,
                        f.name,
                        "Customer",
                        f.industry,
                        f.employees,
                        f.domain,
                        f.city,
                        _id("005", 1) + "AAA",
                    ]
                    for f in w.firms
                ],
            ),
            "Contact.csv": text(
                ["Id", "IsDeleted", "AccountId", "LastName", "FirstName", "Email", "Title"],
                [
                    [_id("003", f.number) + "AAA", 0, _id("001", f.number), "Lee", "Ann", f"ann@{f.domain}", "CEO"]
                    for f in w.firms
                ],
            ),
            "Opportunity.csv": text(
                [
                    "Id",
                    "IsDeleted",
                    "AccountId",
                    "Name",
                    "StageName",
                    "Amount",
                    "Probability",
                    "CloseDate",
                    "Type",
                    "LeadSource",
                    "IsClosed",
                    "IsWon",
                    "OwnerId",
                    "CreatedDate",
                    "CurrencyIsoCode",
                ],
                [
                    [
                        _id("006", s.number) + "AAA",
                        0,
                        _id("001", s.firm.number) + "AAA",
                        f"Opp {s.number}",
                        ending(s, "Signature", "Abandon", "Prospection", "Proposition"),
                        s.amount,
                        10,
                        guess(s),
                        "New",
                        s.source,
                        int(s.closed is not None),
                        int(s.outcome == "won"),
                        _id("005", 1),
                        f"{s.opened} 10:11:12",
                        "EUR",
                    ]
                    for s in w.sales
                ],
            ),
            "OpportunityHistory.csv": text(
                ["Id", "OpportunityId", "StageName", "Amount", "CloseDate", "CreatedDate", "IsDeleted"],
                [
                    [
                        _id("008", s.number) + "AAA",
                        _id("006", s.number) + "AAA",
                        "Prospection",
                        s.amount,
                        guess(s),
                        f"{s.opened} 10:11:12",
                        0,
                    ]
                    for s in w.sales
                ],
            ),
        }.items():
            pack.writestr(name, body)  # fmt: skip
    return w.truth("salesforce", accounts=60, contacts=60, stages=120)


def salesforce_report(folder: Path) -> Truth:
    w = World(32)
    head = ["Opportunity Owner", "Account Name", "Opportunity Name", "Stage", "Fiscal Period", "Amount Currency", "Amount",
            "Probability (%)", "Age", "Close Date", "Created Date", "Next Step", "Lead Source", "Type", "Won", "Closed"]  # fmt: skip
    rows = [
        [s.owner, s.firm.name, f"Opp {s.number}", ending(s, "Contract done", "No go", "Prospecting"), "Q1-2024", "EUR", s.amount, 10, 30,
         us(guess(s)), us(s.opened), "", s.source, "New Business", int(s.outcome == "won"), int(s.closed is not None)]
        for s in w.sales
    ]  # fmt: skip
    foot = "\r\n".join(
        ["", '"Grand Totals (120 records)"', '"Confidential Information - Do Not Distribute"',
         '"Copyright (c) 2000-2025 salesforce.com, inc. All rights reserved."', ""]
    )  # fmt: skip
    (folder / "report1718.csv").write_text(
        "Opportunities by stage\r\nAs of 2025-02-01\r\n\r\n" + text(head, rows) + foot, "utf-8"
    )
    return w.truth("salesforce")


def salesforce_fr(folder: Path) -> Truth:
    w = World(33)
    head = ["Propriétaire de l'opportunité", "Nom du compte", "Nom de l'opportunité", "Étape", "Période fiscale", "Montant Devise",
            "Montant", "Probabilité (%)", "Ancienneté", "Date de clôture", "Date de création", "Origine de la piste", "Type", "Fermée",
            "Conclue"]  # fmt: skip
    write(folder, "rapport.csv", head, [
        [s.owner, s.firm.name, f"Opp {s.number}", ending(s, "Signé", "Abandon", "Découverte"), "T1-2024", "EUR", f"{s.amount},00", 10,
         30, day(guess(s), "%d/%m/%Y"), day(s.opened, "%d/%m/%Y"), s.source, "Nouveau", int(s.closed is not None),
         int(s.outcome == "won")]
        for s in w.sales
    ], ";", "cp1252")  # fmt: skip
    return w.truth("salesforce")


def salesforce_de(folder: Path) -> Truth:
    w = World(34)
    head = ["Opportunity-Inhaber", "Accountname", "Opportunity-Name", "Phase", "Betrag", "Wahrscheinlichkeit (%)", "Schlusstermin",
            "Erstelldatum", "Lead-Quelle", "Typ", "Geschlossen", "Gewonnen"]  # fmt: skip
    write(folder, "bericht.csv", head, [
        [s.owner, s.firm.name, f"Opp {s.number}", ending(s, "Auftrag", "Absage", "Bedarf"), f"{s.amount},00", 10,
         day(guess(s), "%d.%m.%Y"), day(s.opened, "%d.%m.%Y"), s.source, "Neu", int(s.closed is not None), int(s.outcome == "won")]
        for s in w.sales
    ], ";")  # fmt: skip
    return w.truth("salesforce")


def salesforce_only_opportunity(folder: Path) -> Truth:
    w = World(35)
    write(folder, "Opportunity.csv", ["ID", "ACCOUNTID", "NAME", "STAGENAME", "AMOUNT", "CLOSEDATE", "CREATEDDATE", "LEADSOURCE"], [
        [_id("006", s.number) + "AAA", _id("001", s.firm.number) + "AAA", f"Opp {s.number}",
         ending(s, "Closed Won", "Closed Lost", "Prospecting"), s.amount, guess(s), f"{s.opened}T10:11:12.000+0000", s.source]
        for s in w.sales
    ])  # fmt: skip
    return w.truth("salesforce")


# ------------------------------------------------------------------------------------------------------ Pipedrive
_PIPEDRIVE: dict[str, tuple[list[str], list[str], tuple[str, str, str]]] = {
    "en": (
        ["Deal - ID", "Deal - Title", "Deal - Owner", "Deal - Value", "Deal - Currency of Value", "Deal - Organization",
         "Deal - Stage", "Deal - Status", "Deal - Deal created", "Deal - Won time", "Deal - Lost time", "Deal - Expected close date"],
        ["Organization - ID", "Organization - Name", "Organization - Owner", "Organization - Address", "Organization - Website"],
        ("Won", "Lost", "Open"),
    ),
    "fr": (
        ["Affaire - ID", "Affaire - Titre", "Affaire - Propriétaire", "Affaire - Valeur", "Affaire - Devise de Valeur",
         "Affaire - Organisation", "Affaire - Étape", "Affaire - Statut", "Affaire - Affaire créée",
         "Affaire - Heure de la conclusion", "Affaire - Heure de l'échec",
         "Affaire - Date de clôture prévue"],
        ["Organisation - ID", "Organisation - Nom", "Organisation - Propriétaire", "Organisation - Adresse", "Organisation - Site web"],
        ("Gagnée", "Perdue", "En cours"),
    ),
    "de": (
        ["Deal - ID", "Deal - Titel", "Deal - Besitzer", "Deal - Wert", "Deal - Währung von Wert", "Deal - Organisation",
         "Deal - Phase", "Deal - Status", "Deal - Deal erstellt", "Deal - Gewonnen am", "Deal - Verloren am",
         "Deal - Erwartetes Abschlussdatum"],
        ["Organisation - ID", "Organisation - Name", "Organisation - Besitzer", "Organisation - Adresse", "Organisation - Website"],
        ("Gewonnen", "Verloren", "Offen"),
    ),
    "es": (
        ["Trato - ID", "Trato - Título", "Trato - Propietario", "Trato - Valor", "Trato - Moneda de Valor", "Trato - Organización",
         "Trato - Etapa", "Trato - Estado", "Trato - Trato creado", "Trato - Hora de ganado", "Trato - Hora de perdido",
         "Trato - Fecha prevista de cierre"],
        ["Organización - ID", "Organización - Nombre", "Organización - Propietario", "Organización - Dirección",
         "Organización - Sitio web"],
        ("Ganado", "Perdido", "Abierto"),
    ),
}  # fmt: skip


def _pipedrive(language: str) -> Callable[[Path], Truth]:
    def make(folder: Path) -> Truth:
        w = World(41 + ord(language[0]))
        deals, organisations, words = _PIPEDRIVE[language]
        rows = [
            [s.number + 1, f"Deal {s.number}", s.owner, s.amount, "EUR", s.firm.name, f"Stage {s.stage}", ending(s, *words),
             f"{s.opened} 10:00:00", f"{s.closed} 12:00:00" if s.outcome == "won" else "",
             f"{s.closed} 12:00:00" if s.outcome == "lost" else "", day(guess(s))]
            for s in w.sales
        ]  # fmt: skip
        sheet(folder, "deals-1.xlsx", [deals, *rows])
        write(folder, "organizations.csv", organisations, [
            [f.number + 1, f.name, "Eva", f"1 rue X, {f.city}, France", f"https://{f.domain}"] for f in w.firms
        ])  # fmt: skip
        return w.truth("pipedrive", accounts=60)

    return make


def pipedrive_combined(folder: Path) -> Truth:
    w = World(45)
    head = ["Deal - Title", "Deal - Value", "Deal - Status", "Deal - Deal created", "Deal - Deal closed on", "Deal - Owner",
            "Organization - Name", "Organization - Country of Address", "Organization - Industry", "Person - Name",
            "Person - Email - Work"]  # fmt: skip
    write(folder, "deals.csv", head, [
        [f"Deal {s.number}", s.amount, ending(s, "won", "lost", "open"), f"{s.opened} 10:00:00",
         f"{s.closed} 10:00:00" if s.closed else "", s.owner, s.firm.name, "France", s.firm.industry, f"Ann Lee{s.person}",
         f"ann@{s.firm.domain}"]
        for s in w.sales
    ])  # fmt: skip
    return w.truth("pipedrive")


# ----------------------------------------------------------------------------------------------------------- Zoho
def _zoho(language: str) -> Callable[[Path], Truth]:
    names = {
        "en": (["Record Id", "Account Name", "Industry", "Employees", "Billing City"],
               ["Record Id", "Potential Name", "Amount", "Stage", "Closing Date", "Account Name.id", "Account Name", "Created Time", "Lead Source"],
               ("Closed Won", "Closed Lost", "Qualification", "Negotiation/Review"), "Potentials"),
        "fr": (["ID d'enregistrement", "Nom du compte", "Secteur", "Employés", "Ville de facturation"],
               ["ID d'enregistrement", "Nom de l'affaire", "Montant", "Étape", "Date de clôture", "Nom du compte.id", "Nom du compte",
                "Heure de création", "Source du prospect"],
               ("Conclue gagnée", "Conclue perdue", "Qualification", "Négociation"), "Affaires"),
        "de": (["Datensatz-ID", "Kontoname", "Branche", "Mitarbeiter", "Rechnungsstadt"],
               ["Datensatz-ID", "Geschäftsname", "Betrag", "Phase", "Abschlussdatum", "Kontoname.id", "Kontoname", "Erstellungszeit",
                "Lead-Quelle"],
               ("Abgeschlossen gewonnen", "Abgeschlossen verloren", "Qualifizierung", "Verhandlung"), "Geschaefte"),
        "es": (["ID de registro", "Nombre de la cuenta", "Sector", "Empleados", "Ciudad de facturación"],
               ["ID de registro", "Nombre del trato", "Importe", "Fase", "Fecha de cierre", "Nombre de la cuenta.id",
                "Nombre de la cuenta", "Hora de creación", "Fuente del posible cliente"],
               ("Cerrado ganado", "Cerrado perdido", "Calificación", "Negociación"), "Tratos"),
    }  # fmt: skip

    def make(folder: Path) -> Truth:
        w = World(51 + ord(language[0]))
        accounts, deals, stages, module = names[language]
        with zipfile.ZipFile(folder / "Data_001.zip", "w") as pack:
            pack.writestr("Data/Accounts_001.csv", text(accounts, [
                [f"zcrm_4400{f.number:04d}", f.name, f.industry, f.employees, f.city] for f in w.firms
            ]))  # fmt: skip
            pack.writestr(f"Data/{module}_001.csv", text(deals, [
                [f"zcrm_5500{s.number:04d}", f"Deal {s.number}", s.amount, ending(s, *stages), day(guess(s)),
                 f"zcrm_4400{s.firm.number:04d}", s.firm.name, f"{s.opened} 10:00:00", s.source]
                for s in w.sales
            ]))  # fmt: skip
        return w.truth("zoho", accounts=60)

    return make


# ---------------------------------------------------------------------------------------------------------- Attio
def attio(folder: Path) -> Truth:
    w = World(61)
    ident = "00000000-0000-4000-8000-{:012d}".format
    write(folder, "companies.csv", ["Record ID", "Name", "Domains", "Categories", "Employee range", "Primary location", "Created at"], [
        [ident(f.number), f.name, f.domain, f.industry, "11-50", f"{f.city}, France", "2022-02-02T10:00:00Z"] for f in w.firms
    ])  # fmt: skip
    write(folder, "deals.csv", ["Record ID", "Deal name", "Deal stage", '"Deal stage" changed at', "Deal owner", "Deal value",
                                "Associated company", "Associated company > Record ID", "Created at"], [
        [ident(9000 + s.number), f"Deal {s.number}", ending(s, "Won 🎉", "Lost", "Lead", "In Progress"),
         f"{guess(s) if s.closed else s.opened}T10:00:00Z", s.owner, s.amount, s.firm.name, ident(s.firm.number), f"{s.opened}T10:00:00Z"]
        for s in w.sales
    ])  # fmt: skip
    return w.truth("attio", accounts=60)


# ------------------------------------------------------------------------------------------- CRMs without a preset
def close(folder: Path) -> Truth:
    w = World(71)
    write(folder, "opportunities.csv", ["id", "lead_id", "lead_name", "status_id", "status_label", "status_type", "value",
                                        "value_currency", "value_period", "confidence", "date_created", "date_won", "date_lost",
                                        "user_name", "contact_name"], [
        [f"oppo_{s.number:06d}Xz", f"lead_{s.firm.number:06d}Qp", s.firm.name, f"stat_{s.outcome}",
         ending(s, "Signed", "Dead", "Demo", "Proposal"), ending(s, "won", "lost", "active"), s.amount, "EUR", "one_time", 50,
         f"{s.opened}T10:00:00+00:00", day(s.closed) if s.outcome == "won" else "", day(s.closed) if s.outcome == "lost" else "", s.owner, "Ann"]
        for s in w.sales
    ])  # fmt: skip
    write(folder, "leads.csv", ["id", "display_name", "url", "industry", "employees", "status_label", "date_created"], [
        [f"lead_{f.number:06d}Qp", f.name, f"https://{f.domain}", f.industry, f.employees, "Qualified", "2022-01-01T10:00:00+00:00"]
        for f in w.firms
    ])  # fmt: skip
    return w.truth(accounts=60)


def copper(folder: Path) -> Truth:
    w = World(72)
    write(folder, "opportunities.csv", ["Copper ID", "Name", "Company", "Primary Contact", "Owned By", "Pipeline", "Stage", "Status",
                                        "Value", "Win Probability", "Close Date", "Date Closed", "Date Created", "Source", "Loss Reason"], [
        [900000 + s.number, f"Opp {s.number}", s.firm.name, "Ann", s.owner, "Sales", f"Step {s.stage}", ending(s, "Won", "Lost", "Open"),
         s.amount, 50, us(guess(s)), us(s.closed), us(s.opened), s.source, "Price" if s.outcome == "lost" else ""]
        for s in w.sales
    ])  # fmt: skip
    return w.truth()


def freshsales(folder: Path) -> Truth:
    w = World(73)
    write(folder, "deals.csv", ["Deal : Id", "Deal : Name", "Deal : Account", "Deal : Deal value", "Deal : Deal stage",
                                "Deal : Expected close date", "Deal : Closed date", "Deal : Created at", "Deal : Sales owner",
                                "Deal : Lost reason", "Deal : Source"], [
        [16000000 + s.number, f"Deal {s.number}", s.firm.name, s.amount, ending(s, "Won", "Lost", "New", "Demo"), day(guess(s)),
         day(s.closed), f"{s.opened} 10:00:00", s.owner, "", s.source]
        for s in w.sales
    ])  # fmt: skip
    write(folder, "accounts.csv", ["Account : Id", "Account : Name", "Account : Website", "Account : Industry type",
                                   "Account : Number of employees", "Account : Country"], [
        [17000000 + f.number, f.name, f.domain, f.industry, f.employees, "France"] for f in w.firms
    ])  # fmt: skip
    return w.truth(accounts=60)


def monday(folder: Path) -> Truth:
    w = World(74)
    head = [
        "Name",
        "Owner",
        "Stage",
        "Deal Value",
        "Contacts",
        "Accounts",
        "Created on",
        "Close Date",
        "Item ID (auto generated)",
    ]
    sheet(folder, "Deals_1700000000.xlsx", [
        ["Deals"], ["All the deals of the team"], ["Active Deals"], head,
        *[[f"Deal {s.number}", s.owner, ending(s, "Won", "Lost", "Discovery", "Proposal"), s.amount, "Ann", s.firm.name,
           day(s.opened), day(s.closed), 4000000 + s.number] for s in w.sales],
    ])  # fmt: skip
    return w.truth()


def teamleader(folder: Path) -> Truth:
    w = World(75)
    write(folder, "deals.csv", ["Numéro", "Titre", "Client", "Responsable", "Phase", "Statut", "Valeur estimée", "Date de création",
                                "Date de clôture", "Source", "Raison du refus"], [
        [s.number + 1, f"Offre {s.number}", s.firm.name, s.owner, f"Phase {s.stage}", ending(s, "Accepté", "Refusé", "Ouvert"),
         f"{s.amount},00", day(s.opened, "%d/%m/%Y"), day(s.closed, "%d/%m/%Y"), s.source, "Prix" if s.outcome == "lost" else ""]
        for s in w.sales
    ], ";")  # fmt: skip
    return w.truth()


def sellsy(folder: Path) -> Truth:
    w = World(76)
    write(folder, "opportunites.csv", ["Numéro", "Nom de l'opportunité", "Société", "Pipeline", "Étape", "Statut", "Potentiel HT",
                                       "Probabilité", "Date de création", "Échéance", "Date de clôture", "Propriétaire", "Source"], [
        [f"OPP-{s.number:05d}", f"Opp {s.number}", s.firm.name, "Ventes", f"Étape {s.stage}",
         ending(s, "Gagnée", "Perdue", "En cours"), f"{s.amount},00 €", "50 %", day(s.opened, "%d/%m/%Y"),
         day(guess(s), "%d/%m/%Y"), day(s.closed, "%d/%m/%Y"), s.owner, s.source]
        for s in w.sales
    ], ";")  # fmt: skip
    return w.truth()


def odoo(folder: Path) -> Truth:
    w = World(77)
    sheet(folder, "crm.lead.xlsx", [
        ["External ID", "Opportunity", "Customer", "Salesperson", "Stage", "Expected Revenue", "Created on", "Closed Date", "Source",
         "Lost Reason", "Active"],
        *[[f"__export__.crm_lead_{s.number}", f"Opp {s.number}", s.firm.name, s.owner, ending(s, "Won", "Lost", "New", "Qualified"),
           s.amount, f"{s.opened} 10:00:00", f"{s.closed} 10:00:00" if s.closed else "", s.source, "", str(s.outcome != "lost").upper()]
          for s in w.sales],
    ])  # fmt: skip
    return w.truth()


def dynamics(folder: Path) -> Truth:
    w = World(78)
    sheet(folder, "All Opportunities.xlsx", [
        ["(Do Not Modify) Opportunity", "(Do Not Modify) Row Checksum", "(Do Not Modify) Modified On", "Topic", "Account", "Contact",
         "Status", "Status Reason", "Est. Revenue", "Actual Revenue", "Created On", "Actual Close Date", "Owner", "Pipeline Phase"],
        *[[f"6e4f{s.number:04d}-0000-4000-8000-000000000000", f"c{s.number}==", "2025-01-01", f"Topic {s.number}", s.firm.name, "Ann",
           ending(s, "Won", "Lost", "Open"), ending(s, "Won", "Out-Sold", "In Progress"), s.amount, s.amount, day(s.opened),
           day(s.closed), s.owner, f"{s.stage + 1}-Step"] for s in w.sales],
    ])  # fmt: skip
    return w.truth()


def nocrm(folder: Path) -> Truth:
    w = World(79)
    write(folder, "leads.csv", ["ID", "Lead", "Client folder", "Status", "Step", "Pipeline", "Amount", "Probability",
                                "Estimated closing date", "Closed at", "Created at", "User", "Tags"], [
        [3000000 + s.number, f"Lead {s.number}", s.firm.name, ending(s, "Won", "Lost", "To do", "Standby"), f"Step {s.stage}", "Sales",
         s.amount, 50, day(guess(s)), f"{s.closed} 10:00" if s.closed else "", f"{s.opened} 10:00", s.owner, "fair"]
        for s in w.sales
    ])  # fmt: skip
    return w.truth()


def airtable(folder: Path) -> Truth:
    w = World(80)
    write(folder, "Deals-Grid view.csv", ["Deal", "Company", "Status", "Amount", "Created", "Closed", "Owner", "Source"], [
        [f"Deal {s.number}", s.firm.name, ending(s, "Closed–won", "Closed–lost", "Proposal"), f"${s.amount:,}.00", us(s.opened),
         us(s.closed), s.owner, s.source]
        for s in w.sales
    ], encoding="utf-8-sig")  # fmt: skip
    write(folder, "Companies-Grid view.csv", ["Name", "Industry", "Size", "Country", "Deals"], [
        [f.name, f.industry, f.employees, "France", ""] for f in w.firms
    ])  # fmt: skip
    return w.truth(accounts=60)


def hand_kept(folder: Path) -> Truth:
    w = World(81)
    rows = [
        [s.firm.name, s.firm.industry, s.owner, day(s.opened, "%d/%m/%Y"), f"{s.amount / 1000:g} k€".replace(".", ","),
         ending(s, "Signé", "Perdu", "En cours"), day(s.closed, "%d/%m/%Y"), "à rappeler"]
        for s in w.sales
    ]  # fmt: skip
    head = [
        "Client",
        "Secteur",
        "Commercial",
        "Date 1er contact",
        "Montant",
        "Résultat",
        "Date décision",
        "Commentaire",
    ]
    title = ["Suivi commercial 2023-2024", *[""] * 7]
    sheet(folder, "suivi.xlsx", [title, [""] * 8, head, *rows, ["Total", "", "", "", "9 999 k€", "", "", ""]], "A1:H1")
    return w.truth()


EXPORTS: dict[str, Callable[[Path], Truth]] = {
    **{f"hubspot_{language}": _hubspot(language) for language in _HUBSPOT},
    **{f"pipedrive_{language}": _pipedrive(language) for language in _PIPEDRIVE},
    **{f"zoho_{language}": _zoho(language) for language in ("en", "fr", "de", "es")},
    **{
        make.__name__: make
        for make in (
            hubspot_deals_only, hubspot_pipelines, hubspot_wide, hubspot_api, salesforce_weekly, salesforce_report, salesforce_fr,
            salesforce_de, salesforce_only_opportunity, pipedrive_combined, attio, close, copper, freshsales, monday, teamleader,
            sellsy, odoo, dynamics, nocrm, airtable, hand_kept,
        )
    },
}  # fmt: skip
