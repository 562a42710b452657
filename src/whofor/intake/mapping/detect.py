"""Finds the preset that fits an export by its distinctive headers, with its confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from whofor.errors import MappingError, Problem, Sentence
from whofor.intake.mapping.headers import HeaderIndex
from whofor.intake.mapping.mapping import ColumnMapping, Recognise
from whofor.intake.mapping.mapping_file import parse_mapping
from whofor.intake.mapping.plan import RawFile
from whofor.model import Guess
from whofor.schema.columns import TableName
from whofor.text import did_you_mean, either, near_names

__all__ = [
    "FileFit",
    "Recognised",
    "best_fit",
    "detect",
    "load_preset",
    "looks_like",
    "misfits",
    "preset_names",
    "recognise",
]

_GUIDE = "docs/reference/mapping.md"
_MOST_HEADERS = 12
_NEAR = 0.6
"""Share of a table's groups of headers from which a file is said to be, or nearly to be, of a CRM. Below, a few common
names decide, and an owner is told of a CRM that the company never had."""
_MUCH_BETTER = 0.4
"""Margin of confidence by which another preset must fit a file better for it to be left out."""
_NEARLY = 0.8
"""Share of the best preset's weight from which another is reported as well."""


@dataclass(frozen=True, slots=True)
class FileFit:
    """The table that one file was taken for.

    Attributes:
        file: Its name.
        table: Canonical table it fills; empty where it is not used.
        confidence: Share of the distinctive headers that are there, 0 to 1; `None` where nothing was guessed.
        looks_like: What a file that is not used seems to hold; empty where that is unknown.
    """

    file: str
    table: str = ""
    confidence: float | None = None
    looks_like: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A preset fitted to files.

    Attributes:
        mapping: The preset with the files of its tables filled in.
        confidence: Mean confidence of the files that are used, 0 to 1; `None` where nothing was guessed.
        files: What each file was taken for, in the order given.
        rival: Another preset that reads the same deals and fits nearly as well, with its confidence.
        guessed: Where no preset fits and the mapping was guessed, what was guessed.
        unsure: Lines of a guess that decide every answer and are too doubtful for one.
        only_customers: Whether the files list customers, without any deal that was not won.
    """

    mapping: ColumnMapping
    confidence: float | None
    files: tuple[FileFit, ...] = ()
    rival: tuple[str, float] | None = None
    guessed: tuple[Guess, ...] = ()
    unsure: tuple[str, ...] = ()
    only_customers: bool = False

    @property
    def deals(self) -> frozenset[str]:
        """Return the files taken for deals."""
        return frozenset(fit.file for fit in self.files if fit.table == TableName.DEALS)

    @property
    def weight(self) -> tuple[float, float]:
        """Return the weight by which presets are compared: files explained, with confidence, then mean confidence."""
        return (sum(fit.confidence or 0.0 for fit in self.files), self.confidence or 0.0)


_COMPANIONS = "companions"
"""Name of the mapping of a user's own files, which may lie beside any export; part of every preset, none by itself."""


