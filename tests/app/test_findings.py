"""Results as tables, masks and SQL, beside the search's own figures and masks."""

from __future__ import annotations

import copy
import csv
import pickle
import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

import whofor
from made_frames import LIBRARIES, frame_of
from whofor import Findings, FindOptions, FoundSegment, UsageError, WorkspaceError
from whofor.app.account_table import AccountTable
from whofor.app.report import load_result
from whofor.arrays import is_known
from whofor.documents.result_document import result_document
from whofor.example import csv_files, generate
from whofor.model import MONTHS_BEFORE, Condition, FindingKind, Kind, Operator, Segment
from whofor.schema.rows import Attribute, DealRows
from whofor.segments.conditions import segment_mask
from whofor.workspace import write_files

TODAY = date(2026, 10, 1)
FEW = FindOptions(permutations=200, claims=("employees 51..200",))
TABLES: dict[str, Callable[[Findings], Any]] = {
    "findings": lambda result: result,
    "deals": lambda result: result.deals(),
    "accounts": lambda result: result.segments["S1"].accounts(),
    "contrast": lambda result: whofor.contrast(result, "S1", today=TODAY),
}
EAGER = [library for library in LIBRARIES if library != "duckdb"]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """Findings among so many made-up deals that a type of client passes."""
    folder = tmp_path_factory.mktemp("findings")
    export = write_files(folder / "export", csv_files(generate(1, n_deals=1500)))
    whofor.import_source(export, workspace=folder / "ws", today=TODAY)
    return whofor.find(folder / "ws", FEW, today=TODAY)


@pytest.fixture(scope="module")
def rows(result: Findings) -> DealRows:
    return result.session.deals().rows


def found(result: Findings, segment: Segment) -> FoundSegment:
    """A finding with other conditions."""
    return FoundSegment(replace(result.search.findings[0], segment=segment), result)


def drawn_condition(attribute: Attribute, draw: random.Random) -> Condition:
    """A condition that some rows meet."""
    p, kind = attribute.parameter, attribute.parameter.kind
    base = Condition(p.name, p.label, Operator.UNKNOWN, unit=p.unit)
    known = attribute.values[is_known(attribute.values)]
    if not len(known) or draw.random() < 0.1:
        return base
    if kind is Kind.DATE:
        low = draw.choice([None, 0.0, 6.0])
        return replace(base, operator=Operator.BETWEEN, low=low, high=draw.choice([6.5, 18.0]), unit=MONTHS_BEFORE)
    if kind is Kind.NUMBER:
        low, high = sorted(draw.choice(known.tolist()) for _ in range(2))
        return replace(base, operator=Operator.BETWEEN, low=low, high=draw.choice([None, high]), high_included=True)
    values = tuple({draw.choice(known.tolist()) for _ in range(3)})
    if kind is Kind.MULTI:
        return replace(base, operator=Operator.INCLUDES, values=(values[0].split(";")[0],))
    return replace(base, operator=Operator.IS if len(values) == 1 else Operator.IN, values=values)


def drawn_segments(rows: DealRows, n: int) -> list[Segment]:
    draw = random.Random(11)
    return [
        Segment(tuple(drawn_condition(a, draw) for a in draw.sample(rows.attributes, draw.randint(1, 3))))
        for _ in range(n)
    ]


def columns_of(table: Any) -> dict[str, list[object]]:
    dicts = table.to_dicts()
    return {name: [row[name] for row in dicts] for name in table.column_types()}


@pytest.mark.parametrize("library", EAGER)
def test_a_mask_of_a_frame_is_that_of_the_search(library: str, result: Findings, rows: DealRows):
    frame = frame_of(library, columns_of(result.deals()))
    some = kinds = 0
    for segment in drawn_segments(rows, 60):
        expected = segment_mask(segment, rows.attributes, rows.opened)
        mask: Any = found(result, segment).mask(frame)
        assert (mask.to_pylist() if library == "arrow" else mask.to_list()) == expected.tolist()
        some, kinds = some + expected.any(), kinds + expected.all()
    assert some > 20
    assert kinds < 20


