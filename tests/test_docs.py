"""The documents tell the truth: their code runs, their commands work, their links lead somewhere."""

from __future__ import annotations

import json
import os
import re
import runpy
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import whofor
from whofor.example import csv_files, generate

PROJECT = Path(__file__).resolve().parent.parent
PAGES = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md"), *PROJECT.glob("benchmarks/*.md")])
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


ONE_AFTER_THE_OTHER = """
import json, sys
from whofor.cli import main
for words in json.loads(sys.argv[1]):
    sys.argv = ["whofor", *words]
    code = 0
    try:
        main()
    except SystemExit as ended:
        code = ended.code or 0
    print("whofor", *words, "ended with", code, file=sys.stderr)
    if code:
        sys.exit(code)
"""
"""Commands in one process: each would load all libraries again."""


def blocks(page: Path, language: str) -> Iterator[str]:
    for found in BLOCK.finditer(page.read_text(encoding="utf-8")):
        if found[1] == language:
            yield found[2]


def name(page: Path) -> str:
    return str(page.relative_to(PROJECT))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a small synthetic export in `exports/`."""
    (tmp_path / "exports").mkdir()
    for file, content in csv_files(generate(1, n_deals=600)).items():
        (tmp_path / "exports" / file).write_bytes(content)
    return tmp_path


@pytest.mark.parametrize("page", [p for p in PAGES if next(blocks(p, "python"), "")], ids=name)
def test_python_runs(page: Path, home: Path) -> None:
    code = "\n".join(blocks(page, "python"))
    done = subprocess.run([sys.executable, "-c", code], cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", [p for p in PAGES if next(blocks(p, "console"), "")], ids=name)
def test_commands_run(page: Path, home: Path) -> None:
    lines = [line for block in blocks(page, "console") for line in block.splitlines() if line.startswith("whofor ")]
    assert lines
    commands: list[list[str]] = []
    for line in lines:
        words = shlex.split(line, comments=True)[1:]
        if words[0] in ("run", "find", "demo") and "--permutations" not in words:
            words += ["--permutations", "200"]
        commands.append(words)
    call = [sys.executable, "-c", ONE_AFTER_THE_OTHER, json.dumps(commands)]
    done = subprocess.run(call, cwd=home, capture_output=True, text=True, check=False, env={**os.environ})
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("ended with 0") == len(lines)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), target
    assert not re.search(r"/work/|/root/|/tmp/", text)


def test_commands_are_described_as_they_describe_themselves() -> None:
    page = (PROJECT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    shown = runpy.run_path(str(PROJECT / "docs" / "reference" / "make.py"))["commands_page"](page)
    assert page == shown, "run: python docs/reference/make.py"
    for command in (
        "demo",
        "run",
        "import",
        "find",
        "contrast",
        "accounts",
        "situations",
        "score",
        "report",
        "doctor",
        "forget",
    ):
        assert f"Usage: whofor {command}" in page


def test_every_key_of_the_document_is_described(home: Path) -> None:
    call = [sys.executable, "-c", "from whofor.cli import main; main()", "run", "exports", "--permutations", "200"]
    done = subprocess.run([*call, "--json"], cwd=home, capture_output=True, text=True, check=True)
    document = json.loads(done.stdout)
    page = (PROJECT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    keys = {*document, *document["run"]}
    for finding in [*document["segments"], *document["negative_segments"], *document["hypotheses"]]:
        keys |= {*finding, *(key for c in finding["conditions"] for key in c)}
    assert not {key for key in keys if f"`{key}`" not in page}


def test_every_public_name_is_described() -> None:
    page = (PROJECT / "docs" / "reference" / "python-api.md").read_text(encoding="utf-8")
    assert not {public for public in whofor.__all__ if f"`{public}`" not in page}
