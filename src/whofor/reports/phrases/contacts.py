"""Contacts, tools and web domains of a client in words: with a director among their contacts, that use a CRM."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from whofor.model import Condition, Operator
from whofor.reports.phrases.facts import field_value, known_fact, shown_values
from whofor.reports.phrases.grammar import Part, PartKind, or_list, rules
from whofor.reports.words import Words
from whofor.text import words_of

__all__ = ["contact_part", "domain_part", "people_column", "short_value", "tool_part"]

_PEOPLE = frozenset({"seniority", "job_function", "buying_role"})
_LEVEL, _FUNCTION = "seniority", "job_function"


def people_column(condition: Condition) -> str:
    """Return which fact of contacts a condition is about: `seniority`, `job_function`, `buying_role`; else empty."""
    if condition.parameter in _PEOPLE:
        return condition.parameter
    entry = known_fact(condition)
    return entry["as"] if entry is not None and entry["kind"] == "people" else ""


@cache
def _entries(column: str) -> Mapping[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for name, entry in rules("people")[column].items():
        for label in (name, *entry.get("also", ())):
            found.setdefault(" ".join(words_of(label)), {**entry, "en_name": name})
    return found


def _entry(column: str, value: str) -> Mapping[str, Any] | None:
    return _entries(column).get(" ".join(words_of(value)))


def short_value(column: str, value: str, condition: Condition, words: Words) -> str:
    """Return a level, function, role or category of tools for labels, translated where it is known."""
    entry = _entry(column, value)
    if entry is None:
        return field_value(value, condition, words)
    return entry["name"] if words.language == "fr" else entry["en_name"]


def contact_part(condition: Condition, column: str, words: Words) -> Part:
    """Return who is among the contacts of a client: `with a director among their contacts`."""
    entries = [_entry(column, value) for value in condition.values]
    known = [entry[words.language] for entry in entries if entry is not None]
    if not known or len(known) < len(entries):
        return Part(PartKind.OTHER, words.text(f"phrase.contact_{column}", value=shown_values(condition, words)))
    key = "phrase.contact_in" if column == _FUNCTION else "phrase.contact"
    return Part(PartKind.OTHER, words.text(key, who=or_list(known, words)))


def tool_part(condition: Condition, words: Words) -> Part:
    """Return which tools a client uses, or what kinds of tools."""
    if condition.parameter != "technology_categories" or (condition.operator is Operator.IN and condition.name):
        return Part(PartKind.STACK, words.text("phrase.uses_yes", what=shown_values(condition, words)))
    entries = [(value, _entry("technology_categories", value)) for value in condition.values]
    tools = [entry[words.language] if entry else field_value(value, condition, words) for value, entry in entries]
    return Part(PartKind.STACK, words.text("phrase.uses_yes", what=or_list(tools, words)))


def domain_part(condition: Condition, words: Words) -> Part | None:
    """Return which kind of web domain a client has; `None` where the kind is not one of whofor's own."""
    kind = condition.values[0] if len(condition.values) == 1 else ""
    key = f"phrase.domain_{kind}"
    return Part(PartKind.OTHER, words.text(key)) if kind and words.has(key) else None
