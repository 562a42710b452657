"""Everyone else, and types of client without one of their conditions: counted again row by row."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from made_rows import make_rows
from whofor.analysis.find import DataFacts, find_profile
from whofor.analysis.prepare import prepare
from whofor.model import IcpResult, Verdict
from whofor.model.options import FindOptions
from whofor.schema.rows import DealRows

TODAY = 20_500.0


def planted(columns: Mapping[str, np.ndarray]) -> np.ndarray:
    both = (columns["sector"] == "clinic") & np.isin(columns["country"], ["BR", "MX"])
    return np.where(both, 0.6, 0.15)


@pytest.fixture(scope="module")
def run() -> tuple[DealRows, np.ndarray, IcpResult]:
    rows = make_rows(4000, 5, planted)
    options = FindOptions(permutations=200)
    parameters = [a.parameter for a in (*rows.attributes, *rows.confounders)]
    study = prepare(rows, parameters, options, TODAY).study
    assert isinstance(study.rows, DealRows)
    return study.rows, study.search, find_profile(rows, parameters, options, DataFacts("hash"), today=TODAY)


def test_everyone_else_is_in_no_type_that_passed(run: tuple[DealRows, np.ndarray, IcpResult]) -> None:
    rows, search, result = run
    (finding,) = (f for f in result.search.segments if f.verdict is Verdict.PASS)
    assert {c.parameter for c in finding.segment.conditions} == {"sector", "country"}
    found = result.clients.everyone_else
    assert found is not None
    sector, country = (rows.attributes[i].values for i in (0, 1))
    n = won = 0
    for i in range(len(rows)):
        if not search[i] and not (sector[i] == "clinic" and country[i] in ("BR", "MX")):
            n, won = n + 1, won + int(rows.won[i])
    assert (found.figure.n, found.figure.n_won) == (n, won)
    assert found.figure == finding.rest_confirm, "of one type, everyone else is all that is not of it"
    assert found.median_days_to_win == finding.rest_median_days_to_win


def test_without_a_condition(run: tuple[DealRows, np.ndarray, IcpResult]) -> None:
    rows, search, result = run
    sector, country = (rows.attributes[i].values for i in (0, 1))
    counted = {}
    for i in range(len(rows)):
        here = (sector[i] == "clinic", country[i] in ("BR", "MX"))
        if not search[i] and sum(here) == 1:
            name = "country" if here[0] else "sector"
            n, won = counted.get(name, (0, 0))
            counted[name] = (n + 1, won + int(rows.won[i]))
    found = {one.condition.parameter: (one.figure.n, one.figure.n_won) for one in result.clients.without}
    assert found == counted


def test_nothing_passed_nothing_compared() -> None:
    rows = make_rows(1500, 6, 0.2)
    parameters = [a.parameter for a in (*rows.attributes, *rows.confounders)]
    result = find_profile(rows, parameters, FindOptions(permutations=200), DataFacts("hash"), today=TODAY)
    assert not [f for f in result.search.findings if f.verdict is Verdict.PASS]
    assert result.clients.everyone_else is None
    assert result.clients.without == ()
