"""Whether a first exchange shows a buyer who is clear about its need, told by labelled examples; no extra needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from whofor.intake.normalise.labelled_texts import LabelledText, ToldTexts, told_by
from whofor.intake.normalise.rule_tables import rules

__all__ = ["LABELS", "packaged_examples", "read_first_exchanges"]

LABELS = ("clear", "vague", "none")
_VALUES = (1.0, 0.0, None)
"""What each label says; `none` says nothing."""


def packaged_examples(more: Mapping[str, Sequence[str]] | None = None) -> tuple[LabelledText, ...]:
    """Return the labelled examples of this package, and further ones by label.

    Example:
        >>> mine = packaged_examples({"clear": ["We need SSO by May"]})
        >>> mine[-1].text, LABELS[mine[-1].label], len(mine) - len(packaged_examples())
        ('We need SSO by May', 'clear', 1)
    """
    tables = cast("Mapping[str, Mapping[str, Sequence[str]]]", rules("first_exchanges"))
    known = [
        LabelledText(text, i, f"{label} {place}")
        for table in tables.values()
        for i, label in enumerate(LABELS)
        for place, text in enumerate(table[label])
    ]
    own = [
        LabelledText(text, i, f"own {label} {place}")
        for i, label in enumerate(LABELS)
        for place, text in enumerate((more or {}).get(label, ()))
    ]
    return (*known, *own)


def read_first_exchanges(texts: Mapping[str, int], examples: tuple[LabelledText, ...]) -> ToldTexts:
    """Return which texts show a buyer who is clear about its need (1), and which one who is not (0).

    Args:
        texts: Texts with how often each occurs.
        examples: Labelled examples of all three labels.

    Returns:
        No values where the examples are told apart too badly by each other, or too few of the texts are like them.
    """
    return told_by(texts, examples, _VALUES)
