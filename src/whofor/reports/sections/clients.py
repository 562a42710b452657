"""How outcomes of clients were counted: over which time, and which clients were left out."""

from __future__ import annotations

import math

from whofor.model import ClientSummary
from whofor.reports.blocks import Listing
from whofor.reports.report import Report, listing_section
from whofor.reports.wording.figures import amount
from whofor.reports.words import Words

__all__ = ["CLIENTS"]


def _block(report: Report) -> Listing | None:
    words, clients = report.words, report.result.data.clients
    if clients is None:
        return None
    title, lead = words.text("title.clients"), words.text("page.clients_lead")
    return Listing(title, lead, (("", _sentence(clients, words)),), folded=True)


def _sentence(clients: ClientSummary, words: Words) -> str:
    text = words.text(
        "worth.clients" if clients.days else "worth.clients_undated",
        days=amount(math.floor(clients.days), "days", words),
        clients=clients.clients,
        too_new=clients.too_new,
        total=clients.total,
        unplaced=clients.unplaced,
        undated=clients.undated,
    )
    if not clients.repeated:
        return text
    again = "worth.clients_repeated" if clients.repeated_left_out else "worth.clients_alike"
    return f"{text} {words.text(again, n=clients.repeated)}"


CLIENTS = listing_section("clients", _block, terminal_after="interactions")
