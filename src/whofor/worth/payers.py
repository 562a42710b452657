"""Share of a type of client among those who pay most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whofor.arrays import BoolArray, FloatArray
from whofor.figures.clustering import Clustering
from whofor.figures.comparisons import FEWEST, KnownOutcome
from whofor.figures.estimates import mean_estimate, rate_estimate
from whofor.model import Estimate, Payers
from whofor.model.measure import OutcomeName
from whofor.outcomes.column import revenue_of
from whofor.schema.rows import DealRows

__all__ = ["payers_of"]

_TOP_PAYERS = 0.75
"""Quantile of the amounts from which a client is one of those who pay most."""


def _share(own: BoolArray, among: BoolArray, alike: Clustering) -> Estimate:
    return rate_estimate(int(own[among].sum()), int(among.sum()), alike.effect(among))


def _mean_value(values: FloatArray, inside: BoolArray, alike: Clustering) -> Estimate:
    """Return the mean of mutual values, which lie between 0 and 1."""
    return mean_estimate(values[inside], lowest=0.0, highest=1.0, fewest=FEWEST, effect=alike.effect(inside))


def payers_of(inside: BoolArray, others: BoolArray, rows: DealRows, known: Sequence[KnownOutcome]) -> Payers | None:
    """Return whether the clients who pay most are of a type, and what either is worth; `None` where too few pay.

    Args:
        inside: Deals of the type.
        others: Deals known to be of no type that passed.
        rows: All deals.
        known: Their outcomes.
    """
    revenue = revenue_of(rows)
    names = (str(OutcomeName.VALUE),) if revenue is None else (OutcomeName.VALUE, revenue.parameter.name)
    value = next((k for name in names for k in known if k.outcome.measure.name == name), None)
    if value is None or value.count(inside) < FEWEST:
        return None
    amounts, own, no_icp = value.outcome.values, inside[value.keep], others[value.keep]
    top = amounts >= np.quantile(amounts, _TOP_PAYERS)
    if top.sum() < FEWEST or top.all():
        return None
    worth = np.full(len(rows), np.nan)
    mutual = next((k for k in known if k.outcome.measure.name == OutcomeName.MUTUAL_VALUE), None)
    # One half alone is no mutual value, and that of us holds the price itself.
    if mutual is not None and mutual.outcome.measure.side is None:
        worth[mutual.keep] = mutual.outcome.values
    of_clients = worth[value.keep]
    scored = np.isfinite(of_clients)
    accounts = value.outcome.accounts
    of_type, of_value = Clustering.of(own.astype(np.float64), accounts), Clustering.of(of_clients, accounts)
    return Payers(
        own=_share(own, top, of_type),
        among_all=_share(own, np.ones(len(own), dtype=np.bool_), of_type),
        value_top=_mean_value(of_clients, top & no_icp & scored, of_value),
        value_own=_mean_value(of_clients, own & scored, of_value),
    )
