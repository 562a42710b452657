"""What a workspace settles of its card, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from whofor.analysis.prepare import Prepared
from whofor.app.arguments import LANGUAGES
from whofor.app.card_types import CardTypes, named_types
from whofor.app.claims import ClaimReader
from whofor.app.deals import KeptDeals
from whofor.app.personal_facts import check_allowed
from whofor.app.profile import part_of
from whofor.app.saved_runs import latest_run, read_run
from whofor.app.score_card import ProvedCard, Settled
from whofor.documents.scorecard_document import ScorecardText, name_of_bin
from whofor.errors import Problem, WorkspaceError
from whofor.model import IcpResult
from whofor.model.measure import OutcomeName
from whofor.model.parameters import SITUATION_PREFIX
from whofor.model.score_answer import ScoreNote
from whofor.model.scorecard import Scorecard
from whofor.workspace import Workspace

__all__ = ["card_names", "card_notes", "latest_result", "settled_card"]


def settled_card(
    place: Workspace,
    result: IcpResult,
    deals: KeptDeals,
    prepared: Prepared,
    *,
    allowed: Mapping[str, str],
    kept: ScorecardText | None,
) -> Settled:
    """Return what people settled of the card.

    Args:
        place: The workspace.
        result: The latest run.
        deals: The deals that the card learns from.
        prepared: The same, prepared for a search.
        allowed: Attributes of persons that may be counted, each with the reason.
        kept: The card before; `None` for the first one.

    Raises:
        WorkspaceError: The profile cannot be read.
        UsageError: A column is allowed that would not be kept out.
    """
    facts = [a for a in prepared.bench.rows.attributes if a.parameter.is_searched]
    check_allowed(facts, [*allowed])
    file = str(place.scorecard(part_of(result)).file)
    types = CardTypes.of(place, result, facts, ClaimReader.of(deals.dataset))
    return Settled(None if kept is None else kept.card, file, types, allowed)


def latest_result(place: Workspace, part: str | None) -> IcpResult:
    """Return the latest run of a workspace, or of a part of its deals.

    Raises:
        WorkspaceError: There is none.
    """
    logged = latest_run(place, part)
    if logged is None:
        raise WorkspaceError(Problem("the workspace holds no run", str(place.path), "", "Run `whofor find` first."))
    return read_run(place, logged.id)


def card_notes(result: IcpResult, kept: ScorecardText | None, proved: ProvedCard) -> Iterator[tuple[ScoreNote, str]]:
    """Yield what is to be said of the card."""
    if result.run.outcome != OutcomeName.WON:
        yield ScoreNote.OTHER_OUTCOME, result.run.outcome
    for label in proved.barred:
        yield ScoreNote.PERSONAL, label
    for label, why in proved.card.allowed_personal.items():
        yield ScoreNote.PERSONAL_ALLOWED, f"{label} ({why})"
    for edit in proved.gone:
        yield ScoreNote.EDIT_GONE, f"{edit.block}: {name_of_bin(edit.bin)} = {edit.bin.in_force:g}"
    for key in () if kept is None else kept.unknown:
        yield ScoreNote.UNKNOWN_KEY, key


def card_names(result: IcpResult, card: Scorecard) -> dict[str, dict[str, str]]:
    """Return what situations, and the types of client of a card, are called, by language."""
    going_on = result.clients.going_on
    named = named_types(result, card)
    return {
        language: {f"{SITUATION_PREFIX}{one.name}": one.label_in(language) for one in going_on} | named[language]
        for language in LANGUAGES
    }
