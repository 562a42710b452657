import errno
import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from whofor.errors import WorkspaceError
from whofor.model import AsOf, Issue, IssueCode, Kind, Parameter, Role
from whofor.workspace import Dataset, Workspace, write_files
from whofor.workspace.dataset import dataset_of, manifest_of
from whofor.workspace.files import locked, translated

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
    assert workspace.runs.latest() is None
    folder = workspace.runs.save("r1", {"answer": "found", "run": {"seed": 1}}, files={"report.html": b"<p>"})
    assert folder == tmp_path / "runs" / "r1"
    assert (folder / "report.html").read_bytes() == b"<p>"
    workspace.runs.save("r2", {"answer": "no_pattern", "run": {"seed": 2}}, files={})
    assert workspace.runs.latest() == "r2"
    assert workspace.runs.load("r1") == {"answer": "found", "run": {"seed": 1}}
    before = (folder / "result.json").read_bytes()
    workspace.runs.save("r1", {"run": {"seed": 1}, "answer": "found"}, files={})
    assert (folder / "result.json").read_bytes() == before
    lines = [json.loads(line) for line in (tmp_path / "runs.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["r1", "r2", "r1"]
    assert workspace.runs.latest() == "r1"


def test_a_log_that_a_kill_cut_short_still_gives_the_run_before(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    workspace.runs.save("r1", {}, files={})
    with (tmp_path / "runs.jsonl").open("a", encoding="utf-8") as log:
        log.write('{"id": "r2", "ans')
    assert workspace.runs.latest() == "r1"


def test_runs_that_are_not_there_or_damaged(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    workspace.runs.save("r1", {}, files={})
    with pytest.raises(WorkspaceError, match=r"There is no such run \(“r9”\)\. Saved runs: r1"):
        workspace.runs.load("r9")
    (tmp_path / "runs" / "r1" / "result.json").write_text("{", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="The run is damaged"):
        workspace.runs.load("r1")


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
    refused = r"names a file that is no database of ours.*into another folder"
    with pytest.raises(WorkspaceError, match=refused):
        workspace.dataset()
    with pytest.raises(WorkspaceError, match=refused), workspace.reading():
        pass
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
    with pytest.raises(WorkspaceError, match=r"is a link elsewhere.*into another folder"), workspace.reading():
        pass
    commit(workspace)
    assert not (workspace.path / name).is_symlink()
    assert victim.read_bytes() == before
    with workspace.reading() as (_, scan):
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
        "key",
        "manifest.json",
        "report.html",
        "whofor-ffffffffffffffff.duckdb",
    ]


def test_ids_of_runs_do_not_lead_out_of_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "result.json").write_text("{}", encoding="utf-8")
    workspace = Workspace.create(tmp_path / "ws")
    workspace.runs.save("r1", {}, files={})
    for run_id in ("../../secret", str(tmp_path / "secret"), "r1/../r1", ".", ""):
        with pytest.raises(WorkspaceError, match="There is no such run"):
            workspace.runs.load(run_id)
        with pytest.raises(WorkspaceError, match="There is no such run"):
            workspace.runs.save(run_id, {}, files={})
        with (workspace.path / "runs.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps({"id": run_id}) + "\n")
    assert workspace.runs.latest() == "r1"


def modes(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}


@pytest.fixture
def usual_umask() -> Iterator[None]:
    former = os.umask(0o022)
    yield
    os.umask(former)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
@pytest.mark.usefixtures("usual_umask")
@pytest.mark.parametrize("made_before", [False, True])
def test_only_the_owner_reads_a_workspace(tmp_path: Path, made_before: bool) -> None:
    ws = tmp_path / "a" / "ws"
    if made_before:
        ws.mkdir(parents=True)
    workspace = Workspace.create(ws)
    commit(workspace)
    workspace.runs.save("r1", {}, files={"search.json": b"{}"})
    workspace.write_file("report.html", b"x")
    assert stat.S_IMODE(ws.stat().st_mode) == 0o700
    assert {name: mode for name, mode in modes(ws).items() if mode not in (0o600, 0o700)} == {}
    assert {name for name, mode in modes(ws).items() if mode == 0o700} == {"runs", "runs/r1"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
@pytest.mark.usefixtures("usual_umask")
def test_a_workspace_that_is_shared_with_a_group_stays_shared(tmp_path: Path) -> None:
    ws = tmp_path / "ws"
    commit(Workspace.create(ws))
    ws.chmod(0o750)
    Workspace.create(ws).write_file("report.html", b"x")
    assert stat.S_IMODE((ws / "report.html").stat().st_mode) == 0o640
    # What everybody can enter was not thought about.
    ws.chmod(0o755)
    Workspace.create(ws).write_file("report.html", b"x")
    assert stat.S_IMODE((ws / "report.html").stat().st_mode) == 0o600


def test_the_key_is_made_once_and_a_damaged_one_is_named(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "ws")
    key = workspace.secret()
    assert len(key) == 32
    assert workspace.secret() == key != Workspace.create(tmp_path / "other").secret()
    for damaged in (b"", b"short", b"x" * 33):
        (workspace.path / "key").write_bytes(damaged)
        with pytest.raises(WorkspaceError, match=r"key of the workspace is damaged.*Put it back"):
            workspace.secret()


def test_another_key_replaces_the_database_even_of_the_same_data(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    name = "whofor-ffffffffffffffff.duckdb"
    commit(workspace)
    first = (tmp_path / name).stat().st_ino
    commit(workspace)
    assert (tmp_path / name).stat().st_ino == first
    (tmp_path / "key").unlink()
    commit(workspace)
    assert (tmp_path / name).stat().st_ino != first


def test_a_page_of_other_data_goes_with_them(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    commit(workspace)
    workspace.write_file("report.html", b"x")
    commit(workspace)
    assert (tmp_path / "report.html").is_file()
    with workspace.importing() as draft:
        duckdb.connect(str(draft.database)).execute("CREATE TABLE deals (deal_key VARCHAR)").close()
        workspace.commit(draft, replace(DATASET, data_hash="e" * 64))
    assert not (tmp_path / "report.html").exists()


def test_what_a_killed_import_left_goes_with_the_next_command(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    commit(workspace)
    (tmp_path / "tmp").mkdir()
    (tmp_path / "tmp" / "scratch.duckdb").write_bytes(b"raw")
    with locked(tmp_path / ".lock"):
        # Another import is running: these are its files.
        Workspace.open(tmp_path)
        assert (tmp_path / "tmp" / "scratch.duckdb").is_file()
    Workspace.open(tmp_path)
    assert not (tmp_path / "tmp").exists()


def test_drafts_of_a_killed_report_go_with_the_next_command(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    commit(workspace)
    workspace.runs.save("r1", {}, files={})
    for folder in (tmp_path, tmp_path / "runs" / "r1"):
        (folder / ".report.html.4194304999-0a1b2c3d.new").write_bytes(b"x")
    Workspace.open(tmp_path)
    assert list(tmp_path.rglob("*.new")) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes among its files")
def test_pipes_in_the_place_of_files_are_not_waited_for(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    commit(workspace)
    os.mkfifo(tmp_path / "runs.jsonl")
    with pytest.raises(WorkspaceError, match="cannot be used"):
        workspace.runs.save("r1", {}, files={})
    assert workspace.runs.latest() is None
    (tmp_path / ".lock").unlink()
    os.mkfifo(tmp_path / ".lock")
    with pytest.raises(WorkspaceError, match="cannot be used"):
        commit(workspace)
    for name in ("key", "manifest.json"):
        (tmp_path / name).unlink()
        os.mkfifo(tmp_path / name)
    with pytest.raises(WorkspaceError, match="key of the workspace is damaged"):
        workspace.secret()
    with pytest.raises(WorkspaceError, match="no workspace here"):
        Workspace.open(tmp_path)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE deals AS SELECT ['won'] AS outcome, 1::BIGINT AS _row",
        "CREATE TABLE deals AS SELECT 1.0::DOUBLE AS outcome, 1::BIGINT AS _row",
        "CREATE TABLE deals AS SELECT 'won' AS outcome, 'soon' AS closed, 1::BIGINT AS _row",
        "CREATE TABLE deals AS SELECT 'won' AS outcome, 1.0::DOUBLE AS x_a, 1::BIGINT AS _row",
        "CREATE TABLE deals AS SELECT 'won' AS outcome, 'first' AS _row",
        "CREATE VIEW deals AS WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n AS a FROM t",
        "CREATE VIEW deals AS SELECT 'won' AS outcome, content AS x_a, 1::BIGINT AS _row FROM read_text('/etc/passwd')",
    ],
)
def test_a_database_that_no_import_made_is_not_read(tmp_path: Path, statement: str) -> None:
    name = "whofor-ffffffffffffffff.duckdb"
    workspace = foreign(tmp_path / "ws", name)
    duckdb.connect(str(workspace.path / name)).execute(statement).close()
    with (
        pytest.raises(WorkspaceError, match=r"no import has written|contradict each other"),
        workspace.reading() as (_, scan),
    ):
        scan.row_count("deals")
    commit(workspace)
    with workspace.reading() as (_, scan):
        assert scan.columns("deals") == ["deal_key"]


def test_drafts_of_processes_that_have_ended_are_removed(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    ours = tmp_path / f".report.html.{os.getpid()}-0a1b2c3d.new"
    for draft in (ours, tmp_path / f".report.html.{int(ended.stdout)}-0a1b2c3d.new", tmp_path / ".manifest.json.new"):
        draft.write_bytes(b"x")
    commit(Workspace.create(tmp_path))
    assert [path.name for path in tmp_path.glob("*.new")] == [ours.name]


def test_one_run_is_saved_by_many_at_once(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    document = {"answer": "found", "run": {"seed": 1}, "big": ["x" * 1000] * 50}
    failures: list[BaseException] = []

    def save() -> None:
        try:
            for _ in range(20):
                workspace.runs.save("r1", document, files={"search.json": b"{}"})
                assert workspace.runs.load("r1") == document
                assert workspace.runs.latest() == "r1"
        except BaseException as failure:  # noqa: BLE001 - whatever fails is shown by the test
            failures.append(failure)

    threads = [threading.Thread(target=save) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    lines = (tmp_path / "runs.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["r1"] * 80
    assert sorted(path.name for path in (tmp_path / "runs" / "r1").iterdir()) == ["result.json", "search.json"]


def test_a_reader_sees_one_import_whole_however_many_replace_it(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    done = threading.Event()

    def imports() -> None:
        try:
            for number in range(40):
                dataset = replace(DATASET, data_hash=f"{number:016x}{'0' * 48}", company=str(number))
                with workspace.importing() as draft:
                    table = f"CREATE TABLE deals AS SELECT {number}.0::DOUBLE AS number, 1::BIGINT AS _row"
                    duckdb.connect(str(draft.database)).execute(table).close()
                    workspace.commit(draft, dataset)
        finally:
            done.set()

    commit(workspace)
    writer = threading.Thread(target=imports)
    writer.start()
    seen: set[str] = set()
    while not done.is_set():
        with workspace.reading() as (dataset, scan):
            seen.add(dataset.company)
            if dataset.company != "Acme":
                assert scan.project("deals", ["number"])["number"].tolist() == [int(dataset.company)]
    writer.join()
    assert len(seen) > 1


@pytest.mark.parametrize("name", ["runs", "runs/r1"])
def test_runs_are_not_saved_through_a_link(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    workspace = Workspace.create(tmp_path / "ws")
    (workspace.path / name).parent.mkdir(exist_ok=True)
    (workspace.path / name).symlink_to(outside)
    with pytest.raises(WorkspaceError, match="A folder of runs is a link elsewhere"):
        workspace.runs.save("r1", {}, files={})
    assert list(outside.iterdir()) == []


def test_the_log_is_not_written_through_a_link(tmp_path: Path) -> None:
    victim = tmp_path / "thesis.docx"
    victim.write_bytes(b"mine")
    workspace = Workspace.create(tmp_path / "ws")
    (workspace.path / "runs.jsonl").symlink_to(victim)
    with pytest.raises(WorkspaceError, match="cannot be used"):
        workspace.runs.save("r1", {}, files={})
    assert victim.read_bytes() == b"mine"


@pytest.mark.parametrize(
    "text", ["[" * 5000 + "]" * 5000, '{"a":' * 500 + "1" + "}" * 500, "\udc80", "[]", "1", "null"]
)
def test_documents_that_nothing_of_ours_wrote(tmp_path: Path, text: str) -> None:
    workspace = Workspace.create(tmp_path)
    workspace.runs.save("r1", {}, files={})
    content = text.encode(errors="surrogateescape")
    (tmp_path / "runs" / "r1" / "result.json").write_bytes(content)
    with (tmp_path / "runs.jsonl").open("ab") as log:
        log.write(content + b"\n")
    with pytest.raises(WorkspaceError, match="The run is damaged"):
        workspace.runs.load("r1")
    assert workspace.runs.latest() == "r1"
    with pytest.raises(WorkspaceError, match="manifest is damaged"):
        dataset_of(content, "m")


def test_several_imports_may_open_a_folder_at_once(tmp_path: Path) -> None:
    failed: list[Exception] = []

    def create() -> None:
        for _ in range(300):
            try:
                Workspace.create(tmp_path / "ws")
            except Exception as error:  # noqa: BLE001 - collected, and compared with none
                failed.append(error)

    threads = [threading.Thread(target=create) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert list((tmp_path / "ws").iterdir()) == []
