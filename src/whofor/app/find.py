"""Find the Ideal Customer Profile in a workspace."""

from __future__ import annotations

import hashlib
import json
import shlex
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

from whofor.errors import DataError, Problem
from whofor.model import IcpResult
from whofor.model.progress import Progress, silent
from whofor.normalise import country_code
from whofor.profile import FindOptions, find_profile
from whofor.profile.analysis import DataFacts
from whofor.schema.assemble import assemble_deal_rows, columns_needed
from whofor.version import VERSION
from whofor.workspace import Dataset, Workspace

__all__ = ["days_of", "find"]

_EPOCH = date(1970, 1, 1)


def days_of(day: date) -> float:
    """Days since 1970-01-01.

    Example:
        >>> days_of(date(1970, 1, 31))
        30.0
    """
    return float((day - _EPOCH).days)


def run_identity(dataset: Dataset, options: FindOptions) -> str:
    """Content address of a run: equal data, version, options and seed give the same id."""
    told = {"data": dataset.data_hash, "version": VERSION, "options": asdict(replace(options, threads=0))}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]


def command_of(dataset: Dataset, options: FindOptions) -> str:
    """The command line that repeats a run."""
    parts = ["whofor run", shlex.quote(dataset.source or "SOURCE")]
    if dataset.mapping:
        parts.append(f"--mapping {shlex.quote(dataset.mapping)}")
    parts.append(f"--seed {options.seed}")
    if options.depth is not None:
        parts.append(f"--depth {options.depth}")
    if options.permutations != FindOptions().permutations:
        parts.append(f"--permutations {options.permutations}")
    if options.alpha_by_depth != FindOptions().alpha_by_depth:
        parts.append("--alpha " + "/".join(f"{share:g}" for share in options.alpha_by_depth))
    if options.as_of is not None:
        parts.append(f"--as-of {date.fromordinal(_EPOCH.toordinal() + int(options.as_of)).isoformat()}")
    parts += [f"--claim {shlex.quote(claim)}" for claim in options.claims]
    return " ".join(parts)


def find(
    workspace: Path,
    options: FindOptions | None = None,
    *,
    today: date,
    progress: Progress = silent,
) -> IcpResult:
    """Search a workspace for the types of client that win, test the declared claims, and log the run.

    Args:
        workspace: Folder of the workspace, filled by an import.
        options: What to search for and how; see `FindOptions`.
        today: Today's date; dates after it are no facts.
        progress: Told about the work done.

    Returns:
        The answer with all its evidence. It is also kept in the workspace, under `runs/`.

    Raises:
        WorkspaceError: There is no workspace, or it cannot be written.
        DataError: The deals cannot carry an analysis.
        UsageError: An option or a claim cannot be read.
    """
    options = options or FindOptions()
    opened = Workspace.open(workspace)
    dataset = opened.dataset()
    with opened.engine() as engine:
        present = set(engine.tables())
        if "deals" not in present or not engine.row_count("deals"):
            todo = "Import an export that has deals, or write a mapping that says where they are"
            raise DataError(Problem("the workspace has no deals", str(workspace), "", todo))
        tables = {
            table: engine.read(table, [c for c in columns if c in set(engine.columns(table))])
            for table, columns in columns_needed(dataset.parameters).items()
            if table in present
        }
    if "outcome" not in tables["deals"]:
        todo = "Say in the mapping which column tells won from lost"
        raise DataError(Problem("the deals have no outcome", dataset.source, "", todo))
    rows = assemble_deal_rows(tables, dataset.parameters)
    del tables
    facts = DataFacts(dataset.data_hash, dataset.company, dataset.synthetic, dataset.issues)
    result = find_profile(
        rows,
        dataset.parameters,
        options,
        facts,
        today=days_of(today),
        version=VERSION,
        run_id=run_identity(dataset, options),
        resolvers={"country": country_code},
        progress=progress,
    )
    result = replace(result, run=replace(result.run, command=command_of(dataset, options)))
    from whofor.reports.json_document import result_document

    opened.save_run(result.run.id, result_document(result, "en"), files={})
    return result
