"""The list of the page "whom to call": each prospect in words, and where to find it by its name."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

from whofor.model.score_answer import ScoreAnswer, ScoredRow
from whofor.reports.calls.blocks import Call, CallIndex, CallTier
from whofor.reports.catalogue import clean
from whofor.reports.phrases.names import cut
from whofor.reports.wording.scores import icp_text, known_text, reason_text, situation_text, worth_text
from whofor.reports.words import Words
from whofor.text import fold

__all__ = ["MOST_ON_PAGE", "MOST_ON_PAPER", "call_of", "calls_of", "index_of", "tiers_of"]

MOST_ON_PAGE = 1_000
"""Prospects on the page, the best: so that it opens at once on a phone and stays below a megabyte and a half."""
MOST_ON_PAPER = 100
"""Prospects that are printed: about ten sheets. A convention."""
_LONGEST_NAME = 120
"""Characters of a name: of a longer one the rest is in the file."""
_FEWEST_TO_FIND = 15
"""Prospects from which an index of names helps: fewer are on one screen."""
_NO_LETTER = "#"


def calls_of(answer: ScoreAnswer, words: Words, most: int = MOST_ON_PAGE) -> tuple[Call, ...]:
    """Return the best prospects in words.

    Args:
        answer: The scores.
        words: The language, with the names of situations.
        most: Most prospects.
    """
    places = {tier.name: i for i, tier in enumerate(answer.tiers)}
    return tuple(call_of(row, answer, places.get(row.tier, 0), words) for row in answer.rows[:most])


def call_of(row: ScoredRow, answer: ScoreAnswer, place: int, words: Words) -> Call:
    """Return one prospect in words.

    Args:
        row: The prospect.
        answer: All of them.
        place: Place of its tier.
        words: The language.
    """
    name = clean(row.name or row.id) or "–"
    up, down = (tuple(clean(reason_text(one, words)) for one in some) for some in (row.up, row.down))
    return Call(
        rank=row.rank,
        name=cut(name, _LONGEST_NAME),
        id=clean(row.id) if row.id and row.id != row.name else "",
        tier=clean(row.tier),
        place=place,
        chance=words.percent(row.chance),
        sure=words.text(f"score.sure_{row.confidence.value}"),
        known=known_text(row.known_as, words),
        up=up,
        down=down,
        neither="" if up or down else words.text("score.no_reason"),
        worth=tuple(clean(worth_text(one, words)) for one in row.worth),
        types=icp_text(row, answer, words),
        situations=situation_text(row, words),
    )


def tiers_of(answer: ScoreAnswer, calls: Sequence[Call], words: Words) -> tuple[CallTier, ...]:
    """Return the tiers that the list may be filtered by: those with prospects on the page, where there are several."""
    shown = {call.place for call in calls}
    found = [
        CallTier(i, words.text("calls.tier", name=tier.name, n=words.number(tier.n)))
        for i, tier in enumerate(answer.tiers)
        if i in shown
    ]
    return tuple(found) if len(found) > 1 else ()


def index_of(calls: Sequence[Call]) -> tuple[CallIndex, ...]:
    """Return the names in the order of the alphabet, by their first letter; empty where there are few."""
    if len(calls) < _FEWEST_TO_FIND:
        return ()
    ordered = sorted((_initial(call.name), fold(call.name), call.rank, call.name) for call in calls)
    return tuple(
        CallIndex(initial, tuple((name, rank) for _, _, rank, name in some))
        for initial, some in groupby(ordered, key=lambda one: one[0])
    )


def _initial(name: str) -> str:
    """Return the letter under which a name is looked up, without its accent; `#` for digits and signs."""
    first = unicodedata.normalize("NFKD", name[:1].upper())[:1]
    return first if first.isalpha() else _NO_LETTER
