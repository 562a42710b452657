"""Find the Ideal Customer Profile in a workspace."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

from whofor.analysis.find import DataFacts, find_profile
from whofor.arrays import FloatArray
from whofor.days import days_of, iso_day
from whofor.errors import DataError, Problem
from whofor.intake.normalise import country_code
from whofor.model import IcpResult
from whofor.model.options import FindOptions
from whofor.model.progress import Progress, silent
from whofor.schema.assemble import assemble_deal_rows, columns_needed
from whofor.schema.rows import DealRows
from whofor.schema.scan import Scan
from whofor.segments.claims import Resolver
from whofor.version import VERSION
from whofor.workspace import Dataset, Workspace

__all__ = ["RESOLVERS", "analyse", "find", "keep_run", "read_deals", "read_run"]

RESOLVERS: Mapping[str, Resolver] = {"country": country_code}
"""How values written in conditions become canonical ones, by parameter."""


def run_identity(dataset: Dataset, options: FindOptions, as_of: str) -> str:
    """Content address of a run: equal data, version, options and seed give the same id.

    The last day of known outcomes counts too: where the data has dates to come, it moves with the calendar.
    """
    chosen = asdict(replace(options, threads=0))
    told = {"data": dataset.data_hash, "version": VERSION, "options": chosen, "until": as_of}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]


def command_of(dataset: Dataset, options: FindOptions) -> str:
    """The command line that repeats a run."""
    parts = ["whofor run", shlex.quote(dataset.source or "SOURCE")]
    if dataset.mapping:
        parts.append(f"--mapping {shlex.quote(dataset.mapping)}")
    if dataset.keep_contacts:
        parts.append("--keep-contacts")
    if options.outcome != FindOptions().outcome:
        parts.append(f"--outcome {shlex.quote(options.outcome)}")
    if options.better:
        parts.append(f"--better {options.better}")
    parts.append(f"--seed {options.seed}")
    if options.depth is not None:
        parts.append(f"--depth {options.depth}")
    if options.permutations != FindOptions().permutations:
        parts.append(f"--permutations {options.permutations}")
    if options.alpha_by_depth != FindOptions().alpha_by_depth:
        parts.append("--alpha " + "/".join(f"{share:g}" for share in options.alpha_by_depth))
    if options.as_of is not None:
        parts.append(f"--as-of {iso_day(options.as_of)}")
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
    opened = Workspace.open(workspace)
    dataset = opened.dataset()
    with opened.scan() as scan:
        rows = read_deals(scan, dataset)
    result = analyse(rows, dataset, options or FindOptions(), today=today, progress=progress)
    return keep_run(result, opened)


def read_deals(scan: Scan, dataset: Dataset) -> DealRows:
    """The deals of the imported tables, with all that is known of each as of its opening.

    Raises:
        DataError: There are no deals, or nothing tells won from lost.
    """
    columns = {table: set(scan.columns(table)) for table in scan.tables()}
    if "deals" not in columns or not scan.row_count("deals"):
        todo = "Import an export that has deals, or write a mapping that says where they are."
        raise DataError(Problem("there are no deals", dataset.source, "", todo))
    tables = {
        table: scan.project(table, [name for name in names if name in columns[table]])
        for table, names in columns_needed(dataset.parameters).items()
        if table in columns
    }
    if "outcome" not in tables["deals"]:
        todo = "Say in the mapping which column tells won from lost."
        raise DataError(Problem("the deals have no outcome", dataset.source, "", todo))
    signals: dict[str, FloatArray] = {}
    if {"opened", "account_key"} <= columns["deals"] and {"account_key", "kind", "at"} <= columns.get("signals", set()):
        signals = scan.asof("deals", "opened", "signals", key="account_key", kind="kind", at="at")
    return assemble_deal_rows(tables, dataset.parameters, signals)


def analyse(
    rows: DealRows, dataset: Dataset, options: FindOptions, *, today: date, progress: Progress = silent
) -> IcpResult:
    """Search deals; arguments and errors are those of `find`, nothing is kept."""
    result = find_profile(
        rows,
        dataset.parameters,
        options,
        DataFacts(dataset.data_hash, dataset.company, dataset.synthetic, dataset.issues),
        today=days_of(today),
        version=VERSION,
        run_id="",
        resolvers=RESOLVERS,
        progress=progress,
    )
    run_id = run_identity(dataset, options, result.run.as_of)
    return replace(result, run=replace(result.run, id=run_id, command=command_of(dataset, options)))


def keep_run(result: IcpResult, workspace: Workspace) -> IcpResult:
    """Save and log a run in the workspace.

    Returns:
        The result as it was saved, so that what is shown now and what is drawn again later are the same.

    Raises:
        WorkspaceError: It cannot be written.
    """
    from whofor.documents.result_document import result_document
    from whofor.documents.search_document import SEARCH_FILE, search_bytes
    from whofor.reports.sentences import with_sentences

    files = {} if result.record is None else {SEARCH_FILE: search_bytes(result.record)}
    workspace.save_run(result.run.id, with_sentences(result_document(result), "en"), files=files)
    return read_run(workspace, result.run.id)


def read_run(workspace: Workspace, run_id: str) -> IcpResult:
    """Return the result of a run that was saved in the workspace, with the record of its search where it was kept.

    Raises:
        WorkspaceError: There is no such run, or it is damaged.
    """
    from whofor.documents.result_document import document_result
    from whofor.documents.search_document import SEARCH_FILE, read_search

    result = document_result(workspace.load_run(run_id))
    searched = workspace.run_file(run_id, SEARCH_FILE)
    return result if searched is None else replace(result, record=read_search(searched))
