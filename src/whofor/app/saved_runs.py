"""Runs as they are saved in a workspace, and read from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from whofor.errors import Problem, Sentence, UsageError
from whofor.model import IcpResult, RunInfo
from whofor.model.options import FindOptions, Unit
from whofor.text import did_you_mean
from whofor.workspace import Workspace
from whofor.workspace.runs import LoggedRun

__all__ = ["keep_run", "latest_run", "options_of", "read_run"]


def options_of(run: RunInfo) -> FindOptions:
    """Return the options of a run that decide which deals are analysed, and by what outcome.

    The last day of known outcomes is among them only where it was given.
    """
    said, weight, part = run.options, "weight_", run.part
    return FindOptions(
        outcome=run.outcome,
        better=said.get("better", ""),
        unit=said.get("unit", Unit.ACCOUNT),
        as_of=said.get("as_of"),
        weights=[(name.removeprefix(weight), float(n)) for name, n in said.items() if name.startswith(weight)],
        per="" if part is None else part.parameter,
        part="" if part is None else part.value,
    )


def latest_run(workspace: Workspace, part: str | None) -> LoggedRun | None:
    """Return the run saved last, or the last one about a part of the deals; `None` where the workspace holds no run.

    Args:
        workspace: The workspace.
        part: The part, as one product; `None` for a run of all deals.

    Raises:
        UsageError: The run saved last is about one part of several and none is named, or no run is about the part.
    """
    logged = workspace.runs.logged()
    parts = list(dict.fromkeys(run.part for run in reversed(logged) if run.part))
    if part is not None:
        found = next((run for run in reversed(logged) if run.part == part), None)
        if found is None:
            raise UsageError(Problem("no run is about this part of the deals", "--part", part, _named(part, parts)))
        return found
    if not logged:
        return None
    if logged[-1].part:
        todo = Sentence("Name one with --part: {names}", names=", ".join(parts))
        raise UsageError(Problem("the latest runs are about one part of the deals each", "--part", "", todo))
    return logged[-1]


def _named(part: str, parts: list[str]) -> str:
    return did_you_mean(part, parts) or Sentence("Search each part first: `whofor find --per product`.")


def keep_run(
    result: IcpResult,
    workspace: Workspace,
    today: date,
    beside: Callable[[IcpResult], Mapping[str, bytes]] | None = None,
) -> IcpResult:
    """Save and log a run in the workspace, with the day on which it ran.

    Its result is written last, so that a run that is there is whole.

    Args:
        result: What was found.
        workspace: Where to save it.
        today: The day.
        beside: Returns further files of the run, from its result as it will be read again.

    Returns:
        The result as it was saved, so that what is shown now and what is drawn again later are the same.

    Raises:
        WorkspaceError: It cannot be written.
    """
    from whofor.documents.result_document import document_result, result_document
    from whofor.documents.search_document import SEARCH_FILE, search_bytes
    from whofor.reports.sentences import with_sentences

    files = {} if result.record is None else {SEARCH_FILE: search_bytes(result.record)}
    document = with_sentences(result_document(result), "en")
    if beside is not None:
        files |= beside(replace(document_result(document), record=result.record))
    workspace.runs.save(result.run.id, document, files=files, day=today.isoformat())
    return read_run(workspace, result.run.id)


def read_run(workspace: Workspace, run_id: str) -> IcpResult:
    """Return the result of a run that was saved in the workspace, with the record of its search where it was kept.

    Raises:
        WorkspaceError: There is no such run, or it is damaged.
    """
    from whofor.documents.result_document import document_result
    from whofor.documents.search_document import SEARCH_FILE, read_search

    result = document_result(workspace.runs.load(run_id))
    searched = workspace.runs.file(run_id, SEARCH_FILE)
    return result if searched is None else replace(result, record=read_search(searched))
