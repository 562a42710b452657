"""`whofor score` as a user calls it: the terminal, a file, a document, one prospect; and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
LIST = """Record ID,Company name,Industry,Number of Employees,Country/Region
P1,Alder Pay,Fintech,120,Mexico
P2,"=HYPERLINK(""http://x.example"")",Manufacturing,900,Brazil
P3,Cedar Town,Public sector,60,Iceland
P3,Dogwood,,,
"""


@pytest.fixture(scope="module")
def workspace(whofor: Run, export: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    assert whofor("import", export, "-w", folder).returncode == 0
    assert whofor("find", "-w", folder, "--permutations", "200").returncode == 0
    return folder


@pytest.fixture
def prospects(tmp_path: Path) -> Path:
    place = tmp_path / "prospects.csv"
    place.write_text(LIST, encoding="utf-8")
    return place


def test_a_card_that_is_not_ready_says_so_first(whofor: Run, workspace: Path, prospects: Path) -> None:
    done = whofor("score", prospects, "-w", workspace, "--as-of", "2026-09-30", COLUMNS="200")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    lines = done.stdout.splitlines()
    assert lines[0] == "NOT READY: do not rely on this order, it may be no better than chance."
    assert "On the deals that it had not seen it is not shown to be better" in lines[1]
    assert lines[2] == "4 prospects of prospects.csv, as of 30 September 2026"
    assert lines[3].startswith("Of two deals, one won and one lost, the scorecard ranks the won one higher in ")
    assert "162 deals it had not seen" in lines[3]
    text = done.stdout
    assert "1 row has the id of a row before; it is kept." in text
    assert "country 1" in text
    assert "B (from " in text
    assert (workspace / "scorecard.toml").is_file()
    assert lines[-2] == (
        f"All rows in a file: whofor score {prospects} --as-of 2026-09-30 -w {workspace} --csv scores.csv --excel en"
    )
    page = workspace / "whom-to-call.html"
    assert lines[-1] == f"Whom to call, as a page: {page}"
    html = page.read_text(encoding="utf-8")
    assert "NOT READY" in html
    assert "&lt;HYPERLINK" not in html
    assert 'href="whom-to-call.csv"' in html
    rows = list(csv.DictReader((workspace / "whom-to-call.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["Name"].startswith("'=") for row in rows if row["Id"] == "P2"] == [True]


def test_french(whofor: Run, workspace: Path, prospects: Path) -> None:
    done = whofor("score", prospects, "-w", workspace, "--lang", "fr", "--top", "2", COLUMNS="200")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith("PAS PRÊTE\u00a0: ne vous fiez pas à cet ordre")
    assert "cas sur 100" in lines[3]
    assert "#  Niveau  Chance  Certitude  Prospect\n" in done.stdout
    assert (workspace / "whom-to-call.fr.html").is_file()
    assert " 3  " not in done.stdout


def test_rows_for_a_program_and_for_a_spreadsheet(
    whofor: Run, workspace: Path, prospects: Path, tmp_path: Path
) -> None:
    done = whofor("score", prospects, "-w", workspace, "--csv", "-")
    assert done.returncode == 0
    rows = list(csv.DictReader(io.StringIO(done.stdout, newline="")))
    first = ["id", "name", "score", "tier", "reasons", "icp", "profile_version", "known_as"]
    assert list(rows[0]) == [*first, "confidence", "situations", "worth", "value", "mutual_value"]
    assert len(rows) == 4
    assert sorted(row["id"] for row in rows) == ["P1", "P2", "P3", "P3"]
    assert [float(row["score"]) for row in rows] == sorted((float(row["score"]) for row in rows), reverse=True)
    assert all(row["reasons"].startswith(f"{row['tier']} ") and len(row["reasons"]) <= 255 for row in rows)
    formula = next(row for row in rows if row["id"] == "P2")
    assert formula["name"].startswith("'=HYPERLINK")
    file = tmp_path / "scores.csv"
    told = whofor("score", prospects, "-w", workspace, "--csv", file, "--excel", "fr", "--lang", "fr", "--top", "3")
    assert told.returncode == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbfIdentifiant;Nom;Score;Niveau;Raisons;")
    assert len(file.read_text(encoding="utf-8-sig").splitlines()) == 4


def test_a_document_and_one_prospect(whofor: Run, workspace: Path, prospects: Path) -> None:
    document = json.loads(whofor("score", prospects, "-w", workspace, "--json", "--explain", "P1").stdout)
    page = (Path(__file__).parents[2] / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    told = page[page.index("`whofor score --json`") :]
    keys = {*document, *document["rows"][0], *document["card"], *document["explained"], *document["tiers"][0]}
    assert not {key for key in keys if f"`{key}`" not in told}
    assert document["grade"] == "not_ready"
    one = document["explained"]
    total = document["card"]["base"] + sum(part["adds"] for part in one["contributions"])
    assert one["odds"] == pytest.approx(total, abs=1e-4)
    text = whofor("score", prospects, "-w", workspace, "--explain", "alder pay", COLUMNS="160").stdout
    assert "Alder Pay: " in text
    assert "Average deal" in text
    assert "95% range" in text
    assert "not known" in text
    assert "×" in text


def test_open_deals_without_a_list(whofor: Run, workspace: Path) -> None:
    done = whofor("score", "-w", workspace, "--capacity", "5", COLUMNS="160")
    assert done.returncode == 0
    assert "open deals and accounts without a deal, as of " in done.stdout
    assert "(open deal)" in done.stdout
    assert "A: 5 prospects. About " in done.stdout


def test_a_page_and_a_file_for_a_crm(whofor: Run, workspace: Path, prospects: Path, tmp_path: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in workspace.glob("whom-to-call*")}
    page, file = tmp_path / "calls.html", tmp_path / "crm.csv"
    words = ("score", prospects, "-w", workspace, "--page", page, "--csv", file, "--for", "hubspot", "--lang", "fr")
    done = whofor(*words)
    assert done.returncode == 0
    new = tmp_path / "crm-new.csv"
    assert done.stdout.splitlines()[-2:] == [
        "Lignes sans identifiant de hubspot, qu’un import crée par leur nom\u00a0: 4. "
        f"Le fichier se trouve ici\u00a0: {new}",
        f"Qui appeler, en une page\u00a0: {page}",
    ]
    assert not file.exists()
    assert '<html lang="fr">' in page.read_text(encoding="utf-8")
    head = new.read_text(encoding="utf-8").splitlines()[0]
    assert head == "Company name,Whofor score,Whofor tier,Whofor reasons,Whofor date"
    assert {path.name: path.stat().st_mtime_ns for path in workspace.glob("whom-to-call*")} == before
    own = whofor("score", "-w", workspace, "--csv", tmp_path / "own.csv", "--for", "hubspot")
    assert own.returncode == 0
    assert (tmp_path / "own-companies.csv").read_text(encoding="utf-8").startswith("Record ID,Whofor score,")
    assert (tmp_path / "own-deals.csv").is_file()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--for", "hubspot"], 2, "it says how a file is written"),
        (["--csv", "x.csv", "--for", "hubsport"], 2, "hubspot"),
        (["--csv", "x.csv", "--excel", "fr", "--for", "hubspot"], 2, "either for a CRM or for a spreadsheet"),
        (["--page", "."], 2, "This is no file"),
        (["list.csv", "--csv", "list.csv"], 2, "this is the list itself"),
        (["list.csv", "--page", "./list.csv"], 2, "this is the list itself"),
        (["--csv", "x.csv", "--page", "x.csv"], 2, "this is the file of the rows"),
        (["nowhere.csv"], 1, "nowhere.csv"),
        (["--explain", "Z9"], 2, "No prospect has this id"),
        (["--as-of", "tomorrow"], 2, "this is no date"),
        (["--csv", "-", "--json"], 2, "stdout cannot hold both"),
        (["--excel", "fr"], 2, "it says how a file is written"),
        (["l.csv", "--parquet", "x", "--backtest"], 2, "--backtest: this does not go with a list of any size"),
        (["l.csv", "--parquet", "x", "--allow-personal", "Age"], 2, "--allow-personal: this does not go with a list"),
        (["--engine", "polars"], 2, "it says how a Parquet file is written"),
        (["--top", "-1"], 2, "this is no whole number"),
        (["-w", "nowhere"], 1, "There is no workspace here"),
    ],
)
def test_what_is_refused(whofor: Run, workspace: Path, tmp_path: Path, words: list[str], code: int, said: str) -> None:
    place = [] if "-w" in words else ["-w", workspace]
    done = whofor("score", *words, *place, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_newer_card_is_refused_and_left(whofor: Run, workspace: Path) -> None:
    file = workspace / "scorecard.toml"
    before = file.read_bytes() if file.exists() else None
    file.write_text("format = 9\n", encoding="utf-8")
    done = whofor("score", "-w", workspace, "--lang", "fr")
    assert (done.returncode, done.stdout) == (1, "")
    assert "whofor plus récent" in done.stderr
    assert file.read_text(encoding="utf-8") == "format = 9\n"
    file.unlink()
    if before is not None:
        file.write_bytes(before)


def test_a_workspace_without_a_run(whofor: Run, export: Path, tmp_path: Path) -> None:
    assert whofor("import", export, "-w", tmp_path / "ws").returncode == 0
    done = whofor("score", "-w", tmp_path / "ws")
    assert (done.returncode, done.stdout) == (1, "")
    assert "the workspace holds no run" in done.stderr
