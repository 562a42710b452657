"""Channels: leads, wins, value and money spent for each lead source, and where the next budget is likely best spent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.arrays import BoolArray, Column, FloatArray
from whofor.figures.clustering import Clustering
from whofor.figures.estimates import mean_estimate, nothing, rate_estimate
from whofor.model import Channel, Channels, Estimate
from whofor.model.reasons import BudgetAdvice
from whofor.model.reasons.worth import BudgetLean, BudgetShifted, BudgetTo, BudgetUnclear
from whofor.schema.lead_sources import Effort
from whofor.schema.rows import DealRows
from whofor.stats.intervals import wilson_interval
from whofor.worth.spending import Spending, source_keys, spending_of

__all__ = ["channels_of"]

_DRAWS = 10_000
"""Draws of a chance; its standard error is at most half a point."""
_FEWEST_LEADS, _FEWEST_AMOUNTS, _AMOUNTS_KNOWN = 20, 5, 0.5
"""Leads with known cost, won amounts, and share of won amounts known, from which a source is compared: conventions."""
_SURE, _LIKELY = 0.9, 0.6
"""Chances from which advice is sure, and from which it is given at all: conventions."""
_MOST_SOURCES = 25
"""Sources that stay apart, the most frequent; what a table can hold."""


@dataclass(frozen=True, eq=False, slots=True)
class _Deals:
    """All deals, with how alike those of one account are.

    Attributes:
        rows: The deals.
        rate: Likeness of being won, among those that may be judged.
        amount: Likeness of the amounts won.
        days: Likeness of the days to signature.
    """

    rows: DealRows
    rate: Clustering
    amount: Clustering
    days: Clustering

    @classmethod
    def of(cls, rows: DealRows, judged: BoolArray) -> _Deals:
        won, accounts = rows.won, rows.repeated_accounts
        return cls(
            rows=rows,
            rate=Clustering.of(np.where(judged, won, np.nan), accounts),
            amount=Clustering.of(np.where(won, rows.amount, np.nan), accounts),
            days=Clustering.of(np.where(won, rows.days_to_close, np.nan), accounts),
        )


def _share_won(inside: BoolArray, deals: _Deals) -> Estimate:
    return rate_estimate(int(deals.rows.won[inside].sum()), int(inside.sum()), deals.rate.effect(inside))


def _cost_per_client(spend: float, paid: BoolArray, deals: _Deals, unit: str) -> Estimate:
    """Return money over wins; the money is known, the interval is that of the win rate."""
    n, k = int(paid.sum()), int(deals.rows.won[paid].sum())
    if not n or not k:
        return nothing(unit, n)
    effect = deals.rate.effect(paid)
    i = wilson_interval(k / effect, n / effect)
    return Estimate(n, None, spend / k, spend / (n * i.high), spend / (n * i.low), unit)


def _draws(
    rng: np.random.Generator, paid: BoolArray, deals: _Deals, amounts: BoolArray | None, spend: float
) -> FloatArray:
    """Return draws of what a unit of money returns: amounts won, or clients where amounts are not known.

    Args:
        rng: Source of the draws.
        paid: Leads whose spending is known.
        deals: All deals.
        amounts: Which of the won ones have an amount; `None` where amounts are not known.
        spend: The money.
    """
    n, k, effect = int(paid.sum()), int(deals.rows.won[paid].sum()), deals.rate.effect(paid)
    rates = rng.beta(k / effect + 0.5, (n - k) / effect + 0.5, size=_DRAWS)
    if amounts is None:
        return rates * n / spend
    own = deals.rows.amount[amounts]
    error = float(own.std(ddof=1)) * (deals.amount.effect(amounts) / len(own)) ** 0.5
    values = np.maximum(0.0, float(own.mean()) + error * rng.standard_normal(_DRAWS))
    return rates * values * n / spend


def _by_effort(use: BoolArray, deals: _Deals, effort: Effort) -> tuple[tuple[str, Estimate], ...]:
    """Return the win rate of leads won by one's own effort, and of those that others referred."""
    leads = {"own_effort": use & effort.own, "word_of_mouth": use & effort.others}
    return tuple((name, _share_won(rows, deals)) for name, rows in leads.items() if rows.any())


def _chances(drawn: Mapping[int, FloatArray]) -> dict[int, float]:
    """Return the chance of each source to return most for the money."""
    best = np.array(list(drawn.values())).argmax(axis=0)
    return dict(zip(drawn, (np.bincount(best, minlength=len(drawn)) / _DRAWS).tolist(), strict=True))


