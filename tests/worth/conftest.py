"""Deals made by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from whofor.schema.history import History
from whofor.schema.rows import DealRows


def deals(
    outcome: Sequence[str],
    opened: Sequence[float] | None = None,
    closed: Sequence[float] | None = None,
    amount: Sequence[float] | None = None,
    history: History | None = None,
) -> DealRows:
    n = len(outcome)

    def numbers(values: Sequence[float] | None) -> np.ndarray:
        return np.full(n, np.nan) if values is None else np.array(values, dtype=float)

    return DealRows(
        opened=np.zeros(n) if opened is None else numbers(opened),
        closed=numbers(closed),
        outcome=np.array(outcome, dtype=object),
        amount=numbers(amount),
        attributes=(),
        confounders=(),
        currency="EUR",
        history=history,
    )


@pytest.fixture
def made() -> Callable[..., DealRows]:
    """How to make deals by hand."""
    return deals
