"""Measures how well labels of industries are told; `industry_labels.csv` holds some that people might write.

For each threshold it prints, of the labels that the table does not tell, whole or by their parts, how many of the
answers are right (precision) and how many of the labels that mean an industry are answered rightly (recall); apart on
two halves, chosen on the first and confirmed on the second. An answer is right where the section is, and the division
too where both have one.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from whofor.intake.normalise.industries import NEAR_ENOUGH, Industry, industry
from whofor.intake.normalise.rule_tables import rules

LABELS = Path(__file__).with_name("industry_labels.csv")
THRESHOLDS = (76, 80, 82, 84, 86, 88, 90, 92, 94, 96, 98, 100)


@dataclass(frozen=True)
class Label:
    """A label and what it means: a division, a section, or nothing."""

    text: str
    nace: str

    @property
    def half(self) -> int:
        """0 or 1, by the text."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2

    @property
    def is_in_table(self) -> bool:
        """Whether it needs no likeness."""
        found = industry(self.text)
        return found is not None and found.likeness == 100

    def is_met_by(self, found: Industry) -> bool:
        """Whether an answer is right."""
        if not self.nace:
            return False
        section = self.nace if self.nace.isalpha() else rules("nace")["divisions"][self.nace]["section"]
        division = "" if self.nace.isalpha() else self.nace
        return found.section == section and (not division or not found.division or found.division == division)


@dataclass(frozen=True)
class Score:
    """Counts at one threshold."""

    answered: int
    right: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of the answers that are right; 1 where there are none."""
        return self.right / self.answered if self.answered else 1.0

    @property
    def recall(self) -> float:
        """Share of the labels with a meaning that are answered rightly."""
        return self.right / self.wanted if self.wanted else 1.0


def labels() -> list[Label]:
    """Read the labelled list."""
    with LABELS.open(encoding="utf-8", newline="") as source:
        return [Label(row["label"], row["nace"]) for row in csv.DictReader(source)]


def score(some: Sequence[Label], near_enough: float) -> Score:
    """Judge the answers for some labels."""
    found = [(label, industry(label.text, near_enough)) for label in some]
    answers = [(label, answer) for label, answer in found if answer is not None]
    right = sum(label.is_met_by(answer) for label, answer in answers)
    return Score(len(answers), right, sum(bool(label.nace) for label in some))


def main() -> None:
    """Print a line for each threshold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print what is answered wrongly or not at all")
    options = parser.parse_args()
    every = labels()
    known = [label for label in every if label.is_in_table]
    rest = [label for label in every if not label.is_in_table]
    print(f"{len(every)} labels; {len(known)} are told by the table, {score(known, 100).right} of them rightly")
    print(f"the other {len(rest)}, {sum(bool(label.nace) for label in rest)} of them with a meaning:")
    print("threshold   first half: precision recall   second half: precision recall   all: precision recall answered")
    halves = [[label for label in rest if label.half == half] for half in (0, 1)]
    for threshold in THRESHOLDS:
        first, second, both = (score(some, threshold) for some in (*halves, rest))
        mark = "  <- used" if threshold == NEAR_ENOUGH else ""
        print(
            f"{threshold:9}   {first.precision:21.3f} {first.recall:6.3f}   {second.precision:22.3f} "
            f"{second.recall:6.3f}   {both.precision:14.3f} {both.recall:6.3f} {both.answered:8}{mark}"
        )
    if options.show:
        for label in every:
            answer = industry(label.text)
            if answer is None and label.nace:
                print(f"missed: {label.text!r} is {label.nace}")
            elif answer is not None and not label.is_met_by(answer):
                print(f"wrong: {label.text!r} is {label.nace or 'nothing'}, not {answer}")


if __name__ == "__main__":
    sys.exit(main())
