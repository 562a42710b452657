"""A file whose rows repeat each other gives the answer of the file without the repeats."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from made_copies import noise_rows, with_copies
from whofor.analysis.find import DataFacts, find_profile
from whofor.analysis.prepare import prepare
from whofor.model import IcpResult, IssueCode, Verdict
from whofor.model.options import FindOptions
from whofor.reports.wording.reasons import issue_text, set_aside_text
from whofor.reports.words import words_of
from whofor.schema.history import History, Interactions, StageStays
from whofor.schema.rows import DealRows


def find(rows: DealRows, seed: int = 0) -> IcpResult:
    parameters = [a.parameter for a in (*rows.attributes, *rows.confounders)]
    options = FindOptions(permutations=200, seed=seed)
    return find_profile(rows, parameters, options, DataFacts("h"), today=20_600.0)


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("keys", [True, False])
def test_noise_three_times_passes_no_more_than_once(dated: bool, keys: bool) -> None:
    for seed in range(5):
        rows = noise_rows(1000, seed=seed, dated=dated, keys=keys)
        thrice = with_copies(rows, np.tile(np.arange(1000), 2), seed=seed)
        result = find(thrice)
        assert not [f for f in result.search.findings if f.verdict is Verdict.PASS]
        assert {a.why.code: a.n for a in result.data.set_aside}["repeated"] == 2000


def test_copies_at_the_end_of_a_file_change_nothing() -> None:
    rows = noise_rows(600, seed=1)
    copied = rows.take(np.concatenate([np.arange(600), np.arange(0, 600, 5)]))
    copied = replace(copied, accounts=np.arange(720))
    once, again = find(rows), find(copied)
    assert again.search == once.search
    aside = {a.why.code: a.n for a in again.data.set_aside}
    assert aside.pop("repeated") == 120
    assert aside == {a.why.code: a.n for a in once.data.set_aside}
    assert "repeated" not in {a.why.code for a in once.data.set_aside}


def test_copies_are_said_in_words() -> None:
    rows = noise_rows(600, seed=1)
    sure = find(with_copies(rows, np.arange(60)))
    likely = find(with_copies(rows, np.arange(3)))
    (aside,) = [a for a in sure.data.set_aside if a.why.code == "repeated"]
    (issue,) = [i for i in likely.data.issues if i.code == IssueCode.DEALS_ALIKE]
    assert (aside.n, issue.count) == (60, 3)
    assert "only one counts" in set_aside_text(aside, words_of("en"))
    assert "une seule compte" in set_aside_text(aside, words_of("fr"))
    assert "kept together" in issue_text(issue, words_of("en"))
    assert "comptées ensemble" in issue_text(issue, words_of("fr"))


@pytest.mark.parametrize("dated", [True, False])
def test_no_split_parts_deals_that_are_kept_together(dated: bool) -> None:
    for seed in range(5):
        rows = with_copies(noise_rows(600, seed=seed, dated=dated), np.arange(6), seed=seed)
        prepared = prepare(rows, [a.parameter for a in (*rows.attributes, *rows.confounders)], FindOptions(), 20_600.0)
        accounts, search = prepared.bench.rows.accounts, prepared.bench.split.search
        assert prepared.n_alike == 6
        assert accounts is not None
        assert len(np.unique(accounts)) < len(accounts)
        assert not {*accounts[search].tolist()} & {*accounts[~search].tolist()}


def test_events_stay_with_their_deals() -> None:
    deal, numbers = np.array([0, 1, 1, 3]), np.array([1.0, 2.0, 3.0, 4.0])
    names = np.array(["a", "b", "c", "d"], dtype=object)
    talks = Interactions(deal, numbers, names, names, names, numbers, names, numbers, numbers, 9, 1, 2, 3)
    history = History(talks, StageStays(deal, names, numbers), None, names, None)
    rows = replace(noise_rows(4), history=history)
    taken = rows.take_with_history(np.array([True, False, True, True])).history
    assert taken is not None
    assert taken.interactions is not None
    assert taken.stages is not None
    assert taken.source is not None
    assert taken.interactions.deal.tolist() == taken.stages.deal.tolist() == [0, 2]
    assert taken.interactions.at.tolist() == taken.stages.at.tolist() == [1.0, 4.0]
    assert taken.interactions.total == 9
    assert taken.source.tolist() == ["a", "c", "d"]
