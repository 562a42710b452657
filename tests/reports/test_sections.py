"""The list of sections: all are in it, and each shows nothing where there is nothing to show."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from made_results import changed
from whofor.model import Answer, IcpResult, Issue, IssueCode, Verdict
from whofor.model.reasons.verdicts import ClaimSupported, RidesOnWordOfMouth
from whofor.reports import sections
from whofor.reports.blocks import Doubt, Listing, Pictures, ProfileGroup
from whofor.reports.briefs import Brief
from whofor.reports.page import build_page
from whofor.reports.profiles import profiles_of
from whofor.reports.report import Report
from whofor.reports.sections import IN_TERMINAL, SECTIONS
from whofor.reports.sections.channels import CHANNELS
from whofor.reports.sections.conditions import CONDITIONS
from whofor.reports.sections.doubt import DOUBT

FOLDED_UNDER_OTHERS = {"cycle", "price"}


def test_each_module_is_a_section_or_is_folded_under_one():
    modules = {path.stem for path in Path(str(files(sections))).glob("*.py")} - {"__init__"}
    names = [section.name for section in SECTIONS]
    assert len(names) == len(set(names))
    assert set(names) == modules - FOLDED_UNDER_OTHERS


def test_a_terminal_shows_all_that_have_something_for_it():
    assert {s.name for s in IN_TERMINAL} == {s.name for s in SECTIONS if s.brief is not None}
    assert len(IN_TERMINAL) == len(set(IN_TERMINAL))


def test_a_terminal_has_the_order_of_the_page_but_for_sections_that_follow_another():
    in_page_order = [s.name for s in SECTIONS if s.brief is not None and not s.terminal_after]
    assert [s.name for s in IN_TERMINAL if not s.terminal_after] == in_page_order
    order = [s.name for s in IN_TERMINAL]
    assert order[order.index("facts") :][:6] == ["facts", "channels", "interactions", "clients", "record_next", "value"]
    assert order[order.index("contrasts") - 1] == "value"


def test_a_bare_result_has_few_sections(results: dict[str, IcpResult]):
    report = Report.of(results["not_enough_data"], "en")
    assert [s.name for s in SECTIONS if s.block is not None and s.block(report) is not None] == ["answer"]
    assert [s.name for s in SECTIONS if s.check is not None and s.check(report) is not None] == ["doubt", "method"]
    assert [s.name for s in IN_TERMINAL if s.brief is not None and s.brief(report) is not None] == []


def test_what_is_not_sure_is_the_best_there_is_where_nothing_is_named(results: dict[str, IcpResult]):
    doubted = tuple(f for f in results["found"].search.segments if f.verdict is Verdict.REVIEW)
    alone = changed(results["found"], answer=Answer.NO_PATTERN, segments=doubted, negative_segments=())
    for result, title, advised in (
        (alone, "What is not sure yet", True),
        (results["found"], "What did not hold up", False),
    ):
        block = DOUBT.block and DOUBT.block(Report.of(result, "en"))
        assert isinstance(block, ProfileGroup)
        assert block.title == title
        assert bool(block.profiles[0].next_step) is advised


def test_rates_of_sources_are_seen_only_where_they_are_those_of_the_page(results: dict[str, IcpResult]):
    channels = results["with_worth"].clients.channels
    assert channels is not None
    for still_open, seen in ((0, True), (3, False)):
        other = changed(results["with_worth"], channels=replace(channels, still_open=still_open))
        block = CHANNELS.block and CHANNELS.block(Report.of(other, "en"))
        assert (block is not None) is seen
        assert CHANNELS.check is not None
        assert CHANNELS.check(Report.of(other, "en")) is not None


def test_a_list_is_the_same_on_the_page_and_in_a_terminal(results: dict[str, IcpResult]):
    report = Report.of(results["with_worth"], "fr")
    for section in (s for s in IN_TERMINAL if s.name in ("leaks", "set_aside", "record_next", "confounders")):
        block, brief = section.check and section.check(report), section.brief and section.brief(report)
        assert isinstance(block, Listing)
        assert isinstance(brief, Brief)
        assert brief.title == block.title
        assert list(brief.items) == [f"{name} {text}".lstrip() for name, text in block.rows]


def test_long_lists_are_cut_on_the_page_and_what_is_left_out_is_counted(results: dict[str, IcpResult]):
    many = changed(results["found"], issues=tuple(Issue(code, 1) for code in list(IssueCode)[:45]))
    issues = build_page(many, "en").listings[-1]
    assert len(issues.rows) == 40
    assert issues.more == "and 5 more"


def test_what_one_condition_changes_says_which_deals_it_counts(results: dict[str, IcpResult]):
    """Claims are tested on all deals, so that "deals that the search never saw" would be wrong of them."""
    claim = next(f for f in results["with_claims"].search.claims if f.verdict is Verdict.PASS)
    without = tuple(replace(w, finding=claim.id) for w in results["found"].clients.without)
    claimed = changed(results["with_claims"], segments=(), without=without)
    for result, said in ((results["found"], "that the search never saw"), (claimed, "among all deals")):
        block = CONDITIONS.block and CONDITIONS.block(Report.of(result, "en"))
        assert isinstance(block, Pictures)
        assert said in block.source


def test_beside_six_types_that_hold_the_doubtful_ones_are_left_to_the_fold(results: dict[str, IcpResult]):
    found = results["found"]
    held = next(f for f in found.search.segments if f.verdict is Verdict.PASS)
    doubted = tuple(f for f in found.search.segments if f.verdict is Verdict.REVIEW)
    assert doubted
    for n, seen in ((5, True), (6, False)):
        many = tuple(replace(held, id=f"S{i}") for i in range(1, n + 1))
        report = Report.of(changed(found, segments=(*many, *doubted), negative_segments=()), "en")
        assert DOUBT.block is not None
        assert (DOUBT.block(report) is not None) is seen
        assert isinstance(DOUBT.check and DOUBT.check(report), Doubt)


def test_a_doubtful_claim_says_what_it_lacks_not_what_speaks_for_it(results: dict[str, IcpResult]):
    claim = results["with_claims"].search.claims[0]
    reasons = (ClaimSupported(0.001), RidesOnWordOfMouth(220))
    doubted = replace(claim, verdict=Verdict.REVIEW, reasons=reasons)
    report = Report.of(changed(results["with_claims"], claims=(doubted,)), "en")
    (profile,) = profiles_of([doubted], report)
    assert profile.lines[0].startswith("Word of mouth")
    assert not any("Holds as it was declared" in line for line in profile.lines)
