"""What may be expected of clients: norms, a formal purchase, the level of budgets; from place, activity and size.

Facts that a good analyst looks up; the table is data, a source in each row (`rules/expected.toml`). They are marked as
expected wherever they are shown, and never counted as observed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from whofor.arrays import BoolArray, Column, FloatArray
from whofor.days import days_of
from whofor.figures.estimates import rate_estimate, spread_of
from whofor.lexicon.words import read_table
from whofor.model.expected import Expectation, ExpectationKind, Expected, ExpectedAmount
from whofor.schema.rows import Attribute
from whofor.text import fold

__all__ = ["KINDS_OF_TABLES", "Rule", "expectations", "expected_rules", "holds_for", "rule_of"]

KINDS_OF_TABLES = {"norm": ExpectationKind.NORM, "process": ExpectationKind.PROCESS, "budget": ExpectationKind.BUDGET}
_FEWEST = 5
"""Deals of which it must be known; of fewer no share is told."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: whom it concerns.

    Attributes:
        kind: What is expected.
        name: Its name.
        places: Countries, ISO 3166-1 alpha-2; empty for all.
        states: States, folded; empty for all.
        activities: Names of NACE sections and divisions; empty for all.
        people_from: Fewest people; 0 for any size.
        since: First day on which it applies, days since 1970-01-01.
        is_law: Whether a law asks for it.
        asks: What it asks for, by language.
        source: Where it stands.
        label: What it is called, by language; empty for its name, or what the reports call it.
        per_head: Money per head; 0 where no amount is expected.
        currency: Its currency, ISO 4217.
        heads: Fact or column with the number of heads.
    """

    kind: ExpectationKind
    name: str
    places: frozenset[str]
    states: frozenset[str]
    activities: frozenset[str]
    people_from: float
    since: float
    is_law: bool
    asks: Mapping[str, str]
    source: str
    label: Mapping[str, str] = field(default_factory=dict[str, str])
    per_head: float = 0.0
    currency: str = ""
    heads: str = "employees"


@cache
def expected_rules() -> tuple[Rule, ...]:
    """Return the rows of the packaged table, read once."""
    table = read_table("whofor.worth", "rules/expected.toml")
    return tuple(
        rule_of(kind, name, row, table["places"]) for kind in KINDS_OF_TABLES for name, row in table[kind].items()
    )


def rule_of(table: str, name: str, row: Mapping[str, Any], groups: Mapping[str, Sequence[str]]) -> Rule:
    """Return a row of a table as it was read.

    Args:
        table: Where it stands: `norm`, `process` or `budget`.
        name: Its name.
        row: Its keys, already checked.
        groups: Groups of countries by name.
    """
    nace = read_table("whofor.intake.normalise", "rules/nace.toml")
    sections, divisions = (row.get(key, []) for key in ("sections", "divisions"))
    activities = [nace["sections"][one]["en"] for one in sections]
    activities += [nace["divisions"][one]["en"] for one in divisions]
    since = row.get("since")
    return Rule(
        KINDS_OF_TABLES[table],
        name,
        _countries(row.get("places", []), groups),
        frozenset(map(fold, row.get("states", []))),
        frozenset(activities),
        float(row.get("people_from", 0)),
        days_of(since) if isinstance(since, date) else -np.inf,
        row.get("binding") == "law",
        row["asks"],
        row["source"],
        row.get("label", {}),
        float(row.get("per_head", 0)),
        row.get("currency", ""),
        row.get("heads", "employees"),
    )


def _countries(names: Iterable[str], groups: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Return the countries of some names of countries and of groups, which are in groups that stand before them."""
    found: set[str] = set()
    for name in names:
        found |= _countries(groups[name], groups) if name in groups else {name}
    return frozenset(found)


