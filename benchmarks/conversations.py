"""Measures how well tone and understanding are told; `conversation_labels.csv` holds sentences that no example repeats.

For each question it prints how many labels are right, and how many are the very opposite.

    python benchmarks/conversations.py
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from whofor.intake.normalise.conversations import tones, understandings
from whofor.intake.normalise.embedder import can_embed

LABELS = Path(__file__).with_name("conversation_labels.csv")
NAMES = {
    "tone": {1.0: "positive", -1.0: "negative", 0.0: "neutral"},
    "understanding": {1.0: "clear", 0.0: "vague", None: "none"},
}
OPPOSITE = ({"positive", "negative"}, {"clear", "vague"})


def main() -> int:
    """Print the figures."""
    if not can_embed():
        print("The embedder is not installed: pip install whofor[text]", file=sys.stderr)
        return 1
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for question, tell in (("tone", tones), ("understanding", understandings)):
        asked = [row for row in rows if row["question"] == question]
        told = tell([row["text"] for row in asked])
        names = [NAMES[question][told.get(row["text"])] for row in asked]
        right = sum(name == row["label"] for name, row in zip(names, asked, strict=True))
        wrong = sum({name, row["label"]} in OPPOSITE for name, row in zip(names, asked, strict=True))
        print(f"{question}: {right} of {len(asked)} right, {wrong} the very opposite")
    return 0


if __name__ == "__main__":
    sys.exit(main())
