"""An open workspace whose deals are read and prepared once for several calls."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Protocol, cast

from whofor.app.arguments import Arguments, StrPath
from whofor.app.deals import KeptDeals
from whofor.schema.scan import Scan
from whofor.workspace import TemporaryFolder, Workspace

__all__ = ["InSession", "Session"]


class InSession(Protocol):
    """A result that knows the session which it came from."""

    @property
    def session(self) -> Session:
        """The session."""
        ...


class Session:
    """An open workspace. `find`, `contrast` and `accounts` take one in place of a path.

    What was read of the workspace stays in memory until another import replaces it there, and so does what was prepared
    for the latest searches: a second call with the same options does not do it again. Threads may share it.

    Args:
        workspace: Folder of the workspace, filled by an import.

    Raises:
        WorkspaceError: There is no workspace.
        UsageError: The argument is no path.

    Example:
        ```python
        acme = whofor.Session("acme")
        result = whofor.find(acme)
        print(whofor.contrast(acme, "S1").contrasts)
        ```
    """

    def __init__(self, workspace: StrPath) -> None:
        with Arguments() as read:
            path = read.workspace("workspace", workspace)
        self.workspace = Workspace.open(path)
        self._lock = threading.Lock()
        self._deals: KeptDeals | None = None
        self._folder: TemporaryFolder | None = None

    @classmethod
    def of(cls, workspace: StrPath | Session | InSession) -> Session:
        """Return the session itself, that of a result, or a new one for a path."""
        found = getattr(workspace, "session", workspace)
        return found if isinstance(found, Session) else cls(cast("StrPath", workspace))

    def __reduce__(self) -> tuple[type[Session], tuple[str]]:
        """A copy, in this process or in another, reads the workspace anew."""
        return Session, (str(self.workspace.path),)

    def deals(self) -> KeptDeals:
        """Return the deals that the workspace holds now, with all that is known of each as of its opening.

        Raises:
            DataError: There are no deals, or no column distinguishes won from lost.
            WorkspaceError: The workspace cannot be read.
        """
        dataset = self.workspace.dataset()
        with self._lock:
            if self._deals is not None and self._deals.dataset == dataset:
                return self._deals
        with self.reading() as (deals, _):
            return deals

    @contextmanager
    def reading(self) -> Generator[tuple[KeptDeals, Scan]]:
        """Open the tables that the workspace holds now, with the deals as they were read from them.

        Another import may replace both meanwhile: what was opened stays what it was. Errors are those of `deals`.
        """
        with self.workspace.reading() as (dataset, scan):
            with self._lock:
                if self._deals is None or self._deals.dataset != dataset:
                    self._deals = KeptDeals.read(scan, dataset)
                deals = self._deals
            yield deals, scan

    def keep(self, deals: KeptDeals, folder: TemporaryFolder | None = None) -> None:
        """Keep deals that were read already, and the workspace's folder where it lasts no longer than the session."""
        with self._lock:
            self._deals, self._folder = deals, folder
