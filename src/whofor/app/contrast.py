"""One type of client beside those that differ from it in a single condition."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from whofor.analysis.committees import deals_to_tell, with_roles
from whofor.app.arguments import Arguments, StrPath
from whofor.app.claims import ClaimReader
from whofor.app.named import meant_type
from whofor.app.own_tables import own_words
from whofor.app.session import InSession, Session
from whofor.app.tabular import FIGURE, ColumnTypes, Tabular, figures_of
from whofor.model import Comparison, Contrast, Segment
from whofor.model.options import FindOptions
from whofor.stats.threads import one_blas_thread
from whofor.worth.contrasts import all_contrasts

if TYPE_CHECKING:
    from whofor.reports.words import Words

__all__ = ["Contrasted", "contrast"]


_COLUMNS: ColumnTypes = {
    **dict.fromkeys(("id", "condition", "neighbour", "outcome", "unit"), str),
    **{f"{side}{name}": kind for side in ("", "neighbour_") for name, kind in FIGURE.items()},
    **dict.fromkeys(("difference", "difference_low", "difference_high", "p"), float),
}


@dataclass(frozen=True, slots=True, repr=False)
class Contrasted(Tabular):
    """A type of client and its neighbours; as a table one row for each outcome of each neighbour.

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

    def __repr__(self) -> str:
        """Return on one line what is compared."""
        from whofor.reports.notebook import contrast_line

        return contrast_line(self.id, self.segment, self.contrasts, self._words())

    def _repr_html_(self) -> str:
        """Return the clearest neighbours as HTML for a notebook."""
        from whofor.reports.notebook import contrast_fragment

        return contrast_fragment(self.id, self.segment, self.contrasts, self._words())

    def column_types(self) -> ColumnTypes:
        """Return the columns of the table, each with the type of its values."""
        return _COLUMNS

    def to_dicts(self) -> list[dict[str, object]]:
        """Return each outcome of each neighbour as a dictionary of its columns."""
        words = self._words()
        return [_row(contrast, one, words) for contrast in self.contrasts for one in contrast.comparisons]

    def _words(self) -> Words:
        from whofor.reports.words import words_of

        return words_of("en", self.deals_called)


def _row(contrast: Contrast, one: Comparison, words: Words) -> dict[str, object]:
    from whofor.reports.notebook import condition_text

    texts = (condition_text(condition, words) for condition in (contrast.condition, contrast.other))
    measure = one.measure
    figures = (*figures_of(one.own), *figures_of(one.other), one.difference, one.low, one.high, one.p)
    row = (contrast.finding, *texts, measure.label or measure.name, measure.unit, *figures)
    return dict(zip(_COLUMNS, row, strict=True))


def contrast(
    workspace: StrPath | Session | InSession,
    segment: str,
    *,
    today: date | None = None,
    as_of: date | float | None = None,
    part: str | None = None,
) -> Contrasted:
    """Compare a type of client with every neighbour that differs from it in one condition, on every recorded outcome.

    Args:
        workspace: Folder of the workspace, filled by an import; or a session, which keeps what it reads.
        segment: Id of a finding of the latest run, as `S1`, or conditions in words, as for a claim.
        today: Today's date, by default that of the clock; dates after it are no facts.
        as_of: Day up to which outcomes are known: a date, or days since 1970-01-01.
        part: The part of the deals, as one product, whose latest run is meant; needed where each part was searched.

    Raises:
        WorkspaceError: There is no workspace.
        DataError: The deals cannot carry an analysis.
        UsageError: There is no such finding, the conditions cannot be read, or an argument is of the wrong type.
    """
    with Arguments() as read:
        text, day = read.text("SEGMENT", segment), read.today(today)
        options = read.attempt(lambda: FindOptions(as_of=as_of), FindOptions())
        about = None if part is None else read.text("--part", part)
        session = Session.of(workspace)
    meant = meant_type(text, session.workspace, about)
    if meant.latest is not None:
        options = replace(options, unit=meant.latest.run.options.get("unit", options.unit))
    with one_blas_thread():
        deals = session.deals().of_part(None if meant.latest is None else meant.latest.run.part)
        prepared = deals.prepared(options, day)
        clients = prepared.clients
        id_, wanted = meant.among(clients.rows.attributes, ClaimReader.of(deals.dataset))
        contrasts = all_contrasts([(id_, wanted)], prepared.encoded, clients)
        contrasts = with_roles(contrasts, {id_: wanted}, clients, deals_to_tell(clients, own_words(deals.dataset)))
        return Contrasted(id_, wanted, contrasts, deals.dataset.recognition.deals_called)
