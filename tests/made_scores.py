"""Scored prospects for tests: a card learnt from planted deals, with its proof, over a made-up list."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from made_cards import planted
from made_rows import attribute
from whofor.model.card_proof import CardProof
from whofor.model.score_answer import (
    KnownAs,
    LackingFacts,
    MetType,
    ScoreAnswer,
    ScoredRow,
    ScoredTier,
    ScoreNote,
)
from whofor.model.scorecard import Scorecard
from whofor.scoring.explaining import reasons_of, worth_finding
from whofor.scoring.learn import CardOptions, learn_card
from whofor.scoring.proof import prove
from whofor.scoring.score import score_rows
from whofor.scoring.spread import tier_spreads
from whofor.scoring.tiers import confidences, tiers_by_chance, usual_tiers

__all__ = ["scored"]

PLACES = ("Mexico", "Brazil", "France", "Iceland")
NAMES = ("Alder Pay", "Élan Conseil", "Birch & Sons <Ltd>", "9 Lives Clinic", "Cedar Town")


@lru_cache
def _learnt() -> tuple[Scorecard, CardProof]:
    facts, won = planted(1_600)
    opened = np.arange(1_600.0)
    learn = opened < 1_100
    found = learn_card([a.take(learn) for a in facts], opened[learn], won[learn], CardOptions())
    scores = score_rows(found.card, [a.take(~learn) for a in facts], opened[~learn])
    rate = found.card.base_rate or 0.0
    return found.card, prove(scores.chances, won[~learn] == 1, rate, usual_tiers(rate))


@lru_cache
def scored(n: int = 40, source: str = "prospects.csv") -> ScoreAnswer:
    """The answer for a list of so many prospects, of whom a third of the facts are not known."""
    card, proof = _learnt()
    facts, _ = planted(n, seed=7, blank=0.3)
    rng = np.random.default_rng(3)
    country = attribute("country", rng.choice(np.array(PLACES, dtype=object), n, p=[0.5, 0.3, 0.15, 0.05]))
    opened = np.full(n, 20_000.0)
    scores = score_rows(card, facts, opened)
    tiers = usual_tiers(card.base_rate or 0.0)
    codes = tiers_by_chance(scores.chances, tiers)
    sure = confidences(scores.sums, scores.unsure, tiers)
    rows: list[ScoredRow] = []
    for rank, place in enumerate(np.argsort(-scores.sums, kind="stable").tolist(), 1):
        why = reasons_of(card, scores, place)
        rows.append(
            ScoredRow(
                rank=rank,
                id=f"P{place}",
                name=f"{NAMES[place % len(NAMES)]} {place}",
                chance=float(scores.chances[place]),
                odds=float(scores.sums[place]),
                tier=tiers.names[codes[place]],
                confidence=sure[place],
                up=why.up,
                down=why.down,
                blank=why.blank,
                worth=worth_finding(card, scores, place),
                icps=("banks",) if place % 4 == 0 else (),
                known_as=(KnownAs.CUSTOMER, KnownAs.OPEN_DEAL, KnownAs.NEITHER)[min(place % 5, 2)],
                situations=("raised",) if place % 3 == 0 else (),
            )
        )
    counted = tuple(
        ScoredTier(
            name,
            int((codes == i).sum()),
            float(scores.chances[codes == i].mean()) if (codes == i).any() else None,
            tiers.least[i] if i < len(tiers.least) else None,
        )
        for i, name in enumerate(tiers.names)
    )
    return ScoreAnswer(
        card=card,
        path="ws/scorecard.toml",
        proof=proof,
        learnt_auc=None,
        source=source,
        day="2026-10-01",
        n=n,
        rows=tuple(rows),
        explained=None,
        contributions=(),
        tiers=counted,
        lacking=LackingFacts({"noise": "Noise"}, 0.04, None)
        if any(b.id == "noise" for b in card.blocks)
        else LackingFacts(),
        unnamed={"sector": 2},
        n_repeated=1,
        icps=(MetType("banks", {"en": "banks", "fr": "banques"}, n // 4),),
        profile_version=3,
        notes=((ScoreNote.PERSONAL, "Age"),),
        names={
            "en": {"situation_raised": "raised money lately"},
            "fr": {"situation_raised": "levée de fonds récente"},
        },
        spread=tier_spreads([country, *facts], opened, codes, tiers.names),
        id_header="Record ID" if source else "",
    )
