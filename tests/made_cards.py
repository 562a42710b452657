"""Facts and outcomes for tests of scorecards, with planted weights."""

from __future__ import annotations

import numpy as np

from made_rows import attribute
from whofor.arrays import Column
from whofor.model import Kind
from whofor.schema.rows import Attribute

SECTORS = np.array(["bank", "shop", "clinic", "school"], dtype=object)
WEIGHT_OF = {"bank": 1.0, "shop": -1.0, "clinic": 0.3, "school": -0.3}


def planted(n: int, seed: int = 1, blank: float = 0.0) -> tuple[list[Attribute], np.ndarray]:
    """Four facts, of which sector, size and tools count, and who was won: 1 or 0."""
    rng = np.random.default_rng(seed)
    sector = rng.choice(SECTORS, n)
    employees = np.round(np.exp(rng.normal(4.5, 1.3, n))) + 1
    tools = rng.choice(np.array(["a;b", "a", "b;c", "c"], dtype=object), n)
    noise = rng.normal(size=n)
    whole = [attribute("sector", sector), attribute("employees", employees), attribute("tools", tools)]
    won = (rng.random(n) < 1 / (1 + np.exp(-planted_sums(whole)))).astype(float)
    facts = [
        attribute("sector", knocked_out(sector, blank, rng)),
        attribute("employees", knocked_out(employees, blank, rng), Kind.NUMBER),
        attribute("tools", knocked_out(tools, blank, rng), Kind.MULTI),
        attribute("noise", knocked_out(noise, blank, rng), Kind.NUMBER),
    ]
    return facts, won


def planted_sums(facts: list[Attribute]) -> np.ndarray:
    """The planted log odds of rows without blanks."""
    sector, employees, tools = (a.values for a in facts[:3])
    weights = np.array([WEIGHT_OF[s] for s in sector])
    return -1.0 + weights + 0.4 * (np.log(employees) - 4.5) + 0.5 * np.array(["a" in t for t in tools])


def knocked_out(values: Column, share: float, rng: np.random.Generator) -> Column:
    """Values of which a share is not recorded."""
    out = values.copy()
    out[rng.random(len(values)) < share] = np.nan if values.dtype.kind == "f" else None
    return out
