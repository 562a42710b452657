"""Numbers and percentages."""

from __future__ import annotations

import re

from whofor.intake.normalise.digits import LONGEST_NUMBER, finite
from whofor.intake.normalise.money import read_amount
from whofor.text import tidy

__all__ = ["parse_number", "parse_percent"]

_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_EXPONENT = re.compile(r"([+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+))[eE]([+-]?[0-9]{1,3})")
_PERCENT = re.compile(
    r"(.*[0-9)'.,])\s*(?:%|percent|per cent|pct|pour cent|prozent|por ciento|por cento)", re.IGNORECASE
)


def _read_number(text: str, decimal: str | None) -> float | None:
    """Read a tidy text without percent sign."""
    if _PLAIN.fullmatch(text) and (decimal != "," or text[-4:-3] != "."):
        return finite(text)
    power = _EXPONENT.fullmatch(text)
    if power:
        return finite(power[1].replace(",", "."), int(power[2]))
    money = read_amount(text, decimal, open_dot_is_group=False)
    if money is not None and money.currency:
        money = read_amount(text, decimal)
    return None if money is None else money.amount


def parse_number(text: str, decimal: str | None = None) -> float | None:
    """Read a number, written plainly or as money (`$1,200`), with a magnitude (`12.5k`) or a percent sign.

    A percentage is given in points: `35%` -> 35.0. Where the form leaves the mark open and `decimal` is not
    given, `1,234` is 1234 and `1.234` is 1.234 (with a currency 1234).

    Args:
        text: The cell.
        decimal: Decimal mark of the column as `infer_decimal_mark` finds it.

    >>> parse_number("1 234,5"), parse_number("(12)"), parse_number("35 %"), parse_number("n/a")
    (1234.5, -12.0, 35.0, None)
    """
    if len(text) > LONGEST_NUMBER and len(text.strip()) > LONGEST_NUMBER:
        return None
    text = tidy(text)
    percent = _PERCENT.fullmatch(text)
    return _read_number(percent[1].rstrip() if percent else text, decimal)


def parse_percent(text: str, decimal: str | None = None) -> float | None:
    """Read a percentage in points, with or without its sign: `35%` and `35` -> 35.0, `0.35` -> 0.35.

    Money is no percentage.

    >>> parse_percent("12,5 %"), parse_percent("-3%"), parse_percent("$5")
    (12.5, -3.0, None)
    """
    value = parse_number(text, decimal)
    if value is None or any(letter.isalpha() or letter in "$€£¥" for letter in _without_sign(text)):
        return None
    return value


def _without_sign(text: str) -> str:
    percent = _PERCENT.fullmatch(tidy(text))
    return percent[1] if percent else text
