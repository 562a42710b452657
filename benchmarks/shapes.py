"""Measure how exports of many shapes are read without any help: right, refused, or wrong.

    python benchmarks/shapes.py FOLDER...            # each folder, or each folder of exports, read without a mapping
    python benchmarks/shapes.py FOLDER --columns     # with the role of each column
    python benchmarks/shapes.py FOLDER --find        # and what the search answers (256 shuffles)

Beside the exports `truth.json` says what each holds, under its folder's name: `deals`, `won`, `lost`, `open`,
`won_amount`, `opened` (`2023-10..2026-11`, null for no day), `accounts`, `roles` (header to role); what is left out
is not judged. Ends with an error where a figure is wrong, where no fact of accounts in a file of their own is read, or
where a column of whom, when or how a sale went may define a type of client.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from whofor.app.find import find
from whofor.app.import_source import import_source
from whofor.errors import WhoforError
from whofor.intake.drafting.words import about
from whofor.intake.report import ImportReport
from whofor.model import Role
from whofor.model.options import FindOptions
from whofor.reports.phrases import segment_phrase
from whofor.reports.words import words_of
from whofor.workspace import Workspace

TODAY = date(2026, 11, 29)
AMOUNT_TOLERANCE = 0.001
"""Sheets round amounts to whole units."""
COLUMNS = ("outcome", "opened", "amount", "amount_original", "account_key")
DANGEROUS = ("owner", "lead_source", "stage", "opened", "closed")
"""What may never define a type of client: who sold, where a lead came from, when, and how far the sale has come."""


@dataclass
class Read:
    """What was read of one export, and how it compares with the truth."""

    name: str
    preset: str = ""
    counts: dict[str, int] = field(default_factory=dict[str, int])
    opened: str = ""
    won_amount: float | None = None
    accounts: int = 0
    joined: int = 0
    files: int = 1
    roles: dict[str, str] = field(default_factory=dict[str, str])
    wrong: list[str] = field(default_factory=list[str])
    refused: str = ""
    answer: str = ""

    @property
    def verdict(self) -> str:
        """Return `right`, `refused` or `WRONG`."""
        return "refused" if self.refused else "WRONG" if self.wrong else "right"


def exports(folders: list[Path]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Yield each export with its truth; a folder of folders holds several."""
    for folder in folders:
        inner = sorted(item for item in folder.iterdir() if item.is_dir()) if folder.is_dir() else []
        truths = folder / "truth.json" if inner else folder.parent / "truth.json"
        known = json.loads(truths.read_text(encoding="utf-8")) if truths.is_file() else {}
        for export in inner or [folder]:
            yield export, known.get(export.name, {})


def measure(export: Path, truth: Mapping[str, Any], *, search: bool) -> Read:
    """Return how an export is read."""
    read = Read(export.name)
    with tempfile.TemporaryDirectory() as workspace:
        try:
            report = import_source(export, workspace=workspace, today=TODAY)
        except WhoforError as error:
            read.refused = " | ".join(str(error).splitlines())
            return read
        if report.recognition.unsure:
            read.refused = f"no answer, as it is not sure of {', '.join(report.recognition.unsure)}"
            return read
        look(read, report, Path(workspace))
        judge(read, truth)
        if search:
            read.answer = answer(workspace)
    return read


def answer(workspace: str) -> str:
    """Return the verdicts of the search."""
    result = find(workspace, FindOptions(permutations=256), today=TODAY)
    words = words_of("en")
    found = [f"{one.verdict} {segment_phrase(one.segment, words)}" for one in result.search.segments]
    return f"{result.answer}: {' / '.join(found) or 'no segment'}"


