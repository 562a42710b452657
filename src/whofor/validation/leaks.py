"""Leaks: columns that know the outcome. Found by name, by role, by fill and by how well they separate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, Column, is_known
from whofor.lexicon.leak_names import leak_by_name
from whofor.model.data_findings import Leak
from whofor.model.parameters import Kind, Parameter, Role
from whofor.model.reasons.data import (
    ByName,
    ByRole,
    FillDiffers,
    FilledForOneOutcome,
    FillFollowsOutcome,
    SeparatesTooWell,
    TellsOutcome,
)
from whofor.schema.columns import TableName
from whofor.schema.rows import Attribute
from whofor.stats.ranks import auc

__all__ = ["LeakCheck", "find_leaks", "find_separating", "merge_leaks"]

_MOST_FILL_GAP = 0.25
"""Difference of the shares filled for won and lost from which a column is a leak: a convention. Facts recorded before
the sale are missing alike for both."""
_MOST_AUC = 0.85
"""Area under the curve from which one column alone separates won from lost too well to have been known before: a
convention."""
_FEWEST_ROWS = 40
"""Deals below which chance alone may make such a gap."""


@dataclass(frozen=True, slots=True)
class LeakCheck:
    """Result of the leak checks.

    Attributes:
        leaks: Columns barred, with the reason.
        barred: Names of the barred parameters, with the leak that each is.
    """

    leaks: tuple[Leak, ...]
    barred: Mapping[str, Leak]


def _by_name(parameter: Parameter) -> ByName | None:
    part = leak_by_name(parameter.label)
    return ByName(pattern=part) if part else None


def _by_fill(attribute: Attribute, won: BoolArray) -> FilledForOneOutcome | FillDiffers | None:
    """Return the reason where a column is filled for one outcome only, or much more often for one."""
    known = is_known(attribute.values)
    fill_won, fill_lost = float(known[won].mean()), float(known[~won].mean())
    fills = round(fill_won, 4), round(fill_lost, 4)
    low, high = sorted((fill_won, fill_lost))
    if high > 0.05 and low < high / 20:
        return FilledForOneOutcome(*fills)
    if high - low > _MOST_FILL_GAP:
        return FillDiffers(*fills)
    return None


def _rate_by_value(values: Column, won: BoolArray) -> Column:
    """Return the win rate of each row's value, computed on the rows of the other half."""
    numeric = values.dtype.kind == "f"
    if numeric:
        known = np.isfinite(values)
        cuts = np.quantile(values[known], np.arange(1, 20) / 20) if known.any() else np.array([])
        codes = np.where(known, np.searchsorted(cuts, np.where(known, values, 0.0)), len(cuts) + 1)
    else:
        _, codes = np.unique(np.array([v if v is not None else "\0" for v in values.tolist()]), return_inverse=True)
    half = np.arange(len(values)) % 2
    base = float(won.mean())
    out = np.empty(len(values))
    size = int(codes.max()) + 1
    for fold in (0, 1):
        fit, use = half != fold, half == fold
        n = np.bincount(codes[fit], minlength=size)
        k = np.bincount(codes[fit], won[fit], minlength=size)
        out[use] = ((k + 2 * base) / (n + 2))[codes[use]]
    return out


def _by_separation(attribute: Attribute, won: BoolArray) -> SeparatesTooWell | None:
    """Return the reason where a column separates won from lost better than any honest fact known before the sale.

    Sector, size and place of a company are such facts by themselves, however well they separate.
    """
    p = attribute.parameter
    if p.table == TableName.ACCOUNTS and p.role is Role.DEFINITION and not p.is_extra:
        return None
    area = auc(_rate_by_value(attribute.values, won), won)
    return SeparatesTooWell(auc=round(area, 3)) if area > _MOST_AUC else None


def find_leaks(
    attributes: Sequence[Attribute], confounders: Sequence[Attribute], parameters: Sequence[Parameter], won: BoolArray
) -> LeakCheck:
    """Bar the columns that know the outcome.

    A confounder that is filled in as the deal goes on (a product chosen at signature) would explain everything
    away: it is barred like any other leak.

    Args:
        attributes: Candidate conditions with a value for each deal.
        confounders: Lead source, salesperson, product ... of each deal.
        parameters: All parameters; those of role `leak` are named as barred.
        won: Which deals were won.
    """
    leaks = [Leak(p.label, ByRole()) for p in parameters if p.role is Role.LEAK]
    barred: dict[str, Leak] = {}
    enough = len(won) >= _FEWEST_ROWS and 0 < int(won.sum()) < len(won)
    for attribute in (*attributes, *confounders):
        p = attribute.parameter
        why = _by_name(p) if p.is_extra and p.role is Role.DEFINITION else None
        # Facts set against the opening cannot leak by fill: what came later counts as not yet known.
        if why is None and enough and p.kind is not Kind.DATE and p.table != "contacts":
            why = _by_fill(attribute, won) or _by_separation(attribute, won)
        if why is not None:
            barred[p.name] = Leak(p.label, why)
    return LeakCheck((*leaks, *barred.values()), barred)


def find_separating(attributes: Sequence[Attribute], confounders: Sequence[Attribute], high: BoolArray) -> LeakCheck:
    """Bar the columns that separate deals with a high outcome from those with a low one too well.

    Args:
        attributes: Candidate conditions with a value for each deal.
        confounders: Lead source, salesperson, product ... of each deal.
        high: Deals with a yes, or above the median.
    """
    barred: dict[str, Leak] = {}
    if len(high) >= _FEWEST_ROWS and 0 < int(high.sum()) < len(high):
        for attribute in (*attributes, *confounders):
            p = attribute.parameter
            if p.kind is Kind.DATE or p.table == "contacts":
                continue
            fill, separation = _by_fill(attribute, high), _by_separation(attribute, high)
            if fill is not None:
                barred[p.name] = Leak(p.label, FillFollowsOutcome(fill_high=fill.fill_won, fill_low=fill.fill_lost))
            elif separation is not None:
                barred[p.name] = Leak(p.label, TellsOutcome(separation.auc))
    return LeakCheck(tuple(barred.values()), barred)


def merge_leaks(known: LeakCheck, own: LeakCheck, given: frozenset[str]) -> LeakCheck:
    """Return the leaks of two checks, without those of the first that a mapping names as known before.

    Args:
        known: Leaks of who was won.
        own: Leaks of the outcome itself.
        given: Names of parameters that a mapping gives another role.
    """
    of_role = tuple(leak for leak in known.leaks if leak not in known.barred.values())
    barred = {name: leak for name, leak in known.barred.items() if name not in given} | dict(own.barred)
    return LeakCheck((*of_role, *barred.values()), barred)
