"""Draw the report of a run that was logged."""

from __future__ import annotations

import shlex
from pathlib import Path

from whofor.app.arguments import Arguments, StrPath
from whofor.app.diff import kept_changes
from whofor.app.doctor import health_of
from whofor.app.limits import require_addresses_for_charts
from whofor.app.saved_runs import read_run
from whofor.errors import Problem, Sentence, WorkspaceError
from whofor.model import IcpResult
from whofor.workspace import Workspace, page_name

__all__ = ["load_result", "report", "write_report"]


def load_result(workspace: Path, run_id: str | None = None) -> IcpResult:
    """Return the result of a logged run, by default the latest.

    Raises:
        WorkspaceError: There is no such run.
    """
    opened = Workspace.open(workspace)
    wanted = run_id or opened.runs.latest()
    if wanted is None:
        raise WorkspaceError(
            Problem(
                "the workspace holds no run",
                str(workspace),
                "",
                Sentence("Run `whofor find --workspace {workspace}`", workspace=shlex.quote(str(workspace))),
            )
        )
    return read_run(opened, wanted)


def write_report(result: IcpResult, workspace: Path, language: str, *, names: bool = False) -> Path:
    """Write the HTML page of a saved run into its workspace; salespeople are initials unless `names`.

    It is kept with the run, and that of the latest run also lies on top of the workspace. The data is described only
    where the workspace still holds that of the run, and no later import.

    Returns:
        Path of the page.
    """
    from whofor.reports.html import render_html
    from whofor.reports.persons import with_initials

    opened = Workspace.open(workspace)
    health = health_of(opened) if opened.dataset().data_hash == result.run.data_hash else None
    if health is not None and health.data_hash != result.run.data_hash:
        # Replaced while it was read.
        health = None
    shown = result if names else with_initials(result)
    changes, run_id, name = kept_changes(opened, result.run.id), result.run.id, page_name(language)
    page = render_html(shown, language, health=health, changes=changes).encode()
    kept = opened.runs.add(run_id, name, page)
    # A page about other data must not lie beside those of the latest import.
    return opened.write_file(name, page) if health is not None and opened.runs.latest() == run_id else kept


def report(workspace: StrPath, *, run_id: str | None = None, language: str = "en", names: bool = False) -> Path:
    """Draw the report of a logged run again, in the language asked.

    Args:
        workspace: Folder of the workspace.
        run_id: The run; by default the latest.
        language: `en` or `fr`.
        names: Whether salespeople are named in full; otherwise by their initials.

    Returns:
        Path of the HTML page.

    Raises:
        WorkspaceError: There is no such run, or the page cannot be written.
        MachineError: Charts cannot be drawn under the limits of this process.
        UsageError: An argument is of the wrong type, or the language is not there.
    """
    with Arguments() as read:
        path, known = read.path("workspace", workspace), read.language(language)
        run = None if run_id is None else read.text("--run", run_id)
    require_addresses_for_charts()
    return write_report(load_result(path, run), path, known, names=names)
