"""The currency of a table's amounts."""

from __future__ import annotations

from whofor.intake.drafting.file_roles import FileRoles
from whofor.intake.drafting.mapping_lines import Line
from whofor.intake.drafting.shapes import ColumnShape
from whofor.intake.drafting.words import about, currency_named
from whofor.intake.normalise import infer_decimal_mark, parse_money
from whofor.model import Kind

__all__ = ["currency_lines", "currency_of"]


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
