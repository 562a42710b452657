"""The result of one run: everything a report shows, nothing drawn yet; one part for each step of the analysis."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from whofor.model.accounts import KnownAccounts
from whofor.model.also_passed import AlsoPassed
from whofor.model.brief import finding_in_brief
from whofor.model.channels import Channels
from whofor.model.committee import Committee
from whofor.model.comparison import Contrast, SituationEffect
from whofor.model.data_findings import DataFindings
from whofor.model.everyone import EveryoneElse, WithoutCondition
from whofor.model.evidence import SegmentFinding, Verdict
from whofor.model.expected import Expectation
from whofor.model.facts import FactBlock, RecordNext
from whofor.model.personas import Personas
from whofor.model.price import Price
from whofor.model.process import DecisionProcess
from whofor.model.reasons import FactsReason, NextStep, NoAnswerReason
from whofor.model.run import RunInfo
from whofor.model.search_record import SearchRecord
from whofor.model.situations import GoingOn
from whofor.model.value import ValueSummary
from whofor.model.worth import SegmentWorth

__all__ = ["Answer", "ClientFindings", "IcpResult", "Look", "SearchFindings"]


class Answer(StrEnum):
    """The three possible answers of a run."""

    FOUND = "found"
    NO_PATTERN = "no_pattern"
    NOT_ENOUGH_DATA = "not_enough_data"


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
class SearchFindings:
    """Results of the search and of the tests of declared claims.

    Attributes:
        segments: Positive segments, PASS first, then REVIEW and FAIL; of one verdict, by their figures among the leads
            won by own effort.
        negative_segments: Whom not to go after.
        channel_findings: Channels: what stands out among the facts that are seen only when people come.
        claims: Declared claims, tested as they stand.
        hypotheses: Strongest candidates where nothing passed.
        also_passed: The strongest combinations that passed the correction and are no finding of their own.
        n_also_passed: How many these are in all.
        looks: A sample of all looks for the map (all extreme ones kept).
        searched: Labels of the definition parameters searched.
    """

    segments: tuple[SegmentFinding, ...] = ()
    negative_segments: tuple[SegmentFinding, ...] = ()
    channel_findings: tuple[SegmentFinding, ...] = ()
    claims: tuple[SegmentFinding, ...] = ()
    hypotheses: tuple[SegmentFinding, ...] = ()
    also_passed: tuple[AlsoPassed, ...] = ()
    n_also_passed: int = 0
    looks: tuple[Look, ...] = ()
    searched: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[SegmentFinding, ...]:
        """All findings: positive and negative segments, channels, claims, hypotheses."""
        return (*self.segments, *self.negative_segments, *self.channel_findings, *self.claims, *self.hypotheses)


@dataclass(frozen=True, slots=True)
class ClientFindings:
    """Findings about the types of client that passed, and about all clients.

    Attributes:
        everyone_else: Deals of none of the types of client that passed; `None` where none did.
        without: Each of these types without one of its conditions.
        worth: Every outcome of each type of client that passed, beside all others.
        contrasts: Passed segments beside neighbours that differ in one condition.
        situations: Effect of the situation within each type of client that is defined by one.
        value: What mutual value was formed of; `None` where it was not formed.
        channels: Lead sources of all deals; `None` where none is recorded.
        price: Levels of price of all deals; `None` where not formed.
        facts: What each kind of facts adds; empty where it cannot be judged.
        facts_why: Why not.
        record_next: What to record next, most useful first.
        committees: Who takes part in the purchases of each type of client, then of all deals; empty without contacts.
        processes: How long won deals of each type of client stay in each stage, then of all; empty without stages.
        expected: What may be expected of each type of client, then of all deals, from place, activity and size.
        personas: The personas of each of them: the roles that usually take part, each as one kind of person.
        going_on: Situations of the deals, those that held most often first; empty without signals.
    """

    everyone_else: EveryoneElse | None = None
    without: tuple[WithoutCondition, ...] = ()
    worth: tuple[SegmentWorth, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    situations: tuple[SituationEffect, ...] = ()
    value: ValueSummary | None = None
    channels: Channels | None = None
    price: Price | None = None
    facts: tuple[FactBlock, ...] = ()
    facts_why: FactsReason | None = None
    record_next: tuple[RecordNext, ...] = ()
    committees: tuple[Committee, ...] = ()
    personas: tuple[Personas, ...] = ()
    going_on: tuple[GoingOn, ...] = ()
    expected: tuple[Expectation, ...] = ()
    processes: tuple[DecisionProcess, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class IcpResult:
    """The complete result of one run.

    Attributes:
        company: Name for the report's head; empty where not given.
        answer: One of the three honest answers.
        why: Why there is no (better) answer, as reasons; empty when found.
        next_steps: What to do now, most useful first.
        run: What was run.
        search: What the search found.
        clients: What the types of client are worth.
        data: What was found out about the data.
        accounts: Accounts of each type of client; `None` where none was searched for.
        record: The shuffles of the search, which are saved beside the document; `None` where they were not kept.
    """

    company: str
    answer: Answer
    why: tuple[NoAnswerReason, ...]
    next_steps: tuple[NextStep, ...]
    run: RunInfo
    search: SearchFindings = field(default_factory=SearchFindings)
    clients: ClientFindings = field(default_factory=ClientFindings)
    data: DataFindings = field(default_factory=DataFindings)
    accounts: KnownAccounts | None = None
    record: SearchRecord | None = None

    def __repr__(self) -> str:
        """Return the answer on one line: a whole result has hundreds of thousands of characters."""
        search = self.search
        judged = (*search.segments, *search.negative_segments, *search.claims)
        best = next((f for f in judged if f.verdict is Verdict.PASS), None)
        if best is not None:
            return f"Found: {finding_in_brief(best)}"
        answers = {Answer.FOUND: "Found", Answer.NO_PATTERN: "No reliable pattern"}
        return f"{answers.get(self.answer, 'Not enough data')}: {self.run.rows:,} deals"
