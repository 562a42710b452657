"""Readers of names: categories, lists, persons, countries, industries, lead sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whofor.intake.importing.quantity_readers import numbers
from whofor.intake.importing.reading import Reading, ReadText
from whofor.intake.mapping.headers import fold_header
from whofor.intake.normalise import (
    country_code,
    country_continent,
    country_region,
    industry,
    is_missing,
    lead_source_class,
    merge_variants,
)
from whofor.intake.normalise.conversations import Examples, tones, understandings
from whofor.intake.normalise.industries import NEAR_ENOUGH, names_no_industry
from whofor.intake.normalise.industry_likeness import likely_industries
from whofor.intake.normalise.places import parse_place
from whofor.intake.normalise.soft_facts import SoftExamples, tell_soft_fact
from whofor.lexicon.tones import tone_of_word
from whofor.model import IssueCode

__all__ = [
    "categories",
    "conversations",
    "countries",
    "industries",
    "lead_sources",
    "lists",
    "persons",
    "signal_tones",
    "texts",
]

_MOST_CATEGORIES = 5_000
"""Above this many distinct texts a column is no list of categories, and its variants are not merged."""


def countries(meanings: Mapping[str, int], reading: Reading) -> ReadText:
    """Return a reader of ISO 3166-1 alpha-2 codes; the outputs `region` and `continent` say where countries lie.

    Where a cell names a state or a city instead, its country is inferred if that is sure.
    """

    def read(text: str) -> str | None:
        code = country_code(text)
        if code is None and (place := parse_place(text)) is not None:
            code = place.country
            reading.note(IssueCode.COUNTRY_FROM_PLACE, text, meanings[text], code)
        if code is not None:
            reading.give("region", text, country_region(code))
            reading.give("continent", text, country_continent(code))
        return code

    return read


def categories(meanings: Mapping[str, int], reading: Reading) -> ReadText:
    """Return a reader of values as written, with their spelling variants merged."""
    if len(meanings) > _MOST_CATEGORIES:
        return lambda text: text
    merged = merge_variants(meanings)
    reading.merged = {text: to for text, to in merged.items() if text != to}
    reading.merged_cells = sum(meanings[text] for text in reading.merged)
    return lambda text: merged.get(text, text)


def persons(meanings: Mapping[str, int], reading: Reading) -> ReadText:
    """Return a reader of salespeople; of an e-mail address only the part before the @ is kept."""
    names: dict[str, int] = {}
    for text, count in meanings.items():
        name = _person(text)
        names[name] = names.get(name, 0) + count
    read = categories(names, reading)
    return lambda text: read(_person(text))


def _person(text: str) -> str:
    name, at, _ = text.partition("@")
    return name if at and " " not in text else text


def lists(meanings: Mapping[str, int], reading: Reading) -> ReadText:
    """Return a reader of the values of a list, which it separates by `;`."""
    items: dict[str, int] = {}
    for text, count in meanings.items():
        for item in _items(text):
            items[item] = items.get(item, 0) + count
    read = categories(items, reading)

    def join(text: str) -> str | None:
        return ";".join(dict.fromkeys(str(read(item)) for item in _items(text))) or None

    return join


def _items(text: str) -> list[str]:
    separator = ";" if ";" in text else "|" if "|" in text else ","
    return [item.strip() for item in text.split(separator) if item.strip() and not is_missing(item)]


def texts(meanings: Mapping[str, int], reading: Reading) -> ReadText:
    """Return a reader of texts as they are."""
    del meanings, reading
    return lambda text: text


def industries(meanings: Mapping[str, int], reading: Reading) -> ReadText:
    """Return a reader of industries as categories; the outputs `division` and `section` hold their place in NACE.

    What the table does not know is classified by likeness of meaning, where the embedder is installed.
    """
    read = categories(meanings, reading)
    # Likeness takes time; among thousands of texts nobody kept to a list anyway.
    near_enough = NEAR_ENOUGH if len(meanings) <= _MOST_CATEGORIES else 100.0

    labels = {text: str(read(text)) for text in meanings}
    known = {label: industry(label, near_enough) for label in dict.fromkeys(labels.values())}
    unknown = [label for label, found in known.items() if found is None and not names_no_industry(label)]
    likely = likely_industries(unknown)

    def read_one(text: str) -> str | float | None:
        label = labels[text]
        found = known[label] or likely.get(label)
        if found is None:
            reading.note(IssueCode.UNCLASSIFIED_INDUSTRY, text, meanings[text])
        else:
            if label in likely:
                taken_for = f"{found.division_name or found.section_name} ({found.likeness / 100:.2f})"
                reading.note(IssueCode.INDUSTRY_BY_LIKENESS, text, meanings[text], taken_for)
            reading.give("division", text, found.division_name)
            reading.give("section", text, found.section_name)
        return label

    return read_one


def conversations(
    meanings: Mapping[str, int], reading: Reading, examples: Examples, soft: Sequence[SoftExamples] = ()
) -> ReadText:
    """Return a reader of the tone of texts; the output `understanding` holds how clear the buyer is about its need.

    Each soft fact has an output of its own.

    Args:
        meanings: Texts with their counts.
        reading: Reading to fill.
        examples: Further labelled sentences.
        soft: Labelled examples of soft facts.
    """
    texts = list(meanings)
    tone_of, clarity = tones(texts, examples), understandings(meanings, examples)
    reading.understanding = clarity.reading
    # The column of the tone is there even where only understanding is told.
    reading.outputs.setdefault("", {})
    for text, value in clarity.values.items():
        reading.give("understanding", text, value)
    reading.soft_facts = tuple(tell_soft_fact(meanings, one) for one in soft)
    for told in reading.soft_facts:
        for text, value in told.values.items():
            reading.give(told.examples.column, text, value)
    return tone_of.get


def signal_tones(meanings: Mapping[str, int], reading: Reading, examples: Examples) -> ReadText:
    """Return a reader of the tone of what is written about a company: a number, a word for it, or the text itself.

    Args:
        meanings: Texts with their counts.
        reading: Reading to fill.
        examples: Further labelled sentences; texts need the extra `text`, as those of conversations do.
    """
    number = numbers(meanings, reading)
    told: dict[str, float] = {}
    for text in meanings:
        value = number(text)
        tone = value if isinstance(value, float) else tone_of_word(text)
        if tone is not None:
            told[text] = tone
    told |= tones([text for text in meanings if text not in told], examples)
    reading.outputs.setdefault("", {})
    return told.get


def lead_sources(meanings: Mapping[str, int], reading: Reading, classes: Mapping[str, str]) -> ReadText:
    """Return a reader of lead sources as categories; the output `class` holds the class of each.

    Args:
        meanings: Texts with their counts.
        reading: Reading to fill.
        classes: Classes that the user gave, by folded text; they count for all spellings that are one.
    """
    read = categories(meanings, reading)
    given = {read(text): classes[fold_header(text)] for text in meanings if fold_header(text) in classes}

    def read_one(text: str) -> str | float | None:
        source = read(text)
        found = given.get(source) or lead_source_class(str(source))
        if found is None:
            reading.note(IssueCode.UNCLASSIFIED_LEAD_SOURCE, text, meanings[text])
        else:
            reading.give("class", text, found)
        return source

    return read_one
