"""Draw the report of a run that was logged."""

from __future__ import annotations

import shlex
from pathlib import Path

from whofor.app.arguments import LANGUAGES, Arguments, StrPath
from whofor.app.diff import kept_changes
from whofor.app.doctor import health_of
from whofor.app.limits import require_addresses_for_charts
from whofor.app.saved_runs import read_run
from whofor.errors import Problem, Sentence, WorkspaceError
from whofor.model import IcpResult
from whofor.model.parts import PartedAnswer
from whofor.model.profile_answer import ProfileStanding
from whofor.workspace import Workspace, page_name

__all__ = ["load_result", "redraw", "report", "write_report"]


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


def write_report(
    result: IcpResult, workspace: Path, language: str, *, names: bool = False, on_top: bool = True
) -> Path:
    """Write the HTML page of a saved run into its workspace; salespeople are initials unless `names`.

    It is kept with the run, and that of the latest run also lies on top of the workspace unless `on_top` is false,
    as for one of several parts. The data is described only
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
    page = render_html(shown, language, health=health, changes=changes, profile=_standing(opened, result)).encode()
    kept = opened.runs.add(run_id, name, page)
    # A page about other data must not lie beside those of the latest import.
    is_top = on_top and health is not None and opened.runs.latest() == run_id
    return opened.write_file(name, page) if is_top else kept


def redraw(workspace: StrPath) -> None:
    """Draw the pages that lie on top of a workspace again: the profile stands in their head.

    Raises:
        WorkspaceError: There is no workspace, or it cannot be written.
    """
    with Arguments() as read:
        path = read.path("workspace", workspace)
    for language in LANGUAGES:
        if (path / page_name(language)).is_file():
            report(path, language=language)


def _standing(workspace: Workspace, result: IcpResult) -> ProfileStanding | None:
    """Return how the profile of the deals of a run stands; `None` where there is none."""
    from whofor.documents.standing_document import read_standing

    content = workspace.profiles("" if result.run.part is None else result.run.part.value).standing()
    return None if content is None else read_standing(content)


def write_parts_report(answer: PartedAnswer, workspace: Path, language: str, *, names: bool = False) -> Path:
    """Write the page of each part of the deals, and on top of the workspace one that leads to them; return its path."""
    from whofor.reports.parts_page import render_parts_html

    opened = Workspace.open(workspace)
    results = [read_run(opened, run.run_id) for run in answer.runs]
    pages = [write_report(result, workspace, language, names=names, on_top=False) for result in results]
    links = [page.relative_to(workspace).as_posix() for page in pages]
    content = render_parts_html(answer, results, links, language).encode()
    return opened.write_file(page_name(language), content)


def report(workspace: StrPath, *, run_id: str | None = None, language: str = "en", names: bool = False) -> Path:
    """Draw the report of a logged run again, in the language asked.

    Where each part of the deals was searched last, the pages of all parts are drawn, and the one that leads to them.

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
    if run is None and (answer := _latest_parts(path)) is not None:
        return write_parts_report(answer, path, known, names=names)
    return write_report(load_result(path, run), path, known, names=names)


def _latest_parts(workspace: Path) -> PartedAnswer | None:
    """Return what searches of all parts of the deals said, where the latest run is the last of them; else `None`."""
    from whofor.documents.parts_document import PARTS_FILE, read_parts

    runs = Workspace.open(workspace).runs
    latest = runs.latest()
    content = None if latest is None else runs.file(latest, PARTS_FILE)
    if content is None:
        return None
    answer = read_parts(content)
    return answer if answer.runs[-1].run_id == latest else None
