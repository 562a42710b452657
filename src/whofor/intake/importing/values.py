"""Reads the distinct texts of a column: one reading per way of `ReadAs`, with all that was not understood."""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from whofor.intake.importing import name_readers, quantity_readers, web_readers
from whofor.intake.importing.reading import Reading, ReadText
from whofor.intake.mapping.headers import fold_header
from whofor.intake.normalise import (
    guess_kind,
    has_unknown_beside,
    infer_date_rule,
    is_missing,
    parse_headcount,
    says_none,
)
from whofor.intake.normalise.conversations import Examples
from whofor.intake.normalise.soft_facts import SoftExamples
from whofor.schema.columns import DateOrder, ReadAs
from whofor.text import fold

__all__ = ["Reading", "ReadingOptions", "read_values"]

_MOSTLY = 0.95
_SOME_EXACT = 0.2


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """Options of reading a column, beyond its kind.

    Attributes:
        values: Value map, folded text -> text to read instead.
        lead_source_classes: Classes given by the user, folded text -> class.
        conversation_examples: Labelled sentences given by the user.
        soft_facts: Labelled examples of soft facts given by the user.
        order: Order of day, month and year given by the user; dates that contradict it stay unread.
        earliest: Dates before this day (since 1970-01-01) are implausible.
        latest: Dates from this day on are implausible.
        factor: What numbers and amounts are multiplied by: 0.01 where they are in cents.
        of_days: Whether the header says that the column holds days: bare numbers of it may be days too.
        bands: Whether bands of amounts are read, each as its middle.
        scale: Power of ten in which the header gives its amounts.
        fillers: Folded texts that behave like a word for unknown; see `intake.importing.fillers`.
    """

    values: Mapping[str, str] = field(default_factory=dict[str, str])
    lead_source_classes: Mapping[str, str] = field(default_factory=dict[str, str])
    conversation_examples: Examples = field(default_factory=dict[str, Sequence[str]])
    soft_facts: tuple[SoftExamples, ...] = ()
    order: DateOrder = ""
    earliest: float = -math.inf
    latest: float = math.inf
    factor: float = 1.0
    of_days: bool = False
    bands: bool = False
    scale: int = 0
    fillers: frozenset[str] = frozenset()


def read_values(counts: Mapping[str, int], read_as: ReadAs, options: ReadingOptions | None = None) -> Reading:
    """Return the reading of a column's distinct texts.

    Args:
        counts: Text -> number of cells with it.
        read_as: How to read it; `GUESS` to infer it from the texts.
        options: The user's own words, the order of dates, and which dates are plausible.
    """
    options = options or ReadingOptions()
    values, order = options.values, options.order
    mapped = (
        {text: values.get(fold_header(text), text) for text in counts} if values else {text: text for text in counts}
    )
    unknown = _unknown(mapped, options)
    if read_as is ReadAs.GUESS:
        read_as = ReadAs.DATE if order else _guess(_meanings(mapped, unknown, counts), of_days=options.of_days)
    if read_as is ReadAs.CATEGORY:
        unknown -= _answers_none(mapped, unknown, options)
    known = {text: meaning for text, meaning in mapped.items() if text not in unknown}
    meanings = _meanings(mapped, unknown, counts)
    reading = Reading(read_as)
    reading.missing = {text: counts[text] for text in counts if text not in known}
    if read_as is ReadAs.LEAD_SOURCE:
        read = name_readers.lead_sources(meanings, reading, options.lead_source_classes)
    elif read_as is ReadAs.TONE:
        read = name_readers.conversations(meanings, reading, options.conversation_examples, options.soft_facts)
    elif read_as is ReadAs.SIGNAL_TONE:
        read = name_readers.signal_tones(meanings, reading, options.conversation_examples)
    elif read_as is ReadAs.DATE:
        read = quantity_readers.dates(meanings, reading, order)
    elif read_as is ReadAs.MONEY:
        read = quantity_readers.money(meanings, reading, bands=options.bands, scale=options.scale)
    else:
        read = _READERS[read_as](meanings, reading)
    # Each meaning once: readers count as they read.
    read_once = {meaning: read(meaning) for meaning in meanings}
    for text, meaning in known.items():
        found = read_once[meaning]
        if found is None:
            reading.unread[text] = counts[text]
        elif read_as is ReadAs.DATE and isinstance(found, float) and not options.earliest <= found < options.latest:
            reading.implausible[text] = counts[text]
        else:
            reading.main[text] = found
    if options.factor != 1.0 and read_as in (ReadAs.NUMBER, ReadAs.MONEY):
        reading.outputs[""] = {text: _times(value, options.factor) for text, value in reading.main.items()}
    _by_text(reading, mapped, counts)
    return reading


