"""What every engine that carries out an import has to do."""

from pathlib import Path

import numpy as np

from whofor.engines.open import open_scan
from whofor.intake.importing.outputs import LookedUp, Lookup, Output
from whofor.intake.importing.ports import Importer
from whofor.intake.mapping.plan import PlannedColumn, PlannedPart, PlannedTable, Ref
from whofor.intake.raw import Batch
from whofor.model import Role
from whofor.schema.columns import ReadAs


def column(name: str, header: str, read_as: ReadAs = ReadAs.CATEGORY) -> PlannedColumn:
    return PlannedColumn(name, Ref("", header), read_as, header, Role.DEFINITION)


def test_rows_keep_their_order_and_unknown_values_stay_unknown(importer: Importer, tmp_path: Path) -> None:
    batches = [Batch([2, 3], [["b", "a"], ["2", None]]), Batch([4], [[None], ["4"]])]
    assert importer.load_rows('odd "name".csv', ['Te"xt', "Number"], batches) == 3
    columns = (column("name", 'Te"xt'), column("amount", "Number"))
    part = PlannedPart(('odd "name".csv',), {one.name: one.expression for one in columns})
    table = PlannedTable("deals", (part,), columns)
    assert importer.stage(table) == 3
    assert importer.distinct("deals", "name") == {"b": 1, "a": 1}
    assert importer.places("deals", "name", ["a"]) == ['odd "name".csv:3']
    assert importer.profile("deals", ["name"]) == {"name": (2, 2, 1.0)}
    importer.store_lookup("deals", Lookup("name", {"": {"a": "A", "b": "B"}}))
    importer.store_lookup("deals", Lookup("amount", {"": {"2": 2.0}}))
    outputs = [
        Output("name", LookedUp("name")),
        Output("amount", LookedUp("amount"), is_number=True),
        Output("closed", None, True),
    ]
    assert importer.finish("deals", outputs) == 3
    assert len(set(importer.digests("deals"))) == 3
    importer.close(b"key of the tests")
    with open_scan(tmp_path / "a.duckdb") as scan:
        assert scan.tables() == ["deals"]
        assert scan.columns("deals") == ["name", "amount", "closed"]
        assert scan.row_count("deals") == 3
        got = scan.project("deals", ["amount", "name", "closed"])
    assert got["name"].tolist() == ["B", "A", None]
    np.testing.assert_array_equal(got["amount"].astype(float), [2.0, np.nan, np.nan])
    assert got["amount"].dtype == got["closed"].dtype == np.float64
    assert got["name"].dtype == object


def test_a_look_at_raw_columns(importer: Importer) -> None:
    texts = [f"k{number}" for number in range(10)]
    importer.load_rows("a.csv", ["key", "n"], [Batch(range(2, 12), [texts, ["x", "x", "y", None, *["z" * 300] * 6]])])
    importer.load_rows("b.csv", ["ref"], [Batch(range(2, 6), [["k1", "k1", "k2", "q"]])])
    assert importer.raw_rows("a.csv") == 10
    assert importer.raw_profile("a.csv", ["key"]) == {"key": (10, 10, 2.0)}
    assert importer.raw_values("a.csv", "n", 2) == {"z" * 200: 6, "x": 2}
    assert importer.raw_sample("a.csv", ["n", "key"], 3) == [("x", "k0"), (None, "k3"), ("z" * 200, "k6")]
    assert importer.raw_overlap("b.csv", "ref", "a.csv", "key") == (3, 2)
    assert importer.raw_overlap("b.csv", "ref", "a.csv", "key", most=1) == (1, 1)
    importer.abandon()
