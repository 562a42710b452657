"""Who takes part in a purchase, in words: roles, their shares, their order, and the discount that comes with them."""

from __future__ import annotations

from collections.abc import Iterator

from whofor.model.committee import Committee, CommitteeRole, FewPeople, Spread
from whofor.model.evidence import Estimate
from whofor.model.people import Department, Seniority
from whofor.reports.formats import digits_for
from whofor.reports.phrases import and_list
from whofor.reports.wording.figures import estimate_value, holds_apart
from whofor.reports.words import Words

__all__ = ["committee_sentences", "role_name", "usual_roles", "when_appears"]

_MOST_ROLES = 5
_USUAL = 0.2
"""Share of the won deals from which a role is named: one in five, as for a persona."""
_MOSTLY = 0.5
"""Share from which a role is said to come first or last."""


def role_name(department: Department, seniority: Seniority, words: Words) -> str:
    """Return a role in a few words: what the person works on, and the level."""
    level = words.text(f"people.level_{seniority}")
    if department is Department.UNKNOWN:
        return level
    name = words.text(f"people.department_{department}")
    return name if seniority is Seniority.UNKNOWN else f"{name} · {level}"


def _name(role: CommitteeRole, words: Words) -> str:
    return role_name(role.department, role.seniority, words)


def usual_roles(committee: Committee) -> list[CommitteeRole]:
    """Return the roles that take part in a usual share of the won deals, at most five."""
    return [role for role in committee.roles if (role.won.estimate or 0.0) >= _USUAL][:_MOST_ROLES]


def committee_sentences(committee: Committee, words: Words) -> Iterator[str]:
    """Yield what is told of who takes part in the purchases of a type of client, or why nothing is."""
    if committee.why is not None or committee.people is None:
        key = "no_titles" if committee.why is FewPeople.NO_TITLES else "too_few"
        yield words.text(f"people.{key}", n=committee.n_won, of=committee.n_won_all)
        return
    won = committee.people.won
    yield words.text("people.number", n=committee.n_won, people=_middle(won, words))
    usual = usual_roles(committee)
    if not usual:
        yield words.text("people.no_usual_role")
    for role in usual:
        digits = digits_for(role.won, role.lost)
        yield words.text(
            "people.role" if role.lost.n else "people.role_won",
            role=_name(role, words),
            won=estimate_value(role.won, words, digits),
            lost=estimate_value(role.lost, words, digits),
            when=when_appears(role.call, role.day, words),
        )
    missing = [_name(role, words) for role in usual if role.low is not None and role.low > 0]
    if missing:
        yield words.text("people.missing", roles=and_list(missing, words))
    for key, shares in (("first", [r.first for r in usual]), ("last", [r.last for r in usual])):
        mostly = [
            words.text("people.share", role=_name(role, words), share=estimate_value(share, words), n=share.n)
            for role, share in zip(usual, shares, strict=True)
            if share is not None and (share.estimate or 0.0) >= _MOSTLY
        ]
        if mostly:
            yield words.text(f"people.{key}", roles=and_list(mostly, words))
    for role in usual:
        if (with_role := role.discount) is not None and _differ(with_role, role.discount_without):
            assert role.discount_without is not None
            yield words.text(
                "people.discount",
                role=_name(role, words),
                own=_percent(with_role, words),
                rest=_percent(role.discount_without, words),
            )
    if committee.n_tied < committee.n_won + committee.n_lost:
        yield words.text("people.by_account", n=committee.n_won + committee.n_lost - committee.n_tied)


def _differ(own: Estimate, rest: Estimate | None) -> bool:
    return rest is not None and holds_apart(own, rest)


def _percent(figure: Estimate, words: Words) -> str:
    return words.percent(figure.estimate or 0.0, 0)


def _middle(spread: Spread, words: Words) -> str:
    """Return a median with its quartiles where they differ."""
    low, median, high = (words.number(round(value)) for value in (spread.low, spread.median, spread.high))
    return median if low == high else words.text("people.between", median=median, low=low, high=high)


def when_appears(call: Spread | None, day: Spread | None, words: Words) -> str:
    """Return when a role appears: at which call, and on which day; empty where it is not known."""
    if call is not None and day is not None and day.median >= 0:
        return words.text("people.call_and_day", call=round(call.median), day=round(day.median))
    return words.text("people.call", call=round(call.median)) if call is not None else ""
