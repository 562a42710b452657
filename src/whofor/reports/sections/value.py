"""Parts of mutual value, folded on the page where it is not the outcome."""

from __future__ import annotations

from whofor.model import ValueComponent, ValueSummary
from whofor.model.measure import OutcomeName
from whofor.reports.blocks import Listing
from whofor.reports.briefs import Brief, Paragraph
from whofor.reports.catalogue import clean
from whofor.reports.report import Report, Section
from whofor.reports.words import Words

__all__ = ["VALUE"]


def _block(report: Report) -> Listing | None:
    value, words = report.result.clients.value, report.words
    if value is None or not value.components:
        return None
    rows = tuple(report.named(_name(c, words), _component(c, words)) for c in value.components)
    lead = " ".join(_sentences(value, words))
    return Listing(words.text("title.value"), lead, rows, folded=report.result.run.outcome != OutcomeName.MUTUAL_VALUE)


def _brief(report: Report) -> Brief | None:
    value, words = report.result.clients.value, report.words
    if value is None:
        return None
    return Brief(
        words.text("title.value"),
        lines=tuple(Paragraph(sentence) for sentence in _sentences(value, words)),
        items=tuple(words.pair(_name(c, words), _component(c, words)) for c in value.components),
    )


def _sentences(value: ValueSummary, words: Words) -> list[str]:
    """Return which sides are measured, for how many clients, and how far the ranking depends on the weights."""
    halves = "both" if len(value.sides) > 1 else value.sides[0] if value.sides else "us"
    low, median = value.agreement_low, value.agreement
    steady = words.text("value.stability", times=value.weightings, median=median, low=low)
    return [words.text(f"value.halves_{halves}", n=value.clients), steady]


def _name(component: ValueComponent, words: Words) -> str:
    """Return the name of a part, with the user's own name where it is a column."""
    name = words.text(f"value.component.{component.name}")
    return f"{name} ({clean(component.label)})" if component.label else name


def _component(component: ValueComponent, words: Words) -> str:
    """Return who gains from a part, its direction, its weight and the number of clients with a value."""
    return words.text(
        "value.component_is",
        side=words.text(f"value.side_{component.side}"),
        way=words.text("value.more" if component.better > 0 else "value.less"),
        weight=words.number(component.weight, 0 if float(component.weight).is_integer() else 2),
        n=component.n,
    )


VALUE = Section("value", None, _block, _brief)
