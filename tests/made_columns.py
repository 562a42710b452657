"""Labelled columns: exports whose headers are real or usual, whose values are made up, and what each column means.

`intake/drafting/labelled_columns.toml` lists them. Each column has a code, which says what it holds and how a draft
may rightly read it; `code: a, b` gives the values. A draft of each export is compared with its codes.
"""

from __future__ import annotations

import hashlib
import random
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from whofor.intake.drafting import (
    ColumnPair,
    ColumnShape,
    DraftedMapping,
    FileShape,
    Overlap,
    column_shape,
    draft_mapping,
    measured,
    pairs_to_measure,
)
from whofor.intake.drafting.mapping_lines import Line, TableDraft, Value

LABELS = Path(__file__).parent / "intake" / "drafting" / "labelled_columns.toml"
FIRST = date(2024, 1, 8)

TRUTHS: Mapping[str, str] = {
    # what the code is -> readings that are right, of the file of the deals and of others
    "key": "key out",
    "dealname": "deals.name out",
    "company": "deals.account_key accounts.key accounts.name link",
    "companyid": "deals.account_key accounts.key link out",
    "companyagain": "deals.account_key accounts.key accounts.name link out",
    "othercompany": "out definition",
    "opened": "deals.opened",
    "closed": "deals.closed",
    "value": "deals.amount",
    "cents": "validation out",
    "stage": "outcome",
    "owner": "deals.owner confounder",
    "source": "deals.lead_source confounder",
    "campaign": "deals.lead_source_detail confounder",
    "product": "deals.product confounder",
    "pipeline": "deals.pipeline confounder",
    "dealtype": "deals.deal_type confounder",
    "team": "confounder",
    "currency": "deals.currency",
    "contact": "deals.contact_key link out",
    "personal": "out",
    "insale": "validation leak",
    "insaletext": "validation leak out",
    "after": "validation leak out",
    "textout": "out",
    "trait": "definition",
    "traitout": "definition out",
    "clientof": "validation",
    "domain": "accounts.domain link deals.account_key accounts.key out",
    "industry": "accounts.industry definition",
    "headcount": "accounts.employees definition",
    "country": "accounts.country definition",
    "state": "accounts.state definition",
    "city": "accounts.city definition",
    "founded": "accounts.founded_year definition",
    "revenue": "accounts.annual_revenue definition",
    "funding": "accounts.money_raised definition",
    "tech": "accounts.technologies definition",
    "regnumber": "accounts.registration_number out",
    "accountopened": "accounts.created",
    "jobtitle": "definition out",
}
"""Right readings of a code. Facts of a company are facts of the accounts, or define deals where the rows differ."""

ONLY_CANONICAL = frozenset({"industry", "headcount", "country", "state", "city", "founded", "revenue", "funding"})
"""Facts that a file of accounts must give to the canonical column."""


@dataclass(frozen=True)
class Label:
    """A column with what it means: a code of `TRUTHS`, and the values it takes."""

    file: str
    header: str
    code: str
    values: tuple[str, ...]

    def right(self, table: str) -> frozenset[str]:
        """Return the readings that are right in a file of this table."""
        readings = set(TRUTHS[self.code].split())
        if table == "accounts" and self.code in ONLY_CANONICAL:
            readings.discard("definition")
        return frozenset(readings)


@dataclass(frozen=True)
class Labelled:
    """An export with its labels.

    Attributes:
        name: Its name.
        half: `tune` or `held`: rules may be made on the first half only.
        rows: Deals.
        companies: Companies.
        dates: Form of its dates.
        stages: A word for won, one for lost, and others for open deals.
        tables: File -> canonical table.
        labels: Its columns.
    """

    name: str
    half: str
    rows: int
    companies: int
    dates: str
    stages: tuple[str, ...]
    tables: Mapping[str, str]
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Reading:
    """How a draft reads a labelled column.

    Attributes:
        label: The column.
        table: Canonical table of its file, by the labels.
        found: What it is read as: `deals.opened`, a role, `out`.
        sure: The most certain of the words with which that is said.
    """

    label: Label
    table: str
    found: frozenset[str]
    sure: str

    @property
    def is_right(self) -> bool:
        """Return whether every reading is right."""
        return bool(self.found) and self.found <= self.label.right(self.table)

    @property
    def danger(self) -> str:
        """Return what makes the reading dangerous: it would change every answer; empty where nothing does."""
        code = self.label.code
        sale = {"owner", "source", "campaign", "stage", "opened", "closed", "insale", "after", "insaletext"}
        if code in sale and "definition" in self.found:
            return "what belongs to the sale defines a client"
        if "deals.opened" in self.found and code != "opened":
            return "another day is the opening"
        if "deals.closed" in self.found and code != "closed":
            return "another day is the closing"
        if "deals.account_key" in self.found and code not in ("company", "companyid", "domain"):
            return "an account key that is no company"
        return ""


