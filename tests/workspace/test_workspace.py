import errno
import json
import os
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from whofor.errors import WorkspaceError
from whofor.model import AsOf, Issue, IssueCode, Kind, Parameter, Role
from whofor.workspace import Dataset, Workspace, write_files
from whofor.workspace.dataset import dataset_of, manifest_of
from whofor.workspace.files import translated

DATASET = Dataset(
    parameters=(Parameter("x_a", "Ä", Role.LEAK, Kind.MULTI, "deals", "d.csv: Ä", "EUR", AsOf.KNOWN),),
    issues=(Issue(IssueCode.DUPLICATE_KEY, 2, ("a", "b"), "deals.deal_key"),),
    data_hash="f" * 64,
    preset="hubspot",
    company="Acme",
    synthetic=True,
    source="export",
    merge=False,
)


def test_a_manifest_gives_back_what_it_was_made_of() -> None:
    manifest = manifest_of(DATASET, "whofor-ffffffffffffffff.duckdb")
    assert dataset_of(manifest, "m") == (DATASET, "whofor-ffffffffffffffff.duckdb")
    assert manifest == manifest_of(DATASET, "whofor-ffffffffffffffff.duckdb")


def test_a_manifest_of_before_merging_could_be_left_out_reads_as_merged() -> None:
    document = json.loads(manifest_of(DATASET, "whofor-ffffffffffffffff.duckdb"))
    del document["merge"]
    assert dataset_of(json.dumps(document).encode(), "m")[0] == replace(DATASET, merge=True)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2}', '{"format": 2, "parameters": [{"name": 1}]}'])
def test_a_damaged_manifest_says_what_to_do(text: str) -> None:
    with pytest.raises(WorkspaceError, match="manifest is damaged"):
        dataset_of(text.encode(), "m")


def test_each_fault_of_a_manifest_is_named_with_its_path() -> None:
    document = json.loads(manifest_of(DATASET, "whofor-ffffffffffffffff.duckdb"))
    document["parameters"][0]["role"] = "hero"
    document["issues"][0]["count"] = "many"
    with pytest.raises(WorkspaceError) as refused:
        dataset_of(json.dumps(document).encode(), "m")
    places = [problem.what.split(": ")[1] for problem in refused.value.problems]
    assert places == ["parameters.0.role", "issues.0.count"]
    assert all("whofor import" in problem.todo for problem in refused.value.problems)


def test_a_manifest_of_another_version() -> None:
    with pytest.raises(WorkspaceError, match="made by another version"):
        dataset_of(b'{"format": 1}', "m")


def test_a_folder_without_import_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="Run `whofor import SOURCE` first"):
        Workspace.open(tmp_path)
    with pytest.raises(WorkspaceError, match="Nothing was imported yet"):
        Workspace.create(tmp_path / "new").dataset()
    assert (tmp_path / "new").is_dir()


def test_a_workspace_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="There is a file where the workspace should be"):
        Workspace.create(tmp_path / "file")
    with pytest.raises(WorkspaceError, match="There is a file where the workspace should be"):
        Workspace.create(tmp_path / "file" / "below")


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (errno.ENOSPC, "The disk is full. Make room and try again"),
        (errno.EFBIG, "The disk is full"),
        (errno.EACCES, "The workspace cannot be written. Choose a folder you may write to"),
        (errno.EROFS, "The workspace cannot be written"),
        (errno.EIO, "The workspace cannot be used: Input/output error"),
    ],
)
def test_errors_of_the_system_become_ours(tmp_path: Path, code: int, message: str) -> None:
    with pytest.raises(WorkspaceError, match=message), translated(tmp_path):
        raise OSError(code, os.strerror(code))


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_without_write_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(WorkspaceError, match="Choose a folder you may write to"):
        Workspace.create(tmp_path)


