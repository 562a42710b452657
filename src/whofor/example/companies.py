"""Writes companies.csv."""

from __future__ import annotations

from collections import Counter, defaultdict

from whofor.example.dirt import Dirt, firm_cells
from whofor.example.draws import Draws
from whofor.example.export import ExportRow, ExportTable
from whofor.example.market import NO_ROUND
from whofor.example.names import company_domain
from whofor.example.simulation import Simulation, day_text, time_text
from whofor.example.words import ROUNDS, TECHNOLOGIES
from whofor.example.world import COUNTRIES, SALESPEOPLE

__all__ = ["companies_table"]

_HEADER: ExportRow = (
    "Record ID",
    "Company name",
    "Company Domain Name",
    "Industry",
    "Number of Employees",
    "Annual Revenue",
    "City",
    "Country/Region",
    "Year Founded",
    "Is Public",
    "Web Technologies",
    "Total Money Raised",
    "Last Funding Round",
    "Last Funding Date",
    "Employee Growth (12 months)",
    "Company owner",
    "Create Date",
    "Last Modified Date",
    "Lifecycle Stage",
    "Original Traffic Source",
    "Number of times contacted",
    "Associated Contacts",
    "Associated Deals",
    "Total Revenue",
    "Recent Deal Close Date",
    "Parent Company",
    "Additional Domains",
)
_REVENUE_PER_HEAD = ((0.0, 40_000.0), (0.5, 110_000.0), (1.0, 260_000.0))


def companies_table(sim: Simulation, dirt: Dirt, n_contacts: Counter[int], n_activities: Counter[int]) -> ExportTable:
    """Write one row for each company.

    Args:
        sim: The simulation.
        dirt: How dirty the cells are.
        n_contacts: Contacts of each account.
        n_activities: Activities with each account.
    """
    n = len(sim.names)
    cells = firm_cells(sim.seed, dirt, sim.accounts)
    facts = _NullFacts(sim, dirt)
    history = _history(sim)
    rows: list[ExportRow] = []
    for i in range(n):
        country = COUNTRIES[int(sim.accounts.country[i])]
        won, revenue, last_close, is_open, source, n_deals = history[i]
        rows.append(
            (
                sim.company_id(i),
                sim.names[i],
                company_domain(sim.names[i]),
                cells.industry[i],
                cells.employees[i],
                facts.revenue[i],
                country.cities[int(facts.city[i] * len(country.cities))],
                cells.country[i],
                facts.founded[i],
                facts.public[i],
                facts.technologies[i],
                *facts.funding[i],
                cells.growth[i],
                SALESPEOPLE[int(sim.accounts.owner[i])],
                time_text(int(sim.created[i]), facts.minute[i]),
                time_text(min(last_close + 3, sim.as_of), facts.minute[i]),
                "Customer" if won else "Opportunity" if is_open else "Lead",
                source,
                str(n_activities[i]),
                str(n_contacts[i]),
                str(n_deals),
                str(revenue) if won else "",
                day_text(last_close) if won else "",
                sim.names[(i * 7 + 3) % n] if facts.rare[i] < 0.02 else "",
                f"get-{company_domain(sim.names[i])}" if facts.rare[i] > 0.985 else "",
            )
        )
    return ExportTable(_HEADER, tuple(rows))


class _NullFacts:
    """Attributes without any effect of their own, as cells."""

    def __init__(self, sim: Simulation, dirt: Dirt) -> None:
        draws = Draws(sim.seed, 6)
        n = len(sim.names)
        self.city = draws.uniform(n).tolist()
        self.minute = draws.whole(n, 8 * 60, 18 * 60).tolist()
        self.rare = draws.uniform(n).tolist()
        per_head = draws.quantile(n, _REVENUE_PER_HEAD).tolist()
        no_revenue = (draws.uniform(n) < 0.3).tolist()
        self.revenue = [
            "" if gap else str(int(people * rate / 1000) * 1000)
            for gap, people, rate in zip(no_revenue, sim.accounts.employees.tolist(), per_head, strict=True)
        ]
        self.founded = [
            "" if gap else str(year)
            for gap, year in zip(
                draws.uniform(n) < dirt.missing_founded, draws.whole(n, 1962, 2021).tolist(), strict=True
            )
        ]
        self.public = ["true" if u < 0.08 else "false" for u in draws.uniform(n).tolist()]
        self.technologies = _technologies(draws, n)
        self.funding = _funding_cells(draws, sim)


def _technologies(draws: Draws, n: int) -> list[str]:
    counts = draws.whole(n, 0, 6).tolist()
    drawn = draws.whole(n * 6, 0, len(TECHNOLOGIES) - 1).tolist()
    return [
        ";".join(dict.fromkeys(TECHNOLOGIES[k] for k in drawn[i * 6 : i * 6 + count])) for i, count in enumerate(counts)
    ]


def _funding_cells(draws: Draws, sim: Simulation) -> list[ExportRow]:
    n = len(sim.names)
    rounds = draws.whole(n, 0, len(ROUNDS) - 1).tolist()
    raised = draws.quantile(n, ((0.0, 0.4), (0.5, 6.0), (0.9, 40.0), (1.0, 150.0))).tolist()
    return [
        ("", "", "") if day == NO_ROUND else (str(int(millions * 10) * 100_000), ROUNDS[position], day_text(day))
        for day, position, millions in zip(sim.accounts.funding_day.tolist(), rounds, raised, strict=True)
    ]


def _history(sim: Simulation) -> dict[int, tuple[bool, int, int, bool, str, int]]:
    """Return facts on each account's deals: any won, their sum, last closing, any open, first source, number."""
    by_account: defaultdict[int, list[int]] = defaultdict(list)
    for deal, account in enumerate(sim.deals.account.tolist()):
        by_account[account].append(deal)
    won, closed = sim.outcomes.won, sim.outcomes.closed
    history: dict[int, tuple[bool, int, int, bool, str, int]] = {}
    for account, deals in by_account.items():
        signed = [deal for deal in deals if won[deal]]
        ended = [int(sim.outcomes.closed_day[deal]) for deal in deals if closed[deal]]
        history[account] = (
            bool(signed),
            sum(int(sim.outcomes.amount[deal]) for deal in signed),
            max(ended, default=int(sim.deals.opened[deals[-1]])),
            len(ended) < len(deals),
            sim.source(deals[0]),
            len(deals),
        )
    return history
