"""Labelled examples of soft facts from a file: a text and its label a row, and the fact where there are several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from whofor.errors import InputError, Problem, Sentence
from whofor.intake.loading import refuse_address
from whofor.intake.normalise.soft_facts import SoftExamples, says_nothing, soft_examples, words_for
from whofor.intake.sources.files import find_source
from whofor.intake.sources.source_file import Form, LeftOut, SourceFile, read_batches
from whofor.lexicon.outcome_kinds import kind_of_label
from whofor.text import fold, name_words, slug

__all__ = ["read_soft_facts"]

_FEWEST, _FEWEST_OF_LABEL = 20, 5
"""Distinct examples of a fact, and of each of its labels: with fewer the share read rightly says next to nothing."""
_MOST = 1_000
"""Examples of a fact: memory and time grow with their square."""
_MOST_FACTS, _MOST_LABELS = 5, 6
_LONGEST_NAME = 60
_MOST_LINES = 5
"""Lines that a problem names."""
_COLUMNS = ("text", "label", "fact")
_LABEL_ALSO = "Write “none” for notes that do not say."


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A labelled example, with its line in the file."""

    line: int
    text: str
    label: str
    fact: str


def read_soft_facts(path: Path) -> tuple[SoftExamples, ...]:
    """Return the labelled examples of a file, by soft fact, in the order in which the facts first stand there.

    Raises:
        InputError: The file cannot be read, lacks a column, or its examples are too few or contradict each other; all
            problems together.
    """
    refuse_address(path)
    if path.is_dir():
        todo = "Name the file: notes.csv."
        raise InputError(Problem("This is a folder, no file of labelled examples", str(path), todo=todo))
    files = find_source(path).files
    if not files:
        raise InputError(Problem("The file of labelled examples is empty", str(path), todo=_example_todo()))
    file = files[0]
    if len(files) > 1 or file.form is Form.PARQUET:
        todo = "Save the labelled examples as one CSV file, or as a workbook of one sheet."
        raise InputError(Problem("The labelled examples must be one plain table", str(path), todo=todo))
    columns = _columns(file)
    rows = list(_rows(file, columns))
    problems = [*_gaps(rows, file.name, has_fact="fact" in columns)]
    by_fact: dict[str, list[_Labelled]] = {}
    for row in rows:
        if row.text and row.label and row.fact:
            by_fact.setdefault(slug(row.fact) or fold(row.fact), []).append(row)
    if not by_fact and not problems:
        problems.append(Problem("The file holds no labelled example", file.name, todo=_example_todo()))
    if len(by_fact) > _MOST_FACTS:
        what = Sentence("The file holds examples of {n} soft facts", n=len(by_fact))
        todo = Sentence("Give at most {n}.", n=_MOST_FACTS)
        problems.append(Problem(what, file.name, ", ".join(own[0].fact for own in by_fact.values()), todo))
    for own in by_fact.values():
        problems += _faults(own, file.name)
    if problems:
        raise InputError(problems)
    return tuple(
        soft_examples(own[0].fact, [(row.text, row.label) for row in own], place)
        for place, own in enumerate(by_fact.values(), 1)
    )


def _example_todo() -> Sentence:
    return Sentence(
        "Give a CSV file with the columns text and label, at least {n} rows: Liked how we work together,good",
        n=_FEWEST,
    )


def _columns(file: SourceFile) -> Mapping[str, int]:
    """Return the place of each column.

    Raises:
        InputError: One that is needed is not there, or two may be it.
    """
    folded = [fold(" ".join(name_words(header))) for header in file.headers]
    places = {what: [i for i, one in enumerate(folded) if one in words_for(what)] for what in _COLUMNS}
    problems: list[Problem] = []
    headers = ", ".join(file.headers)
    for what in ("text", "label"):
        if not places[what]:
            missing = Sentence("There is no column “{name}”", name=what)
            problems.append(Problem(missing, file.name, headers, _example_todo()))
    for found in places.values():
        if len(found) > 1:
            several = ", ".join(file.headers[place] for place in found)
            todo = "Keep one of them; the columns are text, label and, for several facts, fact."
            problems.append(Problem("Several columns may hold the same thing", file.name, several, todo))
    if problems:
        raise InputError(problems)
    return {what: found[0] for what, found in places.items() if found}


