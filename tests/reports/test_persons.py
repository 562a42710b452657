"""Salespeople are initials on the page and in a terminal; other confounders keep their names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from made_results import changed
from whofor.lexicon.persons import names_persons
from whofor.model import ConfounderEffect, IcpResult
from whofor.reports.html import render_html
from whofor.reports.persons import with_initials


def test_no_name_of_a_salesperson_is_left(results: dict[str, IcpResult], language: str) -> None:
    full = render_html(results["found"], language)
    short = render_html(with_initials(results["found"]), language)
    assert "Maria Keller" in full
    assert "Maria" not in short
    assert "Keller" not in short
    assert "M. K." in short


def test_what_is_no_person_keeps_its_name(results: dict[str, IcpResult]) -> None:
    (owner,) = results["found"].data.confounders
    levels = [
        owner,
        replace(owner, level="Max Kern"),
        replace(owner, confounder="x_manager", label="Manager", level="Zoë Ägerter"),
        ConfounderEffect("lead_source", "Source", "Trade Fair", owner.inside, owner.rest, 0.01),
    ]
    shown = with_initials(changed(results["found"], confounders=tuple(levels))).data.confounders
    assert [e.level for e in shown] == ["M. K. (1)", "M. K. (2)", "Z. Ä.", "Trade Fair"]
    assert shown[3] is levels[3]


def test_without_persons_nothing_changes(results: dict[str, IcpResult]) -> None:
    assert with_initials(results["no_pattern"]) is results["no_pattern"]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Deal owner", True),
        ("Sales Rep", True),
        ("sales_agent", True),
        ("Propriétaire de la transaction", True),
        ("Vendeur", True),
        ("Betreuer", True),
        ("Lead source", False),
        ("Product", False),
        ("Region", False),
        ("Company size", False),
    ],
)
def test_columns_of_persons(label: str, expected: bool) -> None:
    assert names_persons(label) is expected
