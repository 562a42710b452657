"""Personas: each role that usually takes part in the purchases of a type of client, as one kind of person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import bdtrc

from whofor.arrays import BoolArray, Column, FloatArray, IntArray
from whofor.figures.estimates import rate_estimate, spread_of
from whofor.model.committee import Committee, CommitteeRole
from whofor.model.personas import (
    Persona,
    Personas,
    PersonaShare,
    PersonaSource,
    PersonaSpread,
    PersonaValues,
    PersonaWeekdays,
)
from whofor.outcomes.interactions import attended, days_between, reply_hours, ways_of
from whofor.people.asked import Asked, asked_of, asked_told
from whofor.people.committee import DealsToTell, Present, present
from whofor.people.persona_columns import FEWEST_PEOPLE, Shown, Written, is_about, own_told, shown_of, values_of
from whofor.schema.history import Interactions
from whofor.schema.keys import key_positions, rows_of
from whofor.schema.own_columns import OwnColumn
from whofor.schema.participants import with_people

__all__ = ["PeopleToTell", "people_to_tell", "personas_of"]

_USUAL = 0.2
"""Share of the won deals in which a role takes part at least."""
_MOST_PERSONAS, _MOST_TITLES, _MOST_VALUES = 5, 5, 3
_MOST_OF_ACCOUNT = 5
"""Persons of one account and role that count: a client of many hundred contacts is not the persona. A convention."""
_MIDNIGHT = 1e-6
_FILLER = 0.5
"""Share of the times of day from which one minute is what the CRM fills in, and tells no time."""
_RARE_DAY = 0.05
"""Share of conversations from which a day of the week is one on which people work."""
_A_WEEK, _THURSDAY, _HOURS = 7, 3, 24.0


@dataclass(frozen=True, eq=False, slots=True)
class _Talks:
    """Conversations with known persons, by person and time."""

    person: IntArray
    deal: IntArray
    at: FloatArray
    way: IntArray
    came: FloatArray
    kind: Column

    def take(self, rows: IntArray | BoolArray) -> _Talks:
        """Return some of them."""
        return _Talks(
            self.person[rows], self.deal[rows], self.at[rows], self.way[rows], self.came[rows], self.kind[rows]
        )


@dataclass(frozen=True, eq=False, slots=True)
class PeopleToTell:
    """What is known of the persons who take part in deals.

    Attributes:
        deals: The deals, and who takes part.
        talks: Conversations with known persons; `None` where there are none.
        source: Lead source of each deal; `None` where none is recorded.
        country: Country of each deal's account; `None` where none is recorded.
        shown: Whether a text names nobody.
        asked: What persons asked about and objected to.
    """

    deals: DealsToTell
    talks: _Talks | None
    source: Column | None
    country: Column | None
    shown: Shown
    asked: tuple[Asked, ...] = ()


def people_to_tell(
    deals: DealsToTell, talks: Interactions | None, source: Column | None, country: Column | None
) -> PeopleToTell:
    """Return what is known of the persons who take part in deals.

    Args:
        deals: The deals, and who takes part.
        talks: Conversations, placed on the rows of the deals.
        source: Lead source of each deal; `None` where none is recorded.
        country: Country of each deal's account; `None` where none is recorded.
    """
    persons = deals.participants.persons
    if talks is None or persons.key is None or not len(talks.at):
        return PeopleToTell(deals, None, source, country, shown_of(persons))
    person = rows_of(talks.contact, key_positions(persons.key))
    asked = asked_of(talks, person, deals.closed)
    return PeopleToTell(deals, _talks(talks, person, deals), source, country, shown_of(persons), asked)


def _talks(talks: Interactions, person: IntArray, deals: DealsToTell) -> _Talks:
    """Return the conversations with known persons before the deal was closed, by person and time."""
    with np.errstate(invalid="ignore"):
        late = np.floor(talks.at) > np.floor(deals.closed[talks.deal])
    rows = np.flatnonzero((person >= 0) & ~late & with_people(talks.kind))
    rows = rows[np.lexsort((rows, talks.at[rows], person[rows]))]
    way, came = ways_of(talks), attended(talks)
    return _Talks(person[rows], talks.deal[rows], talks.at[rows], way[rows], came[rows], talks.kind[rows])


def personas_of(committee: Committee, inside: BoolArray, people: PeopleToTell) -> Personas:
    """Return the personas of a type of client: the roles that take part in one won deal of five or more.

    All is of won deals, and of what was before they were closed. Of one account at most five persons of a role count.

    Args:
        committee: Who takes part in its purchases.
        inside: Which deals are of the type, shape (deals,).
        people: What is known of the persons.
    """
    nobody = Personas(committee.finding, committee.n_won, (), committee.why)
    if committee.why is not None:
        return nobody
    deals = people.deals
    there = present(inside & deals.judged & deals.won, deals)
    usual = [role for role in committee.roles if (role.won.estimate or 0.0) >= _USUAL]
    found = [_persona(role, there, people) for role in usual]
    kept = tuple(one for one in found if one is not None)[:_MOST_PERSONAS]
    return Personas(committee.finding, committee.n_won, kept)


@dataclass(frozen=True, eq=False, slots=True)
class _Group:
    """The persons of one role in won deals that count.

    Attributes:
        person: Row of each.
        deal: Row of the first deal of each.
        account: Account of each.
        n_left_out: Further persons of accounts that have many.
        deals: The won deals in which the role takes part.
    """

    person: IntArray
    deal: IntArray
    account: IntArray
    n_left_out: int
    deals: IntArray


def _group(role: CommitteeRole, there: Present, deals: DealsToTell) -> _Group:
    rows = np.flatnonzero(there.role == deals.roles.roles.index((role.department, role.seniority)))
    _, once = np.unique(there.person[rows], return_index=True)
    rows = rows[np.sort(once)]
    deal = there.deal[rows]
    account = deal if deals.accounts is None else deals.accounts[deal]
    # Place of each person among those of the account, in the order in which they appear.
    order = np.argsort(account, kind="stable")
    of_account = account[order]
    place = np.empty(len(rows), dtype=np.int64)
    place[order] = np.arange(len(rows)) - np.searchsorted(of_account, of_account, side="left")
    keep = place < _MOST_OF_ACCOUNT
    every = np.unique(there.deal[there.role == deals.roles.roles.index((role.department, role.seniority))])
    return _Group(there.person[rows][keep], deal[keep], account[keep], int((~keep).sum()), every)


def _persona(role: CommitteeRole, there: Present, people: PeopleToTell) -> Persona | None:
    """Return a role as one kind of person; `None` of fewer than five persons."""
    group = _group(role, there, people.deals)
    if len(group.person) < FEWEST_PEOPLE:
        return None
    persons = people.deals.participants.persons
    talks = _of_group(group, there, people.talks)
    titles = Written(persons.title[group.person].tolist(), group.account, PersonaSource.TITLES)
    own = [column for column in persons.own if not _is_usual(column)]
    told = [own_told(column, group.person, group.account, _MOST_VALUES, people.shown) for column in own]
    with_role = np.unique(there.deal)
    told += [
        asked_told(one, group.person, group.account, with_role, most=_MOST_TITLES, shown=people.shown)
        for one in people.asked
    ]
    return Persona(
        role.department,
        role.seniority,
        role.part,
        role.inferred,
        role.won,
        role.call,
        len(group.person),
        group.n_left_out,
        titles=values_of(titles, _MOST_TITLES, people.shown),
        languages=_of_column("language", group, people),
        places=_of_column("country", group, people) or _of_accounts(group, people),
        channel=_channel(group, talks, people),
        replies=None if talks is None else _replies(talks, group),
        reply_hours=None if talks is None else _reply_hours(talks),
        attendance=None if talks is None else _attendance(talks),
        days_between=None if talks is None else _rhythm(talks),
        conversations=None if talks is None else _conversations(talks),
        hour=None if talks is None else _hour(talks),
        weekdays=None if talks is None else _weekdays(talks),
        own=tuple(one for one in told if one is not None),
    )


def _is_usual(column: OwnColumn) -> bool:
    return is_about(column.label, "language") or is_about(column.label, "country")


def _of_column(what: str, group: _Group, people: PeopleToTell) -> PersonaValues | None:
    """Return what a contact's own column says of languages or countries."""
    own = people.deals.participants.persons.own
    column = next((one for one in own if is_about(one.label, what) and one.values.dtype.kind != "f"), None)
    if column is None:
        return None
    texts = column.values[group.person].tolist()
    return values_of(Written(texts, group.account, PersonaSource.CONTACTS, column.label), _MOST_VALUES, people.shown)


