"""Measures how well and how fast accounts are brought together.

`threshold` reads the labelled pairs of `tests/intake/normalise/company_pairs.csv` and prints precision and recall of
the name rule for each threshold, apart on the two halves of the set: chosen on the first, confirmed on the second.
`speed` makes synthetic accounts, a share of them entered twice with the usual dirt, and prints seconds and findings.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from whofor.intake.normalise import account_links
from whofor.intake.normalise.accounts import AccountRecord, match_accounts

PAIRS = Path(__file__).parent.parent / "tests" / "intake" / "normalise" / "company_pairs.csv"
THRESHOLDS = (80, 84, 86, 88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 100)
SYLLABLES = [
    "bar",
    "cor",
    "dal",
    "fen",
    "gol",
    "har",
    "jun",
    "kel",
    "lor",
    "mar",
    "nor",
    "pel",
    "quin",
    "ras",
    "sol",
    "tam",
    "ul",
    "ver",
    "wen",
    "yor",
    "zel",
    "tri",
    "bek",
    "dun",
    "fos",
    "gri",
]
TAILS = [
    "Systems",
    "Services",
    "Logistics",
    "Consulting",
    "Foods",
    "Energy",
    "Media",
    "Software",
    "Robotics",
    "Bau",
    "Transports",
    "Conseil",
    "Retail",
    "Labs",
]
FORMS = {"DE": ("GmbH", "AG"), "FR": ("SAS", "SARL"), "GB": ("Ltd", "plc"), "US": ("Inc", "LLC"), "ES": ("SL", "SA")}


@dataclass(frozen=True)
class Pair:
    """Two names and whether they are one company's."""

    same: bool
    kind: str
    records: tuple[AccountRecord, AccountRecord]

    @property
    def half(self) -> int:
        """0 or 1, by the names."""
        return hashlib.sha256("|".join(record.name for record in self.records).encode()).digest()[0] % 2


def pairs() -> list[Pair]:
    """Read the labelled pairs."""
    with PAIRS.open(encoding="utf-8", newline="") as source:
        return [
            Pair(
                row["same"] == "yes",
                row["kind"],
                (
                    AccountRecord("1", row["name_a"], country=row["country_a"], city=row["city_a"]),
                    AccountRecord("2", row["name_b"], country=row["country_b"], city=row["city_b"]),
                ),
            )
            for row in csv.DictReader(source)
        ]


def judged(some: Sequence[Pair], at_least: float) -> list[tuple[Pair, bool]]:
    """What the rules say of each pair at a threshold."""
    before = account_links.AT_LEAST
    account_links.AT_LEAST = at_least
    try:
        return [(pair, bool(match_accounts(pair.records).merges)) for pair in some]
    finally:
        account_links.AT_LEAST = before


def precision_and_recall(found: Sequence[tuple[Pair, bool]]) -> tuple[float, float, int]:
    """Share of right merges, share of duplicates found, number of wrong merges."""
    right = sum(pair.same and merged for pair, merged in found)
    wrong = sum(merged and not pair.same for pair, merged in found)
    return right / max(right + wrong, 1), right / sum(pair.same for pair, _ in found), wrong


def threshold(*, show: bool) -> None:
    """Print precision and recall per threshold."""
    every = pairs()
    halves = [[pair for pair in every if pair.half == half] for half in (0, 1)]
    print(
        f"{len(every)} pairs, {sum(pair.same for pair in every)} of them one company; "
        f"halves of {len(halves[0])} and {len(halves[1])}"
    )
    print("threshold   first half: precision recall   second half: precision recall   all: precision recall wrong")
    for at_least in THRESHOLDS:
        first, second, both = (precision_and_recall(judged(some, at_least)) for some in (*halves, every))
        print(
            f"{at_least:9}   {first[0]:21.3f} {first[1]:6.3f}   {second[0]:22.3f} {second[1]:6.3f}   "
            f"{both[0]:14.3f} {both[1]:6.3f} {both[2]:5}"
        )
    if show:
        for pair, merged in judged(every, account_links.AT_LEAST):
            if merged != pair.same:
                print(
                    "wrongly merged" if merged else "missed",
                    pair.kind,
                    *(record.name for record in pair.records),
                    sep=" | ",
                )


def synthetic(n: int, twice: float, seed: int) -> Iterator[AccountRecord]:
    """Accounts of invented names; a share of them stands twice, the second time with dirt and an `x` in the key."""
    rng = np.random.default_rng(seed)
    countries = list(FORMS)
    taken: set[str] = set()
    while len(taken) < int(n / (1 + twice)):
        stem = "".join(rng.choice(SYLLABLES, rng.integers(3, 6))).title()
        country = countries[rng.integers(len(countries))]
        form = FORMS[country][rng.integers(2)]
        name = f"{stem} {TAILS[rng.integers(len(TAILS))]}"
        if name in taken:
            continue
        taken.add(name)
        number = len(taken)
        yield AccountRecord(str(number), f"{name} {form}", country=country, filled=5)
        if rng.random() < twice:
            yield AccountRecord(f"{number}x", dirty(name, rng), country=country, filled=3)


def dirty(name: str, rng: np.random.Generator) -> str:
    """The name as another person types it."""
    match rng.integers(4):
        case 0:
            return name.upper()
        case 1:
            return f"The {name} Group"
        case 2:
            place = int(rng.integers(1, len(name.split(maxsplit=1)[0]) - 2))
            return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
        case _:
            return name.replace(" ", "-")


def speed(n: int) -> None:
    """Print how long the matching of so many accounts takes."""
    records = list(synthetic(n, 0.1, 1))
    started = time.process_time()
    merges = match_accounts(records).merges
    seconds = time.process_time() - started
    pairs_of_all = len(records) * (len(records) - 1) / 2
    right = sum(merge.kept_key == merge.merged_key.rstrip("x") for merge in merges)
    twice = sum(record.key.endswith("x") for record in records)
    print(
        f"{len(records):,} accounts in {seconds:.1f} s of one core: "
        f"{len(merges):,} merges, {len(merges) - right:,} of them wrong, "
        f"{right:,} of {twice:,} entered twice found; {pairs_of_all / seconds:.3g} pairs a second"
    )


def main() -> None:
    """Parse and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("threshold").add_argument("--show", action="store_true", help="print the pairs judged wrongly")
    commands.add_parser("speed").add_argument("--accounts", type=int, default=100_000)
    options = parser.parse_args()
    if options.command == "threshold":
        threshold(show=options.show)
    else:
        speed(options.accounts)


if __name__ == "__main__":
    sys.exit(main())
