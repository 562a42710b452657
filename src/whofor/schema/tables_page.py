"""The reference page of the canonical tables, in Markdown."""

from __future__ import annotations

from whofor.schema.columns import ColumnSpec, TableSpec
from whofor.schema.tables import TABLES

__all__ = ["tables_page"]

_HEAD = """# Canonical tables

Written by `whofor.schema.tables_page`; do not edit by hand.

An import brings every export into these tables. A table exists where the source has rows for it; a column
exists where the source has values for it, except those marked *always*. Extra columns of the export follow
under a name `x_…`; their label is the export's own header.

How values are stored: texts, categories, yes/no (`true`, `false`) and lists (separated by `;`) as text; numbers as
64-bit floats; dates as days since 1970-01-01 UTC, the fraction being the time of day. Unknown is `NULL`.

Roles: *definition* may define a type of client; *channel* is seen only when people come and is told apart;
*validation* is an outcome and never filters; *confounder* is a stratum and never a condition; *identity* and *time*
serve joining and ordering; *leak* is barred; *declared* is what the user believed beforehand, compared with what is
found.
"""


def tables_page() -> str:
    """The reference page of the canonical tables, in Markdown."""
    parts = [_HEAD]
    for table in TABLES.values():
        rows = [
            f"| `{column.name}` | {column.meaning} | {column.kind} | {column.unit or '–'} | {column.role} | "
            f"{_presence(table, column)} |"
            for column in table.columns
        ]
        head = "| column | meaning | kind | unit | role | written |\n|---|---|---|---|---|---|"
        parts.append("\n".join([f"## {table.name}", "", table.meaning, "", head, *rows, ""]))
    return "\n".join(parts)


def _presence(table: TableSpec, column: ColumnSpec) -> str:
    if column.personal:
        return "with `--keep-contacts`"
    if column.name in table.required:
        return "always"
    if column.derived:
        origin = column.derived_from.replace("_", " ")
        return f"from the {origin}, where not given"
    return "where given"
