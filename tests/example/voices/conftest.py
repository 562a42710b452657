"""Made corpora shared by the tests of the market's words."""

from __future__ import annotations

import pytest

from made_corpus import SEEDS, Made, make


@pytest.fixture(scope="session", params=["en", "fr"])
def made(request: pytest.FixtureRequest) -> Made:
    return make(1, request.param)


@pytest.fixture(scope="session")
def seeds() -> list[Made]:
    return [make(seed) for seed in SEEDS]
