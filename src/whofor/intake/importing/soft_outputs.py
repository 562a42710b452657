"""What the texts of conversations tell beside their tone: columns to write, and how they were read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whofor.intake.importing.outputs import LookedUp, Output
from whofor.intake.importing.reading import Reading
from whofor.intake.normalise.soft_facts import SoftExamples
from whofor.model import Kind, Parameter, Role, SoftFact, SoftReading, SoftSource
from whofor.schema.columns import TableName

__all__ = ["soft_facts_read", "soft_outputs", "soft_parameters"]

_TEXTS = "tone"
"""The column whose texts are read."""


def soft_outputs(readings: Iterable[Reading]) -> list[Output]:
    """Return a column for each soft fact that the texts of a table tell."""
    told = [told for reading in readings for told in reading.soft_facts if told.values]
    return [Output(one.examples.column, LookedUp(_TEXTS, one.examples.column), is_number=True) for one in told]


def soft_parameters(readings: Iterable[Reading]) -> list[Parameter]:
    """Return what these columns mean: outcomes, as the texts are of conversations during a deal."""
    told = [told for reading in readings for told in reading.soft_facts if told.values]
    return [
        Parameter(
            one.examples.column,
            f"{one.fact.name}: {one.fact.counted}",
            Role.VALIDATION,
            Kind.NUMBER,
            TableName.INTERACTIONS,
        )
        for one in told
    ]


def soft_facts_read(asked: Sequence[SoftExamples], readings: Iterable[Reading]) -> tuple[SoftFact, ...]:
    """Return how each soft fact that was asked for was read; one for which there are no texts is told by nothing."""
    read = {told.examples.column: told.fact for reading in readings for told in reading.soft_facts}
    nothing = SoftReading(SoftSource.NOTHING)
    return tuple(read.get(one.column, SoftFact(one.name, one.counted, one.labels, nothing)) for one in asked)
