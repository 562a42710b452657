"""Who takes part in the purchases of a type of client: roles, their order, and what comes with them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whofor.model.evidence import Estimate
from whofor.model.people import Department, Seniority

__all__ = ["BuyingPart", "Committee", "CommitteeRole", "FewPeople", "NumberOfPeople", "RoleContrast", "Spread"]


class BuyingPart(StrEnum):
    """Part that a person plays in a purchase."""

    DECIDER = "decider"
    APPROVER = "approver"
    TECHNICAL = "technical"
    IMPLEMENTER = "implementer"
    USER = "user"
    INFLUENCER = "influencer"


class FewPeople(StrEnum):
    """Why nothing is said of who takes part: too few won deals with a known role, or hardly any title is read."""

    TOO_FEW_WON = "too_few_won"
    NO_TITLES = "no_titles"


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and quartiles of some deals, or of persons or conversations.

    Attributes:
        low: Lower quartile.
        median: Median.
        high: Upper quartile.
        n: How many.
    """

    low: float
    median: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class NumberOfPeople:
    """How many persons take part in a deal.

    Attributes:
        won: Of won deals.
        lost: Of the others; `None` where none of them has a person.
    """

    won: Spread
    lost: Spread | None


@dataclass(frozen=True, slots=True)
class CommitteeRole:
    """One role in the purchases of a type of client.

    Attributes:
        department: What the person works on.
        seniority: Level of the person.
        part: Part in the purchase.
        inferred: Whether the part follows from level and department; else the CRM records it.
        won: Share of won deals in which the role takes part.
        lost: Share of the other deals.
        difference: Share of won less share of lost deals; `None` where either side has too few deals.
        low: Lower end of its 95 % interval.
        high: Upper end.
        p: p-value of the difference, corrected over all roles of the type; `None` without a difference.
        call: Number of the call or meeting at which the role first appears, of won deals; `None` where no conversation
            tells.
        day: Days from the opening to the role's first appearance, of won deals; `None` where it is not known.
        first: Share of won deals with dated appearances in which it appears before all others.
        last: Share of them in which it is the last that was spoken with before the signature.
        discount: Discount on the list price of won deals with the role; `None` where list prices are not known.
        discount_without: The same of won deals without it.
    """

    department: Department
    seniority: Seniority
    part: BuyingPart
    inferred: bool
    won: Estimate
    lost: Estimate
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    call: Spread | None = None
    day: Spread | None = None
    first: Estimate | None = None
    last: Estimate | None = None
    discount: Estimate | None = None
    discount_without: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Committee:
    """Who takes part in the purchases of a type of client, before the deal is closed.

    A deal that lives longer meets more people, so that a difference between won and lost deals is no advice by itself.

    Attributes:
        finding: Id of the type of client; empty for all deals.
        n_won: Won deals with a person whose role is known.
        n_lost: Other deals with one.
        n_won_all: Won deals of the type.
        n_lost_all: Other deals of the type.
        n_tied: Deals counted in which the persons are tied to the deal itself, not only to its account.
        people: How many persons take part in a deal; `None` where nothing is said.
        roles: The roles, those that take part in most won deals first.
        why: Why nothing is said; `None` where something is.
    """

    finding: str
    n_won: int
    n_lost: int
    n_won_all: int
    n_lost_all: int
    n_tied: int
    people: NumberOfPeople | None
    roles: tuple[CommitteeRole, ...]
    why: FewPeople | None = None


@dataclass(frozen=True, slots=True)
class RoleContrast:
    """One role in the deals of a type of client, won or not, beside those of a neighbour.

    Attributes:
        department: What the person works on.
        seniority: Level of the person.
        own: Share of the deals of the type in which the role takes part.
        other: Share of those of its neighbour.
        p: p-value of the difference, corrected over all roles and neighbours shown together.
        difference: Own share less the other.
        low: Lower end of its 95 % interval; `None` where there is none.
        high: Upper end.
        own_call: Number of the call at which the role first appears in deals of the type; `None` where it is not known.
        other_call: The same of the neighbour.
    """

    department: Department
    seniority: Seniority
    own: Estimate
    other: Estimate
    p: float
    difference: float | None
    low: float | None
    high: float | None
    own_call: Spread | None
    other_call: Spread | None
