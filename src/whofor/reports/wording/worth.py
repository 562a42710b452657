"""What a type of client is worth, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from whofor.model import (
    Channels,
    ClientSummary,
    Comparison,
    Cycle,
    Estimate,
    FactBlock,
    InteractionSummary,
    Measure,
    Payers,
    Price,
    Reason,
    RecordNext,
    Segment,
    SegmentWorth,
    SituationEffect,
)
from whofor.reports.catalogue import Catalogue, catalogue, clean
from whofor.reports.formats import digits_of, number, percent, points
from whofor.reports.wording.conditions import name_text, segment_text
from whofor.reports.wording.measures import Told, amount, are_equal, best_chance_text, estimate_range, estimate_value

__all__ = [
    "balance_sentences",
    "band_text",
    "budget_sentences",
    "channel_name",
    "clearest",
    "clients_sentence",
    "cycle_sentences",
    "difference_text",
    "facts_sentences",
    "figure_text",
    "gain_text",
    "interaction_sentence",
    "measure_label",
    "payer_sentences",
    "price_sentences",
    "record_text",
    "situation_text",
    "spending_sentences",
    "topic_name",
]

LEVEL = 0.05
_CLEAR_GAIN = 0.0


def topic_name(topic: str, language: str) -> str:
    """A row of the comparison table."""
    return catalogue(language).text(f"topic.{topic}")


def measure_label(measure: Measure, language: str) -> str:
    """What an outcome's figures are figures of."""
    return Told(measure, language).label


def figure_text(estimate: Estimate, language: str, *, cell: bool = False, is_median: bool = False) -> str:
    """A figure with interval and n: `41% (31–52%, n = 88)`; in a cell on two lines.

    A mean of equal values has no interval that one may believe: that they are equal is told instead.
    """
    words = catalogue(language)
    if estimate.estimate is None or not estimate.n:
        return words.text("figure.none")
    equal = words.text("figure.equal") if not is_median and are_equal(estimate) else ""
    n, ends = number(estimate.n, language), equal or estimate_range(estimate, language)
    value = estimate_value(estimate, language)
    if cell:
        count = words.text("worth.n", n=n)
        bare = equal or estimate_range(
            replace(estimate, unit=estimate.unit if estimate.unit == "share" else ""), language
        )
        return f"{value}\n{bare} · {count}" if bare else f"{value}\n{count}"
    if ends:
        return words.text("worth.figure", value=value, interval=ends, n=n)
    return words.text("worth.figure_plain", value=value, n=n)


def difference_text(c: Comparison, language: str) -> str:
    """A difference in its unit, its interval on a second line."""
    told = Told(c.measure, language)
    if c.difference is None:
        return "–"
    size = told.whole
    if size:
        gap = points(c.difference / size, language, 1) + catalogue(language).text("worth.points")
        digits = digits_of((c.high - c.low) / size) if c.low is not None and c.high is not None else 0
        ends = [points(end / size, language, digits) for end in (c.low, c.high) if end is not None]
    else:
        gap = told.difference(c.difference)
        bare = Told(replace(c.measure, unit=""), language)
        ends = [bare.difference(end) for end in (c.low, c.high) if end is not None]
    return f"{gap}\n{ends[0]} … {ends[1]}" if len(ends) == 2 else gap


