"""What people wrote is read once for its tone and stored nowhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from whofor.app.deals import read_deals
from whofor.app.import_source import import_source
from whofor.errors import MappingError
from whofor.intake.normalise import conversations
from whofor.intake.normalise.embedder import can_embed
from whofor.workspace import Workspace

needs_embedder = pytest.mark.skipif(not can_embed(), reason="needs the optional embedder: whofor[text]")
TODAY = date(2025, 6, 1)
SECRET = "Jeanne Zyxwv loved the demo and wants to start at once"
DEALS = "ID,Account,Created,Closed,Status\n" + "".join(
    f"{i},A{i},2025-01-{i % 27 + 1:02d},2025-03-01,{'Won' if i % 2 else 'Lost'}\n" for i in range(40)
)
NOTES = f"""Deal,When,Text
1,2025-01-05,"{SECRET}"
2,2025-01-06,"They were angry about the price and hung up"
3,2025-01-07,
4,2025-01-08,"He has no idea what the tool does and was told to call us"
5,2025-01-08,"They know exactly what they need: automate invoicing before July"
"""
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


def imported(folder: Path, mapping: str = MAPPING) -> Path:
    source, workspace = folder / "source", folder / "workspace"
    source.mkdir()
    (source / "deals.csv").write_text(DEALS, encoding="utf-8")
    (source / "notes.csv").write_text(NOTES, encoding="utf-8")
    path = folder / "mapping.toml"
    path.write_text(mapping, encoding="utf-8")
    import_source(source, workspace=workspace, mapping=str(path), today=TODAY)
    return workspace


@needs_embedder
def test_the_tone_is_kept_and_the_text_is_not(tmp_path: Path) -> None:
    workspace = imported(tmp_path)
    opened = Workspace.open(workspace)
    with opened.reading() as (_, scan):
        rows = read_deals(scan, opened.dataset())
    assert rows.history is not None
    said = rows.history.interactions
    assert said is not None
    assert said.tone[:2].tolist() == [1.0, -1.0]
    assert said.understanding[-2:].tolist() == [0.0, 1.0]
    for file in workspace.rglob("*"):
        if file.is_file():
            assert b"Zyxwv" not in file.read_bytes(), file


def test_without_the_embedder_it_is_counted_and_no_text_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversations, "can_embed", lambda: False)
    workspace = imported(tmp_path)
    dataset = Workspace.open(workspace).dataset()
    issue = next(i for i in dataset.issues if i.code == "tone_not_told")
    assert (issue.count, issue.examples) == (4, ())
    assert dataset.understanding is not None
    assert (dataset.understanding.source, dataset.understanding.texts) == ("examples", 4)
    assert "Zyxwv" not in (workspace / "manifest.json").read_text(encoding="utf-8")


def test_a_misspelt_label_is_named(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="positive"):
        imported(tmp_path, MAPPING + '[conversation_examples]\npositiv = ["Great"]\n')
