from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pytest

from whofor.errors import UsageError
from whofor.example import AS_OF, ExampleExport, generate, shuffle_outcomes
from whofor.example.outcomes import LONGEST_CYCLE_DAYS

WANDERING = {
    "Deal Stage", "Amount", "List price", "Close Date", "Is Deal Closed?", "Is Closed Won", "Is closed lost",
    "Closed Lost Reason", "Closed Won Reason", "Number of Sales Activities", "Deal Stage Probability", "Days to close",
    "Next step",
}  # fmt: skip


def z_of(export: ExampleExport, industry: str, low: int) -> float:
    """z of a client type: an industry (as usually written) of at least so many people, among closed deals."""
    ids = export.companies.column("Record ID")
    is_type = {
        i: name == industry and people.isdigit() and int(people) >= low
        for i, name, people in zip(
            ids, export.companies.column("Industry"), export.companies.column("Number of Employees"), strict=True
        )
    }
    pairs = [
        (is_type.get(company, False), won == "true")
        for company, won, closed in zip(
            *(export.deals.column(c) for c in ("Associated Company IDs (Primary)", "Is Closed Won", "Is Deal Closed?")),
            strict=True,
        )
        if closed == "true"
    ]
    inside, y = np.array(pairs).T
    rate, n = y.mean(), inside.sum()
    return float((y[inside].sum() - n * rate) / np.sqrt(rate * (1 - rate) * n * (1 - n / len(y))))


def test_shuffling_destroys_the_association(export: ExampleExport):
    n = 100
    shuffled = [shuffle_outcomes(export, seed) for seed in range(n)]
    for industry, low in (("Fintech", 1), ("Public sector", 1000)):
        assert abs(z_of(export, industry, low)) > 2
        z = np.array([z_of(each, industry, low) for each in shuffled])
        assert abs(z.mean()) < 4 / np.sqrt(n)
        assert z.std() == pytest.approx(1.0, abs=4 / np.sqrt(2 * n))
        assert np.abs(z).max() < 4.5


def test_only_outcomes_wander(export: ExampleExport):
    shuffled = shuffle_outcomes(export, 1)
    assert shuffled.companies is export.companies
    assert shuffled.contacts is export.contacts
    assert shuffled.activities is export.activities
    for name in export.deals.header:
        same = shuffled.deals.column(name) == export.deals.column(name)
        assert same == (name not in WANDERING), name


def test_the_outcomes_themselves_stay_the_same(export: ExampleExport):
    def endings(table: ExampleExport) -> Counter[tuple[str, ...]]:
        columns = ("Deal Stage", "Amount", "Closed Lost Reason", "Closed Won Reason", "Deal Stage Probability")
        return Counter(list(zip(*(table.deals.column(c) for c in columns), strict=True))[:2500])

    assert endings(shuffle_outcomes(export, 9)) == endings(export)


def test_dates_stay_plausible(export: ExampleExport):
    deals = shuffle_outcomes(export, 2).deals
    early = 0
    for created, closing, closed in zip(
        *(deals.column(c) for c in ("Create Date", "Close Date", "Is Deal Closed?")), strict=True
    ):
        opened, ended = date.fromisoformat(created[:10]), date.fromisoformat(closing[:10])
        age = (AS_OF - opened).days
        if closed == "true":
            assert ended <= AS_OF
            assert (ended - opened).days <= LONGEST_CYCLE_DAYS
            early += ended < opened
        else:
            assert age < LONGEST_CYCLE_DAYS
    assert early < 0.02 * len(deals.rows)


def test_copies_of_a_deal_stay_copies(export: ExampleExport):
    deals = shuffle_outcomes(export, 3).deals
    by_id: dict[str, set[tuple[str, ...]]] = {}
    for row in deals.rows:
        by_id.setdefault(row[0], set()).add(row)
    assert len(deals.rows) > len(by_id) == 2500
    assert {len(rows) for rows in by_id.values()} == {1}


def test_same_seed_shuffles_alike():
    export = generate(4, n_deals=200)
    assert shuffle_outcomes(export, 5) == shuffle_outcomes(export, 5)
    assert shuffle_outcomes(export, 5) != shuffle_outcomes(export, 6)


def test_negative_seed_is_refused():
    with pytest.raises(UsageError, match="0 or more"):
        shuffle_outcomes(generate(4, n_deals=5), -1)
