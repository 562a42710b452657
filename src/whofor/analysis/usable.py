"""Checks whether deals can carry an analysis; where they cannot, the reason and what to do are typed values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from whofor.errors import DataError, Problem, Sentence
from whofor.model import Parameter, Role, SetAside
from whofor.model.measure import OutcomeName
from whofor.model.reasons import NextStep, NoAnswerReason
from whofor.model.reasons.answers import (
    CustomersOnly,
    NoClientFacts,
    NoLostDeal,
    NoOutcomeColumn,
    NoWonDeal,
    SameForAll,
    TooFew,
    TooFewLeft,
    TooFewValues,
)
from whofor.model.reasons.steps import (
    CollectOutcomes,
    DeclareClaims,
    ExportFacts,
    ExportLost,
    ExportOlder,
    ExportOutcome,
    ExportWorth,
    FindLookalikes,
    NameStages,
    RankByRetention,
    RankByValue,
    ResearchMode,
)
from whofor.outcomes.kinds import Measured
from whofor.outcomes.registry import outcome_kind
from whofor.schema.rows import DealRows
from whofor.validation.leaks import LeakCheck

__all__ = ["FEWEST_DECIDED", "CannotJudge", "Stop", "check_measured", "check_usable", "no_facts", "place_of"]

FEWEST_DECIDED = 15
"""Of 15 deals the interval of a rate of one half is 45 points wide (Wilson): fewer show nothing."""

_WITHOUT_LOST = (
    "Export the lost deals too: your CRM archives or filters them. Without them: whofor lookalikes --market FILE finds "
    "companies like your customers"
)


@dataclass(frozen=True, slots=True)
class Stop:
    """Why deals are not analysed, and what to do.

    Attributes:
        why: The reason.
        steps: What to do, most useful first.
        set_aside: How many deals were set aside, by reason.
    """

    why: NoAnswerReason
    steps: tuple[NextStep, ...]
    set_aside: tuple[SetAside, ...] = ()


class CannotJudge(DataError):  # noqa: N818 - an answer in itself: not enough data
    """Deals that were read and cannot carry an analysis.

    Attributes:
        stop: The reason, and what to do.
    """

    def __init__(
        self, problem: Problem, why: NoAnswerReason, steps: Sequence[NextStep], set_aside: Sequence[SetAside] = ()
    ) -> None:
        super().__init__(problem)
        self.stop = Stop(why, tuple(steps), tuple(set_aside))


def place_of(parameters: Sequence[Parameter], name: str) -> str:
    """Return where the export holds a column of the deals, for messages."""
    return next((p.source or p.label for p in parameters if p.name == name), "deals")


def check_usable(rows: DealRows, parameters: Sequence[Parameter], outcome: str) -> None:
    """Raise an error where the deals cannot carry any analysis of an outcome.

    Args:
        rows: All deals.
        parameters: What the columns mean.
        outcome: Name of the outcome.

    Raises:
        CannotJudge: No outcome is known, all are alike, lost ones are missing, or too few deals have ended.
    """
    won, lost, still_open = (int((rows.outcome == name).sum()) for name in ("won", "lost", "open"))
    place = place_of(parameters, "outcome")
    kind = outcome_kind(outcome)
    of_clients = kind is not None and kind.of_clients
    if not (outcome == OutcomeName.WON or of_clients):
        return
    if not won + lost + still_open:
        todo = "Export the column with the stage or result of each deal"
        problem = Problem("nothing tells won deals from lost ones", place, f"{len(rows)} deals", todo)
        raise CannotJudge(problem, NoOutcomeColumn(len(rows)), (ExportOutcome(), NameStages(), ResearchMode()))
    if not won:
        problem = Problem("no deal is won", place, f"{lost} lost, {still_open} open", "Export won deals too")
        raise CannotJudge(problem, NoWonDeal(lost, still_open), (NameStages(), ResearchMode()))
    if outcome != OutcomeName.WON:
        return
    if rows.only_customers:
        problem = Problem("these are customers, without lost deals", place, f"{won} customers", _WITHOUT_LOST)
        raise CannotJudge(
            problem, CustomersOnly(won), (*_asked_of_clients(rows), FindLookalikes(), ExportLost(), ResearchMode())
        )
    if not lost and (rows.tells_losses or not still_open):
        problem = Problem("no deal is lost, so nothing tells who does not sign", place, f"{won} won", _WITHOUT_LOST)
        steps = (ExportLost(), *_asked_of_clients(rows), FindLookalikes(), ResearchMode())
        raise CannotJudge(problem, NoLostDeal(won, still_open), steps)
    if won + lost + (0 if rows.tells_losses else still_open) < FEWEST_DECIDED:
        todo = Sentence("whofor needs at least {n}, and a few hundred to be useful", n=FEWEST_DECIDED)
        problem = Problem("too few deals with an outcome", place, str(won + lost), todo)
        missing = FEWEST_DECIDED - won - lost
        raise CannotJudge(
            problem, TooFew(won, lost, still_open, FEWEST_DECIDED), (CollectOutcomes(missing), ResearchMode())
        )


def _asked_of_clients(rows: DealRows) -> tuple[NextStep, ...]:
    """Return what can be asked of won deals alone, as far as it is recorded; else what to export for it."""
    steps = {OutcomeName.VALUE: RankByValue(), OutcomeName.RETENTION: RankByRetention()}
    kinds = {name: outcome_kind(name) for name in steps}
    return tuple(steps[name] for name, kind in kinds.items() if kind and kind.is_recorded(rows)) or (ExportWorth(),)


def check_measured(measured: Measured, rows: DealRows, parameters: Sequence[Parameter]) -> None:
    """Raise an error for an outcome that is known of too few deals, or is the same for all.

    Raises:
        CannotJudge: It is.
    """
    values = measured.values[measured.keep]
    n, name = len(values), measured.measure.name
    differs = n > 0 and float(values.max() - values.min()) > 0
    if n >= FEWEST_DECIDED and differs:
        return
    excluded = ", ".join(f"{s.n} {s.why.code.replace('_', ' ')}" for s in measured.set_aside)
    aside = f"set aside: {excluded}" if excluded else str(name)
    label = measured.measure.label or name
    if name == OutcomeName.WON:
        won = int((measured.keep & rows.won).sum())
        what = Sentence("only {n} deals ({won} won) are left to judge", n=n, won=won)
        todo = "Add older deals with their outcomes, or give --as-of the date of the export"
        why: NoAnswerReason = TooFewLeft(n, len(rows))
        if n >= FEWEST_DECIDED:
            why = NoWonDeal(n, 0) if not won else NoLostDeal(won, 0)
        problem = Problem(what, place_of(parameters, "outcome"), aside, todo)
        raise CannotJudge(problem, why, (ExportOlder(), DeclareClaims(), ResearchMode()), measured.set_aside)
    if n < FEWEST_DECIDED:
        todo = Sentence(
            "whofor needs at least {n}. Check the mapping of the column, or choose another outcome",
            n=FEWEST_DECIDED,
        )
        problem = Problem(
            Sentence("only {n} deals are left whose {label} is known", n=n, label=label), "--outcome", aside, todo
        )
        missing = FEWEST_DECIDED - n
        raise CannotJudge(
            problem, TooFewValues(n, missing), (CollectOutcomes(missing), ResearchMode()), measured.set_aside
        )
    todo = "Nothing can be told from it: choose another outcome"
    problem = Problem(Sentence("{label} is the same for all {n} deals", label=label, n=n), "--outcome", aside, todo)
    raise CannotJudge(problem, SameForAll(n), (ResearchMode(),), measured.set_aside)


def no_facts(n: int, parameters: Sequence[Parameter], leaks: LeakCheck) -> CannotJudge:
    """Return the error to raise where no column can define a type of client.

    Args:
        n: Deals that may be judged.
        parameters: What the columns mean.
        leaks: Columns that are barred.
    """
    barred = ", ".join(leak.column for leak in leaks.leaks) or "none"
    others = ", ".join(p.label for p in parameters if p.role is Role.CONFOUNDER) or "none"
    problem = Problem(
        "no column can tell types of client apart",
        "definition parameters",
        f"barred as leaks: {barred}; confounders: {others}",
        "Add facts known before the sale (sector, size, country, tools) to the export, or give a column the role "
        "definition in the mapping",
    )
    return CannotJudge(problem, NoClientFacts(n), (ExportFacts(), ResearchMode()))
