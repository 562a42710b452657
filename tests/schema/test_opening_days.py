"""Days of opening that are those of a loading into the CRM are not used."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.model import IssueCode
from whofor.schema.opening_days import has_days, without_loading_days

N = 20
CLOSED = np.arange(N) * 10.0 + 20_000.0
ENDED = np.array(["won", "lost"] * (N // 2), dtype=object)


def deals(opened: np.ndarray, closed: np.ndarray = CLOSED, outcome: np.ndarray = ENDED) -> dict[str, np.ndarray]:
    return {"opened": opened, "closed": closed, "outcome": outcome}


def test_days_before_the_closing_are_used() -> None:
    given = deals(CLOSED - 5)
    kept, issues = without_loading_days(given)
    assert kept is given
    assert issues == ()
    assert has_days(kept)


def test_one_day_for_all_is_that_of_an_import() -> None:
    kept, (issue,) = without_loading_days(deals(np.full(N, 21_000.25)))
    assert np.isnan(kept["opened"]).all()
    assert not has_days(kept)
    assert (issue.code, issue.count, issue.examples) == (IssueCode.OPENED_ON_ONE_DAY, N, ("2027-07-01",))


def test_a_few_deals_may_have_come_in_on_one_day() -> None:
    few = {name: column[:9] for name, column in deals(np.full(N, 19_000.0)).items()}
    assert without_loading_days(few) == (few, ())


@pytest.mark.parametrize(("late", "is_loading"), [(10, False), (11, True)])
def test_most_openings_after_the_closing_are_those_of_a_loading(late: int, is_loading: bool) -> None:
    opened = np.where(np.arange(N) < late, CLOSED + 3, CLOSED - 3)
    kept, issues = without_loading_days(deals(opened))
    assert has_days(kept) is not is_loading
    assert [issue.code for issue in issues] == [IssueCode.OPENED_AFTER_CLOSING] * is_loading


def test_open_deals_say_nothing_of_it() -> None:
    """Their closing days are plans."""
    outcome = np.full(N, "open", dtype=object)
    assert without_loading_days(deals(CLOSED + 3 + np.arange(N), outcome=outcome))[1] == ()


def test_without_a_column_of_openings_there_are_no_days() -> None:
    given = {"closed": CLOSED, "outcome": ENDED}
    assert without_loading_days(given) == (given, ())
    assert not has_days(given)
