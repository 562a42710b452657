"""The currency and the unit of a table's amounts."""

from __future__ import annotations

from whofor.intake.drafting.columns import Chosen, Option
from whofor.intake.drafting.file_roles import FileRoles
from whofor.intake.drafting.mapping_lines import Line
from whofor.intake.drafting.shapes import ColumnShape, FileShape
from whofor.intake.drafting.words import about, currency_named
from whofor.intake.normalise import infer_decimal_mark, parse_money
from whofor.model import Kind

__all__ = ["currency_lines", "currency_of", "in_whole_units"]

_HUNDREDTHS, _OFF = 100.0, 0.01
_LEAST_ROWS, _LEAST_SHARE = 8, 0.95
"""Conventions: so many rows agree by chance in no two columns."""


def currency_of(column: ColumnShape | None) -> str:
    """Return the currency that an amount's header or its values name; empty where they name none."""
    if column is None:
        return ""
    if named := currency_named(column.header):
        return named
    decimal = infer_decimal_mark(column.known)
    money = (parse_money(text, decimal) for text in list(column.known)[:500])
    found = {one.currency for one in money if one is not None and one.currency}
    return found.pop() if len(found) == 1 else ""


def in_whole_units(file: FileShape, chosen: dict[str, Chosen]) -> dict[str, Chosen]:
    """Return the choices; where the amounts stand a second time in whole units, beside hundredths, with those."""
    amount = chosen.get("amount")
    if amount is None or amount.option.ref not in file.columns:
        return chosen
    cents = _numbers(file, amount.option.shape)
    for header, column in file.columns.items():
        if column.kind is not Kind.NUMBER or header == amount.option.ref or not about(header, "amount"):
            continue
        both = [(a, b) for a, b in zip(cents, _numbers(file, column), strict=True) if a and b]
        agree = sum(abs(a / b / _HUNDREDTHS - 1) <= _OFF for a, b in both)
        if len(both) >= _LEAST_ROWS and agree >= _LEAST_SHARE * len(both):
            why = f"the amounts of {amount.option.ref}, which are in hundredths"
            return chosen | {"amount": Chosen(Option(header, column), amount.score, why)}
    return chosen


def _numbers(file: FileShape, column: ColumnShape) -> list[float | None]:
    decimal = infer_decimal_mark(column.known)
    money = (parse_money(text or "", decimal) for text in file.sample.get(column.header, ()))
    return [one.amount if one is not None else None for one in money]


def currency_lines(roles: FileRoles, amount: ColumnShape | None) -> list[Line]:
    """Return the currency of a table: from its amounts, else from others of the export, else for the user to say."""
    if code := currency_of(amount):
        return [Line("currency", code, "named by the amounts or their header", "likely")]
    for file in roles.files.values():
        for header, column in file.columns.items():
            money = column.kind is Kind.NUMBER and max(
                about(header, "amount"), about(header, "during"), about(header, "cost")
            )
            if money and money >= 0.3 and (code := currency_of(column)):
                return [Line("currency", code, f"named by {file.name}: {header}", "likely")]
    return [Line("# currency", "EUR", "nothing names the currency of the amounts: say it here")]
