"""Dirty deals, conversations, stages and costs are survived: whatever is recorded, figures come out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from whofor.analysis.find import DataFacts, find_profile
from whofor.documents.result_document import document_result, result_document
from whofor.errors import WhoforError
from whofor.model import IcpResult, Kind, Parameter, Role
from whofor.model.options import FindOptions
from whofor.reports.html import render_html
from whofor.reports.terminal import render_terminal
from whofor.schema.history import history_of
from whofor.schema.rows import Attribute, DealRows

Make = Callable[..., DealRows]
TODAY = 20_500.0


def dirty(make: Make, seed: int) -> DealRows:
    """Deals that win more in clinics, with amounts below nought, ends before beginnings, and a messy history."""
    rng = np.random.default_rng(seed)
    n = int(rng.choice([150, 600, 2500]))
    rows = make(n, seed, lambda c: np.where(c["sector"] == "clinic", 0.55, 0.15))

    def holes(values: np.ndarray, share: float = 0.1) -> np.ndarray:
        return np.where(rng.random(len(values)) < share, np.nan, values)

    amount = holes(rng.lognormal(8, 1, n) * rng.choice([1, -1, 0], n, p=[0.9, 0.05, 0.05]))
    closed = np.where(rng.random(n) < 0.05, rows.opened - 5, rows.closed)
    keys = np.array([f"d{i % max(1, n - 5)}" for i in range(n)], dtype=object)
    people = np.array([f"p{i % 40}" if i % 7 else None for i in range(n)], dtype=object)
    m = int(rng.choice([0, 3, 5 * n]))
    words = ["Inbound", "Outbound", None, "No answer", "Connected", "Call", "Email", "???", "NO_SHOW"]

    def some(size: int) -> np.ndarray:
        return np.array([words[i] for i in rng.integers(0, len(words), size)], dtype=object)

    said = {
        "deal_key": np.array([f"d{i}" if i % 3 else None for i in rng.integers(0, n + 20, m)], dtype=object),
        "contact_key": np.array([f"p{i}" for i in rng.integers(0, 60, m)], dtype=object),
        "kind": some(m),
        "direction": some(m),
        "outcome": some(m),
        "at": holes(rng.uniform(rows.opened.min() - 100, rows.opened.max() + 500, m)),
        "duration_seconds": holes(rng.normal(300, 500, m)),
    }
    stages = {
        "deal_key": said["deal_key"],
        "stage": some(m),
        "at": said["at"],
    }
    k = int(rng.choice([0, 1, 200]))
    sources = [v for v in rows.confounders[0].values.tolist() if v is not None][: max(1, k)]
    costs = {
        "at": holes(rng.uniform(rows.opened.min(), rows.opened.max(), k)),
        "lead_source": np.array([sources[i % len(sources)] if i % 4 else None for i in range(k)], dtype=object),
        "amount": holes(rng.normal(200, 200, k)),
    }
    deals = {
        "deal_key": keys,
        "contact_key": people,
        "outcome": rows.outcome,
        "lead_source": rows.confounders[0].values,
        "lead_source_class": np.where(rng.random(n) < 0.3, None, "advertising"),
    }
    measures = tuple(
        Attribute(Parameter(name, label, Role.VALIDATION, Kind.NUMBER, "accounts"), holes(values, 0.4), name)
        for name, label, values in (
            ("x_list", "List price", np.abs(amount) * 1.2),
            ("x_nps", "NPS", rng.integers(0, 11, n).astype(float)),
            ("x_tickets", "Support tickets", rng.poisson(3, n).astype(float)),
        )
    )
    tables: dict[str, Any] = {"deals": deals, "interactions": said, "stages": stages, "costs": costs}
    rows = replace(rows, amount=amount, closed=closed, measures=measures, currency="EUR")
    return replace(rows, history=history_of(tables, rows.opened, "EUR"))


def shown(result: IcpResult) -> None:
    """Every way of showing it works, figures have their n, and a saved run is the same again."""
    for language in ("en", "fr"):
        out = StringIO()
        render_terminal(result, language, Console(file=out, width=90))
        page = render_html(result, language).split("</style>")[-1]
        for text in (out.getvalue(), page):
            assert "nan" not in text.lower().replace("finan", "").replace("funan", "").split()
            assert "{" not in text
    document = result_document(result)
    assert result_document(document_result(document)) == document


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_recorded(make: Make, seed: int) -> None:
    rows = dirty(make, seed)
    parameters = [a.parameter for a in (*rows.attributes, *rows.confounders, *rows.measures)]
    for outcome in ("won", "value", "mutual_value", "touches_per_week"):
        options = FindOptions(permutations=200, outcome=outcome, seed=seed)
        try:
            result = find_profile(rows, parameters, options, DataFacts("h"), today=TODAY)
        except WhoforError:
            if outcome == "won":
                raise
            continue
        for worth in result.clients.worth:
            for c in worth.comparisons:
                assert min(c.own.n, c.other.n) >= 10
        shown(result)
