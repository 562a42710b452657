"""Import mutated exports: bytes flipped, columns dropped, renamed and swapped, files cut and re-encoded.

    python benchmarks/fuzz_import.py --runs 5000

Each import must end within ten seconds, well or with a message of ours; and where it ends well, the rows that went in
are those that were kept and those that were counted. The last line counts what happened; a fault prints its seed.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from whofor.app.import_source import ImportReport, import_source
from whofor.errors import WhoforError
from whofor.example import csv_files, generate
from whofor.intake.sources.files import LeftOut, find_source, read_batches

TODAY = date(2026, 10, 1)
LIMIT = 10
DROPPED = ("missing_key", "duplicate_key", "filtered_row", "accounts_merged")
MAPPING = """
[accounts]
file = "kunden.csv"
key = "Nr"
rest = "definition"
[accounts.columns]
name = "Firma"
country = "Land"
[deals]
file = "angebote.csv"
key = "Nr"
rest = "definition"
[deals.columns]
account_key = "Kunde"
opened = "Angelegt"
closed = "Abschluss"
amount = "Betrag"
[deals.outcome]
column = "Phase"
won = "Gewonnen"
lost = "Verloren"
open = "*"
"""

Files = dict[str, bytes]
Table = list[list[str]]


def exports(folder: Path) -> list[tuple[Files, str | None]]:
    """Small exports to start from, each with its mapping."""
    full = csv_files(generate(1))
    few = {name: b"\n".join(content.split(b"\n")[:60]) + b"\n" for name, content in full.items()}
    german: Files = {
        "kunden.csv": "".join(
            ["Nr;Firma;Land;Umsatz\r\n", *(f"K{n};Firma {n} GmbH;Österreich;{n}.000,50 €\r\n" for n in range(40))]
        ).encode("cp1252"),
        "angebote.csv": "".join(
            [
                "Nr;Kunde;Angelegt;Abschluss;Betrag;Phase;Notiz\r\n",
                *(
                    f"A{n};K{n % 40};{n % 27 + 1:02}.0{n % 9 + 1}.2025;28.1{n % 3}.2025;1.{n:03},00 €;"
                    f'{("Gewonnen", "Verloren", "Offen")[n % 3]};"Zeile {n}\r\nzweite; Zeile"\r\n'
                    for n in range(80)
                ),
            ]
        ).encode("cp1252"),
    }
    mapping = folder / "mapping.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    return [(few, None), (german, str(mapping))]


def _table(content: bytes) -> tuple[Table, str]:
    text = content.decode("utf-8" if not content.count(b";") > content.count(b",") else "cp1252", errors="replace")
    delimiter = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), delimiter


def _written(rows: Table, delimiter: str) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode("utf-8")


def _on_rows(change: Callable[[random.Random, Table], None]) -> Callable[[random.Random, bytes], bytes]:
    def mutate(chance: random.Random, content: bytes) -> bytes:
        rows, delimiter = _table(content)
        if len(rows) > 2 and len(rows[0]) > 2:
            change(chance, rows)
        return _written(rows, delimiter)

    return mutate


def _flip(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice([1, 3, 30])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _remove(chance: random.Random, content: bytes) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.choice([1, 10, 500]) :]


def _insert(chance: random.Random, content: bytes) -> bytes:
    place = chance.randrange(len(content))
    junk = chance.choice([b'"', b"\n", b"\r", b"\0", b",", b";", b"\xff\xfe", b"\n" * 50, b'"' * 99, b"x" * 100_000])
    return content[:place] + junk + content[place:]


def _encode(chance: random.Random, content: bytes) -> bytes:
    rows, delimiter = _table(content)
    text = _written(rows, chance.choice([delimiter, ";", "\t", "|"])).decode("utf-8")
    text = text.replace("\r\n", chance.choice(["\r\n", "\n", "\r"]))
    return text.encode(chance.choice(["utf-16", "utf-16-le", "utf-8-sig", "latin-1", "cp1252"]), errors="replace")


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
    place = chance.randrange(len(rows[0]))
    rows[0][place] = chance.choice(["", rows[0][place - 1], rows[0][place] + "s", "Ω", "__row", 'x"y', "a" * 300])


def _shuffle(chance: random.Random, rows: Table) -> None:
    below = rows[1:]
    chance.shuffle(below)
    rows[1:] = below


def _repeat(chance: random.Random, rows: Table) -> None:
    rows.insert(chance.randrange(1, len(rows)), list(rows[chance.randrange(len(rows))]))


def _frame(chance: random.Random, rows: Table) -> None:
    rows.insert(0, ["Report of deals"])
    rows += [["Total", *[""] * (len(rows[-1]) - 1)], ["Confidential Information - Do Not Distribute"]]
    del chance


def _group(chance: random.Random, rows: Table) -> None:
    """Put a line of groups above the header, as merged cells leave it or with the titles repeated."""
    repeats = chance.random() < 0.5
    title, groups = "Group 0", list[str]()
    for place in range(len(rows[0])):
        starts = place == 0 or chance.random() < 0.3
        title = f"Group {place}" if starts else title
        groups.append(title if starts or repeats else "")
    rows.insert(0, groups)


def _behead(chance: random.Random, rows: Table) -> None:
    """Leave the header out, as a dump of a database does."""
    del rows[0], chance


def _garble(chance: random.Random, rows: Table) -> None:
    """Swap cells between rows and columns: words where dates stand, dates where amounts stand."""
    for _ in range(20):
        one, other = chance.choice(rows[1:]), chance.choice(rows[1:])
        if not (one and other):
            continue
        one[chance.randrange(len(one))] = other[chance.randrange(len(other))]


MUTATIONS: Mapping[str, Callable[[random.Random, bytes], bytes]] = {
    "flip": _flip,
    "cut": _cut,
    "remove": _remove,
    "insert": _insert,
    "encode": _encode,
    "drop column": _on_rows(_drop_column),
    "swap columns": _on_rows(_swap_columns),
    "rename": _on_rows(_rename),
    "shuffle": _on_rows(_shuffle),
    "repeat": _on_rows(_repeat),
    "frame": _on_rows(_frame),
    "garble": _on_rows(_garble),
    "group": _on_rows(_group),
    "behead": _on_rows(_behead),
}


def mutate(chance: random.Random, files: Files) -> tuple[Files, list[str]]:
    """One to three mutations of one to two files."""
    changed = dict(files)
    done: list[str] = []
    for _ in range(chance.randint(1, 3)):
        name, how = chance.choice(sorted(changed)), chance.choice(sorted(MUTATIONS))
        if changed[name]:
            changed[name] = MUTATIONS[how](chance, changed[name])
            done.append(f"{how} {name}")
    return changed, done


def lost_rows(source: Path, report: ImportReport) -> int:
    """Rows of the files in use that are neither in a table nor counted."""
    unused = {example for issue in report.issues if issue.code == "file_not_used" for example in issue.examples}
    went_in = told = 0
    codes: set[str] = set()
    for file in find_source(source).files:
        left_out: list[LeftOut] = []
        rows = sum(len(lines) for lines, _ in read_batches(file, left_out))
        went_in += (rows + len(left_out)) * (file.name not in unused)
        told += len(left_out) * (file.name not in unused)
        codes |= {one.code for one in left_out}
    counted = sum(issue.count for issue in report.issues if issue.code in codes and issue.place not in unused)
    kept = sum(table.rows for table in report.tables.values())
    dropped = sum(issue.count for issue in report.issues if issue.code in DROPPED)
    return max(abs(went_in - told - kept - dropped), abs(counted - told))


class TooLongError(Exception):
    """The import took longer than allowed."""


def _too_long(*_: object) -> None:
    raise TooLongError


def attempt(files: Files, mapping: str | None, folder: Path) -> str:
    """Import once; what happened in a word or two. Faults raise."""
    source = folder / "export"
    source.mkdir()
    for name, content in files.items():
        (source / name).write_bytes(content)
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(LIMIT)
    try:
        report = import_source(source, workspace=folder / "workspace", today=TODAY, mapping=mapping)
    except WhoforError as error:
        return f"refused: {type(error).__name__}"
    finally:
        signal.alarm(0)
    lost = lost_rows(source, report)
    if lost:
        raise AssertionError(f"{lost} rows are neither kept nor counted")
    return "imported"


def main() -> int:
    """Run the mutations; the number of faults."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5000)
    parser.add_argument("--first", type=int, default=0)
    args = parser.parse_args()
    ended: Counter[str] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        bases = exports(Path(folder))
        for seed in range(args.first, args.first + args.runs):
            chance = random.Random(seed)
            base, mapping = chance.choice(bases)
            files, done = mutate(chance, base)
            started = time.monotonic()
            with tempfile.TemporaryDirectory(dir=folder) as place:
                try:
                    ended[attempt(files, mapping, Path(place))] += 1
                except Exception:  # noqa: BLE001 - every kind of fault is what this looks for
                    ended["FAULT"] += 1
                    print(f"seed {seed} ({', '.join(done)}):\n{traceback.format_exc(limit=-4)}", flush=True)
            slowest = max(slowest, time.monotonic() - started)
    print(f"{dict(ended)}, slowest {slowest:.1f} s")
    return ended["FAULT"]


if __name__ == "__main__":
    sys.exit(min(main(), 1))