@pytest.mark.parametrize("library", EAGER)
def test_a_mask_filters_its_frame(library: str, result: Findings, rows: DealRows):
    frame = frame_of(library, columns_of(result.deals()))
    segment = result.segments["S1"]
    mask: Any = segment.mask(frame)
    if library == "polars lazy":
        frame = frame.collect()
    rest = frame[mask] if library == "pandas" else frame.filter(mask)
    assert len(rest) == segment_mask(segment.finding.segment, rows.attributes, rows.opened).sum() > 0


def test_a_mask_of_pandas_keeps_the_index_and_the_type(result: Findings):
    deals = result.deals().to_pandas().set_index("deal_key").sort_values("amount")
    mask: Any = result.segments["S1"].mask(deals)
    assert mask.index.equals(deals.index)
    assert mask.dtype == bool
    whole: Any = result.segments["S1"].mask(result.deals().to_pandas().set_index("deal_key"))
    assert whole.reindex(mask.index).equals(mask)


@pytest.mark.parametrize("library", EAGER)
def test_rows_of_the_export_are_of_a_type_by_the_key_of_their_deal(library: str, result: Findings, rows: DealRows):
    path = result.session.workspace.path.parent / "export" / "deals.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head, *cells = csv.reader(stream)
    # In another order than the deals, and with a row of no deal.
    exported = {
        name: [row[place] for row in (*reversed(cells), ["none"] * len(head))] for place, name in enumerate(head)
    }
    mask: Any = result.segments["S1"].mask(frame_of(library, exported), deal_key="Record ID")
    inside = segment_mask(result.search.segments[0].segment, rows.attributes, rows.opened)
    keys = [row["deal_key"] for row in result.deals().to_dicts()]
    wanted = {key for key, is_in in zip(keys, inside.tolist(), strict=True) if is_in}
    told = mask.to_pylist() if library == "arrow" else mask.to_list()
    assert told == [key in wanted for key in exported["Record ID"]]
    # Some deals are in the export twice.
    assert sum(told) >= len(wanted) > 0


def test_columns_may_have_other_names_and_a_day_of_their_own(result: Findings):
    pandas = pytest.importorskip("pandas")
    size = Condition("employees", "Size", Operator.BETWEEN, low=51.0)
    raised = Condition("x_last_funding_date", "Raised", Operator.BETWEEN, low=0.0, high=6.0, unit=MONTHS_BEFORE)
    segment = found(result, Segment((size, raised)))
    frame = pandas.DataFrame(
        {
            "Heads": [51, 50, 99, None, 99],
            "Raised on": [
                *[datetime(2026, 6, 1)] * 2,
                datetime(2025, 6, 1),
                datetime(2026, 6, 1),
                datetime(2026, 9, 1),
            ],
            "Asked on": [date(2026, 8, 1)] * 5,
            "Odd": [object()] * 5,
        }
    )
    names = {"employees": "Heads", "x_last_funding_date": "Raised on"}
    assert list(segment.mask(frame, columns=names, as_of="Asked on")) == [True, False, False, False, False]
    assert list(segment.mask(frame, columns=names, as_of=date(2026, 10, 1))) == [True, False, False, False, True]
    # Without a column of openings the last day of known outcomes counts.
    known = date.fromisoformat(result.run.as_of)
    assert list(segment.mask(frame, columns=names)) == list(segment.mask(frame, columns=names, as_of=known))


