"""Claims that name what is expected of a client: `expected norm = GDPR` stands for countries, sectors and a size."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from whofor.errors import Problem, Sentence, UsageError
from whofor.model import Condition, Operator
from whofor.model.expected import ExpectationKind
from whofor.schema.rows import Attribute
from whofor.segments.claims import Shorthands
from whofor.text import did_you_mean, fold
from whofor.worth.expected import Rule, expected_rules

__all__ = ["shorthands"]


def _conditions(
    table: Sequence[Rule], kind: ExpectationKind, value: str, attributes: Sequence[Attribute]
) -> list[Condition]:
    """Return the conditions that a row of the table stands for, on what the data has.

    Raises:
        UsageError: The table has no such row, or the data lacks what it asks for.
    """
    rules = {rule.name: rule for rule in table if rule.kind is kind}
    rule = next((one for name, one in rules.items() if fold(name) == fold(value)), None)
    place = f"--claim 'expected {kind} = {value}'"
    if rule is None:
        todo = did_you_mean(value, list(rules), what="names")
        raise UsageError(Problem("This is expected by no row of the table", place, value, todo))
    there = {a.parameter.name: a for a in attributes}
    found: list[Condition] = []
    if rule.places:
        found.append(_among(there.get("country"), "country", rule, lambda text, _: text in rule.places, place))
    if rule.states:
        found.append(_among(there.get("state"), "state", rule, lambda text, _: fold(text) in rule.states, place))
    if rule.activities:
        activities = rule.activities
        found.append(
            _among(there.get("industry"), "industry", rule, lambda text, wide: bool({text, *wide} & activities), place)
        )
    if rule.people_from:
        size = there.get("employees")
        if size is None:
            raise _missing("employees", place)
        low = rule.people_from
        found.append(Condition("employees", size.parameter.label, Operator.BETWEEN, low=low, unit=size.parameter.unit))
    return found


def _among(
    attribute: Attribute | None,
    name: str,
    rule: Rule,
    fits: Callable[[str, Sequence[str]], bool],
    place: str,
) -> Condition:
    """Return the condition that a fact is one of the values that fit, of those that the data has."""
    if attribute is None:
        raise _missing(name, place)
    texts = sorted({text for text in attribute.values.tolist() if text is not None})
    values = tuple(text for text in texts if fits(text, attribute.unions.get(text, ())))
    if not values:
        what = Sentence("No client is of what {name!r} asks for: {fact}", name=rule.name, fact=name)
        raise UsageError(Problem(what, place, rule.name, "Claim what the client is: sector, size, country, tools."))
    operator = Operator.IS if len(values) == 1 else Operator.IN
    return Condition(name, attribute.parameter.label, operator, values)


def _missing(name: str, place: str) -> UsageError:
    todo = "Export the companies with their sector, size and country, then import again."
    return UsageError(Problem("Your export has no column for this", place, name, todo))


_NAMES: Mapping[str, ExpectationKind] = {
    **dict.fromkeys(("expected norm", "norm", "compliance", "norme attendue", "norme"), ExpectationKind.NORM),
    **dict.fromkeys(("expected process", "processus attendu"), ExpectationKind.PROCESS),
    **dict.fromkeys(("expected budget", "budget attendu"), ExpectationKind.BUDGET),
}


def shorthands(rules: Sequence[Rule] | None = None) -> Shorthands:
    """Return the names that claims may use beside those of the facts, each with what it stands for.

    Args:
        rules: What may be expected of clients; `None` for the packaged table.
    """
    table = expected_rules() if rules is None else rules
    return {name: partial(_conditions, table, kind) for name, kind in _NAMES.items()}
