"""What changed between the runs of a workspace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from whofor.analysis.changes import changes_between
from whofor.analysis.prepare import Prepared
from whofor.analysis.usable import CannotJudge
from whofor.app.arguments import Arguments, StrPath
from whofor.app.deals import KeptDeals
from whofor.app.saved_runs import latest_run, options_of, read_run
from whofor.app.session import InSession, Session
from whofor.errors import DataError, Problem, Sentence, WorkspaceError
from whofor.model import IcpResult
from whofor.model.changes import Changes
from whofor.model.options import FindOptions
from whofor.workspace import Workspace
from whofor.workspace.runs import LoggedRun

__all__ = ["changes_beside", "changes_up_to", "diff", "kept_changes"]


def diff(
    workspace: StrPath | Session | InSession,
    run_id: str | None = None,
    *,
    today: date | None = None,
    part: str | None = None,
) -> Changes:
    """Compare the latest run of a workspace with an earlier one: data, answer, and each figure.

    What the earlier run showed of a type of client is set against the deals that it did not analyse. A difference is
    called a change only where its interval leaves out 0.

    Args:
        workspace: Folder of the workspace; or a session, which keeps what it reads, or a result of one.
        run_id: The earlier run; by default the last one before the latest that is of other data and the same outcome,
            else the last other one.
        today: Today's date, by default that of the clock.
        part: The part of the deals, as one product, whose latest run is compared; needed where each part was searched.

    Raises:
        WorkspaceError: There are no two runs, there is no such run, or other data were imported since the latest.
        DataError: The deals cannot be read.
        UsageError: An argument is of the wrong type, or the two runs are of different outcomes.
    """
    from whofor.documents.changes_document import changes_bytes, read_changes

    with Arguments() as read:
        wanted = None if run_id is None else read.text("RUN", run_id)
        day, about = read.today(today), None if part is None else read.text("--part", part)
        session = Session.of(workspace)
    place = session.workspace
    logged, latest = place.runs.logged(), latest_run(place, about)
    if latest is None:
        raise WorkspaceError(Problem("the workspace holds no run", str(place.path), "", "Run `whofor find` first."))
    then = _base(logged, latest) if wanted is None else _named(place, logged, wanted)
    if then is None:
        todo = "Run it again when there are newer deals: each run is kept."
        raise WorkspaceError(Problem("there is only one run to compare", str(place.path), latest.id, todo))
    if then.id == latest.id:
        raise WorkspaceError(Problem("this is the latest run itself", str(place.path), then.id, "Name an earlier one."))
    if wanted is None and (kept := kept_changes(place, latest.id)) is not None:
        return kept
    now = read_run(place, latest.id)
    deals = session.deals().of_part(now.run.part)
    if deals.dataset.data_hash != now.run.data_hash:
        todo = "Run `whofor find`: then there is a run of these data to compare."
        raise WorkspaceError(Problem("other data were imported since the latest run", str(place.path), latest.id, todo))
    changes = _compare(
        place, then, latest, now, _prepared(deals, replace(options_of(now.run), as_of=now.run.as_of or None), day)
    )
    # As it would have been kept, so that one comparison has one set of figures.
    return read_changes(changes_bytes(changes))


def changes_beside(
    workspace: Workspace, deals: KeptDeals, options: FindOptions, result: IcpResult, today: date
) -> dict[str, bytes]:
    """Return the file that tells what changed since the run before a run; none where there is none, or it is kept.

    Args:
        workspace: Where the run is to be saved.
        deals: The deals of the run.
        options: Its options.
        result: Its result as it will be saved.
        today: Today's date.
    """
    from whofor.documents.changes_document import CHANGES_FILE, changes_bytes

    logged, run = workspace.runs.logged(), result.run
    saved = next((one for one in logged if one.id == run.id), None)
    if saved is not None and workspace.runs.file(run.id, CHANGES_FILE) is not None:
        return {}
    about = ("", "") if run.part is None else (run.part.value, run.part.parameter)
    now = saved or LoggedRun(run.id, today.isoformat(), run.data_hash, run.outcome, *about)
    then = _base([*(one for one in logged if one.id != run.id), now], now)
    if then is None:
        return {}
    try:
        return {CHANGES_FILE: changes_bytes(_compare(workspace, then, now, result, _prepared(deals, options, today)))}
    except WorkspaceError:
        # A run that is damaged, or of a newer version, is nothing to compare with; `diff` says so where it is asked.
        return {}


def changes_up_to(workspace: StrPath, run_id: str) -> Changes | None:
    """Return what changed up to a saved run since the one before it; `None` where there was none.

    Raises:
        WorkspaceError: There is no workspace, or what is kept is damaged.
    """
    with Arguments() as read:
        path = read.path("workspace", workspace)
    return kept_changes(Workspace.open(path), run_id)


def kept_changes(workspace: Workspace, run_id: str) -> Changes | None:
    """Return what changed up to a run since the one before it, as kept with it; `None` where nothing is kept.

    Raises:
        WorkspaceError: What is kept is damaged.
    """
    from whofor.documents.changes_document import CHANGES_FILE, read_changes

    content = workspace.runs.file(run_id, CHANGES_FILE)
    return None if content is None else read_changes(content)


def _base(logged: list[LoggedRun], now: LoggedRun) -> LoggedRun | None:
    """Return the run that a later one is compared with by default; `None` where there is none before it."""
    before = [run for run in logged[: logged.index(now)] if run.about == now.about]
    of_other_data = [run for run in before if run.data_hash != now.data_hash]
    return next(iter(reversed(of_other_data or before)), None)


def _named(place: Workspace, logged: list[LoggedRun], wanted: str) -> LoggedRun:
    """Return the logged run of an id, or of its beginning.

    Raises:
        WorkspaceError: There is no such run, or several begin so.
    """
    found = [run for run in logged if run.id == wanted] or [run for run in logged if run.id.startswith(wanted)]
    if len(found) != 1 or not wanted:
        known = ", ".join(run.id for run in logged)
        what = "There is no such run" if not found else "several runs begin so"
        raise WorkspaceError(Problem(what, str(place.path), wanted, Sentence("Saved runs: {known}.", known=known)))
    return found[0]


def _compare(
    place: Workspace, then: LoggedRun, now: LoggedRun, result: IcpResult, prepared: Prepared | None
) -> Changes:
    return changes_between(read_run(place, then.id), result, prepared, (then.day, now.day))


def _prepared(deals: KeptDeals, options: FindOptions, today: date) -> Prepared | None:
    try:
        return deals.prepared(options, today)
    except (CannotJudge, DataError):
        return None
