"""The scorecard of a workspace: learnt from its judged deals, with the edits of people, and proved on unseen deals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from whofor.analysis.prepare import Prepared
from whofor.app.card_types import NO_TYPES, CardTypes
from whofor.app.personal_facts import without_personal
from whofor.arrays import IntArray
from whofor.days import iso_day
from whofor.documents.scorecard_document import name_of_bin
from whofor.errors import Problem, WorkspaceError
from whofor.model.card_proof import CardProof, ProofFigure
from whofor.model.scorecard import CardBlock, Scorecard
from whofor.scoring.card_deals import CardDeals
from whofor.scoring.carrying import GoneEdit, carried_over, monotone_of
from whofor.scoring.explaining import share_of_card, without_blocks
from whofor.scoring.learn import CardOptions, LearntCard, learn_card
from whofor.scoring.proof import prove
from whofor.scoring.recency import newest_quarter, recent_base
from whofor.scoring.score import score_rows
from whofor.scoring.tiers import tiers_by_chance, usual_tiers
from whofor.scoring.unknowns import Companions
from whofor.version import VERSION

__all__ = ["ProvedCard", "Settled", "WithoutFacts", "learnt_card"]

_DIRECTIONS = ("up", "down")
_LARGEST_EDIT = 20.0
"""Log odds: a factor of 5e8, beyond which no chance can be told from 0 or 1, as for the shift of a base."""


@dataclass(frozen=True, slots=True)
class WithoutFacts:
    """How much of a card is left where a list lacks some of its facts.

    Attributes:
        share: Share of what the card tells that the lacking facts carry, 0 to 1.
        auc: Area under the curve of the card without them on the unseen deals; `None` where there are none.
    """

    share: float
    auc: ProofFigure | None


@dataclass(frozen=True, eq=False, slots=True)
class ProvedCard:
    """A scorecard with what is known of how good it is.

    Attributes:
        card: The card, edited weights in force, with the base of the newest deals.
        learnt: The card as it was learnt, with its covariance.
        proof: How good it was on deals that it had not seen; `None` where none, or one outcome alone, is held back.
        learnt_auc: Area under the curve without the edits, where there are any.
        barred: Labels of the facts that are attributes of persons, which never enter.
        gone: Edits that have no bin any more.
        unseen: The deals that it was proved on; `None` where there are none.
        unseen_tiers: Place of the tier of each of them, by the card that was proved.
    """

    card: Scorecard
    learnt: LearntCard
    proof: CardProof | None
    learnt_auc: ProofFigure | None
    barred: tuple[str, ...]
    gone: tuple[GoneEdit, ...]
    unseen: CardDeals | None
    unseen_tiers: IntArray | None = None

    @property
    def companions(self) -> Companions:
        """Which bins go together."""
        return Companions(self.learnt.together, self.card.n)

    def without(self, blocks: frozenset[str]) -> WithoutFacts:
        """Return how much of the card is left without some of its blocks."""
        left = without_blocks(self.card, blocks)
        auc = None if self.unseen is None else self.unseen.auc(left, None)
        return WithoutFacts(share_of_card(self.card, blocks), auc)


@dataclass(frozen=True, slots=True)
class Settled:
    """What people settled of a card.

    Attributes:
        kept: The card before, as people left it; `None` for the first one.
        place: Its file, for messages.
        types: Types of client that may be counted beside the facts.
        allowed: Attributes of persons that may be counted, each with the reason that a person gave.
    """

    kept: Scorecard | None = None
    place: str = ""
    types: CardTypes = NO_TYPES
    allowed: Mapping[str, str] = field(default_factory=dict[str, str])


def learnt_card(prepared: Prepared, settled: Settled) -> ProvedCard:
    """Return the card of the deals that a search sees, proved on those that are held back.

    Accounts are the unit of evidence: no account has deals on both sides. Types of client that the search found enter
    where they were confirmed. As the deals held back confirmed them, the card that is proved on those may count all
    that were found.

    Args:
        prepared: The deals, prepared for a search for who is won.
        settled: What people settled.

    Raises:
        DataError: The deals to learn from all ended alike.
        WorkspaceError: The card before asks for what there is not.
    """
    rows, search = prepared.bench.rows, prepared.bench.split.search
    won = prepared.bench.outcome.values == 1
    facts, barred = without_personal([a for a in rows.attributes if a.parameter.is_searched], settled.allowed)
    if settled.kept is not None:
        _check(settled.kept, settled.place)
    deals = CardDeals(facts, rows.opened, won, rows.repeated_accounts)
    types = settled.types.among(facts)
    seen, unseen = deals.take(search), deals.take(~search)
    found, card, gone = _learnt(seen, settled, types.confirmed)
    companions = Companions(found.together, card.n)
    proof, learnt_auc, unseen_tiers = None, None, None
    if unseen.both_outcomes:
        blind, told, _ = (found, card, gone) if types.confirmed == types.found else _learnt(seen, settled, types.found)
        proof, unseen_tiers = _proof(told, blind, seen, unseen)
        proof = replace(proof, newest=newest_quarter(won, rows.opened))
        if any(b.edited is not None for block in card.blocks for b in block.bins):
            learnt_auc = unseen.auc(blind.card, Companions(blind.together, blind.card.n))
    # The shift rests on learnt weights, so that an edited one moves a score by exactly the edit.
    sums = score_rows(found.card, facts, rows.opened, companions).sums
    card = replace(card, recent=recent_base(sums, won, rows.opened, card.base_rate or 0.0))
    return ProvedCard(
        card, found, proof, learnt_auc, barred, gone, unseen if unseen.both_outcomes else None, unseen_tiers
    )


def _learnt(
    seen: CardDeals, settled: Settled, types: Sequence[CardBlock]
) -> tuple[LearntCard, Scorecard, tuple[GoneEdit, ...]]:
    """Return the card of some deals as it was learnt, with what people settled, and the edits that are gone."""
    options = CardOptions(monotone=monotone_of(settled.kept), segments=types)
    found = learn_card(seen.facts, seen.opened, seen.won.astype(np.float64), options, accounts=seen.accounts)
    newest = float(np.max(seen.opened[np.isfinite(seen.opened)], initial=-math.inf))
    until = iso_day(math.floor(newest)) if math.isfinite(newest) else ""
    rate = found.card.base_rate or 0.0
    learnt = replace(
        found.card, tiers=usual_tiers(rate), program=VERSION, until=until, allowed_personal=dict(settled.allowed)
    )
    return found, *carried_over(learnt, settled.kept)


def _proof(card: Scorecard, found: LearntCard, seen: CardDeals, unseen: CardDeals) -> tuple[CardProof, IntArray]:
    """Return the proof of a card, its base refitted on the newest of the deals that it learnt from, and the tiers."""
    rate = card.base_rate or 0.0
    recent = recent_base(found.expected, seen.won, seen.opened, rate)
    companions = Companions(found.together, card.n)
    chances = unseen.scores(replace(card, recent=recent), companions).chances
    tiers = card.tiers or usual_tiers(rate)
    proof = prove(chances, unseen.won, rate, tiers, accounts=unseen.accounts, recent=recent)
    return proof, tiers_by_chance(chances, tiers)


def _check(kept: Scorecard, place: str) -> None:
    """Raise an error where people ask of a card for what there is not.

    Raises:
        WorkspaceError: With all that is wrong.
    """
    problems: list[Problem] = []
    for name, direction in monotone_of(kept).items():
        if direction not in _DIRECTIONS:
            what, todo = "Weights of a block only rise, or only fall", "Write up or down, or delete the line."
            problems.append(Problem(what, f"{place} block.{name}.monotone", direction, todo))
    for block in kept.blocks:
        for one in block.bins:
            if one.edited is not None and abs(one.edited) > _LARGEST_EDIT:
                what, where = "An edited weight lies between -20 and 20", f"{place} block.{block.id} {name_of_bin(one)}"
                problems.append(Problem(what, where, f"{one.edited:g}", "Write for instance 0.6."))
    tiers = kept.tiers
    if tiers is not None:
        falls = sorted(set(tiers.least), reverse=True) == list(tiers.least)
        if not (falls and all(0 <= least <= 1 for least in tiers.least) and len(tiers.names) == len(tiers.least) + 1):
            what, todo = "Tiers need a falling limit each, but the last", "Delete [tiers] to have the usual ones."
            problems.append(Problem(what, f"{place} tiers", str(list(tiers.least))[:80], todo))
    if problems:
        raise WorkspaceError(problems)
