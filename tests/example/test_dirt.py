from __future__ import annotations

import re
from typing import cast

import numpy as np
import pytest
from scipy.stats import chi2_contingency

from whofor.errors import UsageError
from whofor.example import Dirt, ExampleExport, generate
from whofor.example.world import COUNTRIES, SECTORS


def share(cells: list[str], pattern: str) -> float:
    return sum(1 for cell in cells if re.fullmatch(pattern, cell)) / len(cells)


def near(rate: float, n: int) -> object:
    return pytest.approx(rate, abs=4 * np.sqrt(rate * (1 - rate) / n))


def company_cells(exports: list[ExampleExport], column: str) -> list[str]:
    return [cell for export in exports for cell in export.companies.column(column)]


@pytest.mark.parametrize(
    ("column", "rate"),
    [
        ("Industry", 0.06),
        ("Number of Employees", 0.08),
        ("Country/Region", 0.06),
        ("Employee Growth (12 months)", 0.04),
        ("Year Founded", 0.07),
    ],
)
def test_missing_cells_of_companies(exports: list[ExampleExport], column: str, rate: float):
    cells = company_cells(exports, column)
    assert share(cells, "") == near(rate, len(cells))


def test_ways_of_writing_employees(exports: list[ExampleExport]):
    known = [cell for cell in company_cells(exports, "Number of Employees") if cell]
    assert share(known, r"\d+-\d+") == near(0.08, len(known))
    assert 0.02 < share(known, r"~\d+") <= 0.035
    large = [cell for cell in known if re.fullmatch(r"\d{4,}|\d+,\d{3}", cell)]
    assert share(large, r"\d+,\d{3}") == near(0.5, len(large))


def test_ways_of_writing_industries_and_countries(exports: list[ExampleExport]):
    industries = [cell for cell in company_cells(exports, "Industry") if cell]
    usual = {sector.label for sector in SECTORS}
    assert sum(cell not in usual for cell in industries) / len(industries) == near(0.08, len(industries))
    countries = [cell for cell in company_cells(exports, "Country/Region") if cell]
    named = {country.spellings[0] for country in COUNTRIES}
    assert sum(cell not in named for cell in countries) / len(countries) == near(0.15, len(countries))
    assert {"USA", "Deutschland", "Brasil", "México"} <= set(countries)
    assert {"fintech", "FinTech ", "Fintec"} <= set(industries)


def test_ways_of_writing_amounts(exports: list[ExampleExport]):
    cells = [cell for export in exports for cell in export.deals.column("Amount")]
    assert share(cells, "") == near(0.05, len(cells))
    known = [cell for cell in cells if cell]
    assert share(known, r"€ \d{1,3}(\.\d{3})*,00") == near(0.12, len(known))
    assert share(known, r"\d+|€ \d{1,3}(\.\d{3})*,00") == 1.0


def test_duplicate_rows_and_impossible_rows(exports: list[ExampleExport]):
    duplicates = before = ownerless = closed = 0
    for export in exports:
        ids = export.deals.column("Record ID")
        duplicates += len(ids) - len(set(ids))
        assert len(set(export.deals.rows)) == 2500
        rows = zip(*(export.deals.column(c) for c in ("Create Date", "Close Date", "Is Deal Closed?")), strict=True)
        for created, closing, is_closed in list(rows)[:2500]:
            closed += is_closed == "true"
            before += closing[:10] < created[:10]
        ownerless += sum(not cell for cell in export.deals.column("Associated Company IDs (Primary)")[:2500])
    assert duplicates / 30_000 == near(0.01, 30_000)
    assert before / closed == near(0.006, closed)
    assert ownerless / 30_000 == near(0.012, 30_000)


@pytest.mark.parametrize("column", ["Industry", "Number of Employees", "Country/Region"])
def test_missing_does_not_depend_on_the_outcome(exports: list[ExampleExport], column: str):
    counts = np.zeros((2, 2))
    for export in exports:
        cells = dict(zip(export.companies.column("Record ID"), export.companies.column(column), strict=True))
        rows = zip(
            export.deals.column("Associated Company IDs (Primary)"), export.deals.column("Is Closed Won"), strict=True
        )
        for company, won in rows:
            if company:
                counts[int(won == "true"), int(not cells[company])] += 1
    assert cast("float", chi2_contingency(counts)[1]) > 0.01


def test_clean_export_has_no_dirty_cell():
    export = generate(5, n_deals=400, dirt=Dirt.none())
    assert set(export.companies.column("Industry")) <= {sector.label for sector in SECTORS}
    assert all(cell.isdigit() for cell in export.companies.column("Number of Employees"))
    assert all(cell.isdigit() for cell in export.deals.column("Amount"))
    assert len(set(export.deals.column("Record ID"))) == len(export.deals.rows) == 400
    assert all(export.deals.column("Associated Company IDs (Primary)"))


def test_impossible_shares_are_refused():
    with pytest.raises(UsageError, match="missing_industry must be a share from 0 to 1"):
        Dirt(missing_industry=1.2)
