"""What may be expected of clients, in words; always marked as expected, with its source."""

from __future__ import annotations

from collections.abc import Iterator

from whofor.model.expected import Expectation, ExpectationKind, Expected
from whofor.reports.wording.figures import estimate_value
from whofor.reports.words import Words

__all__ = ["expectation_texts", "expected_of_most"]

_MOSTLY = 0.5
_NO_NEWS = (ExpectationKind.BUDGET, "high")
_USUAL = 0.2
"""Share of the deals from which an expectation is told: one in five, as for roles."""


def expectation_texts(expectation: Expectation, words: Words, most: int) -> Iterator[tuple[str, str]]:
    """Yield each expectation that holds for a usual share of the deals: its name, and what it means.

    Args:
        expectation: Those of a type of client.
        words: Language of the report.
        most: Most of them, in all.
    """
    for one in _of_share(expectation, _USUAL)[:most]:
        yield (
            _name(one, words),
            " ".join([_share(one, words), _asks(one, words), *_amount(one, words), _source(one, words)]),
        )


def expected_of_most(expectation: Expectation, words: Words, most: int) -> list[str]:
    """Return the names of what is expected of most deals of a type of client, but for what is no news."""
    told = [one for one in _of_share(expectation, _MOSTLY) if (one.kind, one.name) != _NO_NEWS]
    return [_name(one, words) for one in told[:most]]


def _of_share(expectation: Expectation, least: float) -> list[Expected]:
    return [one for one in expectation.expected if (one.share.estimate or 0.0) >= least]


def _name(one: Expected, words: Words) -> str:
    if one.label:
        return one.label.get(words.language) or next(iter(one.label.values()))
    return one.name if one.kind is ExpectationKind.NORM else words.text(f"expected.{one.kind}_{one.name}")


def _share(one: Expected, words: Words) -> str:
    return words.text("expected.share", share=estimate_value(one.share, words, 0), n=one.share.n)


def _asks(one: Expected, words: Words) -> str:
    return one.asks.get(words.language) or next(iter(one.asks.values()))


def _amount(one: Expected, words: Words) -> Iterator[str]:
    """Yield what follows from money per head; that it is expected stands beside it."""
    if one.amount is None:
        return
    amount, spread = one.amount, one.amount.spread
    if spread is None:
        yield words.text("expected.no_heads", heads=amount.heads)
        return
    low, median, high, each = (
        words.money(value, amount.currency) for value in (spread.low, spread.median, spread.high, amount.per_head)
    )
    yield words.text("expected.amount", low=low, median=median, high=high, each=each, heads=amount.heads, n=spread.n)


def _source(one: Expected, words: Words) -> str:
    if one.kind is not ExpectationKind.NORM:
        return words.text("expected.source", source=one.source)
    return words.text("expected.law" if one.is_law else "expected.custom", source=one.source)
