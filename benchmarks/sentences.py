"""Measures how well kinds of sentences, their aspects and facts are told, on a list that somebody labelled.

The list has the columns field, lang, stars, kind, aspect, cost, churn and text; `data/sentences.csv` is one, of which
no sentence is among those learnt from. The last lines have, for each language, without and with where it was said: the
share that is right, macro-F1, the F1 of need (pain or wish), and the share that is told as the very opposite (praise
for pain or wish, or the other way round). The likeliest kind counts, however unsure; with `--unclear`, those too unsure
to be used count as wrong.

    python benchmarks/sentences.py benchmarks/data/sentences.csv
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from whofor.errors import InputError, Problem, SourceError
from whofor.intake.normalise.embedder import can_embed, vectors_of
from whofor.intake.normalise.numbers import parse_number
from whofor.model.pains import OTHER_ASPECT, SentenceFact, SentenceKind
from whofor.model.voice import PartRole, SourceKind
from whofor.research.pains.facts import facts_of
from whofor.research.pains.fillers import is_filler
from whofor.research.pains.frames import without_frames
from whofor.research.pains.kinds import KINDS, kinds_told
from whofor.research.pains.language import can_tell_language, language_of
from whofor.research.pains.telling import Teller, learn_teller
from whofor.research.pains.where import SaidWhere, where_chances, with_where
from whofor.text import fold, words_of

COLUMNS = ("field", "lang", "stars", "kind", "text")
ROLES = {
    "pros": PartRole.PROS, "love": PartRole.PROS, "liked": PartRole.PROS, "likes": PartRole.PROS,
    "cons": PartRole.CONS, "hate": PartRole.CONS, "disliked": PartRole.CONS, "dislikes": PartRole.CONS,
    "wish": PartRole.WISH, "benefits": PartRole.BENEFITS, "recommendations": PartRole.ADVICE,
    "advice": PartRole.ADVICE, "title": PartRole.TITLE, "motive": PartRole.MOTIVE,
    "alternatives": PartRole.ALTERNATIVES, "answer": PartRole.ANSWER,
}  # fmt: skip
TALK = ("body", "selftext", "post", "comment", "message")
"""Fields of posts and talk; a title without stars is of one where its data set has such a field."""
HEADINGS = {"pros:": PartRole.PROS, "cons:": PartRole.CONS}
"""Headings within a text, which readers split off."""
OPPOSITE = {SentenceKind.PAIN: {SentenceKind.PRAISE}, SentenceKind.WISH: {SentenceKind.PRAISE},
            SentenceKind.PRAISE: {SentenceKind.PAIN, SentenceKind.WISH}}  # fmt: skip
NEEDS = (SentenceKind.PAIN, SentenceKind.WISH)


@dataclass(frozen=True)
class Labelled:
    """A sentence, where it was said, and what it says."""

    text: str
    language: str
    kind: SentenceKind
    where: SaidWhere
    aspect: str
    facts: dict[SentenceFact, bool]


def read_labels(path: Path) -> list[Labelled]:
    """Return the labelled sentences of a file.

    Raises:
        InputError: It cannot be read, lacks a column, or holds a label that is no kind; all problems together.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(Problem(f"the labels cannot be read: {error}", str(path))) from error
    if not rows:
        raise SourceError(Problem("the file holds no sentence", str(path)))
    if missing := [name for name in COLUMNS if name not in rows[0][1]]:
        raise InputError(Problem(f"there is no column {' and no column '.join(missing)}", str(path)))
    problems = [
        Problem("this is no kind", f"{path}:{line}", row["kind"] or "", f"The kinds are: {', '.join(KINDS)}.")
        for line, row in rows
        if row["kind"] not in set(KINDS)
    ]
    problems += [
        Problem("this is no number of stars", f"{path}:{line}", row["stars"], "Give a number from 1 to 5, or nothing.")
        for line, row in rows
        if row["stars"] and parse_number(row["stars"]) is None
    ]
    if problems:
        raise InputError(problems)
    talk = {row.get("dataset", "") for _, row in rows if row["field"] in TALK}
    return [labelled(row, in_talk=row.get("dataset", "") in talk) for _, row in rows]


def labelled(row: dict[str, str], *, in_talk: bool) -> Labelled:
    """Return one row."""
    text, field = row["text"], row["field"]
    given = parse_number(row["stars"]) if row["stars"] else None
    stars = math.nan if given is None else given
    role = next((r for start, r in HEADINGS.items() if text.lower().startswith(start)), ROLES.get(field, PartRole.BODY))
    review = field not in TALK and not (in_talk and math.isnan(stars))
    kind = SourceKind.INTERVIEW if role is PartRole.ANSWER else SourceKind.PUBLIC
    facts = {fact: row[fact] == "1" for fact in (SentenceFact.COST, SentenceFact.CHURN) if row.get(fact)}
    where = SaidWhere(role, stars, kind, in_review=review)
    return Labelled(text, row["lang"], SentenceKind(row["kind"]), where, row.get("aspect") or "", facts)


