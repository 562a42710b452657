"""Conversion of amounts to one currency, at the rate of the day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from whofor.days import date_of
from whofor.intake.importing.issues import IssueCounter
from whofor.intake.importing.ports import Importer
from whofor.intake.importing.reading import Reading
from whofor.intake.normalise.exchange import ExchangeRate, exchange_rate, last_day_of_rates
from whofor.intake.normalise.rule_tables import rules
from whofor.model import IssueCode

__all__ = ["bring_to_one_currency", "is_converted", "read_in_one_currency"]

_MUCH_EARLIER = timedelta(days=7)


def bring_to_one_currency(
    table: str, days: Sequence[str], target: str, importer: Importer, counted: IssueCounter
) -> tuple[str, bool]:
    """Convert the amounts of a finished table to one currency.

    Amounts without a currency are taken to be in the target. An amount without a day, or in a currency without a
    rate that day, becomes unknown; what was written stays in `amount_original`.

    Args:
        table: A table with `amount` and `currency`.
        days: Its date columns, of which the first known one is the day of the rate.
        target: The currency wanted; empty: that of most amounts.
        importer: Where the table is.
        counted: Issues so far; what was converted, and what could not be, is added.

    Returns:
        The currency of all amounts, empty where none is written; and whether any was converted.
    """
    amounts = importer.amounts(table, days)
    rows = Counter[str]()
    for currency, _, count in amounts:
        rows[currency] += count
    unwritten = rows.pop("", 0)
    target = target or min(rows, key=lambda code: (-rows[code], code), default="")
    if set(rows) <= {target}:
        return target, False
    place = f"{table}.amount"
    rates: dict[tuple[str, float], float] = {}
    lost, late = Counter[str](), Counter[str]()
    last_known = last_day_of_rates()
    for currency, day, count in amounts:
        if currency in ("", target):
            continue
        rate = None if day is None else _rate(currency, target, day)
        if rate is None or day is None:
            lost[f"{currency}, {'no day' if day is None else date_of(day).isoformat()}"] += count
            continue
        rates[currency, day] = rate.rate
        if date_of(day) - rate.day > _MUCH_EARLIER:
            late[currency] += count
    importer.convert(table, days, target, rates)
    converted = sum(count for code, count in rows.items() if code != target) - sum(lost.values())
    shown = [f"{code}: {count:,}" for code, count in rows.most_common() if code != target]
    counted.add(IssueCode.AMOUNTS_CONVERTED, converted, (f"→ {target}", *shown), place)
    counted.add(IssueCode.CURRENCY_WITHOUT_RATE, sum(lost.values()), _shown(lost), place)
    counted.add(IssueCode.CURRENCY_NOT_WRITTEN, unwritten, (f"→ {target}",), place)
    counted.add(IssueCode.RATE_OF_EARLIER_DAY, sum(late.values()), (f"{last_known.isoformat()}", *_shown(late)), place)
    return target, True


def _rate(currency: str, target: str, day: float) -> ExchangeRate | None:
    return exchange_rate(currency, target, date_of(day))


def _shown(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(f"{what}: {count:,}" for what, count in counts.most_common(4))


def read_in_one_currency(reading: Reading, counts: dict[str, int], target: str) -> None:
    """Convert the amounts of a column to one currency, where rows have neither a currency nor a day of their own.

    They are facts as of the export, so the last known rate is used.

    Args:
        reading: What the texts mean; changed.
        counts: Number of cells with each text.
        target: The currency wanted; empty: that of most cells.
    """
    if len(reading.currencies) < 2 and not (target and set(reading.currencies) - {target}):
        return
    target = target or min(reading.currencies, key=lambda code: (-reading.currencies[code], code))
    codes = reading.outputs.get("currency", {})
    for text, amount in list(reading.main.items()):
        code = str(codes.get(text, target))
        if code == target or not isinstance(amount, float):
            continue
        rate = exchange_rate(code, target, last_day_of_rates())
        if rate is None:
            del reading.main[text]
            reading.note(IssueCode.CURRENCY_WITHOUT_RATE, text, counts[text])
        else:
            reading.main[text] = round(amount * rate.rate, 2)
            reading.note(IssueCode.AMOUNTS_CONVERTED, text, counts[text], f"{reading.main[text]:,.2f} {target}")
    reading.currencies = {target: sum(reading.currencies.values())}


@cache
def _converted_headers() -> re.Pattern[str]:
    return re.compile("|".join(rules("money")["converted"]["headers"]), re.IGNORECASE)


def is_converted(header: str) -> bool:
    """Return whether a header says that the CRM has converted the amounts to the company's currency.

    >>> is_converted("Amount in company currency"), is_converted("Amount")
    (True, False)
    """
    return bool(_converted_headers().search(header))
