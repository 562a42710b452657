"""Reports of many generated results, searched for sentences that contradict each other or the data."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from rich.console import Console

from made_results import RESULTS
from made_rows import START, attribute, make_rows
from whofor.analysis.find import DataFacts, find_profile
from whofor.arrays import is_known
from whofor.model import Answer, IcpResult, Operator, Parameter, SegmentFinding, Verdict
from whofor.model.options import FindOptions
from whofor.model.reasons.answers import NearlyBeyondChance, NothingBeyondChance, NothingConfirmed
from whofor.model.reasons.steps import CollectOutcomes, HypothesisTest, WaitForDeals
from whofor.model.reasons.verdicts import (
    Confirmed,
    ConfirmTooFew,
    NotConfirmed,
    NotConfirmedBeyondOthers,
    OppositeBeyondOthers,
    OppositeHeldBack,
    TooFewBeyondOthers,
)
from whofor.reports.cards import make_cards
from whofor.reports.report import Report
from whofor.reports.sections.answer import answer
from whofor.reports.terminal import render_terminal
from whofor.schema.rows import Attribute, DealRows

EACH = 12
SHAPES = ("noise", "weak", "two types", "gaps", "undated", "repeated", "drift", "few")


def rows_of(shape: str, seed: int) -> DealRows:
    """Deals of one shape: what wins, what is unknown, how many, and in which order of time."""
    rng = np.random.default_rng((SHAPES.index(shape), seed))
    n = int(rng.integers(60, 140)) if shape == "few" else int(rng.integers(250, 700))
    lift = float(rng.uniform(0.1, 0.5))

    def chance(c: dict[str, np.ndarray]) -> np.ndarray:
        base = np.full(n, 0.2)
        if shape in ("weak", "gaps", "undated", "few", "repeated"):
            base[c["sector"] == "bank"] += lift
        if shape == "two types":
            base[c["sector"] == "bank"] += lift
            base[c["country"] == "FR"] += lift / 1.5
        if shape == "drift":
            base[: n // 2][(c["sector"] == "bank")[: n // 2]] += lift
        if shape == "gaps":
            base[np.equal(c["legal"], None)] += 0.2
        return base

    rows = make_rows(n, seed, chance)
    if shape == "undated":
        rows = replace(rows, opened=np.full(n, np.nan), closed=np.full(n, np.nan))
    if shape == "repeated":
        rows = replace(rows, accounts=rng.integers(0, n // 6, n))
    extra = attribute("x_country", rng.choice(np.array(["Oslo", "Rome"], dtype=object), n))
    named = Attribute(replace(extra.parameter, label="Billing country"), extra.values, "x_country")
    thin = attribute("maturity", np.where(rng.random(n) < 0.4, "late", None).astype(object))
    dropped = rows.attributes if seed % 2 else tuple(a for a in rows.attributes if a.parameter.name != "country")
    return replace(rows, attributes=(*dropped, named, thin))


def results() -> Iterator[tuple[str, IcpResult, dict[str, int]]]:
    """Named results, each with the labels of filled columns."""
    for shape in SHAPES:
        for seed in range(EACH):
            rows = rows_of(shape, seed)
            parameters: list[Parameter] = [a.parameter for a in (*rows.attributes, *rows.confounders)]
            options = FindOptions(permutations=200, depth=2, seed=seed)
            filled = {a.parameter.label: int(is_known(a.values).sum()) for a in rows.attributes}
            result = find_profile(rows, parameters, options, DataFacts("hash"), today=START + 800)
            yield f"{shape} {seed}", result, filled
    yield from ((name, result, {}) for name, result in RESULTS.items() if name != "hostile")


def findings_of(result: IcpResult) -> list[SegmentFinding]:
    search = result.search
    return [*search.segments, *search.negative_segments, *search.claims, *search.hypotheses]


def shown(result: IcpResult, language: str) -> str:
    """The terminal's summary in one line, and all of the answer and the cards of the page."""
    console = Console(file=io.StringIO(), width=100, force_terminal=False)
    render_terminal(result, language, console)
    assert isinstance(console.file, io.StringIO)
    report = Report.of(result, language)
    cards = make_cards(findings_of(result), report.outcome)
    of_cards = [" ".join((*c.paragraphs, *c.reasons, c.next_step, *(s.label for s in c.stats))) for c in cards]
    block = answer(report)
    parts = [console.file.getvalue(), block.sentence, *block.support, *block.why, *block.steps, *of_cards]
    return re.sub(r"\s+", " ", " ".join(parts))


