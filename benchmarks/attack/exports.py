"""Exports to attack with, and the people planted in them."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from whofor.example import csv_files, generate

__all__ = [
    "Base",
    "Files",
    "Table",
    "bases",
    "planted_export",
    "planted_people",
    "raw_contacts",
    "read_table",
    "written",
]

Files = dict[str, bytes]
Table = list[list[str]]

_SYLLABLES = ("quar", "zeph", "wexl", "brodd", "yuln", "kvist", "mjol", "dracz", "phlox", "tscher")
_MAPPING = """
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


@dataclass(frozen=True, slots=True)
class Base:
    """An export that mutations start from.

    Attributes:
        name: What it is.
        files: Its files.
        mapping: Text of its mapping; empty where it is recognised or guessed.
    """

    name: str
    files: Files
    mapping: str = ""


def read_table(content: bytes) -> tuple[Table, str]:
    """Return the cells of a CSV file and its delimiter."""
    text = content.decode("utf-8" if not content.count(b";") > content.count(b",") else "cp1252", errors="replace")
    delimiter = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    # A cell beyond the limit of the module stands for a file without a table, as after bytes were changed.
    csv.field_size_limit(1 << 24)
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter)), delimiter


def written(rows: Iterable[Iterable[str]], delimiter: str = ",") -> bytes:
    """Return a CSV file in UTF-8; halves of surrogate pairs become question marks."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode("utf-8", errors="replace")


def bases() -> list[Base]:
    """Return small exports of different kinds: a preset, one's own mapping, a sheet to be guessed, one with people."""
    full = csv_files(generate(1, n_deals=160))
    few = {name: b"\n".join(content.split(b"\n")[:60]) + b"\n" for name, content in full.items()}
    enough = {name: full[name] for name in ("companies.csv", "deals.csv")}
    return [
        Base("example", few),
        Base("german", _german(), _MAPPING),
        Base("enough", enough),
        Base("sheet", {"crm dump.csv": _sheet()}),
        Base("people", planted_export(2, deals=60)),
    ]


def _german() -> Files:
    return {
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


def _sheet() -> bytes:
    chance = random.Random(5)
    header = ["Opportunity", "Customer", "Sector", "Staff", "Opened on", "Closed on", "Result", "Deal size", "Remark"]
    rows = [header]
    for n in range(120):
        sector, month = chance.choice(["Fintech", "Retail", "Health", "Energy"]), n % 12 + 1
        won = chance.random() < (0.7 if sector == "Fintech" else 0.3)
        size, staff = str(chance.randrange(1000, 90000)), str(chance.randrange(2, 900))
        row = [f"O-{n}", f"Client {n % 70}", sector, staff, f"2025-{month:02}-0{n % 9 + 1}"]
        rows.append([*row, f"2026-{month:02}-1{n % 9}", "Won" if won else "Lost", size, "quick call" * (n % 3)])
    return written(rows)


def planted_people(seed: int, count: int = 40) -> list[tuple[str, str, str, str]]:
    """Return made-up people that no other text can hold: first name, surname, e-mail, phone."""
    chance = random.Random(seed)
    found: list[tuple[str, str, str, str]] = []
    for n in range(count):
        first, last = ("".join(chance.choices(_SYLLABLES, k=2)).capitalize() + f"{n:02}" for _ in range(2))
        phone = f"+43 6{n:02} {chance.randrange(10**6, 10**7)}"
        found.append((first, last, f"{first}.{last}@{last}-{n}.example".lower(), phone))
    return found


def raw_contacts(seed: int, count: int = 40) -> list[bytes]:
    """Return what must be in no file: surnames, e-mail addresses and phone numbers, as they were written."""
    people = planted_people(seed, count)
    return [text.encode() for _, last, mail, phone in people for text in (last, last.lower(), mail, phone)]


def planted_export(seed: int, *, deals: int = 120) -> Files:
    """Return a HubSpot export with people in its table of contacts, and in no other field."""
    files = csv_files(generate(seed, n_deals=deals))
    rows, delimiter = read_table(files["contacts.csv"])
    header = [*rows[0], "Phone Number"]
    people = planted_people(seed)
    for n, row in enumerate(rows[1:]):
        first, last, mail, phone = people[n % len(people)]
        for name, value in (("First Name", first), ("Last Name", last), ("Email", mail)):
            row[header.index(name)] = value
        row.append(phone)
    names = ("companies.csv", "deals.csv")
    return {name: files[name] for name in names} | {"contacts.csv": written([header, *rows[1:]], delimiter)}


def hits(folders: Iterable[Path], contacts: Iterable[bytes]) -> list[str]:
    """Return the files below some folders that hold raw contact data, each with how many of the texts."""
    wanted = list(contacts)
    found: list[str] = []
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        count = sum(text in content for text in wanted)
        if count:
            found.append(f"{path.name} holds {count} of {len(wanted)} texts of contacts")
    return found
