"""The order of an export without days, from its files through the stored import to the answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from made_time import undated_deals
from whofor.app.arguments import StrPath
from whofor.app.deals import read_deals
from whofor.app.find import find
from whofor.app.import_source import import_source
from whofor.model.options import FindOptions
from whofor.model.run import TimeKind
from whofor.schema.rows import DealRows
from whofor.validation.file_order import order_of_file
from whofor.workspace import Workspace

MAPPING = """
name = "two_files"
[deals]
file = ["a.csv", "b.csv"]
key = "Nr"
rest = "definition"
[deals.outcome]
column = "Result"
won = "won"
lost = "lost"
"""


def write(folder: Path, rows: DealRows, parts: int = 1) -> None:
    """Write the deals to as many files, the first of them to the first."""
    facts = {a.parameter.label: a.values for a in rows.attributes}
    assert rows.keys is not None
    for name, places in zip("abc", np.array_split(np.arange(len(rows)), parts), strict=False):
        lines = [",".join(["Nr", "Result", *facts])]
        lines += [",".join(map(str, (rows.keys[i], rows.outcome[i], *(v[i] for v in facts.values())))) for i in places]
        (folder / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")


def stored(workspace: StrPath) -> DealRows:
    """Read the deals of an import back."""
    opened = Workspace.open(Path(workspace))
    with opened.reading() as (_, scan):
        return read_deals(scan, opened.dataset())


@pytest.mark.parametrize("keys", ["numbered", "hashed"])
def test_positions_run_on_over_files_and_survive_the_import(tmp_path: Path, keys: str) -> None:
    rows = undated_deals(1, keys=keys)
    assert rows.keys is not None
    (tmp_path / "export").mkdir()
    write(tmp_path / "export", rows, parts=2)
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    import_source(tmp_path / "export", workspace=tmp_path / "ws", mapping=tmp_path / "m.toml")
    back = stored(tmp_path / "ws")
    assert back.keys is not None
    assert back.position is not None
    assert back.keys.tolist() == rows.keys.tolist()
    assert back.position.tolist() == list(range(len(rows)))
    assert back.outcome.tolist() == rows.outcome.tolist()
    found = order_of_file(back)
    assert found.kind is (TimeKind.KEYS if keys == "numbered" else TimeKind.ROWS)
    assert found.when.tolist() == order_of_file(rows).when.tolist()
    assert find(tmp_path / "ws", FindOptions(permutations=200)).run.time is found.kind
