"""Types of client in a few words, for charts and tables: Manufacturing · 201+ people · Latin America."""

from __future__ import annotations

from whofor.model import MONTHS_BEFORE, Condition, Operator, Segment
from whofor.reports.phrases.contacts import people_column, short_value
from whofor.reports.phrases.events import event_short
from whofor.reports.phrases.facts import fact_name, field_value
from whofor.reports.phrases.grammar import Noun
from whofor.reports.phrases.names import cut
from whofor.reports.phrases.parts import names_companies, part_of
from whofor.reports.phrases.places import PLACE_PARAMETERS, place_names
from whofor.reports.phrases.ranges import short_range
from whofor.reports.phrases.sectors import sector_name
from whofor.reports.phrases.situations import is_situation, situation_short
from whofor.reports.words import Words

__all__ = ["condition_label", "segment_label"]

_LONGEST = 60
_BETWEEN = " · "
_MOST_VALUES = 2
_LONGEST_VALUE = 24
_BARE = frozenset({"employees"})
"""Parameters whose range says by itself what it is of."""


def segment_label(segment: Segment, words: Words, most: int = _LONGEST) -> str:
    """Return a type of client in a few words: sector, size, place, tools, situation, money, others.

    What does not fit is left out from the end, and how many conditions that are is told.

    Args:
        segment: The type of client.
        words: Language of the report.
        most: Most characters.

    Example:
        >>> from whofor.reports.words import words_of
        >>> maker = Condition("industry", "Industry", Operator.IS, ("Manufacturing",))
        >>> size = Condition("employees", "Employees", Operator.BETWEEN, low=201, unit="people")
        >>> segment_label(Segment((size, maker)), words_of("fr"))
        'Industrie · 201+ salariés'
    """
    if not segment.conditions:
        return words.text("phrase.everyone")
    ordered = sorted(segment.conditions, key=lambda c: -1 if names_companies(c) else part_of(c, Noun(""), words).kind)
    items = [condition_label(c, words) for c in ordered]
    for kept in range(len(items), 0, -1):
        left = len(items) - kept
        text = _BETWEEN.join([*items[:kept], *([f"+{left}"] if left else [])])
        if len(text) <= most:
            return text
    return cut(items[0], most - (len(_BETWEEN) + 2 if len(items) > 1 else 0)) + (
        f"{_BETWEEN}+{len(items) - 1}" if len(items) > 1 else ""
    )


def _values(condition: Condition, words: Words) -> str:
    """Return the values of a condition, two at most, and the number of the others."""
    if condition.operator is Operator.IN and condition.name:
        own = sector_name(condition.name, words.language) if names_companies(condition) else condition.name
        return cut(own, _LONGEST_VALUE + 8)
    column = "technology_categories" if condition.parameter == "technology_categories" else people_column(condition)
    shown = condition.values[:_MOST_VALUES]
    if names_companies(condition):
        names = [sector_name(value, words.language) for value in shown]
    elif column:
        names = [short_value(column, value, condition, words) for value in shown]
    else:
        names = [field_value(value, condition, words) for value in shown]
    left = len(condition.values) - len(shown)
    # Of several each is cut shorter.
    return ", ".join(
        [*(cut(name, _LONGEST_VALUE + 8 // len(shown)) for name in names), *([f"+{left}"] if left else [])]
    )


def condition_label(condition: Condition, words: Words) -> str:
    """Return one condition in a few words, as it stands in the label of a segment."""
    if is_situation(condition):
        return situation_short(condition, words)
    if condition.unit == MONTHS_BEFORE:
        return event_short(condition, words)
    name = fact_name(condition, words)
    if condition.operator is Operator.UNKNOWN:
        return words.pair(name, words.text("short.unknown"))
    if condition.operator is Operator.BETWEEN:
        key = condition.parameter
        text = short_range(condition, words)
        return (
            text if key in _BARE else words.text("short.number", name=_short_name(condition, name, words), range=text)
        )
    if condition.parameter in PLACE_PARAMETERS:
        return ", ".join(place_names(condition, words))
    if (
        condition.parameter == "domain_kind"
        and len(condition.values) == 1
        and words.has(f"short.domain_{condition.values[0]}")
    ):
        return words.text(f"short.domain_{condition.values[0]}")
    if people_column(condition):
        name = words.text("short.contact")
    is_said = names_companies(condition) or condition.parameter in ("technologies", "technology_categories")
    values = _values(condition, words)
    return values if is_said else words.pair(cut(name, _LONGEST_VALUE), values)


def _short_name(condition: Condition, name: str, words: Words) -> str:
    key = f"short.name_{condition.parameter}"
    return words.text(key) if words.has(key) else cut(name, _LONGEST_VALUE)
