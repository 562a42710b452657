"""Dirty cells as real exports have them: missing, written differently, twice, or impossible."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from whofor.example.draws import Draws
from whofor.example.market import Accounts
from whofor.example.shares import check_shares
from whofor.example.world import COUNTRIES, SECTORS, SIZE_BANDS

__all__ = ["DEFAULT_DIRT", "Dirt", "FirmCells", "amount_cells", "firm_cells"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dirt:
    """Shares of cells or rows that are dirty. None of them depends on the outcome.

    Attributes:
        missing_employees: Companies without a number of employees.
        missing_industry: Companies without an industry.
        missing_country: Companies without a country.
        missing_growth: Companies without a growth rate.
        missing_founded: Companies without a year of foundation.
        missing_amount: Deals without an amount.
        banded_employees: Known numbers of employees written as a band, `51-200`.
        rounded_employees: Known numbers of employees written as `~300`.
        comma_employees: Known numbers of a thousand or more written as `1,200`.
        variant_industry: Known industries in other case, with a trailing space or a typing error.
        variant_country: Known countries under another name (`USA`, `Deutschland`, `Brasil`).
        styled_amount: Known amounts written as `€ 12.400,00`.
        duplicate_deals: Deals exported twice, under the same Record ID.
        closed_before_opened: Closed deals whose Close Date is before their Create Date.
        deals_without_company: Deals that name no company.
    """

    missing_employees: float = 0.08
    missing_industry: float = 0.06
    missing_country: float = 0.06
    missing_growth: float = 0.04
    missing_founded: float = 0.07
    missing_amount: float = 0.05
    banded_employees: float = 0.08
    rounded_employees: float = 0.03
    comma_employees: float = 0.5
    variant_industry: float = 0.08
    variant_country: float = 0.15
    styled_amount: float = 0.12
    duplicate_deals: float = 0.01
    closed_before_opened: float = 0.006
    deals_without_company: float = 0.012

    def __post_init__(self) -> None:
        check_shares(self)

    @classmethod
    def none(cls) -> Dirt:
        """Return shares of an export without a dirty cell."""
        return cls(**{field.name: 0.0 for field in fields(cls)})


DEFAULT_DIRT = Dirt()


@dataclass(frozen=True, slots=True)
class FirmCells:
    """Cells of the companies that may be dirty, as text."""

    industry: tuple[str, ...]
    employees: tuple[str, ...]
    country: tuple[str, ...]
    growth: tuple[str, ...]


def firm_cells(seed: int, dirt: Dirt, accounts: Accounts) -> FirmCells:
    """Write the companies' attributes as people and tools enter them."""
    draws = Draws(seed, 4)
    n = len(accounts.sector)
    return FirmCells(
        industry=_spelled(
            draws,
            [(SECTORS[i].label, *SECTORS[i].spellings) for i in accounts.sector],
            dirt.missing_industry,
            dirt.variant_industry,
        ),
        employees=_employee_cells(draws, dirt, accounts),
        country=_spelled(
            draws, [COUNTRIES[i].spellings for i in accounts.country], dirt.missing_country, dirt.variant_country
        ),
        growth=tuple(
            "" if gap else str(growth)
            for gap, growth in zip(draws.uniform(n) < dirt.missing_growth, accounts.growth.tolist(), strict=True)
        ),
    )


def amount_cells(draws: Draws, dirt: Dirt, amounts: list[int]) -> list[str]:
    """Write amounts as plain numbers, some of them as `€ 12.400,00`, some not at all."""
    n = len(amounts)
    gaps = draws.uniform(n) < dirt.missing_amount
    styled = draws.uniform(n) < dirt.styled_amount
    return [
        "" if gap else (f"€ {amount:,}".replace(",", ".") + ",00" if style else str(amount))
        for amount, gap, style in zip(amounts, gaps, styled, strict=True)
    ]


def _spelled(draws: Draws, spellings: list[tuple[str, ...]], missing: float, variant: float) -> tuple[str, ...]:
    n = len(spellings)
    gaps: NDArray[np.bool_] = draws.uniform(n) < missing
    varied: NDArray[np.bool_] = draws.uniform(n) < variant
    place = draws.uniform(n)
    return tuple(
        "" if gap else names[1 + int(p * (len(names) - 1))] if vary else names[0]
        for names, gap, vary, p in zip(spellings, gaps, varied, place, strict=True)
    )


def _employee_cells(draws: Draws, dirt: Dirt, accounts: Accounts) -> tuple[str, ...]:
    n = len(accounts.employees)
    gaps = draws.uniform(n) < dirt.missing_employees
    style = draws.uniform(n)
    comma = draws.uniform(n) < dirt.comma_employees
    cells: list[str] = []
    for i, (people, band) in enumerate(zip(accounts.employees.tolist(), accounts.band.tolist(), strict=True)):
        low, high = SIZE_BANDS[band]
        rounded = round(people, -1 if people < 1000 else -2)
        if gaps[i]:
            cells.append("")
        elif style[i] < dirt.banded_employees:
            cells.append(f"{low}-{high}")
        elif style[i] < dirt.banded_employees + dirt.rounded_employees and low <= rounded <= high:
            cells.append(f"~{rounded}")
        elif people >= 1000 and comma[i]:
            cells.append(f"{people:,}")
        else:
            cells.append(str(people))
    return tuple(cells)
