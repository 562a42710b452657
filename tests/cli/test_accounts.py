"""`whofor accounts` as a user calls it: a table, a file, a document; and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
SEGMENT = "industry = fintech"


@pytest.fixture(scope="module")
def workspace(whofor: Run, export: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    assert whofor("import", export, "-w", folder).returncode == 0
    assert whofor("find", "-w", folder, "--permutations", "200", "--claim", SEGMENT).returncode == 0
    return folder


def rows_of(text: str, separator: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


def test_a_table_ends_with_the_command_that_writes_all(whofor: Run, workspace: Path) -> None:
    done = whofor("accounts", "c1", "-w", workspace)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("C1  Fintechs\n")
    assert done.stdout.splitlines()[-1].endswith(
        f"rows in a file: whofor accounts c1 -w {workspace} --csv accounts.csv --excel en"
    )
    french = whofor("accounts", SEGMENT, "-w", workspace, "--lang", "fr", "--open")
    assert french.stdout.splitlines()[-1].endswith(
        f"whofor accounts 'industry = fintech' --open -w {workspace} --csv accounts.csv --excel fr"
    )


def test_that_command_does(whofor: Run, workspace: Path, tmp_path: Path) -> None:
    words = ["accounts", "C1", "-w", str(workspace), "--csv", "accounts.csv", "--excel", "fr"]
    done = whofor(*words, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].endswith("The file is at accounts.csv")
    content = (tmp_path / "accounts.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfListe;")
    rows = rows_of(content.decode("utf-8-sig"), ";")
    assert {row["Industry"] for row in rows} == {"Fintech", ""}
    assert all(len(row["Ouverture"].split("/")) == 3 for row in rows)
    assert whofor(*words, cwd=tmp_path).returncode == 0, "a file that is there is replaced"
    assert (tmp_path / "accounts.csv").read_bytes() == content
    assert [p.name for p in tmp_path.iterdir()] == ["accounts.csv"], "no draft is left"


def test_stdout_has_the_rows_and_nothing_else(whofor: Run, workspace: Path) -> None:
    done = whofor("accounts", "C1", "-w", workspace, "--csv", "-")
    assert (done.returncode, done.stderr) == (0, "")
    rows = rows_of(done.stdout)
    document = json.loads(whofor("accounts", "C1", "-w", workspace, "--json").stdout)
    told = [(row["kind"], row["deal_key"], row["opened"]) for one in document["lists"] for row in one["rows"]]
    assert [(row["list"], row["deal_key"], row["opened"]) for row in rows] == told
    counts = {one["kind"]: one["n"] for one in document["lists"]}
    assert sum(counts.values()) == len(rows) > 50
    only = json.loads(whofor("accounts", "C1", "-w", workspace, "--json", "--open", "--lang", "fr").stdout)
    assert [(one["kind"], one["n"]) for one in only["lists"]] == [("open", counts["open"])]
    assert only["text"] == "fintechs"
    assert only["lists"][0]["title"] == "Transactions en cours qui correspondent aujourd’hui"


def test_a_document_and_a_file(whofor: Run, workspace: Path, tmp_path: Path) -> None:
    done = whofor("accounts", "C1", "-w", workspace, "--json", "--csv", tmp_path / "a.csv")
    assert json.loads(done.stdout)["id"] == "C1"
    assert (tmp_path / "a.csv").read_bytes().startswith(b"list,account_key,")


def test_no_contact_is_in_any_of_it(whofor: Run, export: Path, tmp_path: Path) -> None:
    """Also where contacts are kept: neither name, address nor telephone number is a column, or in one."""
    assert whofor("import", export, "-w", tmp_path / "ws", "--keep-contacts").returncode == 0
    text = whofor("accounts", "employees > 0", "-w", tmp_path / "ws", "--csv", "-").stdout
    contacts = rows_of((export / "contacts.csv").read_text(encoding="utf-8-sig"))
    emails = {row["Email"] for row in contacts if row["Email"]}
    assert len(emails) > 100
    assert not [email for email in emails if email in text]
    assert "@" not in text


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["S9"], 2, "there is no such finding"),
        (["--excel", "fr", "C1"], 2, "it says how a file is written"),
        (["--excel", "de", "C1", "--csv", "a.csv"], 2, "this language is not there"),
        (["C1", "--json", "--csv", "-"], 2, "stdout cannot hold both"),
        (["C1", "--csv", "."], 2, "This is a folder, no file"),
        (["C1", "--csv", "no/such/folder/a.csv"], 1, "The file cannot be written"),
        (["C1", "--csv", ""], 2, "this is no path"),
        (["sectr = a"], 2, "Your export has no column for this"),
        (["C1", "-w", "nowhere"], 1, "There is no workspace here"),
        ([], 2, "Missing argument"),
    ],
)
def test_what_is_refused(whofor: Run, workspace: Path, tmp_path: Path, words: list[str], code: int, said: str) -> None:
    place = [] if "-w" in words else ["-w", workspace]
    done = whofor("accounts", *words, *place, cwd=tmp_path)
    assert done.returncode == code
    assert said in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes with names")
def test_a_pipe_is_not_replaced(whofor: Run, workspace: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = whofor("accounts", "C1", "-w", workspace, "--csv", tmp_path / "pipe")
    assert (done.returncode, "This is no file" in done.stderr) == (2, True)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights")
def test_behind_a_link_it_is_the_file_that_is_replaced(whofor: Run, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to(tmp_path / "a.csv")
    assert whofor("accounts", "C1", "-w", workspace, "--csv", tmp_path / "link.csv").returncode == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "a.csv").read_text().startswith("list,")


def test_what_follows_an_answer_names_the_accounts(whofor: Run, tmp_path: Path) -> None:
    done = whofor("demo", "-w", tmp_path / "demo", "--permutations", "200")
    assert f"whofor accounts S1 -w {tmp_path / 'demo'} · whofor contrast S1" in done.stdout
