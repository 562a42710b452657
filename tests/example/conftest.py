"""Simulations and exports shared by the tests of the example."""

from __future__ import annotations

import pytest

from whofor.example import ExampleExport, PlantedTruth, generate
from whofor.example.simulation import Simulation, simulate

SEEDS = range(1, 13)


@pytest.fixture(scope="session")
def simulations() -> list[Simulation]:
    return [simulate(seed, PlantedTruth(), 2500) for seed in SEEDS]


@pytest.fixture(scope="session")
def exports() -> list[ExampleExport]:
    return [generate(seed) for seed in SEEDS]


@pytest.fixture(scope="session")
def export(exports: list[ExampleExport]) -> ExampleExport:
    return exports[0]
