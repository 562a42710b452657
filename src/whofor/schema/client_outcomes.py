"""What was lived with clients after the sale: the day on which each left, and outcomes recorded in rows."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from whofor.model.parameters import Kind, Parameter, Role
from whofor.model.worth import ClientSummary
from whofor.schema.rows import Attribute, BoolArray, Column, FloatArray

__all__ = ["days_of_leaving", "is_leaving", "measures_of_kinds"]

Table = Mapping[str, Column]

_LEAVING = re.compile(
    r"churn|cancel|terminat|attrition|offboard|\bleft\b|leaving|departure|r[ée]sili|d[ée]part|k[üu]e?ndig|\bbajas?\b",
    re.IGNORECASE,
)
"""How a column or an outcome of the day on which a client left is named: in English, French, German, Spanish."""
_SCORE = re.compile(
    r"score|nps|promoter|rating|satisf|csat|\bnotes?\b|zufried|percent|%|\brate\b|adoption|health|growth|croissance|"
    r"wachstum|crecimiento|implement|onboarding|mise en place|einf[üu]hr|implanta|saved|savings?\b|gagn[ée]|"
    r"gain de temps|gespart|ahorrad|\bmrr\b|\barr\b|\b(?:per|a) (?:day|week|month|year)|"
    r"\bpar (?:jour|semaine|mois|an)\b|\bpro (?:tag|woche|monat|jahr)\b|\bpor (?:d[ií]a|semana|m[eê]s|a[nñ]o)",
    re.IGNORECASE,
)
"""What is averaged and not added up: scores, shares, levels, and what is lived once."""
_DAYS_A_YEAR, _LEAST_DAYS = 365.25, 30.0
_NOT_FOLLOWED, _STRAY = 0.25, 100
_LATE_RECORDS, _FEWEST_ROWS = 90.0, 20
_KEYS = ("deal_key", "account_key")


def is_leaving(p: Parameter) -> bool:
    """Whether a column holds the day on which a client left."""
    return p.kind is Kind.DATE and p.name not in ("opened", "closed", "created") and bool(_LEAVING.search(p.label))


def days_of_leaving(dated: Sequence[Column], tables: Mapping[str, Table], start: Column) -> Column | None:
    """First day, after a deal's beginning as a client, on which its client left; `None` where nothing records it.

    Args:
        dated: Columns that hold such days, one value a deal.
        tables: Columns of the canonical tables.
        start: Day from which each deal's client is one.
    """
    deals, outcomes = tables["deals"], tables.get("outcomes", {})
    days = list(dated)
    kinds = outcomes.get("kind", np.array([], dtype=object)).tolist()
    leaving = np.array([bool(kind and _LEAVING.search(kind)) for kind in kinds], dtype=np.bool_)
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
    tables: Mapping[str, Table], start: Column, won: BoolArray, left: Column | None = None
) -> tuple[list[Attribute], ClientSummary | None]:
    """Outcomes recorded in rows, one measure for each kind: what a client had of it a year, or its average score.

    Rows belong to a deal where they name one, else to all deals of their account; deals that were not won have none.
    What is added up is counted over the same first days of every client that was followed so long, a year being one of
    being a client: who signed lately would look poor, who signed long ago rich. The days are those for which three in
    four clients were followed, 30 at least. Of clients who are older than the records of a kind, the days begin with
    these. Rows without a day count only where no row of their kind has one.

    Args:
        tables: Columns of the canonical tables.
        start: Day from which each deal's client is one.
        won: Deals that were won.
        left: Days on which clients left, NaN where they stayed; `None` where nothing records it.

    Returns:
        The measures, and how clients were followed; `None` where no outcomes are recorded in rows.

    Source:
        Landmark analysis: Anderson, Cain & Gelber (1983), Journal of Clinical Oncology 1:710.
    """
    deals, outcomes = tables["deals"], tables.get("outcomes", {})
    kinds = outcomes.get("kind", np.array([], dtype=object))
    if not len(kinds):
        return [], None
    at, values = outcomes["at"], outcomes.get("value", np.full(len(kinds), np.nan))
    units = outcomes.get("unit", np.full(len(kinds), None, dtype=object))
    last = _last_day(at)
    followed = np.where(won, last - start, np.nan)
    days = _same_days(followed)
    followed_by = _Clients(start, left, last, days)
    measures: list[Attribute] = []
    for kind, label, rows, unit in _kinds_by_unit(kinds, units):
        by = next((key for key in _KEYS if key in deals and _any_known(outcomes.get(key), rows)), "")
        if not by or _LEAVING.search(kind):
            continue
        scored = np.isfinite(values[rows])
        is_score = bool(scored.any()) and bool(_SCORE.search(f"{kind} {unit}"))
        sized = values[rows] if scored.any() else np.ones(int(rows.sum()))
        keys = deals[by].tolist()
        if is_score:
            total, count = _sums_of(outcomes[by][rows], sized)
            counts = np.array([count.get(key, 0) for key in keys])
            with np.errstate(invalid="ignore", divide="ignore"):
                each = np.array([total.get(key, 0.0) for key in keys]) / counts
        else:
            each, counts = _a_year(_Rows(outcomes[by][rows], at[rows], sized), keys, followed_by)
        of_unit = counts > 0 if label != kind else np.array([key is not None for key in keys])
        known = won & np.isfinite(each) & of_unit
        name = "outcome_" + re.sub(r"\W+", "_", label.casefold()).strip("_")
        of_a_year = f"{unit}/year" if unit else "per_year"
        p = Parameter(name, label, Role.VALIDATION, Kind.NUMBER, "outcomes", unit=unit if is_score else of_a_year)
        measures.append(Attribute(p, np.where(known, each, np.nan), name))
    clients = won & np.isfinite(start)
    enough = clients & (followed >= days)
    return measures, ClientSummary(
        days=days if np.isfinite(days) else 0.0,
        clients=int(enough.sum()),
        too_new=int((clients & ~enough).sum()),
        total=len(kinds),
        unplaced=_unplaced(outcomes, deals),
        undated=int((~np.isfinite(at)).sum()),
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Rows:
    """Rows of one kind: key of the deal or account, day, size."""

    keys: Column
    at: FloatArray
    size: FloatArray


def _last_day(at: FloatArray) -> float:
    """Last day of the records but for a stray hundredth; NaN where none has a day."""
    known = np.sort(at[np.isfinite(at)])
    return float(known[-1 - len(known) // _STRAY]) if len(known) else math.nan


def _same_days(followed: FloatArray) -> float:
    """Days for which three in four clients were followed, NaN where none was."""
    known = followed[np.isfinite(followed) & (followed >= _LEAST_DAYS)]
    return float(max(_LEAST_DAYS, np.quantile(known, _NOT_FOLLOWED))) if len(known) else math.nan


@dataclass(frozen=True, eq=False, slots=True)
class _Clients:
    """Day from which each deal's client is one, day on which it left, last day of the records, days that count."""

    start: FloatArray
    left: FloatArray | None
    last: float
    days: float


