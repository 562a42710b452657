"""Loads regular text files with DuckDB's own reader, which uses all cores."""

from __future__ import annotations

from pathlib import Path

import duckdb

from whofor.engines.duckdb import sql
from whofor.engines.duckdb.connection import RunStatement, is_lack_of_room
from whofor.engines.duckdb.paths import path_literal
from whofor.intake.raw import PlainText

__all__ = ["load_plain"]

_LONGEST_LINE = 16 * 1024 * 1024
_SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_CHUNK = 1 << 22


def load_plain(run: RunStatement, table: str, path: Path, text: PlainText) -> int | None:
    """Load a text file if every line of it is one row of as many cells as there are headers.

    Anything else (a quoted line break, a ragged row, another encoding than UTF-8, a header that comes again) is left to
    the reader that can report where and why; nothing is loaded then.

    Args:
        run: Runs a statement, with the engine's own errors.
        table: Name of the table to create, quoted.
        path: The file, not compressed.
        text: How it is written.

    Returns:
        The number of rows, or `None` where the file is not that plain.
    """
    lines = _lines(path)
    if lines is None:
        return None
    wanted = lines - text.first_line + 1
    columns = ", ".join(f"{sql.literal(f'c{place}')}: 'VARCHAR'" for place in range(len(text.headers)))
    cells = ", ".join(f"{_trimmed(f'c{place}')} AS {sql.name(header)}" for place, header in enumerate(text.headers))
    try:
        run(
            f"CREATE TABLE {table} AS SELECT {cells} "
            f"FROM read_csv({path_literal(path)}, auto_detect = false, header = false, "
            "hive_partitioning = false, compression = 'none', "
            f"skip = {text.first_line - 1}, columns = {{{columns}}}, delim = {sql.literal(text.delimiter)}, "
            f"quote = '\"', escape = '\"', strict_mode = true, nullstr = '', max_line_size = {_LONGEST_LINE})"
        )
        rows = int(run(f"SELECT count(*) FROM {table}")[0][0])
        if rows == wanted and not _has_odd_rows(run, table, text):
            return wanted
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        # Whatever the engine makes of the file, the careful reader says what is wrong with it.
        if is_lack_of_room(error):
            raise
    run(f"DROP TABLE IF EXISTS {table}")
    return None


def _lines(path: Path) -> int | None:
    """Return the number of lines; `None` where line endings are mixed or there are NUL bytes."""
    feeds = pairs = returns = 0
    last = b"\n"
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            if b"\0" in chunk:
                return None
            feeds += chunk.count(b"\n")
            if b"\r" in chunk:
                returns += chunk.count(b"\r")
                pairs += chunk.count(b"\r\n")
            pairs += last == b"\r" and chunk.startswith(b"\n")
            last = chunk[-1:]
    if returns and not returns == feeds == pairs:
        return None
    return feeds + (last != b"\n")


def _trimmed(column: str) -> str:
    """Return the SQL of a cell stripped as by `str.strip`; the usual cell is recognised by its ends."""
    plain = f"ord({column}) BETWEEN 33 AND 126 AND ord(right({column}, 1)) BETWEEN 33 AND 126"
    return f"CASE WHEN {plain} THEN {column} ELSE nullif(trim({column}, {sql.literal(_SPACES)}), '') END"


def _has_odd_rows(run: RunStatement, table: str, text: PlainText) -> bool:
    """Return whether a row repeats the header, is empty, or has few cells that begin like those of a sum or a note."""
    # Calls with all columns as arguments: a sum or a list of ORs with a term for each is nested too deep at 1,000.
    names = ", ".join(map(sql.name, text.headers))
    filled = f"list_count([{names}])"
    same = " AND ".join(f"{sql.name(header)} = {sql.literal(header)}" for header in text.headers[:3])
    tests = [f"({same})", f"{filled} = 0"]
    if text.not_data:
        few = max(2, len(text.headers) / 2)
        first = f"regexp_matches(coalesce({names}), {sql.literal(f'(?i){text.not_data}')})"
        tests.append(f"({filled} <= {few} AND {first})")
    return bool(run(f"SELECT EXISTS (SELECT 1 FROM {table} WHERE {' OR '.join(tests)})")[0][0])
