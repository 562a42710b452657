import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from whofor.engines.duckdb.importer import DuckDBImporter
from whofor.engines.duckdb.store import DuckDBEngine
from whofor.errors import WorkspaceError
from whofor.intake.importing.outputs import LookedUp, Lookup, Output
from whofor.intake.mapping.plan import PlannedColumn, PlannedPart, PlannedTable, Ref
from whofor.intake.raw import Batch
from whofor.model import Role
from whofor.schema.tables import ReadAs


def column(name: str, header: str, read_as: ReadAs = ReadAs.CATEGORY) -> PlannedColumn:
    return PlannedColumn(name, Ref("", header), read_as, header, Role.DEFINITION)


def test_rows_keep_their_order_and_unknown_values_stay_unknown(tmp_path: Path) -> None:
    importer = DuckDBImporter(tmp_path / "a.duckdb", tmp_path / "s.duckdb")
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
    importer.close()
    with DuckDBEngine(tmp_path / "a.duckdb") as engine:
        assert engine.tables() == ["deals"]
        assert engine.columns("deals") == ["name", "amount", "closed"]
        assert engine.row_count("deals") == 3
        got = engine.read("deals", ["amount", "name", "closed"])
    assert got["name"].tolist() == ["B", "A", None]
    np.testing.assert_array_equal(got["amount"].astype(float), [2.0, np.nan, np.nan])
    assert got["amount"].dtype == got["closed"].dtype == np.float64
    assert got["name"].dtype == object


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "x.duckdb").write_bytes(b"no database, but long enough to be taken for one" * 200)
    with pytest.raises(WorkspaceError, match="The database could not be read or written"):
        DuckDBEngine(tmp_path / "x.duckdb")


def test_ctrl_c_while_a_result_is_waited_for_is_an_interrupt(tmp_path: Path) -> None:
    """In the main thread DuckDB itself hears it only now and then."""
    DuckDBImporter(tmp_path / "a.duckdb", tmp_path / "s.duckdb").close()
    script = (
        "import sys; from pathlib import Path; from whofor.engines.duckdb.connection import Connection\n"
        "connection = Connection(Path(sys.argv[1]), read_only=False)\n"
        "print('ready', flush=True)\n"
        "try:\n"
        "    connection.run('SELECT sum(hash(a.range) % 7) FROM range(10000000000) a')\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted')\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "b.duckdb")], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[0] == "interrupted\n"
    assert process.returncode == 0


def test_a_look_at_raw_columns(tmp_path: Path) -> None:
    importer = DuckDBImporter(tmp_path / "a.duckdb", tmp_path / "s.duckdb")
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
