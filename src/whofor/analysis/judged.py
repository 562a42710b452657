"""The deals that an outcome is judged on, among all that were read, and why the others are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.analysis.usable import place_of
from whofor.arrays import BoolArray
from whofor.errors import DataError, Problem
from whofor.model import Parameter
from whofor.model.measure import OutcomeName
from whofor.model.options import FindOptions, Unit
from whofor.model.reasons.data import Repeated
from whofor.schema.company_groups import united
from whofor.schema.rows import DealRows
from whofor.validation.copies import find_copies
from whofor.validation.not_judged import NotJudged, not_judged
from whofor.validation.ripeness import judge_ripeness

__all__ = ["EachOnce", "Judged", "each_once", "judged_as_won"]


@dataclass(frozen=True, eq=False, slots=True)
class EachOnce:
    """Deals without those that surely repeat another one; accounts that count as one client have one number.

    Attributes:
        rows: The deals.
        repeated: Which of the deals that were read surely repeat another one.
        n_alike: Deals that probably repeat another one, and are kept together with it.
    """

    rows: DealRows
    repeated: BoolArray
    n_alike: int


@dataclass(frozen=True, eq=False, slots=True)
class Judged:
    """Deals that an outcome is judged on.

    Attributes:
        outcome: Name of the outcome.
        keep: Which deals are judged, shape (all deals that were read,).
        not_judged: The others, by reason.
        repeated: Those of them that surely repeat another one.
        until: Day up to which outcomes are known, days since 1970-01-01; NaN where nothing is dated.
        unit: What counts as one client, the account or its parent company.
    """

    outcome: str
    keep: BoolArray
    not_judged: tuple[NotJudged, ...]
    repeated: BoolArray
    until: float
    unit: str

    @classmethod
    def of(
        cls, once: EachOnce, keep: BoolArray, parts: Sequence[NotJudged], *, until: float, options: FindOptions
    ) -> Judged:
        """Return the deals judged among all that were read.

        Args:
            once: The deals without those that repeat another one.
            keep: Which of them are judged.
            parts: Which of them are not, by reason.
            until: Day up to which outcomes are known.
            options: What the user settled.
        """

        def of_all(which: BoolArray) -> BoolArray:
            if not once.repeated.any():
                return which
            out = np.zeros(len(once.repeated), dtype=np.bool_)
            out[~once.repeated] = which
            return out

        others = (NotJudged(part.why, of_all(part.which)) for part in parts)
        left = (*not_judged(Repeated(), once.repeated), *others)
        return cls(str(options.outcome), of_all(keep), left, once.repeated, until, str(options.unit))


def each_once(rows: DealRows, parameters: Sequence[Parameter], unit: str) -> EachOnce:
    """Return the deals without those that surely repeat another one, with the accounts of one client united.

    Raises:
        DataError: Parent companies are asked for and no account names one.
    """
    copies = find_copies(rows)
    rows = _by_unit(replace(rows, accounts=copies.accounts), parameters, unit)
    if copies.sure.any():
        rows = rows.take_with_history(~copies.sure)
    return EachOnce(rows, copies.sure, int(copies.likely.sum()))


def judged_as_won(rows: DealRows, parameters: Sequence[Parameter], options: FindOptions, today: float) -> Judged:
    """Return which deals are judged on whether they were won, without preparing a search of them.

    Args:
        rows: All deals.
        parameters: What the columns mean.
        options: What the user settled; the outcome does not count.
        today: Today, days since 1970-01-01.

    Raises:
        DataError: Parent companies are asked for and no account names one.
    """
    once = each_once(rows, parameters, options.unit)
    ripeness = judge_ripeness(once.rows, today, options.as_of)
    asked = replace(options, outcome=OutcomeName.WON)
    return Judged.of(once, ripeness.keep, ripeness.not_judged, until=ripeness.as_of, options=asked)


def _by_unit(rows: DealRows, parameters: Sequence[Parameter], unit: str) -> DealRows:
    """Return the deals with the accounts that count as one client united.

    Raises:
        DataError: Parent companies are asked for and no account names one.
    """
    if unit == Unit.ACCOUNT:
        return rows
    if rows.groups is None:
        todo = "Map the column of the parent company to `parent_key` of accounts, or leave the option out"
        raise DataError(Problem("no account names a parent company", place_of(parameters, "parent_key"), unit, todo))
    groups = rows.groups if rows.accounts is None else united(rows.accounts, rows.groups)
    return replace(rows, accounts=groups)
