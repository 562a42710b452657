"""Every engine gives every row the score that `score_rows` gives it, whatever the card and the table hold."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from made_rows import attribute
from whofor.engines.open import SCORERS, open_scorer
from whofor.model import Kind
from whofor.model.score_expression import NumberColumn, TextColumn
from whofor.model.scorecard import BlockKind, CardBlock, CardOutcome, CardTiers, ScoreBin, Scorecard
from whofor.model.segment import MONTHS_BEFORE, Condition, Operator
from whofor.schema.rows import Attribute
from whofor.schema.scorer import Room, ScoringJob
from whofor.scoring.explaining import reasons_of
from whofor.scoring.expression import named_columns, places_of, score_expression
from whofor.scoring.score import Scores, score_rows
from whofor.scoring.tiers import tiers_by_chance
from whofor.scoring.unknowns import Companions

DAY = 20_000.0
TIERS = CardTiers(("A", "B", "C"), (0.6, 0.3))
N = 400
TEXTS = ["bank", "o'hare", 'say "hi"', "back\\slash", "é ü 中", " spaced ", "%_", "x;y", "", "NaN", "-1", "; ", "a`b"]


@pytest.fixture(scope="module", params=sorted(SCORERS))
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """Every engine; Spark only where it is installed, with one session for all tests."""
    if request.param == "spark" and (find_spec("pyspark") is None or shutil.which("java") is None):
        pytest.skip(
            "pyspark or Java is not installed: pip install 'whofor[spark]', apt-get install default-jre-headless"
        )
    if request.param != "spark":
        yield request.param
        return
    from pyspark.sql import SparkSession

    # Tables of a few hundred rows: one thread, one part, and no code made for each query.
    made = SparkSession.builder.master("local[1]").config("spark.sql.shuffle.partitions", "1")
    made = made.config("spark.sql.codegen.wholeStage", "false").config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
    session = made.config("spark.ui.enabled", "false").config("spark.log.level", "ERROR")
    session = session.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    yield request.param
    session.stop()


def level(name: str, *texts: str) -> Condition:
    return Condition(name, name, Operator.IS if len(texts) == 1 else Operator.IN, texts)


def unknown(name: str, unit: str = "") -> Condition:
    return Condition(name, name, Operator.UNKNOWN, unit=unit)


def bands(name: str, cuts: list[float], unit: str = "") -> list[Condition]:
    ends = [None, *cuts, None]
    base = [Condition(name, name, Operator.BETWEEN, low=a, high=b, unit=unit) for a, b in itertools.pairwise(ends)]
    return [*base, unknown(name, unit)]


def block(
    id_: str, kind: BlockKind, names: tuple[str, ...], tests: list[tuple[Condition, ...]], rng: np.random.Generator
) -> CardBlock:
    bins = [
        ScoreBin(
            t, round(float(rng.normal()), 6), 0.1, int(rng.integers(0, 90)), edited=0.77 if rng.random() < 0.1 else None
        )
        for t in tests
    ]
    return CardBlock(id_, id_, kind, names, tuple(bins), float(rng.choice([0.0, 0.05, 0.9])))


def made_card(rng: np.random.Generator) -> Scorecard:
    """A card of every kind of block, with weights, counts and blanks at random."""
    texts = [str(t) for t in rng.permutation(TEXTS)]
    cuts = sorted({round(float(c), 2) for c in rng.normal(0, 3, 5)})
    one = lambda tests: [(t,) for t in tests]  # noqa: E731
    number, months = bands("number", cuts), bands("day", [1.0, 3.0, 12.0], MONTHS_BEFORE)
    whole = bands("whole", [1.0, 5.0, 50.0])
    made = [
        block(
            "levels",
            BlockKind.LEVELS,
            ("levels",),
            [*one([level("levels", t) for t in texts[:8]]), (unknown("levels"),), ()],
            rng,
        ),
        block(
            "few",
            BlockKind.LEVELS,
            ("few",),
            [*one([level("few", "a"), level("few", "b")]), (unknown("few"),), ()],
            rng,
        ),
        block("number", BlockKind.ORDERED, ("number",), one(number), rng),
        block("whole", BlockKind.ORDERED, ("whole",), one(whole), rng),
        block("day", BlockKind.ORDERED, ("day",), one(months), rng),
        block(
            "tools=b",
            BlockKind.ENTRY,
            ("tools",),
            [(Condition("tools", "t", Operator.INCLUDES, ("b",)),), (unknown("tools"),), ()],
            rng,
        ),
        block(
            "pair",
            BlockKind.PAIR,
            ("few", "number"),
            [
                (a, b)
                for a in (level("few", "a", "c"), level("few", "b"), unknown("few"))
                for b in (number[0], number[-2], number[-1])
            ]
            + [()],
            rng,
        ),
        block(
            "type", BlockKind.SEGMENT, ("levels", "whole"), [(level("levels", texts[0], texts[1]), whole[1]), ()], rng
        ),
        block("absent", BlockKind.LEVELS, ("absent",), [(level("absent", "z"),), (unknown("absent"),), ()], rng),
    ]
    kept = [b for b in made if b.kind in (BlockKind.LEVELS, BlockKind.ORDERED) or rng.random() < 0.8]
    return Scorecard(CardOutcome.CHANCE, round(float(rng.normal()), 6), tuple(kept), 1000, 200)


def made_facts(rng: np.random.Generator, n: int) -> list[Attribute]:
    """Values of every kind, unknown and never seen ones, NaN and infinities among them."""

    def some(values: list[object]) -> np.ndarray:
        return np.array([*values, None], dtype=object)[:-1][rng.integers(0, len(values), n)]

    number = np.where(
        rng.random(n) < 0.7, rng.normal(0, 4, n), rng.choice([np.nan, np.inf, -np.inf, 0.0, -0.0, 1e308, -1e308], n)
    )
    return [
        attribute("levels", some([*TEXTS, "never seen", None])),
        attribute("few", some(["a", "b", "c", None])),
        attribute("number", number, Kind.NUMBER),
        attribute("whole", np.where(rng.random(n) < 0.2, np.nan, rng.integers(-3, 80, n)), Kind.NUMBER),
        attribute("day", np.where(rng.random(n) < 0.2, np.nan, DAY - rng.integers(-40, 600, n)), Kind.DATE),
        attribute("tools", some(["a;b", "b", "bb", "c; b;d", "ab;ba", None]), Kind.MULTI),
    ]


def table_of(facts: list[Attribute], place: Path, ids: list[str | None]) -> Path:
    columns: dict[str, pa.Array] = {"Record Id": pa.array(ids, pa.string())}
    for a in facts:
        if a.parameter.name == "whole":
            cells = [None if np.isnan(v) else int(v) for v in a.values.tolist()]
            columns["whole"] = pa.array(cells, pa.int64())
        else:
            columns[a.parameter.name] = pa.array(
                a.values.tolist(), pa.float64() if a.values.dtype.kind == "f" else pa.string()
            )
    pq.write_table(pa.table(columns), place)
    return place


def oracle(card: Scorecard, facts: list[Attribute], n: int, companions: Companions | None) -> Scores:
    return score_rows(card, facts, np.full(n, DAY), companions)


def companions_of(card: Scorecard, rng: np.random.Generator) -> Companions:
    size = sum(len(b.bins) for b in card.blocks)
    made = rng.integers(0, 30, (size, size)).astype(float)
    return Companions(made + made.T, card.n)


def job_of(
    card: Scorecard, facts: list[Attribute], scores: Scores, companions: Companions | None, *, codes: bool = False
) -> ScoringJob:
    columns = named_columns([a.parameter for a in facts], card, DAY)
    expression = score_expression(card, places_of(card.blocks, columns, DAY), scores.blanks, companions)
    return ScoringJob(
        expression, "Record Id", TIERS, codes=codes, least=0.05 if card.outcome is CardOutcome.CHANCE else 0.0
    )


@pytest.mark.parametrize("seed", range(4))
def test_scores_are_those_of_score_rows(engine: str, seed: int, tmp_path: Path) -> None:
    if engine == "spark" and seed > 1:
        pytest.skip("Spark takes seconds for each query: two cards are enough")
    rng = np.random.default_rng(seed)
    card, facts = made_card(rng), made_facts(rng, N)
    companions = companions_of(card, rng) if seed % 2 else None
    truth = oracle(card, facts, N, companions)
    ids = [f"r{i % 350}" if i % 50 else None for i in range(N)]
    source = table_of(facts, tmp_path / "list.parquet", ids)
    with open_scorer(engine, source, tmp_path) as scorer:
        assert scorer.score(job_of(card, facts, truth, companions, codes=True)) == N
        best = scorer.best(30, [TextColumn(("few",)), NumberColumn("number"), TextColumn(("Record Id",))])
        scorer.write(tmp_path / "out", {best[0].row: "because"})
        totals = scorer.totals(tmp_path / "out")
        scorer.write(tmp_path / "room", {}, Room(frozenset(b.row for b in best), "A", "B"), whole=True)
    made = pq.read_table(tmp_path / "out").to_pydict()
    assert list(made) == ["id", "chance", "tier", "reasons"]
    assert made["id"] == ids
    assert np.abs(np.array(made["chance"]) - truth.chances).max() <= 1e-12
    places = tiers_by_chance(truth.chances, TIERS)
    assert made["tier"] == [TIERS.names[p] for p in places.tolist()]
    order = np.lexsort((np.arange(N), [i or "" for i in ids], -truth.sums))[:30]
    assert [b.total for b in best] == pytest.approx(truth.sums[order].tolist(), abs=1e-12)
    assert [(b.cells[0], b.cells[2]) for b in best] == [(facts[1].values[i], ids[i]) for i in order.tolist()]
    assert [b.cells[1] for b in best] == pytest.approx(facts[2].values[order].tolist(), nan_ok=True)
    assert [(t.name, t.n) for t in totals] == [(n, int((places == i).sum())) for i, n in enumerate(TIERS.names)]
    assert [t.mean for t in totals] == pytest.approx([truth.chances[places == i].mean() for i in range(3)])
    codes = [codes_by_hand(card, truth, i) for i in range(N)]
    codes[int(order[0])] = "because"
    assert [text or "" for text in made["reasons"]] == codes
    whole = pq.read_table(tmp_path / "room").to_pydict()
    assert list(whole) == ["Record Id", *(a.parameter.name for a in facts), "chance", "tier", "reasons"]
    assert [i for i, t in enumerate(whole["tier"]) if t == "A"] == sorted(order.tolist())
    assert whole["chance"] == made["chance"]


def codes_by_hand(card: Scorecard, scores: Scores, row: int) -> str:
    why = reasons_of(card, scores, row)
    return " ".join(
        f"{sign}{r.block}" for sign, kind in (("+", why.up), ("-", why.down), ("?", why.blank)) for r in kind
    )


def test_an_empty_list_has_no_scores(engine: str, tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    card, facts = made_card(rng), made_facts(rng, 0)
    truth = oracle(card, facts, 0, None)
    source = table_of(facts, tmp_path / "list.parquet", [])
    with open_scorer(engine, source, tmp_path) as scorer:
        assert scorer.score(job_of(card, facts, truth, None)) == 0
        assert scorer.best(5, [TextColumn(("few",))]) == []
        scorer.write(tmp_path / "out", {})
        assert scorer.totals(tmp_path / "out") == []
    assert pq.read_table(tmp_path / "out").num_rows == 0


def test_an_amount_is_its_own_sum(engine: str, tmp_path: Path) -> None:
    rng = np.random.default_rng(9)
    made = made_card(rng)
    card = Scorecard(CardOutcome.AMOUNT, 5000.0, made.blocks, made.n)
    facts = made_facts(rng, 50)
    truth = oracle(card, facts, 50, None)
    source = table_of(facts, tmp_path / "list.parquet", [str(i) for i in range(50)])
    with open_scorer(engine, source, tmp_path) as scorer:
        scorer.score(job_of(card, facts, truth, None))
        scorer.write(tmp_path / "out", {})
    assert pq.read_table(tmp_path / "out")["chance"].to_pylist() == pytest.approx(truth.sums.tolist(), abs=1e-9)
