"""How many accounts an effect needs, and whether it shows without the one that carries most of it."""

from __future__ import annotations

import numpy as np

from whofor.arrays import BoolArray
from whofor.figures.outcome import Outcome

__all__ = ["FEWEST_ACCOUNTS", "shows_without_strongest"]

FEWEST_ACCOUNTS = 8
"""Accounts that a segment needs among those searched. The level does not need them (it was measured to hold with 5):
they guard against a single odd one."""
_Z_WITHOUT = 1.645
"""One-sided 5 %: the effect must still show, uncorrected, without the account that carries most of it."""


def shows_without_strongest(outcome: Outcome, inside: BoolArray, among: BoolArray, direction: int) -> bool:
    """Return whether an effect shows, uncorrected, without the account inside that carries most of it.

    Args:
        outcome: An outcome of deals whose accounts have several.
        inside: Deals of the segment.
        among: Deals among which it is compared.
        direction: +1 for a better outcome than the rest, -1 for a worse one.
    """
    accounts, part = outcome.accounts, inside & among
    if accounts is None or not part.any():
        return False
    surplus = (outcome.score - outcome.score[among].mean()) * direction
    sums = np.bincount(accounts[part], surplus[part])
    left = among & (accounts != int(sums.argmax()))
    return (inside & left).any() and outcome.z_score(inside, left) * direction >= _Z_WITHOUT
