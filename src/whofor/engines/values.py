"""What the distinct texts of a column mean: one reading per way of `ReadAs`, with all that was not understood."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from whofor.normalise import (
    country_code,
    country_continent,
    country_region,
    guess_kind,
    infer_date_rule,
    infer_decimal_mark,
    is_missing,
    merge_variants,
    parse_boolean,
    parse_date,
    parse_headcount,
    parse_money,
    parse_number,
    parse_percent,
)
from whofor.schema.headers import fold
from whofor.schema.tables import ReadAs

__all__ = ["Reading", "read_values"]

_MOST_CATEGORIES = 5_000
"""Above this many distinct texts a column is no list of categories, and variants are not looked for."""


_MOSTLY = 0.95
_SOME_EXACT = 0.2


@dataclass(slots=True)
class Reading:
    """The distinct texts of one column, read.

    Attributes:
        read_as: The way they were read; for `GUESS` the way found.
        outputs: Output name -> text -> value. The main output is `""`.
        unread: Texts that were not understood, with their counts.
        missing: Texts that say "unknown", with their counts.
        merged: Variant -> the spelling it was merged with.
        merged_cells: Cells whose spelling was changed.
        implausible: Dates that cannot be, with their counts.
        ambiguous: An example where the order of day and month could not be proved.
        currencies: Currency -> number of cells.
    """

    read_as: ReadAs
    outputs: dict[str, dict[str, str | float]] = field(default_factory=dict[str, dict[str, str | float]])
    unread: dict[str, int] = field(default_factory=dict[str, int])
    missing: dict[str, int] = field(default_factory=dict[str, int])
    merged: dict[str, str] = field(default_factory=dict[str, str])
    merged_cells: int = 0
    implausible: dict[str, int] = field(default_factory=dict[str, int])
    ambiguous: str = ""
    currencies: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def main(self) -> dict[str, str | float]:
        """The main output."""
        return self.outputs.setdefault("", {})


def read_values(
    counts: Mapping[str, int],
    read_as: ReadAs,
    *,
    values: Mapping[str, str] | None = None,
    earliest: float = -math.inf,
    latest: float = math.inf,
) -> Reading:
    """Read the distinct texts of a column.

    Args:
        counts: Text -> how often it stands in the column.
        read_as: How to read it; `GUESS` to tell from the texts.
        values: Value map, folded text -> text to read instead.
        earliest: Dates before this day (since 1970-01-01) are implausible.
        latest: Dates from this day on are implausible.
    """
    mapped = {text: (values or {}).get(fold(text), text) for text in counts}
    known = {text: meaning for text, meaning in mapped.items() if not is_missing(meaning)}
    meanings: dict[str, int] = {}
    for text, meaning in known.items():
        meanings[meaning] = meanings.get(meaning, 0) + counts[text]
    if read_as is ReadAs.GUESS:
        read_as = _guess(meanings)
    reading = Reading(read_as)
    reading.missing = {text: counts[text] for text in counts if text not in known}
    read = _READERS[read_as](meanings, reading)
    for text, meaning in known.items():
        found = read(meaning)
        if found is None:
            reading.unread[text] = counts[text]
        elif read_as is ReadAs.DATE and isinstance(found, float) and not earliest <= found < latest:
            reading.implausible[text] = counts[text]
        else:
            reading.main[text] = found
    _derive(reading, mapped)
    return reading


def _guess(meanings: Mapping[str, int]) -> ReadAs:
    """How to read a column that nobody described.

    A column of counts in which some people wrote bands (`51-200` beside `1 240`) is neither a category nor all
    numbers: it is read like a head-count, a band by its middle.
    """
    guess = ReadAs(guess_kind(meanings).value)
    if guess not in (ReadAs.CATEGORY, ReadAs.TEXT):
        return guess
    rows = sum(meanings.values())
    found = {text: head for text in meanings if (head := parse_headcount(text)) is not None}
    exact = sum(meanings[text] for text, head in found.items() if head.low == head.high)
    if sum(meanings[text] for text in found) >= _MOSTLY * rows and exact >= _SOME_EXACT * rows:
        return ReadAs.HEADCOUNT
    return guess


_Read = Callable[[str], "str | float | None"]


def _dates(meanings: Mapping[str, int], reading: Reading) -> _Read:
    rule = infer_date_rule(meanings)
    if rule.ambiguous:
        reading.ambiguous = next(iter(meanings), "")
    return lambda text: parse_date(text, rule)


def _numbers(meanings: Mapping[str, int], reading: Reading) -> _Read:
    del reading
    decimal = infer_decimal_mark(meanings)

    def read(text: str) -> float | None:
        number = parse_number(text, decimal)
        if number is not None:
            return number
        money = parse_money(text, decimal)
        return money.amount if money is not None else parse_percent(text, decimal)

    return read


def _money(meanings: Mapping[str, int], reading: Reading) -> _Read:
    decimal = infer_decimal_mark(meanings)

    def read(text: str) -> float | None:
        money = parse_money(text, decimal)
        if money is None:
            return None
        if money.currency:
            reading.outputs.setdefault("currency", {})[text] = money.currency
            reading.currencies[money.currency] = reading.currencies.get(money.currency, 0) + meanings[text]
        return money.amount

    return read


def _headcounts(meanings: Mapping[str, int], reading: Reading) -> _Read:
    del meanings, reading

    def read(text: str) -> float | None:
        found = parse_headcount(text)
        return found.value if found else None

    return read


def _years(meanings: Mapping[str, int], reading: Reading) -> _Read:
    del reading
    rule = infer_date_rule(meanings)

    def read(text: str) -> float | None:
        number = parse_number(text)
        if number is not None and number.is_integer() and 1000 <= number <= 2200:
            return number
        day = parse_date(text, rule)
        return None if day is None else _year_of(day)

    return read


def _year_of(day: float) -> float:
    from datetime import date, timedelta

    return float((date(1970, 1, 1) + timedelta(days=math.floor(day))).year)


def _booleans(meanings: Mapping[str, int], reading: Reading) -> _Read:
    del meanings, reading

    def read(text: str) -> str | None:
        truth = parse_boolean(text)
        return None if truth is None else str(truth).lower()

    return read


def _countries(meanings: Mapping[str, int], reading: Reading) -> _Read:
    del meanings, reading
    return country_code


def _currencies(meanings: Mapping[str, int], reading: Reading) -> _Read:
    def read(text: str) -> str | None:
        code = text.strip().upper()
        if not (len(code) == 3 and code.isascii() and code.isalpha()):
            money = parse_money(f"1 {text}")
            code = money.currency if money else ""
        if code:
            reading.currencies[code] = reading.currencies.get(code, 0) + meanings[text]
        return code or None

    return read


def _categories(meanings: Mapping[str, int], reading: Reading) -> _Read:
    if len(meanings) > _MOST_CATEGORIES:
        return lambda text: text
    merged = merge_variants(meanings)
    reading.merged = {text: to for text, to in merged.items() if text != to}
    reading.merged_cells = sum(meanings[text] for text in reading.merged)
    return lambda text: merged.get(text, text)


def _persons(meanings: Mapping[str, int], reading: Reading) -> _Read:
    """Salespeople; of an e-mail address only the part before the @ is kept."""
    names: dict[str, int] = {}
    for text, count in meanings.items():
        name = _person(text)
        names[name] = names.get(name, 0) + count
    read = _categories(names, reading)
    return lambda text: read(_person(text))


def _person(text: str) -> str:
    name, at, _ = text.partition("@")
    return name if at and " " not in text else text


def _lists(meanings: Mapping[str, int], reading: Reading) -> _Read:
    items: dict[str, int] = {}
    for text, count in meanings.items():
        for item in _items(text):
            items[item] = items.get(item, 0) + count
    read = _categories(items, reading)

    def join(text: str) -> str | None:
        return ";".join(dict.fromkeys(str(read(item)) for item in _items(text))) or None

    return join


def _items(text: str) -> list[str]:
    separator = ";" if ";" in text else "|" if "|" in text else ","
    return [item.strip() for item in text.split(separator) if item.strip() and not is_missing(item)]


def _texts(meanings: Mapping[str, int], reading: Reading) -> _Read:
    del meanings, reading
    return lambda text: text


_READERS: dict[ReadAs, Callable[[Mapping[str, int], Reading], _Read]] = {
    ReadAs.DATE: _dates,
    ReadAs.NUMBER: _numbers,
    ReadAs.MONEY: _money,
    ReadAs.HEADCOUNT: _headcounts,
    ReadAs.YEAR: _years,
    ReadAs.BOOLEAN: _booleans,
    ReadAs.COUNTRY: _countries,
    ReadAs.CURRENCY: _currencies,
    ReadAs.CATEGORY: _categories,
    ReadAs.PERSON: _persons,
    ReadAs.MULTI: _lists,
    ReadAs.TEXT: _texts,
    ReadAs.KEY: _texts,
    ReadAs.DOMAIN: _texts,
    ReadAs.EMAIL: _texts,
}


def _derive(reading: Reading, mapped: Mapping[str, str]) -> None:
    """Outputs that follow from the main one; those of `currency` are keyed by text, not by meaning."""
    if "currency" in reading.outputs:
        by_meaning = reading.outputs["currency"]
        reading.outputs["currency"] = {
            text: by_meaning[meaning] for text, meaning in mapped.items() if meaning in by_meaning
        }
    if reading.read_as is ReadAs.COUNTRY:
        regions = {text: country_region(str(code)) for text, code in reading.main.items()}
        continents = {text: country_continent(str(code)) for text, code in reading.main.items()}
        reading.outputs["region"] = {text: region for text, region in regions.items() if region}
        reading.outputs["continent"] = {text: continent for text, continent in continents.items() if continent}