def preset_names() -> tuple[str, ...]:
    """Return the names of the presets that come with the package."""
    folder = resources.files("whofor.intake.mapping.presets")
    names = {item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")}
    return tuple(sorted(names - {_COMPANIONS}))


@cache
def load_preset(name: str) -> ColumnMapping:
    """Return the preset of that name.

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
    folder = resources.files("whofor.intake.mapping.presets")
    texts = [(folder / f"{part}.toml").read_text(encoding="utf-8") for part in (name, _COMPANIONS)]
    return parse_mapping("\n".join(texts), f"preset {name}")


def recognise(preset: ColumnMapping, files: Sequence[RawFile]) -> Recognised | None:
    """Fit a preset to files by their headers; `None` where no file is one of its deals."""
    found: dict[tuple[str, int], list[str]] = {}
    fits: list[FileFit] = []
    for file in files:
        place, share = _best_table(preset, HeaderIndex(file.headers))
        if place is not None:
            found.setdefault(place, []).append(file.name)
            fits.append(FileFit(file.name, place[0], share))
        else:
            fits.append(FileFit(file.name))
    if TableName.DEALS not in {name for name, _ in found}:
        return None
    return _fitted(preset, found, fits)


def _fitted(preset: ColumnMapping, found: dict[tuple[str, int], list[str]], fits: Sequence[FileFit]) -> Recognised:
    """Return the preset with these files assigned to the tables found for them."""
    fitted = {
        name: tuple(
            replace(table, files=tuple(found[name, number]))
            for number, table in enumerate(tables)
            if (name, number) in found
        )
        for name, tables in preset.tables.items()
    }
    tables = {name: tables for name, tables in fitted.items() if tables}
    shares = [fit.confidence for fit in fits if fit.confidence is not None]
    return Recognised(replace(preset, tables=tables), sum(shares) / len(shares), tuple(fits))


def _best_table(preset: ColumnMapping, index: HeaderIndex) -> tuple[tuple[str, int] | None, float]:
    """Return table and number of the entry that fits the headers best, and its share."""
    best: tuple[str, int] | None = None
    highest = 0.0
    for name, tables in preset.tables.items():
        for number, table in enumerate(tables):
            share = _share(table.recognise, index) if table.recognise else 0.0
            if share > highest:
                best, highest = (name, number), share
    return best, highest


def _share(recognise: Recognise, index: HeaderIndex) -> float:
    """Return the share of distinctive groups present; 0 where what is needed is missing or a header rules it out."""
    if any(index.any_like(group) is None for group in recognise.needs) or not _marked(recognise, index):
        return 0.0
    if index.any_like(recognise.never) is not None:
        return 0.0
    groups = recognise.distinctive or recognise.needs
    return sum(index.any_like(group) is not None for group in groups) / len(groups)


def _marked(recognise: Recognise, index: HeaderIndex) -> bool:
    """Return whether the headers bear a mark of the CRM; a table without marks is known by what it needs."""
    return not recognise.marks or any(
        sum(index.any_like(group) is not None for group in marks.of) >= marks.at_least for marks in recognise.marks
    )


def detect(files: Sequence[RawFile]) -> ColumnMapping:
    """Return the preset that fits best, its tables fitted to the files.

    Raises:
        MappingError: Where none fits; see `best_fit`.
    """
    return best_fit(files).mapping


def best_fit(files: Sequence[RawFile]) -> Recognised:
    """Return the preset that fits best, with what each file was taken for.

    Raises:
        MappingError: Where none fits; it lists the headers of each file, and what came near.
    """
    fits = [fit for name in preset_names() if (fit := recognise(load_preset(name), files)) is not None]
    if not fits:
        raise MappingError(misfits([load_preset(name) for name in preset_names()], files))
    best = max(fits, key=lambda fit: fit.weight)
    others = [fit for fit in fits if fit is not best and fit.deals & best.deals]
    rival = max(others, key=lambda fit: fit.weight, default=None)
    best = _without_strangers(best, files)
    if rival is not None and rival.weight[0] >= _NEARLY * best.weight[0]:
        best = replace(best, rival=(rival.mapping.name, rival.confidence or 0.0))
    return replace(best, files=looks_like(best, files))


def _without_strangers(fit: Recognised, files: Sequence[RawFile]) -> Recognised:
    """Return the fit without files that fit another preset much better: those of another CRM in the same folder."""
    others = [load_preset(name) for name in preset_names() if name != fit.mapping.name]
    headers = {file.name: HeaderIndex(file.headers) for file in files}
    strangers = {
        own.file
        for own in fit.files
        if own.confidence is not None
        and max((_best_table(other, headers[own.file])[1] for other in others), default=0.0)
        >= own.confidence + _MUCH_BETTER
    }
    if not strangers or fit.deals <= strangers:
        return fit
    found = {
        (name, number): [file for file in table.files if file not in strangers]
        for name, tables in fit.mapping.tables.items()
        for number, table in enumerate(tables)
    }
    fits = [FileFit(own.file) if own.file in strangers else own for own in fit.files]
    return _fitted(fit.mapping, {place: names for place, names in found.items() if names}, fits)


def looks_like(fit: Recognised, files: Sequence[RawFile]) -> tuple[FileFit, ...]:
    """Return what each file was taken for; of those not used, what they seem to hold."""
    presets = [fit.mapping, *(load_preset(name) for name in preset_names() if name != fit.mapping.name)]
    headers = {file.name: HeaderIndex(file.headers) for file in files}
    return tuple(
        found if found.table else replace(found, looks_like=_guess(presets, headers[found.file])) for found in fit.files
    )


def _guess(presets: Sequence[ColumnMapping], index: HeaderIndex) -> str:
    """Return what a file is by the rules of presets: `tickets`, `deals of salesforce`; empty where none knows it."""
    looks, surest = "", 0.0
    for preset in presets:
        known = [(Sentence(what), _share(recognise, index)) for what, recognise in preset.others.items()]
        place, share = _best_table(preset, index)
        if place is not None and share >= _NEAR:
            known.append((Sentence("{table} of {name}", table=Sentence(place[0]), name=preset.name), share))
        for what, share in known:
            if share > surest:
                looks, surest = what, share
    return looks


def misfits(presets: Sequence[ColumnMapping], files: Sequence[RawFile]) -> list[Problem]:
    """Return why none of some presets fits the files: what each file is or nearly is, and what to do."""
    problems: list[Problem] = []
    for file in files:
        index = HeaderIndex(file.headers)
        looks = _guess(presets, index)
        near = "" if looks else _near_miss(presets, index)
        columns = _columns(file.headers)
        todo = Sentence("{columns}. {near}", columns=columns, near=near) if near else columns
        what = Sentence("This export is of no known shape")
        if looks:
            what = Sentence("This file looks like {looks}, not like deals", looks=looks)
        problems.append(Problem(what, file.name, todo=todo))
    names = ", ".join(preset.name for preset in presets)
    todo = Sentence(
        "Write a mapping.toml as {guide} shows and give it with --mapping, or let --init-mapping FILE draft one; "
        "presets: {names}.",
        guide=_GUIDE,
        names=names,
    )
    return [*problems, Problem("Say with a mapping which columns mean what", todo=todo)]


def _columns(headers: Sequence[str]) -> Sentence:
    """Return a sentence with the first headers, and how many more there are."""
    shown, more = ", ".join(headers[:_MOST_HEADERS]), len(headers) - _MOST_HEADERS
    if more > 0:
        return Sentence("Its columns are: {names} and {n} more", names=shown, n=more)
    return Sentence("Its columns are: {names}", names=shown)


def _near_miss(presets: Sequence[ColumnMapping], index: HeaderIndex) -> str:
    """Return the deals that most headers match, and what the file lacks to be them; empty where none is near."""
    best, highest = "", _NEAR
    for preset in presets:
        for table in preset.tables[TableName.DEALS]:
            known = table.recognise
            if known is None or table.fallback or index.any_like(known.never) or not _marked(known, index):
                continue
            groups = (*known.needs, *known.distinctive)
            found = [header for group in groups if (header := index.any_like(group)) is not None]
            lacking = next((group for group in known.needs if index.any_like(group) is None), None)
            if lacking is not None and len(found) > 1 and len(found) / len(groups) >= highest:
                free = [header for header in index.headers if header not in found]
                what = Sentence("{table} of {name}", table=Sentence(TableName.DEALS), name=preset.name)
                best, highest = _nearly(what, lacking, free), len(found) / len(groups)
    return best


def _nearly(what: str, lacking: Sequence[str], headers: Sequence[str]) -> str:
    """Return text like `It is nearly deals of hubspot, but has no column 'Deal Stage'; 'Deal Stge' may be it.`"""
    near = next(((hits[0], name) for name in lacking if (hits := near_names(name, headers, 1))), None)
    wanted = either(lacking[:3])
    if len(lacking) > 3:
        wanted = Sentence("{names}, …", names=wanted)
    if near is None:
        return Sentence("It is nearly {what}, but has no column {wanted}.", what=what, wanted=wanted)
    return Sentence(
        "It is nearly {what}, but has no column {wanted}; {one!r} may be {other!r}.",
        what=what,
        wanted=wanted,
        one=near[0],
        other=near[1],
    )