def told(labels: Sequence[Labelled], teller: Teller, *, where: bool, forced: bool) -> list[SentenceKind]:
    """Return the kinds told, as a run tells them."""
    texts = [one.text for one in labels]
    chances = teller.text_chances(texts)
    if where:
        chances = with_where(chances, np.array([where_chances(one.where) for one in labels]))
    kinds = [KINDS[i] for i in chances.argmax(axis=1)] if forced else kinds_told(chances)
    return [
        SentenceKind.NEUTRAL if is_filler(one.text, in_cons=where and one.where.role is PartRole.CONS) else kind
        for one, kind in zip(labels, kinds, strict=True)
    ]


def f1(wanted: Sequence[bool], given: Sequence[bool]) -> float:
    """Return the harmonic mean of precision and recall; NaN where there is nothing to find."""
    both = sum(w and g for w, g in zip(wanted, given, strict=True))
    total = sum(wanted) + sum(given)
    return 2 * both / total if total else math.nan


def figures(labels: Sequence[Labelled], kinds: Sequence[SentenceKind]) -> str:
    """Return the figures of some sentences in a few words."""
    wanted = [one.kind for one in labels]
    right = float(np.mean([w is g for w, g in zip(wanted, kinds, strict=True)]))
    each = [f1([w is kind for w in wanted], [g is kind for g in kinds]) for kind in KINDS]
    need = f1([w in NEEDS for w in wanted], [g in NEEDS for g in kinds])
    opposite = float(np.mean([g in OPPOSITE.get(w, ()) for w, g in zip(wanted, kinds, strict=True)]))
    flipped = float(
        np.mean([{w, g} == {SentenceKind.PAIN, SentenceKind.PRAISE} for w, g in zip(wanted, kinds, strict=True)])
    )
    by_kind = ", ".join(f"{kind} {value:.2f}" for kind, value in zip(KINDS, each, strict=True))
    return (
        f"accuracy {right:.3f}, macro-F1 {np.nanmean(each):.3f}, need-F1 {need:.3f}, opposite {opposite:.3f} "
        f"(pain for praise or back {flipped:.3f}); F1 {by_kind}"
    )


def aspect_line(labels: Sequence[Labelled], teller: Teller) -> str:
    """Return how many aspects are told right, of sentences whose aspect is one that is known."""
    asked = [one for one in labels if one.aspect in teller.aspects.names]
    if not asked:
        return "aspects: none labelled"
    topics = without_frames([one.text for one in asked])
    about, _ = teller.topics(topics, [False] * len(topics))
    right = [name == one.aspect for one, (name, _) in zip(asked, about, strict=True)]
    order = sorted(range(len(asked)), key=lambda i: -about[i][1])
    running = np.cumsum([right[i] for i in order]) / np.arange(1, len(order) + 1)
    covered = int(np.flatnonzero(running >= 0.77).max(initial=-1)) + 1
    other = sum(name == OTHER_ASPECT for name, _ in about)
    return (
        f"aspects: {np.mean(right):.3f} right of {len(asked)} ({other} told as none); "
        f"the surest {covered / len(asked):.0%} are 77 % right"
    )


def fact_lines(labels: Sequence[Labelled]) -> list[str]:
    """Return precision and recall of each fact that is labelled."""
    lines: list[str] = []
    for fact in (SentenceFact.COST, SentenceFact.CHURN):
        asked = [one for one in labels if fact in one.facts]
        given = [fact in found for found in facts_of([one.text for one in asked])]
        wanted = [one.facts[fact] for one in asked]
        both = sum(w and g for w, g in zip(wanted, given, strict=True))
        precision, recall = both / max(1, sum(given)), both / max(1, sum(wanted))
        lines.append(f"{fact}: precision {precision:.3f}, recall {recall:.3f} ({sum(wanted)} of {len(asked)})")
    return lines


def language_line(labels: Sequence[Labelled]) -> str:
    """Return how many languages are told right of sentences with 8 words or more."""
    asked = [one for one in labels if len(words_of(one.text)) >= 8]
    right = [language_of(one.text, ("en", "fr")) == one.language for one in asked]
    return f"language: {np.mean(right):.3f} right of {len(asked)} sentences with 8 words or more"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 where the labels cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path, metavar="LABELS.csv")
    parser.add_argument("-v", "--verbose", action="store_true", help="print each sentence that is told otherwise")
    parser.add_argument("--unclear", action="store_true", help="what is too unsure to be used counts as wrong")
    options = parser.parse_args(arguments)
    if not can_embed():
        print("The embedder is not installed: pip install whofor[text]", file=sys.stderr)
        return 1
    try:
        labels = read_labels(options.labels)
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    teller = learn_teller(vectors_of)
    lines: list[str] = []
    for where, name in ((False, "text only"), (True, "with where it was said")):
        kinds = told(labels, teller, where=where, forced=not options.unclear)
        for language in sorted({one.language for one in labels}):
            own = [i for i, one in enumerate(labels) if one.language == language]
            some = figures([labels[i] for i in own], [kinds[i] for i in own])
            lines.append(f"{language}, {name} ({len(own)}): {some}")
        if options.verbose:
            for one, kind in zip(labels, kinds, strict=True):
                if one.kind is not kind:
                    print(f"{name}: {kind}, not {one.kind} ({one.language}, {one.where.role}): {fold(one.text)[:120]}")
    print(aspect_line(labels, teller))
    print("\n".join(fact_lines(labels)))
    if can_tell_language():
        print(language_line(labels))
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
