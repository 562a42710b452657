"""What is expected of a sentence's kind by where it was said: what was asked for, the stars, review or talk."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np

from whofor.arrays import FloatArray
from whofor.model.voice import PartRole, SourceKind, VoiceDocument
from whofor.research.pains.rule_tables import rules

__all__ = ["SaidWhere", "review_sources", "where_chances", "with_where"]

_WEIGHT = 0.75
"""Weight of where it was said beside the text. What is learnt of texts takes all kinds for equally frequent, so that it
would be 1 if both told apart; they see some of the same. On `benchmarks/data/sentences.csv` accuracy was .80 (French
.86) with a weight of .5, .82 (.87) with .75, .82 (.86) with 1, learnt from 693 sentences."""
_FEW_STARS, _MANY_STARS = 2.0, 4.0
_TINY = 1e-9
_TEXT_ROLES = (PartRole.TITLE, PartRole.BODY, PartRole.ANSWER)
"""Parts for which stars, or the kind of text, tell more than what was asked for."""


@dataclass(frozen=True, slots=True)
class SaidWhere:
    """Where a sentence was said.

    Attributes:
        role: What its part was asked for.
        stars: 1 to 5; NaN where there are none.
        kind: Kind of source.
        in_review: Whether its source holds reviews rather than posts and talk.
    """

    role: PartRole
    stars: float = math.nan
    kind: SourceKind = SourceKind.PUBLIC
    in_review: bool = True


def review_sources(documents: Iterable[VoiceDocument]) -> frozenset[str]:
    """Return the names of the sources that hold reviews: in which there are stars, or pros and cons are asked for.

    Example:
        >>> from whofor.model.voice import TextPart
        >>> post = VoiceDocument("a", "forum", SourceKind.PUBLIC, (TextPart(PartRole.BODY, "Hi"),))
        >>> review = VoiceDocument("b", "g2", SourceKind.PUBLIC, (TextPart(PartRole.CONS, "Slow"),))
        >>> review_sources([post, review])
        frozenset({'g2'})
    """
    asked = (PartRole.PROS, PartRole.CONS)
    return frozenset(
        document.source
        for document in documents
        if math.isfinite(document.stars) or any(part.role in asked for part in document.parts)
    )


def where_chances(where: SaidWhere) -> tuple[float, ...]:
    """Return the probability of pain, praise, wish and neutral by where a sentence was said.

    Example:
        >>> where_chances(SaidWhere(PartRole.CONS)), where_chances(SaidWhere(PartRole.BODY, stars=5.0))
        ((0.6, 0.04, 0.2, 0.16), (0.12, 0.62, 0.06, 0.2))
    """
    tables = _tables()
    if where.role not in _TEXT_ROLES:
        return tables["roles"][where.role]
    if where.kind is SourceKind.INTERVIEW:
        return tables["texts"]["interview"]
    if math.isfinite(where.stars):
        name = "low" if where.stars <= _FEW_STARS else "high" if where.stars >= _MANY_STARS else "middle"
        return tables["stars"][name]
    return tables["texts"]["review" if where.in_review and where.kind is SourceKind.PUBLIC else "talk"]


def with_where(chances: FloatArray, where: FloatArray) -> FloatArray:
    """Return probabilities by the text, joined with those by where it was said; shape (sentences, kinds).

    The logarithms are added, that of where it was said with three quarters of its weight.

    Args:
        chances: By the text alone, shape (sentences, kinds).
        where: By where it was said, the same shape.

    Source:
        Genest & Zidek (1986), Statistical Science 1:114 (logarithmic opinion pool).

    Example:
        >>> with_where(np.array([[0.5, 0.5]]), np.array([[0.8, 0.2]])).round(3).tolist()
        [[0.739, 0.261]]
    """
    joined = np.maximum(chances, _TINY) * np.maximum(where, _TINY) ** _WEIGHT
    return joined / joined.sum(axis=1, keepdims=True)


@cache
def _tables() -> dict[str, dict[str, tuple[float, ...]]]:
    return {name: {key: tuple(row) for key, row in table.items()} for name, table in rules("where").items()}
