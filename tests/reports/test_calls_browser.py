"""The page "whom to call" in a real browser: filters without a script, no violation, no sideways scroll."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from made_browser import visit
from made_scores import scored
from whofor.reports.calls.page import CallSheet, render_calls

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("en", 1440, "light"), ("fr", 360, "dark"), ("fr", 1440, "dark")]
)
def test_accessible_and_within_its_width(
    browser: Browser, tmp_path: Path, language: str, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    answer = scored(40)
    long = replace(answer.rows[0], name="Donaudampfschifffahrtsgesellschaft" * 3, id="x" * 60)
    html = render_calls(replace(answer, rows=(long, *answer.rows[1:])), language, CallSheet("scores.csv"))
    page, asked = visit(browser, tmp_path, html, width, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    sizes = page.evaluate(
        "[...document.querySelectorAll('main p, main li, main td')].map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 16
    page.context.close()


def test_tiers_are_filtered_and_names_found_without_a_script(browser: Browser, tmp_path: Path) -> None:
    answer = scored(40)
    page, _ = visit(browser, tmp_path, render_calls(answer, "en", CallSheet()), 1440, "light")
    shown = "[...document.querySelectorAll('.call')].filter(e => e.offsetParent).map(e => Number(e.id.slice(1)))"
    assert page.evaluate(shown) == list(range(1, 41))
    for place, tier in enumerate(answer.tiers):
        if tier.n:
            page.get_by_label(f"Tier {tier.name}: {tier.n}").check()
            assert page.evaluate(shown) == [row.rank for row in answer.rows if row.tier == tier.name], place
    page.get_by_role("radio", name="All").check()
    page.get_by_label("Hide customers and open deals").check()
    assert page.evaluate(shown) == [row.rank for row in answer.rows if not row.known_as]
    hidden = next(row for row in answer.rows if row.known_as)
    page.locator(".find summary").click()
    page.locator(".find a", has_text=re.compile(f"^{re.escape(hidden.name)}$")).click()
    assert page.locator(f"#p{hidden.rank}").is_visible(), "what is looked up by its name is shown"
    page.context.close()


def test_on_paper_the_first_hundred(browser: Browser, tmp_path: Path) -> None:
    page, _ = visit(browser, tmp_path, render_calls(scored(400), "en", CallSheet()), 1440, "dark")
    page.emulate_media(media="print")
    assert page.locator("#p100").is_visible()
    assert not page.locator("#p101").is_visible()
    assert page.get_by_text("On paper: the first 100.").is_visible()
    assert not page.locator(".filter").is_visible()
    page.context.close()
