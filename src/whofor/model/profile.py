"""The Ideal Customer Profile as people take it away: types of client with all that is known of each, and a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = [
    "SLOTS",
    "Coverage",
    "DeclaredCell",
    "DeclaredProfile",
    "Icp",
    "IcpVerdict",
    "IdealCustomerProfile",
    "KnownBy",
    "ProfileFact",
    "ProfileFigure",
    "ValueGap",
    "WatchPlan",
]

SLOTS = (
    *("D1_firmographics", "D2_technographics", "D3_persona", "D4_situation", "D5_vertical", "D6_budget", "D7_growth"),
    *("D8_decision_process", "D9_compliance", "D10_cultural_fit", "D11_price"),
)
"""What a complete profile says of a type of client; each is always there, if only as not known."""


class IcpVerdict(StrEnum):
    """How far a type of client of the profile may be relied on.

    `PASS` was confirmed on deals that the search had not seen; `PROVISIONAL` is a best guess where nothing passed, or
    what waits for more deals; `DECLARED` was written by hand and not confirmed by later deals yet; `REFUTED` was
    written by hand, and later deals speak against it.
    """

    PASS = "PASS"
    PROVISIONAL = "PROVISIONAL"
    DECLARED = "DECLARED"
    REFUTED = "REFUTED"


class KnownBy(StrEnum):
    """How a fact of the profile is known."""

    DEFINES = "defines"
    OBSERVED = "observed"
    EXPECTED = "expected"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class ProfileFact:
    """One fact on the clients of a type.

    Attributes:
        what: The fact: a condition as a claim, a name, or a code (`marketing.c_level`).
        known: How it is known.
        figure: Share of the deals it holds for, or a mean or median; `None` where the fact is no figure.
        low: Lower end of its 95 % interval, or the lower quartile of a median.
        high: Upper end.
        n: Deals, or persons, behind it; `None` for what defines or is declared.
        rest: The same figure of all others.
        unit: Unit of the figure where it is no share.
        source: Where it comes from.
    """

    what: str
    known: KnownBy
    figure: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    rest: float | None = None
    unit: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ProfileFigure:
    """One outcome of a type of client beside all others, as promised by the profile.

    Attributes:
        n: Deals, or clients, behind it.
        estimate: Rate or mean.
        low: Lower end of the 95 % interval; `None` where there is none.
        high: Upper end.
        won: Won deals among them; `None` where the figure is no rate of deals won.
        rest: The same of all others; `None` where there are none.
        rest_n: Deals behind that.
        unit: Unit of a mean; empty for rates.
        unseen: Whether these are deals that the search had not seen.
        since: ISO date of the first of these deals; empty where not known.
        until: ISO date of the last.
        shrinkage: Part of the rate of the deals that were searched which stays once the luck of being picked is taken
            off it; `None` where they were not searched. By it they count in the promise that is watched.
    """

    n: int
    estimate: float
    low: float | None = None
    high: float | None = None
    won: int | None = None
    rest: float | None = None
    rest_n: int = 0
    unit: str = ""
    unseen: bool = False
    since: str = ""
    until: str = ""
    shrinkage: float | None = None


@dataclass(frozen=True, slots=True)
class Icp:
    """One type of client of the profile, or one not to go after.

    Attributes:
        id: Its name in files, letters, digits and underscores; it stays from version to version.
        name: Its name for people, in English where whofor gave it.
        verdict: How far it may be relied on.
        define: Its conditions, each as a claim.
        finding: Id of the finding of the run that it comes from; empty where it was written by hand.
        declared: ISO date on which it was written by hand; empty where it was found.
        also: Other findings that lie within it and add nothing, as claims.
        evidence: Its outcomes by name; `won` first.
        slots: What is known of its clients, by `SLOTS` and by names of one's own that begin with `x_`.
        situation: What was going on at its clients.
        committee: Roles that take part in its purchases.
        personas: Kinds of persons.
        channels: Lead sources that bring it.
        contrast: Neighbours that differ in one condition, and how.
        other: Keys that this version does not know, kept as they are.
    """

    id: str
    name: str
    verdict: IcpVerdict
    define: tuple[str, ...]
    finding: str = ""
    declared: str = ""
    also: tuple[str, ...] = ()
    evidence: Mapping[str, ProfileFigure] = field(default_factory=dict[str, ProfileFigure])
    slots: Mapping[str, tuple[ProfileFact, ...]] = field(default_factory=dict[str, tuple[ProfileFact, ...]])
    situation: tuple[ProfileFact, ...] = ()
    committee: tuple[ProfileFact, ...] = ()
    personas: tuple[ProfileFact, ...] = ()
    channels: tuple[ProfileFact, ...] = ()
    contrast: tuple[ProfileFact, ...] = ()
    other: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def won(self) -> ProfileFigure | None:
        """Its promise: the rate, or mean, of the outcome that the profile is about."""
        return next(iter(self.evidence.values()), None)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a list the types of client cover together.

    Attributes:
        what: `base` for all accounts, `pipeline` for open deals, `market` for a list that was given.
        inside: Rows of any of the types.
        n: Rows.
        unknown: Rows of none of which a fact is missing that could decide.
        source: The list that was given.
    """

    what: str
    inside: int
    n: int
    unknown: int = 0
    source: str = ""

    @property
    def share(self) -> float | None:
        """Share of the rows; `None` of an empty list."""
        return self.inside / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class ValueGap:
    """By how much a type of client is worth more than the next one of the profile.

    Attributes:
        better: Id of the one.
        other: Id of the next one.
        by: Name of the outcome that they are ranked by.
        difference: Its figure less that of the next one.
        low: Lower end of the 95 % interval; `None` where there is none.
        high: Upper end.
    """

    better: str
    other: str
    by: str
    difference: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class DeclaredCell:
    """Judged deals by whether they are of the declared profile, and of the one found.

    Attributes:
        declared: Whether they are of the declared one.
        found: Whether they are of a type that was found.
        figure: Their outcome; `None` where there are none.
        n: Deals.
    """

    declared: bool
    found: bool
    n: int
    figure: ProfileFigure | None = None


