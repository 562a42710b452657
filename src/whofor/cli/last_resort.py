"""Reports what nobody foresaw: a machine that lacks something, or a fault of whofor."""

from __future__ import annotations

import errno
import platform
import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path

from whofor.errors import Problem, Sentence, WhoforError
from whofor.version import VERSION

__all__ = ["failed_by_fault"]

_NO_MEMORY = ("cannot allocate memory", "failed to map segment", "can't start new thread", "out of memory", "bad_alloc")
"""What libraries say where memory, or threads, which need some, cannot be had."""
_NO_HANDLES = {errno.EMFILE, errno.ENFILE}


def failed_by_fault(error: BaseException, language: str) -> None:
    """Report an unforeseen error on stderr in a sentence; the details of a fault of ours go to a file."""
    from whofor.cli.console import failed

    try:
        problem = _lack(error) or _fault(error)
        failed(WhoforError(problem), language)
    except Exception as second:  # noqa: BLE001 - nothing may hide that, and why, the command failed
        sys.stderr.write(f"whofor: {type(error).__name__}: {error}, and then {type(second).__name__}: {second}\n")


def _lack(error: BaseException) -> Problem | None:
    """Return what the machine lacks, where that is why the command failed."""
    chain = list(_chain(error))
    # First: where no file can be opened, no memory can be asked about either.
    if any(isinstance(one, OSError) and one.errno in _NO_HANDLES for one in chain):
        todo = "Allow more with `ulimit -n 1024`, or close other programs, and try again."
        return Problem("Too few files may be open at once", todo=todo)
    if any(_is_of_memory(one) for one in chain):
        todo = "Close other programs, lift the limit (`ulimit -v`), or use a machine with more memory."
        return Problem("There is not enough memory", todo=todo)
    return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or one.__context__


def _is_of_memory(error: BaseException) -> bool:
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        return True
    text = str(error).lower()
    return any(words in text for words in _NO_MEMORY)


def _fault(error: BaseException) -> Problem:
    """Return a fault of ours, with the file that holds the details."""
    details = "".join(traceback.format_exception(error))
    head = f"whofor {VERSION}, Python {platform.python_version()}, {platform.platform()}\n{' '.join(sys.argv)}\n\n"
    # Only its owner can read it: an error may quote what was imported.
    with tempfile.NamedTemporaryFile(
        "w", prefix="whofor-fault-", suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
    ) as file:
        file.write(head + details)
    todo = Sentence(
        "Nothing that was stored is harmed. Please report it with what is in {path}; read it first, it may quote data.",
        path=Path(file.name),
    )
    return Problem(Sentence("This is a fault of whofor ({kind})", kind=type(error).__name__), todo=todo)
