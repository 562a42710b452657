"""Long work that can be watched and stopped."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from whofor.errors import Cancelled, Sentence
from whofor.model.progress import Progress, silent

__all__ = ["LongJob", "Position"]


@dataclass(frozen=True, slots=True)
class Position:
    """Progress of a piece of work.

    Attributes:
        stage: Code of the stage, as `read` or `search`.
        done: Work done in this stage.
        total: Work of this stage in all.
    """

    stage: str
    done: int
    total: int


class LongJob:
    """One piece of long work, given to a use case as its `progress`.

    Any thread may read `position` or call `cancel`; the work then ends with `Cancelled` at its next report of progress,
    and the workspace stays as it was.

    Args:
        report: Receives every report of progress.

    Example:
        ```python
        job = whofor.LongJob()
        threading.Timer(60, job.cancel).start()
        whofor.find("acme", progress=job)
        ```
    """

    def __init__(self, report: Progress = silent) -> None:
        self._report = report
        self._cancelled = threading.Event()
        self._position: Position | None = None
        self._stopping = False

    @property
    def position(self) -> Position | None:
        """The latest report of progress; `None` before the first."""
        return self._position

    @property
    def cancelled(self) -> bool:
        """Whether the work was asked to stop."""
        return self._cancelled.is_set()

    @property
    def stopping(self) -> bool:
        """Whether the work has heard that it was asked to stop, and is cleaning up."""
        return self._stopping

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._cancelled.set()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Report progress.

        Raises:
            Cancelled: The work was asked to stop.
        """
        if self.cancelled:
            self._stopping = True
            raise Cancelled(Sentence("stopped at {stage}, {done} of {total}", stage=stage, done=done, total=total))
        self._position = Position(stage, done, total)
        self._report(stage, done, total)
