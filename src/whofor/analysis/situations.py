"""What was going on at the clients, over all judged deals and for each type of client."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from whofor.arrays import BoolArray
from whofor.figures.comparisons import KnownOutcome, compare, with_holm
from whofor.figures.estimates import rate_estimate
from whofor.model import SegmentFinding
from whofor.model.measure import OutcomeName
from whofor.model.situations import GoingOn, TypeInSituation
from whofor.outcomes.clients import Clients
from whofor.schema.rows import RowSituation
from whofor.segments.conditions import segment_mask

__all__ = ["going_on"]


def going_on(findings: Sequence[SegmentFinding], clients: Clients) -> tuple[GoingOn, ...]:
    """Return every situation of the deals, those that held most often first.

    Args:
        findings: The types of client that passed.
        clients: All deals with their outcomes.
    """
    rows = clients.rows
    won = next((k for k in clients.outcomes.known if k.outcome.measure.name == OutcomeName.WON), None)
    judged = won.keep if won is not None else clients.ripeness.keep
    types = {f.id: segment_mask(f.segment, rows.attributes, rows.opened) & judged for f in findings}
    found = [_told(one, judged, won, types) for one in rows.situations]
    found = [one for one in found if one.n_holds + one.n_not]
    compared = [one.signed for one in found if one.signed is not None]
    corrected = iter(with_holm(compared))
    found = [one if one.signed is None else replace(one, signed=next(corrected)) for one in found]
    return tuple(sorted(found, key=lambda one: (-one.n_holds, one.name)))


def _told(situation: RowSituation, judged: BoolArray, won: KnownOutcome | None, types: dict[str, BoolArray]) -> GoingOn:
    holds = np.asarray(situation.values == "true", dtype=np.bool_) & judged
    fails = np.asarray(situation.values == "false", dtype=np.bool_) & judged
    n_holds, n_not = int(holds.sum()), int(fails.sum())
    return GoingOn(
        situation.name,
        situation.label,
        situation.why,
        n_holds,
        n_not,
        int(judged.sum()) - n_holds - n_not,
        situation.is_searched,
        None if won is None else compare(won, holds, fails),
        tuple(
            TypeInSituation(
                id_,
                rate_estimate(int((holds & inside).sum()), int(((holds | fails) & inside).sum())),
                rate_estimate(int((holds & ~inside).sum()), int(((holds | fails) & ~inside).sum())),
            )
            for id_, inside in types.items()
        ),
    )