def test_what_a_mask_cannot_read_is_refused(result: Findings):
    pandas = pytest.importorskip("pandas")
    segment = found(result, Segment((Condition("employees", "Size", Operator.BETWEEN, low=51.0),)))
    frame = pandas.DataFrame({"Employees": ["51-200"], "n": [1]})
    for call, told in (
        (lambda: segment.mask(frame), "the frame has no such column.*employees.*Did you mean 'Employees'"),
        (lambda: segment.mask(frame, columns={"employees": "Employees"}), "Employees: this is no number.*51-200"),
        (lambda: segment.mask(frame, columns="Employees"), "these are no names"),
        (lambda: segment.mask(frame, columns={"employees": "n"}, as_of=3), "neither a column nor a day"),
        (lambda: segment.mask(frame["n"]), "this is one column"),
        (lambda: segment.mask(duckdb.connect().sql("SELECT 1 AS employees")), r"relation\.filter"),
        (lambda: segment.mask(frame.set_axis(["n", "n"], axis=1), columns={"employees": "n"}), "several columns"),
        (lambda: segment.mask(frame, deal_key="n"), "n: none of these is the key of a deal.*keys such as"),
        (lambda: segment.mask(frame, deal_key="m"), "the frame has no such column"),
        (lambda: segment.mask(frame, deal_key="n", as_of="n"), "it cannot be given together with"),
        (lambda: segment.to_sql(3), "this is no text"),
        (lambda: result.segments["S99"], "there is no such finding.*S99.*S1"),
    ):
        with pytest.raises(UsageError, match=f"(?s){told}"):
            call()


def test_sql_selects_the_rows_of_the_mask(result: Findings, rows: DealRows):
    with duckdb.connect() as db:
        columns = {a.parameter.name: a.values for a in rows.attributes}
        typed = ", ".join(f'"{name}" {"DOUBLE" if v.dtype.kind == "f" else "VARCHAR"}' for name, v in columns.items())
        db.execute(f'CREATE SCHEMA crm; CREATE TABLE crm."the deals" (n INT, opened DOUBLE, {typed})')
        cells = [[None if v is None or v != v else v for v in values.tolist()] for values in columns.values()]
        opened = [None if np.isnan(day) else day for day in rows.opened]
        marks = ", ".join(["unnest(?)"] * (2 + len(cells)))
        db.execute(f'INSERT INTO crm."the deals" SELECT {marks}', [list(range(len(rows))), opened, *cells])
        for segment in drawn_segments(rows, 60):
            sql = found(result, segment).to_sql("crm.the deals", as_of="opened")
            expected = np.flatnonzero(segment_mask(segment, rows.attributes, rows.opened)).tolist()
            assert sorted(row[0] for row in db.execute(sql).fetchall()) == expected, sql


def test_sql_and_mask_agree_on_the_accounts_of_the_workspace(result: Findings):
    size = Condition("employees", "Size", Operator.BETWEEN, low=51.0, high=1000.0)
    where = Condition("country", "Country", Operator.IN, ("FR", "DE", "BR", "MX"))
    raised = Condition("x_last_funding_date", "Raised", Operator.BETWEEN, low=0.0, high=24.0, unit=MONTHS_BEFORE)
    segment = found(result, Segment((size, where, raised)))
    with duckdb.connect(str(result.session.workspace.database()), read_only=True) as db:
        accounts = db.sql("FROM accounts").df()
        day = date(2026, 9, 30)
        selected = db.execute(segment.to_sql(as_of=day)).df()
        assert 0 < len(selected) < len(accounts)
        inside: Any = segment.mask(accounts, as_of=day)
        assert accounts[inside].account_key.tolist() == selected.account_key.tolist()
        # The condition alone, for a relation of one's own.
        assert len(db.sql("FROM accounts").filter(segment.to_sql(None, as_of=day))) == len(selected)
    renamed = segment.to_sql("t", columns={"employees": 'He"ads'}, as_of=day)
    assert '"He""ads" >= 51' in renamed


