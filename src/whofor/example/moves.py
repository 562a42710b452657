"""What may change in the made-up market after a day: what wins, who comes, and what is written down."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from whofor.errors import Problem, Sentence, UsageError
from whofor.example.draws import Draws, Ints
from whofor.example.export import ExportTable
from whofor.example.market import Accounts, DealsDrawn
from whofor.example.truth import PlantedTruth
from whofor.example.world import AS_OF, SECTORS

__all__ = ["UNMOVED", "Moves", "recorded_otherwise", "unfilled", "with_fewer"]

_LABELS = [sector.label for sector in SECTORS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """Changes that hold for deals opened, and companies entered, after a day. By default nothing changes.

    Attributes:
        since: The last day on which all is as it was.
        until: Last day of opening, and day of the export. Deals spread evenly from the first day to this one.
        truth_after: What decides whether deals opened later are won.
        fewer: Sectors, and the share of their later deals that never comes about.
        unfilled: Columns of companies, and the share of later companies of which they are not recorded any more.
        merged: Columns of companies with a value, and the value that is written in its stead for later companies.
    """

    since: date = AS_OF
    until: date = AS_OF
    truth_after: PlantedTruth | None = None
    fewer: tuple[tuple[str, float], ...] = ()
    unfilled: tuple[tuple[str, float], ...] = ()
    merged: tuple[tuple[str, str, str], ...] = ()

    def __post_init__(self) -> None:
        problems = [
            Problem(Sentence("{name} must be a share from 0 to 1", name=name), value=str(share))
            for name, share in (*self.fewer, *self.unfilled)
            if not 0.0 <= share <= 1.0
        ]
        problems += [
            Problem("the example has no such sector", value=sector) for sector, _ in self.fewer if sector not in _LABELS
        ]
        if self.until < self.since:
            problems.append(Problem("the example must not end before it changes", value=self.until.isoformat()))
        if problems:
            raise UsageError(problems)


UNMOVED = Moves()


def with_fewer(seed: int, accounts: Accounts, deals: DealsDrawn, moves: Moves) -> tuple[Accounts, DealsDrawn]:
    """Return the market without the deals that never come about, nor the accounts that thereby have none."""
    if not moves.fewer:
        return accounts, deals
    shares = np.array([dict(moves.fewer).get(label, 0.0) for label in _LABELS])
    drawn = Draws(seed, 17).uniform(len(deals.account))
    stays = (drawn >= shares[accounts.sector[deals.account]]) | (deals.opened <= moves.since.toordinal())
    left = np.unique(deals.account[stays])
    kept = DealsDrawn(**{field.name: getattr(deals, field.name)[stays] for field in fields(DealsDrawn)})
    there = Accounts(**{field.name: getattr(accounts, field.name)[left] for field in fields(Accounts)})
    return there, replace(kept, account=np.searchsorted(left, kept.account).astype(np.int64))


def unfilled(seed: int, moves: Moves, created: Ints) -> dict[str, NDArray[np.bool_]]:
    """Return, for each column that is recorded less, the companies of which it is not recorded any more.

    Args:
        seed: Seed of the draws.
        moves: The changes.
        created: Day on which each company entered the CRM.
    """
    draws = Draws(seed, 18)
    later = created > moves.since.toordinal()
    return {column: later & (draws.uniform(len(created)) < share) for column, share in moves.unfilled}


def recorded_otherwise(table: ExportTable, seed: int, moves: Moves, created: Ints) -> ExportTable:
    """Return the table of companies as it is written down after the change."""
    if not moves.unfilled and not moves.merged:
        return table
    later = (created > moves.since.toordinal()).tolist()
    rows = [list(row) for row in table.rows]
    for column, gone in unfilled(seed, moves, created).items():
        place = table.header.index(column)
        for i in np.flatnonzero(gone).tolist():
            rows[i][place] = ""
    for column, was, written in moves.merged:
        place = table.header.index(column)
        for i, row in enumerate(rows):
            if later[i] and row[place].strip().casefold() == was.casefold():
                row[place] = written
    return ExportTable(table.header, tuple(tuple(row) for row in rows))
