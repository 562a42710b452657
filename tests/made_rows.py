"""Deals made for tests, with a planted chance of winning."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from whofor.model import Kind, Parameter, Role
from whofor.schema.rows import Attribute, DealRows

START = 19_700.0
"""2023-12-09."""

Make = Callable[..., DealRows]


def attribute(name: str, values: np.ndarray, kind: Kind = Kind.CATEGORY, role: Role = Role.DEFINITION) -> Attribute:
    return Attribute(Parameter(name, name.title(), role, kind, "deals", f"deals.csv: {name.title()}"), values, name)


def make_rows(
    n: int = 1200,
    seed: int = 1,
    rate: Callable[[Mapping[str, np.ndarray]], np.ndarray] | float = 0.2,
    owner_of: Callable[[Mapping[str, np.ndarray], np.random.Generator], np.ndarray] | None = None,
) -> DealRows:
    """Deals over two years with five attributes, a lead source and a salesperson."""
    rng = np.random.default_rng(seed)
    columns: dict[str, np.ndarray] = {
        "sector": rng.choice(np.array(["bank", "shop", "clinic", "school"], dtype=object), n),
        "country": rng.choice(np.array(["FR", "DE", "BR", "MX"], dtype=object), n),
        "employees": np.round(np.exp(rng.normal(4.5, 1.3, n))) + 1,
        "tools": rng.choice(np.array(["a;b", "a", "b;c", "c", None], dtype=object), n),
        "legal": rng.choice(np.array(["x", "y", None], dtype=object), n),
        "source": rng.choice(np.array(["web", "fair", "referral"], dtype=object), n),
    }
    columns["owner"] = (
        rng.choice(np.array(["ann", "bob", "cid", "dee"], dtype=object), n)
        if owner_of is None
        else owner_of(columns, rng)
    )
    chance = np.full(n, rate) if isinstance(rate, float) else rate(columns)
    won = rng.random(n) < chance
    opened = START + np.sort(rng.uniform(0, 730, n))
    closed = opened + rng.gamma(3, 12, n)
    outcome = np.where(won, "won", "lost").astype(object)
    outcome[closed > START + 735] = "open"
    closed[closed > START + 735] = np.nan
    unions = {"FR": ("Western Europe", "Europe"), "DE": ("Western Europe", "Europe")}
    unions |= {"BR": ("Latin America", "South America"), "MX": ("Latin America", "North America")}
    country = attribute("country", columns["country"])
    return DealRows(
        opened=opened,
        closed=closed,
        outcome=outcome,
        amount=np.full(n, np.nan),
        attributes=(
            attribute("sector", columns["sector"]),
            Attribute(country.parameter, country.values, "place", unions),
            attribute("employees", columns["employees"], Kind.NUMBER),
            attribute("tools", columns["tools"], Kind.MULTI),
            attribute("legal", columns["legal"]),
        ),
        confounders=(
            attribute("lead_source", columns["source"], role=Role.CONFOUNDER),
            attribute("owner", columns["owner"], role=Role.CONFOUNDER),
        ),
    )
