"""Persons are forgotten: out of the tables, out of the texts, and out of every later import."""

import json
from datetime import date
from pathlib import Path

import duckdb
import pytest

from whofor.app.forget import forget, remembered
from whofor.app.import_source import import_source
from whofor.app.run import run
from whofor.errors import UsageError, WorkspaceError
from whofor.model.options import FindOptions
from whofor.workspace import Workspace

TODAY = date(2026, 11, 1)


def export(folder: Path) -> Path:
    folder.mkdir()
    contacts = ["Record ID,First Name,Last Name,Email,Phone Number,Associated Company ID"]
    deals = ["Record ID,Deal Name,Deal Stage,Create Date,Close Date,Amount,Associated Contact IDs,Referred by,Industry"]
    for i in range(20):
        contacts.append(f"{700 + i},Zora{i},Quixote{i},zora{i}@mail.example,+49 30 {5550000 + i},{i}")
    for i in range(200):
        won, day = "Closed won" if i % 3 else "Closed lost", f"2025-{1 + i // 28:02d}-{1 + i % 28:02d}"
        referred = f"Zora{i % 20} Quixote{i % 20}"
        name = f"Licence for {referred} (030 {5550000 + i % 20})" if i % 2 else f"Mail from zora{i % 20}@mail.example"
        deals.append(
            f"{i},{name},{won},{day},{day},{100 + i},{700 + i % 20},{referred},{'Banking' if i % 4 else 'Retail'}"
        )
    (folder / "contacts.csv").write_text("\n".join(contacts), encoding="utf-8")
    (folder / "deals.csv").write_text("\n".join(deals), encoding="utf-8")
    return folder


def tables(workspace: Path) -> tuple[int, int]:
    """Number of contacts, and of deals with a contact."""
    with duckdb.connect(str(next(workspace.glob("*.duckdb"))), read_only=True) as database:
        contacts = database.execute("SELECT count(*) FROM contacts").fetchall()[0][0]
        return contacts, database.execute("SELECT count(contact_key) FROM deals").fetchall()[0][0]


def content(workspace: Path) -> bytes:
    return b"".join(path.read_bytes() for path in workspace.rglob("*") if path.is_file() and path.name != "key")


@pytest.mark.parametrize("keep", [False, True], ids=["masked", "kept"])
@pytest.mark.parametrize("person", ["ZORA3@mail.example", "+49 30 5550003", "030 / 5550003", "703"])
def test_a_person_is_removed_and_no_import_brings_it_back(tmp_path: Path, person: str, keep: bool) -> None:
    source, workspace = export(tmp_path / "export"), tmp_path / "ws"
    import_source(source, workspace=workspace, today=TODAY, keep_contacts=keep)
    assert tables(workspace) == (20, 200)
    done = forget(workspace, [person])
    assert (done.remembered, done.contacts, done.references, done.unknown) == (done.remembered, 1, 10, ())
    assert tables(workspace) == (19, 190)
    again = import_source(source, workspace=workspace, today=TODAY, keep_contacts=keep)
    assert tables(workspace) == (19, 190)
    assert ("forgotten_contact", 1) in [(issue.code, issue.count) for issue in again.issues]
    found = content(workspace)
    for trace in (b"Quixote3 ", b"zora3@", b"5550003"):
        assert trace not in found
    assert (b"zora4@mail.example" in found) is keep


def test_runs_that_name_a_forgotten_person_are_removed(tmp_path: Path) -> None:
    source, workspace = export(tmp_path / "export"), tmp_path / "ws"
    options = FindOptions(permutations=200)
    run(source, workspace=workspace, today=TODAY, keep_contacts=True, options=options)
    result = next((workspace / "runs").glob("*/result.json"))
    result.write_text(result.read_text(encoding="utf-8") + '"Zora3 Quixote3"', encoding="utf-8")
    done = forget(workspace, ["zora3@mail.example"])
    assert done.runs == 1
    assert b"Quixote3 " not in content(workspace).replace(b'"', b" ")


def test_several_at_once_and_who_is_not_there(tmp_path: Path) -> None:
    workspace = tmp_path / "ws"
    import_source(export(tmp_path / "export"), workspace=workspace, today=TODAY)
    done = forget(workspace, ["zora1@mail.example", "702", "nobody@else.example"])
    assert (done.contacts, done.unknown) == (2, ("nobody@else.example",))
    assert remembered(workspace) == done.remembered == 3


def test_only_keyed_hashes_are_remembered(tmp_path: Path) -> None:
    workspace = tmp_path / "ws"
    import_source(export(tmp_path / "export"), workspace=workspace, today=TODAY)
    forget(workspace, ["zora1@mail.example"])
    listed = json.loads((workspace / "forgotten.json").read_text(encoding="utf-8"))
    other = tmp_path / "other"
    import_source(tmp_path / "export", workspace=other, today=TODAY)
    forget(other, ["zora1@mail.example"])
    assert listed["marks"] != json.loads((other / "forgotten.json").read_text(encoding="utf-8"))["marks"]
    assert "zora" not in json.dumps(listed)


@pytest.mark.parametrize("damage", ["{", "[]", '{"format": 1, "marks": ["zora"]}', '{"format": 9, "marks": []}'])
def test_a_damaged_list_stops_the_import(tmp_path: Path, damage: str) -> None:
    source, workspace = export(tmp_path / "export"), tmp_path / "ws"
    import_source(source, workspace=workspace, today=TODAY)
    (workspace / "forgotten.json").write_text(damage, encoding="utf-8")
    with pytest.raises(WorkspaceError, match="list of forgotten persons is damaged"):
        import_source(source, workspace=workspace, today=TODAY)


def test_a_list_of_another_key_is_not_passed_over(tmp_path: Path) -> None:
    source, workspace = export(tmp_path / "export"), tmp_path / "ws"
    import_source(source, workspace=workspace, today=TODAY)
    forget(workspace, ["zora1@mail.example"])
    (workspace / "key").unlink()
    with pytest.raises(WorkspaceError, match="made with another key"):
        import_source(source, workspace=workspace, today=TODAY)


def test_nobody_is_no_person(tmp_path: Path) -> None:
    workspace = tmp_path / "ws"
    import_source(export(tmp_path / "export"), workspace=workspace, today=TODAY)
    for persons in ([], [" "]):
        with pytest.raises(UsageError):
            forget(workspace, persons)
    assert remembered(workspace) == 0
    assert len(Workspace.open(workspace).forgotten().marks) == 0
