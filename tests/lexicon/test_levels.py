"""Levels of picklists as people write them."""

from __future__ import annotations

import pytest

from whofor.lexicon.levels import Levels, levels_of


@pytest.mark.parametrize(
    ("label", "values", "told", "better"),
    [
        ("Implementation", ["Solution standard", "Custom complexe"], ("Solution standard",), 1),
        ("Implementation kind", ["standard", "custom"], ("standard",), 1),
        ("Engagement", ["Active", "Rarement en contact", "Parfois"], ("Active",), 1),
        ("Relation client", ["Partenaire long terme", "Risque de churn élevé"], ("Partenaire long terme",), 1),
        ("Relationship", ["Normal", "High churn risk", "Other"], ("High churn risk",), -1),
        ("Feedback", ["Pilote l'évolution produit", "Aucun feedback utile"], ("Pilote l'évolution produit",), 1),
        ("Feedback given", ["Drives product", "No useful feedback"], ("Drives product",), 1),
        ("Support load", ["High", "Low", "Medium"], ("Low",), 1),
        ("Churn risk", ["High", "Medium", "Low", "None"], ("Low", "None"), 1),
        ("Satisfaction", ["Very satisfied", "Not satisfied", "Neutral"], ("Very satisfied",), 1),
        ("Satisfaction", ["Satisfait", "Insatisfait", "Pas satisfait"], ("Satisfait",), 1),
        ("Kundenzufriedenheit", ["zufrieden", "unzufrieden"], ("zufrieden",), 1),
        ("Account health", ["Green", "Yellow", "Red"], ("Green",), 1),
        ("Support tickets", ["none", "many"], ("none",), 1),
        ("Expansion", ["Upsell", "None"], ("Upsell",), 1),
        ("Initial understanding", ["clear", "vague", "none"], ("clear",), 1),
        ("Churn", ["No risk", "At risk"], ("No risk",), 1),
    ],
)
def test_the_level_that_speaks_well_is_told(label: str, values: list[str], told: tuple[str, ...], better: int) -> None:
    assert levels_of(label, values) == Levels(told, better)
    assert levels_of(label, reversed(values)) == Levels(told, better)


@pytest.mark.parametrize(
    ("label", "values"),
    [
        ("Plan", ["Standard", "Custom"]),
        ("Implementation partner", ["Standard Inc", "Custom GmbH"]),
        ("Satisfaction", ["A", "B"]),
        ("Satisfaction", ["Satisfied"]),
        ("Satisfaction", ["Satisfied", "Very satisfied"]),
        ("Feedback", [f"Text {i}, good" for i in range(20)]),
    ],
)
def test_nothing_is_told_of_what_says_nothing_of_clients(label: str, values: list[str]) -> None:
    assert levels_of(label, values) is None
