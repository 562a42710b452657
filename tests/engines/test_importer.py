"""What every engine that carries out an import has to do."""

from pathlib import Path

import numpy as np
import pytest

from whofor.engines.duckdb import lookups
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
    assert importer.raw_values("a.csv", ["n"], 2) == {"n": {"z" * 200: 6, "x": 2}}
    together = importer.raw_values("a.csv", ["n", "key"], 3)
    assert together["n"] == importer.raw_values("a.csv", ["n"], 3)["n"]
    assert list(together["key"].items()) == list(importer.raw_values("a.csv", ["key"], 3)["key"].items())
    assert importer.raw_profile("a.csv", ["key", "n"])["key"] == (10, 10, 2.0)
    assert importer.raw_sample("a.csv", ["n", "key"], 3) == [("x", "k0"), (None, "k3"), ("z" * 200, "k6")]
    assert importer.raw_overlap("b.csv", "ref", "a.csv", "key") == (3, 2)
    texts = [row for rows in importer.raw_texts("a.csv", ["key", "n"]) for row in rows]
    assert (len(texts), texts[0], texts[3]) == (10, ("k0", "x"), ("k3", None))
    assert importer.raw_overlap("b.csv", "ref", "a.csv", "key", most=1) == (1, 1)
    importer.abandon()


@pytest.mark.parametrize("short", [0, 5_000])
def test_a_table_of_a_thousand_columns(
    importer: Importer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, short: int
) -> None:
    monkeypatch.setattr(lookups, "_SHORT", short)  # joins in the engine, or cells looked up one by one
    names = [f"n{place}" for place in range(1_100)]
    texts: list[list[str | None]] = [[f"{place} {row % 3}" for row in range(7)] for place in range(len(names))]
    importer.load_rows("a.csv", names, [Batch(range(2, 9), texts)])
    columns = tuple(column(name, name) for name in names)
    part = PlannedPart(("a.csv",), {one.name: one.expression for one in columns})
    assert importer.stage(PlannedTable("deals", (part,), columns)) == 7
    for place, name in enumerate(names):
        counts = importer.distinct("deals", name)
        assert counts == {f"{place} 0": 3, f"{place} 1": 2, f"{place} 2": 2}
        importer.store_lookup("deals", Lookup(name, {"": {text: text.replace(" ", "-") for text in counts}}))
    importer.replace_texts("deals", "n7", {"7 2": "seven"})
    assert importer.distinct("deals", "n7") == {"7 0": 3, "7 1": 2, "seven": 2}
    importer.store_lookup("deals", Lookup("n7", {"": {"seven": "7"}}))
    importer.store_lookup("deals", Lookup("n8", {"": {"8 0": 0.5, "8 2": 2.0}, "unit": {"8 1": "EUR"}}))
    numbers = {"n8"}
    outputs = [Output(name, LookedUp(name), is_number=name in numbers) for name in names]
    importer.finish("deals", [*outputs, Output("unit", LookedUp("n8", "unit"))])
    whole = [filled for _, filled in importer.texts("deals", ["n0"], [name for name in names if name != "n8"])]
    assert whole == [len(names) - 1 - (row not in (2, 5)) for row in range(7)]
    importer.close(b"key of the tests")
    with open_scan(tmp_path / "a.duckdb") as scan:
        got = scan.project("deals", [*names, "unit"])
    assert got.pop("unit").tolist() == [None, "EUR", None, None, "EUR", None, None]
    np.testing.assert_array_equal(got.pop("n8").astype(float), [0.5, np.nan, 2.0, 0.5, np.nan, 2.0, 0.5])
    assert got.pop("n7").tolist() == [None, None, "7", None, None, "7", None]
    assert {name: values.tolist() for name, values in got.items()} == {
        name: [text.replace(" ", "-") for text in cells if text]
        for name, cells in zip(names, texts, strict=True)
        if name not in ("n7", "n8")
    }
