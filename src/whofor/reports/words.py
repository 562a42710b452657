"""One language of the reports: its messages, and its forms of numbers, dates, names and reasons.

A message states how its values are written: `{n:deals}` is a count of deals, `{share:percent}` a share in percent,
`{label:parameter}` the name of a parameter; `FORMATS` holds all of them, and every `count.…` message is one more. A
value without a format is text, cleaned of control characters.
"""

from __future__ import annotations

import gettext
import re
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from whofor.lexicon.deal_names import DEAL_NAMES, USUAL_DEAL_NAME
from whofor.model.parameters import SITUATION_PREFIX
from whofor.model.segment import Condition
from whofor.reports import formats
from whofor.reports.catalogue import clean, read_messages
from whofor.reports.deal_nouns import calling_deals

if TYPE_CHECKING:
    from babel import Locale

    from whofor.model import IcpResult, WaitingTime
    from whofor.model.reasons import Reason

__all__ = ["FORMATS", "Words", "slug", "words_of", "words_of_result"]

_MOST_CHANCE = 0.99
"""Highest chance that is stated: what it is computed from is a model."""
_RARELY, _SURE = 0.01, 0.99
"""Limits of the chances that draws of a simulation can show."""

_MOST_MONTHS = 24
"""More are told as years."""
_MOST_YEARS = 20
"""More are told as more than these: no business looks so far."""
_DAYS_A_MONTH = 365 / 12


