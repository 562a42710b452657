"""The currency of a table's amounts."""

from __future__ import annotations

from whofor.intake.drafting.file_roles import FileRoles
from whofor.intake.drafting.mapping_lines import Line
from whofor.intake.drafting.shapes import ColumnShape
from whofor.intake.drafting.words import about
from whofor.intake.normalise import infer_decimal_mark, parse_money
from whofor.model import Kind
from whofor.text import name_words

__all__ = ["currency_lines", "currency_of"]

_CURRENCIES = {
    "usd": "USD",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "gbp": "GBP",
    "chf": "CHF",
    "brl": "BRL",
    "reais": "BRL",
}


def currency_of(column: ColumnShape | None) -> str:
    """Return the currency that an amount's header or its values name; empty where they name none."""
    if column is None:
        return ""
    named = [_CURRENCIES[word] for word in name_words(column.header) if word in _CURRENCIES]
    if named:
        return named[0]
    decimal = infer_decimal_mark(column.known)
    money = (parse_money(text, decimal) for text in list(column.known)[:500])
    found = {one.currency for one in money if one is not None and one.currency}
    return found.pop() if len(found) == 1 else ""


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
