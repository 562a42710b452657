"""Why a prospect has its score, what would be worth finding out, and weights edited by a person."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from whofor.errors import Problem, Sentence, UsageError
from whofor.model.scorecard import BlockKind, CardBlock, CardOutcome, Scorecard, ScoreReason, WorthFinding
from whofor.scoring.score import Scores, chance_of
from whofor.stats.intervals import two_sided_z
from whofor.text import did_you_mean

__all__ = [
    "LEAST_SHOWN",
    "RowReasons",
    "contributions_of",
    "reasons_of",
    "share_of_card",
    "with_edit",
    "without_blocks",
    "worth_finding",
]

LEAST_SHOWN = 0.05
"""Log odds below which a weight is no reason: ×1.05. A convention."""
_LIKELY = 0.05
"""Chance from which a value of an unknown fact is one of its ends: a convention, as for an interval of 90 %."""


@dataclass(frozen=True, slots=True)
class RowReasons:
    """Why one prospect has its score.

    Attributes:
        up: What raises it, the most first.
        down: What lowers it, the most first.
        blank: Facts that are not recorded, the one that may change most first.
    """

    up: tuple[ScoreReason, ...]
    down: tuple[ScoreReason, ...]
    blank: tuple[ScoreReason, ...]


def reasons_of(card: Scorecard, scores: Scores, row: int, most: int = 3) -> RowReasons:
    """Return what raises and lowers a score, beside the average deal learnt from.

    Args:
        card: The card.
        scores: Scores of the rows.
        row: The row.
        most: Most reasons of each kind.
    """
    every = contributions_of(card, scores, row)
    least = LEAST_SHOWN if card.outcome is CardOutcome.CHANCE else 0.0
    # That a prospect is of no certain type of client holds for nearly all, and is no reason to call or not to call.
    types = {b.id for b in card.blocks if b.kind is BlockKind.SEGMENT}
    known = [r for r in every if not r.is_blank and (r.conditions or r.block not in types)]
    up = sorted((r for r in known if r.adds > least), key=lambda r: (-r.adds, r.block))
    down = sorted((r for r in known if r.adds < -least), key=lambda r: (r.adds, r.block))
    spread = {block.id: scores.variances[row, i] for i, block in enumerate(card.blocks)}
    blank = sorted((r for r in every if r.is_blank), key=lambda r: (-spread[r.block], -abs(r.adds), r.block))
    return RowReasons(tuple(up[:most]), tuple(down[:most]), tuple(blank[:most]))


def contributions_of(card: Scorecard, scores: Scores, row: int) -> tuple[ScoreReason, ...]:
    """Return what each block adds to a score, in the order of the card: with the base in force they are its sum."""
    return tuple(_reason(card, scores, row, i) for i in range(len(card.blocks)))


def _reason(card: Scorecard, scores: Scores, row: int, number: int) -> ScoreReason:
    block = card.blocks[number]
    place = int(scores.codes[row, number])
    one = block.bins[place]
    half = two_sided_z(0.95) * one.error
    adds = float(scores.contributions[row, number])
    is_chance = card.outcome is CardOutcome.CHANCE
    low, high = one.weight - half, one.weight + half
    return ScoreReason(
        block=block.id,
        label=block.label,
        conditions=one.conditions,
        adds=adds,
        factor=math.exp(adds) if is_chance else 1.0,
        low=math.exp(low) if is_chance else low,
        high=math.exp(high) if is_chance else high,
        n=one.n,
        is_edited=one.edited is not None,
        is_blank=place == block.unknown or _is_undecided(block, scores, row, number),
    )


def _is_undecided(block: CardBlock, scores: Scores, row: int, number: int) -> bool:
    """Return whether it is not known whether a row meets the type of client of a block."""
    return block.kind is BlockKind.SEGMENT and bool(scores.variances[row, number] > 0)


def worth_finding(card: Scorecard, scores: Scores, row: int, most: int = 2) -> tuple[WorthFinding, ...]:
    """Return the unknown facts of a prospect that may change its score most, with the chance at both ends.

    The ends are the best and the worst of the values that are likely, given what is known of it.

    Args:
        card: A card of chances.
        scores: Scores of the rows.
        row: The row.
        most: Most facts.
    """
    found: list[WorthFinding] = []
    unsure = float(scores.variances[row].sum())
    for i, block in enumerate(card.blocks):
        if block.unknown is None or scores.codes[row, i] != block.unknown:
            continue
        weights = np.array([b.in_force for b in block.bins])
        chance = scores.guessed[i].for_rows(scores.codes[row : row + 1])[0]
        likely = np.flatnonzero(chance >= min(_LIKELY, float(chance.max())))
        spread = math.sqrt(max(0.0, float(chance @ weights**2 - (chance @ weights) ** 2)))
        best, worst = (int(likely[pick(weights[likely])]) for pick in (np.argmax, np.argmin))
        rest = float(scores.sums[row] - scores.contributions[row, i])
        without = max(0.0, unsure - float(scores.variances[row, i]))
        ends = chance_of(rest + weights[[best, worst]], without).tolist()
        tests = block.bins[best].conditions, block.bins[worst].conditions
        found.append(WorthFinding(block.id, block.label, spread, tests[0], ends[0], tests[1], ends[1]))
    return tuple(sorted(found, key=lambda f: (-f.spread, f.block))[:most])


def with_edit(
    card: Scorecard, block: str, place: int, weight: float | None, *, by: str = "", why: str = ""
) -> Scorecard:
    """Return the card with a weight in the place of a learnt one: every score in the bin moves by the difference.

    Args:
        card: The card.
        block: Id of the block.
        place: Place of the bin.
        weight: The weight that counts from now on; `None` for the learnt one again.
        by: Who edits.
        why: Why.

    Raises:
        UsageError: There is no such block or bin, or the weight is no finite number.
    """
    found = next((b for b in card.blocks if b.id == block), None)
    if found is None:
        todo = did_you_mean(block, [b.id for b in card.blocks])
        raise UsageError(Problem("The scorecard has no such block", value=block, todo=todo))
    if not 0 <= place < len(found.bins):
        what = Sentence("The block has bins from 0 to {last}", last=len(found.bins) - 1)
        raise UsageError(Problem(what, place=block, value=str(place), todo="Name one of them."))
    if weight is not None and not math.isfinite(weight):
        raise UsageError(Problem("A weight is a finite number", block, str(weight), "Write for instance 0.6."))
    told = {"by": by, "why": why} if weight is not None else {"by": "", "why": ""}
    bins = [replace(b, edited=weight, **told) if i == place else b for i, b in enumerate(found.bins)]
    blocks = [replace(b, bins=tuple(bins)) if b.id == block else b for b in card.blocks]
    return replace(card, blocks=tuple(blocks))


def without_blocks(card: Scorecard, ids: frozenset[str]) -> Scorecard:
    """Return the card without some blocks, and without the pairs and segments that read what they do."""
    names = {name for b in card.blocks if b.id in ids for name in b.attributes}
    gone = ids | {b.id for b in card.blocks if b.unknown is None and names & set(b.attributes)}
    return replace(card, blocks=tuple(b for b in card.blocks if b.id not in gone))


def share_of_card(card: Scorecard, ids: frozenset[str]) -> float:
    """Return how much of what a card tells some blocks carry: their share of the variance of the weights, 0 to 1.

    Blocks are taken as independent; of small weights this is the share of the deviance that the card explains.
    """
    told = {b.id: sum(one.n * one.in_force**2 for one in b.bins) for b in card.blocks}
    total = sum(told.values())
    return sum(told[i] for i in told if i in ids) / total if total > 0 else 0.0
