"""The result of one run: everything a report shows, nothing drawn yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from whofor.model.evidence import Estimate, SegmentFinding
from whofor.model.measure import Measure
from whofor.model.reasons import FactsReason, LeakReason, NextStep, NoAnswerReason, SetAsideReason
from whofor.model.worth import (
    Channels,
    ClientSummary,
    Contrast,
    FactBlock,
    InteractionSummary,
    Price,
    RecordNext,
    SegmentWorth,
    SituationEffect,
    ValueSummary,
)

__all__ = [
    "Answer",
    "ConfounderEffect",
    "IcpResult",
    "Issue",
    "Leak",
    "Look",
    "RunInfo",
    "SetAside",
]


class SplitKind(StrEnum):
    """How the held-back deals were chosen: the newest, at random where there are no dates, or none where too few."""

    NEWEST = "newest"
    RANDOM = "random"
    NONE = "none"


class Answer(StrEnum):
    """The three honest answers."""

    FOUND = "found"
    NO_PATTERN = "no_pattern"
    NOT_ENOUGH_DATA = "not_enough_data"


@dataclass(frozen=True, slots=True)
class Issue:
    """Something in the data that was counted and survived.

    Attributes:
        code: Stable code (`unreadable_date`, `unknown_country`, `duplicate_key`, `ragged_row`).
        count: How many cells or rows.
        examples: Up to five values as they stood, with place where known (`deals.csv:17 Amount: 'n/a'`).
        place: Table and column concerned, empty for whole files.
    """

    code: str
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
        why: As a code: `before_recording`, `unripe`, `open`, `no_opening_date`, `closed_before_opened`.
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
class Look:
    """One tested combination, for the map of all looks.

    Attributes:
        n: Deals in it (search rows).
        effect: Difference of its rate to the overall rate (-1 to 1), or of its mean to the overall mean.
        z: Its statistic.
        depth: Number of conditions.
        finding: Id of the finding it belongs to, empty for the many others.
    """

    n: int
    effect: float
    z: float
    depth: int
    finding: str = ""


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What was run, so that it can be repeated to the same bytes.

    Attributes:
        id: Content address of the run: hash of data, version, seed and options.
        seed: Seed of every random draw.
        data_hash: SHA-256 of the imported tables.
        version: Version of whofor.
        rows: Deals analysed (search + confirm).
        rows_search: Deals the search saw.
        rows_confirm: Deals held back.
        outcome: Name of the outcome (`won`).
        baseline: Overall rate or mean over all analysed rows.
        spread: Standard deviation of the outcome over all analysed rows, as the search sees it.
        measure: What the outcome is and how its figures are told.
        family_size: Number of combinations the correction covers.
        permutations: Number of permutations.
        alpha_by_depth: The error rate spent on one, two, three conditions.
        critical_by_depth: The corrected threshold of |z| per depth, on the search rows.
        strata: Labels of the confounders within whose strata outcomes were permuted.
        split: `newest` where the newest deals were held back, `random` where there is no usable date.
        split_date: ISO date from which deals were held back; empty for a random split.
        first_opened: ISO date of the first deal analysed, empty where unknown.
        last_opened: ISO date of the last deal analysed.
        as_of: ISO date up to which outcomes are known.
        n_won: Won deals among `rows`.
        command: The command line that repeats the run.
        options: All options in force.
    """

    id: str
    seed: int
    data_hash: str
    version: str
    rows: int
    rows_search: int
    rows_confirm: int
    outcome: str
    baseline: float
    family_size: int
    permutations: int
    alpha_by_depth: tuple[float, ...] = ()
    critical_by_depth: tuple[float | None, ...] = ()
    strata: tuple[str, ...] = ()
    split: SplitKind = SplitKind.NEWEST
    split_date: str = ""
    first_opened: str = ""
    last_opened: str = ""
    as_of: str = ""
    n_won: int = 0
    spread: float = 0.0
    measure: Measure = field(default_factory=Measure)
    command: str = ""
    options: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class IcpResult:
    """The whole answer of one run.

    Attributes:
        company: Name for the report's head; empty where not given.
        answer: One of the three honest answers.
        why: Why there is no (better) answer, as reasons; empty when found.
        next_steps: What to do now, most useful first.
        run: What was run.
        segments: Positive segments, PASS first, then REVIEW and FAIL.
        negative_segments: Whom not to go after.
        claims: Declared claims, tested as they stand.
        hypotheses: Strongest candidates where nothing passed.
        confounders: Levels of confounders that win differently, named as such.
        leaks: Columns barred.
        set_aside: Rows not analysed, by reason.
        issues: What was counted at import.
        looks: A sample of all looks for the map (all extreme ones kept).
        searched: Labels of the definition parameters searched.
        synthetic: Whether the data is the embedded, made-up example.
        value: What mutual value was formed of; `None` where nothing is told of it.
        contrasts: Passed segments beside neighbours that differ in one condition.
        worth: What was lived with each type of client that passed.
        channels: Lead sources of all deals; `None` where none is recorded.
        price: Levels of price of all deals; `None` where not formed.
        facts: What each kind of facts adds; empty where it cannot be told.
        facts_why: Why not.
        situations: What the situation tells within each type of client that is defined by one.
        interactions: How conversations were counted; `None` where none are recorded.
        clients: How outcomes recorded in rows were counted; `None` where none are.
        record_next: What to record next, most useful first.
    """

    company: str
    answer: Answer
    why: tuple[NoAnswerReason, ...]
    next_steps: tuple[NextStep, ...]
    run: RunInfo
    segments: tuple[SegmentFinding, ...] = ()
    negative_segments: tuple[SegmentFinding, ...] = ()
    claims: tuple[SegmentFinding, ...] = ()
    hypotheses: tuple[SegmentFinding, ...] = ()
    confounders: tuple[ConfounderEffect, ...] = ()
    leaks: tuple[Leak, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    issues: tuple[Issue, ...] = ()
    looks: tuple[Look, ...] = ()
    searched: tuple[str, ...] = ()
    synthetic: bool = False
    value: ValueSummary | None = None
    contrasts: tuple[Contrast, ...] = ()
    worth: tuple[SegmentWorth, ...] = ()
    channels: Channels | None = None
    price: Price | None = None
    facts: tuple[FactBlock, ...] = ()
    facts_why: FactsReason | None = None
    situations: tuple[SituationEffect, ...] = ()
    interactions: InteractionSummary | None = None
    clients: ClientSummary | None = None
    record_next: tuple[RecordNext, ...] = ()
