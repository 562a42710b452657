"""Evidence for and against two accounts being one company."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations, pairwise

from whofor.intake.normalise.company_domains import domain_label
from whofor.intake.normalise.company_names import CompanyName, is_weak, names_agree
from whofor.intake.normalise.company_pairs import like_names

__all__ = ["AT_LEAST", "Company", "LinkFinder", "LinkJudge", "Why"]

AT_LEAST = 93.0
"""Lowest likeness of names, measured on `tests/normalise/company_pairs.csv` by `benchmarks/account_matching.py`."""

_QUARTER = re.compile(r"[ ,-]+(?:\d|cedex\b).*")
_MOST_NAMES_OF_A_DOMAIN = 30
_MOST_BEARERS = 100
_MOST_COMPARED = 12
_FEW = 3


class Why(StrEnum):
    """The rule by which two accounts are one."""

    DOMAIN = "domain"
    REGISTRATION_NUMBER = "registration_number"
    NAME = "name"
    SAME = "same"


_ORDER = {Why.DOMAIN: 0, Why.REGISTRATION_NUMBER: 1, Why.NAME: 2}


@dataclass(slots=True, eq=False)
class Company:
    """One or more accounts that are one company; what is known of one is known of all.

    Attributes:
        key: Key of its representative.
        filled: How many fields that one has filled.
        name: Its name.
        local_name: Its name without its city, where the city is at the end.
        domain: Its own web domain.
        numbers: Register -> its numbers there.
        countries: Its known countries; more than one only where the user said so.
        city: Its city, folded.
        keys: Keys of all its accounts.
        ancestors: Keys of the accounts above it.
        members: Position of each account -> the rule and score by which it was merged; the representative first.
    """

    key: str
    filled: int
    name: CompanyName
    local_name: CompanyName | None
    domain: str | None
    numbers: Mapping[str, frozenset[str]]
    countries: frozenset[str]
    city: str
    keys: frozenset[str]
    ancestors: frozenset[str]
    members: dict[int, tuple[Why, float]] = field(default_factory=dict[int, tuple[Why, float]])

    @property
    def centre(self) -> int:
        """Return the position of the representative."""
        return next(iter(self.members))

    def absorb(self, other: Company, why: Why, score: float) -> None:
        """Merge another company into this one; it fills what is unknown here."""
        if not self.name.known and other.name.known:
            self.name, self.local_name = other.name, other.local_name
        self.domain = self.domain or other.domain
        self.city = self.city or other.city
        self.countries |= other.countries
        joined = {
            register: self.numbers.get(register, frozenset()) | other.numbers[register] for register in other.numbers
        }
        self.numbers = {**self.numbers, **joined}
        self.keys |= other.keys
        self.ancestors |= other.ancestors
        self.members |= other.members
        self.members[other.centre] = (why, score)


class LinkFinder:
    """Similarities of all names, computed once."""

    def __init__(self, companies: Sequence[Company], *, by_name: bool) -> None:
        self.by_name = by_name
        names = [name for company in companies for name in (company.name, company.local_name) if name and name.known]
        self.names = list(dict.fromkeys(names)) if by_name else []
        self.place = {name: place for place, name in enumerate(self.names)}
        self.like: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
        for (one, other), score in sorted(like_names(self.names, AT_LEAST).items()):
            self.like[one].append((other, score))

    def pairs(self, companies: Sequence[Company]) -> Iterator[tuple[int, int, float, bool]]:
        """Yield pairs of companies with like names, the similarity, and whether a city was removed for it."""
        bearers: defaultdict[int, list[tuple[int, bool]]] = defaultdict(list)
        for number, company in enumerate(companies):
            if company.name.known:
                bearers[self.place[company.name]].append((number, False))
            if company.local_name is not None and company.local_name.known:
                bearers[self.place[company.local_name]].append((number, True))
        # What very many companies are called is no name.
        small = {place: some for place, some in bearers.items() if len(some) <= _MOST_BEARERS}
        for place, some in small.items():
            for (one, cut), (other, other_cut) in combinations(some, 2):
                yield one, other, 100.0, cut or other_cut
            for near, score in self.like.get(place, ()):
                for one, cut in some:
                    for other, other_cut in small.get(near, ()):
                        yield one, other, score, cut or other_cut


class LinkJudge:
    """Decides which pairs of companies are one.

    Attributes:
        apart: Key -> keys that the user wants kept apart from it.
    """

    def __init__(self, apart: Mapping[str, Set[str]], finder: LinkFinder, companies: Sequence[Company]) -> None:
        self.apart = apart
        self.finder = finder
        self._singled_out = {*apart, *(key for company in companies for key in company.ancestors)}

    def links(self, companies: Sequence[Company]) -> dict[int, list[tuple[Why, float, int]]]:
        """Return for each company those that are the same by a rule, the surest first; ambiguous ones are left out."""
        found: dict[int, list[tuple[Why, float, int]]] = defaultdict(list)
        for why, pairs in (
            (Why.DOMAIN, self._by_domain(companies)),
            (Why.REGISTRATION_NUMBER, self._by_number(companies)),
            (Why.NAME, self._by_name(companies) if self.finder.by_name else {}),
        ):
            beside: defaultdict[int, dict[int, float]] = defaultdict(dict)
            for (one, other), score in pairs.items():
                beside[one][other] = beside[other][one] = score
            unsure = {number for number, near in beside.items() if self._is_unsure(near, companies, why)}
            for number, near in beside.items():
                if number not in unsure:
                    found[number] += [(why, score, other) for other, score in near.items() if other not in unsure]
        for some in found.values():
            some.sort(key=lambda link: (_ORDER[link[0]], -link[1], companies[link[2]].key))
        return found

    def _by_domain(self, companies: Sequence[Company]) -> dict[tuple[int, int], float]:
        groups: defaultdict[str, list[int]] = defaultdict(list)
        for number, company in enumerate(companies):
            if company.domain:
                groups[company.domain].append(number)
        return {
            pair: 100.0
            for group in groups.values()
            for pair in self._of_one_key(companies, group)
            if not self.hard_difference(companies[pair[0]], companies[pair[1]])
        }

    def _of_one_key(self, companies: Sequence[Company], group: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield pairs of accounts with one domain whose names agree; of very many names only equal ones do."""
        by_name: defaultdict[object, list[int]] = defaultdict(list)
        for number in group:
            name = companies[number].name
            by_name[name.core if name.known else None].append(number)
        for some in by_name.values():
            yield from _among(some)
        if len(by_name) > _MOST_NAMES_OF_A_DOMAIN:
            return
        for some, others in combinations(by_name.values(), 2):
            if _agree(companies[some[0]], companies[others[0]]):
                yield from _between(some, others)

    def _by_number(self, companies: Sequence[Company]) -> dict[tuple[int, int], float]:
        groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for number, company in enumerate(companies):
            for register, numbers in company.numbers.items():
                for value in numbers:
                    groups[register, value].append(number)
        found: dict[tuple[int, int], float] = {}
        for group in groups.values():
            names = {companies[number].name.core for number in group}
            # One number on many names is a holding's, or a mistake: then the names must agree as well.
            pairs = _among(group) if len(names) <= _FEW else self._of_one_key(companies, group)
            for one, other in pairs:
                if not self.hard_difference(companies[one], companies[other]):
                    found[min(one, other), max(one, other)] = 100.0
        return found

    def _by_name(self, companies: Sequence[Company]) -> dict[tuple[int, int], float]:
        found: dict[tuple[int, int], float] = {}
        for one, other, score, cut in self.finder.pairs(companies):
            a, b = companies[one], companies[other]
            if one != other and self._one_by_name(a, b, score, city_cut=cut):
                pair = min(one, other), max(one, other)
                found[pair] = max(score, found.get(pair, 0.0))
        return found

    def _one_by_name(self, a: Company, b: Company, score: float, *, city_cut: bool) -> bool:
        if self.differ(a, b, Why.NAME):
            return False
        same_city = bool(a.city) and _is_one_city(a.city, b.city)
        if city_cut and not same_city:
            return False
        if score < 100.0 and not (a.countries & b.countries and (a.domain is None or b.domain is None)):
            return False
        return same_city or not is_weak(a.name, b.name)

    def hard_difference(self, a: Company, b: Company) -> bool:
        """Return whether two accounts certainly differ: other country or number, a parent, or kept apart by hand."""
        if a.countries and b.countries and not a.countries & b.countries:
            return True
        if any(register in b.numbers and not numbers & b.numbers[register] for register, numbers in a.numbers.items()):
            return True
        if a.keys & b.ancestors or b.keys & a.ancestors:
            return True
        few, many = (a.keys, b.keys) if len(a.keys) < len(b.keys) else (b.keys, a.keys)
        return any(other in many for key in few for other in self.apart.get(key, ()))

    def differ(self, a: Company, b: Company, why: Why) -> bool:
        """Return whether two accounts differ as far as a rule can see."""
        if self.hard_difference(a, b):
            return True
        if why is Why.DOMAIN:
            return a.domain == b.domain and not _agree(a, b)
        if why is Why.REGISTRATION_NUMBER or any(
            numbers & b.numbers.get(key, frozenset()) for key, numbers in a.numbers.items()
        ):
            return False
        if a.domain and b.domain:
            return not _agree(a, b) if a.domain == b.domain else domain_label(a.domain) != domain_label(b.domain)
        if a.city and b.city and not _is_one_city(a.city, b.city):
            return True
        return bool(a.name.forms and b.name.forms and not a.name.forms & b.name.forms)

    def _is_unsure(self, near: Mapping[int, float], companies: Sequence[Company], why: Why) -> bool:
        """Return whether two of a company's best matches differ from each other."""
        best = max(near.values())
        like = [number for number, score in near.items() if score >= best - 1.0]
        unlike = {self.facts(companies[number]): companies[number] for number in like}
        return any(self.differ(one, other, why) for one, other in combinations(unlike.values(), 2))

    def facts(self, company: Company) -> tuple[object, ...]:
        """Return all that can distinguish a company from another; of two with the same facts one represents both."""
        return (
            company.name,
            company.local_name,
            company.domain,
            company.city,
            company.countries,
            frozenset((register, *sorted(numbers)) for register, numbers in company.numbers.items()),
            company.ancestors,
            company.keys & self._singled_out,
        )

    def doubtful(self, companies: Sequence[Company]) -> list[tuple[str, str]]:
        """Return keys of accounts that share a domain with one or two others but differ in their names alone."""
        groups: defaultdict[str, list[Company]] = defaultdict(list)
        for company in companies:
            if company.domain:
                groups[company.domain].append(company)
        return [
            (one.key, other.key)
            for group in groups.values()
            if 1 < len(group) <= _FEW
            for one, other in combinations(group, 2)
            if not self.hard_difference(one, other)
        ]


