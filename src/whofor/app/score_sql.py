"""The card of a workspace as SQL, which a data warehouse carries out without whofor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from whofor.app.arguments import Arguments, StrPath
from whofor.app.card_of_workspace import CardOfWorkspace, card_of_workspace
from whofor.app.list_places import list_places
from whofor.app.score_card import ProvedCard
from whofor.app.session import InSession, Session
from whofor.app.streamed_list import open_streamed
from whofor.days import days_of
from whofor.engines.open import score_statement
from whofor.model.progress import Progress, silent
from whofor.model.score_expression import ScoreExpression
from whofor.schema.rows import Attribute
from whofor.schema.scorer import ScoringJob
from whofor.scoring.expression import named_columns, places_of, score_expression
from whofor.scoring.tiers import usual_tiers
from whofor.scoring.unknowns import BlankShares
from whofor.stats.threads import one_blas_thread
from whofor.workspace import TemporaryFolder

__all__ = ["score_sql"]


def score_sql(
    prospects: StrPath | None = None,
    *,
    workspace: StrPath | Session | InSession,
    as_of: date | str | None = None,
    part: str | None = None,
    today: date | None = None,
    progress: Progress = silent,
) -> str:
    """Return the card of a workspace as a query in SQL, and keep the card there.

    Over a list it reads the list's columns, in every spelling that the list has, and takes its share of blanks. Without
    one it reads columns named as the facts, with values as whofor spells them, and takes blanks to be as usual.

    Args:
        prospects: A list whose columns those of the table are alike, one file.
        workspace: Folder of the workspace; or a session, or a result of one.
        as_of: Only what was known before this day counts; today if absent.
        part: The part of the deals whose latest run is meant.
        today: Today's date, by default that of the clock.
        progress: Called with the work done.

    Raises:
        WorkspaceError: There is no run, or the card of the workspace cannot be read.
        DataError: The deals cannot carry a card.
        SourceError: The list cannot be read.
        UsageError: An argument is of the wrong type.
    """
    with Arguments() as read:
        now, about = read.today(today), None if part is None else read.text("--part", part)
        source = None if prospects is None else read.path("PROSPECTS", prospects)
        day, called = float(days_of(read.known_before(as_of, now))), read.progress(progress)
        session = Session.of(workspace)
    called("score", 0, 1)
    found = card_of_workspace(session, about, now)
    card, facts = found.proved.card, found.deals.rows.attributes
    with one_blas_thread():
        expression, id_ = _over_facts(found.proved, facts, day), "account_key"
        if source is not None:
            expression, id_ = _over_list(found, source, day, called)
    text = score_statement(ScoringJob(expression, id_, card.tiers or usual_tiers(card.base_rate or 0.0)))
    called("score", 1, 1)
    found.keep()
    return text


def _over_facts(proved: ProvedCard, facts: Sequence[Attribute], day: float) -> ScoreExpression:
    card = proved.card
    names = {name for block in card.blocks for name in block.attributes}
    columns = named_columns([a.parameter for a in facts if a.parameter.name in names], card, day)
    # Of a table that was not seen nothing says that its blanks are more than usual.
    usual = BlankShares(tuple(b.unknown_share for b in card.blocks), (1.0,) * len(card.blocks))
    return score_expression(card, places_of(card.blocks, columns, day), usual, proved.companions)


def _over_list(held: CardOfWorkspace, source: Path, day: float, progress: Progress) -> tuple[ScoreExpression, str]:
    """Return the card over the columns of a list, and the column that tells its rows apart."""
    card, proved = held.proved.card, held.proved
    needed = {name for block in card.blocks for name in block.needed}
    folder = TemporaryFolder()
    try:
        with open_streamed(source, folder.path, held.deals, needed, day=day, progress=progress) as listed:
            found = list_places(listed, card, None, day)
            return score_expression(card, found.places, found.blanks, proved.companions), listed.id
    finally:
        folder.remove()
