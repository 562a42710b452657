"""Quality of interaction: how often, how fast, who began, who came, up to one stated moment of every deal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, Column, FloatArray, IntArray, is_known
from whofor.lexicon.words import word_list
from whofor.model.measure import SHARE_UNIT
from whofor.model.parameters import SOFT_PREFIX
from whofor.schema.history import Interactions
from whofor.schema.rows import DealRows

__all__ = [
    "INTERACTION_WAYS",
    "UNDERSTANDING",
    "InteractionMeasure",
    "InteractionMeasures",
    "attended",
    "days_between",
    "interaction_measures",
    "reply_hours",
    "way_of",
    "ways_of",
]


UNDERSTANDING = "understanding"
"""Name of the measure, and of the kind of a column, that tells how clear the buyer was about its need."""
INTERACTION_WAYS = {
    "touches_per_week": 1,
    "days_between_touches": -1,
    "client_reply_hours": -1,
    "our_reply_hours": -1,
    "started_by_client": 1,
    "attendance": 1,
    "people_involved": 1,
    "talk_minutes": 1,
    "tone": 1,
    UNDERSTANDING: 1,
}
"""Measures of conversations: +1 where more is better, -1 where less is."""

_MOST_DAYS, _LEAST_DAYS = 30, 3
"""Conversations count that came within the first days of a deal: as many as pass before a quarter of the wins, at least
and at most these. Later ones know how the deal goes. A convention."""
_EARLY = 0.25
"""Share of the wins that are in by then."""
_FEWEST_WON = 20
"""Fewer dated wins do not determine such a time: the most is taken."""
_HOURS, _MINUTES = 24.0, 60.0
_LONGEST_REPLY_DAYS = 30.0
"""Later messages count as answers to something else: a convention."""
_STRAY = 100
"""One in so many dates may be a slip, such as a year mistyped, and ends no recording."""


@dataclass(frozen=True, eq=False, slots=True)
class InteractionMeasure:
    """One side of the interaction with each deal.

    Attributes:
        name: One of `INTERACTION_WAYS`, or the column of a soft fact.
        unit: `days`, `hours`, `minutes`, `share` or none.
        values: Its value for each deal, NaN where it is not known, shape (deals,).
        label: Name of the soft fact and its counted label; empty for the others.
    """

    name: str
    unit: str
    values: FloatArray
    label: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class InteractionMeasures:
    """Measures computed from the conversations.

    Attributes:
        days: Days from the opening of each deal that count.
        deals: Deals that ran at least so long and were opened while conversations were recorded.
        placed: Conversations within these days.
        measures: Those known of any deal.
    """

    days: int
    deals: int
    placed: int
    measures: tuple[InteractionMeasure, ...]


def way_of(direction: str | None, kind: str | None) -> int:
    """Return who began a conversation: +1 the client, -1 we, 0 where it is not recorded.

    Example:
        >>> way_of("Inbound", "Call"), way_of("Appel sortant", None), way_of(None, "INCOMING_EMAIL"), way_of("", "Note")
        (1, -1, 1, 0)
    """
    for text in (direction, kind):
        if _says(text, "inbound"):
            return 1
        if _says(text, "outbound"):
            return -1
    return 0


def _says(text: str | None, what: str) -> bool:
    """Return whether a text holds a word of a list of `conversations.toml`."""
    return bool(text) and word_list("conversations", what).holds(text)


def _by_distinct(*columns: Column) -> tuple[IntArray, list[tuple[str | None, ...]]]:
    """Number of each row's combination, and the combinations."""
    known: dict[tuple[str | None, ...], int] = {}
    rows = zip(*(c.tolist() for c in columns), strict=True)
    codes = np.fromiter((known.setdefault(row, len(known)) for row in rows), np.int64, len(columns[0]))
    return codes, list(known)


def ways_of(i: Interactions) -> IntArray:
    """Return who began each conversation, as `way_of` tells it."""
    codes, combinations = _by_distinct(i.direction, i.kind)
    return np.array([way_of(d, k) for d, k in combinations] or [0], dtype=np.int64)[codes]


