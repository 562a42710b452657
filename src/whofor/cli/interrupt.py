"""Ctrl-C cancels a job: work stops where it reports progress, so that nothing is half done."""

from __future__ import annotations

import _thread
import signal
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

    from whofor.app.jobs import LongJob

__all__ = ["cancelled_by_interrupt"]

_PATIENCE = 1.0
"""Seconds until work that reports no progress is broken off; a user takes longer for a hang."""


@contextmanager
def cancelled_by_interrupt(job: LongJob) -> Generator[None]:
    """Cancel a job on the first Ctrl-C; interrupt it on a second one, or after a second without progress."""
    if threading.current_thread() is not threading.main_thread() or (
        signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    ):
        # Signals are somebody else's: a host program's, or ignored in the background.
        yield
        return
    overdue = threading.Timer(_PATIENCE, _interrupt_again)
    overdue.daemon = True

    def asked(number: int, frame: FrameType | None) -> None:
        if job.cancelled:
            signal.default_int_handler(number, frame)
        job.cancel()
        overdue.start()

    signal.signal(signal.SIGINT, asked)
    try:
        yield
    finally:
        overdue.cancel()
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _interrupt_again() -> None:
    """Send the main thread a second interrupt."""
    if sys.platform == "win32":
        _thread.interrupt_main()
    else:
        # Unlike interrupt_main it also wakes a thread that waits for others.
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
