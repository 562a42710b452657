"""Kinds of facts by name, in five languages."""

from __future__ import annotations

import pytest

from whofor.lexicon.fact_kinds import BLOCKS, fact_kind
from whofor.lexicon.words import read_table


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Employee growth (12 months)", "situation"),
        ("Levée de fonds récente", "situation"),
        ("Mitarbeiterwachstum", "situation"),
        ("Letzte Finanzierungsrunde", "situation"),
        ("Übernahme", "situation"),
        ("Uebernahme", "situation"),
        ("Ronda de financiación", "situation"),
        ("Crescimento", "situation"),
        ("New CEO", "situation"),
        ("Open positions", "situation"),
        ("Tech stack", "technographics"),
        ("Logiciel de paie", "technographics"),
        ("CRM-Software", "technographics"),
        ("Herramientas", "technographics"),
        ("Job title", "persona"),
        ("Fonction", "persona"),
        ("Berufsbezeichnung", "persona"),
        ("Puesto", "persona"),
        ("Secteur", "firmographics"),
        ("Chiffre d’affaires annuel", "firmographics"),
        ("Unternehmensgröße", "firmographics"),
        ("Mitarbeiterzahl", "firmographics"),
        ("País", "firmographics"),
        ("Setor", "firmographics"),
        ("Company size", "firmographics"),
        ("Colour", "other"),
        ("Background", "other"),
        ("Stock exchange", "other"),
        ("Personalkosten", "other"),
        ("Ethnicity", "other"),
    ],
)
def test_by_the_words_of_a_name(label: str, kind: str) -> None:
    assert fact_kind("x_own", label, "accounts", dated=False) == kind


@pytest.mark.parametrize(
    ("name", "table", "dated", "kind"),
    [
        ("lead_source_detail", "deals", False, "source"),
        ("employees", "accounts", False, "firmographics"),
        ("technology_categories", "accounts", False, "technographics"),
        ("x_own", "contacts", False, "persona"),
        ("x_own", "signals", False, "situation"),
        ("x_own", "accounts", True, "situation"),
        ("money_raised", "accounts", False, "situation"),
        ("x_team_growth", "accounts", False, "situation"),
    ],
)
def test_by_what_is_known_of_a_parameter(name: str, table: str, dated: bool, kind: str) -> None:
    assert fact_kind(name, "", table, dated=dated) == kind


def test_each_list_is_a_kind() -> None:
    assert set(read_table("whofor.lexicon", "fact_kinds.toml")) == set(BLOCKS) - {"other", "source"}