@dataclass(frozen=True, slots=True)
class DeclaredProfile:
    """What the company believed its ideal customer to be, beside what was found.

    Attributes:
        name: Its name: a column and its value, or `declared`.
        source: `column`, `file` for what is written in the profile, `claim` for a declared claim.
        define: Its conditions as claims; the value of a column.
        cells: The four groups of deals, the declared and found ones first.
        why_not: Why it cannot be compared; empty where it is.
    """

    name: str
    source: str
    define: tuple[str, ...]
    cells: tuple[DeclaredCell, ...] = ()
    why_not: str = ""

    def cell(self, *, declared: bool, found: bool) -> DeclaredCell | None:
        """Return one of the four groups; `None` where nothing was compared."""
        return next((c for c in self.cells if c.declared == declared and c.found == found), None)


@dataclass(frozen=True, slots=True)
class WatchPlan:
    """How the profile is watched.

    Attributes:
        looks: Looks that are planned until a new version must be made.
        alpha: Error rate of all of them and all types of client together: 4 %, with which 5 % of unmoved years had an
            alarm at most (`benchmarks/watching.py icps`).
        days: Days between two looks.
    """

    looks: int = 12
    alpha: float = 0.04
    days: int = 30


@dataclass(frozen=True, slots=True)
class IdealCustomerProfile:
    """The Ideal Customer Profile of a company.

    Attributes:
        version: Its number, from 1.
        made: ISO date on which it was made.
        run: Id of the run that it comes from.
        data_hash: SHA-256 of the imported tables.
        program: Version of whofor.
        company: Name of the company; empty where not given.
        outcome: Name of the outcome that it is about.
        until: ISO date of the last deal that it knows; deals opened later test it.
        as_of: ISO date up to which it knew outcomes.
        part: The product, or other part of the deals, that it is about; empty for all.
        icps: The types of client to go after, the most valuable first.
        negative: Those not to go after.
        declared: Declared profiles beside what was found.
        coverage: How much they cover.
        ranking: Differences between each and the next one.
        watch: How it is watched.
        supersedes: Id of the version before; empty for the first.
        restores: Number of the version that was put back; `None` where none was.
        other: Keys that this version does not know, kept as they are.
    """

    version: int
    made: str
    run: str
    data_hash: str
    program: str
    company: str = ""
    outcome: str = "won"
    until: str = ""
    as_of: str = ""
    part: str = ""
    icps: tuple[Icp, ...] = ()
    negative: tuple[Icp, ...] = ()
    declared: tuple[DeclaredProfile, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    ranking: tuple[ValueGap, ...] = ()
    watch: WatchPlan = field(default_factory=WatchPlan)
    supersedes: str = ""
    restores: int | None = None
    other: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def is_provisional(self) -> bool:
        """Whether nothing of it was confirmed, so that every output has to say so."""
        return not any(icp.verdict is IcpVerdict.PASS for icp in self.icps)

    @property
    def types(self) -> tuple[Icp, ...]:
        """All types of client, those not to go after last."""
        return (*self.icps, *self.negative)
