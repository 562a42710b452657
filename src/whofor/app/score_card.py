"""The scorecard of a workspace: learnt from its judged deals, with the edits of people, and proved on unseen deals."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.analysis.prepare import Prepared
from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.days import iso_day
from whofor.documents.scorecard_document import name_of_bin
from whofor.errors import Problem, WorkspaceError
from whofor.intake.normalise.personal import personal_header, personal_values
from whofor.model.card_proof import CardProof, ProofFigure
from whofor.model.parameters import Kind
from whofor.model.scorecard import Scorecard
from whofor.schema.rows import Attribute
from whofor.scoring.carrying import GoneEdit, carried_over, monotone_of
from whofor.scoring.explaining import share_of_card, without_blocks
from whofor.scoring.learn import CardOptions, LearntCard, learn_card
from whofor.scoring.measures import auc_figure
from whofor.scoring.proof import prove
from whofor.scoring.recency import recent_base
from whofor.scoring.score import Scores, score_rows
from whofor.scoring.tiers import usual_tiers
from whofor.scoring.unknowns import Companions
from whofor.version import VERSION

__all__ = ["ProvedCard", "WithoutFacts", "learnt_card", "without_personal"]

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
    """

    card: Scorecard
    learnt: LearntCard
    proof: CardProof | None
    learnt_auc: ProofFigure | None
    barred: tuple[str, ...]
    gone: tuple[GoneEdit, ...]
    _unseen: _Unseen | None

    @property
    def companions(self) -> Companions:
        """Which bins go together."""
        return Companions(self.learnt.together, self.card.n)

    def without(self, blocks: frozenset[str]) -> WithoutFacts:
        """Return how much of the card is left without some of its blocks."""
        left = without_blocks(self.card, blocks)
        auc = None if self._unseen is None else self._unseen.auc(left, None)
        return WithoutFacts(share_of_card(self.card, blocks), auc)


@dataclass(frozen=True, eq=False, slots=True)
class _Unseen:
    """Deals that were held back, to be told by cards."""

    facts: Sequence[Attribute]
    opened: FloatArray
    won: BoolArray
    accounts: IntArray | None

    def scores(self, card: Scorecard, companions: Companions | None) -> Scores:
        return score_rows(card, self.facts, self.opened, companions)

    def auc(self, card: Scorecard, companions: Companions | None) -> ProofFigure:
        return auc_figure(self.scores(card, companions).sums, self.won, self.accounts)


def without_personal(facts: Sequence[Attribute]) -> tuple[list[Attribute], tuple[str, ...]]:
    """Return the facts that are no attributes of persons, and the labels of those that are.

    An import leaves most such columns out. Here what stands by itself, as `Age`, counts as one, too: the rows may be
    persons, and that a fact of companies is barred in error costs less than the reverse.

    Args:
        facts: Facts of deals.
    """
    kept = [a for a in facts if not _is_personal(a)]
    return kept, tuple(a.parameter.label for a in facts if _is_personal(a))


def _is_personal(a: Attribute) -> bool:
    p = a.parameter
    headers = {p.label, p.bare_name.replace("_", " "), p.source.rpartition(": ")[2]} - {""}
    if any(personal_header(header, of_persons=True) for header in headers):
        return True
    if p.kind not in (Kind.CATEGORY, Kind.MULTI):
        return False
    return personal_values(Counter(v for v in a.values.tolist() if v is not None)) is not None


def learnt_card(prepared: Prepared, kept: Scorecard | None, place: str) -> ProvedCard:
    """Return the card of the deals that a search sees, proved on those that are held back.

    Accounts are the unit of evidence: no account has deals on both sides.

    Args:
        prepared: The deals, prepared for a search for who is won.
        kept: The card before, as people left it; `None` for the first one.
        place: Its file, for messages.

    Raises:
        DataError: The deals to learn from all ended alike.
        WorkspaceError: The card before asks for what there is not.
    """
    rows, search = prepared.bench.rows, prepared.bench.split.search
    won = prepared.bench.outcome.values == 1
    facts, barred = without_personal([a for a in rows.attributes if a.parameter.is_searched])
    if kept is not None:
        _check(kept, place)
    options = CardOptions(monotone=monotone_of(kept))
    learn = [a.take(search) for a in facts]
    accounts = rows.repeated_accounts
    own = None if accounts is None else np.unique(accounts[search], return_inverse=True)[1]
    found = learn_card(learn, rows.opened[search], won[search].astype(np.float64), options, accounts=own)
    rate = found.card.base_rate or 0.0
    days = rows.opened[search]
    newest = float(np.max(days[np.isfinite(days)], initial=-math.inf))
    until = iso_day(math.floor(newest)) if math.isfinite(newest) else ""
    card, gone = carried_over(replace(found.card, tiers=usual_tiers(rate), program=VERSION, until=until), kept)
    companions = Companions(found.together, card.n)
    proof, learnt_auc, unseen = None, None, None
    held = won[~search]
    if 0 < held.sum() < len(held):
        unseen = _Unseen(
            [a.take(~search) for a in facts],
            rows.opened[~search],
            held,
            None if accounts is None else accounts[~search],
        )
        proof = _proof(card, found, unseen, prepared, companions)
        if any(b.edited is not None for block in card.blocks for b in block.bins):
            learnt_auc = unseen.auc(found.card, companions)
    # The shift rests on learnt weights, so that an edited one moves a score by exactly the edit.
    sums = score_rows(found.card, facts, rows.opened, companions).sums
    card = replace(card, recent=recent_base(sums, won, rows.opened, rate))
    return ProvedCard(card, found, proof, learnt_auc, barred, gone, unseen)


def _proof(
    card: Scorecard, found: LearntCard, unseen: _Unseen, prepared: Prepared, companions: Companions
) -> CardProof:
    """Return the proof of a card, its base refitted on the newest of the deals that it learnt from."""
    rows, search = prepared.bench.rows, prepared.bench.split.search
    won, rate = prepared.bench.outcome.values[search] == 1, card.base_rate or 0.0
    recent = recent_base(found.expected, won, rows.opened[search], rate)
    chances = unseen.scores(replace(card, recent=recent), companions).chances
    tiers = card.tiers or usual_tiers(rate)
    return prove(chances, unseen.won, rate, tiers, accounts=unseen.accounts, recent=recent)


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
