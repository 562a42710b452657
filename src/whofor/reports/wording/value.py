"""What mutual value is made of, in words."""

from __future__ import annotations

from whofor.model import ValueComponent, ValueSummary
from whofor.reports.catalogue import catalogue, clean
from whofor.reports.formats import number

__all__ = ["component_name", "component_text", "value_sentences"]


def value_sentences(value: ValueSummary, language: str) -> list[str]:
    """Which halves are measured, of how many clients, and how far the ranking depends on the weights."""
    words = catalogue(language)
    halves = "both" if len(value.sides) > 1 else value.sides[0] if value.sides else "us"
    clients = words.plural("count.clients", value.clients, n=number(value.clients, language))
    steady = words.text(
        "value.stability",
        times=number(value.weightings, language),
        median=number(value.agreement, language, 2),
        low=number(value.agreement_low, language, 2),
    )
    return [words.text(f"value.halves_{halves}", clients=clients), steady]


def component_name(component: ValueComponent, language: str) -> str:
    """Its name, and the user's own where it is a column."""
    name = catalogue(language).text(f"value.component.{component.name}")
    return f"{name} ({clean(component.label)})" if component.label else name


def component_text(component: ValueComponent, language: str) -> str:
    """Who gains, which way is good, its weight and of how many clients it is known."""
    words = catalogue(language)
    return words.text(
        "value.component_is",
        side=words.text(f"value.side_{component.side}"),
        way=words.text("value.more" if component.better > 0 else "value.less"),
        weight=number(component.weight, language, 0 if float(component.weight).is_integer() else 2),
        clients=words.plural("count.clients", component.n, n=number(component.n, language)),
    )
