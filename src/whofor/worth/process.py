"""How long won deals stay in each stage of the pipeline, and in those in which somebody must approve."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from whofor.arrays import BoolArray
from whofor.figures.estimates import spread_of
from whofor.lexicon.words import word_list
from whofor.model.process import DecisionProcess, StageTime
from whofor.schema.history import StageStays
from whofor.schema.rows import DealRows

__all__ = ["decision_processes", "is_approval"]

_MOST_STAGES = 12


def is_approval(stage: str) -> bool:
    """Return whether the name of a stage says that somebody at the client must agree.

    Example:
        >>> is_approval("Legal review"), is_approval("Validation budgétaire"), is_approval("Demo")
        (True, True, False)
    """
    return word_list("approvals", "approval").holds(stage)


def decision_processes(rows: DealRows, types: Mapping[str, BoolArray]) -> tuple[DecisionProcess, ...]:
    """Return the stages of the won deals of each type of client; none without a recorded history.

    Args:
        rows: All deals.
        types: Id of each type of client -> its judged deals; the empty id stands for all.
    """
    stays = rows.history.stages if rows.history is not None else None
    if stays is None:
        return ()
    won = rows.won
    found = (_process(id_, inside & won, stays) for id_, inside in types.items())
    return tuple(one for one in found if one.stages)


def _process(finding: str, counted: BoolArray, stays: StageStays) -> DecisionProcess:
    own = counted[stays.deal]
    deal, stage, at = stays.deal[own], stays.stage[own].tolist(), stays.at[own]
    # The last stay of a deal has not ended, or it is the end itself.
    leaves = np.append(deal[1:] == deal[:-1], False) if len(deal) else np.zeros(0, dtype=np.bool_)
    lasted = np.append(at[1:], np.nan) - at
    order = np.arange(len(deal)) - np.searchsorted(deal, deal, side="left")
    days: dict[str, dict[int, float]] = {}
    places: dict[str, list[int]] = {}
    approving: dict[int, float] = {}
    for row in np.flatnonzero(leaves).tolist():
        of_deal = days.setdefault(stage[row], {})
        of_deal[int(deal[row])] = of_deal.get(int(deal[row]), 0.0) + float(lasted[row])
        places.setdefault(stage[row], []).append(int(order[row]))
        if is_approval(stage[row]):
            approving[int(deal[row])] = approving.get(int(deal[row]), 0.0) + float(lasted[row])
    spreads = {name: spread_of(np.array(list(of_deal.values()))) for name, of_deal in days.items()}
    known = {name: spread for name, spread in spreads.items() if spread is not None}
    frequent = sorted(known, key=lambda name: (-known[name].n, name))[:_MOST_STAGES]
    frequent.sort(key=lambda name: (float(np.mean(places[name])), name))
    return DecisionProcess(
        finding,
        len(set(deal.tolist())),
        tuple(StageTime(name, is_approval(name), known[name]) for name in frequent),
        spread_of(np.array(list(approving.values()))),
    )
