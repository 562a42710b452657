"""Which deals an outcome is known of, and its value for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.arrays import BoolArray, FloatArray
from whofor.days import DAYS_A_MONTH
from whofor.errors import Problem, UsageError
from whofor.figures.outcome import far_out
from whofor.lexicon.booleans import parse_boolean
from whofor.lexicon.outcome_kinds import ComponentKind, component_kinds, kind_of_label
from whofor.lexicon.prices import is_list_price
from whofor.model import Measure, SetAside
from whofor.model.parameters import Kind, Parameter
from whofor.model.reasons import SetAsideReason
from whofor.model.reasons.data import (
    ClientTooNew,
    LittleKnown,
    NegativeAmount,
    NoAmount,
    NoClosingDate,
    NoOpeningDate,
    NotWon,
    NoValue,
    SameClient,
)
from whofor.outcomes.interactions import INTERACTION_WAYS
from whofor.outcomes.mutual_value import Component, mutual_value, percentiles
from whofor.schema.rows import Attribute, DealRows
from whofor.stats.restricted_mean import rmst_pseudo_observations
from whofor.text import did_you_mean
from whofor.validation.ripeness import Ripeness

__all__ = [
    "OUTCOMES",
    "Measured",
    "kind_of",
    "known_outcomes",
    "measure_outcome",
    "revenue_of",
]

OUTCOMES = ("won", "value", "cycle", "retention", "mutual_value")
"""Outcomes that need no column of their own; any validation column may be named instead."""

_FOLLOWED = 0.2
_FEWEST_KNOWN = 20
_ALIKE = 0.98


@dataclass(frozen=True, eq=False, slots=True)
class Measured:
    """An outcome of the deals it is known of.

    Attributes:
        keep: Deals that it is known of and that may be judged, shape (all deals,).
        values: Its value for each of all deals; NaN where it is not known.
        measure: What it is.
        set_aside: How many deals were left out, and why.
        components: What mutual value is made of; empty for other outcomes.
        far_out: Values that lay far beyond all others; they count as the next one that does not.
    """

    keep: BoolArray
    values: FloatArray
    measure: Measure
    set_aside: tuple[SetAside, ...] = ()
    components: tuple[Component, ...] = ()
    far_out: tuple[float, ...] = ()


def _without_far_out(measured: Measured) -> Measured:
    """Values far out count as the next one that is not."""
    values = np.full(len(measured.values), np.nan)
    kept = measured.values[measured.keep].astype(np.float64)
    low, high = far_out(kept)
    values[measured.keep] = np.clip(kept, low, high)
    return replace(measured, values=values, far_out=tuple(kept[(kept < low) | (kept > high)].tolist()))


def _left_out(why: SetAsideReason, n: int) -> tuple[SetAside, ...]:
    return (SetAside(why, n),) if n else ()


def _won(rows: DealRows, ripeness: Ripeness) -> Measured:
    return Measured(ripeness.keep, rows.won.astype(np.float64), Measure(), ripeness.set_aside)


def _value(rows: DealRows, ripeness: Ripeness) -> Measured:
    """Amount of the deals won; what lies far out is drawn in. Without amounts, revenue recorded in rows, a year."""
    brought = revenue_of(rows)
    if brought is not None and not np.isfinite(rows.amount[rows.won]).any():
        return _column(rows, ripeness, brought)
    won = ripeness.keep & rows.won
    known = np.isfinite(rows.amount)
    negative = known & (rows.amount < 0)
    aside = (
        *ripeness.set_aside,
        *_left_out(NotWon(), int((ripeness.keep & ~rows.won).sum())),
        *_left_out(NoAmount(), int((won & ~known).sum())),
        *_left_out(NegativeAmount(), int((won & negative).sum())),
    )
    measure = Measure("value", unit=rows.currency, is_share=False)
    return _without_far_out(Measured(won & known & ~negative, rows.amount, measure, aside))


def _cycle(rows: DealRows, ripeness: Ripeness) -> Measured:
    """Days from opening to signature of the deals won.

    A deal that was lost has no such time, and one that is still open none yet: to take those that happen to have
    signed would show young deals faster than they are. So only deals with full follow-up count, and a time
    longer than the horizon counts as the horizon.

    Source:
        Days to signature given signature are the cumulative incidence of winning, with loss as a competing end, over
        its last value; with full follow-up its Aalen-Johansen estimate is the plain share. Aalen & Johansen (1978),
        Scandinavian Journal of Statistics 5:141.
    """
    won = ripeness.keep & rows.won
    days = rows.days_to_close
    known = np.isfinite(days)
    within = ""
    if np.isfinite(ripeness.horizon_days):
        within = f"{round(ripeness.horizon_days)}" if (days[won & known] > ripeness.horizon_days).any() else ""
        days = np.minimum(days, ripeness.horizon_days)
    aside = (
        *ripeness.set_aside,
        *_left_out(NotWon(), int((ripeness.keep & ~rows.won).sum())),
        *_left_out(NoClosingDate(), int((won & ~known).sum())),
    )
    return Measured(won & known, days, Measure("cycle", unit="days", is_share=False, better=-1, detail=within), aside)


def _retention(rows: DealRows, ripeness: Ripeness) -> Measured:
    """Months that a client stays within a horizon: pseudo-observations, so that those who are still clients count too.

    The horizon is the time that a fifth of the clients could be followed.

    Raises:
        UsageError: Nothing records who left.
    """
    if rows.left is None:
        todo = (
            "Import the days on which clients left: rows of [outcomes] whose kind speaks of churn, or a date column of "
            "the deals or accounts whose name does."
        )
        raise UsageError(Problem("nothing in the data tells when clients left", "--outcome", "retention", todo))
    start = np.where(np.isfinite(rows.closed), rows.closed, rows.opened)
    left = rows.left
    ends = [day for day in (ripeness.as_of, float(np.nanmax(left))) if np.isfinite(day)]
    end = max(ends)
    follow_up = end - start
    with np.errstate(invalid="ignore"):
        client = rows.won & (follow_up > 0)
    first = _first_of_account(rows, client, start)
    keep = client & first
    gone = np.isfinite(left)
    time = np.where(gone, left - start, follow_up)
    horizon = float(np.quantile(follow_up[keep], 1 - _FOLLOWED)) if keep.any() else 0.0
    values = np.full(len(rows), np.nan)
    if keep.sum() >= 2 and horizon > 0:
        values[keep] = rmst_pseudo_observations(time[keep], gone[keep], horizon) / DAYS_A_MONTH
    aside = (
        *_left_out(NotWon(), int((~rows.won).sum())),
        *_left_out(ClientTooNew(), int((rows.won & ~client).sum())),
        *_left_out(SameClient(), int((client & ~first).sum())),
    )
    return Measured(keep, values, Measure("retention", unit="months", is_share=False), aside)


def _first_of_account(rows: DealRows, among: BoolArray, start: FloatArray) -> BoolArray:
    """The earliest deal of each account among some."""
    if rows.accounts is None:
        return among
    places = np.flatnonzero(among)
    order = places[np.lexsort((places, start[places]))]
    _, earliest = np.unique(rows.accounts[order], return_index=True)
    out = np.zeros(len(rows), dtype=np.bool_)
    out[order[earliest]] = True
    return out


def _numbers(measure: Attribute) -> FloatArray:
    """Values as numbers, yes as 1 and no as 0."""
    if measure.parameter.kind is Kind.BOOLEAN:
        return np.array(
            [np.nan if v is None else float(parse_boolean(str(v)) is True) for v in measure.values.tolist()]
        )
    return measure.values.astype(np.float64)


def _column(rows: DealRows, ripeness: Ripeness, measure: Attribute) -> Measured:
    """A validation column: all deals where it is filled; for a fact about the account, its first deal won or else made.

    A deal need not have ended for it, but it must have been opened at a known day where the others are.
    """
    p = measure.parameter
    values = _numbers(measure)
    known = np.isfinite(values)
    usable = np.isfinite(rows.opened) if ripeness.dated else np.ones(len(rows), dtype=np.bool_)
    keep = known & usable
    aside = _left_out(NoValue(p.label or p.name), int((~known).sum()))
    aside += _left_out(NoOpeningDate(), int((known & ~usable).sum()))
    if p.table in ("accounts", "outcomes"):
        # Won deals first, then the earliest.
        order = np.where(rows.won, 0.0, 1e6) + np.where(np.isfinite(rows.opened), rows.opened, 0.0)
        first = _first_of_account(rows, keep, order)
        aside += _left_out(SameClient(), int((keep & ~first).sum()))
        keep &= first
    unit = p.unit if p.unit and " " not in p.unit else ""
    is_share = p.kind is Kind.BOOLEAN or bool(np.isin(values[keep], (0.0, 1.0)).all())
    assumed = not measure.better and p.table != "interactions" and kind_of(p) is None
    told = Measure(p.name, p.label, "" if is_share else unit, is_share, measure.better or _way(p), assumed)
    measured = Measured(keep, values, told, aside)
    return measured if is_share else _without_far_out(measured)


def _way(p: Parameter) -> int:
    """+1 where more of a column is better, -1 where less is, by what its name speaks of."""
    if p.table == "interactions":
        return INTERACTION_WAYS[p.name]
    kind = kind_of(p)
    return kind.better if kind is not None else 1


def kind_of(p: Parameter) -> ComponentKind | None:
    """What a measure says of a client's worth, by its name."""
    return None if p.table == "interactions" else kind_of_label(p.label or p.name)


