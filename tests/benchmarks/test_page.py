"""The limits of the page, counted on the example's report; and one figure for each fact, in page, terminal and JSON."""

from __future__ import annotations

import importlib.util
import io
import os
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from rich.console import Console

from visible_rates import rates_of
from whofor.app.demo import demo
from whofor.app.report import load_result, report
from whofor.documents.result_document import result_document
from whofor.model import IcpResult
from whofor.model.options import FindOptions
from whofor.reports.html import render_html
from whofor.reports.terminal import Detail, render_terminal

PROJECT = Path(__file__).parents[2]
CHROMIUM = Path(os.environ.get("WHOFOR_CHROMIUM", "/usr/bin/chromium"))
WIDEST_TERMINAL, MOST_LINES = 100, 22


@pytest.fixture(params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def page() -> ModuleType:
    spec = importlib.util.spec_from_file_location("page_of_readers", PROJECT / "benchmarks" / "page.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["page_of_readers"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    demo(folder, options=FindOptions(permutations=200))
    return folder


@pytest.fixture(scope="module")
def result(workspace: Path) -> IcpResult:
    return load_result(workspace)


def test_the_example_is_within_the_limits(page: ModuleType, workspace: Path, language: str) -> None:
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}: set WHOFOR_CHROMIUM to run this test")
    from playwright.sync_api import sync_playwright

    path = report(workspace, language=language)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        counts = page.count_page(browser, path)
        browser.close()
    assert counts.exceeded() == []
    assert counts.numbers > 50, "numbers are counted"
    assert counts.screens > 2


def test_the_counter_sees_what_is_there(page: ModuleType) -> None:
    found = page.NUMBER.findall("S1 signs 51% (37–66%; 1,204 deals), 2\u202f312 more, 3.5 times and €14,300")
    assert found == ["51", "37", "66", "1,204", "2\u202f312", "3.5", "14,300"]


def printed(result: IcpResult, language: str) -> str:
    out = io.StringIO()
    render_terminal(result, language, Console(file=out, width=WIDEST_TERMINAL), Detail.SHORT)
    return out.getvalue()


def test_the_terminal_is_short(result: IcpResult, language: str) -> None:
    lines = printed(result, language).splitlines()
    assert len(lines) <= MOST_LINES
    ids = [f.id for f in (*result.search.segments, *result.search.negative_segments) if f.verdict.value == "PASS"]
    assert ids
    for id_ in ids:
        assert any(id_ in line for line in lines)


def test_each_type_of_client_has_one_rate_everywhere(result: IcpResult) -> None:
    html, text = render_html(result, "en"), printed(result, "en")
    document = {f["id"]: f for f in result_document(result)["segments"]}
    passed = [f for f in result.search.segments if f.verdict.value == "PASS"]
    assert passed
    for finding in passed:
        (rate,) = rates_of(finding.id, html)
        (row,) = (line for line in text.splitlines() if re.search(rf"\b{finding.id}\b.*%", line))
        assert rate in row.split()
        assert rate == f"{document[finding.id]['confirm']['estimate']:.0%}"
        days = document[finding.id]["median_days_to_win"]["estimate"]
        assert f"{days:.0f} days" in row
        assert f"within {days:.0f} days" in html.split('id="check"')[0]


def test_everyone_else_has_one_rate_everywhere(result: IcpResult) -> None:
    seen, text = render_html(result, "en").split('id="check"')[0], printed(result, "en")
    figure = result_document(result)["everyone_else"]["figure"]
    rate = f"{figure['estimate']:.0%}"
    assert set(re.findall(r"Everyone else \([\d,]+ deals\): ([\d.]+%)", seen)) == {rate}
    assert f"<dt>of everyone else</dt><dd>{rate}</dd>" in seen
    (row,) = (line for line in text.splitlines() if "Everyone else" in line)
    assert rate in row.split()


def test_no_word_that_a_reader_need_not_know(result: IcpResult) -> None:
    html = render_html(result, "en").split('id="check"')[0]
    seen = re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)
    banned = r"\b(held back|barred|confounders?|strat(um|a)|leaks?|definition|family|AUC|p = |p-value)\b"
    assert re.findall(banned, seen, re.IGNORECASE) == []
