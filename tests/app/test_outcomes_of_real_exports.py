"""Other outcomes than won, from the files to the answer, on real exports."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from whofor.app.find import find
from whofor.app.import_source import import_source
from whofor.errors import UsageError
from whofor.model import IcpResult
from whofor.model.options import FindOptions
from whofor.schema.scan import Scan
from whofor.workspace import Workspace

TODAY = date(2026, 10, 1)


def analysed(folder: Path, outcome: str, better: str = "") -> IcpResult:
    return find(folder, FindOptions(outcome=outcome, better=better, permutations=200), today=TODAY)


def counted(result: IcpResult) -> int:
    return result.run.rows + sum(aside.n for aside in result.data.set_aside)


def column(scan: Scan, name: str) -> np.ndarray:
    return scan.project("deals", [name])[name]


def days_of(text: str) -> float:
    return float(np.datetime64(text.replace(" ", "T"), "s").astype("int64")) / 86400


def revenue_by_hand(folder: Path) -> tuple[float, list[float]]:
    """Days that count, and what each merchant followed so long sold a year within them, from the files themselves."""
    with (folder / "olist_closed_deals_dataset.csv").open(encoding="utf-8") as file:
        signed = [(row["seller_id"], days_of(row["won_date"])) for row in csv.DictReader(file)]
    with (folder / "olist_order_items_dataset.csv").open(encoding="utf-8") as file:
        items = [(r["seller_id"], days_of(r["shipping_limit_date"]), float(r["price"])) for r in csv.DictReader(file)]
    days = np.sort([at for _, at, _ in items])
    last = days[-1 - len(days) // 100]
    followed = [last - start for _, start in signed if last - start >= 30]
    window = max(30.0, float(np.quantile(followed, 0.25)))
    sold: dict[str, list[tuple[float, float]]] = {}
    for seller, at, price in items:
        sold.setdefault(seller, []).append((at, price))
    return window, [
        sum(price for at, price in sold.get(seller, ()) if np.floor(start) <= at <= start + window) * 365.25 / window
        for seller, start in signed
        if start + window <= last
    ]


def test_olist_revenue_and_cycle(tmp_path: Path, data_dir: Path, mappings_dir: Path) -> None:
    """Every lead is analysed or set aside with a reason; figures are those of the files, late signers judged alike."""
    import_source(data_dir / "olist", workspace=tmp_path, today=TODAY, mapping=str(mappings_dir / "olist.toml"))
    with Workspace.open(tmp_path).reading() as (_, scan):
        won = column(scan, "outcome") == "won"
        days = column(scan, "closed") - column(scan, "opened")
    value = analysed(tmp_path, "value")
    assert counted(value) == 8000
    assert (value.run.measure.label, value.run.measure.unit) == ("Revenue after signing", "BRL/year")
    window, by_hand = revenue_by_hand(data_dir / "olist")
    assert value.data.clients is not None
    assert (value.data.clients.days, value.data.clients.clients) == (pytest.approx(window, rel=1e-5), len(by_hand))
    assert value.data.clients.clients + value.data.clients.too_new == int(won.sum())
    assert value.run.rows == len(by_hand)
    far = next(i.count for i in value.data.issues if i.code == "far_out" and i.place == "Revenue after signing")
    drawn_in = np.minimum(by_hand, np.sort(by_hand)[-1 - far])
    assert value.run.baseline == pytest.approx(float(drawn_in.mean()), rel=1e-5)
    cycle = analysed(tmp_path, "cycle")
    assert counted(cycle) == 8000
    assert cycle.run.measure.better == -1
    assert cycle.run.baseline < float(np.nanmean(days[won])), "the longest times count as the horizon"
    assert cycle.run.measure.horizon_days is not None
    assert cycle.run.measure.horizon_days < np.nanmax(days[won])
    size = analysed(tmp_path, "declared_monthly_revenue")
    assert size.run.rows == int(won.sum())
    with pytest.raises(UsageError, match="churn"):
        analysed(tmp_path, "retention")


def test_an_amount_that_adds_up_after_the_signature_is_named(
    tmp_path: Path, data_dir: Path, mappings_dir: Path
) -> None:
    own = tmp_path / "olist.toml"
    text = (mappings_dir / "olist.toml").read_text(encoding="utf-8")
    items = '[[deals.join]]\nfile = "items"\non = "closed.seller_id"\nkey = "seller_id"\n\n[deals.columns]\n'
    text = text.replace("[deals.columns]\n", items + 'amount = { sum = "items.price" }\n')
    own.write_text(text.partition("[[outcomes]]")[0], encoding="utf-8")
    import_source(data_dir / "olist", workspace=tmp_path / "w", today=TODAY, mapping=str(own))
    named = next(i for i in analysed(tmp_path / "w", "won").data.issues if i.code == "amounts_grow_with_age")
    assert named.place == "deals.amount"


def test_ravenstack_mutual_value_of_both_halves(tmp_path: Path, data_dir: Path, mappings_dir: Path) -> None:
    source = data_dir / "ravenstack_saas_synthetic"
    import_source(source, workspace=tmp_path, today=TODAY, mapping=str(mappings_dir / "ravenstack.toml"))
    result = analysed(tmp_path, "mutual_value")
    assert result.clients.value is not None
    assert result.clients.value.sides == ("us", "client")
    told = {c.name: c for c in result.clients.value.components}
    assert {"price", "lifetime", "support_load", "adoption", "satisfaction", "churn"} <= set(told)
    assert told["support_load"].better == -1
    assert told["price"].n == 500
    assert result.data.clients is not None
    assert (result.data.clients.total, result.data.clients.unplaced) == (29_600, 0)


def test_what_an_olist_seller_sells_may_tell_its_revenue_but_never_who_signs(
    tmp_path: Path, data_dir: Path, mappings_dir: Path
) -> None:
    own = tmp_path / "olist.toml"
    text = (mappings_dir / "olist.toml").read_text(encoding="utf-8")
    own.write_text(text.replace('segment" = "validation"', 'segment" = "definition"'), encoding="utf-8")
    import_source(data_dir / "olist", workspace=tmp_path / "w", today=TODAY, mapping=str(own))
    assert "business_segment" in analysed(tmp_path / "w", "value").search.searched
    won = analysed(tmp_path / "w", "won")
    assert "business_segment" not in won.search.searched
    assert "business_segment" in {leak.column for leak in won.data.leaks}


def test_ich_amounts(tmp_path: Path, data_dir: Path, mappings_dir: Path) -> None:
    import_source(data_dir / "ich_school_crm", workspace=tmp_path, today=TODAY, mapping=str(mappings_dir / "ich.toml"))
    result = analysed(tmp_path, "value")
    assert result.run.measure.unit == "EUR"
    assert result.run.rows > 500
    effects = {(e.confounder, e.level): e for e in result.data.confounders}
    product = effects["product", "Web Developer"]
    assert product.inside.unit == "EUR"
    assert (product.inside.ci_high or 0) < (product.rest.ci_low or 0)
