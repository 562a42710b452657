"""One type of client beside those that differ from it in a single condition."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from whofor.app.arguments import Arguments, StrPath
from whofor.app.named import meant_type
from whofor.app.session import Session
from whofor.model import Contrast, Segment
from whofor.model.options import FindOptions
from whofor.stats.threads import one_blas_thread
from whofor.worth.contrasts import all_contrasts

__all__ = ["Contrasted", "contrast"]


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
    meant = meant_type(text, session.workspace)
    if meant.latest is not None:
        options = replace(options, unit=meant.latest.run.options.get("unit", options.unit))
    with one_blas_thread():
        deals = session.deals()
        prepared = deals.prepared(options, day)
        clients = prepared.clients
        id_, wanted = meant.among(clients.rows.attributes)
        contrasts = all_contrasts([(id_, wanted)], prepared.encoded, clients)
        return Contrasted(id_, wanted, contrasts, deals.dataset.recognition.deals_called)
