"""Ctrl-C, a request to end and a closed terminal stop the work where it reports progress: nothing is half done."""

from __future__ import annotations

import _thread
import signal
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

    from whofor.app.jobs import LongJob

__all__ = ["STOPS", "Stops", "cancelled_by_signal"]

_PATIENCE = 1.0
"""Seconds until work that reports no progress is broken off; a user takes longer for a hang."""

_CLEANING_UP = 5.0
"""Seconds in which a command that is stopping cleans up undisturbed: removing what an import of 1 GB had written takes
less than one. A closed terminal and an impatient user send the same signal several times."""

_ASKED_TO_END = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_SIGNALS = (signal.SIGINT, *_ASKED_TO_END)
_OFFSET = 128
"""What shells add to the number of the signal that ended a process."""


class Stops:
    """Signals that ask a command to stop.

    Attributes:
        last: Number of the latest one; 0 where there was none.
    """

    def __init__(self) -> None:
        self.last = 0
        self._undisturbed_until = 0.0

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
        # `nohup` ignores hang-ups, and then so do we; a host program's handlers are its own.
        defaults = {signal.SIGINT: signal.default_int_handler, **dict.fromkeys(_ASKED_TO_END, signal.SIG_DFL)}
        former = {number: signal.getsignal(number) for number in defaults}
        for number in [number for number, handler in former.items() if handler == defaults[number]]:
            signal.signal(number, self.interrupt)
        try:
            yield
        finally:
            for number, handler in former.items():
                # The process of a stopped command ends next: nothing is left to stop, and its exit code says how.
                signal.signal(number, signal.SIG_IGN if self.last else handler)

    def interrupt(self, number: int, frame: FrameType | None) -> None:
        """Interrupt the main thread, and note which signal did; not again while that cleans up."""
        if time.monotonic() < self._undisturbed_until:
            return
        self.last = number
        self.clean_up()
        signal.default_int_handler(number, frame)

    def clean_up(self) -> None:
        """Let the command clean up undisturbed from now on, for a while."""
        self._undisturbed_until = time.monotonic() + _CLEANING_UP


STOPS = Stops()
"""Those of this process."""


@contextmanager
def cancelled_by_signal(job: LongJob, stops: Stops = STOPS) -> Generator[None]:
    """Cancel a job on the first signal to stop; interrupt it on a second one, or after a second without progress."""
    handlers = (signal.default_int_handler, stops.interrupt)
    # Other handlers are somebody else's: a host program's, or signals are ignored in the background.
    ours = {number: former for number in _SIGNALS if (former := signal.getsignal(number)) in handlers}
    if threading.current_thread() is not threading.main_thread() or not ours:
        yield
        return
    overdue = threading.Timer(_PATIENCE, lambda: _interrupt_again(stops.last))
    overdue.daemon = True
    cleaning = False

    def asked(number: int, frame: FrameType | None) -> None:
        nonlocal cleaning
        if not job.cancelled:
            stops.last = number
            job.cancel()
            overdue.start()
            return
        if job.stopping and not cleaning:
            cleaning = True
            stops.clean_up()
        stops.interrupt(number, frame)

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