@dataclass(frozen=True, slots=True)
class Words:
    """A language, made once and passed to all that write.

    Attributes:
        language: Language code, one of `LANGUAGES`.
        messages: The compiled catalogue.
        names: Canonical names of parameters by their labels, for reasons that hold the label only.
        deals: What deals are called, one of `DEAL_NAMES`.
        situations: What situations are called in this language, by the names of their parameters.
        labels: Conditions that were put into words before: a list of prospects repeats the few that a card has.
    """

    language: str
    messages: gettext.GNUTranslations
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    deals: str = USUAL_DEAL_NAME
    situations: Mapping[str, str] = field(default_factory=dict[str, str])
    labels: dict[Condition, str] = field(default_factory=dict[Condition, str], init=False, compare=False, repr=False)

    def naming(self, names: Mapping[str, str]) -> Words:
        """Return the same words, with the canonical names of some labels."""
        return replace(self, names=names)

    def has(self, key: str) -> bool:
        """Return whether there is a message of that key."""
        return self.messages.gettext(key) != key

    def text(self, key: str, /, **values: object) -> str:
        """Return the message with its placeholders filled.

        Raises:
            KeyError: There is no such message, or one of its values is missing.
        """
        return self._fill(key, self.messages.gettext(key), values)

    def plural(self, key: str, n: int, /, **values: object) -> str:
        """Return the message in the form that `n` asks for in this language; `n` is one of its values.

        Raises:
            KeyError: There is no such message, or one of its values is missing.
        """
        return self._fill(key, self.messages.ngettext(key, key, n), {"n": n, **values})

    def _fill(self, key: str, message: str, values: Mapping[str, object]) -> str:
        if message == key:
            raise KeyError(f"no message {key!r} in the {self.language} catalogue")
        if self.deals != USUAL_DEAL_NAME:
            message = calling_deals(message, self.deals, self.language)
        return _Formatter(self).vformat(message, (), values)

    def count(self, kind: str, n: int) -> str:
        """Return a number of things: `88 deals`."""
        return self.plural(f"count.{kind}", n, n=self.number(n))

    def pair(self, what: str, value: str) -> str:
        """Return a name and a text, joined by the colon of the language."""
        return self.text("label.pair", what=what, value=value)

    def sentence(self, reason: Reason, **more: object) -> str:
        """Return the sentence of a reason.

        Where one of its values is an empty text, the variant `….without_<value>` is taken if there is one.

        Args:
            reason: Its family and code are the message's key, its values those of the placeholders.
            more: Further values.

        Raises:
            KeyError: It has no sentence.
        """
        key = f"{reason.family}.{reason.code}"
        empty = (f"{key}.without_{name}" for name, value in reason.params.items() if value == "")
        return self.text(next((variant for variant in empty if self.has(variant)), key), **reason.params, **more)

    def parameter(self, label: str, parameter: str = "") -> str:
        """Return the name of a parameter: translated where it is one of the known ones, else as the user wrote it.

        Args:
            label: Its name for people, or a known parameter's name.
            parameter: Its canonical name, where it is known.
        """
        parameter = parameter or self.names.get(label, "")
        if parameter in self.situations:
            return clean(self.situations[parameter])
        for name in (parameter, slug(label)):
            if name and self.has(f"name.{name}"):
                return self.text(f"name.{name}")
        return clean(label or parameter)

    @property
    def locale(self) -> Locale:
        """Babel's locale."""
        return formats.locale_of(self.language)

    def number(self, value: float, digits: int = 0) -> str:
        """Return a plain number with grouped thousands."""
        return formats.number(value, self.language, digits)

    def signed(self, value: float, digits: int = 0) -> str:
        """Return a number with its sign; nought has none."""
        return ("+" if value > 0 else "−" if value < 0 else "") + self.number(abs(value), digits)

    def percent(self, share: float, digits: int = 0) -> str:
        """Return a share in percent."""
        return formats.percent(share, self.language, digits)

    def points(self, difference: float, digits: int = 0) -> str:
        """Return a difference of shares in percentage points, signed."""
        return formats.points(difference, self.language, digits)

    def interval(self, low: float, high: float, digits: int = 0) -> str:
        """Return both ends of an interval of shares."""
        return formats.interval(low, high, self.language, digits)

    def compact(self, value: float, short_from: float = 10_000) -> str:
        """Return a number in its shortest form that loses nothing."""
        return formats.compact(value, self.language, short_from)

    def long_number(self, value: float) -> str:
        """Return a number as one says it: `100 million`."""
        return formats.long_number(value, self.language)

    def money(self, value: float, currency: str, short_from: float = 10_000) -> str:
        """Return an amount in a currency."""
        return formats.money(value, currency, self.language, short_from)

    def ratio(self, value: float) -> str:
        """Return a ratio with two significant digits at most."""
        return formats.ratio(value, self.language)

    def day(self, iso: str) -> str:
        """Return a date in full; a text that is no ISO date as it is."""
        try:
            return formats.day(iso, self.language)
        except ValueError:
            return clean(iso)

    def short_day(self, iso: str) -> str:
        """Return a date with a short month; a text that is no ISO date as it is."""
        try:
            return formats.day(iso, self.language, short=True)
        except ValueError:
            return clean(iso)

    def month(self, iso: str) -> str:
        """Return month and year of a date."""
        return formats.month(iso, self.language)

    def p_value(self, p: float) -> str:
        """Return a p-value as `p = 0.012`."""
        return formats.p_value(p, self.language)

    def chance(self, chance: float) -> str:
        """Return a chance in percent, 99 at most."""
        return self.percent(min(chance, _MOST_CHANCE))

    def best_chance(self, chance: float) -> str:
        """Return a chance in percent; never 0 or 100, as draws cannot show that.

        Example:
            >>> words_of("en").best_chance(0.984), words_of("en").best_chance(1.0), words_of("en").best_chance(0.0)
            ('98%', 'over 99%', 'under 1%')
        """
        if _RARELY <= chance <= _SURE:
            return self.percent(chance)
        key, end = ("chance.over", _SURE) if chance > _SURE else ("chance.under", _RARELY)
        return self.text(key, end=end)


def words_of(language: str, deals: str = USUAL_DEAL_NAME) -> Words:
    """Return the words of a language.

    Args:
        language: `en` or `fr`.
        deals: What deals are called, one of `DEAL_NAMES`.

    Raises:
        UsageError: Reports are not written in that language.
    """
    return Words(language, read_messages(language), deals=deals if deals in DEAL_NAMES else USUAL_DEAL_NAME)


