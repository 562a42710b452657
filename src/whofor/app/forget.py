"""Forget persons: take them out of a workspace, and keep every later import from bringing them back."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from whofor.app.arguments import Arguments, StrPath
from whofor.engines.open import open_eraser
from whofor.errors import Problem, UsageError
from whofor.intake.mapping.detect import load_preset, preset_names
from whofor.intake.normalise.masking import MaskAs, Masker
from whofor.intake.normalise.people import KnownPeople
from whofor.intake.normalise.person_names import person_names
from whofor.model.forgetting import Forgetting
from whofor.schema.columns import TableName
from whofor.workspace import Dataset, ImportDraft, Workspace, pages

__all__ = ["forget", "remembered"]

_LOG = "runs.jsonl"


def remembered(workspace: StrPath) -> int:
    """Return how many identifiers of persons to be forgotten a workspace remembers; never whose.

    Raises:
        WorkspaceError: There is no workspace, or its list is damaged.
    """
    with Arguments() as read:
        path = read.path("workspace", workspace)
    return len(Workspace.open(path).forgotten().marks)


def forget(workspace: StrPath, persons: Sequence[str]) -> Forgetting:
    """Remove persons from the tables of a workspace, and remember keyed hashes by which later imports know them.

    Args:
        workspace: Folder of the workspace.
        persons: E-mail addresses, telephone numbers, or keys of contacts as they are in the export.

    Raises:
        WorkspaceError: There is no workspace, it cannot be written, or an import is running.
        UsageError: A text identifies nobody.
    """
    with Arguments() as read:
        path = read.path("workspace", workspace)
    todo = "Give an e-mail address, a telephone number, or the key of a contact as it is in the export; or --list."
    if not persons or any(not person.strip() for person in persons):
        raise UsageError(Problem("it names nobody", "PERSON", todo=todo))
    place = Workspace.open(path)
    with place.importing() as draft:
        dataset, forgotten = place.dataset(), place.forgotten()
        pattern = load_preset(dataset.preset).key_pattern if dataset.preset in preset_names() else ""
        marks = {person: forgotten.marks_of(person, pattern) for person in persons}
        wanted = frozenset(mark for ones in marks.values() for mark in ones)
        # Remembered first: should this be stopped, the next import leaves them out.
        place.forget(wanted)
        return _forget(place, draft, dataset, marks)


def _forget(place: Workspace, draft: ImportDraft, dataset: Dataset, marks: dict[str, frozenset[str]]) -> Forgetting:
    secret = place.secret()
    with closing(open_eraser(place.database(), draft.database)) as eraser:
        unknown = tuple(person for person, ones in marks.items() if not eraser.find(ones, secret))
        wanted = frozenset(mark for ones in marks.values() for mark in ones)
        found = eraser.find(wanted, secret)
        masker = _masker(found, marks) if dataset.keep_contacts else None
        gone = eraser.write((lambda text: masker.mask(text, MaskAs.TEXT)) if masker is not None else None)
    runs = 0
    if found or gone[""]:
        # Tables are named for what they hold.
        content = "\n".join((dataset.data_hash, *sorted(wanted)))
        place.commit(draft, replace(dataset, data_hash=sha256(content.encode()).hexdigest()))
        runs = _remove_runs(place.path, masker) if masker is not None else 0
    contacts, texts = gone.pop(TableName.CONTACTS, 0), gone.pop("")
    if TableName.DEAL_CONTACTS in gone:
        # Each deal names its first contact in its own row, too: that is one reference.
        gone.pop(TableName.DEALS, 0)
    return Forgetting(len(place.forgotten().marks), contacts, sum(gone.values()), texts, runs, unknown)


def _masker(found: Sequence[dict[str, str]], marks: dict[str, frozenset[str]]) -> Masker:
    """Return what masks the persons found, and nobody else."""
    names = [name for row in found for name in person_names(row.get("name", ""))]
    emails = {text.strip().lower() for text in (*marks, *(row.get("email", "") for row in found)) if "@" in text}
    phones = [
        *(row.get("phone", "") for row in found),
        *(text for text in marks if "@" not in text and text[:1] in "+0("),
    ]
    return Masker(KnownPeople.of(names, phones, emails), only_known=True)


def _remove_runs(folder: Path, masker: Masker) -> int:
    """Remove the saved runs, their log and the page where they name one of the persons; return how many runs."""

    def names_them(file: Path) -> bool:
        text = file.read_text(encoding="utf-8", errors="replace")
        return masker.mask(text, MaskAs.TEXT) != text

    removed = 0
    for run in sorted((folder / "runs").glob("[!.]*/")):
        if not run.is_symlink() and any(names_them(file) for file in run.iterdir() if file.is_file()):
            shutil.rmtree(run)
            removed += 1
    for file in (*pages(folder), folder / _LOG):
        if file.is_file() and not file.is_symlink() and names_them(file):
            file.unlink()
    return removed