def _rows(file: SourceFile, columns: Mapping[str, int]) -> Iterator[_Labelled]:
    """Yield the rows that hold anything; where no column names the fact, it is the name of the file."""
    name = Path(file.name).name.partition(".")[0]
    name = name.replace("_", " ").replace("-", " ").strip()
    name = name[:1].upper() + name[1:]
    left_out: list[LeftOut] = []
    for lines, cells in read_batches(file, left_out):
        for i, line in enumerate(lines):
            text, label = (cells[columns[what]][i] or "" for what in ("text", "label"))
            fact = (cells[columns["fact"]][i] or "") if "fact" in columns else name
            if text or label:
                yield _Labelled(line, text, label, fact)


def _gaps(rows: Sequence[_Labelled], place: str, *, has_fact: bool) -> Iterator[Problem]:
    """Yield a problem for each kind of gap."""
    for name, lines in (
        ("text", [row.line for row in rows if not row.text]),
        ("label", [row.line for row in rows if not row.label]),
        ("fact", [row.line for row in rows if has_fact and not row.fact]),
    ):
        if lines:
            what = Sentence("The column “{name}” is empty in some rows", name=name)
            yield Problem(what, f"{place}: {_lines(lines)}", todo=_LABEL_ALSO if name == "label" else "Fill it in.")


def _faults(rows: Sequence[_Labelled], place: str) -> Iterator[Problem]:
    """Yield what is wrong with the examples of one fact."""
    fact = rows[0].fact
    labels: dict[str, dict[str, list[int]]] = {}
    for row in rows:
        labels.setdefault(fold(row.text), {}).setdefault(fold(row.label), []).append(row.line)
    twice = [lines for of_text in labels.values() if len(of_text) > 1 for lines in of_text.values()]
    if twice:
        what = Sentence("The same text has two labels of “{fact}”", fact=fact)
        yield Problem(
            what,
            f"{place}: {_lines(sorted(line for lines in twice for line in lines))}",
            todo="Give each text one label.",
        )
    written = {fold(row.label): row.label for row in reversed(rows)}
    counts = Counter(label for of_text in labels.values() for label in of_text)
    named = ", ".join(f"{written[label]} ({counts[label]})" for label in sorted(counts))
    if len(fact) > _LONGEST_NAME:
        what = Sentence("The name of a soft fact is longer than {n} letters", n=_LONGEST_NAME)
        yield Problem(what, place, fact, "Write it in a few words: Cultural fit.")
    kind = kind_of_label(fact)
    if kind is not None and kind.name == "understanding":
        todo = "Add sentences under [conversation_examples] of a mapping; the labels are clear, vague and none."
        yield Problem("Initial understanding has examples already", place, fact, todo)
    if len(labels) < _FEWEST:
        what = Sentence("“{fact}” has too few labelled examples: {n}", fact=fact, n=len(labels))
        yield Problem(what, place, named, Sentence("Label at least {n} different texts.", n=_FEWEST))
    if len(labels) > _MOST:
        what = Sentence("“{fact}” has too many labelled examples: {n}", fact=fact, n=len(labels))
        yield Problem(what, place, todo=Sentence("Give at most {n}.", n=_MOST))
    few = [label for label in sorted(counts) if counts[label] < _FEWEST_OF_LABEL]
    if len([label for label in counts if not says_nothing(label)]) < 2:
        what = Sentence("“{fact}” has one label only, so that nothing tells it from its contrary", fact=fact)
        yield Problem(what, place, named, "Label texts that show the contrary too: good and bad.")
    elif len(counts) > _MOST_LABELS:
        what = Sentence("“{fact}” has {n} labels", fact=fact, n=len(counts))
        yield Problem(what, place, named, Sentence("Use at most {n}, each the same in all rows.", n=_MOST_LABELS))
    elif few:
        what = Sentence("A label of “{fact}” has fewer than {n} examples", fact=fact, n=_FEWEST_OF_LABEL)
        few_named = ", ".join(f"{written[label]} ({counts[label]})" for label in few)
        yield Problem(what, place, few_named, "Label more such texts, or leave the label out.")


def _lines(lines: Sequence[int]) -> str:
    """Return the first of some lines in words that need no language: 4, 7, 9 …"""
    shown = ", ".join(map(str, lines[:_MOST_LINES]))
    return f"{shown} …" if len(lines) > _MOST_LINES else shown
