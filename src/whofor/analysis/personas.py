"""Personas of each type of client, and of all deals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whofor.analysis.committees import inside_of
from whofor.model import SegmentFinding
from whofor.model.committee import Committee
from whofor.model.personas import Personas
from whofor.outcomes.clients import Clients
from whofor.people.committee import DealsToTell
from whofor.people.personas import people_to_tell, personas_of

__all__ = ["personas_of_types"]


def personas_of_types(
    passed: Sequence[SegmentFinding], committees: Sequence[Committee], clients: Clients, deals: DealsToTell | None
) -> tuple[Personas, ...]:
    """Return the personas of each type of client, then of all deals; none without contacts.

    Args:
        passed: The types of client.
        committees: Who takes part in the purchases of each of them, then of all.
        clients: All deals with their outcomes.
        deals: The deals of which it is told who took part; `None` without contacts.
    """
    if deals is None:
        return ()
    rows, history = clients.rows, clients.rows.history
    country = next((one.values for one in rows.attributes if one.parameter.name == "country"), None)
    people = people_to_tell(
        deals,
        None if history is None else history.interactions,
        None if history is None else history.source,
        country,
    )
    masks = {f.id: inside_of(f.segment.conditions, clients) for f in passed}
    everybody = np.ones(len(rows), dtype=np.bool_)
    return tuple(personas_of(one, masks.get(one.finding, everybody), people) for one in committees)
