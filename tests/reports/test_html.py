"""The page: its sections pinned as text, in the order of the reader's questions, self-contained, harmless."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from made_pages import Page
from made_results import changed
from whofor.errors import UsageError
from whofor.model import IcpResult, Look, SegmentFinding, Verdict
from whofor.reports.html import render_html


def parsed(result: IcpResult, language: str = "en") -> Page:
    page = Page()
    page.feed(render_html(result, language, written="2026-07-01"))
    page.close()
    assert page.open == [], "each element is closed"
    return page


SEEN = ("answer", "icps", "avoid", "worth", "conditions", "map", "doubt")
CHECKED = ("icps", "avoid", "worth", "contrasts", "channels", "facts", "doubt", "how")
SECTIONS = {
    **{section: ("with_worth", section) for section in SEEN},
    **{f"check-{section}": ("with_worth", f"check-{section}") for section in CHECKED},
    "claims": ("with_claims", "claims"),
    "hypotheses": ("no_pattern", "hypotheses"),
    "answer_no_pattern": ("no_pattern", "answer"),
    "answer_not_enough_data": ("not_enough_data", "answer"),
}
"""Which section of which result is pinned, by the name of its file; the others say the same or nothing."""


@pytest.mark.parametrize("name", SECTIONS)
def test_section(results: dict[str, IcpResult], language: str, pinned: Callable[[str, str], None], name: str):
    result, section = SECTIONS[name]
    lines = parsed(results[result], language).sections[section]
    pinned(f"page/{name}.{language}", "\n".join([*lines, ""]))


def test_no_pinned_section_is_left_over():
    files = {path.name for path in (Path(__file__).parent / "pinned" / "page").iterdir()}
    assert files == {f"{name}.{language}.txt" for name in SECTIONS for language in ("en", "fr")}


def test_the_order_of_the_readers_questions(results: dict[str, IcpResult]):
    ids = [attrs.get("id") for tag, attrs in parsed(results["with_claims"]).tags if tag == "section"]
    seen, checked = ["answer", "icps", "claims", "avoid", "conditions", "doubt", "map"], ["icps", "claims", "avoid"]
    assert ids == [*seen, *(f"check-{name}" for name in [*checked, "doubt", "map", "how"])]
    ids = [attrs.get("id") for tag, attrs in parsed(results["no_pattern"]).tags if tag == "section"]
    assert ids == ["answer", "hypotheses", *(f"check-{name}" for name in ["hypotheses", "doubt", "map", "how"])]


def test_the_contents_lead_to_each_part(result: IcpResult, language: str):
    page = parsed(result, language)
    sections = [f"#{attrs['id']}" for tag, attrs in page.tags if tag == "section"]
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert links == ["#answer", *(s for s in sections[1:] if not s.startswith("#check")), "#check"]


def test_the_evidence_is_in_one_fold(results: dict[str, IcpResult]):
    html = render_html(results["with_worth"], "en")
    before, inside = html.split('<div class="check" id="check">')
    folds = re.findall(r"<details>\s*<summary>([^<]+)", before)
    assert folds == ["First accounts"] * 3, "of each type of client that passed, whom it holds"
    assert inside.index("<details>") < inside.index('id="check-icps"')


def test_one_h1_and_no_heading_level_skipped(result: IcpResult, language: str):
    levels = [int(tag[1]) for tag, _ in parsed(result, language).tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_ids_are_unique(result: IcpResult):
    ids = [attrs["id"] for _, attrs in parsed(result).tags if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_nothing_is_fetched_and_nothing_runs(result: IcpResult, language: str):
    page = parsed(result, language)
    html = render_html(result, language)
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "img", "iframe", "object", "embed", "audio", "video", "form", "base"}
    for tag, attrs in page.tags:
        for name, value in attrs.items():
            assert not name.startswith("on"), (tag, name)
            if name in {"href", "src", "xlink:href", "action"}:
                assert value is not None
                assert value.startswith(("#", "data:,"))
    assert "url(" not in html
    assert "@import" not in html
    assert re.findall(r'https?://[^"\s<]+', html) == []


def test_the_page_is_small(result: IcpResult):
    crowd = tuple(Look(20 + i % 1900, (i * 7919 % 1000) / 2500 - 0.2, i % 7 - 3.0, i % 3 + 1) for i in range(20_000))
    assert len(render_html(changed(result, looks=(*result.search.looks, *crowd)), "fr").encode()) < 1_000_000


def controls(text: str) -> set[str]:
    """Control characters, and those that turn a line round."""
    return {c for c in text if unicodedata.category(c) == "Cc" and c != "\n"} | set("\u202a\u202e\u2066") & set(text)


def test_user_text_is_harmless(results: dict[str, IcpResult], language: str):
    html = render_html(results["hostile"], language)
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert controls(html) == set()


def test_each_chart_says_its_numbers_and_has_them_in_a_table(results: dict[str, IcpResult]):
    page = parsed(results["found"])
    charts = [attrs for tag, attrs in page.tags if tag == "svg" and attrs.get("role") == "img"]
    assert len(charts) == 2 * (5 + 3), "five cards, overview, conditions and the map, in two widths each"
    assert "(88 deals): 41%" in str(charts[0]["aria-label"])
    assert "Everyone else (320 deals): 13%" in str(charts[0]["aria-label"])
    assert sum(tag == "table" for tag, _ in page.tags) >= 6


def test_synthetic_data_is_called_so(results: dict[str, IcpResult]):
    words = parsed(results["found"]).words
    assert words.index("Synthetic data") < words.index("The answer")
    assert "Synthetic data" not in parsed(results["with_claims"]).words


def test_the_answer_sets_off_the_type_of_client(results: dict[str, IcpResult]):
    html = render_html(results["found"], "en")
    assert "<strong>fintechs of 51\u2060–\u2060200 people" in html


def test_no_answer_says_why_and_the_two_most_useful_things(results: dict[str, IcpResult]):
    words = parsed(results["not_enough_data"]).words
    start = words.index("There are not enough deals yet to tell whom you serve best.")
    time = "how long that takes cannot be told, as the export has no dates."
    why = "11 won and 27 lost: too few to tell a pattern from chance. About 340 more would do: "
    assert words[start + 1] == f"{why}{time}"
    assert words[start + 2] == "The two most useful things to do now"
    assert words[start + 3] == f"Collect about 340 more outcomes, then run again: {time}"
    assert words[start + 5] == "Also useful"


def test_without_company_the_heading_is_the_title(results: dict[str, IcpResult]):
    html = render_html(results["not_enough_data"], "fr")
    assert "<h1>Profil du client idéal</h1>" in html
    assert '<html lang="fr">' in html


def test_many_candidates_are_folded(results: dict[str, IcpResult]):
    base = results["found"].search.segments[2]
    many = tuple(replace(base, id=f"S{i}") for i in range(3, 18))
    html = render_html(changed(results["found"], segments=many), "en")
    assert "7 more candidates" in html


def test_a_negative_that_needs_review_is_said_to_sign_less(results: dict[str, IcpResult]):
    negative: SegmentFinding = replace(results["found"].search.negative_segments[0], verdict=Verdict.REVIEW)
    html = render_html(changed(results["found"], negative_segments=(negative,)), "en")
    assert '<span class="id">N1</span> <span class="direction">signs less often</span>' in html
    assert "No type of client is proven to be worth less effort" in html
    assert "Avoid" not in re.sub("<style.*?</style>", "", html, flags=re.DOTALL)


def test_the_same_result_gives_the_same_bytes(results: dict[str, IcpResult]):
    assert render_html(results["found"], "fr") == render_html(results["found"], "fr")


def test_an_unknown_language_is_refused(results: dict[str, IcpResult]):
    with pytest.raises(UsageError):
        render_html(results["found"], "de")
