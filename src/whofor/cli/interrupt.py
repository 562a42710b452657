"""Ctrl-C, a request to end and a closed terminal stop the work where it reports progress: nothing is half done."""

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

__all__ = ["STOPS", "Stops", "cancelled_by_signal"]

_PATIENCE = 1.0
"""Seconds until work that reports no progress is broken off; a user takes longer for a hang."""

_ASKED_TO_END = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_OFFSET = 128
"""What shells add to the number of the signal that ended a process."""


class Stops:
    """Signals that ask a command to stop.

    Attributes:
        last: Number of the latest one; 0 where there was none.
    """

    def __init__(self) -> None:
        self.last = 0

    @property
    def exit_code(self) -> int:
        """Return the exit code of a command that was stopped: 130 for Ctrl-C, 143 for a request to end."""
        return _OFFSET + (self.last or signal.SIGINT)

    @contextmanager
    def heeded(self) -> Generator[None]:
        """Let requests to end, and the end of the terminal, interrupt the command as Ctrl-C does."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        # `nohup` ignores hang-ups, and then so do we.
        former = {number: signal.getsignal(number) for number in _ASKED_TO_END}
        for number in [number for number, handler in former.items() if handler is signal.SIG_DFL]:
            signal.signal(number, self.interrupt)
        try:
            yield
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)

    def interrupt(self, number: int, frame: FrameType | None) -> None:
        """Interrupt the main thread, and note which signal did."""
        self.last = number
        signal.default_int_handler(number, frame)


STOPS = Stops()
"""Those of this process."""


@contextmanager
def cancelled_by_signal(job: LongJob, stops: Stops = STOPS) -> Generator[None]:
    """Cancel a job on the first signal to stop; interrupt it on a second one, or after a second without progress."""
    ours = {signal.SIGINT: signal.default_int_handler, **dict.fromkeys(_ASKED_TO_END, stops.interrupt)}
    # Other handlers are somebody else's: a host program's, or signals are ignored in the background.
    ours = {number: handler for number, handler in ours.items() if signal.getsignal(number) == handler}
    if threading.current_thread() is not threading.main_thread() or not ours:
        yield
        return
    overdue = threading.Timer(_PATIENCE, lambda: _interrupt_again(stops.last))
    overdue.daemon = True

    def asked(number: int, frame: FrameType | None) -> None:
        if job.cancelled:
            signal.default_int_handler(number, frame)
        stops.last = number
        job.cancel()
        overdue.start()

    for number in ours:
        signal.signal(number, asked)
    try:
        yield
    finally:
        overdue.cancel()
        for number, handler in ours.items():
            signal.signal(number, handler)


def _interrupt_again(number: int) -> None:
    """Send the main thread the signal a second time."""
    if sys.platform == "win32":
        _thread.interrupt_main()
    else:
        # Unlike interrupt_main it also wakes a thread that waits for others.
        signal.pthread_kill(threading.main_thread().ident or 0, number)
