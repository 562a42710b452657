"""Exports as Pipedrive, Zoho and Attio write them."""

# ruff: noqa: E501 - a row of cells stays on one line

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from shapes.world import Truth, World, day, ending, guess, sheet, text, write

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


EXPORTS: dict[str, Callable[[Path], Truth]] = {
    **{f"pipedrive_{language}": _pipedrive(language) for language in _PIPEDRIVE},
    **{f"zoho_{language}": _zoho(language) for language in ("en", "fr", "de", "es")},
    "pipedrive_combined": pipedrive_combined,
    "attio": attio,
}
