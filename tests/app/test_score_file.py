"""Lists of any size: chances, tiers and reasons are those of `score`, from a file that is never held in memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest

import whofor
from whofor.app.import_source import import_source
from whofor.app.profile import make_profile
from whofor.app.score import ScoreOptions, score
from whofor.app.score_file import FileOptions, score_file
from whofor.app.score_sql import score_sql
from whofor.engines.duckdb import list_importer
from whofor.errors import SourceError, UsageError, WorkspaceError
from whofor.example import csv_files, generate
from whofor.model.score_answer import ScoreAnswer, ScoredRow
from whofor.reports.wording.scores import reasons_text
from whofor.reports.words import words_of
from whofor.workspace import write_files

TODAY = date(2026, 10, 1)


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> whofor.Session:
    """A workspace with a run and a profile of the built-in example, whose deals are read once."""
    folder = tmp_path_factory.mktemp("score-file")
    source = write_files(folder / "exports", csv_files(generate(1, n_deals=700)))
    import_source(source, workspace=folder / "ws", today=TODAY)
    whofor.find(folder / "ws", whofor.FindOptions(permutations=200), today=TODAY)
    make_profile(folder / "ws", today=TODAY)
    return whofor.Session(folder / "ws")


def companies(n: int, seed: int = 0) -> dict[str, list[object]]:
    """A list in which columns are written as people write them: other spellings, words for unknown, odd numbers."""
    rng = np.random.default_rng(seed)
    pick: Callable[[list[object]], list[object]] = lambda values: [values[i] for i in rng.integers(0, len(values), n)]  # noqa: E731
    days = [date(2024, 1, 1) + timedelta(days=int(d)) for d in rng.integers(0, 1200, n)]
    return {
        "Record ID": [f"C{i % (n - 3)}" for i in range(n)],
        "Company name": [f"Company {i}" for i in range(n)],
        "Industry": pick(["Fintech", "fintech ", "Manufacturing", "Public sector", "n/a", None, "Space mining", "-"]),
        "Number of Employees": pick([None, 3, 40, 120, 900, 20000, -1, 51]),
        "Country/Region": pick(["Mexico", "mexique", "BR", "Brazil", "France", None, "Atlantis", "(blank)"]),
        "State": pick([None, "Bavaria", "Texas"]),
        "Total Money Raised": [None if rng.random() < 0.3 else round(float(v), 2) for v in rng.lognormal(14, 2, n)],
        "Employee Growth (12 months)": [None if rng.random() < 0.2 else float(v) for v in rng.normal(10, 30, n)],
        "Last Funding Date": [None if rng.random() < 0.3 else d for d in days],
        "Notes": pick(["x", None]),
    }


def as_parquet(rows: dict[str, list[object]], place: Path) -> Path:
    pq.write_table(pa.table(rows), place, row_group_size=150)
    return place


def as_csv(rows: dict[str, list[object]], place: Path) -> Path:
    pc.write_csv(pa.table(rows), place)
    return place


def reasons(row: ScoredRow) -> str:
    return reasons_text(row, words_of("en"))


def written(
    ws: whofor.Session, source: Path, target: Path, **options: object
) -> tuple[ScoreAnswer, dict[str, list[object]]]:
    found = score_file(source, target, workspace=ws, reasons=reasons, options=FileOptions(**options), today=TODAY)  # type: ignore[arg-type]
    return found, pq.read_table(target).to_pydict()


def in_memory(ws: whofor.Session, source: Path, **options: object) -> ScoreAnswer:
    return score(source, workspace=ws, options=ScoreOptions(**options), today=TODAY)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def both(ws: whofor.Session, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ScoreAnswer]:
    """A list, and what `score` says of it."""
    source = as_parquet(companies(600), tmp_path_factory.mktemp("lists") / "list.parquet")
    return source, in_memory(ws, source)


def same(found: ScoreAnswer, made: dict[str, list[object]], truth: ScoreAnswer) -> None:
    """Every row has the chance, the tier and the reasons that it has in memory; so has what is told of the list."""
    by_id: dict[str, list[ScoredRow]] = {}
    for row in truth.rows:
        by_id.setdefault(row.id, []).append(row)
    assert len(made["id"]) == truth.n == found.n
    for id_, chance, tier in zip(made["id"], made["chance"], made["tier"], strict=True):
        aim = float(str(chance))
        near = min(by_id[str(id_)], key=lambda row: abs(row.chance - aim))
        assert near.chance == pytest.approx(chance, abs=1e-9)
        assert near.tier == tier
    assert [(t.name, t.n, t.least) for t in found.tiers] == [(t.name, t.n, t.least) for t in truth.tiers]
    assert [t.expected for t in found.tiers] == pytest.approx([t.expected for t in truth.tiers])
    assert found.lacking == truth.lacking
    assert found.unnamed == truth.unnamed
    assert found.n_repeated == truth.n_repeated
    assert found.icps == truth.icps
    assert [(r.id, r.rank, r.tier) for r in found.rows] == [(r.id, r.rank, r.tier) for r in truth.rows[:10]]
    assert [reasons(r) for r in found.rows] == [reasons(r) for r in truth.rows[:10]]
    assert [r.icps for r in found.rows] == [r.icps for r in truth.rows[:10]]
    assert [r.known_as for r in found.rows] == [r.known_as for r in truth.rows[:10]]


def test_a_file_says_what_score_says(ws: whofor.Session, both: tuple[Path, ScoreAnswer], tmp_path: Path) -> None:
    source, truth = both
    assert truth.unnamed
    found, made = written(ws, source, tmp_path / "out.parquet", most=50)
    assert list(made) == ["id", "chance", "tier", "reasons"]
    same(found, made, truth)
    told = {(i, text) for i, text in zip(made["id"], made["reasons"], strict=True) if text is not None}
    assert told == {(row.id, reasons(row)) for row in truth.rows[:50]}


@pytest.mark.parametrize("engine", ["polars"])
def test_every_engine_writes_the_same(
    ws: whofor.Session, both: tuple[Path, ScoreAnswer], tmp_path: Path, engine: str
) -> None:
    source, truth = both
    found, made = written(ws, source, tmp_path / "out.parquet", engine=engine, most=20)
    same(found, made, truth)


def test_a_csv_file_is_read_as_a_short_one(ws: whofor.Session, tmp_path: Path) -> None:
    source = as_csv(companies(300, 4), tmp_path / "list.csv")
    found, made = written(ws, source, tmp_path / "out.parquet")
    same(found, made, in_memory(ws, source))


def test_columns_of_many_different_numbers_are_read_as_numbers(
    ws: whofor.Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With room for few texts numbers are taken as they are, in Parquet and in text; their meaning stays."""
    monkeypatch.setattr(list_importer, "_VARIED", 100)
    monkeypatch.setattr(list_importer, "_SOME", 200)
    rows = companies(400, 5)
    for source in (as_parquet(rows, tmp_path / "list.parquet"), as_csv(rows, tmp_path / "list.csv")):
        found, made = written(ws, source, tmp_path / "out.parquet")
        same(found, made, in_memory(ws, source))


