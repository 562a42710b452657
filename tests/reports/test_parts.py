"""The answers of several products, in a terminal and on a page, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.console import Console

from made_results import RESULTS
from whofor.model.parts import PartCount, PartedAnswer, PartFigure, PartList, PartRun, RunPart, SharedType, Sharing
from whofor.reports.parts import parts_text, render_parts
from whofor.reports.parts_page import render_parts_html
from whofor.reports.terminal import Detail

RESULTS_OF = [
    replace(result, run=replace(result.run, part=RunPart("product", "Produit <b>", value, 2)))
    for result, value in ((RESULTS["found"], "Starter & co"), (RESULTS["no_pattern"], "Suite"))
]


def answer(*, shared: bool = True) -> PartedAnswer:
    found = RESULTS["found"].search.segments[0]
    figures = (
        PartFigure("Starter & co", found.id, Sharing.FOUND, found.segment, found.confirm, found.rest_confirm),
        PartFigure("Suite", "", Sharing.TESTED, found.segment, found.search, found.rest_search),
    )
    few = tuple(PartCount(f"Old {i}", 40 - i) for i in range(14))
    parts = PartList("product", "Produit <b>", (PartCount("Starter & co", 400), PartCount("Suite", 180)), few, 7, 100)
    runs = (PartRun("Starter & co", 400, "a" * 12), PartRun("Suite", 180, "b" * 12))
    return PartedAnswer(parts, runs, (SharedType(1, figures), SharedType(-1, figures)) if shared else ())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_part_has_its_answer(language: str) -> None:
    text = parts_text(answer(), RESULTS_OF, language)
    assert [part.name for part in text.parts] == ["Starter & co", "Suite"]
    assert text.parts[0].segments
    assert text.parts[0].sentence != text.parts[1].sentence
    assert not text.parts[1].segments
    assert text.parts[1].why
    assert len(text.shared) == 2
    assert all("Starter & co" in sentence and "Suite" in sentence for sentence in text.shared)
    few, unknown = text.left_out
    assert "Old 11 (29)" in few
    assert "Old 12" not in few, "only so many are named"
    assert "7" in unknown


def test_nothing_shared_is_said_only_where_something_was_found() -> None:
    assert parts_text(answer(shared=False), RESULTS_OF, "en").shared == ("No type of client holds for two of them.",)
    nothing = [RESULTS_OF[1], RESULTS_OF[1]]
    assert parts_text(answer(shared=False), nothing, "en").shared == ()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_escapes_and_links(language: str) -> None:
    page = render_parts_html(answer(), RESULTS_OF, ["runs/a/report.html", "runs/b/report.html"], language)
    assert "Starter &amp; co" in page
    assert "<b>" not in page
    assert page.count("<section") == 4
    assert 'href="runs/a/report.html"' in page
    assert "<script" not in page


def test_a_terminal_shows_a_table_for_each() -> None:
    console = Console(width=80, record=True)
    with console.capture() as shown:
        render_parts(answer(), RESULTS_OF, "en", console)
    text = shown.get()
    assert text.index("Starter & co") < text.index("GO AFTER") < text.index("Suite") < text.index("In common")
    with console.capture() as shown:
        render_parts(answer(), RESULTS_OF, "en", console, Detail.FULL)
    assert len(shown.get()) > 2 * len(text)
