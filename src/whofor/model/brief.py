"""A result on one line, for consoles and notebooks."""

from __future__ import annotations

from whofor.model.evidence import Estimate, SegmentFinding
from whofor.model.segment import Condition, Operator

__all__ = ["finding_in_brief"]


def finding_in_brief(finding: SegmentFinding) -> str:
    """Return the conditions of a finding and its figure beside that of the rest, held-back deals where there are any.

    Example: `Industry = fintech and Employees 51 to under 201 people, 51 % (n = 88) vs 18 %`.
    """
    held_back = finding.confirm.n > 0
    own, rest = (finding.confirm, finding.rest_confirm) if held_back else (finding.search, finding.rest_search)
    conditions = " and ".join(_condition(c) for c in finding.segment.conditions)
    text = f"{conditions}, {_figure(own)} (n = {own.n:,}) vs {_figure(rest)}"
    # Names come from files of others and may hold characters that steer a terminal.
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def _condition(condition: Condition) -> str:
    """Return a condition as it could be written in a claim, with the parameter's name for people."""
    if condition.operator is Operator.UNKNOWN:
        return f"{condition.label} unknown"
    if condition.operator is Operator.BETWEEN:
        unit = f" {condition.unit.replace('_', ' ')}" if condition.unit else ""
        return f"{condition.label} {_range(condition)}{unit}"
    return f"{condition.label} = {condition.name or ' or '.join(condition.values)}"


def _range(condition: Condition) -> str:
    if condition.low is None and condition.high is None:
        return "known"
    if condition.low is None:
        return f"{'<=' if condition.high_included else '<'} {condition.high:g}"
    if condition.high is None:
        return f">= {condition.low:g}"
    return f"{condition.low:g} {'to' if condition.high_included else 'to under'} {condition.high:g}"


def _figure(figure: Estimate) -> str:
    """Return a share in percent, a mean with its unit."""
    if figure.estimate is None:
        return "unknown"
    if figure.n_won is not None:
        return f"{figure.estimate:.0%}".replace("%", " %")
    digits = f"{figure.estimate:,.0f}" if abs(figure.estimate) >= 100 else f"{figure.estimate:.3g}"
    return f"{digits} {figure.unit}".rstrip()