def test_a_list_without_some_columns_lacks_them(ws: whofor.Session, tmp_path: Path) -> None:
    rows = companies(300, 6)
    only = {name: rows[name] for name in ("Record ID", "Company name", "Number of Employees", "State")}
    source = as_parquet(only, tmp_path / "list.parquet")
    found, made = written(ws, source, tmp_path / "out.parquet")
    same(found, made, in_memory(ws, source))
    assert "industry" in found.lacking.labels


def test_room_for_some(ws: whofor.Session, both: tuple[Path, ScoreAnswer], tmp_path: Path) -> None:
    source, _ = both
    truth = in_memory(ws, source, capacity=70)
    found, made = written(ws, source, tmp_path / "out.parquet", capacity=70, whole=True, most=5)
    assert [(t.name, t.n) for t in found.tiers] == [("A", 70), ("B", 530)]
    inside = sorted(i for i, t in zip(made["Record ID"], made["tier"], strict=True) if t == "A")
    assert inside == sorted(row.id for row in truth.rows if row.tier == "A")
    assert list(made)[:3] == ["Record ID", "Company name", "Industry"]
    assert made["Notes"] == pq.read_table(source).to_pydict()["Notes"]


def test_a_day_before_others_counts(ws: whofor.Session, both: tuple[Path, ScoreAnswer], tmp_path: Path) -> None:
    source, _ = both
    found, made = written(ws, source, tmp_path / "out.parquet", as_of="2025-03-01")
    same(found, made, in_memory(ws, source, as_of="2025-03-01"))


def test_reasons_of_all_rows_are_names_of_facts(
    ws: whofor.Session, both: tuple[Path, ScoreAnswer], tmp_path: Path
) -> None:
    source, truth = both
    _, made = written(ws, source, tmp_path / "out.parquet", codes=True, most=0)
    rows = {row.id: row for row in truth.rows}
    for id_, text in list(zip(made["id"], made["reasons"], strict=True))[10:200]:
        row = rows[str(id_)]
        parts = [(sign, r.block) for sign, kind in (("+", row.up), ("-", row.down), ("?", row.blank)) for r in kind]
        assert text == " ".join(f"{sign}{block}" for sign, block in parts)


