"""Facts that are attributes of persons: kept out of scorecards, unless a person allows one and says why."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import cast

from whofor.app.arguments import Arguments
from whofor.errors import Problem, UsageError
from whofor.intake.normalise.personal import personal_header, personal_values
from whofor.model.parameters import Kind
from whofor.schema.rows import Attribute
from whofor.text import did_you_mean, fold
from whofor.workspace import Workspace

__all__ = ["allowed_personal", "check_allowed", "keep_allowed", "without_personal"]

_FILE = "allowed_personal.jsonl"
_SHORTEST = 5
"""Characters of a reason: fewer say nothing. A convention."""


def without_personal(
    facts: Sequence[Attribute], allowed: Collection[str] = ()
) -> tuple[list[Attribute], tuple[str, ...]]:
    """Return the facts that are no attributes of persons, or are allowed, and the labels of the others.

    An import leaves most such columns out. Here what stands by itself, as `Age`, counts as one, too: the rows may be
    persons, and that a fact of companies is barred in error costs less than the reverse.

    Args:
        facts: Facts of deals.
        allowed: Labels of attributes of persons that a person allowed.
    """
    open_to = {fold(text) for text in allowed}
    out = [_is_personal(a) and fold(a.parameter.label) not in open_to for a in facts]
    barred = tuple(a.parameter.label for a, is_out in zip(facts, out, strict=True) if is_out)
    return [a for a, is_out in zip(facts, out, strict=True) if not is_out], barred


def check_allowed(facts: Sequence[Attribute], allowed: Collection[str]) -> None:
    """Raise an error where a column is allowed that would not be kept out.

    Args:
        facts: Facts of deals.
        allowed: Labels of columns that a person allowed.

    Raises:
        UsageError: Such a column; with near names.
    """
    named = [a.parameter.label for a in facts if _is_personal(a)]
    wrong = [text for text in allowed if fold(text) not in {fold(label) for label in named}]
    if wrong:
        todo = did_you_mean(wrong[0], named) if named else "No column of these deals is about persons: leave it out."
        raise UsageError(Problem("this is no column about persons", "--allow-personal", wrong[0], todo))


def _is_personal(a: Attribute) -> bool:
    p = a.parameter
    headers = {p.label, p.bare_name.replace("_", " "), p.source.rpartition(": ")[2]} - {""}
    if any(personal_header(header, of_persons=True) for header in headers):
        return True
    if p.kind not in (Kind.CATEGORY, Kind.MULTI):
        return False
    return personal_values(Counter(v for v in a.values.tolist() if v is not None)) is not None


def allowed_personal(read: Arguments, columns: object, because: object) -> dict[str, str]:
    """Return the columns about persons that are allowed, each with the reason given.

    Args:
        read: Collects what is wrong.
        columns: Names of the columns.
        because: Why they are allowed.
    """
    why = " ".join(read.text("--because", because).split())
    names: list[object] = []
    if isinstance(columns, str) or not isinstance(columns, Sequence):
        read.wrong("these are no names of columns", "--allow-personal", columns, "Give a list of names.")
    else:
        names = list(cast("Sequence[object]", columns))
    texts = [read.text("--allow-personal", name).strip() for name in names]
    if texts and len(why) < _SHORTEST:
        todo = 'Say why it may count, for instance --because "ages of machines, not of persons".'
        read.wrong("a column about persons counts only with a reason", "--because", why, todo)
    if why and not texts:
        read.wrong("it gives the reason for a column", "--because", why, "Name the column with --allow-personal.")
    return dict.fromkeys(texts, why)


def keep_allowed(place: Workspace, run_id: str, allowed: Mapping[str, str], day: date) -> None:
    """Record beside a run which columns about persons were counted in scores, since which day, and why.

    Raises:
        WorkspaceError: It cannot be written.
    """
    before = place.runs.file(run_id, _FILE) or b""
    known = before.decode("utf-8", "replace").split("\n")
    lines = [json.dumps({"column": column, "because": why}, ensure_ascii=False)[:-1] for column, why in allowed.items()]
    new = [line for line in lines if not any(one.startswith(line) for one in known)]
    if new:
        told = "".join(f'{line}, "day": "{day.isoformat()}"}}\n' for line in new)
        place.runs.add(run_id, _FILE, before + told.encode())
