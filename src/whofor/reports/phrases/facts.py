"""Any other fact in words: with at least 3 sites, whose team size is large, that came through a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from whofor.lexicon.words import WordList
from whofor.model import Condition, Operator
from whofor.reports.phrases.codes import shortened
from whofor.reports.phrases.grammar import Noun, Part, PartKind, elided, indefinite, or_list, rules, with_article
from whofor.reports.phrases.names import cut, plain_value, readable_name
from whofor.reports.phrases.ranges import amount, amount_of, bounds_of, is_money
from whofor.reports.wording.figures import PERCENT_UNITS
from whofor.reports.words import Words

__all__ = ["fact_name", "fact_part", "field_value", "is_arrival", "known_fact", "shown_values"]

_MOST = 4
"""Most values that are named; of more, the first two."""
_COUNT_STARTS = ("number of ", "# of ", "no. of ", "count of ", "nombre de ", "nombre d'", "nombre d’", "nb de ", "nb ")
_MOST_COUNTED_WORDS = 2
"""A longer name that ends in s is no name of what is counted: revenue of the last two years."""
_YES_STARTS = {"has ": "with", "have ": "with", "with ": "with", "is ": "marked", "uses ": "uses", "use ": "uses"}
_YES = {"true": True, "false": False}
_ANNUAL = ("year", "annual", "12 months", "an ", "annuel", "12 mois")


@cache
def _facts() -> tuple[tuple[WordList, Mapping[str, Any]], ...]:
    return tuple((WordList(tuple(entry["words"])), entry) for entry in rules("facts")["fact"])


def known_fact(condition: Condition) -> Mapping[str, Any] | None:
    """Return the entry of `rules/facts.toml` for a column of the user's own; `None` where it is not known."""
    if condition.parameter in rules("facts")["parameters"]:
        return None
    name = condition.label or condition.parameter.removeprefix("x_")
    return next((entry for words, entry in _facts() if words.holds(name)), None)


def is_arrival(condition: Condition) -> bool:
    """Return whether a fact tells by which page, form or campaign a lead came, and nothing of the client."""
    entry = known_fact(condition)
    said = (Operator.IS, Operator.IN, Operator.UNKNOWN)
    return entry is not None and entry["kind"] == "arrival" and condition.operator in said


def fact_name(condition: Condition, words: Words) -> str:
    """Return the name of a fact for labels, without an article."""
    canonical = rules("facts")["parameters"].get(condition.parameter)
    entry = canonical or known_fact(condition) or {}
    short = entry.get(f"{words.language}_short") or entry.get(f"{words.language}_noun") or entry.get(words.language)
    return _bare(short) if short else readable_name(condition.label, condition.parameter)


def _bare(noun: str) -> str:
    """Return a noun without its article."""
    for article in ("the ", "le ", "la ", "les ", "l’", "un ", "une ", "a ", "an "):
        if noun.startswith(article):
            return noun.removeprefix(article)
    return noun


def field_value(value: str, condition: Condition, words: Words) -> str:
    """Return one value as a reader can take it in: in the language, codes and long texts shortened."""
    return cut(shortened(plain_value(value, words, condition.parameter)))


def shown_values(condition: Condition, words: Words) -> str:
    """Return the values of a condition as a list; of many, the first two and the number of the others."""
    if condition.operator is Operator.IN and condition.name:
        return cut(condition.name)
    values = list(condition.values)
    left = len(values) - 2 if len(values) > _MOST else 0
    shown = [field_value(value, condition, words) for value in (values[:2] if left else values)]
    return or_list([*shown, words.count("others", left)] if left else shown, words)


def fact_part(condition: Condition, noun: Noun, words: Words) -> Part:
    """Return what a fact adds to a phrase, where it is neither sector, size, place, tool, date nor contact.

    Args:
        condition: Any condition.
        noun: What the companies are called, for agreement.
        words: Language of the report.
    """
    entry = known_fact(condition)
    if condition.operator is Operator.UNKNOWN:
        return Part(PartKind.OTHER, _unknown(condition, words))
    if condition.operator is Operator.BETWEEN:
        kind = PartKind.MONEY if is_money(condition) else PartKind.OTHER
        return Part(kind, _number(condition, entry, words))
    yes = _YES.get(condition.values[0]) if len(condition.values) == 1 else None
    if yes is not None:
        return Part(PartKind.OTHER, _boolean(condition, entry, words, yes=yes))
    if entry is not None and entry["kind"] in ("noun", "arrival"):
        return Part(PartKind.OTHER, _known(condition, entry, noun, words))
    return Part(PartKind.OTHER, _field(condition, words))


