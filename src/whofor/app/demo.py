"""The whole job on the embedded, made-up example."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from whofor.app.arguments import Arguments, StrPath
from whofor.app.run import RunOutcome, run
from whofor.model.options import FindOptions
from whofor.model.progress import Progress, silent
from whofor.workspace import Workspace

__all__ = ["demo", "write_example"]

_EXPORTED_ON = date(2026, 10, 1)


def write_example(folder: Path, seed: int = 1) -> Path:
    """Write the example's export files as HubSpot would.

    Returns:
        The folder.
    """
    from whofor.example import csv_files, generate
    from whofor.workspace import write_files

    return write_files(folder, csv_files(generate(seed)))


def demo(
    out: StrPath,
    *,
    options: FindOptions | None = None,
    language: str = "en",
    seed: int = 1,
    progress: Progress = silent,
) -> RunOutcome:
    """Make the synthetic example, import it, search it, and draw its report.

    Args:
        out: Folder; the export lies under `export/`, the workspace beside it.
        options: What to search for and how.
        language: `en` or `fr`.
        seed: Seed of the example's data.
        progress: Called with the work done.

    Raises:
        WorkspaceError: The folder cannot be written.
        UsageError: An option or a claim cannot be read, or an argument is of the wrong type.
        Cancelled: `progress` is a job that was cancelled.
    """
    with Arguments() as read:
        folder, world = read.path("out", out), read.whole("seed", seed)
        chosen, known, report = read.find_options(options), read.language(language), read.progress(progress)
    # Before the export that lies in it, so that it is its owner's alone.
    workspace = Workspace.create(folder).path
    return run(
        write_example(folder / "export", world),
        workspace=workspace,
        today=_EXPORTED_ON,
        options=chosen,
        language=known,
        progress=report,
        mapping="hubspot",
        company="Example Ltd",
        synthetic=True,
    )
