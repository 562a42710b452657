"""Conditions as JSON values, and the documents of contrasts, situations and what also passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whofor.documents.values import Document, plain
from whofor.model import AlsoPassed, Condition, Contrast, Operator, Segment, SituationEffect, WithoutCondition

__all__ = [
    "also_passed_document",
    "condition_document",
    "conditions_document",
    "contrast_document",
    "contrast_fields_document",
    "situation_document",
    "without_document",
]


def condition_document(condition: Condition) -> Document:
    """Return one condition as a document; `value` is what most readers need, the other keys hold all of it."""
    value: object = None
    if condition.operator in (Operator.IS, Operator.INCLUDES):
        value = condition.values[0] if len(condition.values) == 1 else list(condition.values)
    elif condition.operator is Operator.IN:
        value = list(condition.values)
    elif condition.operator is Operator.BETWEEN:
        value = [condition.low, condition.high]
    # Bounds unrounded: they define who is meant.
    values = plain(condition) | {"low": condition.low, "high": condition.high}
    return {"parameter": values.pop("parameter"), "operator": values.pop("operator"), "value": value, **values}


def conditions_document(conditions: Sequence[Condition]) -> list[Document]:
    """Return several conditions as documents."""
    return [condition_document(condition) for condition in conditions]


def also_passed_document(one: AlsoPassed) -> Document:
    """Return a combination that passed and is no finding as a document."""
    values = plain(replace(one, segment=Segment(())))
    del values["segment"]
    return {"conditions": conditions_document(one.segment.conditions), **values}


def contrast_fields_document(contrast: Contrast) -> Document:
    """Return a type of client beside a neighbour as a document."""
    both = {"condition": condition_document(contrast.condition), "other": condition_document(contrast.other)}
    return plain(contrast) | both


def situation_document(effect: SituationEffect) -> Document:
    """Return the effect of a situation within a type of client as a document."""
    return plain(effect) | {
        "situation": conditions_document(effect.situation),
        "others": conditions_document(effect.others),
    }


def without_document(without: WithoutCondition) -> Document:
    """Return a type of client without one of its conditions as a document."""
    return plain(without) | {"condition": condition_document(without.condition)}


def contrast_document(id_: str, segment: Segment, contrasts: Sequence[Contrast]) -> Document:
    """Return a type of client and its neighbours as one JSON-ready document, without any sentence.

    Args:
        id_: Id of the type of client.
        segment: Its conditions.
        contrasts: Its neighbours.
    """
    return {
        "id": id_,
        "conditions": conditions_document(segment.conditions),
        "contrasts": [contrast_fields_document(contrast) for contrast in contrasts],
    }
