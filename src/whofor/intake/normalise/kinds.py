"""Infers the kind of a column from its values alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping

from whofor.intake.normalise.date_rules import infer_date_rule
from whofor.intake.normalise.dates import parse_date
from whofor.intake.normalise.digits import infer_decimal_mark
from whofor.intake.normalise.numbers import parse_number
from whofor.intake.normalise.words import is_missing, lone_boolean_words
from whofor.lexicon.booleans import parse_boolean
from whofor.model.parameters import Kind
from whofor.text import fold, split_list, tidy

__all__ = ["guess_kind"]

# A column is of a kind where at least this share of its filled cells can be read so.
SHARE = 0.95
ENOUGH_VALUES = 5_000
_SHARE_MULTI = 0.1
_LONG_TEXT = 60
_MOST_TOKENS = 300
_BARE_NUMBER = re.compile(r"[+-]?[0-9.]+")
_CODE = re.compile(r"[0-9]{12,}|0[0-9]+")
# A counter seldom runs through a month of milliseconds, timestamps of deals do.
_MONTH_IN_MS = 30 * 86_400_000


def guess_kind(values: Mapping[str, int]) -> Kind:
    """Guess the kind of a column from its values; at least 95 % of the filled cells must agree.

    In this order: boolean (only words of yes and no; 1 and 0 where both occur and nothing else), date, number
    (also money and percentages, not codes with leading zeros or 12 digits and more), several values per cell
    joined by `;`, and else a category - or text where the cells are long or nearly all different.

    Args:
        values: Distinct value -> number of cells with it.

    >>> guess_kind({"Yes": 3, "No": 2}), guess_kind({"$1,200": 3, "$900": 2}), guess_kind({"35%": 1})
    (<Kind.BOOLEAN: 'boolean'>, <Kind.NUMBER: 'number'>, <Kind.NUMBER: 'number'>)
    """
    filled: Counter[str] = Counter()
    for value, count in values.items():
        if not is_missing(value):
            filled[tidy(value)] += max(count, 0)
    filled = _sample(+filled)
    if not filled:
        return Kind.CATEGORY
    if _is_boolean(filled):
        return Kind.BOOLEAN
    if _is_date(filled):
        return Kind.DATE
    if _is_number(filled):
        return Kind.NUMBER
    if _is_multi(filled):
        return Kind.MULTI
    return Kind.TEXT if _is_text(filled) else Kind.CATEGORY


def _sample(filled: Counter[str]) -> Counter[str]:
    """Return every n-th value of a column with very many, so that a million names do not take a minute."""
    step = len(filled) // ENOUGH_VALUES
    return filled if step <= 1 else Counter({value: filled[value] for value in sorted(filled)[::step]})


def _share(filled: Mapping[str, int], readable: Callable[[str], bool]) -> float:
    return sum(count for value, count in filled.items() if readable(value)) / sum(filled.values())


def _is_boolean(filled: Mapping[str, int]) -> bool:
    truths: set[bool] = set()
    letters_only = True
    for value in filled:
        truth = parse_boolean(value)
        if truth is None:
            return False
        truths.add(truth)
        letters_only = letters_only and len(value.removesuffix(".0")) == 1
    if not letters_only or len(truths) == 2:
        return True
    return all(fold(value) in lone_boolean_words() or not value.isalnum() for value in filled)


def _is_date(filled: Mapping[str, int]) -> bool:
    numbers = [value for value in filled if _BARE_NUMBER.fullmatch(value)]
    rule = infer_date_rule(filled)
    if rule.numbers and (rule.numbers != "epoch_ms" or not _spans_a_month(numbers)):
        return False
    if len(numbers) == len(filled) and not rule.numbers:
        return all(parse_date(value, rule) is not None for value in numbers)
    return _share(filled, lambda value: parse_date(value, rule) is not None) >= SHARE


def _spans_a_month(numbers: list[str]) -> bool:
    found = [parse_number(value) or 0.0 for value in numbers]
    return max(found) - min(found) >= _MONTH_IN_MS


def _is_number(filled: Mapping[str, int]) -> bool:
    if any(_CODE.fullmatch(value) for value in filled) or _is_counter(filled):
        return False
    decimal = infer_decimal_mark(filled)
    return _share(filled, lambda value: parse_number(value, decimal) is not None) >= SHARE


def _is_counter(filled: Mapping[str, int]) -> bool:
    """Return whether values are identifiers: many whole numbers, each once, all of the same length."""
    return (
        len(filled) >= 50
        and all(value.isdigit() and len(value) >= 5 for value in filled)
        and len({len(value) for value in filled}) == 1
        and max(filled.values()) == 1
    )


def _is_multi(filled: Mapping[str, int]) -> bool:
    """Return whether cells hold several values: `;` in a tenth of them, and few different parts that recur."""
    if _share(filled, lambda value: ";" in value.strip("; ")) < _SHARE_MULTI:
        return False
    tokens: Counter[str] = Counter()
    for value, count in filled.items():
        for part in split_list(value):
            tokens[fold(part)] += count
    if max(map(len, tokens), default=0) > _LONG_TEXT or len(tokens) > _MOST_TOKENS:
        return False
    return len(tokens) <= max(10, sum(tokens.values()) / 2)


def _is_text(filled: Mapping[str, int]) -> bool:
    total = sum(filled.values())
    if sum(len(value) * count for value, count in filled.items()) / total > _LONG_TEXT:
        return True
    return total >= 20 and len(filled) > total / 2
