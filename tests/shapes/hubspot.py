"""Exports as HubSpot writes them."""

# ruff: noqa: E501 - a row of cells stays on one line

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from shapes.world import Truth, World, ending, guess, us, write

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


EXPORTS: dict[str, Callable[[Path], Truth]] = {
    **{f"hubspot_{language}": _hubspot(language) for language in _HUBSPOT},
    **{make.__name__: make for make in (hubspot_deals_only, hubspot_pipelines, hubspot_wide, hubspot_api)},
}
