"""Telephone numbers within texts: those that are known, and what is written like one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from whofor.intake.normalise.rule_tables import rules
from whofor.text import fold

__all__ = ["digits_of", "telephone_key", "telephones"]

_SEPARATORS = r" \xa0\u202f().\-/‐‑–"
_RUN = re.compile(rf"(?<![\w.,@#])[+(]?[+(]?\d(?:[{_SEPARATORS}]{{0,4}}\d){{5,18}}(?!\w)")
_BEFORE = re.compile(r"([^\W\d_]+)[^\w\n]{0,4}$")
_CODE_BEFORE = re.compile(r"(?:^|[^\w])(?:[A-Z]{2,5}|[A-Za-z]+\d*)[ \-_/]?$")
_GROUPS = re.compile(r"\d+")
_NORTH_AMERICAN = re.compile(r"(?:\+?1[ .\-])?\(?\d{3}\)?[ .\-]?[ ]?\d{3}[.\- ]\d{4}")
_LEAST, _MOST = 7, 15
_SIGNIFICANT = 8
_LONGEST_NATIONAL = 12


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(rules("people")["telephones"][name])


@cache
def _extension() -> re.Pattern[str]:
    names = "|".join(map(re.escape, rules("people")["telephones"]["extensions"]))
    return re.compile(rf"[ ,;]{{0,3}}(?:{names})\.?[ :#]{{0,2}}\d{{1,6}}(?!\w)", re.IGNORECASE)


def digits_of(text: str) -> str:
    """Return the digits of a text.

    >>> digits_of("+49 (0)30 / 12 34")
    '490301234'
    """
    return "".join(_GROUPS.findall(text))


def telephone_key(text: str) -> str:
    """Return what all ways of writing a telephone number have in common: its last digits; empty for too few.

    >>> telephone_key("+49 171 2345678") == telephone_key("0171/234 56 78") == "12345678"
    True
    """
    digits = digits_of(text)
    return digits[-_SIGNIFICANT:] if _LEAST <= len(digits) <= _MOST + 1 else ""


def telephones(text: str, known: Collection[str] = ()) -> Iterator[tuple[int, int]]:
    """Yield start and end of the telephone numbers in a text, extensions included.

    Numbers of orders, amounts and days are none, unless they are known as telephone numbers.

    Args:
        text: A text.
        known: Keys of known telephone numbers, as `telephone_key` makes them.

    >>> [text[a:b] for text in ("call +33 1 42 68 53 00 (x12)", "PO 0123456789, 12 500 000, 01.02.2024")
    ...     for a, b in telephones(text)]
    ['+33 1 42 68 53 00']
    """
    for found in _RUN.finditer(text):
        start, end = found.span()
        number = found[0].rstrip(" (")
        if telephone_key(number) in known or _is_telephone(number, text[max(0, start - 24) : start]):
            further = _extension().match(text, end)
            yield start, further.end() if further else end


def _is_telephone(number: str, before: str) -> bool:
    digits = digits_of(number)
    groups = _GROUPS.findall(number)
    if not _LEAST <= len(digits) <= _MOST or _are_days(groups):
        return False
    word = _BEFORE.search(before)
    said = fold(word[1]) if word else ""
    if said in _words("words"):
        return True
    if number.lstrip("(").startswith("+"):
        return len(digits) > _LEAST
    if said in _words("numbers") or (_CODE_BEFORE.search(before[-6:]) and before[-1:] in "-_/"):
        return False
    return _is_national(number, digits, groups)


def _is_national(number: str, digits: str, groups: list[str]) -> bool:
    parted = len(groups) > 1
    if digits.startswith("00"):
        return digits[2:3] not in ("0", "") and len(digits) >= (10 if parted else 12)
    if digits.startswith("0"):
        return 9 <= len(digits) <= _LONGEST_NATIONAL if parted else 10 <= len(digits) <= 11
    return parted and _NORTH_AMERICAN.fullmatch(number) is not None


def _are_days(groups: list[str]) -> bool:
    """Return whether groups of digits are a day, a month, or from one to another."""
    if len(groups) in (3, 6):
        return all(_is_day(groups[n : n + 3]) for n in range(0, len(groups), 3))
    if len(groups) in (2, 4):
        return all(_is_month(groups[n : n + 2]) for n in range(0, len(groups), 2))
    return False


def _is_day(groups: list[str]) -> bool:
    first, second, third = (int(group) for group in groups)
    if len(groups[0]) == 4:
        return 1900 <= first < 2100 and second <= 12 and third <= 31
    is_year = 1900 <= third < 2100 if len(groups[2]) == 4 else len(groups[2]) == 2
    return (
        is_year and max(len(groups[0]), len(groups[1])) <= 2 and min(first, second) <= 12 and max(first, second) <= 31
    )


def _is_month(groups: list[str]) -> bool:
    if len(groups[0]) <= 2 and len(groups[1]) == 4:
        return 1 <= int(groups[0]) <= 12 and 1900 <= int(groups[1]) < 2100
    return len(groups[0]) == 4 and 1900 <= int(groups[0]) < 2100
