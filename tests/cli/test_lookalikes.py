"""`whofor lookalikes` as a user calls it: the terminal, a file, a document, French; and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
SECTORS = ("Fintech", "Fintech", "Retail", "Logistics")


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("lists")
    customers = [f"Vega {i},{SECTORS[i % 2 if i % 3 else 2]},{60 + i % 90}" for i in range(120)]
    market = [f"{'=HYPER' if i == 0 else 'Orka'} {i},{SECTORS[1 + i % 3]},{10 + 37 * i % 900}" for i in range(300)]
    texts = ["\n".join(["Company,Industry,Employees", *rows]) for rows in (customers, [*market, "Vega 5,Fintech,65"])]
    places = folder / "customers.csv", folder / "market.csv"
    for place, text in zip(places, texts, strict=True):
        place.write_text(text, encoding="utf-8")
    return places


def test_the_terminal_says_likeness_and_never_chance(whofor: Run, lists: tuple[Path, Path], tmp_path: Path) -> None:
    customers, market = lists
    done = whofor("lookalikes", customers, "--market", market, "--top", "3", COLUMNS="160", cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    text = " ".join(done.stdout.split())
    lines = done.stdout.splitlines()
    assert lines[0].startswith("300 companies of market.csv by their likeness to 120 customers, as of ")
    assert "customers hidden among the market were found again." in lines[1]
    assert "Each of 120 customers was hidden once among 300 companies of the market: it came before one of" in text
    assert "This is a likeness and no chance to sign" in text
    assert "Nearest customers" in text
    assert "1 company of the list is a customer already and is left out." in text
    assert lines[-1] == (
        f"All rows in a file: whofor lookalikes {customers} --market {market} --csv alike.csv --excel en"
    )
    # A list of customers needs no workspace, and leaves none behind.
    assert list(tmp_path.iterdir()) == []
    french = whofor("lookalikes", customers, "--market", market, "--lang", "fr", COLUMNS="160").stdout
    assert "C’est une ressemblance, pas une chance de signer" in french
    assert "Clients les plus proches" in french


def test_rows_for_a_program_and_for_a_spreadsheet(whofor: Run, lists: tuple[Path, Path], tmp_path: Path) -> None:
    done = whofor("lookalikes", lists[0], "--market", lists[1], "--csv", "-")
    assert done.returncode == 0
    rows = list(csv.DictReader(io.StringIO(done.stdout, newline="")))
    heads = ["id", "name", "times_as_common", "typical_share", "tier", "reasons", "nearest_1", "nearest_2", "nearest_3"]
    assert list(rows[0]) == heads
    assert len(rows) == 300
    times = [float(row["times_as_common"]) for row in rows]
    assert times == sorted(times, reverse=True)
    assert all(row["reasons"].startswith(f"{row['tier']} ") and row["nearest_3"].startswith("Vega ") for row in rows)
    assert next(row["name"] for row in rows if "HYPER" in row["name"]).startswith("'=HYPER")
    file = tmp_path / "alike.csv"
    told = whofor("lookalikes", lists[0], "--market", lists[1], "--csv", file, "--excel", "fr", "--top", "2")
    assert told.returncode == 0
    assert file.read_bytes().startswith("\ufeffIdentifiant;Nom;Fréquence parmi les clients (fois);".encode())


def test_a_document(whofor: Run, lists: tuple[Path, Path]) -> None:
    document = json.loads(whofor("lookalikes", lists[0], "--market", lists[1], "--json", "--top", "2").stdout)
    page = (Path(__file__).parents[2] / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    told = page[page.index("`whofor lookalikes --json`") :]
    keys = {*document, *document["rows"][0], *document["check"], *document["facts"][0]}
    assert not {key for key in keys if f"`{key}`" not in told}
    assert document["is_chance"] is False
    assert not {key for key in document["rows"][0] if "chance" in key}
    assert len(document["rows"]) == 2


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "which market is not said"),
        (["--market", "nowhere.csv"], 1, "nowhere.csv"),
        (["--market", "MARKET", "--as-of", "tomorrow"], 2, "this is no date"),
        (["--market", "MARKET", "--csv", "-", "--json"], 2, "stdout cannot hold both"),
    ],
)
def test_what_is_refused(whofor: Run, lists: tuple[Path, Path], words: list[str], code: int, said: str) -> None:
    given = [str(lists[1]) if word == "MARKET" else word for word in words]
    done = whofor("lookalikes", lists[0], *given)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_workspace_without_customers_is_named(whofor: Run, lists: tuple[Path, Path], tmp_path: Path) -> None:
    done = whofor("lookalikes", "--market", lists[1], "-w", tmp_path / "nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no workspace here" in done.stderr
