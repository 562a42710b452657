"""Facts told by words."""

from __future__ import annotations

import pytest

from whofor.model.pains import SentenceFact
from whofor.research.pains.facts import facts_of

COST, CHURN, NUMBER = SentenceFact.COST, SentenceFact.CHURN, SentenceFact.NUMBER


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("We pay too much for it.", {COST}),
        ("I spend whole evenings on this.", {COST}),
        ("It costs $20 a month.", {COST, NUMBER}),
        ("La facture a doublé : 90 € par mois.", {COST, NUMBER}),
        ("On perd deux heures par semaine.", {COST, NUMBER}),
        ("I closed my account.", {CHURN}),
        ("We switched to another vendor.", {CHURN}),
        ("I would not recommend it.", {CHURN}),
        ("Fuyez !", {CHURN}),
        ("Je ne recommande pas.", {CHURN}),
        ("I have been waiting for three weeks.", {NUMBER}),
        ("Give us a switch to hide the bar.", set()),
        ("I recommend it.", set()),
        ("Je recommande.", set()),
        ("The staff is rude.", set()),
        ("D'ailleurs le site est lent.", set()),
    ],
)
def test_known_sentences(text: str, facts: set[SentenceFact]) -> None:
    assert set(facts_of([text])[0]) == facts
