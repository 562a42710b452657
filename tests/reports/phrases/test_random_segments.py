"""What holds of the words of any type of client, on random ones of every kind of fact."""

from __future__ import annotations

import random
import re
from functools import cache

import pytest

from made_segments import random_segment
from whofor.lexicon.words import read_table
from whofor.model import Condition, Operator, Segment
from whofor.reports.phrases import condition_phrase, phrase_of, segment_label, segment_phrase
from whofor.reports.phrases.facts import is_arrival
from whofor.reports.phrases.grammar import Noun
from whofor.reports.phrases.sectors import nouns_of
from whofor.reports.words import words_of

EN, FR = words_of("en"), words_of("fr")
SEGMENTS = [random_segment(random.Random(seed)) for seed in range(900)]
KNOWN = frozenset(
    {
        *("industry", "employees", "country", "region", "city", "state", "annual_revenue", "money_raised"),
        *("founded_year", "technologies", "technology_categories", "seniority", "job_function", "buying_role"),
        "domain_kind",
    }
)
NO_ELISION = re.compile(r"\b(?:de|le|la|ne|que) (?=[aeiouàâéèêëîïôûœAEIOÀÂÉÈÊËÎÏÔÛ]|hôt|hôp|heur|Haï|habi)")
"""A vowel or mute h behind a word that loses its own before it; none of the made names begins with another vowel."""
NOT_CONTRACTED = re.compile(r"\b(?:de les?|à les?) ")
SUMS = re.compile(
    r"(?:US\$|R\$|[€£])([\d.,]+)|([\d,]+)\s(?:[kM]|Md)?\s?(?:\$US|R\$|€|£)|([\d.,]+) (?:million|billion|milliard)"
)
PARTICIPLE = re.compile(r"\b(fondé|arrivé|étant entré)(e?)s\b")


def texts(segment: Segment) -> dict[str, str]:
    """Every text of a segment, by what it is."""
    found: dict[str, str] = {}
    for words in (EN, FR):
        phrase = phrase_of(segment, words)
        found |= {f"{words.language}.{form}": getattr(phrase, form) for form in ("plural", "the", "of", "capital")}
        if phrase.those:
            found[f"{words.language}.those"] = phrase.those
        found[f"{words.language}.label"] = segment_label(segment, words)
        for i, condition in enumerate(segment.conditions):
            found[f"{words.language}.{i}"] = condition_phrase(condition, words, within=segment)
    return found


@cache
def all_texts() -> list[tuple[Segment, dict[str, str]]]:
    return [(segment, texts(segment)) for segment in SEGMENTS]


def each(language: str = "") -> list[str]:
    return [text for _, found in all_texts() for key, text in found.items() if key.startswith(language)]


def canonical(condition: Condition) -> tuple[object, ...]:
    """What a condition says, without what is left out on purpose: other names of it, all but two of many values."""
    if condition.parameter == "industry" and condition.operator is not Operator.UNKNOWN:
        return ("industry", *(noun.plural for noun in nouns_of(condition, EN)))
    many = len(condition.values) > 4
    values = (*condition.values[:2], len(condition.values)) if many else condition.values
    name = condition.name or values
    place = condition.parameter in ("country", "region", "city", "state") and condition.operator is not Operator.UNKNOWN
    # A column and a signal of one name, and a round of funding in two languages, are the same fact.
    label = "place" if place else condition.label.replace("Levée de fonds", "Last Funding Date").lower()
    if place and not condition.name and len(values) == 1:
        name = values[0]
    return (label, condition.operator, name, condition.low, condition.high, condition.high_included, condition.unit)


def test_every_kind_of_fact_is_among_them():
    seen = {condition.parameter.split("_")[0] for segment in SEGMENTS for condition in segment.conditions}
    assert len(SEGMENTS) >= 500
    assert {"industry", "employees", "country", "money", "signal", "x", "technologies", "seniority", "domain"} <= seen
    assert {condition.operator for segment in SEGMENTS for condition in segment.conditions} == set(Operator)