def _a_year(rows: _Rows, keys: list[str | None], clients: _Clients) -> tuple[FloatArray, FloatArray]:
    """What each deal's client had a year within the days that count, and rows behind it; NaN where it was not followed.

    Where no row has a day, all of them are spread over the whole time as a client.
    """
    start, last = clients.start, clients.last
    dated = np.isfinite(rows.at)
    begun = start
    if dated.any():
        first = float(rows.at[dated].min())
        begun = np.where((dated.sum() >= _FEWEST_ROWS) & (start < first - _LATE_RECORDS), first, start)
    span = clients.days if dated.any() else math.inf
    if not math.isfinite(last):
        last = float(np.nanmax(start)) if np.isfinite(start).any() else math.nan
    with np.errstate(invalid="ignore"):
        end = np.minimum(begun + span, last) if math.isinf(span) else begun + span
        followed = (end <= last + 1e-9) & (last - begun >= _LEAST_DAYS) if dated.any() else np.isfinite(begun)
        here = end if clients.left is None else np.fmin(clients.left, end)
        years = np.where(followed, np.maximum(here - begun, _LEAST_DAYS) / _DAYS_A_YEAR, np.nan)
    at_of: dict[str, list[tuple[float, float]]] = {}
    for key, day, size in zip(rows.keys.tolist(), rows.at.tolist(), rows.size.tolist(), strict=True):
        if key is not None and not math.isnan(size) and (not dated.any() or not math.isnan(day)):
            at_of.setdefault(key, []).append((day, size))
    sums, counts = np.zeros(len(keys)), np.zeros(len(keys))
    for i, key in enumerate(keys):
        own = at_of.get(key, ()) if key is not None else ()
        low, high = math.floor(begun[i]) if math.isfinite(begun[i]) else math.nan, end[i]
        within = [size for day, size in own if not dated.any() or low <= day <= high]
        sums[i], counts[i] = sum(within), len(within)
    return sums / years, counts


def _unplaced(outcomes: Table, deals: Table) -> int:
    """Rows that belong to no deal: of unknown deals and accounts."""
    n = len(outcomes["kind"])
    placed = np.zeros(n, dtype=np.bool_)
    for key in _KEYS:
        if key in outcomes and key in deals:
            known = {k for k in deals[key].tolist() if k is not None}
            placed |= np.fromiter((k in known for k in outcomes[key].tolist()), np.bool_, n)
    return int((~placed).sum())


def _kinds_by_unit(kinds: Column, units: Column) -> Iterable[tuple[str, str, BoolArray, str]]:
    """Kind, label, rows and unit; a kind recorded in several units is one for each, as nothing brings them together."""
    spelled = np.array([(u or "").strip().casefold() for u in units.tolist()], dtype=object)
    for kind in sorted({k for k in kinds.tolist() if k}):
        own = kinds == kind
        found = sorted({u for u in spelled[own].tolist() if u})
        for unit in found or [""]:
            rows = own & (spelled == unit) if len(found) > 1 else own
            written = next((u.strip() for u in units[rows].tolist() if u and u.strip()), "")
            yield kind, f"{kind} ({written})" if len(found) > 1 else kind, rows, written


def _any_known(keys: Column | None, rows: BoolArray) -> bool:
    return keys is not None and bool(np.any(keys[rows] != np.array(None)))


def _sums_of(keys: Column, values: Column) -> tuple[dict[str, float], dict[str, int]]:
    """Sum and number of the known values of each key."""
    total: dict[str, float] = {}
    count: dict[str, int] = {}
    for key, value in zip(keys.tolist(), values.tolist(), strict=True):
        if key is not None and not math.isnan(value):
            total[key] = total.get(key, 0.0) + value
            count[key] = count.get(key, 0) + 1
    return total, count
