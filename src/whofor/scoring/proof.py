"""The proof of a card on deals that it has not seen, beside other models, and its grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.errors import DataError, Problem
from whofor.model.card_proof import (
    CardGrade,
    CardLack,
    CardProof,
    LackKind,
    ModelFigures,
    ProofFigure,
    TierFigures,
)
from whofor.model.scorecard import CardTiers, RateMoved, RecentBase
from whofor.scoring.measures import auc_figure, calibration, figures_of, gain_curve, loss_gain
from whofor.scoring.peers import PEERS, PeerData, peer_chances
from whofor.scoring.tiers import tiers_by_chance
from whofor.stats.intervals import wilson_interval

__all__ = ["FEWEST_OUTCOMES", "grade_of", "prove", "tier_figures"]

_LEAST_AUC = 0.6
_MOST_ECE = 0.05
"""Lower end of the area under the curve, and calibration error, of a card that is ready: conventions, fixed before any
card was graded."""
FEWEST_OUTCOMES = 30
"""Unseen deals of either outcome below which no card is graded better than not ready: a convention."""


def prove(
    chances: FloatArray,
    won: BoolArray,
    base_rate: float,
    tiers: CardTiers,
    *,
    accounts: IntArray | None = None,
    peers: PeerData | None = None,
    recent: RecentBase | None = None,
) -> CardProof:
    """Return how good chances were on unseen deals.

    Args:
        chances: Chance that the card gave each deal.
        won: Which were won.
        base_rate: Share won of the deals learnt from: what one would say without a card.
        tiers: The tiers.
        accounts: Account of each deal; `None` where all differ.
        peers: Bins of the deals, for the other models; without them only the base rate is compared.
        recent: The refit of the base that the chances rest on.

    Raises:
        DataError: There is no deal.
    """
    if not len(won):
        raise DataError(Problem("There is no unseen deal to prove a scorecard on", todo="Hold newer deals back."))
    base = np.full(len(won), base_rate)
    card = figures_of("card", chances, won)
    told: list[ModelFigures] = [figures_of("base_rate", base, won)]
    absent: list[str] = []
    if peers is not None:
        for name in PEERS:
            found = peer_chances(name, peers) if name != "base_rate" else base
            told += [figures_of(name, found, won)] if found is not None and name != "base_rate" else []
            absent += [name] if found is None else []
    proof = CardProof(
        n=len(won),
        n_won=int(won.sum()),
        auc=auc_figure(chances, won, accounts),
        card=card,
        gain=loss_gain(chances, base, won, accounts),
        peers=tuple(told),
        absent=tuple(absent),
        calibration=calibration(chances, won),
        gains=gain_curve(chances, won),
        tiers=tier_figures(chances, won, tiers),
        grade=CardGrade.NOT_READY,
        lacks=(),
        recent=recent,
    )
    grade, lacks = grade_of(proof)
    return replace(proof, grade=grade, lacks=lacks)


def tier_figures(chances: FloatArray, won: BoolArray, tiers: CardTiers) -> tuple[TierFigures, ...]:
    """Return precision, recall and F1 of each tier; recall and F1 are of it and the better ones together.

    Source:
        van Rijsbergen (1979), Information Retrieval, 7.
    """
    codes = tiers_by_chance(chances, tiers)
    total, so_far, hits = int(won.sum()), 0, 0
    found: list[TierFigures] = []
    for place, name in enumerate(tiers.names):
        here = won[codes == place]
        n, k = len(here), int(here.sum())
        so_far, hits = so_far + n, hits + k
        i = wilson_interval(k, n) if n else None
        precision = None if i is None else ProofFigure(i.estimate, i.low, i.high, n)
        f1 = 2 * hits / (so_far + total) if so_far + total else 0.0
        found.append(TierFigures(name, n, k, precision, hits / max(1, total), f1))
    return tuple(found)


def grade_of(proof: CardProof) -> tuple[CardGrade, tuple[CardLack, ...]]:
    """Return the grade of a card, and what is missing for the next one.

    Ready: the lower end of the area is above .60, the log loss is below that of the base rate beyond chance, the
    calibration error is .05 at most, and the rate has not moved twofold. Usable: the log loss is.
    """
    fewest = min(proof.n_won, proof.n - proof.n_won)
    few = [CardLack(LackKind.TOO_FEW_OUTCOMES, fewest, FEWEST_OUTCOMES)] if fewest < FEWEST_OUTCOMES else []
    no_gain = [CardLack(LackKind.NO_BETTER_THAN_BASE_RATE, proof.gain.low, 0.0)] if proof.gain.low <= 0 else []
    if few or no_gain:
        return CardGrade.NOT_READY, (*few, *no_gain)
    lacks: Sequence[CardLack] = [
        *(
            [CardLack(LackKind.RANKS_NO_BETTER_THAN_CHANCE, proof.auc.low, _LEAST_AUC)]
            if proof.auc.low <= _LEAST_AUC
            else []
        ),
        *([CardLack(LackKind.NOT_CALIBRATED, proof.card.ece, _MOST_ECE)] if proof.card.ece > _MOST_ECE else []),
        *([CardLack(LackKind.RATE_MOVED, proof.recent.shift, 0.0)] if _moved(proof.recent) and proof.recent else []),
    ]
    return (CardGrade.USABLE if lacks else CardGrade.READY), tuple(lacks)


def _moved(recent: RecentBase | None) -> bool:
    return recent is not None and recent.note is RateMoved.ORDER_ONLY
