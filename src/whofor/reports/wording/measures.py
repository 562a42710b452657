"""How the figures of an outcome are told: shares in percent and points, means in their unit."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from whofor.model import Estimate, Measure
from whofor.reports.catalogue import catalogue
from whofor.reports.formats import compact, digits_for, interval, money, number, percent, points

__all__ = ["Told", "amount", "are_equal", "best_chance_text", "estimate_range", "estimate_value"]

_CURRENCY = re.compile(r"[A-Z]{3}")
_SIGNIFICANT = 3
_PERCENT = frozenset({"percent", "%", "pct", "pourcent", "prozent"})
_SHORT_FROM = 1e6
_A_YEAR = "/year"
_RARELY, _SURE = 0.01, 0.99


def amount(value: float, unit: str, language: str) -> str:
    """A mean in its unit, with three significant digits; shortened from a million on only, so that ends compare by eye.

    Example:
        >>> amount(12345.6, "EUR", "en"), amount(21.37, "days", "en"), amount(0.5, "", "en")
        ('€12,300', '21.4 days', '0.5')
    """
    if unit == "share":
        return percent(value, language)
    if unit in _PERCENT:
        return percent(value / 100, language, 1)
    if unit.endswith(_A_YEAR):
        return catalogue(language).text("unit.a_year", value=amount(value, unit.removesuffix(_A_YEAR), language))
    rounded = float(f"{value:.{_SIGNIFICANT}g}")
    if _CURRENCY.fullmatch(unit):
        return money(rounded, unit, language, short_from=_SHORT_FROM)
    return _with_unit(compact(rounded, language, short_from=_SHORT_FROM), rounded, unit, language)


def _with_unit(text: str, value: float, unit: str, language: str) -> str:
    words = catalogue(language)
    if words.has(f"count.{unit}"):
        return words.plural(f"count.{unit}", round(value) if value > 1 else 1, n=text)
    return f"{text} {unit}" if unit else text


def _amounts(low: float, high: float, unit: str, language: str) -> str:
    """Both ends of an interval, the unit once where it follows the number."""
    if unit.endswith(_A_YEAR):
        return catalogue(language).text("unit.a_year", value=_amounts(low, high, unit.removesuffix(_A_YEAR), language))
    if _CURRENCY.fullmatch(unit):
        return f"{amount(low, unit, language)}–{amount(high, unit, language)}"
    between = "–" if low >= 0 else " … "
    if unit in _PERCENT:
        return f"{number(low, language, 1)}{between}{percent(high / 100, language, 1)}"
    largest = max(abs(low), abs(high))
    if largest >= _SHORT_FROM:
        return f"{amount(low, '', language)}{between}{amount(high, unit, language)}"
    # As many decimals as three significant digits of the larger end allow, and as both ends need.
    most = _SIGNIFICANT - 1 - math.floor(math.log10(largest)) if largest else 0
    low, high = round(low, most), round(high, most)
    digits = next((d for d in range(max(0, most)) if round(low, d) == low and round(high, d) == high), max(0, most))
    return f"{number(low, language, digits)}{between}{_with_unit(number(high, language, digits), high, unit, language)}"


def best_chance_text(chance: float, language: str) -> str:
    """A chance in percent; never 0 or 100, as draws cannot tell that.

    Example:
        >>> best_chance_text(0.984, "en"), best_chance_text(1.0, "en"), best_chance_text(0.0, "en")
        ('98%', 'over 99%', 'under 1%')
    """
    if _RARELY <= chance <= _SURE:
        return percent(chance, language)
    key, end = ("chance.over", _SURE) if chance > _SURE else ("chance.under", _RARELY)
    return catalogue(language).text(key, end=percent(end, language))


def estimate_value(estimate: Estimate, language: str, digits: int | None = None) -> str:
    """The figure alone, never to be shown without its n beside it."""
    if estimate.estimate is None:
        return "–"
    if estimate.n_won is None and estimate.unit != "share":
        return amount(estimate.estimate, estimate.unit, language)
    return percent(estimate.estimate, language, digits_for(estimate) if digits is None else digits)


def estimate_range(estimate: Estimate, language: str, digits: int | None = None) -> str:
    """The interval alone, empty where there is none."""
    if estimate.ci_low is None or estimate.ci_high is None:
        return ""
    if estimate.n_won is None and estimate.unit != "share":
        return _amounts(estimate.ci_low, estimate.ci_high, estimate.unit, language)
    return interval(estimate.ci_low, estimate.ci_high, language, digits_for(estimate) if digits is None else digits)


def are_equal(mean: Estimate) -> bool:
    """Whether all values of a mean are equal, so that its interval has no width and tells nothing; not for medians."""
    return mean.n_won is None and mean.ci_low is not None and mean.ci_low == mean.ci_high


@dataclass(frozen=True, slots=True)
class Told:
    """An outcome and the language in which it is told.

    Attributes:
        measure: The outcome.
        language: `en` or `fr`.
    """

    measure: Measure
    language: str

    @property
    def label(self) -> str:
        """What its figures are figures of: `average value of a signed deal`."""
        words, name = catalogue(self.language), self.measure.name
        if name == "mutual_value" and self.measure.detail:
            return words.text(f"outcome.value_for_{self.measure.detail}")
        if name == "cycle" and self.measure.detail:
            days = int(self.measure.detail)
            return words.text(
                "outcome.cycle_within", days=words.plural("count.days", days, n=number(days, self.language))
            )
        if words.has(f"outcome.{name}"):
            return words.text(f"outcome.{name}")
        kind = "share" if self.measure.is_share else "mean"
        return words.text(f"outcome.{kind}", column=self.measure.label or name)

    @property
    def whole(self) -> float:
        """What stands for 100 % where its figures are percentages, so that differences are points; else 0."""
        if self.measure.is_share or self.measure.unit == "share":
            return 1.0
        return 100.0 if self.measure.unit in _PERCENT else 0.0

    def text(self, key: str, /, **values: object) -> str:
        """The message of a key, in the form for outcomes other than won where there is one."""
        words = catalogue(self.language)
        if self.measure.name == "won" or not words.has(f"{key}.other"):
            return words.text(key, **values)
        label = self.label
        return words.text(f"{key}.other", **values, label=label, label_first=label[:1].upper() + label[1:])

    def value(self, value: float, digits: int = 0) -> str:
        """A rate or a mean."""
        if self.measure.is_share:
            return percent(value, self.language, digits)
        return amount(value, self.measure.unit, self.language)

    def difference(self, value: float, digits: int = 0) -> str:
        """A difference of rates in points, or of means in their unit, always signed."""
        if self.measure.is_share:
            return points(value, self.language, digits)
        size = amount(abs(value), self.measure.unit, self.language)
        return size if not value else ("+" if value > 0 else "−") + size

    def plain_number(self, value: float) -> float:
        """The number that charts draw: points for a difference of shares."""
        return value * 100 if self.measure.is_share else value

    def tick(self, value: float) -> str:
        """A mark on an axis of figures."""
        return percent(value, self.language) if self.measure.is_share else number(value, self.language)
