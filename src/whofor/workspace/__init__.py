"""The user's project folder: imported tables, manifest, runs."""

from whofor.workspace.dataset import Dataset
from whofor.workspace.files import write_files
from whofor.workspace.temporary import TemporaryFolder
from whofor.workspace.workspace import ImportDraft, Workspace, call_sheet_name, page_name, pages

__all__ = [
    "Dataset",
    "ImportDraft",
    "TemporaryFolder",
    "Workspace",
    "call_sheet_name",
    "page_name",
    "pages",
    "write_files",
]
