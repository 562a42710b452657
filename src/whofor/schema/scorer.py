"""Port for scoring a table of any size. Engines implement it; nothing here knows one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from whofor.model.score_expression import NumberColumn, ScoreExpression, TextColumn
from whofor.model.scorecard import CardTiers

__all__ = ["BestRow", "Room", "Scorer", "ScoringJob", "TierTotal"]


@dataclass(frozen=True, slots=True)
class ScoringJob:
    """What is made of a table.

    Attributes:
        expression: The card over its columns.
        id: Column that tells its rows apart.
        tiers: From which chance a row is in which tier.
        codes: Whether every row has its reasons as the names of blocks: up to three that raise, three that lower and
            three that are not known, as `+industry -country ?employees`.
        least: What a block must add to be such a reason.
    """

    expression: ScoreExpression
    id: str
    tiers: CardTiers
    codes: bool = False
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class BestRow:
    """One of the best rows.

    Attributes:
        row: What the engine tells rows apart by; of equal sums and ids the smaller comes first.
        total: Its sum.
        cells: Its texts and numbers in the columns that were asked for.
    """

    row: int
    total: float
    cells: tuple[str | float | None, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """Tiers by how many rows there is room for.

    Attributes:
        rows: The rows for which there is room.
        inside: Their tier.
        outside: The tier of all others.
    """

    rows: frozenset[int]
    inside: str
    outside: str


@dataclass(frozen=True, slots=True)
class TierTotal:
    """Rows of one tier, with their mean chance; `None` where there are none."""

    name: str
    n: int
    mean: float | None


class Scorer(Protocol):
    """Scorer of one table, for use in a `with` statement: first `score`, then the rest."""

    def score(self, job: ScoringJob) -> int:
        """Score all rows, and keep the scores; return the number of rows."""
        ...

    def best(self, most: int, columns: Sequence[TextColumn | NumberColumn]) -> list[BestRow]:
        """Return the best rows with what is in some columns: by sum, then id, then their order in the table."""
        ...

    def write(self, target: Path, reasons: Mapping[int, str], room: Room | None = None, *, whole: bool = False) -> None:
        """Write the rows with their chance and tier to a Parquet file, or a folder of such files, that is not there.

        Args:
            target: Where.
            reasons: Reasons of some rows.
            room: Tiers by how many rows there is room for; `None` for tiers by chance.
            whole: Whether all columns of the table are written, too.
        """
        ...

    def totals(self, target: Path) -> list[TierTotal]:
        """Return what was written, by tier."""
        ...

    def close(self) -> None:
        """Release the data."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