def test_findings_are_a_sequence_and_have_ids(result: Findings):
    segments = result.segments
    assert [s.id for s in segments] == [f.id for f in result.search.findings]
    assert segments["s1"].finding is result.search.findings[0]
    assert segments[0] == segments["S1"]
    assert "S1" in segments
    assert segments[0] in segments
    assert "S99" not in segments
    assert [s.id for s in segments[:2]] == [s.id for s in segments][:2]
    assert {s.kind for s in segments} <= {kind.name.lower() for kind in FindingKind}
    assert repr(segments).count("\n") == len(segments) - 1
    assert repr(segments["S1"]).startswith(f"S1 {segments['S1'].verdict}: {segments['S1'].text}, ")


def test_the_table_holds_the_figures_of_the_document(result: Findings):
    table, document = result.to_dicts(), result_document(result)
    claims = [row for row in table if row["kind"] == "claim"]
    assert [row["id"] for row in claims] == ["C1"]
    for row, finding in zip(table, result.search.findings, strict=True):
        assert row["search_n"] == finding.search.n
        assert row["later_rate"] == finding.confirm.estimate
        assert row["p_adjusted"] == finding.p_adjusted
    (first, *_), (own, *_) = table, document["segments"]
    assert first["search_rate"] == pytest.approx(own["search"]["estimate"], rel=1e-5)
    assert first["lift"] == pytest.approx(own["lift"], rel=1e-5)
    assert list(first) == list(result.column_types())


def check_frame(rows: Sequence[dict[str, object]], held: Sequence[dict[str, Any]]) -> None:
    """Rows of a frame hold the values of the dictionaries; what is missing has the library's own mark."""
    for row, other in zip(rows, held, strict=True):
        assert list(row) == list(other)
        for name, value in row.items():
            assert str(other[name]) in ("None", "nan", "<NA>", "NaT") if value is None else other[name] == value


@pytest.mark.parametrize("name", TABLES)
def test_tables_as_frames_of_pandas(name: str, result: Findings):
    pandas = pytest.importorskip("pandas")
    table = TABLES[name](result)
    frame = table.to_pandas()
    check_frame(table.to_dicts(), frame.to_dict("records"))
    dtypes = {str: "string", int: "Int64", float: "float64", datetime: "datetime64[us]"}
    assert {c: str(t) for c, t in frame.dtypes.items()} == {c: dtypes[t] for c, t in table.column_types().items()}
    assert isinstance(frame, pandas.DataFrame)


@pytest.mark.parametrize("name", TABLES)
def test_tables_as_frames_of_polars(name: str, result: Findings):
    polars = pytest.importorskip("polars")
    table = TABLES[name](result)
    frame = table.to_polars()
    check_frame(table.to_dicts(), frame.to_dicts())
    dtypes = {str: polars.String, int: polars.Int64, float: polars.Float64, datetime: polars.Datetime}
    assert {c: t.base_type() for c, t in frame.schema.items()} == {
        c: dtypes[t] for c, t in table.column_types().items()
    }


def test_a_library_that_is_not_there_is_named(result: Findings, monkeypatch: pytest.MonkeyPatch):
    for name, call in (("pandas", result.to_pandas), ("polars", result.to_polars)):
        monkeypatch.setitem(__import__("sys").modules, name, None)
        with pytest.raises(UsageError, match=rf"This library is not installed.*pip install {name}.*to_dicts"):
            call()


def test_deals_have_their_dates_and_facts(result: Findings, rows: DealRows):
    table = result.deals()
    first = table.to_dicts()[0]
    assert list(first)[:6] == ["deal_key", "account_key", "opened", "closed", "outcome", "amount"]
    assert isinstance(first["opened"], datetime)
    assert repr(table) == f"{len(rows):,} deals, {len(first)} columns"
    assert sum(row["outcome"] == "won" for row in table.to_dicts()) == rows.won.sum()


