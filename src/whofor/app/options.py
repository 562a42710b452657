"""What a user may settle, read from text: for the command line, forms and the Python door alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypedDict

from whofor.app.arguments import Arguments, StrPath
from whofor.app.claims_file import read_claims
from whofor.app.settings_file import read_settings
from whofor.errors import Problem, UsageError
from whofor.model.options import ALPHA_BY_DEPTH, FindOptions

__all__ = ["FindRequest", "ImportKeywords", "ImportOptions", "find_options", "import_options"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """Options of an import.

    Attributes:
        mapping: Path of a mapping, or name of a preset; `None` to recognise the preset by the headers, or, where none
            fits, to guess a mapping where that is sure enough.
        company: Name for reports.
        synthetic: Whether the data is made up; reports then say so.
        keep_contacts: Whether names, e-mail addresses and telephone numbers of contacts are stored; else they serve
            only to join, and what names a person is stored as a hash.
        merge: Whether accounts that are one company are brought together, beyond what the mapping declares.
    """

    mapping: str | None = None
    company: str = ""
    synthetic: bool = False
    keep_contacts: bool = False
    merge: bool = True


class ImportKeywords(TypedDict, total=False):
    """The fields of `ImportOptions` as keyword arguments of the public functions."""

    mapping: StrPath | None
    company: str
    synthetic: bool
    keep_contacts: bool
    merge: bool


def import_options(given: ImportKeywords, read: Arguments) -> ImportOptions:
    """Return the options of an import; what is wrong is kept in `read`."""
    mapping = given.get("mapping")
    if mapping is not None:
        read.path("--mapping", mapping)
    return ImportOptions(
        mapping=None if mapping is None else str(mapping),
        company=read.text("--company", given.get("company", "")),
        synthetic=read.flag("synthetic", given.get("synthetic", False)),
        keep_contacts=read.flag("keep_contacts", given.get("keep_contacts", False)),
        merge=read.flag("merge", given.get("merge", True)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FindRequest:
    """What a user settles about a search, as it was typed; meanings are those of `FindOptions`.

    Attributes:
        claims_file: File of further claims, one a line.
        as_of: Day up to which outcomes are known, as 2026-09-30; `None` for the latest in the data.
        alpha: Shares of the error rate, as 2/2/1.
        weights: Weights of mutual value, as `support_load=2`.
        settings: Settings file, read for what is not settled here.
    """

    outcome: str = "won"
    better: str = ""
    seed: int = 0
    permutations: int = 1024
    depth: int | None = None
    min_support: int | None = None
    most_segments: int = 5
    claims: Sequence[str] = ()
    claims_file: Path | None = None
    as_of: str | None = None
    alpha: str = "2/2/1"
    weights: Sequence[str] = ()
    settings: Path | None = None


def find_options(request: FindRequest, *, today: date) -> FindOptions:
    """Return the options that a user settled.

    Args:
        request: What was typed.
        today: Today's date; a later day cannot be the last of known outcomes.

    Raises:
        UsageError: Something cannot be read, or a value is out of range; all problems together.
    """
    with Arguments() as read:
        from_file = read.attempt(lambda: read_claims(request.claims_file) if request.claims_file else [], [])
        day = read.attempt(lambda: _day(request.as_of, today) if request.as_of is not None else None, None)
        shares = read.attempt(lambda: _shares(request.alpha), ALPHA_BY_DEPTH)
        weights = read.attempt(lambda: _weights(request), ())
        return read.attempt(
            lambda: FindOptions(
                outcome=request.outcome,
                better=request.better,
                seed=request.seed,
                permutations=request.permutations,
                depth=request.depth,
                min_support=request.min_support,
                most_segments=request.most_segments,
                claims=(*request.claims, *from_file),
                as_of=day,
                alpha_by_depth=shares,
                weights=weights,
            ),
            FindOptions(),
        )


def _day(text: str, today: date) -> date:
    """Return a day that has come."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UsageError(Problem("this is no date", "--as-of", text, "Write it as 2026-09-30.")) from None
    if day > today:
        raise UsageError(Problem("this day is still to come", "--as-of", text, "Give the day of the export."))
    return day


def _shares(text: str) -> tuple[float, ...]:
    """Return shares written as 2/2/1."""
    try:
        return tuple(float(part) for part in text.split("/"))
    except ValueError:
        raise UsageError(Problem("these are no shares", "--alpha", text, "Write it as 2/2/1.")) from None


def _weights(request: FindRequest) -> tuple[tuple[str, float], ...]:
    """Return weights written as name=number; where there are none, those of the settings file."""
    if not request.weights:
        return read_settings(request.settings) if request.settings is not None else ()
    weights: list[tuple[str, float]] = []
    problems: list[Problem] = []
    for text in request.weights:
        name, _, number = text.partition("=")
        try:
            weights.append((name.strip(), float(number)))
        except ValueError:
            problems.append(Problem("this is no weight", "--weight", text, "Write it as support_load=2."))
    if problems:
        raise UsageError(problems)
    return tuple(weights)
