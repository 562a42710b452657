"""Components of mutual value: the facts known of clients, and their weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from whofor.arrays import BoolArray, FloatArray
from whofor.lexicon.outcome_kinds import ComponentKind, component_kinds
from whofor.outcomes.column import as_numbers, kind_of
from whofor.outcomes.index import Component, percentiles
from whofor.outcomes.kinds import MeasureInput
from whofor.outcomes.retention import measure_retention

__all__ = ["components_of"]

_FEWEST_KNOWN = 20
"""Clients of whom a fact must be known before it counts; as few as an outcome is searched for at all."""
_ALIKE = 0.98
"""Rank correlation from which two facts count as one: a monthly price and the yearly revenue made of it."""


def components_of(given: MeasureInput, clients: BoolArray) -> list[Component]:
    """Return the facts known of some clients: price, cycle and lifetime from the deals, the rest by names of columns.

    Args:
        given: All deals, and the weights of kinds.
        clients: One deal for each client, shape (all deals,).

    Returns:
        Components known of at least a few clients and not the same for all, in the order of the catalogue.
    """
    rows, weights = given.rows, given.weights
    of_deals: dict[str, FloatArray] = {
        "price": np.where(rows.amount >= 0, rows.amount, np.nan),
        "cycle": rows.days_to_close,
    }
    if rows.left is not None:
        of_deals["lifetime"] = measure_retention(given).values
    known: list[tuple[ComponentKind, str, int, FloatArray]] = [
        (kind, "", kind.better, of_deals[kind.name]) for kind in component_kinds() if kind.name in of_deals
    ]
    for m in rows.measures:
        kind = kind_of(m.parameter)
        if kind is not None:
            known.append((kind, m.parameter.label, m.better or kind.better, as_numbers(m)))
    components: list[Component] = []
    for kind, label, better, values in known:
        own = values[clients]
        filled = own[np.isfinite(own)]
        weight = weights.get(kind.name, 1.0)
        if kind.side is not None and weight > 0 and len(filled) >= _FEWEST_KNOWN and np.ptp(filled) > 0:
            components.append(Component(kind.name, label, kind.side, better, weight, own))
    return _shared_weights(components)


def _shared_weights(components: Sequence[Component]) -> list[Component]:
    """Return the components with shared weights: several columns of one kind share its weight.

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
    """Return whether two components of one side rank the clients of whom both are known all but the same."""
    both = np.isfinite(a.values) & np.isfinite(b.values)
    if a.side is not b.side or both.sum() < _FEWEST_KNOWN:
        return False
    x, y = percentiles(a.values[both], a.better), percentiles(b.values[both], b.better)
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return False
    return float(np.corrcoef(x, y)[0, 1]) >= _ALIKE
