"""One type of client beside those that differ from it in a single condition."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import date

from whofor.app.arguments import Arguments, StrPath
from whofor.app.find import RESOLVERS
from whofor.app.report import load_result
from whofor.app.session import Session
from whofor.errors import Problem, Sentence, UsageError
from whofor.model import Contrast, IcpResult, Segment
from whofor.model.options import FindOptions
from whofor.segments.claims import parse_claim
from whofor.stats.threads import one_blas_thread
from whofor.workspace import Workspace
from whofor.worth.contrasts import all_contrasts

__all__ = ["Contrasted", "contrast"]

_ID = re.compile(r"[SNCHsnch]\d+")


@dataclass(frozen=True, slots=True)
class Contrasted:
    """A type of client and its neighbours.

    Attributes:
        id: Id of the finding, or `C` for one given in words.
        segment: The type of client.
        contrasts: Its neighbours, the clearest difference first.
        deals_called: What the CRM calls a deal.
    """

    id: str
    segment: Segment
    contrasts: tuple[Contrast, ...]
    deals_called: str = "deal"


def contrast(
    workspace: StrPath | Session, segment: str, *, today: date | None = None, as_of: date | float | None = None
) -> Contrasted:
    """Compare a type of client with every neighbour that differs from it in one condition, on every recorded outcome.

    Args:
        workspace: Folder of the workspace, filled by an import; or a session, which keeps what it reads.
        segment: Id of a finding of the latest run, as `S1`, or conditions in words, as for a claim.
        today: Today's date, by default that of the clock; dates after it are no facts.
        as_of: Day up to which outcomes are known: a date, or days since 1970-01-01.

    Raises:
        WorkspaceError: There is no workspace.
        DataError: The deals cannot carry an analysis.
        UsageError: There is no such finding, the conditions cannot be read, or an argument is of the wrong type.
    """
    with Arguments() as read:
        text, day = read.text("SEGMENT", segment), read.today(today)
        options = read.attempt(lambda: FindOptions(as_of=as_of), FindOptions())
        session = Session.of(workspace)
    latest = _latest(session.workspace)
    named = _named(text, {} if latest is None else {f.id: f.segment for f in latest.search.findings})
    if latest is not None:
        options = replace(options, unit=latest.run.options.get("unit", options.unit))
    with one_blas_thread():
        deals = session.deals()
        prepared = deals.prepared(options, day)
        clients = prepared.clients
        id_, wanted = named or ("C", parse_claim(text, clients.rows.attributes, RESOLVERS))
        _refuse_gone(wanted, {a.parameter.name for a in clients.rows.attributes})
        contrasts = all_contrasts([(id_, wanted)], prepared.encoded, clients)
        return Contrasted(id_, wanted, contrasts, deals.dataset.recognition.deals_called)


def _latest(workspace: Workspace) -> IcpResult | None:
    """Return the result of the latest run; `None` where there is no run."""
    return None if workspace.runs.latest() is None else load_result(workspace.path)


def _named(text: str, found: Mapping[str, Segment]) -> tuple[str, Segment] | None:
    """Return the finding that a text names, with its id; `None` where the text holds conditions.

    Raises:
        UsageError: The text is an id, but of no finding.
    """
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


def _refuse_gone(segment: Segment, known: Set[str]) -> None:
    """Raise an error for a finding of a former run whose parameters were not imported again.

    Raises:
        UsageError: They were not.
    """
    gone = [c.label for c in segment.conditions if c.parameter not in known]
    if gone:
        todo = "Run `whofor find` again: the data has changed since."
        raise UsageError(Problem("the data no longer has these facts", "SEGMENT", ", ".join(gone), todo))
