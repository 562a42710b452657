"""How much of all accounts, of the pipeline or of a market the types cover; the declared beside the found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

import numpy as np

from whofor.analysis.accounts import Book
from whofor.arrays import BoolArray
from whofor.figures.outcome import Outcome
from whofor.model import Estimate, Segment
from whofor.model.profile import Coverage, DeclaredCell, ProfileFigure
from whofor.schema.rows import Rows
from whofor.segments.conditions import segment_mask, surely_outside

__all__ = ["covered", "covered_base", "covered_pipeline", "declared_cells", "estimate_of", "figure_of", "union_of"]


def union_of(segments: Iterable[Segment], rows: Rows) -> BoolArray:
    """Return which rows are of any of some types of client; a type whose facts the rows do not have has none."""
    names = {a.parameter.name for a in rows.attributes}
    inside = np.zeros(len(rows), dtype=np.bool_)
    for segment in segments:
        if {c.parameter for c in segment.conditions} <= names:
            inside |= segment_mask(segment, rows.attributes, rows.opened)
    return inside


def _perhaps(segments: Iterable[Segment], rows: Rows) -> BoolArray:
    """Return which rows lack facts that would decide whether they are of a type."""
    names = {a.parameter.name for a in rows.attributes}
    lacks = np.zeros(len(rows), dtype=np.bool_)
    for segment in segments:
        if {c.parameter for c in segment.conditions} <= names:
            lacks |= ~surely_outside(segment, rows.attributes, rows.opened)
        else:
            lacks[:] = True
    return lacks


def covered(what: str, segments: Sequence[Segment], rows: Rows, among: BoolArray, source: str = "") -> Coverage:
    """Return how many of some rows are of any type of client."""
    inside = union_of(segments, rows) & among
    unknown = _perhaps(segments, rows) & among & ~inside
    return Coverage(what, int(inside.sum()), int(among.sum()), int(unknown.sum()), source)


def covered_pipeline(segments: Sequence[Segment], book: Book) -> Coverage:
    """Return how many open deals are of any type of client, as of the last day of the data."""
    return covered("pipeline", segments, book.current, np.asarray(book.current.deal >= 0, dtype=np.bool_))


def covered_base(segments: Sequence[Segment], book: Book) -> Coverage:
    """Return how many accounts are of any type of client: as of the opening of any of their deals, or of today.

    Where accounts are not known each deal counts as one.
    """
    rows, now = book.rows, book.current
    accounts = np.arange(len(rows)) if rows.accounts is None else rows.accounts
    size = int(accounts.max()) + 1 if len(accounts) else 0
    there, inside, perhaps = (np.zeros(size, dtype=np.bool_) for _ in range(3))
    there[accounts] = True
    inside[accounts[union_of(segments, rows)]] = True
    perhaps[accounts[_perhaps(segments, rows)]] = True
    alone = covered("base", segments, now, np.asarray(now.deal < 0, dtype=np.bool_))
    lacking = int((perhaps & ~inside).sum())
    return Coverage("base", int(inside.sum()) + alone.inside, int(there.sum()) + alone.n, lacking + alone.unknown)


def declared_cells(declared: BoolArray, found: BoolArray, outcome: Outcome) -> tuple[DeclaredCell, ...]:
    """Return the four groups of deals by whether they are of the declared profile, and of the one found."""
    cells: list[DeclaredCell] = []
    for a, b in product((True, False), repeat=2):
        which = (declared if a else ~declared) & (found if b else ~found)
        cells.append(DeclaredCell(a, b, int(which.sum()), figure_of(outcome.estimate(which))))
    return tuple(cells)


def figure_of(
    own: Estimate, rest: Estimate | None = None, *, unseen: bool = False, period: tuple[str, str] = ("", "")
) -> ProfileFigure | None:
    """Return a figure of the profile; `None` where there is nothing behind it.

    Args:
        own: The figure.
        rest: The same of all others.
        unseen: Whether these are deals that the search had not seen.
        period: ISO dates of the first and the last of these deals; empty where not known.
    """
    if own.estimate is None:
        return None
    return ProfileFigure(
        own.n,
        own.estimate,
        own.ci_low,
        own.ci_high,
        own.n_won,
        None if rest is None else rest.estimate,
        0 if rest is None else rest.n,
        own.unit,
        unseen,
        *period,
    )


def estimate_of(figure: ProfileFigure) -> Estimate:
    """Return a figure of the profile as an estimate."""
    return Estimate(figure.n, figure.won, figure.estimate, figure.low, figure.high, figure.unit)
