"""Evidence on outcomes in the rows of the deals: columns that follow from them, dates and stages that agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from whofor.intake.drafting.columns import Chosen
from whofor.intake.drafting.outcome_columns import OutcomeGuess
from whofor.intake.drafting.shapes import ColumnShape, FileShape
from whofor.intake.drafting.words import about
from whofor.model import Kind

__all__ = ["both_ends", "fills_by_end", "open_by_date", "status_columns"]

_ENOUGH_ROWS = 20
_TELLING = 0.98
"""Share of the ended deals that a column must predict correctly to count as one more status."""
_DATED = 0.9
"""Least share of the ended deals that have a closing date, and of the others that have none."""


def both_ends(file: FileShape, chosen: Mapping[str, Chosen]) -> tuple[str, ...]:
    """Return the date of winning and that of losing, where only both together say when deals ended; else nothing."""
    dates = [c for c in file.columns.values() if c.kind is Kind.DATE and 0 < c.fill < 0.95]
    won = max(dates, key=lambda c: about(c.header, "won_date"), default=None)
    lost = max(dates, key=lambda c: about(c.header, "lost_date"), default=None)
    if won is None or lost is None or "closed" not in chosen or won is lost:
        return ()
    if min(about(won.header, "won_date"), about(lost.header, "lost_date")) < 0.5:
        return ()
    texts = zip(file.sample.get(won.header, ()), file.sample.get(lost.header, ()), strict=False)
    apart = not any(first and second for first, second in texts)
    return (won.header, lost.header) if apart and chosen["closed"].option.ref in (won.header, lost.header) else ()


def open_by_date(file: FileShape, outcome: OutcomeGuess, chosen: Mapping[str, Chosen]) -> OutcomeGuess:
    """Return the outcome; unknown stages are open where their rows have no closing date and ended rows do."""
    closed = chosen["closed"].option.ref if "closed" in chosen else ""
    known = {*outcome.won, *outcome.lost}
    if not (outcome.unsure and outcome.won and outcome.lost and not outcome.via and closed in file.sample):
        return outcome
    if not known.isdisjoint(outcome.unknown):
        return outcome
    sample = list(zip(file.sample[outcome.stage], file.sample[closed], strict=True))
    ended = [bool(day) for stage, day in sample if stage in known]
    others = [bool(day) for stage, day in sample if stage in outcome.unknown]
    if not ended or not others or sum(ended) < _DATED * len(ended) or sum(others) > (1 - _DATED) * len(others):
        return outcome
    note = "Values that no word list knows stand at rows without a closing date, so they are open."
    return replace(outcome, unsure=False, notes=(*outcome.notes, note))


def _sides(file: FileShape, outcome: OutcomeGuess) -> list[list[int]]:
    """Return the won and the lost rows of the sample; nothing where there are too few to compare."""
    if not file.sample or outcome.won_in:
        return []
    needed = {header: file.sample[header] for header in outcome.headers}
    size = len(next(iter(file.sample.values())))
    endings = [outcome.ending({header: texts[row] for header, texts in needed.items()}) for row in range(size)]
    sides = [[row for row in range(size) if endings[row] == side] for side in ("won", "lost")]
    return sides if min(map(len, sides)) >= _ENOUGH_ROWS else []


def fills_by_end(
    file: FileShape, outcome: OutcomeGuess, columns: Sequence[ColumnShape]
) -> dict[str, tuple[float, float]]:
    """Return the share of the won and of the lost rows of the sample that have a value, for each column."""
    sides = _sides(file, outcome)
    if not sides:
        return {}
    return {
        column.header: (
            sum(file.sample[column.header][row] is not None for row in sides[0]) / len(sides[0]),
            sum(file.sample[column.header][row] is not None for row in sides[1]) / len(sides[1]),
        )
        for column in columns
    }


def status_columns(file: FileShape, outcome: OutcomeGuess, columns: Sequence[ColumnShape]) -> frozenset[str]:
    """Return the columns that are another status: few values, each with won deals only or with lost deals only."""
    sides = _sides(file, outcome)
    if not sides:
        return frozenset()
    ended = sum(map(len, sides))
    found: set[str] = set()
    for column in columns:
        texts = file.sample[column.header]
        won, lost = (Counter(texts[row] for row in rows) for rows in sides)
        right = sum(max(won[text], lost[text]) for text in {*won, *lost})
        if len({*won, *lost}) * _ENOUGH_ROWS <= ended and right >= _TELLING * ended:
            found.add(column.header)
    return frozenset(found)
