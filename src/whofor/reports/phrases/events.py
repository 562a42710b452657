"""Dated facts in words: that raised money in the last six months."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from whofor.lexicon.words import WordList
from whofor.model import Condition, Operator
from whofor.reports.phrases.grammar import Noun, Part, PartKind, indefinite, rules
from whofor.reports.phrases.names import readable_name
from whofor.reports.words import Words

__all__ = ["event_part", "event_short"]

_SIGNAL = "signal_"
"""First letters of the parameters that are kinds of events of their own, not columns with a day."""
_ANY_TIME = 0.0


@cache
def _events() -> tuple[tuple[WordList, Mapping[str, Any]], ...]:
    return tuple((WordList(tuple(entry["words"])), entry) for entry in rules("events")["event"])


@cache
def _told_as_named() -> WordList:
    return WordList(tuple(rules("events")["told_as_named"]))


@cache
def _of_a_date() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, rules('events')['of_a_date']))})\b", re.IGNORECASE)


def _known_event(condition: Condition) -> Mapping[str, Any] | None:
    """Return how a known kind of event is said; `None` where its name is the user's own."""
    name = f"{condition.label} {condition.parameter.removeprefix(_SIGNAL)}".replace("_", " ")
    if _told_as_named().holds(name):
        return None
    return next((entry for words, entry in _events() if words.holds(name)), None)


def _fact(condition: Condition) -> str:
    """Return the name of what happened; empty where the column is named for nothing but a day."""
    name = readable_name(condition.label, condition.parameter)
    bare = re.sub(r"^(?:d[eu]s? |d['’]|of )", "", " ".join(_of_a_date().sub(" ", name).split()))
    return bare if bare and (bare != name or condition.parameter.startswith(_SIGNAL)) else ""


def _number(months: float, words: Words) -> str:
    """Return a number of months in letters up to twelve, as one writes it in a sentence."""
    letters = words.text("phrase.numbers").split()
    return (
        letters[int(months) - 1]
        if float(months).is_integer() and 1 <= months <= len(letters)
        else words.compact(months)
    )


def event_part(condition: Condition, noun: Noun, words: Words) -> Part:
    """Return what a dated fact adds to a phrase.

    Args:
        condition: One whose unit is months before.
        noun: What the companies are called, for agreement.
        words: Language of the report.
    """
    return Part(PartKind.SITUATION, _event_text(condition, noun, words))


def _event_text(condition: Condition, noun: Noun, words: Words) -> str:
    event, fact = _known_event(condition), _fact(condition)
    low, high = condition.low or _ANY_TIME, condition.high
    if condition.operator is Operator.UNKNOWN or (low <= _ANY_TIME and high is None):
        return _whether_known(condition, event, noun, words)
    name = readable_name(condition.label, condition.parameter)
    key, what = "date", name
    if event is not None:
        key, what = "event", _happened(event, noun, words, last=low > _ANY_TIME)
    elif fact:
        key, what = "fact", indefinite(fact) if words.language == "en" else fact
    if high is None:
        return words.plural(f"phrase.{key}_ago", round(low), what=what, months=_number(low, words))
    if low <= _ANY_TIME:
        return words.plural(f"phrase.{key}_within", round(high), what=what, months=_number(high, words))
    ends = [_number(low, words), _number(high, words)]
    if any(end.isdecimal() for end in ends):
        ends = [words.compact(low), words.compact(high)]
    return words.text(f"phrase.{key}_between", what=what, low=ends[0], high=ends[1])


def _happened(event: Mapping[str, Any], noun: Noun, words: Words, *, last: bool) -> str:
    if words.language != "fr":
        return f"last {event['en_last']}" if last else event["en"]
    return event["fr"] if noun.feminine else event.get("fr_masculine", event["fr"])


def _whether_known(condition: Condition, event: Mapping[str, Any] | None, noun: Noun, words: Words) -> str:
    known = condition.operator is not Operator.UNKNOWN
    if event is not None and known:
        return words.text("phrase.event_known", what=_happened(event, noun, words, last=False))
    if event is not None:
        return words.text("phrase.without", what=event["none"][words.language])
    name = readable_name(condition.label, condition.parameter)
    return words.text("phrase.date_known" if known else "phrase.date_unknown", name=name)


def event_short(condition: Condition, words: Words) -> str:
    """Return a dated fact for the label of a chart: `raised money < 6 months ago`."""
    event = _known_event(condition)
    name = (
        event["short"][words.language]
        if event
        else _fact(condition) or readable_name(condition.label, condition.parameter)
    )
    low, high = condition.low or _ANY_TIME, condition.high
    if condition.operator is Operator.UNKNOWN:
        return words.pair(name, words.text("short.unknown"))
    if low <= _ANY_TIME and high is None:
        return words.pair(name, words.text("short.known"))
    if high is None:
        return words.text("short.event_ago", name=name, n=words.compact(low))
    if low <= _ANY_TIME:
        return words.text("short.event_within", name=name, n=words.compact(high))
    return words.text("short.event_between", name=name, low=words.compact(low), high=words.compact(high))