def check_text(text: str, filled: dict[str, int]) -> None:
    """No sentence asks for what is there already, or for no more of it."""
    needed = re.compile(r"\((?:strength|force) ([\d.,]+) ?; (?:([\d.,]+) would be|il faudrait ([\d.,]+))")
    for found in needed.finditer(text):
        assert found[1] != (found[2] or found[3]), found[0]
    assert not re.search(r"(?:about|environ|next|sur|least|for) (?:0|[-−]\d+) (?:more|further|deals|affaires?)", text)
    assert not re.search(r"(?:about|environ) (?:0|[-−]\d+)\b", text)
    assert "nan" not in text.split()
    for country in ("Country", "Pays") if filled.get("Billing country") or filled.get("Country") else ():
        assert f"{country}: read from no column" not in text
        assert not re.search(rf"{country} : lu dans aucune", text)


def check_finding(f: SegmentFinding, better: int) -> None:
    """Counts, figures and next steps of one finding agree."""
    n = f.confirm.n
    for reason in f.reasons:
        if isinstance(reason, TooFewBeyondOthers | NotConfirmedBeyondOthers | OppositeBeyondOthers):
            assert reason.n < reason.n_all == n
        elif isinstance(reason, ConfirmTooFew | NotConfirmed | OppositeHeldBack):
            assert reason.n == n, "the same deals are counted twice, and differently"
        gap = (f.confirm.estimate or 0.0) - (f.rest_confirm.estimate or 0.0)
        toward = gap * f.direction * better
        if isinstance(reason, OppositeHeldBack) and not isinstance(reason, OppositeBeyondOthers):
            assert toward < 0
        if isinstance(reason, Confirmed):
            assert toward > 0
        if isinstance(reason, ConfirmTooFew):
            assert reason.n_needed > 0
            assert f.verdict is not Verdict.PASS
    if isinstance(f.next_step, WaitForDeals | HypothesisTest | CollectOutcomes):
        assert f.next_step.n > 0
        assert f.verdict is Verdict.REVIEW, "what failed asks for no more deals"
    assert f.n_needed is None or f.n_needed > 0
    if f.verdict is Verdict.PASS:
        assert not [c for c in f.segment.conditions if c.operator is Operator.UNKNOWN]
    for e in (f.search, f.confirm, f.rest_search, f.rest_confirm):
        if e.estimate is not None and e.ci_low is not None and e.ci_high is not None:
            assert e.ci_low <= e.estimate <= e.ci_high


def check_answer(result: IcpResult) -> None:
    """The reasons of the whole, its next steps and its counts agree."""
    passed = [f for f in findings_of(result) if f.verdict is Verdict.PASS]
    assert (result.answer is Answer.FOUND) == bool(passed)
    assert bool(result.why) == (result.answer is not Answer.FOUND)
    assert result.run.rows == result.run.rows_search + result.run.rows_confirm
    waits = [step for step in result.next_steps if isinstance(step, WaitForDeals)]
    for why in result.why:
        if isinstance(why, NothingConfirmed):
            assert not waits, "what did not hold needs no more deals"
            found = [*result.search.segments, *result.search.negative_segments]
            assert all(any(isinstance(r, NotConfirmed | OppositeHeldBack) for r in f.reasons) for f in found)
        if isinstance(why, NothingBeyondChance):
            assert why.best_z < why.critical
            assert isinstance(why, NearlyBeyondChance) or round(why.best_z, 1) < round(why.critical, 1)
        if hasattr(why, "n_needed"):
            assert why.n_needed > 0


def test_no_report_contradicts_itself_or_the_data() -> None:
    n, kinds = 0, set[str]()
    for name, result, filled in results():
        try:
            check_answer(result)
            for finding in findings_of(result):
                better = Report.of(result, "en").outcome.measure.better
                check_finding(finding, better)
                kinds |= {reason.code for reason in finding.reasons}
            for language in ("en", "fr"):
                check_text(shown(result, language), filled)
            for item in result.clients.record_next:
                assert item.code != "absent" or item.label != "country" or not filled, "it is filled in"
        except AssertionError as broken:
            raise AssertionError(f"{name}: {broken}") from broken
        n, kinds = n + 1, kinds | {why.code for why in result.why}
    assert n >= 90
    # What is checked must be there to be checked.
    assert kinds >= {
        "confirmed",
        "confirm_too_few",
        "too_few_beyond_others",
        "opposite_held_back",
        "nothing_beyond_chance",
    }
    assert kinds >= {"rests_on_unknown", "too_few_outcomes", "too_few_to_confirm", "nothing_confirmed"}


@pytest.mark.parametrize(
    "text",
    [
        "(strength 3.3; 3.3 would be needed)",
        "(force 3,3\u202f; il faudrait 3,3)".replace("\u202f", " "),
        "about 0 more would do",
        "judge it on the next −3 deals",
        "Country: read from no column so far",
    ],
)
def test_the_rules_find_what_they_look_for(text: str) -> None:
    with pytest.raises(AssertionError):
        check_text(text, {"Country": 10})
