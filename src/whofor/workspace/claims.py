"""The claims that were declared in a workspace, each with the day on which it was first declared.

They lie in `claims.toml`, where people may read them and delete a line:

```toml
[declared]
"industry = fintech and employees 51..200" = 2026-03-12
```
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import cast

from whofor.errors import Problem, Sentence, WorkspaceError
from whofor.text import toml_string
from whofor.workspace.files import translated, write_file

__all__ = ["read_declared", "write_declared"]

FILE = "claims.toml"
_MOST_BYTES = 1_000_000
_HEAD = "# Claims, with the day on which each was first declared. Each run tests them; delete a line to drop one.\n"


def read_declared(folder: Path) -> dict[str, date]:
    """Return the claims of a workspace with the day on which each was first declared, in the order of the file.

    Raises:
        WorkspaceError: The file is damaged, too large, or no plain file.
    """
    place = folder / FILE
    if not place.exists() and not place.is_symlink():
        return {}
    todo = "Correct it, or delete it: the claims of the next command are then the first ones."
    with translated(place):
        if not place.is_file() or place.is_symlink() or place.stat().st_size > _MOST_BYTES:
            raise WorkspaceError(
                Problem("The claims of the workspace are no plain file of text", str(place), todo=todo)
            )
        content = place.read_bytes()
    try:
        found = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        what = Sentence("The claims of the workspace cannot be read: {error}", error=str(error)[:200])
        raise WorkspaceError(Problem(what, str(place), todo=todo)) from error
    declared = found.get("declared", {})
    if set(found) - {"declared"} or not isinstance(declared, Mapping):
        raise WorkspaceError(Problem("Claims stand under [declared] and nothing else", str(place), todo=todo))
    claims: dict[str, date] = {}
    for text, day in cast("Mapping[str, object]", declared).items():
        if not isinstance(day, date) or isinstance(day, datetime):
            what = "A claim needs the day on which it was declared"
            raise WorkspaceError(Problem(what, str(place), text, 'Write it as: "sector = bank" = 2026-03-12.'))
        claims[text] = day
    return claims


def write_declared(folder: Path, claims: Mapping[str, date]) -> None:
    """Write the claims of a workspace; equal claims have equal bytes."""
    lines = [f"{toml_string(text)} = {day.isoformat()}\n" for text, day in claims.items()]
    with translated(folder / FILE):
        write_file(folder / FILE, f"{_HEAD}\n[declared]\n{''.join(lines)}".encode())