def _of_accounts(group: _Group, people: PeopleToTell) -> PersonaValues | None:
    if people.country is None:
        return None
    written = Written(people.country[group.deal].tolist(), group.account, PersonaSource.ACCOUNTS)
    return values_of(written, _MOST_VALUES, people.shown)


def _channel(group: _Group, talks: _Talks | None, people: PeopleToTell) -> PersonaValues | None:
    """Return the lead sources of the deals with the role; where none is recorded, the kinds of first conversations."""
    if people.source is not None:
        accounts = people.deals.accounts
        of_account = group.deals if accounts is None else accounts[group.deals]
        written = Written(people.source[group.deals].tolist(), of_account, PersonaSource.DEALS)
        if (found := values_of(written, _MOST_VALUES, people.shown)) is not None:
            return found
    if talks is None:
        return None
    who, first = np.unique(talks.person, return_index=True)
    place = dict(zip(group.person.tolist(), group.account.tolist(), strict=True))
    accounts = np.array([place[person] for person in who.tolist()], dtype=np.int64)
    return values_of(
        Written(talks.kind[first].tolist(), accounts, PersonaSource.CONVERSATIONS), _MOST_VALUES, people.shown
    )


def _of_group(group: _Group, there: Present, talks: _Talks | None) -> _Talks | None:
    """Return the conversations with the persons of a group on deals in which they take part; `None` without any."""
    if talks is None:
        return None
    own = np.isin(talks.person, group.person) & np.isin(talks.deal, np.unique(there.deal))
    return talks.take(own) if own.any() else None


