"""Findings about the data of a run: issues, leaks, rows not analysed, confounders, how rows were counted."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.model.evidence import Estimate
from whofor.model.issue_codes import IssueCode
from whofor.model.reasons import LeakReason, SetAsideReason
from whofor.model.soft_facts import SoftFact, SoftReading

__all__ = ["ClientSummary", "ConfounderEffect", "DataFindings", "InteractionSummary", "Issue", "Leak", "SetAside"]


@dataclass(frozen=True, slots=True)
class Issue:
    """Something in the data that was counted and survived.

    Attributes:
        code: What was counted.
        count: How many cells or rows.
        examples: Up to five values as they stood, with place where known (`deals.csv:17 Amount: 'n/a'`).
        place: Table and column concerned, empty for whole files.
    """

    code: IssueCode
    count: int
    examples: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Leak:
    """A column that is barred because it knows the outcome.

    Attributes:
        column: The parameter's label.
        why: As a code: `by_name`, `by_role`, `filled_for_one_outcome`, `fill_differs`, `separates_too_well`.
    """

    column: str
    why: LeakReason


@dataclass(frozen=True, slots=True)
class SetAside:
    """Rows that were not analysed.

    Attributes:
        why: As a code: `before_recording`, `unripe`, `open`, `no_opening_date`, `closed_before_opened`, `repeated`.
        n: How many deals.
    """

    why: SetAsideReason
    n: int


@dataclass(frozen=True, slots=True)
class ConfounderEffect:
    """One level of a confounder that wins differently from the others (a salesperson who is simply good).

    Attributes:
        confounder: Parameter name (`owner`, `lead_source`).
        label: The parameter's name for people.
        level: The level (`Maria Keller`).
        inside: Figure of the deals of that level, search rows.
        rest: Figure of all others.
        p_adjusted: p-value corrected over all levels of all confounders.
    """

    confounder: str
    label: str
    level: str
    inside: Estimate
    rest: Estimate
    p_adjusted: float


@dataclass(frozen=True, slots=True)
class InteractionSummary:
    """Counts of the conversations.

    Attributes:
        days: Days from the opening of each deal that count.
        deals: Deals judged.
        total: Conversations recorded.
        placed: Of them, within these days.
        unplaced: Of them, of unknown persons or before any deal.
        undated: Of them, without a moment.
        repeated: Of them, those that repeat another one.
    """

    days: int
    deals: int
    total: int
    placed: int
    unplaced: int
    undated: int
    repeated: int


@dataclass(frozen=True, slots=True)
class ClientSummary:
    """Counts of the outcomes recorded in rows.

    Attributes:
        days: Days from the signature of each client that count for what is added up; 0 where nothing has a day.
        clients: Signed deals that were followed so long.
        too_new: Signed deals that were not.
        total: Rows recorded.
        unplaced: Of them, those of no deal: of unknown deals or accounts.
        undated: Of them, without a day.
        repeated: Of them, those that repeat another one.
        repeated_left_out: Whether these were left out, as nearly every row occurs twice; else they count.
    """

    days: float
    clients: int
    too_new: int
    total: int
    unplaced: int
    undated: int
    repeated: int = 0
    repeated_left_out: bool = False


@dataclass(frozen=True, slots=True)
class DataFindings:
    """Everything that was found out about the data of a run.

    Attributes:
        synthetic: Whether the data is the embedded, made-up example.
        deals_called: What the CRM calls a deal: a name of `lexicon/deal_names.toml`.
        confounders: Levels of confounders that win differently, named as such.
        leaks: Columns barred.
        set_aside: Rows not analysed, by reason.
        issues: What was counted at import and in the analysis.
        interactions: How conversations were counted; `None` where none are recorded.
        clients: How outcomes recorded in rows were counted; `None` where none are.
        understanding: What tells whether buyers were clear about their need; `None` where it was not looked for.
        soft_facts: What tells each further soft fact, of a column or of the user's own examples.
    """

    synthetic: bool = False
    deals_called: str = "deal"
    confounders: tuple[ConfounderEffect, ...] = ()
    leaks: tuple[Leak, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    issues: tuple[Issue, ...] = ()
    interactions: InteractionSummary | None = None
    clients: ClientSummary | None = None
    understanding: SoftReading | None = None
    soft_facts: tuple[SoftFact, ...] = ()
