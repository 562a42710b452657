"""A founder's sheet, kept by hand in one of five languages: one row a deal, one truth."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

__all__ = ["SHEETS", "Sheet", "write_sheet"]

TODAY = date(2026, 11, 1)
SECTORS = 5


@dataclass(frozen=True)
class Sheet:
    """Words of one language.

    Attributes:
        header: Company, sector, country, employees, deal, stage, opened, closed, amount, source, salesperson.
        stages: Won, lost, and two open ones.
        sectors: Sectors, the first of which wins much more often.
        countries: Countries.
        sources: Where leads come from.
        day: Pattern of days.
        amount: Pattern of amounts.
    """

    header: tuple[str, ...]
    stages: tuple[str, str, str, str]
    sectors: tuple[str, ...]
    countries: tuple[str, ...]
    sources: tuple[str, ...]
    day: str
    amount: str


SHEETS = {
    "en": Sheet(
        (
            "Company",
            "Industry",
            "Country",
            "Employees",
            "Deal name",
            "Stage",
            "Created",
            "Closed",
            "Amount",
            "Source",
            "Owner",
        ),
        ("Won", "Lost", "Proposal", "Demo booked"),
        ("Fintech", "Retail", "Logistics", "Healthcare", "Media"),
        ("United Kingdom", "Ireland", "Germany"),
        ("LinkedIn", "Referral", "Website", "Trade fair"),
        "%Y-%m-%d",
        "£{:,.0f}",
    ),
    "fr": Sheet(
        (
            "Entreprise",
            "Secteur",
            "Pays",
            "Effectif",
            "Affaire",
            "Étape",
            "Date d'ouverture",
            "Date de clôture",
            "Montant (€)",
            "Origine",
            "Commercial",
        ),
        ("Gagnée", "Perdue", "Devis envoyé", "Premier rendez-vous"),
        ("Banque", "Commerce", "Transport", "Santé", "Industrie"),
        ("France", "Belgique", "Suisse"),
        ("LinkedIn", "Recommandation", "Site web", "Salon"),
        "%d/%m/%Y",
        "{:.2f}",
    ),
    "es": Sheet(
        (
            "Empresa",
            "Sector",
            "País",
            "Empleados",
            "Oportunidad",
            "Etapa",
            "Fecha de apertura",
            "Fecha de cierre",
            "Importe",
            "Origen",
            "Comercial",
        ),
        ("Ganada", "Perdida", "Propuesta", "Reunión"),
        ("Banca", "Comercio", "Transporte", "Salud", "Industria"),
        ("España", "México", "Portugal"),
        ("LinkedIn", "Recomendación", "Web", "Feria"),
        "%d/%m/%Y",
        "{:.2f} €",
    ),
    "de": Sheet(
        (
            "Firma",
            "Branche",
            "Land",
            "Mitarbeiter",
            "Projekt",
            "Status",
            "Eröffnet am",
            "Abgeschlossen am",
            "Auftragswert",
            "Quelle",
            "Vertriebler",
        ),
        ("Gewonnen", "Verloren", "Angebot", "Erstgespräch"),
        ("Banken", "Handel", "Logistik", "Gesundheit", "Maschinenbau"),
        ("Deutschland", "Österreich", "Schweiz"),
        ("LinkedIn", "Empfehlung", "Website", "Messe"),
        "%d.%m.%Y",
        "{:.2f} €",
    ),
    "pt": Sheet(
        (
            "Empresa",
            "Setor",
            "País",
            "Funcionários",
            "Negócio",
            "Etapa",
            "Data de criação",
            "Data de fechamento",
            "Valor",
            "Origem",
            "Vendedor",
        ),
        ("Ganho", "Perdido", "Proposta", "Reunião"),
        ("Bancos", "Comércio", "Transporte", "Saúde", "Indústria"),
        ("Brasil", "Portugal", "Angola"),
        ("LinkedIn", "Indicação", "Site", "Feira"),
        "%d/%m/%Y",
        "R$ {:.2f}",
    ),
}


@dataclass(frozen=True)
class Kept:
    """What a sheet holds."""

    rows: int
    won: int
    lost: int
    still_open: int
    amount: float
    opened: tuple[date, ...]


def write_sheet(path: Path, language: str, n: int, seed: int = 1, *, lost: bool = True, effect: bool = True) -> Kept:
    """Write a sheet of n deals, one company each; return what it holds.

    Args:
        path: The file.
        language: One of `SHEETS`.
        n: Number of deals; a tenth of them are open.
        seed: Seed of the draws.
        lost: Whether lost deals are in it.
        effect: Whether the first sector wins much more often.
    """
    words, draw = SHEETS[language], random.Random(seed)
    lines: list[Sequence[str]] = []
    ends: list[int] = []
    amounts, openings = 0.0, []
    for number in range(n):
        sector = draw.randrange(SECTORS)
        opened = TODAY - timedelta(days=draw.randrange(90, 620))
        end = 2 if number % 10 == 9 else int(draw.random() > (0.85 if effect and sector == 0 else 0.15))
        if end == 1 and not lost:
            continue
        closed = opened + timedelta(days=draw.randrange(10, 70))
        amount = round(draw.lognormvariate(9, 0.6), 2)
        amounts += amount if end == 0 else 0.0
        amount = round(amount)
        openings.append(opened)
        ends.append(end)
        name = f"{draw.choice(('Nova', 'Alba', 'Terra', 'Lumen', 'Orbis'))} {number}"
        stage = words.stages[end if end < 2 else draw.choice((2, 3))]
        what = (name, words.sectors[sector], draw.choice(words.countries), str(draw.choice((4, 11, 35, 80, 140, 420))))
        days = opened.strftime(words.day), "" if end == 2 else closed.strftime(words.day)
        how = words.amount.format(amount), draw.choice(words.sources), draw.choice(("Ana", "Ben", "Chloé"))
        lines.append((*what, f"#{number} {draw.choice(('Pro', 'Team'))}", stage, *days, *how))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";" if language in ("fr", "de", "es", "pt") else ",")
        writer.writerow(words.header)
        writer.writerows(lines)
    counts = [ends.count(end) for end in (0, 1, 2)]
    return Kept(len(lines), counts[0], counts[1], counts[2], amounts, tuple(openings))
