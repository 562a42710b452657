"""The page in a real browser: no accessibility violation, no sideways scroll, no request, at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from made_browser import visit
from whofor.model import IcpResult
from whofor.reports.html import render_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EVERY_WAY = [("with_claims", lang, w, s) for lang in ("en", "fr") for w in (360, 1440) for s in ("light", "dark")]
ONE_WAY = [
    ("with_worth", "fr", 360, "light"),
    ("with_worth", "en", 1440, "dark"),
    ("no_pattern", "fr", 360, "dark"),
    ("hostile", "en", 360, "light"),
    ("not_enough_data", "en", 1440, "dark"),
]


@pytest.mark.parametrize(("name", "lang", "width", "scheme"), [*EVERY_WAY, *ONE_WAY])
def test_accessible_and_within_its_width(
    browser: Browser, tmp_path: Path, results: dict[str, IcpResult], name: str, lang: str, width: int, scheme: str
):
    from axe_playwright_python.sync_playwright import Axe

    page, asked = visit(browser, tmp_path, render_html(results[name], lang), width, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    page.context.close()


def test_one_width_of_each_chart_is_shown(browser: Browser, tmp_path: Path, results: dict[str, IcpResult]):
    html = render_html(results["found"], "en")
    for width, shown, hidden in ((360, "narrow", "wide"), (641, "wide", "narrow")):
        page, _ = visit(browser, tmp_path, html, width, "light")
        assert page.locator(f"#answer .chart .{shown}").is_visible()
        assert not page.locator(f"#answer .chart .{hidden}").is_visible()
        page.context.close()


def test_text_is_large_and_lines_are_short(browser: Browser, tmp_path: Path, results: dict[str, IcpResult]):
    page, _ = visit(browser, tmp_path, render_html(results["with_claims"], "en"), 1440, "light")
    sizes = page.evaluate(
        "[...document.querySelectorAll('main p, main li, main td')].map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 16
    longest = page.evaluate(
        """Math.max(...[...document.querySelectorAll('main p, main li')].filter(e => e.offsetParent).map(e => {
            const range = document.createRange(); range.selectNodeContents(e);
            const lines = new Set([...range.getClientRects()].map(r => Math.round(r.top / 8))).size;
            return e.textContent.length / Math.max(1, lines);
        }))"""
    )
    assert longest < 75
    page.context.close()


def test_print_is_a_summary_of_two_pages(browser: Browser, tmp_path: Path, results: dict[str, IcpResult]):
    page, _ = visit(browser, tmp_path, render_html(results["with_worth"], "en"), 1440, "dark")
    page.emulate_media(media="print")
    assert not page.locator("#check").is_visible()
    assert page.locator("#worth").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2
    page.context.close()


def test_the_page_is_there_at_once(browser: Browser, tmp_path: Path, results: dict[str, IcpResult]):
    page, _ = visit(browser, tmp_path, render_html(results["with_claims"], "fr"), 1440, "light")
    ended = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    assert ended < 1000
    page.context.close()
