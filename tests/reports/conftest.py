"""Fixtures over the hand-made results, in both languages of the reports."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from made_browser import ARGUMENTS, CHROMIUM
from made_results import RESULTS
from whofor.model import IcpResult

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PINNED = Path(__file__).parent / "pinned"


@pytest.fixture(params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> str:
    """Each language of the reports."""
    return request.param


@pytest.fixture(params=list(RESULTS))
def result(request: pytest.FixtureRequest) -> IcpResult:
    """Each hand-made result."""
    return RESULTS[request.param]


@pytest.fixture
def results() -> dict[str, IcpResult]:
    """All hand-made results by name."""
    return RESULTS


@pytest.fixture
def pinned() -> Callable[[str, str], None]:
    """Compare a text with the file of that name; with `WHOFOR_PIN=1` in the environment, write it."""

    def compare(name: str, text: str) -> None:
        path = PINNED / f"{name}.txt"
        if os.environ.get("WHOFOR_PIN"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"{path.name} says something else; WHOFOR_PIN=1 rewrites it"

    return compare


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    """A browser without a window."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}: set WHOFOR_CHROMIUM to run this test")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Playwright gives each launch a new user data folder.
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield opened
        opened.close()
