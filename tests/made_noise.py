"""Deals of accounts that each have a fortune of their own, and facts that say nothing of it, unless planted."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from whofor.arrays import Column, IntArray
from whofor.model import Kind, Parameter, Role
from whofor.schema.rows import Attribute, DealRows

FACTS = {"industry": 6, "country": 5, "segment": 4, "maturity": 3, "territory": 4, "stack": 5}


def _names(name: str, codes: IntArray) -> Column:
    return np.array([f"{name} {code}" for code in codes], dtype=object)


def clustered_deals(seed: int, sizes: IntArray, *, sigma: float = 1.0, effect: float = 0.0) -> DealRows:
    """Return deals of accounts whose log odds to sign vary with a standard deviation of sigma.

    Args:
        seed: Seed.
        sizes: Deals of each account.
        sigma: 1 gives an intraclass correlation of .16.
        effect: Added to the log odds of the first industry.
    """
    rng = np.random.default_rng([seed, len(sizes)])
    account = np.repeat(np.arange(len(sizes)), sizes)
    n = len(account)
    codes = {name: rng.integers(0, levels, len(sizes)) for name, levels in FACTS.items()}
    odds = -1 + sigma * rng.normal(size=len(sizes)) + effect * (codes["industry"] == 0)
    employees = np.round(np.exp(rng.normal(4, 1.5, len(sizes)))) + 1
    attributes = [
        Attribute(
            Parameter(name, name, Role.DEFINITION, Kind.CATEGORY, "accounts"), _names(name, values[account]), name
        )
        for name, values in codes.items()
    ]
    size = Parameter("employees", "employees", Role.DEFINITION, Kind.NUMBER, "accounts")
    confounders = [
        Attribute(
            Parameter(name, name, Role.CONFOUNDER, Kind.CATEGORY, "deals"), _names(name, rng.integers(0, k, n)), name
        )
        for name, k in (("lead_source", 3), ("owner", 5))
    ]
    opened = 19_000 + rng.uniform(0, 730, n)
    return DealRows(
        opened=opened,
        closed=opened + rng.uniform(1, 30, n),
        outcome=np.where(rng.random(n) < expit(odds[account]), "won", "lost").astype(object),
        amount=np.full(n, np.nan),
        attributes=(*attributes, Attribute(size, employees[account], "employees")),
        confounders=tuple(confounders),
        accounts=account,
    )
