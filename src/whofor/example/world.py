"""The made-up market: its sectors, countries, sizes, people and words. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = [
    "ASIA",
    "AS_OF",
    "COUNTRIES",
    "FIRST_DAY",
    "GOOD_SALESPERSON",
    "LATIN_AMERICA",
    "LEAD_SOURCES",
    "REFERRALS",
    "SALESPEOPLE",
    "SECTORS",
    "SIZE_BANDS",
    "Country",
    "Sector",
]

FIRST_DAY = date(2023, 10, 1)
"""First possible day of opening."""

AS_OF = date(2026, 9, 30)
"""Day of the export: outcomes are known up to here."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country as cells write it: its usual name first, then its other spellings."""

    code: str
    spellings: tuple[str, ...]
    cities: tuple[str, ...]
    weight: float = 0.0


COUNTRIES: tuple[Country, ...] = (
    Country("US", ("United States", "USA", "US"), ("Austin", "Boston", "Denver", "New York"), 17),
    Country("GB", ("United Kingdom", "UK", "Great Britain"), ("London", "Leeds", "Bristol", "Manchester"), 11),
    Country("FR", ("France", "FRANCE", "france"), ("Paris", "Lyon", "Nantes", "Lille"), 14),
    Country("DE", ("Germany", "Deutschland", "DE"), ("Berlin", "Hamburg", "Munich", "Cologne"), 13),
    Country("ES", ("Spain", "España", "ES"), ("Madrid", "Barcelona", "Valencia"), 8),
    Country("NL", ("Netherlands", "The Netherlands", "NL"), ("Amsterdam", "Utrecht", "Rotterdam"), 6),
    Country("IT", ("Italy", "Italia", "IT"), ("Milan", "Turin", "Bologna"), 6),
    Country("BE", ("Belgium", "Belgique", "BE"), ("Brussels", "Ghent", "Antwerp"), 4),
    Country("CA", ("Canada", "CANADA", "CA"), ("Toronto", "Montreal", "Vancouver"), 5),
    Country("AU", ("Australia", "AUSTRALIA", "AU"), ("Sydney", "Melbourne", "Perth"), 2),
    Country("BR", ("Brazil", "Brasil", "BR"), ("São Paulo", "Curitiba", "Campinas"), 8),
    Country("MX", ("Mexico", "México", "MX"), ("Mexico City", "Monterrey", "Puebla"), 5),
    Country("CO", ("Colombia", "COLOMBIA", "CO"), ("Bogotá", "Medellín"), 2),
    Country("CL", ("Chile", "CHILE", "CL"), ("Santiago", "Concepción"), 2),
    Country("AR", ("Argentina", "ARGENTINA", "AR"), ("Buenos Aires", "Córdoba"), 2),
    Country("CN", ("China", "CHINA", "CN"), ("Shenzhen", "Suzhou", "Ningbo"), 0),
    Country("IN", ("India", "INDIA", "IN"), ("Pune", "Chennai", "Bengaluru"), 2),
    Country("VN", ("Vietnam", "Viet Nam", "VN"), ("Hanoi", "Da Nang"), 0),
    Country("TH", ("Thailand", "THAILAND", "TH"), ("Bangkok", "Rayong"), 0),
    Country("JP", ("Japan", "JAPAN", "JP"), ("Osaka", "Nagoya"), 1),
    Country("SG", ("Singapore", "SINGAPORE", "SG"), ("Singapore",), 1),
)
LATIN_AMERICA = ("BR", "MX", "CO", "CL", "AR")
ASIA = ("CN", "IN", "VN", "TH", "JP", "SG")