def components_of(
    rows: DealRows, ripeness: Ripeness, clients: BoolArray, weights: Mapping[str, float]
) -> list[Component]:
    """What is known of some clients: price, cycle and lifetime from the deals, the rest by the names of columns.

    Args:
        rows: All deals.
        ripeness: Which deals may be judged.
        clients: One deal for each client.
        weights: Weight of a kind where it is not 1; 0 leaves it out.

    Returns:
        Components known of at least a few clients and not the same for all, in the order of the catalogue.
    """
    of_deals: dict[str, FloatArray] = {
        "price": np.where(rows.amount >= 0, rows.amount, np.nan),
        "cycle": rows.days_to_close,
    }
    if rows.left is not None:
        of_deals["lifetime"] = _retention(rows, ripeness).values
    known: list[tuple[ComponentKind, str, int, FloatArray]] = [
        (kind, "", kind.better, of_deals[kind.name]) for kind in component_kinds() if kind.name in of_deals
    ]
    for m in rows.measures:
        kind = kind_of(m.parameter)
        if kind is not None:
            known.append((kind, m.parameter.label, m.better or kind.better, _numbers(m)))
    components: list[Component] = []
    for kind, label, better, values in known:
        own = values[clients]
        filled = own[np.isfinite(own)]
        weight = weights.get(kind.name, 1.0)
        if kind.side is not None and weight > 0 and len(filled) >= _FEWEST_KNOWN and np.ptp(filled) > 0:
            components.append(Component(kind.name, label, kind.side, better, weight, own))
    return _shared_weights(components)


