"""The main job on the embedded, made-up example."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from whofor.app.run import RunOutcome, run
from whofor.model.options import FindOptions
from whofor.model.progress import Progress, silent

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
    out: Path,
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
        progress: Told about the work done.
    """
    export = write_example(out / "export", seed)
    return run(
        export,
        workspace=out,
        today=_EXPORTED_ON,
        mapping="hubspot",
        options=options,
        language=language,
        company="Example Ltd",
        synthetic=True,
        progress=progress,
    )
