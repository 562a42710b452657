"""A run of frames gives what the run of their files gives, to the byte."""

from __future__ import annotations

import csv
import gc
import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

import whofor
from made_frames import LIBRARIES, frame_of, frame_of_texts
from whofor import FindOptions, RunOutcome, SourceError, UsageError
from whofor.documents.result_document import result_document
from whofor.intake.sources.cells import cell_text

TODAY = date(2026, 10, 1)
FEW = FindOptions(permutations=200)


def content(outcome: RunOutcome) -> tuple[object, bytes]:
    """All that a run shows: its document and its page."""
    return result_document(outcome.result), outcome.report.read_bytes()


@pytest.fixture(scope="module")
def of_files(small_export: Path, tmp_path_factory: pytest.TempPathFactory) -> RunOutcome:
    return whofor.run(small_export, workspace=tmp_path_factory.mktemp("of_files"), today=TODAY, options=FEW)


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_example_as_frames_gives_the_result_of_its_files(library: str, small_export: Path, of_files: RunOutcome):
    frames = {path.stem: frame_of_texts(library, path) for path in sorted(small_export.glob("*.csv"))}
    outcome = whofor.run(frames, today=TODAY, options=FEW)
    assert outcome.result.run.data_hash == of_files.result.run.data_hash
    assert content(outcome) == content(of_files)


def inferred(library: str, path: Path) -> Any:
    """A file as its library reads it, with the types that it infers.

    Numbers of several kinds are in the column Value, with and without decimals, which a column of floats cannot keep.
    """
    has_value = b"Value" in path.read_bytes().split(b"\n", 1)[0]
    match library:
        case "pandas":
            return pytest.importorskip("pandas").read_csv(path, dtype={"Value": str})
        case "polars":
            polars = pytest.importorskip("polars")
            kinds = {"Value": polars.String} if has_value else None
            return polars.read_csv(path, try_parse_dates=True, infer_schema_length=None, schema_overrides=kinds)
        case "arrow":
            arrow = pytest.importorskip("pyarrow")
            options = pytest.importorskip("pyarrow.csv").ConvertOptions(column_types={"Value": arrow.string()})
            return pytest.importorskip("pyarrow.csv").read_csv(path, convert_options=options)
        case _:
            kinds = {"Value": "VARCHAR"} if has_value else {}
            return duckdb.connect().read_csv(str(path), sample_size=-1, dtype=kinds)


@pytest.mark.parametrize("library", ["pandas", "polars", "arrow", "duckdb"])
def test_types_that_a_library_infers_change_nothing(library: str, small_export: Path, of_files: RunOutcome):
    frames = {path.name: inferred(library, path) for path in small_export.glob("*.csv")}
    assert content(whofor.run(frames, today=TODAY, options=FEW)) == content(of_files)


