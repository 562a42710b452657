"""Result of the last import, as a value and as the text of `manifest.json`."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from typing import cast

from whofor.errors import Problem, Sentence, WorkspaceError
from whofor.model import Issue, Parameter, Recognition, Relation, SoftFact, SoftReading, StageSummary
from whofor.model.column_reading import ColumnReading
from whofor.text import parse_json

__all__ = ["Dataset", "dataset_of", "key_mark_of", "manifest_of"]

FORMAT = 2

_MOST_FAULTS = 10
_MOST_SHOWN = 80
_AGAIN = "Run `whofor import` again."
_DATABASE = re.compile(r"whofor-[0-9a-f]{16}\.duckdb")


@dataclass(frozen=True, slots=True)
class Dataset:
    """Result of the last import.

    Attributes:
        parameters: What each column of the tables means.
        issues: Issues counted during the import.
        data_hash: SHA-256 of the canonical content.
        preset: Name of the mapping or preset.
        company: Name for reports; empty where not given.
        synthetic: Whether the data is made up.
        source: Name of the file or folder it came from.
        keep_contacts: Whether names and addresses of contacts are stored.
        relations: How many references between tables and files were found.
        mapping: Name of the mapping file or preset that was asked for; empty where it was recognised.
        merge: Whether accounts that are one company were merged.
        stages: How each stage of the deals was read, and what came of its deals.
        recognition: How the files were recognised, and what was left unread.
        understanding: How it was read whether buyers were clear about their need; `None` where no text was read.
        situations: Name of the file of the user's own situations; empty where there is none.
        situation_rules: Its text, TOML.
        titles: Name of the file of the user's own words of titles; empty where there is none.
        title_words: Its text, TOML.
        expected: Name of the file of what the user expects of clients; empty where there is none.
        expected_rules: Its text, TOML.
        lenient: Whether what the situations ask for and is not there was warned of instead of refused.
        soft_facts: Name of the file of labelled examples of soft facts; empty where there is none.
        soft_facts_read: How these soft facts were read.
        readings: What the mapping says of the values of columns, by which later lists are read, too.
    """

    parameters: tuple[Parameter, ...]
    issues: tuple[Issue, ...]
    data_hash: str
    preset: str
    company: str
    synthetic: bool
    source: str
    mapping: str = ""
    relations: tuple[Relation, ...] = ()
    keep_contacts: bool = False
    merge: bool = True
    stages: tuple[StageSummary, ...] = ()
    recognition: Recognition = field(default_factory=Recognition)
    understanding: SoftReading | None = None
    situations: str = ""
    situation_rules: str = ""
    titles: str = ""
    title_words: str = ""
    expected: str = ""
    expected_rules: str = ""
    lenient: bool = False
    soft_facts: str = ""
    soft_facts_read: tuple[SoftFact, ...] = ()
    readings: tuple[ColumnReading, ...] = ()


def manifest_of(dataset: Dataset, database: str, key_mark: str = "") -> bytes:
    """Return the text of `manifest.json`; the same data set gives the same bytes.

    Args:
        dataset: Result of the import.
        database: Name of its database file.
        key_mark: What differs where its pseudonyms were made with another key.
    """
    document = {"format": FORMAT, "database": database, "key_mark": key_mark, **asdict(dataset)}
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def key_mark_of(manifest: bytes) -> str:
    """Return the mark of the key that pseudonyms were made with; empty where there is none, or the text is damaged."""
    try:
        document = parse_json(manifest)
    except ValueError:
        return ""
    return str(cast("dict[str, object]", document).get("key_mark", "")) if isinstance(document, dict) else ""


def dataset_of(manifest: bytes, place: str) -> tuple[Dataset, str]:
    """Return the data set of a manifest and the name of its database file.

    Raises:
        WorkspaceError: Where the manifest is damaged, of another format, or names a file that no import has made: a
            workspace may come from somebody else, and what it names is opened and in time deleted.
    """
    # Late: pydantic takes a tenth of a second.
    from pydantic import TypeAdapter, ValidationError

    try:
        document = cast("dict[str, object]", parse_json(manifest))
        if document["format"] != FORMAT:
            stated = str(document["format"])[:_MOST_SHOWN]
            raise WorkspaceError(Problem("The workspace was made by another version", place, stated, "Import again."))
        database, dataset = str(document["database"]), TypeAdapter(Dataset).validate_python(document)
    except ValidationError as error:
        faults = [(".".join(map(str, fault["loc"])), fault["msg"]) for fault in error.errors()[:_MOST_FAULTS]]
        raise WorkspaceError(
            [
                Problem(
                    Sentence("The manifest is damaged: {where}: {what}", where=where, what=what), place, todo=_AGAIN
                )
                for where, what in faults
            ]
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(
            Problem(Sentence("The manifest is damaged: {error}", error=error), place, todo=_AGAIN)
        ) from error
    if not _DATABASE.fullmatch(database):
        todo = "Do not use this workspace; run `whofor import SOURCE` into another folder."
        raise WorkspaceError(Problem("The manifest names a file that is no database of ours", place, database, todo))
    return dataset, database
