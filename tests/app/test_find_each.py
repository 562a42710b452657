"""Each product has a search of its own: its deals alone, one error rate for all, and what products share is said."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from whofor import UsageError, WorkspaceError, accounts, contrast, diff, find, find_each, report, run_each
from whofor.app.find_each import FindingsByPart
from whofor.app.run import PartsOutcome
from whofor.app.saved_runs import read_run
from whofor.errors import DataError
from whofor.model import ListKind, Verdict
from whofor.model.options import FindOptions
from whofor.model.parts import PartCount, Sharing
from whofor.workspace import Workspace

TODAY = date(2026, 1, 3)
OPTIONS = FindOptions(permutations=200)
HEAD = (
    "Deal ID",
    "Company ID",
    "Company",
    "Product",
    "Create Date",
    "Close Date",
    "Deal Stage",
    "Industry",
    "Country",
    "Tools",
)
SIZES = {"Starter": 900, "Business": 900, "Suite, on site": 500, "Legacy": 40, "": 30}


def chance(product: str, sector: str, country: str) -> float:
    """Software firms buy Starter and Business; of Business, France is a market of its own; Suite has no type."""
    if product in ("Starter", "Business") and sector == "Software":
        return 0.65
    return 0.6 if product == "Business" and country == "France" else 0.2


def write_export(path: Path, seed: int, chances: Callable[[str, str, str], float]) -> list[dict[str, str]]:
    rng, rows = random.Random(seed), list[dict[str, str]]()
    for product, n in SIZES.items():
        for _ in range(n):
            company, i = rng.randrange(1500), len(rows)
            sector = ("Software", "Banking", "Retail", "Manufacturing", "Healthcare")[company % 5]
            country = ("France", "Germany", "Spain", "Italy")[company // 5 % 4]
            opened = date(2024, 1, 1) + timedelta(rng.randrange(700))
            stage = "Closed Won" if rng.random() < chances(product, sector, country) else "Closed Lost"
            closed = opened + timedelta(rng.randrange(5, 40))
            if closed > date(2025, 12, 20):
                stage, closed_text = "Negotiation", ""
            else:
                closed_text = closed.isoformat()
            cells = (f"D{i}", f"C{company}", f"Firm {company}", product, opened.isoformat(), closed_text, stage)
            rows.append(
                dict(
                    zip(HEAD, (*cells, sector, country, rng.choice(["Slack; Jira", "Jira; Zoom", "Zoom"])), strict=True)
                )
            )
    path.parent.mkdir()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, HEAD)
        writer.writeheader()
        writer.writerows(rows)
    return rows


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[PartsOutcome, list[dict[str, str]], Path]:
    folder = tmp_path_factory.mktemp("products")
    rows = write_export(folder / "export" / "deals.csv", 3, chance)
    done = run_each(folder / "export", "Product", workspace=folder / "ws", today=TODAY, options=OPTIONS)
    return done, rows, folder / "ws"


@pytest.fixture(scope="module")
def found(made: tuple[PartsOutcome, list[dict[str, str]], Path]) -> FindingsByPart:
    return made[0].results


def passed(found: FindingsByPart, product: str) -> list[str]:
    return [f.text for f in found[product].segments if f.verdict == Verdict.PASS and f.id.startswith("S")]


def test_each_product_has_its_own_answer(found: FindingsByPart) -> None:
    assert list(found) == ["Business", "Starter", "Suite, on site"]
    assert any("software" in text for text in passed(found, "Starter"))
    assert any("France" in text or "French" in text for text in passed(found, "Business"))
    assert passed(found, "Suite, on site") == []
    for product, result in found.results.items():
        part = result.run.part
        assert part is not None
        assert (part.parameter, part.label, part.value, part.n_parts) == ("product", "Product", product, 3)


def test_each_search_sees_the_deals_of_its_product_only(
    made: tuple[PartsOutcome, list[dict[str, str]], Path], found: FindingsByPart
) -> None:
    _, rows, _ = made
    for product, result in found.results.items():
        own = [row for row in rows if row["Product"] == product]
        assert result.run.n_read == len(own)
        assert result.run.rows <= sum(row["Deal Stage"] != "Negotiation" for row in own)
        assert sorted(row["deal_key"] for row in result.deals().to_dicts()) == sorted(row["Deal ID"] for row in own)
        assert "product" not in {c.parameter for f in result.segments for c in f.finding.segment.conditions}


def test_the_searches_share_one_error_rate(found: FindingsByPart) -> None:
    for result in found.results.values():
        assert sum(result.run.alpha_by_depth) == pytest.approx(0.05 / 3)
        # Enough shuffles are beyond the strictest threshold.
        strictest = min(result.run.alpha_by_depth)
        assert result.run.permutations * strictest >= 5 * 0.2


def test_what_two_products_share_is_said(found: FindingsByPart) -> None:
    shared = [one for one in found.answer.shared if one.direction > 0]
    software = next(one for one in shared if "software" in str(one.figures[0].segment.conditions).lower())
    assert {f.value for f in software.figures} == {"Starter", "Business"}
    assert software.figures[0].sharing is Sharing.FOUND
    for figure in software.figures:
        assert figure.own.estimate is not None
        assert figure.rest.estimate is not None
        assert figure.own.estimate > figure.rest.estimate
        assert bool(figure.id) == (figure.sharing is Sharing.FOUND)


def test_what_is_not_searched_is_counted(
    made: tuple[PartsOutcome, list[dict[str, str]], Path], found: FindingsByPart
) -> None:
    parts = found.answer.parts
    assert (parts.parameter, parts.label, parts.least) == ("product", "Product", 100)
    assert [part.value for part in parts.too_few] == ["Legacy"]
    assert 20 < parts.too_few[0].n <= 40
    assert 10 < parts.n_unknown <= 30
    assert all(isinstance(part, PartCount) and part.n >= 100 for part in parts.searched)


def test_one_product_alone_repeats_its_run(
    made: tuple[PartsOutcome, list[dict[str, str]], Path], found: FindingsByPart, tmp_path: Path
) -> None:
    _, _, workspace = made
    same = FindOptions(permutations=200, per="PRODUCT", part="Starter")
    again = find(workspace, same, today=TODAY)
    assert again == found["Starter"]
    assert again.run.command.endswith("--per product --part Starter")


def test_a_second_run_has_the_same_bytes(made: tuple[PartsOutcome, list[dict[str, str]], Path], tmp_path: Path) -> None:
    done, _, workspace = made
    export = workspace.parent / "export"
    other = run_each(export, "product", workspace=tmp_path / "ws", today=TODAY, options=OPTIONS)
    assert other.results.answer == done.results.answer
    names = sorted(p.relative_to(workspace) for p in (workspace / "runs").rglob("*") if p.is_file())
    for name in [n for n in names if n.name != "changes.json"]:
        assert (tmp_path / "ws" / name).read_bytes() == (workspace / name).read_bytes(), name


def test_accounts_contrast_and_diff_ask_which_product(
    made: tuple[PartsOutcome, list[dict[str, str]], Path], found: FindingsByPart
) -> None:
    _, rows, workspace = made
    find_each(workspace, "product", OPTIONS, today=TODAY)
    for command in (accounts, contrast):
        with pytest.raises(UsageError, match=r"Name one with --part: .*Starter"):
            command(workspace, "S1")
        with pytest.raises(UsageError, match="Did you mean 'Starter'"):
            command(workspace, "S1", part="Startr")
    with pytest.raises(UsageError, match="Name one with --part"):
        diff(workspace)
    with pytest.raises(WorkspaceError, match="only one run to compare"):
        diff(workspace, part="Starter")
    lists = {one.kind: one for one in accounts(workspace, "S1", part="Starter").lists}
    finding = found["Starter"].segments["S1"].finding
    judged = lists[ListKind.CLIENTS].n_deals + lists[ListKind.NOT_WON].n_deals
    assert judged == finding.search.n + finding.confirm.n
    of_product = {row["Deal ID"] for row in rows if row["Product"] == "Starter"}
    for kind in (ListKind.CLIENTS, ListKind.NOT_WON, ListKind.OPEN):
        assert {row.deal_key for row in lists[kind].rows} <= of_product
    # Accounts that have deals of other products only are those to sell this one to.
    with_deal = {row["Company ID"] for row in rows if row["Product"] == "Starter"}
    without = {row.account_key for row in lists[ListKind.NO_DEAL].rows}
    assert without
    assert not without & with_deal
    assert contrast(workspace, "S1", part="Starter").contrasts
    assert found["Starter"].segments["S1"].accounts().found == accounts(workspace, "S1", part="Starter", today=TODAY)


def test_pages_of_all_products_are_drawn_again(
    made: tuple[PartsOutcome, list[dict[str, str]], Path], found: FindingsByPart
) -> None:
    done, _, workspace = made
    find_each(workspace, "product", OPTIONS, today=TODAY)
    assert done.report == workspace / "report.html"
    page = report(workspace, language="fr")
    assert page == workspace / "report.fr.html"
    text = page.read_text(encoding="utf-8")
    for result in found.results.values():
        link = f"runs/{result.run.id}/report.fr.html"
        assert f'href="{link}"' in text
        head = (workspace / link).read_text(encoding="utf-8").split("<main")[0]
        assert f"Produit\u00a0: {result.run.part and result.run.part.value}, l’une des 3" in head
    alone = report(workspace, run_id=found["Starter"].run.id)
    assert alone.parent.name == found["Starter"].run.id


def test_the_runs_are_saved_as_any_other(
    made: tuple[PartsOutcome, list[dict[str, str]], Path], found: FindingsByPart
) -> None:
    workspace = Workspace.open(made[2])
    for product, result in found.results.items():
        assert read_run(workspace, result.run.id).run.part == result.run.part
        logged = next(run for run in workspace.runs.logged() if run.id == result.run.id)
        assert (logged.per, logged.part) == ("product", product)
        document = json.loads(workspace.runs.file(result.run.id, "parts.json") or b"")
        assert [one["value"] for one in document["parts"]] == list(found)


def test_the_table_has_a_column_of_the_part(found: FindingsByPart) -> None:
    rows = found.to_dicts()
    assert set(rows[0]) == set(found.column_types())
    assert len(rows) == sum(len(result.segments) for result in found.results.values())
    assert {row["part"] for row in rows} <= set(found)
    assert repr(found).count("\n") == 2
    with pytest.raises(UsageError, match="Did you mean 'Starter'"):
        found["starter"]


@pytest.mark.parametrize(
    ("per", "part", "message"),
    [
        ("produkt", "", "Did you mean 'product'"),
        ("created", "", "no such fact|a number or a day"),
        ("Tools", "", "several values of this fact"),
        ("product", "Legacy", "too few for a search of its own"),
        ("product", "Busines", "Did you mean 'Business'"),
        ("product", "", "which part is not said"),
    ],
)
def test_what_cannot_be_searched_is_said(
    made: tuple[PartsOutcome, list[dict[str, str]], Path], per: str, part: str, message: str
) -> None:
    before = (made[2] / "runs.jsonl").read_bytes()
    with pytest.raises(UsageError, match=message):
        find(made[2], FindOptions(permutations=200, per=per, part=part), today=TODAY)
    assert (made[2] / "runs.jsonl").read_bytes() == before


def test_a_part_needs_its_fact() -> None:
    with pytest.raises(UsageError, match="Give it together with --per"):
        FindOptions(part="Starter")


def test_no_part_with_enough_deals(tmp_path: Path) -> None:
    rows = [
        f"{i},P{i % 9},2025-0{1 + i % 8}-11,2025-09-1{i % 9},{'Won' if i % 3 else 'Lost'},S{i % 4}" for i in range(300)
    ]
    export = tmp_path / "deals.csv"
    export.write_text(
        "Deal ID,Product,Create Date,Close Date,Deal Stage,Industry\n" + "\n".join(rows), encoding="utf-8"
    )
    with pytest.raises(DataError, match="no value of it has 100 closed deals"):
        run_each(export, "product", workspace=tmp_path / "ws", today=TODAY)
    assert not (tmp_path / "ws" / "manifest.json").exists()