def test_no_text_is_empty_or_shows_what_only_a_machine_reads():
    for text in each():
        assert text == text.strip()
        assert text
        assert not re.search(r"[_{}]|  |\bNone\b|\bnan\b|\b[0-9a-f]{12,}\b", text), text


def test_known_facts_are_no_predicates():
    """Never "industry is Manufacturing"."""
    for segment, found in all_texts():
        if all(c.parameter in KNOWN and c.operator is not Operator.UNKNOWN for c in segment.conditions):
            assert " is " not in found["en.plural"]
            assert not re.search(r" est | indique ", found["fr.plural"])


def test_french_elides_and_contracts():
    for text in each("fr"):
        assert not NO_ELISION.search(text), text
        assert not NOT_CONTRACTED.search(text), text
        assert not re.search(r"[dl]’(?![aeiouhàâéèêëîïôûœ«])", text, re.IGNORECASE), text


def test_the_entries_of_the_tables_elide_too():
    entries = read_table("whofor.reports.phrases", "rules/sectors.toml")
    nouns = [entry.get("fr") or entry["fr_f"] for kind in ("classes", "labels") for entry in entries[kind].values()]
    names = [entry["name"]["fr"] for kind in ("classes", "labels") for entry in entries[kind].values()]
    assert len(nouns) > 200
    for text in (*nouns, *names):
        assert not NO_ELISION.search(text), text
        assert not NOT_CONTRACTED.search(text), text
        assert "'" not in text


def test_participles_agree_with_their_noun():
    seen: set[bool] = set()
    for segment, found in all_texts():
        sectors = [c for c in segment.conditions if c.parameter == "industry" and c.operator is not Operator.UNKNOWN]
        nouns = [noun for c in sectors for noun in nouns_of(c, FR)] or [Noun("entreprises")]
        only_way = all(is_arrival(c) for c in segment.conditions)
        feminine = all(noun.feminine for noun in nouns) and not only_way
        for participle in PARTICIPLE.finditer(found["fr.plural"]):
            assert bool(participle[2]) is feminine, found["fr.plural"]
            seen.add(feminine)
        if "fr.those" in found:
            assert found["fr.those"].startswith("celles " if feminine else "ceux ")
    assert seen == {True, False}


def test_english_articles_and_plurals():
    for text in each("en"):
        assert not re.search(
            r"\ba [aeio]|\ban [bcdfgjkpqtvwz]|\b[02-9]\d* (?:person|month|country)\b|\b1 people\b", text
        ), text


def test_sums_of_money_have_three_digits_at_most():
    found = [next(filter(None, groups)) for text in each() for groups in SUMS.findall(text)]
    assert len(found) > 100
    for digits in found:
        assert len(re.sub(r"\D", "", digits).strip("0")) <= 3, digits


def test_labels_fit_and_are_cut_between_words():
    for segment, found in all_texts():
        for language in ("en", "fr"):
            label = found[f"{language}.label"]
            assert len(label) <= 60
            assert not re.search(r"\w …|[,;(]…", label), label
            assert label.count(" · ") < len(segment.conditions)


def test_phrases_are_of_a_length_that_can_be_read():
    for segment, found in all_texts():
        for language in ("en", "fr"):
            assert len(found[f"{language}.plural"]) <= 60 + 110 * len(segment.conditions)


def test_one_segment_has_one_text_and_two_have_two():
    for words in (EN, FR):
        by_text: dict[str, tuple[object, ...]] = {}
        for segment in SEGMENTS:
            text = segment_phrase(segment, words)
            assert segment_phrase(segment, words) == text
            said = tuple(sorted((canonical(c) for c in segment.conditions), key=repr))
            assert by_text.setdefault(text, said) == said, text


@pytest.mark.parametrize("seed", range(40))
def test_the_order_of_the_conditions_of_unlike_kinds_does_not_matter(seed: int):
    rng = random.Random(seed)
    segment = SEGMENTS[seed * 7]
    shuffled = Segment(tuple(rng.sample(segment.conditions, len(segment.conditions))))
    for words in (EN, FR):
        one, other = segment_phrase(segment, words), segment_phrase(shuffled, words)
        assert sorted(re.findall(r"\w+", one)) == sorted(re.findall(r"\w+", other))