def _agree(a: Company, b: Company) -> bool:
    if a.local_name is None and b.local_name is None:
        return names_agree(a.name, b.name)
    if a.city and _is_one_city(a.city, b.city):
        return names_agree(a.local_name or a.name, b.local_name or b.name)
    return a.name.core == b.name.core


def _is_one_city(one: str, other: str) -> bool:
    """Return whether two cities are one, whatever their quarters.

    >>> _is_one_city("paris", "paris cedex 08"), _is_one_city("frankfurt", "frankfurt oder"), _is_one_city("", "")
    (True, False, False)
    """
    return bool(one and other) and _QUARTER.sub("", one) == _QUARTER.sub("", other)


def _among(numbers: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Return all pairs of a few numbers, else neighbours and the first with each."""
    if len(numbers) <= _MOST_COMPARED:
        return combinations(numbers, 2)
    first = numbers[0]
    return [*((first, number) for number in numbers[1:]), *pairwise(numbers[1:])]


def _between(some: Sequence[int], others: Sequence[int]) -> Iterator[tuple[int, int]]:
    pairs = [(one, other) for one in some[:_MOST_COMPARED] for other in others[:_MOST_COMPARED]]
    pairs += [(some[0], other) for other in others[_MOST_COMPARED:]]
    pairs += [(one, others[0]) for one in some[_MOST_COMPARED:]]
    for one, other in pairs:
        yield min(one, other), max(one, other)
