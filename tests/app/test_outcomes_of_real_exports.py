"""Other outcomes than won, from the files to the answer, on real exports."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from whofor.app.find import find
from whofor.app.import_source import import_source
from whofor.engines.base import Engine
from whofor.errors import UsageError
from whofor.model import IcpResult
from whofor.profile import FindOptions
from whofor.workspace import Workspace

TODAY = date(2026, 10, 1)


def analysed(folder: Path, outcome: str, better: str = "") -> IcpResult:
    return find(folder, FindOptions(outcome=outcome, better=better, permutations=200), today=TODAY)


def counted(result: IcpResult) -> int:
    return result.run.rows + sum(aside.n for aside in result.set_aside)


def column(engine: Engine, name: str) -> np.ndarray:
    return engine.read("deals", [name])[name]


def test_olist_revenue_and_cycle(tmp_path: Path, data_dir: Path, mappings_dir: Path) -> None:
    """Every lead is analysed or set aside with a reason; figures are those of the files."""
    import_source(data_dir / "olist", workspace=tmp_path, today=TODAY, mapping=str(mappings_dir / "olist.toml"))
    with Workspace.open(tmp_path).engine() as engine:
        won = column(engine, "outcome") == "won"
        amount = column(engine, "amount")
        days = column(engine, "closed") - column(engine, "opened")
    value = analysed(tmp_path, "value")
    assert counted(value) == 8000
    assert value.run.measure.unit == "BRL"
    assert value.run.rows <= int((won & np.isfinite(amount)).sum())
    assert value.run.baseline < float(np.nanmean(amount[won])), "a few sellers of a long tail are drawn in"
    cycle = analysed(tmp_path, "cycle")
    assert counted(cycle) == 8000
    assert cycle.run.measure.better == -1
    assert cycle.run.baseline < float(np.nanmean(days[won])), "the longest times count as the horizon"
    size = analysed(tmp_path, "declared_monthly_revenue")
    assert size.run.rows == int(won.sum())
    with pytest.raises(UsageError, match="churn"):
        analysed(tmp_path, "retention")


def test_what_an_olist_seller_sells_may_tell_its_revenue_but_never_who_signs(
    tmp_path: Path, data_dir: Path, mappings_dir: Path
) -> None:
    own = tmp_path / "olist.toml"
    text = (mappings_dir / "olist.toml").read_text(encoding="utf-8")
    own.write_text(text.replace('segment" = "validation"', 'segment" = "definition"'), encoding="utf-8")
    import_source(data_dir / "olist", workspace=tmp_path / "w", today=TODAY, mapping=str(own))
    assert "business_segment" in analysed(tmp_path / "w", "value").searched
    won = analysed(tmp_path / "w", "won")
    assert "business_segment" not in won.searched
    assert "business_segment" in {leak.column for leak in won.leaks}


def test_ich_amounts(tmp_path: Path, data_dir: Path, mappings_dir: Path) -> None:
    import_source(data_dir / "ich_school_crm", workspace=tmp_path, today=TODAY, mapping=str(mappings_dir / "ich.toml"))
    result = analysed(tmp_path, "value")
    assert result.run.measure.unit == "EUR"
    assert result.run.rows > 500
    effects = {(e.confounder, e.level): e for e in result.confounders}
    product = effects["product", "Web Developer"]
    assert product.inside.unit == "EUR"
    assert (product.inside.ci_high or 0) < (product.rest.ci_low or 0)
