"""How an export was recognised, and what was left unread."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Guess", "Recognition"]


@dataclass(frozen=True, slots=True)
class Guess:
    """One thing that was guessed of an export.

    Attributes:
        what: What it is: `deals.opened`, `deals.outcome`, or a table.
        source: Column, or columns, that hold it; of a table its file.
        sure: Whether the guess is sure.
        won: Of the outcome, the values that mean won.
        lost: Those that mean lost.

    Example:
        >>> str(Guess("deals.outcome", "Stage", True, ("Won",), ("Lost", "Dead")))
        'deals.outcome: Stage (won = Won; lost = Lost, Dead)'
    """

    what: str
    source: str
    sure: bool = True
    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write the guess on one line; (?) marks one that is not sure."""
        ends = "; ".join(
            f"{name} = {', '.join(found)}" for name, found in (("won", self.won), ("lost", self.lost)) if found
        )
        return f"{self.what}: {self.source}{f' ({ends})' if ends else ''}{'' if self.sure else ' (?)'}"


@dataclass(frozen=True, slots=True)
class Recognition:
    """How an export was recognised, and what was left unread.

    Attributes:
        confidence: Share of a preset's marks that the files have, 0 to 1; `None` where a mapping was given or guessed.
        guessed: Where the mapping was guessed, what was guessed.
        unsure: Lines of a guess that decide every answer and are too doubtful for one: `deals.outcome`.
        unread: Columns of the deals that an answer rests on and no column of the export fills: `opened`, `amount`.
        tells_losses: Whether the export can say of a deal that it was lost.
        only_customers: Whether it lists customers, without any deal that was not won.
        passed_over: Preset that fits and would have left more unread than the guess does; empty for none.
        deals_called: What the CRM calls a deal: a name of `lexicon/deal_names.toml`.
    """

    confidence: float | None = None
    guessed: tuple[Guess, ...] = ()
    unsure: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    tells_losses: bool = False
    only_customers: bool = False
    passed_over: str = ""
    deals_called: str = "deal"
