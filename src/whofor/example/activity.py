"""Writes activities.csv."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from whofor.example.draws import Draws, Ints
from whofor.example.export import ExportRow, ExportTable
from whofor.example.people import People
from whofor.example.simulation import Simulation, time_text
from whofor.example.truth import Group
from whofor.example.words import ACTIVITY_BODIES, ACTIVITY_TITLES
from whofor.example.world import SALESPEOPLE

__all__ = ["Activities", "activities_table", "draw_activities"]

_HEADER: ExportRow = (
    "Record ID",
    "Activity type",
    "Title",
    "Body",
    "Activity date",
    "Activity assigned to",
    "Associated Contact IDs",
    "Associated Company IDs",
    "Associated Deal IDs",
    "Call duration",
    "Call direction",
)
_KINDS = ("Email", "Call", "Meeting", "Note")
_KIND_WEIGHTS = (46, 26, 16, 12)
_PER_DEAL = (18, 30, 26, 16, 10)
_CALLS_BEFORE_CEO = 2
_CALL_SECONDS = ((0.0, 40.0), (0.2, 240.0), (0.5, 700.0), (0.9, 1900.0), (1.0, 3000.0))


@dataclass(frozen=True, slots=True)
class Activities:
    """Activities on each deal, by deal and day. A first touch may come before the opening.

    Attributes:
        deal: Deal of each activity.
        day: Day of each activity.
        is_ceo: Whether it is the call that the client's CEO joins.
    """

    deal: Ints
    day: Ints
    is_ceo: Ints

    def per_deal(self) -> Counter[int]:
        """Return the number of activities of each deal."""
        return Counter(self.deal.tolist())

    def per_account(self, sim: Simulation) -> Counter[int]:
        """Return the number of activities of each account."""
        return Counter(sim.deals.account[self.deal].tolist())


def draw_activities(sim: Simulation, people: People) -> Activities:
    """Draw activities; deals that are won see more of them, as in any CRM."""
    draws = Draws(sim.seed, 9)
    n = len(sim.deals.account)
    opened = sim.deals.opened
    end = np.minimum(sim.outcomes.closed_day, sim.as_of)
    counts = 1 + draws.pick(n, _PER_DEAL) + np.where(sim.outcomes.won, draws.whole(n, 1, 3), 0)
    during = np.repeat(np.arange(n), counts)
    during_day = opened[during] + np.floor(draws.uniform(len(during)) * (end - opened + 1)[during]).astype(np.int64)
    before = np.flatnonzero(draws.uniform(n) < 0.5)
    before_day = opened[before] - draws.whole(len(before), 1, 20)
    ceo = [(deal, day) for deal, day in zip(people.ceo_of, people.created, strict=True) if deal >= 0]
    deal = np.concatenate([during, before, np.array([d for d, _ in ceo], dtype=np.int64)])
    day = np.concatenate([during_day, before_day, np.array([d for _, d in ceo], dtype=np.int64)])
    is_ceo = np.repeat([0, 1], [len(during) + len(before), len(ceo)])
    for late, joined in ceo:
        # Two conversations come before the call that the CEO joins, where there are as many.
        rows = np.flatnonzero((deal == late) & (is_ceo == 0))
        after = rows[day[rows] > joined]
        missing = max(0, _CALLS_BEFORE_CEO - (len(rows) - len(after)))
        day[after[:missing]] = opened[late] + (joined - opened[late]) // 2
    order = np.lexsort((is_ceo, day, deal))
    return Activities(deal[order], day[order], is_ceo[order])


def _kinds_drawn(activities: Activities, drawn: list[int]) -> list[str]:
    """Return the kind of each activity: as drawn, but of two calls before the one that a client's CEO joins."""
    kinds = [_KINDS[kind] for kind in drawn]
    for row in activities.is_ceo.nonzero()[0].tolist():
        first = int(np.searchsorted(activities.deal, activities.deal[row], side="left"))
        for place in range(first, row):
            kinds[place] = "Call" if place - first < _CALLS_BEFORE_CEO else "Email"
        kinds[row] = "Call"
    return kinds


def activities_table(sim: Simulation, people: People, activities: Activities) -> ExportTable:
    """Write one row for each activity. Call duration is in seconds."""
    draws = Draws(sim.seed, 10)
    n = len(activities.deal)
    kinds = _kinds_drawn(activities, draws.pick(n, _KIND_WEIGHTS).tolist())
    text, minute, inbound = draws.uniform(n).tolist(), draws.whole(n, 480, 1080).tolist(), draws.uniform(n).tolist()
    group = sim.deals.group[activities.deal]
    ratio = np.where((group == Group.ICP_A) | (group == Group.ICP_B), sim.truth.icp_call_ratio, 1.0)
    seconds = np.floor(draws.quantile(n, _CALL_SECONDS) * ratio).astype(np.int64).tolist()
    contacts = people.by_deal(sim)
    rows: list[ExportRow] = []
    for i, (deal, day, is_ceo) in enumerate(
        zip(activities.deal.tolist(), activities.day.tolist(), activities.is_ceo.tolist(), strict=True)
    ):
        kind = kinds[i]
        titles, bodies = ACTIVITY_TITLES[kind], ACTIVITY_BODIES[kind]
        title, body = titles[int(text[i] * len(titles))], bodies[int(text[i] * 97) % len(bodies)]
        if is_ceo:
            title, body = "Third call, CEO joined", "The CEO stepped in and asked for a lower price."
        account = int(sim.deals.account[deal])
        rows.append(
            (
                str(52_000_000_001 + 13 * i),
                kind,
                title,
                body,
                time_text(day, minute[i]),
                SALESPEOPLE[int(sim.accounts.owner[account])],
                people.contact_id(contacts[deal][-1 if is_ceo else 0]),
                sim.company_id(account),
                sim.deal_id(deal),
                str(seconds[i]) if kind == "Call" else "",
                ("Inbound" if inbound[i] < 0.3 else "Outbound") if kind in ("Call", "Email") else "",
            )
        )
    return ExportTable(_HEADER, tuple(rows))
