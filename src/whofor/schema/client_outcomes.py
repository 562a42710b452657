"""What was lived with clients after the sale: the day on which each left, and outcomes recorded in rows."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from whofor.model.parameters import Kind, Parameter, Role
from whofor.schema.rows import Attribute, BoolArray, Column

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
        for key in ("account_key", "deal_key"):
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
) -> Iterable[Attribute]:
    """Outcomes recorded in rows, one measure for each kind: what a client had of it a year, or its average score.

    Rows belong to a deal where they name one, else to all deals of their account; deals that were not won have none.
    A year is one of being a client: from the start to the last known day, or to the day on which the client left.

    Args:
        tables: Columns of the canonical tables.
        start: Day from which each deal's client is one.
        won: Deals that were won.
        left: Days on which clients left, NaN where they stayed; `None` where nothing records it.
    """
    deals, outcomes = tables["deals"], tables.get("outcomes", {})
    kinds = outcomes.get("kind", np.array([], dtype=object))
    if not len(kinds):
        return
    at, values = outcomes["at"], outcomes.get("value", np.full(len(kinds), np.nan))
    units = outcomes.get("unit", np.full(len(kinds), None, dtype=object))
    last = np.nanmax(np.concatenate([at, start])) if np.isfinite(at).any() or np.isfinite(start).any() else math.nan
    end = np.full(len(start), last) if left is None else np.fmin(left, last)
    years = np.maximum(end - start, _LEAST_DAYS) / _DAYS_A_YEAR
    for kind, label, rows, unit in _kinds_by_unit(kinds, units):
        by = next((key for key in ("deal_key", "account_key") if _any_known(outcomes.get(key), rows)), "")
        if not by or by not in deals or _LEAVING.search(kind):
            continue
        scored = np.isfinite(values[rows])
        is_score = bool(scored.any()) and bool(_SCORE.search(f"{kind} {unit}"))
        total, count = _sums_of(outcomes[by][rows], values[rows] if scored.any() else np.ones(int(rows.sum())))
        keys = deals[by].tolist()
        sums = np.array([total.get(key, 0.0) for key in keys])
        counts = np.array([count.get(key, 0) for key in keys])
        with np.errstate(invalid="ignore", divide="ignore"):
            each = sums / counts if is_score else sums / years
        of_unit = counts > 0 if label != kind else np.array([key is not None for key in keys])
        known = won & np.isfinite(each) & of_unit
        name = "outcome_" + re.sub(r"\W+", "_", label.casefold()).strip("_")
        of_a_year = f"{unit}/year" if unit else "per_year"
        p = Parameter(name, label, Role.VALIDATION, Kind.NUMBER, "outcomes", unit=unit if is_score else of_a_year)
        yield Attribute(p, np.where(known, each, np.nan), name)


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
