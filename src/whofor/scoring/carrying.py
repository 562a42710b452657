"""What people settled in a scorecard, carried over to one that was learnt anew."""

from __future__ import annotations

from dataclasses import dataclass, replace

from whofor.model.scorecard import CardBlock, ScoreBin, Scorecard
from whofor.scoring.tiers import usual_tiers

__all__ = ["GoneEdit", "carried_over", "monotone_of"]


@dataclass(frozen=True, slots=True)
class GoneEdit:
    """A weight that a person edited, in a bin that the new card does not have.

    Attributes:
        block: Label of the block.
        bin: The bin, with the weight that it had.
    """

    block: str
    bin: ScoreBin


def monotone_of(kept: Scorecard | None) -> dict[str, str]:
    """Return which facts a person asked to have weights of that only rise, `up`, or fall, `down`, by parameter."""
    blocks = () if kept is None else kept.blocks
    return {block.attributes[0]: block.monotone for block in blocks if block.monotone and block.attributes}


def carried_over(learnt: Scorecard, kept: Scorecard | None) -> tuple[Scorecard, tuple[GoneEdit, ...]]:
    """Return a card with the edited weights of the one before, in bins of the same conditions.

    Tiers that are not the usual ones of the card before, and keys that are not known, are carried over, too.

    Args:
        learnt: The new card.
        kept: The card before, as people left it; `None` for the first one.

    Returns:
        The card, and the edits that have no bin any more.
    """
    if kept is None:
        return learnt, ()
    gone: list[GoneEdit] = []
    places = {block.id: place for place, block in enumerate(learnt.blocks)}
    blocks = list(learnt.blocks)
    for block in kept.blocks:
        place = places.get(block.id)
        if place is None:
            gone += [GoneEdit(block.label, one) for one in block.bins if one.edited is not None]
            continue
        blocks[place], lost = _edited(blocks[place], block)
        gone += lost
    tiers = learnt.tiers
    if kept.tiers is not None and kept.base_rate is not None and kept.tiers != usual_tiers(kept.base_rate):
        tiers = kept.tiers
    return replace(learnt, blocks=tuple(blocks), tiers=tiers, other=kept.other), tuple(gone)


def _edited(learnt: CardBlock, kept: CardBlock) -> tuple[CardBlock, list[GoneEdit]]:
    """Return a block with the edits of the one before, and those of bins that it does not have."""
    former = {one.conditions: one for one in kept.bins}
    bins: list[ScoreBin] = []
    for one in learnt.bins:
        before = former.pop(one.conditions, None)
        if before is not None:
            one = replace(one, edited=before.edited, by=before.by, why=before.why, other=before.other)  # noqa: PLW2901
        bins.append(one)
    lost = [GoneEdit(kept.label, one) for one in former.values() if one.edited is not None]
    return replace(learnt, bins=tuple(bins), other=kept.other), lost
