"""Situations in words: companies in hyper-growth, with a new marketing leader."""

from __future__ import annotations

from collections.abc import Mapping

from whofor.model import Condition, Operator
from whofor.model.parameters import SITUATION_PREFIX
from whofor.reports.phrases.grammar import Part, PartKind, rules
from whofor.reports.phrases.names import cut
from whofor.reports.words import Words

__all__ = ["is_situation", "situation_part", "situation_short"]


def is_situation(condition: Condition) -> bool:
    """Return whether a condition says that a situation held, or did not."""
    return condition.parameter.startswith(SITUATION_PREFIX)


def _known(condition: Condition) -> Mapping[str, str] | None:
    return rules("situations").get(condition.parameter.removeprefix(SITUATION_PREFIX))


def _holds(condition: Condition) -> bool:
    return condition.values == ("true",)


def situation_part(condition: Condition, words: Words) -> Part:
    """Return what a situation adds to a noun; the user's own is told by its label."""
    entry, label = _known(condition), _label(condition, words)
    if condition.operator is Operator.UNKNOWN:
        text = words.text("phrase.situation_unknown", label=label)
    elif entry is not None:
        text = entry[words.language if _holds(condition) else f"no_{words.language}"]
    else:
        text = words.text("phrase.situation" if _holds(condition) else "phrase.not_situation", label=label)
    return Part(PartKind.SITUATION, text)


def _label(condition: Condition, words: Words) -> str:
    return cut(words.parameter(condition.label, condition.parameter))


def situation_short(condition: Condition, words: Words) -> str:
    """Return a situation for the label of a chart."""
    entry = _known(condition)
    if condition.operator is Operator.UNKNOWN:
        return words.pair(_label(condition, words), words.text("short.unknown"))
    if entry is not None:
        return entry[words.language if _holds(condition) else f"no_{words.language}"]
    return words.text("short.situation" if _holds(condition) else "short.not_situation", label=_label(condition, words))