def look(read: Read, report: ImportReport, workspace: Path) -> None:
    """Fill in what the import made of the export."""
    sure = "" if report.confidence is None else f" {100 * report.confidence:.0f}%"
    read.preset = f"{report.preset}{sure}"
    read.files = len(report.files)
    read.roles = {f"{p.table}.{p.label}": str(p.role) for p in report.parameters if p.source}
    with Workspace.open(workspace).reading() as (_, scan):
        if "deals" not in scan.tables():
            return
        there = scan.columns("deals")
        deals = scan.project("deals", [name for name in COLUMNS if name in there])
        outcome = deals["outcome"]
        read.counts = {
            "deals": len(outcome),
            **{name: int((outcome == name).sum()) for name in ("won", "lost", "open")},
        }
        if "opened" in deals and np.isfinite(deals["opened"]).any():
            days = deals["opened"][np.isfinite(deals["opened"])]
            first, last = (str(np.datetime64(int(day), "D"))[:7] for day in (days.min(), days.max()))
            read.opened = f"{first}..{last}"
        # As the export writes them: rates of exchange are no matter of reading.
        amounts = deals.get("amount_original", deals.get("amount"))
        if amounts is not None:
            read.won_amount = float(np.nansum(amounts[outcome == "won"]))
        keys = [key for key in deals.get("account_key", ()) if key is not None]
        known = set(scan.project("accounts", ["account_key"])["account_key"]) if "accounts" in scan.tables() else None
        found = keys if known is None else [key for key in keys if key in known]
        read.joined, read.accounts = len(found), len(set(found))


def judge(read: Read, truth: Mapping[str, Any]) -> None:
    """Add what is wrong."""
    wrong = read.wrong
    for name in ("deals", "won", "lost", "open"):
        if name in truth and read.counts.get(name) != truth[name]:
            wrong.append(f"{name} {read.counts.get(name)} instead of {truth[name]}")
    if "opened" in truth and (truth["opened"] or "") != read.opened:
        wrong.append(f"opened {read.opened or 'unknown'} instead of {truth['opened'] or 'unknown'}")
    if "won_amount" in truth:
        amount, real = read.won_amount, float(truth["won_amount"])
        if amount is None or abs(amount - real) > AMOUNT_TOLERANCE * real:
            wrong.append(f"amount of the won {amount} instead of {real}")
    if "accounts" in truth and (read.joined < read.counts.get("deals", 0) or read.accounts > truth["accounts"]):
        wrong.append(f"{read.joined} deals joined to {read.accounts} accounts")
    if "accounts" in truth and read.files > 1 and Role.DEFINITION not in read.roles.values():
        wrong.append("no fact of a client is read")
    for header, role in truth.get("roles", {}).items():
        found = {held for name, held in read.roles.items() if name.partition(".")[2] == header}
        if found and role not in found:
            wrong.append(f"{header} is {'/'.join(sorted(found))}, not {role}")
    for name, role in read.roles.items():
        table, _, label = name.partition(".")
        if table == "deals" and role == Role.DEFINITION and max(about(label, what) for what in DANGEROUS) >= 0.7:
            wrong.append(f"{label} may define a type of client")


def show(read: Read, *, columns: bool) -> None:
    """Print one export."""
    counts = " ".join(f"{name} {n}" for name, n in read.counts.items())
    amount = "no amounts" if read.won_amount is None else f"won {read.won_amount:,.2f}"
    print(f"{read.verdict:8} {read.name}: ", end="")
    if read.refused:
        print(read.refused)
        return
    print(f"{read.preset} | {counts} | opened {read.opened or 'unknown'} | {amount} | ", end="")
    print(f"{read.joined} joined to {read.accounts} accounts")
    for text in read.wrong:
        print(f"           {text}")
    if read.answer:
        print(f"           {read.answer}")
    if columns:
        for role in sorted(set(read.roles.values())):
            print(f"           {role}: {', '.join(name for name, held in read.roles.items() if held == role)}")


def main() -> None:
    """Read the exports and print what came of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--columns", action="store_true", help="the role of each column")
    parser.add_argument("--find", action="store_true", help="what the search answers")
    args = parser.parse_args()
    verdicts = {"right": 0, "refused": 0, "WRONG": 0}
    for export, truth in exports(args.folders):
        read = measure(export, truth, search=args.find)
        verdicts[read.verdict] += 1
        show(read, columns=args.columns)
    print(", ".join(f"{n} {name}" for name, n in verdicts.items()))
    sys.exit(1 if verdicts["WRONG"] else 0)


if __name__ == "__main__":
    main()
