"""Where the rows of a list of any size are in the blocks of a card, and how many of them are where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from whofor.app.met_types import DefinedTypes
from whofor.app.streamed_list import StreamedList
from whofor.model.score_expression import BinPlace, ByText, Same, ScoreExpression, ScoreTerm
from whofor.model.scorecard import BlockKind, CardBlock, Scorecard
from whofor.scoring.bins import segment_block
from whofor.scoring.expression import BoundTexts, places_of
from whofor.scoring.unknowns import BlankShares

__all__ = ["ListPlaces", "list_places"]


@dataclass(frozen=True, slots=True)
class ListPlaces:
    """Where the rows of a list are in the blocks of a card.

    Attributes:
        places: Place of a row in each block.
        blanks: How often facts are not recorded.
        lacking: Ids of the blocks of whose facts the list has no column.
        unnamed: Rows by category that hold a value which the card does not name.
        met: Rows that meet each type of client, by its id.
    """

    places: tuple[BinPlace, ...]
    blanks: BlankShares
    lacking: frozenset[str]
    unnamed: Mapping[str, int]
    met: Mapping[str, int]


def list_places(listed: StreamedList, card: Scorecard, types: DefinedTypes | None, day: float) -> ListPlaces:
    """Return where the rows of a list are, each row counted.

    Args:
        listed: The list.
        card: The card.
        types: Types of client, whose rows are counted, too.
        day: Day as of which the list is told, days since 1970-01-01.
    """
    bound, n = listed.facts.bound, listed.rows
    places = places_of(card.blocks, bound, day)
    defined = [(icp.id, segment_block(icp.id, icp.id, s)) for icp, s in (() if types is None else types.segments) if s]
    met_places = places_of([block for _, block in defined], bound, day)
    terms = [_term(block, place) for block, place in zip(card.blocks, places, strict=True)]
    # Of a type of client the first place is that of the rows which meet it.
    terms += [replace(_term(block, place), blank=0) for (_, block), place in zip(defined, met_places, strict=True)]
    blocks = [*card.blocks, *(block for _, block in defined)]
    by_texts = {
        at: found
        for at, (block, term) in enumerate(zip(blocks, terms, strict=True))
        if (found := _by_texts(block, term, listed)) is not None
    }
    asked = [at for at, term in enumerate(terms) if term.blank is not None and at not in by_texts]
    counted = listed.importer.blanks(ScoreExpression(0.0, tuple(terms)), asked)
    counts = {**{at: c[0] for at, c in by_texts.items()}, **counted}
    shares = [counts.get(at, 0) / n for at in range(len(card.blocks))]
    return ListPlaces(
        places,
        BlankShares.of(card.blocks, shares),
        frozenset(b.id for b in card.blocks if b.tells and not any(name in bound for name in b.attributes)),
        {
            block.id: by_texts[at][1]
            for at, block in enumerate(card.blocks)
            if block.kind is BlockKind.LEVELS and at in by_texts and by_texts[at][1]
        },
        {id_: counts.get(at, 0) for at, (id_, _) in enumerate(defined, len(card.blocks))},
    )


def _term(block: CardBlock, place: BinPlace) -> ScoreTerm:
    # Rows of which it is not known whether they meet a type of client have a place behind the bins.
    return ScoreTerm(block.id, place, block.unknown, (0.0,) * (len(block.bins) + 1))


def _by_texts(block: CardBlock, term: ScoreTerm, listed: StreamedList) -> tuple[int, int] | None:
    """Return how many rows are in the place that a term asks for, and among all others, where texts tell; else `None`.

    The texts of a list were counted when they were read.
    """
    n, place = listed.rows, term.place
    if isinstance(place, Same):
        return (n if place.place == term.blank else 0), 0
    bound = listed.facts.bound.get(block.attributes[0])
    if not isinstance(place, ByText) or not isinstance(bound, BoundTexts):
        return None
    at, found = dict(place.places), [0] * len(block.bins)
    for text, rows in zip(bound.texts, listed.facts.counts[block.attributes[0]], strict=True):
        found[at.get(text, place.other)] += rows
    found[place.blank] += n - sum(found)
    return (0 if term.blank is None else found[term.blank]), found[len(block.bins) - 1]
