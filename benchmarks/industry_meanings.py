"""Measures how well industries are told by likeness of meaning, with the optional embedder (`whofor[text]`).

Asked are the labels of `industry_meanings.csv` and `industry_labels.csv` that neither the table nor likeness of letters
tells. For each least confidence it prints how many are answered, how many of the answers are right (precision) and how
many of the labels that mean an industry are answered rightly (recall); apart on two halves, chosen on the first and
confirmed on the second. An answer is right where the section is, and the division too where both have one.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from industry_labels import LABELS, Label

from whofor.intake.normalise.embedder import can_embed
from whofor.intake.normalise.industries import industry
from whofor.intake.normalise.industry_likeness import SURE_ENOUGH, likely_industries

MEANINGS = Path(__file__).with_name("industry_meanings.csv")
THRESHOLDS = (0.4, 0.5, 0.6, 0.64, 0.66, 0.68, 0.7, 0.75, 0.8, 0.85, 0.9)


def asked() -> list[Label]:
    """Return the labels that nothing else tells."""
    found: dict[str, Label] = {}
    for path in (MEANINGS, LABELS):
        with path.open(encoding="utf-8", newline="") as source:
            for row in csv.DictReader(source):
                found.setdefault(row["label"], Label(row["label"], row["nace"]))
    return [label for label in found.values() if industry(label.text) is None]


def score(labels: Sequence[Label], sure_enough: float) -> tuple[int, int, int]:
    """Return answered, answered rightly, with a meaning."""
    answers = likely_industries([label.text for label in labels], sure_enough)
    right = sum(label.is_met_by(answers[label.text]) for label in labels if label.text in answers)
    return len(answers), right, sum(bool(label.nace) for label in labels)


def main() -> int:
    """Print a line for each threshold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print what is answered wrongly")
    options = parser.parse_args()
    if not can_embed():
        print("The embedder is not installed: pip install 'whofor[text]'", file=sys.stderr)
        return 1
    labels = asked()
    halves = [[label for label in labels if label.half == half] for half in (0, 1)]
    print(f"{len(labels)} labels, {sum(bool(label.nace) for label in labels)} of them with a meaning")
    print(
        "least confidence   first half: answered right precision recall   second half: answered right precision recall"
    )
    for threshold in THRESHOLDS:
        line = f"{threshold:16.2f} "
        for half in halves:
            answered, right, wanted = score(half, threshold)
            line += f"{answered:22} {right:5} {right / answered if answered else 1:9.3f} {right / wanted:6.3f}   "
        print(line + ("<- used" if threshold == SURE_ENOUGH else ""))
    if options.show:
        answers = likely_industries([label.text for label in labels])
        for label in labels:
            if label.text in answers and not label.is_met_by(answers[label.text]):
                print(f"wrong: {label.text!r} is {label.nace or 'nothing'}, not {answers[label.text]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