def _shared_weights(components: Sequence[Component]) -> list[Component]:
    """What is measured twice does not count twice: several columns of one kind share its weight.

    So do those of different kinds that rank the clients alike: a monthly price and the yearly revenue that is twelve
    times as much.
    """
    groups = list(range(len(components)))
    for i, c in enumerate(components):
        for j in range(i):
            if c.name == components[j].name or _rank_alike(c, components[j]):
                groups = [groups[j] if g == groups[i] else g for g in groups]
    times = Counter(groups)
    return [replace(c, weight=c.weight / times[g]) for c, g in zip(components, groups, strict=True)]


def _rank_alike(a: Component, b: Component) -> bool:
    """Whether two components of one side rank the clients of whom both are known all but the same."""
    both = np.isfinite(a.values) & np.isfinite(b.values)
    if a.side is not b.side or both.sum() < _FEWEST_KNOWN:
        return False
    x, y = percentiles(a.values[both], a.better), percentiles(b.values[both], b.better)
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return False
    return float(np.corrcoef(x, y)[0, 1]) >= _ALIKE


def _mutual_value(rows: DealRows, ripeness: Ripeness, weights: Mapping[str, float]) -> Measured:
    """Mutual value of each client: see `whofor.outcomes.mutual_value`.

    Raises:
        UsageError: Nothing tells what a client is worth.
    """
    start = np.where(np.isfinite(rows.closed), rows.closed, rows.opened)
    clients = _first_of_account(rows, rows.won, start)
    components = components_of(rows, ripeness, clients, weights)
    if weights and not components and components_of(rows, ripeness, clients, {}):
        todo = "Give one kind of each side a weight above 0 in whofor.toml."
        raise UsageError(
            Problem("every kind that is known of clients has a weight of 0", "--outcome", "mutual_value", todo)
        )
    if not any(c.name not in ("price", "cycle") for c in components):
        names = ", ".join(c.name for c in components) or "nothing"
        todo = (
            "Import outcomes of clients: support tickets, renewals, satisfaction, hours saved, days on which they left."
        )
        raise UsageError(Problem(f"mutual value needs more than {names}", "--outcome", "mutual_value", todo))
    values = np.full(len(rows), np.nan)
    index = mutual_value(components)
    values[clients] = index.values
    half = index.sides[0].value if len(index.sides) == 1 else ""
    keep = np.isfinite(values)
    aside = (
        *_left_out(NotWon(), int((~rows.won).sum())),
        *_left_out(SameClient(), int((rows.won & ~clients).sum())),
        *_left_out(LittleKnown(), int((clients & ~keep).sum())),
    )
    return Measured(keep, values, Measure("mutual_value", is_share=False, detail=half), aside, tuple(components))


