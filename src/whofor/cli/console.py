"""What goes to the screen: answers to stdout, progress and errors to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from whofor.errors import WhoforError

if TYPE_CHECKING:
    from rich.console import Console

    from whofor.model.progress import Progress

__all__ = ["Screen", "failed", "interrupted"]


class Screen:
    """Where a command shows its result.

    Args:
        json: Whether stdout carries one JSON document and nothing else.
    """

    def __init__(self, json: bool) -> None:
        self.json = json

    @property
    def out(self) -> Console:
        """The console on stdout."""
        from rich.console import Console

        return Console(highlight=False)

    def document(self, document: Mapping[str, object]) -> None:
        """Print one JSON document on stdout."""
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")

    def say(self, code: str, language: str, **values: str) -> None:
        """Print one sentence of the catalogue."""
        from whofor.reports.wording import command_text

        # Not through rich: a path must stay on one line to be copied.
        sys.stdout.write(command_text(code, language, **values) + "\n")

    @contextmanager
    def progress(self, language: str) -> Generator[Progress]:
        """Bars on stderr while work goes on; quiet where stderr is not a terminal."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

        from whofor.reports.wording import command_text

        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
        with Progress(
            *columns, TimeElapsedColumn(), console=console, transient=True, disable=not console.is_terminal
        ) as bars:
            tasks: dict[str, TaskID] = {}

            def told(stage: str, done: int, total: int) -> None:
                if stage not in tasks:
                    tasks[stage] = bars.add_task(command_text(f"stage_{stage}", language), total=max(total, 1))
                bars.update(tasks[stage], completed=done, total=max(total, 1))

            yield told


def failed(error: WhoforError) -> None:
    """Tell every problem on stderr, plainly."""
    for problem in error.problems:
        sys.stderr.write(f"whofor: {problem}\n")


def interrupted() -> None:
    """Tell that the work was stopped by the user."""
    sys.stderr.write("whofor: stopped. What was stored before is as it was.\n")
