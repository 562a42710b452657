"""Invented exports in several languages and shapes; what they hold is known."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

Row = Sequence[object]


def write(folder: Path, name: str, head: Sequence[str], rows: Sequence[Row], delimiter: str = ",") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow(head)
        writer.writerows(rows)


def day(number: int, form: str = "%Y-%m-%d") -> str:
    return (date(2023, 1, 2) + timedelta(days=number)).strftime(form)


def french_single_file(folder: Path) -> None:
    """One file: deals with the traits of their company in each row."""
    draw = random.Random(1)
    traits = {
        f"Société {number}": (
            draw.choice(["Banque", "Santé", "Industrie"]),
            draw.choice(["1-10", "11-50", "51-200"]),
            draw.choice(["France", "Belgique", "Suisse"]),
        )
        for number in range(120)
    }
    rows: list[Row] = []
    for number in range(300):
        company = draw.choice(list(traits))
        stage = ["Gagnée", "Perdue", "Perdue", "En cours", "Devis envoyé"][number % 5]
        opened = draw.randint(0, 600)
        ended = stage in ("Gagnée", "Perdue")
        closed = day(opened + draw.randint(5, 80), "%d/%m/%Y") if ended else ""
        source, owner = draw.choice(["Salon", "Site web"]), draw.choice(["Mme Dupont", "M. Petit"])
        amount = f"{draw.randint(1, 40)} {draw.randint(100, 999)},00 €"
        why = draw.choice(["Prix", "Délai"]) if stage == "Perdue" else ""
        opened_text = day(opened, "%d/%m/%Y")
        rows.append([1000 + number, company, *traits[company], source, owner, opened_text, closed, amount, stage, why])
    head = ["N°", "Société", "Secteur d'activité", "Effectif", "Pays", "Origine", "Commercial", "Date de création"]
    write(folder, "affaires.csv", [*head, "Date de clôture", "Montant HT", "Étape", "Motif de perte"], rows, ";")


def german_star(folder: Path) -> None:
    """Deals, accounts, salespeople and activities in files of their own."""
    draw = random.Random(2)
    accounts = [
        [
            f"K{number:04d}",
            f"Firma {number} GmbH",
            draw.choice(["Handel", "Chemie"]),
            draw.randint(5, 900),
            "Österreich",
        ]
        for number in range(150)
    ]
    write(folder, "Kunden.csv", ["Kundennummer", "Firmenname", "Branche", "Mitarbeiter", "Land"], accounts, ";")
    people = [[f"V{number}", name, "Nord"] for number, name in enumerate(["Anna Weber", "Jens Kurz", "Uta Lang"])]
    write(folder, "Vertriebler.csv", ["Nr", "Name", "Region"], people, ";")
    deals: list[Row] = []
    activities: list[Row] = []
    for number in range(400):
        stage = ["Gewonnen", "Verloren", "In Verhandlung", "Angebot gesendet"][number % 4]
        opened = draw.randint(0, 600)
        closed = day(opened + draw.randint(3, 90), "%d.%m.%Y") if stage in ("Gewonnen", "Verloren") else ""
        key, amount = f"C-{number:05d}", f"{draw.randint(1, 90)}.{draw.randint(100, 999)},00 €"
        account, owner, source = draw.choice(accounts)[0], draw.choice(people)[0], draw.choice(["Messe", "Webseite"])
        deals.append(
            [key, account, owner, day(opened, "%d.%m.%Y"), closed, amount, stage, source, draw.choice([10, 50])]
        )
        activities.append([f"A{number}", key, day(opened + 1, "%d.%m.%Y"), draw.choice(["Anruf", "Besuch"]), 60])
    head = ["Chancen-Nr", "Kundennr", "Betreuer", "Erstellt am", "Abschlussdatum", "Auftragswert", "Verkaufsphase"]
    write(folder, "Verkaufschancen.csv", [*head, "Leadquelle", "Wahrscheinlichkeit"], deals, ";")
    write(folder, "Aktivitäten.csv", ["Aktivitäts-ID", "Chancen-Nr", "Datum", "Art", "Dauer"], activities, ";")


def spanish_presence(folder: Path) -> None:
    """Leads; the won ones appear in a second file."""
    draw = random.Random(3)
    leads = [
        [
            f"{draw.randrange(16**12):012x}",
            day(draw.randint(0, 500)),
            draw.choice(["web", "feria"]),
            draw.choice(["Banca", "Turismo"]),
        ]
        for _ in range(600)
    ]
    write(folder, "solicitudes.csv", ["id_solicitud", "fecha_solicitud", "origen", "sector"], leads)
    signed = [[lead[0], "2024-08-15", draw.randint(100, 9000)] for lead in draw.sample(leads, 90)]
    write(folder, "contratos_firmados.csv", ["id_solicitud", "fecha_firma", "importe"], signed)


def english_small_numbers(folder: Path) -> None:
    """Keys that count from 1 in every file, so that values alone tell nothing."""
    draw = random.Random(4)
    companies = [[n + 1, f"Co {n}", draw.choice(["Food", "Media"]), draw.randint(3, 4000), "US"] for n in range(200)]
    write(folder, "companies.csv", ["id", "company_name", "industry", "headcount", "country"], companies)
    people = [[n + 1, draw.randint(1, 200), f"p{n}@example.com", draw.choice(["CEO", "Buyer"])] for n in range(300)]
    write(folder, "contacts.csv", ["id", "company_id", "email", "job_title"], people)
    write(folder, "users.csv", ["id", "username"], [[1, "ann"], [2, "bob"], [3, "cid"], [4, "dee"]])
    deals: list[Row] = []
    for number in range(500):
        status = ["won", "lost", "lost", "open"][number % 4]
        opened = draw.randint(0, 600)
        closed = day(opened + 30) if status != "open" else ""
        who = [draw.randint(1, 200), draw.randint(1, 300), draw.randint(1, 4)]
        deals.append(
            [number + 1, *who, day(opened), closed, draw.randint(1000, 90000), status, draw.choice(["in", "out"])]
        )
    head = ["id", "company_id", "contact_id", "user_id", "created_at", "closed_at", "amount_usd", "status", "channel"]
    write(folder, "opportunities.csv", head, deals)


def italian_details(folder: Path) -> None:
    """The result stands in one file, all else in another, one row each."""
    draw = random.Random(5)
    deals = [[f"T{n:04d}", day(draw.randint(0, 400)), draw.choice(["Rossi", "Bianchi"]), "Fiera"] for n in range(240)]
    write(folder, "trattative.csv", ["Codice trattativa", "Data apertura", "Venditore", "Provenienza"], deals, ";")
    ends = [[deal[0], ["Vinta", "Persa", "Persa"][n % 3], day(450), 100 + n] for n, deal in enumerate(deals)]
    write(folder, "esiti.csv", ["Codice trattativa", "Esito", "Data chiusura", "Importo"], ends, ";")


def portuguese_flag(folder: Path) -> None:
    """A yes/no column, no closing date."""
    draw = random.Random(6)
    rows = [
        [
            f"L{n}",
            draw.choice(["Varejo", "Saúde"]),
            draw.randint(1, 300),
            draw.choice(["Google", "Indicação"]),
            day(n),
            int(n % 5 == 0),
        ]
        for n in range(300)
    ]
    write(
        folder, "leads.csv", ["Código", "Setor", "Funcionários", "Origem", "Data de cadastro", "Convertido"], rows, ";"
    )


def two_years(folder: Path) -> None:
    """Two files of the same shape; accounts are named, not numbered; noise in the headers."""
    draw = random.Random(7)
    for year in (2023, 2024):
        rows = [
            [
                f"{year}-{n}",
                f"Co {draw.randint(0, 99)}",
                ["Signed", "Declined", "Pending"][n % 3],
                day(n),
                day(n + 20),
                n * 100 + 50,
            ]
            for n in range(150)
        ]
        write(folder, f"deals_{year}.csv", [" Deal ", "CUSTOMER  NAME", "Result", "Start", "End", "Value (k€)"], rows)
    write(
        folder,
        "customers.csv",
        ["Customer no", "Name", "Segment"],
        [[5000 + n, f"Co {n}", "SMB" if n % 2 else "Large"] for n in range(100)],
    )


def churn(folder: Path) -> None:
    """Nothing tells who bought, only who left."""
    draw = random.Random(8)
    rows = [
        [
            f"{draw.randint(1000, 9999)}-{n:05d}",
            draw.choice("MF"),
            draw.choice(["Monthly", "Yearly"]),
            draw.randint(20, 110),
            "Yes" if n % 4 == 0 else "No",
        ]
        for n in range(400)
    ]
    write(folder, "customers.csv", ["customerID", "gender", "Contract", "MonthlyCharges", "Churn"], rows)


def stages_by_number(folder: Path) -> None:
    """A dump of a database: the stage of a deal is a number, its name stands in another file."""
    draw = random.Random(9)
    stages = [[1, "Nouveau", 10], [2, "Devis envoyé", 40], [3, "Gagné", 100], [4, "Perdu", 0]]
    write(folder, "etapes.csv", ["id", "libelle", "probabilite"], stages)
    clients = [[n + 1, f"Client {n}", draw.choice(["Banque", "Santé"]), draw.randint(1, 900)] for n in range(80)]
    write(folder, "clients.csv", ["id", "nom", "secteur", "effectif"], clients)
    deals = [
        [n + 1, draw.randint(1, 80), n % 4 + 1, day(n), day(n + 40) if n % 4 > 1 else "", 100 + n] for n in range(320)
    ]
    write(
        folder, "opportunites.csv", ["id", "client_id", "etape_id", "date_creation", "date_cloture", "montant"], deals
    )


def flags_and_history(folder: Path) -> None:
    """Flags beside the stage, and a file with the stages that each deal went through."""
    stages = ["Closed Won", "Closed Lost", "Negotiation"]
    deals = [[f"006{n:05d}", stages[n % 3], n % 3 < 2, n % 3 == 0, day(n), day(n + 30), n * 10 + 5] for n in range(48)]
    write(
        folder, "Opportunity.csv", ["Id", "StageName", "IsClosed", "IsWon", "CreatedDate", "CloseDate", "Amount"], deals
    )
    steps = [[f"008{n:05d}", deals[n % 48][0], stages[n % 3], day(n)] for n in range(96)]
    write(folder, "OpportunityHistory.csv", ["Id", "OpportunityId", "StageName", "CreatedDate"], steps)


EXPORTS: dict[str, Callable[[Path], None]] = {
    "french_single_file": french_single_file,
    "german_star": german_star,
    "spanish_presence": spanish_presence,
    "english_small_numbers": english_small_numbers,
    "italian_details": italian_details,
    "portuguese_flag": portuguese_flag,
    "two_years": two_years,
    "churn": churn,
    "flags_and_history": flags_and_history,
    "stages_by_number": stages_by_number,
}


@pytest.fixture
def make_export(tmp_path: Path) -> Callable[[str], Path]:
    """Writes one of the invented exports; its folder."""

    def make(name: str) -> Path:
        folder = tmp_path / name
        EXPORTS[name](folder)
        return folder

    return make
