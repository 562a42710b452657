"""Numbers of companies in public registers, in one form: SIREN, VAT numbers, others by country."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from whofor.intake.normalise.rule_tables import rules
from whofor.text import tidy

__all__ = ["RegistrationNumber", "registration_number"]

_LONGEST = 60
_SIGNS = re.compile(r"[\s.\-_/:,()']+")
_UNITED_KINGDOM = "GB"
_LA_POSTE = "356000000"


@dataclass(frozen=True, slots=True)
class RegistrationNumber:
    """One company in one register.

    Attributes:
        register: `SIREN`, `VAT DE`, … or `other FR` where only the country is known.
        number: The number as that register writes it, without spaces and signs.
    """

    register: str
    number: str

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2 of the register's country."""
        code = "FR" if self.register == "SIREN" else self.register[-2:]
        return {"EL": "GR"}.get(code, code)


def registration_number(text: str, country: str = "") -> RegistrationNumber | None:
    """Read a company number, or None where it is none or its check digits are wrong.

    A SIRET and a French VAT number are reduced to their SIREN. Check digits: Luhn (SIREN, SIRET, Italy), mod 97
    (France, Belgium, United Kingdom), ISO 7064 mod 11,10 (Germany, Croatia), weights mod 11 (Denmark, Finland, Norway,
    Poland, Portugal, Switzerland, Brazil); other countries by their form.

    Args:
        text: The cell.
        country: ISO 3166-1 alpha-2 of the account, empty where unknown.

    >>> registration_number("732 829 320 00074"), registration_number("FR44 732 829 320")
    (RegistrationNumber(register='SIREN', number='732829320'), RegistrationNumber(register='SIREN', number='732829320'))
    >>> registration_number("732 829 321", "FR") is None
    True
    """
    if len(text) > _LONGEST:
        return None
    number = _SIGNS.sub("", tidy(text).upper())
    number = _label().sub("", number)
    digits = [letter for letter in number if letter.isdigit()]
    if not number.isascii() or not number.isalnum() or len(digits) < 4 or _is_filler(digits):
        return None
    if number.startswith(tuple(_words()["per_court"])):
        return None
    return _french(number, country) or _vat(number) or _local(number, country)


def _is_filler(digits: list[str]) -> bool:
    """Return whether the digits are one repeated, or count up or down: 000000000, 123456789."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(digits)}
    return steps <= {0} or steps <= {1} or steps <= {9}


def _french(number: str, country: str) -> RegistrationNumber | None:
    if (country and country not in _words()["siren_countries"]) or not number.isdigit():
        return None
    siren = number[:9]
    is_siren = len(number) == 9 and _luhn(number)
    # The establishments of La Poste are numbered by another rule: their digits add up to a multiple of five.
    of_post = siren == _LA_POSTE and sum(map(int, number)) % 5 == 0
    is_siret = len(number) == 14 and _luhn(siren) and (_luhn(number) or of_post)
    return RegistrationNumber("SIREN", siren) if is_siren or is_siret else None


def _words() -> dict[str, Any]:
    return rules("registration_numbers")["words"]


@cache
def _label() -> re.Pattern[str]:
    """Return what a number is called, written before it."""
    longest_first = sorted(_words()["labels"], key=len, reverse=True)
    return re.compile(f"^(?:{'|'.join(longest_first)})+(?=[A-Z]*[0-9])")


@cache
def _tax_word() -> re.Pattern[str]:
    """Return what a VAT number is called, written after it."""
    return re.compile(f"(?:{'|'.join(_words()['tax'])})$")


@cache
def _vat_forms() -> dict[str, re.Pattern[str]]:
    return {country: re.compile(form) for country, form in rules("registration_numbers")["vat"].items()}


def _vat(number: str) -> RegistrationNumber | None:
    country, rest = number[:2], _tax_word().sub("", number[2:])
    if number.startswith("CHE"):
        return _checked("CH", number[3:12] if _tax_word().sub("", number[3:]).isdigit() else "")
    country = rules("registration_numbers")["same_letters"].get(country, country)
    form = _vat_forms().get(country)
    if form is None or not form.fullmatch(rest):
        return None
    if country == "FR":
        # New numbers may have letters in the key; the SIREN is checked either way.
        right_key = not rest[:2].isdigit() or int(rest[:2]) == (12 + 3 * (int(rest[2:]) % 97)) % 97
        return RegistrationNumber("SIREN", rest[2:]) if right_key and _luhn(rest[2:]) else None
    return _checked(country, rest[:9] if country in {_UNITED_KINGDOM, "NO"} else rest)


def _local(number: str, country: str) -> RegistrationNumber | None:
    """Read a number without letters in front by the country; one of unknown form needs at least six digits."""
    if not country:
        return None
    form = rules("registration_numbers")["local"].get(country)
    if form is not None and re.fullmatch(form, number):
        return _checked(country, number.removeprefix("CHE"))
    of_france = country == "FR" and len(number) in {9, 14}
    too_short = sum(letter.isdigit() for letter in number) < 6
    return None if too_short or of_france else RegistrationNumber(f"other {country}", number)


def _checked(country: str, number: str) -> RegistrationNumber | None:
    return RegistrationNumber(f"VAT {country}", number) if number and _check_digits(country, number) else None


def _check_digits(country: str, number: str) -> bool:
    match country:
        case "DE" | "HR":
            return _mod_11_10(number)
        case "IT":
            return _luhn(number)
        case "BE":
            return 97 - int(number[:-2]) % 97 == int(number[-2:])
        case "GB":
            total = sum(int(digit) * weight for digit, weight in zip(number, range(8, 1, -1), strict=False))
            return (total + int(number[7:9])) % 97 in {0, 42}
        case "CH":
            weights = (5, 4, 3, 2, 7, 6, 5, 4, 1)
            return sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True)) % 11 == 0
        case "BR":
            return _cnpj(number)
        case _:
            rule = rules("registration_numbers")["weighted"].get(country)
            return rule is None or _weighted(number, rule)


def _luhn(number: str) -> bool:
    """Return whether a number satisfies Luhn's formula, ISO/IEC 7812-1 annex B."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _mod_11_10(number: str) -> bool:
    """Return whether a number satisfies ISO 7064 mod 11,10."""
    check = 5
    for digit in number:
        check = ((check or 10) * 2 % 11 + int(digit)) % 10
    return check == 1


def _weighted(number: str, rule: dict[str, Any]) -> bool:
    weights = rule["weights"]
    total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True))
    if total % rule["modulus"] == 0:
        return True
    # A check digit of ten is written as nought.
    return bool(rule.get("ten_as_zero")) and number[-1] == "0" and (total + 10) % rule["modulus"] == 0


def _cnpj(number: str) -> bool:
    """Return whether both check digits of a Brazilian CNPJ are right."""
    for size in (12, 13):
        weights = [*range(size - 7, 1, -1), *range(9, 1, -1)]
        rest = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) % 11
        if int(number[size]) != (0 if rest < 2 else 11 - rest):
            return False
    return True
