"""Names of the tables and columns of an import, quoted for SQL.

A file as loaded is `raw <file> …`, its combined texts `staged_<table>`, what texts mean `lookup_…`, the columns
read through look-ups `values_<table>_<n>`, and at last comes the canonical table itself. Columns beginning with `__`
are the import's own: `__row` (order), `__part`, `__file` and `__line` (place).
"""

from __future__ import annotations

from hashlib import sha256

from whofor.engines.duckdb.sql_keys import literal

__all__ = [
    "has_key_flag",
    "in_flag",
    "literal",
    "lookup_table",
    "name",
    "raw_lookup",
    "raw_table",
    "staged_table",
    "value_column",
]


def name(identifier: str) -> str:
    """Return a quoted identifier."""
    return '"' + identifier.replace('"', '""') + '"'


def raw_table(file: str) -> str:
    """Return the name of a raw file's table."""
    return name(f"raw {_unambiguous(file)}")


def staged_table(table: str) -> str:
    """Return the name of the table with a canonical table's texts."""
    return name(f"staged_{table}")


def lookup_table(table: str, column: str) -> str:
    """Return the name of a staged column's look-up."""
    return name(f"lookup_{table}_{column}")


def raw_lookup(file: str, header: str) -> str:
    """Return the name of the look-up of a raw column's numbers."""
    return name(f"numbers_{_unambiguous(file)}_{_unambiguous(header)}")


def _unambiguous(text: str) -> str:
    """Return the text with its hash: DuckDB sees no difference between `Deals.csv` and `deals.csv`."""
    return f"{text} {sha256(text.encode(errors='surrogatepass')).hexdigest()[:16]}"


def in_flag(alias: str) -> str:
    """Return the name of the staged flag that says whether a join found a row."""
    return f"__in_{alias}"


def has_key_flag(alias: str) -> str:
    """Return the name of the staged flag that says whether a row had a key for a join."""
    return f"__key_of_{alias}"


def value_column(column: str, output: str = "") -> str:
    """Return the name of a column read through a look-up."""
    return f"{column} {output or 'value'}"