def _unknown(condition: Condition, words: Words) -> str:
    canonical = rules("facts")["parameters"].get(condition.parameter)
    if canonical is not None:
        name = canonical["unknown"] if words.language == "fr" else canonical["en"]
        return words.text("phrase.unknown", name=name)
    entry = known_fact(condition)
    if words.language == "fr" or entry is None or entry["kind"] not in ("noun", "arrival"):
        return words.text("phrase.field_unknown", name=readable_name(condition.label, condition.parameter))
    return words.text("phrase.field_unknown", name=_bare(entry["en"]))


def _known(condition: Condition, entry: Mapping[str, Any], noun: Noun, words: Words) -> str:
    values = shown_values(condition, words)
    if entry["kind"] == "arrival":
        return words.text(
            f"phrase.arrival.{noun.gender}",
            name=_bare(entry["en"]) if words.language == "en" else entry["fr"],
            values=values,
        )
    return words.text("phrase.is", name=entry[words.language], values=values)


def _field(condition: Condition, words: Words) -> str:
    """Return a fact that is the user's own: whose team size is large."""
    name, values = readable_name(condition.label, condition.parameter), shown_values(condition, words)
    if condition.operator is Operator.INCLUDES:
        return words.text("phrase.field_includes", name=name, values=values)
    own = with_article(name) if words.language == "fr" else None
    return (
        words.text("phrase.is", name=own, values=values)
        if own
        else words.text("phrase.field_is", name=name, values=values)
    )


def _boolean(condition: Condition, entry: Mapping[str, Any] | None, words: Words, *, yes: bool) -> str:
    """Return a yes or no: with a subscription, without one; of an unknown name, whose ... is yes."""
    key = "phrase.with" if yes else "phrase.without"
    if entry is not None and entry["kind"] == "thing":
        lacks = not yes and words.language == "fr"
        return words.text(key, what=entry["lack"] if lacks else entry[words.language])
    name = readable_name(condition.label, condition.parameter)
    for start, how in _YES_STARTS.items():
        if name.startswith(start) and len(name) > len(start):
            rest = name.removeprefix(start)
            return words.text(key if how == "with" else f"phrase.{how}_{'yes' if yes else 'no'}", what=rest)
    return words.text("phrase.field_is", name=name, values=words.text(f"condition.{condition.values[0]}"))


def _number(condition: Condition, entry: Mapping[str, Any] | None, words: Words) -> str:
    said: Mapping[str, Callable[..., str]] = {"count": _count, "growth": _growth, "noun": _measure}
    kind = entry["kind"] if entry is not None else ""
    if entry is not None and kind in said:
        return said[kind](condition, entry, words)
    name = readable_name(condition.label, condition.parameter)
    counted = next((name[len(s) :] for s in _COUNT_STARTS if name.lower().startswith(s)), "")
    is_plural = len(name.split()) <= _MOST_COUNTED_WORDS and indefinite(name) == name and words.language == "en"
    own_language = _is_french(name) == (words.language == "fr")
    if not condition.unit and (is_plural or (counted and own_language)) and _is_many(condition):
        return words.text("phrase.count", amount=amount(condition, words), things=counted or name)
    if words.language == "en":
        return words.text("phrase.measure", name=indefinite(name), amount=amount_of(condition, words))
    own = with_article(name)
    if own:
        return words.text("phrase.measure", name=own, amount=amount_of(condition, words))
    return words.text("phrase.field_amount", name=name, amount=amount(condition, words))


def _is_french(name: str) -> bool:
    return name.lower().startswith(("nombre d", "nb "))


def _is_many(condition: Condition) -> bool:
    """Return whether an interval ends at two or more, so that the plural follows it."""
    bounds = bounds_of(condition)
    last = bounds.high if bounds.high is not None else bounds.low
    return last is not None and abs(last) >= 2


def _count(condition: Condition, entry: Mapping[str, Any], words: Words) -> str:
    things = entry[words.language]
    if _is_many(condition) and not condition.unit:
        return words.text("phrase.count", amount=amount(condition, words), things=things)
    of_things = elided("de", things) if words.language == "fr" else f"of {things}"
    return words.text("phrase.number_of", things=of_things, amount=amount_of(condition, words))


def _growth(condition: Condition, entry: Mapping[str, Any], words: Words) -> str:
    """Return a growth; a rate a year only where the column says percent, as it might count heads."""
    if condition.unit.casefold() not in PERCENT_UNITS:
        noun = entry["fr_noun"] if words.language == "fr" else entry["en_noun"]
        return words.text("phrase.measure", name=noun, amount=amount_of(condition, words))
    grows = condition.low is not None and condition.low >= 0
    annual = any(word in f"{condition.label.lower()} " for word in _ANNUAL)
    change, period = "grows" if grows else "changes", "a_year" if annual else "in_all"
    return words.text(f"phrase.{change}.{period}", name=entry[words.language], amount=amount_of(condition, words))


def _measure(condition: Condition, entry: Mapping[str, Any], words: Words) -> str:
    name = indefinite(entry["en"]) if words.language == "en" else entry["fr"]
    return words.text("phrase.measure", name=name, amount=amount_of(condition, words))
