"""Confounders: strata, effects with and without them, and levels that win for reasons of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, Column, FloatArray, IntArray
from whofor.figures.outcome import Outcome
from whofor.model.data_findings import ConfounderEffect
from whofor.model.evidence import Adjustment
from whofor.schema.rows import Attribute, Rows
from whofor.stats.multiplicity import holm
from whofor.validation.timeline import PERIODS, Timeline

__all__ = [
    "KEPT_WITHOUT_PROOF",
    "Confounder",
    "Strata",
    "adjust",
    "choose_strata",
    "confounder_effects",
    "confounders_of",
]

_ROWS_A_STRATUM = 20
"""A combination of all confounders is a stratum only where strata hold 20 deals on average: a convention; with fewer,
most of them hold no deal inside the segment, or none outside."""
_MOST_STRATA = 128
"""Most combinations of levels that are strata: a convention, which bounds the time of a search."""
_MOST_LEVELS = 40
"""Levels of one confounder that stay apart, the most frequent; the others are one level. A convention."""
_KEPT_SHARE = 0.4
"""An effect that is still significant within strata, yet keeps less than this share of its size, is the confounder's:
a convention."""
KEPT_WITHOUT_PROOF = 2 / 3
"""If an effect keeps at least this share of its size within strata, no further proof on held-back deals is required."""
_FEWEST_IN_LEVEL = 20
"""Deals that a level, and the rest, need before its rate is compared: as many as a search needs at least."""


@dataclass(frozen=True, eq=False, slots=True)
class Confounder:
    """A confounder as levels.

    Attributes:
        name: Parameter name.
        label: Its name for people.
        codes: Level of each deal.
        levels: Name of each level.
    """

    name: str
    label: str
    codes: IntArray
    levels: tuple[str, ...]

    def take(self, rows: Column) -> Confounder:
        """Return the same confounder for some rows."""
        return Confounder(self.name, self.label, self.codes[rows], self.levels)


@dataclass(frozen=True, eq=False, slots=True)
class Strata:
    """Strata within which outcomes are exchanged.

    Attributes:
        codes: Stratum of each deal.
        labels: What they are made of, for people; empty where there is one stratum only.
    """

    codes: IntArray
    labels: tuple[str, ...]


def _levels(attribute: Attribute) -> Confounder | None:
    """Return the levels of a confounder; rare ones folded together, the unknown a level of its own."""
    values = ["\0" if v is None else str(v) for v in attribute.values.tolist()]
    names, codes, counts = np.unique(np.array(values), return_inverse=True, return_counts=True)
    least = max(5, len(values) // 200)
    order = np.argsort(-counts, kind="stable")
    frequent = [i for i in order.tolist() if counts[i] >= least][:_MOST_LEVELS]
    fold = np.full(len(names), len(frequent), dtype=np.int64)
    fold[frequent] = np.arange(len(frequent))
    folded = fold[codes]
    if len(np.unique(folded)) < 2:
        return None
    labels = tuple("" if str(names[i]) == "\0" else str(names[i]) for i in frequent)
    return Confounder(attribute.parameter.name, attribute.parameter.label, folded, (*labels, ""))


def confounders_of(rows: Rows, time: Timeline) -> list[Confounder]:
    """Return all confounders of the deals: lead source, salesperson, product ..., and the period.

    The period is the quarter of opening, or the part of the file where its order serves as time.
    """
    out = [c for c in (_levels(a) for a in rows.confounders) if c is not None]
    if time.known and len(rows):
        codes, names = time.levels()
        if len(names) > 1:
            out.append(Confounder(time.name, time.label, codes, names))
    return out


def choose_strata(confounders: Sequence[Confounder], time: Timeline) -> Strata:
    """Return strata: lead source crossed with period, as fine as the number of deals allows.

    Each stratum costs a degree of freedom; at least 20 deals a stratum on average keeps that cost below 5 %.

    Args:
        confounders: Confounders of the deals.
        time: What serves as time, of the same deals.
    """
    n = len(time.when)
    source = next((c for c in confounders if c.name == "lead_source"), None)
    options: list[tuple[list[IntArray], tuple[str, ...]]] = []
    periods = [time.periods(quarters) for quarters in (1, 2, 4)] if time.known and n else []
    if source is not None:
        options += [([source.codes, p], (source.label, time.label)) for p in periods]
        options.append(([source.codes], (source.label,)))
    options += [([p], (time.label,)) for p in periods]
    for parts, labels in options:
        combined = np.zeros(n, dtype=np.int64)
        for part in parts:
            combined = combined * (int(part.max()) + 1) + part
        _, codes = np.unique(combined, return_inverse=True)
        count = int(codes.max()) + 1 if n else 0
        if 1 < count <= min(_MOST_STRATA, n // _ROWS_A_STRATUM):
            return Strata(codes.astype(np.int64), labels)
    return Strata(np.zeros(n, dtype=np.int64), ())


def _carrier(confounder: Confounder, inside: BoolArray, score: FloatArray, direction: int) -> str:
    """Return the level that carries the effect, with which most of the segment's surplus comes; empty without one."""
    base = float(score.mean())
    size = len(confounder.levels)
    n_level = np.maximum(np.bincount(confounder.codes, minlength=size), 1)
    level_rate = np.bincount(confounder.codes, score, minlength=size) / n_level
    share_inside = np.bincount(confounder.codes[inside], minlength=size) / max(1, int(inside.sum()))
    share_outside = np.bincount(confounder.codes[~inside], minlength=size) / max(1, int((~inside).sum()))
    pull = np.maximum(share_inside - share_outside, 0.0) * (level_rate - base) * direction
    best = int(pull.argmax())
    total = pull[pull > 0].sum()
    return confounder.levels[best] if total > 0 and pull[best] > 0.5 * total else ""


