"""Facts of one deal or account in words, and what the lists of a type of client are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whofor.model import MONTHS_BEFORE, AccountList, AccountRow, Condition, ListKind, Operator
from whofor.model.accounts import Fact
from whofor.reports.phrases import condition_label
from whofor.reports.phrases.facts import fact_name, field_value
from whofor.reports.phrases.names import cut
from whofor.reports.phrases.places import PLACE_PARAMETERS
from whofor.reports.phrases.ranges import end_text
from whofor.reports.phrases.sectors import SECTOR_PARAMETERS, sector_name
from whofor.reports.wording.reasons import set_aside_text
from whofor.reports.words import Words
from whofor.segments.conditions import counts_people
from whofor.text import split_list

__all__ = [
    "count_texts",
    "fact_text",
    "fact_value",
    "facts_text",
    "is_same_for_all",
    "list_title",
    "remark_texts",
    "rounded_fact",
]


def fact_value(condition: Condition, value: Fact, words: Words) -> str:
    """Return the value of the fact of a condition, without its name; empty where it is not known.

    Args:
        condition: The condition.
        value: The value of its fact.
        words: Language of the report.
    """
    value = rounded_fact(condition, value)
    if value is None:
        return ""
    if condition.unit == MONTHS_BEFORE:
        return words.short_day(str(value))
    if not isinstance(value, str):
        return end_text(value, condition, words)
    met = (
        [one for one in split_list(value) if one in condition.values] if condition.operator is Operator.INCLUDES else []
    )
    if condition.parameter in SECTOR_PARAMETERS:
        return cut(sector_name(value, words.language))
    return ", ".join(field_value(one, condition, words) for one in met or [value])


def fact_text(condition: Condition, value: Fact, words: Words) -> str:
    """Return the value of the fact of a condition in a few words, with its name where it does not say it itself.

    Args:
        condition: The condition.
        value: The value of its fact; `None` where it is not known.
        words: Language of the report.

    Example:
        >>> from whofor.reports.words import words_of
        >>> size = Condition("employees", "Employees", Operator.BETWEEN, low=51, unit="people")
        >>> fact_text(size, 171.0, words_of("en")), fact_text(size, None, words_of("en"))
        ('171 people', 'size: not recorded')
    """
    bare = replace(condition, operator=Operator.IS, values=(), low=None, high=None, high_included=False, name="")
    value = rounded_fact(condition, value)
    if value is None:
        return condition_label(replace(bare, operator=Operator.UNKNOWN), words)
    if not isinstance(value, str):
        exactly = replace(bare, operator=Operator.BETWEEN, low=value, high=value, high_included=True)
        return condition_label(exactly, words)
    if condition.parameter in SECTOR_PARAMETERS or condition.parameter in PLACE_PARAMETERS:
        return fact_value(condition, value, words)
    return words.pair(fact_name(condition, words), fact_value(condition, value, words))


def rounded_fact(condition: Condition, value: Fact) -> Fact:
    """Return the value of a fact as people count it: no fractions of a person, which come from bands of head-counts."""
    if value is None or isinstance(value, str) or not counts_people(condition.parameter, condition.unit):
        return value
    return float(round(value))


def facts_text(conditions: Sequence[Condition], row: AccountRow, words: Words) -> str:
    """Return the facts by which a deal or account is of a type of client, where they may differ from one to another."""
    pairs = zip(conditions, row.facts, strict=True)
    shown = (fact_text(c, value, words) for c, value in pairs if value is None or not is_same_for_all(c))
    return " · ".join(dict.fromkeys(shown))


def is_same_for_all(condition: Condition) -> bool:
    """Return whether all that meet a condition have the same value."""
    return condition.operator in (Operator.IS, Operator.INCLUDES) and len(condition.values) == 1


def list_title(kind: ListKind, words: Words, part: str = "") -> str:
    """Return what a list is called; accounts may have deals of another part of the deals than that which is meant."""
    if part and kind is ListKind.NO_DEAL:
        return words.text("accounts.list_no_deal.part", part=part)
    return words.text(f"accounts.list_{kind}")


def count_texts(lists: Sequence[AccountList], words: Words, part: str = "") -> list[str]:
    """Return a sentence for each list: how many deals and accounts it holds."""
    texts: list[str] = []
    for one in lists:
        counts = (words.count("deals", one.n_deals), words.count("accounts", one.n_accounts))
        shown = counts if one.kind is not ListKind.NO_DEAL else counts[1:]
        texts.append(words.pair(list_title(one.kind, words, part), ", ".join(shown)))
    return texts


def remark_texts(lists: Sequence[AccountList], conditions: Sequence[Condition], words: Words) -> list[str]:
    """Return what is to be known of the lists: why deals are not judged, how many open ones are, what is missing."""
    separator, texts = words.text("contrast.separator"), list[str]()
    for one in lists:
        if one.reasons:
            parts = (f"{words.number(part.n)} {set_aside_text(part, words)}" for part in one.reasons)
            texts.append(words.text("accounts.why", reasons=separator.join(parts)))
        if one.n_judged:
            texts.append(words.plural("accounts.judged", one.n_judged))
        if one.missing:
            named = {c.parameter: fact_name(c, words) for c in conditions if c.parameter in one.missing}
            commonest = sorted(named, key=lambda parameter: -one.missing[parameter])
            parts = (f"{named[parameter]} ({words.number(one.missing[parameter])})" for parameter in commonest)
            texts.append(words.text("accounts.missing", facts=separator.join(parts)))
    return texts
