"""What an import stores of persons: pseudonyms that no list of candidates reverses, and nothing else."""

import hashlib
import hmac
import os
import random
from datetime import date
from pathlib import Path

import duckdb
import pytest

from whofor.app.demo import demo
from whofor.app.import_source import import_source
from whofor.app.run import run
from whofor.engines.open import open_importer
from whofor.errors import Cancelled
from whofor.intake.raw import Batch
from whofor.model.options import FindOptions
from whofor.workspace import Workspace

TODAY = date(2026, 11, 1)
PEOPLE = 60


def export(folder: Path) -> Path:
    """Deals of accounts that are named by an e-mail address, with contacts."""
    draws = random.Random(5)
    folder.mkdir()
    contacts = ["Record ID,First Name,Last Name,Email,Company name"]
    deals = ["Record ID,Deal Name,Deal Stage,Create Date,Close Date,Client,Associated Contact IDs,Industry,Employees"]
    for i in range(PEOPLE):
        contacts.append(f"{700 + i},Zora{i},Quixote{i},zora{i}@mail.example,Co {i}")
    for i in range(300):
        person, bank = i % PEOPLE, i % 3 == 0
        stage = "Closed won" if draws.random() < (0.7 if bank else 0.2) else "Closed lost"
        day = f"2025-{1 + i // 28:02d}-{1 + i % 28:02d}"
        deals.append(
            f"{i},Deal {i},{stage},{day},{day},zora{person}@mail.example,{700 + person},"
            f"{'Banking' if bank else 'Retail'},{50 + i % 7}"
        )
    (folder / "contacts.csv").write_text("\n".join(contacts), encoding="utf-8")
    (folder / "deals.csv").write_text("\n".join(deals), encoding="utf-8")
    return folder


def keys(workspace: Path) -> set[str]:
    """Every text of a key column that looks like a pseudonym."""
    found: set[str] = set()
    with Workspace.open(workspace).reading() as (_, scan):
        for table in scan.tables():
            for column in scan.columns(table):
                if column.endswith("_key"):
                    found |= {str(key) for key in scan.project(table, [column])[column].tolist()}
    return {key for key in found if key.startswith("h_")}


def plain_hashes() -> set[str]:
    people = [f"zora{i}@mail.example" for i in range(PEOPLE)] + [str(700 + i) for i in range(PEOPLE)]
    return {f"h_{hashlib.sha256(person.encode()).hexdigest()[:16]}" for person in people}


def test_pseudonyms_are_not_found_again_by_hashing_candidates(tmp_path: Path) -> None:
    import_source(export(tmp_path / "export"), workspace=tmp_path / "ws", today=TODAY)
    found, secret = keys(tmp_path / "ws"), Workspace.open(tmp_path / "ws").secret()
    assert len(found) >= PEOPLE
    assert not found & plain_hashes()
    keyed = {f"h_{hmac.new(secret, plain.encode(), 'sha256').hexdigest()[:16]}" for plain in plain_hashes()}
    assert found <= keyed
    stored = b"".join(path.read_bytes() for path in (tmp_path / "ws").rglob("*") if path.is_file())
    assert [plain for plain in plain_hashes() if plain.encode() in stored or plain[2:].encode() in stored] == []


def test_two_workspaces_differ_in_pseudonyms_and_in_nothing_else(tmp_path: Path) -> None:
    source = export(tmp_path / "export")
    one, other = (
        run(source, workspace=tmp_path / name, today=TODAY, options=FindOptions(permutations=200))
        for name in ("one", "other")
    )
    assert not keys(tmp_path / "one") & keys(tmp_path / "other")
    assert one.result == other.result
    for name in ("report.html", f"runs/{one.result.run.id}/result.json", "runs.jsonl"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_pseudonyms_stay_the_same_in_one_workspace(tmp_path: Path) -> None:
    source = export(tmp_path / "export")
    import_source(source, workspace=tmp_path / "ws", today=TODAY)
    before = keys(tmp_path / "ws")
    (source / "deals.csv").write_text(
        (source / "deals.csv").read_text(encoding="utf-8").replace("Deal 7,", "Deal seven,"), encoding="utf-8"
    )
    assert import_source(source, workspace=tmp_path / "ws", today=TODAY).changed
    assert keys(tmp_path / "ws") == before


def test_no_counted_example_shows_the_hash_of_a_person(tmp_path: Path) -> None:
    source = export(tmp_path / "export")
    with (source / "deals.csv").open("a", encoding="utf-8") as deals:
        deals.write("\n900,Deal x,Closed lost,2025-01-02,2025-01-03,nobody@mail.example,9999,Retail,5")
    with (source / "contacts.csv").open("a", encoding="utf-8") as contacts:
        contacts.write("\n700,Zora0,Quixote0,zora0@mail.example,Co 0")
    report = import_source(source, workspace=tmp_path / "ws", today=TODAY)
    examples = [example for issue in report.issues for example in issue.examples]
    assert examples
    assert [example for example in examples if "h_" in example] == []


def test_a_killed_import_leaves_nothing_that_can_be_read(tmp_path: Path) -> None:
    importer = open_importer(tmp_path / "draft.duckdb", tmp_path / "scratch.duckdb")
    rows = [f"Zora Quixote {i}" for i in range(50_000)]
    importer.load_rows("people.csv", ["Name"], [Batch(range(1, len(rows) + 1), [rows])])
    # As after a kill: nothing is closed, and nothing is removed.
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert len(written) > 100_000
    assert b"Quixote" not in written
    importer.abandon()
    with pytest.raises(duckdb.Error):
        duckdb.connect(str(tmp_path / "scratch.duckdb"), read_only=True)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_the_folder_of_the_example_is_private_too(tmp_path: Path) -> None:
    former = os.umask(0o022)
    try:
        with pytest.raises(Cancelled):
            demo(tmp_path / "demo", progress=_cancel)
    finally:
        os.umask(former)
    made = [tmp_path / "demo", *(tmp_path / "demo").rglob("*")]
    assert len(made) > 2
    assert [path for path in made if path.stat().st_mode & 0o077] == []


def _cancel(stage: str, done: int, total: int) -> None:
    raise Cancelled(f"{stage} {done} of {total}")
