"""One type of client beside those that differ from it in a single condition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from whofor.app.find import read_deals
from whofor.app.report import load_result
from whofor.days import days_of
from whofor.intake.normalise import country_code
from whofor.model import Contrast, Segment
from whofor.model.options import FindOptions
from whofor.workspace import Workspace
from whofor.worth.contrasts import contrast_segment

__all__ = ["Contrasted", "contrast"]


@dataclass(frozen=True, slots=True)
class Contrasted:
    """A type of client and its neighbours.

    Attributes:
        id: Id of the finding, or `C` for one given in words.
        segment: The type of client.
        contrasts: Its neighbours, the clearest difference first.
    """

    id: str
    segment: Segment
    contrasts: tuple[Contrast, ...]


def contrast(workspace: Path, segment: str, *, today: date, as_of: float | None = None) -> Contrasted:
    """Set a type of client beside every neighbour that differs from it in one condition, on everything lived with both.

    Args:
        workspace: Folder of the workspace, filled by an import.
        segment: Id of a finding of the latest run, as `S1`, or conditions in words, as for a claim.
        today: Today's date; dates after it are no facts.
        as_of: Day up to which outcomes are known, days since 1970-01-01.

    Raises:
        WorkspaceError: There is no workspace, or no run of it where an id is given.
        DataError: The deals cannot carry an analysis.
        UsageError: There is no such finding, or the conditions cannot be read.
    """
    opened = Workspace.open(workspace)
    dataset = opened.dataset()
    found: dict[str, Segment] = {}
    if opened.latest_run() is not None:
        found = {f.id: f.segment for f in load_result(workspace).search.findings}
    with opened.engine() as engine:
        rows = read_deals(engine, dataset)
    told, contrasts = contrast_segment(
        segment,
        found,
        rows,
        dataset.parameters,
        FindOptions(as_of=as_of),
        today=days_of(today),
        resolvers={"country": country_code},
    )
    return Contrasted(segment.upper() if segment.upper() in found else "C", told, contrasts)
