"""Writes contacts.csv."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from whofor.example.draws import Draws
from whofor.example.export import ExportRow, ExportTable
from whofor.example.names import company_domain, email_of, person_names
from whofor.example.simulation import Simulation, time_text
from whofor.example.truth import Group
from whofor.example.words import BUYING_ROLES, FUNCTIONS, SENIORITIES

__all__ = ["People", "contacts_table", "draw_people"]

_HEADER: ExportRow = (
    "Record ID",
    "First Name",
    "Last Name",
    "Email",
    "Job Title",
    "Seniority",
    "Job function",
    "Buying Role",
    "Associated Company ID",
    "Contact owner",
    "Create Date",
    "Lifecycle Stage",
    "Original Traffic Source",
)
_CONTACTS_PER_ACCOUNT = (30, 36, 22, 12)


@dataclass(frozen=True, slots=True)
class People:
    """Contacts, one position each.

    Attributes:
        account: Account of each contact.
        created: Day on which the contact entered the CRM.
        ceo_of: Deal for which a CEO appeared late, `-1` for all others.
        buyer_of: Deal which a marketing executive signs alone, `-1` for all others. These come last.
    """

    account: tuple[int, ...]
    created: tuple[int, ...]
    ceo_of: tuple[int, ...]
    buyer_of: tuple[int, ...]

    def contact_id(self, contact: int) -> str:
        """Return the Record ID of a contact."""
        return str(31_000_000_001 + 11 * contact)

    @property
    def per_account(self) -> Counter[int]:
        """Return the number of contacts of each account."""
        return Counter(self.account)

    def by_deal(self, sim: Simulation) -> list[list[int]]:
        """Return the contacts of each deal, the primary one first: those of the account, its own late CEO included.

        Where a marketing executive signs alone, that is the only one.
        """
        usual: defaultdict[int, list[int]] = defaultdict(list)
        late: dict[int, int] = {}
        alone: dict[int, int] = {}
        for contact, (account, ceo, buyer) in enumerate(zip(self.account, self.ceo_of, self.buyer_of, strict=True)):
            if ceo >= 0:
                late[ceo] = contact
            elif buyer >= 0:
                alone[buyer] = contact
            else:
                usual[account].append(contact)
        return [
            [alone[deal]] if deal in alone else usual[account] + ([late[deal]] if deal in late else [])
            for deal, account in enumerate(sim.deals.account.tolist())
        ]


def draw_people(sim: Simulation) -> People:
    """Draw the usual contacts of each account, the CEOs who step in, and the executives who sign alone.

    Both of the latter are entered after the deal was opened: they are no facts of that day.
    """
    draws = Draws(sim.seed, 7)
    n = len(sim.names)
    last = sim.as_of
    counts = (1 + draws.pick(n, _CONTACTS_PER_ACCOUNT)).tolist()
    account = [i for i, count in enumerate(counts) for _ in range(count)]
    delay = draws.whole(len(account), 0, 120).tolist()
    created = [int(sim.created[i]) + (0 if k == 0 or account[k - 1] != i else delay[k]) for k, i in enumerate(account)]
    ceo_of = [-1] * len(account)
    place = draws.uniform(len(sim.deals.account)).tolist()
    for deal in sim.outcomes.ceo.nonzero()[0].tolist():
        opened, closed = int(sim.deals.opened[deal]), int(sim.outcomes.closed_day[deal])
        account.append(int(sim.deals.account[deal]))
        created.append(opened + 1 + int((0.4 + 0.4 * place[deal]) * (closed - opened - 1)))
        ceo_of.append(deal)
    buyer_of = [-1] * len(account)
    alone = Draws(sim.seed, 16).uniform(len(sim.deals.account)) < sim.truth.icp_b_alone_share
    for deal in (alone & (sim.deals.group == Group.ICP_B)).nonzero()[0].tolist():
        account.append(int(sim.deals.account[deal]))
        created.append(int(sim.deals.opened[deal]) + 1)
        ceo_of.append(-1)
        buyer_of.append(deal)
    return People(tuple(account), tuple(min(day, last) for day in created), tuple(ceo_of), tuple(buyer_of))


def contacts_table(sim: Simulation, people: People, lifecycle: dict[str, str], sources: dict[str, str]) -> ExportTable:
    """Write one row for each contact.

    Args:
        sim: The simulation.
        people: The contacts.
        lifecycle: Lifecycle stage by company Record ID.
        sources: Lead source by company Record ID.
    """
    draws, buyers = Draws(sim.seed, 8), Draws(sim.seed, 15)
    # Those who sign alone come last and are drawn apart, so that all others are who they are without them.
    n = sum(deal < 0 for deal in people.buyer_of)
    more = len(people.account) - n
    names = [*person_names(draws, n), *person_names(buyers, more)]
    seniority = draws.pick(n, [weight for _, _, weight in SENIORITIES]).tolist()
    function = draws.pick(n, [weight for _, weight in FUNCTIONS]).tolist()
    role = draws.whole(n, 0, len(BUYING_ROLES) - 1).tolist()
    minute = [*draws.whole(n, 8 * 60, 18 * 60).tolist(), *buyers.whole(more, 8 * 60, 18 * 60).tolist()]
    rows: list[ExportRow] = []
    for i, account in enumerate(people.account):
        if people.ceo_of[i] >= 0:
            level, field, title, buying = "Executive", "", "CEO", "Decision Maker"
        elif people.buyer_of[i] >= 0:
            level, field, title, buying = "Executive", "Marketing", "Chief Marketing Officer", "Decision Maker"
        else:
            level, word, _ = SENIORITIES[seniority[i]]
            field = FUNCTIONS[function[i]][0]
            title, buying = f"{field} {word}", BUYING_ROLES[role[i]]
        company = sim.company_id(account)
        rows.append(
            (
                people.contact_id(i),
                *names[i],
                email_of(*names[i], company_domain(sim.names[account])),
                title,
                level,
                field,
                buying,
                company,
                "",
                time_text(people.created[i], minute[i]),
                lifecycle[company],
                sources[company],
            )
        )
    return ExportTable(_HEADER, tuple(rows))
