"""Matches accounts: finds the same company entered several times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from whofor.intake.normalise.account_links import Company, LinkFinder, LinkJudge, Why
from whofor.intake.normalise.company_domains import own_domain
from whofor.intake.normalise.company_names import CompanyName, company_name
from whofor.intake.normalise.registration_numbers import registration_number
from whofor.text import fold

__all__ = ["AccountMatches", "AccountMerge", "AccountRecord", "Merging", "Why", "match_accounts"]

_NOTHING: Mapping[str, frozenset[str]] = MappingProxyType({})
_MOST_ROUNDS = 6
_MOST_GENERATIONS = 12


class Merging(StrEnum):
    """Which accounts are merged: by every rule, by domain and registration number only, or none."""

    AUTO = "auto"
    DOMAIN = "domain"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """One account as it is in the export; what is unknown is empty.

    Attributes:
        key: Its key, unique.
        name: Name as written.
        domain: Web domain or address.
        registration_number: Number in a public register.
        country: ISO 3166-1 alpha-2.
        city: Town.
        parent_key: Key, or name, of the account it belongs to.
        filled: How many of its fields have a value.
    """

    key: str
    name: str = ""
    domain: str = ""
    registration_number: str = ""
    country: str = ""
    city: str = ""
    parent_key: str = ""
    filled: int = 0


@dataclass(frozen=True, slots=True)
class AccountMerge:
    """An account that is the same company as another one.

    Attributes:
        kept_key: Key of the account that stays.
        merged_key: Key of the account that is merged into it.
        why: The rule that says so.
        score: Similarity of the names, 0 to 100, where the rule is the name; else 100.
        kept_name: Name of the first.
        merged_name: Name of the second.
    """

    kept_key: str
    merged_key: str
    why: Why
    score: float
    kept_name: str
    merged_name: str


@dataclass(frozen=True, slots=True)
class AccountMatches:
    """The accounts found to be one company, and pairs in doubt.

    Attributes:
        merges: Accounts to merge, in the order of the file.
        doubtful: Accounts kept apart although they share a web domain with one or two others, as pairs of keys.
    """

    merges: tuple[AccountMerge, ...]
    doubtful: tuple[tuple[str, str], ...] = ()


def match_accounts(
    records: Sequence[AccountRecord],
    *,
    merging: Merging = Merging.AUTO,
    apart: Sequence[tuple[str, str]] = (),
    same: Sequence[tuple[str, str]] = (),
) -> AccountMatches:
    """Find the accounts that are one company.

    In this order: the same web domain of their own, where the names agree; the same valid registration number; the
    same or nearly the same name in the same country. Never merged, but by `same`: accounts with different
    known countries, different numbers of one register, or of which one is above the other. An account that could as
    well be one of two that differ is not merged. Every account is compared with the representative of its
    company, which is the one with the most filled fields, so that similarity is not passed on. The order
    of the records decides nothing but which of equally filled ones stays: the first.

    Args:
        records: All accounts.
        merging: Which rules apply.
        apart: Pairs of keys never to merge.
        same: Pairs of keys to merge whatever the rules say.

    >>> found = match_accounts(
    ...     [
    ...         AccountRecord("1", "Acme GmbH", "acme.de", country="DE", filled=4),
    ...         AccountRecord("2", "ACME", "www.acme.de", filled=2),
    ...         AccountRecord("3", "Acme Österreich", "acme.de", country="AT", filled=3),
    ...     ]
    ... )
    >>> [(merge.kept_name, merge.merged_name, str(merge.why)) for merge in found.merges]
    [('Acme GmbH', 'ACME', 'domain')]
    """
    companies = _companies(records, same)
    evidence = LinkJudge(_pairs(apart), LinkFinder(companies, by_name=merging is Merging.AUTO), companies)
    if merging is not Merging.NEVER:
        for _ in range(_MOST_ROUNDS):
            fewer = _round(companies, evidence)
            if len(fewer) == len(companies):
                break
            companies = fewer
    merges = [merge for company in companies for merge in _merges(company, records)]
    order = {record.key: place for place, record in enumerate(records)}
    merges.sort(key=lambda merge: order[merge.merged_key])
    doubtful = [] if merging is Merging.NEVER else evidence.doubtful(companies)
    return AccountMatches(tuple(merges), tuple(sorted(doubtful, key=lambda pair: (order[pair[0]], order[pair[1]]))))


def _pairs(pairs: Sequence[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def _companies(records: Sequence[AccountRecord], same: Sequence[tuple[str, str]]) -> list[Company]:
    """Return each record as a company, those declared to be the same as one; the best filled first."""
    parents = _ancestors(records)
    found = {
        record.key: _company(place, record, parents.get(record.key, frozenset()))
        for place, record in enumerate(records)
    }
    beside = {key: others for key, others in _pairs(same).items() if key in found}
    companies: list[Company] = []
    taken: set[str] = set()
    for company in sorted(found.values(), key=lambda company: (-company.filled, company.key)):
        if company.key in taken:
            continue
        reached = [company.key]
        taken.add(company.key)
        for key in reached:
            for other in sorted(beside.get(key, ())):
                if other in found and other not in taken:
                    taken.add(other)
                    reached.append(other)
                    company.absorb(found[other], Why.SAME, 100.0)
        companies.append(company)
    return companies


def _company(place: int, record: AccountRecord, ancestors: frozenset[str]) -> Company:
    number = registration_number(record.registration_number, record.country)
    name = company_name(record.name) if record.name else CompanyName()
    local = company_name(record.name, record.city) if record.name and record.city else name
    return Company(
        key=record.key,
        filled=record.filled,
        name=name,
        local_name=local if local != name else None,
        domain=own_domain(record.domain) if record.domain else None,
        numbers={number.register: frozenset({number.number})} if number else _NOTHING,
        countries=_only(record.country or (number.country if number else "")),
        city=fold(record.city),
        keys=frozenset({record.key}),
        ancestors=ancestors,
        members={place: (Why.SAME, 100.0)},
    )


@cache
def _only(country: str) -> frozenset[str]:
    """Return the country as a set, one for all accounts: a million sets would take as many quarters of a kilobyte."""
    return frozenset({country} if country else ())


def _ancestors(records: Sequence[AccountRecord]) -> dict[str, frozenset[str]]:
    """Return keys of all accounts above each; a parent is given by its key or by a name that only one account has."""
    keys = {record.key for record in records}
    by_name: dict[str, set[str]] = {}
    if any(record.parent_key and record.parent_key not in keys for record in records):
        for record in records:
            by_name.setdefault(fold(record.name), set()).add(record.key)
    above: dict[str, str] = {}
    for record in records:
        named = by_name.get(fold(record.parent_key), set()) if record.parent_key not in keys else {record.parent_key}
        if record.parent_key and len(named) == 1 and record.key not in named:
            above[record.key] = next(iter(named))
    return {key: _line(key, above) for key in above}


def _line(key: str, above: Mapping[str, str]) -> frozenset[str]:
    line: list[str] = []
    while len(line) < _MOST_GENERATIONS and (key := above.get(key, "")) and key not in line:
        line.append(key)
    return frozenset(line)


def _round(companies: Sequence[Company], evidence: LinkJudge) -> list[Company]:
    """Return the companies left after each, the best filled first, has absorbed those that are linked to it."""
    links = evidence.links(companies)
    gone: set[int] = set()
    for centre, company in enumerate(companies):
        if centre in gone:
            continue
        absorbed: dict[object, Company] = {}
        for why, score, other in links.get(centre, ()):
            candidate = companies[other]
            if other in gone or other < centre:
                continue
            if evidence.hard_difference(company, candidate):
                continue
            if any(evidence.differ(one, candidate, why) for one in absorbed.values()):
                continue
            absorbed[evidence.facts(candidate)] = candidate
            gone.add(other)
            company.absorb(candidate, why, score)
    return [company for place, company in enumerate(companies) if place not in gone]


def _merges(company: Company, records: Sequence[AccountRecord]) -> list[AccountMerge]:
    if len(company.members) == 1:
        return []
    kept = min(company.members, key=lambda place: (-records[place].filled, place))
    found: list[AccountMerge] = []
    for place in company.members:
        if place == kept:
            continue
        # Of equally filled ones another than the centre may come first in the file.
        why, score = company.members[kept if place == company.centre else place]
        found.append(
            AccountMerge(
                records[kept].key, records[place].key, why, round(score, 1), records[kept].name, records[place].name
            )
        )
    return found
