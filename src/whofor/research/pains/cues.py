"""Cues to a sentence's kind that hold whatever it is about: good and bad words, wishes, negations, questions."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np

from whofor.arrays import FloatArray
from whofor.research.pains.folding import folded
from whofor.research.pains.rule_tables import rules

__all__ = ["cue_names", "cue_values", "has_cue"]

_BEFORE = 3
"""Words before an opinion in which a negation turns it round, as in "not very good": a convention."""
_MOST = 3
"""Occurrences that count: a fourth `great` says nothing new."""
_SHORT = 3
_LONG = 40
"""Words: a sentence of so many is as long as they come; for the scale of lengths only."""
_REMEMBERED = 1 << 16
_WORD = re.compile(r"[^\W_]+")
_JOINED_NOT = re.compile(r"n[’']t\b")
_MARKUP = re.compile(r"https?:|www\.|`|\*\*|\[[^\]]*\]\(|[{}<>|=_]|\w/\w|->|→|^#")
_SHAPES: dict[str, re.Pattern[str]] = {
    "asks": re.compile(r"\?"),
    "exclaims": re.compile(r"!"),
    "trails off": re.compile(r"\.\.|…"),
    "announces": re.compile(r":\s*$"),
    "holds numbers": re.compile(r"\d"),
    "holds markup": _MARKUP,
    "begins small": re.compile(r"^[a-zß-öø-ÿ]"),
    "has a colon": re.compile(r":\s"),
    "is a list": re.compile(r",.*,"),
}


def cue_names() -> tuple[str, ...]:
    """Return the names of the cues, in the order of their values.

    Example:
        >>> cue_names()[:4]
        ('good', 'good denied', 'bad', 'bad denied')
    """
    return (
        *("good", "good denied", "bad", "bad denied", "only good", "only bad", "good and bad"),
        *(name for name in _words() if name not in ("good", "bad")),
        *_turns(),
        *_SHAPES,
        *("length", "short"),
    )


def cue_values(texts: Sequence[str]) -> FloatArray:
    """Return the cues of sentences, each from 0 to 1; shape (sentences, cues).

    Example:
        >>> values = dict(zip(cue_names(), cue_values(["I wish it were not so slow!"])[0].round(2).tolist()))
        >>> values["wish"], values["bad"], values["bad denied"], values["exclaims"]
        (1.0, 0.0, 0.33, 0.33)
    """
    found = np.array([_cues(text) for text in texts], dtype=np.float64)
    return found.reshape(len(texts), len(cue_names()))


def has_cue(text: str) -> bool:
    """Return whether a sentence holds a good or bad word, or a turn of phrase that tells its kind.

    Example:
        >>> has_cue("Trop cher"), has_cue("The price")
        (True, False)
    """
    plain = _JOINED_NOT.sub("nt", folded(text))
    if any(name in ("good", "bad") for word in _WORD.findall(plain) for name in _classes(word)):
        return True
    return any(pattern.search(plain) for pattern in _turns().values())


def _cues(text: str) -> list[float]:
    line = _JOINED_NOT.sub("nt", folded(text))
    words = _WORD.findall(line)
    classes = [_classes(word) for word in words]
    counts = dict.fromkeys(_words(), 0)
    plain, denied = {"good": 0, "bad": 0}, {"good": 0, "bad": 0}
    last_negation = -_BEFORE - 1
    for place, names in enumerate(classes):
        for name in names:
            counts[name] += 1
            if name in plain:
                (denied if place - last_negation <= _BEFORE else plain)[name] += 1
        if "negation" in names:
            last_negation = place
    good, bad = plain["good"] + denied["bad"], plain["bad"] + denied["good"]
    values = [_share(n) for n in (plain["good"], denied["good"], plain["bad"], denied["bad"])]
    values += [float(good > 0 and bad == 0), float(bad > 0 and good == 0), float(good > 0 and bad > 0)]
    values += [_share(n) for name, n in counts.items() if name not in plain]
    values += [float(pattern.search(line) is not None) for pattern in _turns().values()]
    values += [_share(len(pattern.findall(text))) for pattern in _SHAPES.values()]
    return [*values, min(1.0, math.log1p(len(words)) / math.log1p(_LONG)), float(len(words) <= _SHORT)]


def _share(count: int) -> float:
    return min(count, _MOST) / _MOST


@cache
def _words() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Return the lists of words: those that are whole, and beginnings."""
    return {
        name: (
            frozenset(word for word in words if not word.endswith("*")),
            tuple(word[:-1] for word in words if word.endswith("*")),
        )
        for name, words in rules("cues")["words"].items()
    }


@lru_cache(maxsize=_REMEMBERED)
def _classes(word: str) -> tuple[str, ...]:
    return tuple(name for name, (whole, starts) in _words().items() if word in whole or word.startswith(starts))


@cache
def _turns() -> dict[str, re.Pattern[str]]:
    """Return the turns of phrase; those of further languages are alternatives of the same cue."""
    joined: dict[str, list[str]] = {}
    for name, written in rules("cues")["turns"].items():
        joined.setdefault(name.removesuffix("_fr"), []).append(f"(?:{written})")
    return {name: re.compile("|".join(written)) for name, written in joined.items()}
