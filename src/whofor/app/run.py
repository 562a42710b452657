"""The whole main job in one go: import, find, report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from whofor.app.find import analyse, keep_run, read_deals
from whofor.app.import_source import draft_import
from whofor.app.report import write_report
from whofor.model import IcpResult
from whofor.model.options import FindOptions
from whofor.model.progress import Progress, silent
from whofor.workspace import Workspace

__all__ = ["RunOutcome", "run"]


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """What a run leaves.

    Attributes:
        result: The answer with all its evidence.
        report: Path of the HTML page.
        guessed: Where no preset fitted and the mapping was guessed, what was guessed.
    """

    result: IcpResult
    report: Path
    guessed: tuple[str, ...] = ()


def run(
    source: Path,
    *,
    workspace: Path,
    today: date,
    mapping: str | None = None,
    options: FindOptions | None = None,
    language: str = "en",
    company: str = "",
    synthetic: bool = False,
    keep_contacts: bool = False,
    merge: bool = True,
    progress: Progress = silent,
) -> RunOutcome:
    """From export files to the report.

    What the workspace held stays as it was until the search has ended.

    Args:
        source: A file or folder of exports.
        workspace: Folder for the imported data, the runs and the report; made if absent.
        today: Today's date; dates after it are no facts.
        mapping: Path of a mapping, or name of a preset; recognised from the headers by default.
        options: What to search for and how.
        language: Language of the report, `en` or `fr`.
        company: Name for the report's head.
        synthetic: Whether the data is made up; the report says so wherever it is shown.
        keep_contacts: Whether names, e-mail addresses and telephone numbers of contacts are stored.
        merge: Whether accounts that are one company are brought together.
        progress: Told about the work done.

    Raises:
        InputError: The source, the mapping or the rows cannot be used; the message says where and what to do.
        WorkspaceError: The workspace cannot be written.
        UsageError: An option or a claim cannot be read.
    """
    options = options or FindOptions()
    with draft_import(
        source,
        workspace=workspace,
        today=today,
        mapping=mapping,
        company=company,
        synthetic=synthetic,
        keep_contacts=keep_contacts,
        merge=merge,
        progress=progress,
    ) as draft:
        # Searched before it is put in place: what cannot be analysed replaces nothing.
        with draft.scan() as scan:
            rows = read_deals(scan, draft.dataset)
        result = analyse(rows, draft.dataset, options, today=today, progress=progress)
        guessed = draft.commit().guessed
    result = keep_run(result, Workspace.open(workspace))
    return RunOutcome(result, write_report(result, workspace, language), guessed)
