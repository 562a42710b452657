"""Deals without days whose outcomes drift in time, and with them a fact that says nothing of the outcome by itself."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np

from made_rows import attribute
from whofor.arrays import Column, FloatArray
from whofor.model import Kind, Role
from whofor.schema.rows import DealRows

KEYS = ("numbered", "hashed", "none")
DRIFTS = ("ramp", "step")


def _passed(drift: str, n: int) -> FloatArray:
    """Return for each deal how far time has passed, 0 to 1."""
    share = (np.arange(n) + 0.5) / n
    return share if drift == "ramp" else (share > 0.43).astype(float)


def _keys(kind: str, n: int) -> Column | None:
    if kind == "none":
        return None
    numbers = (f"OPP-{place + 1:05d}" for place in range(n))
    texts = (text if kind == "numbered" else hashlib.sha256(text.encode()).hexdigest()[:12] for text in numbers)
    return np.array(list(texts), dtype=object)


def undated_deals(
    seed: int, n: int = 900, *, drift: str = "ramp", keys: str = "numbered", effect: float = 0.0, strength: float = 1.0
) -> DealRows:
    """Return deals in the order of time, without any day.

    The win rate rises from 12 % to 42 %, and the share of banks from 15 % to 75 %: over the whole file banks win more
    often, at no time do they.

    Args:
        seed: Seed.
        n: Number of deals.
        drift: How time changes them: `ramp` or `step`.
        keys: Keys `numbered` through, `hashed`, or `none`.
        effect: Added to the chance to win of shops, which does not drift.
        strength: Factor of both changes; 0 for none.
    """
    rng = np.random.default_rng([seed, n])
    passed = strength * (_passed(drift, n) - 0.5)
    bank = rng.random(n) < 0.45 + 0.6 * passed
    size = rng.choice(np.array(["small", "middle", "large", "huge"], dtype=object), n)
    branch = rng.choice(np.array(["shop", "clinic", "school", "farm"], dtype=object), n)
    won = rng.random(n) < 0.27 + 0.3 * passed + effect * (branch == "shop")
    facts = {
        "client": np.where(bank, "bank", "other").astype(object),
        "branch": branch,
        "size": size,
        "country": rng.choice(np.array(["FR", "DE", "BR"], dtype=object), n),
        "region": rng.choice(np.array(["north", "south"], dtype=object), n),
    }
    nothing = np.full(n, np.nan)
    return DealRows(
        opened=nothing,
        closed=nothing,
        outcome=np.where(won, "won", "lost").astype(object),
        amount=np.round(np.exp(rng.normal(9, 1, n))),
        attributes=(
            *(attribute(name, values) for name, values in facts.items()),
            attribute("staff", np.round(np.exp(rng.normal(4, 1, n))), Kind.NUMBER),
        ),
        confounders=(
            attribute(
                "lead_source", rng.choice(np.array(["web", "fair", "call"], dtype=object), n), role=Role.CONFOUNDER
            ),
        ),
        keys=_keys(keys, n),
        position=np.arange(n),
    )


def shuffled(rows: DealRows, seed: int) -> DealRows:
    """Return the deals in an order that says nothing, as a file holds them."""
    order = np.random.default_rng(seed).permutation(len(rows))
    return replace(rows.take(order), position=np.arange(len(rows)))
