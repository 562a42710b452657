"""Blocks of a card as terms of a fit, for rows."""

from __future__ import annotations

from collections.abc import Sequence

from whofor.arrays import FloatArray
from whofor.model.scorecard import CardBlock
from whofor.schema.rows import Attribute
from whofor.scoring.design import TermCodes
from whofor.scoring.placing import Placing

__all__ = ["terms_of"]


def terms_of(blocks: Sequence[CardBlock], attributes: Sequence[Attribute], day: FloatArray) -> list[TermCodes]:
    """Return where rows are in each block of a card.

    Args:
        blocks: The blocks.
        attributes: Facts of the rows.
        day: Day as of which each row is asked, days since 1970-01-01.
    """
    placing = Placing(attributes, day)
    return [TermCodes(placing.codes(b), len(b.bins), b.n_ordered) for b in blocks]
