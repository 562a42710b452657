"""Who takes part in won and in lost deals of a type of client, in which order, and at what discount."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.figures.comparisons import FEWEST, KnownOutcome, compare, with_holm
from whofor.figures.estimates import FEWEST_SPREAD, rate_estimate, spread_of
from whofor.figures.outcome import Outcome
from whofor.model.committee import BuyingPart, Committee, CommitteeRole, FewPeople, NumberOfPeople, RoleContrast, Spread
from whofor.model.comparison import Comparison
from whofor.model.measure import SHARE_UNIT, Measure
from whofor.model.people import Department, Seniority
from whofor.people.parts import inferred_part, recorded_parts
from whofor.people.title_words import TitleWords
from whofor.people.titles import read_titles
from whofor.schema.participants import Participants, Persons

__all__ = ["DealsToTell", "Present", "Roles", "committee_of", "present", "role_contrasts", "roles_of"]

_LEAST_SHARE = 0.1
"""Share of the won deals in which a role takes part at least; rarer ones belong to no usual committee. A convention."""
_MOST_ROLES = 12
_USUAL_SHARE = 0.2
"""Share of the deals of a type of client, or of its neighbour, from which a role is set beside the other."""
_TAKES_PART = Measure("takes_part", is_share=True)
_RECORDED = 0.5
"""Share of the persons of a role whose part the CRM records, from which it is taken from there."""


@dataclass(frozen=True, eq=False, slots=True)
class Roles:
    """The role of each person.

    Attributes:
        roles: The roles, each with department and level.
        codes: Place of each person's role among them; -1 where neither department nor level is known.
        parts: Part in the purchase as the CRM records it, `None` where it does not, by person.
    """

    roles: tuple[tuple[Department, Seniority], ...]
    codes: IntArray
    parts: tuple[BuyingPart | None, ...]


def roles_of(persons: Persons, words: TitleWords | None = None) -> Roles:
    """Return the role of each person, by the pick-lists of the CRM where they are filled in, else by the title.

    Args:
        persons: The persons.
        words: Words to read titles by; `None` for the packaged ones.
    """
    read = read_titles(
        persons.title, seniority_picks=persons.seniority, department_picks=persons.job_function, words=words
    )
    known = [(reading.department, reading.seniority) for reading in read.readings]
    roles = list(dict.fromkeys(one for one in known if one != (Department.UNKNOWN, Seniority.UNKNOWN)))
    place = {one: i for i, one in enumerate(roles)}
    of_reading = np.array([place.get(one, -1) for one in known], dtype=np.int64)
    codes = of_reading[read.codes] if len(read.codes) else np.zeros(0, dtype=np.int64)
    return Roles(tuple(roles), codes, recorded_parts(persons.buying_role))


@dataclass(frozen=True, eq=False, slots=True)
class DealsToTell:
    """Deals of which it is told who took part.

    Attributes:
        participants: Persons who take part in deals.
        roles: The role of each person.
        judged: Which deals may be judged.
        won: Which deals were won.
        opened: Day of opening of each deal, days since 1970-01-01; NaN where it is not known.
        closed: Day of closing of each deal; NaN where it is open or not known.
        accounts: Account of each deal where accounts have several; `None` where every deal is evidence of its own.
        discounts: Discount of each deal on its list price, NaN where it is not known; `None` without list prices.
    """

    participants: Participants
    roles: Roles
    judged: BoolArray
    won: BoolArray
    opened: FloatArray
    closed: FloatArray
    accounts: IntArray | None
    discounts: FloatArray | None


@dataclass(frozen=True, eq=False, slots=True)
class Present:
    """Persons of some deals who were there before the deal was closed: a row for each deal and person.

    Attributes:
        deal: Row of the deal.
        person: Row of the person.
        role: Place of the person's role among the roles; -1 where it is not known.
        call: Number of the first call or meeting; 0 without one.
        first: Moment of the first conversation; NaN without one.
        last: Moment of the last one before the deal was closed.
    """

    deal: IntArray
    person: IntArray
    role: IntArray
    call: IntArray
    first: FloatArray
    last: FloatArray


def committee_of(finding: str, inside: BoolArray, deals: DealsToTell) -> Committee:
    """Return who takes part in the deals of a type of client.

    Persons count who were entered into the CRM, or spoken with, before the deal was closed. Differences between won and
    lost deals are corrected over all roles (Holm); deals of one account count as one where they are alike.

    Args:
        finding: Id of the type of client; empty for all deals.
        inside: Which deals are of the type, shape (deals,).
        deals: The deals.
    """
    inside = inside & deals.judged
    there = present(inside, deals)
    n = len(inside)
    known = np.zeros(n, dtype=np.bool_)
    known[there.deal[there.role >= 0]] = True
    won, lost = known & deals.won, known & ~deals.won
    tied = np.zeros(n, dtype=np.bool_)
    who = deals.participants
    tied[who.deal[who.tied]] = True
    empty = Committee(
        finding,
        n_won=int(won.sum()),
        n_lost=int(lost.sum()),
        n_won_all=int((inside & deals.won).sum()),
        n_lost_all=int((inside & ~deals.won).sum()),
        n_tied=int((known & tied).sum()),
        people=None,
        roles=(),
    )
    if empty.n_won < FEWEST:
        some = np.zeros(n, dtype=np.bool_)
        some[there.deal] = True
        unread = int((some & deals.won).sum()) >= FEWEST
        return replace(empty, why=FewPeople.NO_TITLES if unread else FewPeople.TOO_FEW_WON)
    counts = np.bincount(there.deal, minlength=n).astype(np.float64)
    spread = spread_of(counts[won])
    people = None if spread is None else NumberOfPeople(spread, spread_of(counts[lost]))
    return replace(empty, people=people, roles=_roles(there, won, lost, deals))


def role_contrasts(own: BoolArray, theirs: BoolArray, deals: DealsToTell) -> tuple[RoleContrast, ...]:
    """Return the roles in the deals of a type of client beside those of a neighbour, p-values not corrected.

    All judged deals count, won or not, in which the role of a person is known; those of too few are not compared.

    Args:
        own: Which deals are of the type, shape (deals,).
        theirs: Which deals are of its neighbour; none is of both.
        deals: The deals.
    """
    there = present((own | theirs) & deals.judged, deals)
    known = np.zeros(len(own), dtype=np.bool_)
    known[there.deal[there.role >= 0]] = True
    sides = own & known, theirs & known
    accounts = None if deals.accounts is None else deals.accounts[known]
    found: list[RoleContrast] = []
    for role in np.unique(there.role[there.role >= 0]).tolist():
        having = np.zeros(len(own), dtype=np.bool_)
        having[there.deal[there.role == role]] = True
        if all((having & side).sum() < _USUAL_SHARE * side.sum() for side in sides):
            continue
        outcome = Outcome.of(_TAKES_PART, having[known].astype(np.float64), accounts)
        compared = compare(KnownOutcome(known, outcome), *sides)
        if compared is None:
            continue
        own_call, other_call = (_calls(there, role, having & side) for side in sides)
        department, seniority = deals.roles.roles[role]
        found.append(
            RoleContrast(
                department,
                seniority,
                compared.own,
                compared.other,
                compared.p,
                compared.difference,
                compared.low,
                compared.high,
                own_call,
                other_call,
            )
        )
    return tuple(found)


def present(inside: BoolArray, deals: DealsToTell) -> Present:
    """Return the persons who were there before the deal was closed."""
    who = deals.participants
    closed = deals.closed[who.deal]
    since = np.fmin(who.first, who.added)
    with np.errstate(invalid="ignore"):
        # Closing has no time of day: what was on that day was before it. What has no day is taken to have been there.
        late = np.floor(since) > np.floor(closed)
    keep = inside[who.deal] & ~late
    return Present(
        who.deal[keep],
        who.person[keep],
        deals.roles.codes[who.person[keep]],
        who.number[keep],
        who.first[keep],
        np.fmin(who.last[keep], closed[keep]),
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Ends:
    """Of the won deals with dated appearances: which roles appear first, and which are spoken with last.

    Attributes:
        deals: These deals.
        first: Deal and role of each first appearance; several roles may appear on one day.
        last: Deal and role of each last conversation.
    """

    deals: BoolArray
    first: frozenset[tuple[int, int]]
    last: frozenset[tuple[int, int]]


def _ends(there: Present, won: BoolArray) -> _Ends:
    """Return who is first and last in the won deals in which at least two roles were spoken with."""
    dated = np.flatnonzero((there.role >= 0) & np.isfinite(there.first) & won[there.deal])
    deals = np.zeros(len(won), dtype=np.bool_)
    several = {deal for deal, roles in _by_deal(there, dated).items() if len(roles) > 1}
    deals[list(several)] = True
    rows = [row for row in dated.tolist() if int(there.deal[row]) in several]
    begin: dict[int, float] = {}
    end: dict[int, float] = {}
    for row in rows:
        deal = int(there.deal[row])
        begin[deal] = min(begin.get(deal, np.inf), float(np.floor(there.first[row])))
        end[deal] = max(end.get(deal, -np.inf), float(np.floor(there.last[row])))
    first, last = set[tuple[int, int]](), set[tuple[int, int]]()
    for row in rows:
        deal, role = int(there.deal[row]), int(there.role[row])
        if np.floor(there.first[row]) == begin[deal]:
            first.add((deal, role))
        if np.floor(there.last[row]) == end[deal]:
            last.add((deal, role))
    return _Ends(deals, frozenset(first), frozenset(last))


def _by_deal(there: Present, rows: IntArray) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for deal, role in zip(there.deal[rows].tolist(), there.role[rows].tolist(), strict=True):
        found.setdefault(deal, set()).add(role)
    return found


def _roles(there: Present, won: BoolArray, lost: BoolArray, deals: DealsToTell) -> tuple[CommitteeRole, ...]:
    """Return the roles that take part in a usual share of the won deals."""
    counted = won | lost
    accounts = None if deals.accounts is None else deals.accounts[counted]
    found: list[tuple[CommitteeRole, Comparison | None]] = []
    ends = _ends(there, won)
    for role in np.unique(there.role[there.role >= 0]).tolist():
        having = np.zeros(len(won), dtype=np.bool_)
        having[there.deal[there.role == role]] = True
        if (having & won).sum() < max(FEWEST_SPREAD, _LEAST_SHARE * won.sum()):
            continue
        outcome = Outcome.of(_TAKES_PART, having[counted].astype(np.float64), accounts)
        compared = compare(KnownOutcome(counted, outcome), won, lost)
        department, seniority = deals.roles.roles[role]
        part, inferred = _part(there, role, deals.roles)
        one = CommitteeRole(
            department,
            seniority,
            part,
            inferred,
            won=outcome.estimate(won[counted]),
            lost=outcome.estimate(lost[counted]),
            **_course(there, role, having & won, ends, deals),
            **_prices(having, won, deals),
        )
        found.append((one, compared))
    corrected = iter(with_holm([c for _, c in found if c is not None]))
    roles = [one if c is None else _differing(one, next(corrected)) for one, c in found]
    roles.sort(key=lambda one: (-(one.won.estimate or 0.0), one.department, one.seniority))
    return tuple(roles[:_MOST_ROLES])


def _differing(role: CommitteeRole, compared: Comparison) -> CommitteeRole:
    return replace(role, difference=compared.difference, low=compared.low, high=compared.high, p=compared.p)


def _part(there: Present, role: int, roles: Roles) -> tuple[BuyingPart, bool]:
    """Return the part of a role, and whether it is inferred: where the CRM records most of them, its commonest."""
    persons = np.unique(there.person[there.role == role]).tolist()
    recorded = [part for person in persons if (part := roles.parts[person]) is not None]
    if recorded and len(recorded) >= _RECORDED * len(persons):
        return max(BuyingPart, key=recorded.count), False
    return inferred_part(*roles.roles[role]), True


def _course(there: Present, role: int, won: BoolArray, ends: _Ends, deals: DealsToTell) -> dict[str, Any]:
    """Return when a role appears in the won deals in which it takes part, and how often it is first and last."""
    n = len(won)
    rows = np.flatnonzero((there.role == role) & won[there.deal])
    day = np.full(n, np.inf)
    dated = rows[np.isfinite(there.first[rows])]
    np.minimum.at(day, there.deal[dated], np.floor(there.first[dated]) - np.floor(deals.opened[there.deal[dated]]))
    effect = _effect(won & ends.deals, deals)
    n_ends = int(ends.deals.sum())
    first, last = (sum(1 for _, which in those if which == role) for those in (ends.first, ends.last))
    return {
        "call": _calls(there, role, won),
        "day": spread_of(day[np.isfinite(day)]),
        "first": rate_estimate(first, n_ends, effect) if n_ends >= FEWEST_SPREAD else None,
        "last": rate_estimate(last, n_ends, effect) if n_ends >= FEWEST_SPREAD else None,
    }


def _calls(there: Present, role: int, counted: BoolArray) -> Spread | None:
    """Return the number of the call at which a role first appears in some deals."""
    rows = np.flatnonzero((there.role == role) & counted[there.deal] & (there.call > 0))
    call = np.full(len(counted), np.inf)
    np.minimum.at(call, there.deal[rows], there.call[rows].astype(np.float64))
    return spread_of(call[np.isfinite(call)])


def _effect(counted: BoolArray, deals: DealsToTell) -> float:
    """Return the deals for each account: deals of one account may be no more evidence than one."""
    if deals.accounts is None or not counted.any():
        return 1.0
    return float(counted.sum()) / len(np.unique(deals.accounts[counted]))


def _prices(having: BoolArray, won: BoolArray, deals: DealsToTell) -> dict[str, Any]:
    """Return the discount of won deals with a role, and without it; none where either side has too few."""
    if deals.discounts is None:
        return {}
    known = won & np.isfinite(deals.discounts)
    sides = known & having, known & ~having
    if min(int(side.sum()) for side in sides) < FEWEST_SPREAD:
        return {}
    accounts = None if deals.accounts is None else deals.accounts[known]
    outcome = Outcome.of(Measure("discount", unit=SHARE_UNIT, is_share=False), deals.discounts[known], accounts)
    own, other = (outcome.estimate(side[known]) for side in sides)
    return {"discount": own, "discount_without": other}
