"""No answer rests on a word for unknown, through the whole import: known words, and words found by their use."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from whofor.app.find import find
from whofor.app.import_source import import_source
from whofor.intake.report import ImportReport
from whofor.model import Operator, Verdict
from whofor.model.options import FindOptions
from whofor.model.reasons.verdicts import RestsOnUnknown
from whofor.workspace import Workspace

TODAY = date(2026, 10, 1)
LISTS = {
    "Partners": ("Reseller", "Agency", "Distributor"),
    "Incubation": ("Seed lab", "University", "Corporate"),
    "Channel": ("Direct", "Marketplace", "Franchise"),
    "Stack": ("Java", "Python", "Node"),
    "Motion": ("Inbound led", "Outbound led", "Product led"),
}
MAPPING = """
[deals]
key = "Id"
rest = "definition"
[deals.columns]
opened = "Created"
closed = "Closed"
[deals.outcome]
column = "Stage"
won = "Won"
lost = "Lost"
"""


def import_lists(tmp_path: Path, word: str, mapping: str = MAPPING) -> ImportReport:
    """Import 900 deals; those of which two lists say a word win twice as often as the others."""
    rng = np.random.default_rng(11)
    source, first = tmp_path / "deals.csv", date(2023, 1, 2)
    with source.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(("Id", "Created", "Closed", "Stage", *LISTS))
        for i in range(900):
            cells = [word if rng.random() < 0.4 else str(rng.choice(values)) for values in LISTS.values()]
            won = rng.random() < (0.5 if cells[:2] == [word, word] else 0.22)
            opened = first + timedelta(days=i)
            closed = opened + timedelta(days=int(rng.integers(5, 60)))
            out.writerow((f"D{i}", opened, closed, "Won" if won else "Lost", *cells))
    chosen = tmp_path / "mapping.toml"
    chosen.write_text(mapping, encoding="utf-8")
    return import_source(source, workspace=tmp_path / "ws", mapping=str(chosen), today=TODAY)


def values(workspace: Path, column: str) -> set[str | None]:
    with Workspace.open(workspace).reading() as (_, scan):
        return set(scan.project("deals", [column])[column].tolist())


@pytest.mark.parametrize("word", ["No Info", "--Select--", "Bitte wählen", "Ohne Befund"])
def test_nothing_passes_that_rests_on_a_word_for_unknown(tmp_path: Path, word: str) -> None:
    report = import_lists(tmp_path, word)
    assert values(tmp_path / "ws", "x_partners") == {"Reseller", "Agency", "Distributor", None}
    found = find(tmp_path / "ws", FindOptions(permutations=256), today=TODAY)
    best = found.search.segments[0]
    assert [c.operator for c in best.segment.conditions] == [Operator.UNKNOWN] * 2
    assert best.verdict is Verdict.REVIEW
    assert any(isinstance(reason, RestsOnUnknown) for reason in best.reasons)
    assert not [f for f in found.search.segments if f.verdict is Verdict.PASS]
    code = "filler_word" if word == "Ohne Befund" else "missing_word"
    issues = [issue for issue in report.issues if issue.code == code]
    assert issues, "the words read as unknown are shown"
    if code == "filler_word":
        assert issues[0].examples == (f"'{word}': Partners, Incubation, Channel, Stack, Motion",)
        assert issues[0].count > 1500


def test_a_word_that_the_value_map_names_is_an_answer(tmp_path: Path) -> None:
    extra = '[deals.extra]\nPartners = { role = "definition", values = { "Ohne Befund" = "Ohne Befund" } }\n'
    mapping = MAPPING.replace("[deals.outcome]", f"{extra}[deals.outcome]")
    import_lists(tmp_path, "Ohne Befund", mapping)
    assert "Ohne Befund" in values(tmp_path / "ws", "x_partners")
