"""Places in a phrase: in the United Kingdom, d’Allemagne, du Moyen-Orient."""

from __future__ import annotations

from collections.abc import Callable

from whofor.model import Condition, Operator
from whofor.reports.phrases.grammar import and_list, elided, rules
from whofor.reports.phrases.names import cut, plain_value
from whofor.reports.words import Words, slug

__all__ = ["PLACE_PARAMETERS", "place_names", "place_text"]

PLACE_PARAMETERS = frozenset({"country", "region", "continent", "city", "state"})
_MOST = 4
"""Most places that are named; of more, the first two."""


def _shown(condition: Condition) -> tuple[tuple[str, ...], int]:
    """Return the places to name, and how many others there are."""
    if condition.operator is Operator.IN and condition.name:
        return (condition.name,), 0
    values = condition.values
    return (values[:2], len(values) - 2) if len(values) > _MOST else (values, 0)


def place_names(condition: Condition, words: Words) -> list[str]:
    """Return the names of the places of a condition, and the number of the others where there are many."""
    shown, others = _shown(condition)
    names = [_name(value, words, condition.parameter).removeprefix("the ") for value in shown]
    return [*names, f"+{others}"] if others else names


def place_text(condition: Condition, words: Words) -> str:
    """Return where clients are: `in Germany and the Netherlands`, `d’Allemagne et des Pays-Bas`."""
    shown, others = _shown(condition)
    written: Callable[[str, Words, str], str] = _in_french if words.language == "fr" else _in_english
    named = [written(value, words, condition.parameter) for value in shown]
    if others:
        what = {"country": "countries", "city": "towns"}.get(condition.parameter, "regions")
        named.append(words.plural(f"phrase.other_{what}", others))
    return words.text("phrase.place", places=and_list(named, words))


def _name(value: str, words: Words, parameter: str) -> str:
    """Return the name of a place as people say it."""
    own = rules("places")[words.language]["names"].get(value) if parameter == "country" else None
    return own or cut(plain_value(value, words, parameter))


def _is_area(value: str, words: Words, parameter: str) -> bool:
    """Return whether a place is a sales area or state, of whose name nobody can tell whether it has an article."""
    may_be = parameter == "region" or (parameter == "state" and words.language == "fr")
    return may_be and not words.has(f"place.{slug(value)}") and "region" not in slug(value)


def _in_english(value: str, words: Words, parameter: str) -> str:
    """Return a place after `in`."""
    name, table = _name(value, words, parameter), rules("places")
    if _is_area(value, words, parameter):
        return words.text("phrase.area", area=name)
    is_country = parameter == "country" and value in table["en"]["definite"].split()
    return f"the {name}" if is_country or value in table["regions"]["en_definite"] else name


def _in_french(value: str, words: Words, parameter: str) -> str:
    """Return a place with `de` and its article: `du Brésil`, `des États-Unis`, `d’Iran`, `de Singapour`."""
    name, table = _name(value, words, parameter), rules("places")
    if _is_area(value, words, parameter):
        return f"de {words.text('phrase.area', area=name)}"
    if parameter == "city" and name.startswith(("Le ", "Les ")):
        article, town = name.split(" ", 1)
        return f"{'du' if article == 'Le' else 'des'} {town}"
    genders = table["fr"] if parameter == "country" else {}
    if name.lower().startswith("île ") and value not in genders.get("plural", "").split():
        return f"de l’{name}"
    if value in genders.get("plural", "").split():
        return f"des {name}"
    if value in genders.get("feminine", "").split():
        return f"de la {name}"
    of = elided("de", name)
    is_masculine = value in genders.get("masculine", "").split() or value in table["regions"]["fr_masculine"]
    return f"du {name}" if is_masculine and of.startswith("de ") else of