def adjust(confounder: Confounder, inside: BoolArray, outcome: Outcome, direction: int) -> Adjustment:
    """Return a segment's effect, plain and within the strata of a confounder.

    The effect survives where the adjusted difference keeps at least 40 % of its size and its interval excludes zero in
    the same direction. Strata cost power: with few deals the interval may reach zero though nothing was taken away,
    so a difference that keeps two thirds of its size survives too.

    Args:
        confounder: Its level of each deal.
        inside: Deals of the segment.
        outcome: Outcome of each deal.
        direction: +1 for a better outcome than the rest, -1 for a worse one.
    """
    sign = direction * outcome.measure.better
    plain = outcome.mean_of(inside) - outcome.mean_of(~inside)
    d = outcome.gap_within(confounder.codes, inside)
    excludes = d.low > 0 if sign > 0 else d.high < 0
    kept = d.difference / plain if plain * sign > 0 else 0.0
    survives = d.n_strata > 0 and (kept >= KEPT_WITHOUT_PROOF or (excludes and kept >= _KEPT_SHARE))
    return Adjustment(
        confounder=confounder.name,
        label=confounder.label,
        n_strata=d.n_strata,
        difference=plain,
        adjusted_difference=d.difference,
        ci_low=d.low,
        ci_high=d.high,
        survives=survives,
        carrier=_carrier(confounder, inside, outcome.score, direction),
    )


def confounder_effects(confounders: Sequence[Confounder], outcome: Outcome, most: int = 6) -> list[ConfounderEffect]:
    """Return levels that do better or worse than all others, corrected over all levels of all confounders.

    Judged one against the rest, two-sided. Quarters are left out: they are no choice of anybody.
    """
    looks: list[tuple[Confounder, int, float]] = []
    for c in confounders:
        if c.name in PERIODS:
            continue
        for level, name in enumerate(c.levels):
            inside = c.codes == level
            if not name or inside.sum() < _FEWEST_IN_LEVEL or (~inside).sum() < _FEWEST_IN_LEVEL:
                continue
            looks.append((c, level, outcome.p_value(inside)))
    adjusted = holm([p for _, _, p in looks])
    effects = [
        ConfounderEffect(
            c.name, c.label, c.levels[level], outcome.estimate(c.codes == level), outcome.estimate(c.codes != level), p
        )
        for (c, level, _), p in zip(looks, adjusted, strict=True)
        if p < 0.05
    ]
    return sorted(effects, key=lambda e: (e.p_adjusted, e.label, e.level))[:most]
