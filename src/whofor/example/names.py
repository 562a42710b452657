"""Invented names of companies and people. Any likeness to real ones is chance."""

from __future__ import annotations

from whofor.example.draws import Draws
from whofor.example.words import FIRST_NAMES, LAST_NAMES, NAME_ENDS, NAME_MIDDLES, NAME_STARTS
from whofor.example.world import SECTORS

__all__ = ["company_domain", "company_names", "email_of", "person_names"]


def company_names(draws: Draws, sectors: list[int]) -> list[str]:
    """Return one name for each company, no two alike."""
    n_stems = len(NAME_STARTS) * len(NAME_MIDDLES) * len(NAME_ENDS)
    order = draws.order(n_stems).tolist()
    place = draws.uniform(len(sectors)).tolist()
    names: list[str] = []
    for i, sector in enumerate(sectors):
        stem = order[i % n_stems]
        start, rest = divmod(stem, len(NAME_MIDDLES) * len(NAME_ENDS))
        middle, end = divmod(rest, len(NAME_ENDS))
        again = "" if i < n_stems else f" {i // n_stems + 1}"
        tails = SECTORS[sector].tails
        tail = tails[int(place[i] * len(tails))]
        names.append(f"{NAME_STARTS[start]}{NAME_MIDDLES[middle]}{NAME_ENDS[end]} {tail}{again}")
    return names


def company_domain(name: str) -> str:
    """Return the web address of a company; `.example` is reserved and never leads anywhere."""
    return name.lower().replace(" ", "-") + ".example"


def person_names(draws: Draws, n: int) -> list[tuple[str, str]]:
    """Draw `n` first and last names."""
    first = draws.whole(n, 0, len(FIRST_NAMES) - 1).tolist()
    last = draws.whole(n, 0, len(LAST_NAMES) - 1).tolist()
    return [(FIRST_NAMES[a], LAST_NAMES[b]) for a, b in zip(first, last, strict=True)]


def email_of(first: str, last: str, domain: str) -> str:
    """Return a person's address at the company."""
    return f"{first}.{last}@{domain}".lower()