def test_runs_are_saved_logged_and_loaded(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    assert workspace.latest_run() is None
    folder = workspace.save_run("r1", {"answer": "found", "run": {"seed": 1}}, files={"report.html": b"<p>"})
    assert folder == tmp_path / "runs" / "r1"
    assert (folder / "report.html").read_bytes() == b"<p>"
    workspace.save_run("r2", {"answer": "no_pattern", "run": {"seed": 2}}, files={})
    assert workspace.latest_run() == "r2"
    assert workspace.load_run("r1") == {"answer": "found", "run": {"seed": 1}}
    before = (folder / "result.json").read_bytes()
    workspace.save_run("r1", {"run": {"seed": 1}, "answer": "found"}, files={})
    assert (folder / "result.json").read_bytes() == before
    lines = [json.loads(line) for line in (tmp_path / "runs.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["r1", "r2", "r1"]
    assert workspace.latest_run() == "r1"


def test_a_log_that_a_kill_cut_short_still_gives_the_run_before(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    workspace.save_run("r1", {}, files={})
    with (tmp_path / "runs.jsonl").open("a", encoding="utf-8") as log:
        log.write('{"id": "r2", "ans')
    assert workspace.latest_run() == "r1"


def test_runs_that_are_not_there_or_damaged(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    workspace.save_run("r1", {}, files={})
    with pytest.raises(WorkspaceError, match=r"There is no such run \(“r9”\)\. Saved runs: r1"):
        workspace.load_run("r9")
    (tmp_path / "runs" / "r1" / "result.json").write_text("{", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="The run is damaged"):
        workspace.load_run("r1")


def test_files_are_written_whole(tmp_path: Path) -> None:
    assert write_files(tmp_path / "new", {"a.csv": b"1", "b.csv": b"2"}) == tmp_path / "new"
    place = Workspace.create(tmp_path).write_file("report.html", b"x")
    assert place.read_bytes() == b"x"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "report.html"]


def foreign(path: Path, database: str) -> Workspace:
    """A workspace from somebody else, whose manifest names a file."""
    path.mkdir()
    (path / "manifest.json").write_bytes(manifest_of(DATASET, database))
    return Workspace.open(path)


@pytest.mark.parametrize(
    "name",
    [
        "{}/thesis.duckdb",
        "../thesis.duckdb",
        "thesis.duckdb",
        "runs.jsonl",
        "",
        "../whofor-ffffffffffffffff.duckdb",
        "whofor-ffffffffffffffff.duckdb/../../thesis.duckdb",
        "whofor-FFFFFFFFFFFFFFFF.duckdb",
        "whofor-ffffffffffffffff.duckdb\n",
    ],
)
def test_a_manifest_that_names_another_file_neither_opens_nor_deletes_it(tmp_path: Path, name: str) -> None:
    for there in ("thesis.duckdb", "whofor-ffffffffffffffff.duckdb"):
        duckdb.connect(str(tmp_path / there)).execute("CREATE TABLE deals (deal_key VARCHAR)").close()
    workspace = foreign(tmp_path / "ws", name.format(tmp_path))
    (workspace.path / "thesis.duckdb").write_bytes(b"mine")
    (workspace.path / "runs.jsonl").write_bytes(b"mine")
    for ask in (workspace.dataset, workspace.scan):
        with pytest.raises(WorkspaceError, match=r"names a file that is no database of ours.*into another folder"):
            ask()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    commit(workspace)
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert {path for path in before if after.get(path) != before[path]} == {workspace.path / "manifest.json"}
    assert workspace.dataset() == DATASET


def commit(workspace: Workspace) -> None:
    with workspace.importing() as draft:
        duckdb.connect(str(draft.database)).execute("CREATE TABLE deals (deal_key VARCHAR)").close()
        workspace.commit(draft, DATASET)


def test_a_database_that_is_a_link_is_not_opened_and_its_target_stays(tmp_path: Path) -> None:
    victim = tmp_path / "thesis.duckdb"
    duckdb.connect(str(victim)).execute("CREATE TABLE deals (deal_key VARCHAR)").close()
    before = victim.read_bytes()
    name = "whofor-ffffffffffffffff.duckdb"
    workspace = foreign(tmp_path / "ws", name)
    (workspace.path / name).symlink_to(victim)
    with pytest.raises(WorkspaceError, match=r"is a link elsewhere.*into another folder"):
        workspace.scan()
    commit(workspace)
    assert not (workspace.path / name).is_symlink()
    assert victim.read_bytes() == before
    with workspace.scan() as scan:
        assert scan.tables() == ["deals"]


def test_links_in_the_place_of_drafts_are_not_written_through(tmp_path: Path) -> None:
    victim, folder = tmp_path / "thesis.docx", tmp_path / "folder"
    victim.write_bytes(b"mine")
    folder.mkdir()
    ws = tmp_path / "ws"
    ws.mkdir()
    for name in (".write-test", ".report.html.new", ".manifest.json.new"):
        (ws / name).symlink_to(victim)
    (ws / "tmp").symlink_to(folder)
    workspace = Workspace.create(ws)
    commit(workspace)
    workspace.write_file("report.html", b"x")
    assert victim.read_bytes() == b"mine"
    assert list(folder.iterdir()) == []
    assert sorted(path.name for path in ws.iterdir() if path.name[0] != ".") == [
        "manifest.json",
        "report.html",
        "whofor-ffffffffffffffff.duckdb",
    ]


def test_ids_of_runs_do_not_lead_out_of_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "result.json").write_text("{}", encoding="utf-8")
    workspace = Workspace.create(tmp_path / "ws")
    workspace.save_run("r1", {}, files={})
    for run_id in ("../../secret", str(tmp_path / "secret"), "r1/../r1", ".", ""):
        with pytest.raises(WorkspaceError, match="There is no such run"):
            workspace.load_run(run_id)
        with pytest.raises(WorkspaceError, match="There is no such run"):
            workspace.save_run(run_id, {}, files={})
        with (workspace.path / "runs.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps({"id": run_id}) + "\n")
    assert workspace.latest_run() == "r1"
