"""Tables as an engine reads them, as for the engines' own tests."""

from __future__ import annotations

from engines.conftest import open_path, scan

__all__ = ["open_path", "scan"]
