"""Infers the rule of a column of dates, with the value that proves it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from whofor.intake.normalise.dates import NUMERIC, DateRule, Numbers, Order, order_of, parse_date
from whofor.intake.normalise.words import is_missing
from whofor.text import tidy

__all__ = ["infer_date_rule", "proven_order"]

_NUMBER = re.compile(r"[0-9]{4,17}(?:\.[0-9]+)?")
_AM_PM = re.compile(r"[0-9] ?[ap]\.? ?m\.?\b", re.IGNORECASE)
# What a bare number may be, with the range it must keep to: 1950 to 2100 in days, 1980 to 2100 in seconds.
_RANGES: tuple[tuple[Numbers, float, float], ...] = (
    ("excel", 18_264.0, 73_051.0),
    ("epoch_s", 315_532_800.0, 4_102_444_800.0),
    ("epoch_ms", 315_532_800e3, 4_102_444_800e3),
    ("epoch_us", 315_532_800e6, 4_102_444_800e6),
)
_SHARE_OF_NUMBERS = 0.95
_SHARE_OF_DATES = 0.95


def infer_date_rule(values: Mapping[str, int]) -> DateRule:
    """Return the rule by which the dates of one column are written.

    A first number above 12 proves day-month-year, a second one month-day-year; where both occur the order that
    reads more cells wins and the other cells stay unreadable. Without proof the order is a default and
    `ambiguous` is set: month first with AM/PM or with unpadded slashes (`1/2/2024`, as spreadsheets in the US
    write), else day first. Bare numbers are dates only where they fill the column: days of a spreadsheet or
    seconds, milliseconds, microseconds since 1970, distinguished by their size.

    Args:
        values: Distinct value -> number of cells with it.

    >>> rule = infer_date_rule({"03/04/2021": 5, "13/04/2021": 1})
    >>> rule.order, rule.proof, rule.ambiguous
    ('dmy', '13/04/2021', False)
    >>> infer_date_rule({"03.04.2021": 5}).ambiguous
    True
    """
    # Sorted, so that the proof does not depend on the order in which an engine returns the values.
    texts = {tidy(value): max(values[value], 1) for value in sorted(values) if not is_missing(value)}
    numbers, proof = _kind_of_numbers(texts)
    if numbers:
        return DateRule(order="ymd", proof=proof, numbers=numbers)
    matches: dict[str, re.Match[str]] = {}
    for text in texts:
        match = NUMERIC.fullmatch(text)
        if match and len(match["a"]) <= 2:
            matches[text] = match
    if not matches:
        return _rule_without_order(texts)
    return _rule_of_order(texts, matches)


def proven_order(values: Mapping[str, int]) -> Literal["", "dmy", "mdy"]:
    """Return the order of day and month that the dates of a column prove; empty where none does.

    >>> proven_order({"03/04/21": 1, "03/14/21": 1}), proven_order({"03/04/21": 1}), proven_order({"2021-03-14": 1})
    ('mdy', '', '')
    """
    rule = infer_date_rule(values)
    if rule.ambiguous or rule.numbers or not rule.proof or rule.order == "ymd":
        return ""
    known = {text: count for text, count in values.items() if not is_missing(text)}
    read = sum(count for text, count in known.items() if parse_date(text, rule) is not None)
    return rule.order if read >= _SHARE_OF_DATES * sum(known.values()) else ""


def _kind_of_numbers(texts: Mapping[str, int]) -> tuple[Numbers, str]:
    total = sum(texts.values())
    bare = {text: float(text) for text in texts if _NUMBER.fullmatch(text)}
    if not bare or sum(texts[text] for text in bare) < _SHARE_OF_NUMBERS * total:
        return "", ""
    rule = DateRule()
    if all(parse_date(text, rule) is not None for text in bare):
        return "", ""
    for numbers, low, high in _RANGES:
        inside = [text for text, number in bare.items() if low <= number < high]
        if sum(texts[text] for text in inside) >= _SHARE_OF_NUMBERS * total:
            return numbers, inside[0]
    return "", ""


def _rule_without_order(texts: Mapping[str, int]) -> DateRule:
    """Return the rule of a column whose dates all start with the year or name their month."""
    proof = next((text for text in texts if parse_date(text, DateRule()) is not None), "")
    return DateRule(order="ymd", proof=proof)


def _rule_of_order(texts: Mapping[str, int], matches: Mapping[str, re.Match[str]]) -> DateRule:
    orders: tuple[Order, ...] = ("dmy", "mdy", "ymd")
    read: dict[Order, int] = dict.fromkeys(orders, 0)
    proof: dict[Order, str] = {}
    for text, match in matches.items():
        fits: list[Order] = [order for order in orders if _fits(match, order)]
        for order in fits:
            read[order] += texts[text]
        if len(fits) == 1 or (len(fits) == 2 and fits[1] == "ymd"):
            proof.setdefault(fits[0], text)
    default = _default_order(matches)
    year_last = max(read["dmy"], read["mdy"])
    if read["ymd"] > year_last:
        return DateRule(order="ymd", proof=proof.get("ymd", next(iter(matches))))
    if read["ymd"] == year_last and _years_come_first(matches):
        return DateRule(order="ymd", ambiguous=True)
    if read["dmy"] == read["mdy"]:
        return DateRule(order=default, ambiguous=True)
    order: Order = "dmy" if read["dmy"] > read["mdy"] else "mdy"
    return DateRule(order=order, proof=proof.get(order, ""))


def _years_come_first(matches: Mapping[str, re.Match[str]]) -> bool:
    """Return whether years come first in dates such as 21/04/15, 21/05/28: years recur, days of the month vary."""
    firsts = {match["a"] for match in matches.values()}
    lasts = {match["c"] for match in matches.values()}
    return 2 * len(firsts) < len(lasts)


def _fits(match: re.Match[str], order: Order) -> bool:
    if len(match["c"]) == 4 and order == "ymd":
        return False
    parts = order_of(match["a"], match["b"], match["c"], order)
    return parts is not None and 1 <= parts[1] <= 12 and 1 <= parts[2] <= 31


def _default_order(matches: Mapping[str, re.Match[str]]) -> Order:
    """Return the likelier order of a column that proves none."""
    if any(_AM_PM.search(text) for text in matches):
        return "mdy"
    slashes = [match for match in matches.values() if match["sep"] == "/"]
    return "mdy" if any(len(match["a"]) == 1 or len(match["b"]) == 1 for match in slashes) else "dmy"
