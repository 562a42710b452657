"""Files without days: what only time does never passes, and what is true does where the file has an order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from made_time import DRIFTS, KEYS, shuffled, undated_deals
from whofor.analysis.find import DataFacts, find_profile
from whofor.documents.result_document import document_result, result_document
from whofor.model import Answer, IcpResult, Verdict
from whofor.model.options import FindOptions
from whofor.model.run import SplitKind, SplitReason, TimeKind
from whofor.reports.html import render_html
from whofor.reports.sentences import with_sentences
from whofor.schema.rows import DealRows

RUNS = 10
OF_LATER_DAYS = ("later", "newer", "newest", "older", "since", "plus récent", "ultérieur")
"""Words that say when deals came, which nobody knows here."""


def run(rows: DealRows, **options: object) -> IcpResult:
    settings = FindOptions(permutations=200, depth=2, **options)  # type: ignore[arg-type]
    parameters = [a.parameter for a in (*rows.attributes, *rows.confounders)]
    return find_profile(rows, parameters, settings, DataFacts("hash"), today=20_500.0)


def passes(result: IcpResult) -> bool:
    return any(f.verdict is Verdict.PASS for f in result.search.findings)


def codes(result: IcpResult) -> set[str]:
    return {reason.code for f in result.search.findings for reason in f.reasons}


@pytest.mark.parametrize("keys", KEYS)
@pytest.mark.parametrize("drift", DRIFTS)
def test_what_only_time_does_passes_nowhere(drift: str, keys: str) -> None:
    """Banks come when more is won, and win no more often. With a random quarter held back they passed in every run."""
    results = [run(undated_deals(seed, drift=drift, keys=keys)) for seed in range(RUNS)]
    assert {r.run.time for r in results} == {TimeKind.KEYS if keys == "numbered" else TimeKind.ROWS}
    assert {r.run.split for r in results} == {SplitKind.LAST}
    assert {r.run.strata for r in results} <= {("Lead_Source", "part of the file"), ("part of the file",)}
    assert sum(map(passes, results)) <= 1


@pytest.mark.parametrize("drift", DRIFTS)
def test_in_no_order_nothing_passes_not_even_a_claim(drift: str) -> None:
    results = [
        run(shuffled(undated_deals(seed, 1500, drift=drift, keys="none"), seed), claims=("client = bank",))
        for seed in range(RUNS)
    ]
    assert {(r.run.split, r.run.split_why) for r in results} == {(SplitKind.RANDOM, SplitReason.NO_ORDER)}
    assert not any(map(passes, results))
    assert {result.next_steps[0].code for result in results} == {"export_opening_day"}
    supported = [r.search.claims[0] for r in results if r.search.claims[0].reasons[0].code == "claim_supported"]
    assert supported, "time makes the claim look true"
    for claim in supported:
        assert claim.verdict is Verdict.REVIEW
        assert [reason.code for reason in claim.reasons][-1] == "not_confirmed_in_time"
        assert claim.next_step.code == "export_opening_day"
    confirmed = [f for r in results for f in r.search.segments if "confirmed" in {reason.code for reason in f.reasons}]
    assert confirmed, "else the order would not matter"
    for finding in confirmed:
        assert "not_confirmed_in_time" in {reason.code for reason in finding.reasons}
        assert finding.next_step.code == "export_opening_day"


@pytest.mark.parametrize(("language", "words"), [("en", "by the order of the file"), ("fr", "dans l’ordre d")])
@pytest.mark.parametrize("keys", ["numbered", "hashed"])
def test_what_is_true_passes_by_the_order_of_the_file(keys: str, language: str, words: str) -> None:
    rows = undated_deals(1, 1500, keys=keys, effect=0.25, strength=0.0 if keys == "numbered" else 0.6)
    result = run(rows, claims=("branch = shop",))
    assert result.answer is Answer.FOUND
    best = result.search.segments[0]
    assert best.verdict is Verdict.PASS
    assert [c.values for c in best.segment.conditions] == [("shop",)]
    assert result.search.claims[0].verdict is Verdict.PASS
    page = render_html(result, language)
    assert page.count(words) >= 3, "at its top, beside the answer, and in the method"
    assert [word for word in OF_LATER_DAYS if f" {word}" in page.casefold()] == []
    document = with_sentences(result_document(result), language)
    assert words in document["time"]
    assert [word for word in OF_LATER_DAYS if f" {word}" in str(document).casefold()] == []
    assert "later" not in str(result_document(result))
    again = document_result(document)
    assert (again.run.time, again.run.split, again.run.n_read, again.run.n_dated) == (
        result.run.time,
        SplitKind.LAST,
        1500,
        0,
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_word_of_later_deals_where_there_is_no_order(language: str) -> None:
    result = run(shuffled(undated_deals(2, 1500, keys="none"), 2), claims=("client = bank",))
    page = render_html(result, language).casefold()
    assert [word for word in OF_LATER_DAYS if f" {word}" in page] == []
    assert "order of the file" not in page
    assert with_sentences(result_document(result), language)["time"].casefold() in page.replace("&#39;", "'")


def test_few_days_are_said_to_be_few() -> None:
    rows = undated_deals(3, keys="numbered")
    some = np.where(np.arange(len(rows)) % 3 == 0, 19_000.0 + np.arange(len(rows)), np.nan)
    result = run(replace(rows, opened=some))
    assert (result.run.time, result.run.n_dated, result.run.n_read) == (TimeKind.KEYS, 300, 900)
    said = with_sentences(result_document(result), "en")["time"]
    assert said.startswith("Only 300 of 900 deals have an opening day")


def test_days_that_cannot_part_the_newest_confirm_nothing_in_time() -> None:
    """Seven deals in ten were entered on one day: the newest quarter cannot be set apart."""
    rows = undated_deals(4, 1500, effect=0.25, strength=0.0)
    opened = np.where(np.arange(1500) < 450, 19_000.0 + np.arange(1500), 19_700.0)
    result = run(replace(rows, opened=opened, closed=opened + 5))
    assert (result.run.time, result.run.split_why) == (TimeKind.DAYS, SplitReason.NEWEST_UNUSABLE)
    assert {f.verdict for f in result.search.segments} == {Verdict.REVIEW}
    assert "not_confirmed_on_newest" in codes(result)
    assert "the newest could not be set apart" in render_html(result, "en")
    assert with_sentences(result_document(result), "en").get("time") is None


def test_the_same_file_gives_the_same_result() -> None:
    once, again = (result_document(run(undated_deals(5, keys="hashed"))) for _ in range(2))
    assert once == again
