"""Sales cycle: from opening to signature, losses as another end, open deals counted as far as they went."""

from __future__ import annotations

import math

import numpy as np

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.figures.clustering import Clustering
from whofor.figures.estimates import nothing, rate_estimate
from whofor.model import CurvePoint, Cycle, DeathStage, Estimate
from whofor.schema.history import StageStays
from whofor.schema.rows import DealRows
from whofor.stats.incidence_area import IncidenceSamples, incidence_samples
from whofor.stats.survival import Curve, cumulative_incidence

__all__ = ["cycle_of", "death_stages"]

_POINTS = 60
"""Points of a drawn curve."""
_FEWEST_DEALS, _FEWEST_WON = 20, 5
"""Deals, and wins, that each of two curves needs: a curve of fewer wins has steps of a fifth."""
_MOST_STAGES = 8
"""Stages that stay apart, the most frequent."""
_TERMINAL = 0.95
"""A stage in which 95 % of all visits end is an end and not a stage: the last few were moved on by mistake."""
_LAST_WINS = 0.95
"""Curves are drawn up to the time when 95 % of the wins are in."""


def _states(rows: DealRows, as_of: float) -> tuple[BoolArray, FloatArray, IntArray]:
    """Return deals whose time is known, the days each went, and how it ended: 0 open, 1 signed, 2 lost."""
    lost = np.asarray(rows.outcome == "lost", dtype=np.bool_)
    ended = rows.won | lost
    days = np.where(ended, rows.days_to_close, as_of - rows.opened)
    known = np.isfinite(days) & (days >= 0)
    return known, np.where(known, days, 0.0), np.where(rows.won, 1, np.where(lost, 2, 0)).astype(np.int64)


def _followed(days: FloatArray, state: IntArray) -> float:
    """Return the days up to which a curve is known: infinite where the longest of all has ended."""
    longest = float(days.max())
    return longest if (state[days == longest] == 0).any() else math.inf


def _points(curve: Curve, horizon: float) -> tuple[CurvePoint, ...]:
    """Return the curve at equal steps up to the horizon."""
    points: list[CurvePoint] = []
    for day in np.linspace(0.0, horizon, _POINTS + 1).tolist():
        value = curve.at(day)
        points.append(CurvePoint(round(day, 3), value.estimate, value.low, value.high))
    return tuple(points)


def _median(samples: IncidenceSamples, n: int) -> Estimate:
    if math.isnan(samples.median):
        return nothing("days", n)
    known = samples.medians[np.isfinite(samples.medians)]
    low, high = np.quantile(known, [0.025, 0.975]).tolist()
    return Estimate(n, None, samples.median, min(low, samples.median), max(high, samples.median), "days")


def cycle_of(inside: BoolArray, others: BoolArray, rows: DealRows, as_of: float, seed: int) -> Cycle | None:
    """Return how fast a segment signs compared with others; `None` where too little is dated.

    The curve is the share of all deals signed by each day. Whoever has lost can no longer sign, so losses are no
    censoring; open deals count up to the last known day. The horizon is the time within which 95 % of the
    signatures came, no longer than either group could be followed.

    Args:
        inside: Deals of the segment.
        others: Deals that it is compared with.
        rows: All deals.
        as_of: Day up to which outcomes are known.
        seed: Seed of the resampling behind the intervals.
    """
    if not math.isfinite(as_of):
        return None
    known, days, state = _states(rows, as_of)
    own, other = known & inside, known & others
    signed = known & (state == 1)
    if min(own.sum(), other.sum()) < _FEWEST_DEALS or min((signed & own).sum(), (signed & other).sum()) < _FEWEST_WON:
        return None
    followed = min(_followed(days[own], state[own]), _followed(days[other], state[other]))
    horizon = max(1.0, math.ceil(min(float(np.quantile(days[signed & (own | other)], _LAST_WINS)), followed)))
    in_time = np.where(known, signed & (days <= horizon), np.nan)
    alike = Clustering.of(in_time, rows.repeated_accounts)
    effects = [alike.effect(group) for group in (own, other)]
    drawn = [
        incidence_samples(days[g], state[g], horizon, seed=seed + i, design_effect=effects[i])
        for i, g in enumerate((own, other))
    ]
    gaps = drawn[0].areas - drawn[1].areas
    low, high = np.quantile(gaps, [0.025, 0.975]).tolist()
    curves = [
        _points(cumulative_incidence(days[g], state[g], design_effect=effects[i]), horizon)
        for i, g in enumerate((own, other))
    ]
    open_ = known & (state == 0)
    return Cycle(
        own=curves[0],
        other=curves[1],
        n_own=int(own.sum()),
        n_other=int(other.sum()),
        open_own=int((open_ & own).sum()),
        open_other=int((open_ & other).sum()),
        median_own=_median(drawn[0], int((signed & own & (days <= horizon)).sum())),
        median_other=_median(drawn[1], int((signed & other & (days <= horizon)).sum())),
        horizon=horizon,
        gained=drawn[0].area - drawn[1].area,
        gained_low=low,
        gained_high=high,
        deaths=death_stages(inside, others, rows),
    )


def _last_before_the_end(stages: StageStays, n_deals: int) -> tuple[IntArray, list[str]]:
    """Return for each deal its last stage that others leave again, -1 where there is none; and the stages' names."""
    names = sorted(set(stages.stage.tolist()))
    number = {name: i for i, name in enumerate(names)}
    codes = np.array([number[s] for s in stages.stage.tolist()], dtype=np.int64)
    last = np.append(stages.deal[1:] != stages.deal[:-1], True)
    visits = np.bincount(codes, minlength=len(names))
    ends = np.bincount(codes[last], minlength=len(names))
    # A stage that hardly anything leaves is an end by itself: closed lost.
    passing = ends < _TERMINAL * visits
    out = np.full(n_deals, -1, dtype=np.int64)
    rows = np.flatnonzero(passing[codes])
    out[stages.deal[rows]] = codes[rows]  # in order of time: the last one stays
    return out, names


def _stage(
    name: str, died_here: FloatArray, groups: tuple[BoolArray, BoolArray], accounts: IntArray | None
) -> DeathStage:
    """Return a stage with the shares of the lost deals of two groups that ended there.

    Args:
        name: Name of the stage.
        died_here: Whether each lost deal ended there; NaN for the other deals.
        groups: Lost deals of the segment, and the others.
        accounts: Account of each deal; `None` where no account has several.
    """
    alike = Clustering.of(died_here, accounts)
    own, other = (rate_estimate(int(died_here[g].sum()), int(g.sum()), alike.effect(g)) for g in groups)
    return DeathStage(name, own, other)


def death_stages(inside: BoolArray, others: BoolArray, rows: DealRows) -> tuple[DeathStage, ...]:
    """Return the stages at which deals were lost, in a segment and elsewhere; empty without a recorded history."""
    stages = rows.history.stages if rows.history else None
    if stages is None:
        return ()
    last, names = _last_before_the_end(stages, len(rows))
    lost = np.asarray(rows.outcome == "lost", dtype=np.bool_) & (last >= 0)
    own, other = lost & inside, lost & others
    if own.sum() < _FEWEST_WON or other.sum() < _FEWEST_WON:
        return ()
    counts = np.bincount(last[own | other], minlength=len(names))
    frequent = [i for i in np.argsort(-counts, kind="stable").tolist() if counts[i]][:_MOST_STAGES]
    accounts = rows.repeated_accounts
    return tuple(_stage(names[i], np.where(lost, last == i, np.nan), (own, other), accounts) for i in frequent)
