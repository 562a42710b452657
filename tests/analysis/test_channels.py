"""A page is not a client: facts seen only when people come are searched by the same rules, apart, and told apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest

from made_rows import make_rows
from whofor.analysis.find import DataFacts, find_profile
from whofor.model import Answer, IcpResult, Parameter, Role, SegmentFinding, Verdict
from whofor.model.options import FindOptions
from whofor.model.reasons.answers import OnlyChannelFacts, OnlyChannelStandsOut, UnusableClientFacts
from whofor.model.reasons.steps import ExportFacts, PushChannel
from whofor.model.reasons.verdicts import SeenOnlyWhenTheyCome
from whofor.schema.rows import Attribute, DealRows

Make = Callable[..., DealRows]
Columns = Mapping[str, np.ndarray]
TODAY = 20_500.0
SEEN = ("legal", "tools")
"""Facts of the made-up deals that are taken for pages and forms here."""


def run(rows: DealRows, **options: object) -> IcpResult:
    settings = FindOptions(**{"permutations": 600, **options})  # type: ignore[arg-type]
    parameters: list[Parameter] = [a.parameter for a in (*rows.attributes, *rows.confounders)]
    return find_profile(rows, parameters, settings, DataFacts("hash"), today=TODAY)


def as_role(role: Role, a: Attribute) -> Attribute:
    return replace(a, parameter=replace(a.parameter, role=role))


def with_pages(rows: DealRows, *names: str) -> DealRows:
    """The same deals, where some facts are seen only when people come."""
    return replace(
        rows,
        attributes=tuple(as_role(Role.CHANNEL, a) if a.parameter.name in names else a for a in rows.attributes),
    )


def only_pages(rows: DealRows, *names: str) -> DealRows:
    """The same deals, of whose clients nothing is known."""
    seen = with_pages(rows, *names)
    return replace(seen, attributes=tuple(a for a in seen.attributes if a.parameter.role is Role.CHANNEL))


def passed(findings: tuple[SegmentFinding, ...]) -> list[SegmentFinding]:
    return [f for f in findings if f.verdict is Verdict.PASS]


def good_page(c: Columns) -> np.ndarray:
    return np.where(c["legal"] == "x", 0.45, 0.15)


def good_page_and_banks(c: Columns) -> np.ndarray:
    banks = (c["sector"] == "bank") & (c["employees"] >= 51) & (c["employees"] <= 200)
    return np.where(banks, 0.7, np.where(c["legal"] == "x", 0.4, 0.12))


def test_where_only_a_page_is_good_no_type_of_client_is_named(make: Make) -> None:
    result = run(with_pages(make(2400, 1, good_page), *SEEN))
    assert result.answer is Answer.NO_PATTERN
    assert not passed(result.search.segments)
    (page,) = [f for f in passed(result.search.channel_findings) if f.direction > 0]
    assert [c.parameter for c in page.segment.conditions] == ["legal"]
    assert page.id.startswith("K")
    assert page.of_channel
    assert page.next_step == PushChannel()
    assert page.confirm.estimate == pytest.approx(0.45, abs=0.1)
    assert result.why[-1] == OnlyChannelStandsOut(page.id)
    assert PushChannel() in result.next_steps
    # The clients' facts were looked at, so that nobody may say that nothing is known of them.
    assert not any(isinstance(why, OnlyChannelFacts | UnusableClientFacts) for why in result.why)
    assert result.clients.worth == result.clients.contrasts == ()


def test_where_nothing_is_known_of_the_clients_the_answer_says_so(make: Make) -> None:
    result = run(only_pages(make(2400, 1, good_page), *SEEN))
    assert result.answer is Answer.NO_PATTERN
    assert [type(why) for why in result.why] == [OnlyChannelFacts, OnlyChannelStandsOut]
    assert result.next_steps[:2] == (ExportFacts(), PushChannel())
    assert result.search.searched == ()
    assert result.run.family_size == 0
    # Alone they have the whole error rate, as types of client would.
    assert result.run.channel_search is not None
    assert sum(result.run.channel_search.alpha_by_depth) == pytest.approx(0.05)
    assert result.run.channel_search.family_size > 0


def test_facts_of_clients_that_cannot_be_used_are_named(make: Make) -> None:
    """The sector is filled in for clients only."""
    rows = only_pages(make(2400, 1, good_page), *SEEN)
    sector = make(2400, 1, good_page).attributes[0]
    late = replace(sector, values=np.where(rows.won, sector.values, None))
    result = run(replace(rows, attributes=(late, *rows.attributes)))
    assert result.why[0] == UnusableClientFacts("Sector")


def test_a_type_of_client_and_a_channel_are_found_each_in_its_place(make: Make) -> None:
    result = run(with_pages(make(3600, 3, good_page_and_banks), *SEEN))
    assert result.answer is Answer.FOUND
    assert result.why == ()
    (banks,) = passed(result.search.segments)
    assert {c.parameter for c in banks.segment.conditions} == {"sector", "employees"}
    pages = [f for f in passed(result.search.channel_findings) if f.direction > 0]
    assert [[c.parameter for c in f.segment.conditions] for f in pages] == [["legal"]]
    assert result.search.searched == ("Sector", "Country", "Employees")
    assert result.run.channel_search is not None
    assert set(result.run.channel_search.facts) == {"Legal", "Tools"}


def test_no_finding_mixes_what_is_searched_with_what_is_seen(make: Make) -> None:
    """The deals that win are banks that came by one page: neither kind of fact may take the other in."""
    rows = with_pages(make(3600, 4, lambda c: np.where((c["sector"] == "bank") & (c["legal"] == "x"), 0.8, 0.1)), *SEEN)
    search = run(rows).search
    for f in (*search.segments, *search.negative_segments, *search.hypotheses, *search.channel_findings):
        assert {c.parameter in SEEN for c in f.segment.conditions} == {f.of_channel}
    for one in search.also_passed:
        assert len({c.parameter in SEEN for c in one.segment.conditions}) == 1


def test_both_families_keep_five_per_cent_together(make: Make) -> None:
    rows = make(2400, 5, 0.2)
    alone, beside = run(rows), run(with_pages(rows, *SEEN))
    assert sum(alone.run.alpha_by_depth) == pytest.approx(0.05)
    assert beside.run.channel_search is not None
    spent = (sum(beside.run.alpha_by_depth), sum(beside.run.channel_search.alpha_by_depth))
    assert spent == (pytest.approx(0.04), pytest.approx(0.01))


def test_pure_noise_gives_neither() -> None:
    """Of 60 sets without any effect, both searches together, at 5 %, name something in 9 or more with P = 0.3 %."""
    hits = 0
    for seed in range(60):
        rows = with_pages(make_rows(600, 500 + seed, 0.3), *SEEN)
        search = run(rows, permutations=512, seed=seed).search
        found = (*search.segments, *search.negative_segments, *search.channel_findings)
        hits += any("corrected_significant" in [r.code for r in f.reasons] for f in found)
        assert not passed(found)
    assert hits <= 8


def test_a_claim_on_a_page_is_tested_and_told_as_a_channel(make: Make) -> None:
    result = run(with_pages(make(2400, 1, good_page), *SEEN), claims=("legal = x", "sector = bank"))
    page, banks = result.search.claims
    assert (page.id, page.verdict) == ("C1", Verdict.PASS)
    assert page.of_channel
    assert page.reasons[-1] == SeenOnlyWhenTheyCome("Legal")
    assert page.next_step == PushChannel()
    assert not banks.of_channel
    assert result.answer is not Answer.FOUND


def test_a_claim_on_a_client_by_one_page_is_no_type_of_client(make: Make) -> None:
    result = run(with_pages(make(2400, 1, good_page), *SEEN), claims=("sector = bank and legal = x",))
    (mixed,) = result.search.claims
    assert mixed.of_channel
    assert SeenOnlyWhenTheyCome("Legal") in mixed.reasons


def test_channels_are_drawn_with_the_clients_where_nothing_tells_time(make: Make) -> None:
    rows = with_pages(make(1500, 6, good_page), *SEEN)
    undated = replace(rows, opened=np.full(len(rows), np.nan), closed=np.full(len(rows), np.nan))
    order = np.random.default_rng(0).permutation(len(rows))
    result = run(undated.take(order), permutations=300)
    assert result.run.draws == 5
    pages = [f for f in result.search.channel_findings if f.direction > 0]
    assert "legal" in {c.parameter for f in pages for c in f.segment.conditions}
    assert any(r.code == "in_most_draws" for f in pages for r in f.reasons)
