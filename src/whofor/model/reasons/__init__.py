"""Reasons of verdicts, next steps and deals set aside, as typed values; `reports` has the sentences."""

from whofor.model.reasons.answers import NoAnswerReason
from whofor.model.reasons.base import REASONS, Reason, ReasonValue, reason_of
from whofor.model.reasons.data import LeakReason, SetAsideReason
from whofor.model.reasons.steps import NextStep
from whofor.model.reasons.verdicts import VerdictReason
from whofor.model.reasons.worth import BudgetAdvice, FactsReason, PriceReason

__all__ = [
    "REASONS",
    "BudgetAdvice",
    "FactsReason",
    "LeakReason",
    "NextStep",
    "NoAnswerReason",
    "PriceReason",
    "Reason",
    "ReasonValue",
    "SetAsideReason",
    "VerdictReason",
    "reason_of",
]