def _numbered(talks: _Talks) -> tuple[int, IntArray]:
    who, number = np.unique(talks.person, return_inverse=True)
    return len(who), number.astype(np.int64)


def _replies(talks: _Talks, group: _Group) -> PersonaShare | None:
    """Return how many of those who were called or written to answered."""
    n, number = _numbered(talks)
    asked = np.zeros(n, dtype=np.bool_)
    asked[number[talks.way < 0]] = True
    answered = np.isfinite(reply_hours(number, talks.at, talks.way, 1, n)) & asked
    n_asked = int(asked.sum())
    if n_asked < FEWEST_PEOPLE:
        return None
    who = np.unique(talks.person)[asked]
    effect = n_asked / len(np.unique(group.account[np.isin(group.person, who)]))
    return PersonaShare(n_asked, PersonaSource.CONVERSATIONS, rate_estimate(int(answered.sum()), n_asked, effect))


def _reply_hours(talks: _Talks) -> PersonaSpread | None:
    """Return how long answers take, where times of day are recorded."""
    timed = _timed(talks)
    if timed is None:
        return None
    n, number = _numbered(timed)
    return _spread_of_people(reply_hours(number, timed.at, timed.way, 1, n))


def _attendance(talks: _Talks) -> PersonaShare | None:
    known = np.isfinite(talks.came)
    n_people = len(np.unique(talks.person[known]))
    if n_people < FEWEST_PEOPLE:
        return None
    k, n = int(talks.came[known].sum()), int(known.sum())
    return PersonaShare(n_people, PersonaSource.CONVERSATIONS, rate_estimate(k, n, n / n_people))


def _rhythm(talks: _Talks) -> PersonaSpread | None:
    n, number = _numbered(talks)
    return _spread_of_people(days_between(number, talks.at, n))


def _spread_of_people(values: FloatArray) -> PersonaSpread | None:
    """Return median and quartiles of a value of each person, NaN where it is not known."""
    known = values[np.isfinite(values)]
    spread = spread_of(known) if len(known) >= FEWEST_PEOPLE else None
    return None if spread is None else PersonaSpread(len(known), PersonaSource.CONVERSATIONS, spread)


def _conversations(talks: _Talks) -> PersonaSpread | None:
    pairs, counts = np.unique(np.column_stack([talks.person, talks.deal]), axis=0, return_counts=True)
    return _of_rows(counts.astype(np.float64), pairs[:, 0])


def _of_rows(values: FloatArray, person: IntArray) -> PersonaSpread | None:
    """Return median and quartiles of values of which a person may have several."""
    n_people = len(np.unique(person))
    spread = spread_of(values) if n_people >= FEWEST_PEOPLE else None
    return None if spread is None else PersonaSpread(n_people, PersonaSource.CONVERSATIONS, spread)


def _timed(talks: _Talks) -> _Talks | None:
    """Return the conversations with a time of day; `None` where none has one.

    Midnight is a day without a time, and a minute that most of them share is what the CRM fills in.
    """
    part = talks.at - np.floor(talks.at)
    timed = talks.take((part > _MIDNIGHT) & (part < 1 - _MIDNIGHT))
    if not len(timed.at):
        return None
    minutes = np.round((timed.at - np.floor(timed.at)) * 1440).astype(np.int64)
    return None if np.bincount(minutes).max() > max(1.0, _FILLER * len(minutes)) else timed


def _hour(talks: _Talks) -> PersonaSpread | None:
    timed = _timed(talks)
    if timed is None:
        return None
    return _of_rows((timed.at - np.floor(timed.at)) * _HOURS, timed.person)


def _weekdays(talks: _Talks) -> PersonaWeekdays | None:
    """Return how the days of conversation are spread over the week."""
    days = np.unique(np.column_stack([talks.person, np.floor(talks.at).astype(np.int64)]), axis=0)
    n_people, n = len(np.unique(days[:, 0])), len(days)
    if n_people < FEWEST_PEOPLE:
        return None
    counts = np.bincount((days[:, 1] + _THURSDAY) % _A_WEEK, minlength=_A_WEEK)
    worked = max(2, int((counts >= _RARE_DAY * n).sum()))
    p = min(1.0, worked * float(bdtrc(int(counts.max()) - 1, n, 1 / worked)))
    effect = n / n_people
    return PersonaWeekdays(n_people, tuple(rate_estimate(int(k), n, effect) for k in counts.tolist()), p)
