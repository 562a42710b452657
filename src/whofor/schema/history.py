"""Conversations and stages of each deal and the money spent, placed on the rows of the deals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import BoolArray, Column, Columns, FloatArray, IntArray, is_known
from whofor.model.parameters import Parameter
from whofor.schema.columns import TableName
from whofor.schema.keys import key_positions, rows_of
from whofor.schema.own_columns import OwnColumn, of_conversations, read_columns

__all__ = ["Costs", "History", "Interactions", "StageStays", "history_of", "places_of", "texts_of"]

_KEYS = ("deal_key", "contact_key", "account_key")


@dataclass(frozen=True, eq=False, slots=True)
class Interactions:
    """Calls, e-mails, meetings and notes, in the order of deal and time.

    Attributes:
        deal: Row of the deal that each belongs to.
        at: Moment, days since 1970-01-01.
        kind: Call, e-mail, meeting ... as recorded; None where unknown.
        direction: Who began it, as recorded.
        outcome: Its result, as recorded.
        seconds: How long it took, NaN where unknown.
        contact: Key of the person, None where unknown.
        tone: -1 to 1, NaN where it is unknown.
        understanding: How clear the buyer was about need and solution, 0 to 1, NaN where it is unknown.
        total: Rows of the table.
        unplaced: Of them, those that belong to no deal: unknown persons, or before any deal was opened.
        undated: Of them, those without a moment.
        repeated: Of them, those that are identical to another one.
        own: Columns beyond the usual ones: soft facts, and what a person asked about or objected to.
    """

    deal: IntArray
    at: FloatArray
    kind: Column
    direction: Column
    outcome: Column
    seconds: FloatArray
    contact: Column
    tone: FloatArray
    understanding: FloatArray
    total: int
    unplaced: int
    undated: int
    repeated: int
    own: tuple[OwnColumn, ...] = ()

    def take(self, keep: BoolArray) -> Interactions:
        """Return the conversations of the selected deals; the counts remain those of the whole table."""
        own = keep[self.deal]
        return replace(
            self,
            deal=places_of(keep)[self.deal[own]],
            at=self.at[own],
            kind=self.kind[own],
            direction=self.direction[own],
            outcome=self.outcome[own],
            seconds=self.seconds[own],
            contact=self.contact[own],
            tone=self.tone[own],
            understanding=self.understanding[own],
            own=tuple(replace(one, values=one.values[own]) for one in self.own),
        )


@dataclass(frozen=True, eq=False, slots=True)
class StageStays:
    """Stays of deals in stages, in the order of deal and time.

    Attributes:
        deal: Row of the deal.
        stage: Name of the stage.
        at: Moment of entering it.
    """

    deal: IntArray
    stage: Column
    at: FloatArray

    def take(self, keep: BoolArray) -> StageStays:
        """Return the stays of the selected deals."""
        own = keep[self.deal]
        return StageStays(places_of(keep)[self.deal[own]], self.stage[own], self.at[own])


@dataclass(frozen=True, eq=False, slots=True)
class Costs:
    """Money spent to win clients.

    Attributes:
        at: Day, NaN where unknown.
        source: Lead source the money went to, None where unknown.
        amount: Money spent.
        currency: Of all amounts, empty where not known.
    """

    at: FloatArray
    source: Column
    amount: FloatArray
    currency: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class History:
    """Events and costs beside the facts of each deal; `None` where the data has no such table.

    Attributes:
        interactions: Conversations.
        stages: Stages of the pipeline.
        costs: Advertising and other spending.
        source: Lead source of each deal, shape (deals,).
        source_class: Class of each deal's lead source: advertising, outbound, word of mouth ...
    """

    interactions: Interactions | None = None
    stages: StageStays | None = None
    costs: Costs | None = None
    source: Column | None = None
    source_class: Column | None = None

    def take(self, keep: BoolArray) -> History:
        """Return the history of the selected deals; conversations and stages of the others are left out.

        Args:
            keep: The deals, shape (deals,).
        """
        talks, stages = self.interactions, self.stages
        return replace(
            self,
            interactions=None if talks is None else talks.take(keep),
            stages=None if stages is None else stages.take(keep),
            source=None if self.source is None else self.source[keep],
            source_class=None if self.source_class is None else self.source_class[keep],
        )


def places_of(keep: BoolArray) -> IntArray:
    """Return the row of each selected deal among those selected."""
    return np.cumsum(keep) - 1


def texts_of(table: Columns, name: str, n: int) -> Column:
    """Return a column of texts of a table; None for all of its rows where it has no such column."""
    return table.get(name, np.full(n, None, dtype=object))


def _numbers(table: Columns, name: str, n: int) -> FloatArray:
    values = table.get(name)
    return np.full(n, np.nan) if values is None or values.dtype.kind != "f" else values


def _running_deal(keys: Column, at: FloatArray, deal_keys: Column, opened: FloatArray) -> IntArray:
    """Return the row of the latest deal of the same key opened by each moment, -1 where there is none.

    Of deals opened on one day the last in the table counts; the day of opening counts as a whole.
    """
    numbers = {key: i for i, key in enumerate(dict.fromkeys(k for k in deal_keys.tolist() if k is not None))}
    own = np.fromiter((numbers.get(k, -1) for k in deal_keys.tolist()), np.int64, len(deal_keys))
    wanted = np.fromiter((numbers.get(k, -1) for k in keys.tolist()), np.int64, len(keys))
    rows = np.flatnonzero((own >= 0) & np.isfinite(opened))
    rows = rows[np.lexsort((rows, opened[rows], own[rows]))]
    if not len(rows):
        return np.full(len(keys), -1, dtype=np.int64)
    days = np.unique(np.concatenate([np.floor(opened[rows]), np.floor(at)]))
    width = len(days) + 1
    sorted_places = own[rows] * width + np.searchsorted(days, np.floor(opened[rows]))
    place = np.searchsorted(sorted_places, wanted * width + np.searchsorted(days, np.floor(at)), side="right") - 1
    found = rows[np.maximum(place, 0)]
    fits = (place >= 0) & (wanted >= 0) & (own[found] == wanted)
    return np.where(fits, found, -1)


def _repeats(columns: list[NDArray[np.int64]]) -> BoolArray:
    """Return which rows are identical to the row before them."""
    if not len(columns[0]):
        return np.zeros(0, dtype=np.bool_)
    stacked = np.column_stack(columns)
    return np.concatenate([[False], (stacked[1:] == stacked[:-1]).all(axis=1)])


def _codes(values: Column) -> IntArray:
    """Return an integer code for each value, the same for equal values."""
    if values.dtype.kind == "f":
        return np.nan_to_num(values, nan=-1.0).view(np.int64)
    known: dict[str | None, int] = {}
    return np.fromiter((known.setdefault(v, len(known)) for v in values.tolist()), np.int64, len(values))


def _with_accounts(table: Columns, contacts: Columns) -> Columns:
    """Return the conversations, with the account of their contact where they name none."""
    if not {"contact_key", "account_key"} <= set(contacts) or "contact_key" not in table:
        return table
    pairs = zip(contacts["contact_key"].tolist(), contacts["account_key"].tolist(), strict=True)
    account_of = {contact: account for contact, account in pairs if contact is not None}
    people = table["contact_key"].tolist()
    own = table["account_key"].tolist() if "account_key" in table else [None] * len(people)
    accounts = [a if a is not None else account_of.get(p) for a, p in zip(own, people, strict=True)]
    return {**table, "account_key": np.array(accounts, dtype=object)}


def _interactions(
    table: Columns, deals: Columns, opened: FloatArray, parameters: Sequence[Parameter]
) -> Interactions | None:
    n = len(next(iter(table.values()))) if table else 0
    if not n:
        return None
    at = _numbers(table, "at", n)
    dated = np.isfinite(at)
    deal = np.full(n, -1, dtype=np.int64)
    for key in _KEYS:
        if key not in table or key not in deals:
            continue
        found = (
            rows_of(table[key], key_positions(deals[key]))
            if key == "deal_key"
            else _running_deal(table[key], np.where(dated, at, -1e7), deals[key], opened)
        )
        deal = np.where(deal >= 0, deal, found)
    texts = {name: texts_of(table, name, n) for name in ("kind", "direction", "outcome", "contact_key")}
    seconds = _numbers(table, "duration_seconds", n)
    codes = [deal, _codes(at), *(_codes(texts[name]) for name in texts), _codes(seconds)]
    # Rows of one key were merged at import; two keys are two conversations, however alike they look.
    codes.append(_codes(texts_of(table, "interaction_key", n)))
    placed = np.flatnonzero((deal >= 0) & dated)
    order = placed[np.lexsort([*(c[placed] for c in codes[:1:-1]), at[placed], deal[placed]])]
    repeated = _repeats([c[order] for c in codes])
    rows = order[~repeated]
    return Interactions(
        deal=deal[rows],
        at=at[rows],
        kind=texts["kind"][rows],
        direction=texts["direction"][rows],
        outcome=texts["outcome"][rows],
        seconds=seconds[rows],
        contact=texts["contact_key"][rows],
        tone=_numbers(table, "tone", n)[rows],
        understanding=_numbers(table, "understanding", n)[rows],
        total=n,
        unplaced=int((dated & (deal < 0)).sum()),
        undated=int((~dated).sum()),
        repeated=int(repeated.sum()),
        own=tuple(replace(one, values=one.values[rows]) for one in read_columns(of_conversations(parameters), table)),
    )


def _stages(table: Columns, deals: Columns) -> StageStays | None:
    if not {"deal_key", "stage", "at"} <= set(table) or "deal_key" not in deals:
        return None
    deal = rows_of(table["deal_key"], key_positions(deals["deal_key"]))
    known = is_known(table["stage"])
    rows = np.flatnonzero((deal >= 0) & known & np.isfinite(table["at"]))
    if not len(rows):
        return None
    rows = rows[np.lexsort((rows, table["at"][rows], deal[rows]))]
    return StageStays(deal[rows], table["stage"][rows], table["at"][rows])


def history_of(
    tables: Mapping[str, Columns], opened: FloatArray, currency: str = "", parameters: Sequence[Parameter] = ()
) -> History:
    """Return conversations, stages and costs, placed on the rows of the deals.

    A conversation belongs to the deal that it names; else to the deal of its person, else of its account (or its
    person's), that was opened last on or before its day.

    Args:
        tables: Columns of the canonical tables.
        opened: Day of opening of each deal, NaN where unknown.
        currency: Currency of the costs, ISO 4217.
        parameters: What the columns mean.
    """
    deals, costs = tables[TableName.DEALS], tables.get(TableName.COSTS, {})
    conversations = _with_accounts(tables.get(TableName.INTERACTIONS, {}), tables.get(TableName.CONTACTS, {}))
    spent = None
    if "amount" in costs and len(costs["amount"]):
        n = len(costs["amount"])
        spent = Costs(_numbers(costs, "at", n), texts_of(costs, "lead_source", n), costs["amount"], currency)
    return History(
        interactions=_interactions(conversations, deals, opened, parameters),
        stages=_stages(tables.get(TableName.STAGES, {}), deals),
        costs=spent,
        source=deals.get("lead_source"),
        source_class=deals.get("lead_source_class"),
    )
