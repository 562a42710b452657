"""Currencies: what a cell names, and what the header of amounts says of all its cells."""

from __future__ import annotations

import re
from functools import cache

from whofor.intake.normalise.money import dollar_currencies, iso_codes, parse_money
from whofor.intake.normalise.rule_tables import rules
from whofor.text import fold, name_words

__all__ = ["currency_code", "header_currency", "header_scale", "may_be_header_currency"]

_LONGEST = 60
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_SIGN_THEN = re.compile(r"(?P<before>\w+)? ?(?P<sign>[$€£₹]) ?(?P<after>\w+)?")


@cache
def _names() -> dict[str, str]:
    return {name: code for code, names in rules("currencies")["names"].items() for name in names}


def currency_code(text: str) -> str:
    """Return the ISO 4217 code of the currency that a cell names; empty where it names none.

    Codes, signs, and names in English, French, German, Spanish and Portuguese.

    >>> currency_code("eur"), currency_code("Schweizer Franken"), currency_code("Real"), currency_code("gold bars")
    ('EUR', 'CHF', 'BRL', '')
    >>> currency_code("Dollar américain"), currency_code("R$"), currency_code("USD - US Dollar")
    ('USD', 'BRL', 'USD')
    """
    if len(text) > _LONGEST:
        return ""
    named = _names().get(" ".join(fold(text).split()))
    if named:
        return named
    bare = text.strip().upper()
    if len(bare) == 3 and bare.isascii() and bare.isalpha():
        return bare
    codes = {code for code in _CODE.findall(text) if code in iso_codes()}
    if len(codes) == 1:
        return codes.pop()
    money = parse_money(f"1 {text}")
    if money is not None and money.currency:
        return money.currency
    within = {_names().get(part.strip()) for part in re.split(r"[()\[\],;/]| - ", fold(text))} - {None}
    return str(within.pop()) if len(within) == 1 else ""


def header_currency(header: str) -> str:
    """Return the one currency that the header of amounts names, as an ISO 4217 code; empty for none or several.

    >>> header_currency("amount_usd"), header_currency("Montant (€)"), header_currency("Value in GBP")
    ('USD', 'EUR', 'GBP')
    >>> header_currency("Amount won"), header_currency("Try amount"), header_currency("USD to EUR")
    ('', '', '')
    """
    table = rules("currencies")["header"]
    words = name_words(header)
    found = {word.upper() for word in words if word in table["codes"]}
    found |= {code for word, code in table["words"].items() if word in words}
    if not header.isupper():
        found |= {code for code in _CODE.findall(header.replace("_", " ")) if code in iso_codes()}
    rest = header
    for sign, code in table["signs"].items():
        if sign in rest:
            found.add(code)
            rest = rest.replace(sign, " ")
    if len(found) == 2 and "$" in header and "USD" in found and found <= dollar_currencies():
        # "CAD $": the code says which dollar.
        found -= {"USD"}
    return found.pop() if len(found) == 1 else ""


def may_be_header_currency(code: str, header: str) -> bool:
    """Return whether a row's currency agrees with a header: `$` alone is the sign of every dollar.

    >>> may_be_header_currency("CAD", "Value ($)"), may_be_header_currency("CAD", "amount_usd")
    (True, False)
    """
    named = header_currency(header)
    by_sign = "$" in header and named == "USD" and "usd" not in name_words(header)
    return code == named or (by_sign and code in dollar_currencies())


def header_scale(header: str) -> int:
    """Return the power of ten in which a header gives its amounts: 3 for thousands, 6 for millions; else 0.

    >>> header_scale("Revenue (M€)"), header_scale("Umsatz in Mio. €"), header_scale("CA (k€)"), header_scale("Amount")
    (6, 6, 3, 0)
    """
    table = rules("currencies")
    words = name_words(header)
    found = {power for word, power in table["scale"].items() if word in words}
    inside = " ".join(re.findall(r"[(\[]([^()\[\]]*)[)\]]", header)) or header
    beside = table["scale_beside"]
    for match in _SIGN_THEN.finditer(inside):
        found |= {beside[word] for word in (fold(match["before"] or ""), fold(match["after"] or "")) if word in beside}
    if inside != header:
        found |= {beside[word] for word in name_words(inside) if word in beside}
    return found.pop() if len(found) == 1 else 0
