"""Finds the preset that fits an export by its distinctive headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from whofor.errors import MappingError, Problem
from whofor.schema.headers import HeaderIndex
from whofor.schema.mapping import ColumnMapping, Recognise
from whofor.schema.mapping_file import parse_mapping
from whofor.schema.near import did_you_mean
from whofor.schema.plan import RawFile

__all__ = ["Recognised", "detect", "load_preset", "preset_names", "recognise"]

_GUIDE = "docs/reference/mapping.md"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A preset fitted to the files at hand.

    Attributes:
        mapping: The preset with the files of its tables filled in.
        confidence: Mean share of the distinctive headers that are there, 0 to 1.
    """

    mapping: ColumnMapping
    confidence: float


def preset_names() -> tuple[str, ...]:
    """Names of the presets that come with the package."""
    folder = resources.files("whofor.schema.presets")
    return tuple(sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")))


@cache
def load_preset(name: str) -> ColumnMapping:
    """The preset of that name.

    Raises:
        MappingError: Where there is none.
    """
    if name not in preset_names():
        raise MappingError(
            Problem(
                "There is no such preset or mapping file",
                value=name,
                todo=did_you_mean(name, preset_names(), what="presets"),
            )
        )
    text = (resources.files("whofor.schema.presets") / f"{name}.toml").read_text(encoding="utf-8")
    return parse_mapping(text, f"preset {name}")


def recognise(preset: ColumnMapping, files: Sequence[RawFile]) -> Recognised | None:
    """Fit a preset to files by their headers; `None` where no file is one of its deals."""
    found: dict[tuple[str, int], list[str]] = {}
    shares: list[float] = []
    for file in files:
        index = HeaderIndex(file.headers)
        scores = {
            (name, number): _share(table.recognise, index)
            for name, tables in preset.tables.items()
            for number, table in enumerate(tables)
            if table.recognise is not None
        }
        best = max(scores, key=lambda place: scores[place], default=None)
        if best is not None and scores[best] > 0:
            found.setdefault(best, []).append(file.name)
            shares.append(scores[best])
    if "deals" not in {name for name, _ in found}:
        return None
    fitted = {
        name: tuple(
            replace(table, files=tuple(found[name, number]))
            for number, table in enumerate(tables)
            if (name, number) in found
        )
        for name, tables in preset.tables.items()
    }
    tables = {name: tables for name, tables in fitted.items() if tables}
    return Recognised(replace(preset, tables=tables), sum(shares) / len(shares))


def _share(recognise: Recognise, index: HeaderIndex) -> float:
    """Share of distinctive headers present; 0 where a needed group is missing or a forbidden header is there."""
    if any(index.first(group) is None for group in recognise.needs) or index.first(recognise.never) is not None:
        return 0.0
    present = sum(index.find(header) is not None for header in recognise.distinctive)
    return present / len(recognise.distinctive)


def detect(files: Sequence[RawFile]) -> ColumnMapping:
    """The preset that fits best.

    Raises:
        MappingError: Where none fits; it lists the headers of each file.
    """
    fits = [fit for name in preset_names() if (fit := recognise(load_preset(name), files)) is not None]
    if fits:
        return max(fits, key=lambda fit: fit.confidence).mapping
    raise MappingError(
        [
            Problem(
                "This export is of no known shape",
                file.name,
                todo=f"Its columns are: {', '.join(file.headers)}",
            )
            for file in files
        ]
        + [
            Problem(
                "Say with a mapping which columns mean what",
                todo=f"Write a mapping.toml as {_GUIDE} shows and give it with --mapping; presets: "
                f"{', '.join(preset_names())}.",
            )
        ]
    )
