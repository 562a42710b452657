"""Draws who speaks: people with their role, sector, size and country, and which tool they review where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from whofor.example.draws import Draws
from whofor.example.voices.planted import HATED_SIZE, HATED_TENURE, HATED_TOOL
from whofor.example.voices.wordings import Language, cast_table
from whofor.example.words import FIRST_NAMES, LAST_NAMES
from whofor.example.world import AS_OF, COUNTRIES, FIRST_DAY

__all__ = [
    "ATTRIBUTES_UNKNOWN",
    "MadeNames",
    "MadePerson",
    "ReviewSite",
    "Reviewer",
    "chosen",
    "draw_reviewers",
    "quota",
    "role_of",
    "tools",
]

ATTRIBUTES_UNKNOWN = ""
_NEW_GROUP = "small_new"
_TENURES = ((HATED_TENURE, 14), ("6-12 months", 24), ("1-2 years", 36), ("2+ years", 26))
_SITES_PERCENT = (68, 18, 14)
"""Reviews on each of `ReviewSite`, in percent: enough of the first for its figures, enough of each to be read."""
_FRENCH_SPEAKING = ("FR", "BE", "CA")


class ReviewSite(StrEnum):
    """In whose shape a review is written."""

    G2 = "g2"
    CAPTERRA = "capterra"
    TRUSTPILOT = "trustpilot"


@dataclass(frozen=True, slots=True)
class MadePerson:
    """Somebody who speaks. What is not shown of them is empty.

    Attributes:
        name: First and last name; no two people have the same.
        role: Job title.
        sector: Sector of the company, as in the example's CRM.
        size: Band of the number of people of the company, as `51-200`.
        country: Name of the country.
    """

    name: str
    role: str = ""
    sector: str = ""
    size: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who reviews a tool.

    Attributes:
        person: Who.
        group: Group of `cast.toml` that they belong to; empty where the review does not show it.
        site: Where the review stands.
        tool: The tool.
        tenure: How long they have used it; empty where the review does not show it.
        day: Day of the review.
        minute: Minute of that day.
    """

    person: MadePerson
    group: str
    site: ReviewSite
    tool: str
    tenure: str
    day: date
    minute: int

    @property
    def is_small_and_new(self) -> bool:
        """Whether they are of those who hate the hated tool."""
        return (self.tool, self.person.size, self.tenure) == (HATED_TOOL, HATED_SIZE, HATED_TENURE)


class MadeNames:
    """Names of people, no two alike, in a drawn order.

    Args:
        seed: Seed of the order.
    """

    def __init__(self, seed: int) -> None:
        self._order = Draws(seed, 100).order(len(FIRST_NAMES) * len(LAST_NAMES)).tolist()
        self._given = 0

    def next(self) -> str:
        """Return the next name; one with a double last name where all others are given."""
        again, place = divmod(self._given, len(self._order))
        self._given += 1
        first, last = divmod(self._order[place], len(LAST_NAMES))
        double = f"-{LAST_NAMES[again - 1]}" if again else ""
        return f"{FIRST_NAMES[first]} {LAST_NAMES[last]}{double}"


def tools() -> tuple[str, ...]:
    """Return the names of the tools that are reviewed.

    Example:
        >>> len(tools())
        4
    """
    return tuple(cast_table()["tools"])


def role_of(name: str, role: Mapping[str, str], language: Language) -> str:
    """Return a job title in a language, in French in the form that goes with the first name.

    Example:
        >>> role_of("Nina Park", {"en": "Director", "fr": "Directeur", "fr_of_woman": "Directrice"}, "fr")
        'Directrice'
    """
    is_woman = name.partition(" ")[0] in cast_table()["women"]
    return role["fr_of_woman" if is_woman and language == "fr" else language]


def quota(n: int, weights: Sequence[float]) -> list[int]:
    """Return whole numbers that add up to `n`, as near to the weights as can be; of equal rests the first gets more.

    Example:
        >>> quota(10, [1, 1, 1])
        [4, 3, 3]
    """
    total = sum(weights) or 1.0
    exact = [n * weight / total for weight in weights]
    counts = [int(share) for share in exact]
    rests = sorted(range(len(weights)), key=lambda i: (counts[i] - exact[i], i))
    for i in rests[: n - sum(counts)]:
        counts[i] += 1
    return counts


