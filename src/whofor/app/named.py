"""The type of client that a user means: a finding of the latest run by its id, or conditions in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whofor.app.claims import ClaimReader
from whofor.app.saved_runs import latest_run, read_run
from whofor.errors import Problem, Sentence, UsageError
from whofor.model import FindingKind, IcpResult, Segment
from whofor.schema.rows import Attribute
from whofor.workspace import Workspace

__all__ = ["MeantType", "meant_type"]

_ID = re.compile(rf"[{''.join(FindingKind)}]\d+", re.IGNORECASE)
_IN_WORDS = "C"
"""Id of a type of client that is given in words."""


@dataclass(frozen=True, slots=True)
class MeantType:
    """What a user wrote for a type of client.

    Attributes:
        text: As it was written.
        latest: Result of the latest run; `None` where there is no run.
        found: The finding of that run with its id; `None` where the text holds conditions.
    """

    text: str
    latest: IcpResult | None
    found: tuple[str, Segment] | None

    def among(self, attributes: Sequence[Attribute], reader: ClaimReader) -> tuple[str, Segment]:
        """Return the id and the conditions of the type of client.

        Args:
            attributes: The facts that conditions may name.
            reader: How conditions are read.

        Raises:
            UsageError: The conditions cannot be read, or the data no longer has the facts of the finding.
        """
        id_, segment = self.found or (_IN_WORDS, reader.read(self.text, attributes))
        known = {a.parameter.name for a in attributes}
        gone = [c.label for c in segment.conditions if c.parameter not in known]
        if gone:
            todo = "Run `whofor find` again: the data has changed since."
            raise UsageError(Problem("the data no longer has these facts", "SEGMENT", ", ".join(gone), todo))
        return id_, segment


def meant_type(text: str, workspace: Workspace, part: str | None = None) -> MeantType:
    """Return the type of client that a text names.

    Args:
        text: Id of a finding of the latest run, as `S1`, or conditions in words, as for a claim.
        workspace: The workspace that holds the runs.
        part: The part of the deals, as one product, whose latest run is meant.

    Raises:
        UsageError: The text is an id, but of no finding; or each part has a run and none is named.
        WorkspaceError: The latest run cannot be read.
    """
    logged = latest_run(workspace, part)
    latest = None if logged is None else read_run(workspace, logged.id)
    return MeantType(text, latest, _named(text, {} if latest is None else _segments(latest)))


def _segments(result: IcpResult) -> dict[str, Segment]:
    return {f.id: f.segment for f in result.search.findings}


def _named(text: str, found: Mapping[str, Segment]) -> tuple[str, Segment] | None:
    segment = found.get(text.upper())
    if segment is not None:
        return text.upper(), segment
    if _ID.fullmatch(text):
        names = ", ".join(found) or Sentence("none: run `whofor find` first")
        todo = Sentence(
            "The findings are {names}. Or write conditions: 'sector = fintech and employees 51..200'.", names=names
        )
        raise UsageError(Problem("there is no such finding", "SEGMENT", text, todo))
    return None