def attended(i: Interactions) -> FloatArray:
    """Return 1 for each conversation to which somebody came, 0 where nobody did, NaN where it is not recorded."""
    codes, combinations = _by_distinct(i.outcome, i.direction, i.kind)
    came: list[float] = []
    for outcome, direction, kind in combinations:
        text = f"{outcome or ''} {direction or ''}"
        if not _says(kind, "spoken") or _says(text, "planned"):
            came.append(np.nan)
        elif _says(text, "missed") or _says(text, "negated"):
            came.append(0.0)
        elif _says(text, "attended"):
            came.append(1.0)
        else:
            came.append(np.nan)
    return np.array(came or [np.nan])[codes]


def stated_days(days: FloatArray) -> int:
    """Return the days from the opening that count for every deal: three in four of those won ran at least so long.

    Args:
        days: Days from opening to signature, NaN where unknown.

    Example:
        >>> stated_days(np.arange(1.0, 41.0))
        10
    """
    known = days[np.isfinite(days) & (days >= 0)]
    if len(known) < _FEWEST_WON:
        return _MOST_DAYS
    return int(np.clip(np.floor(np.quantile(known, _EARLY)), _LEAST_DAYS, _MOST_DAYS))


def _means(deal: IntArray, values: FloatArray, n: int) -> FloatArray:
    """Mean of the known values of each deal, NaN where there is none."""
    known = np.isfinite(values)
    count = np.bincount(deal[known], minlength=n)
    total = np.bincount(deal[known], values[known], minlength=n)
    return np.divide(total, count, out=np.full(n, np.nan), where=count > 0)


def _firsts(deal: IntArray, values: FloatArray, n: int) -> FloatArray:
    """First known value of each deal, rows being in the order of time; NaN where there is none."""
    out = np.full(n, np.nan)
    known = np.flatnonzero(np.isfinite(values))[::-1]
    out[deal[known]] = values[known]
    return out


def _medians(deal: IntArray, values: FloatArray, n: int, fewest: int = 1) -> FloatArray:
    """Median of the values of each deal, NaN where there are fewer."""
    order = np.lexsort((values, deal))
    deal, values = deal[order], values[order]
    count = np.bincount(deal, minlength=n)
    first = np.concatenate([[0], np.cumsum(count)])[:-1]
    has = count >= max(1, fewest)
    out = np.full(n, np.nan)
    low, high = first[has] + (count[has] - 1) // 2, first[has] + count[has] // 2
    out[has] = (values[low] + values[high]) / 2
    return out


def reply_hours(group: IntArray, at: FloatArray, way: IntArray, answering: int, n: int) -> FloatArray:
    """Return the median hours from the first word of one side to the next of the other, by group; NaN without a reply.

    Args:
        group: Group of each conversation, a deal or a person; conversations are in the order of group and time.
        at: Moment of each.
        way: Who began it, see `way_of`.
        answering: Side that answers, +1 the client.
        n: Number of groups.
    """
    deal = group
    known = np.flatnonzero(way != 0)
    deal, at, way = deal[known], at[known], way[known]
    if len(deal) < 2:
        return np.full(n, np.nan)
    same = deal[1:] == deal[:-1]
    # Only the first of several messages in a row waits for the answer.
    turn = np.concatenate([[True], ~(same & (way[1:] == way[:-1]))])
    deal, at, way = deal[turn], at[turn], way[turn]
    if len(deal) < 2:
        return np.full(n, np.nan)
    answered = (deal[1:] == deal[:-1]) & (way[1:] == answering) & (at[1:] - at[:-1] <= _LONGEST_REPLY_DAYS)
    return _medians(deal[1:][answered], ((at[1:] - at[:-1]) * _HOURS)[answered], n)


def _people(deal: IntArray, contact: Column, n: int) -> FloatArray:
    """Different persons of each deal, NaN where none is named."""
    known = is_known(contact)
    codes, _ = _by_distinct(contact[known])
    if not len(codes):
        return np.full(n, np.nan)
    pairs = np.unique(np.column_stack([deal[known], codes]), axis=0)
    count = np.bincount(pairs[:, 0], minlength=n).astype(np.float64)
    return np.where(count > 0, count, np.nan)


