"""Amounts of money as people and programs write them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from whofor.intake.normalise.digits import BODY, LONGEST_NUMBER, finite, read_digits
from whofor.intake.normalise.rule_tables import rules
from whofor.text import fold, tidy

__all__ = ["Money", "dollar_currencies", "iso_codes", "parse_money", "read_amount"]

_AROUND = re.compile(rf"(?P<before>[^0-9.,]*(?:(?<=[a-zA-Z])\.[^0-9.,]*)*)(?P<body>{BODY.pattern})(?P<after>[^0-9]*)")
# "€ 12,-" and "CHF 1'200.–": no cents.
_NO_CENTS = re.compile(r"^[.,]?\s*-{1,2}(?=\s|[^\s-]|$)")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount and its currency.

    Attributes:
        amount: The amount in units of the currency (`12.5k` -> 12500.0); always finite.
        currency: ISO 4217 code; empty where none is written or the sign is shared by several (`kr`).
        power: Power of ten of the magnitude that is written, already in the amount.
    """

    amount: float
    currency: str = ""
    power: int = field(default=0, repr=False, compare=False)


@cache
def _affixes() -> dict[str, tuple[int, str]]:
    """Return the texts that may be beside an amount: folded, without spaces -> (power of ten, currency)."""
    table = rules("money")
    currencies = {_squeeze(sign): code for sign, code in table["symbol"].items()}
    currencies |= {code.lower(): code for code in iso_codes()}
    found: dict[str, tuple[int, str]] = {"": (0, "")}
    for name, power in table["magnitude"].items():
        for sign, code in currencies.items():
            found[name + sign] = (power, code)
            found[sign + name] = (power, code)
    found |= {name: (power, "") for name, power in table["magnitude"].items()}
    found |= {sign: (0, code) for sign, code in currencies.items()}
    return found | {name: (power, code) for name, (power, code) in table["scaled_currency"].items()}


def _squeeze(text: str) -> str:
    """Return the text as affixes are compared: folded, without spaces."""
    return fold(text).replace(" ", "")


@cache
def _about() -> re.Pattern[str]:
    return re.compile("^(?:" + _alternatives("about") + ")")


@cache
def _tax() -> re.Pattern[str]:
    return re.compile("(?:" + _alternatives("tax") + ")$")


def _alternatives(name: str) -> str:
    return "|".join(sorted((re.escape(_squeeze(word)) for word in rules("money")[name]), key=len, reverse=True))


@cache
def dollar_currencies() -> frozenset[str]:
    """Return the currencies that are written "$" at home."""
    return frozenset(rules("money")["dollars"])


@cache
def iso_codes() -> frozenset[str]:
    """Return the codes of ISO 4217, with the last national ones before the euro."""
    return frozenset(rules("money")["iso"]["codes"].split())


def _read_affixes(before: str, after: str) -> tuple[int, str] | None:
    """Return power of ten and currency from the texts beside the digits, or None where they mean anything else."""
    known = _affixes()
    left, right = known.get(before), known.get(after)
    if left is None or right is None:
        return None
    if left[0] and right[0]:
        return None
    codes = {code for _, code in (left, right) if code}
    if len(codes) > 1:
        # "$ 5 CAD": the code says which dollar.
        codes -= {"USD"} if codes <= dollar_currencies() and "$" in before + after else set()
    if len(codes) > 1:
        return None
    return left[0] + right[0], codes.pop() if codes else ""


def _strip_sign(before: str, after: str) -> tuple[str, str, bool]:
    """Return the texts without the signs `-`, `+`, `5-`, `(5)`, and whether the amount is negative."""
    negative = False
    if "(" in before and ")" in after:
        before, after, negative = before.replace("(", "", 1), after.replace(")", "", 1), True
    elif after.endswith("-"):
        after, negative = after[:-1], True
    for sign in "-+":
        if before.count(sign) == 1 and (before.startswith(sign) or before.endswith(sign)) and not negative:
            before, negative = before.replace(sign, ""), sign == "-"
            break
    return before, after, negative


def read_amount(text: str, decimal: str | None = None, *, open_dot_is_group: bool = True) -> Money | None:
    """Read an amount of a tidy text; see `parse_money` and `digits.read_digits`."""
    match = _AROUND.fullmatch(text)
    if match is None:
        return None
    body = match["body"]
    after = match["after"]
    trailing = body[len(body.rstrip(" .,'")) :]
    if trailing:
        body, after = body[: -len(trailing)], trailing.strip() + after
    after = _NO_CENTS.sub("", after, count=1) if after[:1] in {".", ","} else after
    if after[:1] in {".", ","}:
        after = after[1:]
    before = _about().sub("", _squeeze(match["before"]), count=1)
    before, after, negative = _strip_sign(before, _tax().sub("", _squeeze(after), count=1))
    beside = _read_affixes(before, after)
    digits = read_digits(body, decimal, open_dot_is_group=open_dot_is_group)
    if beside is None or digits is None:
        return None
    amount = finite(digits, beside[0])
    return None if amount is None else Money(-amount if negative else amount, beside[1], beside[0])


def parse_money(text: str, decimal: str | None = None) -> Money | None:
    """Read an amount with its currency, sign and magnitude; None where the text is anything else.

    An open mark (`1,234` or `2.900`) groups thousands unless `decimal` says otherwise. `$` alone is the US
    dollar, `m` a million. "About" and "with tax" in a few languages are ignored. Percentages, ranges and
    amounts per month or year are not money.

    Args:
        text: The cell.
        decimal: Decimal mark of the column as `infer_decimal_mark` finds it.

    >>> parse_money("€ 2.900,00"), parse_money("3,5 M€")
    (Money(amount=2900.0, currency='EUR'), Money(amount=3500000.0, currency='EUR'))
    >>> parse_money("USD 5m"), parse_money("(1,200)")
    (Money(amount=5000000.0, currency='USD'), Money(amount=-1200.0, currency=''))
    """
    if len(text) > LONGEST_NUMBER and len(text.strip()) > LONGEST_NUMBER:
        return None
    return read_amount(tidy(text), decimal)
