"""Writes client_outcomes.csv and spend.csv: outcomes of clients after the sale, and the spending to win them."""

from __future__ import annotations

from datetime import date

import numpy as np

from whofor.days import DAYS_A_YEAR
from whofor.example.draws import Draws, Floats, Ints
from whofor.example.export import ExportRow, ExportTable
from whofor.example.simulation import Simulation, day_text
from whofor.example.truth import Group
from whofor.example.world import FIRST_DAY

__all__ = ["client_outcomes_table", "spend_table"]

_OUTCOMES_HEADER: ExportRow = ("Company ID", "Client outcome", "Measured on", "Value", "Unit")
_SPEND_HEADER: ExportRow = ("Date", "Lead source", "Campaign", "Spend", "Currency")
_AROUND_ONE = ((0.0, 0.4), (0.25, 0.8), (0.5, 1.0), (0.75, 1.2), (1.0, 1.6))
"""Quantiles about a mean of 1, symmetric."""
_RECORDED = 0.85
_COST_A_LEAD = (("Paid Search", 320), ("Paid Social", 540), ("Email Marketing", 90), ("Trade fairs", 0))
_FAIR = 1_800


def _clients(sim: Simulation) -> tuple[Ints, Ints, Ints]:
    """Return the first deal won of each company, the day it was signed, and how many days the client was followed."""
    won = np.flatnonzero(sim.outcomes.won)
    order = won[np.lexsort((won, sim.outcomes.closed_day[won]))]
    _, first = np.unique(sim.deals.account[order], return_index=True)
    deals = order[np.sort(first)]
    signed = sim.outcomes.closed_day[deals]
    return deals, signed, sim.as_of - signed


def client_outcomes_table(sim: Simulation) -> ExportTable:
    """Write the outcomes of each client: set-up, hours saved, growth, satisfaction, requests, feedback, churn."""
    draws, truth = Draws(sim.seed, 12), sim.truth
    deals, signed, followed = _clients(sim)
    n = len(deals)
    group = sim.deals.group[deals]
    icp = (group == Group.ICP_A) | (group == Group.ICP_B)

    def mean(name: str) -> Floats:
        return np.where(icp, getattr(truth, f"icp_{name}"), getattr(truth, name)).astype(np.float64)

    leaves = (draws.uniform(n) < mean("churn_share")) & (followed >= 1)
    left = np.where(leaves, np.floor(30 + draws.uniform(n) * 335).astype(np.int64), 10**6)
    stays = np.minimum(followed, left)
    rows: list[tuple[int, int, ExportRow]] = []

    def add(client: int, day: int, what: str, value: str = "", unit: str = "") -> None:
        if day <= sim.as_of:
            account = int(sim.deals.account[deals[client]])
            rows.append((day, client, (sim.company_id(account), what, day_text(day), value, unit)))

    levels = (
        ("implementation_days", "Implementation days", 60, 0, "days"),
        ("hours_saved", "Hours saved per week", 120, 0, "hours"),
        ("client_growth", "Client revenue growth", 180, 1, "percent"),
        ("satisfaction", "Team satisfaction (0-10)", 100, 1, ""),
    )
    for name, what, after, digits, unit in levels:
        value = mean(name) * draws.quantile(n, _AROUND_ONE)
        recorded = (draws.uniform(n) < _RECORDED) & (stays >= after)
        value = np.minimum(value, 10.0) if name == "satisfaction" else value
        for client in np.flatnonzero(recorded).tolist():
            add(client, int(signed[client]) + after, what, f"{value[client]:.{digits}f}", unit)
    for name, what in (("requests", "Support request"), ("feedback", "Feedback given")):
        expected = mean(name) * np.maximum(stays, 0) / DAYS_A_YEAR * draws.quantile(n, _AROUND_ONE)
        times = np.floor(expected + draws.uniform(n)).astype(np.int64)
        at = draws.uniform(int(times.sum()))
        client_of = np.repeat(np.arange(n), times)
        for client, share in zip(client_of.tolist(), at.tolist(), strict=True):
            add(client, int(signed[client]) + int(share * max(0, int(stays[client]))), what)
    for client in np.flatnonzero(leaves).tolist():
        add(client, int(signed[client] + left[client]), "Churned")
    rows.sort(key=lambda row: (row[0], row[1], row[2]))
    return ExportTable(_OUTCOMES_HEADER, tuple(row for _, _, row in rows))


def spend_table(sim: Simulation) -> ExportTable:
    """Write the money spent each month on each paid source; the trade fairs brought no lead that anybody recorded."""
    draws = Draws(sim.seed, 13)
    months = _months(date.fromordinal(sim.as_of))
    position = {month: i for i, month in enumerate(months)}
    opened = [date.fromordinal(day) for day in sim.deals.opened.tolist()]
    leads = {name: np.zeros(len(months), dtype=np.int64) for name, _ in _COST_A_LEAD}
    for deal, day in enumerate(opened):
        source = sim.source(deal)
        if source in leads:
            leads[source][position[day.year, day.month]] += 1
    rows: list[ExportRow] = []
    for name, cost in _COST_A_LEAD:
        noise = draws.quantile(len(months), _AROUND_ONE)
        for i, (year, month) in enumerate(months):
            amount = int(leads[name][i] * cost * noise[i]) if cost else (_FAIR if month in (3, 10) else 0)
            if amount:
                rows.append((day_text(date(year, month, 1).toordinal()), name, "", f"{amount}.00", "EUR"))
    return ExportTable(_SPEND_HEADER, tuple(sorted(rows)))


def _months(until: date) -> list[tuple[int, int]]:
    first = FIRST_DAY.year * 12 + FIRST_DAY.month - 1
    last = until.year * 12 + until.month - 1
    return [(month // 12, month % 12 + 1) for month in range(first, last + 1)]
