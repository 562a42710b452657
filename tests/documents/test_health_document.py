"""What `doctor` prints as JSON."""

from __future__ import annotations

import json

from whofor.documents.health_document import health_document
from whofor.model import ColumnHealth, Health, Issue, IssueCode, QuarterOutcomes


def test_how_well_a_column_is_filled_is_a_share() -> None:
    columns = tuple(ColumnHealth("deals", "amount", "Amount", "validation", "number", n, 2) for n in (3, 0))
    health = Health("0.1", "3.11", "numpy", {"numpy": "2.0"}, columns=columns)
    document = health_document(health)
    assert [column["fill"] for column in document["columns"]] == [0.6667, None]
    assert document["columns"][0] | {"fill": None} == {
        **{"table": "deals", "name": "amount", "label": "Amount", "role": "validation", "kind": "number"},
        **{"n": 3, "n_filled": 2, "fill": None, "file": "", "customers_only": False},
    }


def test_it_is_json() -> None:
    issue, quarter = Issue(IssueCode.UNREADABLE_ROW, 2, ("a.csv:3",), "a.csv"), QuarterOutcomes("2025-Q3", 1, 2, 3)
    document = health_document(Health("0.1", "3.11", "numpy", {}, issues=(issue,), quarters=(quarter,)))
    read = json.loads(json.dumps(document))
    assert read["issues"] == [{"code": "unreadable_row", "count": 2, "examples": ["a.csv:3"], "place": "a.csv"}]
    assert read["quarters"] == [{"quarter": "2025-Q3", "won": 1, "lost": 2, "open": 3}]
