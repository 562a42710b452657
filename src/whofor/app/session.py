"""An open workspace whose deals are read and prepared once for several calls."""

from __future__ import annotations

import threading
from typing import Protocol, cast

from whofor.app.arguments import Arguments, StrPath
from whofor.app.deals import KeptDeals, read_deals
from whofor.workspace import TemporaryFolder, Workspace

__all__ = ["InSession", "Session"]


class InSession(Protocol):
    """A result that knows the session which it came from."""

    @property
    def session(self) -> Session:
        """The session."""
        ...


class Session:
    """An open workspace. `find` and `contrast` take one in place of a path.

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
        with self._lock:
            dataset = self.workspace.dataset()
            if self._deals is None or self._deals.dataset != dataset:
                with self.workspace.reading() as (dataset, scan):
                    self._deals = KeptDeals(dataset, read_deals(scan, dataset))
            return self._deals

    def keep(self, deals: KeptDeals, folder: TemporaryFolder | None = None) -> None:
        """Keep deals that were read already, and the workspace's folder where it lasts no longer than the session."""
        with self._lock:
            self._deals, self._folder = deals, folder
