"""Removes the pattern from an export, and leaves all else as it was."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

from whofor.errors import Sentence, UsageError
from whofor.example.draws import Draws
from whofor.example.export import ExampleExport, ExportRow, ExportTable
from whofor.example.outcomes import LONGEST_CYCLE_DAYS
from whofor.example.simulation import day_text
from whofor.example.world import AS_OF

__all__ = ["shuffle_outcomes"]

_OUTCOME_COLUMNS = (
    "Deal Stage",
    "Amount",
    "List price",
    "Close Date",
    "Is Deal Closed?",
    "Is Closed Won",
    "Is closed lost",
    "Closed Lost Reason",
    "Closed Won Reason",
    "Number of Sales Activities",
    "Deal Stage Probability",
    "Days to close",
    "Next step",
)
_BLOCK_DAYS = 30


def shuffle_outcomes(export: ExampleExport, seed: int) -> ExampleExport:
    """Return the export with outcomes moved between deals at random, so that nothing is associated with winning.

    Stage, flags, amounts, reasons, and the time from opening to closing move together. Deals old enough to
    have ended are shuffled among themselves; the younger ones, some of which are still open, within blocks of
    30 days of opening, so that a deal opened yesterday does not close in the future.

    Args:
        export: An export made by `generate`.
        seed: Seed of the shuffle, 0 or more.
    """
    if seed < 0:
        raise UsageError(Sentence("the seed of the shuffle must be 0 or more, not {seed}", seed=seed))
    header = export.deals.header
    at = {name: header.index(name) for name in ("Record ID", "Create Date", *_OUTCOME_COLUMNS)}
    first_row = {row[at["Record ID"]]: row for row in reversed(export.deals.rows)}
    rows = list(reversed(first_row.values()))
    opened = [date.fromisoformat(row[at["Create Date"]][:10]).toordinal() for row in rows]
    blocks: defaultdict[int, list[int]] = defaultdict(list)
    for i, day in enumerate(opened):
        age = AS_OF.toordinal() - day
        blocks[-1 if age >= LONGEST_CYCLE_DAYS else age // _BLOCK_DAYS].append(i)
    draws = Draws(seed, 12)
    shuffled: dict[str, ExportRow] = {}
    for block in sorted(blocks):
        members = blocks[block]
        for taker, place in zip(members, draws.order(len(members)).tolist(), strict=True):
            giver = members[place]
            row = _with_outcome(rows[taker], rows[giver], opened[taker] - opened[giver], at)
            shuffled[row[at["Record ID"]]] = row
    table = ExportTable(header, tuple(shuffled[row[at["Record ID"]]] for row in export.deals.rows))
    return replace(export, deals=table)


def _with_outcome(taker: ExportRow, giver: ExportRow, shift: int, at: dict[str, int]) -> ExportRow:
    """Return the taker's row with the giver's outcome, its closing shifted by the days between their openings."""
    cells = list(taker)
    for name in _OUTCOME_COLUMNS:
        cells[at[name]] = giver[at[name]]
    if giver[at["Is Deal Closed?"]] == "true":
        closed, time = giver[at["Close Date"]].split(" ")
        day = min(date.fromisoformat(closed).toordinal() + shift, AS_OF.toordinal())
        cells[at["Close Date"]] = f"{day_text(day)} {time}"
        opened = date.fromisoformat(taker[at["Create Date"]][:10]).toordinal()
        if day >= opened:
            cells[at["Days to close"]] = str(day - opened)
    return tuple(cells)
