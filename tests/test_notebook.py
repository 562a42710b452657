"""The notebook of the examples runs from its first cell to its last, and shows what is stored in it.

`WHOFOR_PIN=1` stores what it shows now. It is run without Jupyter: cells share their names, and the value of a cell's
last expression is its output.
"""

from __future__ import annotations

import ast
import io
import json
import os
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).resolve().parent.parent / "examples" / "from_python.ipynb"


def run_cell(source: str, names: dict[str, Any]) -> tuple[object, str]:
    """The value of the cell's last expression, `None` where it has none; and what it prints."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last is not None else None
    return value, printed.getvalue()


def outputs_of(value: object, printed: str) -> list[dict[str, Any]]:
    """Outputs of a cell as a notebook stores them."""
    found: list[dict[str, Any]] = []
    if printed:
        found.append({"name": "stdout", "output_type": "stream", "text": printed})
    if value is not None:
        data = {"text/plain": repr(value)}
        if hasattr(value, "_repr_html_"):
            data = {"text/html": value._repr_html_(), **data}
        found.append({"data": data, "execution_count": None, "metadata": {}, "output_type": "execute_result"})
    return found


def test_the_notebook_runs_and_shows_what_is_stored_in_it() -> None:
    pytest.importorskip("pandas")
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    names: dict[str, Any] = {"__name__": "__main__"}
    shown: list[object] = []
    for number, cell in enumerate(cells, start=1):
        value, printed = run_cell("".join(cell["source"]), names)
        shown.append(value)
        outputs = outputs_of(value, printed)
        if os.environ.get("WHOFOR_PIN"):
            cell["outputs"], cell["execution_count"] = outputs, number
            for output in cell["outputs"]:
                output.update({"execution_count": number} if "execution_count" in output else {})
        # How pandas draws a frame is its own affair.
        if value is None or type(value).__module__.startswith("whofor"):
            stored = [{**o, **({"execution_count": None} if "execution_count" in o else {})} for o in cell["outputs"]]
            plain = [{**o, **({"execution_count": None} if "execution_count" in o else {})} for o in outputs]
            assert stored == plain, "the notebook shows something else; WHOFOR_PIN=1 stores it"
    if os.environ.get("WHOFOR_PIN"):
        NOTEBOOK.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert repr(names["outcome"]).startswith("Found: manufacturers in Latin America with more than 200 people, ")
    table = names["outcome"].to_pandas()
    assert table.query("id == 'S1'").verdict.item() == "PASS"
    assert set(table.kind) >= {"positive", "claim"}
    # Both ways to the rows of a type of client count the same deals; the export holds some of them twice.
    keys = set(names["deals"][names["mine"]]["Record ID"].astype(str))
    assert keys == set(names["known"][names["inside"]].deal_key)
    assert len(names["contrast"].contrasts) > 3
    assert "clients" in set(names["accounts"].to_pandas()["list"])


def test_the_notebook_is_small() -> None:
    assert NOTEBOOK.stat().st_size < 60_000
