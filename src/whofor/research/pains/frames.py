"""Sentences without the words that say what somebody thinks, so that they are compared by what they are about."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

from whofor.research.pains.rule_tables import rules
from whofor.text import tidy

__all__ = ["without_frames"]

_MOST_FRAMES = 3
"""Frames that may stand one behind the other, as in "But overall, what I like least is …"."""
_FEWEST = 2
"""Words that must be left, else the sentence stays as it is."""
_NAMED = "it"
"""What stands for the name of a tool: a word that says nothing, so that the sentence keeps its form."""


def without_frames(texts: Sequence[str], tools: Collection[str] = ()) -> list[str]:
    """Return sentences without their frames, names of tools, and first words of these, replaced by `it`.

    Args:
        texts: The sentences.
        tools: Names of tools.

    Example:
        >>> without_frames(["What I like least about Acme is that exports are slow.", "Acme is slow."], ["Acme"])
        ['exports are slow.', 'it is slow.']
    """
    names = _names(frozenset(tools))
    return [_without(text, names) for text in texts]


def _without(text: str, names: re.Pattern[str] | None) -> str:
    text = tidy(text)
    if names is not None:
        text = names.sub(_NAMED, text)
    for _ in range(_MOST_FRAMES):
        frame = _frames().match(text)
        if frame is None or not frame.group().strip():
            break
        rest = text[frame.end() :].strip()
        if rest.count(" ") + 1 < _FEWEST:
            break
        text = rest
    return text


@cache
def _frames() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in rules("frames")["frames"]), re.IGNORECASE)


@cache
def _names(tools: frozenset[str]) -> re.Pattern[str] | None:
    whole = sorted({tidy(name) for name in tools} - {""}, key=lambda name: (-len(name), name))
    # People shorten "Acme Marketing Cloud" to "Acme"; as a word of the language it would be written small.
    first = sorted({name.split()[0] for name in whole if " " in name and name[0].isupper()})
    named = "|".join([*(f"(?i:{re.escape(name)})" for name in whole), *map(re.escape, first)])
    return re.compile(rf"\b(?:{named})\b") if whole else None
