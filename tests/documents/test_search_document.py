"""What is saved of a search answers for further conditions as the search itself would."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from whofor.analysis.find import DataFacts, find_profile
from whofor.cube import Axis, RowScore, SearchSettings, Tier, search
from whofor.documents.search_document import corrected_p, p_within_depth, read_search, search_bytes
from whofor.errors import WorkspaceError
from whofor.model import SearchRecord
from whofor.model.options import FindOptions
from whofor.schema.rows import DealRows

RECORD = SearchRecord((0.02, 0.02, 0.01), ((1.0, 2.5, 3.0, 2.0), (3.0, 3.5, 2.25, 4.0), (4.0, 1 / 3, 5.0, 4.5)))


def test_a_record_is_read_back_to_the_last_digit() -> None:
    assert read_search(search_bytes(RECORD)) == RECORD


@pytest.mark.parametrize(
    ("score", "depth", "p"), [(3.1, 1, 1 / 5), (-2.5, 1, 3 / 5), (2.5, 2, 4 / 5), (0.0, 3, 1.0), (9.0, 3, 1 / 5)]
)
def test_p_counts_the_shuffles_that_are_as_strong(score: float, depth: int, p: float) -> None:
    assert p_within_depth(RECORD, score, depth) == p


def test_over_all_depths_p_is_scaled_by_the_share_of_the_error_rate() -> None:
    assert corrected_p(RECORD, 3.1, 1) == pytest.approx(0.2 * 2.5)
    assert corrected_p(RECORD, 2.5, 1) == 1.0
    assert corrected_p(RECORD, 9.0, 3) == pytest.approx(0.2 * 5)


@pytest.mark.parametrize("depth", [0, 4])
def test_of_a_depth_not_searched_nothing_is_known(depth: int) -> None:
    with pytest.raises(ValueError, match="1 to 3 conditions"):
        p_within_depth(RECORD, 3.0, depth)


def tiers() -> tuple[Tier, ...]:
    """A search over three columns of noise."""
    rng = np.random.default_rng(5)
    n = 400
    axes = [Axis(rng.integers(0, 3, n).astype(np.uint8), np.eye(3, dtype=np.bool_), str(i)) for i in range(3)]
    score = RowScore((rng.random(n) < 0.3).astype(float), rng.integers(0, 2, n))
    return search(axes, score, SearchSettings(depth=2, permutations=200, min_support=10, seed=3, keep_score=0.5))


def test_p_is_that_of_the_search() -> None:
    found = tiers()
    record = SearchRecord((0.03, 0.02), tuple(tuple(tier.maxima.tolist()) for tier in found))
    read = read_search(search_bytes(record))
    for tier in found:
        scores = np.concatenate([tier.score, tier.maxima, tier.maxima + 1e-10, [-3.0, 0.0, 50.0]])
        assert [p_within_depth(read, score, tier.depth) for score in scores.tolist()] == tier.p_value(scores).tolist()


def test_the_record_of_a_run_gives_the_p_of_its_findings(make: Callable[..., DealRows]) -> None:
    def rate(columns: Mapping[str, np.ndarray]) -> np.ndarray:
        return np.where(columns["sector"] == "bank", 0.5, 0.15)

    rows = make(1500, 3, rate)
    parameters = [a.parameter for a in (*rows.attributes, *rows.confounders)]
    options = FindOptions(permutations=300)
    result = find_profile(rows, parameters, options, DataFacts("h"), today=21_000.0)
    assert result.record is not None
    assert [len(maxima) for maxima in result.record.maxima] == [300] * len(result.run.alpha_by_depth)
    best = result.search.segments[0]
    assert corrected_p(result.record, best.z, best.segment.depth) == best.p_adjusted


@pytest.mark.parametrize(
    ("change", "place", "message"),
    [
        ({"format": 2}, "format", "does not read"),
        ({"maxima": [[1.0], ["x"], [2.0]]}, "maxima.1.0", "valid number"),
        ({"maxima": [[1.0]]}, "maxima", "for each depth"),
        ({"alpha_by_depth": None}, "alpha_by_depth", "valid tuple"),
    ],
)
def test_a_damaged_record_is_refused_with_each_fault(change: dict[str, Any], place: str, message: str) -> None:
    document = json.loads(search_bytes(RECORD)) | change
    with pytest.raises(WorkspaceError) as refused:
        read_search(json.dumps(document).encode())
    head, fault = refused.value.problems
    assert "whofor run" in head.todo
    assert fault.place == place
    assert message in fault.what


@pytest.mark.parametrize("content", [b"", b"[1", b"[]", b"\xff\xfe"])
def test_what_is_no_record_is_refused(content: bytes) -> None:
    with pytest.raises(WorkspaceError, match="record of the search cannot be read"):
        read_search(content)
