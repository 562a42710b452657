"""Initial understanding, from the import to the answer: by examples, by a column, or not recorded."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

import whofor
from whofor.intake.normalise import conversations
from whofor.intake.normalise.first_exchange import LABELS
from whofor.intake.normalise.rule_tables import rules
from whofor.model import IcpResult, SoftDoubt, SoftSource
from whofor.model.options import FindOptions
from whofor.reports.wording.understanding import understanding_text
from whofor.reports.words import words_of

TODAY = date(2026, 6, 1)
MAPPING = """
[files]
deals = "deals.csv"
notes = "notes.csv"
[deals]
file = "deals"
key = "ID"
[deals.columns]
account_key = "Account"
opened = "Created"
closed = "Closed"
[deals.extra]
"Sector" = { role = "definition", kind = "category" }
"Initial understanding" = { role = "validation", kind = "number" }
[deals.outcome]
column = "Status"
won = "Won"
lost = "Lost"
[[interactions]]
file = "notes"
[interactions.columns]
deal_key = "Deal"
at = "When"
kind = { const = "Note" }
tone = "Text"
"""


def said(label: str, i: int) -> str:
    """A sentence of that label which is none of the examples."""
    texts = rules("conversations")["understanding"][label]
    return f"{texts[i % len(texts)]} ({i})"


def answer(folder: Path, *, column: bool = False, german: bool = False) -> IcpResult:
    """Banks sign six times in ten and know what they need; others one in ten, and seldom do."""
    rng = np.random.default_rng(4)
    source = folder / "source"
    source.mkdir()
    deals = ["ID,Account,Created,Closed,Status,Sector,Initial understanding"]
    notes = ["Deal,When,Text"]
    for i in range(700):
        bank = rng.random() < 0.3
        opened = date(2024, 1, 1) + timedelta(days=i)
        won, clear = rng.random() < (0.6 if bank else 0.1), rng.random() < (0.9 if bank else 0.2)
        sector = "Bank" if bank else ("Shop", "School", "Clinic")[i % 3]
        seen = f"{int(clear)}" if column else ""
        closed = opened + timedelta(days=40)
        deals.append(f"{i},A{i},{opened},{closed},{'Won' if won else 'Lost'},{sector},{seen}")
        text = f"Der Kunde weiß, was er braucht, und fragt nach Terminen {i}." if german else said(LABELS[not clear], i)
        notes.append(f'{i},{opened + timedelta(days=2)},"{text}"')
        notes.append(f'{i},{opened + timedelta(days=1)},"{"Guten Tag" if german else said("none", i)}"')
    (source / "deals.csv").write_text("\n".join(deals), encoding="utf-8")
    (source / "notes.csv").write_text("\n".join(notes), encoding="utf-8")
    mapping = folder / "mapping.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    whofor.import_source(source, workspace=folder / "workspace", mapping=str(mapping), today=TODAY)
    return whofor.find(folder / "workspace", FindOptions(permutations=200), today=TODAY)


@pytest.fixture(autouse=True)
def _without_the_embedder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversations, "can_embed", lambda: False)


def test_banks_are_clearer_about_their_need(tmp_path: Path) -> None:
    result = answer(tmp_path)
    reading = result.data.understanding
    assert reading is not None
    assert (reading.source, reading.texts, reading.doubt) == (SoftSource.EXAMPLES, 1400, None)
    assert 650 <= reading.told <= 800
    (found,) = [c for c in result.clients.worth[0].comparisons if c.topic == "understanding"]
    assert (found.own.estimate or 0) > 0.7 > 0.4 > (found.other.estimate or 1)
    assert found.p < 0.001
    english = understanding_text(reading, words_of("en"))
    assert "of 1,400 texts" in english
    assert "Of the 410 examples, which we wrote, 82%" in english
    assert "Nobody has checked that on your texts" in english
    assert "écrits par nous" in understanding_text(reading, words_of("fr"))


def test_a_column_is_better_than_texts(tmp_path: Path) -> None:
    result = answer(tmp_path, column=True)
    assert result.data.understanding is not None
    assert result.data.understanding.source is SoftSource.COLUMN
    (found,) = [c for c in result.clients.worth[0].comparisons if c.topic == "understanding"]
    assert found.measure.label == "Initial understanding"
    assert "“Initial understanding”" in understanding_text(result.data.understanding, words_of("en"))


def test_texts_unlike_the_examples_are_not_used_and_the_question_is_named(tmp_path: Path) -> None:
    result = answer(tmp_path, german=True)
    reading = result.data.understanding
    assert reading is not None
    assert (reading.doubt, reading.far) == (SoftDoubt.FAR, 1400)
    assert "understanding" in result.clients.worth[0].not_recorded
    assert "100% of 1,400 texts are too unlike" in understanding_text(reading, words_of("en"))
