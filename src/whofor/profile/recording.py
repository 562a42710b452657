"""Columns that are no longer recorded as they were: they look like another mix and like another outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, Column, IntArray, distinct_codes, is_known
from whofor.model.profile_changes import RecordingChange
from whofor.stats.exact import hypergeometric_mid_p

__all__ = ["RecordedColumn", "recording_changes"]

_POINTS = 0.10
"""A fill that changes by more is a change of how it is recorded. Smaller ones come with every campaign."""
_ERROR = 0.05
"""Chance that any column is named at any look where nothing changed (Bonferroni over columns, values and looks)."""
_BEHIND = 0.01
"""Chance below which a value fell behind the others: a convention, as such values are left out of a comparison, which
costs little where they did not."""


@dataclass(frozen=True, eq=False, slots=True)
class RecordedColumn:
    """A column as it stood when each deal was opened; a fact that is filled in later is always scarcer among new deals.

    Attributes:
        name: Its name.
        values: Value of each deal; `None` or NaN where nothing was recorded.
        comes_and_goes: Whether new values take the place of old ones by themselves, as pages and campaigns do: then
            only its fill is looked at.
    """

    name: str
    values: Column
    comes_and_goes: bool = False


def recording_changes(
    columns: Sequence[RecordedColumn], since: BoolArray, account: IntArray, looks: int = 1
) -> tuple[RecordingChange, ...]:
    """Return the columns whose fill changed by more than 10 points, or that lost a value, in their order.

    An account counts once then and once since, with its last deal: its facts are recorded once.

    Args:
        columns: Columns of the deals, in the order of their opening.
        since: Which deals were opened after the version was made.
        account: Account of each deal.
        looks: Looks that are planned.
    """
    last = _last_of_account(since, account)
    level = _ERROR / (max(1, len(columns)) * max(1, looks))
    found = (_change(column, column.values[last], since[last], level) for column in columns)
    return tuple(change for change in found if change is not None)


def _last_of_account(since: BoolArray, account: IntArray) -> IntArray:
    """Return the place of the last deal of each account then, and of each since."""
    _, from_the_end = np.unique((account * 2 + since)[::-1], return_index=True)
    return np.sort(len(account) - 1 - from_the_end).astype(np.int64)


def _change(column: RecordedColumn, values: Column, since: BoolArray, level: float) -> RecordingChange | None:
    known = is_known(values)
    n_now, n_then = int(since.sum()), int((~since).sum())
    if not n_now or not n_then:
        return None
    fill_then, fill_now = float(known[~since].mean()), float(known[since].mean())
    p = float(hypergeometric_mid_p(int(known[since].sum()), n_now, int(known.sum()), len(known)))
    filled = abs(fill_now - fill_then) > _POINTS and p <= level
    lost = () if column.comes_and_goes else _lost(values[known], since[known], level)
    if not filled and not lost:
        return None
    return RecordingChange(column.name, fill_then, fill_now, lost, n_then, n_now, filled)


def _lost(values: Column, since: BoolArray, level: float) -> tuple[str, ...]:
    """Return the values that occurred so often then that they would hardly be missing now by chance."""
    if not since.any() or values.dtype.kind == "f":
        return ()
    names, codes = distinct_codes(values)
    then = np.bincount(codes[~since], minlength=len(names))
    now = np.bincount(codes[since], minlength=len(names))
    absent = np.flatnonzero((now == 0) & (then > 0))
    if not len(absent):
        return ()
    chance = hypergeometric_mid_p(
        np.zeros(len(absent), dtype=np.int64), then[absent], int(since.sum()), len(since), "fewer"
    )
    # The half weight of mid-p would halve the chance that none occurs.
    gone = absent[2 * chance <= level / len(names)]
    if not len(gone) or not _taken_over(np.delete(then, gone), np.delete(now, gone), level / len(names)):
        return ()
    return tuple(sorted(str(names[i]) for i in gone))


def _taken_over(then: IntArray, now: IntArray, level: float) -> bool:
    """Return whether another value stands where those lost stood: it grew more than the others that kept their place.

    Where accounts of these values do not come any more, the others grow in proportion: that is the mix, not recording.
    """
    if not now.sum() or not then.sum():
        return True
    return any(_grew(k, then, now) <= level for k in np.flatnonzero(now > 0).tolist())


def _grew(value: int, then: IntArray, now: IntArray) -> float:
    """Return the p-value that a value grew no more than the others that did not fall behind among themselves.

    Values of which fewer accounts come are no measure: beside them all others seem to have grown.
    """
    others = np.arange(len(now)) != value
    for _ in range(len(now)):
        n_now, n = int(now[others].sum()), int((then + now)[others].sum())
        behind = others.copy()
        # A table may be read by rows or by columns: accounts of a value are those drawn, accounts since the successes.
        behind[others] = hypergeometric_mid_p(now[others], (then + now)[others], n_now, n, "fewer") <= _BEHIND
        if not behind.any():
            break
        others &= ~behind
    chosen = others | (np.arange(len(now)) == value)
    n_now, n = int(now[chosen].sum()), int((then + now)[chosen].sum())
    return float(hypergeometric_mid_p(int(now[value]), n_now, int((then + now)[value]), n, "more"))
