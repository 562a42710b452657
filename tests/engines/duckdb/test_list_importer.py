"""What an importer of one list, whose rows stay where they are, does not do."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from whofor.engines.open import open_list
from whofor.errors import SourceError


def test_texts_of_a_list_are_never_rewritten(tmp_path: Path) -> None:
    pq.write_table(pa.table({"Id": ["1", "2", "2", None], "Site": ["a", "b", "b", "c"]}), tmp_path / "list.parquet")
    importer = open_list(tmp_path)
    try:
        headers, rows = importer.load_parquet("list", tmp_path / "list.parquet")
        assert (headers, rows) == (["Id", "Site"], 4)
        assert importer.repeated("Id") == 1
        importer.replace_texts("accounts", "site", {})
        with pytest.raises(SourceError, match="takes the list in memory"):
            importer.replace_texts("accounts", "site", {"a": "b"})
    finally:
        importer.abandon()
