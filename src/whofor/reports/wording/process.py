"""The decision process in words: days in each stage, and what has to be approved."""

from __future__ import annotations

from whofor.model.committee import Spread
from whofor.model.process import DecisionProcess, StageTime
from whofor.reports.catalogue import clean
from whofor.reports.words import Words

__all__ = ["approval_text", "process_text"]


def process_text(process: DecisionProcess, words: Words) -> str:
    """Return the stages of won deals with their days, and the days of approval."""
    stages = ", ".join(_stage(one, words) for one in process.stages)
    told = words.text("process.stages", n=process.n_won, stages=stages)
    return f"{told} {approval_text(process, words)}".strip()


def approval_text(process: DecisionProcess, words: Words) -> str:
    """Return how long approvals take; empty where no stage says so."""
    if process.approval is None:
        return ""
    return words.text("process.approval", days=_days(process.approval, words), n=process.approval.n)


def _stage(one: StageTime, words: Words) -> str:
    key = "process.approving" if one.is_approval else "process.stage"
    return words.text(key, stage=clean(one.stage), days=_days(one.days, words), n=one.days.n)


def _days(spread: Spread, words: Words) -> str:
    low, median, high = (words.number(round(value)) for value in (spread.low, spread.median, spread.high))
    return median if low == high else words.text("people.between", median=median, low=low, high=high)
