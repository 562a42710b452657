"""What the clients of a type usually are, in facts that do not define it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from whofor.arrays import BoolArray, is_known
from whofor.figures.estimates import rate_estimate
from whofor.model.parameters import Kind
from whofor.model.profile import KnownBy, ProfileFact
from whofor.model.segment import Condition, Operator, Segment
from whofor.schema.rows import Attribute, Rows
from whofor.segments.claim_text import claim_text
from whofor.segments.conditions import mask
from whofor.text import split_list

__all__ = ["usual_facts"]

_FEWEST = 10
"""Clients of whom a fact is known, from which it is said what they usually are; a convention."""
_LEAST_SHARE = 0.2
"""Share of the clients from which a value is usual."""
_MOST = 3


def usual_facts(
    attributes: Iterable[Attribute], clients: BoolArray, rest: BoolArray, rows: Rows
) -> tuple[ProfileFact, ...]:
    """Return the commonest values of some facts among clients that are not as common elsewhere, the oddest first.

    Args:
        attributes: The facts.
        clients: Which deals are those of the clients.
        rest: Those that they are set against.
        rows: The deals.
    """
    found = [fact for a in attributes if (fact := _usual(a, clients, rest, rows)) is not None]
    return tuple(sorted(found, key=lambda f: (f.rest or 0.0) - (f.figure or 0.0))[:_MOST])


def _usual(attribute: Attribute, clients: BoolArray, rest: BoolArray, rows: Rows) -> ProfileFact | None:
    known = np.asarray(is_known(attribute.values), dtype=np.bool_)
    n = int((known & clients).sum())
    condition = next(iter(_candidates(attribute, known & clients)), None) if n >= _FEWEST else None
    if condition is None:
        return None
    inside = mask(condition, attribute.values, attribute.parameter.kind, rows.opened) & known
    share, others = rate_estimate(int((inside & clients).sum()), n), int((known & rest).sum())
    other = int((inside & rest).sum()) / others if others else None
    if share.estimate is None or share.ci_low is None or share.ci_high is None or share.estimate < _LEAST_SHARE:
        return None
    if other is not None and other >= share.ci_low:
        # As common among all others, or commoner: nothing to know them by.
        return None
    what, source = claim_text(Segment((condition,)), rows.attributes), attribute.parameter.source
    return ProfileFact(what, KnownBy.OBSERVED, share.estimate, share.ci_low, share.ci_high, n, other, source=source)


def _candidates(attribute: Attribute, which: BoolArray) -> Iterator[Condition]:
    """Yield the commonest value of a fact, or the middle half of a number."""
    p = attribute.parameter
    values = attribute.values[which]
    if p.kind is Kind.NUMBER:
        low, high = np.quantile(values.astype(np.float64), [0.25, 0.75], method="nearest")
        yield Condition(
            p.name, p.label, Operator.BETWEEN, low=float(low), high=float(high), high_included=True, unit=p.unit
        )
    elif p.kind is not Kind.DATE:
        several = p.kind is Kind.MULTI
        cells = Counter(
            v for cell in values.tolist() for v in (dict.fromkeys(split_list(cell)) if several else (cell,))
        )
        for value, _ in sorted(cells.items(), key=lambda pair: (-pair[1], pair[0]))[:1]:
            yield Condition(p.name, p.label, Operator.INCLUDES if several else Operator.IS, (value,))
