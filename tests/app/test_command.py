"""The command that repeats a run, and what else makes a run the same."""

from __future__ import annotations

import json
import shlex
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from whofor.app.arguments import Arguments
from whofor.app.find import command_of, run_identity
from whofor.app.options import find_options, import_options
from whofor.cli.arguments import Given
from whofor.cli.commands import app
from whofor.model.options import FindOptions
from whofor.workspace import Dataset

DATASET = Dataset((), (), "f" * 64, "hubspot", company="", synthetic=False, source="exports")
SEARCH: dict[str, Any] = {
    "outcome": "Won since",
    "better": "less",
    "seed": 7,
    "permutations": 777,
    "depth": 4,
    "min_support": 33,
    "claims": ("sector = 'a' and employees 51..200", 'note = "b $HOME"'),
    "as_of": 20_000.0,
    "most_segments": 2,
    "unit": "parent",
    "per": "Produit vendu",
    "part": "Suite -x \"3'",
    "alpha_by_depth": (1.23456789, 2.0, 1 / 3),
    "weights": {"price": 2, "feedback": 0.1234567891},
}
IMPORT: dict[str, Any] = {
    "company": "Acme & Söhne",
    "synthetic": True,
    "keep_contacts": True,
    "merge": False,
    "mapping": "my mapping.toml",
    "situations": Path("my situations.toml"),
    "titles": Path("my titles.toml"),
    "expected": Path("my expected.toml"),
    "lenient": True,
    "soft_facts": Path("my notes.csv"),
}


def given(command: str) -> Given:
    """What the command line understands of a command."""
    words = shlex.split(command)
    assert words[:2] == ["whofor", "run"]
    context = typer.main.get_command(app).commands["run"].make_context("run", words[2:])  # type: ignore[attr-defined]
    return Given(**context.params)


def test_the_cases_name_every_option() -> None:
    assert {*SEARCH, "threads"} == {f.name for f in fields(FindOptions)}, "threads change no result"
    with Arguments() as read:
        assert {f.name for f in fields(import_options({}, read))} == set(IMPORT)


@pytest.mark.parametrize("name", SEARCH)
def test_each_option_of_a_search_comes_back_from_the_command(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # A part is a value of a fact: it is nothing without it.
    needed = {"per": SEARCH["per"]} if name == "part" else {}
    options = FindOptions(**{name: SEARCH[name], **needed})
    with Arguments() as read:
        today = read.today(None)
    again = find_options(given(command_of(DATASET, options)).search(), today=today)
    assert again == options != FindOptions()
    assert run_identity(DATASET, again, "d") == run_identity(DATASET, options, "d")


@pytest.mark.parametrize("name", IMPORT)
def test_each_option_of_an_import_comes_back_from_the_command(name: str) -> None:
    stored = str(IMPORT[name]) if isinstance(IMPORT[name], Path) else IMPORT[name]
    dataset = replace(DATASET, **{name: stored})
    with Arguments() as read:
        usual = import_options({}, read)
        again = import_options(given(command_of(dataset, FindOptions())).import_keywords(), read)
    assert again == replace(usual, **{name: IMPORT[name]}) != usual


def test_a_plain_run_has_a_short_command() -> None:
    assert command_of(DATASET, FindOptions()) == "whofor run SOURCE --seed 0"


def test_the_command_run_again_gives_the_same_run_and_bytes(
    small_export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every option at once; the second run only knows what the first one printed."""
    (tmp_path / "exports").symlink_to(small_export)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "whofor.toml").write_text("[mutual_value.weights]\nprice = 3\n")
    command = (
        "run exports --mapping hubspot --company Acme --synthetic --keep-contacts --no-merge --outcome cycle "
        "--better less --seed 3 --depth 2 --min-support 15 --most-segments 2 --permutations 210 --alpha 3/1.5/1 "
        "--as-of 2026-09-01 --claim 'employees 51..200'"
    )
    saved: list[tuple[str, bytes, bytes]] = []
    for place in ("first", "second"):
        done = CliRunner().invoke(app, [*shlex.split(command), "--out", place])
        assert done.exit_code == 0, done.output
        (run,) = (tmp_path / place / "runs").iterdir()
        saved.append((run.name, (run / "result.json").read_bytes(), (tmp_path / place / "report.html").read_bytes()))
        command = given_command(saved[-1][1])
        # What the settings file says now no longer counts: the command says the weights.
        (tmp_path / "whofor.toml").write_text("[mutual_value.weights]\nprice = 1\n")
    assert saved[0] == saved[1]


def given_command(document: bytes) -> str:
    command: str = json.loads(document)["run"]["command"]
    return command.removeprefix("whofor ").replace("SOURCE", "exports", 1)


def test_one_id_has_one_content_whatever_the_folder_is_called(small_export: Path, tmp_path: Path) -> None:
    saved: dict[str, dict[str, tuple[bytes, bytes]]] = {}
    for place, name, company in (("a", "export", ""), ("b", "renamed", ""), ("c", "export", "Acme")):
        folder = tmp_path / place / name
        folder.parent.mkdir()
        folder.symlink_to(small_export)
        options = ["--permutations", "200", "--company", company] if company else ["--permutations", "200"]
        done = CliRunner().invoke(app, ["run", str(folder), "--out", str(tmp_path / place / "ws"), "-v", *options])
        assert done.exit_code == 0, done.output
        assert f"whofor run {folder}" in done.output.replace("\n", "")
        (run,) = (tmp_path / place / "ws" / "runs").iterdir()
        page = tmp_path / place / "ws" / "report.html"
        saved[place] = {run.name: ((run / "result.json").read_bytes(), page.read_bytes())}
    assert saved["a"] == saved["b"]
    assert not saved["a"].keys() & saved["c"].keys()