_MAKERS: Mapping[str, Callable[[DealRows, Ripeness], Measured]] = {
    "won": _won,
    "value": _value,
    "cycle": _cycle,
    "retention": _retention,
}


def revenue_of(rows: DealRows) -> Attribute | None:
    """Revenue of clients recorded in rows, where there is one kind of it."""
    found = [m for m in rows.measures if m.parameter.table == "outcomes" and _is_revenue(m.parameter)]
    return found[0] if len(found) == 1 else None


def _is_revenue(p: Parameter) -> bool:
    kind = kind_of(p)
    return kind is not None and kind.name == "revenue"


def _names(p: Parameter) -> set[str]:
    """How a column may be called: canonically, by its label, or of a picklist without the level that is told."""
    names = (p.name, p.name.removeprefix("x_"), p.label, p.label.partition(": ")[0], p.source.rpartition(": ")[2])
    return {name.casefold() for name in names if name}


def _find_column(rows: DealRows, name: str) -> Attribute:
    """The validation column of a name, its own or the canonical one.

    Raises:
        UsageError: There is none, or several.
    """
    wanted = name.strip().casefold()
    found = [m for m in rows.measures if wanted in _names(m.parameter)]
    if len(found) == 1:
        return found[0]
    if found:
        names = " or ".join(m.parameter.name for m in found)
        raise UsageError(Problem("several columns have this name", "--outcome", name, f"Give {names}."))
    known = [*OUTCOMES, *(m.parameter.label or m.parameter.name for m in rows.measures)]
    todo = (
        f"{did_you_mean(name, known, what='outcomes')} A column can be one where the mapping gives it the role "
        "validation and its values are numbers or yes and no."
    )
    raise UsageError(Problem("this outcome cannot be searched for", "--outcome", name, todo))


def known_outcomes(rows: DealRows) -> list[str]:
    """Names of the outcomes that the data holds, but for mutual value and the list price, which serve others."""
    won = rows.won
    known = ["won"]
    if np.isfinite(rows.amount[won]).any():
        known.append("value")
    if np.isfinite(rows.days_to_close[won]).any():
        known.append("cycle")
    if rows.left is not None:
        known.append("retention")
    return [*known, *(m.parameter.name for m in rows.measures if not is_list_price(m.parameter.label))]


def measure_outcome(
    rows: DealRows, name: str, ripeness: Ripeness, better: int = 0, weights: Mapping[str, float] | None = None
) -> Measured:
    """An outcome of the deals it is known of.

    Args:
        rows: All deals.
        name: One of `OUTCOMES`, or a validation column.
        ripeness: Which deals may be judged.
        better: +1 where more is better, -1 where less is, 0 for the outcome's own.
        weights: Weights of the kinds that mutual value is made of, where they are not 1.

    Raises:
        UsageError: There is no such outcome.
    """
    maker = _MAKERS.get(name)
    if name == "mutual_value":
        measured = _mutual_value(rows, ripeness, weights or {})
    else:
        measured = maker(rows, ripeness) if maker else _column(rows, ripeness, _find_column(rows, name))
    told = measured.measure
    assumed = told.better_assumed and not better
    return replace(measured, measure=replace(told, better=better or told.better, better_assumed=assumed))