def labelled(path: Path = LABELS) -> list[Labelled]:
    """Return the labelled exports."""
    exports = tomllib.loads(path.read_text(encoding="utf-8"))["export"]
    return [_labelled(number, export) for number, export in enumerate(exports)]


def _labelled(number: int, export: Mapping[str, Any]) -> Labelled:
    tables: dict[str, str] = {}
    labels: list[Label] = []
    file = ""
    for line in filter(None, (line.strip() for line in export["columns"].splitlines())):
        if line.startswith("# "):
            file, table = line[2:].split(" = ")
            tables[file] = table
            continue
        header, _, meaning = line.rpartition(" = ")
        code, _, values = meaning.partition(":")
        if code.strip() not in TRUTHS:
            raise ValueError(line)
        labels.append(Label(file, header, code.strip(), _values(values)))
    rows = export.get("rows", 80)
    stages = tuple(export.get("stages", ("Won", "Lost", "Open", "Proposal")))
    half = export.get("half", ("tune", "held")[number % 2])
    companies = export.get("companies", rows * 6 // 10)
    return Labelled(
        export["name"], half, rows, companies, export.get("dates", "%Y-%m-%d"), stages, tables, tuple(labels)
    )


def _values(text: str) -> tuple[str, ...]:
    """Return the values of a label; a form of amounts is one."""
    parts = [text] if "{" in text else text.split(",")
    return tuple(part.strip() for part in parts if part.strip())


@dataclass
class _World:
    export: Labelled
    draw: random.Random
    facts: dict[str, dict[int, str]] = field(default_factory=dict[str, dict[int, str]])
    names: list[str] = field(default_factory=list[str])


@dataclass(frozen=True)
class _Row:
    """A deal, or a company where the file holds companies."""

    number: int
    company: int
    start: int
    ending: str
    stage: str


_SYLLABLES = ("Luma", "Nord", "Vega", "Tra", "Bel", "Kor", "Fin", "Alta", "Mir", "Zen", "Oro", "Pla", "Sil", "Ter")
_ENDINGS = ("mat", "works", "line", "tech", "soft", "data", "parts", "foods", "care", "build", "lab", "log")
_PEOPLE = ("Ben Carter", "Ana Ruiz", "Uta Lang", "Chloé Martin", "Ivo Petrov", "Mia Costa")
_PICKS: Mapping[str, tuple[str, ...]] = {
    "owner": _PEOPLE,
    "source": ("Webinar", "Referral", "Cold call", "Trade show"),
    "campaign": ("Spring 24", "Autumn 24", "Launch"),
    "product": ("Pro", "Basic", "Enterprise"),
    "pipeline": ("Sales", "Partners"),
    "dealtype": ("New Business", "Existing Business"),
    "team": ("North", "South", "Central"),
    "currency": ("EUR", "USD"),
    "insale": ("High", "Medium", "Low"),
    "after": ("Price", "Timing", "Feature"),
    "trait": ("A", "B", "C", "D"),
    "traitout": ("A", "B", "C", "D"),
    "jobtitle": ("CEO", "Head of Sales", "Buyer", "CFO"),
    "clientof": ("1", "2", "3", "4", "5"),
    "personal": ("F", "M"),
}
_FACTS: Mapping[str, tuple[str, ...]] = {
    "industry": ("Retail", "Manufacturing", "Logistics", "Banking", "Construction", "Media"),
    "country": ("France", "Germany", "Spain", "Italy", "Belgium"),
    "state": ("Bavaria", "Lombardy", "Catalonia", "Normandy"),
    "city": ("Lyon", "Madrid", "Berlin", "Milano", "Porto", "Ghent", "Turin"),
    "tech": ("Slack; Jira", "SAP", "HubSpot; Slack", "Salesforce"),
    "othercompany": ("Group North", "Group South", "Holding One"),
}


def files_of(export: Labelled, rows: int = 0) -> list[FileShape]:
    """Return the files of an export with made-up values.

    Args:
        export: The export.
        rows: Number of deals, where it is to be another.
    """
    rows = rows or export.rows
    companies = export.companies if rows == export.rows else max(rows * export.companies // export.rows, 2)
    world = _World(export, random.Random(hashlib.sha256(export.name.encode()).digest()))
    pairs = [f"{a}{b}" for a in _SYLLABLES for b in _ENDINGS]
    world.draw.shuffle(pairs)
    world.names = [f"{pairs[n % len(pairs)]}{'' if n < len(pairs) else f' {n}'}" for n in range(companies)]
    deals = [_deal(world, number, companies, rows) for number in range(rows)]
    firms = [_Row(n, n, n * 3, "", "") for n in range(companies)]
    shapes: list[FileShape] = []
    for file, table in export.tables.items():
        made = firms if table == "accounts" else deals
        own = [label for label in export.labels if label.file == file]
        texts = {label.header: tuple(_cell(world, label, row) for row in made) for label in own}
        shapes.append(FileShape(file, len(made), {h: _shape(h, cells) for h, cells in texts.items()}, texts))
    return shapes


def _deal(world: _World, number: int, companies: int, rows: int) -> _Row:
    # Every company once where there are as many companies as deals.
    company = number if companies >= rows else world.draw.randrange(companies)
    won, lost, *others = world.export.stages
    share = world.draw.random()
    ending = "won" if share < 0.3 else "lost" if share < 0.85 else "open"
    stage = won if ending == "won" else lost if ending == "lost" else world.draw.choice(others)
    return _Row(number, company, world.draw.randrange(500), ending, stage)


def _shape(header: str, cells: Sequence[str | None]) -> ColumnShape:
    counts: dict[str, int] = {}
    for cell in filter(None, cells):
        counts[cell] = counts.get(cell, 0) + 1
    most = dict(sorted(counts.items(), key=lambda one: -one[1]))
    filled = sum(counts.values())
    length = sum(len(text) * count for text, count in counts.items()) / max(filled, 1)
    return column_shape(header, len(cells), filled=filled, distinct=len(counts), mean_length=length, values=most)


def _cell(world: _World, label: Label, row: _Row) -> str | None:
    code, values = label.code, label.values
    kind = values[0] if values and values[0].startswith("<") else ""
    maker = _MAKERS.get(kind or f"<{code}>")
    if maker is not None:
        return maker(world, label, row)
    made_up = values or _FACTS.get(code) or _PICKS.get(code)
    if made_up is None:
        raise ValueError(f"no values for {label}")
    of_company = code in _FACTS or (code == "trait" and row.number % 5)
    if of_company:
        return _fact(world, label.header, row.company, made_up)
    if code == "after" and row.ending != "lost":
        return None
    if code == "clientof" and row.ending != "won" and row.ending:
        return None
    return world.draw.choice(made_up)


def _fact(world: _World, name: str, company: int, values: Sequence[str]) -> str:
    facts = world.facts.setdefault(name, {})
    return facts.setdefault(company, world.draw.choice(values))


def _day(world: _World, days: int) -> str:
    return (FIRST + timedelta(days=days)).strftime(world.export.dates)


def _number(world: _World, label: Label, row: _Row, low: int, high: int) -> str:
    return _fact(world, label.header, row.company, [str(int(low * (high / low) ** world.draw.random()))])


def _amount(row: _Row) -> float:
    return round(1000 * 60 ** random.Random(row.number * 7 + row.start).random(), 2)


def _value(world: _World, label: Label, row: _Row) -> str:
    form = label.values[0] if label.values else "{:.2f}"
    return form.format(_amount(row))


def _text(world: _World) -> str:
    words = ("asked", "for", "a", "demo", "next", "month", "budget", "is", "tight", "will", "call", "again", "team")
    return " ".join(world.draw.choice(words) for _ in range(world.draw.randint(6, 30)))


def _closed(world: _World, row: _Row) -> str | None:
    return _day(world, row.start + 5 + row.number % 60) if row.ending in ("won", "lost") else None


def _domain(world: _World, row: _Row) -> str:
    return f"{world.names[row.company].lower().replace(' ', '')}.example.com"


_MAKERS: Mapping[str, Callable[[_World, Label, _Row], str | None]] = {
    "<key>": lambda world, label, row: f"{(label.values or ('D-',))[0]}{10_000 + row.number}",
    "<dealname>": lambda world, label, row: f"{world.names[row.company]} - {world.draw.choice(('Pro', 'Basic'))}",
    "<company>": lambda world, label, row: world.names[row.company],
    "<companyagain>": lambda world, label, row: world.names[row.company],
    "<companyid>": lambda world, label, row: f"C{1_000 + row.company}",
    "<opened>": lambda world, label, row: _day(world, row.start),
    "<accountopened>": lambda world, label, row: _day(world, row.start),
    "<closed>": lambda world, label, row: _closed(world, row),
    "<closedwon>": lambda world, label, row: _closed(world, row) if row.ending == "won" else None,
    "<closedlost>": lambda world, label, row: _closed(world, row) if row.ending == "lost" else None,
    "<expected>": lambda world, label, row: _day(world, row.start + 10 + row.number % 80),
    "<modified>": lambda world, label, row: _day(world, row.start + 90 + row.number % 20),
    "<next>": lambda world, label, row: _day(world, row.start + 30) if row.ending == "open" else None,
    "<value>": _value,
    "<cents>": lambda world, label, row: f"{100 * _amount(row):.0f}",
    "<stage>": lambda world, label, row: row.stage,
    "<won>": lambda world, label, row: "TRUE" if row.ending == "won" else "FALSE",
    "<ended>": lambda world, label, row: "FALSE" if row.ending == "open" else "TRUE",
    "<contact>": lambda world, label, row: f"P{row.number} {world.names[row.company]}sen",
    "<email>": lambda world, label, row: f"p{row.number}@{_domain(world, row)}",
    "<phone>": lambda world, label, row: f"+33 1 {row.number % 90 + 10} {world.draw.randint(10, 99)} 45 67",
    "<linkedin>": lambda world, label, row: f"https://www.linkedin.com/in/p{row.number}",
    "<domain>": lambda world, label, row: _domain(world, row),
    "<url>": lambda world, label, row: f"https://www.{_domain(world, row)}",
    "<regnumber>": lambda world, label, row: f"FR{552_081_000 + row.company * 37}",
    "<headcount>": lambda world, label, row: _number(world, label, row, 3, 4000),
    "<headband>": lambda world, label, row: _fact(
        world, label.header, row.company, ("1-10", "11-50", "51-200", "201-500")
    ),
    "<founded>": lambda world, label, row: _fact(
        world, label.header, row.company, [str(world.draw.randint(1950, 2022))]
    ),
    "<revenue>": lambda world, label, row: _number(world, label, row, 200_000, 90_000_000),
    "<funding>": lambda world, label, row: _number(world, label, row, 100_000, 50_000_000),
    "<number>": lambda world, label, row: str(world.draw.randint(1, 120)),
    "<percent>": lambda world, label, row: str(world.draw.choice((10, 25, 50, 75, 90))),
    "<actual>": lambda world, label, row: _value(world, Label("", "", "", ()), row) if row.ending == "won" else None,
    "<yesno>": lambda world, label, row: world.draw.choice(("Yes", "No")),
    "<address>": lambda world, label, row: f"{row.number} Main Street",
    "<postal>": lambda world, label, row: f"{10_115 + row.company * 7}",
    "<textout>": lambda world, label, row: _text(world),
    "<insaletext>": lambda world, label, row: _text(world),
}


def draft_of_labelled(export: Labelled, rows: int = 0) -> DraftedMapping:
    """Return the draft of an export."""
    shapes = files_of(export, rows)
    named = {shape.name: shape for shape in shapes}
    overlaps: dict[ColumnPair, Overlap] = {}
    for pair in pairs_to_measure(shapes):
        texts = set(filter(None, named[pair.file].sample[pair.header]))
        found = texts & set(filter(None, named[pair.to].sample[pair.key]))
        exact = Overlap(len(texts), len(found)) if found else None
        column, key = named[pair.file].columns[pair.header], named[pair.to].columns[pair.key]
        if (overlap := measured(pair, exact, column, key)) is not None:
            overlaps[pair] = overlap
    return draft_mapping(export.name, shapes, overlaps)


def readings_of(export: Labelled, draft: DraftedMapping) -> list[Reading]:
    """Return how the draft reads the labelled columns; not those of files that it does not use."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for table in draft.tables:
        for ref, what, sure in _said(table):
            found.setdefault(_place(draft, table, ref), []).append((what, sure))
    unused = {name for name, _ in draft.unused}
    readings: list[Reading] = []
    for label in export.labels:
        if label.file in unused:
            continue
        said = found.get((label.file, label.header), [])
        words = [sure for _, sure in said]
        most = next((word for word in ("sure", "likely", "unsure") if word in words), "")
        readings.append(Reading(label, export.tables[label.file], frozenset(what for what, _ in said), most))
    return readings


def _said(table: TableDraft) -> Iterator[tuple[str, str, str]]:
    """Yield what is said of columns: reference, reading, how sure."""
    own = table.table
    if table.key:
        yield _text_of(table.key), "accounts.key" if own == "accounts" else "key", table.key.sure
    for line in table.columns:
        for ref in _refs(line.value):
            yield ref, f"{own}.{line.key}", line.sure
    for link in table.links:
        yield link.column, "link", "sure"
    for line in table.outcome:
        if line.key in ("won_flag", "lost_flag", "closed_flag", "column"):
            yield _text_of(line), "outcome", ""
    for line in table.extras:
        yield line.key, str(line.value), line.sure
    for ref, _ in table.left_out:
        yield ref, "out", ""


def _text_of(line: Line) -> str:
    return next(iter(_refs(line.value)), "")


def _refs(value: Value) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [ref for key, item in value.items() if key in ("column", "coalesce", "sum") for ref in _refs(item)]
    return list(value)


def _place(draft: DraftedMapping, table: TableDraft, ref: str) -> tuple[str, str]:
    """Return the file and header of a reference."""
    for alias, names in draft.files.items():
        if ref.startswith(f"{alias}."):
            return names[0], ref.removeprefix(f"{alias}.")
    return table.file, ref
