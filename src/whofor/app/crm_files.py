"""Scores as files that a CRM imports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from whofor.app.accounts_file import CsvTarget
from whofor.app.arguments import Arguments
from whofor.csv_text import csv_bytes
from whofor.errors import Problem, Sentence, UsageError
from whofor.intake.mapping.detect import load_preset, preset_names
from whofor.intake.mapping.headers import fold_header
from whofor.model.score_answer import ScoreAnswer
from whofor.schema.columns import TableName
from whofor.text import did_you_mean

if TYPE_CHECKING:
    from whofor.reports.words import Words

__all__ = ["CrmFile", "check_crm", "crm_files"]


@dataclass(frozen=True, slots=True)
class CrmFile:
    """A file that a CRM imports.

    Attributes:
        path: Where it goes; `None` for stdout.
        content: What is written.
        n: Records in it.
        is_new: Whether they have no id of the CRM, so that the import makes them.
    """

    path: Path | None
    content: bytes
    n: int
    is_new: bool


def check_crm(given: str | None, target: CsvTarget | None) -> None:
    """Raise an error where scores cannot be written for the CRM that a user asks for; nothing where none is.

    Args:
        given: Its name.
        target: Where the rows go.

    Raises:
        UsageError: The CRM is not known, or the rows go nowhere, or are written for a spreadsheet.
    """
    from whofor.reports.crm_rows import CRMS

    if given is None:
        return
    with Arguments() as read:
        if given not in CRMS:
            todo = did_you_mean(given, sorted(CRMS))
            read.wrong("scores are not written for this CRM", "--for", given, todo)
        if target is None:
            read.wrong("it says how a file is written", "--for", given, "Name the file: --csv scores.csv.")
        elif target.language is not None:
            todo = "Leave out --excel: the file is for the CRM."
            read.wrong("a file is either for a CRM or for a spreadsheet", "--for", given, todo)


def crm_files(answer: ScoreAnswer, crm: str, target: CsvTarget, words: Words) -> list[CrmFile]:
    """Return the files: of a list the companies with an id and those without; of the workspace's own open deals, too.

    Args:
        answer: The scores.
        crm: Name of the CRM.
        target: The file asked for: its name has behind it which records they are, but for those of a list with an id.
        words: Language of the reasons.

    Raises:
        UsageError: There are several and stdout is asked for, or no row can be told to the CRM.
    """
    from whofor.reports.crm_rows import CRMS, crm_tables

    known = CRMS[crm]
    headers = {fold_header(header) for header in _headers_of_ids(crm)}
    is_own, of_list = not answer.source, fold_header(answer.id_header) in headers
    # Numbers of another CRM look like ids of this one, and would change other companies.
    other = is_own and answer.crm in preset_names() and answer.crm != crm
    pattern = re.compile(known.id_pattern)
    may = (is_own or of_list) and not other
    ids = [may and pattern.fullmatch(row.id) is not None for row in answer.rows]
    tables = crm_tables(answer, known, words, ids, answer.id_header if of_list else "")
    if not tables and answer.n:
        what = Sentence("no open deal has an id of {crm}", crm=crm)
        raise UsageError(Problem(what, "--for", crm, "Import an export of it that has the column of ids."))
    if target.path is None and len(tables) > 1:
        what = "companies, new ones and open deals are imported from a file each"
        raise UsageError(Problem(what, "--csv", "-", "Name a file: --csv scores.csv."))
    files: list[CrmFile] = []
    for table in tables:
        path, parts = target.path, (*([table.kind] if is_own else []), *(["new"] if table.is_new else []))
        if path is not None:
            path = path.with_name("-".join((path.stem, *parts)) + path.suffix)
        files.append(CrmFile(path, csv_bytes(table.rows), table.n, table.is_new))
    return files


def _headers_of_ids(crm: str) -> list[str]:
    """Return what exports of a CRM call the ids of their companies."""
    tables = load_preset(crm).tables[TableName.ACCOUNTS]
    return [header for table in tables if table.key is not None for header in table.key.headers]
