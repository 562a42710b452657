"""Writes deals.csv."""

from __future__ import annotations

from collections import Counter

from whofor.example.dirt import Dirt, amount_cells
from whofor.example.draws import Draws
from whofor.example.export import ExportRow, ExportTable
from whofor.example.people import People
from whofor.example.simulation import Simulation, month_end, time_text
from whofor.example.words import LOST_REASONS, OFFERS, WON_REASONS
from whofor.example.world import SALESPEOPLE

__all__ = ["OPEN_STAGES", "deals_table"]

_HEADER: ExportRow = (
    "Record ID",
    "Deal Name",
    "Pipeline",
    "Deal Stage",
    "Amount",
    "List price",
    "Currency",
    "Create Date",
    "Close Date",
    "Deal owner",
    "Deal Type",
    "Is Deal Closed?",
    "Is Closed Won",
    "Is closed lost",
    "Closed Lost Reason",
    "Closed Won Reason",
    "Original Traffic Source",
    "Associated Company IDs (Primary)",
    "Associated Company (Primary)",
    "Associated Contact IDs",
    "Number of Contacts",
    "Number of Sales Activities",
    "Deal Stage Probability",
    "Days to close",
    "Next step",
    "HubSpot Campaign",
)
OPEN_STAGES = (
    ("Appointment Scheduled", "0.2"),
    ("Qualified To Buy", "0.4"),
    ("Presentation Scheduled", "0.6"),
    ("Decision Maker Bought-In", "0.8"),
    ("Contract Sent", "0.9"),
)


def deals_table(sim: Simulation, dirt: Dirt, people: People, n_activities: Counter[int]) -> ExportTable:
    """Write one row for each deal, and some rows twice.

    Args:
        sim: The simulation.
        dirt: How dirty the cells are.
        people: The contacts.
        n_activities: Activities of each deal.
    """
    draws = Draws(sim.seed, 11)
    n = len(sim.deals.account)
    amounts = amount_cells(draws, dirt, sim.outcomes.amount.tolist())
    list_prices = amount_cells(Draws(sim.seed, 14), dirt, sim.outcomes.list_price.tolist())
    minute = draws.whole(n, 8 * 60, 18 * 60).tolist()
    offer = draws.whole(n, 0, len(OFFERS) - 1).tolist()
    existing, no_company = draws.uniform(n).tolist(), (draws.uniform(n) < dirt.deals_without_company).tolist()
    rare = draws.uniform(n).tolist()
    endings = _endings(draws, sim, dirt)
    contacts = people.by_deal(sim)
    rows: list[ExportRow] = []
    for i, account in enumerate(sim.deals.account.tolist()):
        ending = endings[i]
        company = ("", "") if no_company[i] else (sim.company_id(account), sim.names[account])
        rows.append(
            (
                sim.deal_id(i),
                f"{sim.names[account]} - {OFFERS[offer[i]]}",
                "Sales Pipeline",
                ending.stage,
                amounts[i],
                list_prices[i],
                "EUR",
                time_text(int(sim.deals.opened[i]), minute[i]),
                ending.closed,
                SALESPEOPLE[int(sim.accounts.owner[account])],
                "existingbusiness" if existing[i] < 0.2 else "newbusiness",
                *ending.flags,
                ending.lost_reason,
                ending.won_reason,
                sim.source(i),
                *company,
                ";".join(people.contact_id(contact) for contact in contacts[i]),
                str(len(contacts[i])),
                str(n_activities[i]),
                ending.probability,
                ending.days,
                "Send recap" if rare[i] < 0.015 else "",
                "Autumn fair" if rare[i] > 0.98 else "",
            )
        )
    twice = (draws.uniform(n) < dirt.duplicate_deals).nonzero()[0].tolist()
    return ExportTable(_HEADER, (*rows, *(rows[i] for i in twice)))


class _Ending:
    """The cells on the outcome of one deal."""

    def __init__(self, stage: str, closed: str, flags: ExportRow, probability: str) -> None:
        self.stage = stage
        self.closed = closed
        self.flags = flags
        self.probability = probability
        self.lost_reason = ""
        self.won_reason = ""
        self.days = ""


def _endings(draws: Draws, sim: Simulation, dirt: Dirt) -> list[_Ending]:
    n = len(sim.deals.account)
    reason = draws.uniform(n).tolist()
    open_stage = draws.whole(n, 0, len(OPEN_STAGES) - 1).tolist()
    minute = draws.whole(n, 8 * 60, 18 * 60).tolist()
    guess = draws.whole(n, 0, 80).tolist()
    odd = (draws.uniform(n) < dirt.closed_before_opened).tolist()
    early = draws.whole(n, 1, 20).tolist()
    won, closed = sim.outcomes.won.tolist(), sim.outcomes.closed.tolist()
    opened, closed_day = sim.deals.opened.tolist(), sim.outcomes.closed_day.tolist()
    endings: list[_Ending] = []
    for i in range(n):
        if not closed[i]:
            stage, probability = OPEN_STAGES[open_stage[i]]
            day = time_text(month_end(sim.as_of + guess[i]), minute[i])
            endings.append(_Ending(stage, day, ("false", "false", "false"), probability))
            continue
        day = time_text(opened[i] - early[i] if odd[i] else closed_day[i], minute[i])
        if won[i]:
            ending = _Ending("Closed Won", day, ("true", "true", "false"), "1.0")
            ending.won_reason = WON_REASONS[int(reason[i] * len(WON_REASONS))]
        else:
            ending = _Ending("Closed Lost", day, ("true", "false", "true"), "0.0")
            ending.lost_reason = LOST_REASONS[int(reason[i] * len(LOST_REASONS))] if reason[i] < 0.9 else ""
        ending.days = str(closed_day[i] - opened[i])
        endings.append(ending)
    return endings