def typed_deals(n: int = 400) -> dict[str, list[object]]:
    """Deals of made-up accounts with values of every type; fintech signs more."""
    draw = random.Random(5)
    columns: dict[str, list[object]] = {name: [] for name in HEADERS}
    for number in range(n):
        opened = datetime(2023, 1, 1, 9, tzinfo=UTC) + timedelta(days=3 * number // 2, minutes=draw.randrange(600))
        sector = draw.choice(["Fintech", "Retail", "Health"])
        won = draw.random() < (0.7 if sector == "Fintech" else 0.2)
        row = (
            10_000 + number,
            500 + draw.randrange(150),
            draw.choice([None, 12, 300, 4000]),
            sector,
            "Closed Won" if won else "Closed Lost",
            opened,
            (opened + timedelta(days=draw.randrange(5, 60))).date(),
            Decimal(draw.randrange(1000, 99_999)) / 100 if draw.random() < 0.9 else None,
            draw.choice([True, False, None]),
            draw.choice([0.5, 1.25, 3.0, None]),
            draw.choice([["Slack"], ["Slack", "Jira"], None]),
        )
        for name, value in zip(HEADERS, row, strict=True):
            columns[name].append(value)
    return columns


HEADERS = (
    *("Deal ID", "Company ID", "Number of employees", "Industry", "Deal stage", "Create date", "Close date"),
    *("Amount", "Is public", "Growth", "Tools"),
)


@pytest.fixture(scope="module")
def of_typed_file(tmp_path_factory: pytest.TempPathFactory) -> RunOutcome:
    folder, columns = tmp_path_factory.mktemp("typed"), typed_deals()
    with (folder / "deals.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        texts = [[repr(v) if isinstance(v, float) else cell_text(v) for v in values] for values in columns.values()]
        writer.writerows(zip(*texts, strict=True))
    return whofor.run(folder / "deals.csv", workspace=folder / "ws", today=TODAY, options=FEW)


@pytest.mark.parametrize("library", LIBRARIES)
def test_typed_cells_give_the_result_of_the_file_that_writes_them(library: str, of_typed_file: RunOutcome):
    outcome = whofor.run(frame_of(library, typed_deals()), today=TODAY, options=FEW)
    assert repr(outcome).startswith("Found: companies whose sub-sector is Fintech, ")
    assert content(outcome) == content(of_typed_file)
    assert outcome.imported.tables["deals"].rows == 400
    assert outcome.imported.recognition == of_typed_file.imported.recognition


def test_types_of_pandas_own_give_the_same(of_typed_file: RunOutcome):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(typed_deals())
    frame = frame.astype(
        {"Number of employees": "Int64", "Is public": "boolean", "Industry": "category", "Growth": "Float64"}
    )
    frame["Create date"] = (
        pandas.to_datetime(frame["Create date"]).dt.tz_convert("Europe/Paris").astype("datetime64[ns, Europe/Paris]")
    )
    # An index with a name is the first column; here it is the key.
    frame = frame.set_index("Deal ID")
    frame.index = frame.index.astype("object")
    assert content(whofor.run(frame, today=TODAY, options=FEW)) == content(of_typed_file)


def test_a_mapping_as_a_dictionary_is_that_of_its_file(tmp_path: Path):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(typed_deals(300)).drop(columns=["Tools", "Growth"])
    mapping: dict[str, Any] = {
        "deals": {
            "file": "deals.csv",
            "key": "Deal ID",
            "columns": {"account_key": "Company ID", "opened": "Create date", "closed": "Close date"},
            "outcome": {"column": "Deal stage", "won": "Closed Won", "lost": "Closed Lost"},
            "accounts": {"key": "Company ID", "columns": {"industry": "Industry"}},
        }
    }
    (tmp_path / "mapping.toml").write_text(
        """
[deals]
file = "deals.csv"
key = "Deal ID"
columns = { account_key = "Company ID", opened = "Create date", closed = "Close date" }
outcome = { column = "Deal stage", won = "Closed Won", lost = "Closed Lost" }
accounts = { key = "Company ID", columns = { industry = "Industry" } }
""",
        encoding="utf-8",
    )
    given = whofor.run(frame, today=TODAY, options=FEW, mapping=mapping)
    of_file = whofor.run(frame, today=TODAY, options=FEW, mapping=tmp_path / "mapping.toml")
    assert content(given) == content(of_file)
    assert "--mapping mapping.toml" in given.result.run.command
    with pytest.raises(whofor.MappingError) as caught:
        whofor.run(frame, today=TODAY, mapping={"deals": {"fil": "deals.csv", "outcome": {"won_flag": "Won"}}})
    (problem,) = caught.value.problems
    assert (problem.place, problem.todo) == ("mapping deals.fil", "Did you mean 'file' or 'filter'?")
    # Settings alone amend what is guessed.
    amended = whofor.run(frame, today=TODAY, options=FEW, mapping={"stage_means": {"lost": ["Closed Lost"]}})
    assert amended.result.run.rows == given.result.run.rows


def test_what_is_stored_goes_with_the_outcome():
    pandas = pytest.importorskip("pandas")
    outcome = whofor.run(pandas.DataFrame(typed_deals()), today=TODAY, options=FEW)
    folder = outcome.report.parent
    assert outcome.report.is_file()
    assert folder.stat().st_mode & 0o077 == 0
    # The result alone keeps it: masks and tables ask the session.
    result = outcome.result
    del outcome
    gc.collect()
    assert len(result.deals().to_dicts()) == 400
    del result
    gc.collect()
    assert not folder.exists()


def test_a_failed_run_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    pandas = pytest.importorskip("pandas")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    mapping = {"deals": {"file": "others.csv", "outcome": {"won_flag": "Won"}}}
    with pytest.raises(whofor.MappingError, match=r"others\.csv"):
        whofor.run(pandas.DataFrame(typed_deals(30)), today=TODAY, mapping=mapping)
    assert list(tmp_path.iterdir()) == []


def test_frames_go_into_a_workspace_too(tmp_path: Path):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(typed_deals())
    report = whofor.import_source(frame, workspace=tmp_path / "ws", today=TODAY)
    assert (report.tables["deals"].rows, report.changed) == (400, True)
    assert not whofor.import_source({"deals": frame}, workspace=tmp_path / "ws", today=TODAY).changed
    result = whofor.find(tmp_path / "ws", FEW, today=TODAY)
    assert result == whofor.run(frame, today=TODAY, options=FEW).result
    kept = whofor.run(frame, workspace=tmp_path / "ws", today=TODAY, options=FEW)
    assert kept.report == tmp_path / "ws" / "report.html"


def test_wrong_sources_say_what_to_give(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    pandas = pytest.importorskip("pandas")
    monkeypatch.chdir(tmp_path)
    frame = pandas.DataFrame({"a": [1]})
    usual = "Give a path, or a frame of pandas, Polars, Arrow or DuckDB."
    named = 'Name each frame as its file would be: {"deals": deals, "accounts": accounts}.'
    for source, place, todo in (
        (frame["a"], "SOURCE", "Give the whole frame."),
        (frame.to_numpy(), "SOURCE", "Give pandas.DataFrame(array, columns=[…])."),
        (frame.to_dict("records"), "SOURCE", "Give pandas.DataFrame(rows)."),
        (3, "SOURCE", usual),
        ({}, "SOURCE", usual),
        ({"deals": frame, "accounts": [1]}, "SOURCE['accounts']", usual),
        ({"deals": frame, 3: frame}, "SOURCE", named),
    ):
        with pytest.raises(UsageError) as caught:
            whofor.run(source, today=TODAY)  # type: ignore[arg-type]
        assert [(p.place, p.todo) for p in caught.value.problems] == [(place, todo)]
    for call in (whofor.find, whofor.Session):
        with pytest.raises(UsageError, match=r"a frame is no workspace.*whofor\.run\(frame\)"):
            call(frame)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="workspace"):
        whofor.run("deals.csv", today=TODAY)
    (tmp_path / "deals.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"Did you mean 'deals\.csv'"):
        whofor.run("deal.csv", workspace="ws")
    assert [path.name for path in tmp_path.iterdir()] == ["deals.csv"]
