"""Outcomes of clients after the sale: the day on which each left, and outcomes recorded in rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache

import numpy as np

from whofor.arrays import BoolArray, Column, Columns, FloatArray, is_known
from whofor.days import DAYS_A_YEAR
from whofor.lexicon.booleans import parse_boolean
from whofor.lexicon.words import read_table, read_words, word_list
from whofor.model.data_findings import ClientSummary
from whofor.model.parameters import Kind, Parameter, Role
from whofor.schema.columns import TableName
from whofor.schema.rows import Attribute
from whofor.text import fold, words_of

__all__ = ["days_of_leaving", "is_leaving", "measures_of_kinds"]

_LEAST_DAYS = 30.0
"""Clients followed for less than a month are not counted: their sums are mostly rounding."""
_NOT_FOLLOWED, _STRAY = 0.25, 100
"""Outcomes are added up over as many days as three quarters of the clients were followed; and one date in a hundred may
be a slip that begins or ends no recording. Conventions."""
_LATE_RECORDS, _FEWEST_ROWS = 90.0, 20
"""Clients signed this long before the first record count from that record on, where so many rows say so."""
_MOSTLY, _TWICE = 0.5, 0.4
"""Share of cells that are numbers from which a kind is in figures; share of repeated rows from which they are copies.
Conventions."""
_KEYS = ("deal_key", "account_key")
_UNIT_NAMES = {"hours": "hours", "days": "days", "minutes": "minutes", "percent": "percent"}


@cache
def _units() -> Mapping[str, str]:
    """Return the folded spelling of each unit -> unit."""
    names = read_table("whofor.lexicon", "client_outcomes.toml")["units"]
    return {fold(spelling): name for name in names for spelling in read_words("client_outcomes", "units", name)}


def _leaving(name: str) -> bool:
    """Return whether a column or an outcome is named as the day on which a client left."""
    return word_list("client_outcomes", "leaving").holds(name)


def _is_averaged(kind: str, unit: str) -> bool:
    """Return whether an outcome is averaged and not added up: a score, a share, a level, or a one-off event."""
    name = f"{kind} {unit}"
    return "%" in name or word_list("client_outcomes", "averaged").holds(name)


def is_leaving(p: Parameter) -> bool:
    """Return whether a column holds the day on which a client left."""
    return p.kind is Kind.DATE and p.name not in ("opened", "closed", "created") and _leaving(p.label)


def days_of_leaving(dated: Sequence[Column], tables: Mapping[str, Columns], start: Column) -> Column | None:
    """Return the first day on or after each start on which the client left; `None` where nothing records it.

    Rows whose value is 0 or whose level means no do not count.

    Args:
        dated: Columns that hold such days, one value a deal.
        tables: Columns of the canonical tables.
        start: Day on which each deal's client became one.
    """
    deals, outcomes = tables[TableName.DEALS], tables.get(TableName.OUTCOMES, {})
    days = list(dated)
    kinds = outcomes.get("kind", np.array([], dtype=object)).tolist()
    leaving = np.array([bool(kind) and _leaving(kind) for kind in kinds], dtype=np.bool_)
    if "value" in outcomes:
        leaving &= outcomes["value"] != 0
    if "level" in outcomes:
        leaving &= ~np.array([parse_boolean(level or "") is False for level in outcomes["level"].tolist()])
    if leaving.any():
        for key in _KEYS:
            if key in outcomes and key in deals:
                days.append(_first_after(start, deals[key], outcomes[key][leaving], outcomes["at"][leaving]))
    if not days:
        return None
    with np.errstate(invalid="ignore"):
        after = [np.where(day >= start, day, np.nan) for day in days]
    first = np.fmin.reduce(after)
    return first if np.isfinite(first).any() else None


def _first_after(start: Column, keys: Column, event_keys: Column, event_days: Column) -> Column:
    """Day of the first event with the same key on or after each start, NaN where there is none."""
    by_key: dict[str, list[float]] = {}
    for key, day in zip(event_keys.tolist(), event_days.tolist(), strict=True):
        if key is not None and not math.isnan(day):
            by_key.setdefault(key, []).append(day)
    each = (
        min((day for day in by_key.get(key, ()) if day >= begun), default=math.nan)
        for key, begun in zip(keys.tolist(), start.tolist(), strict=True)
    )
    return np.fromiter(each, np.float64, len(keys))


def measures_of_kinds(
    tables: Mapping[str, Columns], start: Column, won: BoolArray, left: Column | None = None
) -> tuple[list[Attribute], ClientSummary | None]:
    """Return one measure for each kind of recorded outcome: its amount per client and year, or its average score.

    Rows belong to a deal where they name one, else to all deals of their account; deals that were not won have none.
    Two identical rows may be two requests of one day, or two items of one order; repeats are dropped only where nearly
    every row occurs twice.
    Amounts are summed over the same number of first days of every client that was followed that long, and given per
    year; otherwise recent clients would look poor and old ones rich. The number of days is that for which three in four
    clients were followed, at least 30. For clients older than the records of a kind, the days begin with the records.
    Rows without a day count only where no row of their kind has one.

    Args:
        tables: Columns of the canonical tables.
        start: Day on which each deal's client became one.
        won: Deals that were won.
        left: Days on which clients left, NaN where they stayed; `None` where nothing records it.

    Returns:
        The measures, and how clients were followed; `None` where no outcomes are recorded in rows.

    Source:
        Landmark analysis: Anderson, Cain & Gelber (1983), Journal of Clinical Oncology 1:710.
    """
    deals, outcomes = tables[TableName.DEALS], tables.get(TableName.OUTCOMES, {})
    n = len(outcomes.get("kind", ()))
    if not n:
        return [], None
    table = _Outcomes.of(outcomes, deals)
    last = _last_day(table.at)
    followed = np.where(won, last - _recorded_from(start, table.at), np.nan)
    clients = _Clients(won, start, left, last, _same_days(followed))
    measures: list[Attribute] = []
    twice = table.repeated.mean() >= _TWICE
    for kind, label, rows, unit in _kinds_by_unit(table.kind, table.unit):
        own = table.take(rows & ~table.repeated if twice else rows)
        if _leaving(kind) or not is_known(own.owner).any():
            continue
        measures += _measures_of_kind(own, (kind, label, unit), deals, clients)
    signed = won & np.isfinite(start)
    enough = signed & (followed >= clients.days)
    return measures, ClientSummary(
        days=clients.days if np.isfinite(clients.days) else 0.0,
        clients=int(enough.sum()),
        too_new=int((signed & ~enough).sum()),
        total=n,
        unplaced=int((~is_known(table.owner)).sum()),
        undated=int((~np.isfinite(table.at)).sum()),
        repeated=int(table.repeated.sum()),
        repeated_left_out=bool(twice),
    )


def _measures_of_kind(
    own: _Outcomes, named: tuple[str, str, str], deals: Columns, clients: _Clients
) -> list[Attribute]:
    """Return the measure of one kind of outcome, and that of its levels where they are in words.

    Args:
        own: The rows of the kind.
        named: The kind, its label, and its unit.
        deals: Columns of the deals.
        clients: Which deals were won, and how long their clients were followed.
    """
    kind, label, unit = named
    # A few numbers among many rows do not make a counted outcome numeric.
    in_figures = np.isfinite(own.value).mean() >= _MOSTLY
    is_score = bool(in_figures) and _is_averaged(kind, unit)
    if is_score:
        each, counts = own.average(deals)
    else:
        sized = own if in_figures else replace(own, value=np.ones(len(own.at)))
        each, counts = _a_year(sized, deals, clients)
    known = clients.won & np.isfinite(each) & (counts > 0 if label != kind else own.could_have(deals))
    name = f"outcome_{'_'.join(words_of(label))}"
    shown = unit if is_score else f"{unit}/year" if unit else "per_year"
    p = Parameter(name, label, Role.VALIDATION, Kind.NUMBER, TableName.OUTCOMES, unit=shown)
    measures = [Attribute(p, np.where(known, each, np.nan), name)]
    levels = own.latest_level(deals)
    if not in_figures and levels is not None:
        levels[~clients.won] = None
        p = Parameter(f"{name}_level", label, Role.VALIDATION, Kind.CATEGORY, TableName.OUTCOMES)
        measures.append(Attribute(p, levels, name))
    return measures


@dataclass(frozen=True, eq=False, slots=True)
class _Outcomes:
    """Rows of outcomes.

    Attributes:
        owner: Deal or account that each belongs to, as key column and key; None where neither is known.
        kind: What it is.
        at: Day, NaN where unknown.
        value: Size, NaN where there is none.
        unit: Its unit.
        level: Size in words, None where there is none.
        repeated: Whether the row is identical to an earlier one.
    """

    owner: Column
    kind: Column
    at: FloatArray
    value: FloatArray
    unit: Column
    level: Column
    repeated: BoolArray

    @classmethod
    def of(cls, outcomes: Columns, deals: Columns) -> _Outcomes:
        """Return the rows of the canonical table, each with its deal, else its account."""
        n = len(outcomes["kind"])
        nothing: Column = np.full(n, None, dtype=object)
        owner: Column = np.full(n, None, dtype=object)
        for name in _KEYS:
            if name in outcomes and name in deals:
                known = {k for k in deals[name].tolist() if k is not None}
                for i, key in enumerate(outcomes[name].tolist()):
                    if owner[i] is None and key in known:
                        owner[i] = (name, key)
        at, value = outcomes["at"], outcomes.get("value", np.full(n, np.nan))
        unit, level = outcomes.get("unit", nothing), outcomes.get("level", nothing)
        contents = (owner, outcomes["kind"], np.nan_to_num(at), np.nan_to_num(value), unit, level)
        return cls(owner, outcomes["kind"], at, value, unit, level, _repeats(contents))

    def take(self, rows: BoolArray) -> _Outcomes:
        """Return the selected rows."""
        return _Outcomes(*(getattr(self, f.name)[rows] for f in fields(self)))

    def could_have(self, deals: Columns) -> BoolArray:
        """Return which deals could have such rows: those with a key of the kind that the rows refer to."""
        names = {owner[0] for owner in self.owner.tolist() if owner is not None}
        keyed = [is_known(deals[name]) for name in sorted(names)]
        return np.logical_or.reduce(keyed)

    def of_deals(self, deals: Columns) -> list[list[int]]:
        """Rows of each deal: its own and those of its account."""
        by_owner: dict[tuple[str, str], list[int]] = {}
        for i, owner in enumerate(self.owner.tolist()):
            if owner is not None:
                by_owner.setdefault(owner, []).append(i)
        names = [name for name in _KEYS if name in deals]
        keys = zip(*(deals[name].tolist() for name in names), strict=True)
        return [[i for pair in zip(names, key, strict=True) for i in by_owner.get(pair, ())] for key in keys]

    def average(self, deals: Columns) -> tuple[FloatArray, FloatArray]:
        """Return the mean of each deal's known values, and their number."""
        own = [[v for i in rows if not math.isnan(v := float(self.value[i]))] for rows in self.of_deals(deals)]
        counts = np.array([len(values) for values in own], dtype=np.float64)
        sums = np.array([sum(values) for values in own])
        return np.divide(sums, counts, out=np.full(len(own), np.nan), where=counts > 0), counts

    def latest_level(self, deals: Columns) -> Column | None:
        """Return each deal's latest level, None where it has none; rows without a day come first, in table order."""
        if not is_known(self.level).any():
            return None
        order = np.argsort(np.nan_to_num(self.at, nan=-math.inf), kind="stable")
        place = np.argsort(order, kind="stable")
        out: Column = np.full(len(deals["outcome"]), None, dtype=object)
        for deal, rows in enumerate(self.of_deals(deals)):
            known = [i for i in rows if self.level[i] is not None]
            if known:
                out[deal] = self.level[max(known, key=lambda i: int(place[i]))]
        return out