def _suggestion(channels: Sequence[Channel], chances: Mapping[int, float], newer: Mapping[int, float]) -> BudgetAdvice:
    """Return where the next budget is likely best spent, how sure that is, and whether it holds on the newer leads.

    Args:
        channels: The sources.
        chances: Chance of each to return most for the money, by its place.
        newer: The same on the newer half of the leads with known spending.
    """
    best = max(chances, key=lambda place: chances[place])
    chance, lately = chances[best], newer.get(best, chances[best])
    source, n = channels[best].source, len(chances)
    if chance < _LIKELY:
        return BudgetUnclear(source, round(chance, 4), n)
    money = sum(channels[place].spend or 0.0 for place in chances)
    share = round((channels[best].spend or 0.0) / money, 4)
    if lately < _LIKELY:
        return BudgetShifted(source, round(chance, 4), n, share, round(lately, 4))
    advice = BudgetTo if min(chance, lately) >= _SURE else BudgetLean
    return advice(source, round(chance, 4), n, share)


@dataclass(frozen=True, eq=False, slots=True)
class _Leads:
    """The leads of one source.

    Attributes:
        rows: Which of all deals.
        paid: Of them, those whose source and month have recorded spending.
        spend: Their share of that spending; `None` where there is none.
    """

    rows: BoolArray
    paid: BoolArray
    spend: float | None


def _leads(own: BoolArray, money: Spending | None) -> _Leads:
    if money is None:
        return _Leads(own, np.zeros(len(own), dtype=np.bool_), None)
    paid = own & np.isfinite(money.per_lead)
    return _Leads(own, paid, float(money.per_lead[paid].sum()) if paid.any() else None)


def _channel(names: tuple[str, str], leads: _Leads, deals: _Deals, unit: str, returned: FloatArray | None) -> Channel:
    """Return one source; `returned` are draws of what a unit of money returned, where amounts are known."""
    rows, won = deals.rows, leads.rows & deals.rows.won
    with_amount, days = won & (rows.amount >= 0), rows.days_to_close[won]
    n = int(leads.paid.sum())
    per_unit = Estimate(0, None, None, None, None)
    if returned is not None:
        low, middle, high = np.quantile(returned, [0.025, 0.5, 0.975]).tolist()
        per_unit = Estimate(n, None, middle, low, high)
    return Channel(
        source=names[0],
        source_class=names[1],
        rate=_share_won(leads.rows, deals),
        value=mean_estimate(
            rows.amount[with_amount], rows.currency, lowest=0.0, effect=deals.amount.effect(with_amount)
        ),
        cycle=mean_estimate(days, "days", lowest=0.0, effect=deals.days.effect(won)),
        spend=leads.spend,
        rate_paid=_share_won(leads.paid, deals),
        cost_per_client=_cost_per_client(leads.spend or 0.0, leads.paid, deals, unit),
        return_per_unit=per_unit,
        chance_best=None,
    )


def _compared(
    sources: Iterable[tuple[tuple[str, str], BoolArray]],
    deals: _Deals,
    money: Spending | None,
    use: BoolArray,
    seed: int,
) -> tuple[tuple[Channel, ...], BudgetAdvice | None]:
    """Return the sources, with the chance of each to return most for the money, and where the next is best spent.

    Args:
        sources: Name, class and leads of each.
        deals: All deals.
        money: What was spent; `None` where nothing is recorded.
        use: Leads that count.
        seed: Seed of the draws.
    """
    unit = money.currency if money is not None else ""
    with_amounts = _amounts_known(deals.rows, use)
    rng = np.random.default_rng(seed)
    channels: list[Channel] = []
    drawn: dict[int, FloatArray] = {}
    drawn_newer: dict[int, FloatArray] = {}
    newer = _newer_half(deals.rows.opened, money, use)
    for names, own in sources:
        leads = _leads(own, money)
        draws = _returns(rng, leads.paid, deals, money, with_amounts=with_amounts)
        lately = _returns(rng, leads.paid & newer, deals, money, with_amounts=with_amounts)
        if draws is not None:
            drawn[len(channels)] = draws
        if lately is not None:
            drawn_newer[len(channels)] = lately
        channels.append(_channel(names, leads, deals, unit, draws if with_amounts else None))
    if len(drawn) < 2:
        return tuple(channels), None
    chances = _chances(drawn)
    for place, chance in chances.items():
        channels[place] = replace(channels[place], chance_best=chance)
    return tuple(channels), _suggestion(channels, chances, _chances(drawn_newer) if drawn_newer else {})


