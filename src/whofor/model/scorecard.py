"""A scorecard: what each fact adds to the chance of winning, as a list of blocks of bins with one number each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from whofor.model.parameters import SIGNAL_PREFIX, SITUATION_PREFIX
from whofor.model.segment import Condition, Operator

__all__ = [
    "TYPE_PREFIX",
    "BlockKind",
    "CardBlock",
    "CardOutcome",
    "CardTiers",
    "RateMoved",
    "RecentBase",
    "ScoreBin",
    "ScoreConfidence",
    "ScoreReason",
    "Scorecard",
    "WorthFinding",
]

_NOTHING = 1e-9
"""Weights, in log odds, up to which a chance does not move: scores of all engines are equal to it."""
TYPE_PREFIX = "type_of_client."
"""Beginning of the id of the block of a type of client."""


class BlockKind(StrEnum):
    """What the bins of a block are.

    `LEVELS` of a category; `ORDERED` bands of a number, or of the months since a date; `ENTRY` whether a list holds an
    entry; `PAIR` cells of two facts together; `SEGMENT` whether a type of client is met.
    """

    LEVELS = "levels"
    ORDERED = "ordered"
    ENTRY = "entry"
    PAIR = "pair"
    SEGMENT = "segment"


class CardOutcome(StrEnum):
    """What a card tells: the `CHANCE` of a yes, in log odds, or the mean of an `AMOUNT`, in its unit."""

    CHANCE = "chance"
    AMOUNT = "amount"


class ScoreConfidence(StrEnum):
    """How far the facts that are known pin a score down: its 80 % interval lies in one tier, in two, or in more."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class RateMoved(StrEnum):
    """What a refit of the base on the newest deals says of the chances.

    `REFITTED`: the base is that of the newest deals. `TOO_FEW`: they are too few, and the base stays. `ORDER_ONLY`:
    their rate is more than twice, or less than half, that of the deals learnt from: the order of prospects may be
    used, the chances not.
    """

    REFITTED = "refitted"
    TOO_FEW = "too_few"
    ORDER_ONLY = "order_only"


@dataclass(frozen=True, slots=True)
class ScoreBin:
    """One bin of a block, and what it adds.

    Attributes:
        conditions: A row is in the bin where it meets all of them and is in no bin before; none for "all others".
        weight: Learnt weight: log odds, or the unit of an amount; 0 is as the average deal learnt from.
        error: Its standard error.
        n: Deals learnt from in the bin.
        n_won: Won deals among them; `None` where the outcome is an amount.
        edited: Weight that a person put in its place; `None` where none did.
        by: Who did.
        why: Why.
        other: Keys of the file that this version does not know, kept as they are.
    """

    conditions: tuple[Condition, ...]
    weight: float = 0.0
    error: float = 0.0
    n: int = 0
    n_won: int | None = None
    edited: float | None = None
    by: str = ""
    why: str = ""
    other: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def in_force(self) -> float:
        """Weight that counts: the edited one where there is one."""
        return self.weight if self.edited is None else self.edited

    @property
    def is_unknown(self) -> bool:
        """Whether it is the bin of what is not recorded."""
        return any(c.operator is Operator.UNKNOWN for c in self.conditions)

    @property
    def odds_factor(self) -> float:
        """By how much it multiplies the odds of the average deal."""
        return math.exp(self.in_force)


@dataclass(frozen=True, slots=True)
class CardBlock:
    """One fact, or two together, in bins: a row is in the first bin whose conditions it meets.

    Attributes:
        id: Its name in files, unique in a card.
        label: Its name for people.
        kind: What its bins are.
        attributes: Names of the parameters that it reads.
        bins: The bins in the order in which they are tried; every row is in one of them.
        unknown_share: Share of the deals learnt from of which the fact is not recorded, 0 to 1.
        strength: Penalty that was learnt: the larger, the less the fact says.
        freedom: How many free numbers its bins are worth after shrinking; 0 for a fact that says nothing.
        monotone: `up` or `down` where a person asked for weights that only rise, or fall; else empty.
        blank_is_average: Whether a blank counts as the average of what is known, as filling in depends on the outcome.
        other: Keys of the file that this version does not know, kept as they are.
    """

    id: str
    label: str
    kind: BlockKind
    attributes: tuple[str, ...]
    bins: tuple[ScoreBin, ...]
    unknown_share: float = 0.0
    strength: float = 0.0
    freedom: float = 0.0
    monotone: str = ""
    blank_is_average: bool = False
    other: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def unknown(self) -> int | None:
        """Place of the bin of what is not recorded, of a block of one fact; `None` where it has none."""
        if self.kind in (BlockKind.PAIR, BlockKind.SEGMENT):
            return None
        return next((i for i, b in enumerate(self.bins) if b.is_unknown), None)

    @property
    def tells(self) -> bool:
        """Whether any of its weights counts: those of facts that tell nothing beyond chance are shrunken to nothing."""
        return any(abs(b.in_force) > _NOTHING for b in self.bins)

    @property
    def needed(self) -> frozenset[str]:
        """Names of the facts that a list has to tell; signals and situations only where their weights count."""
        dated = (SIGNAL_PREFIX, SITUATION_PREFIX)
        return frozenset(name for name in self.attributes if self.tells or not name.startswith(dated))

    @property
    def n_ordered(self) -> int:
        """Number of leading bins that follow one another; 0 of categories, pairs and segments."""
        return sum(not b.is_unknown for b in self.bins) if self.kind is BlockKind.ORDERED else 0