def clearest(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """One outcome of each topic of the table, the clearest; of equals the first."""
    by_topic: dict[str, Comparison] = {}
    for c in comparisons:
        if c.topic not in by_topic or c.p < by_topic[c.topic].p:
            by_topic[c.topic] = c
    return list(by_topic.values())


def _topics(topics: Sequence[str], language: str) -> str:
    names = [topic_name(topic, language) for topic in topics]
    return ", ".join(name[:1].lower() + name[1:] for name in names)


def balance_sentences(worth: SegmentWorth, language: str) -> list[str]:
    """What is clearly better, clearly worse, no different, and not recorded."""
    words = catalogue(language)
    groups: dict[str, list[str]] = {"better": [], "worse": [], "mixed": [], "differs": [], "alike": []}
    for topic in dict.fromkeys(c.topic for c in worth.comparisons):
        clear = [c for c in worth.comparisons if c.topic == topic and c.p < LEVEL]
        gaps = [(c.difference or 0.0) * c.measure.better for c in clear if not c.measure.better_assumed]
        better, worse = any(gap > 0 for gap in gaps), any(gap < 0 for gap in gaps)
        key = "mixed" if better and worse else "better" if better else "worse" if worse else "alike"
        key = "differs" if clear and not gaps else key
        groups[key].append(topic)
    told = [words.text(f"worth.{key}", what=_topics(topics, language)) for key, topics in groups.items() if topics]
    if worth.not_compared:
        told.append(words.text("worth.not_compared", topics=_topics(worth.not_compared, language)))
    if worth.not_recorded:
        told.append(words.text("worth.not_recorded", topics=_topics(worth.not_recorded, language)))
    return told


def payer_sentences(payers: Payers, language: str) -> list[str]:
    """Whether the clients who pay most are of this type, and what they are worth."""
    words = catalogue(language)
    own, among = payers.own, payers.among_all
    fewer = own.estimate is not None and among.estimate is not None and own.estimate < among.estimate
    key = "worth.payers_other" if fewer and (own.ci_high or 1.0) < (among.estimate or 0.0) else "worth.payers"
    told = [words.text(key, own=figure_text(own, language), all=figure_text(among, language))]
    top, mine = payers.value_top, payers.value_own
    if top.estimate is None or mine.estimate is None:
        return told
    above = mine.ci_low is not None and top.ci_high is not None and mine.ci_low > top.ci_high
    below = mine.ci_high is not None and top.ci_low is not None and mine.ci_high < top.ci_low
    key = "worth.payers_worth_less" if above else "worth.payers_worth_more" if below else "worth.payers_worth"
    told.append(words.text(key, top=figure_text(top, language), own=figure_text(mine, language)))
    return told


def _days(value: float, language: str) -> str:
    return amount(value, "days", language)


def cycle_sentences(cycle: Cycle, language: str) -> list[str]:
    """When half of the signatures are in, what that gains, and what is still open."""
    words = catalogue(language)
    told: list[str] = []
    if cycle.median_own.estimate is not None and cycle.median_other.estimate is not None:
        own, other = (figure_text(m, language, is_median=True) for m in (cycle.median_own, cycle.median_other))
        told.append(words.text("cycle.medians", own=own, other=other))
    told.append(
        words.text(
            "cycle.gained" if cycle.gained >= 0 else "cycle.lost",
            horizon=_days(cycle.horizon, language),
            days=_days(abs(cycle.gained), language),
            low=_signed(cycle.gained_low, language),
            high=_signed(cycle.gained_high, language),
        )
    )
    n, open_ = cycle.n_own + cycle.n_other, cycle.open_own + cycle.open_other
    told.append(words.text("cycle.open", open=number(open_, language), n=number(n, language)))
    return told


def _signed(value: float, language: str) -> str:
    return ("+" if value > 0 else "−" if value < 0 else "") + number(abs(value), language, 1)


def band_text(low: float, high: float | None, currency: str, language: str) -> str:
    """A band of prices."""
    words = catalogue(language)
    start = amount(low, currency, language)
    if high is None:
        return words.text("price.from", low=start)
    return words.text("price.band", low=start, high=amount(high, currency, language))


def price_sentences(price: Price, language: str) -> list[str]:
    """What is agreed, at which discount, and which level brings most."""
    words = catalogue(language)
    told: list[str] = []
    if price.agreed.n:
        told.append(words.text("price.agreed", price=figure_text(price.agreed, language, is_median=True)))
    if price.discount.n:
        told.append(words.text("price.discount", discount=figure_text(price.discount, language, is_median=True)))
    if price.why is not None:
        told.append(words.text(f"price.{price.why.code}", **_counts(price.why, language)))
        return told
    chances = [band.chance_best for band in price.bands]
    top = price.bands[chances.index(max(chances))]
    key = "price.best" if price.best is not None else "price.unclear"
    told.append(
        words.text(
            key,
            band=band_text(top.low, top.high, price.currency, language),
            revenue=figure_text(top.revenue, language),
            chance=best_chance_text(top.chance_best, language),
        )
    )
    told.append(words.text("price.caution"))
    return told


def _counts(reason: Reason, language: str) -> dict[str, str]:
    return {
        name: number(value, language) if isinstance(value, int | float) else str(value)
        for name, value in reason.params.items()
    }


def channel_name(source: str, language: str) -> str:
    """A lead source, or that it is not known."""
    return clean(source) if source else catalogue(language).text("channel.unknown")


def budget_sentences(channels: Channels, language: str) -> list[str]:
    """Where the next budget is likely best spent, and what one's own effort brings."""
    words = catalogue(language)
    told: list[str] = []
    if channels.suggestion is not None:
        params = channels.suggestion.params
        told.append(
            words.text(
                f"channel.{channels.suggestion.code}",
                source=channel_name(str(params["source"]), language),
                chance=best_chance_text(float(params["chance"] or 0), language),
                n=str(params["n"]),
                share=percent(float(params.get("share") or 0), language),
                newer=best_chance_text(float(params.get("chance_newer") or 0), language),
            )
        )
    by_class = dict(channels.classes)
    if len(by_class) == 2:
        own, others = (figure_text(by_class[name], language) for name in ("own_effort", "word_of_mouth"))
        told.append(words.text("channel.effort", own=own, others=others))
    recorded = channels.spend or channels.unmatched
    return told if recorded else [*told, words.text("channel.no_spend")]


def spending_sentences(channels: Channels, language: str) -> list[str]:
    """Of how much money it is known whom it brought; none where no spending is known."""
    words, unit = catalogue(language), channels.currency
    if not channels.spend and not channels.unmatched:
        return []
    told = [
        words.text(
            "channel.spend",
            matched=amount(channels.matched, unit, language),
            spend=amount(channels.spend, unit, language),
            months=words.plural("count.months", channels.months, n=number(channels.months, language)),
            judged=amount(sum(c.spend or 0.0 for c in channels.channels), unit, language),
        )
    ]
    told += [
        words.plural(f"channel.{code}", n, n=number(n, language), amount=amount(abs(total), unit, language))
        for code, n, total in channels.unmatched
    ]
    if channels.leads_without_spend:
        n = channels.leads_without_spend
        told.append(words.plural("channel.leads_without", n, n=number(n, language)))
    return told


def facts_sentences(blocks: Sequence[FactBlock], why: Reason | None, language: str) -> list[str]:
    """What each kind of facts adds, and whether the situation does."""
    words = catalogue(language)
    if not blocks:
        return (
            [words.text(f"facts.{why.code}", **_counts(why, language))]
            if why and words.has(f"facts.{why.code}")
            else []
        )
    told: list[str] = []
    situation = next((b for b in blocks if b.name == "situation"), None)
    if situation is None:
        told.append(words.text("facts.no_situation"))
    else:
        adds = (situation.gain.ci_low or 0.0) > _CLEAR_GAIN and (situation.log_loss_gain.estimate or 0.0) < 0
        told.append(words.text("facts.adds" if adds else "facts.adds_nothing", gain=gain_text(situation, language)))
    first = blocks[0]
    told.append(
        words.text(
            "facts.judged",
            n=number(first.n, language),
            names=", ".join(words.text(f"facts.{b.name}").lower() for b in blocks),
        )
    )
    return told


def gain_text(block: FactBlock, language: str) -> str:
    """What a kind of facts adds to the area under the curve."""
    gain = block.gain
    if gain.estimate is None or gain.ci_low is None or gain.ci_high is None:
        return "–"
    if gain.estimate == gain.ci_low == gain.ci_high == 0:
        return catalogue(language).text("facts.nothing_taken")
    ends = f"{_area(gain.ci_low, language)} … {_area(gain.ci_high, language)}"
    return f"{_area(gain.estimate, language)} ({ends})"


def _area(value: float, language: str) -> str:
    return ("+" if value > 0 else "−" if value < 0 else "") + number(abs(value), language, 3)


def situation_text(effect: SituationEffect, language: str) -> str:
    """What the situation changes within one type of client."""
    words, c = catalogue(language), effect.comparison
    clear = c.p < LEVEL
    return words.text(
        "facts.within" if clear else "facts.within_unclear",
        id=effect.finding,
        others=segment_text(Segment(effect.others), language),
        situation=segment_text(Segment(effect.situation), language),
        own=figure_text(c.own, language),
        other=figure_text(c.other, language),
        deals=words.text("facts.held_back" if c.held_back else "facts.all_deals"),
    )


def interaction_sentence(summary: InteractionSummary, language: str) -> str:
    """How conversations were counted."""
    return catalogue(language).text(
        "worth.interactions",
        days=_days(summary.days, language),
        **{
            name: number(getattr(summary, name), language)
            for name in ("deals", "total", "placed", "unplaced", "undated", "repeated")
        },
    )


def clients_sentence(summary: ClientSummary, language: str) -> str:
    """Over which time outcomes of clients were counted, and what was left out."""
    counts = {name: number(getattr(summary, name), language) for name in ("clients", "too_new", "total", "unplaced")}
    key = "worth.clients" if summary.days else "worth.clients_undated"
    words, undated = catalogue(language), number(summary.undated, language)
    told = words.text(key, days=_days(math.floor(summary.days), language), undated=undated, **counts)
    if not summary.repeated:
        return told
    again = "worth.clients_repeated" if summary.repeated_left_out else "worth.clients_alike"
    return f"{told} {words.text(again, n=number(summary.repeated, language))}"


def record_text(item: RecordNext, language: str) -> tuple[str, str]:
    """A field worth recording and why."""
    words = catalogue(language)
    if item.code == "absent":
        return _absent_name(item.label, words), words.text("record.absent")
    share = percent(item.filled / item.n if item.n else 0.0, language)
    name = name_text(item.label, language)
    known = {"share": share, "n": number(item.n, language)}
    if item.gain >= 1:
        return name, words.text("record.thinnest", **known)
    return name, words.text("record.thin", **known, gain=percent(item.gain, language))


def _absent_name(label: str, words: Catalogue) -> str:
    return words.text(f"record.field_{label}")