def channels_of(inside: BoolArray, rows: DealRows, judged: BoolArray, seed: int, finding: str = "") -> Channels | None:
    """Return what each lead source returned and cost for a type of client; `None` where no source is recorded.

    The money of a source and month is shared evenly among all its leads opened in that month; each lead carries its
    share wherever it is counted, so that a type of client bears the cost of its own leads only. Money that met no lead
    is counted by reason and never spread over other sources. Sources are compared by what a unit of money returned:
    amounts won, or clients where most amounts are not known.

    Args:
        inside: Deals of the type of client; all for the company as a whole.
        rows: All deals.
        judged: Deals that may be judged: old enough to have ended; those still open count as not won.
        seed: Seed of the draws behind the chances.
        finding: Id of the type of client.

    Source:
        Win rates are drawn from Jeffreys' posterior, mean amounts from a normal; chance to be the best: Thompson
        (1933), Biometrika 25:285.
    """
    history = rows.history
    if history is None or history.source is None:
        return None
    keys = source_keys(history.source)
    if not any(keys):
        return None
    use = inside & judged
    classes = _classes(history.source_class, len(keys))
    money = spending_of(history.costs, rows, history.source) if history.costs is not None else None
    deals = _Deals.of(rows, judged)
    channels, suggestion = _compared(_by_source(history.source, keys, classes, use), deals, money, use, seed)
    named = np.array([key is not None for key in keys])
    return Channels(
        finding=finding,
        channels=channels,
        classes=_by_effort(use, deals, Effort.of(history.source_class, len(keys))),
        spend=money.spend if money is not None else 0.0,
        matched=money.matched if money is not None else 0.0,
        unmatched=money.unmatched if money is not None else (),
        months=money.months if money is not None else 0,
        leads_without_spend=int((use & named & ~np.isfinite(money.per_lead)).sum()) if money is not None else 0,
        currency=money.currency if money is not None else "",
        suggestion=suggestion,
        still_open=int((use & rows.still_open).sum()),
    )


def _newer_half(opened: FloatArray, money: Spending | None, use: BoolArray) -> BoolArray:
    """Return the leads with known spending that were opened no earlier than the middle one of them."""
    if money is None:
        return np.zeros(len(use), dtype=np.bool_)
    paid = use & np.isfinite(money.per_lead)
    with np.errstate(invalid="ignore"):
        return paid & (opened >= np.median(opened[paid])) if paid.any() else paid


def _returns(
    rng: np.random.Generator, paid: BoolArray, deals: _Deals, money: Spending | None, *, with_amounts: bool
) -> FloatArray | None:
    """Return draws of what a unit of money returned; `None` where leads, money or amounts are too few."""
    spend = float(money.per_lead[paid].sum()) if money is not None else 0.0
    if not spend or paid.sum() < _FEWEST_LEADS:
        return None
    if not with_amounts:
        return _draws(rng, paid, deals, None, spend)
    amounts = paid & deals.rows.won & np.isfinite(deals.rows.amount)
    return _draws(rng, paid, deals, amounts, spend) if amounts.sum() >= _FEWEST_AMOUNTS else None


def _classes(column: Column | None, n: int) -> list[str]:
    return [""] * n if column is None else ["" if c is None else str(c) for c in column.tolist()]


def _by_source(
    sources: Column, keys: list[str | None], classes: list[str], use: BoolArray
) -> Iterator[tuple[tuple[str, str], BoolArray]]:
    """Yield name, class and leads of each source, those with most leads first; an empty name for leads of no source."""
    places: dict[str | None, list[int]] = {}
    for i in np.flatnonzero(use).tolist():
        places.setdefault(keys[i], []).append(i)
    ordered = sorted(places, key=lambda key: (-len(places[key]), key or ""))
    for key in ordered[:_MOST_SOURCES]:
        own = np.zeros(len(use), dtype=np.bool_)
        own[places[key]] = True
        first = places[key][0]
        name = "" if key is None else str(sources[first])
        yield (name, classes[first]), own


def _amounts_known(rows: DealRows, use: BoolArray) -> bool:
    """Return whether most wins have an amount."""
    won = use & rows.won
    return bool(won.any()) and float(np.isfinite(rows.amount[won]).mean()) >= _AMOUNTS_KNOWN