def days_between(deal: IntArray, at: FloatArray, n: int) -> FloatArray:
    """Return the median days between the days on which something was said, by deal; NaN of fewer than three.

    Args:
        deal: Deal, or person, of each conversation.
        at: Moment of each.
        n: Number of deals, or persons.
    """
    days = np.unique(np.column_stack([deal, np.floor(at).astype(np.int64)]), axis=0)
    if len(days) < 2:
        return np.full(n, np.nan)
    same = days[1:, 0] == days[:-1, 0]
    return _medians(days[1:, 0][same], np.diff(days[:, 1])[same].astype(np.float64), n, fewest=2)


def _recorded(at: FloatArray) -> tuple[float, float]:
    """First and last moment of the records, but for a stray hundredth at either end."""
    if not len(at):
        return np.nan, np.nan
    stray = len(at) // _STRAY
    ordered = np.sort(at)
    return float(ordered[stray]), float(ordered[-1 - stray])


def interaction_measures(i: Interactions, rows: DealRows, as_of: float) -> InteractionMeasures:
    """Return measures of the conversations in the first days of every deal.

    Only what happened between the opening and a stated number of days later counts, and only of deals that were still
    running then: a long deal does not look engaged merely by being long, nor a short one silent. Deals opened before
    the first or, less these days, after the last recorded conversation are unknown, and so are deals that ended at an
    unknown day; others without any had none.

    Args:
        i: Conversations, in the order of deal and time.
        rows: The deals.
        as_of: Day up to which all is known, NaN where unknown.

    Source:
        Landmark analysis: Anderson, Cain & Gelber (1983), Journal of Clinical Oncology 1:710.
    """
    n, days, opened = len(rows), stated_days(rows.days_to_close[rows.won]), rows.opened
    last = float(np.nanmax(np.append(i.at, as_of))) if len(i.at) else as_of
    first, final = _recorded(i.at)
    ended = rows.won | np.asarray(rows.outcome == "lost", dtype=np.bool_)
    with np.errstate(invalid="ignore"):
        ran = np.where(ended | np.isfinite(rows.closed), rows.closed, last) - opened >= days
        covered = (opened >= np.floor(first)) & (opened + days <= final + 1) if len(i.at) else ran & False
    judged: BoolArray = ran & covered
    since = i.at - np.floor(opened[i.deal])
    early = np.flatnonzero(judged[i.deal] & (since >= 0) & (since < days))
    deal, at, way = i.deal[early], i.at[early], ways_of(i)[early]
    count = np.bincount(deal, minlength=n)
    directed = np.where(way == 0, np.nan, (way > 0).astype(np.float64))
    seconds = np.where(i.seconds > 0, i.seconds, np.nan)[early]
    measures = (
        InteractionMeasure("touches_per_week", "", np.where(judged, count / days * 7, np.nan)),
        InteractionMeasure("days_between_touches", "days", days_between(deal, at, n)),
        InteractionMeasure("client_reply_hours", "hours", reply_hours(deal, at, way, 1, n)),
        InteractionMeasure("our_reply_hours", "hours", reply_hours(deal, at, way, -1, n)),
        InteractionMeasure("started_by_client", SHARE_UNIT, _means(deal, directed, n)),
        InteractionMeasure("attendance", SHARE_UNIT, _means(deal, attended(i)[early], n)),
        InteractionMeasure("people_involved", "", _people(deal, i.contact[early], n)),
        InteractionMeasure("talk_minutes", "minutes", _means(deal, seconds / _MINUTES, n)),
        InteractionMeasure("tone", "", _means(deal, i.tone[early], n)),
        InteractionMeasure(UNDERSTANDING, SHARE_UNIT, _firsts(deal, i.understanding[early], n)),
        *(
            InteractionMeasure(one.name, SHARE_UNIT, _means(deal, one.values[early].astype(np.float64), n), one.label)
            for one in i.own
            if one.name.startswith(SOFT_PREFIX)
        ),
    )
    known = tuple(m for m in measures if np.isfinite(m.values).any())
    return InteractionMeasures(days, int(judged.sum()), len(early), known)