def _repeats(columns: Sequence[Column]) -> BoolArray:
    """Return which rows are identical to an earlier one."""
    seen: set[tuple[object, ...]] = set()
    again = np.zeros(len(columns[0]), dtype=np.bool_)
    for i, row in enumerate(zip(*(c.tolist() for c in columns), strict=True)):
        again[i] = row in seen
        seen.add(row)
    return again


@dataclass(frozen=True, eq=False, slots=True)
class _Clients:
    """Won deals, the day each became a client, the day it left, the last day of the records, the days that count."""

    won: BoolArray
    start: FloatArray
    left: FloatArray | None
    last: float
    days: float


def _last_day(at: FloatArray) -> float:
    """Return the last day of the records, without the latest 1 %; NaN where no row has a day."""
    known = np.sort(at[np.isfinite(at)])
    return float(known[-1 - len(known) // _STRAY]) if len(known) else math.nan


def _recorded_from(start: FloatArray, at: FloatArray) -> FloatArray:
    """Return the day since when rows of each client were recorded: its start, or the first day of all rows if later."""
    known = np.sort(at[np.isfinite(at)])
    if len(known) < _FEWEST_ROWS:
        return start
    first = float(known[len(known) // _STRAY])
    with np.errstate(invalid="ignore"):
        return np.where(start < first - _LATE_RECORDS, first, start)


def _same_days(followed: FloatArray) -> float:
    """Return the number of days for which three in four clients were followed, NaN where none was."""
    known = followed[np.isfinite(followed) & (followed >= _LEAST_DAYS)]
    return float(max(_LEAST_DAYS, np.quantile(known, _NOT_FOLLOWED))) if len(known) else math.nan


def _a_year(rows: _Outcomes, deals: Columns, clients: _Clients) -> tuple[FloatArray, FloatArray]:
    """Return each deal's amount a year within the days that count, and its rows; NaN where it was not followed.

    Where no row has a day, all of them are spread over the whole time as a client.
    """
    begun, last = clients.start, clients.last
    dated = bool(np.isfinite(rows.at).any())
    if not math.isfinite(last):
        last = float(np.nanmax(begun)) if np.isfinite(begun).any() else math.nan
    with np.errstate(invalid="ignore"):
        if dated:
            begun = _recorded_from(begun, rows.at)
            # A kind that was recorded later than others has fewer days in which all can be compared.
            end = begun + min(clients.days, _same_days(np.where(clients.won, last - begun, np.nan)))
            followed = (end <= last + 1e-9) & (last - begun >= _LEAST_DAYS)
        else:
            end, followed = np.full(len(begun), last), np.isfinite(begun)
        here = end if clients.left is None else np.fmin(clients.left, end)
        years = np.where(followed, np.maximum(here - begun, _LEAST_DAYS) / DAYS_A_YEAR, np.nan)
    sums, counts = np.zeros(len(begun)), np.zeros(len(begun))
    low = np.floor(begun)
    for deal, own in enumerate(rows.of_deals(deals)):
        within = [i for i in own if not dated or low[deal] <= rows.at[i] <= end[deal]]
        sizes = rows.value[within]
        sums[deal], counts[deal] = np.nansum(sizes), np.isfinite(sizes).sum()
    return sums / years, counts


def _kinds_by_unit(kinds: Column, units: Column) -> Iterable[tuple[str, str, BoolArray, str]]:
    """Yield kind, label, rows and unit; several units of one kind are separate, as they cannot be converted."""
    spelled = np.array([_unit(u) for u in units.tolist()], dtype=object)
    for kind in sorted({k for k in kinds.tolist() if k}):
        own = kinds == kind
        found = sorted(set(spelled[own].tolist()))
        if len(found) == 2 and not found[0]:  # rows without a unit are in the only one there is
            found = found[1:]
        for unit in found:
            rows = own & (spelled == unit) if len(found) > 1 else own
            written = next((u.strip() for u in units[rows].tolist() if u and u.strip()), "")
            name = _UNIT_NAMES.get(unit, written)
            yield kind, f"{kind} ({name or '?'})" if len(found) > 1 else kind, rows, name


def _unit(written: str | None) -> str:
    """Return the standard name of a unit, or its folded spelling where it is unknown."""
    bare = fold((written or "").strip().rstrip("."))
    return _units().get(bare, bare)
