"""Claims from a file."""

from __future__ import annotations

from pathlib import Path

from whofor.errors import Problem, Sentence, UsageError
from whofor.intake.sources.regular_files import read_text

__all__ = ["read_claims"]


def read_claims(path: Path) -> tuple[str, ...]:
    """Return the claims of a file, one a line; empty lines and lines that start with `#` are skipped.

    Raises:
        UsageError: The file is not there, is no text, or holds no claim.
    """
    try:
        lines = read_text(path, "utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        todo = "Give a text file with one claim a line."
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else Sentence("it is not UTF-8 text")
        raise UsageError(
            Problem(Sentence("the claims cannot be read: {reason}", reason=reason), "--claims", str(path), todo)
        ) from error
    claims = tuple(line.strip() for line in lines if line.strip() and not line.strip().startswith("#"))
    if not claims:
        raise UsageError(Problem("the file holds no claim", "--claims", str(path), "Write one claim a line."))
    return claims
