"""Made-up data of which the truth is known, for the measurements of `fwer.py`."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import BoolArray, FloatArray
from whofor.cube import Axis, RowScore
from whofor.model import Kind, Parameter, Role
from whofor.schema.rows import Attribute, DealRows

LEVELS = (3, 4, 5, 6)
RUNS = np.array([[lo <= k <= hi for k in range(5)] for lo in range(5) for hi in range(lo, 5)][:-1], dtype=bool)


@dataclass(frozen=True)
class Data:
    """One data set.

    Attributes:
        axes: Coded attributes.
        strata: Stratum of each row.
        rng: Where its outcomes are drawn.
    """

    axes: list[Axis]
    strata: NDArray[np.int64]
    rng: np.random.Generator


def make_data(n: int, seed: int, *, stratified: bool) -> Data:
    """Ten correlated attributes of n rows."""
    rng = np.random.default_rng([n, seed, int(stratified)])
    strata = rng.integers(0, 4, n) if stratified else np.zeros(n, dtype=np.int64)
    hidden = rng.normal(size=n) + 0.5 * strata
    axes: list[Axis] = []
    for i in range(7):
        levels = LEVELS[i % len(LEVELS)]
        value = 0.6 * hidden + rng.normal(size=n)
        shares = np.cumsum(1 / np.arange(1, levels + 1))
        codes = np.searchsorted(np.quantile(value, shares[:-1] / shares[-1]), value).astype(np.uint8)
        axes.append(Axis(codes, np.eye(levels, dtype=bool), "twins" if i > 4 else f"c{i}"))
    for i in range(3):
        value = 0.4 * hidden + rng.normal(size=n)
        codes = np.searchsorted(np.quantile(value, [0.2, 0.4, 0.6, 0.8]), value).astype(np.uint8)
        axes.append(Axis(codes, RUNS, f"n{i}"))
    return Data(axes, strata.astype(np.int64), rng)


def null_score(data: Data, kind: str) -> RowScore:
    """Outcomes that depend on the stratum only."""
    n, rng, strata = len(data.strata), data.rng, data.strata
    if kind == "binary":
        return RowScore((rng.random(n) < 0.15 + 0.1 * strata).astype(float), strata)
    if kind == "float":
        amounts = np.exp(rng.normal(0.4 * strata, 1.0))
        return RowScore(np.minimum(amounts, np.quantile(amounts, 0.99)), strata)
    times = rng.exponential(1 + strata)
    censored = rng.exponential(2, n)
    return RowScore(martingale_residuals(np.minimum(times, censored), times <= censored), strata)


def martingale_residuals(times: FloatArray, events: BoolArray) -> FloatArray:
    """Event minus Nelson-Aalen hazard up to the row's time: the additive score of the log-rank test."""
    order = np.argsort(times, kind="stable")
    hazard = np.cumsum(events[order] / np.arange(len(times), 0, -1))
    out = np.empty(len(times))
    out[order] = events[order] - hazard
    return out


def plant(data: Data, size: float, odds: float) -> tuple[BoolArray, FloatArray]:
    """Rows of a conjunction of two terms nearest to a share of all rows, and everyone's chance to win."""
    best, gap = np.zeros(len(data.strata), dtype=bool), np.inf
    for a, b in itertools.combinations(range(5), 2):
        for s in range(data.axes[a].n_terms):
            for t in range(data.axes[b].n_terms):
                inside = (data.axes[a].codes == s) & (data.axes[b].codes == t)
                if abs(inside.mean() - size) < gap:
                    best, gap = inside, abs(inside.mean() - size)
    base = 0.2 / 0.8
    return best, np.where(best, base * odds / (1 + base * odds), 0.2)


