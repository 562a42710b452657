"""Output of the commands: answers to stdout, progress and errors to stderr."""

from __future__ import annotations

import errno
import io
import itertools
import json
import os
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, TextIO, cast

from whofor.errors import Problem, Sentence, WhoforError

if TYPE_CHECKING:
    from rich.console import Console

    from whofor.app.jobs import LongJob

__all__ = ["UNWRITTEN", "Screen", "failed", "interrupted", "spoken", "tolerant", "unread", "unwritten"]

UNWRITTEN = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO, errno.EBADF, errno.EINVAL}
"""Errors of a stream that cannot be written: full, too large, damaged or closed."""

_SECONDS_BETWEEN = 5.0
"""Seconds between two lines of progress: often enough to see that it goes on, seldom enough for a log."""


class _Harmless:
    """A stream that lets no text through that would turn a line round, wherever in a command it came from."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text without such characters; return its length."""
        from whofor.reports.catalogue import harmless

        self._stream.write(harmless(text))
        return len(text)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


class _Spoken:
    """Progress as lines on stderr, one every few seconds: for logs, and for who waits without a terminal."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._last = time.monotonic()

    def say(self, stage: str, done: int, total: int) -> None:
        """Write where the work stands, where nothing was written for some seconds."""
        from whofor.reports.wording.commands import command_text

        now = time.monotonic()
        if now - self._last < _SECONDS_BETWEEN:
            return
        self._last = now
        share = f" {100 * done // total}%" if total > 0 else ""
        sys.stderr.write(f"whofor: {command_text(f'stage_{stage}', self._language)}{share}\n")
        sys.stderr.flush()


class Screen:
    """Output of one command.

    Args:
        json: Whether stdout carries one JSON document and nothing else.
    """

    def __init__(self, json: bool) -> None:
        self.json = json

    @property
    def out(self) -> Console:
        """Return a console on stdout."""
        from rich.console import Console

        class Out(Console):
            def on_broken_pipe(self) -> None:
                # rich would leave with exit code 1, as if the input were bad.
                raise BrokenPipeError

        return Out(highlight=False, file=cast("IO[str]", _Harmless(sys.stdout)))

    def document(self, document: Mapping[str, object]) -> None:
        """Print one JSON document on stdout; where the encoding is not UTF-8, with all other letters escaped."""
        from whofor.reports.catalogue import escaped

        utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
        text = json.dumps(document, ensure_ascii=not utf8, indent=2)
        # A terminal obeys some characters, or turns the line round; as escapes they are the same to a reader of JSON.
        sys.stdout.write(escaped(text) + "\n")

    def content(self, content: bytes) -> None:
        """Write the content of a file to stdout, as it is."""
        sys.stdout.flush()
        sys.stdout.buffer.write(content)

    def say(self, code: str, language: str, **values: str) -> None:
        """Print one sentence of the catalogue."""
        from whofor.reports.wording.commands import command_text

        # Not through rich: a path must stay on one line to be copied.
        self.lines(command_text(code, language, **values))

    def lines(self, text: str) -> None:
        """Print finished text, its lines unbroken."""
        _Harmless(sys.stdout).write(text + "\n")

    @contextmanager
    def progress(self, language: str) -> Generator[LongJob]:
        """Return a job that Ctrl-C cancels, with progress on stderr: bars, or lines where it is no terminal."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

        from whofor.app.jobs import LongJob
        from whofor.cli.interrupt import cancelled_by_signal
        from whofor.reports.wording.commands import command_text

        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
        with Progress(
            *columns, TimeElapsedColumn(), console=console, transient=True, disable=not console.is_terminal
        ) as bars:
            tasks: dict[str, TaskID] = {}

            spoken = _Spoken(language)

            def draw(stage: str, done: int, total: int) -> None:
                if not console.is_terminal:
                    spoken.say(stage, done, total)
                    return
                if stage not in tasks:
                    tasks[stage] = bars.add_task(command_text(f"stage_{stage}", language), total=max(total, 1))
                bars.update(tasks[stage], completed=done, total=max(total, 1))

            job = LongJob(draw)
            with cancelled_by_signal(job):
                yield job


def tolerant() -> None:
    """Make the standard streams accept every text: characters that the terminal cannot show become question marks.

    Streams that the caller has closed are replaced by one that goes nowhere.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - lives as long as we
        elif isinstance(stream, io.TextIOWrapper) and stream.errors != "backslashreplace":
            stream.reconfigure(errors="replace")


def unread() -> None:
    """Discard the rest of stdout silently, after its reader (`whofor ... | head`) has closed it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def unwritten(error: OSError, language: str = "en") -> None:
    """Report on stderr that the answer could not be written to stdout."""
    what = Sentence("The answer cannot be written: {reason}", reason=error.strerror)
    failed(WhoforError(Problem(what, "stdout", todo="Send it somewhere else.")), language)
    unread()


def failed(error: WhoforError, language: str = "en") -> None:
    """Report the problems on stderr, a line each, in the user's language."""
    if not error.problems:
        return
    from whofor.reports.wording.problems import problem_lines

    for line in problem_lines(error.problems, language):
        sys.stderr.write(f"whofor: {line}\n")


def interrupted(language: str = "en") -> None:
    """Report on stderr that the work was stopped on request."""
    from whofor.reports.wording.commands import command_text

    sys.stderr.write(f"whofor: {command_text('stopped', language)}\n")


def spoken() -> str:
    """Return the language that the command line asks for; English where it asks for none that is known."""
    from whofor.reports.catalogue import LANGUAGES

    given = sys.argv[1:]
    asked = [text.removeprefix("--lang=") for text in given if text.startswith("--lang=")]
    asked += [after for before, after in itertools.pairwise(given) if before == "--lang"]
    return asked[-1] if asked and asked[-1] in LANGUAGES else LANGUAGES[0]
