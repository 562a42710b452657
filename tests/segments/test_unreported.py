"""Whatever passes the correction is a segment, or is listed beside the segments."""

from __future__ import annotations

import numpy as np
import pytest

from made_rows import attribute
from whofor.cube import SearchSettings
from whofor.figures.outcome import Outcome
from whofor.model import AlsoPassed, AlsoPassedKind, Measure
from whofor.model.progress import silent
from whofor.schema.rows import Rows
from whofor.segments.encode import encode_attributes
from whofor.segments.search import Found, search_study
from whofor.segments.study import Study

N = 3000
ROW = np.arange(N)


def study_of(won: np.ndarray, depth: int = 1, **columns: np.ndarray) -> Study:
    attributes = tuple(attribute(name, values.astype(object)) for name, values in columns.items())
    rows = Rows(opened=np.arange(float(N)), attributes=attributes, confounders=(), accounts=None)
    search = np.ones(N, dtype=bool)
    settings = SearchSettings(depth, 20, 400, 0, threads=1)
    encoded = encode_attributes(attributes, rows.opened, search, settings.min_support)
    outcome = Outcome.of(Measure(), won.astype(float))
    strata = np.zeros(N, dtype=np.int64)
    return Study.of(rows, outcome, search, encoded, strata=strata, settings=settings, shares=(2, 2, 1))


def names(study: Study, found: Found) -> tuple[list[str], list[str]]:
    """The values of the segments in both directions."""
    both = (found.positive, found.negative)
    up, down = ([study.segment(c).conditions[0].values[0] for c in some] for some in both)
    return up, down


def value(one: AlsoPassed) -> str:
    return one.segment.conditions[0].values[0]


def pages(*, best: float, worst: float) -> np.ndarray:
    """A page for each deal: one that wins often, one that wins seldom, ten others; outcomes spread evenly."""
    page = np.array([f"page {i}" for i in ROW % 10], dtype=object)
    page[ROW % 25 < 4], page[ROW % 25 >= 23] = "best", "worst"
    rate = np.where(page == "best", best, np.where(page == "worst", worst, 0.12))
    rank = np.zeros(N)
    for name in set(page.tolist()):
        here = page == name
        rank[here] = (np.arange(here.sum()) * 0.6180339887) % 1  # low discrepancy: the share is the rate
    return np.column_stack([page, (rank < rate).astype(object)])


def test_a_type_to_avoid_is_found_beside_one_that_wins_a_lot() -> None:
    """Without the winners it is worse than the rest by less than the best of all pages must be, yet it alone passed."""
    page, won = pages(best=0.34, worst=0.065).T
    study = study_of(won.astype(bool), page=page)
    found = search_study(study, 5, silent)
    family = study.family
    assert names(study, found) == (["best"], ["worst"])
    others = page != "best"
    score = abs(_score(page[others] == "worst", family.score.values[others]))
    assert 1.645 < score < family.least_gain_of_all, score


def _score(inside: np.ndarray, values: np.ndarray) -> float:
    gap = values[inside].mean() - values[~inside].mean()
    return float(gap / (values.std() * np.sqrt(1 / inside.sum() + 1 / (~inside).sum())))


@pytest.mark.parametrize("most", [1, 5])
def test_what_is_cut_off_by_the_number_shown_is_listed(most: int) -> None:
    sector = np.array([f"sector {i}" for i in ROW % 10], dtype=object)
    good = np.isin(ROW % 10, (0, 1))
    won = np.where(good, ROW // 10 % 10 < 5, ROW // 10 % 10 < 2)
    study = study_of(won, sector=sector)
    found = search_study(study, most, silent)
    up, _ = names(study, found)
    further = [a for a in found.also_passed if a.kind is AlsoPassedKind.FURTHER]
    assert sorted(up + [value(a) for a in further if a.direction > 0]) == ["sector 0", "sector 1"]
    assert len(up) == min(most, 2)
    assert all(a.n == 300 for a in further)


def test_variants_name_their_segment_and_nothing_is_lost() -> None:
    """Every combination that passes is a segment, listed, or counted with one that is listed."""
    sector = np.where(ROW % 5 == 0, "bank", np.where(ROW % 5 == 1, "shop", "farm"))
    size = np.where((ROW // 5) % 2 == 0, "small", "large")
    won = np.where(sector == "bank", ROW // 10 % 10 < 5, ROW // 10 % 10 < 2)
    study = study_of(won, 2, sector=sector, size=size)
    found = search_study(study, 5, silent)
    (first,) = found.positive
    assert [c.values[0] for c in study.segment(first).conditions] == ["bank"]
    listed = {frozenset(c.values[0] for c in a.segment.conditions): a for a in found.also_passed if a.direction > 0}
    slices = [a for conditions, a in listed.items() if "bank" in conditions]
    assert slices
    for a in slices:
        assert (a.kind, a.finding, a.n_shared) == (AlsoPassedKind.VARIANT, "S1", a.n)
        assert a.n == 300
    assert found.n_also_passed == sum(1 + a.n_alike for a in found.also_passed)


def test_the_other_side_of_a_strong_type_is_a_mirror() -> None:
    """Half of the deals win twice as often: the other half does worse by that alone."""
    half = np.where(ROW % 2 == 0, "new", "old")
    part = np.where(ROW % 2 == 0, "new", np.where(ROW % 4 == 1, "old east", "old west"))
    won = np.where(half == "new", ROW // 4 % 10 < 5, ROW // 4 % 10 < 2)
    study = study_of(won, half=half, part=part)
    found = search_study(study, 5, silent)
    up, down = names(study, found)
    mirrors = [a for a in found.also_passed if a.kind is AlsoPassedKind.MIRROR]
    reported = [*up, *down]
    assert len(reported) == 1
    assert mirrors
    assert all(a.finding in ("S1", "N1") for a in mirrors)