def test_the_sql_says_the_same(ws: whofor.Session, both: tuple[Path, ScoreAnswer]) -> None:
    source, truth = both
    db = duckdb.connect()
    db.execute(f"CREATE VIEW prospects AS SELECT * FROM read_parquet('{source}')")
    rows = db.execute(score_sql(source, workspace=ws, today=TODAY)).fetchall()
    chances = sorted(row[2] for row in rows)
    assert chances == pytest.approx(sorted(row.chance for row in truth.rows), abs=1e-9)
    tiers = [sum(row[3] == tier.name for row in rows) for tier in truth.tiers]
    assert tiers == [tier.n for tier in truth.tiers]


def test_the_sql_without_a_list_reads_facts_by_their_names(ws: whofor.Session) -> None:
    text = score_sql(workspace=ws, today=TODAY)
    card = whofor.score(workspace=ws, today=TODAY).card
    names = sorted({name for block in card.blocks for name in block.attributes})
    numbers = {b.attributes[0] for b in card.blocks if b.n_ordered}
    db = duckdb.connect()
    columns = ", ".join(f'NULL::{"DOUBLE" if name in numbers else "VARCHAR"} AS "{name}"' for name in names)
    db.execute(f"CREATE TABLE prospects AS SELECT 'a' AS account_key, {columns}")
    ((_, total, _, _),) = db.execute(text).fetchall()
    # A row of which nothing is known has the weight of the blank of each fact.
    blanks = [b.bins[b.unknown].in_force if b.unknown is not None else b.bins[-1].in_force for b in card.blocks]
    assert total == pytest.approx(card.base_in_force + sum(blanks))


def test_what_is_refused_leaves_everything_as_it_was(
    ws: whofor.Session, both: tuple[Path, ScoreAnswer], tmp_path: Path
) -> None:
    source, _ = both
    target = tmp_path / "out.parquet"
    target.write_bytes(b"before")
    with pytest.raises(UsageError, match="this engine is not there"):
        written(ws, source, target, engine="duck")
    with pytest.raises(UsageError, match="reads Parquet only"):
        written(ws, as_csv(companies(20), tmp_path / "list.csv"), target, engine="polars")
    with pytest.raises(SourceError):
        written(ws, tmp_path / "nowhere.parquet", target)
    (tmp_path / "list2.parquet").write_bytes(b"PAR1 no more")
    with pytest.raises(SourceError):
        written(ws, tmp_path / "list2.parquet", target)
    with pytest.raises(SourceError):
        written(ws, as_parquet({k: v[:0] for k, v in companies(9).items()}, tmp_path / "none.parquet"), target)
    with pytest.raises(SourceError, match="No column names the accounts"):
        written(ws, as_parquet({"Colour": ["red", "blue"] * 9}, tmp_path / "colours.parquet"), target)
    with pytest.raises(UsageError, match="This is a folder"):
        written(ws, source, tmp_path)
    with pytest.raises(UsageError, match="There is no such folder"):
        written(ws, source, tmp_path / "no" / "out.parquet")
    with pytest.raises(WorkspaceError):
        score_file(source, target, workspace=tmp_path / "nowhere", reasons=reasons, today=TODAY)
    assert target.read_bytes() == b"before"
    assert {p.name for p in tmp_path.iterdir()} == {
        "out.parquet",
        "list.csv",
        "list2.parquet",
        "none.parquet",
        "colours.parquet",
    }


def test_a_stopped_command_leaves_the_file(ws: whofor.Session, both: tuple[Path, ScoreAnswer], tmp_path: Path) -> None:
    source, _ = both
    target = tmp_path / "out.parquet"
    target.write_bytes(b"before")

    def stop(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("score", 4):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score_file(source, target, workspace=ws, reasons=reasons, today=TODAY, progress=stop)
    assert [p.name for p in tmp_path.iterdir()] == ["out.parquet"]
    assert target.read_bytes() == b"before"


def test_too_many_different_texts_are_refused(
    ws: whofor.Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_importer, "_MOST_TEXTS", 5)
    text = io.StringIO(newline="")
    csv.writer(text).writerows(
        [("Record ID", "Company name", "Industry"), *((f"C{i}", f"N{i}", f"sector {i}") for i in range(20))]
    )
    (tmp_path / "list.csv").write_text(text.getvalue(), encoding="utf-8")
    with pytest.raises(SourceError, match="too many different texts"):
        written(ws, tmp_path / "list.csv", tmp_path / "out.parquet")