def chosen(draws: Draws, members: Sequence[int], share: float) -> list[int]:
    """Draw a share of some positions, to the nearest whole number, and return them in their order."""
    count = int(share * len(members) + 0.5)
    return sorted(members[i] for i in draws.order(len(members)).tolist()[:count])


def draw_reviewers(seed: int, n: int, language: Language, names: MadeNames) -> tuple[Reviewer, ...]:
    """Draw who reviews which tool where, in an order that tells nothing.

    Args:
        seed: Seed of the draws.
        n: Number of reviews.
        language: Language of most reviews, and of the roles.
        names: Where names come from.
    """
    draws = Draws(seed, 101)
    sites = [site for site, count in zip(ReviewSite, quota(n, _SITES_PERCENT), strict=True) for _ in range(count)]
    known = sum(site is not ReviewSite.TRUSTPILOT for site in sites)
    groups = _spread(draws, known, {name: group["share"] for name, group in cast_table()["group"].items()})
    groups += [ATTRIBUTES_UNKNOWN] * (n - known)
    reviewed = _tools_of(draws, groups)
    people = [_person(draws, group, language, names) for group in groups]
    tenures = draws.pick(n, [weight for _, weight in _TENURES]).tolist()
    days = draws.whole(n, FIRST_DAY.toordinal(), AS_OF.toordinal()).tolist()
    minutes = draws.whole(n, 7 * 60, 21 * 60).tolist()
    made: list[Reviewer] = []
    for i, (person, group, site) in enumerate(zip(people, groups, sites, strict=True)):
        tenure = HATED_TENURE if group == _NEW_GROUP else _TENURES[tenures[i]][0]
        if group != _NEW_GROUP and (reviewed[i], person.size, tenure) == (HATED_TOOL, HATED_SIZE, HATED_TENURE):
            tenure = _TENURES[1][0]
        shown = "" if group == ATTRIBUTES_UNKNOWN else tenure
        made.append(Reviewer(person, group, site, reviewed[i], shown, date.fromordinal(days[i]), minutes[i]))
    return tuple(made[i] for i in draws.order(n).tolist())


def _spread(draws: Draws, n: int, shares: dict[str, float]) -> list[str]:
    """Return each key as often as its share asks, in a drawn order."""
    counts = quota(n, list(shares.values()))
    keys = [key for key, count in zip(shares, counts, strict=True) for _ in range(count)]
    return [keys[i] for i in draws.order(n).tolist()]


def _tools_of(draws: Draws, groups: list[str]) -> list[str]:
    """Draw the tool of each review; the small and new ones have the hated tool, all others any, independently."""
    shares: dict[str, float] = dict(cast_table()["tools"])
    new = [i for i, group in enumerate(groups) if group == _NEW_GROUP]
    counts = dict(zip(shares, quota(len(groups), list(shares.values())), strict=True))
    counts[HATED_TOOL] = max(0, counts[HATED_TOOL] - len(new))
    rest = iter(_spread(draws, len(groups) - len(new), {tool: float(count) for tool, count in counts.items()}))
    return [HATED_TOOL if group == _NEW_GROUP else next(rest) for group in groups]


def _person(draws: Draws, group: str, language: Language, names: MadeNames) -> MadePerson:
    name = names.next()
    place = draws.uniform(4).tolist()
    french = language == "fr" or group == ATTRIBUTES_UNKNOWN
    countries = [c.spellings[0] for c in COUNTRIES if c.code in _FRENCH_SPEAKING or not french]
    country = countries[int(place[3] * len(countries))]
    if group == ATTRIBUTES_UNKNOWN:
        return MadePerson(name, country=country)
    facts, roles = cast_table()["group"][group], cast_table()["role"]
    return MadePerson(
        name,
        role=role_of(name, roles[int(place[0] * len(roles))], language),
        sector=facts["sectors"][int(place[1] * len(facts["sectors"]))],
        size=facts["sizes"][int(place[2] * len(facts["sizes"]))],
        country=country,
    )
