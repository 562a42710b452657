"""How an export was recognised, and what was left unread."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Recognition"]


@dataclass(frozen=True, slots=True)
class Recognition:
    """How an export was recognised, and what was left unread.

    Attributes:
        confidence: Share of a preset's marks that the files have, 0 to 1; `None` where a mapping was given or guessed.
        guessed: Where the mapping was guessed, what was guessed, a line each.
        unsure: Lines of a guess that decide every answer and are too doubtful for one: `deals.outcome`.
        unread: Columns of the deals that an answer rests on and no column of the export fills: `opened`, `amount`.
        tells_losses: Whether the export can say of a deal that it was lost.
        only_customers: Whether it lists customers, without any deal that was not won.
        passed_over: Preset that fits and would have left more unread than the guess does; empty for none.
    """

    confidence: float | None = None
    guessed: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    tells_losses: bool = False
    only_customers: bool = False
    passed_over: str = ""