def make_accounts(
    seed: int, accounts: int, each: int, sigma: float, *, mixed: bool, planted: bool
) -> tuple[Data, RowScore]:
    """Eight facts of accounts (mixed: two of deals, two of accounts that change now and then), twelve lead sources."""
    rng = np.random.default_rng([seed, accounts, each, round(100 * sigma), mixed, planted])
    sizes = np.full(accounts, each) if each else np.minimum(200, rng.zipf(1.6, accounts))
    account = np.repeat(np.arange(accounts), sizes)
    n = len(account)
    facts = [rng.integers(0, levels, accounts) for levels in (6, 5, 4, 3, 4, 5, 5, 6)]
    columns = [fact[account] for fact in facts]
    if mixed:
        columns[4], columns[5] = rng.integers(0, 4, n), rng.integers(0, 5, n)
        for i in (6, 7):
            columns[i] = np.where(rng.random(n) < 0.9, columns[i], rng.integers(0, 5, n))
    odds = -1 + sigma * rng.normal(size=accounts)
    if planted:
        odds = odds + np.where((facts[0] == 0) & (facts[1] < 3), np.log(2.5), 0.0)
    strata = rng.integers(0, 12, n)
    chance = 1 / (1 + np.exp(-(odds[account] + 0.3 * rng.normal(size=12)[strata])))
    axes = [Axis(c.astype(np.uint8), np.eye(int(c.max()) + 1, dtype=bool), str(i)) for i, c in enumerate(columns)]
    return Data(axes, strata, rng), RowScore((rng.random(n) < chance).astype(float), strata, account)


TIMES = ("with days", "without days, in the order of time", "without days, in no order")
RISE, CHANGE = 0.3, 0.6
"""How far the win rate and the share of one type of client rise over the time of the file."""


def deal_rows(
    facts: list[NDArray[np.int64]], source: NDArray[np.int64], won: BoolArray, opened: FloatArray
) -> DealRows:
    """Deals with facts of their accounts and a lead source."""

    def column(name: str, codes: NDArray[np.int64], role: Role) -> Attribute:
        values = np.array([f"{name} {code}" for code in codes], dtype=object)
        return Attribute(Parameter(name, name, role, Kind.CATEGORY, "accounts"), values, name)

    return DealRows(
        opened=opened,
        closed=opened + 10,
        outcome=np.where(won, "won", "lost").astype(object),
        amount=np.full(len(won), np.nan),
        attributes=tuple(column(f"fact {i}", codes, Role.DEFINITION) for i, codes in enumerate(facts)),
        confounders=(column("lead_source", source, Role.CONFOUNDER),),
    )


def make_deals(seed: int, drift: str, time: str, n: int = 1000) -> DealRows:
    """Deals whose win rate drifts, and with it the share of one type of client, which wins no more often than others.

    Keys are random, so that without days only the order of the rows may say when deals came.
    """
    rng = np.random.default_rng([seed, n, TIMES.index(time), len(drift)])
    share = (np.arange(n) + 0.5) / n
    passed = (share if drift == "ramp" else (share > 0.43).astype(float)) - 0.5
    facts = [rng.integers(0, levels, n) for levels in (6, 5, 4, 3, 4)]
    facts.append((rng.random(n) < 0.45 + CHANGE * passed).astype(np.int64))
    won = rng.random(n) < 0.27 + RISE * passed
    opened = 19_000 + 730 * share if time == TIMES[0] else np.full(n, np.nan)

    rows = deal_rows(facts, rng.integers(0, 3, n), won, opened)
    return rows.take(rng.permutation(n)) if time == TIMES[2] else rows


def with_claim(seed: int) -> DealRows:
    """200 accounts of 20 deals each whose fortunes differ (correlation .16), and facts that say nothing of them."""
    data, score = make_accounts(seed, 200, 20, 1.0, mixed=False, planted=False)
    assert score.accounts is not None
    facts = [axis.codes.astype(np.int64) for axis in data.axes]
    opened = 19_000 + data.rng.uniform(0, 730, len(score.values))
    return replace(deal_rows(facts, data.strata, score.values > 0, opened), accounts=score.accounts)


def with_copies(seed: int) -> DealRows:
    """700 deals, each three times under keys of its own; their facts say nothing of the outcome."""
    rng = np.random.default_rng([seed, 3])
    n = 700
    numbers = [rng.integers(0, 400, n), np.round(np.exp(rng.normal(4, 1.5, n))).astype(np.int64)]
    facts = [*(rng.integers(0, levels, n) for levels in (6, 5, 4, 3, 4, 5)), *numbers]
    rows = deal_rows(facts, rng.integers(0, 3, n), rng.random(n) < 0.27, 19_000 + np.floor(rng.uniform(0, 730, n)))
    return rows.take(rng.permutation(np.repeat(np.arange(n), 3)))
