"""Where the sentences of a text begin and end: English and French as people write it in reviews, posts and talk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from whofor.research.pains.rule_tables import rules
from whofor.text import fold

__all__ = ["TextSpan", "sentence_spans"]

_MOST_WORDS = 60
"""Words of a text without any stop above which it is cut: lists that programs paste together are longer than that."""
_BULLET = re.compile(r"(?:[-*+•‣◦▪·–—>]+\s+|\d{1,2}[.)]\s+|#+\s+|[•‣◦▪]\s*)+")
_INNER_BULLET = re.compile(r"\s+(?=[•‣◦▪])")
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_STOP = re.compile(
    # One or more stops, then what closes a quotation, then a space: or a capital glued on, as in `end.Next`.
    r"(?P<stops>[.!?…]+)(?P<closing>[\"'”»’)\]*]*)(?:\s+|(?<=[^\W\d_][.!?])(?=[^\W\d_a-zß-öø-ÿ][a-zß-öø-ÿ'’]))"
)
_LAST_WORD = re.compile(r"[^\s(\[\"“«]*$")
_GLUED_AFTER = re.compile(r"[a-zß-öø-ÿ)]{2}$")
_HOLDS = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class TextSpan:
    """Where a sentence stands in its text.

    Attributes:
        start: Place of its first character.
        end: Place behind its last one.
    """

    start: int
    end: int


def sentence_spans(text: str) -> tuple[TextSpan, ...]:
    """Return where the sentences of a text stand, in order; bullets and numbers of lists are left out of them.

    A line that begins in lower case belongs to the one before it. A text without any stop of more than 60 words is cut
    before `and`, `but`, `mais` and their like, where a clause follows.

    Args:
        text: One part of a document.

    Example:
        >>> text = "It's slow, e.g. on Mondays.Crashes too!! - \\n- Trop cher (env. 5 € p. m.)\\npour nous"
        >>> [text[s.start : s.end] for s in sentence_spans(text)]
        ["It's slow, e.g. on Mondays.", 'Crashes too!!', 'Trop cher (env. 5 € p. m.)\\npour nous']
    """
    found: list[TextSpan] = []
    for block in _blocks(text):
        for piece in _pieces(text, block):
            trimmed = _trimmed(text, piece)
            if trimmed is not None:
                found.append(trimmed)
    return tuple(found)


def _blocks(text: str) -> Iterator[TextSpan]:
    """Yield lines, those that go on in the next one together with it."""
    start, end = -1, -1
    for line in _LINE.finditer(text):
        written = line.group().strip()
        if not written:
            continue
        goes_on = start >= 0 and written[0].islower() and not _has_gap(text[end : line.start()])
        if not goes_on:
            if start >= 0:
                yield from _by_bullets(text, TextSpan(start, end))
            start = line.start()
        end = line.end()
    if start >= 0:
        yield from _by_bullets(text, TextSpan(start, end))


def _has_gap(between: str) -> bool:
    """Return whether an empty line stands between two lines."""
    return between.replace("\r\n", "\n").count("\n") > 1


def _by_bullets(text: str, block: TextSpan) -> Iterator[TextSpan]:
    start = block.start
    for gap in _INNER_BULLET.finditer(text, block.start, block.end):
        yield TextSpan(start, gap.start())
        start = gap.end()
    yield TextSpan(start, block.end)


def _pieces(text: str, block: TextSpan) -> Iterator[TextSpan]:
    """Yield the sentences of a block, not yet trimmed."""
    start = block.start
    for stop in _STOP.finditer(text, block.start, block.end):
        if _ends(text, start, stop):
            yield TextSpan(start, stop.end("closing"))
            start = stop.end()
    rest = TextSpan(start, block.end)
    if start == block.start and _too_long(text[start : block.end]):
        yield from _cut(text, rest)
    else:
        yield rest


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    """Return whether a sentence ends at these stops."""
    stops, following = stop["stops"], text[stop.end() : stop.end() + 1]
    if stop.end() == stop.end("closing"):
        # Glued: not within `e.g.This`, `U.S.A` or `Node.JS`, where fewer than two small letters stand before.
        return _GLUED_AFTER.search(text, start, stop.start()) is not None and not _is_short(text, start, stop)
    if not following:
        return True
    if stops[0] == "…" or stops.startswith(".."):
        return not following.islower()
    if stop["closing"] and following.islower():
        return False
    return stops[0] in "!?" or not _is_short(text, start, stop, following)


def _is_short(text: str, start: int, stop: re.Match[str], following: str = "A") -> bool:
    """Return whether the dot belongs to the word before it: a shortened word, an initial, or a number of a list."""
    if stop["stops"] != "." or stop["closing"]:
        return False
    word = _last_word(text, start, stop.start())
    never, may = _shortened()
    if word in never:
        return True
    if word in may:
        return following.islower() or following.isdigit()
    if len(word) == 1 and word.isalpha() and word not in "iy":
        return True
    return word.isdigit() and not text[start : stop.start()].strip(" \t0123456789")


def _last_word(text: str, start: int, end: int) -> str:
    match = _LAST_WORD.search(text, start, end)
    return fold(match.group()) if match else ""


def _too_long(block: str) -> bool:
    return block.count(" ") >= _MOST_WORDS and len(block.split()) > _MOST_WORDS


def _cut(text: str, block: TextSpan) -> Iterator[TextSpan]:
    start = block.start
    for joint in _joint().finditer(text, block.start, block.end):
        yield TextSpan(start, joint.start())
        start = joint.start("joint")
    yield TextSpan(start, block.end)


def _trimmed(text: str, piece: TextSpan) -> TextSpan | None:
    """Return a sentence without spaces and bullets around it; nothing where neither letter nor digit is left."""
    start, end = piece.start, piece.end
    while start < end and text[start].isspace():
        start += 1
    bullet = _BULLET.match(text, start, end)
    if bullet:
        start = bullet.end()
    while end > start and text[end - 1].isspace():
        end -= 1
    return TextSpan(start, end) if _HOLDS.search(text, start, end) else None


@cache
def _shortened() -> tuple[frozenset[str], frozenset[str]]:
    table = rules("sentences")
    return frozenset(table["never_end"]), frozenset(table["may_end"])


@cache
def _joint() -> re.Pattern[str]:
    table = rules("sentences")
    joints, clauses = "|".join(table["joints"]), "|".join(table["clauses"])
    return re.compile(rf"\s+(?P<joint>(?:{joints})\s+(?:{clauses})\b)", re.IGNORECASE)
