"""An open workspace whose deals are read and prepared once for several calls."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from datetime import date

from whofor.analysis.prepare import Prepared, prepare
from whofor.app.arguments import Arguments, StrPath
from whofor.days import days_of
from whofor.model.options import FindOptions
from whofor.schema.rows import DealRows
from whofor.workspace import Dataset, Workspace

__all__ = ["Session"]

_MOST_PREPARED = 4
"""Each holds a copy of the deals, so only the latest used are kept."""


class Session:
    """An open workspace. `find` and `contrast` take one in place of a path.

    What was read of the workspace stays in memory until another import replaces it there, and what was prepared for
    a search until some others were; so a second call with the same options does not do it again. Threads may share it.

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
            path = read.path("workspace", workspace)
        self.workspace = Workspace.open(path)
        self._lock = threading.RLock()
        self._read: tuple[Dataset, DealRows] | None = None
        self._prepared: OrderedDict[tuple[FindOptions, date], Prepared] = OrderedDict()

    @classmethod
    def of(cls, workspace: StrPath | Session) -> Session:
        """Return a session as it is, and a new one for a path."""
        return workspace if isinstance(workspace, Session) else cls(workspace)

    def deals(self) -> tuple[Dataset, DealRows]:
        """Return what the workspace holds now, and its deals with all that is known of each as of its opening.

        Raises:
            DataError: There are no deals, or nothing tells won from lost.
            WorkspaceError: The workspace cannot be read.
        """
        from whofor.app.find import read_deals

        with self._lock:
            dataset = self.workspace.dataset()
            kept = self._read
            if kept is None or kept[0] != dataset:
                with self.workspace.engine() as engine:
                    kept = dataset, read_deals(engine, dataset)
                self.keep(*kept)
            return kept

    def keep(self, dataset: Dataset, rows: DealRows) -> None:
        """Keep deals that were read already."""
        with self._lock:
            self._read = dataset, rows
            self._prepared.clear()

    def prepared(self, options: FindOptions, today: date) -> Prepared:
        """Return the deals as prepared for a search.

        Raises:
            DataError: The deals cannot carry an analysis.
            UsageError: There is no such outcome.
        """
        with self._lock:
            dataset, rows = self.deals()
            # Neither claims nor the number of segments shown change what is prepared.
            key = replace(options, claims=(), most_segments=1), today
            if key not in self._prepared:
                self._prepared[key] = prepare(rows, dataset.parameters, options, days_of(today))
                while len(self._prepared) > _MOST_PREPARED:
                    self._prepared.popitem(last=False)
            self._prepared.move_to_end(key)
            return self._prepared[key]