def _times(value: str | float, factor: float) -> str | float:
    """Return a number times the factor, without the last binary digits: 5779808 cents are 57798.08."""
    return round(value * factor, 8) if isinstance(value, float) else value


def _meanings(mapped: Mapping[str, str], unknown: Container[str], counts: Mapping[str, int]) -> dict[str, int]:
    """Return the known meanings with the number of their cells."""
    meanings: dict[str, int] = {}
    for text, meaning in mapped.items():
        if text not in unknown:
            meanings[meaning] = meanings.get(meaning, 0) + counts[text]
    return meanings


def _unknown(mapped: Mapping[str, str], options: ReadingOptions) -> set[str]:
    """Return the texts that say that nothing is known; what the value map turns into itself is somebody's answer."""
    unknown = {text for text, meaning in mapped.items() if is_missing(meaning)}
    if options.fillers:
        unknown |= {text for text, meaning in mapped.items() if fold(meaning) in options.fillers}
    return {text for text in unknown if not _is_itself(text, mapped[text], options)} if options.values else unknown


def _answers_none(mapped: Mapping[str, str], unknown: Iterable[str], options: ReadingOptions) -> set[str]:
    """Return the texts that say "none" in a list that has a word for unknown beside it.

    Who does not know takes the other word there, so "none" is an answer. Else nothing shows which of the two it means.
    """
    none = {text for text in unknown if says_none(mapped[text]) and fold(mapped[text]) not in options.fillers}
    return none if none and has_unknown_beside(mapped[text] for text in unknown) else set()


def _is_itself(text: str, meaning: str, options: ReadingOptions) -> bool:
    return fold_header(text) in options.values and fold(text) == fold(meaning)


def _guess(meanings: Mapping[str, int], *, of_days: bool) -> ReadAs:
    """Return the way to read a column that nobody described.

    A column of counts in which some people wrote bands (`51-200` beside `1 240`) is neither a category nor all
    numbers: it is read like a head-count, a band by its middle.
    """
    guess = ReadAs(guess_kind(meanings).value)
    if guess is not ReadAs.DATE and of_days and infer_date_rule(meanings).numbers:
        return ReadAs.DATE
    if guess not in (ReadAs.CATEGORY, ReadAs.TEXT):
        return guess
    rows = sum(meanings.values())
    found = {text: head for text in meanings if (head := parse_headcount(text)) is not None}
    exact = sum(meanings[text] for text, head in found.items() if head.low == head.high)
    if sum(meanings[text] for text in found) >= _MOSTLY * rows and exact >= _SOME_EXACT * rows:
        return ReadAs.HEADCOUNT
    return guess


_READERS: dict[ReadAs, Callable[[Mapping[str, int], Reading], ReadText]] = {
    ReadAs.NUMBER: quantity_readers.numbers,
    ReadAs.HEADCOUNT: quantity_readers.headcounts,
    ReadAs.YEAR: quantity_readers.years,
    ReadAs.BOOLEAN: quantity_readers.booleans,
    ReadAs.CURRENCY: quantity_readers.currencies,
    ReadAs.COUNTRY: name_readers.countries,
    ReadAs.CATEGORY: name_readers.categories,
    ReadAs.INDUSTRY: name_readers.industries,
    ReadAs.PERSON: name_readers.persons,
    ReadAs.MULTI: name_readers.lists,
    ReadAs.TEXT: name_readers.texts,
    ReadAs.KEY: name_readers.texts,
    ReadAs.DOMAIN: web_readers.domains,
    ReadAs.TECHNOLOGY: web_readers.technologies,
    ReadAs.EMAIL: name_readers.texts,
}


def _by_text(reading: Reading, mapped: Mapping[str, str], counts: Mapping[str, int]) -> None:
    """Key the further outputs and the noted texts by text, like the main output."""
    for name, by_meaning in reading.outputs.items():
        if name:
            reading.outputs[name] = {
                text: by_meaning[meaning] for text, meaning in mapped.items() if meaning in by_meaning
            }
    reading.taken_for = {
        text: reading.taken_for[meaning] for text, meaning in mapped.items() if meaning in reading.taken_for
    }
    for code, meanings in reading.noted.items():
        reading.noted[code] = {text: counts[text] for text, meaning in mapped.items() if meaning in meanings}
