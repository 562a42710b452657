"""Results in notebooks: one line, and a fragment of HTML that a browser shows in light and dark."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from made_browser import visit
from whofor.model import IcpResult
from whofor.reports.catalogue import clean
from whofor.reports.notebook import answer_fragment, answer_line, contrast_fragment, contrast_line, finding_line
from whofor.reports.words import words_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOST = (
    '<!doctype html><html lang="en"><head><meta name="color-scheme" content="light dark"><title>Notebook</title></head>'
)


def test_a_result_is_one_line(result: IcpResult, language: str):
    line = answer_line(result, language)
    assert "\n" not in line
    assert len(line) < 400
    assert clean(line) == line


def test_lines_name_the_type_of_client_and_both_figures(results: dict[str, IcpResult]):
    result = results["found"]
    best = result.search.segments[0]
    assert answer_line(result, "en") == f"Found: {finding_line(best, result, words_of('en'))}"
    assert answer_line(result, "fr") == f"Trouvé\xa0: {finding_line(best, result, words_of('fr'))}"
    assert re.fullmatch(r".+, \d+% \(n = \d+\) against \d+%", finding_line(best, result, words_of("en")))
    assert answer_line(results["not_enough_data"], "en").endswith(f" ({results['not_enough_data'].run.rows} deals)")


def test_a_fragment_needs_nothing_and_runs_nothing(result: IcpResult, language: str):
    html = answer_fragment(result, language)
    assert html.startswith("<div")
    assert html.rstrip().endswith("</div>")
    assert not re.search(r"<script|<link|<img|<iframe|url\(|https?:|\bon\w+=", html)
    assert len(html) < 12_000


def test_text_of_the_data_is_escaped(results: dict[str, IcpResult]):
    result = results["hostile"]
    for html in (
        answer_fragment(result, "en"),
        *(contrast_fragment("S1", f.segment, result.clients.contrasts, words_of("en")) for f in result.search.findings),
    ):
        assert "<script" not in html
        assert "<b>" not in html


def test_contrasts_are_told_in_a_line_and_a_table(results: dict[str, IcpResult], language: str):
    result = results["with_worth"]
    segment = result.search.segments[0].segment
    line = contrast_line("S1", segment, result.clients.contrasts, words_of(language))
    html = contrast_fragment("S1", segment, result.clients.contrasts, words_of(language))
    assert line.startswith("S1")
    assert html.count("<tr>") == 1 + min(5, len(result.clients.contrasts))
    assert "<table" not in contrast_fragment("S1", segment, (), words_of(language))


@pytest.mark.parametrize("name", ["found", "with_worth", "no_pattern", "not_enough_data", "hostile"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1000])
def test_a_fragment_is_accessible_in_light_and_dark(
    browser: Browser, tmp_path: Path, results: dict[str, IcpResult], name: str, scheme: str, width: int
):
    from axe_playwright_python.sync_playwright import Axe

    result = results[name]
    segment = next((f.segment for f in result.search.findings), None)
    parts = [answer_fragment(result, "en")]
    if segment is not None and result.clients.contrasts:
        parts.append(contrast_fragment("S1", segment, result.clients.contrasts, words_of("en")))
    html = f"{HOST}<body><main><h1>Notebook</h1>{''.join(parts)}</main></body></html>"
    page, asked = visit(browser, tmp_path, html, width, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    page.context.close()