def holds_for(rule: Rule, attributes: Mapping[str, Attribute], opened: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Return for which rows a rule holds, and for which that is known.

    One thing that speaks against it is enough to know that it does not hold.

    Args:
        rule: A row of the table.
        attributes: What is known of the rows, by name: `country`, `state`, `industry`, `employees`.
        opened: Day of each row; where it is not known, a rule counts that is in force today.
    """
    n = len(opened)
    parts: list[tuple[BoolArray, BoolArray]] = []
    if rule.places:
        parts.append(_among(attributes.get("country"), rule.places, n))
    if rule.states:
        parts.append(_among(attributes.get("state"), rule.states, n, folded=True))
    if rule.activities:
        parts.append(_of_activity(attributes.get("industry"), rule.activities, n))
    if rule.people_from:
        people = attributes.get("employees")
        values = np.full(n, np.nan) if people is None or people.values.dtype.kind != "f" else people.values
        with np.errstate(invalid="ignore"):
            parts.append((np.asarray(values >= rule.people_from, dtype=np.bool_), np.isfinite(values)))
    with np.errstate(invalid="ignore"):
        early = np.asarray(opened < rule.since, dtype=np.bool_)
    parts.append((~early, np.ones(n, dtype=np.bool_)))
    holds, known, against = np.ones(n, np.bool_), np.ones(n, np.bool_), np.zeros(n, np.bool_)
    for yes, seen in parts:
        holds, known, against = holds & yes, known & seen, against | (seen & ~yes)
    return holds & known, known | against


def _among(
    attribute: Attribute | None, wanted: frozenset[str], n: int, *, folded: bool = False
) -> tuple[BoolArray, BoolArray]:
    values: Column = np.full(n, None, dtype=object) if attribute is None else attribute.values
    texts = values.tolist()
    yes = (text is not None and (fold(text) if folded else text) in wanted for text in texts)
    known = (text is not None for text in texts)
    return np.fromiter(yes, np.bool_, n), np.fromiter(known, np.bool_, n)


def _of_activity(attribute: Attribute | None, wanted: frozenset[str], n: int) -> tuple[BoolArray, BoolArray]:
    """Return which rows are of an activity: the sector itself or one that is wider; known where any of these is."""
    if attribute is None:
        return np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_)
    texts = attribute.values.tolist()
    is_of = {text: bool({text, *attribute.unions.get(text, ())} & wanted) for text in set(texts) if text is not None}
    placed = {text for text in is_of if attribute.unions.get(text) or is_of[text]}
    yes = np.fromiter((text is not None and is_of[text] for text in texts), np.bool_, n)
    return yes, np.fromiter((text in placed for text in texts), np.bool_, n)


def expectations(
    attributes: Sequence[Attribute],
    opened: FloatArray,
    types: Mapping[str, BoolArray],
    rules: Sequence[Rule] | None = None,
) -> tuple[Expectation, ...]:
    """Return what may be expected of each type of client.

    Args:
        attributes: What is known of all deals.
        opened: Day of opening of each deal: what is in force on the last of them is expected of clients to come.
        types: Id of each type of client -> its deals; the empty id stands for all.
        rules: The table; `None` for the packaged one.
    """
    by_name = {a.parameter.name: a for a in attributes}
    last = np.max(opened[np.isfinite(opened)], initial=-np.inf)
    days = np.full(len(opened), last if np.isfinite(last) else np.nan)
    told = [(rule, *holds_for(rule, by_name, days)) for rule in (expected_rules() if rules is None else rules)]
    found: list[Expectation] = []
    for id_, inside in types.items():
        rows = [
            _expected(rule, inside & holds, inside & known, _amount(rule, attributes, inside & holds))
            for rule, holds, known in told
        ]
        held = [one for one in rows if one.share.n >= _FEWEST and one.share.n_won]
        order = list(ExpectationKind)
        held.sort(key=lambda one: (order.index(one.kind), -(one.share.estimate or 0.0), one.name))
        if held:
            found.append(Expectation(id_, tuple(held)))
    return tuple(found)


def _expected(rule: Rule, holds: BoolArray, known: BoolArray, amount: ExpectedAmount | None) -> Expected:
    share = rate_estimate(int(holds.sum()), int(known.sum()))
    return Expected(rule.kind, rule.name, share, rule.is_law, rule.asks, rule.source, rule.label, amount)


def _amount(rule: Rule, attributes: Sequence[Attribute], holds: BoolArray) -> ExpectedAmount | None:
    """Return the money that a row expects of some deals' clients; `None` where it expects none."""
    if not rule.per_head:
        return None
    names = ((a, a.parameter) for a in attributes if a.values.dtype.kind == "f")
    found = next((a for a, p in names if rule.heads == p.name or fold(rule.heads) == fold(p.label)), None)
    heads = np.zeros(0) if found is None else found.values[holds]
    heads = heads[np.isfinite(heads) & (heads >= 0)]
    spread = spread_of(heads * rule.per_head) if len(heads) >= _FEWEST else None
    return ExpectedAmount(rule.per_head, rule.currency, rule.heads if found is None else found.parameter.label, spread)
