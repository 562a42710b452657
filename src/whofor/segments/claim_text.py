"""A type of client written as a claim, which is read back as the same type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

import numpy as np

from whofor.errors import UsageError
from whofor.lexicon.words import read_words
from whofor.model.parameters import Kind
from whofor.model.segment import Condition, Operator, Segment
from whofor.schema.rows import Attribute
from whofor.segments.claims import parse_claim
from whofor.segments.conditions import mask

__all__ = ["claim_text", "condition_texts"]

_NO_DAYS = 0.0


def claim_text(segment: Segment, attributes: Sequence[Attribute]) -> str:
    """Return a type of client as a claim: `industry = fintech and employees 51..200`.

    Args:
        segment: The type of client.
        attributes: The columns that it names.

    Example:
        >>> from whofor.model import Kind, Parameter, Role
        >>> sector = Parameter("industry", "Sector", Role.DEFINITION, Kind.CATEGORY)
        >>> attribute = Attribute(sector, np.array(["fintech", "Search, or ads", None], dtype=object), "industry")
        >>> wanted = Condition("industry", "Sector", Operator.IN, ("fintech", "Search, or ads"))
        >>> claim_text(Segment((wanted,)), [attribute])
        'industry = fintech | "Search, or ads"'
    """
    return " and ".join(condition_texts(segment, attributes))


def condition_texts(segment: Segment, attributes: Sequence[Attribute]) -> tuple[str, ...]:
    """Return each condition of a type of client as a claim of its own, the shortest that is read back as the same.

    Raises:
        KeyError: A condition names a parameter that is none of the columns.
    """
    by_name = {a.parameter.name: a for a in attributes}
    return tuple(_text(c, by_name[c.parameter], attributes) for c in segment.conditions)


def _text(condition: Condition, attribute: Attribute, attributes: Sequence[Attribute]) -> str:
    """Return the first form of a condition that is read back as it; the last one is in quotation marks throughout."""
    text = ""
    for text in _forms(condition, attribute):
        if _means(text, condition, attribute, attributes):
            return text
    return text


def _forms(condition: Condition, attribute: Attribute) -> Iterator[str]:
    p = attribute.parameter
    for name in dict.fromkeys((p.bare_name, p.name)):
        if condition.operator is Operator.UNKNOWN:
            yield from (f"{name} = {word}" for word in read_words("claims", "unknown"))
        elif condition.operator is Operator.BETWEEN:
            yield f"{name} {_span(condition)}"
        elif p.kind is Kind.BOOLEAN and condition.values == ("true",):
            yield name
        else:
            if condition.name:
                yield f"{name} = {condition.name}"
                yield f"{name} = {_quoted(condition.name)}"
            plain = [value if _is_safe(value) else _quoted(value) for value in condition.values]
            yield f"{name} = {' | '.join(plain)}"
            yield f"{name} = {' | '.join(map(_quoted, condition.values))}"


def _means(text: str, condition: Condition, attribute: Attribute, attributes: Sequence[Attribute]) -> bool:
    """Return whether a text is read as a condition: on the same column, and met by the same rows."""
    try:
        found = parse_claim(text, attributes).conditions
    except UsageError:
        return False
    if len(found) != 1 or found[0].parameter != condition.parameter:
        return False
    if replace(found[0], name="", label="") == replace(condition, name="", label=""):
        return True
    kind, values, days = attribute.parameter.kind, attribute.values, np.full(len(attribute.values), _NO_DAYS)
    return np.array_equal(mask(found[0], values, kind, days), mask(condition, values, kind, days))


def _span(condition: Condition) -> str:
    low, high = condition.low, condition.high
    if high is None:
        return f">= {_number(low if low is not None else 0.0)}"
    if low is None:
        return f"{'<=' if condition.high_included else '<'} {_number(high)}"
    return f"{_number(low)}{'..' if condition.high_included else '..<'}{_number(high)}"


def _number(value: float) -> str:
    """Return a number in digits, without an exponent, so that it is read back as the same."""
    return str(int(value)) if float(value).is_integer() else format(Decimal(repr(float(value))), "f")


def _is_safe(value: str) -> bool:
    """Return whether no word or sign of a value can be read as one of the claim's own."""
    words = set(value.casefold().split())
    plain = " ".join(value.split()) == value and all(c.isalnum() or c in " -_." for c in value)
    return plain and words.isdisjoint(_joining_words())


@cache
def _joining_words() -> frozenset[str]:
    return frozenset(word.casefold() for name in ("and", "or") for word in read_words("claims", name))


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
