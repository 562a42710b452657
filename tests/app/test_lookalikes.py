"""Lookalikes: a planted kind of customer is found in a market, and what the lists hide or give away is told."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import whofor
from whofor.app.import_source import import_source
from whofor.app.lookalikes import lookalikes
from whofor.errors import DataError, SourceError, UsageError
from whofor.model.card_proof import CardGrade
from whofor.scoring.explaining import share_of_card

TODAY = date(2026, 10, 1)
SECTORS = np.array(["Fintech", "Retail", "Logistics", "Schools"], dtype=object)
HEADS = ("Company", "Industry", "Employees", "Country", "Lifecycle stage", "Plan")
Row = tuple[str, ...]


def companies(n: int, seed: int, first: str, *, are_customers: bool) -> list[Row]:
    """Companies; customers are fintechs of 51 to 200 people twice as often as the market, and alike in all else."""
    rng = np.random.default_rng(seed)
    shares = np.array([0.55, 0.15, 0.15, 0.15]) if are_customers else np.full(4, 0.25)
    sector = rng.choice(SECTORS, n, p=shares)
    size = rng.integers(51, 201, n) if are_customers else rng.integers(5, 1000, n)
    country = rng.choice(np.array(["FR", "DE", "ES"], dtype=object), n)
    stage = "Customer" if are_customers else "Lead"
    plan = rng.choice(np.array(["Pro", "Basic"], dtype=object), n) if are_customers else np.full(n, "")
    return [(f"{first} {i}", sector[i], str(size[i]), country[i], stage, str(plan[i])) for i in range(n)]


def written(place: Path, rows: list[Row], heads: Row = HEADS) -> Path:
    with place.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
    return place


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """200 customers, and a market of 800 companies of which three are customers."""
    folder = tmp_path_factory.mktemp("lists")
    customers = companies(200, 1, "Vega", are_customers=True)
    market = [*companies(797, 2, "Orka", are_customers=False), *(("VEGA 7 Ltd", *customers[7][1:4], "Lead", ""),) * 3]
    return written(folder / "customers.csv", customers), written(folder / "market.csv", market)


def test_companies_like_the_planted_customers_come_first(lists: tuple[Path, Path]) -> None:
    found = lookalikes(lists[1], lists[0], today=TODAY)
    assert (found.n_customers, found.n_market, found.n_known) == (200, 800, 3)
    assert (found.customers, found.market) == ("customers.csv", "market.csv")
    assert len(found.rows) == sum(n for _, n in found.tiers) == 797
    assert found.grade is CardGrade.READY
    assert found.check.auc.low > 0.75
    assert share_of_card(found.card, frozenset({"industry", "employees"})) > 0.98
    # What names the customers, and what only their list has, is no fact of a company.
    assert "lifecycle" not in str([b.id for b in found.card.blocks] + [*found.card.left_out])
    assert (found.lacking, found.unshared) == (("Plan",), ())
    best = found.rows[0]
    assert {one.block for one in best.up[:2]} == {"industry", "employees"}
    assert best.up[0].factor > 1.5
    assert best.tier == "A"
    # Of fintechs .55 / .25, of 51 to 200 people 1 / .15: times as common.
    assert best.times_as_common == pytest.approx(2.2 * 1 / 0.15, rel=0.35)
    assert [row.times_as_common for row in found.rows] == sorted((r.times_as_common for r in found.rows), reverse=True)
    assert 0.4 < best.typical_share <= 1
    assert all(len(row.nearest) == 3 and row.nearest[0].nearness >= row.nearest[2].nearness for row in found.rows)
    assert best.nearest[0].name.startswith("Vega ")
    assert not {row.name for row in found.rows} & {"VEGA 7 Ltd"}
    assert "chance" not in repr(found)
    assert set(found.to_dicts()[0]) == {"id", "name", "times_as_common", "typical_share", "tier", "nearest"}


def test_equal_lists_give_equal_answers_and_frames_are_lists(lists: tuple[Path, Path]) -> None:
    polars = pytest.importorskip("polars")
    customers, market = (polars.read_csv(place, infer_schema=False) for place in lists)
    one = lookalikes(lists[1], lists[0], most=5, today=TODAY)
    other = whofor.lookalikes(market, customers, most=5, today=TODAY)
    assert one.rows == other.rows
    assert len(one.rows) == 5


def test_an_import_of_customers_alone_is_compared_and_says_so(lists: tuple[Path, Path], tmp_path: Path) -> None:
    """The customers of a workspace, as of their first deal: the file of customers without any lost one."""
    import_source(lists[0], workspace=tmp_path / "ws", today=TODAY)
    answer = whofor.find(tmp_path / "ws", whofor.FindOptions(permutations=200), today=TODAY)
    assert "find_lookalikes" in [step.code for step in answer.next_steps]
    found = lookalikes(lists[1], workspace=tmp_path / "ws", most=10, today=TODAY)
    assert (found.n_customers, found.n_known, found.customers) == (200, 3, "")
    assert found.grade is CardGrade.READY
    assert all(row.nearest[0].name.startswith("Vega ") for row in found.rows)


def test_values_that_the_lists_do_not_share_are_told(lists: tuple[Path, Path], tmp_path: Path) -> None:
    others = ("Manufacturing", "Construction", "Legal services")
    rows = [(f"Orka {i}", others[i % 3], str(60 + i), "FR") for i in range(60)]
    found = lookalikes(written(tmp_path / "m.csv", rows, HEADS[:4]), lists[0], most=1, today=TODAY)
    assert found.unshared == ("Industry",)


def test_lists_that_are_kept_differently_are_suspected(lists: tuple[Path, Path], tmp_path: Path) -> None:
    rows = [(f"Orka {i}", SECTORS[i % 4], str(5000 + i), "FR") for i in range(200)]
    found = lookalikes(written(tmp_path / "m.csv", rows, HEADS[:4]), lists[0], most=1, today=TODAY)
    assert found.too_good == "Employees"
    assert found.grade is CardGrade.USABLE


def test_what_is_refused(lists: tuple[Path, Path], tmp_path: Path) -> None:
    market = lists[1]
    with pytest.raises(UsageError, match="no customers to compare with"):
        lookalikes(market, today=TODAY)
    with pytest.raises(SourceError):
        lookalikes(tmp_path / "nowhere.csv", lists[0], today=TODAY)
    few = written(tmp_path / "few.csv", companies(4, 3, "Vega", are_customers=True))
    with pytest.raises(DataError, match="There are 4 customers: too few"):
        lookalikes(market, few, today=TODAY)
    deals = [(f"C{i}", SECTORS[i % 4], ("Closed won", "Closed lost")[i % 2]) for i in range(60)]
    with pytest.raises(DataError, match="these are no customers"):
        lookalikes(market, written(tmp_path / "deals.csv", deals, ("Company", "Industry", "Stage")), today=TODAY)
    other = [(f"Orka {i}", str(i % 7)) for i in range(60)]
    with pytest.raises(DataError, match="no fact in common"):
        lookalikes(written(tmp_path / "other.csv", other, ("Company", "Stars")), lists[0], today=TODAY)
