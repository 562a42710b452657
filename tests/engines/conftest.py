"""Every engine behind its port: one fixture for those that read, one for those that import."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from engines.oracle import Table
from whofor.engines.open import IMPORTERS, SCANS, open_importer
from whofor.intake.importing.outputs import Direct, LookedUp, Lookup, Output
from whofor.intake.importing.ports import Importer
from whofor.intake.mapping.plan import PlannedColumn, PlannedPart, PlannedTable, Ref
from whofor.intake.raw import Batch
from whofor.model import Role
from whofor.schema.columns import ReadAs
from whofor.schema.scan import Scan

NUMBERS = frozenset(
    {"opened", "closed", "amount", "at", "created", "employees", "known_on", "value", "tone", "sequence"}
    | {"since", "until"}
)
"""Columns of the test tables that hold numbers or days; all others hold texts."""

OpenTables = Callable[[Mapping[str, Table]], Scan]
MakeImporter = Callable[[], Importer]


def store(importer: Importer, tables: Mapping[str, Table]) -> None:
    """Write canonical tables as an import does."""
    for table, columns in tables.items():
        texts = {
            n: [None if v is None else v if isinstance(v, str) else repr(v) for v in c] for n, c in columns.items()
        }
        rows = len(next(iter(texts.values())))
        file = f"{table}.csv"
        importer.load_rows(file, list(texts), [Batch(range(2, rows + 2), list(texts.values()))])
        planned = tuple(PlannedColumn(n, Ref("", n), _read_as(n), n, Role.DEFINITION) for n in texts)
        importer.stage(PlannedTable(table, (PlannedPart((file,), {c.name: c.expression for c in planned}),), planned))
        for name in NUMBERS.intersection(texts):
            meanings = {text: float(text) for text in texts[name] if text is not None}
            importer.store_lookup(table, Lookup(name, {"": meanings}))
        cells = [Output(n, LookedUp(n), is_number=True) if n in NUMBERS else Output(n, Direct(n)) for n in texts]
        importer.finish(table, cells)
    importer.close(b"key of the tests")


def _read_as(name: str) -> ReadAs:
    return ReadAs.NUMBER if name in NUMBERS else ReadAs.TEXT


@pytest.fixture(params=sorted(SCANS))
def open_path(request: pytest.FixtureRequest) -> Callable[[Path], Scan]:
    """How an engine opens the tables of a file."""
    return SCANS[request.param]


@pytest.fixture
def scan(open_path: Callable[[Path], Scan], tmp_path: Path) -> Iterator[OpenTables]:
    """Tables, written by an import, as an engine reads them."""
    with ExitStack() as stack:

        def open_tables(tables: Mapping[str, Table]) -> Scan:
            store(open_importer(tmp_path / "tables.duckdb", tmp_path / "scratch.duckdb"), tables)
            return stack.enter_context(open_path(tmp_path / "tables.duckdb"))

        yield open_tables


@pytest.fixture(params=sorted(IMPORTERS))
def importer(request: pytest.FixtureRequest, tmp_path: Path) -> Importer:
    """An engine that imports into `a.duckdb`."""
    return IMPORTERS[request.param](tmp_path / "a.duckdb", tmp_path / "s.duckdb")
