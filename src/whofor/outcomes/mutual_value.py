"""Mutual value: value for us and for the client, together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from whofor.errors import Problem, Sentence, UsageError
from whofor.model import Measure
from whofor.model.measure import OutcomeName
from whofor.model.reasons.data import LittleKnown, NotWon, SameClient
from whofor.outcomes.components import components_of
from whofor.outcomes.index import mutual_value
from whofor.outcomes.kinds import Measured, MeasureInput, OutcomeKind, first_of_account
from whofor.validation.not_judged import not_judged

__all__ = ["MUTUAL_VALUE"]


def _measure(given: MeasureInput) -> Measured:
    """Return the mutual value of each client: see `whofor.outcomes.index`.

    Raises:
        UsageError: Nothing in the data shows what a client is worth.
    """
    rows = given.rows
    start = np.where(np.isfinite(rows.closed), rows.closed, rows.opened)
    clients = first_of_account(rows, rows.won, start)
    components = components_of(given, clients)
    if given.weights and not components and components_of(replace(given, weights={}), clients):
        todo = "Give one kind of each side a weight above 0 in whofor.toml."
        raise UsageError(
            Problem("every kind that is known of clients has a weight of 0", "--outcome", "mutual_value", todo)
        )
    if not any(c.name not in ("price", "cycle") for c in components):
        names = ", ".join(c.name for c in components) or Sentence("nothing")
        todo = (
            "Import outcomes of clients: support tickets, renewals, satisfaction, hours saved, days on which they left."
        )
        raise UsageError(
            Problem(Sentence("mutual value needs more than {names}", names=names), "--outcome", "mutual_value", todo)
        )
    values = np.full(len(rows), np.nan)
    index = mutual_value(components)
    values[clients] = index.values
    half = index.sides[0] if len(index.sides) == 1 else None
    keep = np.isfinite(values)
    excluded = (
        *not_judged(NotWon(), ~rows.won),
        *not_judged(SameClient(), rows.won & ~clients),
        *not_judged(LittleKnown(), clients & ~keep),
    )
    return Measured(
        keep, values, Measure(OutcomeName.MUTUAL_VALUE, is_share=False, side=half), excluded, tuple(components)
    )


MUTUAL_VALUE = OutcomeKind(
    OutcomeName.MUTUAL_VALUE,
    "mutual_value",
    of_clients=True,
    is_recorded=lambda rows: bool(rows.won.any()),
    measure=_measure,
    is_composite=True,
)
