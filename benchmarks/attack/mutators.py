"""Mutations of an export: of its tables, of the form in which they are written, of its files and of its bytes."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from exports import Files, Table, read_table, written

__all__ = ["mutate"]

_WIDEST = 11_000
_HEADERS = (
    *("", "Ω", "__row", 'x"y', "a" * 300, "0", "null", "NaN", "rowid", "select", "deal_key", "won", "Deal Stage"),
    *("{x}", "{0}", "%s", "[red]x[/red]", "<script>alert(1)</script>", "'; DROP TABLE deals; --", "a.b.c", "=1+1"),
    *("\u202eyenom\u202c", "\x1b[31mred\x1b[0m", "\x07bell", "tab\there", "line\nbreak", "nul\x00nul", "\u200b"),
    *("e\u0301", "é", "ﬁ", "İ", "ß", "\U0001f600", "\ud800", "x\udfff", "\ufeffbom", "\u2028"),
)
_CELLS = (
    *("", " ", "-", "N/A", "null", "None", "NaN", "inf", "-inf", "1e308", "-1e308", "1e400", "1e-320", "-0", "0x1F"),
    *("9" * 400, "1" + "0" * 40, "1,234.56", "1.234,56", "(5)", "50%", "€ 12", "1e5", "١٢٣", "１２", "½", "1_000"),
    *("0000-00-00", "9999-12-31", "0001-01-01", "10000-01-01", "2025-02-30", "31.02.2025", "1.1.1", "2025-13-01"),
    *("1900-01-00", "45123", "45123.75", "-1", "1700000000000", "2025-01-01T00:00:00+99:00", "Feb 2025", "tomorrow"),
    *("true", "TRUE", "Won", "Closed Won", "lost", "<b>x</b>", "{x}", "%d", "=cmd|' /C calc'!A0", "@SUM(1)"),
    *("\u202eabc", "\x1b]0;title\x07", "a\x00b", "\ud83d", "\udc00", "\x85", "\x9b31m", "x" * 70_000, '"', '""', "'"),
    *("a@b.c", "+43 1 234 567", "http://x.example/?q=" + "y" * 500, "../../etc/passwd", "C:\\x", "[1, 2]", '{"a": 1}'),
)


def mutate(chance: random.Random, files: Files) -> tuple[dict[bytes, bytes], list[str]]:
    """Return the files of a mutated export by their names, and what was done."""
    tables = {name: read_table(content) for name, content in files.items()}
    done: list[str] = []
    for _ in range(chance.choices((0, 1, 2, 4), (1, 4, 3, 2))[0]):
        name, how = chance.choice(sorted(tables)), chance.choice(sorted(_OF_TABLES))
        rows = tables[name][0]
        if len(rows) > 2 and len(rows[0]) > 2:
            _OF_TABLES[how](chance, rows)
            done.append(f"{how} in {name}")
    out: dict[bytes, bytes] = {}
    form = chance.choice(sorted(_FORMS))
    for name, (rows, delimiter) in tables.items():
        how = form if chance.random() < 0.8 else "csv"
        suffix, content = _FORMS[how](chance, rows, delimiter)
        done.append(f"{how} {name}") if how != "csv" else None
        out[name.removesuffix(".csv").encode() + suffix.encode()] = content
    for _ in range(chance.choices((0, 1, 2), (6, 3, 1))[0]):
        name, how = chance.choice(sorted(out)), chance.choice(sorted(_OF_BYTES))
        if out[name]:
            out[name] = _OF_BYTES[how](chance, out[name])
            done.append(f"{how} {name!r}")
    if chance.random() < 0.35:
        how = chance.choice(sorted(_OF_FILES))
        _OF_FILES[how](chance, out)
        done.append(how)
    return out, done


# ---- tables: rows of cells, the header first; each function changes them where they are ---------------------------


def _drop_column(chance: random.Random, rows: Table) -> None:
    place = chance.randrange(len(rows[0]))
    for row in rows:
        del row[place : place + 1]


def _swap_columns(chance: random.Random, rows: Table) -> None:
    one, other = chance.sample(range(len(rows[0])), 2)
    for row in rows:
        if max(one, other) < len(row):
            row[one], row[other] = row[other], row[one]


def _rename(chance: random.Random, rows: Table) -> None:
    for _ in range(chance.choice((1, 1, 5))):
        place = chance.randrange(len(rows[0]))
        rows[0][place] = chance.choice([rows[0][place - 1], rows[0][place] + "s", *_HEADERS])


def _fill(chance: random.Random, rows: Table) -> None:
    """Put odd values into one column: one everywhere, or many."""
    place, several = chance.randrange(len(rows[0])), chance.random() < 0.6
    value, share = chance.choice(_CELLS), chance.choice((0.02, 0.3, 1.0))
    for row in rows[1:]:
        if place < len(row) and chance.random() < share:
            row[place] = chance.choice(_CELLS) if several else value


def _sprinkle(chance: random.Random, rows: Table) -> None:
    for _ in range(30):
        row = chance.choice(rows)
        if row:
            row[chance.randrange(len(row))] = chance.choice(_CELLS)


def _shuffle(chance: random.Random, rows: Table) -> None:
    below = rows[1:]
    chance.shuffle(below)
    rows[1:] = below


def _repeat(chance: random.Random, rows: Table) -> None:
    rows.insert(chance.randrange(1, len(rows)), list(rows[chance.randrange(len(rows))]))


def _few(chance: random.Random, rows: Table) -> None:
    del rows[chance.choice((1, 2, 3)) :]


def _frame(_: random.Random, rows: Table) -> None:
    rows.insert(0, ["Report of deals"])
    rows += [["Total", *[""] * (len(rows[-1]) - 1)], ["Confidential Information - Do Not Distribute"]]


def _group(chance: random.Random, rows: Table) -> None:
    """Put a line of groups above the header, as merged cells leave it or with the titles repeated."""
    repeats = chance.random() < 0.5
    title, groups = "Group 0", list[str]()
    for place in range(len(rows[0])):
        starts = place == 0 or chance.random() < 0.3
        title = f"Group {place}" if starts else title
        groups.append(title if starts or repeats else "")
    rows.insert(0, groups)


def _behead(_: random.Random, rows: Table) -> None:
    """Leave the header out, as a dump of a database does."""
    del rows[0]


def _garble(chance: random.Random, rows: Table) -> None:
    """Swap cells between rows and columns: words where dates stand, dates where amounts stand."""
    for _ in range(20):
        one, other = chance.choice(rows[1:]), chance.choice(rows[1:])
        if one and other:
            one[chance.randrange(len(one))] = other[chance.randrange(len(other))]


def _ragged(chance: random.Random, rows: Table) -> None:
    for row in chance.choices(rows, k=5):
        if chance.random() < 0.5:
            row.extend(["more"] * chance.choice((1, 40)))
        else:
            del row[chance.randrange(len(row) + 1) :]


def _widen(chance: random.Random, rows: Table) -> None:
    """Add columns as exports of all properties have them, mostly empty; a tenth of the time as many as Excel holds."""
    more = chance.choice((300, 1_200)) if chance.random() < 0.9 else _WIDEST
    for number, row in enumerate(rows):
        row += [f"Property {n}" if number == 0 else ("x" if n % 97 == number % 97 else "") for n in range(more)]


def _transpose(_: random.Random, rows: Table) -> None:
    width = max(map(len, rows))
    rows[:] = [[row[place] if place < len(row) else "" for row in rows] for place in range(width)]


_OF_TABLES: Mapping[str, Callable[[random.Random, Table], None]] = {
    "drop column": _drop_column,
    "swap columns": _swap_columns,
    "rename": _rename,
    "fill": _fill,
    "sprinkle": _sprinkle,
    "shuffle": _shuffle,
    "repeat": _repeat,
    "few": _few,
    "frame": _frame,
    "group": _group,
    "behead": _behead,
    "garble": _garble,
    "ragged": _ragged,
    "widen": _widen,
    "transpose": _transpose,
}


# ---- forms: how a table is written; each function returns the end of the file's name and its content -------------


def _csv(_: random.Random, rows: Table, delimiter: str) -> tuple[str, bytes]:
    return ".csv", written(rows, delimiter)


def _encoded(chance: random.Random, rows: Table, delimiter: str) -> tuple[str, bytes]:
    text = written(rows, chance.choice([delimiter, ";", "\t", "|"])).decode("utf-8")
    text = text.replace("\r\n", chance.choice(["\r\n", "\n", "\r"]))
    return ".csv", text.encode(chance.choice(["utf-16", "utf-16-le", "utf-8-sig", "latin-1", "cp1252"]), "replace")


def _records(chance: random.Random, rows: Table) -> list[dict[str, object]]:
    """Return rows as JSON objects, some cells as numbers, lists, objects or nothing."""
    out: list[dict[str, object]] = []
    for row in rows[1:]:
        record: dict[str, object] = dict(zip(rows[0], row, strict=False))
        for key, value in list(record.items()):
            dice = chance.random()
            if dice < 0.02:
                record[key] = chance.choice(
                    (None, True, 0, -1.5, 1e308, float("nan"), [value], {"id": value, "": 1}, 10**40)
                )
        out.append(record)
    return out


def _json_lines(chance: random.Random, rows: Table, _: str) -> tuple[str, bytes]:
    # ASCII: halves of surrogate pairs are written as JavaScript writes them.
    lines = [json.dumps(record) for record in _records(chance, rows)]
    return chance.choice((".jsonl", ".ndjson", ".json")), "\n".join(lines).encode()


def _json_array(chance: random.Random, rows: Table, _: str) -> tuple[str, bytes]:
    records = _records(chance, rows)
    whole: object = records if chance.random() < 0.7 else {"results": records, "paging": {"next": None}}
    text = json.dumps(whole)
    if chance.random() < 0.1:
        text = "[" * 3000 + text + "]" * 3000
    return ".json", text.encode()


def _workbook(chance: random.Random, rows: Table, _: str) -> tuple[str, bytes]:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell).encode(errors="replace").decode()[:32_000] for cell in row])
    widest = max(map(len, rows), default=1)
    for _ in range(chance.choice((0, 0, 3))):
        row, column = chance.randint(1, len(rows)), chance.randint(1, max(1, widest))
        place = sheet.cell(row, column)
        place.value = chance.choice((None, 3.5, True, "=1/0", "#N/A", '=HYPERLINK("http://x.example","y")', "'x"))
    odd = chance.choice(("", "", "", "far", "merged", "sheets", "hidden", "empty first"))
    if odd == "far":
        sheet.cell(chance.choice((2, 1_048_576)), chance.choice((3_000, 16_384)), "x")
    elif odd == "merged":
        sheet.merge_cells(f"A2:{get_column_letter(max(2, widest // 2))}3")
    elif odd == "sheets":
        book.create_sheet("Notes\u202e").append(["only", "notes"])
        book.create_chartsheet("Chart")
    elif odd == "hidden":
        sheet.sheet_state = "hidden"
        book.create_sheet("Shown")
        book.active = 1
    elif odd == "empty first":
        book.create_sheet("Empty", 0)
    stream = io.BytesIO()
    book.save(stream)
    return ".xlsx", stream.getvalue()


_PARQUET_TYPES = ("VARCHAR", "BLOB", "DOUBLE", "HUGEINT", "DATE", "TIMESTAMP", "TIMESTAMPTZ", "BOOLEAN", "VARCHAR[]")


def _parquet(chance: random.Random, rows: Table, _: str) -> tuple[str, bytes]:
    import tempfile

    import duckdb

    header: list[str] = []
    for place, cell in enumerate(rows[0]):
        name = cell.encode(errors="replace").decode().replace("\0", "") or f"column{place}"
        header.append(name if name.lower() not in map(str.lower, header) else f"{name} {place}")
    quoted = ['"' + name.replace('"', '""') + '"' for name in header]
    width = len(header)
    body = [
        [cell.encode(errors="replace").decode() for cell in row[:width]] + [""] * (width - len(row)) for row in rows[1:]
    ]
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE t ({', '.join(f'{name} VARCHAR' for name in quoted)})")
        if body and width < 1_000:
            connection.executemany(f"INSERT INTO t VALUES ({', '.join('?' * width)})", body)
        for name in chance.sample(quoted, min(width, chance.choice((0, 2, 5)))):
            kind = chance.choice(_PARQUET_TYPES)
            casts = {"BLOB": f"encode({name})", "VARCHAR[]": f"[{name}, {name}]"}
            connection.execute(
                f"ALTER TABLE t ALTER {name} TYPE {kind} USING {casts.get(kind, f'TRY_CAST({name} AS {kind})')}"
            )
        path = Path(folder) / "t.parquet"
        codec = chance.choice(("snappy", "zstd", "gzip", "uncompressed"))
        connection.execute(f"COPY t TO '{path}' (FORMAT parquet, COMPRESSION {codec})")
        return ".parquet", path.read_bytes()


def _zip(chance: random.Random, rows: Table, delimiter: str) -> tuple[str, bytes]:
    stream = io.BytesIO()
    names = (
        "deals.csv",
        "../slip.csv",
        "/abs.csv",
        "a/b/c/deals.csv",
        "dé\u202eals.csv",
        "x\x1b[31m.csv",
        "con\ncat.csv",
    )
    inner = chance.choice(names)
    with zipfile.ZipFile(
        stream, "w", chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_LZMA))
    ) as pack:
        info = zipfile.ZipInfo(inner)
        if chance.random() < 0.1:
            info.external_attr = 0o120777 << 16  # a link
        pack.writestr(info, written(rows, delimiter))
        if chance.random() < 0.3:
            pack.writestr("__MACOSX/._deals.csv", b"\0\5\26\7")
            pack.writestr("within.zip", stream.getvalue()[:200])
            pack.writestr("folder/", b"")
    content = bytearray(stream.getvalue())
    if chance.random() < 0.2:
        central = content.rfind(b"PK\x01\x02")
        content[central + chance.choice((6, 8, 10))] = chance.choice((1, 8, 99, 255))  # version, flags or method
    if chance.random() < 0.1:
        spot = content.rfind(inner[:2].encode())
        content[spot : spot + 1] = b"\xff"
    return ".zip", bytes(content)


def _gz(chance: random.Random, rows: Table, delimiter: str) -> tuple[str, bytes]:
    content = gzip.compress(written(rows, delimiter), mtime=0)
    odd = chance.random()
    if odd < 0.1:
        return ".csv.gz", content + gzip.compress(b"\r\nmore\r\n", mtime=0)
    if odd < 0.2:
        return ".csv.gz", content + b"trailing"
    if odd < 0.3:
        return ".csv.gz", gzip.compress(content, mtime=0)
    return chance.choice((".csv.gz", ".gz")), content


_FORMS: Mapping[str, Callable[[random.Random, Table, str], tuple[str, bytes]]] = {
    "csv": _csv,
    "encoded": _encoded,
    "json lines": _json_lines,
    "json array": _json_array,
    "workbook": _workbook,
    "parquet": _parquet,
    "zip": _zip,
    "gz": _gz,
}


# ---- bytes ---------------------------------------------------------------------------------------------------------


def _flip(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice([1, 3, 30])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _flip_end(chance: random.Random, content: bytes) -> bytes:
    """Change bytes at the end, where Parquet and zip have their directories."""
    head, tail = content[:-400], content[-400:]
    return head + _flip(chance, tail)


def _cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _remove(chance: random.Random, content: bytes) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.choice([1, 10, 500]) :]


def _insert(chance: random.Random, content: bytes) -> bytes:
    place = chance.randrange(len(content))
    junk = chance.choice([b'"', b"\n", b"\r", b"\0", b",", b";", b"\xff\xfe", b"\n" * 50, b'"' * 99, b"x" * 100_000])
    return content[:place] + junk + content[place:]


_OF_BYTES: Mapping[str, Callable[[random.Random, bytes], bytes]] = {
    "flip": _flip,
    "flip end": _flip_end,
    "cut": _cut,
    "remove": _remove,
    "insert": _insert,
}


# ---- files ---------------------------------------------------------------------------------------------------------

_NAMES = (
    *("deals[1]", "deal*s", "deals?", "-w", "{x}", "a" * 200, "d\x1b[31meals", "de\nals", "d\u202eeals", "d\xe9als"),
    *("[red]x[/red]", "manifest", "whofor", " ", "..deals", "deals.csv", "con", "'; --", "%s", "$HOME", "`id`"),
)


def _named(chance: random.Random, files: dict[bytes, bytes]) -> None:
    name = chance.choice(sorted(files))
    stem, dot, suffix = name.partition(b".")
    fresh = b"deals\xff" if chance.random() < 0.2 else chance.choice(_NAMES).encode()
    del stem
    files[fresh + dot + suffix] = files.pop(name)


def _twice(chance: random.Random, files: dict[bytes, bytes]) -> None:
    name = chance.choice(sorted(files))
    files[name.replace(b".", b" (1).", 1)] = files[name]


def _suffix(chance: random.Random, files: dict[bytes, bytes]) -> None:
    """Give a file the suffix of another form."""
    name = chance.choice(sorted(files))
    suffix = chance.choice((b".csv", b".xlsx", b".json", b".parquet", b".zip", b".gz", b".txt", b".xls", b".pdf", b""))
    files[name.partition(b".")[0] + suffix] = files.pop(name)


def _strays(chance: random.Random, files: dict[bytes, bytes]) -> None:
    files[b"empty.csv"] = b""
    files[b"notes.txt"] = b"call them\n"
    files[b".DS_Store"] = b"\0\0\0\1Bud1"
    files[chance.choice((b"logo.png", b"deals.pdf"))] = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def _lose(chance: random.Random, files: dict[bytes, bytes]) -> None:
    del files[chance.choice(sorted(files))]


_OF_FILES: Mapping[str, Callable[[random.Random, dict[bytes, bytes]], None]] = {
    "name": _named,
    "twice": _twice,
    "suffix": _suffix,
    "strays": _strays,
    "lose": _lose,
}
