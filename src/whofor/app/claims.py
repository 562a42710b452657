"""Claims: how their values are read, which a workspace remembers, and since which day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from whofor.app.own_tables import own_expectations
from whofor.errors import UsageError
from whofor.intake.normalise import country_code
from whofor.model import Segment
from whofor.model.options import FindOptions
from whofor.schema.rows import Attribute
from whofor.segments.claims import Resolver, Shorthands, parse_claim, split_declared
from whofor.workspace import Dataset, Workspace
from whofor.worth.expected_claims import shorthands

__all__ = ["RESOLVERS", "ClaimReader", "remember", "with_remembered"]

RESOLVERS: Mapping[str, Resolver] = {"country": country_code}
"""Functions that turn values written in conditions into canonical ones, by parameter."""


@dataclass(frozen=True, slots=True)
class ClaimReader:
    """Reads types of client that people write, in the language of `--claim`.

    Attributes:
        shorthands: Names that stand for several conditions: what the user's table, or the packaged one, expects.
    """

    shorthands: Shorthands

    @classmethod
    def of(cls, dataset: Dataset) -> ClaimReader:
        """Return the reader for an import.

        Raises:
            InputError: The user's table of what may be expected cannot be read.
        """
        return cls(shorthands(own_expectations(dataset)))

    def read(self, text: str, attributes: Sequence[Attribute]) -> Segment:
        """Return the type of client that a text defines.

        Args:
            text: Its conditions.
            attributes: The facts that conditions may name.

        Raises:
            UsageError: It cannot be read.
        """
        return parse_claim(text, attributes, RESOLVERS, shorthands=self.shorthands)


def with_remembered(
    options: FindOptions,
    remembered: Mapping[str, date],
    attributes: Sequence[Attribute],
    reader: ClaimReader,
    today: date,
) -> FindOptions:
    """Return options whose claims are those given and those remembered, each with the day of its first declaration.

    A day that stands before a claim is kept: who repeats a run elsewhere says when it was declared. What is remembered
    and cannot be read against these data is left out, as an export may lack a fact that another one had.

    Args:
        options: What the user settled.
        remembered: Claims of the workspace, with their days.
        attributes: The facts that the deals have.
        reader: How claims are read.
        today: Today.
    """
    claims: dict[str, date] = {}
    for given in options.claims:
        day, text = split_declared(given)
        known = _alike(remembered).get(_plain(text))
        claims.setdefault(_plain(text), min(d for d in (day, known, today) if d is not None))
    for text, day in remembered.items():
        if _plain(text) not in claims and _readable(text, attributes, reader):
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


def _readable(text: str, attributes: Sequence[Attribute], reader: ClaimReader) -> bool:
    try:
        reader.read(text, attributes)
    except UsageError:
        return False
    return True
