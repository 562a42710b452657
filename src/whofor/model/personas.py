"""Personas: the roles that usually take part in the purchases of a type of client, each as one kind of person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whofor.model.committee import BuyingPart, FewPeople, Spread
from whofor.model.evidence import Estimate
from whofor.model.people import Department, Seniority

__all__ = [
    "Persona",
    "PersonaColumn",
    "PersonaShare",
    "PersonaSource",
    "PersonaSpread",
    "PersonaTopic",
    "PersonaValue",
    "PersonaValues",
    "PersonaWeekdays",
    "Personas",
]


class PersonaSource(StrEnum):
    """Where a figure of a persona comes from: a column of the contacts, accounts or deals, or the conversations."""

    TITLES = "titles"
    CONTACTS = "contacts"
    ACCOUNTS = "accounts"
    DEALS = "deals"
    CONVERSATIONS = "conversations"


class PersonaTopic(StrEnum):
    """What a column of one's own says of a person, by its name; questions and objections stand with conversations."""

    ROUTINES = "routines"
    TASKS = "tasks"
    PAINS = "pains"
    QUESTIONS = "questions"
    OBJECTIONS = "objections"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PersonaValue:
    """One value, as written, and the share of those who have it; at least two persons do.

    Attributes:
        value: The value.
        share: Share of the persons, or of the deals, with any.
    """

    value: str
    share: Estimate


@dataclass(frozen=True, slots=True)
class PersonaValues:
    """The commonest values of something that is written of persons.

    Attributes:
        n: Persons, or deals where `source` is `deals`, with a value.
        source: Where they are written.
        column: Column, as the export calls it; empty where `source` says it.
        values: Those that at least two persons have, the commonest first; the rest is not shown.
    """

    n: int
    source: PersonaSource
    column: str
    values: tuple[PersonaValue, ...]


@dataclass(frozen=True, slots=True)
class PersonaShare:
    """A share, with the persons behind it.

    Attributes:
        n_people: Persons.
        source: Where it comes from.
        share: The share, of persons or of conversations.
    """

    n_people: int
    source: PersonaSource
    share: Estimate


@dataclass(frozen=True, slots=True)
class PersonaSpread:
    """A median with its quartiles, and the persons behind it.

    Attributes:
        n_people: Persons.
        source: Where it comes from.
        spread: Median and quartiles, of persons or of conversations.
    """

    n_people: int
    source: PersonaSource
    spread: Spread


@dataclass(frozen=True, slots=True)
class PersonaWeekdays:
    """How conversations are spread over the week; those with one person on one day count once.

    Attributes:
        n_people: Persons.
        shares: Share of each day of the week, Monday first.
        p: p-value of the commonest day against an even spread, corrected for the choice of the day.
    """

    n_people: int
    shares: tuple[Estimate, ...]
    p: float


@dataclass(frozen=True, slots=True)
class PersonaColumn:
    """What a column of one's own says of the persons.

    Attributes:
        topic: What it is about, by its name.
        column: Its name, as the export writes it.
        values: Its commonest values; `None` where it holds numbers.
        spread: Median and quartiles of its numbers; `None` where it holds texts.
    """

    topic: PersonaTopic
    column: str
    values: PersonaValues | None = None
    spread: PersonaSpread | None = None


@dataclass(frozen=True, slots=True)
class Persona:
    """A role that takes part in one won deal of five or more, as one kind of person. `None` is what nothing tells.

    All is of the persons who took part in won deals, before these were closed; figures of fewer than five are none.

    Attributes:
        department: What the person works on.
        seniority: Level of the person.
        part: Part in the purchase.
        inferred: Whether the part follows from level and department; else the CRM records it.
        won: Share of the won deals in which the role takes part.
        call: Number of the call or meeting at which it first appears.
        n_people: Persons.
        n_left_out: Persons of the role beyond five of one account, who do not count: one client is no persona.
        titles: Job titles.
        languages: Languages.
        places: Countries.
        channel: How the first contact came: the lead source of the deals, else the kind of the first conversation.
        replies: Share of the persons who were called or written to and answered within thirty days.
        reply_hours: Hours until they answered.
        attendance: Share of the calls and meetings at which they were there.
        days_between: Days between the days of conversation with a person.
        conversations: Conversations with a person in a deal.
        hour: Hour of the day of conversations, as the export writes it.
        weekdays: Days of the week of conversations.
        own: Columns of one's own.
    """

    department: Department
    seniority: Seniority
    part: BuyingPart
    inferred: bool
    won: Estimate
    call: Spread | None
    n_people: int
    n_left_out: int = 0
    titles: PersonaValues | None = None
    languages: PersonaValues | None = None
    places: PersonaValues | None = None
    channel: PersonaValues | None = None
    replies: PersonaShare | None = None
    reply_hours: PersonaSpread | None = None
    attendance: PersonaShare | None = None
    days_between: PersonaSpread | None = None
    conversations: PersonaSpread | None = None
    hour: PersonaSpread | None = None
    weekdays: PersonaWeekdays | None = None
    own: tuple[PersonaColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class Personas:
    """The personas of a type of client.

    Attributes:
        finding: Id of the type of client; empty for all deals.
        n_won: Won deals with a person whose role is known.
        personas: At most five, those who take part in most won deals first.
        why: Why nothing is said; `None` where something could be.
    """

    finding: str
    n_won: int
    personas: tuple[Persona, ...]
    why: FewPeople | None = None
