"""Parts of a document: sub-headings within cells are split, and nothing that is said once counts twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from whofor.intake.voices.voice_shapes import TEXT_FIELDS
from whofor.intake.voices.words import names_of, table_of
from whofor.model.voice import PartRole, TextPart
from whofor.text import fold, tidy, words_of

__all__ = ["said_once", "split_headings"]

_ASKED = frozenset((PartRole.MOTIVE, PartRole.ALTERNATIVES, PartRole.BENEFITS, PartRole.WISH))
"""Roles of which the heading is kept as the question: several of them say different things of one."""
_CUT = re.compile(r"(?:\.{3}|…|\[…\]|\[\.{3}\])\s*$")
_QUOTES = "\"'“”„«»‹›‘’ \xa0"
_SHORTEST_JOINED = 5
"""Words from which a text that repeats the others is told from chance."""


@cache
def _headings() -> re.Pattern[str]:
    """Return all sub-headings with the sign behind them, at the beginning of a text, a line or a sentence."""
    words = sorted(_roles(), key=len, reverse=True)
    forms = "|".join(re.escape(word).replace(r"\*", r"[^\n:?.]{1,60}?") for word in words)
    return re.compile(rf"(?:^|(?<=\n)|(?<=[.!?;] )|(?<=  ))[ \t*#-]*(?P<heading>{forms})[* ]*(?P<sign>[:?])[* ]*")


@cache
def _roles() -> Mapping[str, str]:
    """Return sub-heading, folded -> field."""
    return {word: field for field in table_of("headings") for word in names_of("headings", field)}


def _role_of(heading: str) -> tuple[PartRole, str]:
    """Return what is asked by a heading, and the field."""
    roles = _roles()
    if heading in roles:
        return TEXT_FIELDS[roles[heading]], roles[heading]
    for word, name in roles.items():
        if "*" in word and re.fullmatch(re.escape(word).replace(r"\*", ".{1,60}"), heading):
            return TEXT_FIELDS[name], name
    return PartRole.BODY, "body"


def split_headings(part: TextPart) -> tuple[TextPart, ...]:
    """Return the parts of a text, one for each sub-heading in it; the part itself where there is none.

    What stands above the first heading is of the part's own role.

    Example:
        >>> for one in split_headings(TextPart(PartRole.CONS, "Cons: It is slow.\\nSwitched From: Paper")):
        ...     print([one.role.value, one.text, one.question])
        ['cons', 'It is slow.', '']
        ['motive', 'Paper', 'Switched From']
    """
    if ":" not in part.text and "?" not in part.text:
        return (part,)
    text = part.text.replace("\xa0", " ")
    folded = _same_length_fold(text)
    found = [match for match in _headings().finditer(folded) if match["sign"] == ":" or _asks(match["heading"])]
    if not found:
        return (part,)
    parts: list[TextPart] = []
    above = text[: found[0].start()].strip()
    if above:
        parts.append(TextPart(part.role, above, part.question))
    for match, following in zip(found, [*found[1:], None], strict=True):
        below = text[match.end() : following.start() if following else len(text)].strip()
        role, name = _role_of(match["heading"])
        heading = tidy(text[match.start("heading") : match.end("heading")])
        asked = heading + "?" * (match["sign"] == "?") if role in _ASKED or name == "advice" else ""
        if below:
            parts.append(TextPart(role, below, asked))
    return tuple(parts)


def _asks(heading: str) -> bool:
    return heading.startswith(("what ", "why ", "qu", "pourquoi"))


def _same_length_fold(text: str) -> str:
    """Return a text folded letter by letter, so that places in it are places in the text."""
    return text.lower() if text.isascii() else "".join(map(_folded_letter, text))


@lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    return letter if letter in "\n " else (fold(letter) or letter)[:1]


def said_once(parts: Iterable[TextPart]) -> tuple[TextPart, ...]:
    """Return the parts without those that only repeat others.

    A title that is the beginning of the text is left out, and so is a text that is the other parts joined.

    Example:
        >>> title, body = TextPart(PartRole.TITLE, "It is so slow…"), TextPart(PartRole.BODY, "It is so slow, alas")
        >>> said_once((title, body)) == (body,)
        True
    """
    kept: list[TextPart] = []
    for part in parts:
        if part.text and not any(part.text == one.text and part.role is one.role for one in kept):
            kept.append(part)
    whole = next((part for part in kept if part.role is PartRole.BODY and _joins(part, kept)), None)
    if whole is not None:
        kept.remove(whole)
    title = next((part for part in kept if part.role is PartRole.TITLE), None)
    if title is not None and any(_begins(part.text, title.text) for part in kept if part is not title):
        kept.remove(title)
    return tuple(kept)


def _key(text: str) -> str:
    return fold(text).strip(_QUOTES)


def _begins(text: str, title: str) -> bool:
    """Return whether a title is the beginning of a text, cut or not."""
    start = " ".join(_key(_CUT.sub("", title.strip(_QUOTES))).split()).rstrip(".!?,;: ")
    return bool(start) and " ".join(_key(text[: 2 * len(title) + 40]).split()).startswith(start)


def _joins(whole: TextPart, parts: Iterable[TextPart]) -> bool:
    """Return whether a text is the other parts, one behind the other; it or they may be cut."""
    words = words_of(whole.text)
    others = [words_of(part.text) for part in parts if part is not whole]
    if len(others) < 2 or len(words) < _SHORTEST_JOINED:
        return False
    joined = tuple(word for part in others for word in part)
    shorter = min(len(words), len(joined))
    return words[:shorter] == joined[:shorter] and shorter >= _SHORTEST_JOINED and len(words) > len(others[0])
