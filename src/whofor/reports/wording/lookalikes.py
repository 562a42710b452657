"""Likeness to the customers in words."""

from __future__ import annotations

from collections.abc import Iterator

from whofor.model.card_proof import ProofFigure
from whofor.model.lookalikes import Lookalike, LookalikeAnswer
from whofor.reports.catalogue import clean
from whofor.reports.phrases import and_list
from whofor.reports.wording.scores import weights_text
from whofor.reports.words import Words

__all__ = ["check_lines", "likeness_text", "near_text", "note_lines", "times_text"]

_HUNDRED = 100
_MOST_TIMES = 100
"""Beyond it a figure pretends to know what a few hundred customers cannot tell: a convention."""


def times_text(times: float, words: Words) -> str:
    """Return how many times as common companies like one are among the customers: `×3.2`."""
    if times >= _MOST_TIMES:
        return f">×{_MOST_TIMES}"
    return f"×{words.number(times, 1 if times >= 1 else 2)}"


def likeness_text(row: Lookalike, words: Words, most: int) -> str:
    """Return why a company is like the customers, or is not."""
    return weights_text(row.up, row.down, (), words, most)


def near_text(row: Lookalike) -> str:
    """Return the customers that a company is nearest to."""
    return ", ".join(clean(one.name) for one in row.nearest)


def _values(figure: ProofFigure, words: Words) -> dict[str, object]:
    names = {"estimate": "share", "low": "low", "high": "high"}
    return {key: words.number(getattr(figure, name) * _HUNDRED) for name, key in names.items()}


def check_lines(found: LookalikeAnswer, words: Words) -> Iterator[str]:
    """Yield what the figures mean, and whether customers that were hidden among the market were found."""
    yield words.text(f"alike.grade_{found.grade.value}")
    counts = {"n": words.number(found.check.n), "market": words.number(found.check.n_market)}
    yield words.text("alike.check", **counts, **_values(found.check.auc, words))
    yield words.text("alike.tenth", **_values(found.check.in_best_tenth, words))
    if found.too_good:
        yield words.text("alike.too_good", fact=words.parameter(found.too_good))
    yield words.text("alike.no_chance")


def note_lines(found: LookalikeAnswer, words: Words) -> Iterator[str]:
    """Yield what else is to be said of the lists."""
    if not found.card.blocks:
        yield words.text("alike.no_facts")
    for key in ("lacking", "barred", "unshared", "personal"):
        labels: tuple[str, ...] = getattr(found, key)
        if labels:
            names = and_list([words.parameter(label) for label in labels], words)
            yield words.text(f"alike.{key}", names=names)
    if found.n_known:
        yield words.plural("alike.known", found.n_known)
    if found.n_repeated:
        yield words.plural("score.repeated", found.n_repeated)