def words_of_result(result: IcpResult, language: str) -> Words:
    """Return the words in which a result is told: what its deals and its situations are called.

    Args:
        result: What a run found.
        language: `en` or `fr`.

    Raises:
        UsageError: Reports are not written in that language.
    """
    told = {f"{SITUATION_PREFIX}{one.name}": one.label_in(language) for one in result.clients.going_on}
    return replace(words_of(language, result.data.deals_called), situations=told)


def slug(text: str) -> str:
    """Return the text as the last part of a message key.

    Example:
        >>> slug("Lead Source")
        'lead_source'
    """
    return re.sub(r"[^a-z0-9]+", "_", text.strip().lower()).strip("_")


def _parameters(words: Words, labels: str) -> str:
    return ", ".join(words.parameter(label.strip()) for label in labels.split(",") if label.strip())


def _outcome(words: Words, name: str) -> str:
    key = f"outcome.{name}"
    return words.text(key) if words.has(key) else clean(name)


def _lead_source(words: Words, source: str) -> str:
    # A CRM's own codes are no words: `paid_search`.
    return clean(source).replace("_", " ") if source else words.text("channel.unknown")


def _minus(words: Words, value: float, digits: int = 0) -> str:
    return ("−" if value < 0 else "") + words.number(abs(value), digits)


def _waiting(words: Words, time: WaitingTime | None) -> str:
    """Return how long it takes until deals have come, with the pace that says so, or why nobody knows.

    Args:
        words: Language of the report.
        time: The time; `None` where an older run did not compute it.
    """
    if time is None:
        return words.text("waiting.unknown")
    if not time.days:
        return words.text("waiting.no_days")
    window = _days_text(words, time.days)
    if time.per_year is None:
        return words.text("waiting.too_young", window=window)
    whole = "" if time.of_whole_year else "_young"
    if time.months is None:
        return words.text(f"waiting.never{whole}", window=window)
    pace = words.count("a_year", max(1, round(time.per_year)))
    return words.text(f"waiting.takes{whole}", time=_months_text(words, time.months), pace=pace, window=window)


def _months_text(words: Words, months: float) -> str:
    """Return a number of months: of one digit or two, as years where there are many."""
    if months < 1:
        return words.text("waiting.within_a_month")
    if months <= _MOST_MONTHS:
        return words.text("waiting.about", length=words.count("months", round(months)))
    years = months / 12
    if years > _MOST_YEARS:
        return words.text("waiting.over", length=words.count("years", _MOST_YEARS))
    return words.text("waiting.about", length=words.count("years", round(years)))


def _days_text(words: Words, days: int) -> str:
    """Return the length of what an export covers: in days below two months."""
    months = round(days / _DAYS_A_MONTH)
    return words.count("months", months) if months > 1 else words.count("days", days)


FORMATS: Mapping[str, Callable[..., str]] = {
    "number": Words.number,
    "minus": _minus,
    "signed": Words.signed,
    "percent": Words.percent,
    "ratio": Words.ratio,
    "chance": Words.chance,
    "best_chance": Words.best_chance,
    "p": Words.p_value,
    "day": Words.day,
    "month": Words.month,
    "parameter": Words.parameter,
    "parameters": _parameters,
    "outcome": _outcome,
    "lead_source": _lead_source,
    "waiting": _waiting,
}
"""Functions that write a value, by the name after the colon of its placeholder; `number.2` has two decimals."""


class _Formatter(string.Formatter):
    """Formatter of the placeholders of one message."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def format_field(self, value: object, format_spec: str) -> str:
        """Return a value as its format asks for.

        Raises:
            KeyError: The value is `None`, or it cannot be counted.
        """
        if value is None and format_spec != "waiting":
            raise KeyError(f"no value for {format_spec or 'a text'}")
        if not format_spec:
            return clean(value) if isinstance(value, str) else str(value)
        name, _, digits = format_spec.partition(".")
        if name not in FORMATS:
            if not isinstance(value, int | float):
                raise KeyError(f"{value!r} is no count of {name}")
            return self.words.count(name, round(value))
        return FORMATS[name](self.words, value, int(digits)) if digits else FORMATS[name](self.words, value)
