"""The answer of `whofor score`: prospects in order of their chance, with reasons, and how good the card is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from whofor.lexicon.outcome_kinds import Side
from whofor.model.backtests import Backtests
from whofor.model.card_proof import CardGrade, CardProof, ProofFigure
from whofor.model.scorecard import Scorecard, ScoreConfidence, ScoreReason, WorthFinding
from whofor.model.tier_spread import TierSpreads

__all__ = ["ExpectedWorth", "KnownAs", "LackingFacts", "MetType", "ScoreAnswer", "ScoreNote", "ScoredRow", "ScoredTier"]


class KnownAs(StrEnum):
    """What a prospect is in the CRM already: a customer, an account with an open deal, or nothing of the two."""

    CUSTOMER = "customer"
    OPEN_DEAL = "open_deal"
    NEITHER = ""


class ScoreNote(StrEnum):
    """What is to be said of how prospects were scored.

    `EDIT_GONE`: an edited weight has no bin in the card any more. `UNKNOWN_KEY`: the file of the card has a key that is
    not known. `PERSONAL`: a column about persons was kept out. `PERSONAL_ALLOWED`: one was counted, as a person allowed
    it, with the reason given. `OTHER_KIND`: a column of the list holds values of
    another kind than that of the deals. `OTHER_OUTCOME`: the latest run is about another outcome than won.
    `TYPE_NOT_READ`: the definition of a type of client of the profile cannot be read.
    """

    EDIT_GONE = "edit_gone"
    UNKNOWN_KEY = "unknown_key"
    PERSONAL = "personal"
    PERSONAL_ALLOWED = "personal_allowed"
    OTHER_KIND = "other_kind"
    OTHER_OUTCOME = "other_outcome"
    TYPE_NOT_READ = "type_not_read"


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """One prospect with its score.

    Attributes:
        rank: Its place, from 1.
        id: What the list, or the CRM, tells it apart by; empty where it has none.
        name: What people call it.
        chance: How likely it is to sign, 0 to 1.
        odds: The log odds that ranks go by.
        tier: Name of its tier.
        confidence: How far the facts that are known pin the score down.
        up: What raises it beside the average deal, the most first.
        down: What lowers it, the most first.
        blank: Facts that are not known of it, the one that may change most first.
        worth: Facts worth finding out, with the chance at both ends.
        icps: Ids of the types of client of the profile that it meets.
        known_as: What it is in the CRM already.
        situations: Names of the situations that hold of it on the day, without their prefix.
        is_deal: Whether it is an open deal of the workspace, so that its id is that of the deal.
        value: What it is worth on average: its chance times what such a client pays; `None` where that is not known.
        mutual_value: The same in mutual value, 0 to 1.
    """

    rank: int
    id: str
    name: str
    chance: float
    odds: float
    tier: str
    confidence: ScoreConfidence
    up: tuple[ScoreReason, ...] = ()
    down: tuple[ScoreReason, ...] = ()
    blank: tuple[ScoreReason, ...] = ()
    worth: tuple[WorthFinding, ...] = ()
    icps: tuple[str, ...] = ()
    known_as: KnownAs = KnownAs.NEITHER
    situations: tuple[str, ...] = ()
    is_deal: bool = False
    value: float | None = None
    mutual_value: float | None = None


@dataclass(frozen=True, slots=True)
class ExpectedWorth:
    """What is known of what clients bring, from which it is told what a prospect is worth on average.

    Attributes:
        name: `value` or `mutual_value`.
        unit: Unit of a value, ISO 4217; empty where it is not known, and of mutual value, which goes from 0 to 1.
        n: Won deals learnt from; 0 where nothing records it.
        mean: What they brought on average; `None` where they are too few for a prospect to be told.
        proof: Which part of the squared error of that mean falls, on won deals that were not learnt from; `None` where
            there are none.
        side: Of mutual value, whose half it is where one alone is measured; else `None`.
    """

    name: str
    unit: str = ""
    n: int = 0
    mean: float | None = None
    proof: ProofFigure | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class ScoredTier:
    """One tier of the prospects.

    Attributes:
        name: Its name.
        n: Prospects in it.
        expected: Their mean chance; `None` of an empty tier.
        least: Chance from which a prospect is in it; `None` of the last one, and where tiers hold a number of rows.
    """

    name: str
    n: int
    expected: float | None
    least: float | None


@dataclass(frozen=True, slots=True)
class MetType:
    """A type of client of the profile.

    Attributes:
        id: Its id in the profile.
        names: What it is called, by language.
        n: Prospects that meet it.
    """

    id: str
    names: Mapping[str, str]
    n: int


@dataclass(frozen=True, slots=True)
class LackingFacts:
    """Facts of the card that the list has no column for.

    Attributes:
        labels: What they are called: label by id of the block.
        share: Share of what the card tells that they carry, 0 to 1.
        auc: Area under the curve of the card without them on the unseen deals; `None` where there are none.
    """

    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    share: float = 0.0
    auc: ProofFigure | None = None


@dataclass(frozen=True, slots=True)
class ScoreAnswer:
    """Prospects with their scores, and how good the card is.

    Attributes:
        card: The card, edited weights in force.
        path: Its file.
        proof: How good it was on deals that it had not seen; `None` where none could be held back.
        learnt_auc: Area under the curve without the edited weights; `None` where no weight is edited.
        source: Name of the list; empty for the open deals and the accounts without a deal of the workspace.
        day: ISO date as of which prospects are told; empty where nothing is dated.
        n: Number of prospects.
        rows: The best of them, the best first; all, where all are asked for.
        explained: One prospect that was asked for, with what every fact of the card adds to its score; else `None`.
        contributions: What every fact adds to that prospect, in the order of the card.
        tiers: The tiers, the best first.
        lacking: Facts that the list has no column for.
        unnamed: Prospects by the label of a fact whose value the card does not name: too rare, or never seen.
        n_repeated: Prospects that have the id of one before; they are kept.
        icps: Types of client of the profile; none where there is no profile.
        profile_version: Version of the profile; `None` where there is none.
        notes: What else is to be said, each with what it is about.
        reading: Sentences on how the list was read.
        deals_called: What the CRM calls a deal.
        names: What situations are called, by language and by the name of the parameter.
        spread: How the first tiers spread over countries and sizes; `None` where that was not looked at.
        id_header: What the list calls the column of its ids; empty for the workspace's own.
        company: Name of the company whose deals it learnt from; empty where it was not given.
        synthetic: Whether these deals are made up.
        crm: Preset by which the deals were read; empty where it was no preset.
        worth: What is known of what clients bring.
        backtests: The back-tests; `None` where they were not asked for.
    """

    card: Scorecard
    path: str
    proof: CardProof | None
    learnt_auc: ProofFigure | None
    source: str
    day: str
    n: int
    rows: tuple[ScoredRow, ...]
    explained: ScoredRow | None
    contributions: tuple[ScoreReason, ...]
    tiers: tuple[ScoredTier, ...]
    lacking: LackingFacts
    unnamed: Mapping[str, int]
    n_repeated: int
    icps: tuple[MetType, ...]
    profile_version: int | None
    notes: tuple[tuple[ScoreNote, str], ...] = ()
    reading: tuple[str, ...] = ()
    deals_called: str = ""
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    spread: TierSpreads | None = None
    id_header: str = ""
    company: str = ""
    synthetic: bool = False
    crm: str = ""
    worth: tuple[ExpectedWorth, ...] = ()
    backtests: Backtests | None = None

    @property
    def grade(self) -> CardGrade:
        """How far the card may be relied on."""
        return CardGrade.NOT_READY if self.proof is None else self.proof.grade

    def __repr__(self) -> str:
        """Return how many prospects there are, in which tiers, and how far the card may be relied on."""
        tiers = ", ".join(f"{tier.name} {tier.n:,}" for tier in self.tiers)
        return f"{self.n:,} prospects ({tiers}); the scorecard is {self.grade.value.replace('_', ' ')}"

    def first(self, most: int) -> ScoreAnswer:
        """Return the answer with the best rows only."""
        return replace(self, rows=self.rows[:most])

    def to_dicts(self) -> list[dict[str, object]]:
        """Return the rows, each as a dictionary with the columns of the file: score is the chance in percent."""
        return [
            {
                "id": row.id,
                "name": row.name,
                "score": round(100 * row.chance, 1),
                "tier": row.tier,
                "confidence": row.confidence.value,
                "odds": row.odds,
                "icp": list(row.icps),
                "situations": list(row.situations),
                "known_as": row.known_as.value or None,
                "value": row.value,
                "mutual_value": row.mutual_value,
            }
            for row in self.rows
        ]
