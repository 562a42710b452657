"""Which persons take part in which deals, and when each first does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from whofor.arrays import BoolArray, Column, Columns, FloatArray, IntArray
from whofor.lexicon.words import word_list
from whofor.model.parameters import Parameter
from whofor.schema.columns import TableName
from whofor.schema.history import Interactions, places_of, texts_of
from whofor.schema.keys import key_positions, rows_of
from whofor.schema.own_columns import OwnColumn, of_contacts, read_columns

__all__ = ["RECORDED", "Participants", "Persons", "participants_of", "with_people"]

RECORDED = ("title", "seniority", "job_function", "buying_role")
"""Columns of contacts that say what a person is."""
_MOST_OF_ACCOUNT = 50
"""More persons of one account take part in no purchase together: a list of addresses, or an account that stands for
many. Those of them who are tied to a deal count all the same. A convention."""


@dataclass(frozen=True, eq=False, slots=True)
class Persons:
    """What is recorded of each person, one a row of the table of contacts; None where it is not known.

    Attributes:
        title: Job title as written.
        seniority: Level as the CRM has it.
        job_function: Department or function as the CRM has it.
        buying_role: Part in the purchase as the CRM has it.
        key: Key of the person, a hash unless contacts are kept; `None` where nothing else names persons.
        name: Name, where contacts are kept; `None` otherwise.
        own: Columns of one's own.
    """

    title: Column
    seniority: Column
    job_function: Column
    buying_role: Column
    key: Column | None = None
    name: Column | None = None
    own: tuple[OwnColumn, ...] = ()

    def __len__(self) -> int:
        """Number of persons."""
        return len(self.title)


@dataclass(frozen=True, eq=False, slots=True)
class Participants:
    """Persons who take part in deals: a row for each deal and person, by deal, then in the order in which they appear.

    A person is tied to a deal by a conversation on it, or as one of its contacts; else by the account alone, which says
    less.

    Attributes:
        persons: What is recorded of all persons.
        deal: Row of the deal.
        person: Row of the person.
        tied: Whether the person is tied to the deal itself, not to its account only.
        first: Moment of the person's first conversation on the deal, days since 1970-01-01; NaN without one.
        number: Number of the person's first call or meeting among those of the deal, from 1; 0 without one. Where the
            kinds of conversations tell neither, all conversations count.
        last: Moment of the person's last conversation on the deal; NaN without one.
        added: Day on which the person was entered into the CRM; NaN where it is not known.
        n_left_out: Persons tied to no deal whose account has too many persons to say anything.
    """

    persons: Persons
    deal: IntArray
    person: IntArray
    tied: BoolArray
    first: FloatArray
    number: IntArray
    last: FloatArray
    added: FloatArray
    n_left_out: int

    def take(self, keep: BoolArray) -> Participants:
        """Return those of the selected deals; the persons stay all there.

        Args:
            keep: The deals, shape (deals,).
        """
        own = keep[self.deal]
        return replace(
            self,
            deal=places_of(keep)[self.deal[own]],
            person=self.person[own],
            tied=self.tied[own],
            first=self.first[own],
            number=self.number[own],
            last=self.last[own],
            added=self.added[own],
        )


def participants_of(
    tables: Mapping[str, Columns], talks: Interactions | None, parameters: Sequence[Parameter] = ()
) -> Participants | None:
    """Return the persons who take part in deals; `None` where the data has no contacts.

    Args:
        tables: Columns of the canonical tables.
        talks: Conversations, placed on the rows of the deals.
        parameters: What the columns mean.
    """
    contacts, deals = tables.get(TableName.CONTACTS, {}), tables[TableName.DEALS]
    if "contact_key" not in contacts or not len(contacts["contact_key"]):
        return None
    n = len(contacts["contact_key"])
    place = key_positions(contacts["contact_key"])
    of_talk = _of_conversations(talks, place, n)
    of_deal = _of_deals(tables, place)
    tied_deal = np.concatenate([of_talk.deal, of_deal[0]])
    tied_person = np.concatenate([of_talk.person, of_deal[1]])
    of_account, n_left_out = _of_accounts(deals, contacts, np.unique(tied_deal), np.unique(tied_person))
    deal, person = (np.concatenate([a, b]) for a, b in zip((tied_deal, tied_person), of_account, strict=True))
    tied = np.arange(len(deal)) < len(tied_deal)
    nothing = np.full(len(deal) - len(of_talk.deal), np.nan)
    first, last = (np.concatenate([known, nothing]) for known in (of_talk.first, of_talk.last))
    number = np.concatenate([of_talk.number, np.zeros(len(nothing), dtype=np.int64)])
    # Of one deal and person the row with a conversation comes first, and is kept.
    _, once = np.unique(deal * n + person, return_index=True)
    created = contacts.get("created", np.full(n, np.nan))
    order = once[np.lexsort((person[once], np.nan_to_num(first[once], nan=np.inf), deal[once]))]
    return Participants(
        persons=Persons(
            *(texts_of(contacts, name, n) for name in RECORDED),
            key=contacts["contact_key"],
            name=contacts.get("name"),
            own=read_columns(of_contacts(parameters), contacts),
        ),
        deal=deal[order],
        person=person[order],
        tied=tied[order],
        first=first[order],
        number=number[order],
        last=last[order],
        added=created[person[order]],
        n_left_out=n_left_out,
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Talked:
    """Persons of conversations, each once a deal."""

    deal: IntArray
    person: IntArray
    first: FloatArray
    number: IntArray
    last: FloatArray


def _of_conversations(talks: Interactions | None, place: Mapping[str, int], n: int) -> _Talked:
    """Return the persons, of `n`, of conversations; notes and tasks are none, as the person need not be there."""
    person = np.zeros(0, dtype=np.int64) if talks is None else rows_of(talks.contact, place)
    if talks is None or not len(person):
        return _Talked(person, person, np.zeros(0), person, np.zeros(0))
    kinds = {kind: _kind(kind) for kind in set(talks.kind.tolist())}
    spoken, written = (
        np.fromiter((kinds[kind] is which for kind in talks.kind.tolist()), np.bool_, len(person))
        for which in (_Kind.SPOKEN, _Kind.WRITTEN)
    )
    # Conversations are in the order of deal and time. Where kinds do not tell, each may have been a call.
    counted = spoken if spoken.any() else written
    so_far = np.cumsum(counted)
    begin = np.searchsorted(talks.deal, talks.deal, side="left")
    number = np.where(counted, so_far - np.where(begin > 0, so_far[begin - 1], 0), 0)
    known = np.flatnonzero((person >= 0) & (spoken | written))
    pair = talks.deal[known] * n + person[known]
    pairs, first = np.unique(pair, return_index=True)
    last = len(pair) - 1 - np.unique(pair[::-1], return_index=True)[1]
    called = known[counted[known]]
    first_call = dict(zip(*_firsts(talks.deal[called] * n + person[called], number[called]), strict=True))
    return _Talked(
        pairs // n,
        pairs % n,
        talks.at[known[first]],
        np.fromiter((first_call.get(one, 0) for one in pairs.tolist()), np.int64, len(pairs)),
        talks.at[known[last]],
    )


def _firsts(keys: IntArray, values: IntArray) -> tuple[list[int], list[int]]:
    """Return each key, and its first value."""
    found, first = np.unique(keys, return_index=True)
    return found.tolist(), values[first].tolist()


def with_people(kinds: Column) -> BoolArray:
    """Return which conversations somebody of the client takes part in: notes and tasks need nobody."""
    silent = {kind for kind in set(kinds.tolist()) if _kind(kind) is _Kind.SILENT}
    return np.fromiter((kind not in silent for kind in kinds.tolist()), np.bool_, len(kinds))


class _Kind(Enum):
    """Whether people spoke with each other, wrote, or neither."""

    SPOKEN = "spoken"
    WRITTEN = "written"
    SILENT = "silent"


def _kind(kind: str | None) -> _Kind:
    """Return what a kind of conversation is; one that tells nothing may be either, and counts as written."""
    for which in (_Kind.SPOKEN, _Kind.SILENT):
        if kind and word_list("conversations", which.value).holds(kind):
            return which
    return _Kind.WRITTEN


def _of_deals(tables: Mapping[str, Columns], place: Mapping[str, int]) -> tuple[IntArray, IntArray]:
    """Return the contacts tied to each deal, by itself or by a list of its own: rows of deals and of persons."""
    deals, listed = tables[TableName.DEALS], tables.get(TableName.DEAL_CONTACTS, {})
    ties: list[tuple[IntArray, IntArray]] = []
    if "contact_key" in deals:
        ties.append((np.arange(len(deals["contact_key"])), rows_of(deals["contact_key"], place)))
    if {"deal_key", "contact_key"} <= set(listed) and "deal_key" in deals:
        ties.append(
            (rows_of(listed["deal_key"], key_positions(deals["deal_key"])), rows_of(listed["contact_key"], place))
        )
    if not ties:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    deal, person = (np.concatenate(side) for side in zip(*ties, strict=True))
    known = (deal >= 0) & (person >= 0)
    return deal[known], person[known]


def _of_accounts(
    deals: Columns, contacts: Columns, with_tied: IntArray, tied_persons: IntArray
) -> tuple[tuple[IntArray, IntArray], int]:
    """Return the persons of the accounts of deals to which nobody is tied, and how many are left out.

    Args:
        deals: Columns of the table of deals.
        contacts: Columns of the table of contacts.
        with_tied: Rows of deals to which a person is tied.
        tied_persons: Rows of persons who are tied to a deal.
    """
    none = np.zeros(0, dtype=np.int64)
    if "account_key" not in deals or "account_key" not in contacts:
        return (none, none), 0
    keys = contacts["account_key"].tolist()
    number = {key: i for i, key in enumerate(dict.fromkeys(k for k in keys if k is not None))}
    own = np.fromiter((number.get(k, -1) if k is not None else -1 for k in keys), np.int64, len(keys))
    person = np.flatnonzero(own >= 0)
    person = person[np.argsort(own[person], kind="stable")]
    sizes = np.bincount(own[person], minlength=len(number) + 1)
    crowded = sizes > _MOST_OF_ACCOUNT
    n_left_out = int((crowded[own[person]] & ~np.isin(person, tied_persons)).sum())
    begins = np.cumsum(sizes) - sizes
    sizes = np.where(crowded, 0, sizes)
    alone = np.ones(len(deals["account_key"]), dtype=np.bool_)
    alone[with_tied] = False
    rows = np.flatnonzero(alone)
    wanted = np.fromiter(
        (number.get(k, len(number)) if k is not None else len(number) for k in deals["account_key"][rows].tolist()),
        np.int64,
        len(rows),
    )
    deal = np.repeat(np.arange(len(rows)), sizes[wanted])
    before = np.cumsum(sizes[wanted]) - sizes[wanted]
    found = person[np.arange(len(deal)) - before[deal] + begins[wanted[deal]]] if len(deal) else none
    return (rows[deal], found), n_left_out
