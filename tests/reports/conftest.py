"""Fixtures over the hand-made results, in both languages of the reports."""

from __future__ import annotations

import pytest

from made_results import RESULTS
from whofor.model import IcpResult


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
