"""The card of a workspace, learnt anew with its edits, for scores of lists of any size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from whofor.app.deals import KeptDeals
from whofor.app.known_customers import KnownCustomers
from whofor.app.profile import part_of
from whofor.app.saved_runs import options_of
from whofor.app.score_card import ProvedCard, learnt_card
from whofor.app.session import Session
from whofor.app.settled_card import card_notes, latest_result, settled_card
from whofor.documents.scorecard_document import ScorecardText, read_scorecard, scorecard_text
from whofor.model import IcpResult
from whofor.model.measure import OutcomeName
from whofor.model.score_answer import ScoreNote
from whofor.stats.threads import one_blas_thread
from whofor.workspace.scorecards import SavedScorecard

__all__ = ["CardOfWorkspace", "card_of_workspace"]


@dataclass(frozen=True, eq=False, slots=True)
class CardOfWorkspace:
    """The card of a workspace.

    Attributes:
        result: The run whose deals it learnt from.
        proved: The card, edited weights in force.
        deals: The deals.
        known: What is a customer already.
        saved: Its file.
    """

    result: IcpResult
    proved: ProvedCard
    deals: KeptDeals
    known: KnownCustomers
    saved: SavedScorecard
    _before: str | None
    _kept: ScorecardText | None

    def keep(self) -> None:
        """Write the card, whole or not at all.

        Raises:
            WorkspaceError: It cannot be written, or somebody edited it meanwhile.
        """
        self.saved.keep(scorecard_text(self.proved.card), self._before)

    def notes(self) -> Iterator[tuple[ScoreNote, str]]:
        """Return what is to be said of it."""
        return card_notes(self.result, self._kept, self.proved)


def card_of_workspace(session: Session, part: str | None, today: date) -> CardOfWorkspace:
    """Return the card learnt from the deals of the latest run.

    Args:
        session: The workspace.
        part: The part of the deals that is meant; `None` where they were not parted.
        today: Today's date.

    Raises:
        WorkspaceError: There is no run, or the card before cannot be read.
        DataError: The deals cannot carry a card.
    """
    result = latest_result(session.workspace, part)
    saved = session.workspace.scorecard(part_of(result))
    before = saved.text()
    kept = None if before is None else read_scorecard(before, str(saved.file))
    with one_blas_thread(), session.reading() as (whole, scan):
        deals = whole.of_part(result.run.part)
        own = replace(options_of(result.run), outcome=OutcomeName.WON, better="", as_of=result.run.as_of or None)
        prepared = deals.prepared(own, today)
        settled = settled_card(session.workspace, result, deals, prepared, allowed={}, kept=kept)
        proved = learnt_card(prepared, settled)
        known = KnownCustomers.of(whole.rows, scan)
    return CardOfWorkspace(result, proved, deals, known, saved, before, kept)
