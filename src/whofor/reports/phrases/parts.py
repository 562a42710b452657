"""One condition as a noun or as what it adds to one."""

from __future__ import annotations

from whofor.model import MONTHS_BEFORE, Condition, Operator
from whofor.reports.phrases.contacts import contact_part, domain_part, people_column, tool_part
from whofor.reports.phrases.events import event_part
from whofor.reports.phrases.facts import fact_part, known_fact
from whofor.reports.phrases.grammar import Noun, Part, PartKind
from whofor.reports.phrases.places import PLACE_PARAMETERS, place_text
from whofor.reports.phrases.ranges import Bounds, amount, amount_of, bounds_of, end_text
from whofor.reports.phrases.sectors import SECTOR_PARAMETERS
from whofor.reports.phrases.situations import is_situation, situation_part
from whofor.reports.words import Words

__all__ = ["names_companies", "part_of"]

_TOOLS = frozenset({"technologies", "technology_categories"})


def names_companies(condition: Condition) -> bool:
    """Return whether a condition gives the noun of a phrase, what companies are called, and no part of it."""
    return condition.parameter in SECTOR_PARAMETERS and condition.operator is not Operator.UNKNOWN


def part_of(condition: Condition, noun: Noun, words: Words) -> Part:
    """Return what a condition adds to a noun.

    Args:
        condition: One that does not name the companies.
        noun: What the companies are called, for agreement.
        words: Language of the report.
    """
    if is_situation(condition):
        return situation_part(condition, words)
    if condition.unit == MONTHS_BEFORE:
        return event_part(condition, noun, words)
    if condition.operator is Operator.BETWEEN:
        return _number_part(condition, noun, words)
    if condition.operator is Operator.UNKNOWN:
        return fact_part(condition, noun, words)
    if condition.parameter in PLACE_PARAMETERS:
        return Part(PartKind.PLACE, place_text(condition, words))
    entry = known_fact(condition)
    if condition.parameter in _TOOLS or (entry is not None and entry["kind"] == "tools"):
        return tool_part(condition, words)
    column = people_column(condition)
    if column:
        return contact_part(condition, column, words)
    domain = domain_part(condition, words) if condition.parameter == "domain_kind" else None
    return domain or fact_part(condition, noun, words)


def _number_part(condition: Condition, noun: Noun, words: Words) -> Part:
    bounds = bounds_of(condition)
    if bounds.key == "any":
        return Part(
            PartKind.OTHER, words.text("phrase.any", name=words.parameter(condition.label, condition.parameter))
        )
    if condition.parameter == "employees":
        key = "exactly" if bounds.key == "exactly" else "between" if bounds.key == "between" else "open"
        return Part(PartKind.SIZE, words.text(f"phrase.size_{key}", amount=amount_of(condition, words)))
    if condition.parameter == "founded_year":
        return Part(PartKind.OTHER, _founded(bounds, condition, noun, words))
    key = {"annual_revenue": "phrase.revenue", "money_raised": "phrase.raised"}.get(condition.parameter)
    if key:
        return Part(PartKind.MONEY, words.text(key, amount=amount(condition, words)))
    return fact_part(condition, noun, words)


def _founded(bounds: Bounds, condition: Condition, noun: Noun, words: Words) -> str:
    low, high = ("" if end is None else end_text(end, condition, words) for end in (bounds.low, bounds.high))
    return words.text(f"phrase.founded.{bounds.key}.{noun.gender}", low=low, high=high)
