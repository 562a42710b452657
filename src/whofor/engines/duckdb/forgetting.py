"""SQL that takes persons out of tables: their rows, and references to them. Nothing here runs it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from whofor.engines.duckdb.sql import literal, name
from whofor.engines.duckdb.sql_keys import hashed_text, keyed_text
from whofor.schema.columns import TableName

__all__ = ["MARKS", "create_gone", "create_marks", "delete_gone", "same_telephone", "without_gone"]

MARKS = "contact_marks"
"""Hashed e-mail addresses and telephone numbers of contacts, beside the canonical tables, for `whofor forget`."""

_KEY = "contact_key"
_GONE = "gone_contacts"


def same_telephone(text: str) -> str:
    """Return the SQL of what all ways of writing a telephone number have in common."""
    digits = f"regexp_replace({text}, '[^0-9]', '', 'g')"
    return f"CASE WHEN length({digits}) >= 7 THEN 'tel:' || right({digits}, 8) END"


def create_marks(target: str, made: str, staged: str, columns: Sequence[str]) -> str:
    """Return the statement that creates the table of marks from the staged columns of contacts."""
    selects = [
        f"SELECT made.{_KEY}, staged.{name(column)} AS mark_key FROM {made} AS made JOIN {staged} AS staged "
        f"ON staged.__row = made._row WHERE regexp_full_match(staged.{name(column)}, 'h_[0-9a-f]{{16}}')"
        for column in columns
    ]
    return f"CREATE TABLE {target} AS {' UNION '.join(selects)} ORDER BY ALL"


def create_gone(tables: Sequence[str], marks: str, wanted: Collection[str], secret: bytes, *, keyed: bool) -> str:
    """Return the statement that creates the list of keys of contacts to be forgotten.

    Args:
        tables: Tables that refer to contacts.
        marks: Table of marks; empty for none.
        wanted: Marks of the persons.
        secret: Key of the workspace.
        keyed: Whether the hashes in the tables are keyed already.
    """

    def mark(text: str) -> str:
        keyed_text_of = text if keyed else keyed_text(text, secret)
        is_hash = f"regexp_full_match({text}, 'h_[0-9a-f]{{16}}')"
        return f"CASE WHEN {is_hash} THEN {keyed_text_of} ELSE {keyed_text(f'({hashed_text(text)})', secret)} END"

    among = f"({', '.join(map(literal, sorted(wanted)))})"
    selects = [f"SELECT DISTINCT {_KEY} FROM {table} WHERE {mark(_KEY)} IN {among}" for table in tables]
    if marks:
        selects.append(f"SELECT {_KEY} FROM {marks} WHERE {mark('mark_key')} IN {among}")
    return f"CREATE OR REPLACE TEMP TABLE {_GONE} AS {' UNION '.join(selects)}"


def delete_gone(table: str, made: str) -> Iterator[str]:
    """Yield two statements: the number of rows or references to take out of a table, and the taking out."""
    condition = f"{_KEY} IN (SELECT {_KEY} FROM {_GONE})"
    yield f"SELECT count(*) FROM {made} WHERE {condition}"
    if table in (TableName.CONTACTS, MARKS):
        yield f"DELETE FROM {made} WHERE {condition}"
    else:
        yield f"UPDATE {made} SET {_KEY} = NULL WHERE {condition}"


def without_gone(table: str, columns: Sequence[str], texts: Sequence[str], source: str, masks: str) -> str:
    """Return the query for a table without forgotten contacts, with other texts in their place.

    Args:
        table: Its name.
        columns: All its columns, `_row` included.
        texts: Those of them whose texts may be replaced.
        source: Where it is.
        masks: Table with texts (`text`) and what stands for them (`instead`); empty for none.
    """
    gone = f"(SELECT {_KEY} FROM {_GONE})"
    replaced: list[str] = []
    if _KEY in columns and table not in (TableName.CONTACTS, MARKS):
        replaced.append(f"CASE WHEN {_KEY} IN {gone} THEN NULL ELSE {_KEY} END AS {_KEY}")
    where = f" WHERE {_KEY} IS NULL OR {_KEY} NOT IN {gone}" if table in (TableName.CONTACTS, MARKS) else ""
    if masks:
        replaced += [
            f"coalesce((SELECT any_value(instead) FROM {masks} WHERE {masks}.text = source.{name(column)}), "
            f"source.{name(column)}) AS {name(column)}"
            for column in texts
            if column != _KEY
        ]
    order = " ORDER BY _row" if "_row" in columns else ""
    instead = f" REPLACE ({', '.join(replaced)})" if replaced else ""
    return f"SELECT *{instead} FROM {source} AS source{where}{order}"
