"""Options of an import and of a search, checked and converted: for the command line, forms and the Python API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, TypedDict

from whofor.app.arguments import Arguments, StrPath
from whofor.app.claims_file import read_claims
from whofor.app.settings_file import read_settings
from whofor.days import days_of, iso_day
from whofor.model.options import FindOptions
from whofor.text import did_you_mean

__all__ = ["ImportKeywords", "ImportOptions", "find_options", "import_options"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """Options of an import.

    Attributes:
        mapping: Path of a mapping, name of a preset, or what a mapping holds; `None` to recognise the preset by the
            headers, or, where none fits, to guess a mapping where that is sure enough.
        company: Name for reports.
        synthetic: Whether the data is made up; reports then say so.
        keep_contacts: Whether names, e-mail addresses and telephone numbers of contacts are stored; else they serve
            only to join, and what names a person is stored as a hash.
        merge: Whether accounts that are one company are merged, beyond what the mapping declares.
        situations: Path of a file of situations of the user's own; `None` for the packaged ones only.
        titles: Path of a file of words of job titles of the user's own; `None` for the packaged ones only.
        expected: Path of a table of what the user expects of clients; `None` for the packaged one only.
        lenient: Whether what situations ask for and is not in the data is warned of instead of refused.
        soft_facts: Path of a file of labelled examples of soft facts; `None` where there is none.
    """

    mapping: str | Mapping[str, object] | None = None
    company: str = ""
    synthetic: bool = False
    keep_contacts: bool = False
    merge: bool = True
    situations: Path | None = None
    titles: Path | None = None
    expected: Path | None = None
    lenient: bool = False
    soft_facts: Path | None = None


class ImportKeywords(TypedDict, total=False):
    """The fields of `ImportOptions` as keyword arguments of the public functions."""

    mapping: StrPath | Mapping[str, object] | None
    company: str
    synthetic: bool
    keep_contacts: bool
    merge: bool
    situations: StrPath | None
    titles: StrPath | None
    expected: StrPath | None
    lenient: bool
    soft_facts: StrPath | None


def import_options(given: ImportKeywords, read: Arguments) -> ImportOptions:
    """Return the options of an import; problems are recorded in `read`."""
    known = [field.name for field in fields(ImportOptions)]
    for name in given:
        if name not in known:
            read.wrong("there is no such argument", name, name, did_you_mean(name, known))
    own = {name: given.get(name) for name in ("situations", "titles", "expected", "soft_facts")}
    paths = {n: None if p is None else read.path(f"--{n.replace('_', '-')}", p) for n, p in own.items()}
    return ImportOptions(
        mapping=read.mapping("--mapping", given.get("mapping")),
        company=read.text("--company", given.get("company", "")),
        synthetic=read.flag("synthetic", given.get("synthetic", False)),
        keep_contacts=read.flag("keep_contacts", given.get("keep_contacts", False)),
        merge=read.flag("merge", given.get("merge", True)),
        situations=paths["situations"],
        titles=paths["titles"],
        expected=paths["expected"],
        lenient=read.flag("lenient", given.get("lenient", False)),
        soft_facts=paths["soft_facts"],
    )


def find_options(
    given: Mapping[str, Any], *, today: date, claims_file: Path | None = None, settings: Path | None = None
) -> FindOptions:
    """Return the options of a search that a user chose, with those of files added.

    Args:
        given: Arguments of `FindOptions`, as values or as a user types them; the defaults stand for what is absent.
        today: Today's date; a later day cannot be the last of known outcomes.
        claims_file: File of further claims, one a line.
        settings: Settings file, read for weights where none are given.

    Raises:
        UsageError: Something cannot be read, or a value is out of range; all problems together.
    """
    with Arguments() as read:
        options = read.attempt(lambda: FindOptions(**given), FindOptions())
        if options.as_of is not None and options.as_of > days_of(today):
            read.wrong("this day is still to come", "--as-of", iso_day(options.as_of), "Give the day of the export.")
        claims, weights = options.claims, options.weights
        if claims_file is not None:
            claims += read.attempt(lambda: read_claims(claims_file), ())
        if settings is not None and not given.get("weights"):
            weights = read.attempt(lambda: read_settings(settings), ())
        return replace(options, claims=claims, weights=weights)
