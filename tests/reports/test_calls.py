"""The page "whom to call": self-contained, harmless, small; what it says of prospects, and how far to rely on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from made_pages import Page
from made_scores import scored
from whofor.model.card_proof import CardGrade
from whofor.model.score_answer import KnownAs, ScoreAnswer
from whofor.reports.calls.listing import MOST_ON_PAGE, index_of
from whofor.reports.calls.page import CallSheet, build_call_page, render_calls
from whofor.reports.wording.scores import words_of_answer
from whofor.reports.words import words_of
from whofor.version import VERSION

SECTIONS = ("answer", "list", "proof", "spread", "notes")
HERE = CallSheet("scores.csv")


def parsed(answer: ScoreAnswer, language: str = "en", sheet: CallSheet = HERE) -> Page:
    page = Page()
    page.feed(render_calls(answer, language, sheet))
    page.close()
    assert page.open == [], "each element is closed"
    return page


@pytest.mark.parametrize("section", SECTIONS)
def test_section(language: str, pinned: Callable[[str, str], None], section: str) -> None:
    page = parsed(scored(400).first(4), language)
    assert tuple(page.sections) == SECTIONS
    footer = words_of(language).text("calls.footer", version=VERSION)
    pinned(f"calls/{section}.{language}", "\n".join([*(x for x in page.sections[section] if x != footer), ""]))


def test_nothing_is_fetched_and_nothing_runs(language: str) -> None:
    answer = scored(60)
    evil = replace(answer.rows[0], name='"><script>alert(1)</script>', id="javascript:alert(1)", tier="<b>A")
    html = render_calls(replace(answer, rows=(evil, *answer.rows[1:]), company="<img src=x>"), language, HERE)
    page = Page()
    page.feed(html)
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "img", "iframe", "object", "embed", "form", "base"}
    for tag, attrs in page.tags:
        assert not [name for name in attrs if name.startswith("on")], tag
        assert all((attrs.get(n) or "#").startswith(("#", "data:,", "scores.csv")) for n in ("href", "src", "action"))
    assert "default-src 'none'" in html
    assert "script-src" not in html
    assert "url(" not in html
    assert re.findall(r'https?://[^"\s<]+', html) == []


def test_ids_are_unique_and_links_lead_somewhere(language: str) -> None:
    page = parsed(scored(60), language)
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    links = [str(attrs["href"])[1:] for tag, attrs in page.tags if tag == "a" and str(attrs["href"]).startswith("#")]
    assert set(links) <= set(ids)
    assert len(links) > 60, "each prospect can be found by its name"


def test_the_same_scores_give_the_same_bytes() -> None:
    assert render_calls(scored(60), "fr", HERE) == render_calls(replace(scored(60)), "fr", HERE)


def test_a_long_list_stays_light_and_says_what_is_left_out(language: str) -> None:
    answer = scored(40)
    rows = tuple(replace(answer.rows[i % 40], rank=i + 1, id=f"P{i}") for i in range(10_000))
    many = replace(answer, rows=rows, n=10_000)
    html = render_calls(many, language, CallSheet(command="whofor score p.csv --csv scores.csv"))
    assert len(html.encode()) < 1_500_000
    assert html.count('<li class="call ') == MOST_ON_PAGE
    words = words_of(language)
    assert words.text("calls.more", shown=words.number(1_000), n=words.number(10_000)) in html
    assert "whofor score p.csv --csv scores.csv" in html
    assert 'href="scores.csv"' in render_calls(many, language, HERE)
    few = render_calls(answer, language, CallSheet(command="whofor score p.csv --csv scores.csv"))
    assert "--csv" not in few


def test_a_card_that_is_not_ready_says_so_before_anything_else() -> None:
    answer = scored(40)
    assert answer.proof is not None
    weak = replace(answer, proof=replace(answer.proof, grade=CardGrade.NOT_READY))
    words = parsed(weak).words
    assert words.index("NOT READY: do not rely on this order, it may be no better than chance.") < words.index(
        "Whom to call"
    )
    untested = render_calls(replace(answer, proof=None), "en", HERE)
    assert "No deals of both outcomes could be held back to test it." in untested
    assert "<svg" not in untested


def test_what_is_known_of_a_prospect_stands_beside_it() -> None:
    answer = scored(40)
    spoken = words_of_answer(answer, words_of("en"))
    calls = build_call_page(answer, spoken, HERE).calls
    assert [call.rank for call in calls] == list(range(1, 41))
    for row, call in zip(answer.rows, calls, strict=True):
        assert (call.name, call.id, call.tier) == (row.name, row.id, row.tier)
        assert len(call.up) == len(row.up)
        assert len(call.down) == len(row.down)
        assert len(call.worth) == len(row.worth)
        assert call.types == ("banks" if row.icps else "")
        assert call.situations == ("raised money lately" if row.situations else "")
        assert bool(call.known) is (row.known_as is not KnownAs.NEITHER)
        assert bool(call.neither) is not bool(row.up or row.down)


def test_an_empty_list_and_a_long_name() -> None:
    answer = scored(40)
    empty = replace(answer, n=0, rows=(), source="", spread=None, tiers=tuple(replace(t, n=0) for t in answer.tiers))
    page = parsed(empty)
    assert "list" not in page.sections
    assert any(text.startswith("No prospects") for text in page.words)
    long = replace(answer.rows[0], name="Sociedad " * 60)
    (call,) = build_call_page(replace(answer, rows=(long,)), words_of("en"), HERE).calls
    assert len(call.name) <= 120


def test_names_are_found_under_their_letter() -> None:
    answer = scored(40)
    calls = build_call_page(answer, words_of("en"), HERE).calls
    groups = {group.initial: group.entries for group in index_of(calls)}
    assert list(groups) == ["#", "A", "B", "C", "E"], "É is under E"
    assert sum(map(len, groups.values())) == 40
    assert index_of(calls[:5]) == ()


def test_tiers_by_capacity_have_no_least_chance() -> None:
    answer = scored(40)
    few = tuple(replace(tier, least=None) for tier in answer.tiers)
    stats = build_call_page(replace(answer, tiers=few), words_of("en"), HERE).stats
    assert [stat.label for stat in stats] == ["in tier A", "in tier B", "in tier C", "in tier D"]


def test_without_unseen_countries_there_is_no_table_of_them() -> None:
    assert build_call_page(replace(scored(40), spread=None), words_of("en"), HERE).spread is None
