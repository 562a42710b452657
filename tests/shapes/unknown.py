"""Exports of CRMs without a preset, and a sheet kept by hand."""

# ruff: noqa: E501 - a row of cells stays on one line

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook

from shapes.world import Truth, World, day, ending, guess, sheet, us, write


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


_LANGUAGES: dict[str, tuple[list[str], list[str], tuple[str, ...]]] = {
    "it": (
        ["ID record", "Nome azienda", "Nome di dominio dell'azienda", "Settore", "Numero di dipendenti", "Città"],
        ["ID record", "Nome trattativa", "Fase trattativa", "Pipeline", "Importo", "Data di chiusura", "Data di creazione", "Proprietario trattativa"],
        ("Chiusa vinta", "Chiusa persa", "Appuntamento fissato", "Contratto inviato"),
    ),
    "nl": (
        ["Record-ID", "Bedrijfsnaam", "Domeinnaam van bedrijf", "Branche", "Aantal medewerkers", "Plaats"],
        ["Record-ID", "Dealnaam", "Dealfase", "Pijplijn", "Bedrag", "Sluitingsdatum", "Aanmaakdatum", "Dealeigenaar"],
        ("Gesloten en gewonnen", "Gesloten en verloren", "Afspraak gepland", "Contract verzonden"),
    ),
}  # fmt: skip


def _hubspot(language: str) -> Callable[[Path], Truth]:
    """Labels in a language that the preset does not know; associations are English in all."""

    def make(folder: Path) -> Truth:
        w = World(91 + ord(language[0]))
        companies, deals, stages = _LANGUAGES[language]
        write(folder, "companies.csv", companies, [
            [7000 + f.number, f.name, f.domain, f.industry, f.employees, f.city] for f in w.firms
        ])  # fmt: skip
        write(folder, "deals.csv", [*deals, "Associated Company IDs (Primary)", "Associated Company (Primary)"], [
            [50000 + s.number, f"Deal {s.number}", ending(s, *stages), "Sales", s.amount, f"{s.closed} 10:00" if s.closed else "",
             f"{s.opened} 14:05", s.owner, 7000 + s.firm.number, s.firm.name]
            for s in w.sales
        ])  # fmt: skip
        return w.truth(accounts=60)

    return make


def notion(folder: Path) -> Truth:
    w = World(95)
    write(folder, "Deals 1a2b.csv", ["Deal name", "Status", "Company", "Deal value", "Created time", "Close date", "Owner", "Industry"], [
        [f"Deal {s.number}", ending(s, "🎉 Won", "❌ Lost", "💬 In conversation"), f"{s.firm.name} (https://www.notion.so/{s.firm.number:032x})",
         f"€{s.amount:,}", f"{s.opened:%B} {s.opened.day}, {s.opened.year} 9:30 AM",
         f"{s.closed:%B} {s.closed.day}, {s.closed.year}" if s.closed else "", s.owner, s.firm.industry]
        for s in w.sales
    ])  # fmt: skip
    return w.truth()


def workbook(folder: Path) -> Truth:
    """Sheets of one workbook: clients and quotes, in French."""
    w = World(96)
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Clients"
    page.append(["Code client", "Raison sociale", "Secteur", "Effectif", "Ville"])
    for f in w.firms:
        page.append([f"C{f.number:04d}", f.name, f.industry, f.employees, f.city])
    quotes = book.create_sheet("Devis")
    quotes.append(
        ["N° devis", "Code client", "Date du devis", "Statut", "Montant HT", "Date de signature", "Commercial"]
    )
    for s in w.sales:
        state = ending(s, "Accepté", "Refusé", "En attente")
        quotes.append([f"D{s.number:05d}", f"C{s.firm.number:04d}", s.opened, state, s.amount, s.closed, s.owner])
    book.save(folder / "gestion.xlsx")
    return w.truth(accounts=60)


EXPORTS: dict[str, Callable[[Path], Truth]] = {
    **{f"hubspot_{language}": _hubspot(language) for language in _LANGUAGES},
    **{make.__name__: make for make in (
        notion, workbook, copper, freshsales, monday, teamleader, sellsy, nocrm, airtable, hand_kept,
    )},
}  # fmt: skip