def test_a_result_with_its_session_equals_the_result_alone(result: Findings, tmp_path: Path):
    alone = load_result(result.session.workspace.path)
    assert alone == result
    assert result == alone
    assert result != replace(alone, company="Other")
    assert replace(result, company="Other") != result
    assert isinstance(replace(result, company="Other"), Findings)
    assert result_document(alone) == result_document(result)
    for twin in (pickle.loads(pickle.dumps(result)), copy.deepcopy(result)):
        assert twin == result
        assert len(twin.deals().to_dicts()) == len(result.deals().to_dicts())
    assert repr(result).startswith("Found: ")
    assert "\n" not in repr(result)
    assert repr(replace(result, language="fr")).startswith("Trouvé\xa0: ")


def test_other_data_in_the_workspace_are_noticed(result: Findings, small_export: Path, tmp_path: Path):
    own = whofor.find(shutil.copytree(result.session.workspace.path, tmp_path / "ws"), FEW, today=TODAY)
    (tmp_path / "in").mkdir()
    for path in small_export.glob("*.csv"):
        lines = path.read_bytes().splitlines(keepends=True)
        (tmp_path / "in" / path.name).write_bytes(b"".join(lines[: len(lines) // 2]))
    whofor.import_source(tmp_path / "in", workspace=tmp_path / "ws", today=TODAY)
    with pytest.raises(WorkspaceError, match="The workspace holds other data since"):
        own.segments["S1"].to_sql()


def test_results_stand_for_their_workspace(result: Findings):
    assert whofor.find(result, FEW, today=TODAY) == result
    assert whofor.contrast(result, "S1", today=TODAY) == whofor.contrast(result.session, "S1", today=TODAY)


def test_accounts_of_a_finding_as_a_table(result: Findings, rows: DealRows):
    segment = result.segments["S1"]
    table = segment.accounts()
    listed = whofor.accounts(result, "S1")
    assert table.found == listed
    assert repr(table).startswith("S1: clients ")
    dicts = table.to_dicts()
    assert len(dicts) == sum(one.n for one in listed.lists)
    # Clients and deals not won are those that the figures of the finding count.
    clients = [row for row in dicts if row["list"] == "clients"]
    judged = [row for row in dicts if row["list"] in ("clients", "not_won")]
    finding = segment.finding
    assert len(judged) == finding.search.n + finding.confirm.n
    assert len(clients) == (finding.search.n_won or 0) + (finding.confirm.n_won or 0)
    assert {row["industry"] for row in judged} == {"Manufacturing"}
    assert all(isinstance(row["opened"], datetime) for row in judged)
    assert min(row["employees"] for row in judged) >= 201
    raised = Condition("x_last_funding_date", "Raised", Operator.BETWEEN, low=0.0, high=24.0, unit=MONTHS_BEFORE)
    dated = replace(table.found, segment=Segment((raised,)))
    assert AccountTable(dated, {"x_last_funding_date": Kind.DATE}).column_types()["x_last_funding_date"] is datetime


def test_accounts_are_those_of_the_latest_run(result: Findings, tmp_path: Path):
    own = whofor.find(shutil.copytree(result.session.workspace.path, tmp_path / "ws"), FEW, today=TODAY)
    assert own.segments["S1"].accounts().found.id == "S1"
    whofor.find(own, FindOptions(permutations=200, seed=9), today=TODAY)
    with pytest.raises(WorkspaceError, match="another run was saved in the workspace since"):
        own.segments["S1"].accounts()


def test_a_contrast_is_one_line_and_a_table(result: Findings):
    contrasted = whofor.contrast(result, "S1", today=TODAY)
    assert repr(contrasted).startswith("S1: ")
    assert len(repr(contrasted)) < 300
    table = contrasted.to_dicts()
    assert len(table) == sum(len(c.comparisons) for c in contrasted.contrasts)
    first, comparison = table[0], contrasted.contrasts[0].comparisons[0]
    assert (first["id"], first["n"], first["neighbour_n"]) == ("S1", comparison.own.n, comparison.other.n)
    assert (first["rate"], first["p"]) == (comparison.own.estimate, comparison.p)
