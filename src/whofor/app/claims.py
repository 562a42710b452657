"""Claims: how their values are read, which a workspace remembers, and since which day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from whofor.errors import UsageError
from whofor.intake.normalise import country_code
from whofor.model.options import FindOptions
from whofor.schema.rows import Attribute
from whofor.segments.claims import Resolver, parse_claim, split_declared
from whofor.workspace import Workspace
from whofor.worth.expected_claims import SHORTHANDS

__all__ = ["RESOLVERS", "remember", "with_remembered"]

RESOLVERS: Mapping[str, Resolver] = {"country": country_code}
"""Functions that turn values written in conditions into canonical ones, by parameter."""


def with_remembered(
    options: FindOptions,
    remembered: Mapping[str, date],
    attributes: Sequence[Attribute],
    resolvers: Mapping[str, Resolver],
    today: date,
) -> FindOptions:
    """Return options whose claims are those given and those remembered, each with the day of its first declaration.

    A day that stands before a claim is kept: who repeats a run elsewhere says when it was declared. What is remembered
    and cannot be read against these data is left out, as an export may lack a fact that another one had.

    Args:
        options: What the user settled.
        remembered: Claims of the workspace, with their days.
        attributes: The facts that the deals have.
        resolvers: How values written in claims become canonical ones.
        today: Today.
    """
    claims: dict[str, date] = {}
    for given in options.claims:
        day, text = split_declared(given)
        known = _alike(remembered).get(_plain(text))
        claims.setdefault(_plain(text), min(d for d in (day, known, today) if d is not None))
    for text, day in remembered.items():
        if _plain(text) not in claims and _readable(text, attributes, resolvers):
            claims[_plain(text)] = day
    return replace(options, claims=tuple(f"{day.isoformat()}: {text}" for text, day in claims.items()))


def remember(workspace: Workspace, options: FindOptions) -> None:
    """Keep the claims of a run that ended well, in the order in which they came; nothing is written where none is new.

    Raises:
        WorkspaceError: They cannot be written.
    """
    remembered = workspace.claims()
    claims = {_plain(text): day for text, day in remembered.items()}
    for given in options.claims:
        day, text = split_declared(given)
        if day is not None:
            claims[_plain(text)] = min(day, claims.get(_plain(text), day))
    if claims != remembered:
        workspace.keep_claims(claims)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _alike(remembered: Mapping[str, date]) -> dict[str, date]:
    return {_plain(text): day for text, day in remembered.items()}


def _readable(text: str, attributes: Sequence[Attribute], resolvers: Mapping[str, Resolver]) -> bool:
    try:
        parse_claim(text, attributes, resolvers, shorthands=SHORTHANDS)
    except UsageError:
        return False
    return True
