"""Deals without any pattern, and the same with rows that repeat others, for tests."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from made_rows import START, attribute
from whofor.model import Kind, Role
from whofor.schema.rows import Attribute, DealRows


def _category(rng: np.random.Generator, levels: int, n: int) -> np.ndarray:
    return np.array([f"level {i}" for i in range(levels)], dtype=object)[rng.integers(0, levels, n)]


def noise_rows(
    accounts: int, per_account: int = 1, seed: int = 0, *, dated: bool = True, keys: bool = True
) -> DealRows:
    """Deals of accounts with eight facts each; who is won does not depend on any."""
    rng = np.random.default_rng([seed, accounts])
    n = accounts * per_account
    account = np.repeat(np.arange(accounts), per_account)
    levels = {"industry": 6, "country": 5, "segment": 4, "maturity": 3, "territory": 4, "stack": 5}
    facts = [attribute(name, _category(rng, k, accounts)[account]) for name, k in levels.items()]
    employees = np.round(np.exp(rng.normal(4.5, 1.3, accounts)))[account]
    figure = rng.integers(0, 1000, accounts).astype(float)[account]
    opened = START + np.floor(rng.uniform(0, 730, n)) if dated else np.full(n, np.nan)
    return DealRows(
        opened=opened,
        closed=opened + np.floor(rng.gamma(3, 12, n)),
        outcome=np.where(rng.random(n) < 0.27, "won", "lost").astype(object),
        amount=np.full(n, np.nan),
        attributes=(
            *facts,
            attribute("employees", employees, Kind.NUMBER),
            attribute("figure", figure, Kind.NUMBER),
        ),
        confounders=(
            attribute("lead_source", _category(rng, 3, n), role=Role.CONFOUNDER),
            attribute("owner", _category(rng, 5, n), role=Role.CONFOUNDER),
        ),
        accounts=account if keys else None,
    )


def coarse_rows(n: int, levels: tuple[int, ...], correlation: float = 0.0, seed: int = 0) -> DealRows:
    """Deals with a few categories that all depend on one hidden fact, and no days: many agree by chance."""
    rng = np.random.default_rng([seed, n])
    hidden, nothing = rng.normal(size=n), np.full(n, np.nan)
    facts: list[Attribute] = []
    for i, k in enumerate(levels):
        value = correlation * hidden + (1 - correlation**2) ** 0.5 * rng.normal(size=n)
        shares = np.cumsum(1 / np.arange(1, k + 1))
        code = np.searchsorted(np.quantile(value, shares[:-1] / shares[-1]), value)
        facts.append(attribute(f"fact{i}", np.array([f"level {j}" for j in range(k)], dtype=object)[code]))
    won = np.where(rng.random(n) < 0.27, "won", "lost").astype(object)
    return DealRows(
        opened=nothing, closed=nothing, outcome=won, amount=nothing, attributes=tuple(facts), confounders=()
    )


def with_copies(rows: DealRows, places: np.ndarray, *, fresh: bool = True, seed: int = 0) -> DealRows:
    """The same deals with some of them repeated, in random order; `fresh`: copies have accounts of their own."""
    n = len(rows)
    copied = rows.take(np.concatenate([np.arange(n), places]))
    if rows.accounts is not None and fresh:
        own = rows.accounts.max() + 1 + np.arange(len(places))
        copied = replace(copied, accounts=np.concatenate([rows.accounts, own]))
    return copied.take(np.random.default_rng(seed).permutation(n + len(places)))
