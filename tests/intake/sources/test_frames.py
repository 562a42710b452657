"""Frames of each library as the same raw tables that CSV files are."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_frames import LIBRARIES, frame_of
from whofor.errors import SourceError
from whofor.intake.sources.files import find_source
from whofor.intake.sources.frames import file_name, frame_problem, frames_source, is_frame
from whofor.intake.sources.source_file import LeftOut, SourceFile, read_batches

TYPED = {
    "id": [1, 2, 3],
    "gaps": [1, None, 3],
    "share": [0.5, None, 3.0],
    "name": [" Acme ", "", None],
    "flag": [True, None, False],
    "day": [date(2026, 3, 1), None, date(2026, 3, 2)],
    "moment": [datetime(2026, 3, 1, 9, 5), datetime(2026, 3, 2), None],
    "zone": [datetime(2026, 3, 1, 9, 5, tzinfo=UTC), None, datetime(2026, 3, 2, tzinfo=UTC)],
    "price": [Decimal("12.50"), None, Decimal("3.00")],
    "tags": [["a", "b"], None, ["c"]],
    "seat": [{"city": "Lyon", "floor": 2}, None, {"city": "Oslo", "floor": None}],
}
TEXTS = {
    "id": ["1", "2", "3"],
    "gaps": ["1", None, "3"],
    "share": ["0.5", None, "3.0"],
    "name": ["Acme", None, None],
    "flag": ["true", None, "false"],
    "day": ["2026-03-01", None, "2026-03-02"],
    "moment": ["2026-03-01 09:05:00", "2026-03-02", None],
    "zone": ["2026-03-01 09:05:00+00:00", None, "2026-03-02 00:00:00+00:00"],
    "price": ["12.50", None, "3.00"],
    "tags": ["a;b", None, "c"],
    "seat.city": ["Lyon", None, "Oslo"],
    "seat.floor": ["2", None, None],
}


def table(frame: Any, name: str = "deals") -> tuple[SourceFile, dict[str, list[str | None]], list[LeftOut]]:
    (file,) = frames_source({name: frame}).files
    left_out: list[LeftOut] = []
    columns: list[list[str | None]] = [[] for _ in file.headers]
    for _, batch in read_batches(file, left_out):
        for place, cells in enumerate(batch):
            columns[place] += cells
    return file, dict(zip(file.headers, columns, strict=True)), left_out


@pytest.mark.parametrize("library", LIBRARIES)
def test_typed_cells_become_the_texts_of_an_export(library: str):
    _, texts, left_out = table(frame_of(library, TYPED))
    # DuckDB writes the offset of a zone with hours alone.
    texts["zone"] = [text and text.removesuffix(":00") + ":00" for text in texts["zone"]]
    assert texts == TEXTS
    assert left_out == []


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_frame_without_rows_is_refused(library: str):
    frame = frame_of(library, {"a": [1, 2]})
    none = {"pandas": lambda: frame[:0], "duckdb": lambda: frame.limit(0)}.get(library, lambda: frame.slice(0, 0))()
    with pytest.raises(SourceError, match=r"deals\.csv: The frame holds no rows"):
        frames_source({"deals": none})
    # Beside one that has rows it is counted, as a file would be.
    files = frames_source({"deals": frame, "notes": none}).files
    assert [(file.name, file.is_empty) for file in files] == [("deals.csv", False), ("notes.csv", True)]


HEADERS = st.text(st.sampled_from("abé7 _-"), max_size=6)
CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=8)
ODD_CELLS = st.sampled_from([None, "", "Total", "a\r\nb", "a\nb", "1,5", 'he "x"', "nan"])


@given(
    st.dictionaries(HEADERS, st.lists(CELLS | ODD_CELLS, min_size=8, max_size=8), min_size=2, max_size=4),
)
def test_a_frame_of_texts_is_read_like_its_csv_file(tmp_path_factory: pytest.TempPathFactory, columns: dict[str, Any]):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({f"Name {key}": values for key, values in columns.items()}, dtype=object)
    frame.insert(0, "Id", [f"d{number}" for number in range(8)])
    path = tmp_path_factory.mktemp("csv") / "deals.csv"
    frame.to_csv(path, index=False, encoding="utf-8", quoting=1)
    (file,) = find_source(path).files
    left_out: list[LeftOut] = []
    of_file = list(read_batches(file, left_out))
    (own,) = frames_source({"deals": frame}).files
    left_out_of_frame: list[LeftOut] = []
    assert list(read_batches(own, left_out_of_frame)) == of_file
    assert (own.name, own.headers, own.repeated, own.linked) == (file.name, file.headers, file.repeated, file.linked)
    assert left_out_of_frame == left_out


def test_lines_are_those_of_the_csv_file():
    pandas = pytest.importorskip("pandas")
    (file,) = frames_source(
        {"deals": pandas.DataFrame({"a": ["x", "y\nz", None, "w"], "b": ["1", "2", None, "3"]})}
    ).files
    left_out: list[LeftOut] = []
    assert [lines for lines, _ in read_batches(file, left_out)] == [[2, 3, 6]]
    assert [row.place for row in left_out] == ["deals.csv:5"]


def test_names_of_columns_of_pandas():
    pandas = pytest.importorskip("pandas")
    twice = pandas.DataFrame([[1, 2], [3, 4]], columns=["a", "a"])
    file, texts, _ = table(twice)
    assert texts == {"a": ["1", "3"], "a (2)": ["2", "4"]}
    assert file.repeated == ("a",)
    levels = pandas.MultiIndex.from_tuples([("Deal", "Name"), ("Company", "Name"), ("", "Stage")])
    assert list(table(pandas.DataFrame([["x", "y", "z"]], columns=levels))[1]) == ["Deal Name", "Company Name", "Stage"]
    odd = pandas.DataFrame([[1, 2, 3]], columns=[2025, None, ("a", 1)])
    assert list(table(odd)[1]) == ["2025", "column 2", "a 1"]


def test_names_of_columns_of_arrow_may_repeat():
    arrow = pytest.importorskip("pyarrow")
    frame = arrow.Table.from_arrays([arrow.array([1, 2]), arrow.array([0.5, None])], names=["a", "a"])
    assert table(frame)[1] == {"a": ["1", "2"], "a (2)": ["0.5", None]}


def test_a_lazy_frame_that_cannot_be_computed_is_told():
    polars = pytest.importorskip("polars")
    with pytest.raises(SourceError, match=r"deals\.csv: The frame cannot be computed: "):
        frames_source({"deals": polars.LazyFrame({"a": ["x"]}).select(polars.col("b"))})


def test_an_index_of_pandas_is_left_out_unless_it_has_a_name():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"a": [1, 2]}, index=[7, 9])
    assert table(frame)[1] == {"a": ["1", "2"]}
    assert table(frame.rename_axis("id"))[1] == {"id": ["7", "9"], "a": ["1", "2"]}
    assert table(frame.rename_axis("a"))[1] == {"a": ["7", "9"], "a (2)": ["1", "2"]}
    both = pandas.MultiIndex.from_tuples([(1, "x"), (2, "y")], names=["id", None])
    assert table(pandas.DataFrame({"a": [1, 2]}, index=both))[1] == {"id": ["1", "2"], "a": ["1", "2"]}


def test_columns_of_pandas_of_every_kind():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {
            "mixed": [1, "b", date(2026, 3, 1), 2.0, None],
            "ints": pandas.array([1, None, 2, 3, 4], dtype="Int64"),
            "bools": pandas.array([True, None, False, True, True], dtype="boolean"),
            "words": pandas.Categorical(["u", None, "u", "v", "v"]),
            "numbers": pandas.Categorical([1, None, 1, 2, 2]),
            "short": np.array([0.1, 2, 3, 4, np.nan], dtype="float32"),
            "whole": np.array([1, 2, 3, 4, np.nan], dtype="float32"),
            "records": [{"a": 1}, None, "plain", {"b": [1, 2]}, {}],
            "nothing": [None] * 5,
        }
    )
    assert table(frame)[1] == {
        "mixed": ["1", "b", "2026-03-01", "2", None],
        "ints": ["1", None, "2", "3", "4"],
        "bools": ["true", None, "false", "true", "true"],
        "words": ["u", None, "u", "v", "v"],
        "numbers": ["1", None, "1", "2", "2"],
        "short": ["0.1", "2.0", "3.0", "4.0", None],
        "whole": ["1", "2", "3", "4", None],
        "records.a": ["1", None, None, None, None],
        "records": [None, None, "plain", None, None],
        "records.b": [None, None, None, "1;2", None],
        "nothing": [None] * 5,
    }


def test_a_relation_is_run_when_it_is_read():
    connection = duckdb.connect()
    relation = connection.sql("SELECT range AS id, 2.5::FLOAT AS share, range AS id FROM range(3)")
    file, texts, _ = table(relation)
    assert texts == {"id": ["0", "1", "2"], "share": ["2.5"] * 3, "id (2)": ["0", "1", "2"]}
    assert [list(batch) for batch in read_batches(file, [])] == [list(batch) for batch in read_batches(file, [])]
    with pytest.raises(SourceError, match="The frame cannot be computed: Conversion Error"):
        frames_source({"deals": connection.sql("SELECT CAST(t AS INT) AS n FROM (VALUES ('x')) AS v(t)")})
    connection.close()
    with pytest.raises(SourceError, match="The frame cannot be computed"):
        list(read_batches(file, []))


def test_many_rows_keep_their_order():
    relation = duckdb.connect().sql("SELECT range AS id FROM range(50_001)")
    _, texts, _ = table(relation)
    assert texts["id"] == [str(number) for number in range(50_001)]
    pandas = pytest.importorskip("pandas")
    assert table(pandas.DataFrame({"id": range(50_001)}))[1] == texts


def test_frames_are_in_order_of_their_names_and_each_has_its_own():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"a": [1]})
    files = frames_source({"b": frame, "a": frame, "A.xlsx": frame}).files
    assert [file.name for file in files] == ["A.xlsx", "a.csv", "b.csv"]
    with pytest.raises(SourceError) as caught:
        frames_source({"a": frame, "a.csv": frame, "b": pandas.DataFrame()})
    assert [(p.place, p.what) for p in caught.value.problems] == [
        ("a.csv", "Several frames have this name"),
        ("b.csv", "The frame has no columns"),
    ]


def test_names_stand_for_files():
    assert file_name("deals") == "deals.csv"
    assert file_name(" deals.CSV ") == "deals.CSV"
    assert file_name("deals.2026") == "deals.2026.csv"


def test_what_is_no_frame_is_told_what_to_give():
    pandas = pytest.importorskip("pandas")
    assert not any(map(is_frame, (pandas.Series([1]), np.zeros((2, 2)), [{"a": 1}], {"a": [1]}, 7, None, b"x")))
    assert frame_problem(pandas.Series([1]))[1] == "Give the whole frame."
    assert frame_problem(np.zeros(2))[1] == "Give pandas.DataFrame(array, columns=[…])."
    assert frame_problem([{"a": 1}])[1] == "Give pandas.DataFrame(rows)."
    assert frame_problem([])[0] == "this is neither a path nor a frame"

    class Spark:
        def toPandas(self) -> None: ...  # noqa: N802 - its own name

    assert frame_problem(Spark()) == ("this kind of frame is not read", "Give frame.toPandas().")
