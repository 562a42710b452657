"""What companies of a sector are called: manufacturers, fintechs, companies in wind power."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from whofor.intake.normalise import class_code
from whofor.model import Condition, Operator
from whofor.reports.phrases.grammar import Noun, and_list, rules
from whofor.reports.phrases.names import cut, sentence_case
from whofor.reports.words import Words
from whofor.text import words_of

__all__ = ["SECTOR_PARAMETERS", "nouns_of", "sector_name"]

SECTOR_PARAMETERS = frozenset({"industry", "industry_division", "industry_section"})
_MOST = 4
"""Most sectors that are named; of more, the first two."""


def _key(label: str) -> str:
    return " ".join(words_of(label))


@cache
def _labels() -> dict[str, Mapping[str, Any]]:
    """Return the entries of the labels that people write, by their words."""
    found: dict[str, Mapping[str, Any]] = {}
    for label, entry in rules("sectors")["labels"].items():
        # The first name is that of the sector in English.
        whole = (
            {**entry, "name": {"en": label, **entry["name"]}}
            if "name" in entry
            else {**entry, "name": {"en": label, "fr": label}}
        )
        for name in (label, *entry.get("also", ())):
            found.setdefault(_key(name), whole)
    return found


def _entry(value: str) -> Mapping[str, Any] | None:
    return _labels().get(_key(value)) or _class_entry(value)


def _class_entry(name: str) -> Mapping[str, Any] | None:
    """Return the entry of a section or division of the classification, by its official English name."""
    code = class_code(name)
    return rules("sectors")["classes"][code] if code else None


def _noun(entry: Mapping[str, Any], language: str) -> Noun:
    if language != "fr":
        return Noun(entry["en"])
    return Noun(entry.get("fr_f") or entry["fr"], feminine="fr_f" in entry)


def sector_name(value: str, language: str) -> str:
    """Return the short name of a sector in a language; one that is in no table stays as it is.

    Example:
        >>> sector_name("Public sector", "fr"), sector_name("Wind farms", "fr")
        ('Secteur public', 'Wind farms')
    """
    entry = _entry(value)
    return entry["name"][language] if entry is not None else value


def nouns_of(condition: Condition, words: Words) -> list[Noun]:
    """Return what the companies of one sector or of several are called.

    Args:
        condition: One on the sector, and not that it is unknown.
        words: Language of the report.
    """
    if condition.operator is Operator.IN and condition.name:
        return [_wide_noun(condition, words)]
    shown, others = condition.values, 0
    if len(shown) > _MOST:
        shown, others = shown[:2], len(shown) - 2
    known = {value: entry for value in shown if (entry := _entry(value)) is not None}
    nouns = list(dict.fromkeys(_noun(entry, words.language) for entry in known.values()))
    unknown = [value for value in shown if value not in known]
    if unknown:
        nouns.append(Noun(_companies_in(unknown, words)))
    if others:
        nouns.append(Noun(words.plural("phrase.other_sectors", others)))
    return nouns


def _wide_noun(condition: Condition, words: Words) -> Noun:
    """Return the noun of a section or division; that all of it is meant where one of its labels is called the same."""
    entry = _class_entry(condition.name) or _entry(condition.name)
    if entry is None:
        return Noun(_companies_in([condition.name], words))
    noun = _noun(entry, words.language)
    alike = any((own := _entry(value)) is not None and _noun(own, words.language) == noun for value in condition.values)
    return Noun(words.text("phrase.of_all_kinds", noun=noun.plural), noun.feminine) if alike else noun


def _companies_in(values: Sequence[str], words: Words) -> str:
    names = [cut(sentence_case(value)) for value in values]
    key = "phrase.companies_in" if len(names) == 1 else "phrase.companies_in_several"
    return words.text(key, sectors=and_list(names, words))
