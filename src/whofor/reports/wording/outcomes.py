"""An outcome in words: the name of its figures, its values and its differences."""

from __future__ import annotations

from dataclasses import dataclass, replace

from whofor.model import Comparison, Measure
from whofor.model.measure import SHARE_UNIT, OutcomeName
from whofor.reports.formats import digits_of
from whofor.reports.wording.conditions import capital
from whofor.reports.wording.figures import PERCENT_UNITS, amount
from whofor.reports.words import Words

__all__ = ["OutcomeWords", "difference_text"]


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """An outcome and the language of its sentences.

    Attributes:
        measure: The outcome.
        words: The language.
    """

    measure: Measure
    words: Words

    @property
    def label(self) -> str:
        """Name of its figures: `average value of a signed deal`."""
        name = self.measure.name
        if self.measure.side is not None:
            return self.words.text(f"outcome.value_for_{self.measure.side}")
        if self.measure.horizon_days is not None:
            return self.words.text("outcome.cycle_within", days=self.measure.horizon_days)
        if self.words.has(f"outcome.{name}"):
            return self.words.text(f"outcome.{name}")
        kind = "share" if self.measure.is_share else "mean"
        return self.words.text(f"outcome.{kind}", column=self.measure.label or name)

    @property
    def whole(self) -> float:
        """The value that is 100 % where its figures are percentages, so that differences are points; else 0."""
        if self.measure.is_share or self.measure.unit == SHARE_UNIT:
            return 1.0
        return 100.0 if self.measure.unit in PERCENT_UNITS else 0.0

    def text(self, key: str, /, **values: object) -> str:
        """Return the message of a key, in the form for outcomes other than won where there is one."""
        if self.measure.name == OutcomeName.WON or not self.words.has(f"{key}.other"):
            return self.words.text(key, **values)
        return self.words.text(f"{key}.other", **values, label=self.label, label_first=capital(self.label))

    def plural(self, key: str, n: int, /, **values: object) -> str:
        """Return the message of a key in the form for n, in that for outcomes other than won where there is one."""
        if self.measure.name == OutcomeName.WON or not self.words.has(f"{key}.other"):
            return self.words.plural(key, n, **values)
        return self.words.plural(f"{key}.other", n, **values, label=self.label, label_first=capital(self.label))

    def value(self, value: float, digits: int = 0) -> str:
        """Return a rate or a mean in words."""
        if self.measure.is_share:
            return self.words.percent(value, digits)
        return amount(value, self.measure.unit, self.words)

    def difference(self, value: float, digits: int = 0) -> str:
        """Return a difference of rates in points, or of means in their unit, always signed."""
        if self.measure.is_share:
            return self.words.points(value, digits)
        size = amount(abs(value), self.measure.unit, self.words)
        return size if not value else ("+" if value > 0 else "−") + size

    def plain_number(self, value: float) -> float:
        """Return the number that charts draw: points for a difference of shares."""
        return value * 100 if self.measure.is_share else value


def difference_text(c: Comparison, words: Words) -> str:
    """Return a difference in its unit, its interval on a second line."""
    outcome = OutcomeWords(c.measure, words)
    if c.difference is None:
        return "–"
    size = outcome.whole
    if size:
        gap = words.points(c.difference / size, 1) + words.text("worth.points")
        digits = digits_of((c.high - c.low) / size) if c.low is not None and c.high is not None else 0
        ends = [words.points(end / size, digits) for end in (c.low, c.high) if end is not None]
    else:
        gap = outcome.difference(c.difference)
        bare = OutcomeWords(replace(c.measure, unit=""), words)
        ends = [bare.difference(end) for end in (c.low, c.high) if end is not None]
    return f"{gap}\n{ends[0]} … {ends[1]}" if len(ends) == 2 else gap
