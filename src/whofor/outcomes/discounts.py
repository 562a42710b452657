"""Discounts of deals against the list price."""

from __future__ import annotations

import numpy as np

from whofor.arrays import FloatArray
from whofor.lexicon.prices import is_list_price
from whofor.schema.rows import DealRows

__all__ = ["discounts"]


def discounts(rows: DealRows) -> FloatArray | None:
    """Return the discount of each deal on its list price, 0 to 1; NaN where not known, `None` without list prices.

    A price above the list is a negative discount; prices that are not above 0 count as unknown. List prices are taken
    to be in the currency of their deal.
    """
    known = (*rows.measures, *rows.attributes)
    listed = next((a for a in known if is_list_price(a.parameter.label) and a.values.dtype.kind == "f"), None)
    if listed is None:
        return None
    price = listed.values.astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        price = price if rows.rate is None else price * rows.rate
        known = (price > 0) & (rows.amount > 0)
        return np.where(known, 1 - rows.amount / np.where(known, price, 1.0), np.nan)
