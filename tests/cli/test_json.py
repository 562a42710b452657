"""The JSON document on stdout, as others build on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from whofor.cube import kernel_of

Run = Callable[..., "subprocess.CompletedProcess[str]"]

RUN_KEYS = {
    *("id", "seed", "data_hash", "version", "rows", "rows_search", "rows_confirm", "outcome", "baseline"),
    *("family_size", "permutations", "seconds"),
}
SEGMENT_KEYS = {"id", "text", "conditions", "verdict", "reasons", "p_adjusted", "search", "confirm", "lift"}
DOCUMENT_KEYS = {"answer", "run", "segments", "negative_segments", "claims", "hypotheses", "leaks", "issues"}


@pytest.fixture(scope="module")
def workspace(whofor: Run, export: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    assert whofor("import", export, "--workspace", folder).returncode == 0
    return folder


def find(whofor: Run, workspace: Path, *more: str) -> dict[str, object]:
    done = whofor("find", "--workspace", workspace, "--permutations", "200", "--json", *more)
    assert done.returncode == 0, done.stderr
    # On a slow machine the work is seen to go on; nothing else is said.
    assert [line for line in done.stderr.splitlines() if not line.endswith("%")] == []
    return json.loads(done.stdout)


def test_document(whofor: Run, workspace: Path) -> None:
    document = find(whofor, workspace, "--claim", "industry = fintech and employees 51..200")
    assert set(document) >= DOCUMENT_KEYS
    run = document["run"]
    assert isinstance(run, dict)
    assert set(run) >= RUN_KEYS
    assert run["rows"] == run["rows_search"] + run["rows_confirm"]
    assert document["answer"] in {"found", "no_pattern", "not_enough_data"}
    claims = document["claims"]
    assert isinstance(claims, list)
    assert set(claims[0]) >= SEGMENT_KEYS
    assert [c["parameter"] for c in claims[0]["conditions"]] == ["industry", "employees"]
    assert all({"parameter", "operator", "value"} <= set(c) for c in claims[0]["conditions"])
    assert {"n", "estimate", "ci_low", "ci_high"} <= set(claims[0]["search"])
    assert all(set(leak) >= {"column", "why"} for leak in document["leaks"])  # type: ignore[union-attr]
    assert all(set(i) >= {"code", "count", "examples"} for i in document["issues"])  # type: ignore[union-attr]


def test_french(whofor: Run, workspace: Path) -> None:
    document = find(whofor, workspace, "--lang", "fr", "--claim", "secteur = fintech et effectif 51..200")
    assert "salariés" in document["claims"][0]["text"]  # type: ignore[index]


def test_import_and_doctor(whofor: Run, export: Path, workspace: Path, tmp_path: Path) -> None:
    done = whofor("import", export, "--workspace", tmp_path / "ws", "--json")
    document = json.loads(done.stdout)
    assert document["preset"] == "hubspot"
    assert document["tables"]["deals"]["rows"] == 700
    assert "outcome" in document["tables"]["deals"]["columns"]
    health = json.loads(whofor("doctor", "--workspace", workspace, "--json").stdout)
    assert health["kernel"] == kernel_of().name
    assert health["tables"]["deals"] == 700
    assert sum(q["won"] + q["lost"] + q["open"] for q in health["quarters"]) == 700


def test_doctor_without_a_workspace(whofor: Run, tmp_path: Path) -> None:
    done = whofor("doctor", "--workspace", tmp_path / "none")
    assert done.returncode == 0
    assert "numpy" in done.stdout


def test_same_input_same_bytes(whofor: Run, export: Path, tmp_path: Path) -> None:
    """Twice, in two folders, with one BLAS thread and with two."""
    saved: list[tuple[bytes, bytes]] = []
    for name, threads in (("a", "1"), ("b", "2")):
        folder = tmp_path / name
        arguments = ["run", export, "--out", folder, "--permutations", "200", "--seed", "5"]
        done = whofor(*arguments, OPENBLAS_NUM_THREADS=threads)
        assert done.returncode == 0, done.stderr
        (result,) = (folder / "runs").glob("*/result.json")
        saved.append((result.read_bytes(), (folder / "report.html").read_bytes()))
    assert saved[0] == saved[1]
    assert len((tmp_path / "a" / "runs.jsonl").read_text().splitlines()) == 1


def test_importing_twice_changes_nothing(whofor: Run, export: Path, tmp_path: Path) -> None:
    states: list[dict[str, bytes]] = []
    for _ in range(2):
        assert whofor("import", export, "--workspace", tmp_path / "ws").returncode == 0
        files = [p for p in sorted((tmp_path / "ws").rglob("*")) if p.is_file()]
        states.append({p.name: p.read_bytes() for p in files})
    assert states[0] == states[1]


def test_report_in_french(whofor: Run, workspace: Path) -> None:
    find(whofor, workspace)
    done = whofor("report", "--workspace", workspace, "--lang", "fr", "--json")
    page = Path(json.loads(done.stdout)["report"]).read_text(encoding="utf-8")
    assert '<html lang="fr"' in page


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['whofor', 'run', '--help']\n"
        "from whofor.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'scipy', 'duckdb', 'vl_convert', 'babel', 'rich', 'jinja2'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Example:" in done.stdout


def test_a_pipe_closed_early(export: Path, tmp_path: Path) -> None:
    script = f'"{sys.executable}" -c "from whofor.cli import main; main()" find --workspace "{tmp_path}/ws"'
    subprocess.run(
        script.replace("find", f'import "{export}"', 1), shell=True, check=True, capture_output=True, env={**os.environ}
    )
    done = subprocess.run(
        f"set -o pipefail; {script} --permutations 200 --json | head -c 10",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_a_terminal_that_knows_only_ascii(whofor: Run, workspace: Path) -> None:
    done = whofor(
        "find", "--workspace", workspace, "--permutations", "200", "--lang", "fr", PYTHONIOENCODING="ascii", LANG="C"
    )
    assert done.returncode == 0, done.stderr