SIZE_BANDS: tuple[tuple[int, int], ...] = (
    (1, 10),
    (11, 50),
    (51, 200),
    (201, 500),
    (501, 1000),
    (1001, 5000),
    (5001, 20000),
)


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector: how its cells are written, how common it is, how large, funded and growing its companies are.

    Attributes:
        label: Usual writing in the export.
        spellings: Other writings: case, trailing space, typing errors.
        weight: Share of the accounts, in percent.
        sizes: Weights of the size bands.
        countries: Weights of countries where they differ from the whole market's, by code.
        growing: Share of companies that grow by 20 % a year or more.
        funded: Share of companies that have raised money.
        recent: Share of deals of funded companies that are opened soon after the round.
        tails: Last words of company names.
    """

    label: str
    spellings: tuple[str, ...]
    weight: float
    tails: tuple[str, ...]
    sizes: tuple[float, ...] = (11, 22, 34, 14, 9, 7, 3)
    countries: tuple[tuple[str, float], ...] = ()
    growing: float = 0.62
    funded: float = 0.75
    recent: float = 0.7


SECTORS: tuple[Sector, ...] = (
    Sector(
        "Fintech",
        ("fintech", "FinTech ", "Fintec", "FINTECH"),
        23,
        ("Pay", "Ledger", "Wallet", "Treasury", "Credit"),
        sizes=(4, 14, 68, 6, 4, 3, 1),
        growing=0.94,
        funded=0.94,
        recent=0.72,
    ),
    Sector(
        "Manufacturing",
        ("manufacturing", "Manufacturing ", "Manufacturng", "MANUFACTURING"),
        33,
        ("Works", "Industrial", "Castings", "Machinery", "Components"),
        sizes=(6, 17, 25, 22, 15, 12, 3),
        countries=(
            *(("BR", 24), ("MX", 18), ("CO", 6), ("CL", 4), ("AR", 4)),
            *(("CN", 18), ("IN", 11), ("VN", 6), ("TH", 4), ("JP", 3)),
            *(("DE", 7), ("IT", 4), ("US", 4), ("FR", 2)),
        ),
    ),
    Sector(
        "Public sector",
        ("public sector", "Public Sector ", "Publc sector", "PUBLIC SECTOR"),
        14,
        ("Agency", "Authority", "Council", "Institute"),
        sizes=(0, 2, 5, 4, 4, 55, 30),
        growing=0.15,
        funded=0.0,
    ),
    Sector(
        "Professional services",
        ("professional services", "Professional Services ", "Profesional services", "PROFESSIONAL SERVICES"),
        11,
        ("Partners", "Advisory", "Consulting", "Associates"),
        countries=(("GB", 84), ("FR", 4), ("DE", 4), ("US", 4), ("NL", 4)),
    ),
    Sector(
        "Legal services",
        ("legal services", "Legal Services ", "Legal servces", "LEGAL SERVICES"),
        8,
        ("Law", "Chambers", "Legal", "Counsel"),
    ),
    Sector("Retail", ("retail", "Retail ", "Retial", "RETAIL"), 5, ("Stores", "Market", "Goods")),
    Sector("Software", ("software", "Software ", "Sofware", "SOFTWARE"), 4, ("Labs", "Systems", "Cloud")),
    Sector("Logistics", ("logistics", "Logistics ", "Logistcs", "LOGISTICS"), 3, ("Freight", "Cargo", "Transit")),
    Sector("Healthcare", ("healthcare", "Healthcare ", "Helthcare", "HEALTHCARE"), 3, ("Clinics", "Care")),
    Sector("Media", ("media", "Media ", "MEDIA"), 2, ("Studios", "Press")),
)

GOOD_SALESPERSON = "Maria Keller"
SALESPEOPLE = (
    GOOD_SALESPERSON,
    "Tom Bakker",
    "Aïcha Diallo",
    "Lucas Moreau",
    "Priya Nair",
    "Jonas Weber",
    "Sofia Romano",
    "Daniel Okafor",
)

REFERRALS = "Referrals"
LEAD_SOURCES: tuple[tuple[str, float], ...] = (
    ("Organic Search", 28),
    ("Paid Search", 16),
    ("Offline Sources", 22),
    ("Direct Traffic", 14),
    ("Email Marketing", 9),
    ("Organic Social", 6),
    ("Paid Social", 5),
)
"""Sources other than referrals, with their weights among the deals that were not referred."""
