"""Measures how well level and department are told by job titles, on a list that somebody labelled.

    python benchmarks/titles.py LABELS.csv              # columns title, language, seniority, department
    python benchmarks/titles.py LABELS.csv -v           # and each answer that is not the label
    python benchmarks/titles.py LABELS.csv --half second
    python benchmarks/titles.py --speed                 # 100,000 made-up titles

An answer is right where it is the label, also where both are unknown. It is wrong where it names a class that is not
the label; where it is merely unknown it is neither. The last line has all figures.
"""

from __future__ import annotations

import argparse
import codecs
import csv
import io
import itertools
import random
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from whofor.errors import InputError, Problem, SourceError
from whofor.people.titles import Department, Seniority, TitleReading, read_title, read_titles
from whofor.text import did_you_mean, fold

COLUMNS = ("title", "language", "seniority", "department")
QUESTIONS = ("seniority", "department")
CLASSES = {
    "seniority": tuple(value.value for value in Seniority),
    "department": tuple(value.value for value in Department),
}
SPEED_ROWS = 100_000


@dataclass(frozen=True)
class Label:
    """A title, its language, and what it means."""

    title: str
    language: str
    seniority: str
    department: str


@dataclass(frozen=True)
class Score:
    """Counts of one question in one language."""

    titles: int
    right: int
    wrong: int

    @property
    def accuracy(self) -> float:
        """Share of the titles that are right."""
        return self.right / self.titles if self.titles else 0.0

    @property
    def share_wrong(self) -> float:
        """Share of the titles of which something else is said than the label."""
        return self.wrong / self.titles if self.titles else 0.0


