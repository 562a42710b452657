"""How the first tiers spread over countries and sizes, in words."""

from __future__ import annotations

from collections.abc import Iterator

from whofor.model.segment import Operator
from whofor.model.tier_spread import SpreadGroup, TierSpread, TierSpreads
from whofor.reports.blocks import Table
from whofor.reports.calls.blocks import SpreadPart
from whofor.reports.catalogue import clean
from whofor.reports.phrases import condition_label
from whofor.reports.phrases.grammar import or_list
from whofor.reports.wording.scores import share_text
from whofor.reports.words import Words

__all__ = ["spread_part"]


def spread_part(spread: TierSpreads | None, words: Words) -> SpreadPart | None:
    """Return which share of each country, and of each size, comes first; `None` where neither is known.

    Args:
        spread: How the first tiers spread.
        words: The language.
    """
    if spread is None or not spread.spreads or not spread.n:
        return None
    tiers = or_list([clean(name) for name in spread.tiers], words)
    share = words.percent(spread.n_top / spread.n)
    counts = {"n": words.number(spread.n), "n_top": words.number(spread.n_top)}
    tables = tuple(
        Table(
            words.text("calls.spread_by", fact=words.parameter(one.label, one.parameter)),
            (
                _capital(words.parameter(one.label, one.parameter)),
                *(words.text(f"calls.col_{name}", tiers=tiers) for name in ("prospects", "in_top", "share_range")),
            ),
            tuple(_rows(one, spread.least, words)),
            stacked=True,
        )
        for one in spread.spreads
    )
    return SpreadPart(words.text("calls.spread_lead", tiers=tiers, share=share, **counts), tables)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _rows(spread: TierSpread, least: int, words: Words) -> Iterator[tuple[str, ...]]:
    """Yield a row for each group; the values of a category that are too few to tell are one row together."""
    few = [g for g in spread.groups if g.share is None and any(c.operator is Operator.IS for c in g.conditions)]
    together = few if len(few) > 1 else []
    for group in spread.groups:
        if group not in together:
            yield _row(group, words)
    if together:
        name = words.text("calls.few", n=words.number(len(together)), least=words.number(least))
        yield name, words.number(sum(group.n for group in together)), "", words.text("calls.too_few")


def _row(group: SpreadGroup, words: Words) -> tuple[str, ...]:
    name = " & ".join(condition_label(c, words) for c in group.conditions) or words.text("calls.others")
    counts = clean(name), words.number(group.n)
    if group.share is None:
        return (*counts, "", words.text("calls.too_few"))
    return (*counts, words.number(group.n_top), share_text(group.share, words))