@dataclass(frozen=True, slots=True)
class RecentBase:
    """A base refitted on the newest ripe deals.

    Attributes:
        shift: What is added to the base, in log odds.
        until: ISO date of the newest of these deals; empty where not known.
        n: How many they are.
        n_won: Won deals among them.
        note: What it says of the chances.
    """

    shift: float
    until: str
    n: int
    n_won: int
    note: RateMoved


@dataclass(frozen=True, slots=True)
class CardTiers:
    """From which chance a prospect is in which tier.

    Attributes:
        names: Names of the tiers, the best first; the last is that of all others.
        least: Least chance of each but the last, descending.
    """

    names: tuple[str, ...]
    least: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """An additive scorecard: the base plus one number for each block is the log odds of winning.

    Attributes:
        outcome: What it tells.
        base: Log odds of the average deal learnt from, or the mean amount.
        blocks: What is added to it, in the order of the sum.
        n: Deals learnt from.
        n_won: Won deals among them; `None` of an amount.
        base_error: Standard error of the base.
        deals_worth: How many independent deals they are worth, as accounts have several.
        until: ISO date of the newest of them; empty where not known.
        recent: The base of the newest deals; `None` where it was not refitted.
        tiers: Tiers by chance; `None` where none are set.
        left_out: Blocks that were left out: they tell nothing beyond chance, or the least where the card is full.
        lasting: By what the weights were multiplied, as those of older deals told less of later ones; 1 where they
            told as much.
        program: Version of whofor that learnt it.
        allowed_personal: Attributes of persons that a person allowed it to count, each with the reason given.
        other: Keys of the file that this version does not know, kept as they are.
    """

    outcome: CardOutcome
    base: float
    blocks: tuple[CardBlock, ...]
    n: int
    n_won: int | None = None
    base_error: float = 0.0
    deals_worth: float = 0.0
    until: str = ""
    recent: RecentBase | None = None
    tiers: CardTiers | None = None
    left_out: tuple[str, ...] = ()
    lasting: float = 1.0
    program: str = ""
    allowed_personal: Mapping[str, str] = field(default_factory=dict[str, str])
    other: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def base_in_force(self) -> float:
        """The base, with the shift to the newest deals."""
        return self.base + (self.recent.shift if self.recent is not None else 0.0)

    @property
    def base_rate(self) -> float | None:
        """Share of the deals learnt from that were won; `None` of an amount."""
        return self.n_won / self.n if self.n_won is not None and self.n else None

    @property
    def conditions(self) -> Iterator[Condition]:
        """All conditions of all bins."""
        return (c for block in self.blocks for b in block.bins for c in b.conditions)


@dataclass(frozen=True, slots=True)
class ScoreReason:
    """What one block adds to the score of one prospect.

    Attributes:
        block: Id of the block.
        label: Its name for people.
        conditions: Conditions of the bin that the prospect is in; none for all others.
        adds: What it adds, in log odds or the unit of the amount: of a blank what it is expected to be worth.
        factor: By how much it multiplies the odds of the average deal; 1 where the card tells an amount.
        low: Lower end of the 95 % interval of the learnt factor, or of the learnt amount.
        high: Upper end.
        n: Deals learnt from in the bin.
        is_edited: Whether a person put the weight in the place of the learnt one.
        is_blank: Whether the fact is not recorded of the prospect.
    """

    block: str
    label: str
    conditions: tuple[Condition, ...]
    adds: float
    factor: float
    low: float
    high: float
    n: int
    is_edited: bool = False
    is_blank: bool = False


@dataclass(frozen=True, slots=True)
class WorthFinding:
    """A fact that is not recorded of a prospect, and what its score would be at either end.

    Attributes:
        block: Id of the block.
        label: Its name for people.
        spread: Standard deviation of what it may add.
        best: Conditions of the value that would help most; none for all others.
        best_chance: The chance with it.
        worst: Conditions of the value that would help least.
        worst_chance: The chance with that.
    """

    block: str
    label: str
    spread: float
    best: tuple[Condition, ...]
    best_chance: float
    worst: tuple[Condition, ...]
    worst_chance: float