def decoded(content: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16 with its mark, else what Windows writes."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_labels(path: Path) -> list[Label]:
    """Return the labelled titles of a file.

    Raises:
        InputError: It cannot be read, has not all columns, or holds a label that is no class; all problems together.
    """
    try:
        text = decoded(path.read_bytes())
    except OSError as error:
        raise SourceError(Problem(f"the labels cannot be read: {error.strerror or error}", str(path))) from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    # Strict: else a quote that is never closed would swallow the rest of the file.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise SourceError(Problem(f"this is no CSV: {error}", f"{path}:{reader.line_num}")) from error
    if not rows:
        raise SourceError(Problem("the file is empty", str(path), "", f"Give the columns {', '.join(COLUMNS)}."))
    places = places_of(rows[0][1], path)
    labels, problems = [], []
    for line, row in rows[1:]:
        values = {name: row[at].strip() if at < len(row) else "" for name, at in places.items()}
        labels.append(Label(**values))
        problems += [
            Problem(f"this is no {question}", f"{path}:{line}", values[question], did_you_mean(values[question], known))
            for question, known in CLASSES.items()
            if values[question] not in known
        ]
    if problems:
        raise InputError(problems)
    if not labels:
        raise SourceError(Problem("the file holds no title", str(path)))
    return labels


def places_of(header: Sequence[str], path: Path) -> dict[str, int]:
    """Return the place of each column."""
    names = [fold(name) for name in header]
    if missing := [name for name in COLUMNS if name not in names]:
        what = f"there is no column {' and no column '.join(missing)}"
        raise InputError(Problem(what, str(path), "", f"The columns are: {', '.join(header)}."))
    return {name: names.index(name) for name in COLUMNS}


def score(question: str, labels: Iterable[Label], answers: dict[str, TitleReading]) -> Score:
    """Count the answers to one question."""
    titles = right = wrong = 0
    for label in labels:
        told, wanted = str(getattr(answers[label.title], question)), getattr(label, question)
        titles += 1
        right += told == wanted
        wrong += told not in (wanted, "unknown")
    return Score(titles, right, wrong)


def made_titles(count: int, seed: int = 0) -> list[str]:
    """Return different titles as people might write them, in English and French, of one part and of several."""
    levels = (
        "VP,SVP,Director,Senior Director,Head,Manager,Senior Manager,Lead,Specialist,Coordinator,Analyst,Sr. Engineer"
    )
    niveaux = "Directeur,Directrice,Responsable,Resp.,Chef(fe) de service,Chargé·e,Assistante,Ingénieur,Technicienne"
    fields = (
        "Sales,Marketing,IT,Finance,Human Resources,Operations,Purchasing,Legal,Customer Success,Product,R&D,Quality"
    )
    domaines = (
        "des ventes,marketing,informatique,financière,RH,des opérations,achats,juridique,relation client,qualité,R&D"
    )
    regions = (
        "EMEA,North America,APAC,DACH,Île-de-France,Rhône-Alpes,Nord-Est,UK & Ireland,Grand Ouest,LATAM,France,Benelux"
    )
    units = (
        "Retail,Public Sector,Énergie,Healthcare,Banque & Assurance,Aerospace,Agro,Mobility,Telecom,Luxe,Education,SaaS"
    )
    roles = [f"{level} {joint} {field}" for level, joint, field in grid(levels, "of,-,/,:", fields)]
    roles += [f"{level} {field}" for level, field in grid(niveaux, domaines)]
    places = list(grid(regions, units))
    every = [form.format(role, *place) for form in ("{} {} {}", "{}, {} - {}") for role in roles for place in places]
    return random.Random(seed).sample(every, count)


def grid(*lists: str) -> Iterable[tuple[str, ...]]:
    """Return all combinations of the words of several lists."""
    return itertools.product(*(words.split(",") for words in lists))


def speed() -> str:
    """Return a sentence with the processor seconds that 100,000 different titles take."""
    column = np.array([*made_titles(SPEED_ROWS), None], dtype=object)[:-1]
    read_title("CEO")  # the table of words is read once
    start = time.process_time()
    told = read_titles(column)
    seconds = time.process_time() - start
    known = sum(reading.seniority is not Seniority.UNKNOWN for reading in told.readings)
    return f"{len(column)} distinct titles in {seconds:.1f} CPU seconds ({known} kinds of answer)"


def summary(name: str, scores: dict[str, Score]) -> str:
    """Return the figures of one language in a few words."""
    figures = ", ".join(f"{q} {s.accuracy:.3f} right {s.share_wrong:.3f} wrong" for q, s in scores.items())
    return f"{name} ({scores['seniority'].titles}): {figures}"


def show(labels: Sequence[Label], *, verbose: bool) -> str:
    """Print the figures of each language; return all of them on one line."""
    answers = {label.title: read_title(label.title) for label in labels}
    languages = sorted({label.language for label in labels})
    lines = []
    print(
        f"{'language':10} {'question':12} {'titles':>6} {'right':>6} {'accuracy':>8} {'wrong':>6} {'share wrong':>11}"
    )
    for language in [*languages, "all"]:
        some = [label for label in labels if language in (label.language, "all")]
        scores = {question: score(question, some, answers) for question in QUESTIONS}
        lines.append(summary(language or "no language", scores))
        for question, s in scores.items():
            row = f"{s.titles:6} {s.right:6} {s.accuracy:8.3f} {s.wrong:6} {s.share_wrong:11.3f}"
            print(f"{language:10} {question:12} {row}")
    if verbose:
        show_misses(labels, answers)
    return "; ".join(lines)


def show_misses(labels: Sequence[Label], answers: dict[str, TitleReading]) -> None:
    """Print each answer that is not the label, with the rule that gave it."""
    for question in QUESTIONS:
        for label in labels:
            reading, wanted = answers[label.title], getattr(label, question)
            told, rule = str(getattr(reading, question)), getattr(reading, f"{question}_rule")
            if told != wanted:
                kind = "unknown" if told == "unknown" else "wrong"
                print(f"{kind}: {question} of {label.title!r} ({label.language}) is {wanted}, not {told}: {rule}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 where the labels cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", nargs="?", type=Path, metavar="LABELS.csv")
    parser.add_argument("-v", "--verbose", action="store_true", help="print each answer that is not the label")
    parser.add_argument("--half", choices=("first", "second"), help="only this half of the rows, in their order")
    parser.add_argument("--speed", action="store_true", help=f"time {SPEED_ROWS} made-up different titles")
    options = parser.parse_args(arguments)
    if options.labels is None and not options.speed:
        parser.error("give a file with labels, or --speed")
    parts: list[str] = []
    if options.labels is not None:
        try:
            labels = read_labels(options.labels)
        except InputError as error:
            print(error, file=sys.stderr)
            return 1
        half = len(labels) // 2
        kept = {None: labels, "first": labels[:half], "second": labels[half:]}[options.half]
        parts.append(show(kept, verbose=options.verbose))
    if options.speed:
        parts.append(speed())
    print("titles: " + "; ".join(parts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
