"""What the invented exports hold, and how they are written."""

# ruff: noqa: E501 - a row of cells stays on one line

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Firm:
    number: int
    name: str
    domain: str
    industry: str
    employees: int
    city: str


@dataclass(frozen=True)
class Sale:
    number: int
    firm: Firm
    person: int
    outcome: str
    stage: int
    opened: date
    closed: date | None
    amount: int
    owner: str
    source: str


@dataclass(frozen=True)
class Truth:
    """What an import has to find: rows by table, deals by outcome, deals with an account, days, sum of amounts."""

    rows: Mapping[str, int]
    outcomes: Mapping[str, int]
    opened: Sequence[str]
    closed: Sequence[str]
    linked: int
    amount: int | None
    preset: str = ""


@dataclass
class World:
    """Sales with their firms; `people` one for each firm."""

    seed: int
    size: int = 120
    firms: list[Firm] = field(default_factory=list[Firm])
    sales: list[Sale] = field(default_factory=list[Sale])

    def __post_init__(self) -> None:
        draw = random.Random(self.seed)
        for n in range(self.size // 2):
            industry, city = draw.choice(["Retail", "Chemicals", "Software"]), draw.choice(["Lyon", "Lille", "Bonn"])
            name = f"{draw.choice(['Nord', 'Alto', 'Vega', 'Orme'])}{draw.choice(['tex', 'lab', 'mar'])} {n}"
            self.firms.append(
                Firm(n, name, f"{name.lower().replace(' ', '')}.example.com", industry, draw.randint(5, 900), city)
            )
        for n in range(self.size):
            outcome = draw.choice(["won", "won", "lost", "lost", "lost", "open"])
            opened = date(2023, 1, 1) + timedelta(days=draw.randint(0, 700))
            closed = None if outcome == "open" else opened + timedelta(days=draw.randint(3, 120))
            firm = self.firms[n] if n < len(self.firms) else draw.choice(self.firms)
            self.sales.append(
                Sale(n, firm, firm.number, outcome, draw.randint(0, 2), opened, closed, draw.randint(10, 900) * 100,
                     draw.choice(["Anna Weber", "Marc Petit", "Eva Lind"]), draw.choice(["Trade fair", "Website", "Referral"]))
            )  # fmt: skip

    def truth(self, preset: str = "", *, linked: bool = True, amount: bool = True, opened: bool = True,
              closed: bool = True, **rows: int) -> Truth:  # fmt: skip
        rows = {"deals": self.size, **rows}
        return Truth(
            rows,
            Counter(sale.outcome for sale in self.sales),
            sorted(str(sale.opened) for sale in self.sales) if opened else [],
            sorted(str(sale.closed) for sale in self.sales if sale.closed) if closed else [],
            self.size if linked else 0,
            sum(sale.amount for sale in self.sales) if amount else None,
            preset,
        )


def text(head: Sequence[str], rows: Rows, delimiter: str = ",") -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(head)
    writer.writerows(rows)
    return stream.getvalue()


def write(
    folder: Path, name: str, head: Sequence[str], rows: Rows, delimiter: str = ",", encoding: str = "utf-8"
) -> None:
    (folder / name).write_bytes(text(head, rows, delimiter).encode(encoding))


def sheet(folder: Path, name: str, rows: Rows, merged: str = "") -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    if merged:
        page.merge_cells(merged)
    book.save(folder / name)


def day(when: date | None, form: str = "%Y-%m-%d") -> str:
    return when.strftime(form) if when else ""


def guess(sale: Sale) -> date:
    """The closing date that a CRM shows: of an open deal a guess."""
    return sale.closed or date(2026, 12, 31)


def ending(sale: Sale, won: str, lost: str, *stages: str) -> str:
    return won if sale.outcome == "won" else lost if sale.outcome == "lost" else stages[sale.stage % len(stages)]


def us(when: date | None, clock: str = "") -> str:
    return f"{when.month}/{when.day}/{when.year}{clock}" if when else ""
